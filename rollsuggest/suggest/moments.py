"""Days and moments: the two ways in which photos fall together in time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from operator import attrgetter

import numpy as np
import numpy.typing as npt

from rollsuggest.model import AFTER_ALL, NO_TIME, Certainty, Photo

MOMENT_GAP = timedelta(hours=2)


time_order = attrgetter("order")  # a sort key


def by_day(photos: Iterable[Photo]) -> Mapping[date, tuple[Photo, ...]]:
    """Group photos by their certain day, in the order given; those without one are left out."""
    days: dict[date, list[Photo]] = defaultdict(list)
    for photo in photos:
        if (day := photo.day) is not None:
            days[day].append(photo)
    return {day: tuple(members) for day, members in days.items()}


def times_of(photos: Sequence[Photo]) -> npt.NDArray[np.int64]:
    """Return the wall clocks, certain or not, in microseconds since 1970; 0 where there is none."""
    moments = np.array([p.order[0] for p in photos], np.int64)
    since = np.where(
        moments >= AFTER_ALL - NO_TIME, moments - AFTER_ALL, moments
    )  # there were times before 1970
    since[since == NO_TIME] = 0
    return since


def moments(photos: Sequence[Photo], gap: timedelta = MOMENT_GAP) -> tuple[tuple[Photo, ...], ...]:
    """Split photos with an exact time (others are skipped) wherever the camera rested for `gap`."""
    exact = sorted((p for p in photos if p.taken_at and p.certainty is Certainty.EXACT), key=time_order)
    result: list[list[Photo]] = []
    last: datetime | None = None
    for photo in exact:
        assert photo.taken_at is not None
        if last is None or photo.taken_at - last > gap:
            result.append([])
        result[-1].append(photo)
        last = photo.taken_at
    return tuple(tuple(moment) for moment in result)


def anniversary(day: date, year: int) -> date:
    """Return the same day of another year; 29 February is 28 February where the year has none."""
    try:
        return day.replace(year=year)
    except ValueError:
        return date(year, 2, 28)


def full_years(since: date, until: date) -> int:
    """Return whole years between two days, as ages are counted."""
    return until.year - since.year - (anniversary(since, until.year) > until)
