"""Music made for a test: a drum, a hat and chords at a known tempo, from a known second on."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import cast

import av
import numpy as np
import numpy.typing as npt
from av.audio.stream import AudioStream

Mono = npt.NDArray[np.float32]
CHORDS = (220.0, 174.6, 261.6, 196.0)


def band(beats_a_minute: float, seconds: float, rate: int, first_s: float = 0.4) -> tuple[Mono, list[float]]:
    """Return (n,) samples and the seconds of their beats."""
    rng = np.random.default_rng(1)
    heard = rng.normal(size=round(seconds * rate)) * 0.003
    heard[: round(max(first_s - 0.05, 0) * rate)] = 0
    gap = 60 / beats_a_minute
    at_s = [first_s + n * gap for n in range(int((seconds - first_s - 0.2) / gap))]
    t = np.arange(round(0.15 * rate)) / rate
    for number, second in enumerate(at_s):
        drum = np.sin(2 * np.pi * (55 + 80 * np.exp(-40 * t)) * t) * np.exp(-18 * t)
        snare = 0.6 * np.exp(-30 * t) * rng.normal(size=len(t))
        _add(heard, snare if number % 2 else drum, second, rate)
        _add(heard, 0.15 * np.exp(-90 * t) * rng.normal(size=len(t)), second + gap / 2, rate)
        if number % 4 == 0:
            long = np.arange(round(4 * gap * rate)) / rate
            tones = sum(np.sin(2 * np.pi * CHORDS[number // 4 % 4] * h * long) for h in (1, 1.26, 1.5))
            _add(heard, 0.1 * tones * np.minimum(1, 20 * long) * np.exp(-0.6 * long), second, rate)
    return (heard / np.abs(heard).max() * 0.8).astype(np.float32), at_s


def _add(heard: npt.NDArray[np.float64], sound: npt.NDArray[np.float64], at_s: float, rate: int) -> None:
    at = round(at_s * rate)
    part = heard[at : at + len(sound)]
    part += sound[: len(part)]


def music(
    path: Path, beats_a_minute: float = 100.0, seconds: float = 20.0, first_s: float = 0.4
) -> list[float]:
    """Write it as what the suffix says; return the seconds of its beats."""
    rate = 44_100
    mono, at_s = band(beats_a_minute, seconds, rate, first_s)
    codec = {".flac": "flac", ".mp3": "libmp3lame", ".wav": "pcm_s16le"}.get(path.suffix, "aac")
    with av.open(str(path), "w") as out:
        stream = cast(AudioStream, out.add_stream(codec, rate=rate, layout="stereo"))
        for at in range(0, len(mono), 1024):
            both = np.ascontiguousarray(np.tile(mono[at : at + 1024], (2, 1)))
            frame = av.AudioFrame.from_ndarray(both, format="fltp", layout="stereo")
            frame.sample_rate, frame.pts, frame.time_base = rate, at, Fraction(1, rate)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return at_s
