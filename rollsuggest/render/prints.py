"""Prints on a table: photos in white frames with a line below ("polaroids"), laid down a little askew."""

from __future__ import annotations

import random
from collections.abc import Sequence

import cv2
import numpy as np
from PIL import Image, ImageFilter

from rollsuggest.i18n import day_text
from rollsuggest.library.pixels import Rgb
from rollsuggest.model import Recipe, Source
from rollsuggest.render.arrange import arrange
from rollsuggest.render.design import Design, Made, Placed, Style, seen_of, turned
from rollsuggest.render.flush import set_flush
from rollsuggest.render.focus import focus, prominence, ratio_range
from rollsuggest.render.fonts import Face
from rollsuggest.render.grid import Look, page_of, words_of
from rollsuggest.render.layouts import Rect
from rollsuggest.render.paint import Photos, Sheet
from rollsuggest.render.palette import Colour
from rollsuggest.render.text import fit

LOOK = Look(44, 30, 0, 0.22)
EDGE, FOOT = 0.05, 0.17  # of a print's width, around its picture
SQUARE = (0.84, 1.2)  # ratios that a picture is brought towards
TILT = 3.2  # degrees at most
PAPER: Colour = (252, 251, 248)
INK: Colour = (70, 66, 62)


def plan(recipe: Recipe, sources: Sequence[Source], size: tuple[int, int], _photos: Photos) -> Design:
    """Return the prints, each as a photo that cannot be cropped any further."""
    ratios = [_picture_ratio(source) for source in sources]
    frames = as_frames(sources, [_frame_ratio(ratio) for ratio in ratios])
    words = words_of(recipe, *size, LOOK)
    layout, _cost = arrange(frames, page_of(size, LOOK, words), recipe.seed, 0.001, recipe.tree)
    placed = tuple(
        _print(recipe, source, slot, ratio)
        for source, slot, ratio in zip(sources, layout.slots, ratios, strict=True)
    )
    return Design(placed, *set_flush(recipe, layout, words), layout.tree)


def as_frames(sources: Sequence[Source], ratios: Sequence[float]) -> list[Source]:
    """Return frames to be laid out in the photos' stead; the most prominent photo's stays that."""
    best = max(range(len(sources)), key=lambda i: (prominence(sources[i]), -i))
    pixels = [4000 if i == best else 400 for i in range(len(sources))]
    return [
        Source(source.asset, "", round(high * ratio), high)
        for source, ratio, high in zip(sources, ratios, pixels, strict=True)
    ]


def _picture_ratio(source: Source) -> float:
    """Return the ratio of a print's picture: nearly square, as far as no face is cut for it."""
    about = focus(source)
    low, high = ratio_range(about, LOOK.most_lost)
    wished = min(max(about.ratio, SQUARE[0]), SQUARE[1])
    return min(max(wished, low), high)


def _frame_ratio(ratio: float) -> float:
    return 1 / ((1 - 2 * EDGE) / ratio + EDGE + FOOT)


def _print(recipe: Recipe, source: Source, slot: Rect, ratio: float) -> Placed:
    """Return a print's picture within its slot, with room to be askew."""
    w = min(slot.w, slot.h * _frame_ratio(ratio)) * 0.97
    h = w / _frame_ratio(ratio)
    edge = EDGE * w
    x, y = slot.x + (slot.w - w) / 2 + edge, slot.y + (slot.h - h) / 2 + edge
    at = Rect(round(x), round(y), max(1, round(w - 2 * edge)), max(1, round((w - 2 * edge) / ratio)))
    return Placed(at, seen_of(recipe, source, at.ratio), tilt(recipe.seed, source))


def tilt(seed: int, source: Source) -> float:
    """Return how far a print is turned, the same each time."""
    return round(random.Random(f"{seed} {source.asset}").uniform(-TILT, TILT), 2)


def paint(page: Sheet, made: Made) -> None:
    for source, one, rgb in zip(made.sources, made.design.placed, made.cuts, strict=True):
        edge = one.at.w * EDGE / (1 - 2 * EDGE)
        foot = one.at.w * FOOT / (1 - 2 * EDGE)
        frame = Rect(
            round(one.at.x - edge), round(one.at.y - edge), round(one.at.w + 2 * edge),
            round(one.at.h + edge + foot),
        )  # fmt: skip
        lay_print(page, frame, one, rgb, caption(source, made.recipe))
    at = made.design.words_at
    if at:
        made.design.words.write(page, at.x, at.y, at.w, made.colours)


def caption(source: Source, recipe: Recipe) -> str:
    """Return what one would write below a print: its day, unless the page's own line says it already."""
    day = day_text(source.taken_at.date()) if source.taken_at else ""
    return "" if day and day in recipe.subtitle else day


def lay_print(page: Sheet, frame: Rect, one: Placed, rgb: Rgb, words: str) -> None:
    """Lay a framed print on the page, turned about its middle, with its shadow."""
    s = page.scale
    at = page.rect(frame)
    card = Image.new("RGB", (at.w, at.h), PAPER)
    inner = page.rect(one.at)
    card.paste(Image.fromarray(rgb), (inner.x - at.x, inner.y - at.y))
    foot = frame.bottom - one.at.bottom
    block = fit(words, Face.TITLE, one.at.w, foot, foot * 0.46, 14.0, 1)
    if block.lines and block.w <= one.at.w:
        top = one.at.bottom - frame.y + (foot - block.h) / 2 - foot * 0.06
        Sheet(card, s).write(block, one.at.x - frame.x, top, one.at.w, INK, "centre")
    rgba = card.convert("RGBA")
    lay(page, rgba, frame, one.angle)


def lay(page: Sheet, picture: Image.Image, frame: Rect, angle: float, shadow: float = 0.34) -> None:
    """Lay an RGBA picture on the page with a soft shadow below it."""
    s = page.scale
    # A clear edge of two pixels lets the turned edge be smooth.
    edged = Image.new("RGBA", (picture.width + 4, picture.height + 4), (*PAPER, 0))
    edged.paste(picture, (2, 2))
    whole = turned(edged, angle)
    x = round((frame.x + frame.w / 2) * s - whole.width / 2)
    y = round((frame.y + frame.h / 2) * s - whole.height / 2)
    blur, drop = max(1.0, 9 * s), round(5 * s)
    pad = round(3 * blur)
    alpha = Image.new("L", (whole.width + 2 * pad, whole.height + 2 * pad), 0)
    alpha.paste(whole.getchannel("A"), (pad, pad))
    alpha = alpha.filter(ImageFilter.GaussianBlur(blur)).point(lambda a: round(a * shadow))
    page.image.paste((20, 16, 12), (x - pad, y - pad + drop), alpha)
    page.image.paste(whole.convert("RGB"), (x, y), whole.getchannel("A"))


def grain(w: int, h: int, ground: Colour, depth: float = 5.0) -> Rgb:
    """Return paper: a ground with the finest unevenness, the same each time."""
    noise = np.random.default_rng(7).normal(0, depth, (h, w)).astype(np.float32)
    soft = cv2.blur(noise, (3, 3))[..., None]
    return np.asarray((np.array(ground, np.float32) + soft).clip(0, 255) + 0.5, np.uint8)


def captions(recipe: Recipe, sources: Sequence[Source], _size: tuple[int, int], design: Design) -> list[Rect]:
    """Return the prints' lower borders that are written on."""
    return [
        Rect(one.at.x, one.at.bottom, one.at.w, round(one.at.w * FOOT / (1 - 2 * EDGE)))
        for one, source in zip(design.placed, sources, strict=True)
        if caption(source, recipe)
    ]


POLAROIDS = Style(plan, paint, also_read=captions)
