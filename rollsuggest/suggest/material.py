"""What the rules work with: the view sorted out once, so that each rule only looks up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import chain
from typing import TypeVar

from rollsuggest.model import AssetId, ClusterId, OccasionVerdicts, Person, Photo, Role, View
from rollsuggest.suggest.by_month import Month, Photos, in_months
from rollsuggest.suggest.homes import Homes, homes
from rollsuggest.suggest.memory import Memory
from rollsuggest.suggest.months import LABEL_FROM, SHOWN_FACE, Left, Told, joined, parts, shown
from rollsuggest.suggest.persons import born, identity, joined_persons
from rollsuggest.suggest.placed import Placed
from rollsuggest.suggest.sameness import extras
from rollsuggest.suggest.told_themes import Births
from rollsuggest.suggest.trips import Trip, trips

__all__ = ["LABEL_FROM", "SHOWN_FACE", "Left", "Material", "Photos", "gather", "shown", "span"]


T = TypeVar("T")


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
    placed: Mapping[tuple[int, int], Placed]  # of the same months
    of_person: Mapping[ClusterId, Photos]
    of_theme: Mapping[str, Photos]
    films: Photos
    left_on: Mapping[date, Left]  # by the day they claim, certain or not
    left_of_person: Mapping[ClusterId, Left]
    left_of_theme: Mapping[str, Left]
    trips: tuple[Trip, ...]
    homes: Homes
    home_country: str
    holidays_of: str  # the country whose public holidays are looked for, if the person said one
    said: OccasionVerdicts
    pets: Mapping[str, str]  # cat, dog -> name
    me: ClusterId | None = None  # whose photos these are, when that person was told
    peopled: Photos = ()  # of `photos`, those with a face
    faced: int = 0  # how many show a face that is no passer-by's
    with_objects: Photos = ()  # of `dated`, those with any of the few objects that rules ask for
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

    def of_one(self, what: str, person: ClusterId, work: Callable[[], T]) -> T:
        """Return what `work` says of somebody's photos, the day and what is spared, or said of the same."""
        given = self.of_person.get(person, ()), self.today, self.sad, self.missed
        return self.memory.of((what, person), given, work)

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
    months: Iterable[Month] | None = None,
) -> Material:
    """Sort out the view. The order of its photos does not matter.

    `more` are its extras and `months` its photos split by month, where these are known already; `memory` is
    what rules worked out before.
    """
    memory = memory or Memory()
    view, alias = joined_persons(view)
    persons = memory.same("persons", born(view))
    told = Told(alias, Births.of(persons), view.homes)
    more = extras(view.photos) if more is None else more
    months = in_months(view.photos, memory) if months is None else months
    found = parts(months, today, more, memory.same("told", told), memory)
    past = [part for part in found if part.days]
    days = {day: photos for part in past for day, photos in part.days.items()}
    home = homes([part.spots for part in past], memory)
    numbered = {(part.key[0] // 12, part.key[0] % 12 + 1): part for part in past}
    return Material(
        today=today,
        persons=persons,
        photos=_chain(part.photos for part in found),
        dated=_chain(part.photos for part in past),
        days=days,
        months={month: part.photos for month, part in numbered.items()},
        years=joined({part.key[0] // 12: part.photos} for part in past),
        placed={month: part.placed for month, part in numbered.items()},
        of_person={c: of for c, of in joined(part.of_person for part in found).items() if c in persons},
        of_theme=joined(part.of_theme for part in found),
        films=_chain(part.films for part in found),
        left_on=joined(part.left_on for part in found),
        left_of_person=joined(part.left_of_person for part in found),
        left_of_theme=joined(part.left_of_theme for part in found),
        trips=trips([part.placed for part in past], home, days, memory),
        homes=home,
        home_country=home.country,
        holidays_of=holidays_of or "",
        said=view.occasions,
        me=next((c for c, person in persons.items() if person.me), None),
        pets=view.pets,
        peopled=_chain(part.peopled for part in found),
        faced=sum(part.faced for part in found),
        with_objects=_chain(part.with_objects for part in past),
        memory=memory,
    )


def _chain(groups: Iterable[Photos]) -> Photos:
    return tuple(chain.from_iterable(groups))


def span(first: date, last: date) -> Iterable[date]:
    """Yield all days from first to last."""
    return (first + timedelta(days=n) for n in range((last - first).days + 1))
