"""The bytes that are sent of a photo: smaller, upright, without metadata, faces painted over if wanted.

And what comes back, read as any stranger's file is. Runs in worker processes.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from rollsuggest.library.pixels import Rgb, decode
from rollsuggest.model import Box

LONG_SIDE_PX = 1536  # more than a story shows of a photo; the largest side that OpenAI's editing gives back
JPEG_QUALITY = 90
AROUND = 0.2  # of a face's size, painted over on each side: hair and ears tell a lot


def write(
    path: Path, out: Path, masks: Sequence[Box] = (), long_side_px: int = LONG_SIDE_PX
) -> tuple[int, int]:
    """Write the JPEG that is sent and return its width and height. Raises UnreadableError."""
    rgb = masked(decode(path, long_side_px).rgb, masks)
    image = Image.fromarray(rgb)
    image.thumbnail((long_side_px, long_side_px), Image.Resampling.LANCZOS)
    out.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = out.with_suffix(f".{os.getpid()}.new")
    try:
        image.save(beside, "JPEG", quality=JPEG_QUALITY, optimize=True)
        beside.replace(out)
    finally:
        beside.unlink(missing_ok=True)
    return image.size


def masked(rgb: Rgb, masks: Sequence[Box]) -> Rgb:
    """Paint over boxes (0..1 of the picture), each with its mean colour: nothing can be got back."""
    if not masks:
        return rgb
    image = Image.fromarray(rgb)
    draw = ImageDraw.Draw(image)
    height, width = rgb.shape[:2]
    for box in masks:
        left, top, right, bottom = box.pixels(width, height, AROUND)
        if right > left and bottom > top:
            red, green, blue = (int(mean) for mean in rgb[top:bottom, left:right].mean(axis=(0, 1)))
            draw.rectangle((left, top, right - 1, bottom - 1), fill=(red, green, blue))
    return np.asarray(image)
