"""A small mark in the corner that says a picture is drawn by a computer; whoever makes it asks for it."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from rollsuggest.i18n import _
from rollsuggest.library.pixels import Rgb
from rollsuggest.render import text
from rollsuggest.render.fonts import Face

SIZE, LEAST_PX = 0.021, 9.0  # of the letters, in short sides of the picture
WIDEST = 0.6  # of the picture
PLATE, INK = (0, 0, 0, 120), (255, 255, 255)


def marked(rgb: Rgb) -> Rgb:
    """Return the picture with the mark in its lower right corner; one too small for letters as it is."""
    plate = corner((rgb.shape[1], rgb.shape[0]))
    if plate is None:
        return rgb
    page = Image.fromarray(rgb).convert("RGBA")
    page.alpha_composite(plate)
    return np.asarray(page.convert("RGB"))


def corner(size_px: tuple[int, int]) -> Image.Image | None:
    """Return the mark alone on a clear page of that size (width, height); None where it is too small."""
    width, height = size_px
    size = max(LEAST_PX, SIZE * min(height, width))
    words = text.fit(
        _("Drawn by computer"), Face.TEXT, round(WIDEST * width), round(3 * size), size, LEAST_PX, 1
    )
    pad = size * 0.7
    w, h = words.w + 2 * pad, words.h + pad * 0.6
    x, y = width - w - pad, height - h - pad
    if not words.lines or words.w > WIDEST * width or y < 0:
        return None
    plate = Image.new("RGBA", size_px)
    ImageDraw.Draw(plate).rounded_rectangle((x, y, x + w - 1, y + h - 1), h / 2, fill=PLATE)
    letters = Image.new("RGBA", size_px, (*INK, 0))
    text.draw(words, letters, x + pad, y + pad * 0.3, words.w, INK)
    plate.alpha_composite(letters)
    return plate
