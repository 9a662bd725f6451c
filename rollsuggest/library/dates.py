"""When a photo was taken: every source that tells, weighed. Pure; `now` is part of the evidence.

[Note: Local time] A photo belongs to the day that the clock on the wall said. The wall clock is kept as it is
and the offset stands beside it; only a name in UTC is turned into local time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from rollsuggest.library.name_dates import NOON, OLDEST_YEAR, in_folders, in_name
from rollsuggest.library.places import local_time, offset_minutes
from rollsuggest.library.scans import is_scan
from rollsuggest.model import Certainty, Taken

ORIGINAL, DIGITIZED, MODIFIED = "exif:DateTimeOriginal", "exif:DateTimeDigitized", "exif:DateTime"
TAKEOUT = "takeout:photoTakenTime"
# Who is believed first. The name of the file comes after these and before MODIFIED.
TAGS = (
    ORIGINAL,
    DIGITIZED,
    "xmp:DateTimeOriginal",
    "xmp:DateCreated",
    "xmp:CreateDate",
    "iptc:DateCreated",
)

DIGITAL_SINCE = 1995  # no file was scanned by an EXIF writer before
_EDITORS = re.compile(
    r"photoshop|lightroom|gimp|picasa|snapseed|paint|pixelmator|affinity|irfanview|acdsee|photoscape|canva"
    r"|imagemagick|faststone|darktable|capture one|photo editor|google|instagram|facebook",
    re.IGNORECASE,
)

_STAMP = re.compile(
    r"^(\d{4})[-:/. ](\d{1,2})[-:/. ](\d{1,2})"
    r"(?:[T\s]+(\d{1,2})[:.](\d{1,2})(?:[:.](\d{1,2})(?:[.,](\d+))?)?\s*([AaPp][Mm])?)?"
    r"\s*(Z|[+-]\d{1,2}:?\d{2})?$"
)
_PARTIAL = re.compile(r"^(\d{4})(?:[-:](\d{2}))?$")
_OFFSET = re.compile(r"^(?:UTC|GMT)?\s*([+-])(\d{1,2}):?(\d{2})?$")
# Clocks that never were set, and what programs write for "no date".
_NEVER = {(1899, 12, 30), (1899, 12, 31), (1900, 1, 1), (1904, 1, 1)}
_NEVER |= {(1969, 12, 31), (1970, 1, 1), (1980, 1, 1)}
_PLACEHOLDERS = {datetime(2002, 12, 8, 12)}  # many Android phones before 2013
# Zones that are no whole or half hours from UTC.
_ODD_OFFSETS = {345, 525, 765, 825}


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date as a tag has it: `2023:06:17 14:21:41`, with what the tags beside it say."""

    source: str  # one of TAGS, or MODIFIED
    text: str
    subsec: str = ""
    offset: str = ""


@dataclass(frozen=True, slots=True)
class DateEvidence:
    """All that tells when a photo was taken. A time-zone aware `now` also tells the person's own zone."""

    name: str  # relative to the roll, '/'-separated
    now: datetime
    stamps: tuple[Stamp, ...] = ()
    camera: str = ""
    software: str = ""
    gps_at: datetime | None = None  # UTC, without tzinfo
    zone: str = ""  # IANA name, of the place
    takeout_at: datetime | None = None  # UTC, without tzinfo: what Google Photos held for it
    file_modified: datetime | None = None


def resolve(evidence: DateEvidence) -> Taken:
    """Return when the photo was taken, by the first source that can be believed."""
    if is_scan(evidence.name, evidence.camera, evidence.software):
        return _scanned(evidence)
    for reading in _readings(evidence):
        if _plausible(reading, evidence.now):
            return _with_offset(reading, evidence)
    return Taken(None, Certainty.UNKNOWN, "")


def _readings(evidence: DateEvidence) -> Iterator[Taken]:
    yield from _tags(evidence, *TAGS)
    if named := in_name(evidence.name):
        yield _local(named, evidence)
    if _is_camera_clock(evidence):
        yield from _tags(evidence, MODIFIED)
    yield from _takeout(evidence)
    if told := in_folders(evidence.name):
        yield told


def _takeout(evidence: DateEvidence) -> Iterator[Taken]:
    if evidence.takeout_at:
        yield _local(Taken(evidence.takeout_at, Certainty.EXACT, TAKEOUT, 0), evidence)


def _is_camera_clock(evidence: DateEvidence) -> bool:
    """Return whether EXIF's DateTime was written by the camera: beside another date it is that of an edit."""
    others = any(stamp.source in (ORIGINAL, DIGITIZED) for stamp in evidence.stamps)
    return bool(evidence.camera) and not others and not _EDITORS.search(evidence.software)


def _tags(evidence: DateEvidence, *sources: str) -> Iterator[Taken]:
    for source in sources:
        for stamp in evidence.stamps:
            if stamp.source == source and (taken := read_stamp(stamp)):
                # A program's own CreateDate is that of the document when no camera stands behind it.
                weak = source == "xmp:CreateDate" and not evidence.camera
                yield (
                    replace(taken, certainty=Certainty.DAY)
                    if weak and taken.certainty is Certainty.EXACT
                    else taken
                )


def read_stamp(stamp: Stamp) -> Taken | None:
    """Return what a tag says; None for what is no date. A date without a time is known to the day."""
    text = stamp.text.strip().strip("\0").strip()
    if partial := _PARTIAL.match(text):
        return _partial(stamp.source, partial)
    match = _STAMP.match(text)
    if not match:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    timed = match[4] is not None
    if match[8]:
        hour = hour % 12 + (12 if match[8].lower() == "pm" else 0)
    # 24:05 is 00:05 of the same day to those who write it; a second 60 and beyond costs the second.
    try:
        at = datetime(year, month, day, 0 if hour == 24 else hour, minute, min(second, 59))
    except ValueError:
        return None
    if not timed or (not stamp.source.startswith("exif") and (hour, minute, second) == (0, 0, 0)):
        return Taken(at.replace(hour=NOON, minute=0, second=0), Certainty.DAY, stamp.source)
    at = at.replace(microsecond=_micro(match[7] or stamp.subsec))
    return Taken(at, Certainty.EXACT, stamp.source, _minutes(match[9] or stamp.offset))


def _partial(source: str, match: re.Match[str]) -> Taken | None:
    year, month = int(match[1]), int(match[2] or 0)
    if year < OLDEST_YEAR or month > 12:
        return None
    if month:
        return Taken(datetime(year, month, 15, NOON), Certainty.MONTH, source)
    return Taken(datetime(year, 7, 1, NOON), Certainty.YEAR, source)


def _micro(digits: str) -> int:
    digits = digits.strip().strip("\0").strip()
    return int(digits.ljust(6, "0")[:6]) if digits.isascii() and digits.isdigit() else 0


def _minutes(text: str) -> int | None:
    """Return an offset such as `+05:30`, `-0800` or `Z` in minutes; None for what is none."""
    text = text.strip().strip("\0").strip()
    if text == "Z":
        return 0
    match = _OFFSET.match(text)
    if not match:
        return None
    minutes = (int(match[2]) * 60 + int(match[3] or 0)) * (-1 if match[1] == "-" else 1)
    return minutes if _is_offset(minutes) else None


def _is_offset(minutes: int) -> bool:
    """Return whether some place on Earth is that far from UTC."""
    return -12 * 60 <= minutes <= 14 * 60 and (minutes % 30 == 0 or minutes in _ODD_OFFSETS)


def _plausible(taken: Taken, now: datetime) -> bool:
    """Return whether a date can be one of a photo: no clock that was never set, none of tomorrow."""
    at = taken.at
    if at is None or at.year < OLDEST_YEAR:
        return False
    today = now.replace(tzinfo=None)
    if taken.certainty is Certainty.YEAR:
        return at.year <= today.year
    if taken.certainty is Certainty.MONTH:
        return (at.year, at.month) <= (today.year, today.month)
    return at <= today + timedelta(days=1) and not _never_set(at)


def _never_set(at: datetime) -> bool:
    if (at.year, at.month, at.day) in _NEVER or at in _PLACEHOLDERS:
        return True
    if (at.month, at.day, at.hour, at.minute) != (1, 1, 0, 0):
        return False
    # A camera without a battery starts a year anew. People do take photos at that minute; phones know it.
    return at.year == 2000 or (at.year <= 2015 and at.second == 0)


def _local(named: Taken, evidence: DateEvidence) -> Taken:
    """Turn a time in UTC into local time: by the offset, the zone of the place, or the person's own."""
    if named.source not in ("name:utc", TAKEOUT) or named.at is None:
        return named
    minutes = _tag_offset(evidence)
    if minutes is not None:
        return replace(named, at=named.at + timedelta(minutes=minutes), offset_minutes=minutes)
    if there := local_time(evidence.zone, named.at):
        return replace(named, at=there, offset_minutes=round((there - named.at) / timedelta(minutes=1)))
    home = named.at.replace(tzinfo=UTC).astimezone(evidence.now.tzinfo or UTC).replace(tzinfo=None)
    return Taken(home, Certainty.DAY, named.source)


def _tag_offset(evidence: DateEvidence) -> int | None:
    told = (_minutes(stamp.offset) for stamp in evidence.stamps)
    return next((minutes for minutes in told if minutes is not None), None)


def _with_offset(taken: Taken, evidence: DateEvidence) -> Taken:
    """Complete the offset of an exact time: from the tags, a clock in UTC beside it, or the zone."""
    if taken.certainty is not Certainty.EXACT or taken.at is None:
        return replace(taken, offset_minutes=None)
    named = in_name(evidence.name)
    clocks = (evidence.gps_at, named.at if named and named.source == "name:utc" else None)
    offsets = (
        taken.offset_minutes,
        _tag_offset(evidence),
        *(_between(taken.at, clock) for clock in clocks),
        offset_minutes(evidence.zone, taken.at),
    )
    return replace(taken, offset_minutes=next((minutes for minutes in offsets if minutes is not None), None))


def _between(local: datetime, utc: datetime | None) -> int | None:
    """Return the offset that a clock in UTC shows. A position fixed minutes before the photo shows none."""
    if utc is None:
        return None
    exact = (local - utc) / timedelta(minutes=1)
    rounded = round(exact / 15) * 15
    return rounded if abs(exact - rounded) <= 2 and _is_offset(rounded) else None


def _scanned(evidence: DateEvidence) -> Taken:
    """Return what a scan tells of the photo: a date that someone wrote, a year in a name, or nothing."""
    told_of = (*_tags(evidence, *TAGS, MODIFIED), *_takeout(evidence))
    read = [taken for taken in told_of if _plausible(taken, evidence.now)]
    scanned_at = next((taken.at for taken in read if taken.source != ORIGINAL), None)
    for taken in read:
        if taken.at and (taken.at.year < DIGITAL_SINCE or _long_before(taken.at, scanned_at)):
            return replace(taken, offset_minutes=None)
    known = [taken.at for taken in read if taken.at] + [evidence.file_modified or evidence.now]
    scan_year = min(at.year for at in known)
    for told in (in_name(evidence.name), in_folders(evidence.name, scan=True)):
        if told and told.at and _plausible(told, evidence.now) and told.at.year < scan_year:
            return replace(told, offset_minutes=None)
    return Taken(None, Certainty.UNKNOWN, "scan")


def _long_before(at: datetime, scanned: datetime | None) -> bool:
    return scanned is not None and at < scanned - timedelta(days=180)
