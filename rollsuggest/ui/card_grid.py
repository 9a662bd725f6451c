"""The cards of a section, in rows over its whole width."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from rollsuggest.ui import tokens
from rollsuggest.ui.card_rows import fitting, rows
from rollsuggest.ui.cards import MARGIN, SuggestionCard

FRAME = 2 * MARGIN
GAP = tokens.L - FRAME


class CardGrid(QWidget):
    """Cards in rows of equal height, as many beside each other as fit."""

    def __init__(self) -> None:
        super().__init__()
        self.cards: list[SuggestionCard] = []
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_cards(self, cards: Sequence[SuggestionCard]) -> None:
        self.cards = list(cards)
        for card in cards:
            if card.parent() is not self:
                card.setParent(self)
            card.show()
        if self.testAttribute(Qt.WidgetAttribute.WA_Resized):  # else its first size is on its way
            self._place(self.width())
        self.updateGeometry()

    def _place(self, width: int, move: bool = True) -> int:
        """Give every card its size and place in that width; returns the height of all."""
        y = 0
        for row in rows([card.wide for card in self.cards], FRAME, GAP, width):
            x = tallest = 0
            mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            for card in self.cards[row.first : row.last]:
                size = card.size_at(row.scale)
                if move:
                    card.fit(row.scale)
                    at = QPoint(width - x - size.width() if mirrored else x, y)
                    if at != card.pos():
                        card.move(at)
                        card.arrive()
                x += size.width() + GAP
                tallest = max(tallest, size.height())
            y += tallest + tokens.L
        return max(0, y - tokens.L)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(width, move=False)

    def sizeHint(self) -> QSize:
        return QSize(400, tokens.COVER_PX)  # the height follows the width

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._place(self.width())

    def visible_cards(self, view: QRect) -> list[SuggestionCard]:
        """Return the cards that touch a rectangle of this widget."""
        return [card for card in self.cards if card.geometry().intersects(view)]


def first_rows(widths: Sequence[int], width: int, most: int) -> int:
    """Return how many covers of these usual widths stand in the first `most` rows of that width."""
    return fitting(widths, FRAME, GAP, width, most)
