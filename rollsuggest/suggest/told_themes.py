"""Themes that are known from what was told, not seen: a cake on a birthday, a child by its year of birth."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from rollsuggest.model import ClusterId, Person, Photo

CAKE = 0.4  # from here on the detector's cake is one more often than not
CHILD = 6  # the last age that counts as a little one
SURE = 0.9
CLEAR = 0.15  # face quality; poorer ones are no reason to call it a photo of somebody


class Births(NamedTuple):
    """The birthdays that are known, and those whose year of birth is known too."""

    days: frozenset[tuple[int, int]]
    aged: Mapping[ClusterId, Person]

    @classmethod
    def of(cls, persons: Mapping[ClusterId, Person]) -> Births:
        days = frozenset([person.birthday for person in persons.values() if person.birthday])
        aged = {c: p for c, p in persons.items() if p.birthday and p.birth_year is not None}
        return cls(days, aged)


def with_told_themes(photos: tuple[Photo, ...], births: Births) -> tuple[Photo, ...]:
    """Return the photos with the themes that birthdays and years of birth tell."""
    days, aged = births
    if not days:
        return photos
    return tuple([_told(p, aged, days) if (aged and p.faces) or "cake" in p.objects else p for p in photos])


def _told(photo: Photo, born: Mapping[ClusterId, Person], days: Container[tuple[int, int]]) -> Photo:
    day = photo.day
    if day is None:
        return photo
    told = {}
    if photo.objects.get("cake", 0.0) >= CAKE and (day.month, day.day) in days:
        told["birthday"] = SURE
    seen = (f.cluster for f in photo.faces if f.cluster is not None and f.quality >= CLEAR)
    if any(_little(born[cluster], day) for cluster in seen if cluster in born):
        told["baby_kids"] = SURE
    return replace(photo, labels={**photo.labels, **told}) if told else photo


def _little(person: Person, day: date) -> bool:
    if person.birth_year is None or person.birthday is None:
        return False
    age = day.year - person.birth_year - ((day.month, day.day) < person.birthday)
    return 0 <= age <= CHILD
