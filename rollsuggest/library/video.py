"""What a film's container says, and one still that stands for it. Originals are opened read-only.

[Note: Container time] `creation_time` is UTC by the standard, yet some cameras write their wall clock there,
and phones often the end of the recording. With the zone of the place it is exact; without, only the day is
believed, and a name that tells the time goes first.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from rollsuggest.library import camcorder, dates, sidecars
from rollsuggest.library.content import content_hash
from rollsuggest.library.dates import DateEvidence, Stamp
from rollsuggest.library.exif import camera_name
from rollsuggest.library.frames import best_still, duration_of, opened, picture_stream, reasons
from rollsuggest.library.pixels import Decoded
from rollsuggest.library.places import local_time, locate, zone_name
from rollsuggest.model import Certainty, FileFacts, Taken

_LOCATION = re.compile(r"^([+-]\d{1,2}(?:\.\d{1,12})?)([+-]\d{1,3}(?:\.\d{1,12})?)(?:[+-]|/|$)")
_LOCATIONS = ("com.apple.quicktime.location.ISO6709", "location", "location-eng")
_IDENTIFIER = "com.apple.quicktime.content.identifier"
_ZONED = re.compile(r"[T ]\d.*(?:Z|[+-]\d{2}:?\d{2})$")
_DATE_TAGS = ("com.apple.quicktime.creationdate", "date", "date-eng", "date_recorded")
_MIMES = {
    ".mp4": "video/mp4", ".m4v": "video/mp4", ".mov": "video/quicktime", ".3gp": "video/3gpp",
    ".mkv": "video/x-matroska", ".webm": "video/webm", ".avi": "video/x-msvideo", ".qt": "video/quicktime",
    ".3gpp": "video/3gpp", ".3g2": "video/3gpp2", ".wmv": "video/x-ms-wmv", ".asf": "video/x-ms-asf",
    ".mts": "video/mp2t", ".m2ts": "video/mp2t", ".tod": "video/mp2t", ".mpg": "video/mpeg",
    ".mpeg": "video/mpeg", ".dv": "video/x-dv", ".flv": "video/x-flv",
}  # fmt: skip


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
    with reasons(path):
        with opened(path) as container:
            tags = {**camcorder.tags(container), **container.metadata}
            duration_s = duration_of(container)
            decoded, rotation = best_still(container, picture_stream(container), duration_s, long_side_px)
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
            content_identifier=_first(tags, _IDENTIFIER),
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
    with reasons(path), opened(path) as container:
        return best_still(container, picture_stream(container), duration_of(container), long_side_px)[0]


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
    texts = [text for tag in _DATE_TAGS if (text := _first(tags, tag, tag.upper()))]
    alone = replace(evidence, name="")
    written = {text: _told(text, "film:creationdate", alone) for text in texts}
    if zoned := next((told for text, told in written.items() if told.at and _ZONED.search(text)), None):
        return zoned
    utc = _utc(tags.get("creation_time", ""), evidence)
    there = local_time(evidence.zone, utc) if utc and evidence.zone else None
    if there:
        return _told(there.isoformat(), "film:creation_time", alone)
    named = dates.resolve(replace(evidence, stamps=beside.stamps, gps_at=utc, takeout_at=beside.taken_utc))
    if _to_the_day(named) and named.source != dates.GPS:
        return named
    if day := next((told for told in written.values() if _to_the_day(told)), None):
        return day
    if utc is None:
        return named if named.at else next((told for told in written.values() if told.at), named)
    home = utc.replace(tzinfo=UTC).astimezone(evidence.now.tzinfo or UTC).replace(tzinfo=None)
    return Taken(home, Certainty.DAY, "film:creation_time")


def _to_the_day(taken: Taken) -> bool:
    return taken.certainty in (Certainty.EXACT, Certainty.DAY)


def _told(text: str, source: str, evidence: DateEvidence) -> Taken:
    """Weigh a date of the container as one of a camera is weighed: never-set clocks and tomorrow go."""
    taken = dates.resolve(replace(evidence, stamps=(Stamp(dates.ORIGINAL, text),)))
    return replace(taken, source=source) if taken.at else taken


def _utc(text: str, evidence: DateEvidence) -> datetime | None:
    return _told(text, "", replace(evidence, name="", zone="")).at if text else None
