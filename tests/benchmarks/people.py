"""Clustering 100,000 made-up faces of 2,000 persons at once, then 500 more."""

from __future__ import annotations

from time import perf_counter

import numpy as np

from rollsuggest.model import AssetId, FaceId
from rollsuggest.people.cluster import FaceVector, extend


def made_up(count: int, persons: int = 2000, seed: int = 1) -> list[FaceVector]:
    """Faces of one person have a mean cosine of about 0.65; how many each has falls off steeply."""
    random = np.random.default_rng(seed)
    centres = random.normal(size=(persons, 192))
    who = np.minimum(persons - 1, random.pareto(0.35, count)).astype(int)
    vectors = centres[who] + random.normal(scale=0.73, size=(count, 192))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    quality = random.uniform(0.1, 1, count)
    return [
        FaceVector(FaceId(n), AssetId(n // 2), vectors[n].astype(np.float32), float(quality[n]))
        for n in range(count)
    ]


def main() -> None:

    for count in (1_000, 10_000, 100_000):
        faces = made_up(count + 500)
        start = perf_counter()
        first = extend(faces[:count], {}, next_id=1)
        between = perf_counter()
        known = {k: v for k, v in first.items() if v is not None}
        extend(faces, known, next_id=max(known.values()) + 1)
        end = perf_counter()
        print(
            f"{count:>7} faces: {between - start:6.2f} s, {len(set(known.values()))} clusters; "
            f"500 more: {end - between:5.2f} s"
        )


if __name__ == "__main__":
    main()
