"""The panel "Why this": the reason, how many photos were considered, what was left out and why."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from rollsuggest.i18n import _, ngettext
from rollsuggest.library.rows import QuietEffect
from rollsuggest.model import ClusterId, QuietKind, QuietRule, Receipt, Suggestion
from rollsuggest.ui import quiet_words, tokens, wording
from rollsuggest.ui.controls import Button, clear, label, row
from rollsuggest.ui.desk import Desk
from rollsuggest.ui.glimpse import glimpse_of

KEPT_OUT = frozenset({"screenshots", "documents", "memes"})  # of all suggestions, and listed in one place


def receipt_lines(receipt: Receipt, used: int) -> list[str]:
    """Return how many photos were considered and used, and how many more there are to choose from."""
    rest = receipt.considered - used - sum(receipt.left_out.values())
    lines = [_("{n} considered, {used} used").format(n=wording.count(receipt.considered), used=used)]
    if rest > 0:
        lines.append(_("{n} more to choose from").format(n=wording.count(rest)))
    return lines


def left_out_lines(receipt: Receipt) -> list[str]:
    """Return why photos were left out, the most frequent reason first."""
    left = sorted(receipt.left_out.items(), key=lambda item: -item[1])
    return [
        _("{n} {reason}").format(n=wording.count(many), reason=_left_out(why, many))
        for why, many in left
        if many
    ]


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
    """The receipt. Each part that can be had less of has its levers beside it; what one would do is said
    below that part before it is done.
    """

    lever_asked = Signal(object)  # QuietRule: what would it do?
    lever_taken = Signal(object)  # QuietRule: put it on the list
    others_asked = Signal()  # show what is kept out of all suggestions

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.setObjectName("panel")
        self.setFixedWidth(tokens.PANEL_PX)
        self._slots: dict[QuietRule, QVBoxLayout] = {}  # where the effect of a lever is said
        self._asked: tuple[QuietRule, Button] | None = None
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(tokens.L, tokens.XL, tokens.L, tokens.L)
        self._column.setSpacing(tokens.S)
        self._area = QScrollArea()
        self._area.setObjectName("read")
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setAccessibleName(_("Why this"))
        self._area.setWidget(inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._area)

    def show_suggestion(
        self,
        suggestion: Suggestion | None,
        used: int,
        places: tuple[str, ...],
        levers: tuple[QuietRule, ...] = (),
    ) -> None:
        clear(self._column)
        self._slots, self._asked = {}, None
        self._column.addWidget(label(_("Why this"), "heading"))
        if suggestion is None:
            self._column.addWidget(label(_("You chose these photos yourself.")))
            self._column.addStretch(1)
            return
        self._column.addWidget(label(suggestion.reason))
        when = wording.span(suggestion.first, suggestion.last)
        self._about(_("When"), [when] if when else [], levers, QuietKind.DAYS)
        self._about(_("Where"), list(places), levers, QuietKind.PLACE)
        self._about(_("Who"), [], levers, QuietKind.PERSON)
        films = suggestion.kind == "video_highlights"
        self._part(_("Videos") if films else _("Photos"), receipt_lines(suggestion.receipt, used))
        self._left_out(suggestion.receipt)
        self._about(_("What it is"), [], levers, QuietKind.CARD_KIND)
        self._part(_("Where it was made"), [_("On this computer. Nothing was sent.")])
        self._column.addStretch(1)

    def _about(self, name: str, lines: list[str], levers: tuple[QuietRule, ...], kind: QuietKind) -> None:
        """Show a part of the card with what can be done about it; `lines` has no lever, or none yet."""
        more = {QuietKind.PERSON: QuietKind.FEWER_PERSON, QuietKind.DAYS: QuietKind.YEAR}
        kinds = (more.get(kind, kind), kind)
        said: dict[tuple[str, frozenset[ClusterId]], list[QuietRule]] = {}
        for rule in levers:
            if rule.kind in kinds:
                what = lines[0] if rule.kind is QuietKind.DAYS and lines else _what(rule)
                said.setdefault((what, rule.clusters), []).append(rule)  # two may have no name
        told = {what for what, _who in said}
        if not said and not lines:
            return
        self._column.addSpacing(tokens.S)
        self._column.addWidget(label(name, "small"))
        for (what, who), of_it in said.items():
            self._line(what, of_it, who)
        for line in lines:
            if line not in told:
                self._line(line)

    def _line(
        self, said: str, levers: Sequence[QuietRule] = (), who: frozenset[ClusterId] = frozenset()
    ) -> None:
        words = label(said)
        faces = [glimpse_of(self._desk, person) for person in sorted(who)[:1]]
        made = [self._lever(rule) for rule in levers]
        if faces:  # beside a face there is no room for both
            beside = QVBoxLayout()
            beside.setSpacing(0)
            beside.addWidget(words)
            beside.addLayout(row(*made, None, gap=tokens.M))
            line = row(*faces)
            line.addLayout(beside, 1)
        else:
            line = row(words, *made)
            line.setStretchFactor(words, 1)
        slot = QVBoxLayout()
        slot.setSpacing(tokens.XS)
        self._slots |= dict.fromkeys(levers, slot)
        self._column.addLayout(line)
        self._column.addLayout(slot)

    def _lever(self, rule: QuietRule) -> Button:
        what, does = quiet_words.line(rule)
        made = Button(quiet_words.short_lever(rule), kind="link")
        made.clicked.connect(lambda: self._ask(rule, made))
        made.setAccessibleName(f"{quiet_words.lever(rule)}: {what}")
        made.setToolTip(does)
        made.setAccessibleDescription(does)
        return made

    def _left_out(self, receipt: Receipt) -> None:
        left = left_out_lines(receipt)
        if not left:
            return
        many = sum(receipt.left_out.values())
        self._part(_("{n} left out").format(n=wording.count(many)), left)
        if KEPT_OUT & {why for why, count in receipt.left_out.items() if count}:
            see = Button(_("See what is kept out"), self.others_asked.emit, kind="link")
            self._column.addLayout(row(see, None))

    # what a lever would do

    def _ask(self, rule: QuietRule, lever: Button) -> None:
        self._clear_effect()
        self._asked = rule, lever
        self._slots[rule].addWidget(label(_("Looking at what would change…"), "muted"))
        self.lever_asked.emit(rule)

    def show_effect(self, rule: QuietRule, effect: QuietEffect) -> None:
        """Say what a lever would do, and let it be done or not."""
        slot = self._slots.get(rule)
        if slot is None or self._asked is None or self._asked[0] != rule:
            return
        clear(slot)
        slot.addWidget(label(quiet_words.lever(rule)))
        slot.addWidget(label(quiet_words.effect(effect), "muted"))
        done = Button(_("Put it on the Quiet list"), partial(self.lever_taken.emit, rule), kind="primary")
        slot.addLayout(row(done, None))
        slot.addLayout(row(Button(_("Leave it as it is"), self.leave_effect, kind="link"), None))
        slot.addSpacing(tokens.S)
        done.setFocus()
        QTimer.singleShot(0, done, lambda: self._area.ensureWidgetVisible(done, 0, tokens.XXL))

    def leave_effect(self) -> None:
        """Do nothing of it; the focus goes back to the lever."""
        lever = self._asked[1] if self._asked else None
        self._clear_effect()
        if lever is not None:
            lever.setFocus()

    def _clear_effect(self) -> None:
        if self._asked is not None:
            clear(self._slots[self._asked[0]])
        self._asked = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._asked is not None:
            self.leave_effect()
            return
        super().keyPressEvent(event)

    def _part(self, name: str, lines: list[str]) -> None:
        self._column.addSpacing(tokens.S)
        self._column.addWidget(label(name, "small"))
        for line in lines:
            self._column.addWidget(label(line))


def _what(rule: QuietRule) -> str:
    return quiet_words.line(rule)[0]
