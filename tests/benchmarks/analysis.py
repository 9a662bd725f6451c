"""Milliseconds per photo and stage of the analysis, on one thread."""

from __future__ import annotations

import os
import platform
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from rollsuggest.analysis.engine import Engine
from rollsuggest.library.pixels import decode
from rollsuggest.model import Certainty, FileFacts, Taken

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
FACTS = FileFacts(4000, 3000, Taken(None, Certainty.UNKNOWN, ""), None, "Pixel 8", "", b"", "image/jpeg")
LONG_SIDE_PX = 1280


def machine() -> str:
    """Say what these figures were measured on."""
    model = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        lines = [line for line in info.read_text().splitlines() if line.startswith("model name")]
        model = lines[0].partition(":")[2].strip() if lines else model
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return (
        f"{model}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}{load},"
        f" {pace_ms():.1f} ms for a fixed piece of work"
    )


def pace_ms() -> float:
    """Return the processor time that a median of 5 px of a fixed picture of 4 MP takes, at best of eight.

    One machine's seconds of one state differ by 1.7 times within an hour where its host has others: only
    figures of like pace are to be compared.
    """
    picture = np.random.default_rng(1).random((2000, 2000), dtype=np.float32)
    threads = cv2.getNumThreads()
    cv2.setNumThreads(1)
    try:
        return 1e3 * min(_spent(picture) for _time in range(8))
    finally:
        cv2.setNumThreads(threads)


def _spent(picture: npt.NDArray[np.float32]) -> float:
    begun = time.process_time()
    cv2.medianBlur(picture, 5)
    return time.process_time() - begun


def photos() -> list[Path]:
    """Photos with and without people; all are brought to the same size."""
    data = SHARED / "data"
    groups = sorted((data / "people/groups").glob("*.jpg"))[:12]
    return groups + [
        path
        for name in ("food", "city_street", "pets_dog")
        for path in sorted((data / "themes" / name).iterdir())[:4]
    ]


def timed(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return (time.perf_counter() - start) * 1000


def main() -> None:
    engine = Engine()
    print(machine())
    print(f"load all networks  {timed(engine.load_all):7.0f} ms")
    spent: dict[str, list[float]] = {"quality": [], "content": [], "faces": [], "cut_out": []}
    faces = 0
    for path in photos():
        rgb = decode(path, LONG_SIDE_PX).rgb
        scale = LONG_SIDE_PX / max(rgb.shape[:2])
        size = round(rgb.shape[1] * scale), round(rgb.shape[0] * scale)
        rgb = np.asarray(Image.fromarray(rgb).resize(size, Image.Resampling.BICUBIC))
        spent["quality"].append(timed(lambda rgb=rgb: engine.quality(rgb)))  # type: ignore[misc]
        spent["content"].append(timed(lambda rgb=rgb: engine.content(rgb, FACTS, "IMG_1.jpg")))  # type: ignore[misc]
        start = time.perf_counter()
        faces += len(engine.faces(rgb))
        spent["faces"].append((time.perf_counter() - start) * 1000)
        spent["cut_out"].append(timed(lambda rgb=rgb: engine.cut_out(rgb)))  # type: ignore[misc]
    for stage, times in spent.items():
        print(f"{stage:18s} {statistics.median(times):7.0f} ms median, {statistics.mean(times):.0f} mean")
    print(f"{len(photos())} photos of {LONG_SIDE_PX} px, {faces} faces")
