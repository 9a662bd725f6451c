"""The collage: its style plans the page, the photos are cut to their places, the style paints them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from rollsuggest.library.pixels import Rgb
from rollsuggest.model import LOCKABLE_STYLES, Box, Laid, Recipe, Slot, Source
from rollsuggest.render import filmstrip, grid, heart, magazine, prints, scrapbook, stickers, tiles, trip_map
from rollsuggest.render.design import CutOut, Design, Made, Style, colours, cuts, grounded, to_be_clear
from rollsuggest.render.layouts import Rect
from rollsuggest.render.paint import Photos, design_size

MOST_PHOTOS = 20
SEEDS_TRIED = 24
SEEN_APART, SEEN_TURNED = 0.04, 1.0  # of the page's side; degrees
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
    """Return the recipe with another seed and layout; its locked photos stay where they are.

    The very recipe where no seed that is tried lays them out otherwise.
    """
    again = replace(recipe, seed=recipe.seed + 1, tree="")
    style = style_of(recipe)
    shown = style.chosen(sources, MOST_PHOTOS)
    held = {source.asset for source in shown}.intersection(recipe.locked)
    w, h, _scale = design_size(size_px)
    now = style.plan(recipe, shown, (w, h), Photos())
    joined = recipe.style in LOCKABLE_STYLES and now.tree is not None and len(shown) == len(sources)
    if held and joined:
        return replace(again, tree=grid.shuffled(again, shown, (w, h), now.told).told)
    for seed in range(again.seed, again.seed + SEEDS_TRIED):  # many seeds say that the same layout is best
        other = replace(again, seed=seed)
        if _looks_other(style.plan(other, shown, (w, h), Photos()), now, (w, h)):
            return other
    return replace(again, tree=grid.shuffled(again, shown, (w, h), now.told).told) if joined else recipe


def _looks_other(one: Design, other: Design, size: tuple[int, int]) -> bool:
    """Tell whether anybody would see that photos lie elsewhere."""
    return any(
        max(map(abs, (a.at.x - b.at.x, a.at.w - b.at.w))) > SEEN_APART * size[0]
        or max(map(abs, (a.at.y - b.at.y, a.at.h - b.at.h))) > SEEN_APART * size[1]
        or abs(a.angle - b.angle) > SEEN_TURNED
        for a, b in zip(one.placed, other.placed, strict=True)
    )


def _share(at: Rect, size: tuple[int, int]) -> Box:
    return Box(at.x / size[0], at.y / size[1], at.w / size[0], at.h / size[1])
