"""Places and trips with their photos. Names and map come with rollsuggest; no map service is asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QScrollArea, QStackedLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from rollsuggest.i18n import _, listed
from rollsuggest.library.countries import country_name
from rollsuggest.library.rows import PlaceRow, Tile
from rollsuggest.model import Journey, Purpose, UsualPlace
from rollsuggest.studio import Studio
from rollsuggest.ui import tokens, wording
from rollsuggest.ui.atlas import Atlas
from rollsuggest.ui.controls import Button, ElidedLink, EmptyState, clear, label, margins, row
from rollsuggest.ui.covers import EDGE, CoverGrid, PlaceCover
from rollsuggest.ui.desk import Desk
from rollsuggest.ui.flow import flow
from rollsuggest.ui.folders import away, folder_is_away, where_photos_are
from rollsuggest.ui.grid import PhotoGrid
from rollsuggest.ui.page import Page, header, titled

FIRST = 120
MOST_NAMES = 3  # of the places of a trip
FEW_TRIPS = 5  # of which the list shows the latest at first
MAP_PX = 320


def trip_name(trip: Journey) -> str:
    """Return where it led: its places, or its countries."""
    names = trip.places or tuple(country_name(code) for code in trip.countries)
    return listed(names[:MOST_NAMES]) if names else _("A trip")


def trip_line(trip: Journey) -> str:
    return wording.facts(
        trip_name(trip), wording.span(trip.first, trip.last), wording.photos(len(trip.photos))
    )


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
        self._from: QWidget | None = None  # what had the focus before a place was opened
        self._trips: tuple[Journey, ...] = ()
        self._all_trips = False
        self.map = Atlas(desk, _("Map of your places"))
        self.map.setFixedHeight(tokens.px(MAP_PX))
        self.map.opened.connect(self.open_place)
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
        self._trip_list = QVBoxLayout()
        self._trip_list.setContentsMargins(EDGE, tokens.M, EDGE, tokens.M)
        self._trip_list.setSpacing(tokens.XS)
        framed = QVBoxLayout()
        framed.setContentsMargins(EDGE, 0, EDGE, 0)
        framed.addWidget(self.map)
        column.addLayout(self._usual)
        column.addLayout(framed)
        column.addLayout(self._trip_list)
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
        margins(top, tokens.M, tokens.L, tokens.XL, tokens.M)
        inside = QVBoxLayout()
        margins(inside, tokens.XXL - tokens.XS, 0, 0, 0)
        inside.addWidget(self.grid)
        layout = QVBoxLayout(made)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addLayout(inside, 1)
        return made

    def refresh(self) -> None:
        def read(studio: Studio) -> tuple[PlaceRow, ...] | str | Path:
            grants = studio.grants()
            if not grants.has(Purpose.ANALYSE):
                return "not allowed"
            if not grants.has(Purpose.PLACES):
                return "no places"
            if not (rolls := studio.rolls()):
                return "no folder"
            return studio.places() or away(rolls) or ()

        self.desk.bridge.read("places", read, self._show)
        self.desk.bridge.read("usual places", lambda studio: studio.usual_places(), self.show_usual)
        self.desk.bridge.read("trips", lambda studio: studio.journeys(), self.show_trips)

    def show_usual(self, places: tuple[UsualPlace, ...]) -> None:
        """Show home and what is often visited, each with its correction."""
        clear(self._usual)
        for place in places:
            says = _("This is not my home") if place.home else _("This is my home")
            button = Button(says, partial(self._say_home, place), kind="link")
            button.setAccessibleName(f"{place.name}: {says}")
            said = label(usual_line(place, self.desk.today()), "muted", wrap=False)
            self._usual.addLayout(flow(said, button))

    def show_trips(self, trips: tuple[Journey, ...], anew: bool = False) -> None:
        """Show the trips, the latest first, as a list and on the map."""
        if trips == self._trips and not anew:
            return
        self._trips = trips
        self.map.show_places(self.map.places, trips)
        clear(self._trip_list)
        if not trips:
            return
        self._trip_list.addWidget(label(_("Trips"), "heading"))
        for trip in trips if self._all_trips else trips[:FEW_TRIPS]:
            button = ElidedLink(trip_line(trip), partial(self.open_trip, trip))
            self._trip_list.addLayout(row(button, None))
        if len(trips) > FEW_TRIPS and not self._all_trips:
            more = Button(_("Show all {n} trips").format(n=wording.count(len(trips))), self._show_all_trips)
            self._trip_list.addLayout(row(more, None))

    def _show_all_trips(self) -> None:
        self._all_trips = True
        self.show_trips(self._trips, anew=True)

    def _say_home(self, place: UsualPlace) -> None:
        name, country, home = place.name, place.country, not place.home
        self.desk.bridge.change(lambda studio: studio.set_home(name, country, home))
        said = _("{name} counts as home.") if home else _("{name} does not count as home.")
        self.desk.notice(
            said.format(name=name), _("Undo"),
            lambda: self.desk.bridge.change(lambda studio: studio.set_home(name, country, None)),
        )  # fmt: skip

    def _show(self, found: tuple[PlaceRow, ...] | str | Path) -> None:
        if isinstance(found, str | Path) or not found:
            self._stack.removeWidget(self._empty)
            self._empty.deleteLater()
            self._empty = titled(_("Places"), self._empty_state(found))
            self._stack.addWidget(self._empty)
            self._stack.setCurrentWidget(self._empty)
            return
        self.desk.thumbs.try_again()
        self.map.show_places(found, self._trips)
        self.map.setVisible(bool(self.map.places))
        self.covers.show_covers(
            found[:FIRST],
            lambda place: PlaceCover(self.desk, place, self.open_place),
            lambda cover, place: cover.show_row(place) if isinstance(cover, PlaceCover) else None,
        )
        if self._stack.currentWidget() is not self._place:
            self._stack.setCurrentWidget(self._list)

    def open_place(self, place: PlaceRow) -> None:
        said = wording.facts(wording.photos(place.photos), wording.span(place.first, place.last))
        self._enter(place, place.name, said, lambda s: s.place_tiles(place.name, place.country))

    def open_trip(self, trip: Journey) -> None:
        said = wording.facts(wording.photos(len(trip.photos)), wording.span(trip.first, trip.last))
        self._enter(None, trip_name(trip), said, lambda s: s.tiles_of(trip.photos))

    def _enter(
        self, place: PlaceRow | None, name: str, said: str, read: Callable[[Studio], tuple[Tile, ...]]
    ) -> None:
        self._open, self._from = place, self.window().focusWidget()
        self.name.setText(name)
        self.line.setText(said)
        self.grid.set_tiles(())
        self.desk.bridge.read("place", read, self.grid.set_tiles)
        self._stack.setCurrentWidget(self._place)
        self.grid.setFocus()

    def leave_place(self) -> None:
        """Go back to the list, to where one came from."""
        self._stack.setCurrentWidget(self._list)
        if self._from is self.map:
            self.map.setFocus()
        elif self._open is not None:
            self.covers.focus_on((self._open.name, self._open.country))
        elif self._from is not None and isValid(self._from):
            self._from.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._stack.currentWidget() is self._place:
            self.leave_place()
            return
        super().keyPressEvent(event)

    def _empty_state(self, why: tuple[PlaceRow, ...] | str | Path) -> EmptyState:
        if isinstance(why, Path):
            return folder_is_away(self.desk, why)
        if why == "not allowed":
            return self.not_allowed()
        if why == "no folder":
            return where_photos_are(self.desk)
        if why == "no places":
            return EmptyState(
                "map-pin", _("Places are not used"),
                _("If you allow it, rollsuggest reads where photos were taken. No map service is contacted."),
                _("Open Privacy"), lambda: self.desk.go.emit("privacy"),
            )  # fmt: skip
        return EmptyState(
            "map-pin", _("No places yet"), _("They appear when photos say where they were taken.")
        )
