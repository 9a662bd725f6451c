"""The collage: its style plans the page, the photos are cut to their places, the style paints them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from rollsuggest.library.pixels import Rgb
from rollsuggest.model import LOCKABLE_STYLES, Box, Laid, Recipe, Slot, Source
from rollsuggest.render import filmstrip, grid, heart, magazine, prints, scrapbook, stickers, tiles, trip_map
from rollsuggest.render.design import CutOut, Made, Style, colours, cuts, grounded, to_be_clear
from rollsuggest.render.layouts import Rect
from rollsuggest.render.paint import Photos, design_size

MOST_PHOTOS = 20
STYLES: Mapping[str, Style] = {
    "gallery": grid.GALLERY,
    "seamless": grid.SEAMLESS,
    "pair": grid.PAIR,
    "magazine": magazine.MAGAZINE,
    "polaroids": prints.POLAROIDS,
    "filmstrip": filmstrip.FILMSTRIP,
    "scrapbook": scrapbook.SCRAPBOOK,
    "map": trip_map.MAP,
    "circles": tiles.CIRCLES,
    "heart": heart.HEART,
    "year": tiles.YEAR,
}


def render(
    recipe: Recipe,
    sources: Sequence[Source],
    size_px: tuple[int, int],
    photos: Photos,
    cut_out: CutOut | None = None,
) -> Rgb:
    """Return the collage. At most MOST_PHOTOS are shown, spread over all; raises LostPhotoError."""
    style = style_of(recipe)
    sources = style.chosen(sources, MOST_PHOTOS)
    w, h, _scale = design_size(size_px)
    design = style.plan(recipe, sources, (w, h), photos)
    cut = cuts(design, sources, size_px, photos)
    made = Made(recipe, sources, design, cut, colours(recipe, style, cut), photos, cut_out)
    page = grounded(size_px, made)
    style.paint(page, made)
    laid_on = stickers.settled(recipe.stickers, to_be_clear(style, recipe, sources, (w, h), design), (w, h))
    stickers.paint(page, laid_on, sources)
    return page.pixels()


def style_of(recipe: Recipe) -> Style:
    return STYLES.get(recipe.style, grid.GALLERY)


def laid(recipe: Recipe, sources: Sequence[Source], size_px: tuple[int, int]) -> Laid:
    """Return where the photos lie, for who edits the page."""
    style = style_of(recipe)
    shown = style.chosen(sources, MOST_PHOTOS)
    w, h, _scale = design_size(size_px)
    design = style.plan(recipe, shown, (w, h), Photos())
    pairs = zip(shown, design.placed, strict=True)
    slots = tuple(Slot(s.asset, _share(one.at, (w, h)), one.seen) for s, one in pairs)
    clear = to_be_clear(style, recipe, shown, (w, h), design)
    return Laid(slots, design.told, stickers.settled(recipe.stickers, clear, (w, h)))


def shuffled(recipe: Recipe, sources: Sequence[Source], size_px: tuple[int, int]) -> Recipe:
    """Return the recipe with another seed and layout; its locked photos stay where they are."""
    again = replace(recipe, seed=recipe.seed + 1, tree="")
    shown = style_of(recipe).chosen(sources, MOST_PHOTOS)
    held = {source.asset for source in shown}.intersection(recipe.locked)
    w, h, _scale = design_size(size_px)
    now = style_of(recipe).plan(recipe, shown, (w, h), Photos())
    if not held or recipe.style not in LOCKABLE_STYLES or now.tree is None or len(shown) < len(sources):
        return again
    return replace(again, tree=grid.shuffled(again, shown, (w, h), now.told).told)


def _share(at: Rect, size: tuple[int, int]) -> Box:
    return Box(at.x / size[0], at.y / size[1], at.w / size[0], at.h / size[1])
