"""Each rule: what it needs, what it says, what it leaves out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from suggest_worlds import AWAY, everyday, face, features, photo, series, view

from rollsuggest.model import Certainty, ClusterId, Make, Person, Photo, PhotoFace, Role, Suggestion, View
from rollsuggest.suggest import occasions
from rollsuggest.suggest.engine import suggest
from rollsuggest.suggest.restyles import SUITING

TODAY = date(2026, 6, 14)
ANA = Person(ClusterId(1), "Ana", (6, 18), faces=40)
RUI = Person(ClusterId(2), "Rui", faces=40)


def of_kind(kind: str, photos: Iterable[Photo], *persons: Person, today: date = TODAY) -> list[Suggestion]:
    return [s for s in suggest(view(photos, *persons), today) if s.kind == kind]


# --- on this day -----------------------------------------------------------------------------------------


def test_on_this_day_one_card_a_year() -> None:
    photos = [
        *series(1, "2025-06-14 16:00", 5),
        *series(20, "2023-06-14 09:00", 4),
        *series(40, "2024-06-13 09:00", 9),
    ]
    found = of_kind("on_this_day", photos)
    assert [(s.title, len(s.photos), s.section) for s in found] == [
        ("A year ago today", 5, "today"),
        ("3 years ago today", 4, "today"),
    ]


def days_of(year: int, days: str, *, month: int = 6, count: int = 3, **facts: Any) -> list[Photo]:
    start = date(year, month, 1).toordinal() - 1
    spans = [date.fromordinal(start + int(day)) for day in days.split()]
    return [p for day in spans for p in series(day.toordinal() * 9, f"{day} 11:00", count, **facts)]


def test_the_days_around_stand_in_where_no_year_has_the_day_itself() -> None:
    photos = [
        *days_of(2024, "11 17", count=4),
        *days_of(2023, "12 15", count=5),
        *days_of(2025, "9 10 18 20"),
    ]
    (found,) = of_kind("on_this_day", [*everyday(), *photos])
    assert found.title == "Around this day in 2023" and len(found.photos) == 11
    assert found.recipe.subtitle == "12 to 15 June 2023" and found.section == "week"
    (before,) = of_kind("on_this_day", [*everyday(), *photos], today=date(2026, 6, 13))
    assert before.key == found.key
    (own,) = of_kind("on_this_day", [*everyday(), *photos, *days_of(2022, "14")])
    assert own.subject == "2022-06-14"


def test_the_days_around_are_exact_and_no_trips_and_reach_over_the_new_year() -> None:
    assert of_kind("on_this_day", days_of(2024, "12 13 16", certainty=Certainty.DAY)) == []
    assert of_kind("on_this_day", days_of(2024, "13", count=9)) == []
    trip = days_of(2024, "11 12 13 15 16", where=AWAY, place="Lagos")
    assert of_kind("on_this_day", [*everyday(), *trip]) == []
    december = days_of(2024, "29 30", month=12, count=5)
    (found,) = of_kind("on_this_day", december, today=date(2026, 1, 1))
    assert found.subject == "2024-12-30" and found.title == "Around this day in 2024"
    leap = [*days_of(2024, "27 29", month=2, count=2), *days_of(2024, "1 2", month=3, count=3)]
    (found,) = of_kind("on_this_day", leap, today=date(2026, 2, 28))
    assert len(found.photos) == 10


@pytest.mark.parametrize("count", [1, 2])
def test_on_this_day_is_not_padded(count: int) -> None:
    assert of_kind("on_this_day", series(1, "2025-06-14 16:00", count)) == []


def test_a_day_of_five_photos_in_two_poses_is_remembered_and_one_picture_five_times_is_not() -> None:
    poses = [replace(p, features=features(p.id % 2)) for p in series(1, "2025-06-14 16:00", 5)]
    (found,) = of_kind("on_this_day", poses)
    assert len(found.photos) == 5 and len(found.recipe.photos) == 2
    assert of_kind("on_this_day", series(1, "2025-06-14 16:00", 5, looks=1)) == []


def test_today_is_not_0_years_ago() -> None:
    assert of_kind("on_this_day", series(1, "2026-06-14 00:10", 6, step_minutes=1)) == []


@pytest.mark.parametrize("today", [date(2026, 2, 28), date(2026, 3, 1)])
def test_29_february_is_remembered_in_common_years_with_honest_words(today: date) -> None:
    found = of_kind("on_this_day", series(1, "2024-02-29 12:15", 4), today=today)
    assert [s.title for s in found] == ["29 February 2024"]
    assert "no such day" in found[0].reason


def test_29_february_of_a_leap_year_is_the_day_itself() -> None:
    photos = series(1, "2024-02-29 12:15", 4)
    assert [s.title for s in of_kind("on_this_day", photos, today=date(2028, 2, 29))] == ["4 years ago today"]
    assert of_kind("on_this_day", photos, today=date(2028, 2, 28)) == []
    assert of_kind("on_this_day", photos, today=date(2028, 3, 1)) == []


# --- recaps ----------------------------------------------------------------------------------------------


def test_the_last_full_month_comes_first_and_the_running_one_not_at_all() -> None:
    photos = [
        *series(1, "2026-06-02 10:00", 12, step_minutes=300),
        *series(30, "2026-05-02 10:00", 12, step_minutes=900),
        *series(60, "2026-01-31 20:00", 8, step_minutes=60),
        *series(90, "2025-05-31 08:00", 12),
    ]
    found = of_kind("month_recap", photos)
    assert found[0].subject == "2026-05" and found[0].title == "May 2026"
    assert {s.subject for s in found} == {"2026-05"}, (
        "a month's end that runs into the next is too little of either"
    )
    assert found[0].recipe.make is Make.RECAP


def test_a_month_counts_what_it_left_out() -> None:
    photos = [
        *series(1, "2026-05-02 10:00", 12, step_minutes=900),
        *series(30, "2026-05-03 10:00", 3, role=Role.SCREENSHOT),
        *series(40, "2026-05-04 10:00", 2, role=Role.DOCUMENT),
        *series(50, "2026-05-05 10:00", 4, certainty=Certainty.MONTH),
        *[replace(p, sharpness=0.02) for p in series(60, "2026-05-06 10:00", 2)],
    ]
    (found,) = of_kind("month_recap", photos)
    assert found.receipt.left_out == {"blurred": 2, "documents": 2, "screenshots": 3, "undated": 4}
    assert found.receipt.considered == len(photos)


def test_a_year_needs_more_than_one_trip() -> None:
    spread = series(1, "2025-01-05 10:00", 60, step_minutes=60 * 24 * 5)
    (found,) = of_kind("year_recap", spread)
    assert found.title == "Your 2025" and 12 <= len(found.recipe.photos) <= 20
    assert of_kind("year_recap", series(1, "2025-08-05 10:00", 60)) == []


# --- trips -----------------------------------------------------------------------------------------------


def lagos(**facts: Any) -> list[Photo]:
    return series(
        1, "2023-08-05 10:00", 20, step_minutes=300, where=AWAY, place="Lagos", country="PT", **facts
    )


def test_a_trip_is_named_and_takes_the_camera_without_gps_along() -> None:
    camera = series(100, "2023-08-07 11:00", 5, where=None, camera="Camera")
    sent = series(200, "2023-08-06 00:00", 2, where=None, certainty=Certainty.DAY)
    (found,) = of_kind("trip", [*everyday(), *lagos(), *camera, *sent])
    assert (found.title, found.subject, found.section) == ("Lagos, August 2023", "Lagos", "trips")
    assert len(found.photos) == 27
    assert found.reason == "27 photos from 5 days in Lagos"


def test_a_day_out_is_no_trip() -> None:
    out = series(1, "2023-08-05 10:00", 20, where=AWAY, place="Lagos")
    assert of_kind("trip", [*everyday(), *out]) == []


def test_a_picture_sent_from_home_does_not_cut_a_trip() -> None:
    sent = photo(290, "2023-08-07 12:00:01")
    (found,) = of_kind("trip", [*everyday(), *lagos(), sent])
    assert len(found.photos) == 20 and sent.id not in found.photos


def test_a_night_at_home_parts_two_trips() -> None:
    later = series(300, "2023-08-11 10:00", 20, step_minutes=300, where=AWAY, place="Lagos")
    home = [photo(290, "2023-08-10 12:00:01")]
    assert len(of_kind("trip", [*everyday(), *lagos(), *home, *later])) == 2


def test_a_road_trip_names_its_places() -> None:
    stops = [("Boston", (42.36, -71.06)), ("Providence", (41.82, -71.41)), ("New York", (40.73, -73.99))]
    photos = [
        p
        for n, (name, where) in enumerate(stops)
        for p in series(100 * n + 1, f"2024-11-{26 + n} 10:00", 10, where=where, place=name, country="US")
    ]
    (found,) = of_kind("trip", [*everyday(), *photos])
    assert found.title == "Boston, Providence and New York, November 2024"
    assert found.reason == "30 photos from 3 days in Boston, Providence and New York"


def test_of_a_long_way_at_home_the_ends_are_named_and_nobody_is_in_both() -> None:
    photos = [
        p
        for n, town in enumerate(["Guarda", "Bragança", "Beja", "Lagos"])
        for p in series(100 * n + 1, f"2024-11-{21 + n} 10:00", 6, where=AWAY, place=town, country="PT")
    ]
    (found,) = of_kind("trip", [*everyday(), *photos])
    assert found.title == "Guarda to Lagos, November 2024"
    assert found.reason == "24 photos from 4 days, Guarda to Lagos"


def test_a_weekend_of_six_photos_is_a_trip_where_one_was_once_and_of_five_is_not() -> None:
    def away(count: int, month: int = 10) -> list[Photo]:
        return series(
            100 * month, f"2025-{month}-11 10:00", count, step_minutes=300, where=AWAY, place="Lagos"
        )

    assert [len(s.photos) for s in of_kind("trip", [*everyday(), *away(6)])] == [6]
    assert of_kind("trip", [*everyday(), *away(5)]) == []
    assert of_kind("trip", [*everyday(), *away(6), *away(6, month=12)]) == []
    assert len(of_kind("trip", [*everyday(), *away(8), *away(8, month=12)])) == 2


def test_who_moves_is_not_on_a_trip() -> None:
    old = everyday(years=[2023])
    new = [
        replace(p, latitude=48.85, longitude=2.35, place="Paris")
        for p in everyday(20_000, years=[2024, 2025])
    ]
    assert of_kind("trip", [*old, *new]) == []
    visit = series(1, "2025-08-05 10:00", 20, step_minutes=300)
    assert [s.subject for s in of_kind("trip", [*old, *new, *visit])] == ["Porto"]


def test_without_places_there_are_no_trips() -> None:
    assert of_kind("trip", series(1, "2023-08-05 10:00", 40, step_minutes=100, where=None)) == []


# --- people ----------------------------------------------------------------------------------------------


def often(cluster: int, first: int = 1, **facts: Any) -> list[Photo]:
    return series(first, "2023-06-01 10:00", 30, step_minutes=60 * 24 * 36, faces=[face(cluster)], **facts)


def test_a_person_by_name_and_a_frequent_stranger_in_neutral_words() -> None:
    found = of_kind("person_spotlight", [*often(1), *often(3, 100)], ANA, Person(ClusterId(3), faces=30))
    assert [(s.title, s.subject) for s in found] == [("Ana", "1"), ("Someone you photograph often", "3")]


def test_one_picture_again_and_again_is_somebody_only_where_it_has_a_name() -> None:
    poster = often(3, 100, looks=7)
    assert of_kind("person_spotlight", poster, Person(ClusterId(3), faces=30)) == []
    few = [replace(p, features=features(p.id % 4)) for p in often(3, 100)]
    assert of_kind("person_spotlight", few, Person(ClusterId(3), faces=30)) == []
    assert len(of_kind("person_spotlight", few, replace(ANA, cluster=ClusterId(3)))) == 1


def test_who_is_seen_on_old_prints_is_not_photographed_often_and_years_are_of_those_that_know_them() -> None:
    few, prints = often(3)[:9], series(100, "1988-07-01", 20, faces=[face(3)], certainty=Certainty.YEAR)
    assert of_kind("person_spotlight", [*few, *prints], Person(ClusterId(3), faces=29)) == []
    (found,) = of_kind("person_spotlight", [*few, *prints], replace(ANA, cluster=ClusterId(3)))
    assert found.reason == "29 photos, 9 of them from 2023 to 2024"


def test_a_person_who_is_not_in_the_view_is_in_no_card() -> None:
    assert of_kind("person_spotlight", often(1)) == []


def test_two_clusters_with_one_name_are_one_person() -> None:
    found = of_kind("person_spotlight", [*often(1), *often(4, 100)], ANA, replace(ANA, cluster=ClusterId(4)))
    assert [(s.title, len(s.photos)) for s in found] == [("Ana", 60)]


def test_scans_without_a_true_date_may_show_a_person_but_no_year() -> None:
    scans = series(500, "1988-07-01 00:00", 5, faces=[face(1)], certainty=Certainty.YEAR)
    photos = [*often(1), *scans]
    (found,) = of_kind("person_spotlight", photos, ANA)
    assert len(found.photos) == 35 and found.first == date(2023, 6, 1)
    (pair,) = of_kind("then_and_now", photos, ANA)
    assert pair.first == date(2023, 6, 1)


def test_then_and_now_takes_as_many_of_each_and_years_between() -> None:
    (found,) = of_kind("then_and_now", often(1), ANA)
    half = len(found.recipe.photos) // 2
    days = {p.id: p.day for p in often(1)}
    then, now = found.recipe.photos[:half], found.recipe.photos[half:]
    assert len(then) == len(now) == 1 and found.title == "Ana, then and now"
    assert found.recipe.style == "pair"
    assert all((days[b] - days[a]).days > 365 for a in then for b in now)  # type: ignore[operator]
    short = series(1, "2025-01-01 10:00", 30, step_minutes=60 * 24 * 10, faces=[face(1)])
    assert of_kind("then_and_now", short, ANA) == []
    two_years = series(1, "2023-06-01 10:00", 27, step_minutes=60 * 24 * 30, faces=[face(1)])
    assert of_kind("then_and_now", two_years, ANA) == []
    assert of_kind("then_and_now", two_years, replace(ANA, birthday=(5, 1), birth_year=1980)) == []
    assert of_kind("then_and_now", two_years, replace(ANA, birthday=(5, 1), birth_year=2018))  # a child
    assert of_kind("then_and_now", often(1), replace(ANA, name="")) == []  # it may be two children


def test_a_pair_is_of_two_pictures_and_led_by_who_it_is_about() -> None:
    same = [replace(p, features=features(1)) for p in often(1)]
    assert of_kind("then_and_now", same, ANA) == []
    behind = [replace(p, faces=(face(1, area=0.02), face(2, area=0.09))) for p in often(1)]
    assert {s.recipe.style for s in of_kind("then_and_now", behind, ANA)} == {""}


def test_who_takes_the_photos_is_on_none_of_their_own_birthday() -> None:
    mine = replace(ANA, birthday=(5, 20), me=True)
    guests = series(100, "2025-05-20 18:00", 6, faces=[face(7)])
    bare = series(200, "2024-05-20 18:00", 6)
    found = of_kind("birthday", [*often(1), *guests, *bare], mine)
    assert [s.title for s in found] == ["Ana's birthday, 2025"]
    assert of_kind("birthday", [*often(1), *guests, *bare], replace(mine, me=False)) == []


def test_a_birthday_that_was_kept_and_the_one_to_come() -> None:
    party = series(900, "2025-06-18 18:00", 6, faces=[face(1)])
    found = of_kind("birthday", [*often(1), *party], ANA)
    assert [(s.title, s.section) for s in found] == [
        ("Ana's birthday is on 18 June 2026", "today"),
        ("Ana's birthday, 2025", "people"),
    ]
    assert found[0].subject == "Ana" and len(found[0].photos) == 36
    assert of_kind("birthday", [*often(1), *party], replace(ANA, birthday=(6, 30))) == []


def test_how_old_somebody_turns_is_said_where_the_year_is_known() -> None:
    party = series(900, "2025-06-18 18:00", 6, faces=[face(1)])
    ana = replace(ANA, birth_year=2020)
    to_come, past = of_kind("birthday", [*often(1), *party], ana)
    assert to_come.title == "Ana turns 6 on 18 June 2026"
    assert past.title == "Ana's birthday, 2025"
    assert past.reason == "Ana turned 5: 6 photos from that day"
    newborn = of_kind("birthday", [*often(1), *party], replace(ANA, birth_year=2025))[1]
    assert newborn.title == "The day Ana was born"
    assert newborn.reason == "6 photos from the day Ana was born"
    later = of_kind("birthday", [*often(1), *party], replace(ANA, birth_year=2026))
    assert [s.title for s in later] == [
        "Ana's birthday is on 18 June 2026"
    ]  # nobody turns 0, none was before


def test_a_cake_before_somebody_was_ever_seen_was_not_theirs() -> None:
    cakes = [
        p
        for n, year in enumerate((2022, 2024))
        for p in series(900 + 20 * n, f"{year}-06-18 18:00", 6, labels={"birthday": 0.9})
    ]
    past = [s.title for s in of_kind("birthday", [*often(1), *cakes], ANA) if s.section == "people"]
    assert past == ["Ana's birthday, 2024"]  # the first photo is of 2023


def test_a_day_without_the_person_is_not_the_birthday() -> None:
    assert of_kind("birthday", series(900, "2024-06-18 18:00", 6, faces=[face(2)]), ANA, RUI) == []


def test_somebody_born_on_29_february_has_a_birthday_each_year() -> None:
    leapling = replace(ANA, birthday=(2, 29))
    found = of_kind("birthday", often(1), leapling, today=date(2026, 2, 25))
    assert [s.title for s in found] == ["Ana's birthday is on 28 February 2026"]


# --- great days ------------------------------------------------------------------------------------------


def wedding(day: int = 17, first: int = 1, gowns: int = 6) -> list[Photo]:
    dressed = series(first, f"2023-06-{day} 11:00", gowns, labels={"wedding": 0.9})
    guests = series(first + 19, f"2023-06-{day} 14:00", 16, faces=[face(1), face(2)])
    night = series(first + 49, f"2023-06-{day} 22:00", 8, step_minutes=25, faces=[face(2)])
    return [*dressed, *guests, *night]


def test_a_wedding_goes_on_past_midnight_and_has_anniversaries() -> None:
    dinner = series(300, "2025-06-17 20:00", 6, faces=[face(1)])
    photos = [*everyday(), *wedding(), *dinner]
    (day,) = of_kind("wedding", photos, ANA, RUI)
    assert len(day.photos) == 30 and day.last == date(2023, 6, 18) and day.recipe.make is Make.RECAP
    found = of_kind("anniversary", photos, ANA, RUI)
    assert [(s.title, s.section) for s in found] == [
        ("3 years since the wedding", "today"),
        ("2 years since the wedding", "people"),
    ]


def test_a_wedding_of_three_days_is_one_card_and_any_of_its_days_may_be_kept() -> None:
    days = [*wedding(), *wedding(18, 1001, gowns=9), *wedding(19, 2001)]
    dinner = series(300, "2025-06-17 20:00", 6, faces=[face(1)])
    photos = [*everyday(), *days, *dinner]
    (one,) = of_kind("wedding", photos, ANA, RUI)
    assert one.recipe.subtitle == "17 to 19 June 2023" and len(one.photos) == 93
    found = of_kind("anniversary", photos, ANA, RUI)
    assert [(s.title, s.recipe.subtitle) for s in found] == [
        ("3 years since the wedding", "18 June 2023"),
        ("2 years since the wedding", "17 June 2025"),
    ]


def test_a_few_gowns_are_no_wedding() -> None:
    assert of_kind("wedding", series(1, "2023-06-17 11:00", 6, labels={"wedding": 0.9})) == []


def test_a_day_full_of_faces_is_no_wedding_without_a_sign() -> None:
    assert of_kind("wedding", series(1, "2023-06-17 11:00", 40, faces=[face(1)])) == []


def test_a_graduation() -> None:
    caps = series(1, "2025-07-12 10:00", 2, labels={"graduation": 0.9})
    family = series(20, "2025-07-12 12:00", 10, faces=[face(2)])
    (found,) = of_kind("graduation", [*caps, *family])
    assert found.title == "Graduation, 2025" and len(found.photos) == 12


def test_holidays_of_the_world_and_of_home() -> None:
    photos = [
        *everyday(),
        *series(1, "2025-12-24 18:00", 8),
        *series(30, "2024-12-31 22:00", 8, step_minutes=25),
        *series(60, "2025-04-25 10:00", 12, faces=[face(1)]),  # Freedom Day in Portugal
    ]
    found = {s.subject: s.title for s in of_kind("holiday", photos)}
    assert found == {
        "christmas-2025": "Christmas 2025",
        "new-year-2024": "New Year 2025",
        "freedom-day-2025": "Freedom Day 2025",
    }


def test_christmas_is_kept_where_home_keeps_it_or_a_tree_says_so_and_is_no_journey_again() -> None:
    def titles(*photos: Photo, country: str) -> list[str]:
        found = suggest(view([*everyday(), *photos]), TODAY, holidays_of=country)
        return [s.title for s in found if s.kind == "holiday"]

    days = series(1, "2025-12-24 18:00", 8)
    tree = replace(days[2], labels={"christmas_halloween": 0.8})
    assert (
        titles(*days, country="PT") == titles(*days[:2], tree, *days[3:], country="JP") == ["Christmas 2025"]
    )
    assert titles(*days, country="JP") == []
    morning = series(1, "2026-01-01 10:00", 8)
    (year,) = of_kind("holiday", [*everyday(), *morning])
    assert (year.title, year.recipe.subtitle) == ("New Year 2026", "1 January 2026")
    away = series(1, "2025-12-23 10:00", 30, step_minutes=120, where=AWAY, place="Lagos")
    assert titles(*away, country="PT") == []
    assert titles(*series(100, "2025-12-15 10:00", 40, where=AWAY), *away, country="PT") == []
    longer = series(100, "2025-12-18 10:00", 60, step_minutes=100, where=AWAY, place="Lagos")
    assert titles(*longer, *away, country="PT") == ["Christmas 2025"]


def test_another_country_keeps_other_days() -> None:
    photos = series(60, "2025-07-04 10:00", 12, faces=[face(1)])
    assert [s.title for s in suggest(view(photos), TODAY, holidays_of="US") if s.kind == "holiday"] == [
        "Independence Day 2025"
    ]
    assert [s for s in suggest(view(photos), TODAY, holidays_of="ZZ") if s.kind == "holiday"] == []


def test_a_holiday_is_named_in_the_persons_language_and_stays_the_same_card(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    photos = series(60, "2025-04-25 10:00", 12, faces=[face(1)])
    said = {}
    for spoken in ("", "pt_PT", "pt_BR", "uk_UA", "fi_FI"):
        monkeypatch.setattr(occasions, "language", lambda spoken=spoken: spoken)
        (found,) = [s for s in suggest(view(photos), TODAY, holidays_of="PT") if s.kind == "holiday"]
        said[spoken] = found.title
        assert found.subject == "freedom-day-2025"
    assert said[""] == said["fi_FI"] == "Freedom Day 2025"
    assert said["pt_PT"] == said["pt_BR"] == "Dia da Liberdade 2025"
    assert said["uk_UA"] not in (said[""], said["pt_PT"])


def test_holidays_of_another_country_do_not_move_home() -> None:
    away = series(200, "2024-08-05 10:00", 40, step_minutes=200, where=AWAY, place="Lagos", country="PT")
    world = view([*everyday(), *away])
    trips = {
        of: [s for s in suggest(world, TODAY, holidays_of=of) if s.kind == "trip"] for of in (None, "US")
    }
    assert trips[None] and trips[None] == trips["US"]


# --- things ----------------------------------------------------------------------------------------------


def test_themes_and_pets() -> None:
    food = series(1, "2025-01-01 12:00", 20, step_minutes=9000, labels={"food": 0.8})
    dog = series(100, "2025-01-02 12:00", 15, step_minutes=9000, labels={"pets_dog": 0.8})
    receipts = series(200, "2025-01-03 12:00", 20, labels={"documents": 0.9})
    photos = [*food, *dog, *receipts]
    assert [(s.title, s.subject) for s in of_kind("theme", photos)] == [("Good food", "food")]
    assert [(s.title, s.subject) for s in of_kind("pets", photos)] == [("Dogs", "pets_dog")]
    called = [s.title for s in suggest(View(tuple(dog), {}, pets={"dog": "Rex"}), TODAY) if s.kind == "pets"]
    assert called == ["Rex"]
    hidden = suggest(View(tuple(photos), {}, hidden_pets=frozenset({"dog"})), TODAY)
    assert hidden and not {p.id for p in dog} & {a for s in hidden for a in s.photos}


def test_what_may_be_a_dog_or_a_cat_is_taken_for_the_one_there_are_more_of() -> None:
    seen = {"dog": 0.53, "cat": 0.55}
    doubtful = series(1, "2025-01-01 12:00", 9, step_minutes=9000, labels={"pets_dog": 0.62})
    doubtful = [replace(p, objects=seen) for p in doubtful]
    dogs = series(100, "2025-01-02 12:00", 11, step_minutes=9000, labels={"pets_dog": 0.65})
    cats = series(200, "2025-01-03 12:00", 20, step_minutes=9000, labels={"pets_cat": 0.65})
    both = {s.subject: set(s.photos) for s in of_kind("pets", [*doubtful, *dogs, *cats])}
    assert both == {"pets_dog": {p.id for p in dogs}, "pets_cat": {p.id for p in cats}}
    (alone,) = of_kind("pets", [*doubtful, *dogs, *cats[:5]])
    assert set(alone.photos) == {p.id for p in (*doubtful, *dogs)}
    assert of_kind("pets", [*doubtful, *dogs[:5], *cats[:6]]) == []


def test_photos_that_surely_show_a_theme_are_chosen_from() -> None:
    sure = series(1, "2025-01-01 12:00", 12, step_minutes=9000, labels={"snow": 0.7}, sharpness=0.4)
    faint = series(100, "2025-01-02 12:00", 12, step_minutes=9000, labels={"snow": 0.55}, sharpness=0.9)
    (found,) = of_kind("theme", [*sure, *faint])
    assert len(found.photos) == 24 and set(found.recipe.photos) <= {p.id for p in sure}
    (few,) = of_kind("theme", [*sure[:4], *faint])
    assert len(few.recipe.photos) == 6  # too few that are sure: all are chosen from
    assert of_kind("theme", [*sure[:3], *faint]) == []  # guesses are no theme


def test_portraits_belong_to_a_theme_but_make_none_unless_it_is_of_people() -> None:
    faces = series(
        1, "2025-01-01 12:00", 20, step_minutes=9000, labels={"sport": 0.8}, faces=[face(1, area=0.1)]
    )
    assert of_kind("theme", faces) == []
    field = series(100, "2025-01-02 12:00", 4, step_minutes=9000, labels={"sport": 0.8})
    (found,) = of_kind("theme", [*faces, *field])
    assert len(found.photos) == 24
    small = [replace(p, labels={"baby_kids": 0.8}) for p in faces]
    assert [s.subject for s in of_kind("theme", small)] == ["baby_kids"]


def test_cakes_are_shown_with_those_who_were_there_and_of_one_wedding_there_is_a_card_already() -> None:
    def of(theme: str, *days: str, looks: int | None = None) -> list[Suggestion]:
        signs, guests, alone = [], [], []
        for n, day in enumerate(days):
            signs += series(100 * n + 1, f"{day} 12:00", 4, labels={theme: 0.9}, looks=looks)
            guests += series(100 * n + 50, f"{day} 15:00", 9, step_minutes=9, faces=[face(1)])
            alone += series(100 * n + 80, f"{day} 18:00", 5)
        return of_kind("theme", [*everyday(), *signs, *guests, *alone])

    (found,) = of("birthday", "2023-03-05", "2024-03-05", "2025-03-05", looks=3)
    cakes = {n for n in found.photos if n % 100 < 50}
    guests = {n for n in found.photos if 50 <= n % 100 < 80}
    assert len(cakes) == 12 and len(guests) == 12 and len(found.photos) == 24
    assert len(cakes.intersection(found.recipe.photos)) == 1  # they all look alike
    assert len(guests.intersection(found.recipe.photos)) >= 3
    assert of("birthday", "2023-03-05", "2024-03-05") == []  # eight are no dozen
    assert of("wedding", "2024-03-05", "2024-03-06", "2024-03-07") == []
    assert of("wedding", "2023-03-05", "2024-03-05", "2025-03-05")


def test_twenty_pictures_that_look_the_same_are_no_theme() -> None:
    assert (
        of_kind("theme", series(1, "2025-01-01 12:00", 20, step_minutes=9000, labels={"food": 0.8}, looks=4))
        == []
    )


def test_a_portrait_is_offered_as_a_drawing() -> None:
    photos = [*series(1, "2026-05-01 12:00", 5), photo(50, "2026-05-20 12:00:01", faces=[face(1, area=0.2)])]
    (found,) = of_kind("restyle", photos)
    assert (
        found.recipe.make is Make.RESTYLE and found.recipe.style in SUITING["face"] and found.photos == (50,)
    )
    assert of_kind("restyle", [replace(p, sharpness=0.2) for p in photos]) == []


def test_a_portrait_is_said_to_be_of_as_many_as_are_large() -> None:
    def reason(*faces: PhotoFace) -> str:
        (found,) = of_kind("restyle", [photo(1, "2026-06-01 10:00", faces=faces)])
        return found.reason.partition(", from")[0]

    assert reason(face(1), face(2)) == "Two large, clear faces"
    assert reason(face(1), face(2, area=0.01)) == "A large, clear face"


@pytest.mark.parametrize(
    ("labels", "suiting"),
    [
        ({"forest": 0.9}, "nature"),
        ({"city_street": 0.9, "forest": 0.3}, "lines"),
        ({"sunset": 0.9}, "light"),
        ({"night": 0.9}, "light"),
        ({"flowers": 0.9}, "still"),
        ({"food": 0.9}, "still"),
        ({"pets_dog": 0.9}, "pet"),
    ],
)
def test_what_a_photo_shows_chooses_its_style_and_months_take_turns(
    labels: dict[str, float], suiting: str
) -> None:
    styles, reasons = set(), set()
    for month in range(1, 7):
        day = f"2026-{month:02}-10 12:00:01"
        (found,) = of_kind("restyle", [photo(50, day, labels=labels)], today=date(2026, month, 20))
        styles.add(found.recipe.style)
        reasons.add(found.reason.partition("; ")[2])
    assert styles == set(SUITING[suiting]) and len(reasons) == len(styles) and "" not in reasons


def test_food_is_drawn_only_where_there_is_no_scene_and_there_are_three_at_most() -> None:
    food = photo(1, "2026-05-10 12:00:01", labels={"food": 0.9})
    photos = [
        food,
        photo(2, "2026-05-11 12:00:01", labels={"snow": 0.9}),
        photo(3, "2026-05-12 12:00:01", labels={"pets_cat": 0.9}),
        photo(4, "2026-05-13 12:00:01", faces=[face(1, area=0.2)]),
        photo(5, "2026-05-14 12:00:01", labels={"city_street": 0.9}),
    ]
    drawn = of_kind("restyle", photos)
    assert len(drawn) == 3 and food.id not in {a for s in drawn for a in s.photos}
    assert [s.photos for s in of_kind("restyle", [food])] == [(1,)]
