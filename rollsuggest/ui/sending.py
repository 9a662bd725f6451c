"""What would be sent, byte for byte, before it is: the picture, what goes with it, and to whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from rollsuggest.errors import UserError
from rollsuggest.i18n import _, ngettext
from rollsuggest.library.outbox import Parcel
from rollsuggest.model import Purpose, Recipe, Statement
from rollsuggest.studio import Studio
from rollsuggest.ui import tokens, wording
from rollsuggest.ui.controls import Button, Switch, label, row
from rollsuggest.ui.desk import Desk
from rollsuggest.ui.dialogs import Dialog
from rollsuggest.ui.outside import show_in_folder
from rollsuggest.ui.pictures import read_image

PICTURE_PX = 340


@dataclass(frozen=True, slots=True)
class Draft:
    """What was prepared; `image` is read from the very file that is sent."""

    parcel: Parcel
    image: QImage
    statement: Statement
    faces: int  # that are known in it, so that they can be covered
    file: Path


def prepare(studio: Studio, recipe: Recipe, masked: bool) -> Draft:
    parcel = studio.cloud_draft(recipe, masked=masked)
    known = studio.grants().has(Purpose.FACES)
    faces = len(studio.photo(recipe.photos[0]).faces) if known else 0
    file = studio.cloud_picture(parcel)
    return Draft(parcel, read_image(file), studio.cloud_statement(parcel.provider), faces, file)


class SendDialog(Dialog):
    """Asks for one photo after the other; none is sent that was not shown."""

    def __init__(self, parent: QWidget, desk: Desk, recipes: Sequence[Recipe]) -> None:
        super().__init__(parent, _("What would be sent"), 860, fits=False)
        self.resize(880, 560)
        self._desk, self._recipes, self._at = desk, tuple(recipes), 0
        self._draft: Draft | None = None
        self._count = 0  # photos that go
        self._title = label(_("What would be sent"), "title")
        self.column.addWidget(self._title)
        self.picture = label("", wrap=False)
        self.picture.setFixedSize(QSize(PICTURE_PX, PICTURE_PX))
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.facts = label(_("The picture is being prepared. Nothing is sent yet."), select=True)
        self.to_whom = label("", select=True)
        self.digest = label("", "muted", select=True)
        self.file = Button(_("Show in folder"), self._show_file, icon="folder-open")
        self.file.setAccessibleDescription(_("The very file that would be sent"))
        self.file.setToolTip(self.file.accessibleDescription())
        self.keeps = label("", "muted")
        self.words = QPlainTextEdit()
        self.words.setReadOnly(True)
        self.words.setTabChangesFocus(True)
        self.words.setAccessibleName(_("What goes with the picture, as it is sent"))
        self.masked = Switch(_("Cover faces"))
        self.masked.clicked.connect(self._prepare)
        self._mask_said = label("", "muted")
        self.error = label("", "error")
        self.error.setVisible(False)
        across = QHBoxLayout()
        across.setSpacing(tokens.L)
        left = QVBoxLayout()
        left.setSpacing(tokens.S)
        left.addWidget(self.picture)
        left.addWidget(self.digest)
        left.addWidget(self.file, 0, Qt.AlignmentFlag.AlignLeft)
        left.addStretch(1)
        across.addLayout(left)
        across.addLayout(self._told(), 1)
        self.column.addLayout(across, 1)
        self.no = Button(_("Send nothing"), self.reject)
        self.skip = Button(_("Skip this one"), self._next)
        self.skip.setVisible(len(self._recipes) > 1)
        self.yes = Button(_("Send this picture"), self._send)
        for button in (self.no, self.skip, self.yes):
            button.setMinimumSize(QSize(tokens.px(180), tokens.px(40)))
        self.column.addLayout(row(None, self.no, self.skip, self.yes, None, gap=tokens.M))
        self.finished.connect(lambda _result: self._ended())
        self.no.setFocus()
        self._prepare()

    def _told(self) -> QVBoxLayout:
        made = QVBoxLayout()
        made.setSpacing(tokens.S)
        for part in (self.to_whom, self.facts, label(_("What goes with it"), "small")):
            made.addWidget(part)
        made.addWidget(self.words, 1)
        made.addWidget(self.keeps)
        words = QVBoxLayout()
        words.setSpacing(tokens.XS)
        words.addWidget(label(_("Cover faces")))
        words.addWidget(self._mask_said)
        line = row()
        line.addLayout(words, 1)
        line.addWidget(self.masked, 0, Qt.AlignmentFlag.AlignTop)
        made.addLayout(line)
        made.addWidget(self.error)
        return made

    def _prepare(self) -> None:
        self._drop()
        self.yes.setEnabled(False)
        self.file.setEnabled(False)
        self.masked.setEnabled(False)
        if len(self._recipes) > 1:
            title = _("What would be sent ({n} of {all})")
            self._title.setText(title.format(n=self._at + 1, all=len(self._recipes)))
            self.no.setText(_("Send no more"))
            self.no.setAccessibleName(_("Send no more"))
        recipe, masked = self._recipes[self._at], self.masked.isChecked()
        self._desk.bridge.change(
            lambda studio: prepare(studio, recipe, masked), self._show, self._failed, pool="renders"
        )

    def _show(self, draft: Draft) -> None:
        self._draft = draft
        if not self.isVisible():  # closed meanwhile
            self._drop()
            return
        parcel = draft.parcel
        pixels = QPixmap.fromImage(draft.image).scaled(
            self.picture.size(), Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )  # fmt: skip
        self.picture.setPixmap(pixels)
        self.picture.setAccessibleName(_("The picture that would be sent"))
        self.to_whom.setText(_("To {server}").format(server=parcel.recipient))
        self.facts.setText(
            _("{n} bytes: this picture as a JPEG of {width} × {height} pixels, without metadata.").format(
                n=wording.count(parcel.bytes), width=parcel.width, height=parcel.height
            )
            + " "
            + draft.statement.receives
        )
        self.digest.setText(f"SHA-256 {parcel.sha256[:32]}\n{parcel.sha256[32:]}")
        self.file.setEnabled(True)
        self.words.setPlainText(parcel.words)
        self.keeps.setText(f"{draft.statement.keeps} {draft.statement.deletes}")
        self.masked.setEnabled(draft.faces > 0)
        found = ngettext("{n} face was found in it.", "{n} faces were found in it.", draft.faces)
        none = _("No face was found in it, or recognising people is off.")
        said = found.format(n=draft.faces) if draft.faces else none
        self._mask_said.setText(said + " " + _("A face that was not found is not covered."))
        self.masked.setAccessibleDescription(self._mask_said.text())
        self.yes.setEnabled(True)

    def _show_file(self) -> None:
        if self._draft is not None:
            show_in_folder(self._draft.file, self._desk.notice)

    def _failed(self, error: UserError) -> None:
        self.facts.setText(_("This picture cannot be sent."))
        self.error.setText(str(error))
        self.error.setVisible(True)

    def _send(self) -> None:
        if self._draft is None:
            return
        number, self._draft = self._draft.parcel.id, None
        self._count += 1
        self._desk.bridge.change(lambda studio: studio.cloud_send([number]))
        self._next()

    def _next(self) -> None:
        """Go on to the next photo; after the last one say how many go."""
        self._at += 1
        if self._at < len(self._recipes):
            self._prepare()
            return
        self._at -= 1
        self.accept()

    def _ended(self) -> None:
        self._drop()
        if self._count:  # after them in line, so that it knows of them
            desk, count = self._desk, self._count
            desk.bridge.change(
                lambda studio: studio.cloud_waits_for(),
                lambda why: desk.notice(gone(count, why), _("Follow it"), lambda: desk.go.emit("outbox")),
            )

    def _drop(self) -> None:
        """Forget what was prepared and not sent."""
        if self._draft is not None:
            number = self._draft.parcel.id
            self._desk.bridge.change(lambda studio: studio.cloud_call_off([number]))
        self._draft = None


def gone(count: int, waits_for: str) -> str:
    """Say what becomes of pictures; `waits_for`: why they are not sent yet, "" where nothing holds them."""
    if waits_for:
        said = ngettext("{n} photo waits to be sent.", "{n} photos wait to be sent.", count)
        return said.format(n=count) + " " + waits_for
    said = ngettext("{n} picture goes to the server.", "{n} pictures go to the server.", count)
    return said.format(n=count) + " " + _("What comes back is listed under Saved.")
