"""Made-up people with the spread of real ones: strangers, all of LFW's numbers, a large library, children."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt

from rollsuggest.model import AssetId, FaceId
from rollsuggest.people.cluster import FaceVector

Floats = npt.NDArray[np.float32]
SHRUNK = 0.05  # see `spread`
# How many persons LFW has of whom there are so many photos (Huang et al. 2007); adds up to 5,742 and 13,119.
LFW = {
    1: 4069, 2: 779, 3: 291, 4: 187, 5: 112, 6: 55, 7: 39, 8: 33, 9: 26, 10: 15, 11: 10, 12: 11, 13: 10,
    14: 10, 15: 11, 16: 3, 17: 8, 18: 5, 19: 7, 20: 5, 21: 4, 22: 5, 23: 3, 24: 3, 25: 1, 26: 2, 27: 1,
    28: 2, 29: 2, 30: 2, 31: 2, 32: 3, 33: 3, 35: 1, 36: 1, 37: 1, 39: 2, 41: 2, 42: 1, 44: 1, 48: 2, 49: 1,
    52: 2, 55: 1, 60: 1, 71: 1, 77: 1, 109: 1, 121: 1, 144: 1, 236: 1, 530: 1,
}  # fmt: skip
STRANGER = 10**6  # the first asset of made-up faces


def spread(real: Floats, names: npt.NDArray[Any]) -> tuple[Floats, Floats]:
    """Return square roots of the covariances between persons and within one.

    Of 176 persons in 192 dimensions the sample covariance is too narrow, so it is shrunk towards a sphere
    (Ledoit and Wolf 2004). With 0.05 made-up strangers are alike as often as pairs of two real persons, above
    0.47 and 0.55, and a little more often above 0.57; with 0.15 they were alike less often: too easy.
    """
    many = [name for name, n in Counter(names.tolist()).items() if n > 2]
    means = {name: real[names == name].mean(0) for name in many}
    off = np.concatenate([real[names == name] - means[name] for name in many]) * np.sqrt(10 / 9)
    firsts = np.stack([real[names == name][0] for name in dict.fromkeys(names.tolist())])
    inner = off.T @ off / len(off)
    return _root(np.cov(firsts.T) - inner, SHRUNK), _root(inner, 0)


def _root(covariance: Floats, shrunk: float) -> Floats:
    values, vectors = np.linalg.eigh(covariance)
    values = np.maximum(values, 0)
    values = (1 - shrunk) * values + shrunk * values.mean()
    return np.asarray((vectors * np.sqrt(values)) @ vectors.T, np.float32)


def unit(rows: Floats) -> Floats:
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def people_of(real: Floats, names: npt.NDArray[Any], counts: Sequence[int], seed: int) -> Floats:
    """Make so many faces of each of so many persons, one person after the other.

    A person's mean has the covariance of the real persons' means; how far a face is from it varies as with
    real faces, of which a few are far off.
    """
    random = np.random.default_rng(seed)
    between, within = spread(real, names)
    many = [name for name, n in Counter(names.tolist()).items() if n > 2]
    far = np.concatenate([np.linalg.norm(real[names == n] - real[names == n].mean(0), axis=1) for n in many])
    who = np.repeat(np.arange(len(counts)), counts)
    centres = random.normal(size=(len(counts), real.shape[1])) @ between + real.mean(0)
    off = random.normal(size=(len(who), real.shape[1])) @ within
    off *= random.choice(far / np.sqrt((far**2).mean()), len(who))[:, None]
    return unit((centres[who] + off).astype(np.float32))


def with_strangers(
    faces: Sequence[FaceVector], names: Sequence[str], counts: Sequence[int], seed: int
) -> tuple[list[FaceVector], list[str]]:
    """Return real faces and made-up ones, so many of each person as `counts` says, one in each photo."""
    vectors = people_of(np.stack([f.vector for f in faces]), np.array(names), counts, seed)
    quality = np.random.default_rng(seed).choice([f.quality for f in faces], len(vectors))
    made = [
        FaceVector(FaceId(STRANGER + n), AssetId(STRANGER + n), vector, float(quality[n]))
        for n, vector in enumerate(vectors)
    ]
    who = np.repeat(np.arange(len(counts)), counts)
    return [*faces, *made], [*names, *(f"made up {n}" for n in who)]


def rest_of_lfw(names: Sequence[str]) -> list[int]:
    """Return how many photos each other person of LFW has, besides as many as these."""
    left = sorted((n for n, persons in LFW.items() for _ in range(persons)), reverse=True)
    for own in sorted(Counter(names).values(), reverse=True):
        left.remove(own if own in left else min(left, key=lambda n: abs(n - own)))
    return left


def family_years(
    real: Floats, names: npt.NDArray[Any], seed: int = 4, families: int = 30
) -> tuple[list[FaceVector], list[str]]:
    """Make children over twelve years: two siblings three years apart, in every third family twins too.

    A child's mean turns so that faces ten years apart are about as like as those of strangers who are alike;
    siblings at the same age have a cosine of 0.5 between their means, twins 0.75; every fifth photo of one
    twin shows the other too.
    """
    random = np.random.default_rng(seed)
    between, within = spread(real, names)
    length = float(np.linalg.norm(real[names == names[0]].mean(0)))
    faces, who = list[FaceVector](), list[str]()

    def direction() -> Floats:
        return np.asarray(random.normal(size=real.shape[1]) @ between, np.float32)

    def like(one: Floats, cosine: float) -> Floats:
        other = direction()
        one = one / np.linalg.norm(one)
        other -= one * float(one @ other)
        return np.asarray(cosine * one + np.sqrt(1 - cosine**2) * other / np.linalg.norm(other), np.float32)

    def grow(young: Floats, grown: Floats, born: int, name: str, photos: Sequence[int] | None) -> list[int]:
        assets = []
        for n in range(12 * 12):
            turn = n / (12 * 12) * 0.45 * np.pi
            centre = np.cos(turn) * young / np.linalg.norm(young) + np.sin(turn) * grown / np.linalg.norm(
                grown
            )
            vector = centre * length + random.normal(size=real.shape[1]) @ within
            asset = photos[n] if photos is not None and n % 5 == 0 else len(faces)
            taken = date(born, 1, 1) + timedelta(days=n * 30 + int(random.integers(20)))
            face = FaceId(len(faces))
            faces.append(FaceVector(face, AssetId(asset), unit(vector[None])[0], 0.8, taken))
            who.append(name)
            assets.append(asset)
        return assets

    for n in range(families):
        young, grown = direction(), direction()
        photos = grow(young, grown, 2008, f"{n} first", None)
        grow(like(young, 0.5), like(grown, 0.5), 2011, f"{n} second", None)
        if n % 3 == 0:
            grow(like(young, 0.75), like(grown, 0.75), 2008, f"{n} twin", photos)
    return faces, who


def library(count: int, persons: int, real: Floats, names: npt.NDArray[Any]) -> list[FaceVector]:
    """Faces with the real ones' spread; how many each person has falls off as in a family's photos.

    Two faces in each photo, of two persons; a month and a half of photos a thousand.
    """
    random = np.random.default_rng(1)
    between, within = spread(real, names)
    weights = 1 / np.arange(1, persons + 1) ** 1.1
    who = random.choice(persons, count, p=weights / weights.sum())
    centres = random.normal(size=(persons, real.shape[1])).astype(np.float32) @ between + real.mean(0)
    quality = random.uniform(0.15, 1, count)
    photo = np.arange(count) // 2 * 2
    photo[1::2] += who[1::2] == who[: count // 2 * 2 : 2]
    made = []
    for start in range(0, count, 10_000):
        part = who[start : start + 10_000]
        noise = random.normal(size=(len(part), real.shape[1])).astype(np.float32)
        vectors = unit(centres[part] + noise @ within)
        for n in range(len(part)):
            at = start + n
            taken = date(2008, 1, 1) + timedelta(days=at * 45 // 2000)
            made.append(
                FaceVector(FaceId(at), AssetId(int(photo[at])), vectors[n], float(quality[at]), taken)
            )
    return made
