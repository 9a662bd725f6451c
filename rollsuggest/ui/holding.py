"""What may not move on the home page: the cards that somebody may be about to press."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date

from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from rollsuggest.model import SuggestionKey
from rollsuggest.ui.aiming import Aiming
from rollsuggest.ui.cards import SuggestionCard
from rollsuggest.ui.feed import Section
from rollsuggest.ui.home import Still
from rollsuggest.ui.keeping_place import KeepingPlace


class Holding:
    """Looks at the pointer, at the focus and at what is seen of the sections. See Note: Still, in `home`."""

    def __init__(
        self,
        page: QWidget,
        area: QScrollArea,
        place: KeepingPlace,
        cards: Mapping[SuggestionKey, SuggestionCard],
        ordered: Callable[[], list[Section]],
    ) -> None:
        self._page = page
        self._area = area
        self._place = place
        self._cards = cards
        self._ordered = ordered
        self.aiming = Aiming(page)
        self.day: date | None = None  # whose cards are shown

    def somebody_aims(self, today: date) -> bool:
        """Tell whether somebody may be about to press what is on the page."""
        new_day = self.day != today  # then only who is moving the pointer now keeps the old
        if new_day:
            self.aiming.forget()
        self.aiming.look()
        if not self._page.isVisible():
            return False
        if new_day:
            return self.aiming.moved
        there = self.aiming.moved or self._area.verticalScrollBar().value() > 0
        return self._pointed_at() is not None or (self.aiming.read and there)

    def still(self) -> tuple[Still, ...]:
        """Return the sections down to the last one that is seen or has the focus."""
        focus, below = QApplication.focusWidget(), self._place.seen_to()
        ordered = self._ordered()
        seen = [
            self._place.down(section) < below or (focus is not None and section.isAncestorOf(focus))
            for section in ordered
        ]
        last = max((number for number, one in enumerate(seen) if one), default=-1)
        return tuple(Still(section.name, section.holds) for section in ordered[: last + 1])

    def anchor(self, moving: Collection[SuggestionKey]) -> tuple[SuggestionKey, int] | None:
        """Return a card that must stay where it is on the screen, and how far down; none of `moving`."""
        if not self._page.isVisible():
            return None
        top = self._area.verticalScrollBar().value()
        pointed = self._pointed_at()
        every = [card for section in self._ordered() for card in section.cards.cards if not card.gone]
        seen = [*([pointed] if pointed else []), *(every if top else [])]
        for card in (w for w in seen if w.card.suggestion.key not in moving):
            y = self._place.down(card) - top
            if y + card.height() > 0:
                return card.card.suggestion.key, y
        return None

    def _pointed_at(self) -> SuggestionCard | None:
        focus = QApplication.focusWidget()
        for card in self._cards.values():
            if not card.gone and card.underMouse():
                return card
            if focus is not None and (card is focus or card.isAncestorOf(focus)):
                return card
        return None
