"""What runs inside worker processes beside the looking: the one door to the renderer.

Everything heavy is imported inside the functions: importing this module costs nothing, and the window
never loads any of it. Only small frozen results cross the pipe, never pixels.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from rollsuggest.jobs.looking import detectors
from rollsuggest.jobs.starting import called_off, tell
from rollsuggest.model import AssetId, Box, Kind, Laid, Make, Recipe, Source

if TYPE_CHECKING:
    from rollsuggest.library.named_faces import Told
    from rollsuggest.library.pixels import Rgb
    from rollsuggest.library.reel import Reel
    from rollsuggest.render.engine import Playing, Tools


@dataclass(frozen=True, slots=True)
class RenderJob:
    recipe: Recipe
    sources: Mapping[AssetId, Source]
    out: Path
    size_px: tuple[int, int]
    alt: str = ""  # what it shows, in words that any stranger may read
    faces: bool = False  # whether faces may be looked for: none is cut in a clip, none drawn as another
    coding: str = ""  # hevc, av1, moving (a picture that moves), large, or the sheet that it is printed on


def told_names(files: Mapping[AssetId, Path]) -> dict[AssetId, Told]:
    """Return what these files tell of who is in them; nothing of one that cannot be read."""
    from rollsuggest.library.told_names import read

    return {asset: read(path) for asset, path in files.items()}


def enlarge(path: Path, out: Path, long_side_px: int) -> None:
    """Write a photo, or a video's still, upright, in sRGB and bare of metadata. Raises UnreadableError."""
    from rollsuggest.library import pixels
    from rollsuggest.library.scan import kind_of
    from rollsuggest.library.video import poster

    decode = poster if kind_of(path.name) is Kind.VIDEO else pixels.decode
    pixels.write_thumbnail(decode(path, long_side_px).rgb, out, long_side_px)


def lay_out_sample(folder: Path, today: date) -> None:
    """Write the sample photos into a folder of ours. Raises UserError when the disk says no."""
    from rollsuggest.library import sample

    sample.lay_out(folder, today)


# --- making ----------------------------------------------------------------------------------------------


def still(job: RenderJob) -> None:
    """Render a still, or a recap's story cards, and write it; the suffix of `out` says as what."""
    from rollsuggest.render import story
    from rollsuggest.render.engine import render_cards
    from rollsuggest.render.export import COMPOSED, ENHANCED, write_still

    redrawn = job.recipe.make is Make.RESTYLE or bool(job.recipe.drawn)
    source = ENHANCED if redrawn else COMPOSED
    if job.coding == "cards":
        pages, titles = render_cards(job.recipe, job.sources, job.size_px, _tools(job), tell, called_off)
        story.write(pages, titles, job.out, job.alt, source)
    else:
        write_still(_rendered(job), job.out, job.recipe.title, job.alt, source, job.coding)
    tell(1.0)


def _rendered(job: RenderJob) -> Rgb:
    from rollsuggest.render.engine import render_still

    return render_still(job.recipe, job.sources, job.size_px, _tools(job), tell, called_off)


def laid_out(job: RenderJob) -> Laid:
    """Return where the photos of a collage lie."""
    from rollsuggest.render import engine

    return engine.laid_out(job.recipe, job.sources, job.size_px)


def shuffled(job: RenderJob) -> Recipe:
    """Return the recipe laid out anew; what is locked stays."""
    from rollsuggest.render import engine

    return engine.shuffled(job.recipe, job.sources, job.size_px)


def draw_ahead(job: RenderJob, at: int) -> int:
    """Redraw one photo of a preview to come, which keeps it; return how many there are to be redrawn."""
    from rollsuggest.render import engine

    return engine.draw_ahead(job.recipe, job.sources, job.size_px, at, _tools(job))


def under_stars(job: RenderJob) -> bool:
    """Return whether a restyle's photo shows sky enough for stars."""
    from rollsuggest.render import engine

    return engine.under_stars(job.recipe, job.sources, job.size_px)


def film_lasts_s(path: Path, offset: int) -> float | None:
    """Return the seconds of the film at `offset` of a file; None where there is none."""
    from rollsuggest.library import clip

    return clip.duration_s(path, offset)


def _tools(job: RenderJob) -> Tools:
    """Return what helps to draw; where faces may not be looked for, nothing that looks for them."""
    from rollsuggest.render.engine import Tools, use_cores

    engine = detectors()
    use_cores(os.cpu_count() or 1)  # somebody waits for it; to look at photos a worker takes one
    if not job.faces:
        return Tools(engine.cut_out)
    return Tools(engine.cut_out, engine.face_marks, engine.face_vectors, engine.face_marks_in)


def film(job: RenderJob) -> None:
    """Render a film. Raises CancelledError when it was called off; no half file is left."""
    from rollsuggest.render.engine import render_film

    find = _face_boxes if job.faces else None
    render_film(
        job.recipe, job.sources, job.out, job.size_px, tell, called_off, job.alt, find,
        _film_tools(job), job.coding,
    )  # fmt: skip


def reel(job: RenderJob) -> Reel:
    """Return how long a film is that is looked at before it is made. Raises UserError."""
    return _playing(job).reel


def reel_piece(job: RenderJob, out: Path, number: int) -> None:
    """Write a piece of that film, see library.reel."""
    out.write_bytes(_playing(job).piece(number))


_played: tuple[RenderJob, int, Playing] | None = None  # the last one: its photos and its plan are kept


def _playing(job: RenderJob) -> Playing:
    global _played
    from rollsuggest.render.engine import play_film

    music = Path(job.recipe.music)
    written = music.stat().st_mtime_ns if job.recipe.music and music.exists() else 0
    if _played is None or _played[:2] != (job, written):
        find = _face_boxes if job.faces else None
        playing = play_film(job.recipe, job.sources, job.size_px, find, _film_tools(job))
        _played = job, written, playing
    return _played[2]


def _film_tools(job: RenderJob) -> Tools:
    """Return what helps to draw where something is drawn: else nothing heavy is loaded."""
    from rollsuggest.render.engine import NO_TOOLS

    drawn = job.recipe.make is Make.RESTYLE or job.recipe.drawn
    return _tools(job) if drawn else NO_TOOLS


def _face_boxes(rgb: Rgb) -> list[Box]:
    h, w = rgb.shape[:2]
    return [
        Box(x / w, y / h, wide / w, high / h) for (x, y, wide, high), _points in detectors().face_marks(rgb)
    ]


# --- the cloud: what is sent, and what comes back --------------------------------------------------------


def pack(path: Path, out: Path, masks: tuple[Box, ...]) -> tuple[int, int]:
    """Write what is sent of a photo; returns its size in pixels. Raises UnreadableError."""
    from rollsuggest.library import outgoing

    return outgoing.write(path, out, masks)


def unpack(came: Path, out: Path, alt: str, generated: bool) -> None:
    """Write what a server made, decoded and drawn anew, with our mark and nothing of what it put in.

    Raises UnreadableError when it is no picture.
    """
    from rollsuggest.library import pixels
    from rollsuggest.render import export

    mark = export.GENERATED if generated else export.ENHANCED
    export.write_still(pixels.decode(came).rgb, out, "", alt, mark)
