"""Places with their photos. Names come from a list inside rollsuggest; no map service is asked."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QScrollArea, QStackedLayout, QVBoxLayout, QWidget

from rollsuggest.i18n import _
from rollsuggest.library.rows import PlaceRow
from rollsuggest.model import Purpose, UsualPlace
from rollsuggest.studio import Studio
from rollsuggest.ui import tokens, wording
from rollsuggest.ui.controls import Button, EmptyState, clear, label, margin_before, row
from rollsuggest.ui.covers import EDGE, CoverGrid, PlaceCover
from rollsuggest.ui.desk import Desk
from rollsuggest.ui.grid import PhotoGrid
from rollsuggest.ui.page import Page, header

FIRST = 120


def usual_line(place: UsualPlace, today: date) -> str:
    """Say where home is, or where somebody often is, and since when."""
    since = wording.since(place.first, place.last, today)
    if place.home:
        return _("Home, as it seems: {name}, {when}").format(name=place.name, when=since)
    return _("Often here: {name}, {when}").format(name=place.name, when=since)


class PlacesPage(Page):
    topics = frozenset({"consent", "photos"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._open: PlaceRow | None = None
        self.covers = CoverGrid()
        self.grid = PhotoGrid(desk, _("Photos of this place"))
        self.grid.opened.connect(lambda index: desk.view(self.grid.tiles, index))
        self._empty: QWidget = QWidget()
        self._stack = QStackedLayout(self)
        self._list, self._place = self._make_list(), self._make_place()
        for widget in (self._list, self._place, self._empty):
            self._stack.addWidget(widget)

    def _make_list(self) -> QWidget:
        made, inside = QWidget(), QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(tokens.XXL - EDGE, 0, tokens.XXL - EDGE, tokens.XL)
        self._usual = QVBoxLayout()
        self._usual.setContentsMargins(EDGE, 0, EDGE, tokens.M)
        column.addLayout(self._usual)
        column.addWidget(self.covers)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setAccessibleName(_("Places"))
        area.setWidget(inside)
        layout = QVBoxLayout(made)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(header(_("Places")))
        layout.addWidget(area, 1)
        return made

    def _make_place(self) -> QWidget:
        made = QWidget()
        self.name, self.line = label("", "title", wrap=False), label("", "muted", wrap=False)
        top = row(
            Button(_("Back to places"), self.leave_place, icon="arrow-left", kind="icon"),
            self.name, self.line, None,
        )  # fmt: skip
        top.setContentsMargins(tokens.M, tokens.L, tokens.XL, tokens.M)
        inside = QVBoxLayout()
        margin_before(inside, tokens.XXL - tokens.XS)
        inside.addWidget(self.grid)
        layout = QVBoxLayout(made)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addLayout(inside, 1)
        return made

    def refresh(self) -> None:
        def read(studio: Studio) -> tuple[PlaceRow, ...] | str:
            grants = studio.grants()
            if not grants.has(Purpose.ANALYSE):
                return "not allowed"
            return studio.places() if grants.has(Purpose.PLACES) else "no places"

        self.desk.bridge.read("places", read, self._show)
        self.desk.bridge.read("usual places", lambda studio: studio.usual_places(), self.show_usual)

    def show_usual(self, places: tuple[UsualPlace, ...]) -> None:
        """Show home and what is often visited, each with its correction."""
        clear(self._usual)
        for place in places:
            says = _("This is not my home") if place.home else _("This is my home")
            button = Button(says, partial(self._say_home, place), kind="link")
            button.setAccessibleName(f"{place.name}: {says}")
            self._usual.addLayout(
                row(label(usual_line(place, self.desk.today()), "muted", wrap=False), button, None)
            )

    def _say_home(self, place: UsualPlace) -> None:
        name, country, home = place.name, place.country, not place.home
        self.desk.bridge.change(lambda studio: studio.set_home(name, country, home))
        said = _("{name} counts as home.") if home else _("{name} does not count as home.")
        self.desk.notice(
            said.format(name=name), _("Undo"),
            lambda: self.desk.bridge.change(lambda studio: studio.set_home(name, country, None)),
        )  # fmt: skip

    def _show(self, found: tuple[PlaceRow, ...] | str) -> None:
        if isinstance(found, str) or not found:
            self._stack.removeWidget(self._empty)
            self._empty.deleteLater()
            self._empty = self._empty_state(found)
            self._stack.addWidget(self._empty)
            self._stack.setCurrentWidget(self._empty)
            return
        self.desk.thumbs.try_again()
        self.covers.show_covers(
            found[:FIRST],
            lambda place: PlaceCover(self.desk, place, self.open_place),
            lambda cover, place: cover.show_row(place) if isinstance(cover, PlaceCover) else None,
        )
        if self._stack.currentWidget() is not self._place:
            self._stack.setCurrentWidget(self._list)

    def open_place(self, place: PlaceRow) -> None:
        self._open = place
        self.name.setText(place.name)
        self.line.setText(
            f"{wording.photos(place.photos)}, {wording.span(place.first, place.last)}".strip(", ")
        )
        self.grid.set_tiles(())
        self.desk.bridge.read(
            "place", lambda s: s.place_tiles(place.name, place.country), self.grid.set_tiles
        )
        self._stack.setCurrentWidget(self._place)
        self.grid.setFocus()

    def leave_place(self) -> None:
        self._stack.setCurrentWidget(self._list)
        if self._open is not None:
            self.covers.focus_on((self._open.name, self._open.country))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._stack.currentWidget() is self._place:
            self.leave_place()
            return
        super().keyPressEvent(event)

    def _empty_state(self, why: tuple[PlaceRow, ...] | str) -> EmptyState:
        if why == "not allowed":
            return self.not_allowed()
        if why == "no places":
            return EmptyState(
                "map-pin", _("Places are not used"),
                _("If you allow it, rollsuggest reads where photos were taken. No map service is contacted."),
                _("Open Privacy"), lambda: self.desk.go.emit("privacy"),
            )  # fmt: skip
        return EmptyState(
            "map-pin", _("No places yet"), _("They appear when photos say where they were taken.")
        )
