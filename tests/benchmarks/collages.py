"""Collages of real photos, against what is asked of them and against PhotoCollage.

    cd tests && python -m benchmarks collages [--photocollage DIR] [--pictures DIR] [--sets 1000]

DIR holds the Debian package photocollage's modules (`apt-get download photocollage`, `dpkg -x`). Times are
of the processor, not of the clock.
"""

from __future__ import annotations

import argparse
import importlib
import math
import os
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from benchmarks._bars import Bars
from rollsuggest.errors import UnreadableError
from rollsuggest.jobs import looking
from rollsuggest.model import AssetId, Box, Make, Recipe, Source
from rollsuggest.render import collage, grid
from rollsuggest.render.design import Design, Placed, faces_on_page
from rollsuggest.render.engine import render_still
from rollsuggest.render.layouts import Rect
from rollsuggest.render.paint import Photos

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
FOLDERS = ("people", "themes", "roll", "bursts")
SIZES = ((1080, 1920), (1080, 1350), (1080, 1080), (1920, 1080))
POOL, SIDE_BY_SIDE, MOST = 500, 30, 20
STYLES = ("gallery", "seamless")
SLACK = 0.004  # of a photo: whole pixels move a slot's edge


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of one set."""

    photos: int
    cut: int  # faces
    faces: int
    lost: float  # share of the photos' areas, mean
    smallest: float  # of the mean area
    uneven: float  # spread of ln(area)
    seconds: float
    overlaps: int = 0
    gap_off_px: float = 0.0
    covered: int = 0  # faces under words


def pool() -> list[Source]:
    """Look at photos of the shared data, drawn by seed, as the app does."""
    suffixes = (".jpg", ".jpeg", ".png", ".heic")
    files = sorted(p for f in FOLDERS for p in (DATA / f).rglob("*") if p.suffix.lower() in suffixes)
    random.Random(0).shuffle(files)
    found: list[Source] = []
    now = datetime.now().astimezone()
    for number, path in enumerate(files[:POOL]):
        try:
            found.append(looking.describe(AssetId(number), path, faces=True, now=now))
        except UnreadableError:
            continue
    return found


def ours(sources: Sequence[Source], size: tuple[int, int], style: str, number: int) -> tuple[Design, float]:
    title = "A week in Lagos" if number % 3 else ""
    recipe = Recipe(
        Make.COLLAGE, tuple(s.asset for s in sources), style=style, seed=number, title=title,
        subtitle="May 2026",
    )  # fmt: skip
    began = time.process_time()
    design = collage.STYLES[style].plan(recipe, sources, size, Photos())
    return design, time.process_time() - began


def judged(design: Design, sources: Sequence[Source], seconds: float, gap: int) -> Judged:
    rects = [one.at for one in design.placed]
    areas = [r.w * r.h for r in rects]
    mean = sum(areas) / len(areas)
    logs = [math.log(area / mean) for area in areas]
    pairs = list(zip(sources, design.placed, strict=True))
    cut = sum(not _within(face, one.seen) for source, one in pairs for face in source.faces)
    under = 0
    if design.words_at:
        faces = faces_on_page(sources, design)
        under = sum(_overlap(design.words_at, face) for face in faces)
    return Judged(
        len(rects), cut, sum(len(source.faces) for source in sources),
        sum(1 - one.seen.w * one.seen.h for one in design.placed) / len(rects), min(areas) / mean,
        float(np.std(logs)), seconds, sum(_overlap(a, b) for a, b in combinations(rects, 2)),
        _gap_off(rects, gap), under,
    )  # fmt: skip


def _within(face: Box, seen: Box) -> bool:
    return (
        face.x >= seen.x - SLACK
        and face.y >= seen.y - SLACK
        and face.x + face.w <= seen.x + seen.w + SLACK
        and face.y + face.h <= seen.y + seen.h + SLACK
    )


def _overlap(a: Rect, b: Rect) -> bool:
    return a.x < b.right and b.x < a.right and a.y < b.bottom and b.y < a.bottom


def _gap_off(rects: Sequence[Rect], gap: int) -> float:
    """Return how far the distance between neighbours side by side is off the design's, at most."""
    worst = 0.0
    for a in rects:
        beside = [b.x - a.right for b in rects if b.x >= a.right and a.y < b.bottom and b.y < a.bottom]
        if beside:
            worst = max(worst, abs(min(beside) - gap))
    return worst


# --- PhotoCollage ----------------------------------------------------------------------------------------


def theirs(module: Any, sources: Sequence[Source], size: tuple[int, int]) -> tuple[Design, float]:
    """Lay photos out as PhotoCollage 1.4.5's window does."""
    began = time.process_time()
    photos = [module.Photo(str(i), s.width, s.height) for i, s in enumerate(sources)]
    ratio = size[1] / size[0]
    average = sum(photo.h / photo.w for photo in photos) / len(photos)
    page = module.Page(1.0, ratio, round(math.sqrt(average / ratio * 2 * len(photos))) or 1)
    random.shuffle(photos)
    for photo in photos:
        page.add_cell(photo)
    page.adjust()
    seconds = time.process_time() - began
    page.scale_to_fit(*size)
    placed: dict[int, Placed] = {}
    for column in page.cols:
        for cell in column.cells:
            if not cell.is_extension():
                x, y, w, h = cell.content_coords()
                seen = Box((cell.x - x) / w, (cell.y - y) / h, cell.w / w, cell.h / h)
                at = Rect(round(cell.x), round(cell.y), max(1, round(cell.w)), max(1, round(cell.h)))
                placed[int(cell.photo.filename)] = Placed(at, seen)
    return Design(tuple(placed[i] for i in range(len(sources)))), seconds


def _compare(folder: str, photos: Sequence[Source], pictures: str) -> None:
    sys.path.insert(0, folder)
    module = importlib.import_module("photocollage.collage")
    random.seed(1)
    rng = random.Random(9)
    both: tuple[list[Judged], list[Judged]] = [], []
    for number in range(SIDE_BY_SIDE):
        sources, size = rng.sample(photos, rng.randint(2, MOST)), SIZES[number % 4]
        mine, seconds = ours(sources, size, "gallery", 3 * number)
        both[0].append(judged(mine, sources, seconds, grid.LOOKS["gallery"].gap))
        other, seconds = theirs(module, sources, size)
        both[1].append(judged(other, sources, seconds, 0))
        if pictures:
            _pictures(Path(pictures), number, sources, size, mine, other)
    print(f"side by side on the same {SIDE_BY_SIDE} sets")
    for name, found in zip(("rollsuggest, gallery", "PhotoCollage 1.4.5"), both, strict=True):
        losses = sorted(one.lost for one in found)
        cut, faces = sum(one.cut for one in found), sum(one.faces for one in found)
        spread, least = np.mean([one.uneven for one in found]), min(one.smallest for one in found)
        ms = 1000 * np.median([one.seconds for one in found])
        print(
            f"  {name}: faces cut {cut} of {faces}, area lost median {losses[len(losses) // 2]:.3f}"
            f" most {losses[-1]:.3f}, spread of areas (ln) {spread:.2f},"
            f" smallest of the mean {least:.2f}, layout {ms:.1f} ms"
        )


def _pictures(
    folder: Path, number: int, sources: Sequence[Source], size: tuple[int, int], *designs: Design
) -> None:
    photos, pages = Photos(), []
    for design in designs:
        page = Image.new("RGB", size, (245, 243, 240))
        for source, one in zip(sources, design.placed, strict=True):
            rgb = photos.cut(source, one.seen, one.at.w, one.at.h)
            page.paste(Image.fromarray(rgb), (one.at.x, one.at.y))
        pages.append(page.resize((size[0] // 3, size[1] // 3)))
    both = Image.new("RGB", (2 * pages[0].width + 20, pages[0].height), (120, 120, 120))
    for i, page in enumerate(pages):
        both.paste(page, (i * (page.width + 20), 0))
    folder.mkdir(parents=True, exist_ok=True)
    both.save(folder / f"{number:02}.jpg", quality=88)


# --- all of it -------------------------------------------------------------------------------------------


def _random_sets(photos: Sequence[Source], sets: int, bars: Bars) -> None:
    rng = random.Random(1)
    found: list[Judged] = []
    for number in range(sets):
        sources = rng.sample(photos, rng.randint(2, MOST))
        style = STYLES[number // 4 % 2]
        design, seconds = ours(sources, SIZES[number % 4], style, number)
        found.append(judged(design, sources, seconds, grid.LOOKS[style].gap))
    few = [one for one in found if one.photos <= 3]
    many = [one for one in found if one.photos >= 4]
    losses = sorted(one.lost for one in many)
    print(f"{sets} random sets of 2 to {MOST} photos, all shapes, {sum(one.faces for one in found)} faces")
    bars.most("overlaps", sum(one.overlaps for one in found), 0)
    bars.most("gap off the design, px", max(one.gap_off_px for one in found), 1)
    bars.most("faces cut", sum(one.cut for one in found), 0)
    bars.most("faces under words", sum(one.covered for one in found), 0)
    bars.most("4 to 20 photos: area lost, median", losses[len(losses) // 2], 0.02)
    bars.most("4 to 20 photos: area lost, 99th percentile", losses[int(0.99 * len(losses))], 0.08)
    bars.most("2 and 3 photos: area lost, most", max(one.lost for one in few), 0.15)
    bars.least("smallest photo of the mean area", min(one.smallest for one in found), 1 / 3)
    twenty = sorted(one.seconds for one in found if one.photos == MOST)
    bars.most("layout of 20 photos, ms, median", 1000 * twenty[len(twenty) // 2], 100)


def _export(bars: Bars) -> None:
    """Render 12 photos of 12 megapixels at full size, as the worker does it for a file."""
    rng = np.random.default_rng(0)
    with tempfile.TemporaryDirectory() as name:
        sources = {}
        for i in range(12):
            w, h = (4000, 3000) if i % 3 == 0 else (3000, 4000)
            small = Image.fromarray(rng.integers(0, 256, (h // 40, w // 40, 3), dtype=np.uint8))
            path = Path(name) / f"{i}.jpg"
            small.resize((w, h), Image.Resampling.BICUBIC).save(path, quality=88)
            sources[AssetId(i)] = Source(AssetId(i), str(path), w, h)
        recipe = Recipe(Make.COLLAGE, tuple(sources), title="May 2026", subtitle="12 photos")
        for style in collage.STYLES:
            if style == "pair":
                continue
            began = os.times()
            render_still(Recipe(recipe.make, recipe.photos, style=style, title="May"), sources, (1080, 1920))
            ended = os.times()
            bars.most(f"{style} 1080x1920 of 12 photos of 12 MP, s", ended.user - began.user, 1.0)


def main() -> None:
    words = argparse.ArgumentParser()
    words.add_argument("name")
    words.add_argument("--photocollage", default="")
    words.add_argument("--pictures", default="")
    words.add_argument("--sets", type=int, default=1000)
    asked = words.parse_args()
    bars, photos = Bars(), pool()
    _random_sets(photos, asked.sets, bars)
    if asked.photocollage:
        _compare(asked.photocollage, photos, asked.pictures)
    _export(bars)
    bars.close()
