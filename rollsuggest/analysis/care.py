"""Sick rooms and first aid: how plainly the classifier hears a plaster, a syringe, a stethoscope. Pure.

[Note: A cautious sign]
No network that may be shipped knows wounds or blood, so this is all there is: six words of the classifier's
thousand. Neck braces and stretchers are heard before turtlenecks and hammocks, so that they count half. Of
1,711 pictures none reaches 0.5 (the most is 0.47, a cleric whose collar passes for an oxygen mask); how many
medical pictures it misses we could not measure, for we have none to measure on.
"""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, float] = {
    "Band Aid": 1.0, "syringe": 1.0, "stethoscope": 1.0, "oxygen mask": 1.0, "neck brace": 0.5,
    "stretcher": 0.5,
}  # fmt: skip


def medical(probabilities: Mapping[str, float]) -> float:
    """Return how surely somebody is treated, 0..1; `probabilities` holds at least `WORDS`."""
    return min(1.0, sum(weight * probabilities.get(word, 0.0) for word, weight in WORDS.items()))
