"""When a photo was taken: every source that tells, weighed. Pure; `now` is part of the evidence.

[Note: Local time] A photo belongs to the day that the clock on the wall said. The wall clock is kept as it is
and the offset stands beside it; only a name in UTC is turned into local time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from rollsuggest.library.name_dates import OLDEST_YEAR, in_folders, in_name
from rollsuggest.library.places import local_time, offset_minutes
from rollsuggest.library.scans import is_scan
from rollsuggest.library.stamps import Stamp as Stamp
from rollsuggest.library.stamps import is_offset, minutes_of, read_stamp
from rollsuggest.model import Certainty, Taken

ORIGINAL, DIGITIZED, MODIFIED = "exif:DateTimeOriginal", "exif:DateTimeDigitized", "exif:DateTime"
TAKEOUT, GPS = "takeout:photoTakenTime", "gps:DateStamp"
# Who is believed first. The name of the file comes after these and before MODIFIED.
TAGS = (
    ORIGINAL,
    DIGITIZED,
    "xmp:DateTimeOriginal",
    "xmp:DateCreated",
    "xmp:DateTimeDigitized",
    "xmp:CreateDate",
    "iptc:DateCreated",
    "iptc:DigitalCreationDate",
    "png:CreationTime",
)
_OF_A_FILE = (DIGITIZED, MODIFIED, "xmp:DateTimeDigitized", "iptc:DigitalCreationDate")
_OF_A_DOCUMENT = ("xmp:CreateDate", "png:CreationTime")  # a program's own, when no camera stands behind it

# The date line, and a clock that is a day ahead: more than that is no fast clock but a wrong one.
CLOCK_AHEAD = timedelta(days=2)
FARTHEST_ZONE = timedelta(hours=14)  # from UTC
DIGITAL_SINCE = 1995  # no file was scanned by an EXIF writer before
_EDITORS = re.compile(
    r"photoshop|lightroom|gimp|picasa|snapseed|paint|pixelmator|affinity|irfanview|acdsee|photoscape|canva"
    r"|imagemagick|faststone|darktable|capture one|photo editor|google|instagram|facebook",
    re.IGNORECASE,
)

# Clocks that never were set, and what programs write for "no date".
_NEVER = {(1899, 12, 30), (1899, 12, 31), (1900, 1, 1), (1904, 1, 1)}
_NEVER |= {(1969, 12, 31), (1970, 1, 1), (1980, 1, 1)}
_PLACEHOLDERS = {datetime(2002, 12, 8, 12)}  # many Android phones before 2013


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
    scanner: bool = (
        False  # it looks as if a scanner had written it: then a date of digitizing is not the photo's
    )


def resolve(evidence: DateEvidence) -> Taken:
    """Return when the photo was taken, by the first source that can be believed."""
    by_scanner = evidence.scanner and _only_digitized(evidence) and not in_name(evidence.name)
    if by_scanner or is_scan(evidence.name, evidence.camera, evidence.software):
        return _scanned(evidence)
    for reading in _readings(evidence):
        if _plausible(reading, evidence.now):
            return _with_offset(reading, evidence)
    return Taken(None, Certainty.UNKNOWN, "")


def _only_digitized(evidence: DateEvidence) -> bool:
    """Return whether no tag says when the photo was taken, only when its file was made."""
    return all(stamp.source in (*_OF_A_FILE, *_OF_A_DOCUMENT) for stamp in evidence.stamps)


def _readings(evidence: DateEvidence) -> Iterator[Taken]:
    yield from _tags(evidence, *TAGS)
    named = in_name(evidence.name)
    corrected = named is not None and _contradicts(named, evidence)
    if named and not corrected:
        yield _local(named, evidence)
    if _is_camera_clock(evidence):
        yield from _tags(evidence, MODIFIED)
    if evidence.gps_at:
        yield _local(Taken(evidence.gps_at, Certainty.EXACT, GPS, 0), evidence)
    yield from _takeout(evidence)
    if named and corrected:
        yield _local(named, evidence)
    if told := in_folders(evidence.name):
        yield told
    yield from _new_years(evidence)


def _contradicts(named: Taken, evidence: DateEvidence) -> bool:
    """Return whether a Takeout tells another day than the name: who corrects a date does so in Google Photos.

    Where the two may be one moment in some zone the name is kept, as it tells the clock on the wall.
    """
    if evidence.takeout_at is None or named.at is None:
        return False
    within = FARTHEST_ZONE if named.certainty is Certainty.EXACT else FARTHEST_ZONE + timedelta(hours=12)
    clocks = (evidence.takeout_at, evidence.gps_at)
    return not any(clock and abs(named.at - clock) <= within for clock in clocks)


def _new_years(evidence: DateEvidence) -> Iterator[Taken]:
    """Yield what the first minute of a year says where nothing else is known: the year, and no day.

    People who know only the year write it so, and cameras without a battery start their own year anew.
    """
    for taken in _tags(evidence, *TAGS):
        if taken.at and _is_new_year(taken.at) and (taken.at.year, 1, 1) not in _NEVER | {(2000, 1, 1)}:
            yield replace(taken, certainty=Certainty.YEAR, offset_minutes=None)


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
                weak = source in _OF_A_DOCUMENT and not evidence.camera
                yield (
                    replace(taken, certainty=Certainty.DAY)
                    if weak and taken.certainty is Certainty.EXACT
                    else taken
                )


def _plausible(taken: Taken, now: datetime) -> bool:
    """Return whether a date can be one of a photo: no clock that was never set, none of the future."""
    at = taken.at
    if at is None or at.year < OLDEST_YEAR:
        return False
    today = now.replace(tzinfo=None)
    if taken.certainty is Certainty.YEAR:
        return at.year <= today.year
    if taken.certainty is Certainty.MONTH:
        return (at.year, at.month) <= (today.year, today.month)
    return at <= today + CLOCK_AHEAD and not _never_set(at)


def _never_set(at: datetime) -> bool:
    if (at.year, at.month, at.day) in _NEVER or at in _PLACEHOLDERS:
        return True
    return _is_new_year(at)


def _is_new_year(at: datetime) -> bool:
    """Return whether a clock was likely never set. People do take photos at that minute; phones know it."""
    if (at.month, at.day, at.hour, at.minute) != (1, 1, 0, 0):
        return False
    return at.year == 2000 or (at.year <= 2015 and at.second == 0)


def _local(named: Taken, evidence: DateEvidence) -> Taken:
    """Turn a time in UTC into local time: by the offset, the zone of the place, or the person's own."""
    if named.source not in ("name:utc", TAKEOUT, GPS) or named.at is None:
        return named
    minutes = _tag_offset(evidence)
    if minutes is not None:
        return replace(named, at=named.at + timedelta(minutes=minutes), offset_minutes=minutes)
    if there := local_time(evidence.zone, named.at):
        return replace(named, at=there, offset_minutes=round((there - named.at) / timedelta(minutes=1)))
    home = named.at.replace(tzinfo=UTC).astimezone(evidence.now.tzinfo or UTC).replace(tzinfo=None)
    return Taken(home, Certainty.DAY, named.source)


def _tag_offset(evidence: DateEvidence) -> int | None:
    told = (minutes_of(stamp.offset) for stamp in evidence.stamps)
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
    return rounded if abs(exact - rounded) <= 2 and is_offset(rounded) else None


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
