"""Previews and creations."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from rollsuggest.consent.grants import permit
from rollsuggest.errors import UserError
from rollsuggest.i18n import _
from rollsuggest.jobs import exports, worker
from rollsuggest.library import choices, decisions, queries, search_entry
from rollsuggest.library.captions import caption_of_many, for_strangers
from rollsuggest.library.codec import recipe_to_json
from rollsuggest.library.rows import Creation
from rollsuggest.library.view import sources
from rollsuggest.model import AssetId, Make, Purpose, Recipe, Source, SuggestionKey, SuggestionState
from rollsuggest.studio.core import RENDER_TIMEOUT_S, Cancelled, Core, Progress


class Making(Core):
    """Previews and finished files. Nothing is ever written over an original."""

    def preview(self, recipe: Recipe, height_px: int) -> Path:
        """Render the recipe as a still of that height into the cache (JPEG, cached by recipe and size)."""
        permit(self.grants(), Purpose.ANALYSE)
        width, height = recipe.format.size_px
        size = (max(2, round(width * height_px / height)), height_px)
        found = self._sources(recipe)
        name = f"{_digest(recipe, size, found)}.jpg"
        return self._cached(name, _still, _with(recipe, found), found, size)

    def make(
        self,
        recipe: Recipe,
        out: Path,
        *,
        key: SuggestionKey | None = None,
        progress: Progress | None = None,
        cancelled: Cancelled | None = None,
    ) -> Creation:
        """Render at full size to `out`: .mp4 is a film; .png, .jpg, .webp a still. No half file is left."""
        permit(self.grants(), Purpose.ANALYSE)
        out = out.expanduser().absolute()
        self._check_not_an_original(out)
        found = self._sources(recipe)
        faces = self.grants().has(Purpose.FACES)
        job = worker.RenderJob(
            _with(recipe, found), found, out, recipe.format.size_px, self._alt(recipe), faces
        )
        exports.export(job, progress, cancelled)
        with self._db.write() as db:
            creation = decisions.add_creation(db, key, recipe, out, datetime.now())
            if key is not None:
                choices.choose(db, key, SuggestionState.MADE, datetime.now())
        self._say("creations", "suggestions")
        return creation

    def make_of_files(
        self,
        photos: Sequence[Path],
        recipe: Recipe,
        out: Path,
        *,
        progress: Progress | None = None,
        cancelled: Cancelled | None = None,
    ) -> None:
        """Make something of files by name, in the library or not. Faces are found only if that is allowed.

        `recipe.photos` is filled in here. A restyle keeps the shape of its photo.
        """
        permit(self.grants(), Purpose.ANALYSE)
        out = out.expanduser().absolute()
        self._check_not_an_original(out, photos)
        faces, now = self.grants().has(Purpose.FACES), datetime.now().astimezone()
        found: dict[AssetId, Source] = {}
        for number, photo in enumerate(photos, 1):
            path = photo.expanduser().absolute()
            found[AssetId(number)] = self._workers.call(
                _describe, AssetId(number), path, faces, now, timeout_s=RENDER_TIMEOUT_S
            )
        recipe = replace(recipe, photos=tuple(found))
        size = (
            _own_shape(next(iter(found.values()))) if recipe.make is Make.RESTYLE else recipe.format.size_px
        )
        exports.export(worker.RenderJob(recipe, found, out, size), progress, cancelled)

    def creations(self) -> tuple[Creation, ...]:
        with self._db.read() as db:
            return decisions.creations(db)

    def _alt(self, recipe: Recipe) -> str:
        """Say what a creation shows without names, place and date: nobody sees that a file carries them."""
        with self._db.read() as db:
            known = search_entry.describe(db, recipe.photos)
        facts = [for_strangers(known[photo].facts) for photo in recipe.photos if photo in known]
        return caption_of_many(facts, recipe.make)

    def _sources(self, recipe: Recipe) -> dict[AssetId, Source]:
        with self._db.read() as db:
            found = sources(db, recipe.photos)
        if not found:
            raise UserError(
                _("The photos of this suggestion are not there any more."),
                _("They may have been moved or hidden."),
            )
        return found

    def _check_not_an_original(self, out: Path, photos: Sequence[Path] = ()) -> None:
        """Nothing of ours is ever written over a photo of a roll, or over one that it is made of."""
        resolved = out.resolve()
        originals = {photo.expanduser().resolve() for photo in photos}
        with self._db.read() as db:
            watched = queries.is_asset(db, resolved)
        if resolved in originals or watched:
            raise UserError(
                _("{path} is one of your photos.").format(path=out),
                _("Choose another name; originals are never changed."),
            )


def _still(recipe: Recipe, out: Path, found: Mapping[AssetId, Source], size_px: tuple[int, int]) -> None:
    worker.still(worker.RenderJob(recipe, found, out, size_px))


def _describe(asset: AssetId, path: Path, faces: bool, now: datetime) -> Source:
    return worker.describe(asset, path, faces=faces, now=now)


def _with(recipe: Recipe, found: Mapping[AssetId, Source]) -> Recipe:
    """Return the recipe with the photos that may be shown."""
    return replace(recipe, photos=tuple(photo for photo in recipe.photos if photo in found))


def _own_shape(source: Source, long_side_px: int = 2048) -> tuple[int, int]:
    scale = min(1.0, long_side_px / max(source.width, source.height))
    return max(2, round(source.width * scale)), max(2, round(source.height * scale))


def _digest(recipe: Recipe, size: tuple[int, int], found: Mapping[AssetId, Source]) -> str:
    """Name a preview by all that goes into it, so that a changed photo or a new face makes a new one."""
    parts = json.dumps([recipe_to_json(recipe), size]) + repr(sorted(found.items()))
    return hashlib.blake2b(parts.encode(), digest_size=16).hexdigest()
