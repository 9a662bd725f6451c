"""All styles over free photos, as the README shows them: packaging/screenshots/styles.jpg.

    python packaging/screenshots/styles_sheet.py

A portrait by NASA (resources/pictures), a cat and a coffee under CC0, and landscapes that packaging/sample
draws (resources/sample). They are drawn by `restyle`, as the app draws, and faces are looked at again.
"""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw

from rollsuggest import paths
from rollsuggest.analysis.engine import Engine
from rollsuggest.library.pixels import Rgb, decode
from rollsuggest.render.styles import STYLES, FaceMark, restyle
from rollsuggest.ui.wording import style_name

PHOTOS = (
    "pictures/astronaut.jpg", "sample/chelsea.jpg", "sample/coffee.jpg", "sample/flowers_11.jpg",
    "sample/mountain_lake_12.jpg", "sample/lighthouse_01.jpg",
)  # fmt: skip
SHEET = Path(__file__).with_name("styles.jpg")
CELL_PX, GAP_PX, WORDS_PX = (216, 162), 6, 30
DRAWN_PX = 1080


def main() -> None:
    engine = Engine()
    width, height = CELL_PX[0] + GAP_PX, CELL_PX[1] + GAP_PX
    sheet = Image.new("RGB", (width * (1 + len(STYLES)) + GAP_PX, WORDS_PX + height * len(PHOTOS)), "white")
    pen = ImageDraw.Draw(sheet)
    for across, name in enumerate(("Photo", *map(style_name, STYLES))):
        pen.text((GAP_PX + across * width, 6), name, "black", font_size=16)
    for down, name in enumerate(PHOTOS):
        photo = _photo(paths.resources() / name)
        for across, drawn in enumerate([photo, *(_drawn(engine, photo, style) for style in STYLES)]):
            cell = Image.fromarray(drawn).resize(CELL_PX, Image.Resampling.LANCZOS)
            sheet.paste(cell, (GAP_PX + across * width, WORDS_PX + down * height))
    sheet.save(SHEET, quality=60, optimize=True)


def _photo(path: Path) -> Rgb:
    """Return the middle of a photo, 4 to 3, at the size that previews are drawn at."""
    rgb = decode(path).rgb
    high = min(rgb.shape[0], rgb.shape[1] * 3 // 4)
    wide = min(rgb.shape[1], high * 4 // 3)
    top, left = (rgb.shape[0] - high) // 4, (rgb.shape[1] - wide) // 2  # heads are above the middle
    cut = np.ascontiguousarray(rgb[top : top + high, left : left + wide])
    how = cv2.INTER_AREA if wide > DRAWN_PX else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(cut, (DRAWN_PX, DRAWN_PX * 3 // 4), interpolation=how), dtype=np.uint8)


def _drawn(engine: Engine, photo: Rgb, style: str) -> Rgb:
    def find(rgb: Rgb) -> list[FaceMark]:
        return [FaceMark(box, points) for box, points in engine.face_marks(rgb)]

    def recognise(rgb: Rgb, faces: list[FaceMark]) -> np.ndarray:
        return engine.face_vectors(rgb, [face.points_px for face in faces])

    quality = "balanced" if style in ("anime", "storybook", "starlit") else "fast"
    faces = find(photo)
    person = engine.cut_out(photo) if faces else None
    return restyle(
        photo, faces, style=style, quality=quality, seed=1, person=person, find=find, recognise=recognise
    )


if __name__ == "__main__":
    main()
