"""A page of a scrapbook: prints held by tape on rough paper, and people cut out and glued on card."""

from __future__ import annotations

import random
from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image

from rollsuggest.library.pixels import Rgb
from rollsuggest.model import Recipe, Source
from rollsuggest.render.arrange import arrange
from rollsuggest.render.design import Design, Made, Placed, Style, placed, turned
from rollsuggest.render.flush import set_flush
from rollsuggest.render.grid import Look, page_of, words_of
from rollsuggest.render.layouts import Rect
from rollsuggest.render.paint import Photos, Sheet
from rollsuggest.render.palette import Colour, Palette, paper
from rollsuggest.render.prints import grain, lay, tilt

LOOK = Look(56, 34, 0, 0.14)
EDGE = 0.025  # of a print's shorter side: its white border
SMALLER = 0.955  # of its slot, so that it may be askew
BORDER = 0.018  # of a cut-out's longer side, that the scissors leave
FILLS = (0.10, 0.72)  # share of a photo that a person to be cut out takes
MOST_CUT_OUT = 3
LOOK_PX = 512
RAGGED = 1.36  # times a band pulled around a cut-out that its outline is: beyond it scissors went astray
SMOOTH = 0.02  # of a cut-out's longer side: what scissors cannot follow
CARD_TOP = 0.24  # of a cut-out's height, that its card is lower: the head is above it
TAPES: tuple[Colour, ...] = ((222, 200, 150), (178, 204, 196), (226, 178, 166), (186, 190, 214))
PAPER: Colour = (252, 251, 248)
Mask = npt.NDArray[np.float32]


def plan(recipe: Recipe, sources: Sequence[Source], size: tuple[int, int], _photos: Photos) -> Design:
    """Return the prints, each a little smaller than its slot and askew."""
    words = words_of(recipe, *size, LOOK)
    page = page_of(size, LOOK, words)
    layout, _cost = arrange(sources, page, recipe.seed, LOOK.most_lost, recipe.tree)
    askew = tuple(
        Placed(_inset(one.at), one.seen, tilt(recipe.seed, source) * 0.8)
        for one, source in zip(placed(layout, recipe, sources), sources, strict=True)
    )
    return Design(askew, *set_flush(recipe, layout, words), layout.tree)


def _inset(slot: Rect) -> Rect:
    w, h = round(slot.w * SMALLER), round(slot.h * SMALLER)
    return Rect(slot.x + (slot.w - w) // 2, slot.y + (slot.h - h) // 2, w, h)


def rough(photos: Sequence[Rgb]) -> Palette:
    """Return paper of the photos' hue, a little deeper than that of a gallery."""
    found = paper(photos)
    r, g, b = (max(0, c - 10) for c in found.ground)
    return Palette((r, g, b), found.ink, found.quiet)


def paint(page: Sheet, made: Made) -> None:
    if made.recipe.ground != "blur":
        w, h = page.image.size
        page.image.paste(Image.fromarray(grain(w, h, made.colours.ground)))
    left = MOST_CUT_OUT
    for number, (source, one, rgb) in enumerate(
        zip(made.sources, made.design.placed, made.cuts, strict=True)
    ):
        mask = _person(source, one, rgb, made) if left else None
        if mask is not None:
            left -= 1
            _lay_cut_out(page, one, rgb, mask, number)
        else:
            _lay_print(page, one, rgb, number)
    at = made.design.words_at
    if at:
        made.design.words.write(page, at.x, at.y, at.w, made.colours)


def _person(source: Source, one: Placed, rgb: Rgb, made: Made) -> Mask | None:
    """Return who can be cut out of a photo: one to three people, who fill some of it, whole to the head."""
    if made.cut_out is None or not 1 <= len(source.faces) <= 3:
        return None
    mask = largest(made.cut_out(made.photos.cut(source, one.seen, *_looked_at(rgb))))
    if not FILLS[0] <= float((mask > 0.5).mean()) <= FILLS[1]:
        return None
    if float(mask[0].max()) >= 0.5 or ragged(mask):
        return None  # a head that touches the edge would look cut off
    h, w = mask.shape
    for x, y in (face.centre for face in source.faces):
        across, down = (x - one.seen.x) / one.seen.w, (y - one.seen.y) / one.seen.h
        if mask[min(max(int(down * h), 0), h - 1), min(max(int(across * w), 0), w - 1)] < 0.5:
            return None  # somebody would be left out
    return np.asarray(cv2.resize(mask, rgb.shape[1::-1], interpolation=cv2.INTER_LINEAR), np.float32)


def _looked_at(rgb: Rgb) -> tuple[int, int]:
    """Return the width and height at which people are sought: the same for a preview and for a print."""
    h, w = rgb.shape[:2]
    return max(16, round(LOOK_PX * w / max(w, h))), max(16, round(LOOK_PX * h / max(w, h)))


def largest(mask: Mask) -> Mask:
    """Return the mask's largest piece with smooth edges: scissors follow no hair."""
    reach = max(1, round(SMOOTH * max(mask.shape)))
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    around = np.pad((mask > 0.5).astype(np.uint8), 2 * reach, mode="edge")
    inside = cv2.morphologyEx(around, cv2.MORPH_OPEN, kernel)[2 * reach : -2 * reach, 2 * reach : -2 * reach]
    count, labels, stats, _middles = cv2.connectedComponentsWithStats(inside)
    if count < 2:
        return np.zeros_like(mask)
    best = 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))
    alone = np.pad((labels == best).astype(np.uint8), 2 * reach, mode="edge")
    piece = cv2.morphologyEx(alone, cv2.MORPH_CLOSE, kernel)[2 * reach : -2 * reach, 2 * reach : -2 * reach]
    soft = cv2.GaussianBlur(np.minimum(mask, piece), (0, 0), max(1.0, max(mask.shape) / 300))
    return np.asarray(soft, np.float32)


def ragged(mask: Mask) -> bool:
    """Tell whether a cut-out has rags: its outline is much longer than a band pulled around it."""
    inside = (mask > 0.5).astype(np.uint8)
    found, _tree = cv2.findContours(inside, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not found:
        return True
    band = cv2.arcLength(cv2.convexHull(np.vstack(found)), True)
    return sum(cv2.arcLength(one, True) for one in found) > RAGGED * band


def _lay_cut_out(page: Sheet, one: Placed, rgb: Rgb, mask: Mask, number: int) -> None:
    """Glue a person, with the white border that scissors leave, on a card; the head is above its edge."""
    at = page.rect(one.at)
    reach = max(2, round(BORDER * max(at.w, at.h)))
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    inside = np.pad((mask > 0.5).astype(np.uint8), ((0, reach), (reach, reach)), mode="edge")
    inside = np.pad(inside, ((reach, 0), (0, 0)))
    border = cv2.dilate(inside, kernel)[reach:-reach, reach:-reach].astype(np.float32)
    border = np.clip((cv2.GaussianBlur(border, (0, 0), max(0.8, reach / 5)) - 0.35) / 0.3, 0, 1)[..., None]
    card, top = _card(at.w, at.h, mask, number)
    shade = cv2.GaussianBlur(border, (0, 0), max(1.0, reach * 0.8))[..., None]
    dropped = np.vstack([np.zeros_like(shade[: reach // 2]), shade[: len(shade) - reach // 2]])
    made = card * (1 - 0.30 * dropped)
    made = made * (1 - border) + np.array(PAPER, np.float32) * border
    soft = cv2.GaussianBlur(mask, (0, 0), 0.8)[..., None]
    made = made * (1 - soft) + rgb * soft
    alpha = np.where(np.arange(at.h)[:, None] >= top, 1.0, border[..., 0])
    rgba = np.dstack([made, alpha * 255]).clip(0, 255).astype(np.uint8)
    lay(page, Image.fromarray(rgba, "RGBA"), one.at, one.angle, 0.36)


def _card(w: int, h: int, mask: Mask, number: int) -> tuple[npt.NDArray[np.float32], int]:
    """Return rough coloured paper of that size, and the row in which it begins below a person's head."""
    r, g, b = TAPES[number % len(TAPES)]
    head = int(np.flatnonzero((mask > 0.5).any(1))[0])
    return grain(w, h, (r, g, b), 4.0).astype(np.float32), round(head + CARD_TOP * (h - head))


def _lay_print(page: Sheet, one: Placed, rgb: Rgb, number: int) -> None:
    at = page.rect(one.at)
    edge = max(1, round(EDGE * min(at.w, at.h)))
    card = Image.new("RGB", (at.w, at.h), PAPER)
    inner = Image.fromarray(rgb).resize((at.w - 2 * edge, at.h - 2 * edge), Image.Resampling.LANCZOS)
    card.paste(inner, (edge, edge))
    lay(page, card.convert("RGBA"), one.at, one.angle, 0.26)
    _tape(page, one, number)


def _tape(page: Sheet, one: Placed, number: int) -> None:
    """Hold a print's upper edge with a piece of tape that lets some of it through."""
    s = page.scale
    rng = random.Random(f"tape {number}")
    w, h = max(8, round(min(120, one.at.w * 0.34) * s)), max(4, round(30 * s))
    piece = Image.new("RGBA", (w, h), (*TAPES[number % len(TAPES)], 190))
    piece = turned(piece, one.angle + rng.uniform(-5, 5))
    x = round((one.at.x + one.at.w * rng.uniform(0.42, 0.58)) * s - piece.width / 2)
    page.image.paste(piece.convert("RGB"), (x, round(one.at.y * s - piece.height / 2)), piece.getchannel("A"))


SCRAPBOOK = Style(plan, paint, rough)
