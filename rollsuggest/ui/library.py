"""All photos by month. They appear while they are being looked at."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from rollsuggest.i18n import _, ngettext
from rollsuggest.library.rows import Tile
from rollsuggest.model import AssetId, Kind, Make, Purpose, Recipe
from rollsuggest.studio import Studio
from rollsuggest.ui import tokens, wording
from rollsuggest.ui.controls import Button, EmptyState, label
from rollsuggest.ui.desk import Desk
from rollsuggest.ui.grid import PhotoGrid
from rollsuggest.ui.page import Page, header

LEAST_CHOSEN, MOST_CHOSEN = 2, 12  # photos of a collage of one's own


class LibraryPage(Page):
    topics = frozenset({"consent", "rolls", "photos", "people"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.grid = PhotoGrid(desk, _("Photos by month"))
        self.grid.opened.connect(lambda index: desk.view(self.grid.tiles, index))
        self.grid.selected.connect(self._selected)
        self.count = label("", "muted", wrap=False)
        self.make = Button(_("Make a collage"), self._make)
        self.make.hide()
        self.dates = Button(_("Repair dates"), self._repair, icon="calendar-clock")
        self.dates.setToolTip(_("Of the photos chosen, or of those whose day is not known"))
        self.others = Button(_("Not photos"), lambda: desk.go.emit("sorted_out"), icon="image-off")
        self.others.setToolTip(_("Screenshots, documents and the like, kept out of suggestions"))
        self._empty: QWidget = QWidget()
        self._stack = QStackedLayout()
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(tokens.XXL - tokens.XS, 0, 0, 0)
        column.addWidget(self.grid)
        self._stack.addWidget(inside)
        self._stack.addWidget(self._empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(header(_("Library"), self.count, self.make, self.dates, self.others))
        layout.addLayout(self._stack, 1)
        self._later = QTimer(self, interval=3000, singleShot=True)  # thumbnails that were not there yet
        self._later.timeout.connect(self.refresh)

    def refresh(self) -> None:
        def read(studio: Studio) -> tuple[Tile, ...] | str:
            if not studio.grants().has(Purpose.ANALYSE):
                return "not allowed"
            return studio.tiles() or ("no folder" if not studio.rolls() else "none")

        self.desk.bridge.read("library", read, self._show)

    def _show(self, found: tuple[Tile, ...] | str) -> None:
        self.desk.thumbs.try_again()
        for button in (self.dates, self.others):
            button.setVisible(not isinstance(found, str))
        if not isinstance(found, str):
            self.grid.set_tiles(found)
            self._selected(len(self.grid.selection))
            self._stack.setCurrentIndex(0)
            return
        self.grid.set_tiles(())
        self.count.setText("")
        self._stack.removeWidget(self._empty)
        self._empty.deleteLater()
        self._empty = self._empty_state(found)
        self._stack.addWidget(self._empty)
        self._stack.setCurrentWidget(self._empty)

    def _empty_state(self, why: str) -> EmptyState:
        if why == "not allowed":
            return self.not_allowed()
        if why == "no folder":
            return EmptyState(
                "folder-open", _("Where are your photos?"),
                _("Choose the folder they lie in. It is opened read-only; nothing in it is changed."),
                _("Choose a folder"), self.desk.folder_asked.emit,
            )  # fmt: skip
        return EmptyState(
            "images", _("No photos yet"), _("They appear here as soon as they have been looked at.")
        )

    def _selected(self, count: int) -> None:
        chosen = ngettext("{n} chosen", "{n} chosen", count).format(n=wording.count(count))
        self.count.setText(chosen if count > 1 else wording.photos(len(self.grid.tiles)))
        few = count <= MOST_CHOSEN
        self.make.setVisible(few and len(self._photos_chosen()) >= LEAST_CHOSEN)

    def _repair(self) -> None:
        chosen = self.grid.selection
        self.desk.dates_asked.emit(tuple(tile for tile in self.grid.tiles if tile.asset in chosen))

    def _photos_chosen(self) -> tuple[AssetId, ...]:
        """Return the chosen photos in the order of choosing; a collage is not made of videos."""
        chosen = self.grid.selection
        videos = {t.asset for t in self.grid.tiles if t.kind is Kind.VIDEO} if chosen else set()
        return tuple(asset for asset in chosen if asset not in videos)

    def _make(self) -> None:
        chosen = self._photos_chosen()
        self.desk.recipe_opened.emit(Recipe(Make.COLLAGE, chosen))
