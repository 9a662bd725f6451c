"""A short clip restyled: fifteen drawings a second, as animated films have, with its own sound."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

import numpy as np

from rollsuggest.errors import CancelledError, UnreadableError, UserError
from rollsuggest.i18n import _
from rollsuggest.library import clip
from rollsuggest.library.pixels import Rgb
from rollsuggest.model import CLIP_MOST_S, Recipe, Source
from rollsuggest.render.coding import KINDS, Film
from rollsuggest.render.drawn_mark import marked
from rollsuggest.render.export import ENHANCED, SOFTWARE, SOURCE_TYPES, check_folder, mark_film
from rollsuggest.render.planes import planes
from rollsuggest.render.restyled import DEFAULT_STYLE, Tools, finder, finder_in, recogniser, touch
from rollsuggest.render.styles import Clip
from rollsuggest.storing import whole

FPS = 15
LONGEST_PX = 1080
KIND = KINDS["drawn"]


def write(
    recipe: Recipe,
    source: Source,
    out: Path,
    progress: Callable[[float], None],
    cancelled: Callable[[], bool],
    alt: str,
    tools: Tools,
) -> None:
    """Write the clip's first CLIP_MOST_S seconds in the recipe's style, in their own shape and upright.

    It is written beside `out` and renamed when it is whole; otherwise nothing is left. Faces are looked for
    where `tools` can. Raises CancelledError, UserError for a clip that cannot be read, and for the disk.
    """
    check_folder(out)
    with whole(out) as beside:
        _encode(recipe, source, beside, progress, cancelled, alt, tools)
        mark_film(beside, recipe.title, alt)
    progress(1.0)


def _encode(
    recipe: Recipe,
    source: Source,
    path: Path,
    progress: Callable[[float], None],
    cancelled: Callable[[], bool],
    alt: str,
    tools: Tools,
) -> None:
    film, offset = Path(source.film), source.film_offset
    lasts = min(CLIP_MOST_S, (clip.duration_s(film, offset) if source.film else None) or 0.0)
    count = round(lasts * FPS)
    if not count:
        raise UserError(_("There is no film in this file that can be read."), _("Choose a video."))
    heard = clip.sound(film, offset, 0.0, lasts, KIND.rate)
    drawings = _drawings(recipe, film, offset, count, tools)
    first = next(drawings, None)
    if first is None:
        raise UserError(_("There is no film in this file that can be read."), _("Choose a video."))
    said = {"title": recipe.title, "comment": f"{SOFTWARE}, {SOURCE_TYPES}{ENHANCED}", "description": alt}
    size = first.shape[1], first.shape[0]
    with Film(path, KIND, size, FPS, said, heard) as made:
        for number, rgb in enumerate(chain([first], drawings)):
            if cancelled():
                raise CancelledError
            progress(number / count)
            made.add(planes(rgb))


def _drawings(recipe: Recipe, film: Path, offset: int, count: int, tools: Tools) -> Iterator[Rgb]:
    """Yield `count` drawings, FPS of them a second; fewer where the clip breaks off."""
    style = recipe.style or DEFAULT_STYLE
    artist = Clip(
        style, recipe.seed, touch(recipe), recipe.apart, recipe.light,
        finder(tools.face_marks), recogniser(tools.face_vectors), FPS, finder_in(tools.face_marks_in),
    )  # fmt: skip
    front = tools.cut_out if recipe.apart else None
    drawn: Rgb | None = None
    shown = 0
    try:
        for at_s, seen in clip.frames(film, offset, LONGEST_PX, 0.0, 1 / FPS):
            while drawn is not None and shown < min(count, round(at_s * FPS)):
                shown += 1
                yield drawn
            if shown >= count:
                return
            rgb = np.ascontiguousarray(seen.rgb[: seen.rgb.shape[0] // 2 * 2, : seen.rgb.shape[1] // 2 * 2])
            drawn = artist.draw(rgb, front(rgb) if front else None)
            drawn = marked(drawn) if recipe.mark else drawn
    except UnreadableError:
        pass  # damaged from here on: what was seen last stays
    while drawn is not None and shown < count:
        shown += 1
        yield drawn
