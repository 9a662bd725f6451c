"""The photos of a collage or a film redrawn in one style before they are laid out."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from rollsuggest.errors import CancelledError
from rollsuggest.library.pixels import Rgb
from rollsuggest.model import Kind, Make, Recipe, Source
from rollsuggest.render.paint import LostPhotoError, Photos
from rollsuggest.render.restyled import Tools, drawn

MOST_KEPT, LARGEST_KEPT_PX = 24, 1080  # previews: a photo moved to another place is not drawn again
SHARE_OF_PAGE = 1.6  # a photo among n takes at most about this / sqrt(n) of a page's long side

_kept: dict[tuple[object, ...], Rgb] = {}


@contextmanager
def redrawn(
    recipe: Recipe,
    sources: Sequence[Source],
    size_px: tuple[int, int],
    tools: Tools,
    progress: Callable[[float], None] = lambda _share: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Iterator[Sequence[Source]]:
    """Lend the sources as drawings, in a folder that is gone afterwards; as they are where none is asked for.

    A film plays no clips then: they would be photographs among drawings. What cannot be read is left as it
    is, for the page to leave out. Raises CancelledError.
    """
    if not recipe.drawn or recipe.make is Make.RESTYLE:
        yield sources
        return
    px = _needed(recipe, len(sources), size_px)
    with TemporaryDirectory(prefix="rollsuggest-") as name:
        lent: list[Source] = []
        for number, source in enumerate(sources):
            if cancelled():
                raise CancelledError
            lent.append(_lent(recipe, source, px, tools, Path(name) / f"{number}.png"))
            progress((number + 1) / len(sources))
        yield lent


def _needed(recipe: Recipe, count: int, size_px: tuple[int, int]) -> int:
    share = min(1.0, SHARE_OF_PAGE / math.sqrt(max(count, 1))) if recipe.make is Make.COLLAGE else 1.0
    return round(max(size_px) * share)


def _lent(recipe: Recipe, source: Source, px: int, tools: Tools, path: Path) -> Source:
    try:
        rgb = _drawn(recipe, source, px, tools)
    except LostPhotoError:
        return source
    Image.fromarray(rgb).save(path, compress_level=1)
    return replace(source, path=str(path), kind=Kind.PHOTO, film="", film_offset=0)


def _drawn(recipe: Recipe, source: Source, px: int, tools: Tools) -> Rgb:
    one = replace(recipe, make=Make.RESTYLE, style=recipe.drawn, photos=(), title="", subtitle="")
    key = (one, source, _written(source), px)
    made = _kept.pop(key, None)
    if made is None:
        made = drawn(one, source, Photos().load(source, px), tools)
    if px <= LARGEST_KEPT_PX:
        _kept[key] = made
        while len(_kept) > MOST_KEPT:
            _kept.pop(next(iter(_kept)))
    return made


def _written(source: Source) -> int:
    path = Path(source.path)
    return path.stat().st_mtime_ns if path.exists() else 0
