"""A position -> the town people would name, its country and its time zone. Offline: all data is inside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt

from rollsuggest import paths
from rollsuggest.model import Place

FARTHEST_KM = 60.0  # farther from every town a photo is in none
_KM_PER_DEGREE = 111.2
_PEOPLE_PER_KM2 = 3000.0  # of a built-up area
_WIDEST_KM = 18.0  # beyond it the suburbs of the largest cities have names of their own

_NO_ZONE = (KeyError, ValueError, OverflowError, OSError)

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class _Towns:
    """All towns, sorted by latitude."""

    latitude: Floats
    longitude: Floats
    radius_km: Floats  # of a disc with the town's people at an urban density
    country: npt.NDArray[np.uint8]  # index into codes
    names: npt.NDArray[np.uint8]  # UTF-8
    starts: npt.NDArray[np.int32]  # where each name begins in names, and the end
    codes: tuple[str, ...]

    def name(self, town: int) -> str:
        start, end = self.starts[town], self.starts[town + 1] - 1
        return self.names[start:end].tobytes().decode()


@lru_cache(maxsize=1)
def _towns() -> _Towns:
    with np.load(paths.resources() / "places" / "places.npz", allow_pickle=False) as stored:
        names = stored["names"]
        ends = np.flatnonzero(names == ord("\n")) + 1
        population = stored["population"].astype(np.float32)
        return _Towns(
            stored["latitude"],
            stored["longitude"],
            np.minimum(np.sqrt(population / (np.pi * _PEOPLE_PER_KM2)), _WIDEST_KM),
            stored["country"],
            names,
            np.concatenate([[0], ends, [len(names) + 1]]).astype(np.int32),
            tuple(map(str, stored["codes"])),
        )


def locate(latitude: float, longitude: float) -> Place:
    """Return the place with its town and country, "" where no town is near.

    The town is the one whose edge is nearest, taking each as a disc as large as its people need: in a city
    that is the city and not the quarter around the corner, in the mountains the village down the valley.
    """
    towns = _towns()
    reach = FARTHEST_KM / _KM_PER_DEGREE
    low, high = np.searchsorted(towns.latitude, [latitude - reach, latitude + reach])
    band = slice(int(low), int(high))
    east = (towns.longitude[band].astype(np.float64) - longitude + 180) % 360 - 180
    north = towns.latitude[band].astype(np.float64) - latitude
    km = _KM_PER_DEGREE * np.hypot(north, east * np.cos(np.radians(latitude)))
    near = np.flatnonzero(km <= FARTHEST_KM)
    if not near.size:
        return Place(latitude, longitude)
    best = int(near[np.argmin(km[near] - towns.radius_km[band][near])] + low)
    return Place(latitude, longitude, towns.name(best), towns.codes[towns.country[best]])


def zone_name(latitude: float, longitude: float) -> str:
    """Return the IANA name of the time zone of a position, "" when there is none."""
    from tzfpy import get_tz  # its polygons take memory: only for whoever asks

    return str(get_tz(longitude, latitude))


def zone_offset_minutes(latitude: float, longitude: float, local: datetime) -> int | None:
    """Return how far local time there is ahead of UTC at that local time; None when no zone is known."""
    return offset_minutes(zone_name(latitude, longitude), local)


def offset_minutes(zone: str, local: datetime) -> int | None:
    """Return the offset of an IANA zone at a local wall clock time; None for an unknown zone or time."""
    try:
        offset = local.replace(tzinfo=ZoneInfo(zone)).utcoffset()
    except _NO_ZONE:
        return None
    return None if offset is None else round(offset / timedelta(minutes=1))


def local_time(zone: str, utc: datetime) -> datetime | None:
    """Return the wall clock time of an IANA zone at a moment in UTC, both without tzinfo; None if unknown."""
    try:
        return utc.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    except _NO_ZONE:
        return None
