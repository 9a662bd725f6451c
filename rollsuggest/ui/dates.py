"""Repairing many dates at once: choose photos, choose a rule, see what it does, apply, undo."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from rollsuggest.errors import UserError
from rollsuggest.i18n import _, ngettext
from rollsuggest.library.rows import DateChange, Tile
from rollsuggest.model import AssetId, Purpose
from rollsuggest.studio import Studio
from rollsuggest.ui import tokens, wording
from rollsuggest.ui.controls import Button, EmptyState, label, margins, row
from rollsuggest.ui.desk import Desk
from rollsuggest.ui.grid import PhotoGrid
from rollsuggest.ui.page import Page, header
from rollsuggest.ui.repairs import RepairsDialog
from rollsuggest.ui.rules import RuleForm
from rollsuggest.ui.table import Elide, Row, Table

SETTLE_MS = 200  # while somebody types


def moves(change: DateChange) -> bool:
    """Return whether the rule does anything to this date."""
    return (change.before, change.before_certainty) != (change.after, change.after_certainty)


def line_of(change: DateChange) -> Row:
    """Return a line of the preview: file, before, after."""
    before = wording.moment(change.before, change.before_certainty)
    after = wording.moment(change.after, change.after_certainty) if moves(change) else _("stays")
    return change.path, before, after


class DatesPage(Page):
    topics = frozenset({"consent", "rolls", "photos"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._picked: frozenset[AssetId] | None = None  # from the library; None: those not known surely
        self._fresh = True  # all that come are chosen at first
        self.changes: tuple[DateChange, ...] = ()
        self.count = label("", "muted", wrap=False)
        self.uncertain = Button(_("Photos whose day is not known"), lambda: self.open(()))
        self.uncertain.hide()
        self.repairs = Button(_("Last repairs"), lambda: RepairsDialog(self, desk).open(), icon="undo-2")
        self.repairs.setToolTip(_("Undo them, or write the dates for other programs"))
        self.repairs.hide()
        self.grid = PhotoGrid(desk, _("Photos to repair"), row_px=tokens.ROW_PX // 2)
        self.grid.opened.connect(lambda index: desk.view(self.grid.tiles, index))
        self.grid.selected.connect(lambda _count: self._ask())
        self.form = RuleForm(desk.today())
        self.form.changed.connect(self._ask)
        self.hint = label("", "muted")
        self.table = Table(
            _("What changes"), (_("File"), _("Before"), _("After")), (4, 4, 4), Elide.ElideMiddle
        )
        self.said = label("", "muted")
        self.apply = Button(_("Change dates"), self._apply, kind="primary")
        self._soon_preview = QTimer(self, interval=SETTLE_MS, singleShot=True)
        self._soon_preview.timeout.connect(self._preview)
        self._empty: QWidget = QWidget()
        self._stack = QStackedLayout()
        self._stack.addWidget(self._inside())
        self._stack.addWidget(self._empty)
        back = Button(_("Back"), lambda: desk.go.emit("back"), icon="arrow-left", kind="icon")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(header(_("Dates"), self.count, self.uncertain, self.repairs, back=back))
        layout.addLayout(self._stack, 1)
        self._ask()

    def _inside(self) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, tokens.L)
        column.setSpacing(tokens.M)
        above = QVBoxLayout()
        above.setContentsMargins(tokens.XXL, 0, tokens.XXL, 0)
        above.setSpacing(tokens.M)
        promise = _("The files themselves are never changed: rollsuggest keeps the dates you give it.")
        above.addWidget(label(promise, "muted"))
        above.addLayout(row(self.form, None))
        above.addWidget(self.hint)
        across = QHBoxLayout()
        margins(across, tokens.XXL - tokens.XS, 0, tokens.XXL, 0)  # the grid leaves room before its pictures
        across.setSpacing(tokens.L)
        across.addWidget(self.grid, 1)
        across.addWidget(self.table, 2)
        line = row(self.said, self.apply)
        line.setContentsMargins(tokens.XXL, 0, tokens.XXL, 0)
        line.setStretch(0, 1)
        column.addLayout(above)
        column.addLayout(across, 1)
        column.addLayout(line)
        return inside

    # what is shown

    def open(self, chosen: tuple[Tile, ...]) -> None:
        """Take these photos, or (for none) all whose day is not known."""
        self._picked = frozenset(tile.asset for tile in chosen) or None
        self._fresh = True
        if chosen and chosen[0].taken_at is not None:
            self.form.start_at(chosen[0].taken_at)
        self.refresh()

    def refresh(self) -> None:
        picked = self._picked

        def read(studio: Studio) -> tuple[tuple[Tile, ...] | None, bool]:
            if not studio.grants().has(Purpose.ANALYSE):
                return None, False
            wanted = picked
            if wanted is None:
                wanted = frozenset(change.asset for change in studio.uncertain_dates())
            tiles = tuple(tile for tile in studio.tiles() if tile.asset in wanted)
            return tiles, bool(studio.date_batches(1))

        self.desk.bridge.read("dates", read, self._show)

    def _show(self, found: tuple[tuple[Tile, ...] | None, bool]) -> None:
        tiles, repaired = found
        self.repairs.setVisible(repaired)
        self.desk.thumbs.try_again()
        self.uncertain.setVisible(self._picked is not None)
        self.grid.set_tiles(tiles or ())
        if tiles and self._fresh:
            self._fresh = False
            self.grid.select_all()
        self._ask()
        if tiles:
            self._stack.setCurrentIndex(0)
            return
        self.count.setText("")
        self._stack.removeWidget(self._empty)
        self._empty.deleteLater()
        self._empty = self._nothing() if tiles is not None else self.not_allowed()
        self._stack.addWidget(self._empty)
        self._stack.setCurrentWidget(self._empty)

    def _nothing(self) -> EmptyState:
        return EmptyState(
            "calendar-clock",
            _("Every day is known"),
            _("To repair other dates, choose photos in the Library first, then press Repair dates."),
            _("Choose photos"),
            lambda: self.desk.go.emit("library"),
        )

    # the preview

    def _ask(self) -> None:
        chosen = wording.count(len(self.grid.selection))
        total = wording.photos(len(self.grid.tiles))
        self.count.setText(_("{n} of {all} chosen").format(n=chosen, all=total) if self.grid.tiles else "")
        self.hint.setText(self.form.hint())
        self._rest()
        if self.grid.tiles:  # none are there before photos may be looked at
            self._soon_preview.start()

    def _rest(self) -> None:
        """Take the button off until it is known what it would do; the keys stay on the page."""
        if self.window().focusWidget() is self.apply:
            self.grid.setFocus()  # Qt would hand them to the status strip, and Enter pressed again to that
        self.apply.setEnabled(False)

    def _preview(self) -> None:
        rule, assets = self.form.rule(), tuple(self.grid.selection)
        self.desk.bridge.read(
            "dates preview", lambda s: s.preview_dates(rule, assets), self._previewed, self._senseless
        )

    def _previewed(self, changes: tuple[DateChange, ...]) -> None:
        self.changes = tuple(change for change in changes if moves(change))
        self.table.show_rows(tuple(line_of(change) for change in changes))
        count = len(self.changes)
        if not changes:
            self._tell(_("Choose the photos whose dates are wrong."), 0)
        elif not count:
            self._tell(_("This changes none of the chosen dates."), 0)
        else:
            self._tell("", count)

    def _senseless(self, error: UserError) -> None:
        self.changes = ()
        self.table.show_rows(())
        self._tell(str(error), 0)

    def _tell(self, text: str, count: int) -> None:
        self.said.setText(text)
        words = ngettext("Change {n} date", "Change {n} dates", count) if count else _("Change dates")
        self.apply.setText(words.format(n=wording.count(count)))
        self.apply.setAccessibleName(self.apply.text())
        self.apply.setEnabled(count > 0 and not self._soon_preview.isActive())

    # the act

    def _apply(self) -> None:
        changes: Sequence[DateChange] = self.changes
        self._rest()
        self.grid.clear_selection()  # so that pressing twice does not shift twice
        self.desk.bridge.change(
            lambda s: s.apply_dates(changes), lambda batch: self._done(batch, len(changes))
        )

    def _done(self, batch: int, count: int) -> None:
        if not batch:
            return
        text = ngettext("{n} date is repaired.", "{n} dates are repaired.", count)
        self.desk.notice(
            text.format(n=wording.count(count)),
            _("Undo"),
            lambda: self.desk.bridge.change(lambda s: s.undo_dates(batch)),
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.desk.go.emit("back")
            return
        super().keyPressEvent(event)
