"""The later kinds: weeks, seasons, several people, occasions asked for, places, colours, best shots."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from suggest_worlds import AWAY, everyday, face, features, photo, series, view

from rollsuggest.model import ClusterId, Make, Occasion, Person, Photo, Suggestion
from rollsuggest.suggest.draft import finish
from rollsuggest.suggest.engine import suggest
from rollsuggest.suggest.material import gather
from rollsuggest.suggest.rules import place_then_and_now
from rollsuggest.suggest.rules.colour import colour_of

TODAY = date(2026, 6, 14)  # a Sunday
ANA = Person(ClusterId(1), "Ana", faces=40)
RUI = Person(ClusterId(2), "Rui", faces=40)
EVA = Person(ClusterId(3), "Eva", faces=40)


def of_kind(kind: str, photos: Iterable[Photo], *persons: Person, today: date = TODAY) -> list[Suggestion]:
    return [s for s in suggest(view(photos, *persons), today) if s.kind == kind]


# --- weeks and seasons -----------------------------------------------------------------------------------


def test_last_week_runs_from_monday_to_sunday() -> None:
    (found,) = of_kind("week_recap", series(1, "2026-06-01 09:00", 40, step_minutes=360))
    assert (found.first, found.last) == (date(2026, 6, 1), date(2026, 6, 7))
    assert (found.title, found.recipe.subtitle) == ("Last week", "1 to 7 June 2026")


def test_a_week_away_is_the_trips_and_a_single_day_is_no_week() -> None:
    away = series(1, "2026-06-02 09:00", 20, step_minutes=300, where=AWAY, place="Lagos")
    assert of_kind("week_recap", [*everyday(), *away]) == []
    assert of_kind("week_recap", series(1, "2026-06-03 09:00", 20)) == []


@pytest.mark.parametrize(
    ("latitude", "today", "title"),
    [
        (41.15, date(2026, 6, 14), "Spring 2026"),
        (-37.8, date(2026, 6, 14), "Autumn 2026"),
        (41.15, date(2026, 3, 1), "Winter 2025 to 2026"),
        (-37.8, date(2026, 3, 1), "Summer 2025 to 2026"),
        (41.15, date(2026, 1, 3), "Autumn 2025"),
    ],
)
def test_seasons_follow_the_hemisphere(latitude: float, today: date, title: str) -> None:
    weeks = [replace(p, latitude=latitude) for p in everyday(years=range(2025, 2027))]
    more = [replace(p, id=p.id + 5000, path=f"{p.id}.jpg", features=features(p.id + 5000)) for p in weeks]  # type: ignore[arg-type]
    more = [replace(p, content_hash=p.id.to_bytes(16, "big"), phash=0) for p in more]
    moved = [replace(p, taken_at=p.taken_at.replace(hour=18)) for p in more if p.taken_at]
    assert [s.title for s in of_kind("season_recap", [*weeks, *moved], today=today)] == [title]


def test_no_season_without_a_home_nor_in_the_tropics_nor_long_after() -> None:
    spring = series(1, "2026-03-02 09:00", 60, step_minutes=60 * 30)
    assert of_kind("season_recap", spring)
    assert of_kind("season_recap", [replace(p, latitude=None, longitude=None) for p in spring]) == []
    assert of_kind("season_recap", [replace(p, latitude=3.1) for p in spring]) == []
    assert of_kind("season_recap", spring, today=date(2026, 8, 20)) == []


def test_a_year_says_only_what_is_true() -> None:
    lagos = series(1, "2025-08-05 10:00", 20, step_minutes=300, where=AWAY, place="Lagos", faces=[face(1)])
    dinners = series(100, "2025-09-01 20:00", 8, step_minutes=60 * 48, faces=[face(1)])
    (year,) = [s for s in of_kind("year_recap", [*everyday(), *lagos, *dinners], ANA) if s.subject == "2025"]
    assert year.reason == "79 photos from 62 days, 1 trip, first photos from Lagos, most often with Ana"
    again = series(300, "2024-08-05 10:00", 20, step_minutes=300, where=AWAY, place="Lagos")
    reasons = {s.subject: s.reason for s in of_kind("year_recap", [*everyday(), *lagos, *again])}
    assert "first photos" not in reasons["2025"] and "first photos from Lagos" in reasons["2024"]


# --- people ----------------------------------------------------------------------------------------------


def two(first: int, one: int, other: int, **facts: Any) -> list[Photo]:
    faces = [face(one), face(other)]
    return series(first, "2024-06-01 10:00", 12, step_minutes=60 * 24 * 20, faces=faces, **facts)


def test_two_with_names_are_a_pair_and_the_owner_is_you() -> None:
    assert [s.title for s in of_kind("together", two(1, 1, 2), ANA, RUI)] == ["Ana and Rui"]
    mine = replace(ANA, me=True)
    assert [s.title for s in of_kind("together", two(1, 1, 2), mine, RUI)] == ["You and Rui"]
    assert of_kind("together", two(1, 1, 2), ANA, replace(RUI, name="")) == []


def test_a_crowd_is_no_pair_but_a_group() -> None:
    crowd = series(
        1, "2024-06-01 10:00", 12, step_minutes=60 * 24 * 20, faces=[face(n) for n in (1, 2, 3, 4, 5)]
    )
    assert of_kind("together", crowd, ANA, RUI) == []
    nameless = replace(EVA, name="")
    assert [s.title for s in of_kind("group", crowd, ANA, RUI, nameless)] == ["All together"]
    assert of_kind("group", crowd, ANA, RUI) == [], "two among strangers are no group"
    named = [s.title for s in of_kind("group", crowd, ANA, RUI, EVA)]
    assert sorted(named) == ["All together", "Ana, Rui and Eva"]


def test_through_the_years_shows_one_of_each_year_in_order() -> None:
    photos = series(1, "2020-02-01 10:00", 30, step_minutes=60 * 24 * 70, faces=[face(1)])
    (found,) = of_kind("through_the_years", photos, ANA)
    years = [p.taken_at.year for a in found.recipe.photos for p in photos if p.id == a and p.taken_at]
    assert years == sorted(set(years)) and len(years) >= 6 and found.title == "Ana through the years"
    same = [replace(p, features=features(1)) for p in photos]
    assert of_kind("through_the_years", same, ANA) == [], "one picture used again is no passing of years"


def test_the_last_time_comes_round_once_a_year() -> None:
    seen = series(1, "2024-01-10 10:00", 20, step_minutes=60 * 24 * 7, faces=[face(1)])
    visit = series(100, "2024-06-18 10:00", 6, faces=[face(1)])
    photos = [*everyday(), *seen, *visit]
    (found,) = of_kind("last_time", photos, ANA)
    assert found.title == "The last time with Ana" and "since 18 June 2024" in found.reason
    assert of_kind("last_time", photos, ANA, today=date(2026, 7, 14)) == []
    assert of_kind("last_time", photos, ANA, today=date(2025, 5, 14)) == []
    assert of_kind("last_time", photos, replace(ANA, name="")) == []


# --- occasions that are asked for ------------------------------------------------------------------------


def cakes() -> list[Photo]:
    return [
        p
        for n, year in enumerate((2023, 2024, 2025))
        for p in (
            *series(100 * n + 500, f"{year}-05-14 16:00", 2, labels={"birthday": 0.9}),
            *series(100 * n + 520, f"{year}-05-14 17:00", 3, faces=[face(1)]),
        )
    ]


def others() -> list[Photo]:
    some = series(1, "2023-01-04 10:00", 40, step_minutes=60 * 24 * 30, faces=[face(2)])
    return [*some, *series(60, "2023-01-05 10:00", 10, step_minutes=60 * 24 * 100, faces=[face(1)])]


def test_a_birthday_found_is_asked_for_and_a_yes_makes_it_one() -> None:
    world = view([*others(), *cakes()], ANA, RUI)
    (found,) = [s for s in suggest(world, TODAY) if s.kind == "found_occasion"]
    assert found.question == "Is 14 May Ana's birthday?"
    asked = Occasion("birthday", 5, 14, ClusterId(1))
    assert found.asks == asked and len(found.photos) == 15
    for answer in (True, False):
        told = suggest(replace(world, occasions={asked: answer}), TODAY)
        assert [s for s in told if s.question] == []
        assert len([s for s in told if s.kind == "birthday"]) == (3 if answer else 0)


def test_days_that_come_round_next_are_asked_about_first() -> None:
    nobody = [Person(ClusterId(c), faces=40) for c in (1, 3, 4)]
    days = [("01-20", 3), ("05-14", 1), ("11-02", 4)]
    parties = [
        p
        for n, (when, who) in enumerate(days)
        for year in (2024, 2025)
        for p in (
            *series(1000 * n + year, f"{year}-{when} 16:00", 2, labels={"birthday": 0.9}),
            *series(1000 * n + year + 500, f"{year}-{when} 17:00", 3, faces=[face(who)]),
        )
    ]
    more = [
        p
        for c in (1, 3, 4)
        for p in series(9000 + 50 * c, f"2023-02-0{c} 10:00", 12, step_minutes=144_000, faces=[face(c)])
    ]
    world = view([*parties, *more, *others()[:40]], *nobody, RUI)
    asked = {
        day: {(s.asks.month, s.score) for s in suggest(world, day) if s.question and s.asks}
        for day in (date(2026, 5, 10), date(2026, 5, 15))
    }
    assert asked == {date(2026, 5, 10): {(5, 0.7), (11, 0.54)}, date(2026, 5, 15): {(11, 0.54), (1, 0.54)}}


def test_a_yes_about_somebody_without_a_name_makes_it_a_birthday_too() -> None:
    nobody = Person(ClusterId(1), faces=40)
    world = view([*others(), *cakes()], nobody, RUI)
    (found,) = [s for s in suggest(world, TODAY) if s.kind == "found_occasion"]
    assert found.question == "Is 14 May this person's birthday?" and found.asks
    told = replace(world, occasions={found.asks: True})
    titles = [s.title for s in suggest(told, TODAY) if s.kind == "birthday"]
    assert sorted(titles) == ["A birthday, 2023", "A birthday, 2024", "A birthday, 2025"]
    due = [s.title for s in suggest(told, date(2026, 5, 13)) if s.kind == "birthday"]
    assert "A birthday is tomorrow" in due


def test_a_cake_of_one_year_or_the_usual_guest_asks_nothing() -> None:
    once = [p for p in cakes() if p.taken_at and p.taken_at.year == 2024]
    assert of_kind("found_occasion", [*others(), *once], ANA, RUI) == []
    guest = [replace(p, faces=(face(2 if p.id % 2 else 7),)) if p.faces else p for p in cakes()]
    assert of_kind("found_occasion", [*others(), *guest], ANA, RUI) == []


def test_the_same_two_on_one_day_of_three_years_may_be_an_anniversary() -> None:
    dinners = [
        p
        for year in (2023, 2024, 2025)
        for p in series(year, f"{year}-05-14 19:00", 5, faces=[face(1), face(2)])
    ]
    dinners = [replace(p, id=n + 5000, content_hash=bytes([n]) * 16) for n, p in enumerate(dinners)]  # type: ignore[arg-type]
    (found,) = of_kind("found_occasion", [*others(), *dinners], ANA, RUI)
    assert found.question == "Is 14 May an anniversary?" and found.asks == Occasion("anniversary", 5, 14)
    this_year = series(2026, "2026-05-14 12:00", 4)  # there Ascension, which moves, is on it this year alone
    world = view([*others(), *dinners, *this_year], ANA, RUI)
    asked = [s.question for s in suggest(world, TODAY, holidays_of="DE") if s.kind == "found_occasion"]
    assert asked == ["Is 14 May an anniversary?"]
    christmas = [replace(p, taken_at=p.taken_at.replace(month=12, day=25)) for p in dinners if p.taken_at]
    assert of_kind("found_occasion", [*others(), *christmas], ANA, RUI) == []


def test_a_day_with_a_name_of_the_persons_own_comes_back_under_it_and_is_not_asked_about() -> None:
    years = (2023, 2024, 2025)
    both = [face(1), face(2)]
    days = [series(5000 + 10 * year, f"{year}-06-16 19:00", 5, faces=both) for year in years]
    world = view([*others(), *(p for day in days for p in day)], ANA, RUI)
    asked = Occasion("anniversary", 6, 16)
    assert [s.asks for s in suggest(world, TODAY) if s.question] == [asked]
    said = {asked: False, asked.named(" The day  {we} met "): True}
    cards = suggest(replace(world, occasions=said), TODAY)
    (found,) = [s for s in cards if s.kind == "anniversary"]
    assert (found.title, found.recipe.subtitle) == ("The day {we} met", "16 June, 2023 to 2025")
    assert found.of_the_day and not [s for s in cards if s.question]


def test_an_anniversary_that_was_told_is_due_in_its_week() -> None:
    dinners = series(1, "2025-06-16 19:00", 6, faces=[face(1)])
    told = {Occasion("anniversary", 6, 16): True}
    world = replace(view([*everyday(), *dinners], ANA), occasions=told)
    (found,) = [s for s in suggest(world, TODAY) if s.kind == "anniversary"]
    assert found.title == "Your anniversary is on 16 June 2026" and len(found.photos) == 6
    for day, title in ((15, "Your anniversary is tomorrow"), (16, "Your anniversary is today")):
        assert title in {s.title for s in suggest(world, date(2026, 6, day))}
    assert [s for s in suggest(world, date(2026, 7, 1)) if s.kind == "anniversary"] == []


# --- places, colours, best shots -------------------------------------------------------------------------


def test_the_same_view_years_apart() -> None:
    then = photo(1, "2021-05-01 10:00:01", where=(48.8584, 2.2945), place="Paris", looks=7)
    now = photo(2, "2025-09-01 10:00:01", where=(48.8585, 2.2946), place="Paris", looks=7)
    other = photo(3, "2025-09-01 11:00:01", where=(48.8585, 2.2946), place="Paris")
    (found,) = of_kind("place_then_and_now", [*everyday(), then, now, other])
    assert found.title == "Paris, then and now" and found.recipe.photos == (then.id, now.id)
    assert of_kind("place_then_and_now", [*everyday(), then, other]) == []
    soon = replace(now, taken_at=then.taken_at.replace(year=2022)) if then.taken_at else now
    assert of_kind("place_then_and_now", [*everyday(), then, soon]) == []


def test_of_very_many_places_those_with_good_pictures_of_both_times_are_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pairs = [
        photo(10 * n + m, at, where=(48.0 + n, 2.0), place=place, looks=n + 1, sharpness=sharpness)
        for n, (place, then, now) in enumerate([("Paris", 0.9, 0.2), ("Rome", 0.6, 0.6), ("Oslo", 0.3, 0.9)])
        for m, at, sharpness in ((1, "2021-05-01 10:00:01", then), (2, "2025-09-01 10:00:01", now))
    ]
    assert len(of_kind("place_then_and_now", [*everyday(), *pairs])) == 3
    monkeypatch.setattr(place_then_and_now, "MOST_CELLS", 1)
    (found,) = of_kind("place_then_and_now", [*everyday(), *pairs])
    assert found.title == "Rome, then and now"


@pytest.mark.parametrize(
    ("rgb", "name"),
    [
        ((40, 90, 200), "blue"),
        ((200, 30, 40), "red"),
        ((230, 200, 40), "yellow"),
        ((60, 140, 60), "green"),
        ((120, 80, 50), ""),  # wood
        ((205, 160, 135), ""),  # skin
        ((128, 128, 130), ""),
        ((5, 5, 30), ""),  # night
    ],
)
def test_clear_colours_have_names_and_browns_and_greys_do_not(rgb: tuple[int, int, int], name: str) -> None:
    assert colour_of(replace(photo(1, None), colour=rgb)) == name


def test_a_year_in_blue_is_of_scenes_and_of_the_whole_year() -> None:
    blue = [
        replace(p, colour=(40, 90, 200)) for p in series(1, "2025-01-05 10:00", 20, step_minutes=60 * 24 * 15)
    ]
    grey = [replace(p, colour=(128, 128, 128)) for p in series(100, "2025-01-05 12:00", 40)]
    (found,) = of_kind("colour", [*blue, *grey])
    assert found.title == "2025 in blue" and set(found.photos) <= {p.id for p in blue}
    portraits = [replace(p, faces=(face(1),)) for p in blue]
    assert of_kind("colour", [*portraits, *grey]) == []
    week = [replace(p, colour=(40, 90, 200)) for p in series(1, "2025-01-05 10:00", 20)]
    assert of_kind("colour", week) == []


def test_the_best_of_a_year_shows_people_and_other_things() -> None:
    people = series(1, "2025-01-05 10:00", 60, step_minutes=60 * 140, faces=[face(1)])
    scenes = series(100, "2025-01-05 15:00", 60, step_minutes=60 * 140)
    people, scenes = ([replace(p, sharpness=0.9, exposure=0.9) for p in good] for good in (people, scenes))
    poor = [replace(p, sharpness=0.1, exposure=0.1) for p in series(200, "2025-02-01 10:00", 60)]
    (found,) = of_kind("best_shots", [*people, *scenes, *poor])
    shown = set(found.photos)
    assert shown & {p.id for p in people} and shown & {p.id for p in scenes}
    assert not shown & {p.id for p in poor}
    assert of_kind("best_shots", poor) == []


def test_many_stops_abroad_are_named_by_the_country() -> None:
    towns = ["Reykjavik", "Vik", "Hofn", "Akureyri", "Husavik"]
    photos = [
        p
        for n, town in enumerate(towns)
        for p in series(
            100 * n + 1,
            f"2024-08-{10 + n} 10:00",
            6,
            where=(64.0 + n / 2, -20.0 + n),
            place=town,
            country="IS",
        )
    ]
    (found,) = of_kind("trip", [*everyday(), *photos])
    assert found.title == "Iceland, August 2024"


# --- days' edges -----------------------------------------------------------------------------------------


def test_the_evening_before_new_year_is_of_the_old_year_wherever_it_was() -> None:
    """19:30 at UTC-5 is the next day in UTC; only the local wall clock counts."""
    evening = series(1, "2025-12-31 19:30", 4, step_minutes=50)
    later = series(50, "2026-01-01 00:10", 4, step_minutes=5)
    found = of_kind("on_this_day", [*evening, *later], today=date(2026, 12, 31))
    assert [(s.first, s.last, len(s.photos)) for s in found] == [(date(2025, 12, 31), date(2025, 12, 31), 4)]
    found = of_kind("on_this_day", [*evening, *later], today=date(2027, 1, 1))
    assert [(s.first, len(s.photos)) for s in found] == [(date(2026, 1, 1), 4)]


def test_a_trip_over_new_year_is_one_trip() -> None:
    away = series(1, "2024-12-31 10:00", 16, step_minutes=290, where=AWAY, place="Lagos")
    (found,) = of_kind("trip", [*everyday(), *away])
    assert (found.first, found.last) == (date(2024, 12, 31), date(2025, 1, 3)) and len(found.photos) == 16


def test_whatever_the_rules_say_renders_as_said() -> None:
    """Films and collages never hold a photo twice, and those told in time are in time."""
    photos = [*everyday(), *others(), *cakes(), *two(3000, 1, 2)]
    for rule_draft in _drafts(photos):
        done = finish(rule_draft)
        if done is None:
            continue
        chosen = done.recipe.photos
        assert len(set(chosen)) == len(chosen) and set(chosen) <= set(done.photos)
        if rule_draft.in_time or rule_draft.make is Make.RECAP:
            at = {p.id: p.taken_at for p in photos}
            assert all(at[a] <= at[b] for a, b in pairwise(chosen))  # type: ignore[operator]


def _drafts(photos: list[Photo]) -> list[Any]:
    from rollsuggest.suggest.rules import RULES

    material = gather(view(photos, ANA, RUI), TODAY)
    return [draft for rule in RULES for draft in rule(material)]
