"""Seconds per quality at 1080 and 2048 px, on one core and on all, and on which machine."""

from __future__ import annotations

import os
import platform
import time
from pathlib import Path

import cv2
import numpy as np

from rollsuggest import paths
from rollsuggest.library.pixels import Rgb, decode
from rollsuggest.render.styles import QUALITIES, STYLES, FaceMark, prior, restyle

SIZES_PX = (1080, 2048)
# The astronaut's face in the 512 px picture, as YuNet finds it.
FACE = FaceMark(
    (176.0, 64.0, 88.0, 121.0),
    np.array([[205, 113], [244, 112], [227, 138], [208, 157], [244, 156]], np.float32),
)


def main() -> None:
    print(f"{_processor()}, {os.cpu_count()} cores, load {_load()}, OpenCV {cv2.__version__}")
    photo = decode(paths.resources() / "pictures" / "astronaut.jpg").rgb
    photo = photo[: photo.shape[0] * 3 // 4]  # 4:3, as phones take them
    runs = [("anime", quality) for quality in QUALITIES] + [(style, "fast") for style in STYLES[1:]]
    for threads in sorted({1, os.cpu_count() or 1}):
        cv2.setNumThreads(threads)
        prior._session.cache_clear()
        for style, quality in runs:
            for size in SIZES_PX:
                seconds = _seconds(photo, style, quality, size)
                print(f"{threads} thread(s)  {style:12s} {quality:9s} {size} px  {seconds:5.2f} s")


def _seconds(photo: Rgb, style: str, quality: str, size: int) -> float:
    factor = size / max(photo.shape[:2])
    large = np.asarray(cv2.resize(photo, None, fx=factor, fy=factor), dtype=np.uint8)
    faces = [FACE.moved(scale=factor)]
    restyle(large[:64, :64], [], style=style, quality=quality, seed=0)  # loads what is loaded once
    started = time.perf_counter()
    restyle(large, faces, style=style, quality=quality, seed=0)
    return time.perf_counter() - started


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        return next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
