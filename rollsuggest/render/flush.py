"""A page's words, set flush with its photos: no wider than they are, as far as they can still be read."""

from __future__ import annotations

from rollsuggest.model import Recipe
from rollsuggest.render.heading import Heading, heading
from rollsuggest.render.layouts import Layout, Rect

LINES = 4  # of a title over narrow photos
LEAST = 0.6  # of the size that it has over wide ones
WIDER = 1.12  # a step, where it fits no narrower


def set_flush(recipe: Recipe, layout: Layout, words: Heading) -> tuple[Heading, Rect | None]:
    """Return the words and where they stand: in the middle of their room, as wide as the photos.

    In a column beside the photos the words stay as they are.
    """
    if not layout.text or not words.h:
        return words, None
    room, photos = layout.text, layout.area
    if room.right > photos.x:
        words = _narrowed(recipe, words, photos.w, room.w)
    top, high = round(room.y + (room.h - words.h) / 2), round(words.h)
    if room.right <= photos.x:
        return words, Rect(room.x, top, room.w, high)
    wide = min(max(photos.w, round(words.w)), room.w)
    x = photos.x + (photos.w - wide) // 2  # what is wider all the same hangs over at both sides alike
    return words, Rect(max(room.x, min(x, room.right - wide)), top, wide, high)


def _narrowed(recipe: Recipe, words: Heading, w: int, most_w: int) -> Heading:
    """Return the words in more and smaller lines, no higher than they are, as near to `w` as they fit."""
    least = LEAST * words.title.size_px
    wide = float(w)
    while words.w > wide and wide < most_w:
        tried = _set(recipe, round(wide), words)
        if tried.title.size_px >= least and not _cut(tried, words):
            return tried
        wide *= WIDER
    return words


def _set(recipe: Recipe, w: int, words: Heading) -> Heading:
    high, size = round(words.h), words.title.size_px
    first = heading(recipe.title, recipe.subtitle, w, size, LINES, high)
    return heading(recipe.title, recipe.subtitle, w, first.title.size_px, LINES, high)  # a smaller subtitle


def _cut(tried: Heading, words: Heading) -> bool:
    """Tell whether letters are missing that were there."""

    def letters(one: Heading) -> str:
        return "".join("".join(one.title.lines + one.subtitle.lines).split())

    return letters(tried) != letters(words)
