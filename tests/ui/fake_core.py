"""What all topics of the fake studio stand on: what it holds, and what was asked of it."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from fake_things import PICTURES, draw, fake_cards, fake_people, fake_tiles
from PySide6.QtCore import QSize

from rollsuggest.consent.grants import Agreed, Grants
from rollsuggest.library.named_faces import NameFound
from rollsuggest.library.outbox import Parcel
from rollsuggest.library.rows import (
    Card,
    Creation,
    DateChange,
    IndexStatus,
    PetRow,
    Question,
    Roll,
)
from rollsuggest.model import (
    AssetId,
    Person,
    Purpose,
    QuietRule,
    Role,
    RollId,
    SuggestionKey,
)
from rollsuggest.paths import Paths
from rollsuggest.settings import Settings
from rollsuggest.studio import Changed, Studio


class FakeCore(Studio):
    def __init__(self, paths: Paths, photos: int = 60, cards: int = 8, allowed: bool = True) -> None:
        self.paths = paths
        paths.ensure()
        self.calls: list[str] = []
        self.allowed = dict.fromkeys([Purpose.ANALYSE, Purpose.PLACES, Purpose.FACES], datetime(2026, 6, 1))
        if not allowed:
            self.allowed = {}
        self.asked = allowed
        self.suiting_lights: tuple[str, ...] = ("golden", "petals", "rain", "stars")
        self.agreed: tuple[Agreed, ...] = ()
        self.renewing = ""
        self.said: frozenset[Purpose] = frozenset()
        self.held = Settings()
        self.at_login = False
        self.not_heard: tuple[str, ...] = ()
        self.folders: list[Roll] = [Roll(RollId(1), Path("/photos"), photos, False)] if photos else []
        self.photos = fake_tiles(photos)
        self.cards = {c.suggestion.key: c for c in fake_cards(cards, self.photos)}
        self.persons = fake_people(self.photos) if photos else []
        self.dog = PetRow("dog", 3, AssetId(4), None)
        self.quiet: list[QuietRule] = []
        self.missed: Person | None = None
        self.questions: tuple[Question, ...] = ()
        self.names_found: tuple[NameFound, ...] = ()
        self.made: list[Creation] = []
        self.locked = self.no_keyring = self.tampered = False
        self.back: tuple[Card, ...] = ()  # what servers made
        self.refused: set[SuggestionKey] = set()
        self.drafts: dict[int, Parcel] = {}
        self._draft_numbers = itertools.count(1)  # none twice, whatever is sent meanwhile
        self.parcels: list[Parcel] = []
        self.status = IndexStatus("done", photos, photos)
        self.listeners: list[Callable[[Changed], None]] = []
        self.make_takes_s = 0.0
        self.drawing_takes_s = 0.0  # of each photo of a preview that is redrawn
        self.fails_to_draw = False
        self.film_frames = 75  # of each film that is looked at
        self.behind = 0  # photos that a search cannot find yet
        self.homes: dict[str, bool | None] = {}
        self.roles: dict[AssetId, Role] = {}  # what the person said
        self.batches: dict[int, tuple[DateChange, ...]] = {}
        for number in range(PICTURES if photos else 0):
            draw(paths.thumbnails / f"{number}.jpg", QSize(480, 320), number)

    def lay_out_sample(self, today: date) -> None:
        self.calls.append("lay_out_sample")

    def _did(self, call: str, *topics: str) -> None:
        self.calls.append(call)
        if topics:
            for listener in tuple(self.listeners):
                listener(Changed(frozenset(topics)))

    def close(self) -> None:
        self._did("close")

    def subscribe(self, listener: Callable[[Changed], None]) -> Callable[[], None]:
        self.listeners.append(listener)
        return lambda: self.listeners.remove(listener)

    def grants(self) -> Grants:
        self._did("grants")
        return Grants(
            tuple(self.allowed.items()), self.asked, "", self.agreed, self.renewing, frozenset(self.said)
        )

    def settings(self) -> Settings:
        self._did("settings")
        return self.held

    def unheard(self) -> tuple[str, ...]:
        told, self.not_heard = self.not_heard, ()
        return told

    def change_settings(self, settings: Settings) -> None:
        self.held = settings
        self._did("change_settings", "settings", "suggestions")
