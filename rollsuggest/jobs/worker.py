"""What runs inside worker processes: the one door to OpenCV, the decoders and the renderer.

Everything heavy is imported inside the functions: importing this module costs nothing, and the window
never loads any of it. Only small frozen results cross the pipe, never pixels.
"""

from __future__ import annotations

import os
import sys
import tempfile
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from rollsuggest.errors import UnreadableError
from rollsuggest.jobs import memory
from rollsuggest.library import sealing
from rollsuggest.model import (
    AssetId,
    Box,
    FileFacts,
    Findings,
    Kind,
    Laid,
    Make,
    Recipe,
    Source,
    Stage,
)

if TYPE_CHECKING:
    from multiprocessing.sharedctypes import Synchronized
    from multiprocessing.synchronize import Event

    from rollsuggest.analysis.engine import Engine
    from rollsuggest.library.named_faces import Told
    from rollsuggest.library.pixels import Decoded, Rgb
    from rollsuggest.library.reel import Reel
    from rollsuggest.render.engine import Playing, Tools

# The long side at which a photo is looked at; faces of 40 px at 12 MP are still 16 px. 1280 px would spare a
# tenth of the time, but of LFW's pairs fewer are known at one error in 10,000: 91 % instead of 94 % for faces
# of 50 px that become 40 px, 73 % instead of 84 % for 30 px that become 24 px.
LOOK_PX = 1600
SLACK = 4 / 3  # but a JPEG of 12 megapixels is left at the 2016 px of its decoder: cheaper, and it shows more


@dataclass(frozen=True, slots=True)
class LookJob:
    asset: AssetId
    path: Path
    name: str  # relative to the roll
    stages: frozenset[Stage]
    places: bool
    thumbnail: Path
    now: datetime
    kind: Kind = Kind.PHOTO
    facts: FileFacts | None = None  # what an earlier visit found: spares reading and hashing all of it again
    glance: bool = False  # another visit follows: the preview in the file will do
    carried: Path | None = None  # where the first visit may leave its pixels for the second


@dataclass(frozen=True, slots=True)
class Looked:
    """The findings, or why there are none."""

    asset: AssetId
    findings: Findings | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RenderJob:
    recipe: Recipe
    sources: Mapping[AssetId, Source]
    out: Path
    size_px: tuple[int, int]
    alt: str = ""  # what it shows, in words that any stranger may read
    faces: bool = False  # whether faces may be looked for: none is cut in a clip, none drawn as another
    coding: str = ""  # hevc, av1, moving (a picture that moves), large, or the sheet that it is printed on


# --- starting --------------------------------------------------------------------------------------------


def start(polite: bool, keys: Mapping[str, str]) -> None:
    """Prepare a worker process: at low priority, and with less memory, when it works in the background.

    `keys` open libraries that are locked (library.sealing).
    """
    warnings.simplefilter("ignore")  # a library's warning about one file is nothing to print a thousand times
    _hush()
    one_thread()
    if polite:
        _lower_priority()
    sealing.learn(keys)
    memory.watch(memory.LIMIT_BYTES if polite else memory.MAKING_LIMIT_BYTES)


def one_thread() -> None:
    """Have numpy's libraries, once loaded, work in one thread: their own pools only fight over the cores.

    On a busy machine a product of two small matrices took 8 ms with two threads, 0.2 ms with one.
    """
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ.setdefault(name, "1")


def _hush() -> None:
    """Keep what native libraries print off the terminal; ROLLSUGGEST_DEBUG lets it through.

    Errors are not lost by it: they come back to the window or the terminal as exceptions.
    """
    if os.environ.get("ROLLSUGGEST_DEBUG"):
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)


def _lower_priority() -> None:
    if sys.platform == "win32":
        import ctypes

        below_normal = 0x4000
        kernel = ctypes.windll.kernel32
        kernel.SetPriorityClass(kernel.GetCurrentProcess(), below_normal)
    else:
        os.nice(10)


_progress: Synchronized[float] | None = None
_cancel: Event | None = None


def start_export(progress: Synchronized[float], cancel: Event, polite: bool = False) -> None:
    """Prepare a worker that renders one file: it tells its progress and can be called off."""
    global _progress, _cancel
    _progress, _cancel = progress, cancel
    start(polite=False, keys={})
    if polite:  # with the memory that rendering takes
        _lower_priority()


def _tell(share: float) -> None:
    if _progress is not None:
        _progress.value = share


def _called_off() -> bool:
    return _cancel is not None and _cancel.is_set()


@lru_cache(maxsize=1)
def _engine() -> Engine:
    from rollsuggest.analysis.engine import Engine

    return Engine()


# --- looking ---------------------------------------------------------------------------------------------


def look(job: LookJob) -> Looked:
    """Decode one file once, write its thumbnail, and run the stages that are asked for."""
    from rollsuggest.library import carried, pixels

    try:
        facts, decoded = _read(job)
    except UnreadableError as error:
        return Looked(job.asset, None, str(error))
    if job.carried and job.glance and not decoded.preview and max(decoded.rgb.shape) >= LOOK_PX:
        carried.leave(decoded, job.carried)
    found = Findings(job.asset)
    seen = None  # the things in the picture, where somebody looked for them: faces ask for them
    if Stage.FILE in job.stages:
        pixels.write_thumbnail(decoded.rgb, job.thumbnail, preview=decoded.preview)
        found = replace(found, facts=facts)
    elif pixels.is_preview(job.thumbnail):
        pixels.write_thumbnail(decoded.rgb, job.thumbnail)
    if Stage.CONTENT in job.stages:
        engine = _engine()
        seen = engine.objects(decoded.rgb)
        content = engine.content(decoded.rgb, facts, job.name, seen)
        found = replace(found, quality=engine.quality(decoded.rgb), content=content)
    if Stage.FACES in job.stages:
        found = replace(found, faces=_engine().faces(decoded.rgb, seen))
    return Looked(job.asset, found)


def prove(stages: frozenset[Stage]) -> None:
    """Look at a photo that came with us: where even that kills the worker, no file of the person's did."""
    from rollsuggest import paths

    ours = paths.resources() / "pictures" / "astronaut.jpg"
    with tempfile.TemporaryDirectory(prefix="rollsuggest-") as folder:
        now = datetime.now().astimezone()
        look(LookJob(AssetId(0), ours, ours.name, stages | {Stage.FILE}, False, Path(folder) / "t.jpg", now))


def _read(job: LookJob) -> tuple[FileFacts, Decoded]:
    """Return a photo with its facts; of a video, the still that stands for it."""
    from rollsuggest.library import carried, metadata, pixels

    closely = job.stages - {Stage.FILE} or (job.glance and job.kind is Kind.PHOTO)
    px, slack = (LOOK_PX, SLACK) if closely else (pixels.THUMBNAIL_PX, 1.0)
    if job.kind is Kind.VIDEO:
        from rollsuggest.library.video import read_video

        facts, _video, decoded = read_video(
            job.path, job.name, places=job.places, now=job.now, long_side_px=px
        )
        return facts, decoded
    if job.facts:
        left = carried.take(job.carried) if job.carried else None
        if left is not None and job.facts.width and job.facts.height:
            return job.facts, pixels.Decoded(left, job.facts.width, job.facts.height)
        return job.facts, pixels.decode(job.path, px, quick=True, slack=slack)
    return metadata.read(
        job.path,
        job.name,
        long_side_px=px,
        places=job.places,
        now=job.now,
        slack=slack,
        glance=job.glance,
    )


def describe(asset: AssetId, path: Path, *, faces: bool, now: datetime) -> Source:
    """Look at a photo or video outside the library, for one act; faces only where that is allowed.

    Raises UnreadableError.
    """
    from rollsuggest.library.scan import kind_of

    kind = Kind.VIDEO if kind_of(path.name) is Kind.VIDEO else Kind.PHOTO
    facts, decoded = _read(
        LookJob(asset, path, path.name, frozenset({Stage.CONTENT}), False, path, now, kind)
    )
    found = _engine().faces(decoded.rgb) if faces else ()
    return Source(
        asset=asset,
        path=str(path),
        width=decoded.width,
        height=decoded.height,
        faces=tuple(face.box for face in found),
        points=tuple(face.points for face in found),
        taken_at=facts.taken.at,
        colour=_engine().quality(decoded.rgb).colour,
        kind=kind,
        film=str(path) if kind is Kind.VIDEO or facts.film_offset else "",
        film_offset=facts.film_offset or 0,
    )


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
        pages, titles = render_cards(job.recipe, job.sources, job.size_px, _tools(job), _tell, _called_off)
        story.write(pages, titles, job.out, job.alt, source)
    else:
        write_still(_rendered(job), job.out, job.recipe.title, job.alt, source, job.coding)
    _tell(1.0)


def _rendered(job: RenderJob) -> Rgb:
    from rollsuggest.render.engine import render_still

    return render_still(job.recipe, job.sources, job.size_px, _tools(job), _tell, _called_off)


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

    engine = _engine()
    use_cores(os.cpu_count() or 1)  # somebody waits for it; to look at photos a worker takes one
    if not job.faces:
        return Tools(engine.cut_out)
    return Tools(engine.cut_out, engine.face_marks, engine.face_vectors, engine.face_marks_in)


def film(job: RenderJob) -> None:
    """Render a film. Raises CancelledError when it was called off; no half file is left."""
    from rollsuggest.render.engine import render_film

    find = _face_boxes if job.faces else None
    render_film(
        job.recipe, job.sources, job.out, job.size_px, _tell, _called_off, job.alt, find,
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
        Box(x / w, y / h, wide / w, high / h) for (x, y, wide, high), _points in _engine().face_marks(rgb)
    ]


def load_all_models() -> None:
    _engine().load_all()


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
