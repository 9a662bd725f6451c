"""Which state the home page is in: a pure decision over what the studio says."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from rollsuggest.consent.grants import Grants
from rollsuggest.i18n import _
from rollsuggest.library.rows import Card, IndexStatus, Roll, Tile
from rollsuggest.model import Person, Purpose, SuggestionState
from rollsuggest.settings import Settings
from rollsuggest.studio import Studio

BUSY = frozenset({"scanning", "looking", "grouping", "paused"})
FOUND_SO_FAR = 60  # photos shown while there is nothing else to enjoy


class HomeState(StrEnum):
    NOT_ALLOWED = "not-allowed"
    OFF = "off"
    NO_FOLDER = "no-folder"
    FOLDER_MISSING = "folder-missing"
    FOLDER_EMPTY = "folder-empty"
    LEARNING = "learning"
    NONE_TODAY = "none-today"
    CARDS = "cards"


@dataclass(frozen=True, slots=True)
class Home:
    grants: Grants
    settings: Settings = field(default_factory=Settings)
    rolls: tuple[Roll, ...] = ()
    status: IndexStatus = field(default_factory=IndexStatus)
    cards: tuple[Card, ...] = ()
    tiles: tuple[Tile, ...] = ()
    missed: Person | None = None  # to be asked about

    @property
    def state(self) -> HomeState:
        if not self.grants.has(Purpose.ANALYSE):
            return HomeState.NOT_ALLOWED
        if not self.settings.suggestions:
            return HomeState.OFF
        if self.cards:
            return HomeState.CARDS
        return self._without_cards()

    def _without_cards(self) -> HomeState:
        if not self.rolls:
            return HomeState.NO_FOLDER
        if all(roll.missing for roll in self.rolls):
            return HomeState.FOLDER_MISSING
        if self.status.state in BUSY:
            return HomeState.LEARNING
        return HomeState.NONE_TODAY if self.tiles else HomeState.FOLDER_EMPTY


def read_home(studio: Studio, today: date) -> Home:
    """Read what the home page shows; nothing beyond the grants while nothing is allowed."""
    grants = studio.grants()
    if not grants.has(Purpose.ANALYSE):
        return Home(grants)
    settings = studio.settings()
    if not settings.suggestions:
        return Home(grants, settings)
    rolls = studio.rolls()
    if not rolls:
        return Home(grants, settings)
    cards = studio.suggestions(today)
    tiles = () if cards else studio.tiles()[:FOUND_SO_FAR]
    missed = studio.missed_person(today) if cards else None
    return Home(grants, settings, rolls, studio.index_status(), cards, tiles, missed)


def section_of(card: Card) -> str:
    """Return the group of a card: what is kept and what is the day's stands in none of the others."""
    if card.state is SuggestionState.SAVED:
        return "saved"
    return "today" if card.suggestion.of_the_day else card.suggestion.section


def sections(cards: tuple[Card, ...]) -> list[tuple[str, str, list[Card]]]:
    """Return (name, title, cards) of each section that has any, in the order of the page."""
    titles = {
        "today": _("Today"), "week": _("This week"), "trips": _("Trips"),
        "people": _("People"), "themes": _("Themes"), "saved": _("Kept for later"),
    }  # fmt: skip
    found: dict[str, list[Card]] = {name: [] for name in titles}
    for card in cards:
        if not card.suggestion.question:  # it stands above them all
            found.setdefault(section_of(card), []).append(card)
    return [(name, titles.get(name, name.capitalize()), held) for name, held in found.items() if held]
