"""Films made for a test: one colour above another, so that up can be told; and container tags."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import cast

import av
import numpy as np
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.video.stream import VideoStream

RED, BLUE, BLACK = (200, 40, 30), (30, 60, 190), (0, 0, 0)
CLOCKWISE = (0, 1, 0, -1, 0, 0)  # a, b, u, c, d, v of the matrix that phones write when held upright
HUM_HZ, RATE = 440, 44_100
_BT2020 = 9  # of primaries and matrix alike, ITU-T H.273
COUNTER, HALF = (0, -1, 0, 1, 0, 0), (-1, 0, 0, 0, -1, 0)

_CODECS: dict[str, str] = {
    ".webm": "libvpx",
    ".mpg": "mpeg1video",
    ".mpeg": "mpeg2video",
    ".wmv": "wmv2",
    ".asf": "wmv1",
}
_CODECS |= {".3g2": "mpeg4", ".avi": "mpeg4", ".flv": "flv"}


def film(
    path: Path,
    *,
    size: tuple[int, int] = (320, 180),
    seconds: float = 2.0,
    tags: Mapping[str, str] | None = None,
    black_s: float = 0.0,
    matrix: tuple[int, ...] | None = None,
    colours: tuple[tuple[int, int, int], tuple[int, int, int]] = (RED, BLUE),
    transfer: int | None = None,
    ticks: Sequence[int] = (),
    sound: bool = False,
) -> Path:
    """Write a film, red above and blue below, that begins with `black_s` of black.

    With a `transfer` of H.273 it is one of 10 bit with the primaries of BT.2020, and `colours` are its code
    values in 8 bit. `ticks` are the frames' times in 1/10 s where they do not follow evenly. With `sound`
    it hums at HUM_HZ throughout.
    """
    width, height = size
    picture = np.empty((height, width, 3), np.uint8)
    picture[: height // 2], picture[height // 2 :] = colours
    mp4 = path.suffix.lower() in (".mp4", ".mov", ".m4v", ".3gp")
    options = {"movflags": "use_metadata_tags"} if mp4 else {}
    with av.open(str(path), "w", options=options) as container:
        container.metadata.update(tags or {})
        codec = _CODECS.get(path.suffix.lower(), "libx264")
        rate = 25 if codec.startswith("mpeg") else 10
        stream = cast(VideoStream, container.add_stream(codec, rate=rate))
        stream.width, stream.height = width, height
        stream.pix_fmt = "yuv420p10le" if transfer else "yuv420p"
        if transfer:
            context = stream.codec_context
            context.color_primaries, context.color_trc, context.colorspace = _BT2020, transfer, _BT2020
        stream.codec_context.gop_size = 5
        stream.codec_context.max_b_frames = 0 if ticks else stream.codec_context.max_b_frames
        stream.codec_context.time_base = Fraction(1, rate)
        hum = container.add_stream("aac", rate=RATE, layout="stereo") if sound else None
        for number in range(round(seconds * rate)):
            shown = np.zeros_like(picture) if number < black_s * rate else picture
            frame = av.VideoFrame.from_ndarray(shown, format="rgb24")
            if transfer:
                frame = frame.reformat(format="yuv420p10le", dst_colorspace=_BT2020)
                frame.color_primaries, frame.color_trc = _BT2020, transfer
            if ticks:
                frame.pts, frame.time_base = ticks[number], Fraction(1, 10)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
        if hum is not None:
            _hum(container, hum, seconds)
    if matrix:
        _turn(path, matrix)
    return path


def _hum(container: OutputContainer, stream: AudioStream, seconds: float) -> None:
    count = round(seconds * RATE)
    wave = 0.4 * np.sin(np.arange(count, dtype=np.float32) * 2 * np.pi * HUM_HZ / RATE)
    for at in range(0, count, 1024):
        both = np.ascontiguousarray(np.tile(wave[at : at + 1024].astype(np.float32), (2, 1)))
        frame = av.AudioFrame.from_ndarray(both, format="fltp", layout="stereo")
        frame.sample_rate, frame.pts, frame.time_base = RATE, at, Fraction(1, RATE)
        container.mux(stream.encode(frame))
    container.mux(stream.encode(None))


def _turn(path: Path, matrix: tuple[int, ...]) -> None:
    """Write the display matrix into the track header, as a phone does."""
    data = bytearray(path.read_bytes())
    at = data.index(b"tkhd") + 4
    assert data[at] == 0, "a track header of version 0"
    values = [v << 16 for v in matrix] + [0, 0, 1 << 30]
    data[at + 40 : at + 76] = struct.pack(">9i", *values)
    path.write_bytes(data)
