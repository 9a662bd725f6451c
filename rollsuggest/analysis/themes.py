"""From words, objects and colours to the themes a person would name. Pure; theme_table.py knows.

[Note: Precision first]
A baby filed under food is worse than a baby filed nowhere. So each theme has its own threshold, and words
that mislead carry less than their full weight: portraits look like oboes to the classifier.

[Note: Second thoughts]
ImageNet has no word for most scenes: before a street the classifier says palace, moving van and cab, each
faintly, after something else that it names loudly. At temperature 1.5 the faint ones are heard; on 300 photos
of a known theme the same table then finds beaches 0.49 instead of 0.35, streets 0.77 instead of 0.68 at a
precision of 0.92.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import log

import numpy as np
import numpy.typing as npt

from rollsuggest.analysis.evidence import Looks
from rollsuggest.analysis.theme_figures import trusted
from rollsuggest.analysis.theme_table import TABLE, Theme
from rollsuggest.analysis.tints import Tints
from rollsuggest.model import Label, Role

Floats = npt.NDArray[np.float32]

SHOWN = 0.5  # the score from which a theme is told to anyone
_TEMPERATURE = 1.5
_OBJECT = 0.3  # objects that are seen more faintly say nothing

_OF_ROLE = {Role.SCREENSHOT: "screenshots", Role.DOCUMENT: "documents"}


@dataclass(frozen=True, slots=True, eq=False)
class Sight:
    """All that a theme is judged by."""

    probabilities: Floats  # (1000,), of the ImageNet classes
    objects: Sequence[Label]
    looks: Looks
    tints: Tints = field(default_factory=Tints)
    day: tuple[int, int] | None = None  # month and day, where they are surely known


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """The table as matrices (themes, 1000)."""

    words: Floats
    tinted: Floats


def weights(names: Sequence[str]) -> Weights:
    """Return the table over `names`, the classes in order. Raises ValueError for a word that is no class."""
    return Weights(
        np.stack([_row(theme.words, names) for theme in TABLE.values()]),
        np.stack([_row(theme.tinted, names) for theme in TABLE.values()]),
    )


def _row(words: Mapping[str, float], names: Sequence[str]) -> Floats:
    row = np.zeros(len(names), np.float32)
    for joined, weight in words.items():
        for word in joined.split(", "):
            row[_classes(word, names)] = weight
    return row


def _classes(word: str, names: Sequence[str]) -> list[int]:
    start, dots, end = word.partition("..")
    if dots:
        return list(range(names.index(start), names.index(end) + 1))
    found = [index for index, name in enumerate(names) if name == word]
    if not found:
        raise ValueError(word)
    return found


def soften(probabilities: Floats) -> Floats:
    """Return the probabilities at a higher temperature (Hinton et al. 2015). [Note: Second thoughts]"""
    soft = np.maximum(probabilities, 1e-9) ** (1 / _TEMPERATURE)
    return np.asarray(soft / soft.sum(), np.float32)


def scores(sight: Sight, table: Weights) -> dict[str, float]:
    """Return every theme's score, 0..1, words and objects joined by noisy-or (Pearl 1988).

    At 0.5 a theme begins to be shown.
    """
    soft = soften(sight.probabilities)
    told, tinted = table.words @ soft, table.tinted @ soft
    best: dict[str, float] = {}
    for item in sight.objects:
        if item.score >= _OBJECT:
            best[item.name] = max(best.get(item.name, 0.0), item.score)
    result = {}
    for (name, theme), words, coloured in zip(TABLE.items(), told, tinted, strict=True):
        heard = float(words) + float(coloured) * theme.tint(sight.looks, sight.tints)
        heard *= 2 if heard > 0 and _in_season(theme, sight.day) else 1
        seen = max((weight * best.get(item, 0.0) for item, weight in theme.objects.items()), default=0.0)
        doubt = 1 - min(1.0, max(0.0, -heard))  # what speaks against a theme speaks against its objects too
        evidence = 1 - (1 - min(1.0, max(0.0, heard))) * (1 - seen * doubt)
        result[name] = evidence ** (log(0.5) / log(theme.half))
    return result


def _in_season(theme: Theme, day: tuple[int, int] | None) -> bool:
    return day is not None and any(first <= day <= last for first, last in theme.seasons)


def themes(sight: Sight, table: Weights, role: Role) -> tuple[Label, ...]:
    """Return the themes of a picture, surest first. [Note: Precision first]

    A screenshot or a document is that and nothing else, whatever it shows. A theme that was measured to be
    wrong too often is told to nobody (theme_figures.py).
    """
    if role in _OF_ROLE:
        return (Label(_OF_ROLE[role], 1.0),)
    found = [
        Label(name, round(score, 3))
        for name, score in scores(sight, table).items()
        if score >= SHOWN and trusted(name)
    ]
    return tuple(sorted(found, key=lambda label: -label.score))
