"""Suggestions over a made-up library of 100,000 photos and 20,000 faces in fifteen years, with features.

Half of its photos are frames of bursts: more than in any life, so that sorting them out is not flattered.
"""

from __future__ import annotations

import resource
import sys
from dataclasses import replace
from datetime import date, datetime, timedelta
from time import perf_counter

import numpy as np

from rollsuggest.model import AssetId, Box, Certainty, ClusterId, Person, Photo, PhotoFace, Role, View
from rollsuggest.suggest.draft import finish
from rollsuggest.suggest.engine import suggest
from rollsuggest.suggest.material import gather
from rollsuggest.suggest.rules import RULES

TODAY = date(2026, 6, 14)
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
    if n % 5:
        return ()
    who = int(min(PERSONS - 1, random.pareto(0.6)))
    return (PhotoFace(ClusterId(who), Box(0.3, 0.2, 0.25, 0.3), float(random.uniform(0.2, 1)), 0.5),)


def main() -> None:
    print("aim at 100,000: all rules 2 s, 300 MB; after one new photo 0.2 s")
    for count in (1_000, 10_000, 100_000):
        view = made_up(count)
        held = _peak_mb()
        start = perf_counter()
        material = gather(view, TODAY)
        sorted_out = perf_counter()
        made = [s for drafts in RULES for draft in drafts(material) if (s := finish(draft)) is not None]
        ruled = perf_counter()
        found = suggest(view, TODAY)
        whole = perf_counter()
        newest = replace(view.photos[-1], id=AssetId(count), path="DCIM/new.JPG", content_hash=b"n" * 16)
        suggest(replace(view, photos=(*view.photos, newest)), TODAY)
        again = perf_counter()
        print(
            f"{count:>7} photos: sorting out {sorted_out - start:5.2f} s, rules {ruled - sorted_out:5.2f} s,"
            f" all {whole - ruled:5.2f} s, after one new photo {again - whole:5.2f} s;"
            f" {len(made)} drafts, {len(found)} cards; view {held:.0f} MB, peak {_peak_mb():.0f} MB"
        )


def _peak_mb() -> float:
    """Linux counts in KiB, macOS in bytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 if sys.platform != "darwin" else 1024**2)


if __name__ == "__main__":
    main()
