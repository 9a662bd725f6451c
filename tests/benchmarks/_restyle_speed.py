"""Time and memory of restyles: drawings of 1080 px, and files of 12 megapixels as the app saves them."""

from __future__ import annotations

import math
import multiprocessing
import os
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import cv2
import numpy as np

from benchmarks import restyle, sliders
from benchmarks._bars import Bars
from benchmarks.restyle import measure  # type: ignore[attr-defined]
from rollsuggest.library.pixels import decode
from rollsuggest.model import AssetId, Format, Make, Recipe
from rollsuggest.render import restyled, styles
from rollsuggest.render.engine import write_still

EVERY = 4  # of the photos
EXPORT_PX, EXPORT_S, EXPORT_MB = 12_000_000, 12.0, 1000.0


def asked_s(run: str) -> float:
    """Return the seconds that a drawing of 1080 px may take."""
    if run.endswith(":balanced"):
        return 4.0
    return 0.8 if run == "anime:fast" else 1.5


def drawings(runs: Sequence[str], photos: int, bars: Bars) -> None:
    """Draw every fourth of the photos at 1080 px, looking at faces again; the worst is judged too."""
    cases = [(measure.photo(path), path.name) for path in restyle.chosen()[:photos:EVERY]]
    faces = [measure.faces(source) for source, _name in cases]
    print(f"1080 px, {len(cases)} photos with {sum(map(len, faces))} faces", flush=True)
    for run in runs:
        style, _colon, quality = run.partition(":")
        walls, seconds = [], []
        for (source, _name), marks in zip(cases, faces, strict=True):
            started, begun = time.process_time(), time.perf_counter()
            styles.restyle(
                source, marks, style=style, quality=quality, seed=1,
                find=measure.faces, recognise=restyle._vectors,
            )  # fmt: skip
            walls.append(time.perf_counter() - begun)
            seconds.append(time.process_time() - started)
        worst = cases[int(np.argmax(walls))][1]
        spread = f"{restyle._spread(np.array(seconds))} CPU s (mean, median, 90 %, most)"
        bars.most(f"{run}, 1080 px, mean s ({spread})", float(np.mean(walls)), asked_s(run))
        bars.most(f"{run}, 1080 px, 90 % s", float(np.percentile(walls, 90)), asked_s(run))
        bars.most(f"{run}, 1080 px, most s ({worst})", max(walls), asked_s(run))


def exports(runs: Sequence[str], bars: Bars) -> None:
    """Save a group of six as a file of 12 MP in each style, as the app's worker does, in a process each."""
    for run in runs:
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            wall, seconds, memory = pool.apply(_exported, (run,))
        bars.most(f"{run}, 12 MP saved, s ({seconds:.2f} CPU s)", wall, EXPORT_S)
        bars.most(f"{run}, 12 MP saved, peak MB", memory, EXPORT_MB)


def _exported(run: str) -> tuple[float, float, float]:
    """Return seconds, CPU seconds and peak megabytes, decoding, faces, people and the file included."""
    restyle._use_cores()
    style, _colon, quality = run.partition(":")
    with TemporaryDirectory() as folder:
        photo = Path(folder) / "photo.jpg"
        source = sliders._source(AssetId(1), _enlarged(restyle.chosen(1)[0], photo))
        recipe = Recipe(Make.RESTYLE, (source.asset,), Format.STORY, style=style, quality=quality)
        started, begun = time.process_time(), time.perf_counter()
        rgb = restyled.render(recipe, source, (source.width, source.height), sliders._tools())
        write_still(rgb, Path(folder) / "drawn.jpg", "")
        return time.perf_counter() - begun, time.process_time() - started, _peak_mb()


def _enlarged(photo: Path, out: Path) -> Path:
    rgb = decode(photo).rgb
    factor = math.sqrt(EXPORT_PX / (rgb.shape[0] * rgb.shape[1]))
    large = cv2.resize(rgb, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC)
    cv2.imwrite(str(out), np.ascontiguousarray(large[..., ::-1]))
    return out


def _peak_mb() -> float:
    """Return the most memory this process had; `ru_maxrss` would also count its parent's on Linux."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(row for row in status.read_text().splitlines() if row.startswith("VmHWM"))
        return int(line.split()[1]) / 2**10
    if os.name == "nt":
        return float("nan")
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
