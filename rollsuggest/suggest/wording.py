"""What cards say: titles and reasons as people put them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date

from rollsuggest import i18n
from rollsuggest.i18n import _, ngettext
from rollsuggest.model import Photo


def month_text(day: date) -> str:
    """Return "May 2026"."""
    return i18n.month_text(day.year, day.month)


def years_ago(years: int) -> str:
    """Return "A year ago today" or "3 years ago today"; there is no such thing as 0 years ago."""
    if years < 1:
        raise ValueError("a memory is at least a year old")
    if years == 1:
        return _("A year ago today")
    return ngettext("{n} year ago today", "{n} years ago today", years).format(n=years)


def photos_text(count: int) -> str:
    return ngettext("{n} photo", "{n} photos", count).format(n=count)


def videos_text(count: int) -> str:
    return ngettext("{n} video", "{n} videos", count).format(n=count)


def days_count(photos: Sequence[Photo]) -> int:
    return len({day for p in photos if (day := p.day) is not None})


def photos_and_days(photos: Sequence[Photo]) -> str:
    """Return "42 photos from 5 days"."""
    days = days_count(photos)
    text = ngettext("{photos} from {n} day", "{photos} from {n} days", days)
    return text.format(photos=photos_text(len(photos)), n=days)


def since_text(photos: Sequence[Photo]) -> str:
    """Return "42 photos from 2023 to 2026", or of one year; how many of them, where some know no day.

    The photos are in the order of time, those of no certain day last.
    """
    certain = bisect_left(photos, True, key=lambda p: p.day is None)
    begin, end = (photos[0].day, photos[certain - 1].day) if certain else (None, None)
    count = photos_text(len(photos))
    if begin is None or end is None:
        return count
    said = {"photos": count, "n": certain, "year": begin.year, "first": begin.year, "last": end.year}
    if begin.year == end.year:
        one = _("{photos} from {year}") if certain == len(photos) else _("{photos}, {n} of them from {year}")
        return one.format(**said)
    if certain == len(photos):
        return _("{photos} from {first} to {last}").format(**said)
    return _("{photos}, {n} of them from {first} to {last}").format(**said)
