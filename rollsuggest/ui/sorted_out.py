"""Files that are kept out of suggestions, by what they were taken for; here that is corrected."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QStackedLayout, QVBoxLayout, QWidget

from rollsuggest.i18n import _
from rollsuggest.library.rows import SortedOut, Tile
from rollsuggest.model import AssetId, Kind, Purpose, Role
from rollsuggest.studio import Studio
from rollsuggest.ui import tokens, wording
from rollsuggest.ui.controls import Button, EmptyState, label, margins, row
from rollsuggest.ui.desk import Desk
from rollsuggest.ui.flow import flow
from rollsuggest.ui.grid import PhotoGrid
from rollsuggest.ui.justify import Groups
from rollsuggest.ui.page import Page, header
from rollsuggest.ui.roles import say_role

Key = Qt.Key


KINDS = (Role.SCREENSHOT, Role.DOCUMENT, Role.MEME)


def kind_name(role: Role) -> str:
    """Return what files of a kind are called together."""
    names = {
        Role.SCREENSHOT: _("Screenshots"), Role.DOCUMENT: _("Documents and receipts"),
        Role.MEME: _("Memes and cards"), Role.DUPLICATE: _("Copies"), Role.BURST_EXTRA: _("More of a burst"),
    }  # fmt: skip
    return names.get(role, _("Photos, as you said"))


def reason(file: SortedOut) -> str:
    """Say why a file is here, in one line."""
    if file.by_you:
        return _("You said so.")
    if file.kind is Kind.VIDEO and file.why == "name":
        return _("A screen recording: its name says so.")
    reasons = {
        "made": _("It was made with rollsuggest."),
        "name": _("A screenshot: its name says so."),
        "shape": _("A screenshot: it has a screen's shape, and no camera signed it."),
        "screen": _("Looks like a screenshot: drawn areas, not photographed ones."),
        "page": _("Looks like a document: a pale page with print."),
        "paper": _("Looks like a document: paper with print in the picture."),
        "letters": _("Looks like a meme or a card: writing is drawn over the picture."),
    }
    return reasons.get(file.why, _("It looked like none to remember."))


def group_of(file: SortedOut) -> str:
    """Return the heading that a file stands under."""
    return kind_name(file.role)


def grouped(files: Sequence[SortedOut]) -> tuple[tuple[Tile, ...], Groups]:
    """Return tiles in the order of their groups, each group newest first, and where the groups begin."""
    order = [*KINDS, Role.DUPLICATE, Role.BURST_EXTRA]
    ranked = sorted(files, key=lambda file: order.index(file.role) if file.role in order else len(order))
    groups: list[tuple[str, int]] = []
    for index, file in enumerate(ranked):
        if not groups or groups[-1][0] != group_of(file):
            groups.append((group_of(file), index))
    return tuple(map(_tile, ranked)), tuple(groups)


def _tile(file: SortedOut) -> Tile:
    return Tile(
        file.asset, file.taken_at, file.certainty, file.width, file.height, file.kind, file.duration_s
    )


class SortedOutPage(Page):
    topics = frozenset({"consent", "rolls", "photos"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.grid = PhotoGrid(desk, _("Files that are not photos"), row_px=tokens.ROW_PX * 3 // 4)
        self.grid.opened.connect(lambda index: desk.view(self.grid.tiles, index))
        self.grid.selected.connect(self._selected)
        self.count = label("", "muted", wrap=False)
        self.why = label("", "muted")
        self._files: dict[AssetId, SortedOut] = {}
        self._only: Role | None = None  # the kind that alone is shown
        self.filters = {kind: Button(kind_name(kind) if kind else _("All")) for kind in (None, *KINDS)}
        one_of = QButtonGroup(self)
        for kind, button in self.filters.items():
            button.setCheckable(True)
            button.setChecked(kind is None)
            button.clicked.connect(partial(self.show_only, kind))
            one_of.addButton(button)
        self.acts = {
            Key.Key_P: (Button(_("It is a photo"), partial(self.say, Role.PHOTO)), Role.PHOTO),
            Key.Key_S: (Button(_("It is a screenshot"), partial(self.say, Role.SCREENSHOT)), Role.SCREENSHOT),
            Key.Key_D: (Button(_("It is a document"), partial(self.say, Role.DOCUMENT)), Role.DOCUMENT),
            Key.Key_M: (Button(_("It is a meme or card"), partial(self.say, Role.MEME)), Role.MEME),
            Key.Key_B: (Button(_("As before"), partial(self.say, None)), None),
        }
        for key, (button, role) in self.acts.items():
            told = _("Let rollsuggest decide again") if role is None else button.accessibleName()
            button.setToolTip(_("{what} (key {key})").format(what=told, key=chr(key)))
        self._empty: QWidget = QWidget()
        self._stack = QStackedLayout()
        self._stack.addWidget(self._photos())
        self._stack.addWidget(self._empty)
        back = Button(_("Back"), lambda: desk.go.emit("back"), icon="arrow-left", kind="icon")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(header(_("Not photos"), self.count, back=back))
        layout.addLayout(self._stack, 1)
        self._selected(0)

    def _photos(self) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        margins(column, tokens.XXL - tokens.XS, 0, 0, 0)
        column.setSpacing(tokens.S)
        column.addLayout(row(tokens.XS, self.why, tokens.XXL, gap=0))
        kinds = flow(*self.filters.values(), None)
        margins(kinds, tokens.XS, tokens.XS, tokens.XXL, 0)
        column.addLayout(kinds)
        line = flow(*(button for button, _role in self.acts.values()), None)
        margins(line, tokens.XS, tokens.XS, tokens.XXL, 0)
        column.addLayout(line)
        column.addWidget(self.grid, 1)
        return inside

    def refresh(self) -> None:
        def read(studio: Studio) -> tuple[SortedOut, ...] | None:
            return studio.sorted_out() if studio.grants().has(Purpose.ANALYSE) else None

        self.desk.bridge.read("sorted out", read, self._show)

    def _show(self, files: tuple[SortedOut, ...] | None) -> None:
        self.desk.thumbs.try_again()
        self._files = {file.asset: file for file in files or ()}
        self.show_only(self._only)
        if files:
            self._stack.setCurrentIndex(0)
            return
        self._stack.removeWidget(self._empty)
        self._empty.deleteLater()
        self._empty = self._nothing() if files is not None else self.not_allowed()
        self._stack.addWidget(self._empty)
        self._stack.setCurrentWidget(self._empty)

    def show_only(self, kind: Role | None, _on: bool = True) -> None:
        """Show the files of one kind, or of all (None)."""
        self._only = kind
        self.filters[kind].setChecked(True)
        shown = [file for file in self._files.values() if kind in (None, file.role)]
        self.grid.set_tiles(*grouped(shown))
        self._selected(len(self.grid.selection))

    def _nothing(self) -> EmptyState:
        return EmptyState(
            "image-off",
            _("Nothing is kept out"),
            _("Screenshots, documents, receipts and memes that lie among your photos come here."),
        )

    def _selected(self, count: int) -> None:
        total = wording.files(len(self.grid.tiles))
        chosen = _("{n} of {all} chosen").format(n=wording.count(count), all=total)
        self.count.setText(chosen if count else total)
        one = self._files.get(next(iter(self.grid.selection))) if count == 1 else None
        said = _("These are kept out of suggestions. Choose what was taken for the wrong thing, and say so.")
        self.why.setText(reason(one) if one else said)
        for button, _role in self.acts.values():
            button.setEnabled(count > 0)

    def say(self, role: Role | None) -> None:
        """Store what the chosen files are."""
        if chosen := tuple(self.grid.selection):
            say_role(self.desk, chosen, role)
            self.grid.clear_selection()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Key(event.key())
        if key in self.acts and not event.modifiers():
            self.say(self.acts[key][1])
        elif key == Key.Key_Escape:
            self.desk.go.emit("back")
        else:
            super().keyPressEvent(event)
