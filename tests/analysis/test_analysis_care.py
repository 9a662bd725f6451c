"""Medical care by the classifier's words: cautious, and silent before portraits."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollsuggest.analysis import care, models
from rollsuggest.analysis.classifier import Classifier
from rollsuggest.library.pixels import decode
from rollsuggest.suggest.engine import MEDICAL

NAMES = [line.split(",")[0] for line in models.lines(models.IMAGENET_NAMES)]


def test_plain_words_tell_and_turtlenecks_do_not() -> None:
    assert care.medical({"syringe": 0.4, "stethoscope": 0.3}) >= MEDICAL
    assert care.medical({"neck brace": 0.8}) < MEDICAL
    assert care.medical({}) == 0
    assert set(care.WORDS) <= set(NAMES)


@given(st.dictionaries(st.sampled_from(list(care.WORDS)), st.floats(0, 1)))
def test_it_is_a_share(words: dict[str, float]) -> None:
    assert 0 <= care.medical(words) <= 1


@pytest.mark.shared
def test_children_and_climbers_are_not_in_a_sick_room(shared: Path) -> None:
    """Those that came nearest of all shared photos."""
    classifier = Classifier()
    for name in (
        "people/lfw/Mohammad_Khatami/Mohammad_Khatami_0006.jpg",
        "themes/mountains_hike/f8k_2069279767_fb32bfb2de.jpg",
        "themes/baby_kids/f8k_1952896009_cee8147c90.jpg",
    ):
        probabilities, _features = classifier(decode(shared / "data" / name, 640).rgb)
        assert care.medical(dict(zip(NAMES, probabilities.tolist(), strict=True))) < MEDICAL, name
