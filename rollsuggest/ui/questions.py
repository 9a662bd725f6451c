"""Questions at the top of the feed: about a day that may mean something, and about somebody seen no more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from rollsuggest.i18n import _
from rollsuggest.library.rows import Card
from rollsuggest.model import LossAnswer, Occasion, Person
from rollsuggest.ui import tokens
from rollsuggest.ui.controls import Button, clear, label
from rollsuggest.ui.day_name import DayName
from rollsuggest.ui.desk import Desk, thumb_key
from rollsuggest.ui.flow import flow
from rollsuggest.ui.glimpse import GLIMPSED, Glimpse, show_face

MOST = 1  # at once: the page is for photos
Asked = tuple[Person | None, tuple[Card, ...]]


class Questions(QWidget):
    leaving = Signal()  # a question goes, and with it the focus that may be on it
    answered = Signal()  # or an answer taken back: what comes of it is waited for

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._asked: Asked | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(tokens.XS, 0, tokens.XS, tokens.S)
        self._column.setSpacing(tokens.S)
        self.hide()

    def ask(self, missed: Person | None, cards: Sequence[Card], still: bool = False) -> None:
        """Show what is to be asked; nothing moves while it stays the same.

        Where nothing may move (`still`) a new question waits, and one that is asked no more leaves its room.
        """
        held = tuple(card for card in cards if card.suggestion.asks is not None)[: MOST - bool(missed)]
        asked = missed, held
        if asked == self._asked or (still and self._same(asked, self._asked)):
            return
        if still:
            self._leave_room()
        else:
            self._show(asked)

    def _show(self, asked: Asked) -> None:
        self._clear()
        self.setMinimumHeight(0)
        self._asked = asked
        missed, held = asked
        if missed is not None:
            self._column.addWidget(self._about_person(missed))
        for card in held:
            self._column.addWidget(self._about_day(card))
        self.setVisible(missed is not None or bool(held))

    def _leave_room(self) -> None:
        if self._asked is not None and not self.isHidden():
            self.setMinimumHeight(self.height())
            self._clear()
        self._asked = None

    def _clear(self) -> None:
        self.leaving.emit()
        clear(self._column)

    @staticmethod
    def _same(asked: Asked, before: Asked | None) -> bool:
        """Tell whether the same is asked, and of what was shown with it nothing is to be seen no more."""
        if before is None or asked[0] != before[0] or len(asked[1]) != len(before[1]):
            return False
        return all(
            one.suggestion.asks == other.suggestion.asks
            and set(other.recipe.photos[:GLIMPSED]) <= set(one.recipe.photos)
            for one, other in zip(asked[1], before[1], strict=True)
        )

    def _about_person(self, person: Person) -> QWidget:
        said = _("You have no newer photos of {name}. Shall rollsuggest keep suggesting photos with {name}?")
        answers = {
            LossAnswer.YES: _("Yes"), LossAnswer.LESS: _("Less"), LossAnswer.NO: _("No"),
            LossAnswer.NEVER_ASK: _("Do not ask"),
        }  # fmt: skip
        buttons = [Button(text, partial(self._loss, person, answer)) for answer, text in answers.items()]
        return _question(said.format(name=person.name), "", buttons)

    def _about_day(self, card: Card) -> QWidget:
        asks = card.suggestion.asks
        see = Button(_("See the photos"), lambda: self._desk.open_card(card), kind="link")
        buttons = [see]
        if asks is not None:
            answers = ((_("Yes"), True), (_("No"), False))
            buttons = [*(Button(text, partial(self._day, asks, yes)) for text, yes in answers), see]
            if asks.comes_back:
                buttons.insert(2, Button(_("Something else"), partial(self._ask_name, asks)))
        about = card.suggestion
        shown = () if asks is not None and asks.photos_of else card.recipe.photos[:GLIMPSED]  # let be
        pictures = Glimpse(self._desk, [thumb_key(photo) for photo in shown]) if shown else None
        if pictures is not None and asks is not None and asks.person is not None:
            photos = frozenset(about.photos)  # without a name the face says who is meant
            show_face(self._desk, pictures, asks.person, lambda face: face.asset in photos)
        return _question(about.question, about.reason, buttons, pictures)

    def _loss(self, person: Person, answer: LossAnswer) -> None:
        def act(chosen: LossAnswer | None) -> None:
            self.answered.emit()
            self._desk.bridge.change(lambda studio: studio.answer_loss(person.cluster, chosen))

        self._answered(partial(act, answer))
        listed = answer is not LossAnswer.YES
        self._desk.notice(
            _("Noted on the Quiet list.") if listed else _("Noted. You will not be asked again."), _("Undo"),
            partial(act, None),
        )  # fmt: skip

    def _day(self, asks: Occasion, yes: bool) -> None:
        def act(said: bool | None) -> None:
            self.answered.emit()
            self._desk.bridge.change(lambda studio: studio.answer_occasion(asks, said))

        self._answered(partial(act, yes))
        listed = asks.photos_of is not None and not yes
        self._desk.notice(
            _("Noted on the Quiet list.") if listed else _("Noted. You will not be asked again."), _("Undo"),
            partial(act, None),
        )  # fmt: skip

    def _ask_name(self, asks: Occasion) -> None:
        DayName(self.window(), asks, partial(self._name_day, asks)).open()

    def _name_day(self, asks: Occasion, name: str) -> None:
        """It is not what was asked about, but a day all the same."""

        def answer(no: bool | None, yes: bool | None) -> None:
            self.answered.emit()
            self._desk.bridge.change(lambda studio: studio.answer_occasion(asks, no))
            self._desk.bridge.change(lambda studio: studio.answer_occasion(asks.named(name), yes))

        self._answered(partial(answer, False, True))
        self._desk.notice(
            _("Noted: {name}. You will not be asked again.").format(name=name),
            _("Undo"),
            partial(answer, None, None),
        )

    def _answered(self, act: Callable[[], object]) -> None:
        """The question goes at once."""
        self._asked = None
        self.leaving.emit()
        self.hide()
        act()


def _question(text: str, more: str, buttons: Sequence[Button], pictures: QWidget | None = None) -> QFrame:
    made = QFrame()
    made.setObjectName("block")
    made.setAccessibleName(text)
    for button in buttons:
        button.setAccessibleName(f"{button.accessibleName()}: {text}")
    words = QVBoxLayout()
    words.setSpacing(2)
    words.addWidget(label(text))
    if more:
        words.addWidget(label(more, "small"))
    said = QWidget()
    words.setContentsMargins(0, 0, 0, 0)
    said.setLayout(words)
    policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(True)
    said.setSizePolicy(policy)
    across = flow(*([pictures] if pictures else []), said, *buttons)
    across.setContentsMargins(tokens.L, tokens.M, tokens.L, tokens.M)
    made.setLayout(across)
    return made
