"""The focus among the cards of the home page: moved by arrows, and kept near when what has it goes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QScrollArea, QWidget

from rollsuggest.ui import tokens
from rollsuggest.ui.cards import SuggestionCard


class KeepingFocus:
    """`order` tells the cards from top to bottom; `page` has the focus while none of them has it."""

    def __init__(self, page: QWidget, area: QScrollArea, order: Callable[[], list[SuggestionCard]]) -> None:
        self._page = page
        self._area = area
        self._order = order
        self._left: int | None = None  # how many cards stand before the one that went with it

    def keep(self, leaving: QWidget | None) -> None:
        """Take the focus off what is about to go: Qt would hand it to a card far below and scroll there.

        The next key goes on from where that was.
        """
        focus = self._page.window().focusWidget()  # behind a dialog too
        if leaving is not None and focus is not None and (focus is leaving or leaving.isAncestorOf(focus)):
            order = self._order()
            self._left = order.index(leaving) if leaving in order else None
            self._page.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """The next key begins at the top."""
        self._left = None

    @property
    def left(self) -> bool:
        """Tell whether a card went with it."""
        return self._left is not None

    def go_on(self, step: int) -> bool:
        """Give the focus to the card after (1) or before (-1) the one that went with it."""
        order = self._there()
        if not order or not self._area.isVisible():
            return False
        before = [card for card in self._order()[: self._left or 0] if not card.gone]
        at = len(before) if step > 0 else len(before) - 1
        self._give(order[min(max(at, 0), len(order) - 1)])
        return True

    def move(self, here: SuggestionCard | None, step: int) -> None:
        """Move the focus to the card beside (±1) or in the row below or above (±100)."""
        order = self._there()
        if here is None or here not in order:
            return
        if abs(step) == 1:
            self._give(order[min(max(order.index(here) + step, 0), len(order) - 1)])
        else:
            self._give(_beyond(order, here, step))

    def _there(self) -> list[SuggestionCard]:
        return [card for card in self._order() if not card.gone]

    def _give(self, card: SuggestionCard) -> None:
        card.setFocus(Qt.FocusReason.TabFocusReason)
        self._area.ensureWidgetVisible(card, 0, tokens.XXL)


def _beyond(order: Sequence[SuggestionCard], here: SuggestionCard, step: int) -> SuggestionCard:
    """Return the nearest card of the next row, down (positive) or up; the same where there is none."""
    at = here.mapToGlobal(QPoint(here.width() // 2, 0))
    best, gap = here, (1 << 30, 1 << 30)
    for card in order:
        place = card.mapToGlobal(QPoint(card.width() // 2, 0))
        down = (place.y() - at.y()) * (1 if step > 0 else -1)
        if down > 0 and (down, abs(place.x() - at.x())) < gap:
            best, gap = card, (down, abs(place.x() - at.x()))
    return best
