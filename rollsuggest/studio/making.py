"""Previews and creations."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from math import sqrt
from pathlib import Path

from rollsuggest.consent.grants import Sending, permit
from rollsuggest.errors import CancelledError, UserError
from rollsuggest.i18n import _
from rollsuggest.jobs import exports, looking, worker
from rollsuggest.library import choices, decisions, queries, revealing, search_entry
from rollsuggest.library.captions import Facts, caption_of_many, for_strangers
from rollsuggest.library.codec import recipe_to_json
from rollsuggest.library.reel import Reel, size_of
from rollsuggest.library.rows import Creation, Reveals
from rollsuggest.library.view import sources
from rollsuggest.model import (
    DRAFT,
    LARGEST_PX,
    MOST_DRAWN_PX,
    AssetId,
    Laid,
    Make,
    Purpose,
    Recipe,
    Source,
    SuggestionKey,
    SuggestionState,
    sheet_px,
)
from rollsuggest.studio import revealed
from rollsuggest.studio.core import DRAFT_ENDING, RENDER_TIMEOUT_S, Cancelled, Core, Progress
from rollsuggest.studio.lights import suiting

LEAST_DRAWN_PX = 1080  # long side of a drawing: at less, lines are steps


class Making(Core):
    """Previews and finished files. Nothing is ever written over an original."""

    def preview(
        self,
        recipe: Recipe,
        height_px: int,
        progress: Progress | None = None,
        cancelled: Cancelled | None = None,
    ) -> Path:
        """Render the recipe as a still of that height into the cache (JPEG, cached by recipe and size).

        Photos to be redrawn are drawn one after the other before, which `progress` hears; `cancelled` is
        looked at between them. Raises CancelledError.
        """
        if recipe.drawn:
            self._draw_ahead(recipe, height_px, progress, cancelled)
        job = self._job(recipe, height_px)
        return self._cached(job.out.name, _still, job)

    def _job(self, recipe: Recipe, height_px: int) -> worker.RenderJob:
        """Return what a preview is made of, and where it is kept."""
        permit(self.grants(), Purpose.ANALYSE)
        found = self._sources(recipe)
        width, height = shape_of(recipe, found)
        size = (max(2, round(width * height_px / height)), height_px)
        ending = DRAFT_ENDING if recipe.quality == DRAFT else "jpg"
        out = self.paths.previews / f"{_digest(recipe, size, found)}.{ending}"
        faces = self.grants().has(Purpose.FACES)
        return worker.RenderJob(_with(recipe, found), found, out, size, faces=faces)

    def laid_out(self, recipe: Recipe) -> Laid:
        """Return where the photos of a collage lie, for who edits it."""
        job = self._job(recipe, recipe.format.size_px[1])
        return self._workers.call(worker.laid_out, job, timeout_s=RENDER_TIMEOUT_S)

    def shuffled(self, recipe: Recipe) -> Recipe:
        """Return the recipe laid out anew: the photos that are locked stay where they are."""
        job = self._job(recipe, recipe.format.size_px[1])
        found = self._workers.call(worker.shuffled, job, timeout_s=RENDER_TIMEOUT_S)
        return replace(found, photos=recipe.photos)

    def _draw_ahead(
        self, recipe: Recipe, height_px: int, progress: Progress | None, cancelled: Cancelled | None
    ) -> None:
        """Have the worker redraw and keep each photo; what may be shown is asked anew for each."""
        done, count = 0, 1
        while done < count and not (job := self._job(recipe, height_px)).out.exists():
            if cancelled and cancelled():
                raise CancelledError
            count = self._workers.call(worker.draw_ahead, job, done, timeout_s=RENDER_TIMEOUT_S)
            done += 1
            if progress:
                progress(done / count)

    def lights(self, recipe: Recipe) -> tuple[str, ...]:
        """Return the kinds of light and weather that suit the photo of a restyle, as it is cut."""
        job = self._job(recipe, recipe.format.size_px[1])
        sky = self._workers.call(worker.under_stars, job, timeout_s=RENDER_TIMEOUT_S)
        with self._db.read() as db:
            known = queries.photo(db, recipe.photos[0])
        return suiting(sky, known.themes, known.objects, len(known.faces), recipe.clip)

    def file_under_stars(self, photo: Path) -> bool:
        """Return whether a photo outside the library shows sky enough for stars."""
        permit(self.grants(), Purpose.ANALYSE)
        found = self._described([photo], faces=False)
        recipe = Recipe(Make.RESTYLE, tuple(found))
        job = worker.RenderJob(recipe, found, photo, shape_of(replace(recipe, whole=True), found))
        return self._workers.call(worker.under_stars, job, timeout_s=RENDER_TIMEOUT_S)

    def film_lasts_s(self, photo: AssetId | Path) -> float | None:
        """Return the seconds of a video, or of a moving photo's film; None where there is none."""
        permit(self.grants(), Purpose.ANALYSE)
        if isinstance(photo, Path):
            source: Source | None = self._described([photo], faces=False)[AssetId(1)]
        else:
            with self._db.read() as db:
                source = sources(db, (photo,)).get(photo)
        if source is None or not source.film:
            return None
        return self._workers.call(
            worker.film_lasts_s, Path(source.film), source.film_offset, timeout_s=RENDER_TIMEOUT_S
        )

    def reel(self, recipe: Recipe) -> Reel:
        """Plan the film of a recap to be looked at. Raises UserError for its photos and its music."""
        return self._workers.call(worker.reel, self._reel_job(recipe), timeout_s=RENDER_TIMEOUT_S)

    def reel_piece(self, recipe: Recipe, number: int) -> Path:
        """Return a second of that film (library.reel), made now or before."""
        job = self._reel_job(recipe)
        name = f"{job.out.name}-{number}.reel"
        return self._cached(name, worker.reel_piece, job, number)

    def _reel_job(self, recipe: Recipe) -> worker.RenderJob:
        permit(self.grants(), Purpose.ANALYSE)
        found, size = self._sources(recipe), size_of(recipe.format.size_px)
        out = self.paths.previews / _digest(recipe, size, found)
        return worker.RenderJob(
            _with(recipe, found), found, out, size, faces=self.grants().has(Purpose.FACES)
        )

    def reveals(self, recipe: Recipe) -> Reveals:
        """Return who is seen in what is about to be saved, as far as that may be known."""
        permit(self.grants(), Purpose.ANALYSE)
        if not self.grants().has(Purpose.FACES):
            return Reveals(looked=False)
        with self._db.read() as db:
            return revealing.reveals(db, recipe)

    def make(
        self,
        recipe: Recipe,
        out: Path,
        *,
        key: SuggestionKey | None = None,
        progress: Progress | None = None,
        cancelled: Cancelled | None = None,
        coding: str = "",
    ) -> Creation:
        """Render at full size to `out`: .mp4, .webm and .gif are films; .png, .jpg, .webp stills, .pdf print.

        `coding` asks for another file of the same name: hevc, av1, moving for a .webp; cards for one picture
        a chapter; large for a picture, a3 for a .pdf. No half file is left.
        """
        permit(self.grants(), Purpose.ANALYSE)
        out = out.expanduser().absolute()
        self._check_not_an_original(out)
        if recipe.blur:
            revealed.require_blurrable(self.reveals(recipe), recipe)
        found = self._sources(recipe)
        faces = self.grants().has(Purpose.FACES)
        size = shape_of(recipe, found) if recipe.whole else size_as(recipe, out, coding)
        job = worker.RenderJob(_with(recipe, found), found, out, size, self._alt(recipe), faces, coding)
        exports.export(job, progress, cancelled)
        with self._db.write() as db:
            creation = decisions.add_creation(db, key, recipe, out, datetime.now())
            if key is not None:
                choices.choose(db, key, SuggestionState.MADE, datetime.now())
        self._note_saved(recipe, out)
        self._say("creations", "suggestions")
        return creation

    def _note_saved(self, recipe: Recipe, out: Path) -> None:
        """Write into the ledger that something left for a folder: no name, since a file's may hold one."""
        with suppress(UserError, OSError):  # a record that was changed keeps nobody from saving
            with out.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            told = Sending(AssetId(0), "", out.stat().st_size, digest, recipe.make.value)
            self._ledger.write("export", [None], datetime.now().astimezone(), sending=told)

    def make_of_files(
        self,
        photos: Sequence[Path],
        recipe: Recipe,
        out: Path,
        *,
        progress: Progress | None = None,
        cancelled: Cancelled | None = None,
        coding: str = "",
    ) -> Reveals:
        """Make something of files by name, in the library or not. Faces are found only if that is allowed.

        A map asks for places; nothing else of files by name tells where they were taken.

        `recipe.photos` is filled in here. A restyle keeps the shape of its photo. Returns what the file
        shows: of files by name, every face is one without a name.
        """
        permit(self.grants(), Purpose.ANALYSE)
        out = out.expanduser().absolute()
        self._check_not_an_original(out, photos)
        faces = self.grants().has(Purpose.FACES)
        on_map = recipe.make is Make.COLLAGE and recipe.style == "map"
        if on_map:
            permit(self.grants(), Purpose.PLACES)
        found = self._described(photos, faces, places=on_map)
        clip = recipe.make is Make.RESTYLE and exports.is_film(out, coding)
        whole = recipe.make is Make.RESTYLE and not clip
        recipe = replace(recipe, photos=tuple(found), clip=clip, whole=whole)
        shown = Reveals(looked=faces, nameless=sum(len(source.faces) for source in found.values()))
        if recipe.blur:
            revealed.require_blurrable(shown, recipe)
            found = {asset: revealing.as_strangers(source) for asset, source in found.items()}
        size = shape_of(recipe, found) if clip or whole else size_as(recipe, out, coding)
        alt = caption_of_many([Facts()] * len(found), recipe.make, redrawn=bool(recipe.drawn), clip=clip)
        exports.export(worker.RenderJob(recipe, found, out, size, alt, faces, coding), progress, cancelled)
        self._note_saved(recipe, out)
        return shown

    def _described(
        self, photos: Sequence[Path], faces: bool, *, places: bool = False
    ) -> dict[AssetId, Source]:
        """Return what the renderer needs of files by name, numbered from 1."""
        now = datetime.now().astimezone()
        found: dict[AssetId, Source] = {}
        for number, photo in enumerate(photos, 1):
            path = photo.expanduser().absolute()
            found[AssetId(number)] = self._workers.call(
                _describe, AssetId(number), path, faces, places, now, timeout_s=RENDER_TIMEOUT_S
            )
        return found

    def creations(self) -> tuple[Creation, ...]:
        with self._db.read() as db:
            return decisions.creations(db)

    def _alt(self, recipe: Recipe) -> str:
        """Say what a creation shows without names, place and date: nobody sees that a file carries them."""
        with self._db.read() as db:
            known = search_entry.describe(db, recipe.photos)
        facts = [for_strangers(known[photo].facts) for photo in recipe.photos if photo in known]
        return caption_of_many(facts, recipe.make, redrawn=bool(recipe.drawn), clip=recipe.clip)

    def _sources(self, recipe: Recipe) -> dict[AssetId, Source]:
        with self._db.read() as db:
            found = sources(db, recipe.photos)
            if recipe.blur:
                found = revealing.with_strangers_blurred(db, found)
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


def size_as(recipe: Recipe, out: Path, coding: str) -> tuple[int, int]:
    """Return the pixels that a creation is made of: more for print and for large pictures.

    A page that nobody changed fills the sheet it is printed on; one that was edited keeps its own shape.
    """
    w, h = recipe.format.size_px
    if recipe.make is not Make.COLLAGE:
        return w, h
    if out.suffix.lower() == ".pdf":
        across, down = sheet_px(coding, w > h)
        if not (recipe.tree or recipe.framed or recipe.locked or recipe.stickers):
            return across, down
        scale = min(across / w, down / h)
    elif coding == "large":
        scale = LARGEST_PX / max(w, h)
    else:
        return w, h
    return round(w * scale), round(h * scale)


def _still(job: worker.RenderJob, out: Path) -> None:
    worker.still(replace(job, out=out))


def _describe(asset: AssetId, path: Path, faces: bool, places: bool, now: datetime) -> Source:
    return looking.describe(asset, path, faces=faces, places=places, now=now)


def _with(recipe: Recipe, found: Mapping[AssetId, Source]) -> Recipe:
    """Return the recipe with the photos that may be shown."""
    return replace(recipe, photos=tuple(photo for photo in recipe.photos if photo in found))


def shape_of(recipe: Recipe, found: Mapping[AssetId, Source]) -> tuple[int, int]:
    """Return the pixels of a restyled photo or clip that keeps its own shape, else those of the format.

    Of a photo they are its own, up to MOST_DRAWN_PX; a small one is drawn larger, as lines need room.
    """
    if not recipe.clip and not recipe.whole:
        return recipe.format.size_px
    source = next(iter(found.values()))
    width, height = source.width, source.height
    least = LEAST_DRAWN_PX / max(width, height)
    most = min(LARGEST_PX / max(width, height), sqrt(MOST_DRAWN_PX / (width * height)))
    scale = min(max(1.0, least), most)
    return max(2, round(width * scale)), max(2, round(height * scale))


def _digest(recipe: Recipe, size: tuple[int, int], found: Mapping[AssetId, Source]) -> str:
    """Name a preview by all that goes into it, so that a changed photo or a new face makes a new one."""
    parts = json.dumps([recipe_to_json(recipe), size]) + repr(sorted(found.items()))
    return hashlib.blake2b(parts.encode(), digest_size=16).hexdigest()
