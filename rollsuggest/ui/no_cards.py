"""What the home page says while there is no card: what is missing, and what to do."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from rollsuggest.i18n import _
from rollsuggest.ui.controls import EmptyState
from rollsuggest.ui.desk import Desk
from rollsuggest.ui.folders import folder_is_away, no_photo_in, where_photos_are
from rollsuggest.ui.home import Home, HomeState


def instead_of_cards(desk: Desk, home: Home) -> QWidget | None:
    """Return what stands there; None while nothing may be looked at, which every page says alike."""
    match home.state:
        case HomeState.NO_FOLDER:
            return where_photos_are(desk)
        case HomeState.FOLDER_MISSING:
            return folder_is_away(desk, home.rolls[0].path)
        case HomeState.FOLDER_EMPTY:
            return no_photo_in(desk, home.rolls[0].path)
        case HomeState.NONE_TODAY:
            return EmptyState(
                "lightbulb", _("Nothing to suggest today"),
                _("rollsuggest looks again every day, and when new photos come. "
                  "Your photos are all in the library."),
                _("Open the library"), lambda: desk.go.emit("library"),
            )  # fmt: skip
        case HomeState.OFF:
            return EmptyState(
                "lightbulb", _("Suggestions are off"),
                _("Nothing is suggested and no new photos are looked at."),
                _("Open Settings"), lambda: desk.go.emit("settings"),
            )  # fmt: skip
        case _:
            return None
