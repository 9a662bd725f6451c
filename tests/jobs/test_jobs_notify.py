"""A notification: by daylight, once a day, only if asked for, and of what may be on a lock screen."""

from __future__ import annotations

from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from rollsuggest.jobs import notify
from rollsuggest.library.rows import Card
from rollsuggest.model import (
    AssetId,
    Make,
    Receipt,
    Recipe,
    Suggestion,
    SuggestionKey,
    SuggestionState,
)


def card(
    title: str,
    *,
    of_the_day: bool = True,
    question: str = "",
    state: SuggestionState = SuggestionState.NEW,
    kind: str = "trip",
) -> Card:
    recipe = Recipe(Make.COLLAGE, (AssetId(1),))
    made = Suggestion(
        SuggestionKey(title), kind, title, "", None, None, "", recipe.photos, recipe, 0.5, Receipt(1, {}),
        question=question, of_the_day=of_the_day,
    )  # fmt: skip
    return Card(made, state, recipe)


@given(st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)), st.booleans(), st.booleans())
def test_never_at_night_never_twice_never_unasked(now: datetime, told: bool, allowed: bool) -> None:
    assert notify.due(now, told, allowed) == (allowed and not told and 9 <= now.hour <= 20)


def test_the_best_new_card_of_the_day_is_told_by_its_title_only_if_wanted() -> None:
    cards = [card("Seen", state=SuggestionState.SEEN), card("Faro, August 2024"), card("Lagos")]
    assert notify.text_of(cards, titles=True) == "A suggestion is ready: Faro, August 2024"
    assert notify.text_of(cards, titles=False) == "A new suggestion is ready"


def test_nothing_is_told_of_questions_and_of_what_is_not_the_days() -> None:
    assert notify.text_of([card("The last time with Ana", kind="last_time")], titles=True) == ""
    assert notify.text_of([card("A", question="Is it?"), card("B", of_the_day=False)], titles=True) == ""
