"""Photos joined without overlap: on paper with a title (gallery), edge to edge (seamless), then and now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PIL import ImageDraw

from rollsuggest.model import Recipe, Source
from rollsuggest.render import pair
from rollsuggest.render.arrange import WIDE, Page, arrange, reroll
from rollsuggest.render.design import (
    Design,
    Made,
    Placed,
    Style,
    faces_on_page,
    length,
    placed,
    things_on_page,
)
from rollsuggest.render.flush import set_flush
from rollsuggest.render.heading import NONE, Heading, heading
from rollsuggest.render.layouts import TEXT, Layout, Rect, Tree, hull, settled
from rollsuggest.render.paint import Photos, Sheet, backdrop
from rollsuggest.render.plate import plate_rect
from rollsuggest.render.same_view import LOOK_PX, same_view


@dataclass(frozen=True, slots=True)
class Look:
    """A style's measures on the sheet."""

    margin: int
    gap: int
    radius: int
    most_lost: float  # share of a photo that may be cropped away


LOOKS = {"gallery": Look(48, 16, 10, 0.14), "seamless": Look(0, 6, 0, 0.14)}


def look_of(recipe: Recipe, style: str) -> Look:
    """Return a style's measures as the person changed them."""
    own = LOOKS[style]
    return replace(
        own,
        margin=length(recipe.margin, own.margin),
        gap=length(recipe.gap, own.gap),
        radius=length(recipe.radius, own.radius),
    )


def plan_gallery(recipe: Recipe, sources: Sequence[Source], size: tuple[int, int], _photos: Photos) -> Design:
    look = look_of(recipe, "gallery")
    words = words_of(recipe, *size, look)
    layout = plan(sources, size, look, words, recipe.seed, recipe.tree)
    return design_of(layout, recipe, sources, words)


def design_of(layout: Layout, recipe: Recipe, sources: Sequence[Source], words: Heading) -> Design:
    tree = _held(layout) if recipe.locked else layout.tree
    return Design(placed(layout, recipe, sources), *set_flush(recipe, layout, words), tree)


def _held(layout: Layout) -> Tree | None:
    """Return a tree that keeps the sizes of its places, so that no other moves what is locked."""
    rects = dict(enumerate(layout.slots))
    if layout.text:
        rects[TEXT] = layout.text
    return None if layout.tree is None else settled(layout.tree, rects)


def plan_seamless(
    recipe: Recipe, sources: Sequence[Source], size: tuple[int, int], _photos: Photos
) -> Design:
    layout = plan(sources, size, look_of(recipe, "seamless"), NONE, recipe.seed, recipe.tree)
    return design_of(layout, recipe, sources, NONE)


def plan_pair(recipe: Recipe, sources: Sequence[Source], size: tuple[int, int], photos: Photos) -> Design:
    """Return the two halves aligned, where the two can be; else they lie in a gallery."""
    look = look_of(recipe, "gallery")
    words = words_of(recipe, *size, look)
    if len(sources) == 2 and not recipe.framed:
        faces = any(source.faces for source in sources)
        view = None if faces else same_view(*(photos.load(source, LOOK_PX) for source in sources))
        aligned = pair.framed(sources, page_of(size, look, words), round(words.h), view)
        if aligned is not None:
            layout, seen = aligned
            halves = tuple(Placed(at, part) for at, part in zip(layout.slots, seen, strict=True))
            return Design(halves, *set_flush(recipe, layout, words))
    return plan_gallery(recipe, sources, size, photos)


def plan(
    sources: Sequence[Source],
    size: tuple[int, int],
    look: Look,
    words: Heading,
    seed: int,
    tree: str = "",
) -> Layout:
    """Return where photos and words go on a sheet of this size."""
    return arrange(sources, page_of(size, look, words), seed, look.most_lost, tree)[0]


def shuffled(recipe: Recipe, sources: Sequence[Source], size: tuple[int, int], kept: str) -> Design:
    """Return another design by the recipe's seed, its locked photos where they are in the tree `kept`."""
    style = "seamless" if recipe.style == "seamless" else "gallery"
    look = look_of(recipe, style)
    words = words_of(recipe, *size, look) if style == "gallery" else NONE
    locked = frozenset(i for i, source in enumerate(sources) if source.asset in recipe.locked)
    page = page_of(size, look, words)
    layout = reroll(sources, page, recipe.seed, look.most_lost, kept, locked)
    return design_of(layout, recipe, sources, words)


def page_of(size: tuple[int, int], look: Look, words: Heading) -> Page:
    w, h = size
    column = _column_w(w) if words.h and w / h > WIDE else 0
    text_h = 0 if column or not words.h else round(words.h + max(look.margin, 24) * 0.7)
    return Page(w, h, look.margin, look.gap, text_h, column)


def words_of(recipe: Recipe, w: int, h: int, look: Look) -> Heading:
    if w / h > WIDE:
        return heading(recipe.title, recipe.subtitle, _column_w(w), 104, 4, h - 2 * look.margin)
    return heading(recipe.title, recipe.subtitle, w - 2 * max(look.margin, 24), 92 if h > w else 76)


def _column_w(w: int) -> int:
    return round(w * 0.225)


def paste_all(page: Sheet, made: Made, radius: int) -> None:
    for one, rgb in zip(made.design.placed, made.cuts, strict=True):
        page.paste(rgb, page.rect(one.at), radius)


def paint_gallery(page: Sheet, made: Made) -> None:
    paste_all(page, made, look_of(made.recipe, "gallery").radius)
    at = made.design.words_at
    if at:
        made.design.words.write(page, at.x, at.y, at.w, made.colours)


def paint_seamless(page: Sheet, made: Made) -> None:
    """Paint edge to edge; what the photos leave is their first one, blurred."""
    size = page.image.size
    if not made.recipe.ground and not _fills(made.design, size, page.scale):
        page.paste(backdrop(made.photos.kept[made.sources[0].asset], *size), Rect(0, 0, *size))
    paste_all(page, made, look_of(made.recipe, "seamless").radius)
    _plate(page, made)


def _fills(design: Design, size_px: tuple[int, int], scale: float) -> bool:
    right = max(one.at.right for one in design.placed) - min(one.at.x for one in design.placed)
    down = max(one.at.bottom for one in design.placed) - min(one.at.y for one in design.placed)
    return right * scale >= size_px[0] - 1 and down * scale >= size_px[1] - 1


def _plate(page: Sheet, made: Made) -> None:
    """Lay the title on a small plate where it covers the least of anyone's face."""
    size = round(page.image.width / page.scale), round(page.image.height / page.scale)
    words = _on_plate(made.recipe, size)
    for at in plates(made.recipe, made.sources, size, made.design):
        spot = page.rect(at)
        ImageDraw.Draw(page.image).rounded_rectangle(
            (spot.x, spot.y, spot.right - 1, spot.bottom - 1), 8 * page.scale, fill=made.colours.ground
        )
        words.write(page, at.x + 36, at.y + (at.h - words.h) / 2, words.w, made.colours)


def plates(recipe: Recipe, sources: Sequence[Source], size: tuple[int, int], design: Design) -> list[Rect]:
    """Return where the title's plate lies; none without a title."""
    words = _on_plate(recipe, size)
    plate = round(words.w + 72), round(words.h + 48)
    if not words.h:
        return []
    faces, things = faces_on_page(sources, design), things_on_page(sources, design)
    return [plate_rect(plate, faces, size, things, hull(one.at for one in design.placed))]


def _on_plate(recipe: Recipe, size: tuple[int, int]) -> Heading:
    return heading(recipe.title, recipe.subtitle, round(size[0] * 0.6), 60)


GALLERY = Style(plan_gallery, paint_gallery)
SEAMLESS = Style(plan_seamless, paint_seamless, also_read=plates)
PAIR = Style(plan_pair, paint_gallery)
