"""The panel "Why this": the reason, how many photos were considered, what was left out and why."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from rollsuggest.i18n import _
from rollsuggest.model import Receipt, Suggestion
from rollsuggest.ui import tokens, wording
from rollsuggest.ui.controls import clear, label


def receipt_lines(receipt: Receipt, used: int) -> list[str]:
    """Return how many photos were considered and used, and how many more there are to choose from."""
    rest = receipt.considered - used - sum(receipt.left_out.values())
    lines = [_("{n} considered, {used} used").format(n=wording.photos(receipt.considered), used=used)]
    if rest > 0:
        lines.append(_("{n} more to choose from").format(n=wording.count(rest)))
    return lines


def left_out_lines(receipt: Receipt) -> list[str]:
    """Return why photos were left out, the most frequent reason first."""
    left = sorted(receipt.left_out.items(), key=lambda item: -item[1])
    return [f"{wording.count(many)} {_left_out(why)}" for why, many in left if many]


def _left_out(why: str) -> str:
    known = {
        "alike": _("nearly the same as another"), "blurred": _("blurred"), "screenshots": _("screenshots"),
        "documents": _("documents"), "memes": _("memes and cards"), "unreadable": _("could not be read"),
        "undated": _("without a date"),
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
        self._part(_("Photos"), receipt_lines(suggestion.receipt, used))
        if left := left_out_lines(suggestion.receipt):
            self._part(_("Left out"), left)
        self._part(_("Where it was made"), [_("On this computer. Nothing was sent.")])
        self._column.addStretch(1)

    def _part(self, name: str, lines: list[str]) -> None:
        self._column.addSpacing(tokens.S)
        self._column.addWidget(label(name, "small"))
        for line in lines:
            self._column.addWidget(label(line))
