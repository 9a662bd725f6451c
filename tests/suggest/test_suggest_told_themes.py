"""What birthdays and years of birth tell of a photo beyond what is seen in it."""

from __future__ import annotations

from dataclasses import replace

from suggest_worlds import face, photo

from rollsuggest.model import Certainty, ClusterId, Person, Photo
from rollsuggest.suggest.told_themes import Births, with_told_themes

MARA = Person(ClusterId(1), "Mara", birthday=(6, 18), birth_year=2020)


def themes_of(seen: Photo, person: Person = MARA) -> set[str]:
    (told,) = with_told_themes((seen,), Births.of({person.cluster: person}))
    return set(told.labels)


def cake(at: str, score: float = 0.5) -> Photo:
    return replace(photo(1, at), objects={"cake": score})


def test_a_cake_on_a_birthday_is_a_birthday() -> None:
    assert themes_of(cake("2025-06-18 16:00")) == {"birthday"}
    assert themes_of(cake("2025-06-19 16:00")) == set()
    assert themes_of(cake("2025-06-18 16:00", 0.3)) == set()
    assert themes_of(replace(cake("2025-06-18 16:00"), certainty=Certainty.MONTH)) == set()
    assert themes_of(cake("2025-06-18 16:00"), replace(MARA, birthday=None, birth_year=None)) == set()


def test_a_child_is_little_until_seven() -> None:
    assert themes_of(photo(1, "2020-06-18 10:00", faces=[face(1)])) == {"baby_kids"}
    assert themes_of(photo(1, "2027-06-17 10:00", faces=[face(1)])) == {"baby_kids"}
    assert themes_of(photo(1, "2027-06-18 10:00", faces=[face(1)])) == set()
    assert themes_of(photo(1, "2020-06-17 10:00", faces=[face(1)])) == set()  # somebody alike, before


def test_a_blur_somebody_else_or_no_year_tells_nothing() -> None:
    at = "2022-01-01 10:00"
    assert themes_of(photo(1, at, faces=[face(1, quality=0.1)])) == set()
    assert themes_of(photo(1, at, faces=[face(2), face(None)])) == set()
    assert themes_of(photo(1, at, faces=[face(1)]), replace(MARA, birth_year=None)) == set()


def test_what_was_seen_stays() -> None:
    assert themes_of(photo(1, "2022-01-01 10:00", faces=[face(1)], labels={"snow": 0.8})) == {
        "snow",
        "baby_kids",
    }
