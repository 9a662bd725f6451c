"""Which state the home page is in: a pure decision over what the studio says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from rollsuggest.consent.grants import Grants
from rollsuggest.i18n import _
from rollsuggest.library.rows import Card, IndexStatus, Roll, Tile
from rollsuggest.model import Person, Purpose, SuggestionKey
from rollsuggest.settings import Settings
from rollsuggest.studio import Studio

BUSY = frozenset({"scanning", "looking", "grouping", "paused"})
RECENT = timedelta(days=45)  # a month that is over is told of for as long
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

    @property
    def held(self) -> bool:
        """Tell whether photos wait to be looked at: paused, for mains power, or as something went wrong."""
        waits = self.status.state in ("paused", "waiting") or bool(self.status.trouble)
        return waits and self.status.done < self.status.total

    def _without_cards(self) -> HomeState:
        if not self.rolls:
            return HomeState.NO_FOLDER
        if all(roll.missing for roll in self.rolls):
            return HomeState.FOLDER_MISSING
        if self.status.state in BUSY or self.held:
            return HomeState.LEARNING
        return HomeState.NONE_TODAY if self.tiles else HomeState.FOLDER_EMPTY


def read_home(studio: Studio, today: date) -> Home:
    """Read what the home page shows; nothing beyond the grants while nothing is allowed."""
    home = _allowed(studio)
    if not home.rolls:
        return home
    before = studio.index_status()  # what is found while the rules speak they have not been asked about
    cards = (*studio.came(datetime.now().astimezone()), *studio.suggestions(today))
    if not cards:
        found = _found(studio, home)
        return replace(found, status=before) if before.state in BUSY else found
    return replace(home, status=studio.index_status(), cards=cards, missed=studio.missed_person(today))


def read_found(studio: Studio) -> Home:
    """Read the same without the rules, which take their time: how far it is, and the photos found so far."""
    home = _allowed(studio)
    return _found(studio, home) if home.rolls else home


def _found(studio: Studio, home: Home) -> Home:
    return replace(home, status=studio.index_status(), tiles=studio.tiles()[:FOUND_SO_FAR])


def _allowed(studio: Studio) -> Home:
    grants = studio.grants()
    if not grants.has(Purpose.ANALYSE):
        return Home(grants)
    settings = studio.settings()
    if not settings.suggestions:
        return Home(grants, settings)
    return Home(grants, settings, studio.rolls())


class Group(NamedTuple):
    """A section of the feed."""

    name: str
    title: str
    cards: tuple[Card, ...]


class Still(NamedTuple):
    """A section in which nothing may move, and what stands in it."""

    name: str
    keys: tuple[SuggestionKey, ...]


def section_of(card: Card, today: date) -> str:
    """Return the group of a card: what is kept and what is the day's stands in none of the others."""
    about = card.suggestion
    if card.kept:
        return "saved"
    if about.of_the_day:
        return "today"
    if about.section == "week" and about.last is not None and today - about.last > RECENT:
        return "back"  # a month of last year is nothing of this week
    return about.section


def sections(cards: Sequence[Card], today: date, still: Sequence[Still] = ()) -> list[Group]:
    """Return each section that has any cards, and those that are still, in the order of the page.

    [Note: Still] Whoever aims at a card must not open another. The sections down to the last one that is seen
    are `still`: they keep their cards in their order, and new ones of them wait, as do whole sections that
    would push in between. Below, where nothing is seen, new ones come in. What the person keeps for later or
    lets go moves at once.
    """
    titles = {
        "came": _("From the server"),
        "today": _("Today"), "week": _("This week"), "trips": _("Trips"), "people": _("People"),
        "themes": _("Themes"), "back": _("Looking back"), "saved": _("Kept for later"),
    }  # fmt: skip
    found: dict[str, list[Card]] = {name: [] for name in titles}
    place = {name: number for number, name in enumerate(titles)}
    shut = {one.name for one in still}
    last = max((place.get(name, len(place)) for name in shut), default=-1)
    home = {key: (one.name, number) for one in still for number, key in enumerate(one.keys)}
    for card in sorted(cards, key=lambda c: home.get(c.suggestion.key, ("", 1 << 30))[1]):
        name, held = section_of(card, today), home.get(card.suggestion.key, ("", 0))[0]
        if card.suggestion.question:
            continue  # a question stands above them all
        if held and "saved" not in (name, held):
            name = held
        by_hand = "saved" in (name, held)
        waits = name in shut or place.get(name, len(place)) < last
        if held == name or by_hand or not waits:
            found.setdefault(name, []).append(card)
    return [
        Group(name, titles.get(name, name.capitalize()), tuple(held))
        for name, held in found.items()
        if held or name in shut
    ]
