"""The panel "Why this": the reason, how many photos were considered, what was left out and why."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from rollsuggest.i18n import _, ngettext
from rollsuggest.model import QuietRule, Receipt, Suggestion
from rollsuggest.ui import quiet_words, tokens, wording
from rollsuggest.ui.controls import Button, clear, label, row


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
    return [f"{wording.count(many)} {_left_out(why, many)}" for why, many in left if many]


def _left_out(why: str, many: int) -> str:
    known = {
        "alike": _("nearly the same as another"), "blurred": _("blurred"),
        "screenshots": ngettext("screenshot", "screenshots", many),
        "documents": ngettext("document", "documents", many),
        "memes": ngettext("meme or card", "memes and cards", many), "unreadable": _("could not be read"),
        "undated": _("without a date"),
    }  # fmt: skip
    return known.get(why, why)


class WhyPanel(QFrame):
    lever_asked = Signal(object)  # QuietRule: what would it do?
    lever_taken = Signal(object)  # QuietRule: put it on the list

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setFixedWidth(tokens.PANEL_PX)
        self._levers = QVBoxLayout()
        self._effect: QVBoxLayout | None = None
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(tokens.L, tokens.XL, tokens.L, tokens.L)
        self._column.setSpacing(tokens.S)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
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
            many = sum(suggestion.receipt.left_out.values())
            self._part(_("{n} left out").format(n=wording.count(many)), left)
        self._part(_("Where it was made"), [_("On this computer. Nothing was sent.")])
        self._levers = QVBoxLayout()
        self._levers.setSpacing(tokens.XS)
        self._column.addLayout(self._levers)
        self._column.addStretch(1)

    def show_levers(self, rules: tuple[QuietRule, ...]) -> None:
        """Offer to have nothing suggested of the parts of this card."""
        clear(self._levers)
        self._effect = None
        if not rules:
            return
        self._levers.addSpacing(tokens.S)
        self._levers.addWidget(label(_("Less of this"), "small"))
        for rule in rules:
            button = Button(quiet_words.lever(rule), partial(self.lever_asked.emit, rule), kind="link")
            button.setAccessibleName(f"{quiet_words.lever(rule)}: {quiet_words.line(rule)[0]}")
            button.setToolTip(quiet_words.line(rule)[1])
            button.setAccessibleDescription(quiet_words.line(rule)[1])
            self._levers.addLayout(row(button, None))
        self._effect = QVBoxLayout()
        self._effect.setSpacing(tokens.S)
        self._levers.addLayout(self._effect)

    def show_effect(self, rule: QuietRule, cards: int) -> None:
        """Say what a lever would do, and let it be done."""
        if self._effect is None:
            return
        clear(self._effect)
        self._effect.addSpacing(tokens.S)
        self._effect.addWidget(label(quiet_words.lever(rule)))
        self._effect.addWidget(label(quiet_words.effect(cards), "muted"))
        done = Button(_("Put it on the Quiet list"), partial(self.lever_taken.emit, rule), kind="primary")
        self._effect.addLayout(row(done, None))
        done.setFocus()

    def _part(self, name: str, lines: list[str]) -> None:
        self._column.addSpacing(tokens.S)
        self._column.addWidget(label(name, "small"))
        for line in lines:
            self._column.addWidget(label(line))
