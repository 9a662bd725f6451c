"""Photos onto a page: decoded as large as needed, cropped to their window, with soft corners.

Pages are designed on a sheet whose short side is SHEET pixels and painted at any size, so that a preview
breaks its lines and cuts its photos exactly as the final does.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw

from rollsuggest.errors import UnreadableError
from rollsuggest.library.pixels import Rgb, decode
from rollsuggest.library.video import poster
from rollsuggest.model import AssetId, Box, Kind, Source
from rollsuggest.render.blurred import blurred
from rollsuggest.render.layouts import Rect
from rollsuggest.render.palette import Colour
from rollsuggest.render.text import Block, draw

SHEET = 1080


class LostPhotoError(Exception):
    """One photo cannot be read; the page is to be laid out again without it."""

    def __init__(self, asset: AssetId) -> None:
        super().__init__(asset)
        self.asset = asset


@dataclass(slots=True)
class Photos:
    """Decodes photos and keeps what it decoded, for the pages of one creation."""

    kept: dict[AssetId, Rgb] = field(default_factory=dict)

    def load(self, source: Source, long_side_px: int) -> Rgb:
        """Return the photo with at least that long side, where the file has it."""
        known = self.kept.get(source.asset)
        full = max(source.width, source.height)
        if known is None or max(known.shape[:2]) < min(long_side_px, full) - 1:
            try:
                read = poster if source.kind is Kind.VIDEO else decode
                known = blurred(read(Path(source.path), long_side_px).rgb, source.blurred)
            except UnreadableError as error:
                raise LostPhotoError(source.asset) from error
            self.kept[source.asset] = known
        return known

    def cut(self, source: Source, seen: Box, w: int, h: int) -> Rgb:
        """Return the window `seen` (0..1) of a photo as w x h pixels."""
        across, down = w / seen.w, h / seen.h
        return cut(self.load(source, math.ceil(max(across, down))), seen, w, h)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page being painted: positions are given in the design's pixels."""

    image: Image.Image
    scale: float

    def rect(self, r: Rect) -> Rect:
        """Return where a rectangle of the design lies in the image."""
        x, y = round(r.x * self.scale), round(r.y * self.scale)
        right = min(round(r.right * self.scale), self.image.width)
        bottom = min(round(r.bottom * self.scale), self.image.height)
        return Rect(x, y, max(1, right - x), max(1, bottom - y))

    def paste(self, rgb: Rgb, at: Rect, radius: float = 0.0) -> None:
        """Paste pixels that already have the size of `at` (in the image's pixels)."""
        mask = rounded(at.w, at.h, radius * self.scale) if radius * self.scale >= 0.5 else None
        self.image.paste(Image.fromarray(rgb), (at.x, at.y), mask)

    def write(
        self, block: Block, x: float, y: float, w: float, colour: Colour, align: str = "left",
        rtl: bool | None = None,
    ) -> None:  # fmt: skip
        s = self.scale
        draw(block.scaled(s), self.image, x * s, y * s, w * s, colour, align, rtl)

    def pixels(self) -> Rgb:
        return np.asarray(self.image)


def design_size(size_px: tuple[int, int]) -> tuple[int, int, float]:
    """Return the sheet's width and height, and the scale from it to `size_px`."""
    scale = min(size_px) / SHEET
    return round(size_px[0] / scale), round(size_px[1] / scale), scale


def sheet(size_px: tuple[int, int], ground: Colour) -> Sheet:
    return Sheet(Image.new("RGB", size_px, ground), min(size_px) / SHEET)


def cut(rgb: Rgb, seen: Box, w: int, h: int) -> Rgb:
    """Return a window (0..1) of a picture, resampled to w x h pixels."""
    height, width = rgb.shape[:2]
    left, top = max(seen.x, 0.0) * width, max(seen.y, 0.0) * height
    right, bottom = min(seen.x + seen.w, 1.0) * width, min(seen.y + seen.h, 1.0) * height
    box = (left, top, right, bottom)
    return np.asarray(Image.fromarray(rgb).resize((w, h), Image.Resampling.LANCZOS, box, reducing_gap=3.0))


def rounded(w: int, h: int, radius: float) -> Image.Image:
    """Return a mask with round, smooth corners."""
    radius = min(radius, w / 2, h / 2)
    r = math.ceil(radius)
    big = Image.new("L", (8 * r, 8 * r), 0)
    ImageDraw.Draw(big).ellipse((0, 0, 8 * radius - 1, 8 * radius - 1), fill=255)
    quarter = np.asarray(big.resize((2 * r, 2 * r), Image.Resampling.BOX))[:r, :r]
    mask = np.full((h, w), 255, np.uint8)
    mask[:r, :r], mask[:r, w - r :] = quarter, quarter[:, ::-1]
    mask[h - r :, :r], mask[h - r :, w - r :] = quarter[::-1], quarter[::-1, ::-1]
    return Image.fromarray(mask)


def backdrop(rgb: Rgb, w: int, h: int, light: float = 0.55, brightest: float = 1.0) -> Rgb:
    """Return the picture enlarged over w x h, blurred and darkened: a ground for what does not fill it.

    No part of it is lighter than `brightest` (0..1, as luma), so that light words can be read on it.
    """
    small_w, small_h = (96, max(8, round(96 * h / w))) if w <= h else (max(8, round(96 * w / h)), 96)
    height, width = rgb.shape[:2]
    ratio, target = width / height, small_w / small_h
    part_w, part_h = min(1.0, target / ratio), min(1.0, ratio / target)
    seen = Box((1 - part_w) / 2, (1 - part_h) / 2, part_w, part_h)
    soft = cv2.GaussianBlur(cut(rgb, seen, small_w, small_h), (0, 0), 7)
    lightest = float(cv2.cvtColor(soft, cv2.COLOR_RGB2GRAY).max()) / 255
    light = min(light, brightest / max(lightest, 0.01))
    large = cv2.resize(soft.astype(np.float32) * light, (w, h), interpolation=cv2.INTER_CUBIC)
    noise = np.random.default_rng(0).random((h, w, 1), dtype=np.float32)  # dithered: slow slopes show bands
    return np.asarray((large + noise).clip(0, 255), dtype=np.uint8)


def small(photos: Sequence[Rgb]) -> list[Rgb]:
    """Return thumbnails, enough to choose colours by."""
    resized = (cv2.resize(rgb, (48, 48), interpolation=cv2.INTER_AREA) for rgb in photos)
    return [np.asarray(rgb, dtype=np.uint8) for rgb in resized]
