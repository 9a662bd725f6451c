"""What a film's container says, and one still that stands for it. Originals are opened read-only.

[Note: Container time] `creation_time` is UTC by the standard, yet some cameras write their wall clock there,
and phones often the end of the recording. With the zone of the place it is exact; without, only the day is
believed, and a name that tells the time goes first.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from rollsuggest.errors import UnreadableError
from rollsuggest.i18n import _
from rollsuggest.library import dates, sidecars
from rollsuggest.library.content import content_hash
from rollsuggest.library.dates import DateEvidence, Stamp
from rollsuggest.library.exif import camera_name
from rollsuggest.library.pixels import MAX_PIXELS, Decoded, Rgb
from rollsuggest.library.places import local_time, locate, zone_name
from rollsuggest.model import Certainty, FileFacts, Taken

POSTER_AT = (0.1, 0.35, 0.6, 0.0)  # shares of the duration; the first that shows something is taken
MOST_PACKETS = 400  # read for one still; beyond it that place has none
OPEN_TIMEOUT_S, READ_TIMEOUT_S = 10.0, 10.0
DARK, FLAT = 18.0, 6.0  # 0..255: a still of lower mean or deviation is a black or an empty frame
_HD_LINES = 720  # from here on an untagged film is ITU-R BT.709, below BT.601
_UNSPECIFIED, _BT709 = 2, 1

_LOCATION = re.compile(r"^([+-]\d{1,2}(?:\.\d{1,12})?)([+-]\d{1,3}(?:\.\d{1,12})?)(?:[+-]|/|$)")
_LOCATIONS = ("com.apple.quicktime.location.ISO6709", "location", "location-eng")
_ZONED = re.compile(r"T\d.*(?:Z|[+-]\d{2}:?\d{2})$")
_ZONED_TAGS = ("com.apple.quicktime.creationdate", "date", "date-eng")
_MIMES = {
    ".mp4": "video/mp4", ".m4v": "video/mp4", ".mov": "video/quicktime", ".3gp": "video/3gpp",
    ".mkv": "video/x-matroska", ".webm": "video/webm", ".avi": "video/x-msvideo",
}  # fmt: skip
_DAMAGED = (av.FFmpegError, OSError, ValueError, MemoryError, OverflowError, EOFError)


@dataclass(frozen=True, slots=True)
class VideoFacts:
    duration_s: float | None  # None when the container does not say
    rotation: int  # degrees counter-clockwise that turned the stored frames upright: 0, 90, 180, 270


def read_video(
    path: Path, name: str, *, places: bool, now: datetime, long_side_px: int = 1600
) -> tuple[FileFacts, VideoFacts, Decoded]:
    """Return what a film says and its poster, upright and reduced. `name` is its path relative to the roll.

    Raises UnreadableError when it is no film, damaged, or holds no picture.
    """
    with _reasons(path):
        with _opened(path) as container:
            tags = dict(container.metadata)
            duration_s = _duration(container)
            decoded, rotation = _poster(container, _stream(container), duration_s, long_side_px)
        facts = FileFacts(
            width=decoded.width,
            height=decoded.height,
            taken=Taken(None, Certainty.UNKNOWN, ""),
            place=None,
            camera=camera_name(*_make_and_model(tags)),
            software=_first(tags, "com.apple.quicktime.software", "com.android.version"),
            content_hash=content_hash(path),
            mime=_MIMES.get(path.suffix.lower(), "video/mp4"),
            duration_s=duration_s,
        )
    beside = sidecars.read(path, places=places)
    position = (_position(tags) or beside.position) if places else None
    facts = replace(
        facts,
        place=locate(*position) if position else None,
        taken=_taken(tags, beside, DateEvidence(name, now, zone=zone_name(*position) if position else "")),
    )
    return facts, VideoFacts(duration_s, rotation), decoded


def poster(path: Path, long_side_px: int) -> Decoded:
    """Return the still that stands for a film, upright and reduced. Raises UnreadableError."""
    with _reasons(path), _opened(path) as container:
        return _poster(container, _stream(container), _duration(container), long_side_px)[0]


def content_identifier(path: Path) -> str:
    """Return what ties a Live Photo's film to its photo, "" when it does not say or cannot be read."""
    with suppress(*_DAMAGED), _opened(path) as film:
        return film.metadata.get("com.apple.quicktime.content.identifier", "")
    return ""


def _opened(path: Path) -> InputContainer:
    # Files only: a playlist with the name of a film must not make FFmpeg open what it lists, least a socket.
    return av.open(
        f"file:{path}",
        metadata_errors="replace",
        timeout=(OPEN_TIMEOUT_S, READ_TIMEOUT_S),
        options={"protocol_whitelist": "file"},
    )


@contextmanager
def _reasons(path: Path) -> Iterator[None]:
    """Turn whatever goes wrong while a film is read into an UnreadableError that says why."""
    try:
        if path.stat().st_size == 0:
            raise UnreadableError(_("The file is empty."))
        yield
    except FileNotFoundError as error:
        raise UnreadableError(_("The file is not there any more.")) from error
    except PermissionError as error:
        raise UnreadableError(_("We may not open this file."), _("Check its permissions.")) from error
    except _DAMAGED as error:
        raise UnreadableError(_("The film is damaged: {error}").format(error=error)) from error


# --- pictures --------------------------------------------------------------------------------------------


def _stream(container: InputContainer) -> VideoStream:
    """Return the stream with the pictures: the first that is no cover image and can be decoded."""
    streams = [s for s in container.streams.video if s.codec_context is not None and s.codec_context.width]
    if not streams:
        raise UnreadableError(_("There is no picture in this film."))
    stream = streams[0]
    if stream.codec_context.width * stream.codec_context.height > MAX_PIXELS:
        raise UnreadableError(_("The picture is unreasonably large."))
    stream.codec_context.thread_count = 1  # a worker is one thread of work
    return stream


def _duration(container: InputContainer) -> float | None:
    seconds = container.duration / av.time_base if container.duration else 0.0
    return round(seconds, 3) if 0 < seconds < 7 * 86_400 else None


def _poster(
    container: InputContainer, stream: VideoStream, duration_s: float | None, long_side_px: int
) -> tuple[Decoded, int]:
    best: tuple[float, Decoded, int] | None = None
    for share in POSTER_AT if duration_s else (0.0,):
        frame = _frame_at(container, stream, share * (duration_s or 0.0))
        if frame is None:
            continue
        decoded, rotation = _upright(frame, stream, long_side_px)
        mean, spread = float(decoded.rgb.mean()), float(decoded.rgb.std())
        if mean > DARK and spread > FLAT:
            return decoded, rotation
        if best is None or mean + spread > best[0]:
            best = mean + spread, decoded, rotation
    if best is None:
        raise UnreadableError(_("The film is damaged: {error}").format(error=_("no picture can be decoded")))
    return best[1], best[2]


def _frame_at(container: InputContainer, stream: VideoStream, at_s: float) -> VideoFrame | None:
    """Return the first whole frame from a key frame on; None where there is none within reach."""
    try:
        container.seek(int(at_s * av.time_base) + (container.start_time or 0))
        return next(_frames(container, stream), None)
    except (av.FFmpegError, ValueError):
        return None


def _frames(container: InputContainer, stream: VideoStream) -> Iterator[VideoFrame]:
    for count, packet in enumerate(container.demux(stream)):
        if count >= MOST_PACKETS:
            return
        yield from (frame for frame in packet.decode() if not frame.is_corrupt)


def _upright(frame: VideoFrame, stream: VideoStream, long_side_px: int) -> tuple[Decoded, int]:
    """Return the frame as a person sees it: square pixels, turned by its display matrix, in RGB."""
    aspect = stream.sample_aspect_ratio or Fraction(1)
    width = max(1, round(frame.width * aspect)) if Fraction(1, 8) < aspect < 8 else frame.width
    height = frame.height
    scale = min(1.0, long_side_px / max(width, height))
    hd = frame.colorspace == _UNSPECIFIED and frame.height >= _HD_LINES
    small = frame.reformat(
        width=max(2, round(width * scale)),
        height=max(2, round(height * scale)),
        format="rgb24",
        src_colorspace=_BT709 if hd else None,
    )
    quarters = round(frame.rotation / 90) % 4
    rgb: Rgb = np.ascontiguousarray(np.rot90(small.to_ndarray(), quarters))
    full = (height, width) if quarters % 2 else (width, height)
    return Decoded(rgb, *full), quarters * 90


# --- what the container says -----------------------------------------------------------------------------


def _first(tags: Mapping[str, str], *names: str) -> str:
    return next((text for name in names if (text := tags.get(name, "").strip())), "")


def _make_and_model(tags: Mapping[str, str]) -> tuple[str, str]:
    make = _first(tags, "com.apple.quicktime.make", "make", "com.android.manufacturer")
    return make, _first(tags, "com.apple.quicktime.model", "model", "com.android.model")


def _position(tags: Mapping[str, str]) -> tuple[float, float] | None:
    """Return latitude and longitude of ISO 6709 in degrees: `+38.1893-119.9558+2004.158/`."""
    match = _LOCATION.match(_first(tags, *_LOCATIONS))
    if not match:
        return None
    latitude, longitude = float(match[1]), float(match[2])
    return sidecars.position(latitude, longitude) if math.isfinite(latitude + longitude) else None


def _taken(tags: Mapping[str, str], beside: sidecars.Sidecar, evidence: DateEvidence) -> Taken:
    """Return when the film was taken; see [Note: Container time]. Zeros of 1904 and 1970 are no dates."""
    if zoned := next((tags[tag] for tag in _ZONED_TAGS if _ZONED.search(tags.get(tag, ""))), ""):
        local = _told(zoned, "film:creationdate", replace(evidence, name=""))
        if local.at:
            return local
    utc = _utc(tags.get("creation_time", ""), evidence)
    there = local_time(evidence.zone, utc) if utc and evidence.zone else None
    if there:
        return _told(there.isoformat(), "film:creation_time", replace(evidence, name=""))
    named = dates.resolve(replace(evidence, stamps=beside.stamps, gps_at=utc, takeout_at=beside.taken_utc))
    if named.certainty in (Certainty.EXACT, Certainty.DAY) or utc is None:
        return named
    home = utc.replace(tzinfo=UTC).astimezone(evidence.now.tzinfo or UTC).replace(tzinfo=None)
    return Taken(home, Certainty.DAY, "film:creation_time")


def _told(text: str, source: str, evidence: DateEvidence) -> Taken:
    """Weigh a date of the container as one of a camera is weighed: never-set clocks and tomorrow go."""
    taken = dates.resolve(replace(evidence, stamps=(Stamp(dates.ORIGINAL, text),)))
    return replace(taken, source=source) if taken.at else taken


def _utc(text: str, evidence: DateEvidence) -> datetime | None:
    return _told(text, "", replace(evidence, name="", zone="")).at if text else None
