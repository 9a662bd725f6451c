"""A redrawn photo says so in its XMP, as IPTC's digital source type; others do not."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from rollsuggest.render.export import COMPOSED, ENHANCED, GENERATED, write_still


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp"])
@pytest.mark.parametrize("alt", ["", "A drawing of a cat."])
def test_a_redrawn_photo_is_marked(tmp_path: Path, suffix: str, alt: str) -> None:
    pixels = np.full((16, 16, 3), 90, np.uint8)
    for source in (ENHANCED, GENERATED, COMPOSED, ""):
        out = tmp_path / f"made-{source}{suffix}"
        write_still(pixels, out, "Cat", alt, source)
        for kind in (ENHANCED, GENERATED, COMPOSED):
            mark = f'DigitalSourceType="http://cv.iptc.org/newscodes/digitalsourcetype/{kind}"'
            assert (mark.encode() in out.read_bytes()) is (kind == source)
            with Image.open(out) as picture:
                info = {str(name): str(value) for name, value in picture.info.items()}
                assert any(mark in value for value in info.values()) is (kind == source)
