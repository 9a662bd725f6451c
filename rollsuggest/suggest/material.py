"""What the rules work with: the view sorted out once, so that each rule only looks up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeVar

from rollsuggest.model import ClusterId, Kind, OccasionVerdicts, Person, Photo, Role, View
from rollsuggest.suggest.moments import by_day, time_order
from rollsuggest.suggest.persons import born, identity, joined
from rollsuggest.suggest.sameness import extras
from rollsuggest.suggest.told_themes import with_told_themes
from rollsuggest.suggest.trips import Homes, Trip, homes, trips

LABEL_FROM = 0.25  # a theme below this is a guess
SHOWN_FACE = 0.15  # face quality; poorer ones are passers-by or a blur, no reason to show somebody

Photos = tuple[Photo, ...]
K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Material:
    """`photos` may be shown: readable, no extras, no screenshots or documents. `left` are all others.

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
    left: Photos
    left_on: Mapping[date, Photos]  # by the day they claim, certain or not
    left_of_person: Mapping[ClusterId, Photos]
    left_of_theme: Mapping[str, Photos]
    trips: tuple[Trip, ...]
    homes: Homes
    home_country: str
    said: OccasionVerdicts
    pets: Mapping[str, str]  # cat, dog -> name
    missed: frozenset[ClusterId] = frozenset()  # who stopped appearing: see suggest.quiet

    @property
    def me(self) -> ClusterId | None:
        """Return whose photos these are, when that person was told."""
        return next((c for c, person in self.persons.items() if person.me), None)

    def on(self, first: date, last: date) -> Photos:
        """Return the photos of all days from first to last."""
        return tuple(p for day in span(first, last) for p in self.days.get(day, ()))

    def films_between(self, first: date, last: date) -> Photos:
        """Return the videos of all days from first to last."""
        return tuple(p for p in self.films if p.day and first <= p.day <= last)

    def left_between(self, first: date, last: date) -> Photos:
        """Return what was left out of those days."""
        return tuple(p for day in span(first, last) for p in self.left_on.get(day, ()))

    def spares(self, photo: Photo) -> bool:
        """Tell whether the photo is not to be put forward: somebody who is missed is in it."""
        return bool(self.missed) and any(face.cluster in self.missed for face in photo.faces)

    def identity_of(self, *clusters: ClusterId) -> str:
        """Return what these persons are known by, for a key; in any order."""
        return " ".join(sorted(identity(self.persons, c) for c in clusters))

    def name_of(self, cluster: ClusterId) -> str:
        person = self.persons.get(cluster)
        return person.name if person else ""


def gather(view: View, today: date, home_country: str | None = None) -> Material:
    """Sort out the view. The order of its photos does not matter."""
    view = with_told_themes(born(joined(view)))
    more = extras(view.photos)
    every = [replace(p, role=more[p.id]) if p.id in more else p for p in sorted(view.photos, key=time_order)]
    fit = [p for p in every if p.role is Role.PHOTO]
    photos = tuple(p for p in fit if p.kind is Kind.PHOTO)
    films = tuple(p for p in fit if p.kind is Kind.VIDEO and p.day and p.day <= today)
    left = tuple(p for p in every if p.role is not Role.PHOTO)
    dated = tuple(p for p in photos if (day := p.day) is not None and day <= today)
    undated = tuple(p for p in photos if p.day is None and p.taken_at is not None)
    home = homes(dated, view.homes)
    return Material(
        today=today,
        persons=view.persons,
        photos=photos,
        dated=dated,
        days=by_day(dated),
        months=_grouped(((d.year, d.month), p) for p in dated if (d := p.day)),
        years=_grouped((d.year, p) for p in dated if (d := p.day)),
        of_person=_grouped((c, p) for p in photos for c in shown(p) if c in view.persons),
        of_theme=_grouped((t, p) for p in photos for t in themes(p)),
        films=films,
        left=left,
        left_on=_grouped((p.taken_at.date(), p) for p in (*left, *undated) if p.taken_at),
        left_of_person=_grouped((c, p) for p in left for c in shown(p)),
        left_of_theme=_grouped((t, p) for p in left for t in themes(p)),
        trips=trips(dated, home),
        homes=home,
        home_country=home_country or home.country,
        said=view.occasions,
        pets=view.pets,
    )


def shown(photo: Photo) -> frozenset[ClusterId]:
    """Return who can be recognised in the photo."""
    return frozenset(f.cluster for f in photo.faces if f.cluster is not None and f.quality >= SHOWN_FACE)


def themes(photo: Photo) -> tuple[str, ...]:
    return tuple(name for name, score in photo.labels.items() if score >= LABEL_FROM)


def _grouped(pairs: Iterable[tuple[K, Photo]]) -> Mapping[K, Photos]:
    groups: dict[K, list[Photo]] = defaultdict(list)
    for key, photo in pairs:
        groups[key].append(photo)
    return {key: tuple(members) for key, members in groups.items()}


def span(first: date, last: date) -> Iterable[date]:
    """Yield all days from first to last."""
    return (first + timedelta(days=n) for n in range((last - first).days + 1))
