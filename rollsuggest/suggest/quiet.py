"""What the person wants to be left in peace of, taken out before any rule looks; and signs of loss.

[Note: Signs of loss] Somebody who was there in three years or more and on 12 days or more, and then in no
photo for over a year while at least 20 photos and 5 with faces were taken, may have died, or gone. Whoever
was always seen rarely is not meant: the silence must also be twice the longest one before. What it is we
cannot know. So no photo of them is put forward in any card, their name is told in none, and one question is
asked, once.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from itertools import pairwise

from rollsuggest.model import Certainty, ClusterId, Photo, QuietKind, QuietRule, Suggestion, View
from rollsuggest.suggest.material import Material

MISSED_AFTER = timedelta(days=365)
MISSED_YEARS, MISSED_DAYS = 3, 12
GOING_ON, GOING_ON_FACES = 20, 5

PETS = {"cat": "pets_cat", "dog": "pets_dog"}
SURE_PET = 0.6  # of the object detector

Test = Callable[[Photo], bool]


@dataclass(frozen=True, slots=True)
class Silence:
    """What no card may be made of: all that the Quiet list speaks of, and the pets that are hidden."""

    rules: tuple[QuietRule, ...]
    people: frozenset[ClusterId]
    pets: frozenset[str]

    @classmethod
    def of(cls, view: View) -> Silence:
        people = [persons_of(rule, view) for rule in view.quiet if rule.kind is QuietKind.PERSON]
        rules = tuple(rule for rule in view.quiet if _test(rule) is not None)
        return cls(rules, frozenset().union(*people), frozenset(view.hidden_pets))

    def __bool__(self) -> bool:
        return bool(self.rules or self.people or self.pets)

    def leaves(self, photos: tuple[Photo, ...]) -> tuple[Photo, ...]:
        """Return the photos that it does not speak of."""
        tests = [test for rule in self.rules if (test := _test(rule)) is not None]
        tests += [partial(_shows, kind) for kind in sorted(self.pets)]
        tests += [partial(_anyone, clusters=self.people)] * bool(self.people)
        return tuple([p for p in photos if not any(test(p) for test in tests)])


def _shows(kind: str, photo: Photo) -> bool:
    """Tell whether a photo shows such a pet, as `library.pets` judges."""
    if PETS[kind] in photo.labels:
        return True
    other = any(theme in photo.labels for theme in PETS.values())
    return not other and photo.objects.get(kind, 0.0) >= SURE_PET


def persons_of(rule: QuietRule, view: View) -> frozenset[ClusterId]:
    """Return whom a rule about a person means: the clusters it names, and all that bear its name."""
    name = rule.name.strip().casefold()
    named = {c for c, p in view.persons.items() if name and p.name.strip().casefold() == name}
    return rule.clusters | named


def spared(suggestions: Iterable[Suggestion], view: View) -> tuple[Suggestion, ...]:
    """Return the cards of kinds that are wanted."""
    kinds = {rule.name for rule in view.quiet if rule.kind is QuietKind.CARD_KIND}
    return tuple(s for s in suggestions if s.kind not in kinds)


def still_kept(kept: Iterable[Suggestion], view: View) -> tuple[Suggestion, ...]:
    """Return what was kept for later and may still be shown, with those photos that may."""
    wanted = spared(kept, view)
    may = {photo.id for photo in view.photos} if wanted else set()
    return tuple(
        replace(s, photos=tuple(p for p in s.photos if p in may), of_the_day=False)
        for s in wanted
        if may.issuperset(s.recipe.photos)
    )


def fewer(view: View) -> frozenset[ClusterId]:
    """Return of whom the person wants fewer cards."""
    rules = [rule for rule in view.quiet if rule.kind is QuietKind.FEWER_PERSON]
    return frozenset(cluster for rule in rules for cluster in persons_of(rule, view))


# --- signs of loss ---------------------------------------------------------------------------------------


def missed(material: Material, view: View) -> frozenset[ClusterId]:
    """Return who stopped appearing, but for whom the person wants to see. See Note: Signs of loss."""
    dated, today, memory = material.dated, material.today, material.memory
    since = today - MISSED_AFTER
    lately = dated[bisect_left(dated, since, key=lambda p: p.day or since) :]  # all have a day
    if len(lately) < GOING_ON or sum(bool(p.faces) for p in lately) < GOING_ON_FACES:
        return frozenset()
    names = {material.name_of(c) for c in view.still_shown} - {""}
    return frozenset(
        cluster
        for cluster, photos in material.of_person.items()
        if cluster not in view.still_shown
        and material.name_of(cluster) not in names
        and not material.persons[cluster].me
        and memory.of(("stopped", cluster), (photos, today), partial(_stopped, photos, today))
    )


def _stopped(photos: Sequence[Photo], today: date) -> bool:
    days = sorted({day for p in photos if (day := p.day) is not None and day <= today})
    if len(days) < MISSED_DAYS or len({day.year for day in days}) < MISSED_YEARS:
        return False
    silence = today - days[-1]
    longest = max(after - before for before, after in pairwise(days))
    return silence > MISSED_AFTER and silence > 2 * longest


# --- whether a rule speaks of a photo --------------------------------------------------------------------


def _test(rule: QuietRule) -> Test | None:
    """Return the test of a rule that takes photos away; for persons see `heard`."""
    match rule.kind:
        case QuietKind.PLACE:
            place, country = rule.name.strip().casefold(), rule.country
            return lambda p: p.place.casefold() == place and country in ("", p.country)
        case QuietKind.DAYS | QuietKind.YEAR if rule.first is not None:
            return _days_test(rule.first, rule.last or rule.first, rule.yearly)
    return None


def _anyone(photo: Photo, clusters: Iterable[ClusterId]) -> bool:
    return any(face.cluster in clusters for face in photo.faces if face.cluster is not None)


def _days_test(first: date, last: date, yearly: bool) -> Test:
    """A photo of which only the month or the year is known is meant if it could be of those days."""

    def test(photo: Photo) -> bool:
        if photo.taken_at is None:
            return False
        begin, end = could_be(photo.taken_at.date(), photo.certainty)
        if not yearly:
            return begin <= last and first <= end
        return photo.certainty is not Certainty.YEAR and _in_some_year(begin, end, first, last)

    return test


def could_be(day: date, certainty: Certainty) -> tuple[date, date]:
    """Return the first and the last day that a photo of this certainty may be of."""
    if certainty is Certainty.YEAR:
        return date(day.year, 1, 1), date(day.year, 12, 31)
    if certainty is Certainty.MONTH:
        following = date(day.year + (day.month == 12), day.month % 12 + 1, 1)
        return day.replace(day=1), following - timedelta(days=1)
    return day, day


def _in_some_year(begin: date, end: date, first: date, last: date) -> bool:
    """Tell whether the two spans meet when the second is moved to any year; 29 Feb is then 1 Mar at most."""
    length = last - first
    for year in (begin.year - 1, begin.year, end.year):
        start = _moved(first, year)
        if begin <= start + length and start <= end:
            return True
    return False


def _moved(day: date, year: int) -> date:
    try:
        return day.replace(year=year)
    except ValueError:
        return date(year, 3, 1)
