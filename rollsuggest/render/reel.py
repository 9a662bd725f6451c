"""The film's own frames, small and on demand: the same storyboard, the same moves, some seconds of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np

from rollsuggest.library.pixels import Rgb
from rollsuggest.library.reel import PIECE
from rollsuggest.model import Recipe, Source
from rollsuggest.render.paint import LostPhotoError, Photos
from rollsuggest.render.planes import rgb
from rollsuggest.render.recap import Storyboard
from rollsuggest.render.scenes import frame_count, frames

JPEG_QUALITY = 86
MOST_KEPT = 24  # photos of about 1 MB: pieces that follow one another share them
GREY = 96


@dataclass(slots=True)
class Patient(Photos):
    """Keeps photos from piece to piece. One that is gone is grey here; the film is made without it."""

    of: Photos = field(default_factory=Photos)  # shares `kept` with this

    def load(self, source: Source, long_side_px: int) -> Rgb:
        try:
            shown = self.of.load(source, long_side_px)
        except LostPhotoError:
            shape = (max(8, source.height // 16), max(8, source.width // 16), 3)
            shown = np.full(shape, GREY, np.uint8)
        self.kept.pop(source.asset, None)
        self.kept[source.asset] = shown  # the last in the row: those at its beginning go first
        while len(self.kept) > MOST_KEPT:
            del self.kept[next(iter(self.kept))]
        return shown


def patient(photos: Photos) -> Patient:
    return Patient(photos.kept, photos)


def piece(
    board: Storyboard,
    recipe: Recipe,
    sources: Sequence[Source],
    size_px: tuple[int, int],
    number: int,
    photos: Callable[[], Photos],
) -> list[bytes]:
    """Return the film's frames from `number` * PIECE on as JPEGs of `size_px`; none after its end."""
    numbers = range(number * PIECE, min((number + 1) * PIECE, frame_count(board)))
    made = []
    for picture in frames(board, recipe, sources, size_px, photos, numbers):
        bgr = cv2.cvtColor(rgb(picture), cv2.COLOR_RGB2BGR)
        made.append(cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])[1].tobytes())
    return made
