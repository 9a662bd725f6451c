"""The suggestions that the person did not want, each to be brought back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from rollsuggest.i18n import _
from rollsuggest.library.rows import Card
from rollsuggest.ui import tokens
from rollsuggest.ui.controls import Block, Button, clear, label, row
from rollsuggest.ui.desk import Desk


class PutAway(Block):
    """Hidden while there are none."""

    def __init__(self, desk: Desk, brought_back: Callable[[], None]) -> None:
        super().__init__(_("Suggestions you did not want"), _("They stay away until you bring them back."))
        self._desk, self._brought_back = desk, brought_back
        self.buttons: list[Button] = []
        self._cards: tuple[Card, ...] = ()
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self.body.addLayout(self._lines)
        self.setVisible(False)

    def refresh(self) -> None:
        self._desk.bridge.read("dismissed", lambda studio: studio.dismissed(), self.show_cards)

    def show_cards(self, cards: tuple[Card, ...]) -> None:
        if cards == self._cards:  # news come in all the time while photos are looked at: the focus stays
            return
        self._cards = cards
        clear(self._lines)
        self.buttons = []
        for card in cards:
            self._lines.addWidget(self._line(card))
        self.setVisible(bool(cards))

    def _line(self, card: Card) -> QWidget:
        about = card.suggestion
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label(card.title))
        words.addWidget(label(about.reason, "muted"))
        back = Button(_("Bring back"), partial(self._bring_back, card), kind="link")
        back.setAccessibleName(_("Bring back {title}").format(title=card.title))
        self.buttons.append(back)
        across = row(back, gap=tokens.M)
        across.insertLayout(0, words, 1)
        across.setContentsMargins(0, tokens.S, 0, tokens.S)
        made = QWidget()
        made.setLayout(across)
        return made

    def _bring_back(self, card: Card) -> None:
        key = card.suggestion.key
        self._brought_back()
        self._desk.bridge.change(lambda studio: studio.undismiss(key))
