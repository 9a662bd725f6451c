"""Captions, and finding photos by words."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

from rollsuggest.library import search, search_entry
from rollsuggest.library.captions import caption_of_many
from rollsuggest.library.search import Found
from rollsuggest.model import AssetId, Recipe
from rollsuggest.studio.core import Core

FRESHEN_S = 0.3  # a search waits this long for entries that are out of date; the next one goes on with them


class Search(Core):
    """What photos show, in words, and the photos that words stand for."""

    def search(self, text: str, today: date, *, patient: bool = False) -> Found:
        """Return what is found. Who is `patient` waits until every photo can be.

        Raises UserError where SQLite has no full-text search.
        """
        until = float("inf") if patient else time.monotonic() + FRESHEN_S
        behind = self._freshen_search(lambda: time.monotonic() >= until)
        with self._db.snapshot() as db:
            return replace(search.find(db, text, today), behind=behind)

    def search_hints(self) -> tuple[str, ...]:
        """Return a few things that can be found here."""
        with self._db.read() as db:
            return search.hints(db)

    def captions(self, assets: Iterable[AssetId]) -> dict[AssetId, str]:
        """Return a caption for each of these that may be shown."""
        with self._db.read() as db:
            return search_entry.captions(db, assets)

    def caption_of(self, recipe: Recipe) -> str:
        """Return what a creation shows, in words."""
        with self._db.read() as db:
            known = search_entry.describe(db, recipe.photos)
        facts = [known[photo].facts for photo in recipe.photos if photo in known]
        return caption_of_many(facts, recipe.make, redrawn=bool(recipe.drawn), clip=recipe.clip)

    def _freshen_search(self, enough: Callable[[], bool]) -> int:
        return search.freshen(self._db, enough)
