"""Home, learned from where most weeks are; and trips, the runs of days away from it.

[Note: Homes move] Home is asked for each month over the year around it, so that somebody who moved has two
homes in turn. Weeks are counted, not photos or days: people photograph more when they travel.

[Note: No home] Of somebody who photographs on journeys alone, the longest stay is no home: that is where one
was in three weeks, over more than a month. Only of a library as young as that, the place of most weeks is it.
Where no home is known, days far apart on the map are a journey all the same.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from itertools import combinations
from math import asin, cos, radians, sin, sqrt
from operator import itemgetter
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from rollsuggest.model import Certainty, HomeVerdicts, Photo
from rollsuggest.suggest.memory import Memory
from rollsuggest.suggest.placed import Placed, by_cell

AWAY_KM = 40.0
GAP = timedelta(days=3)
LEAST_PHOTOS = 8
LEAST_DAYS = 2
LONGEST = timedelta(days=120)  # longer is living there
WINDOW_MONTHS = 6
LIVED_WEEKS, LIVED_SPAN = 3, 4  # different weeks; from the first to the last
YOUNG = 8  # weeks of photos
JOURNEY_KM = 150.0  # between the ends of a trip from no home known
LEAST_KM, MOST_KM = 111.0, 111.4  # of a degree along a great circle: a little less and a little more

Point = tuple[float, float]  # latitude, longitude in degrees
Month = int  # months since year 0
Cell = tuple[int, int]
Sum = tuple[float, float, int]  # of points, and how many
Step = tuple[date, Photo | None]  # a photo taken away on a day; None: at home
Days = Mapping[date, tuple[Photo, ...]]


@dataclass(frozen=True, slots=True)
class Trip:
    photos: tuple[Photo, ...]  # in time order
    places: tuple[str, ...]  # those that hold a good part of the photos, in the order visited
    countries: tuple[str, ...]  # most photos first

    @property
    def first(self) -> date:
        return _day(self.photos[0])

    @property
    def last(self) -> date:
        return _day(self.photos[-1])


def _day(photo: Photo) -> date:
    assert photo.day is not None
    return photo.day


@dataclass(frozen=True, slots=True)
class Homes:
    """Where home was, month by month."""

    by_month: Mapping[Month, Point]
    country: str = ""
    said: tuple[Point, ...] = ()  # what the person called home, whenever
    around: Mapping[Month, tuple[Point, ...]] = field(default_factory=dict)  # of two months before and after

    def at(self, day: date) -> Point | None:
        """Return where home was in that month."""
        return self.by_month.get(month_of(day))

    def near(self, point: Point, day: date) -> bool:
        """Tell whether the point is at home on that day, or was or will be home within two months."""
        return any(_at(home, point) for home in self.known(day))

    def known(self, day: date) -> tuple[Point, ...]:
        """Return the homes of the months around a day, and those that were told."""
        return (*self.around.get(month_of(day), ()), *self.said)


def _around(by_month: Mapping[Month, Point]) -> Mapping[Month, tuple[Point, ...]]:
    found: dict[Month, dict[Point, None]] = defaultdict(dict)
    for month, home in by_month.items():
        for near in range(month - 2, month + 3):
            found[near][home] = None
    return {month: tuple(homes) for month, homes in found.items()}


def _at(home: Point, point: Point) -> bool:
    """Tell whether the point is at that home; most are so near or so far that nothing need be worked out."""
    north, east = point[0] - home[0], point[1] - home[1]
    if abs(north) * LEAST_KM > AWAY_KM:
        return False
    if (north * north + east * east) * MOST_KM**2 < AWAY_KM**2:
        return True
    return km(home, point) <= AWAY_KM


def km(one: Point, other: Point) -> float:
    """Return the great-circle distance (haversine)."""
    (lat1, lon1), (lat2, lon2) = [(radians(a), radians(b)) for a, b in (one, other)]
    h = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371.0 * asin(sqrt(min(1.0, h)))


class Spot(NamedTuple):
    """What lies in one cell, a tenth of a degree wide."""

    middle: Sum
    weeks: frozenset[int]
    countries: Counter[str]


class Spots(NamedTuple):
    """Where the photos of one month lie that know their day and place."""

    month: Month
    cells: Mapping[Cell, Spot]
    called: Mapping[tuple[str, str], Sum]  # towns that the person called home


def spots_of(there: Placed, said: HomeVerdicts) -> Spots:
    """Sort the photos of one month by where they lie, but for towns that the person said are no home."""
    month = month_of(_day(there.photos[0])) if there.photos else 0
    called: dict[tuple[str, str], Sum] = {}
    if said:
        towns = [(p.place, p.country) for p in there.photos]
        homes = {town for town in towns if said.get(town)}
        called = {town: _sum(there.only([town == one for one in towns])) for town in homes}
        there = there.only([said.get(town) is not False for town in towns])
    by_tenths = map(there.at, by_cell(there.cells(10)))
    return Spots(month, {_cell(some): _spot(some) for some in by_tenths}, called)


def _cell(there: Placed) -> Cell:
    return round(float(there.north[0]) * 10), round(float(there.east[0]) * 10)


def _spot(there: Placed) -> Spot:
    weeks = frozenset((there.days // 7).tolist())
    return Spot(_sum(there), weeks, Counter([p.country for p in there.photos]))


def _sum(there: Placed) -> Sum:
    return sum(there.north.tolist()), sum(there.east.tolist()), len(there.photos)


def homes(months: Iterable[Spots], memory: Memory | None = None) -> Homes:
    """Learn home from what is known of each month, in the order of time."""
    known, memory = {spots.month: spots for spots in months if spots.cells}, memory or Memory()
    if not known:
        return Homes({})
    chosen: dict[Month, Cell] = {}
    for month in range(min(known) - 2, max(known) + 3):
        near = [known.get(n) for n in range(month - WINDOW_MONTHS, month + WINDOW_MONTHS + 1)]
        home = memory.of(("home", month), near, partial(_home_of, near))
        if home is not None:
            chosen[month] = home
    centres = {cell: _centre(cell, known.values()) for cell in set(chosen.values())}
    by_month = {month: centres[cell] for month, cell in chosen.items()}
    countries: Counter[str] = Counter()
    for spots in known.values() if chosen else ():
        usual = Counter(chosen.values()).most_common(1)[0][0]
        countries.update(spots.cells[usual].countries if usual in spots.cells else {})
    country = countries.most_common(1)[0][0] if countries else ""
    return Homes(by_month, country, _called(known.values()), _around(by_month))


def _centre(cell: Cell, months: Iterable[Spots]) -> Point:
    return _mean([spots.cells[cell].middle for spots in months if cell in spots.cells])


def _called(months: Iterable[Spots]) -> tuple[Point, ...]:
    towns: dict[tuple[str, str], list[Sum]] = defaultdict(list)
    for spots in months:
        for town, middle in spots.called.items():
            towns[town].append(middle)
    return tuple(_mean(sums) for sums in towns.values())


def _home_of(months: Iterable[Spots | None]) -> Cell | None:
    """Return the cell of most weeks in the year around a month, if somebody may live there.

    Neighbouring cells count with it. See Note: No home.
    """
    seen: dict[Cell, set[int]] = defaultdict(set)
    for spots in months:
        for cell, spot in spots.cells.items() if spots else ():
            seen[cell] |= spot.weeks

    def around(cell: Cell) -> set[int]:
        near = (seen.get((cell[0] + i, cell[1] + j), set()) for i in (-1, 0, 1) for j in (-1, 0, 1))
        return set().union(*near)

    every = set().union(*seen.values())
    weeks = {cell: found for cell in seen if _lived(found := around(cell), every)}
    return max(weeks, key=lambda cell: (len(weeks[cell]), len(seen[cell]), cell), default=None)


def _lived(weeks: Set[int], every: Set[int]) -> bool:
    if max(every) - min(every) < YOUNG:
        return True
    return len(weeks) >= LIVED_WEEKS and max(weeks) - min(weeks) >= LIVED_SPAN


def trips(
    months: Iterable[Placed], homes: Homes, days: Days, memory: Memory | None = None
) -> tuple[Trip, ...]:
    """Find the trips, oldest first, in the photos of each month in the order of time.

    `days` hold the same photos, and those that know no place.
    """
    found, memory = [], memory or Memory()
    for run in _runs(_steps(months, homes, memory)):
        trip = _trip(run, days, homes)
        if trip is not None:
            found.append(trip)
    return tuple(found)


def _steps(months: Iterable[Placed], homes: Homes, memory: Memory) -> Iterator[Step]:
    for there in months:
        if there.photos:
            day = _day(there.photos[0])
            known = homes.known(day)  # as on all days of the month
            yield from memory.of(("away", month_of(day)), (there, known), partial(_away_of, there, known))


def _away_of(there: Placed, known: Sequence[Point]) -> list[Step]:
    """Return the photos taken away and, between them, the last day at home."""
    there = there.only([p.certainty is Certainty.EXACT for p in there.photos])
    home = np.zeros(len(there.photos), bool)
    for point in known:
        home |= _near(there, point)
    last = home & ~np.append(home[1:], False)
    steps = np.flatnonzero(last | ~home).tolist()
    return [(_day(there.photos[n]), None if home[n] else there.photos[n]) for n in steps]


def _near(there: Placed, home: Point) -> npt.NDArray[np.bool_]:
    """Tell of each whether it is at that home; only where it is hard to say the distance is worked out."""
    north, east = there.north - home[0], there.east - home[1]
    near = (north * north + east * east) * MOST_KM**2 < AWAY_KM**2
    for n in np.flatnonzero(~near & (np.abs(north) * LEAST_KM <= AWAY_KM)).tolist():
        near[n] = km(home, (float(there.north[n]), float(there.east[n]))) <= AWAY_KM
    return near


def _runs(steps: Iterable[Step]) -> list[list[Photo]]:
    """Split the photos taken away into runs, cut by being at home and by long silence.

    A photo from home between two of the same day away was sent by somebody else: nobody was home.
    """
    runs: list[list[Photo]] = []
    been_home: date | None = None
    for day, photo in steps:
        if photo is None:
            been_home = day
            continue
        last = runs[-1][-1].day if runs else None
        if last is None or day - last > GAP or (been_home is not None and not last == been_home == day):
            runs.append([])
        runs[-1].append(photo)
        been_home = None
    return runs


def _trip(run: Sequence[Photo], days: Days, homes: Homes) -> Trip | None:
    first, last = run[0].day, run[-1].day
    assert first is not None and last is not None
    if (last - first).days + 1 < LEAST_DAYS or last - first > LONGEST:
        return None
    if not homes.known(first) and not homes.known(last) and _reach_km(run) < JOURNEY_KM:
        return None
    own = {photo.id for photo in run}
    members = []
    for n in range((last - first).days + 1):
        day = first + timedelta(days=n)
        of_day = days.get(day, ())
        members += [p for p in of_day if p.id in own or _belongs(p, run, of_day, homes)]
    if len(members) < LEAST_PHOTOS:
        return None
    return Trip(tuple(members), _places(run), _countries(run))


def _reach_km(run: Sequence[Photo]) -> float:
    """Return how far two photos are from each other, about: those at the edges of the map are looked at."""
    points = [point for p in run if (point := _point(p)) is not None]
    edges = [edge(points, key=itemgetter(n)) for n in (0, 1) for edge in (min, max)]
    return max(km(one, other) for one, other in combinations(edges, 2))


def _belongs(photo: Photo, run: Sequence[Photo], of_day: Sequence[Photo], homes: Homes) -> bool:
    """Tell whether a photo without a place was taken on the trip: a camera, or a picture sent to you."""
    if _point(photo) is not None:
        return False
    start, end = run[0].taken_at, run[-1].taken_at
    assert photo.taken_at and start and end and photo.day
    if photo.certainty is Certainty.EXACT and start <= photo.taken_at <= end:
        return True
    points = [point for p in of_day if (point := _point(p)) is not None]
    at_home = sum(homes.near(point, photo.day) for point in points)
    return 2 * at_home < len(points) or not points


def _places(run: Sequence[Photo]) -> tuple[str, ...]:
    counts = Counter(p.place for p in run if p.place)
    large = [name for name, n in counts.items() if n >= 0.1 * len(run)]
    return tuple(large or [name for name, _ in counts.most_common(1)])


def _countries(run: Sequence[Photo]) -> tuple[str, ...]:
    counts = Counter(p.country for p in run if p.country)
    return tuple(sorted(counts, key=lambda c: (-counts[c], c)))


def _point(photo: Photo) -> Point | None:
    if photo.latitude is None or photo.longitude is None:
        return None
    return photo.latitude, photo.longitude


def _mean(sums: Sequence[Sum]) -> Point:
    count = sum(map(itemgetter(2), sums))
    return sum(map(itemgetter(0), sums)) / count, sum(map(itemgetter(1), sums)) / count


def month_of(day: date) -> Month:
    return day.year * 12 + day.month - 1
