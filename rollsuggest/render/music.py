"""The person's own music under a film: where it begins, where it beats, how loud it is. Only read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from rollsuggest.errors import UserError
from rollsuggest.i18n import _
from rollsuggest.library import clip
from rollsuggest.library.clip import Sound
from rollsuggest.render.beats import RATE, beats

HEARD_S = 75.0  # of the file; no film is longer
SILENT = 0.01  # of full strength
LOUD, MOST_GAIN, PEAK = 0.14, 4.0, 0.95  # root mean square of the louder half; as music for films is mixed
SEAM_S = 0.02


@dataclass(frozen=True, slots=True)
class Music:
    """A stretch of a file, from its first sound on. `beats` are seconds after `begins_s`."""

    path: str
    begins_s: float
    lasts_s: float
    beats: tuple[float, ...] = ()

    def beats_until(self, second: float) -> tuple[float, ...]:
        """Return the beats of the film, over all rounds that the music makes."""
        first, round_s = self.round
        all_of_it: list[float] = []
        begun = 0.0
        while self.beats and begun < second:
            all_of_it += [begun + b for b in self.beats if b < first + round_s and (not begun or b >= first)]
            begun += round_s
        return tuple(b for b in all_of_it if b < second)

    @property
    def round(self) -> tuple[float, float]:
        """Return where it begins anew when it has ended, and how long a round is: from beat to beat."""
        if len(self.beats) < 8:
            return 0.0, self.lasts_s
        return self.beats[0], self.beats[-1] - self.beats[0]


@lru_cache(maxsize=4)
def _listened(path: str, _changed_ns: int) -> Music | None:
    heard = clip.sound(Path(path), 0, 0.0, HEARD_S, RATE)
    if heard is None or not heard.size:
        return None
    mono = heard.mean(axis=0)
    loud = np.flatnonzero(np.abs(mono) > SILENT * max(1e-6, float(np.abs(mono).max())))
    begins = int(loud[0]) if loud.size else 0
    begins = max(0, begins - RATE // 100)
    return Music(path, begins / RATE, (len(mono) - begins) / RATE, beats(mono[begins:]))


def listen(path: str) -> Music | None:
    """Return what is heard in a file; None where none is wished. Raises UserError where nothing can be."""
    if not path:
        return None
    try:
        found = _listened(path, Path(path).stat().st_mtime_ns)
    except OSError:
        found = None
    if found is None or found.lasts_s < 1:
        raise UserError(
            _("The music “{name}” cannot be played.").format(name=Path(path).name),
            _("It may have been moved. Choose it again, or another file, or no music."),
        )
    return found


def played(music: Music, samples: int, rate: int) -> Sound:
    """Return the music as (2, samples), evenly loud, begun anew where it is shorter than that."""
    heard = clip.sound(Path(music.path), 0, music.begins_s, min(music.lasts_s, samples / rate + 1), rate)
    if heard is None or not heard.size:
        return np.zeros((2, samples), np.float32)
    first, round_s = (round(t * rate) for t in music.round)
    if heard.shape[1] < samples and round_s > rate:
        heard = _again(heard[:, : first + round_s], first, samples, round(SEAM_S * rate))
    track = np.zeros((2, samples), np.float32)
    track[:, : heard.shape[1]] = heard[:, :samples]
    return track * _gain(track)


def _again(heard: Sound, first: int, samples: int, seam: int) -> Sound:
    """Return it repeated from `first` on, with a short crossing of end and beginning."""
    again = heard[:, first:]
    ramp = np.linspace(0, 1, min(seam, again.shape[1] // 4), dtype=np.float32)
    whole = heard.copy()
    while whole.shape[1] < samples and again.shape[1] > len(ramp):
        coming = heard[:, max(0, first - len(ramp)) :][:, : len(ramp)]
        crossed = whole[:, -len(ramp) :] * (1 - ramp) + coming * ramp
        whole = np.concatenate([whole[:, : -len(ramp)], crossed, again], axis=1)
    return whole


def _gain(track: Sound) -> float:
    pieces = track[:, : track.shape[1] // 1024 * 1024].reshape(2, -1, 1024)
    powers = np.sort(np.sqrt((pieces**2).mean(axis=(0, 2)))) if pieces.size else np.zeros(1)
    loud = float(powers[len(powers) // 2 :].mean())
    return min(MOST_GAIN, LOUD / max(loud, 1e-6), PEAK / max(float(np.abs(track).max()), 1e-6))
