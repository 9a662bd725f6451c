"""Suggestions over a made-up library of 100,000 photos in fifteen years, with features."""

from __future__ import annotations

import resource
import sys
from datetime import date, datetime, timedelta
from time import perf_counter

import numpy as np

from rollsuggest.model import AssetId, Box, Certainty, ClusterId, Person, Photo, PhotoFace, Role, View
from rollsuggest.suggest.engine import suggest
from rollsuggest.suggest.sameness import extras

YEARS = 15
PERSONS = 2000
THEMES = ("food", "beach_sea", "city_street", "flowers", "pets_dog", "sport", "snow", "landmarks")


def made_up(count: int, seed: int = 1) -> View:
    random = np.random.default_rng(seed)
    # Outings of about eight photos; one in ten is a trip's day, one photo in four begins a burst of three.
    days = np.sort(random.integers(0, YEARS * 365, count // 8))
    scenes = (random.normal(size=(4000, 1280)) / 36).astype("<f2")
    photos = []
    for n in range(count):
        day = int(days[min(n // 8, len(days) - 1)])
        shot = n % 8 // 3 * 3 if n % 4 else n % 8
        at = datetime(2011, 6, 1, 8) + timedelta(days=day, minutes=12 * shot, seconds=7 + n % 3)
        trip = day % 100 < 10
        spot = random.normal(scale=0.01, size=2)
        photos.append(
            Photo(
                id=AssetId(n),
                path=f"DCIM/{n // 1000}/IMG_{n:06}.JPG",
                taken_at=at,
                certainty=Certainty.EXACT,
                width=4000,
                height=3000,
                role=Role.SCREENSHOT if n % 25 == 0 else Role.PHOTO,
                latitude=(37.1 if trip else 41.1) + float(spot[0]),
                longitude=-8.6 + float(spot[1]),
                place="Lagos" if trip else "Porto",
                country="PT",
                camera="Phone",
                labels={THEMES[n % len(THEMES)]: 0.9} if n % 3 else {},
                faces=_faces(n, random),
                sharpness=float(random.uniform(0.1, 1)),
                phash=int(random.integers(1, 2**62)),
                features=scenes[(n // 8 * 3 + shot // 3) % len(scenes)].tobytes(),
                content_hash=(n - n % 50 if n % 50 == 1 else n).to_bytes(16, "big"),
            )
        )
    persons = {
        ClusterId(c): Person(ClusterId(c), f"Person {c}" if c < 20 else "", (6, 18)) for c in range(PERSONS)
    }
    return View(tuple(photos), persons)


def _faces(n: int, random: np.random.Generator) -> tuple[PhotoFace, ...]:
    if n % 2:
        return ()
    who = int(min(PERSONS - 1, random.pareto(0.6)))
    return (PhotoFace(ClusterId(who), Box(0.3, 0.2, 0.25, 0.3), float(random.uniform(0.2, 1)), 0.5),)


def main() -> None:
    for count in (1_000, 10_000, 100_000):
        view = made_up(count)
        start = perf_counter()
        more = extras(view.photos)
        between = perf_counter()
        found = suggest(view, date(2026, 6, 14))
        end = perf_counter()
        # Linux counts in KiB, macOS in bytes.
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
            1024 if sys.platform != "darwin" else 1024**2
        )
        print(
            f"{count:>7} photos: suggest {end - between:6.2f} s, of it extras {between - start:5.2f} s; "
            f"{len(found)} suggestions, {len(more)} extras; peak {peak:.0f} MB"
        )


if __name__ == "__main__":
    main()
