"""Faces made unrecognisable: a handful of mean colours is left of each, so nothing can be got back."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from rollsuggest.library.pixels import Rgb
from rollsuggest.model import Box

AROUND = 0.15  # of a face's size, on each side: hair and ears tell a lot
CELLS = 3  # mean colours across and down that are left of a face


def blurred(rgb: Rgb, faces: Sequence[Box]) -> Rgb:
    """Return the picture with each box (0..1) averaged away in a soft oval."""
    if not faces:
        return rgb
    image = Image.fromarray(rgb)
    height, width = rgb.shape[:2]
    for face in faces:
        left, top, right, bottom = face.pixels(width, height, AROUND)
        if right > left and bottom > top:
            size = right - left, bottom - top
            means = image.crop((left, top, right, bottom)).resize((CELLS, CELLS), Image.Resampling.BOX)
            image.paste(means.resize(size, Image.Resampling.BICUBIC), (left, top), _oval(size))
    return np.asarray(image)


def _oval(size: tuple[int, int]) -> Image.Image:
    """Return a mask whose edge is soft outside the face itself alone, which is covered whole."""
    w, h = size
    mask = Image.new("L", size, 0)
    soft = min(w, h) * AROUND / 4
    ImageDraw.Draw(mask).rounded_rectangle(
        (soft, soft, w - 1 - soft, h - 1 - soft), radius=min(w, h) * 0.42, fill=255
    )
    return mask.filter(ImageFilter.GaussianBlur(soft / 2))
