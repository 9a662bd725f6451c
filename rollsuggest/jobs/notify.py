"""Whether to tell of a suggestion now, and in which words: at most once a day, by daylight, if asked to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from rollsuggest.i18n import _
from rollsuggest.library.rows import Card
from rollsuggest.model import SuggestionState

FIRST_HOUR, LAST_HOUR = 9, 21  # nobody is told at night
SILENT = frozenset({"last_time"})  # kinds that may hurt where they come unasked


def due(now: datetime, told_today: bool, allowed: bool) -> bool:
    """Tell whether a notification may be shown at that local time."""
    return allowed and not told_today and FIRST_HOUR <= now.hour < LAST_HOUR


def text_of(cards: Iterable[Card], titles: bool) -> str:
    """Return what to say of the best of the day's cards that nobody has looked at; "" when there is none.

    Questions are for the window: one about a day or a person is nothing for a lock screen. Nor is a card
    about somebody not seen for long.
    """
    new = (c.suggestion for c in cards if c.state is SuggestionState.NEW and c.suggestion.of_the_day)
    best = next((s for s in new if not s.question and s.kind not in SILENT), None)
    if best is None:
        return ""
    return (
        _("A suggestion is ready: {title}").format(title=best.title)
        if titles
        else _("A new suggestion is ready")
    )
