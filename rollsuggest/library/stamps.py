"""A date as a tag writes it, and what it says: pure. Writers keep to no format, so many are read.

What is ambiguous (`05/08/2019`) is no date; what ends early (`2019:08`, `2019:08:00`) is known that far.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from rollsuggest.library.name_dates import NOON, OLDEST_YEAR
from rollsuggest.model import Certainty, Taken

_DAY = r"(?P<year>\d{4})\s*[-:/. 年]\s*(?P<month>\d{1,2})\s*[-:/. 月]\s*(?P<day>\d{1,2})日?"
_DAY_FIRST = r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})"
_SHORT_YEAR = r"(?P<year>\d\d):(?P<month>\d\d):(?P<day>\d\d)"
_COMPACT_DAY = r"(?P<year>(?:1[89]|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)"
_HALF = r"(?:a\.?m\.?|p\.?m\.?|上午|下午|午前|午後|오전|오후)"
_SECOND = r"(?:\s*[:.;\-]\s*(?P<second>\d{1,2})(?:[.,](?P<part>\d+))?)?"
_CLOCK = rf"(?P<hour>\d{{1,2}})\s*[:.;\-]\s*(?P<minute>\d{{1,2}}){_SECOND}"
_TIME = rf"(?:(?:T|\s+|[-:_,]\s*)(?P<before>{_HALF})?\s*{_CLOCK}\s*(?P<after>{_HALF})?)?"
_COMPACT_TIME = r"(?:[T\s_-]?(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)(?:[.,](?P<part>\d+))?)?"
_ZONE = r"(?:\s+\d{1,2})?\s*(?P<zone>(?:UTC|GMT)?\s*[+-]\d{1,2}:?\d{2}|Z|UTC|GMT)?"  # a lone hour is no time


@cache  # compiled for the first file: every start of ours would wait for it
def _stamps() -> tuple[re.Pattern[str], ...]:
    parts = (
        (_DAY, _TIME),
        (_DAY_FIRST, _TIME),
        (_SHORT_YEAR, _TIME),
        (_COMPACT_DAY, _COMPACT_TIME),
    )
    return tuple(re.compile(day + time + _ZONE, re.IGNORECASE) for day, time in parts)


_AFTERNOON = re.compile("p|下|後|후", re.IGNORECASE)
_PARTIAL = re.compile(r"(\d{4})(?:[-:](\d{2})(?:[-:]00)?)?(?:[T ]00:00:00)?Z?")
_OFFSET = re.compile(r"(?:UTC|GMT)?\s*([+-])(\d{1,2}):?(\d{2})?")
_ODD_OFFSETS = {345, 525, 765, 825}  # zones that are no whole or half hours from UTC
_BUDDHIST = 543  # years that phones set to Thai count more
_TOO_LONG = 80


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date as a tag has it: `2023:06:17 14:21:41`, with what the tags beside it say."""

    source: str  # one of dates.TAGS, or dates.MODIFIED
    text: str
    subsec: str = ""
    offset: str = ""


def read_stamp(stamp: Stamp) -> Taken | None:
    """Return what a tag says; None for what is no date. A date without a time is known to the day."""
    text = _bare(stamp.text)
    if len(text) > _TOO_LONG:
        return None
    if partial := _PARTIAL.fullmatch(text):
        return _partial(stamp.source, partial)
    match = next((match for stamps in _stamps() if (match := stamps.fullmatch(text))), None)
    if match is None:
        return _in_words(stamp, text)
    try:
        at, timed = _moment(match)
    except ValueError:
        return None
    midnight = (at.hour, at.minute, at.second) == (0, 0, 0)
    if not timed or (not stamp.source.startswith("exif") and midnight):
        return Taken(at.replace(hour=NOON, minute=0, second=0), Certainty.DAY, stamp.source)
    at = at.replace(microsecond=_micro(match["part"] or stamp.subsec))
    return Taken(at, Certainty.EXACT, stamp.source, minutes_of(match["zone"] or stamp.offset))


def _bare(text: str) -> str:
    return text.strip().strip("\0").strip()


def _moment(match: re.Match[str]) -> tuple[datetime, bool]:
    """Return the moment and whether it has a time. Raises ValueError for a day or time that is none."""
    part = match.groupdict()
    timed = part["hour"] is not None
    hour, half = int(part["hour"] or 0), part.get("before") or part.get("after")
    if half and hour <= 12:
        hour = hour % 12 + (12 if _AFTERNOON.match(half) else 0)
    # 24:05 is 00:05 of the same day to those who write it; a second 60 and beyond costs the second.
    clock = 0 if hour == 24 else hour, int(part["minute"] or 0), min(int(part["second"] or 0), 59)
    return datetime(_year(part["year"]), int(part["month"]), int(part["day"]), *clock), timed


def _year(digits: str) -> int:
    year = int(digits)
    if len(digits) == 2:
        return year + (1900 if year >= 90 else 2000)  # no camera wrote files before 1990
    return year - _BUDDHIST if 1990 <= year - _BUDDHIST <= 2100 else year


def _partial(source: str, match: re.Match[str]) -> Taken | None:
    year, month = int(match[1]), int(match[2] or 0)
    if year < OLDEST_YEAR or month > 12:
        return None
    if month:
        return Taken(datetime(year, month, 15, NOON), Certainty.MONTH, source)
    return Taken(datetime(year, 7, 1, NOON), Certainty.YEAR, source)


def _in_words(stamp: Stamp, text: str) -> Taken | None:
    """Read `Mon, 05 Aug 2019 10:20:30 +0200` (RFC 2822, as PNG asks) and `Mon Aug  5 10:20:30 2019` (C)."""
    from email.utils import parsedate_tz

    try:
        read = parsedate_tz(text) if text.isascii() else None
        at = datetime(*read[:6]) if read else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if read is None or at is None:
        return None
    offset = None if read[9] is None else read[9] // 60
    return Taken(at, Certainty.EXACT, stamp.source, offset if is_offset(offset) else minutes_of(stamp.offset))


def _micro(digits: str) -> int:
    digits = _bare(digits)
    return int(digits.ljust(6, "0")[:6]) if digits.isascii() and digits.isdigit() else 0


def minutes_of(text: str) -> int | None:
    """Return an offset such as `+05:30`, `-0800` or `Z` in minutes; None for what is none."""
    text = _bare(text).upper()
    if text in ("Z", "UTC", "GMT"):
        return 0
    match = _OFFSET.fullmatch(text)
    if not match:
        return None
    minutes = (int(match[2]) * 60 + int(match[3] or 0)) * (-1 if match[1] == "-" else 1)
    return minutes if is_offset(minutes) else None


def is_offset(minutes: int | None) -> bool:
    """Return whether some place on Earth is that far from UTC."""
    if minutes is None:
        return False
    return -12 * 60 <= minutes <= 14 * 60 and (minutes % 30 == 0 or minutes in _ODD_OFFSETS)
