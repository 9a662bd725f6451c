"""The collage: photos in a slicing tree, on paper with a title ("gallery") or edge to edge ("seamless").

Two photos may also be a "pair", then and now: see `render.pair`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PIL import ImageDraw

from rollsuggest.library.pixels import Rgb
from rollsuggest.model import Box, Recipe, Source
from rollsuggest.render import pair
from rollsuggest.render.arrange import WIDE, Page, arrange
from rollsuggest.render.focus import focus, window, with_margin
from rollsuggest.render.heading import NONE, Heading, heading
from rollsuggest.render.layouts import Layout, Rect
from rollsuggest.render.paint import Photos, Sheet, backdrop, design_size, sheet, small
from rollsuggest.render.palette import Palette, paper
from rollsuggest.render.same_view import LOOK_PX, same_view

MOST_PHOTOS = 20


@dataclass(frozen=True, slots=True)
class Look:
    """A style's measures on the sheet."""

    margin: int
    gap: int
    radius: int
    most_lost: float  # share of a photo that may be cropped away


LOOKS = {"gallery": Look(48, 16, 10, 0.14), "seamless": Look(0, 6, 0, 0.14)}


def render(recipe: Recipe, sources: Sequence[Source], size_px: tuple[int, int], photos: Photos) -> Rgb:
    """Return the collage. At most MOST_PHOTOS are shown, spread over all; raises LostPhotoError."""
    sources = spread(sources, MOST_PHOTOS)
    seamless = recipe.style == "seamless"
    look = LOOKS["seamless" if seamless else "gallery"]
    w, h, _scale = design_size(size_px)
    words = NONE if seamless else _words(recipe, w, h, look)
    layout, seen = _framed(recipe, sources, (w, h), look, words, photos)
    cuts = _cuts(sources, layout, seen, size_px, photos)
    colours = paper(small(cuts))
    page = sheet(size_px, colours.ground)
    if seamless and (layout.area.w < w or layout.area.h < h):
        page.paste(backdrop(photos.kept[sources[0].asset], *size_px), Rect(0, 0, *size_px))
    for slot, rgb in zip(layout.slots, cuts, strict=True):
        page.paste(rgb, page.rect(slot), look.radius)
    if seamless:
        _plate(page, recipe, sources, layout, (w, h), colours)
    elif layout.text:
        top = layout.text.y + (layout.text.h - words.h) / 2
        beside = layout.text.right <= layout.area.x
        x = layout.text.x if beside else max(layout.text.x, min(layout.area.x, layout.text.right - words.w))
        words.write(page, x, top, layout.text.w, colours)
    return page.pixels()


def _framed(
    recipe: Recipe,
    sources: Sequence[Source],
    size: tuple[int, int],
    look: Look,
    words: Heading,
    photos: Photos,
) -> tuple[Layout, Sequence[Box]]:
    """Return where the photos go, and what of each is shown: aligned for a pair that can be."""
    if recipe.style == "pair" and len(sources) == 2:
        faces = any(source.faces for source in sources)
        view = None if faces else same_view(*(photos.load(source, LOOK_PX) for source in sources))
        aligned = pair.framed(sources, _page(size, look, words), round(words.h), view)
        if aligned is not None:
            return aligned
    layout = plan(sources, size, look, words, recipe.seed)
    return layout, [window(focus(s), slot.ratio) for s, slot in zip(sources, layout.slots, strict=True)]


def spread(sources: Sequence[Source], most: int) -> Sequence[Source]:
    """Return at most so many, evenly over the whole, first and last among them."""
    if len(sources) <= most:
        return sources
    return [sources[round(i * (len(sources) - 1) / (most - 1))] for i in range(most)]


def plan(sources: Sequence[Source], size: tuple[int, int], look: Look, words: Heading, seed: int) -> Layout:
    """Return where photos and words go on a sheet of this size."""
    return arrange(sources, _page(size, look, words), seed, look.most_lost)[0]


def _page(size: tuple[int, int], look: Look, words: Heading) -> Page:
    w, h = size
    column = _column_w(w) if words.h and w / h > WIDE else 0
    text_h = 0 if column or not words.h else round(words.h + look.margin * 0.7)
    return Page(w, h, look.margin, look.gap, text_h, column)


def _words(recipe: Recipe, w: int, h: int, look: Look) -> Heading:
    if w / h > WIDE:
        return heading(recipe.title, recipe.subtitle, _column_w(w), 104, 4, h - 2 * look.margin)
    return heading(recipe.title, recipe.subtitle, w - 2 * look.margin, 92 if h > w else 76)


def _column_w(w: int) -> int:
    return round(w * 0.225)


def _cuts(
    sources: Sequence[Source],
    layout: Layout,
    seen: Sequence[Box],
    size_px: tuple[int, int],
    photos: Photos,
) -> list[Rgb]:
    page = sheet(size_px, (0, 0, 0))
    cuts: list[Rgb] = []
    for source, slot, part in zip(sources, layout.slots, seen, strict=True):
        at = page.rect(slot)
        cuts.append(photos.cut(source, part, at.w, at.h))
    return cuts


def _plate(
    page: Sheet,
    recipe: Recipe,
    sources: Sequence[Source],
    layout: Layout,
    size: tuple[int, int],
    colours: Palette,
) -> None:
    """Lay the title on a small plate where it covers the least of anyone's face."""
    words = heading(recipe.title, recipe.subtitle, round(size[0] * 0.6), 60)
    if not words.h:
        return
    plate_w, plate_h = round(words.w + 72), round(words.h + 48)
    at = plate_rect((plate_w, plate_h), faces_on_page(sources, layout), size)
    spot = page.rect(at)
    ImageDraw.Draw(page.image).rounded_rectangle(
        (spot.x, spot.y, spot.right - 1, spot.bottom - 1), 8 * page.scale, fill=colours.ground
    )
    words.write(page, at.x + 36, at.y + (plate_h - words.h) / 2, words.w, colours)


def faces_on_page(sources: Sequence[Source], layout: Layout) -> list[Rect]:
    """Return where the faces (with margin) lie on the page."""
    found: list[Rect] = []
    for source, slot in zip(sources, layout.slots, strict=True):
        seen = window(focus(source), slot.ratio)
        found.extend(on_page(with_margin(face), seen, slot) for face in source.faces)
    return found


def on_page(box: Box, seen: Box, slot: Rect) -> Rect:
    """Return where a box of a photo lies when its window `seen` is shown in `slot`."""
    x = slot.x + (box.x - seen.x) / seen.w * slot.w
    y = slot.y + (box.y - seen.y) / seen.h * slot.h
    return Rect(round(x), round(y), round(box.w / seen.w * slot.w), round(box.h / seen.h * slot.h))


def plate_rect(plate: tuple[int, int], faces: Sequence[Rect], size: tuple[int, int]) -> Rect:
    """Return the place for a plate: off the faces, low and left by preference, clear of a story's ends."""
    w, h = size
    top, bottom = Page(w, h, 0, 0).calm
    edge = 56
    xs = (edge, (w - plate[0]) // 2, w - plate[0] - edge)
    first, last = max(top, edge), min(bottom, h - edge) - plate[1]
    spots = [Rect(x, round(last - (last - first) * step / 12), *plate) for step in range(13) for x in xs]
    harm = [sum(_overlap(spot, face) for face in faces) for spot in spots]
    return spots[min(range(len(spots)), key=lambda i: (round(harm[i], 3), i))]


def _overlap(a: Rect, b: Rect) -> float:
    across = max(0, min(a.right, b.right) - max(a.x, b.x))
    down = max(0, min(a.bottom, b.bottom) - max(a.y, b.y))
    return across * down / max(1, b.w * b.h)
