"""The rail: the pages by icon and name; by icon alone where the window has no room for words."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QFrame, QVBoxLayout

from rollsuggest.ui import tokens
from rollsuggest.ui.controls import Button, label, margins
from rollsuggest.ui.pages import PAGES, page_title

WORDS_PX = 700  # of the window; below it, at the text size in use, the room is the page's


class Rail(QFrame):
    def __init__(self, show_page: Callable[[str], None]) -> None:
        super().__init__()
        self.setObjectName("rail")
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.M, tokens.XL, tokens.M, tokens.L)
        column.setSpacing(tokens.XS)
        self._name = label("rollsuggest", "heading", wrap=False)
        margins(self._name, tokens.M, 0, 0, tokens.L)
        column.addWidget(self._name)
        self.buttons: dict[str, Button] = {}
        for page, icon, _class in PAGES:
            if page == "privacy":
                column.addStretch(1)
            button = Button("", partial(show_page, page), icon=icon, kind="nav")
            button.setAccessibleName(page_title(page))
            button.setCheckable(True)
            self.buttons[page] = button
            column.addWidget(button)
        self._brief: bool | None = None
        self.fit(tokens.WINDOW_SIZE[0])

    def fit(self, window_px: int) -> None:
        """Show the names where a window so wide has room for them; else they are the buttons' tooltips."""
        brief = window_px < tokens.px(WORDS_PX)
        if brief is self._brief:
            return
        self._brief = brief
        self._name.setVisible(not brief)
        for button in self.buttons.values():
            name = button.accessibleName()
            button.setText("" if brief else "  " + name)
            button.setToolTip(name if brief else "")
        least = max(button.minimumSizeHint().width() for button in self.buttons.values())
        self.setFixedWidth(2 * tokens.M + least if brief else tokens.RAIL_PX)
