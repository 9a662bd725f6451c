"""The fake studio's previews, films and saved files: small pictures that are drawn."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from fake_core import FakeCore
from fake_things import draw
from PySide6.QtCore import QBuffer, QSize
from PySide6.QtGui import QColor, QImage

from rollsuggest.errors import CancelledError, UserError
from rollsuggest.library.reel import PIECE, Reel, pack
from rollsuggest.library.rows import (
    Creation,
    Reveals,
)
from rollsuggest.model import (
    AssetId,
    Box,
    Laid,
    Make,
    Purpose,
    Recipe,
    Slot,
    SuggestionKey,
)
from rollsuggest.studio import Cancelled, Progress


class FakeMaking(FakeCore):
    def lights(self, recipe: Recipe) -> tuple[str, ...]:
        return self.suiting_lights

    def film_lasts_s(self, photo: AssetId | Path) -> float | None:
        return 42.0

    def laid_out(self, recipe: Recipe) -> Laid:
        """Photos beside each other, all of each seen."""
        n = max(len(recipe.photos), 1)
        slots = (Slot(p, Box(i / n, 0, 1 / n, 1), Box(0.1, 0, 0.8, 1)) for i, p in enumerate(recipe.photos))
        tree = "h(" + ",".join(map(str, range(n))) + ")"
        return Laid(tuple(slots) if recipe.make is Make.COLLAGE else (), tree, recipe.stickers)

    def shuffled(self, recipe: Recipe) -> Recipe:
        self._did("shuffled")
        return replace(recipe, seed=recipe.seed + 1, tree=(recipe.tree or "v(0,1)") if recipe.locked else "")

    def preview(
        self,
        recipe: Recipe,
        height_px: int,
        progress: Progress | None = None,
        cancelled: Cancelled | None = None,
    ) -> Path:
        self._did("preview")
        for done in range(len(recipe.photos) if recipe.drawn else 0):
            if cancelled and cancelled():
                self._did("preview called off")
                raise CancelledError
            time.sleep(self.drawing_takes_s)
            if progress:
                progress((done + 1) / len(recipe.photos))
        if self.fails_to_draw:
            raise UserError("The photos of this suggestion are not there any more.", "Plug in the drive.")
        width, height = recipe.format.size_px
        out = self.paths.previews / f"{abs(hash((recipe, height_px)))}.jpg"
        if not out.exists():
            beside = out.with_name(f"{threading.get_ident()}-{out.name}")  # never half a file
            draw(beside, QSize(round(height_px * width / height), height_px), recipe.seed)
            beside.replace(out)
        return out

    def reel(self, recipe: Recipe) -> Reel:
        self._did("reel")
        if self.fails_to_draw or recipe.music == "/gone.mp3":
            raise UserError("The music cannot be played.", "Choose it again.")
        return Reel(self.film_frames)

    def reel_piece(self, recipe: Recipe, number: int) -> Path:
        """Frames of one colour each, whose red tells which they are."""
        self._did(f"reel_piece {number}")
        out = self.paths.previews / f"{abs(hash(recipe))}-{number}.reel"
        frames: list[bytes] = []
        for at in range(number * PIECE, min((number + 1) * PIECE, self.film_frames)):
            image = QImage(36, 64, QImage.Format.Format_RGB32)
            image.fill(QColor(at % 250, 80, 80))
            held = QBuffer()
            held.open(QBuffer.OpenModeFlag.WriteOnly)
            image.save(held, "PNG")  # type: ignore[call-overload]
            frames.append(bytes(held.data().data()))
        out.write_bytes(pack(frames))
        return out

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
        self._did(f"make {out.name} {coding}".strip())
        for step in range(20):
            if cancelled and cancelled():
                self._did("cancelled")
                raise CancelledError
            if progress:
                progress(step / 20)
            time.sleep(self.make_takes_s / 20)
        out.write_bytes(b"made")
        creation = Creation(len(self.made) + 1, key, recipe, out, datetime(2026, 6, 14, 12))
        self.made.append(creation)
        self._did("made", "creations", "suggestions")
        return creation

    def reveals(self, recipe: Recipe) -> Reveals:
        if Purpose.FACES not in self.allowed:
            return Reveals(looked=False)
        return Reveals(("Ana", "Rui"), nameless=len(recipe.photos))

    def creations(self) -> tuple[Creation, ...]:
        return tuple(self.made)
