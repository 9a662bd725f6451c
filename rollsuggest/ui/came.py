"""A picture that a server made, large, beside the photo that was sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout

from rollsuggest.errors import UserError
from rollsuggest.i18n import _
from rollsuggest.library.rows import Card
from rollsuggest.studio import Studio
from rollsuggest.ui import tokens, wording
from rollsuggest.ui.canvas import Canvas
from rollsuggest.ui.compare import Compare
from rollsuggest.ui.controls import Button, label, margins, row
from rollsuggest.ui.desk import Desk
from rollsuggest.ui.page import Page
from rollsuggest.ui.pictures import read_image


class CamePage(Page):
    topics = frozenset({"consent", "suggestions"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.card: Card | None = None
        self.canvas, self.compare = Canvas(), Compare()
        self.canvas.lay_over(self.compare)
        self.compare.wanted.connect(self._draw_before)
        self.back = Button(_("Back"), self.leave, icon="arrow-left", kind="icon")
        self.receipt = Button(_("Show what was sent"), lambda: desk.go.emit("outbox"), icon="cloud")
        self.refuse = Button(_("Not for me"), self._refuse, icon="x")
        self.save = Button(_("Save"), self._save, icon="download", kind="primary")
        self.said = label("", "muted")
        self.said.setContentsMargins(tokens.XXL, 0, tokens.XXL, tokens.S)
        self._title = label("", "title")
        top = row(self.back, self._title, self.receipt, self.refuse, self.save)
        top.setStretchFactor(self._title, 1)
        margins(top, tokens.M, tokens.M, tokens.L, tokens.M)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, tokens.L)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self.said)
        layout.addWidget(self.canvas, 1)

    def open(self, card: Card) -> None:
        self.card = card
        self._title.setText(card.suggestion.title)
        day = card.suggestion.last
        parts = (wording.style_name(card.recipe.style), card.suggestion.reason, wording.span(day, day))
        self.said.setText(". ".join(parts))
        small = self.desk.covers.get(card.came)
        if small is not None:
            self.canvas.show_image(small.toImage())  # until all of it is read
        else:
            self.canvas.forget()
        self.compare.forget()
        self.compare.hide()
        self.compare.name_sides("", wording.style_name(card.recipe.style))
        came = card.came
        self.desk.bridge.read(
            "came", lambda _studio: read_image(came) if came else QImage(), self._show, self._failed,
            pool="pictures",
        )  # fmt: skip
        self.save.setFocus()

    def _show(self, image: QImage) -> None:
        self.save.setEnabled(not image.isNull())
        if image.isNull():
            self.canvas.say(_("The picture is not there any more, or must not be shown."))
            return
        self.canvas.show_image(image)
        self.compare.show()
        self.canvas.setAccessibleName(self.said.text())

    def _failed(self, error: UserError) -> None:
        self.canvas.say(str(error))

    def _draw_before(self) -> None:
        """Fetch the photo as it was, cut as the picture is."""
        if self.card is None or self.canvas.image.isNull():
            return
        before = replace(self.card.recipe, strength=0.0, light="", apart="", eyes=0.0, mark=False)
        height = min(self.canvas.image.height(), before.format.size_px[1])

        def draw(studio: Studio) -> QImage:
            return read_image(studio.preview(before, height))

        self.desk.bridge.read("came before", draw, self.compare.show_before, self._failed, pool="renders")

    def refresh(self) -> None:
        """Leave when what is shown must not be shown any more."""
        if (card := self.card) is not None:
            self.desk.bridge.read(
                "came still", lambda studio: studio.came(datetime.now().astimezone()),
                lambda found: self._still(card, found),
            )  # fmt: skip

    def _still(self, card: Card, found: tuple[Card, ...]) -> None:
        if self.isVisible() and card is self.card and card.came not in {one.came for one in found}:
            self.leave()

    def leave(self) -> None:
        self.card = None
        self.canvas.forget()
        self.compare.forget()
        self.desk.go.emit("back")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
            return
        super().keyPressEvent(event)

    def _save(self) -> None:
        if self.card is not None:
            self.desk.save_card(self.card)

    def _refuse(self) -> None:
        if (card := self.card) is not None:
            self.leave()
            self.desk.refuse(card.suggestion.key, card.suggestion.title)
