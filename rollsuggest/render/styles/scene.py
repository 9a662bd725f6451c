"""The photo as a style gets it: at its working size, in floats, with the faces where they are in it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import cv2
import numpy as np

from rollsuggest.heap import trim
from rollsuggest.library.pixels import Rgb
from rollsuggest.render.styles.faces import FaceMark
from rollsuggest.render.styles.lab import REFERENCE_PX, Picture, Plane, f32, picture_of, resize, rgb_of

T = TypeVar("T")

# The least and most px that a photo is drawn at. 12 megapixels would take six times as long and show nothing
# more; a smaller photo, as a preview, is drawn larger, so that lines stay lines, and reduced again.
USUAL_SIZE = 792, 2048
DRAFT_PX = 480
MOST_ENLARGED = 3.0
LEAST_PERSON, MOST_PERSON, MOST_UNSURE = 0.04, 0.85, 0.2


@dataclass(frozen=True, slots=True)
class Touch:
    """What a person may change in every style; 1 is the style's own measure."""

    strength: float = 1.0  # 0 is the photo, 1 the drawing
    line: float = 1.0  # 0 none to 2
    flatness: float = 1.0  # 0 keeps detail, to 1.5
    colour: float = 1.0  # 0 as photographed, to 2
    eyes: float = 0.0  # enlarged by that share, to 0.2
    margin: bool = True  # bare paper around it, where the style leaves some; not around frames or crops


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """`scale` is the length of the picture over 1080: all widths of strokes and washes grow with it."""

    picture: Picture
    scale: float
    faces: tuple[FaceMark, ...]  # in pixels of `picture`
    original: Rgb  # at full size, for what deserves a closer look
    original_scale: float  # pixels of `original` for each of `picture`
    redraws: bool  # may the net be used?
    seed: int
    person: Plane | None = None  # 1 where somebody stands in front, 0 behind them
    touch: Touch = Touch()
    moves: bool = False  # a frame of a clip: drawn as its neighbours are, whatever it shows
    stages: dict[Hashable, Any] = field(default_factory=dict)

    @property
    def shape(self) -> tuple[int, int]:
        return self.picture.shape[0], self.picture.shape[1]

    @property
    def small(self) -> bool:
        """May stages be kept that are needed once in a drawing?"""
        return self.scale <= 1

    def stage(self, key: Hashable, make: Callable[[], T], keep: bool = True) -> T:
        """Return what was made under that key before, or make it: a moved slider repeats only what it moves.

        What a stage returns is shared: never change it in place. Without `keep` it takes no memory.
        """
        if not keep:
            made_anew = make()
            if not self.small:
                trim()
            return made_anew
        made: T | None = self.stages.pop(key, None)
        if made is None:
            made = make()
        self.stages[key] = made  # the last of all
        return made


def scene_of(
    rgb: Rgb,
    faces: Sequence[FaceMark],
    *,
    redraws: bool,
    seed: int,
    person: Plane | None = None,
    size: tuple[int, int] = USUAL_SIZE,
) -> Scene:
    height, width = rgb.shape[:2]
    longest = max(height, width)
    wanted = min(size[1], max(longest, min(size[0], longest * MOST_ENLARGED)))
    size = (max(8, round(width * wanted / longest)), max(8, round(height * wanted / longest)))
    if longest > wanted:  # in 8 bit: as floats 12 megapixels are 144 MB
        picture = picture_of(np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), dtype=np.uint8))
    elif size != (width, height):
        picture = resize(picture_of(rgb), size).clip(0, 1)
    else:
        picture = picture_of(rgb)
    factor = size[0] / width
    marks = tuple(face.moved(scale=factor) for face in faces)
    scale = max(size) / REFERENCE_PX
    front = None if person is None or not _tells(person) else _along_edges(person, picture, scale)
    return Scene(picture, scale, marks, rgb, 1 / factor, redraws, seed, front)


def _tells(person: Plane) -> bool:
    """A mask helps when it is sure of most of the picture and parts it into somebody and a background."""
    share = float(person.mean())
    unsure = float(((person > 0.25) & (person < 0.75)).mean())
    return LEAST_PERSON <= share <= MOST_PERSON and unsure <= MOST_UNSURE


def _along_edges(person: Plane, picture: Picture, scale: float) -> Plane:
    """Lead the coarse outline of the mask to the edges of the picture (guided filter, He et al. 2010)."""
    height, width = picture.shape[:2]
    coarse = f32(cv2.resize(person, (width, height), interpolation=cv2.INTER_LINEAR))
    fine = cv2.ximgproc.guidedFilter(picture, coarse, max(2, round(12 * scale)), 1e-4)
    return f32(fine.clip(0, 1))


def fitted(picture: Picture, like: Rgb) -> Rgb:
    """Return a style's picture at the size of the photo it was made from."""
    height, width = like.shape[:2]
    rgb = rgb_of(picture)
    if rgb.shape == like.shape:
        return rgb
    how = cv2.INTER_AREA if rgb.shape[0] > height else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(rgb, (width, height), interpolation=how), dtype=np.uint8)
