"""Birthdays that were photographed, and the ones of the week to come."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rollsuggest.i18n import _, day_text
from rollsuggest.model import Make, Person
from rollsuggest.suggest.draft import Draft
from rollsuggest.suggest.material import Material, span
from rollsuggest.suggest.occasions import due, festivals, present, yearly
from rollsuggest.suggest.wording import photos_text, since_text

LEAST = 4
LEAST_TO_COME = 6


def drafts(material: Material) -> Iterator[Draft]:
    kept = {day for one in festivals(material) for day in span(one.first, one.last)}
    for person in sorted(material.persons.values(), key=lambda p: p.cluster):
        if person.birthday is None or person.cluster in material.missed:
            continue
        for day in yearly(*person.birthday, material):
            if person.birth_year is not None and day.year < person.birth_year:
                continue
            if day < material.today:
                yield from _past(material, person, day, 2 if day in kept else 1)
            elif due(day, material.today):
                yield from _to_come(material, person, day)


def _past(material: Material, person: Person, day: date, least_seen: int) -> Iterator[Draft]:
    """A birthday on which Christmas is kept anyway must show the person more than once (`least_seen`)."""
    photos = material.days.get(day, ())
    if len(photos) < LEAST:
        return
    cake = any("birthday" in p.labels for p in photos)  # on the very day that was told
    if present(photos, person.cluster) < least_seen and not cake:
        return
    yield Draft(
        kind="birthday",
        subject=person.name or str(person.cluster),
        identity=f"{material.identity_of(person.cluster)} {day.isoformat()}",
        title=_past_title(person, day.year),
        subtitle=day_text(day),
        reason=_reason(person, day, photos_text(len(photos))),
        photos=photos,
        left=material.left_between(day, day),
        make=Make.COLLAGE,
        section="people",
        score=0.56 - 0.01 * min(15, material.today.year - day.year),
        least=3,
        person=person.cluster,
    )


def _to_come(material: Material, person: Person, day: date) -> Iterator[Draft]:
    photos = tuple(p for p in material.of_person.get(person.cluster, ()) if p.day and p.day <= material.today)
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


def _past_title(person: Person, year: int) -> str:
    """Whoever was asked and said yes need not give a name."""
    if not person.name:
        return _("A birthday, {year}").format(year=year)
    return _("{name}'s birthday, {year}").format(name=person.name, year=year)


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
