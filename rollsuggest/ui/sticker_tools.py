"""The row of stickers above a collage's page: one click lays one; the others are about the chosen one."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from rollsuggest.i18n import _
from rollsuggest.model import MOST_STICKERS, STICKERS
from rollsuggest.ui import sticker_paint, tokens, wording
from rollsuggest.ui.controls import Button, label, row
from rollsuggest.ui.sticker_handle import LARGER, TURN


class StickerTools(QWidget):
    laid = Signal(str)  # one of STICKERS
    sized = Signal(float)
    turned = Signal(float)
    removed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.kinds: dict[str, Button] = {}
        for kind in STICKERS:
            button = Button(wording.sticker_name(kind), partial(self.laid.emit, kind), kind="icon")
            button.setIconSize(QSize(sticker_paint.ICON_PX, sticker_paint.ICON_PX))
            self.kinds[kind] = button
        smaller, larger = _("Smaller sticker"), _("Larger sticker")
        left, right = _("Turn the sticker left"), _("Turn the sticker right")
        self.smaller = Button(smaller, lambda: self.sized.emit(1 / LARGER), icon="zoom-out", kind="icon")
        self.larger = Button(larger, lambda: self.sized.emit(LARGER), icon="zoom-in", kind="icon")
        self.left = Button(left, lambda: self.turned.emit(-TURN), icon="rotate-ccw", kind="icon")
        self.right = Button(right, lambda: self.turned.emit(TURN), icon="rotate-cw", kind="icon")
        self.off = Button(_("Take the sticker off"), self.removed.emit, icon="trash-2", kind="icon")
        self.of_one = (self.smaller, self.larger, self.left, self.right, self.off)
        self.said = label("", "muted", wrap=False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row(*self.kinds.values(), tokens.M, *self.of_one, self.said, None))
        self.show_state(0, False)

    def showEvent(self, event: QShowEvent) -> None:
        """Draw the stickers only for who asks for them: it takes as long as much else on an open card."""
        super().showEvent(event)
        for kind, button in self.kinds.items():
            button.setIcon(sticker_paint.icon(kind, self.devicePixelRatioF()))

    def take_keys(self) -> None:
        """Give the focus to the first sticker of the row."""
        first = next(iter(self.kinds.values()))
        first.setEnabled(True)  # it may not know yet that there is room for one
        first.setFocus()

    def show_state(self, count: int, chosen: bool) -> None:
        """Offer what can be done: with so many stickers on the page, one of them chosen or not."""
        full = count >= MOST_STICKERS
        if not chosen and any(button.hasFocus() for button in self.of_one):
            self.take_keys()  # Qt would hand them to a photo
        for button in self.of_one:
            button.setEnabled(chosen)
        for button in self.kinds.values():
            button.setEnabled(not full)
        self.said.setText(_("{n} stickers are enough for a page.").format(n=MOST_STICKERS) if full else "")
