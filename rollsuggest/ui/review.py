"""Are these the same person? One question after the other, one tap or one key each, the last one undone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QScrollArea, QStackedLayout, QVBoxLayout, QWidget

from rollsuggest.i18n import _
from rollsuggest.library.rows import PersonFace, PersonRow, Question
from rollsuggest.library.verdicts import Answer
from rollsuggest.model import Certainty, ClusterId
from rollsuggest.ui import tokens, wording
from rollsuggest.ui.controls import Button, EmptyState, label, row
from rollsuggest.ui.desk import Desk, face_key, sharp_key
from rollsuggest.ui.naming import Portrait
from rollsuggest.ui.page import header

FACE_PX, MORE_PX, MORE = 208, 56, 3
Key = Qt.Key
KEYS: Mapping[Qt.Key, Answer] = {
    Key.Key_Y: "same", Key.Key_Left: "same", Key.Key_N: "different", Key.Key_Right: "different",
    Key.Key_Space: "unsure", Key.Key_Down: "unsure",
}  # fmt: skip


class Side(QWidget):
    """One of the two: a large face, more faces of the same person below it, and who it is."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.face = Portrait(desk, FACE_PX)
        self.more = [Portrait(desk, MORE_PX) for _n in range(MORE)]
        self.name = label("", "body", wrap=False)
        self.count = label("", "small", wrap=False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.S)
        column.addWidget(self.face, 0, Qt.AlignmentFlag.AlignHCenter)
        strip = QWidget()
        strip.setFixedHeight(MORE_PX)
        inside = row(None, *self.more, None)
        strip.setLayout(inside)
        column.addWidget(strip)
        for said in (self.name, self.count):
            said.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(said)

    def show_face(self, face: PersonFace, person: PersonRow | None, apart: bool) -> None:
        name = person.name if person and person.name else ""
        keys = sharp_key(face.asset, face.box), face_key(face.asset, face.box)
        self.face.show_keys(*keys, name=name or _("A face without a name"))
        samples = [s for s in person.samples if s != (face.asset, face.box)] if person and apart else []
        for portrait, sample in zip(self.more, [*samples, *[None] * MORE], strict=False):
            portrait.setVisible(sample is not None)
            if sample is not None:
                portrait.show_keys(face_key(*sample), name=_("Another photo"))
        known = Certainty.DAY if face.taken_at else Certainty.UNKNOWN
        day = wording.month_of(face.taken_at, known)
        self.name.setText(name or (day if not apart else _("No name yet")))
        photos = wording.photos(person.photos) if person else ""
        self.count.setText(photos if apart else day if name else "")


class ReviewView(QWidget):
    """The questions of one sitting. `leave` goes back to the people."""

    def __init__(self, desk: Desk, leave: Callable[[], None]) -> None:
        super().__init__()
        self._desk, self._leave = desk, leave
        self._questions: tuple[Question, ...] = ()
        self._rows: dict[ClusterId | None, PersonRow] = {}
        self._at = 0
        self._acts: list[int] = []  # of the answers so far, the last one last
        self._waiting = 0  # answers that are being stored
        back = Button(_("Back to people"), leave, icon="arrow-left", kind="icon")
        self.progress = label("", "muted", wrap=False)
        self.title = label("", "title")
        self.title.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.sides = (Side(desk), Side(desk))
        self.answers: dict[Answer, Button] = {
            "same": Button(_("Same person"), partial(self.answer, "same"), kind="primary"),
            "different": Button(_("Different people"), partial(self.answer, "different")),
            "unsure": Button(_("Not sure"), partial(self.answer, "unsure"), kind="quiet"),
        }
        for button, key in zip(self.answers.values(), ("Y", "N", _("Space")), strict=True):
            button.setToolTip(_("{what} (key {key})").format(what=button.accessibleName(), key=key))
            button.setMinimumWidth(tokens.px(150))
        self.undo = Button(_("Undo the last answer"), self.undo_last, icon="undo-2", kind="quiet")
        self._stack = QStackedLayout()
        area = QScrollArea()  # with large words in a small window all of it does not fit
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self._question())
        self._stack.addWidget(area)
        self._done = EmptyState(
            "users", _("That was all"), _("Thank you. More questions may come with more photos."),
            _("Back to people"), leave,
        )  # fmt: skip
        self._stack.addWidget(self._done)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(header(_("Who is who"), self.undo, self.progress, back=back))
        layout.addLayout(self._stack, 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _question(self) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(tokens.XXL, 0, tokens.XXL, tokens.XL)
        column.setSpacing(tokens.XL)
        column.addStretch(1)
        column.addWidget(self.title)
        column.addLayout(row(None, self.sides[0], self.sides[1], None, gap=tokens.XXL * 2))
        column.addLayout(row(None, *self.answers.values(), None, gap=tokens.M))
        keys = QLabel(_("Keys: Y for the same, N for different, Space for not sure"))
        keys.setProperty("role", "small")
        keys.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(keys)
        column.addStretch(2)
        return inside

    def start(self, questions: Sequence[Question], rows: Sequence[PersonRow]) -> None:
        """Put these questions from the first on."""
        self._questions = tuple(questions)
        self._rows = {r.cluster: r for r in rows}
        self._at, self._acts = 0, []
        self._put()

    def _put(self) -> None:
        total = len(self._questions)
        self.undo.setVisible(bool(self._acts))
        self._stack.setCurrentIndex(0 if self._at < total else 1)
        self.progress.setText(
            _("{n} of {all}").format(n=self._at + 1, all=total) if self._at < total else ""
        )  # fmt: skip
        if self._at < total:
            question = self._questions[self._at]
            self._show(question)
        self.setFocus()

    def _show(self, question: Question) -> None:
        faces = question.first, question.second
        apart = faces[0].cluster != faces[1].cluster
        persons = [self._rows.get(face.cluster) for face in faces]
        name = next((p.name for p in persons if p and p.name), "")
        if name:
            said = _("Are both {name}?") if not apart else _("Is this {name} too?")
            self.title.setText(said.format(name=name))
        else:
            self.title.setText(_("Are these the same person?"))
        for side, face, person in zip(self.sides, faces, persons, strict=True):
            side.show_face(face, person, apart)
        self.setAccessibleName(f"{self.title.text()} {self.progress.text()}")

    def answer(self, said: Answer) -> None:
        """Keep the answer and go on."""
        if self._at >= len(self._questions):
            return
        question = self._questions[self._at]
        self._at += 1
        self._waiting += 1

        def done(act: int) -> None:
            self._acts.append(act)
            self._waiting -= 1
            self.undo.setVisible(True)

        def failed(error: Exception) -> None:  # the face went meanwhile: the next question is as good
            self._waiting -= 1

        self._desk.bridge.change(lambda s: s.answer(question, said), done, failed)
        self._put()

    def undo_last(self) -> None:
        """Take the last answer back and put its question again."""
        if not self._acts or self._waiting:
            return
        act = self._acts.pop()
        self._desk.bridge.change(lambda s: s.undo_people(act))
        self._at = max(0, self._at - 1)
        self._put()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Key(event.key())
        undo = key == Key.Key_Backspace or (
            key == Key.Key_Z and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        )
        if key in KEYS and not event.isAutoRepeat():
            self.answer(KEYS[key])
        elif undo:
            self.undo_last()
        elif key == Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)
