"""Where music beats, so that pictures change with it. Pure numpy, no sound is read here.

After Ellis, "Beat Tracking by Dynamic Programming" (2007): how strongly notes begin, the tempo that this
repeats with, and the even row of times that meets most of it. librosa does the same and brings scipy,
scikit-learn and numba (LLVM) along, four times the size of all of us; aubio is GPL and has no wheels.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

RATE = 22_050
WINDOW, HOP = 1024, 256  # a step is 11.6 ms: less than half a picture of the film
BANDS, LOWEST_HZ = 36, 40.0
SLOWEST, FASTEST, USUAL = 60.0, 180.0, 115.0  # beats a minute
USUAL_WIDTH = 0.9  # octaves
TIGHT = 120.0  # how much an uneven row costs
LEAST_REGULAR = 0.12  # of the strength repeats with the tempo; less is no beat to cut to
Floats = npt.NDArray[np.float32]


def beats(mono: Floats, rate: int = RATE) -> tuple[float, ...]:
    """Return the seconds of the beats of (n,) samples; none where nothing beats."""
    strength = onsets(mono, rate)
    period = _period(strength, rate / HOP)
    if not period:
        return ()
    return tuple(float(i) * HOP / rate for i in _row(strength, period))


def onsets(mono: Floats, rate: int = RATE) -> Floats:
    """Return how strongly notes begin at each step of HOP samples, above what is usual around it."""
    if len(mono) < 2 * WINDOW:
        return np.zeros(0, np.float32)
    padded = np.pad(mono, WINDOW // 2)
    frames = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[::HOP]
    window, bands = np.hanning(WINDOW).astype(np.float32), _bands(rate)
    loud = np.concatenate(
        [
            np.log1p(100 * np.abs(np.fft.rfft(frames[i : i + 512] * window)).astype(np.float32) @ bands)
            for i in range(0, len(frames), 512)
        ]
    )
    rise = np.maximum(np.diff(loud, axis=0, prepend=loud[:1]), 0).mean(axis=1)
    around = round(0.5 * rate / HOP)
    kernel = np.ones(2 * around + 1, np.float32) / (2 * around + 1)
    risen = np.maximum(rise - np.convolve(rise, kernel, "same"), 0)
    return np.asarray(risen / (risen.std() + 1e-9), np.float32)


def _bands(rate: int) -> Floats:
    """Return (bins, BANDS): which of the spectrum's lines are heard as one band, four to an octave."""
    edges = np.geomspace(LOWEST_HZ, rate / 2, BANDS + 1)
    lines = np.fft.rfftfreq(WINDOW, 1 / rate)
    held = (lines[:, None] >= edges[None, :-1]) & (lines[:, None] < edges[None, 1:])
    return np.asarray(held / np.maximum(held.sum(axis=0), 1), np.float32)


def _period(strength: Floats, steps_s: float) -> float:
    """Return the steps between two beats; 0.0 where nothing repeats."""
    if len(strength) < 4 * steps_s or not strength.any():
        return 0.0
    centred = strength - strength.mean()
    size = 1 << (2 * len(centred)).bit_length()
    spectrum = np.fft.rfft(centred, size)
    same = np.fft.irfft(spectrum * np.conj(spectrum), size)[: round(2.5 * 60 / SLOWEST * steps_s)]
    same /= same[0] + 1e-9
    lags = np.arange(round(60 / FASTEST * steps_s), round(60 / SLOWEST * steps_s) + 1)
    # A beat repeats after two beats as well; what repeats after one alone is a detail between beats.
    scores = same[lags] + 0.5 * np.maximum(same[2 * lags], 0)
    liking = np.exp(-0.5 * (np.log2(60 * steps_s / lags / USUAL) / USUAL_WIDTH) ** 2)
    best = int(np.argmax(scores * liking))
    lag = int(lags[best])
    if same[lag - 1 : lag + 2].max() < LEAST_REGULAR:
        return 0.0
    return _between(same, lag)


def _between(same: npt.NDArray[np.float64], lag: int) -> float:
    """Return where the peak at `lag` lies to a fraction of a step, by a parabola."""
    a, b, c = same[lag - 1], same[lag], same[lag + 1]
    bend = a - 2 * b + c
    return lag + float(np.clip(0.5 * (a - c) / bend, -0.5, 0.5)) if bend < 0 else float(lag)


def _row(strength: Floats, period: float) -> list[int]:
    """Return the steps of an even row that meets most of the strength."""
    width = period / 24
    reach = np.arange(-round(3 * width), round(3 * width) + 1)
    local = np.convolve(strength, np.exp(-0.5 * (reach / width) ** 2), "same")
    back = np.arange(round(period / 2), round(2 * period) + 1)
    cost = -TIGHT * np.log(back / period) ** 2
    score, came = local.astype(np.float64), np.full(len(local), -1)
    for i in range(int(back[0]), len(local)):
        gaps = back[back <= i]
        through = score[i - gaps] + cost[: len(gaps)]
        best = int(np.argmax(through))
        if through[best] > 0:
            score[i] += through[best]
            came[i] = i - gaps[best]
    at = len(score) - round(period) + int(np.argmax(score[-round(period) :]))
    row = [at]
    while came[row[-1]] >= 0:
        row.append(int(came[row[-1]]))
    loud = local.max()
    found = row[::-1]
    while len(found) > 1 and local[found[0]] < 0.02 * loud:  # before it begins
        found.pop(0)
    while len(found) > 1 and local[found[-1]] < 0.02 * loud:  # after it has ended
        found.pop()
    return found
