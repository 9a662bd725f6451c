"""Photos in the order of time, split by their month: what has not changed since stays the very same tuple."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import partial

from rollsuggest.model import Photo
from rollsuggest.suggest.homes import month_of
from rollsuggest.suggest.memory import Memory
from rollsuggest.suggest.moments import time_order

Photos = tuple[Photo, ...]
Month = tuple[int, Photos]  # as trips count them, and its photos in the order of time
UNDATED = 1 << 30  # stands for a month, after all others, where no day is certain


def by_month(photos: Photos) -> Iterator[Month]:
    """Split photos in the order of time by their month, those of no certain day last."""
    begin = 0
    while begin < len(photos):
        month = number_of(photos[begin])
        end = bisect_right(photos, month, begin, key=number_of)
        yield month, photos[begin:end]
        begin = end


def in_months(photos: Photos, memory: Memory) -> tuple[Month, ...]:
    """Return what `by_month` does of photos in any order.

    Only between the first and the last month that changed since is anything sorted and split again.
    """
    before: tuple[Month, ...] = memory.last("months") or ()
    return memory.of("months", photos, partial(_again, photos, before))


def _again(photos: Photos, before: tuple[Month, ...]) -> tuple[Month, ...]:
    begin = first = 0
    while first < len(before) and _are(photos, begin, before[first]):
        begin += len(before[first][1])
        first += 1
    end, last = len(photos), len(before)
    while last > first and _are(photos, end - len(before[last - 1][1]), before[last - 1], begin):
        end -= len(before[last - 1][1])
        last -= 1
    fresh = sorted(photos[begin:end], key=time_order)
    if fresh and before:  # they may belong to months on either side, or before or after these
        while first and before[first - 1][0] >= number_of(fresh[0]):
            first -= 1
        while last < len(before) and before[last][0] <= number_of(fresh[-1]):
            last += 1
        begin = sum(len(month) for _number, month in before[:first])
        end = len(photos) - sum(len(month) for _number, month in before[last:])
        fresh = sorted(photos[begin:end], key=time_order)
    return (*before[:first], *by_month(tuple(fresh)), *before[last:])


def _are(photos: Photos, begin: int, month: Month, least: int = 0) -> bool:
    """Tell whether the photos from there on, which is no less than `least`, are those of the month."""
    return begin >= least and photos[begin : begin + len(month[1])] == month[1]


def number_of(photo: Photo) -> int:
    return UNDATED if photo.day is None else month_of(photo.day)
