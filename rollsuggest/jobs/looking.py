"""What a worker process does to look at a file: decode it once, write its thumbnail, ask the detectors.

Everything heavy is imported inside the functions, as in `worker`.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from rollsuggest.errors import UnreadableError
from rollsuggest.model import AssetId, FileFacts, Findings, Kind, Source, Stage

if TYPE_CHECKING:
    from rollsuggest.analysis.engine import Engine
    from rollsuggest.library.pixels import Decoded

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


@lru_cache(maxsize=1)
def detectors() -> Engine:
    """Return the detectors of this process; they are loaded as they are asked for."""
    from rollsuggest.analysis.engine import Engine

    return Engine()


def load_all_models() -> None:
    detectors().load_all()


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
        engine = detectors()
        seen = engine.objects(decoded.rgb)
        content = engine.content(decoded.rgb, facts, job.name, seen)
        found = replace(found, quality=engine.quality(decoded.rgb), content=content)
    if Stage.FACES in job.stages:
        found = replace(found, faces=detectors().faces(decoded.rgb, seen))
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


def describe(asset: AssetId, path: Path, *, faces: bool, now: datetime, places: bool = False) -> Source:
    """Look at a photo or video outside the library, for one act; faces and places only where that is allowed.

    Raises UnreadableError.
    """
    from rollsuggest.library.scan import kind_of

    kind = Kind.VIDEO if kind_of(path.name) is Kind.VIDEO else Kind.PHOTO
    facts, decoded = _read(
        LookJob(asset, path, path.name, frozenset({Stage.CONTENT}), places, path, now, kind)
    )
    found = detectors().faces(decoded.rgb) if faces else ()
    return Source(
        asset=asset,
        path=str(path),
        width=decoded.width,
        height=decoded.height,
        faces=tuple(face.box for face in found),
        points=tuple(face.points for face in found),
        taken_at=facts.taken.at,
        place=facts.place.name if facts.place else "",
        position=(facts.place.latitude, facts.place.longitude) if facts.place else None,
        colour=detectors().quality(decoded.rgb).colour,
        kind=kind,
        film=str(path) if kind is Kind.VIDEO or facts.film_offset else "",
        film_offset=facts.film_offset or 0,
    )
