"""Birthdays that were photographed, and the ones of the week to come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator
from datetime import date
from typing import NamedTuple

from rollsuggest.i18n import _, day_text
from rollsuggest.model import ClusterId, Make, Person
from rollsuggest.suggest.draft import Draft
from rollsuggest.suggest.material import Material, Photos, shown, span
from rollsuggest.suggest.occasions import due, festivals, yearly
from rollsuggest.suggest.wording import photos_text, since_text

LEAST = 4
LEAST_TO_COME = 6
LEAST_GUESTS = 2


def drafts(material: Material) -> Iterator[Draft]:
    kept = {day for one in festivals(material) for day in span(one.first, one.last)}
    parties: dict[tuple[int, int], tuple[_Party, ...]] = {}
    for person in sorted(material.persons.values(), key=lambda p: p.cluster):
        if person.birthday is None or person.cluster in material.missed:
            continue
        if person.birthday not in parties:
            parties[person.birthday] = tuple(_parties(material, person.birthday, kept))
        for party in parties[person.birthday]:
            if person.birth_year is not None and party.day.year < person.birth_year:
                continue
            if party.day < material.today:
                if _was_kept(material, person, party):
                    yield _past(material, person, party)
            else:
                yield from _to_come(material, person, party.day)


def _was_kept(material: Material, person: Person, party: _Party) -> bool:
    """Tell whether the day was theirs: they are seen, or a cake once they were seen before.

    Of a day before anybody knew them the cake was somebody else's, or they were not born. Whoever takes the
    photos is on few: of their own day others are enough.
    """
    if party.seen.get(person.cluster, 0) >= party.least:
        return True
    if person.me and party.seen.total() >= LEAST_GUESTS * party.least:
        return True
    if not party.cake:
        return False
    first = next((day for p in material.of_person.get(person.cluster, ()) if (day := p.day)), None)
    return first is not None and first <= party.day


class _Party(NamedTuple):
    """A birthday's day: its photos, in how many of them who is seen, and whether there is a cake."""

    day: date
    photos: Photos
    seen: Counter[ClusterId]
    cake: bool
    least: int  # where Christmas is kept anyway, somebody must be seen more than once


def _parties(material: Material, birthday: tuple[int, int], kept: Container[date]) -> Iterator[_Party]:
    """Yield a birthday's days that are due or have enough photos, once for all who were born on it."""
    for day in yearly(*birthday, material):
        photos = material.days.get(day, ())
        if due(day, material.today) or (day < material.today and len(photos) >= LEAST):
            seen = Counter(c for p in photos for c in shown(p))
            cake = any("birthday" in p.labels for p in photos)  # on the very day that was told
            yield _Party(day, photos, seen, cake, 2 if day in kept else 1)


def _past(material: Material, person: Person, party: _Party) -> Draft:
    day, photos = party.day, party.photos
    return Draft(
        kind="birthday",
        subject=person.name or str(person.cluster),
        identity=f"{material.identity_of(person.cluster)} {day.isoformat()}",
        title=_past_title(person, day),
        subtitle=day_text(day),
        reason=_reason(person, day, photos_text(len(photos))),
        photos=photos,
        left=material.left_between(day, day),
        make=Make.COLLAGE,
        section="people",
        score=0.56 - 0.01 * min(15, material.today.year - day.year),
        least=3,
        person=person.cluster,
        sign="birthday",
    )


def _to_come(material: Material, person: Person, day: date) -> Iterator[Draft]:
    every = material.of_person.get(person.cluster, ())
    if len(every) < LEAST_TO_COME:
        return
    photos = tuple([p for p in every if p.day and p.day <= material.today])
    if len(photos) < LEAST_TO_COME:
        return
    left = (day - material.today).days
    yield Draft(
        kind="birthday",
        subject=person.name or str(person.cluster),
        identity=f"{material.identity_of(person.cluster)} {day.isoformat()} to come",
        title=_title(person, left, day),
        reason=since_text(photos),
        photos=photos,
        left=material.left_of_person.get(person.cluster, ()),
        make=Make.COLLAGE,
        section="today",
        score=0.97 - 0.01 * left,
        least=4,
        person=person.cluster,
    )


def _reason(person: Person, day: date, photos: str) -> str:
    """How old somebody turned is said where the year of birth and the name are known."""
    if not person.name:
        return _("{photos} from that day").format(photos=photos)
    age = _age(person, day)
    if age == 0:
        return _("{photos} from the day {name} was born").format(photos=photos, name=person.name)
    if age is not None:
        return _("{name} turned {age}: {photos} from that day").format(
            name=person.name, age=age, photos=photos
        )
    return _("{photos} from that day").format(photos=photos)


def _past_title(person: Person, day: date) -> str:
    """Whoever was asked and said yes need not give a name."""
    if not person.name:
        return _("A birthday, {year}").format(year=day.year)
    if _age(person, day) == 0:
        return _("The day {name} was born").format(name=person.name)
    return _("{name}'s birthday, {year}").format(name=person.name, year=day.year)


def _title(person: Person, left: int, day: date) -> str:
    if not person.name:
        return (
            _("A birthday is today"), _("A birthday is tomorrow"),
            _("A birthday is on {day}").format(day=day_text(day)),
        )[min(left, 2)]  # fmt: skip
    said = {"name": person.name, "age": _age(person, day), "day": day_text(day)}
    when = min(left, 2)
    if said["age"]:
        return (
            _("{name} turns {age} today"), _("{name} turns {age} tomorrow"), _("{name} turns {age} on {day}"),
        )[when].format(**said)  # fmt: skip
    return (
        _("{name}'s birthday is today"), _("{name}'s birthday is tomorrow"),
        _("{name}'s birthday is on {day}"),
    )[when].format(**said)  # fmt: skip


def _age(person: Person, day: date) -> int | None:
    """Return how old somebody turns that day, None where it is not known."""
    return day.year - person.birth_year if person.birth_year is not None else None
