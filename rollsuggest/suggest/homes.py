"""Home, learned from where most weeks are.

[Note: Homes move] Home is asked for each month over the year around it, so that somebody who moved has two
homes in turn. Weeks are counted, not photos or days: people photograph more when they travel.

[Note: No home] Of somebody who photographs on journeys alone, the longest stay is no home: that is where one
was in three weeks, over more than a month. Only of a library as young as that, the place of most weeks is it.
Where no home is known, days far apart on the map are a journey all the same.

[Note: Come back to] A cottage or the parents' town is no journey: that is where one was on five visits in the
year around, each parted from the next by a week without, or in more than ten weeks home was seen in as well.
It is nobody's home for that.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from itertools import pairwise
from math import asin, cos, radians, sin, sqrt
from operator import itemgetter
from typing import NamedTuple

from rollsuggest.model import HomeVerdicts
from rollsuggest.suggest.memory import Memory
from rollsuggest.suggest.placed import Placed, by_cell

AWAY_KM = 40.0
WINDOW_MONTHS = 6
LIVED_WEEKS, LIVED_SPAN = 3, 4  # different weeks; from the first to the last
YOUNG = 8  # weeks of photos
VISITS = 5  # in the year around
LEAST_KM, MOST_KM = 111.0, 111.4  # of a degree along a great circle: a little less and a little more

Point = tuple[float, float]  # latitude, longitude in degrees
Month = int  # months since year 0
Cell = tuple[int, int]
Sum = tuple[float, float, int]  # of points, and how many


@dataclass(frozen=True, slots=True)
class Homes:
    """Where home was, month by month."""

    by_month: Mapping[Month, Point]
    country: str = ""
    said: tuple[Point, ...] = ()  # what the person called home, whenever
    around: Mapping[Month, tuple[Point, ...]] = field(default_factory=dict)  # of two months before and after
    countries: Mapping[Month, str] = field(default_factory=dict)  # in which home was
    back: Mapping[Month, tuple[Point, ...]] = field(default_factory=dict)  # see Note: Come back to

    def at(self, day: date) -> Point | None:
        """Return where home was in that month."""
        return self.by_month.get(month_of(day))

    def near(self, point: Point, day: date) -> bool:
        """Tell whether the point is at home on that day, or was or will be home within two months."""
        return any(_at(home, point) for home in self.known(day))

    def known(self, day: date) -> tuple[Point, ...]:
        """Return the homes of the months around a day, and those that were told."""
        return (*self.around.get(month_of(day), ()), *self.said)

    def usual(self, day: date) -> tuple[Point, ...]:
        """Return all that is no journey on that day: the homes, and what one came back to again and again."""
        return (*self.known(day), *self.back.get(month_of(day), ()))

    def country_at(self, day: date) -> str:
        """Return the country of home in that month, or else in most months; "" where none is known."""
        return self.countries.get(month_of(day), self.country)


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
    month = month_of(date.fromordinal(int(there.days[0]))) if there.photos else 0
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
    weeks = frozenset(((there.days - 1) // 7).tolist())  # from Monday on: a weekend is of one week
    return Spot(_sum(there), weeks, Counter([p.country for p in there.photos]))


def _sum(there: Placed) -> Sum:
    return sum(there.north.tolist()), sum(there.east.tolist()), len(there.photos)


def homes(months: Iterable[Spots], memory: Memory | None = None) -> Homes:
    """Learn home from what is known of each month, in the order of time."""
    known, memory = {spots.month: spots for spots in months if spots.cells}, memory or Memory()
    if not known:
        return Homes({})
    learned: dict[Month, _Learned] = {}
    for month in range(min(known) - 2, max(known) + 3):
        near = [known.get(n) for n in range(month - WINDOW_MONTHS, month + WINDOW_MONTHS + 1)]
        learned[month] = memory.of(("home", month), near, partial(_learned_of, near))
    chosen = {month: one.home for month, one in learned.items() if one.home is not None}
    cells = set(chosen.values()).union(*(one.back for one in learned.values()))
    centres = {cell: _centre(cell, known.values()) for cell in cells}
    countries = {cell: _country(cell, known.values()) for cell in set(chosen.values())}
    most = Counter(chosen.values()).most_common(1)
    by_month = {month: centres[cell] for month, cell in chosen.items()}
    return Homes(
        by_month,
        countries[most[0][0]] if most else "",
        _called(known.values()),
        _around(by_month),
        {month: countries[cell] for month, cell in chosen.items()},
        {month: tuple(centres[cell] for cell in one.back) for month, one in learned.items() if one.back},
    )


def _country(cell: Cell, months: Iterable[Spots]) -> str:
    counts: Counter[str] = Counter()
    for spots in months:
        counts.update(spots.cells[cell].countries if cell in spots.cells else {})
    return counts.most_common(1)[0][0] if counts else ""


def _centre(cell: Cell, months: Iterable[Spots]) -> Point:
    return _mean([spots.cells[cell].middle for spots in months if cell in spots.cells])


def _called(months: Iterable[Spots]) -> tuple[Point, ...]:
    towns: dict[tuple[str, str], list[Sum]] = defaultdict(list)
    for spots in months:
        for town, middle in spots.called.items():
            towns[town].append(middle)
    return tuple(_mean(sums) for sums in towns.values())


class _Learned(NamedTuple):
    """Of the year around a month: where home was, and what else one came back to."""

    home: Cell | None
    back: tuple[Cell, ...]


def _learned_of(months: Iterable[Spots | None]) -> _Learned:
    """Return the cell of most weeks, if somebody may live there, and those of many visits.

    Neighbouring cells count with each. See Note: No home.
    """
    seen: dict[Cell, set[int]] = defaultdict(set)
    for spots in months:
        for cell, spot in spots.cells.items() if spots else ():
            seen[cell] |= spot.weeks

    def around(cell: Cell) -> set[int]:
        near = (seen.get((cell[0] + i, cell[1] + j), set()) for i in (-1, 0, 1) for j in (-1, 0, 1))
        return set().union(*near)

    every = set().union(*seen.values())
    weeks = {cell: around(cell) for cell in seen}
    order = sorted(seen, key=lambda cell: (len(weeks[cell]), len(seen[cell]), cell), reverse=True)
    home = next((cell for cell in order if _lived(weeks[cell], every)), None)
    back: list[Cell] = []
    for cell in order:
        near = any(max(abs(cell[0] - one[0]), abs(cell[1] - one[1])) <= 2 for one in (*back, home) if one)
        if not near and _came_back(weeks[cell], weeks[home] if home else set()):
            back.append(cell)
    return _Learned(home, tuple(back))


def _came_back(weeks: Set[int], at_home: Set[int]) -> bool:
    """Tell whether there were many visits; each shares its first and last week with home."""
    visits = 1 + sum(later - earlier > 1 for earlier, later in pairwise(sorted(weeks)))
    return visits >= VISITS or len(weeks & at_home) > 2 * VISITS


def _lived(weeks: Set[int], every: Set[int]) -> bool:
    if max(every) - min(every) < YOUNG:
        return True
    return len(weeks) >= LIVED_WEEKS and max(weeks) - min(weeks) >= LIVED_SPAN


def _mean(sums: Sequence[Sum]) -> Point:
    count = sum(map(itemgetter(2), sums))
    return sum(map(itemgetter(0), sums)) / count, sum(map(itemgetter(1), sums)) / count


def month_of(day: date) -> Month:
    return day.year * 12 + day.month - 1
