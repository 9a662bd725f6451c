"""Beside a large photo: what it shows in words, what is known of it, and where on the map it was taken."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from rollsuggest.i18n import _
from rollsuggest.library.rows import PhotoDetail, PlaceRow
from rollsuggest.ui import tokens
from rollsuggest.ui.atlas import Atlas
from rollsuggest.ui.controls import Button, clear, label
from rollsuggest.ui.desk import Desk
from rollsuggest.ui.facts import facts, place_line

MAP_PX = 150


class PhotoPanel(QFrame):
    draw_asked = Signal(bool)  # its film, else the photo

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setFixedWidth(tokens.PANEL_PX)
        inside = QWidget()
        self.caption = label("", "heading", select=True)
        self.draw = Button(_("Draw this photo…"), lambda: self.draw_asked.emit(False))
        self.draw_clip = Button(_("Draw this clip…"), lambda: self.draw_asked.emit(True))
        for button in (self.draw, self.draw_clip):
            button.setToolTip(_("As anime, in watercolour, as a sketch and more"))
        self._facts = QVBoxLayout()
        self._facts.setSpacing(tokens.XS)
        self.map = Atlas(desk, _("Where it was taken"), still=True)
        self.map.setFixedHeight(tokens.px(MAP_PX))
        self.map.hide()  # of the world, until it is known where
        whole = QVBoxLayout(inside)
        whole.setContentsMargins(tokens.L, tokens.XL, tokens.L, tokens.L)
        whole.setSpacing(tokens.L)
        whole.addWidget(self.caption)
        acts = QVBoxLayout()
        acts.setSpacing(tokens.S)
        for button in (self.draw, self.draw_clip):
            acts.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        whole.addLayout(acts)
        whole.addLayout(self._facts)
        whole.addWidget(self.map)
        whole.addStretch(1)
        area = QScrollArea()
        area.setObjectName("read")
        area.setWidgetResizable(True)
        area.setAccessibleName(_("What is known of this photo"))
        area.setWidget(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)
        self.empty()

    def empty(self) -> None:
        """Say nothing while another photo is being read."""
        self.caption.setText("")
        self.draw.hide()
        self.draw_clip.hide()

    def show_detail(self, detail: PhotoDetail, length: str) -> None:
        clear(self._facts)
        for what, value in facts(detail, length):
            self._facts.addWidget(label(what, "small"))
            self._facts.addWidget(label(value, select=True))
            self._facts.addSpacing(tokens.S)
        self.map.setVisible(detail.latitude is not None)
        if detail.latitude is not None:
            here = PlaceRow(
                place_line(detail), detail.country, 1, None, None, detail.asset,
                detail.latitude, detail.longitude,
            )  # fmt: skip
            self.map.show_places((here,))
            self.map.setAccessibleDescription(here.name)
