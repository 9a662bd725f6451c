"""The door: a recipe and its sources in, a creation out. An unreadable photo costs that photo alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

import cv2

from rollsuggest import heap
from rollsuggest.errors import CancelledError, UserError
from rollsuggest.i18n import _
from rollsuggest.library.pixels import Rgb
from rollsuggest.library.reel import Reel, pack
from rollsuggest.model import AssetId, Laid, Make, Recipe, Source
from rollsuggest.render import card, collage, drawn_film, film, reel, restyled, story
from rollsuggest.render.clips import FindFaces
from rollsuggest.render.drawn_mark import marked
from rollsuggest.render.export import write_still
from rollsuggest.render.paint import LostPhotoError, Photos
from rollsuggest.render.plan import planned
from rollsuggest.render.recap import Storyboard
from rollsuggest.render.redrawn import Drawings, needed_px, redraw, unmoving
from rollsuggest.render.restyled import NO_TOOLS, Tools
from rollsuggest.render.scenes import frame_count

__all__ = [
    "NO_TOOLS", "Tools", "draw_ahead", "laid_out", "play_film", "render_film", "render_still", "shuffled",
    "use_cores", "write_still",
]  # fmt: skip

FEWEST_IN_FILM = 3
Made = TypeVar("Made")


def use_cores(count: int) -> None:
    """Let drawing use that many threads from now on in this process, and keep its memory."""
    cv2.setNumThreads(count)
    heap.pictures_in_turn()


def render_still(
    recipe: Recipe,
    sources: Mapping[AssetId, Source],
    size_px: tuple[int, int],
    tools: Tools = NO_TOOLS,
    progress: Callable[[float], None] = lambda _share: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Rgb:
    """Return the creation as pixels of exactly `size_px` (width, height).

    A recap as a still is its card. Photos that are redrawn tell `progress` and look at `cancelled`. Raises
    UserError when no photo can be read, CancelledError.
    """

    def made(left: Sequence[Source]) -> Rgb:
        return _page(recipe, left, size_px, tools, progress, cancelled)

    return _made_of(_chosen(recipe, sources), 1, made)


def render_cards(
    recipe: Recipe,
    sources: Mapping[AssetId, Source],
    size_px: tuple[int, int],
    tools: Tools = NO_TOOLS,
    progress: Callable[[float], None] = lambda _share: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> tuple[list[Rgb], list[str]]:
    """Return a recap's story cards, its own first, then its chapters', and their titles. Raises as above."""

    def made(left: Sequence[Source]) -> tuple[list[Rgb], list[str]]:
        parts, pages = list(story.parts(recipe, left)), list[Rgb]()
        for number, (part, shown) in enumerate(parts):
            if cancelled():
                raise CancelledError
            progress(number / len(parts))
            pages.append(_page(part, shown, size_px, tools, lambda _share: None, cancelled))
        return pages, [part.title for part, _shown in parts]

    return _made_of(_chosen(recipe, sources), 1, made)


def _page(
    recipe: Recipe,
    left: Sequence[Source],
    size_px: tuple[int, int],
    tools: Tools,
    progress: Callable[[float], None],
    cancelled: Callable[[], bool],
) -> Rgb:
    if recipe.make is Make.RESTYLE:
        drawing = restyled.render(recipe, left[0], size_px, tools)
        return marked(drawing) if recipe.mark else drawing
    page = card.render if recipe.make is Make.RECAP else _collage(tools)
    if recipe.drawn:
        shown = _shown(recipe, left, size_px)
        drawings = Drawings({}, recipe, needed_px(recipe, len(shown), size_px), tools)
        drawings.load_all(shown, progress, cancelled)
        sheet = page(recipe, left, size_px, drawings)
        return marked(sheet) if recipe.mark else sheet
    return page(recipe, left, size_px, Photos())


def _collage(tools: Tools) -> Callable[[Recipe, Sequence[Source], tuple[int, int], Photos], Rgb]:
    return partial(collage.render, cut_out=tools.cut_out)


def laid_out(recipe: Recipe, sources: Mapping[AssetId, Source], size_px: tuple[int, int]) -> Laid:
    """Return where a collage's photos lie, to be edited there; nothing of other makes."""
    if recipe.make is not Make.COLLAGE:
        return Laid((), "")
    return _made_of(_chosen(recipe, sources), 1, lambda left: collage.laid(recipe, left, size_px))


def shuffled(recipe: Recipe, sources: Mapping[AssetId, Source], size_px: tuple[int, int]) -> Recipe:
    """Return the recipe with another seed; what is locked in a collage stays where it is."""
    if recipe.make is not Make.COLLAGE:
        return replace(recipe, seed=recipe.seed + 1)
    return _made_of(_chosen(recipe, sources), 1, lambda left: collage.shuffled(recipe, left, size_px))


def under_stars(recipe: Recipe, sources: Mapping[AssetId, Source], size_px: tuple[int, int]) -> bool:
    """Whether the photo of a restyle shows sky enough for stars. Raises UserError when it cannot be read."""
    return _made_of(_chosen(recipe, sources), 1, lambda left: restyled.under_stars(left[0], size_px))


def draw_ahead(
    recipe: Recipe, sources: Mapping[AssetId, Source], size_px: tuple[int, int], at: int, tools: Tools
) -> int:
    """Redraw the photo at place `at` of those that the still shows, to be kept; return how many they are.

    Raises UserError for a style that is not known.
    """
    shown = _shown(recipe, _chosen(recipe, sources), size_px)
    if recipe.drawn and at < len(shown):
        with suppress(LostPhotoError):  # the page will be laid out without it
            redraw(recipe, shown[at], needed_px(recipe, len(shown), size_px), tools)
    return len(shown)


def _shown(recipe: Recipe, sources: Sequence[Source], size_px: tuple[int, int]) -> Sequence[Source]:
    return card.used(recipe, sources, size_px) if recipe.make is Make.RECAP and sources else sources


def render_film(
    recipe: Recipe,
    sources: Mapping[AssetId, Source],
    out: Path,
    size_px: tuple[int, int],
    progress: Callable[[float], None],
    cancelled: Callable[[], bool],
    alt: str = "",
    find_faces: FindFaces | None = None,
    tools: Tools = NO_TOOLS,
    coding: str = "",
) -> None:
    """Write the recap as H.264 in MP4, of `size_px` (rounded down to even) and 30 frames a second.

    The name of `out` and `coding` may ask for other kinds (render.coding.KINDS, render.animation.KINDS). A
    restyle is of a clip, in its own shape. `progress` hears 0..1; `find_faces` looks at clips, so that
    nobody in them is cut. Raises UserError when fewer than FEWEST_IN_FILM photos can be read or the file
    cannot be written, CancelledError when `cancelled` says so; neither leaves a file.
    """
    chosen = _chosen(recipe, sources)
    if recipe.make is Make.RESTYLE:
        may = tools if find_faces else replace(tools, face_marks=None)
        drawn_film.write(recipe, _first(chosen), out, progress, cancelled, alt, may)
        return
    if recipe.drawn:
        chosen = unmoving(chosen)
    px = needed_px(recipe, len(chosen), size_px)

    def photos() -> Photos:
        return Drawings({}, recipe, px, tools) if recipe.drawn else Photos()

    wish = film.Wish(progress, cancelled, alt, coding, find_faces, photos)

    def made(left: Sequence[Source]) -> None:
        film.write(recipe, left, out, size_px, wish)

    _made_of(chosen, FEWEST_IN_FILM, made)


@dataclass(slots=True)
class Playing:
    """A film that is looked at before it is made: planned once, then its pieces in any order."""

    recipe: Recipe
    sources: Sequence[Source]
    size_px: tuple[int, int]
    board: Storyboard
    photos: Photos

    @property
    def reel(self) -> Reel:
        return Reel(frame_count(self.board))

    def piece(self, number: int) -> bytes:
        """Return a piece (library.reel); one without frames after the film's end."""
        made = reel.piece(self.board, self.recipe, self.sources, self.size_px, number, lambda: self.photos)
        return pack(made)


def play_film(
    recipe: Recipe,
    sources: Mapping[AssetId, Source],
    size_px: tuple[int, int],
    find_faces: FindFaces | None = None,
    tools: Tools = NO_TOOLS,
) -> Playing:
    """Plan a recap to be looked at, as `render_film` would make it. Raises UserError for its music."""
    chosen = _chosen(recipe, sources)
    if recipe.drawn:
        chosen = unmoving(chosen)
    if not chosen:
        raise _unreadable()
    board = planned(recipe, chosen, size_px[0] / size_px[1], find_faces).board
    drawings = Drawings({}, recipe, needed_px(recipe, len(chosen), size_px), tools)
    return Playing(recipe, chosen, size_px, board, reel.patient(drawings if recipe.drawn else Photos()))


def _unreadable() -> UserError:
    return UserError(
        _("None of these photos can be read any more."),
        _("Check that the folder is still there, then try again or choose other photos."),
    )


def _first(sources: Sequence[Source]) -> Source:
    if not sources:
        raise UserError(_("This video is not there any more."), _("Choose another one."))
    return sources[0]


def _chosen(recipe: Recipe, sources: Mapping[AssetId, Source]) -> list[Source]:
    return [sources[asset] for asset in dict.fromkeys(recipe.photos) if asset in sources]


def _made_of(sources: list[Source], fewest: int, made: Callable[[Sequence[Source]], Made]) -> Made:
    """Make it of what can be read: each photo that turns out lost is left out, and all is laid out again."""
    left = sources
    while len(left) >= fewest:
        try:
            return made(left)
        except LostPhotoError as lost:
            left = [source for source in left if source.asset != lost.asset]
    if fewest > 1:
        raise UserError(
            _("A film needs at least {count} photos that can be read.").format(count=fewest),
            _("Add some photos, or make a collage instead."),
        )
    raise _unreadable()
