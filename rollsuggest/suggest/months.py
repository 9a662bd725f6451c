"""A view sorted out month by month: of a new photo only its own month need be sorted out again."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import NamedTuple, TypeVar

from rollsuggest.model import AssetId, ClusterId, HomeVerdicts, Kind, Photo, Role
from rollsuggest.suggest.by_month import UNDATED, Month, Photos
from rollsuggest.suggest.homes import Spots, month_of, spots_of
from rollsuggest.suggest.memory import Memory
from rollsuggest.suggest.moments import by_day
from rollsuggest.suggest.persons import renamed
from rollsuggest.suggest.placed import Placed, placed
from rollsuggest.suggest.told_themes import Births, with_told_themes

LABEL_FROM = 0.25  # a theme below this is a guess
_PHOTO, _STILL, _FILM = Role.PHOTO, Kind.PHOTO, Kind.VIDEO  # see Note: Members
SHOWN_FACE = 0.15  # face quality; poorer ones are passers-by or a blur, no reason to show somebody

Left = tuple[Role, ...]  # of what was left out it counts only why
Key = tuple[int, bool]  # month, and whether it is still to come
K = TypeVar("K")
V = TypeVar("V")


class Told(NamedTuple):
    """What persons and towns tell of all months."""

    alias: Mapping[ClusterId, ClusterId]
    births: Births
    homes: HomeVerdicts


@dataclass(frozen=True, slots=True)
class Part:
    """The photos of one month, or those of no certain day. The fields are those of `material.Material`."""

    key: Key
    photos: Photos
    films: Photos
    days: Mapping[date, Photos]
    peopled: Photos
    faced: int
    with_objects: Photos
    of_person: Mapping[ClusterId, Photos]
    of_theme: Mapping[str, Photos]
    left_on: Mapping[date, Left]
    left_of_person: Mapping[ClusterId, Left]
    left_of_theme: Mapping[str, Left]
    placed: Placed
    spots: Spots


@dataclass(frozen=True, slots=True, eq=False)
class Roles:
    """The extras among all photos. Equal only to itself, so that to compare it costs nothing."""

    of: Mapping[AssetId, Role]


def parts(
    months: Iterable[Month], today: date, more: Mapping[AssetId, Role], told: Told, memory: Memory
) -> tuple[Part, ...]:
    """Sort out photos that were split by month; `more` are the extras among them."""
    extras = memory.of("roles", more, lambda: Roles(more))
    found = []
    for key, some in _parted(months, today):
        roles = memory.of(("roles", key), (some, extras), partial(_roles, some, extras))
        work = partial(_part, key, some, roles, told)
        found.append(memory.of(("month", key), (some, roles, told), work))
    return tuple(found)


def _parted(months: Iterable[Month], today: date) -> Iterator[tuple[Key, Photos]]:
    """Split the month of today at today."""
    now = month_of(today)
    for month, photos in months:
        if month != now:
            yield (month, now < month < UNDATED), photos
            continue
        end = bisect_right(photos, today, key=lambda p: p.day or today)
        yield from (
            (key, some) for key, some in (((now, False), photos[:end]), ((now, True), photos[end:])) if some
        )


def _roles(some: Photos, extras: Roles) -> Sequence[Role | None]:
    return [extras.of.get(p.id) for p in some]


def _part(key: Key, some: Photos, roles: Iterable[Role | None], told: Told) -> Part:
    some = with_told_themes(renamed(some, told.alias), told.births)
    pairs = list(zip(some, roles, strict=True))
    fit = [p for p, role in pairs if role is None and p.role is _PHOTO]
    left = [(role or p.role, p) for p, role in pairs if role is not None or p.role is not _PHOTO]
    photos = tuple([p for p in fit if p.kind is _STILL])
    dated = key[0] != UNDATED and not key[1]
    undated = [] if key[0] != UNDATED else [(p.role, p) for p in photos]
    return Part(
        key=key,
        photos=photos,
        films=tuple([p for p in fit if p.kind is _FILM]) if dated else (),
        days=by_day(photos) if dated else {},
        peopled=(peopled := tuple([p for p in photos if p.faces])),
        faced=sum(any(f.quality >= SHOWN_FACE for f in p.faces) for p in peopled),
        with_objects=tuple([p for p in photos if p.objects]) if dated else (),
        of_person=_grouped((c, p) for p in peopled for c in shown(p)),
        of_theme=_of_themes((p, p) for p in photos),
        left_on=_grouped((p.taken_at.date(), role) for role, p in (*left, *undated) if p.taken_at),
        left_of_person=_grouped((c, role) for role, p in left if p.faces for c in shown(p)),
        left_of_theme=_of_themes((p, role) for role, p in left),
        placed=(there := placed(photos if dated else ())),
        spots=spots_of(there, told.homes),
    )


def shown(photo: Photo) -> frozenset[ClusterId]:
    """Return who can be recognised in the photo."""
    if not photo.faces:
        return frozenset()
    return frozenset(f.cluster for f in photo.faces if f.cluster is not None and f.quality >= SHOWN_FACE)


def _of_themes(pairs: Iterable[tuple[Photo, V]]) -> Mapping[str, tuple[V, ...]]:
    """Group what stands beside photos by their themes."""
    groups: dict[str, list[V]] = defaultdict(list)
    for photo, member in pairs:
        for name, score in photo.labels.items():
            if score >= LABEL_FROM:
                groups[name].append(member)
    return {name: tuple(members) for name, members in groups.items()}


def _grouped(pairs: Iterable[tuple[K, V]]) -> Mapping[K, tuple[V, ...]]:
    groups: dict[K, list[V]] = defaultdict(list)
    for key, member in pairs:
        groups[key].append(member)
    return {key: tuple(members) for key, members in groups.items()}


def joined(groups: Iterable[Mapping[K, tuple[V, ...]]]) -> Mapping[K, tuple[V, ...]]:
    """Return the members of each key in all groups, one group after the other."""
    found: dict[K, list[V]] = defaultdict(list)
    for group in groups:
        for key, members in group.items():
            found[key].extend(members)
    return {key: tuple(members) for key, members in found.items()}
