"""What the photos around one tell of it, where that is safe: its day, its offset from UTC, its town. Pure.

Each needs a neighbour on both sides, and both must say the same: a guess that may be wrong is not made.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import cos, hypot, inf, radians
from pathlib import PurePosixPath

from rollsuggest.model import AssetId, Certainty, Role

NUMBERS_APART = 20  # between the two neighbours of a series; more, and a whole other roll may lie between
OFFSET_WITHIN = timedelta(hours=12)
PLACE_WITHIN = timedelta(minutes=45)
PLACE_WITHIN_KM = 1.5
_KM_PER_DEGREE = 111.2
_SERIES = re.compile(r"^(.*?)(?<!\d)(\d{3,5})$")  # IMG_0231; longer numbers are dates and times


@dataclass(frozen=True, slots=True)
class Shot:
    """A photo of one roll with what its own file, or the person, says of it."""

    asset: AssetId
    path: str  # relative to the roll
    at: datetime | None
    certainty: Certainty
    by_you: bool
    offset_minutes: int | None
    camera: str
    role: Role
    position: tuple[float, float] | None  # latitude, longitude
    place: str
    country: str


@dataclass(frozen=True, slots=True)
class Inferred:
    """What neighbours tell of one asset. A date is known to the day; the time keeps the order."""

    asset: AssetId
    at: datetime | None = None
    offset_minutes: int | None = None
    place: str = ""
    country: str = ""


def infer(shots: Sequence[Shot], *, places: bool) -> tuple[Inferred, ...]:
    """Return what can be said safely, for those assets of one roll where there is something to say."""
    days, offsets = _days(shots), _offsets(shots)
    towns = _places(shots) if places else {}
    found = []
    for asset in sorted(days.keys() | offsets.keys() | towns.keys()):
        place, country = towns.get(asset, ("", ""))
        found.append(Inferred(asset, days.get(asset), offsets.get(asset), place, country))
    return tuple(found)


# --- days, by the numbers in names -----------------------------------------------------------------------


def _days(shots: Sequence[Shot]) -> dict[AssetId, datetime]:
    series: dict[tuple[str, str], list[tuple[int, Shot]]] = defaultdict(list)
    asking = {_folder(shot) for shot in shots if shot.certainty not in (Certainty.EXACT, Certainty.DAY)}
    for shot in shots:
        if _folder(shot) not in asking:
            continue
        path = PurePosixPath(shot.path)
        if match := _SERIES.match(path.stem):
            series[str(path.parent), match[1].lower()].append((int(match[2]), shot))
    found = {}
    for members in series.values():
        sure = [(n, s) for n, s in members if s.at and s.certainty in (Certainty.EXACT, Certainty.DAY)]
        sure.sort(key=lambda member: member[0])
        for number, shot in members:
            if shot.certainty in (Certainty.EXACT, Certainty.DAY) or shot.by_you:
                continue
            if at := _day_between(number, shot, sure):
                found[shot.asset] = at
    return found


def _folder(shot: Shot) -> str:
    return shot.path.rpartition("/")[0]


def _day_between(number: int, shot: Shot, sure: Sequence[tuple[int, Shot]]) -> datetime | None:
    """Return a time between that of the nearest numbers, when both are of one day and one camera."""
    before = bisect_right(sure, number, key=lambda member: member[0]) - 1
    after = bisect_left(sure, number, key=lambda member: member[0])
    if before < 0 or after == len(sure) or sure[after][0] - sure[before][0] > NUMBERS_APART:
        return None
    first, last = sure[before][1], sure[after][1]
    if number == sure[before][0]:  # the same photo in another format
        last = first
    cameras = {first.camera, last.camera} | ({shot.camera} if shot.camera else set())
    if first.at is None or last.at is None or len(cameras) > 1:
        return None
    if first.at.date() != last.at.date() or not _fits(first.at, shot):
        return None
    if Certainty.DAY in (first.certainty, last.certainty):
        return first.at.replace(hour=12, minute=0, second=0, microsecond=0)
    return first.at + (last.at - first.at) / 2 if first.at <= last.at else None


def _fits(at: datetime, shot: Shot) -> bool:
    """Return whether a day lies in the month or year that is known already."""
    if shot.at is None:
        return True
    return at.year == shot.at.year and (shot.certainty is not Certainty.MONTH or at.month == shot.at.month)


# --- offsets and places, by time -------------------------------------------------------------------------


def _offsets(shots: Iterable[Shot]) -> dict[AssetId, int]:
    cameras: dict[str, list[Shot]] = defaultdict(list)
    for shot in shots:
        if shot.camera and shot.certainty is Certainty.EXACT and not shot.by_you:
            cameras[shot.camera].append(shot)
    found = {}
    for taken in cameras.values():
        pairs = _between(taken, lambda s: s.offset_minutes is not None, OFFSET_WITHIN)
        for asset, (first, last) in pairs.items():
            if first.offset_minutes is not None and first.offset_minutes == last.offset_minutes:
                found[asset] = first.offset_minutes
    return found


def _places(shots: Iterable[Shot]) -> dict[AssetId, tuple[str, str]]:
    timed = [
        shot
        for shot in shots
        if shot.camera and shot.certainty is Certainty.EXACT and shot.role is not Role.SCREENSHOT
    ]
    cameras = {shot.asset: shot.camera for shot in timed}
    knowing = {shot.camera for shot in timed if shot.position is not None}
    found = {}
    for asset, (first, last) in _between(timed, lambda s: s.position is not None, PLACE_WITHIN).items():
        town = (first.place, first.country)
        own = {first.camera, last.camera} == {cameras[asset]}
        if (
            first.place
            and (own or cameras[asset] not in knowing)  # two phones may be apart; a camera goes with a phone
            and town == (last.place, last.country)
            and _km(first.position, last.position) <= PLACE_WITHIN_KM
        ):
            found[asset] = town
    return found


def _between(
    shots: Iterable[Shot], tells: Callable[[Shot], bool], within: timedelta
) -> Mapping[AssetId, tuple[Shot, Shot]]:
    """Return, for each that does not tell, the nearest before and after it that do, both within a time."""
    timed = sorted(((s.at, s.asset, s) for s in shots if s.at), key=lambda entry: entry[:2])
    telling = [(at, shot) for at, _asset, shot in timed if tells(shot)]
    found = {}
    for at, asset, shot in timed:
        if tells(shot):
            continue
        after = bisect_left(telling, at, key=lambda entry: entry[0])
        before = after if after < len(telling) and telling[after][0] == at else after - 1
        if before < 0 or after == len(telling):
            continue
        if at - telling[before][0] <= within and telling[after][0] - at <= within:
            found[asset] = (telling[before][1], telling[after][1])
    return found


def _km(first: tuple[float, float] | None, last: tuple[float, float] | None) -> float:
    """Return the distance of two positions, on a plane: they are near each other or do not count."""
    if first is None or last is None:
        return inf
    east = (first[1] - last[1] + 180) % 360 - 180
    return _KM_PER_DEGREE * hypot(first[0] - last[0], east * cos(radians(first[0])))
