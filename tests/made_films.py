"""Films made for a test: one colour above another, so that up can be told; and container tags."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from pathlib import Path

import av
import numpy as np

RED, BLUE, BLACK = (200, 40, 30), (30, 60, 190), (0, 0, 0)
CLOCKWISE = (0, 1, 0, -1, 0, 0)  # a, b, u, c, d, v of the matrix that phones write when held upright
COUNTER, HALF = (0, -1, 0, 1, 0, 0), (-1, 0, 0, 0, -1, 0)


def film(
    path: Path,
    *,
    size: tuple[int, int] = (320, 180),
    seconds: float = 2.0,
    tags: Mapping[str, str] | None = None,
    black_s: float = 0.0,
    matrix: tuple[int, ...] | None = None,
) -> Path:
    """Write a film, red above and blue below, that begins with `black_s` of black."""
    width, height = size
    picture = np.empty((height, width, 3), np.uint8)
    picture[: height // 2], picture[height // 2 :] = RED, BLUE
    mp4 = path.suffix.lower() in (".mp4", ".mov", ".m4v", ".3gp")
    options = {"movflags": "use_metadata_tags"} if mp4 else {}
    with av.open(str(path), "w", options=options) as container:
        container.metadata.update(tags or {})
        webm = path.suffix.lower() == ".webm"
        stream = container.add_stream("libvpx" if webm else "libx264", rate=10)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.codec_context.gop_size = 5
        for number in range(round(seconds * 10)):
            shown = np.zeros_like(picture) if number < black_s * 10 else picture
            container.mux(stream.encode(av.VideoFrame.from_ndarray(shown, format="rgb24")))
        container.mux(stream.encode())
    if matrix:
        _turn(path, matrix)
    return path


def _turn(path: Path, matrix: tuple[int, ...]) -> None:
    """Write the display matrix into the track header, as a phone does."""
    data = bytearray(path.read_bytes())
    at = data.index(b"tkhd") + 4
    assert data[at] == 0, "a track header of version 0"
    values = [v << 16 for v in matrix] + [0, 0, 1 << 30]
    data[at + 40 : at + 76] = struct.pack(">9i", *values)
    path.write_bytes(data)
