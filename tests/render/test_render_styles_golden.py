"""Each style on two free pictures against styles_golden.png, a sheet to look at.

    python tests/render/test_render_styles_golden.py        draws it anew: look before you commit

Tolerance: 3 of 255 in the mean and 24 for 99 % of the pixels of a picture; processors round differently.
"""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from rollsuggest import paths
from rollsuggest.library.pixels import Rgb, decode
from rollsuggest.render.styles import STYLES, FaceMark, restyle

SHEET = Path(__file__).with_name("styles_golden.png")
CELL_PX, MEAN, MOST = 96, 3.0, 24.0
ASTRONAUT = FaceMark(
    (176.0, 64.0, 88.0, 121.0),
    np.array([[205, 113], [244, 112], [227, 138], [208, 157], [244, 156]], np.float32),
)


def _pictures() -> list[tuple[Rgb, list[FaceMark]]]:
    astronaut = decode(paths.resources() / "pictures" / "astronaut.jpg").rgb[20:240, 110:330]
    cat = decode(Path(__file__).resolve().parent.parent / "pictures" / "chelsea.jpg").rgb[40:260, 100:320]
    face = ASTRONAUT.moved(by=(-110, -20))
    return [(np.ascontiguousarray(astronaut), [face]), (np.ascontiguousarray(cat), [])]


def _row(style: str) -> Rgb:
    drawn = [restyle(rgb, faces, style=style, quality="fast", seed=3) for rgb, faces in _pictures()]
    cells = [cv2.resize(rgb, (CELL_PX, CELL_PX), interpolation=cv2.INTER_AREA) for rgb in drawn]
    return np.asarray(np.hstack(cells), dtype=np.uint8)


@pytest.mark.parametrize("style", STYLES)
def test_a_style_draws_as_it_did(style: str) -> None:
    with Image.open(SHEET) as sheet:
        rows = np.asarray(sheet.convert("RGB"), dtype=np.int16)
    at = STYLES.index(style) * CELL_PX
    off = np.abs(_row(style) - rows[at : at + CELL_PX])
    assert off.mean() < MEAN
    assert np.percentile(off, 99) < MOST


if __name__ == "__main__":
    Image.fromarray(np.vstack([_row(style) for style in STYLES])).save(SHEET, optimize=True)
