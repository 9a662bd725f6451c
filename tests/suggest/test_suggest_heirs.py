"""What was done with a card goes with it when it comes under another key."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from suggest_worlds import AWAY, everyday, face, photo, series, view

from rollsuggest.model import ClusterId, Person, Photo, Suggestion
from rollsuggest.suggest.engine import said
from rollsuggest.suggest.heirs import heirs
from rollsuggest.suggest.lifecycle import Past

TODAY = date(2026, 6, 14)


def trip_days(*days: int) -> list[Photo]:
    return [
        p
        for day in days
        for p in series(100 * day, f"2025-08-{day:02}T10:00:00", 9, where=AWAY, place="Lagos")
    ]


def the_trip(photos: list[Photo], past: Past | None = None) -> Suggestion:
    cards = said(view([*everyday(), *photos]), TODAY, past=past).cards
    (found,) = (s for s in cards if s.kind == "trip")
    return found


def test_an_earlier_day_found_later_does_not_bring_a_dismissed_trip_back() -> None:
    newest = the_trip(trip_days(6, 7))
    past = Past(dismissed={newest.key: date(2026, 6, 1)}, chosen=(newest,))
    whole = said(view([*everyday(), *trip_days(4, 5, 6, 7)]), TODAY, past=past)
    (trip,) = (s for s in whole.cards if s.kind == "trip")
    assert trip.key != newest.key and whole.heirs == {newest.key: trip.key}
    assert whole.cards[-1] == trip and not trip.of_the_day


def test_another_trip_inherits_nothing_nor_does_a_card_that_has_a_choice_of_its_own() -> None:
    one, other = the_trip(trip_days(6, 7)), the_trip(trip_days(16, 17))
    assert heirs([one], [other]) == {}
    whole = the_trip(trip_days(4, 5, 6, 7))
    assert heirs([one], [whole]) == {one.key: whole.key}
    assert heirs([one, whole], [whole]) == {}
    assert heirs([one], [one, whole]) == {}
    assert heirs([one], [replace(whole, kind="month_recap")]) == {}


def spotlight(cluster: int, *, person: int = 0, name: str = "") -> Suggestion:
    photos = [
        photo(n, f"202{4 + n % 2}-0{1 + n % 6}-{n % 28 + 1:02}T12:00:00", faces=[face(cluster)])
        for n in range(40)
    ]
    cards = said(view([*everyday(), *photos], Person(ClusterId(cluster), name, id=person)), TODAY).cards
    return next(s for s in cards if s.kind == "person_spotlight")


def test_a_person_of_whom_anything_was_said_is_known_whatever_the_group_of_faces() -> None:
    assert spotlight(3, person=7, name="Ana").key == spotlight(9, person=7, name="Ana").key
    assert spotlight(3, person=7, name="Ana").key != spotlight(3, person=8, name="Ana").key


def test_who_has_no_name_is_found_again_by_their_photos_and_so_when_they_get_one() -> None:
    first, again, named = spotlight(3), spotlight(9), spotlight(9, person=7, name="Ana")
    assert first.key != again.key != named.key
    assert heirs([first], [again]) == {first.key: again.key}
    assert heirs([again], [named]) == {again.key: named.key}
    assert heirs([first], [replace(named, photos=named.photos[:15])]) == {}
