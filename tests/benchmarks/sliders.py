"""How long it takes until a moved slider is seen: the preview once it is let go, the draft while it is held.

    python -m benchmarks sliders [RUN …] [--photos N] [--held]     (RUN: anime:fast, oil:fast, …)

What the window's worker does for one preview of 720 px is repeated: the photo is read from its file, people
are cut out, the style is drawn, faces are looked at again. The first drawing of a photo is told apart; then
each slider is put to other places in turn. Seconds are of the processor, all threads together, and of the
clock; the second are right on an idle machine only. Half the processor's seconds are the least that two
cores need. A finishing light is measured as a slider is. Each is held to its bar, by the clock, in its worst
place on the worst photo. `restyle --speed` prints this too.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from benchmarks._bars import Bars
from benchmarks.analysis import machine
from benchmarks.restyle import _differs, _engine, _use_cores, chosen
from rollsuggest.library.pixels import Rgb, decode
from rollsuggest.model import DRAFT, AssetId, Box, Format, Make, Recipe, Source
from rollsuggest.render import restyled
from rollsuggest.render.styles import LIGHTS, QUALITIES, STYLES

PHOTOS = 4
PREVIEW_PX = 720
LET_GO_S = 0.3  # the bar
PLACES = {
    "strength": (0.9, 0.6, 0.3), "line": (0.8, 0.5, 1.4), "colour": (0.8, 0.5, 1.4),
    "flatness": (0.8, 0.5, 1.3), "eyes": (0.05, 0.1, 0.15),
    "light": LIGHTS[1:],
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser()
    known = [f"{style}:{quality}" for style in STYLES for quality in QUALITIES if _differs(style, quality)]
    parser.add_argument("runs", nargs="*", default=known)
    parser.add_argument("--photos", type=int, default=PHOTOS)
    parser.add_argument("--held", action="store_true", help="also the draft while the handle is held")
    options = parser.parse_args(sys.argv[2:])
    _use_cores()
    print(machine(), flush=True)
    bars = Bars()
    report(options.runs, options.photos, options.held, bars)
    bars.close()


def report(runs: Sequence[str], number: int, held: bool, bars: Bars) -> None:
    """Print and judge every slider of those runs; half of the photos are of people."""
    photos = [*chosen(24)[: number // 2], *chosen()[24 : 24 + number - number // 2]]
    sources = [_source(AssetId(n), path) for n, path in enumerate(photos, 1)]
    for run in runs:
        style, _colon, quality = run.partition(":")
        if held:
            _told(f"{run} held", [row for source in sources for row in _timed(source, style, DRAFT)], None)
        _told(f"{run} let go", [row for source in sources for row in _timed(source, style, quality)], bars)


def _told(title: str, rows: Sequence[tuple[str, float, float]], bars: Bars | None) -> None:
    """Print the clock's and the processor's seconds of each slider, median and most, and judge the first."""
    for name in ("first", *PLACES):
        cpu, wall = np.array([row[1:] for row in rows if row[0] == name]).T
        times = f"median {np.median(wall):.2f} s; CPU s {np.median(cpu):.2f}, most {cpu.max():.2f}"
        if bars is None or name == "first":
            print(f"         {title}, {name}: most {wall.max():.2f} s, {times}", flush=True)
        else:
            bars.most(f"{title}, {name}, most s ({times})", float(wall.max()), LET_GO_S)


def _timed(source: Source, style: str, quality: str) -> Iterator[tuple[str, float, float]]:
    recipe = Recipe(Make.RESTYLE, (source.asset,), Format.STORY, style=style, quality=quality)
    yield "first", *_seconds(lambda: _preview(recipe, source))
    for field, places in PLACES.items():
        for place in places:
            moved = replace(recipe, **{field: place})  # type: ignore[arg-type]
            yield field, *_seconds(lambda moved=moved: _preview(moved, source))  # type: ignore[misc]


def _seconds(act: Callable[[], object]) -> tuple[float, float]:
    cpu, wall = time.process_time(), time.perf_counter()
    act()
    return time.process_time() - cpu, time.perf_counter() - wall


def _preview(recipe: Recipe, source: Source) -> Rgb:
    shrink = PREVIEW_PX / max(source.width, source.height)
    size = round(source.width * shrink), round(source.height * shrink)
    return restyled.render(recipe, source, size, _tools())


def _tools() -> restyled.Tools:
    engine = _engine()
    return restyled.Tools(engine.cut_out, engine.face_marks, engine.face_vectors, engine.face_marks_in)


def _source(asset: AssetId, path: Path) -> Source:
    rgb = decode(path).rgb
    height, width = rgb.shape[:2]
    found = _engine().face_marks(rgb)
    size = np.array((width, height))
    return Source(
        asset, str(path), width, height,
        faces=tuple(Box(x / width, y / height, w / width, h / height) for (x, y, w, h), _at in found),
        points=tuple(tuple((float(x), float(y)) for x, y in at / size) for _box, at in found),
    )  # fmt: skip
