"""The recap as a film file: its frames and its sound, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rollsuggest.errors import CancelledError
from rollsuggest.library.reel import FPS
from rollsuggest.model import Recipe, Source
from rollsuggest.render import animation
from rollsuggest.render.clips import FindFaces
from rollsuggest.render.coding import Film, kind_of
from rollsuggest.render.export import ENHANCED, SOFTWARE, SOURCE_TYPES, check_folder, mark_film
from rollsuggest.render.paint import Photos
from rollsuggest.render.plan import planned
from rollsuggest.render.recap import Storyboard
from rollsuggest.render.scenes import frame_count, frames
from rollsuggest.render.soundtrack import soundtrack
from rollsuggest.storing import whole

CHECK_EVERY = 6  # frames between two looks at `cancelled`


@dataclass(frozen=True, slots=True)
class Wish:
    """How a film is wanted beyond its recipe, and who hears of its making."""

    progress: Callable[[float], None]
    cancelled: Callable[[], bool]
    alt: str = ""  # what it shows, in words that any stranger may read
    coding: str = ""  # hevc, av1: another one than the file's name asks for
    find_faces: FindFaces | None = None  # looks at clips, so that nobody in them is cut
    photos: Callable[[], Photos] = Photos


def write(recipe: Recipe, sources: Sequence[Source], out: Path, size_px: tuple[int, int], wish: Wish) -> None:
    """Write the film beside `out` and rename it when it is whole; otherwise nothing is left.

    .gif and .webp are animations: shorter, smaller and silent. Raises CancelledError, LostPhotoError for a
    photo that cannot be read, UserError for the disk, the music, and a kind of film unknown here.
    """
    check_folder(out)
    with whole(out) as beside:
        if out.suffix.lower() in animation.KINDS:
            _animate(recipe, sources, out.suffix.lower(), beside, size_px, wish)
        else:
            _encode(recipe, sources, out, beside, size_px, wish)
    wish.progress(1.0)


def _encode(
    recipe: Recipe, sources: Sequence[Source], out: Path, beside: Path, size_px: tuple[int, int], wish: Wish
) -> None:
    kind = kind_of(out, wish.coding)
    size = size_px[0] // 2 * 2, size_px[1] // 2 * 2
    plan = planned(recipe, sources, size[0] / size[1], wish.find_faces)
    total = frame_count(plan.board)
    said = {
        "title": recipe.title,
        "comment": f"{SOFTWARE}, {SOURCE_TYPES}{ENHANCED}" if recipe.drawn else SOFTWARE,
        "description": wish.alt,
    }
    heard = soundtrack(plan, sources, total * kind.rate // FPS, kind.rate)
    with Film(beside, kind, size, FPS, said, heard) as film:
        for number, picture in enumerate(frames(plan.board, recipe, sources, size, wish.photos)):
            _tell(number, total, wish)
            film.add(picture)
    if recipe.drawn and kind.container == "mp4":
        mark_film(beside, recipe.title, wish.alt)


def _animate(
    recipe: Recipe, sources: Sequence[Source], suffix: str, beside: Path, size_px: tuple[int, int], wish: Wish
) -> None:
    kind = animation.KINDS[suffix]
    size = kind.size(size_px)
    board: Storyboard = planned(recipe, sources, size[0] / size[1], wish.find_faces, kind.most_s).board
    total = len(range(0, frame_count(board), kind.every))

    def shown() -> animation.Pictures:
        numbers = range(0, frame_count(board), kind.every)
        for done, picture in enumerate(frames(board, recipe, sources, size, wish.photos, numbers)):
            _tell(done, total, wish, every=1)
            yield picture

    animation.write(shown(), beside, kind, recipe, wish.alt)


def _tell(number: int, total: int, wish: Wish, every: int = CHECK_EVERY) -> None:
    if number % every == 0:
        if wish.cancelled():
            raise CancelledError
        wish.progress(number / total)
