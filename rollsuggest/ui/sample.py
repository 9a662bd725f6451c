"""The band over every page while the photos are samples: what that means, and the way out."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout

from rollsuggest.i18n import _
from rollsuggest.ui import tokens
from rollsuggest.ui.controls import Button, label
from rollsuggest.ui.desk import Desk


class SampleBanner(QFrame):
    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("banner")
        said = _(
            "These are sample photos that come with rollsuggest. All that is found in them is erased after."
        )
        self.own = Button(_("Use my own photos"), lambda: desk.sample_asked.emit(False), kind="primary")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(tokens.L, tokens.S, tokens.L, tokens.S)
        layout.setSpacing(tokens.L)
        layout.addWidget(label(said), 1)
        layout.addWidget(self.own)
