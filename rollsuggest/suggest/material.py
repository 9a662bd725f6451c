"""What the rules work with: the view sorted out once, so that each rule only looks up."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import chain
from typing import TypeVar

from rollsuggest.model import AssetId, ClusterId, Kind, OccasionVerdicts, Person, Photo, Role, View
from rollsuggest.suggest.memory import Memory
from rollsuggest.suggest.moments import by_day, time_order
from rollsuggest.suggest.persons import born, identity, joined
from rollsuggest.suggest.sameness import extras
from rollsuggest.suggest.told_themes import with_told_themes
from rollsuggest.suggest.trips import Homes, Trip, homes, trips

LABEL_FROM = 0.25  # a theme below this is a guess
SHOWN_FACE = 0.15  # face quality; poorer ones are passers-by or a blur, no reason to show somebody

Photos = tuple[Photo, ...]
Left = tuple[Role, ...]  # of what was left out it counts only why
K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Material:
    """`photos` may be shown: readable, no extras, no screenshots or documents. All others are left.

    `films` are the videos that may be shown, of a certain day; they stand in no other list.
    """

    today: date
    persons: Mapping[ClusterId, Person]
    photos: Photos
    dated: Photos  # of `photos`, those of a certain day that is not in the future, in time order
    days: Mapping[date, Photos]
    months: Mapping[tuple[int, int], Photos]
    years: Mapping[int, Photos]
    of_person: Mapping[ClusterId, Photos]
    of_theme: Mapping[str, Photos]
    films: Photos
    left_on: Mapping[date, Left]  # by the day they claim, certain or not
    left_of_person: Mapping[ClusterId, Left]
    left_of_theme: Mapping[str, Left]
    trips: tuple[Trip, ...]
    homes: Homes
    home_country: str
    holidays_of: str  # the country whose public holidays are looked for
    said: OccasionVerdicts
    pets: Mapping[str, str]  # cat, dog -> name
    me: ClusterId | None = None  # whose photos these are, when that person was told
    memory: Memory = field(default_factory=Memory, compare=False)
    sad: frozenset[date] = frozenset()  # days that may have been: see suggest.grief
    missed: frozenset[ClusterId] = frozenset()  # who stopped appearing: see suggest.quiet

    def on(self, first: date, last: date) -> Photos:
        """Return the photos of all days from first to last."""
        return tuple(chain.from_iterable(self.days.get(day, ()) for day in span(first, last)))

    def films_between(self, first: date, last: date) -> Photos:
        """Return the videos of all days from first to last."""
        return tuple(p for p in self.films if p.day and first <= p.day <= last)

    def left_between(self, first: date, last: date) -> Left:
        """Return what was left out of those days."""
        return tuple(chain.from_iterable(self.left_on.get(day, ()) for day in span(first, last)))

    def spares(self, photo: Photo) -> bool:
        """Tell whether the photo is not to be put forward: it is of a sad day, or of somebody missed."""
        if self.sad and photo.day in self.sad:
            return True
        return bool(self.missed) and any(face.cluster in self.missed for face in photo.faces)

    def identity_of(self, *clusters: ClusterId) -> str:
        """Return what these persons are known by, for a key; in any order."""
        return " ".join(sorted(identity(self.persons, c) for c in clusters))

    def name_of(self, cluster: ClusterId) -> str:
        person = self.persons.get(cluster)
        return person.name if person else ""


def gather(
    view: View,
    today: date,
    holidays_of: str | None = None,
    more: Mapping[AssetId, Role] | None = None,
    memory: Memory | None = None,
) -> Material:
    """Sort out the view. The order of its photos does not matter.

    `more` are its extras, where they are known already; `memory` is what rules worked out before.
    """
    view = with_told_themes(born(joined(view)))
    more = extras(view.photos) if more is None else more
    every = sorted(view.photos, key=time_order)
    fit = [p for p in every if p.role is Role.PHOTO and p.id not in more]
    photos = tuple([p for p in fit if p.kind is Kind.PHOTO])
    films = tuple(p for p in fit if p.kind is Kind.VIDEO and p.day and p.day <= today)
    left = [(more.get(p.id, p.role), p) for p in every if p.role is not Role.PHOTO or p.id in more]
    certain = bisect_left(photos, True, key=lambda p: p.day is None)  # they come first
    dated = photos[: bisect_right(photos, today, 0, certain, key=lambda p: p.order[1].date())]
    undated = [(p.role, p) for p in photos[certain:] if p.taken_at is not None]
    days = by_day(dated)
    home = homes(dated, view.homes)
    return Material(
        today=today,
        persons=view.persons,
        photos=photos,
        dated=dated,
        days=days,
        months=_joined(((day.year, day.month), of_day) for day, of_day in days.items()),
        years=_joined((day.year, of_day) for day, of_day in days.items()),
        of_person=_grouped((c, p) for p in photos if p.faces for c in shown(p) if c in view.persons),
        of_theme=_of_themes((p, p) for p in photos),
        films=films,
        left_on=_grouped((p.taken_at.date(), role) for role, p in (*left, *undated) if p.taken_at),
        left_of_person=_grouped((c, role) for role, p in left if p.faces for c in shown(p)),
        left_of_theme=_of_themes((p, role) for role, p in left),
        trips=trips(dated, home, days),
        homes=home,
        home_country=home.country,
        holidays_of=holidays_of or home.country,
        said=view.occasions,
        me=next((c for c, person in view.persons.items() if person.me), None),
        pets=view.pets,
        memory=memory or Memory(),
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


def _joined(pairs: Iterable[tuple[K, tuple[V, ...]]]) -> Mapping[K, tuple[V, ...]]:
    groups: dict[K, list[V]] = defaultdict(list)
    for key, members in pairs:
        groups[key].extend(members)
    return {key: tuple(members) for key, members in groups.items()}


def span(first: date, last: date) -> Iterable[date]:
    """Yield all days from first to last."""
    return (first + timedelta(days=n) for n in range((last - first).days + 1))
