"""The panel "Why this": the reason, how many photos were considered, what was left out and why."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from rollsuggest.i18n import _
from rollsuggest.model import Receipt, Suggestion
from rollsuggest.ui import tokens, wording
from rollsuggest.ui.controls import clear, label


def receipt_lines(receipt: Receipt, used: int) -> list[str]:
    """Return the receipt in lines that people read: "34 photos considered, 6 used"."""
    lines = [_("{n} considered, {used} used").format(n=wording.photos(receipt.considered), used=used)]
    left: Mapping[str, int] = receipt.left_out
    lines += [
        f"{wording.count(many)} {_left_out(why)}"
        for why, many in sorted(left.items(), key=lambda item: -item[1])
        if many
    ]
    return lines


def _left_out(why: str) -> str:
    known = {
        "alike": _("nearly the same as another"), "blurred": _("blurred"), "screenshots": _("screenshots"),
        "documents": _("documents"), "unreadable": _("could not be read"), "undated": _("without a date"),
    }  # fmt: skip
    return known.get(why, why)


class WhyPanel(QFrame):
    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setFixedWidth(tokens.PANEL_PX)
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(tokens.L, tokens.XL, tokens.L, tokens.L)
        self._column.setSpacing(tokens.S)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setAccessibleName(_("Why this"))
        area.setWidget(inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area)

    def show_suggestion(self, suggestion: Suggestion | None, used: int, places: tuple[str, ...]) -> None:
        clear(self._column)
        self._column.addWidget(label(_("Why this"), "heading"))
        if suggestion is None:
            self._column.addWidget(label(_("You chose these photos yourself.")))
            self._column.addStretch(1)
            return
        self._column.addWidget(label(suggestion.reason))
        if when := wording.span(suggestion.first, suggestion.last):
            self._part(_("When"), [when])
        if places:
            self._part(_("Where"), list(places))
        said = receipt_lines(suggestion.receipt, used)
        self._part(_("Photos"), said[:1])
        if said[1:]:
            self._part(_("Left out"), said[1:])
        self._part(_("Where it was made"), [_("On this computer. Nothing was sent.")])
        self._column.addStretch(1)

    def _part(self, name: str, lines: list[str]) -> None:
        self._column.addSpacing(tokens.S)
        self._column.addWidget(label(name, "small"))
        for line in lines:
            self._column.addWidget(label(line))
