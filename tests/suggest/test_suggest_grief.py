"""Days that may have been sad: in no card, asked about once, and as the person says from then on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from unicodedata import normalize

import pytest
from suggest_worlds import AWAY, everyday, face, photo, series, view

from rollsuggest.model import ClusterId, Occasion, Person, Photo, Suggestion, View
from rollsuggest.suggest.by_month import in_months
from rollsuggest.suggest.engine import suggest
from rollsuggest.suggest.grief import WORDS, sad_days
from rollsuggest.suggest.material import gather
from rollsuggest.suggest.memory import Memory

TODAY = date(2026, 5, 3)
DAY = date(2024, 5, 3)
ANA = Person(ClusterId(1), "Ana", faces=40)
ASKED = Occasion.of_photos(DAY)


def that_day(folder: str = "Camera", **facts: object) -> list[Photo]:
    photos = series(500, "2024-05-03 10:00", 8, faces=[face(1)])
    return [replace(p, path=f"{folder}/IMG_{p.id}.jpg", **facts) for p in photos]  # type: ignore[arg-type]


def world(photos: Iterable[Photo]) -> View:
    people = series(1, "2023-01-10 10:00", 30, step_minutes=60 * 24 * 40, faces=[face(1)])
    return view([*everyday(), *people, *photos], ANA)


def used(cards: Iterable[Suggestion]) -> set[int]:
    return {a for s in cards if not s.question for a in s.recipe.photos}


def asked(cards: Iterable[Suggestion]) -> list[str]:
    return [s.question for s in cards if s.asks and s.asks.photos_of]


def sad(photos: list[Photo]) -> frozenset[date]:
    seen = world(photos)
    return sad_days(gather(seen, TODAY), in_months(seen.photos, Memory()))


def test_a_day_without_any_sign_is_suggested_and_a_funeral_is_not_and_is_asked_about() -> None:
    ids = {p.id for p in that_day()}
    plain = suggest(world(that_day()), TODAY)
    assert ids & used(s for s in plain if s.of_the_day) and not asked(plain)
    cards = suggest(world(that_day("Funeral of Grandpa")), TODAY)
    assert not ids & used(cards)
    assert asked(cards) == ["Should photos of 3 May 2024 be suggested?"]
    assert not any(s.of_the_day for s in cards if s.question), "it is never told of nor leads the day"


@pytest.mark.parametrize("answer", [True, False])
def test_an_answer_ends_the_question_and_a_yes_brings_the_day_back(answer: bool) -> None:
    """After a no the Quiet list holds the day, and nothing else does: taken off there it is back."""
    told = replace(world(that_day("Funeral")), occasions={ASKED: answer})
    assert asked(suggest(told, TODAY)) == []
    assert {p.id for p in that_day()} & used(suggest(told, TODAY))


@pytest.mark.parametrize(
    ("folder", "is_sad"),
    [
        ("2024 Beerdigung Oma", True),
        ("enterro_avo", True),
        ("OBSÈQUES", True),
        ("Friedhof", True),
        ("St Mary Hospital", True),
        ("Begravelse bestemor", True),
        ("祖母のお葬式", True),
        ("صور الجنازة", True),
        ("दादी का अंतिम संस्कार", True),
        (normalize("NFD", "Velório do avô"), True),  # as macOS stores it
        ("Hospitality fair", False),
        ("Funeralia", False),
        ("Camera", False),
    ],
)
def test_words_count_whole_and_in_several_languages(folder: str, is_sad: bool) -> None:
    assert (sad(that_day(folder)) == {DAY}) is is_sad
    assert all(word == normalize("NFC", word.casefold()) for word in WORDS)


def test_a_birth_a_journey_and_a_place_of_work_are_not_sad() -> None:
    assert sad(that_day("Hospital", labels={"baby_kids": 0.8})) == frozenset()
    away = series(2000, "2024-05-02 09:00", 40, step_minutes=60, where=AWAY)
    seen = [*away, *that_day("Cemetery", latitude=AWAY[0], longitude=AWAY[1])]
    assert sad(seen) == frozenset()
    assert sad(that_day("Cemetery")) == {DAY}
    work = series(3000, "2024-01-08 09:00", 20, step_minutes=60 * 24)
    assert sad([replace(p, path=f"Hospital/{p.id}.jpg") for p in work]) == frozenset()


def test_medical_care_in_two_photos_of_a_day_lets_the_others_be_too() -> None:
    one, two = that_day(), that_day()
    one[0] = replace(one[0], medical=0.8)
    two[:2] = [replace(p, medical=0.8) for p in two[:2]]
    assert sad(one) == frozenset() and sad(two) == {DAY}
    assert not {p.id for p in two} & used(suggest(world(two), TODAY))


def test_one_question_at_a_time_the_latest_first_and_never_with_somebody_missed() -> None:
    later = photo(900, "2025-03-04 10:00:01", path="Funeral/x.jpg")
    cards = suggest(world([*that_day("Funeral"), later]), TODAY)
    assert asked(cards) == ["Should photos of 4 March 2025 be suggested?"]
