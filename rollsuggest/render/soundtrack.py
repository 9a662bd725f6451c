"""What a film sounds like: its clips' own sound, faded in and out, and silence."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from rollsuggest.library import clip
from rollsuggest.library.clip import Sound
from rollsuggest.model import Source
from rollsuggest.render.recap import Storyboard

FADE_S = 0.35


def soundtrack(board: Storyboard, sources: Sequence[Source], samples: int, rate: int) -> Sound:
    """Return (2, samples) float32 at `rate`, -1..1."""
    track = np.zeros((2, samples), np.float32)
    for shot in board.shots:
        plays = shot.panels[0].plays
        if plays is None or shot.titled:
            continue
        source, lasts = sources[shot.panels[0].photo], min(plays.lasts_s, shot.lasts_s)
        heard = clip.sound(Path(source.film), source.film_offset, plays.start_s, lasts, rate)
        if heard is not None:
            at = round(shot.begins_s * rate)
            part = track[:, at : at + heard.shape[1]]
            part += faded(heard, rate)[:, : part.shape[1]]
    return np.clip(track, -1, 1, out=track)


def faded(heard: Sound, rate: int) -> Sound:
    """Return the sound, coming and going softly."""
    ramp = np.linspace(0, 1, min(round(FADE_S * rate), heard.shape[1] // 2), dtype=np.float32)
    strength = np.ones(heard.shape[1], np.float32)
    strength[: len(ramp)] = ramp
    strength[len(strength) - len(ramp) :] = ramp[::-1]
    return heard * strength
