"""The photos of a collage or a film redrawn in one style, for a page to be laid out of them."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from rollsuggest.errors import CancelledError
from rollsuggest.library.pixels import Rgb
from rollsuggest.model import Make, Recipe, Source
from rollsuggest.render.paint import Photos
from rollsuggest.render.restyled import NO_TOOLS, WHOLE, Tools, drawn, window_of, written

KEPT_BYTES = 64_000_000  # of previews: a photo moved to another place is not drawn again
SHARE_OF_PAGE = 1.6  # a photo among n takes at most about this / sqrt(n) of a page's long side

_kept: dict[tuple[object, ...], Rgb] = {}


@dataclass(slots=True)
class Drawings(Photos):
    """Photos in the recipe's style, each with a long side of `px`. They are never on the disk."""

    recipe: Recipe = field(default=Recipe(Make.COLLAGE, ()))
    px: int = 0
    tools: Tools = NO_TOOLS

    def load(self, source: Source, long_side_px: int) -> Rgb:
        """Return the drawing, of `px`. Raises LostPhotoError, UserError for an unknown style."""
        if source.asset not in self.kept:
            self.kept[source.asset] = redraw(self.recipe, source, self.px, self.tools)
        return self.kept[source.asset]

    def load_all(
        self, sources: Sequence[Source], progress: Callable[[float], None], cancelled: Callable[[], bool]
    ) -> None:
        """Draw them now, one after the other. Raises CancelledError, and as `load` does."""
        for number, source in enumerate(sources, 1):
            if cancelled():
                raise CancelledError
            self.load(source, self.px)
            progress(number / len(sources))


def needed_px(recipe: Recipe, count: int, size_px: tuple[int, int]) -> int:
    """Return the long side, in pixels, that each of `count` photos is drawn at."""
    share = min(1.0, SHARE_OF_PAGE / math.sqrt(max(count, 1))) if recipe.make is Make.COLLAGE else 1.0
    return round(max(size_px) * share)


def unmoving(sources: Sequence[Source]) -> list[Source]:
    """Return the sources without their films, which would be photographs among drawings."""
    return [replace(source, film="", film_offset=0) for source in sources]


def redraw(recipe: Recipe, source: Source, px: int, tools: Tools) -> Rgb:
    """Return one photo in the recipe's style; the last ones are kept. Raises LostPhotoError, UserError."""
    one = Recipe(Make.RESTYLE, (), style=recipe.drawn)  # another shuffle or title changes no drawing
    key = (one, source, written(source), px)
    made = _kept.pop(key, None)
    if made is None:
        scale = px / max(source.width, source.height, 1)
        size = max(1, round(source.width * scale)), max(1, round(source.height * scale))
        made = drawn(one, source, window_of(source, WHOLE, *size), tools, margin=False)
    _kept[key] = made
    while sum(kept.nbytes for kept in _kept.values()) > KEPT_BYTES:
        _kept.pop(next(iter(_kept)))
    return made
