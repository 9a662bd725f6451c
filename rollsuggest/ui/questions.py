"""Questions at the top of the feed: about a day that may mean something, and about somebody seen no more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from rollsuggest.i18n import _
from rollsuggest.library.rows import Card
from rollsuggest.model import LossAnswer, Occasion, Person
from rollsuggest.ui import tokens
from rollsuggest.ui.controls import Button, clear, label, row
from rollsuggest.ui.desk import Desk

MOST = 1  # at once: the page is for photos


class Questions(QWidget):
    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._asked: tuple[Person | None, tuple[Card, ...]] | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(tokens.XS, 0, tokens.XS, tokens.S)
        self._column.setSpacing(tokens.S)
        self.hide()

    def ask(self, missed: Person | None, cards: Sequence[Card]) -> None:
        """Show what is to be asked; nothing moves while it stays the same."""
        held = tuple(card for card in cards if card.suggestion.asks is not None)[: MOST - bool(missed)]
        if (missed, held) == self._asked:
            return
        self._asked = missed, held
        clear(self._column)
        if missed is not None:
            self._column.addWidget(self._about_person(missed))
        for card in held:
            self._column.addWidget(self._about_day(card))
        self.setVisible(missed is not None or bool(held))

    def _about_person(self, person: Person) -> QWidget:
        said = _("You have no newer photos of {name}. Shall rollsuggest keep suggesting photos with {name}?")
        answers = {
            LossAnswer.YES: _("Yes"), LossAnswer.LESS: _("Less"), LossAnswer.NO: _("No"),
            LossAnswer.NEVER_ASK: _("Do not ask"),
        }  # fmt: skip
        buttons = [Button(text, partial(self._loss, person, answer)) for answer, text in answers.items()]
        return _question(said.format(name=person.name), buttons)

    def _about_day(self, card: Card) -> QWidget:
        asks = card.suggestion.asks
        see = Button(_("See the photos"), lambda: self._desk.open_card(card), kind="link")
        buttons = [see]
        if asks is not None:
            answers = ((_("Yes"), True), (_("No"), False))
            buttons = [*(Button(text, partial(self._day, asks, yes)) for text, yes in answers), see]
        return _question(card.suggestion.question, buttons)

    def _loss(self, person: Person, answer: LossAnswer) -> None:
        self._answered(lambda: self._desk.bridge.change(lambda s: s.answer_loss(person.cluster, answer)))
        if answer in (LossAnswer.NO, LossAnswer.LESS):
            self._desk.notice(
                _("Noted on the Quiet list."), _("Open the Quiet list"), lambda: self._desk.go.emit("quiet")
            )
        else:
            self._desk.notice(_("Noted. You will not be asked again."))

    def _day(self, asks: Occasion, yes: bool) -> None:
        change = self._desk.bridge.change
        self._answered(lambda: change(lambda studio: studio.answer_occasion(asks, yes)))
        self._desk.notice(
            _("Noted. You will not be asked again."), _("Undo"),
            lambda: change(lambda studio: studio.answer_occasion(asks, None)),
        )  # fmt: skip

    def _answered(self, act: Callable[[], object]) -> None:
        """The question goes at once."""
        self._asked = None
        self.hide()
        act()


def _question(text: str, buttons: Sequence[Button]) -> QFrame:
    made = QFrame()
    made.setObjectName("block")
    made.setAccessibleName(text)
    for button in buttons:
        button.setAccessibleName(f"{button.accessibleName()}: {text}")
    across = row(label(text), *buttons)
    across.setStretch(0, 1)
    across.setContentsMargins(tokens.L, tokens.M, tokens.L, tokens.M)
    made.setLayout(across)
    return made
