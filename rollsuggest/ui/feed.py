"""The parts of the feed: a heading with its cards, and the line that says that more is to come."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rollsuggest.i18n import _, ngettext
from rollsuggest.library.rows import IndexStatus
from rollsuggest.model import SuggestionKey
from rollsuggest.ui import tokens, wording
from rollsuggest.ui.card_grid import CardGrid
from rollsuggest.ui.cards import MARGIN
from rollsuggest.ui.controls import Button, label
from rollsuggest.ui.home import BUSY


class Section(QWidget):
    """A heading with its cards."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.title = title
        self.holds: tuple[SuggestionKey, ...] = ()  # folded away ones too
        self.setAccessibleName(title)
        self.cards = CardGrid()
        self.cards.setAccessibleName(title)
        self.all = Button(_("Show all"), kind="quiet")
        self.all.setVisible(False)
        top = QHBoxLayout()
        top.setContentsMargins(MARGIN, 0, MARGIN, 0)
        top.addWidget(label(title, "heading", wrap=False))
        top.addStretch(1)
        top.addWidget(self.all)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, tokens.S)
        layout.setSpacing(tokens.S)
        layout.addLayout(top)
        layout.addWidget(self.cards)

    def offer(self, held: int, shown: int, unfolded: bool) -> None:
        """Offer all cards where some are folded away, and to fold them away again."""
        self.all.setVisible(unfolded or shown < held)
        text = _("Show fewer") if unfolded else _("Show all {n}").format(n=wording.count(held))
        self.all.setText(text)
        self.all.setAccessibleName(f"{text}: {self.title}")


class Growing(QWidget):
    """Says that photos are still looked at, and offers what was found meanwhile."""

    asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.said = label("", "muted")
        self.status = IndexStatus()
        self.show_new = Button("", self.asked.emit, kind="link")
        across = QHBoxLayout(self)
        across.setContentsMargins(MARGIN, 0, MARGIN, 0)
        across.setSpacing(tokens.M)
        across.addWidget(self.said, 1)
        across.addWidget(self.show_new)

    def show_waiting(self, waiting: int) -> None:
        """Say how far it is, and that so many new cards wait, since somebody is looking at the others."""
        self.said.setText(growing(self.status))
        text = ngettext("Show {n} new suggestion", "Show {n} new suggestions", waiting)
        self.show_new.setText(text.format(n=wording.count(waiting)))
        self.show_new.setAccessibleName(self.show_new.text())
        self.show_new.setVisible(waiting > 0)
        self.setVisible(waiting > 0 or bool(growing(self.status)))


def growing(status: IndexStatus) -> str:
    """Say that more is to come while photos are still looked at."""
    if status.state not in BUSY or status.total <= status.done:
        return ""
    return _("{n} photos are still to be looked at. More suggestions come as it goes on.").format(
        n=wording.count(status.total - status.done)
    )
