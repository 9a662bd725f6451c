"""What a film sounds like: the person's music, softer where a clip is heard, and the clips' own sound."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from rollsuggest.library import clip
from rollsuggest.library.clip import Sound
from rollsuggest.model import Source
from rollsuggest.render.music import played
from rollsuggest.render.plan import Plan

FADE_S = 0.35
AWAY_S = 1.8  # the music goes with the last pictures
DUCKED = 0.25  # of its strength, 12 dB softer, under a clip that is heard
DUCK_S = 0.4
HEARD = 0.008  # root mean square of a clip that says something


def soundtrack(plan: Plan, sources: Sequence[Source], samples: int, rate: int) -> Sound:
    """Return (2, samples) float32 at `rate`, -1..1."""
    clips = np.zeros((2, samples), np.float32)
    soft = np.ones(samples, np.float32)
    for shot in plan.board.shots:
        plays = shot.panels[0].plays
        if plays is None or shot.is_card:
            continue
        source, lasts = sources[shot.panels[0].photo], min(plays.lasts_s, shot.lasts_s)
        heard = clip.sound(Path(source.film), source.film_offset, plays.start_s, lasts, rate)
        if heard is None:
            continue
        at = round(shot.begins_s * rate)
        part = clips[:, at : at + heard.shape[1]]
        part += faded(heard, rate)[:, : part.shape[1]]
        if float(np.sqrt((heard**2).mean())) > HEARD:
            _duck(soft, at, at + heard.shape[1], rate)
    if plan.music:
        clips += played(plan.music, samples, rate) * soft * _going(samples, rate)
    return np.clip(clips, -1, 1, out=clips)


def _duck(soft: npt.NDArray[np.float32], begin: int, end: int, rate: int) -> None:
    """Make the music softer from `begin` to `end`, and gently so around it."""
    ramp = np.linspace(1, DUCKED, round(DUCK_S * rate), dtype=np.float32)
    low = np.concatenate([ramp, np.full(max(0, end - begin - len(ramp)), DUCKED, np.float32), ramp[::-1]])
    first = begin - len(ramp) // 2
    skip = max(0, -first)
    part = soft[first + skip : first + len(low)]
    np.minimum(part, low[skip : skip + len(part)], out=part)


def _going(samples: int, rate: int) -> npt.NDArray[np.float32]:
    strength = np.ones(samples, np.float32)
    last = min(samples, round(AWAY_S * rate))
    strength[samples - last :] = np.linspace(1, 0, last, dtype=np.float32) ** 1.5
    return strength


def faded(heard: Sound, rate: int) -> Sound:
    """Return the sound, coming and going softly."""
    ramp = np.linspace(0, 1, min(round(FADE_S * rate), heard.shape[1] // 2), dtype=np.float32)
    strength = np.ones(heard.shape[1], np.float32)
    strength[: len(ramp)] = ramp
    strength[len(strength) - len(ramp) :] = ramp[::-1]
    return heard * strength
