"""The day's cards: few, changing, never the same person or kind again and again."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from rollsuggest.model import (
    AssetId,
    ClusterId,
    Make,
    Receipt,
    Recipe,
    Shown,
    Suggestion,
    SuggestionKey,
)
from rollsuggest.suggest.lifecycle import (
    CARD_RESTS,
    DAILY,
    MOST,
    MOST_OF_A_KIND,
    PERSON_RESTS,
    Past,
    arrange,
    of_today,
)

TODAY = date(2026, 6, 14)


def card(
    n: int, kind: str = "theme", *, score: float = 0.5, section: str = "themes", people: tuple[int, ...] = (),
    place: str = "", first: date | None = None, question: str = "", about: tuple[int, ...] = (),
) -> Suggestion:  # fmt: skip
    return Suggestion(
        key=SuggestionKey(f"{kind}{n}"), kind=kind, title=f"{kind} {n}", subject=str(n), first=first,
        last=first, reason="", photos=(AssetId(n),), recipe=Recipe(Make.COLLAGE, (AssetId(n),)), score=score,
        receipt=Receipt(1, {}), section=section, people=tuple(ClusterId(p) for p in people),
        places=(place,) if place else (), question=question, about=tuple(ClusterId(p) for p in about),
    )  # fmt: skip


def stock() -> list[Suggestion]:
    """What a library of ten years has to offer."""
    trips = [card(n, "trip", score=0.6, section="trips", place=f"town {n % 9}",
                  first=date(2016 + n % 10, 1 + n % 12, 3)) for n in range(30)]  # fmt: skip
    people = [card(n, "person_spotlight", score=0.7, section="people", people=(n,)) for n in range(12)]
    through = [card(n, "through_the_years", score=0.65, section="people", people=(n,)) for n in range(12)]
    themes = [card(n, "theme", score=0.5) for n in range(20)]
    months = [card(n, "month_recap", score=0.55, section="week") for n in range(40)]
    return [*trips, *people, *through, *themes, *months]


def days_of(cards: list[Suggestion], days: int) -> list[tuple[date, tuple[Suggestion, ...]]]:
    shown: list[Shown] = []
    told = []
    for n in range(days):
        today = TODAY + timedelta(days=n)
        found = arrange(cards, Past(tuple(shown)), today)
        shown += of_today(found, today)
        told.append((today, tuple(s for s in found if s.of_the_day)))
    return told


def test_fewer_of_somebody_leaves_trips_on_which_they_are_seen() -> None:
    trips = [
        card(n, "trip", score=0.6 - n / 100, section="trips", people=(1,), place=f"{n}") for n in range(3)
    ]
    own = [card(n, "person_spotlight", section="people", people=(1,), about=(1,)) for n in range(2)]
    few = Past(fewer=frozenset({ClusterId(1)}))
    found = arrange([*trips, *own], few, TODAY)
    assert {s.key for s in found} == {s.key for s in (*trips, own[0])}
    shown = of_today([replace(trips[0], of_the_day=True)], TODAY)
    later = arrange([*trips, *own], replace(few, shown=shown), TODAY + PERSON_RESTS)
    assert [s.kind for s in later if s.of_the_day] == ["trip"]  # no card about them for longer


def test_sixty_days() -> None:
    days = days_of(stock(), 60)
    counts = [len(cards) for _day, cards in days]
    assert max(counts) <= DAILY and min(counts) >= 1 and sum(counts) / 60 >= 2
    seen: dict[ClusterId, list[date]] = defaultdict(list)
    keys: dict[str, list[date]] = defaultdict(list)
    for day, cards in days:
        assert all(one.kind != other.kind for one, other in pairwise(cards))
        for one in cards:
            keys[one.key].append(day)
            for person in one.people:
                seen[person].append(day)
    assert all(
        later - earlier >= PERSON_RESTS for found in seen.values() for earlier, later in pairwise(found)
    )
    assert all(later - earlier >= CARD_RESTS for found in keys.values() for earlier, later in pairwise(found))
    kinds = [{one.kind for one in cards} for _day, cards in days]
    assert not any(before & after for before, after in pairwise(kinds))


def shows(one: Suggestion, photos: list[int]) -> Suggestion:
    """Return the card with a recipe of these photos: a drawing of the first, or a collage or film of all."""
    make = {"restyle": Make.RESTYLE, "month_recap": Make.RECAP}.get(one.kind, Make.COLLAGE)
    return replace(
        one, recipe=Recipe(make, tuple(map(AssetId, photos[: 1 if make is Make.RESTYLE else None])))
    )


any_card = st.builds(
    card,
    st.integers(0, 60),
    st.sampled_from(["trip", "theme", "person_spotlight", "on_this_day", "month_recap", "restyle"]),
    score=st.floats(0, 1),
    section=st.sampled_from(["today", "week", "people"]),
    people=st.lists(st.integers(1, 3), max_size=2, unique=True).map(tuple),
    place=st.sampled_from(["", "Faro", "Porto"]),
    first=st.one_of(st.none(), st.dates(date(2020, 1, 1), TODAY)),
)
some_photos = st.lists(st.integers(1, 9), min_size=1, max_size=5, unique=True)
cards_of_any_kind = st.lists(
    st.builds(shows, any_card, some_photos),
    unique_by=lambda s: s.key,
    max_size=25,
)


@given(cards_of_any_kind, st.randoms(use_true_random=False))
@settings(deadline=None)
def test_nothing_is_lost_or_doubled_and_order_and_a_second_run_change_nothing(
    cards: list[Suggestion], random: object
) -> None:
    found = arrange(cards, Past(), TODAY)
    assert sorted(s.key for s in found) == sorted(s.key for s in cards)
    assert all(s.of_the_day for s in found if s.section == "today")
    shuffled = sorted(cards, key=lambda s: random.random())  # type: ignore[attr-defined]
    again = Past(of_today(found, TODAY))  # what was shown today is no history yet
    assert arrange(shuffled, again, TODAY) == found


def test_no_kind_stands_twice_running_where_another_can_stand_between() -> None:
    cards = [card(n, "theme", score=0.9) for n in range(4)] + [card(n, "trip", score=0.2) for n in range(3)]
    kinds = [s.kind for s in arrange(cards, Past(), TODAY)]
    assert all(one != other for one, other in pairwise(kinds))


def test_no_kind_stands_twice_running_within_a_section_either() -> None:
    restyles = [card(n, "restyle", score=0.9, section="week", people=(1,)) for n in range(3)]
    months = [card(n, "month_recap", score=0.2, section="week") for n in range(3)]
    trips = [card(n, "trip", score=0.8, section="trips") for n in range(9)]
    found = arrange([*restyles, *months, *trips], Past(), TODAY)
    week = [s.kind for s in found if s.section == "week" and not s.of_the_day]
    assert len(week) >= 3 and all(one != other for one, other in pairwise(week))


def test_what_was_opened_kept_or_made_rests_from_the_next_day_on_for_half_a_year() -> None:
    def past(days: int) -> Past:
        return Past(used=[(SuggestionKey("theme1"), TODAY - timedelta(days=days))])

    of_the_day = {days: arrange([card(1)], past(days), TODAY)[0].of_the_day for days in (0, 1, 179, 180)}
    assert of_the_day == {0: True, 1: False, 179: False, 180: True}


def test_a_trip_opened_once_comes_again_when_its_days_come_round_two_years_later() -> None:
    trip = card(1, "trip", first=date(2023, 8, 5), place="Lagos")
    past = Past(used=[(trip.key, date(2024, 8, 5))])
    assert arrange([trip], past, date(2026, 8, 5))[0].of_the_day


@given(cards_of_any_kind, st.data())
@settings(deadline=None)
def test_whatever_is_done_with_cards_today_the_cards_of_the_day_stay(
    cards: list[Suggestion], data: st.DataObject
) -> None:
    keys = st.sampled_from([s.key for s in cards] or [SuggestionKey("none")])
    before = tuple((key, TODAY - timedelta(days=9)) for key in data.draw(st.lists(keys, max_size=4)))
    found = arrange(cards, Past(used=before), TODAY)
    past = Past(
        shown=of_today(found, TODAY),
        used=(*before, *((key, TODAY) for key in data.draw(st.lists(keys)))),
        kept=frozenset(data.draw(st.lists(keys))),
        dismissed=dict.fromkeys(data.draw(st.lists(keys)), TODAY),
    )
    assert arrange(cards, past, TODAY) == found


def test_a_card_of_the_day_gives_way_only_to_one_that_is_clearly_better() -> None:
    def kept(score: float) -> bool:
        old = [card(n, "theme", score=0.5) for n in range(2)]
        past = Past(of_today(arrange(old, Past(), TODAY), TODAY))
        found = arrange([*old, card(7, "trip", score=score)], past, TODAY)
        return found[0].kind == "theme"

    assert kept(0.55) and not kept(0.7)


def test_what_was_dismissed_before_takes_no_place_and_can_be_brought_back() -> None:
    past = Past(dismissed={SuggestionKey("theme1"): TODAY - timedelta(days=1)})
    found = arrange([card(1, score=0.9), card(2, score=0.4)], past, TODAY)
    assert [(s.key, s.of_the_day) for s in found] == [("theme2", True), ("theme1", False)]


def test_a_trip_whose_days_come_round_comes_first_round_new_year_too() -> None:
    near = card(1, "trip", score=0.5, first=date(2024, 12, 30), place="Faro")
    far = card(2, "trip", score=0.6, first=date(2024, 6, 30), place="Lagos")
    assert [s.key for s in arrange([near, far], Past(), date(2026, 1, 2))] == ["trip1", "trip2"]
    assert [s.key for s in arrange([near, far], Past(), date(2026, 4, 2))] == ["trip2", "trip1"]


def test_a_large_library_gets_some_of_each_kind_from_all_its_years() -> None:
    trips = [card(n, "trip", score=0.9 - n / 1000, first=date(2010 + n % 10, 5, 1)) for n in range(200)]
    found = arrange([*trips, *(card(n, "restyle") for n in range(99))], Past(), TODAY)
    kept = [s for s in found if s.kind == "trip"]
    assert len(kept) == MOST_OF_A_KIND
    assert len([s for s in found if s.kind == "restyle"]) == MOST["restyle"]
    assert {s.first.year for s in kept if s.first} == set(range(2010, 2020))


def test_may_and_the_spring_that_ended_with_it_are_not_both_of_one_day() -> None:
    def recap(n: int, kind: str, score: float, shows: range) -> Suggestion:
        one = card(n, kind, score=score, section="week")
        return replace(one, recipe=Recipe(Make.RECAP, tuple(map(AssetId, shows))))

    may, spring = recap(1, "month_recap", 0.8, range(12)), recap(2, "season_recap", 0.7, range(6, 26))
    other = recap(3, "theme", 0.4, range(40, 49))
    assert [s.kind for s in of_day(may, spring, other)] == ["month_recap", "theme"]
    assert [s.kind for s in of_day(may, recap(2, "season_recap", 0.7, range(7, 26)))] == [
        "month_recap",
        "season_recap",
    ]
    drawn = recap(4, "restyle", 0.7, range(1))
    assert [s.kind for s in of_day(may, drawn)] == ["month_recap", "restyle"]


def test_a_drawing_is_not_beside_a_card_with_its_photo() -> None:
    party = card(1, "graduation", score=0.9)
    drawings = [replace(card(n, "restyle"), recipe=Recipe(Make.RESTYLE, (AssetId(n),))) for n in (1, 2)]
    assert [s.key for s in of_day(party, drawings[0])] == [party.key]
    assert [s.key for s in of_day(party, drawings[1])] == [party.key, drawings[1].key]


def test_a_drawing_that_came_first_gives_way_to_a_collage_with_its_photo_unless_it_was_kept() -> None:
    drawing = shows(card(1, "restyle", score=0.9), [1])
    party, sea = (shows(card(n, kind, score=score), [n, 3, 4])
                  for n, kind, score in ((1, "graduation", 0.6), (2, "theme", 0.5)))  # fmt: skip
    assert [s.key for s in of_day(drawing)] == [drawing.key]
    assert [s.key for s in of_day(drawing, party, sea)] == [party.key]  # sea shows half of the party
    shown = Past(of_today([replace(drawing, of_the_day=True)], TODAY))
    assert [s.key for s in of_day(drawing, party, past=shown)] == [party.key]
    kept = replace(shown, kept=frozenset({drawing.key}))
    assert [s.key for s in of_day(drawing, party, past=kept)] == [drawing.key, party.key]
    assert [s.key for s in of_day(drawing, replace(party, score=1.0), past=kept)] == [party.key, drawing.key]


@given(cards_of_any_kind, st.data())
@settings(deadline=None)
def test_no_drawing_of_the_day_stands_beside_a_collage_with_its_photo(
    cards: list[Suggestion], data: st.DataObject
) -> None:
    shown = of_today([replace(s, of_the_day=data.draw(st.booleans())) for s in cards], TODAY)
    days = of_day(*cards, past=Past(shown))
    inside = {a for s in days if s.recipe.make is Make.COLLAGE for a in s.recipe.photos}
    assert inside.isdisjoint(a for s in days if s.recipe.make is Make.RESTYLE and s.section != "today"
                             for a in s.recipe.photos)  # fmt: skip


def of_day(*cards: Suggestion, past: Past | None = None) -> tuple[Suggestion, ...]:
    return tuple(s for s in arrange(cards, past or Past(), TODAY) if s.of_the_day)


def test_what_is_not_worth_a_day_and_questions_wait_among_the_others() -> None:
    found = arrange([card(1, score=0.1), card(2, score=0.9, question="Is it?")], Past(), TODAY)
    assert not any(s.of_the_day for s in found)
