"""All photos by month, or those that a search finds. They appear while they are being looked at."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from rollsuggest.errors import UserError
from rollsuggest.i18n import _, ngettext
from rollsuggest.library.search import Found
from rollsuggest.model import AssetId, Kind, Make, Purpose, Recipe
from rollsuggest.studio import Studio
from rollsuggest.ui import tokens, wording
from rollsuggest.ui.controls import Button, EmptyState, label, margins
from rollsuggest.ui.desk import Desk
from rollsuggest.ui.folders import away, folder_is_away, no_photo_in, where_photos_are
from rollsuggest.ui.grid import PhotoGrid
from rollsuggest.ui.home import BUSY
from rollsuggest.ui.page import Page, header
from rollsuggest.ui.search import SearchBar
from rollsuggest.ui.stacks import Stacks, stacked

LEAST_CHOSEN, MOST_CHOSEN = 2, 12  # photos of a collage of one's own


@dataclass(frozen=True, slots=True)
class Nothing:
    """Why there is no photo: not allowed, no folder, away, none (in the folder), not yet."""

    why: str
    folder: Path = Path()


def why_none(studio: Studio) -> Nothing:
    rolls = studio.rolls()
    if not rolls:
        return Nothing("no folder")
    if folder := away(rolls):
        return Nothing("away", folder)
    return Nothing("not yet" if studio.index_status().state in BUSY else "none", rolls[0].path)


class LibraryPage(Page):
    topics = frozenset({"consent", "rolls", "photos", "people", "alike"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.grid = PhotoGrid(desk, _("Photos by month"))
        self._stacks = Stacks()
        self.grid.opened.connect(lambda index: desk.view(self.grid.tiles, index, self._stacks.members))
        self.grid.selected.connect(self._selected)
        self.count = label("", "muted", wrap=False)
        self.make = Button(_("Make a collage"), self._make)
        self.make.hide()
        self.alike = Button(_("Show all alike"), self._set_alike, icon="layers")
        self.alike.setCheckable(True)
        self.alike.setToolTip(_("Every photo of a burst, every copy and edit, not the best alone"))
        self.alike.hide()
        self.dates = Button(_("Repair dates"), self._repair, icon="calendar-clock")
        self.dates.setToolTip(_("Of the photos chosen, or of those whose day is not known"))
        self.others = Button(_("Not photos"), lambda: desk.go.emit("sorted_out"), icon="image-off")
        self.others.setToolTip(_("Screenshots, documents and the like, kept out of suggestions"))
        self.search = SearchBar()
        self.search.asked.connect(lambda _text: self.refresh())
        self.search.down.connect(self.grid.setFocus)
        self._empty: QWidget = QWidget()
        self._stack = QStackedLayout()
        inside = QWidget()
        column = QVBoxLayout(inside)
        margins(column, tokens.XXL - tokens.XS, 0, 0, 0)
        column.addWidget(self.grid)
        self._stack.addWidget(inside)
        self._stack.addWidget(self._empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(header(_("Library"), self.count, self.make, self.alike, self.dates, self.others))
        layout.addWidget(self.search)
        layout.addLayout(self._stack, 1)
        self._catching_up = QTimer(self, interval=1000, singleShot=True)  # the index is still behind
        self._catching_up.timeout.connect(self.refresh)
        self._later = QTimer(self, interval=3000, singleShot=True)  # thumbnails that were not there yet
        self._later.timeout.connect(self.refresh)

    def refresh(self) -> None:
        text, today = self.search.text(), self.desk.today()

        def read(studio: Studio) -> tuple[Stacks, bool] | Found | Nothing:
            if not studio.grants().has(Purpose.ANALYSE):
                return Nothing("not allowed")
            if text:
                return studio.search(text, today)
            if not (tiles := studio.tiles()):
                return why_none(studio)
            apart = studio.settings().all_alike
            return stacked(tiles, apart=apart), apart

        self.desk.bridge.read("library", read, self._show, pool="searches")
        if not text:
            self.desk.bridge.read("search hints", lambda s: s.search_hints(), self.search.set_hints)

    def start_search(self) -> None:
        self.search.field.setFocus()
        self.search.field.selectAll()

    def _show(self, found: tuple[Stacks, bool] | Found | Nothing) -> None:
        self.desk.thumbs.try_again()
        self._catching_up.stop()
        for part in (self.dates, self.others, self.search):
            part.setVisible(not isinstance(found, Nothing))
        if isinstance(found, Found):
            self._show_found(found)
        elif isinstance(found, Nothing):
            self._show_stacks(Stacks())
            self.count.setText("")
            self._show_empty(self._empty_state(found))
        else:
            self.search.field.setAccessibleDescription("")
            stacks, apart = found
            self.alike.setChecked(apart)
            self._show_stacks(stacks)

    def _set_alike(self) -> None:
        apart = self.alike.isChecked()

        def failed(error: UserError) -> None:
            self.desk.tell(error)
            self.refresh()

        self.desk.bridge.change(
            lambda s: s.change_settings(replace(s.settings(), all_alike=apart)),
            lambda _none: self.refresh(),
            failed,
        )

    def _show_found(self, found: Found) -> None:
        if found.behind:
            self._catching_up.start()
        self.search.found(len(found.tiles))
        self._show_stacks(Stacks(found.tiles))
        if found.read_as:
            self.count.setText(
                _("{photos} for “{text}”").format(photos=self.count.text(), text=found.read_as)
            )
        self.search.field.setAccessibleDescription(self.count.text())
        if not found.tiles:
            self._show_empty(
                EmptyState(
                    "search",
                    _("Nothing found for “{text}”").format(text=self.search.text()),
                    _("Photos are still being prepared for searching.")
                    if found.behind
                    else _("Try a person, a place or a month."),
                )
            )

    def _show_stacks(self, stacks: Stacks) -> None:
        self._stacks = stacks
        self.grid.set_tiles(stacks.tiles, alike=stacks.counts)
        self._selected(len(self.grid.selection))
        self._stack.setCurrentIndex(0)

    def _show_empty(self, empty: EmptyState) -> None:
        self._stack.removeWidget(self._empty)
        self._empty.deleteLater()
        self._empty = empty
        self._stack.addWidget(empty)
        self._stack.setCurrentWidget(empty)

    def _empty_state(self, nothing: Nothing) -> EmptyState:
        match nothing.why:
            case "not allowed":
                return self.not_allowed()
            case "no folder":
                return where_photos_are(self.desk)
            case "away":
                return folder_is_away(self.desk, nothing.folder)
            case "none":
                return no_photo_in(self.desk, nothing.folder)
        return EmptyState(
            "images", _("No photos yet"), _("They appear here as soon as they have been looked at.")
        )

    def _selected(self, count: int) -> None:
        chosen = ngettext("{n} chosen", "{n} chosen", count).format(n=wording.count(count))
        self.count.setText(chosen if count > 1 else wording.photos(self._stacks.photos))
        make = count <= MOST_CHOSEN and len(self._photos_chosen()) >= LEAST_CHOSEN
        self.make.setVisible(make)
        self.alike.setVisible(self._stacks.behind > 0 and not make)  # both are too much for a small window

    def _repair(self) -> None:
        chosen = self.grid.selection
        tiles = (tile for tile in self.grid.tiles if tile.asset in chosen)
        self.desk.dates_asked.emit(self._stacks.whole(tiles))

    def _photos_chosen(self) -> tuple[AssetId, ...]:
        """Return the chosen photos in the order of choosing; a collage is not made of videos."""
        chosen = self.grid.selection
        videos = {t.asset for t in self.grid.tiles if t.kind is Kind.VIDEO} if chosen else set()
        return tuple(asset for asset in chosen if asset not in videos)

    def _make(self) -> None:
        chosen = self._photos_chosen()
        self.desk.recipe_opened.emit(Recipe(Make.COLLAGE, chosen))
