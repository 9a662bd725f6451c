"""Stickers: never over a face or words, on the page, the same each time; goldens.

    python tests/render/test_render_stickers.py        draws the golden anew: look before you commit

Tolerance of the golden: 1.5 of 255 in the mean and 25 for 99 % of the pixels; the stamp's letters differ.
"""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from drawn import SIZES, by_asset, photo
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from rollsuggest.library.pixels import Rgb
from rollsuggest.model import COLLAGE_STYLES, STICKERS, AssetId, Box, Make, Recipe, Source, Sticker
from rollsuggest.render import collage, stickers
from rollsuggest.render.design import to_be_clear
from rollsuggest.render.engine import laid_out, render_still
from rollsuggest.render.layouts import Rect
from rollsuggest.render.paint import Photos, sheet
from rollsuggest.render.sticker_shapes import drawing

GOLDEN = Path(__file__).with_name("stickers_golden.png")
CELL = 150
FACE = Box(0.35, 0.2, 0.3, 0.4)


def corners(one: Sticker, size: tuple[int, int]) -> list[tuple[float, float]]:
    """Return points all over a sticker's rectangle, on the sheet."""
    made, side, angle = drawing(one.kind), one.size * min(size), math.radians(one.angle)
    c, s = math.cos(angle), math.sin(angle)
    grid = [(i / 8 - 0.5, j / 8 - 0.5) for i in range(9) for j in range(9)]
    points = [(x * made.w * side, y * made.h * side) for x, y in grid]
    return [(one.x * size[0] + x * c - y * s, one.y * size[1] + x * s + y * c) for x, y in points]


places = st.floats(-0.1, 1.1)
stuck = st.builds(
    Sticker, st.sampled_from(STICKERS), places, places, st.floats(0.06, 0.5), st.floats(-180, 180)
)
rects = st.builds(Rect, st.integers(0, 900), st.integers(0, 900), st.integers(20, 500), st.integers(20, 400))


@settings(deadline=None, max_examples=25)
@given(stuck, st.lists(rects, max_size=6), st.sampled_from(SIZES))
def test_a_sticker_lies_on_the_page_and_off_what_must_be_clear(
    one: Sticker, clear: list[Rect], size: tuple[int, int]
) -> None:
    (found,) = stickers.settled([one], clear, size)
    assert (found.kind, found.angle) == (one.kind, one.angle) and found.size <= one.size
    if not found.size:
        return
    for x, y in corners(found, size):
        assert -1 <= x <= size[0] + 1 and -1 <= y <= size[1] + 1
        assert not any(r.x < x < r.right and r.y < y < r.bottom for r in clear)


def test_a_free_place_is_kept_and_a_full_page_takes_none() -> None:
    one = Sticker("sun", 0.8, 0.8, 0.2, 10)
    assert stickers.settled([one], [Rect(0, 0, 400, 400)], (1080, 1080)) == (one,)
    assert stickers.settled([one], [Rect(0, 0, 1080, 1080)], (1080, 1080))[0].size == 0


@pytest.mark.parametrize("style", [s for s in COLLAGE_STYLES if s != "pair"])
def test_no_style_has_a_sticker_over_a_face_or_words(style: str) -> None:
    sources = [photo_of(i) for i in range(6)]
    wished = tuple(Sticker(kind, 0.2 + 0.15 * i, 0.5, 0.2, 20.0) for i, kind in enumerate(STICKERS[:5]))
    made = Recipe(Make.COLLAGE, tuple(s.asset for s in sources), style=style, title="A week", stickers=wished)
    laid = laid_out(made, by_asset(sources), (1080, 1350))
    of = collage.STYLES[style]
    design = of.plan(made, sources, (1080, 1350), Photos())
    clear = to_be_clear(of, made, sources, (1080, 1350), design)
    assert len(clear) > 6 or not design.words.h
    for one in laid.stickers:
        for x, y in corners(one, (1080, 1350)):
            assert not any(r.x < x < r.right and r.y < y < r.bottom for r in clear)


def photo_of(i: int) -> Source:
    w, h = ((4000, 3000), (3000, 4000))[i % 2]
    return Source(AssetId(i + 1), "", w, h, (FACE,), taken_at=datetime(2026, 5, 9))


def test_a_page_with_stickers_is_the_same_each_time_and_its_sources_date_the_stamp(tmp_path: Path) -> None:
    sources = [photo(tmp_path, i, (320, 240), FACE) for i in (1, 2, 3)]
    stamp = (Sticker("stamp", 0.9, 0.9, 0.3, 6.0),)
    made = Recipe(Make.COLLAGE, tuple(s.asset for s in sources), stickers=stamp, style="gallery")
    once = render_still(made, by_asset(sources), (270, 270))
    assert np.array_equal(once, render_still(made, by_asset(sources), (270, 270)))
    bare = render_still(replace(made, stickers=()), by_asset(sources), (270, 270))
    assert not np.array_equal(once, bare)
    assert stickers.dated(sources) == ("May", "2026")
    assert stickers.dated(sources[:1]) == ("2", "May 2026")
    other = replace(sources[0], taken_at=sources[0].taken_at and sources[0].taken_at.replace(year=2024))
    assert stickers.dated([other, *sources]) == ("2024–2026",)
    assert stickers.dated([replace(sources[0], taken_at=None)]) == ()


def drawn_all() -> Rgb:
    page = sheet((CELL * len(STICKERS), CELL), (170, 184, 178))
    page = replace(page, scale=1.0)
    shown = [
        Sticker(kind, (i + 0.5) / len(STICKERS), 0.5, 0.8, -12.0 + 6 * i) for i, kind in enumerate(STICKERS)
    ]
    stickers.paint(page, shown, [photo_of(0)])
    return page.pixels()


def test_stickers_look_as_they_did() -> None:
    with Image.open(GOLDEN) as kept:
        off = np.abs(drawn_all().astype(np.int16) - np.asarray(kept.convert("RGB"), dtype=np.int16))
    assert off.mean() < 1.5 and np.percentile(off, 99) < 25


if __name__ == "__main__":
    Image.fromarray(drawn_all()).save(GOLDEN, optimize=True)
