"""What a file says of itself: size, hash, camera, position, dates; and its pixels, in one reading.

Originals are opened read-only. A position is read only with the person's consent to places; without it the
GPS tags are not even looked at.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from PIL import ImageFile

from rollsuggest.library import dates, motion, pixels, previews, raw, sidecars
from rollsuggest.library.content import hash_of
from rollsuggest.library.dates import DateEvidence
from rollsuggest.library.exif import (
    MAKE,
    MAKER_NOTE,
    MODEL,
    SOFTWARE,
    Tags,
    camera_name,
    date_stamps,
    gps_position,
    gps_time,
    is_scanned,
    packet,
    text_of,
)
from rollsuggest.library.maker_notes import content_identifier
from rollsuggest.library.pixels import Decoded
from rollsuggest.library.places import locate, zone_name
from rollsuggest.library.xmp import xmp_position
from rollsuggest.model import FileFacts

IN_MEMORY = 64 * 2**20  # larger files are read twice instead of held
_WITH_FILM = frozenset({"image/jpeg", "image/heic", "image/heif", "image/avif"})
_MIMES = {"MPO": "image/jpeg", "DIB": "image/bmp"}


def read_facts(path: Path, name: str, *, places: bool, now: datetime) -> FileFacts:
    """Return what a file says, without decoding its pixels. `name` is its path relative to the roll.

    Raises UnreadableError when it is no picture; whether the pixels are whole only `read` finds out.
    """
    with _picture(path, places=places) as (image, file, content_hash):
        facts = _facts(image, path, name, content_hash, places=places, now=now)
        return _with_film(facts, path, file, packet(image))


def read(
    path: Path,
    name: str,
    *,
    long_side_px: int,
    places: bool,
    now: datetime,
    slack: float = 1.0,
    glance: bool = False,
) -> tuple[FileFacts, Decoded]:
    """Return what a file says and its pixels, upright and reduced, from one reading of its bytes.

    `slack` is that of `pixels.decode_image`. At a `glance` the preview in the file will do, or, where
    that is cheaper to decode, about a thumbnail's size.

    Raises UnreadableError when it is no picture, damaged, or unreasonably large.
    """
    with _picture(path, places=places) as (image, file, content_hash):
        facts = _facts(image, path, name, content_hash, places=places, now=now)
        seen = previews.embedded(image, file) if glance else None
        if glance and image.format in pixels.REDUCED_BY_DECODER:
            long_side_px, slack = pixels.GLANCE_PX, pixels.GLANCE_SLACK
        decoded = seen or pixels.decode_image(image, long_side_px, slack=slack)
        facts = replace(facts, width=decoded.width, height=decoded.height)
        return _with_film(facts, path, file, packet(image)), decoded


@contextmanager
def _picture(path: Path, *, places: bool) -> Iterator[tuple[ImageFile.ImageFile, IO[bytes], bytes]]:
    """Open a picture together with its file, and the hash of that."""
    with pixels.reasons(path), path.open("rb") as original:
        small = path.stat().st_size <= IN_MEMORY
        file: io.BytesIO | io.BufferedReader = io.BytesIO(original.read()) if small else original
        digest = hash_of(file)
        file.seek(0)
        if raw.is_raw(path):
            file = raw.as_jpeg(path, places=places)
        with pixels.opened(file) as image:
            yield image, file, digest


def _facts(
    image: ImageFile.ImageFile, path: Path, name: str, content_hash: bytes, *, places: bool, now: datetime
) -> FileFacts:
    width, height = pixels.upright_size(image)
    tags = Tags.of(image)
    gps = tags.gps() if places else {}
    beside = sidecars.read(path, places=places)
    position = (gps_position(gps) or xmp_position(packet(image)) or beside.position) if places else None
    camera = camera_name(text_of(tags.main.get(MAKE)), text_of(tags.main.get(MODEL)))
    software = text_of(tags.main.get(SOFTWARE))
    taken = dates.resolve(
        DateEvidence(
            name=name,
            now=now,
            stamps=(*date_stamps(tags, image), *beside.stamps),
            camera=camera,
            software=software,
            gps_at=gps_time(gps),
            zone=zone_name(*position) if position else "",
            takeout_at=beside.taken_utc,
            file_modified=_modified(path),
            scanner=is_scanned(tags, image),
        )
    )
    return FileFacts(
        width=width,
        height=height,
        taken=taken,
        place=locate(*position) if position else None,
        camera=camera,
        software=software,
        content_hash=content_hash,
        mime=raw.mime_of(path) if raw.is_raw(path) else _mime(image),
        content_identifier=content_identifier(tags.photo.get(MAKER_NOTE)),
    )


def _with_film(facts: FileFacts, path: Path, file: IO[bytes], xmp: str) -> FileFacts:
    """Add where a motion photo's film begins and how long it lasts. Moves `file`: call it last."""
    if facts.mime not in _WITH_FILM or file.closed:
        return facts
    offset = motion.film_offset(file, xmp)
    if offset is None:
        return facts
    from rollsuggest.library import clip  # loads FFmpeg: only for whoever meets a motion photo

    duration_s = clip.duration_s(path, offset)
    return replace(facts, film_offset=offset, duration_s=duration_s) if duration_s else facts


def _mime(image: ImageFile.ImageFile) -> str:
    """Return the type by the decoder's word: the extension may lie."""
    return _MIMES.get(image.format or "") or image.get_format_mimetype() or ""


def _modified(path: Path) -> datetime | None:
    with suppress(OSError, OverflowError, ValueError):
        return datetime.fromtimestamp(path.stat().st_mtime, UTC).replace(tzinfo=None)
    return None
