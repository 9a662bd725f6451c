"""Trips: the runs of days away from home and from all that one comes back to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from itertools import combinations
from operator import itemgetter

import numpy as np
import numpy.typing as npt

from rollsuggest.model import Certainty, Photo
from rollsuggest.suggest.homes import AWAY_KM, LEAST_KM, MOST_KM, Homes, Point, km, month_of
from rollsuggest.suggest.memory import Memory
from rollsuggest.suggest.placed import Placed

GAP = timedelta(days=3)
LEAST_PHOTOS = 8
LEAST_ONCE = 6  # where one was on no other journey: of a cottage or a friend's town it says too little
LEAST_DAYS = 2
LONGEST = timedelta(days=120)  # longer is living there
JOURNEY_KM = 150.0  # between the ends of a trip from no home known

_EXACT = Certainty.EXACT  # see Note: Members

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


def trips(
    months: Iterable[Placed], homes: Homes, days: Days, memory: Memory | None = None
) -> tuple[Trip, ...]:
    """Find the trips, oldest first, in the photos of each month in the order of time.

    `days` hold the same photos, and those that know no place.
    """
    runs = _runs(_steps(months, homes, memory or Memory()))
    found = [trip for run in runs if (trip := _trip(run, days, homes)) is not None]
    if all(len(trip.photos) >= LEAST_PHOTOS for trip in found):
        return tuple(found)
    visits = Counter(town for run in runs for town in {p.place for p in run})
    return tuple(trip for trip in found if len(trip.photos) >= LEAST_PHOTOS or _once(trip, visits))


def _once(trip: Trip, visits: Mapping[str, int]) -> bool:
    return bool(trip.places) and all(visits[town] == 1 for town in trip.places)


def _steps(months: Iterable[Placed], homes: Homes, memory: Memory) -> Iterator[Step]:
    for there in months:
        if there.photos:
            day = _day(there.photos[0])
            known = homes.usual(day)  # as on all days of the month
            yield from memory.of(("away", month_of(day)), (there, known), partial(_away_of, there, known))


def _away_of(there: Placed, known: Sequence[Point]) -> list[Step]:
    """Return the photos taken away and, between them, the last day at home."""
    there = there.only([p.certainty is _EXACT for p in there.photos])
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
    if len(members) < LEAST_ONCE:
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
