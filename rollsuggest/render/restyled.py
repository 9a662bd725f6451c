"""One photo restyled and fitted to a shape: cropped where no face is cut, or whole over its own blur."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import ImageDraw

from rollsuggest.library.pixels import Rgb
from rollsuggest.model import DRAFT, Box, Recipe, Source
from rollsuggest.render.focus import focus, lost, ratio_range, window, with_margin
from rollsuggest.render.heading import heading
from rollsuggest.render.layouts import Rect
from rollsuggest.render.paint import Photos, Sheet, backdrop, cut, design_size, sheet, small
from rollsuggest.render.palette import paper
from rollsuggest.render.plate import on_page, plate_rect
from rollsuggest.render.styles import DRAFT_PX, FaceMark, Find, FindIn, Recognise, Touch, restyle
from rollsuggest.render.styles.lab import REFERENCE_PX, picture_of
from rollsuggest.render.styles.light import SKY_PX, sky, starry

SAME = 0.03  # ratios this near are the same
MOST_LOST = 0.30
WHOLE = Box(0, 0, 1, 1)
DEFAULT_STYLE = "anime"
MOST_LOOKED = 3  # the preview, its draft and the small sample


CutOut = Callable[[Rgb], npt.NDArray[np.float32]]  # a person mask (h, w), 0..1
# Box x, y, w, h and five points (5, 2) of each face, in pixels.
Marks = Sequence[tuple[tuple[float, float, float, float], npt.NDArray[np.float32]]]
FaceMarks = Callable[[Rgb], Marks]
FaceMarksIn = Callable[[Rgb, int], Marks]  # of a part of a picture whose long side is so many px
# The points (5, 2) of n faces, in pixels, to what tells them from others: (n, k), of length 1.
FaceVectors = Callable[[Rgb, Sequence[npt.NDArray[np.float32]]], npt.NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Tools:
    """What the worker lends: detectors that live in rooms which render may not enter."""

    cut_out: CutOut | None = None
    face_marks: FaceMarks | None = None
    face_vectors: FaceVectors | None = None
    face_marks_in: FaceMarksIn | None = None


NO_TOOLS = Tools()


def remembering(tools: Tools, photo: Rgb) -> Tools:
    """Return the tools; what they say of this very photo, or of it in the mirror, they find out once."""
    known: dict[object, Any] = {}

    @cache
    def mirror() -> bytes:
        return sha256(photo[:, ::-1].tobytes()).digest()

    def of_it(rgb: Rgb) -> bool:
        return rgb is photo or (rgb.shape == photo.shape and sha256(rgb.tobytes()).digest() == mirror())

    def once(tool: Callable[..., Any] | None) -> Callable[..., Any] | None:
        def asked(rgb: Rgb, *points: Sequence[npt.NDArray[np.float32]]) -> Any:
            if tool is None or not of_it(rgb):
                return tool and tool(rgb, *points)
            key = (tool, rgb is photo, *(place.tobytes() for one in points for place in one))
            if key not in known:
                known[key] = tool(rgb, *points)
            return known[key]

        return asked if tool else None

    return Tools(once(tools.cut_out), once(tools.face_marks), once(tools.face_vectors), tools.face_marks_in)


def render(
    recipe: Recipe,
    source: Source,
    size_px: tuple[int, int],
    tools: Tools,
) -> Rgb:
    """Return the restyled photo in the shape of `size_px`; raises LostPhotoError.

    What is cropped away is gone before it is drawn: so a style's margin lies around what is left.
    `tools` find who stands in front and see whether faces are still themselves; they are asked only where a
    face was found before.
    """
    at = shown_at(source, size_px)
    whole = at != Rect(0, 0, *size_px)
    seen = WHOLE if whole else window(focus(source), size_px[0] / size_px[1])
    looked = _looked_at(source, seen, _draft_size(at) if recipe.quality == DRAFT else (at.w, at.h), tools)
    styled = drawn(recipe, source, looked.rgb, looked.tools, margin=not recipe.clip, seen=seen)
    page = sheet(size_px, (0, 0, 0))
    if whole:
        page.paste(backdrop(styled, *size_px), Rect(0, 0, *size_px))
    page.paste(cut(styled, WHOLE, at.w, at.h), at)
    if not recipe.clip:  # its title is no part of a film's pictures
        _plate(page, recipe, source, seen, at, styled)
    return page.pixels()


def under_stars(source: Source, size_px: tuple[int, int]) -> bool:
    """Whether what is seen of a photo in that shape holds sky for stars. Raises LostPhotoError."""
    whole = shown_at(source, size_px) != Rect(0, 0, *size_px)
    seen = WHOLE if whole else window(focus(source), size_px[0] / size_px[1])
    long = SKY_PX / max(seen.w * source.width, seen.h * source.height, 1)
    size = (max(8, round(seen.w * source.width * long)), max(8, round(seen.h * source.height * long)))
    return starry(sky(picture_of(window_of(source, seen, *size))))


@dataclass(frozen=True, slots=True)
class _Looked:
    """What is seen of a photo, and tools that remember what they saw in it."""

    rgb: Rgb
    tools: Tools


_looked: dict[tuple[object, ...], _Looked] = {}  # the last ones: a moved slider changes nothing of them


def _looked_at(source: Source, seen: Box, size_px: tuple[int, int], tools: Tools) -> _Looked:
    key = (source, written(source), seen, size_px, tools)
    looked = _looked.pop(key, None)
    if looked is None:
        rgb = window_of(source, seen, *size_px)
        looked = _Looked(rgb, remembering(tools, rgb))
    if max(looked.rgb.shape[:2]) <= REFERENCE_PX:  # larger ones are exported, and that once
        _looked[key] = looked
    while len(_looked) > MOST_LOOKED:
        _looked.pop(next(iter(_looked)))
    return looked


def _draft_size(at: Rect) -> tuple[int, int]:
    shrink = min(1.0, DRAFT_PX / max(at.w, at.h))
    return max(1, round(at.w * shrink)), max(1, round(at.h * shrink))


def written(source: Source) -> int:
    """Return when the file was written last, in ns."""
    path = Path(source.path)
    return path.stat().st_mtime_ns if path.exists() else 0


def window_of(source: Source, seen: Box, w: int, h: int) -> Rgb:
    """Return what is seen of a photo in that size, or smaller where it has fewer pixels.

    Never below REFERENCE_PX: of lines drawn in a few hundred pixels and then enlarged one sees the steps.
    """
    rgb = Photos().load(source, math.ceil(max(w / seen.w, h / seen.h)))
    has = max(seen.w * rgb.shape[1] / w, seen.h * rgb.shape[0] / h)
    shrink = min(1.0, max(has, REFERENCE_PX / max(w, h)))
    return cut(rgb, seen, max(1, round(w * shrink)), max(1, round(h * shrink)))


def drawn(
    recipe: Recipe, source: Source, rgb: Rgb, tools: Tools, margin: bool = True, seen: Box = WHOLE
) -> Rgb:
    """Return the window `seen` of a photo, read from its source, in the recipe's style."""
    return restyle(
        rgb,
        marks(source, rgb.shape[1], rgb.shape[0], seen),
        style=recipe.style or DEFAULT_STYLE,
        quality=recipe.quality,
        seed=recipe.seed,
        person=tools.cut_out(rgb) if tools.cut_out and source.faces else None,
        touch=replace(touch(recipe), margin=margin),
        apart=recipe.apart,
        light=recipe.light,
        find=finder(tools.face_marks),
        find_in=finder_in(tools.face_marks_in),
        recognise=recogniser(tools.face_vectors),
    )


def touch(recipe: Recipe) -> Touch:
    return Touch(recipe.strength, recipe.line, recipe.flatness, recipe.colour, recipe.eyes)


@dataclass(frozen=True, slots=True)
class _Finder:  # no lambda: two of the same detector are equal, and what it saw need not be looked at again
    face_marks: FaceMarks

    def __call__(self, rgb: Rgb) -> list[FaceMark]:
        return [FaceMark(box, points) for box, points in self.face_marks(rgb)]


@dataclass(frozen=True, slots=True)
class _FinderIn:
    face_marks_in: FaceMarksIn

    def __call__(self, part: Rgb, whole_px: int) -> list[FaceMark]:
        return [FaceMark(box, points) for box, points in self.face_marks_in(part, whole_px)]


@dataclass(frozen=True, slots=True)
class _Recogniser:
    vectors: FaceVectors

    def __call__(self, rgb: Rgb, faces: Sequence[FaceMark]) -> npt.NDArray[np.float32]:
        return self.vectors(rgb, [face.points_px for face in faces])


def finder(face_marks: FaceMarks | None) -> Find | None:
    return _Finder(face_marks) if face_marks else None


def finder_in(face_marks_in: FaceMarksIn | None) -> FindIn | None:
    return _FinderIn(face_marks_in) if face_marks_in else None


def recogniser(vectors: FaceVectors | None) -> Recognise | None:
    return _Recogniser(vectors) if vectors else None


def shown_at(source: Source, size_px: tuple[int, int]) -> Rect:
    """Return where the photo lies: over all where a crop does no harm, else whole and centred."""
    w, h = size_px
    about = focus(source)
    low, high = ratio_range(about, MOST_LOST)
    ratio = w / h
    if lost(about.ratio, ratio) <= SAME or (low <= ratio <= high):
        return Rect(0, 0, w, h)
    if about.ratio > ratio:
        inner = max(1, round(w / about.ratio))
        return Rect(0, (h - inner) // 2, w, inner)
    inner = max(1, round(h * about.ratio))
    return Rect((w - inner) // 2, 0, inner, h)


def marks(source: Source, w: int, h: int, seen: Box = WHOLE) -> list[FaceMark]:
    """Return the faces in pixels of the window `seen` as a w x h picture.

    Those without five points are left out, those whose middle is cropped away, and those that are blurred.
    """
    size, corner = np.array((w / seen.w, h / seen.h)), np.array((seen.x, seen.y))
    return [
        FaceMark(
            (
                (box.x - seen.x) * w / seen.w, (box.y - seen.y) * h / seen.h,
                box.w * w / seen.w, box.h * h / seen.h,
            ),
            ((np.array(points) - corner) * size).astype(np.float32),
        )
        for box, points in zip(source.faces, source.points, strict=False)
        if len(points) == 5 and _holds(seen, box) and box not in source.blurred
    ]  # fmt: skip


def _holds(seen: Box, face: Box) -> bool:
    x, y = face.x + face.w / 2 - seen.x, face.y + face.h / 2 - seen.y
    return 0 <= x <= seen.w and 0 <= y <= seen.h


def _plate(page: Sheet, recipe: Recipe, source: Source, seen: Box, at: Rect, styled: Rgb) -> None:
    w, h, scale = design_size(page.image.size)
    words = heading(recipe.title, recipe.subtitle, round(w * 0.6), 56)
    if not words.h:
        return
    colours = paper(small([styled]))
    plate = round(words.w + 68), round(words.h + 44)
    slot = Rect(*(round(length / scale) for length in (at.x, at.y, at.w, at.h)))
    faces = [on_page(with_margin(face), seen, slot) for face in source.faces]
    spot = plate_rect(plate, faces, (w, h))
    on = page.rect(spot)
    ImageDraw.Draw(page.image).rounded_rectangle(
        (on.x, on.y, on.right - 1, on.bottom - 1), 8 * scale, fill=colours.ground
    )
    words.write(page, spot.x + 34, spot.y + (plate[1] - words.h) / 2, words.w, colours)
