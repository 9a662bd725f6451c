"""What a collage's style decides before it paints: where each photo lies, and what of it is seen."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image

from rollsuggest.library.pixels import Rgb
from rollsuggest.model import Box, Recipe, Source
from rollsuggest.render.focus import focus, window, with_margin
from rollsuggest.render.heading import NONE, Heading
from rollsuggest.render.layouts import Layout, Rect, Tree, told
from rollsuggest.render.paint import Photos, Sheet, backdrop, sheet, small
from rollsuggest.render.palette import BLUR_BRIGHTEST, GROUNDS, Palette, paper
from rollsuggest.render.plate import on_page

MOST_ZOOM = 4.0
CutOut = Callable[[Rgb], npt.NDArray[np.float32]]  # a person mask (h, w), 0..1


@dataclass(frozen=True, slots=True)
class Placed:
    """A photo's pixels on the sheet, and which part of the photo they are; turned about their middle."""

    at: Rect
    seen: Box
    angle: float = 0.0  # degrees, counter-clockwise


@dataclass(frozen=True, slots=True)
class Design:
    """All places by source; `words_at` is where the heading is written."""

    placed: tuple[Placed, ...]
    words: Heading = NONE
    words_at: Rect | None = None
    tree: Tree | None = None

    @property
    def told(self) -> str:
        return told(self.tree) if self.tree is not None else ""


Plan = Callable[[Recipe, Sequence[Source], tuple[int, int], Photos], Design]


@dataclass(frozen=True, slots=True)
class Made:
    """What painting a design needs: its photos cut to their places, and the colours of the page."""

    recipe: Recipe
    sources: Sequence[Source]
    design: Design
    cuts: Sequence[Rgb]
    colours: Palette
    photos: Photos
    cut_out: CutOut | None = None


def spread(sources: Sequence[Source], most: int) -> Sequence[Source]:
    """Return at most so many, evenly over the whole, first and last among them."""
    if len(sources) <= most:
        return sources
    return [sources[round(i * (len(sources) - 1) / (most - 1))] for i in range(most)]


@dataclass(frozen=True, slots=True)
class Style:
    """One style of collages: a plan of the sheet, how it is painted, and the ground it likes best."""

    plan: Plan
    paint: Callable[[Sheet, Made], None]
    palette: Callable[[Sequence[Rgb]], Palette] = paper
    # Where it writes besides `words_at`, or draws what must be read: nothing may be laid over it.
    also_read: Callable[[Recipe, Sequence[Source], tuple[int, int], Design], list[Rect]] | None = None
    chosen: Callable[[Sequence[Source], int], Sequence[Source]] = spread  # of more photos than it can show


def placed(layout: Layout, recipe: Recipe, sources: Sequence[Source]) -> tuple[Placed, ...]:
    """Return the photos in the slots of a layout."""
    pairs = zip(layout.slots, sources, strict=True)
    return tuple(Placed(slot, seen_of(recipe, source, slot.ratio)) for slot, source in pairs)


def seen_of(recipe: Recipe, source: Source, ratio: float) -> Box:
    """Return the part of a photo that a place of that ratio shows: as was chosen, or with all faces."""
    about = focus(source)
    chosen = next((one for one in recipe.framed if one.asset == source.asset), None)
    if chosen is None:
        return window(about, ratio)
    zoom = min(max(chosen.zoom, 1.0), MOST_ZOOM)
    w, h = (1.0, about.ratio / ratio) if ratio >= about.ratio else (ratio / about.ratio, 1.0)
    w, h = w / zoom, h / zoom
    x = min(max(chosen.x - w / 2, 0.0), 1.0 - w)
    y = min(max(chosen.y - h / 2, 0.0), 1.0 - h)
    return Box(x, y, w, h)


def faces_on_page(sources: Sequence[Source], design: Design) -> list[Rect]:
    """Return where the faces (with margin) lie on the page."""
    pairs = zip(sources, design.placed, strict=True)
    return [
        _turned_about(on_page(with_margin(face), one.seen, one.at), one)
        for source, one in pairs
        for face in source.faces
    ]


def things_on_page(sources: Sequence[Source], design: Design) -> list[Rect]:
    """Return where the most telling things of photos without faces lie."""
    pairs = zip(sources, design.placed, strict=True)
    return [on_page(s.subject, one.seen, one.at) for s, one in pairs if s.subject and not s.faces]


def _turned_about(face: Rect, one: Placed) -> Rect:
    """Return the upright rectangle around what is turned with its photo."""
    if not one.angle:
        return face
    angle = math.radians(-one.angle)
    c, s = math.cos(angle), math.sin(angle)
    dx, dy = face.x + face.w / 2 - one.at.x - one.at.w / 2, face.y + face.h / 2 - one.at.y - one.at.h / 2
    x, y = one.at.x + one.at.w / 2 + dx * c - dy * s, one.at.y + one.at.h / 2 + dx * s + dy * c
    w, h = abs(c) * face.w + abs(s) * face.h, abs(s) * face.w + abs(c) * face.h
    return Rect(round(x - w / 2), round(y - h / 2), round(w), round(h))


def to_be_clear(
    style: Style, recipe: Recipe, sources: Sequence[Source], size: tuple[int, int], design: Design
) -> list[Rect]:
    """Return what nothing may be laid over: faces and all that is read."""
    words = [design.words_at] if design.words_at and design.words.h else []
    also = style.also_read(recipe, sources, size, design) if style.also_read else []
    return [*faces_on_page(sources, design), *words, *also]


def length(recipe_px: int, own: int) -> int:
    """Return a length of the sheet: what the person chose (thousandths of the short side) or the style's."""
    return own if recipe_px < 0 else round(recipe_px * 1.08)


def cuts(design: Design, sources: Sequence[Source], size_px: tuple[int, int], photos: Photos) -> list[Rgb]:
    """Return the photos' pixels for their places; raises LostPhotoError."""
    page = sheet(size_px, (0, 0, 0))
    found: list[Rgb] = []
    for source, one in zip(sources, design.placed, strict=True):
        at = page.rect(one.at)
        found.append(photos.cut(source, one.seen, at.w, at.h))
    return found


def grounded(size_px: tuple[int, int], made: Made) -> Sheet:
    """Return the empty page in the recipe's ground."""
    page = sheet(size_px, made.colours.ground)
    if made.recipe.ground == "blur":
        first = made.photos.kept[made.sources[0].asset]
        page.paste(backdrop(first, *size_px, brightest=BLUR_BRIGHTEST), Rect(0, 0, *size_px))
    return page


def colours(recipe: Recipe, style: Style, cuts: Sequence[Rgb]) -> Palette:
    return GROUNDS.get(recipe.ground, style.palette)(small(cuts))


def turned(picture: Image.Image, angle: float) -> Image.Image:
    """Return an RGBA picture turned about its middle, with smooth edges."""
    if not angle:
        return picture
    return picture.rotate(angle, Image.Resampling.BICUBIC, expand=True)
