"""Small drawn photos for the render tests: gradients with a disc where a face would be."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import numpy as np
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from rollsuggest.model import AssetId, Box, Source

SIZES = ((1080, 1920), (1080, 1350), (1080, 1080), (1920, 1080))
FACE_COLOUR = (250, 210, 60)


def photo(
    folder: Path, number: int, size: tuple[int, int], face: Box | None = None, place: str = ""
) -> Source:
    """Write a photo and return its source; a face is a bright disc filling its box."""
    w, h = size
    across, down = np.linspace(0, 1, w)[None, :], np.linspace(0, 1, h)[:, None]
    hue = number * 37 % 120
    red, green, blue = 40 + hue + 0 * across * down, 60 + 90 * across + 0 * down, 90 + 80 * down + 0 * across
    image = Image.fromarray(np.dstack([red, green, blue]).astype(np.uint8))
    if face:
        corners = (face.x * w, face.y * h, (face.x + face.w) * w, (face.y + face.h) * h)
        ImageDraw.Draw(image).ellipse(corners, fill=FACE_COLOUR)
    path = folder / f"{number}.jpg"
    image.save(path, quality=95)
    at = datetime(2026, 5, 1 + number % 28, 12, 0)
    return Source(AssetId(number), str(path), w, h, (face,) if face else (), (), at, place)


def by_asset(sources: list[Source]) -> dict[AssetId, Source]:
    return {source.asset: source for source in sources}


def contrast(colour: tuple[int, int, int], grey: float) -> float:
    """Return how much (WCAG 2) a colour stands out from a grey of 0..1."""

    def linear(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    r, g, b = (linear(part / 255) for part in colour)
    over, under = sorted((0.2126 * r + 0.7152 * g + 0.0722 * b, linear(grey)), reverse=True)
    return (over + 0.05) / (under + 0.05)


@st.composite
def boxes(draw: st.DrawFn, largest: float = 0.45) -> Box:
    w, h = draw(st.floats(0.03, largest)), draw(st.floats(0.03, largest))
    return Box(draw(st.floats(0, 1 - w)), draw(st.floats(0, 1 - h)), w, h)


@st.composite
def unread_sources(draw: st.DrawFn, fewest: int = 1, most: int = 20) -> list[Source]:
    """Sources for pure code: any ratio 0.4 to 2.5, up to three faces or a subject; no file behind them."""
    count = draw(st.integers(fewest, most))
    found = []
    for number in range(count):
        w = round(3000 * draw(st.floats(0.4, 2.5)))
        faces = tuple(draw(st.lists(boxes(), max_size=3)))
        subject = draw(st.none() | boxes(0.8))
        at = draw(st.none() | st.datetimes(datetime(2020, 1, 1), datetime(2026, 1, 1)))
        place = draw(st.sampled_from(("", "Porto", "Lagos")))
        found.append(Source(AssetId(number), "", w, 3000, faces, (), at, place, subject))
    return found
