"""Would you keep it: how surely spoilt photos rank below whole ones, and worse frames below the best one.

    python -m benchmarks keep [ROLL]     (a folder with roll/ and truth.json: its bursts as well)

AUC: how often a spoilt photo ranks below a whole one, any two; pairs: below the very photo it was made from.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter

from benchmarks.analysis import SHARED
from rollsuggest.analysis.engine import Engine
from rollsuggest.library.pixels import Rgb, decode
from rollsuggest.model import AssetId, Certainty, Photo, PhotoFace, Role
from rollsuggest.suggest import keep

DATA = SHARED / "data"
SIDE_PX = 1280


def scored(engine: Engine, rgb: Rgb) -> float:
    """Return the score of a picture as the app would give it."""
    looks = engine.quality(rgb)
    faces = tuple(
        PhotoFace(None, f.box, f.quality, f.smile, f.eyes_open)
        for f in engine.faces(rgb, engine.objects(rgb))
    )
    height, width = rgb.shape[:2]
    return keep.score(
        Photo(
            AssetId(0), "", None, Certainty.UNKNOWN, width, height, Role.PHOTO,
            faces=faces, sharpness=looks.sharpness, exposure=looks.exposure, contrast=looks.contrast,
        )
    )  # fmt: skip


def blurred(image: Image.Image) -> Image.Image:
    return image.filter(ImageFilter.GaussianBlur(max(image.size) / 160))


def shaken(image: Image.Image) -> Image.Image:
    """Moved to the side while the shutter was open: the mean of shifted copies."""
    wide = np.asarray(image, np.float32)
    steps = range(max(3, max(image.size) // 60))
    return Image.fromarray(np.mean([np.roll(wide, s, 1) for s in steps], 0).astype(np.uint8))


def dark(image: Image.Image) -> Image.Image:
    return image.point(lambda v: round(v * 0.12))


def burnt(image: Image.Image) -> Image.Image:
    return image.point(lambda v: min(255, v * 2 + 70))


def noisy(image: Image.Image) -> Image.Image:
    """In the dark, brightened again."""
    rng = np.random.default_rng(1)
    low = np.asarray(image, np.float32) * 0.35
    return Image.fromarray(np.clip(low + rng.normal(0, 18, low.shape), 0, 255).astype(np.uint8))


def covered(image: Image.Image) -> Image.Image:
    """A finger before the lens: all but a corner dark and soft."""
    soft = np.asarray(image.filter(ImageFilter.GaussianBlur(max(image.size) / 20)), np.float32) * 0.15
    return Image.fromarray((soft + np.array([40, 12, 8], np.float32)).astype(np.uint8))


SPOILT: Mapping[str, Callable[[Image.Image], Image.Image]] = {
    "blurred": blurred, "shaken": shaken, "dark": dark, "burnt": burnt, "noisy": noisy, "covered": covered,
}  # fmt: skip


def auc(low: npt.NDArray[np.float64], high: npt.NDArray[np.float64]) -> float:
    """Return how often one of `low` is below one of `high`; a tie counts half."""
    apart = high[None, :] - low[:, None]
    return float(((apart > 0) + 0.5 * (apart == 0)).mean())


def photos() -> list[Path]:
    parts = ("people/groups", "roll/toy_travels_iphone", "themes/_multilabel_coco", "themes/city_street")
    return [p for part in parts for p in sorted((DATA / part).glob("*.jp*g"))[:12]]


def spoiling(engine: Engine) -> None:
    pictures = [Image.fromarray(decode(path, SIDE_PX).rgb) for path in photos()]
    whole = np.array([scored(engine, np.asarray(p)) for p in pictures])
    print(f"{len(pictures)} photos, median score {np.median(whole):.2f}")
    for name, spoil in SPOILT.items():
        low = np.array([scored(engine, np.asarray(spoil(p))) for p in pictures])
        pairs = np.mean(low < whole)
        print(f"{name:9s} AUC {auc(low, whole):.3f}, pairs {pairs:.3f}, median {np.median(low):.2f}")


def cropped(engine: Engine, rgb: Rgb, inside: float) -> Rgb | None:
    """Return the picture from the nearer side's edge of its largest face on, `inside` of the face cut off."""
    faces = [f.box for f in engine.faces(rgb) if f.quality >= keep.NOTICED]
    if not faces:
        return None
    box, width = max(faces, key=lambda one: one.area), rgb.shape[1]
    if box.centre[0] < 0.5:
        return np.ascontiguousarray(rgb[:, int(max(0.0, box.x + box.w * inside) * width) :])
    return np.ascontiguousarray(rgb[:, : int(min(1.0, box.x + box.w * (1 - inside)) * width)])


def framing(engine: Engine) -> None:
    """Do photos of people rank above themselves with the largest face cut, or at the very edge?"""
    parts = ("people/groups", "people/families", "people/bbt", "themes/baby_kids")
    paths = [p for part in parts for p in sorted((DATA / part).rglob("*.jp*g"))[:14]]
    for name, inside in (("cut", 0.3), ("edge", 0.0)):
        low, high = [], []
        for path in paths:
            rgb = decode(path, 800).rgb
            part = cropped(engine, rgb, inside)
            if part is not None and min(part.shape[:2]) >= 60:
                low.append(scored(engine, part))
                high.append(scored(engine, rgb))
        one, other = np.array(low), np.array(high)
        print(f"{name:9s} AUC {auc(one, other):.3f}, pairs {np.mean(one < other):.3f}, {len(low)} photos")


def bursts(engine: Engine, folder: Path) -> None:
    """Of each group of a roll: does the frame that is no extra rank above those that are?"""
    groups = defaultdict(list)
    for file in json.loads((folder / "truth.json").read_text())["files"]:
        if file["group"] and file["group"].startswith("burst") and file["role"] in ("photo", "burst-extra"):
            groups[file["group"]].append(file)
    pairs = []
    for files in groups.values():
        scores = {f["path"]: scored(engine, decode(folder / "roll" / f["path"], SIDE_PX).rgb) for f in files}
        best = [scores[f["path"]] for f in files if f["role"] == "photo"]
        pairs += [scores[f["path"]] < max(best) for f in files if f["role"] == "burst-extra" and best]
    print(f"{folder}: {sum(pairs)} of {len(pairs)} worse frames rank below the best of their burst")


def main() -> None:
    engine = Engine()
    spoiling(engine)
    framing(engine)
    for folder in sys.argv[2:]:
        bursts(engine, Path(folder))
