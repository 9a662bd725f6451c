"""What holds for any library whatever."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from suggest_worlds import everyday, photo, series, view, views

from rollsuggest.model import AssetId, Certainty, Kind, Make, Photo, Role, View
from rollsuggest.suggest.engine import suggest
from rollsuggest.suggest.sameness import extras

ANY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
DATED = {
    "trip", "birthday", "anniversary", "wedding", "graduation", "on_this_day", "month_recap", "year_recap",
    "holiday", "then_and_now", "restyle",
}  # fmt: skip
todays = st.dates(date(2024, 1, 1), date(2026, 7, 1))


@ANY
@given(views(), todays, st.randoms(use_true_random=False))
def test_the_order_of_photos_does_not_matter_and_two_runs_say_the_same(
    world: View, today: date, random: Random
) -> None:
    shuffled = list(world.photos)
    random.shuffle(shuffled)
    once = suggest(world, today)
    assert suggest(replace(world, photos=tuple(shuffled)), today) == once
    assert suggest(world, today) == once


@ANY
@given(views(), todays)
def test_every_suggestion_is_sound(world: View, today: date) -> None:
    by_id = {p.id: p for p in world.photos}
    more = extras(world.photos)
    found = suggest(world, today)
    assert len({s.key for s in found}) == len(found)
    for one in found:
        members = [by_id[a] for a in one.photos]
        assert all(p.role is Role.PHOTO and p.id not in more for p in members)
        assert len(set(one.photos)) == len(one.photos)
        assert set(one.recipe.photos) <= set(one.photos) and len(set(one.recipe.photos)) == len(
            one.recipe.photos
        )
        assert one.recipe.photos and one.title and one.reason
        assert one.recipe.make is Make.RECAP or all(p.kind is Kind.PHOTO for p in members)
        assert all(n > 0 for n in one.receipt.left_out.values())
        assert one.receipt.considered >= len(one.photos)
        assert "0 years" not in one.title
        check_days(one.kind, members, today, one.first, one.last)


def check_days(kind: str, members: list[Photo], today: date, first: date | None, last: date | None) -> None:
    days = [p.day for p in members]
    certain = [day for day in days if day is not None]
    if kind in DATED:
        assert len(certain) == len(days) and max(certain) <= today
        assert certain == sorted(certain)
    assert (first, last) == ((min(certain), max(certain)) if certain else (None, None))


@ANY
@given(views(), todays, st.data())
def test_of_a_group_exactly_one_stays(world: View, today: date, data: st.DataObject) -> None:
    if not world.photos:
        return
    original = data.draw(st.sampled_from(list(world.photos)))
    if original.role is not Role.PHOTO:
        return
    copies = [
        replace(original, id=AssetId(9000 + n), path=f"Backup/{n}.jpg", content_hash=b"x" * 16)
        for n in range(3)
    ]
    original = replace(original, content_hash=b"x" * 16)
    rest = [p for p in world.photos if p.id != original.id]
    ids = {original.id, *(p.id for p in copies)}
    more = extras([*rest, original, *copies])
    assert len(ids - set(more)) <= 1
    for one in suggest(replace(world, photos=(*rest, original, *copies)), today):
        assert len(ids & set(one.photos)) <= 1


@ANY
@given(views(), todays, st.integers(1, 5))
def test_what_was_dismissed_is_known_again_when_photos_are_added(world: View, today: date, more: int) -> None:
    """Photos of days that are there already, as from a second phone, change no key of before."""

    def keys(photos: tuple[Photo, ...]) -> dict[tuple[str, str, date | None], str]:
        return {(s.kind, s.subject, s.first): s.key for s in suggest(replace(world, photos=photos), today)}

    before = keys(world.photos)
    some = [p for p in world.photos if p.role is Role.PHOTO and p.certainty is Certainty.EXACT][:more]
    added = [
        replace(
            p,
            id=AssetId(7000 + n),
            path=f"Other/{n}.jpg",
            content_hash=bytes([n]) * 16,
            phash=0,
            features=b"",
        )
        for n, p in enumerate(some)
    ]
    after = keys((*world.photos, *added))
    assert all(after[known] == key for known, key in before.items() if known in after)


def test_tomorrow_knows_the_same_cards_but_for_the_day() -> None:
    world = view(
        [
            *everyday(),
            *series(1, "2025-08-05 10:00", 30, step_minutes=200, where=(37.1, -8.67), place="Lagos"),
        ]
    )
    today = date(2026, 6, 14)
    keys = [
        {s.key for s in suggest(world, today + timedelta(days=n)) if s.section != "today"} for n in (0, 1)
    ]
    assert keys[0] == keys[1] and keys[0]


def test_an_empty_library_and_one_of_screenshots_say_nothing() -> None:
    shots = series(1, "2025-05-01 10:00", 60, role=Role.SCREENSHOT, labels={"food": 1.0})
    assert suggest(view([]), date(2026, 6, 14)) == ()
    assert suggest(view(shots), date(2026, 6, 14)) == ()


def test_no_kind_stands_twice_in_a_row_while_others_wait() -> None:
    labels = ["food", "flowers", "sport"]
    photos = [*everyday()]
    for n, label in enumerate(labels):
        photos += series(1 + 100 * n, f"2025-0{n + 2}-05 10:00", 20, step_minutes=3000, labels={label: 1.0})
    found = suggest(view(photos), date(2026, 6, 14))
    kinds = [s.kind for s in found]
    for n, (one, two) in enumerate(pairwise(kinds)):
        assert one != two or set(kinds[n + 1 :]) == {two}
    assert Counter(kinds)["theme"] == 3
    assert {s.recipe.make for s in found if s.kind == "theme"} == {Make.COLLAGE}


def test_nothing_of_the_future_and_nothing_without_a_true_date_enters_a_calendar() -> None:
    today = date(2026, 6, 14)
    wrong = [
        *series(1, "2038-02-11 09:30", 12),
        *series(40, "2026-05-02 09:30", 12, certainty=Certainty.YEAR),
        *[photo(80 + n, None) for n in range(12)],
    ]
    assert suggest(view(wrong), today) == ()
