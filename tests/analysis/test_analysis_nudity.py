"""open_nsfw: beaches, pools and babies are not nudity."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from rollsuggest.analysis.nudity import NudityDetector
from rollsuggest.library.pixels import decode


def test_plain_pictures_are_harmless() -> None:
    detector = NudityDetector()
    for colour in ((0, 0, 0), (255, 255, 255), (224, 172, 140)):
        assert 0 <= detector(np.full((90, 120, 3), colour, np.uint8)) < 0.5


@pytest.mark.shared
@pytest.mark.parametrize("theme", ["beach_sea", "pool_swim", "baby_kids"])
def test_beaches_pools_and_babies_are_harmless(shared: Path, theme: str) -> None:
    detector = NudityDetector()
    photos = sorted((shared / "data/themes" / theme).glob("*.jp*g"))
    assert photos
    assert max(detector(decode(path, 640).rgb) for path in photos) < 0.5
