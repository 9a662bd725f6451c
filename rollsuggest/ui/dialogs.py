"""Dialogs that are shown with `open()`, so that nothing ever waits inside one."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QDialog, QPlainTextEdit, QTextBrowser, QVBoxLayout, QWidget

from rollsuggest.errors import UserError
from rollsuggest.i18n import _
from rollsuggest.ui import tokens, wording
from rollsuggest.ui.controls import Button, label, row
from rollsuggest.ui.tab_order import bring_into_sight, put_in_order

MOST_PX = 560  # height of a page to read


class Dialog(QDialog):
    """A dialog with a title line and a column. Enter presses nothing but the button that has the focus."""

    def __init__(self, parent: QWidget | None, title: str, width_px: int = 520, fits: bool = True) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(tokens.px(width_px))
        self.resize(tokens.px(width_px), 100)
        self._fits = fits
        self.setModal(True)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(tokens.XL, tokens.XL, tokens.XL, tokens.XL)
        self.column.setSpacing(tokens.L)

    def open(self) -> None:
        """Show, as high as its texts need it to be."""
        if self._fits:
            self.fit()
        super().open()
        if (parent := self.parentWidget()) is not None:
            parent.window().installEventFilter(self)
            self._centre()

    def focusNextPrevChild(self, onward: bool) -> bool:
        put_in_order(self)
        moved = super().focusNextPrevChild(onward)
        bring_into_sight(self.focusWidget())
        return moved

    def fit(self) -> None:
        """Take the width that the buttons need, and the height that the texts need then."""
        self.ensurePolished()
        self.column.invalidate()
        width = max(self.width(), self.column.minimumSize().width())  # Qt heeds it no more: one was set
        self.setMinimumWidth(max(self.minimumWidth(), self.column.minimumSize().width()))
        height = self.column.heightForWidth(width)
        self.resize(width, height if height > 0 else self.sizeHint().height())
        if self.isVisible():
            self._centre()

    def event(self, event: QEvent) -> bool:
        """Be as high as a text needs that came once the dialog was open: its last line would be cut."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self._fits and self.isVisible():
            needed = self.column.heightForWidth(self.width())
            if needed > self.height():
                self.resize(self.width(), needed)
                self._centre()
        return done

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw an edge, as in dark no shadow parts it from the window; a style sheet would draw none."""
        painter = QPainter(self)
        painter.setPen(QColor(tokens.current().edge))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay over the window: at the first start the system places it after this has been shown."""
        if event.type() == QEvent.Type.Move:
            self._centre()
        return False

    def _centre(self) -> None:
        if (parent := self.parentWidget()) is not None:
            place = self.frameGeometry()
            place.moveCenter(parent.window().frameGeometry().center())
            self.move(place.topLeft())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
            return
        super().keyPressEvent(event)

    def buttons(self, *parts: QWidget) -> None:
        self.column.addLayout(row(None, *parts))


class Question(Dialog):
    """Ask before something is lost: the text says what goes and what stays."""

    def __init__(
        self,
        parent: QWidget,
        title: str,
        text: str,
        yes: str,
        act: Callable[[], object],
        kind: str = "danger",
    ) -> None:
        super().__init__(parent, title, 440)
        self.column.addWidget(label(title, "heading"))
        self.column.addWidget(label(text))
        self.no = Button(_("Cancel"), self.reject)
        self.yes = Button(yes, self.accept, kind=kind)
        self.accepted.connect(act)
        self.buttons(self.no, self.yes)
        self.no.setFocus()


class TextDialog(Dialog):
    """A text to read, in plain Markdown."""

    def __init__(self, parent: QWidget | None, title: str, markdown: str) -> None:
        super().__init__(parent, title, 620, fits=False)
        text = QTextBrowser()
        text.setAccessibleName(title)
        text.setOpenLinks(False)
        text.setMarkdown(markdown)
        text.document().setDocumentMargin(tokens.M)
        self.column.addWidget(text, 1)
        self.buttons(Button(_("Close"), self.accept))
        self.resize(640, MOST_PX)
        self._text = text

    def showEvent(self, event: QShowEvent) -> None:
        """Be no higher than a short text needs; its lines are known only now."""
        super().showEvent(event)
        text = self._text
        needed = math.ceil(text.document().size().height()) + text.height() - text.viewport().height()
        self.resize(self.width(), self.height() - max(0, text.height() - needed))


class NoStartDialog(Dialog):
    """Why the window cannot open, and what the person can do about it."""

    def __init__(self, error: UserError, data: Path) -> None:
        super().__init__(None, _("rollsuggest cannot start"), 520)
        self.setAccessibleDescription(str(error))
        where = _("What rollsuggest knows is kept in {folder}.").format(folder=wording.path(data))
        self.column.addWidget(label(_("rollsuggest cannot start"), "heading"))
        for text, role in ((error.message, "body"), (error.advice, "body"), (where, "muted")):
            if text:
                self.column.addWidget(label(text, role, select=True))
        self.close_it = Button(_("Close"), self.accept, kind="primary")
        self.buttons(self.close_it)
        self.close_it.setFocus()


class DetailsDialog(Dialog):
    """An error of ours: said plainly, with the details to copy. Nothing is sent."""

    def __init__(self, parent: QWidget | None, details: str, log: Path | None) -> None:
        super().__init__(parent, _("Something went wrong"), 560, fits=False)
        self.resize(600, 440)
        self.column.addWidget(label(_("Something went wrong in rollsuggest"), "heading"))
        said = _("This is our mistake, not yours. Your photos are not touched. Nothing was sent to anyone.")
        if log is not None:
            said += " " + _("The details are also written to {log}.").format(log=log)
        self.column.addWidget(label(said, select=True))
        text = QPlainTextEdit(details)
        text.setReadOnly(True)
        text.setAccessibleName(_("Details"))
        text.setMinimumHeight(160)
        text.setTabChangesFocus(True)
        self.column.addWidget(text, 1)
        self.copy = Button(_("Copy details"), lambda: QApplication.clipboard().setText(details))
        self.buttons(self.copy, Button(_("Close"), self.accept))


def stored_where(data: Path, cache: Path) -> str:
    """Return what is stored and where, before anything is."""
    return _(
        "# What is stored, and where\n\n"
        "Everything stays on this computer, in two folders of rollsuggest:\n\n"
        "- `{data}`: the database with what was found (dates, places, things in the picture, "
        "and face measurements if you allow them), your settings, and a record of your choices.\n"
        "- `{cache}`: small copies of your photos for the screen, and drafts of suggestions.\n\n"
        "Your photos stay where they are and are never changed. What you save goes where you say.\n\n"
        "Under Privacy you see how much it is, and can erase face measurements or everything."
    ).format(data=data, cache=cache)
