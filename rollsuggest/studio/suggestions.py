"""Suggestions and the answers to them."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from datetime import date, datetime

from rollsuggest.errors import UserError
from rollsuggest.i18n import _
from rollsuggest.jobs import worker
from rollsuggest.library import alike, decisions, store
from rollsuggest.library.rows import Card
from rollsuggest.model import AssetId, Purpose, Recipe, Role, SuggestionKey, SuggestionState
from rollsuggest.paths import Paths
from rollsuggest.studio.core import SUGGEST_TIMEOUT_S
from rollsuggest.studio.indexing import SUGGESTIONS_EVERY_S, Indexing


class Suggestions(Indexing):
    """What the rules say, and what the person answers."""

    def __init__(self, paths: Paths) -> None:
        super().__init__(paths)
        self._fresh_until = 0.0
        self._suggesting = threading.Lock()

    def extras(self) -> Mapping[AssetId, Role]:
        """Return the worse frames of bursts, edited copies and duplicates."""
        return self._workers.call(worker.extras, self.paths.database, timeout_s=SUGGEST_TIMEOUT_S)

    def suggestions(self, today: date) -> tuple[Card, ...]:
        """Return best first, dismissed ones left out; () while suggestions are off or nothing is allowed."""
        if not self.settings().suggestions or not self.grants().has(Purpose.ANALYSE):
            return ()
        with self._suggesting:
            self._refresh_suggestions(today)
        with self._db.read() as db:
            return decisions.cards(db)

    def _refresh_suggestions(self, today: date) -> None:
        with self._db.read() as db:
            generation = store.generation(db)
        if self._suggested == (generation, today) or self._still_fresh(today):
            return
        began = time.monotonic()
        made = self._workers.call(
            worker.suggest,
            self.paths.database,
            today,
            None,
            self.settings().nudity,
            timeout_s=SUGGEST_TIMEOUT_S,
        )
        with self._db.write() as db:
            decisions.store_suggestions(db, made.suggestions, today.isoformat())
            alike.store(db, made.extras)
        self._suggested = (generation, today)
        now = time.monotonic()
        self._fresh_until = now + max(SUGGESTIONS_EVERY_S, 5 * (now - began))

    def _still_fresh(self, today: date) -> bool:
        """While photos are looked at, each one changes the library: the rules are not asked after each."""
        if self._control is None or self._suggested is None or self._suggested[1] != today:
            return False
        return time.monotonic() < self._fresh_until

    def last_suggestions(self) -> tuple[Card, ...]:
        """Return what the rules last said, without asking them again."""
        with self._db.read() as db:
            return decisions.cards(db)

    def card(self, key: SuggestionKey, today: date) -> Card:
        """Return one suggestion, as the rules last said it, or say it anew."""
        for stored in (True, False):
            cards = self.last_suggestions() if stored else self.suggestions(today)
            for card in cards:
                if card.suggestion.key == key:
                    return card
        raise UserError(
            _("There is no suggestion {key}.").format(key=key),
            _("Run: rollsuggest suggest --today DATE, to see all of them."),
        )

    def mark_seen(self, key: SuggestionKey) -> None:
        self._choose(key, SuggestionState.SEEN)

    def dismiss(self, key: SuggestionKey) -> None:
        self._choose(key, SuggestionState.DISMISSED)
        self._say("suggestions")

    def undismiss(self, key: SuggestionKey) -> None:
        self._choose(key, SuggestionState.NEW)
        self._say("suggestions")

    def _choose(self, key: SuggestionKey, state: SuggestionState) -> None:
        with self._db.write() as db:
            decisions.choose(db, key, state, datetime.now())

    def keep_recipe(self, key: SuggestionKey, recipe: Recipe) -> None:
        """Keep the person's edit of a suggestion's recipe."""
        with self._db.write() as db:
            decisions.keep_recipe(db, key, recipe, datetime.now())
