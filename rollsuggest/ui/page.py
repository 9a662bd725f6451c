"""What pages have in common: they read when they are shown and when something they show has changed."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from rollsuggest.i18n import _
from rollsuggest.ui import tokens
from rollsuggest.ui.controls import EmptyState, label, margins
from rollsuggest.ui.desk import Desk
from rollsuggest.ui.flow import Flow, flow

THROTTLE_MS = 400
HEADER_PX = 36  # as high as a button, so that nothing jumps when one comes


class Page(QWidget):
    """A page of the window. `topics` are the changes that it listens to while it is visible."""

    topics: frozenset[str] = frozenset({"consent"})
    anew = False  # read each time it is shown: what it tells may have been changed by others

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.setObjectName("page")
        self._stale = True
        self._soon = QTimer(self, interval=THROTTLE_MS, singleShot=True)
        self._soon.timeout.connect(self.refresh)
        desk.bridge.changed.connect(self._heard)

    def refresh(self) -> None:
        """Read what the page shows. Called on the GUI thread; must only ask the bridge."""

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale or self.anew:
            self._stale = False
            self.refresh()

    def _heard(self, topics: frozenset[str]) -> None:
        if not topics & self.topics:
            return
        if not self.isVisible():
            self._stale = True
        elif not self._soon.isActive():
            self._soon.start()

    def not_allowed(self) -> EmptyState:
        """Return the state of every page while nothing may be looked at."""
        return EmptyState(
            "images",
            _("Nothing has been looked at"),
            _("rollsuggest opens no photo before you allow it. You can decide at any time."),
            _("Ask me again"),
            self.desk.consent_asked.emit,
            self.desk.try_sample(),
        )


def header(title: str, *parts: QWidget, back: QWidget | None = None) -> Flow:
    """Return a page's title line with controls at the right, and the way back of a page below another."""
    before = () if back is None else (back,)
    made = flow(*before, label(title, "title", wrap=False), None, *parts, line_px=tokens.px(HEADER_PX))
    margins(made, tokens.M if back else tokens.XXL, tokens.L, tokens.XXL, tokens.S)
    return made


def titled(title: str, state: EmptyState) -> QWidget:
    """Return an empty state below a page's title, for a page whose views bring their own title lines."""
    made = QWidget()
    layout = QVBoxLayout(made)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    layout.addLayout(header(title))
    layout.addWidget(state, 1)
    return made


def reading_column(parent: QWidget) -> tuple[QScrollArea, QVBoxLayout]:
    """Return a scroll area with one column of text width, for pages that are read."""
    area = QScrollArea(parent)
    area.setWidgetResizable(True)
    area.setFocusPolicy(area.focusPolicy().NoFocus)
    inside = QWidget()
    outer = QHBoxLayout(inside)
    outer.setContentsMargins(tokens.XXL, 0, tokens.XXL, tokens.XXL)
    column = QWidget()
    column.setMaximumWidth(tokens.READING_PX)
    layout = QVBoxLayout(column)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(tokens.L)
    outer.addWidget(column, 10)
    outer.addStretch(1)
    area.setWidget(inside)
    return area, layout
