"""Home, learned from where most weeks are; and trips, the runs of days away from it.

[Note: Homes move] Home is asked for each month over the year around it, so that somebody who moved has two
homes in turn. Weeks are counted, not photos or days: people photograph more when they travel.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import asin, cos, radians, sin, sqrt
from operator import itemgetter

from rollsuggest.model import Certainty, HomeVerdicts, Photo

AWAY_KM = 40.0
GAP = timedelta(days=3)
LEAST_PHOTOS = 8
LEAST_DAYS = 2
LONGEST = timedelta(days=120)  # longer is living there
WINDOW_MONTHS = 6
LEAST_KM, MOST_KM = 111.0, 111.4  # of a degree along a great circle: a little less and a little more

Point = tuple[float, float]  # latitude, longitude in degrees
Month = int  # months since year 0
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
        return self.by_month.get(_month(day))

    def near(self, point: Point, day: date) -> bool:
        """Tell whether the point is at home on that day, or was or will be home within two months."""
        return any(_at(home, point) for home in self.known(day))

    def known(self, day: date) -> tuple[Point, ...]:
        """Return the homes of the months around a day, and those that were told."""
        return (*self.around.get(_month(day), ()), *self.said)


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


def homes(photos: Sequence[Photo], said: HomeVerdicts | None = None) -> Homes:
    """Learn home from photos that know their day and place, and from what the person said of towns."""
    said = said or {}
    called: dict[tuple[str, str], list[Point]] = defaultdict(list)
    spots: dict[tuple[int, int], list[Photo]] = defaultdict(list)
    for photo in photos:
        north, east = photo.latitude, photo.longitude
        if north is None or east is None or photo.day is None:
            continue
        verdict = said.get((photo.place, photo.country)) if said else None
        if verdict is False:
            continue
        if verdict:
            called[photo.place, photo.country].append((north, east))
        spots[round(north * 10), round(east * 10)].append(photo)
    if not spots:
        return Homes({})
    weeks: dict[Month, dict[tuple[int, int], set[int]]] = defaultdict(lambda: defaultdict(set))
    for cell, there in spots.items():
        for day in {day for p in there if (day := p.day)}:
            weeks[_month(day)][cell].add(day.toordinal() // 7)
    by_month: dict[Month, Point] = {}
    centres: dict[tuple[int, int], Point] = {}
    chosen: Counter[tuple[int, int]] = Counter()
    for month in range(min(weeks) - 2, max(weeks) + 3):
        home = _home_of(month, weeks)
        if home is not None:
            by_month[month] = centres.get(home) or centres.setdefault(home, _centre(spots[home]))
            chosen[home] += 1
    usual = spots[chosen.most_common(1)[0][0]] if chosen else ()
    country = Counter(p.country for p in usual).most_common(1)[0][0] if usual else ""
    said_at = tuple(_mean(points) for points in called.values())
    return Homes(by_month, country, said_at, _around(by_month))


def _home_of(
    month: Month, weeks: Mapping[Month, Mapping[tuple[int, int], set[int]]]
) -> tuple[int, int] | None:
    """Return the cell of most weeks in the year around the month; neighbouring cells count with it."""
    seen: dict[tuple[int, int], set[int]] = defaultdict(set)
    for near in range(month - WINDOW_MONTHS, month + WINDOW_MONTHS + 1):
        for cell, when in weeks.get(near, {}).items():
            seen[cell] |= when
    if not seen:
        return None

    def weight(cell: tuple[int, int]) -> tuple[int, int, tuple[int, int]]:
        around = [seen.get((cell[0] + i, cell[1] + j), set()) for i in (-1, 0, 1) for j in (-1, 0, 1)]
        return len(set().union(*around)), len(seen[cell]), cell

    return max(seen, key=weight)


def trips(photos: Sequence[Photo], homes: Homes, days: Days) -> tuple[Trip, ...]:
    """Find the trips in photos sorted by time, oldest first; `days` are the same photos by their day."""
    if not homes.by_month:
        return ()
    found = []
    for run in _runs(photos, homes):
        trip = _trip(run, days, homes)
        if trip is not None:
            found.append(trip)
    return tuple(found)


def _runs(photos: Sequence[Photo], homes: Homes) -> list[list[Photo]]:
    """Split the photos taken away into runs, cut by being at home and by long silence.

    A photo from home between two of the same day away was sent by somebody else: nobody was home.
    """
    runs: list[list[Photo]] = []
    been_home: date | None = None
    today: date | None = None
    known: tuple[Point, ...] = ()
    for photo in photos:
        point, day = _point(photo), photo.day
        if point is None or day is None or photo.certainty is not Certainty.EXACT:
            continue
        if day != today:
            today, known = day, homes.known(day)
        if any(_at(home, point) for home in known):
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
    own = {photo.id for photo in run}
    members = []
    for n in range((last - first).days + 1):
        day = first + timedelta(days=n)
        of_day = days.get(day, ())
        members += [p for p in of_day if p.id in own or _belongs(p, run, of_day, homes)]
    if len(members) < LEAST_PHOTOS:
        return None
    return Trip(tuple(members), _places(run), _countries(run))


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


def _centre(photos: Sequence[Photo]) -> Point:
    return _mean([point for p in photos if (point := _point(p)) is not None])


def _mean(points: Sequence[Point]) -> Point:
    return sum(map(itemgetter(0), points)) / len(points), sum(map(itemgetter(1), points)) / len(points)


def _month(day: date) -> Month:
    return day.year * 12 + day.month - 1
