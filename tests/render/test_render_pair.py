"""Then and now: eyes at one spot and of one size in both halves, nothing beyond a photo, else a collage."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from drawn import SIZES, by_asset, photo
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from rollsuggest.library.pixels import Rgb
from rollsuggest.model import AssetId, Box, Make, Recipe, Source
from rollsuggest.render import pair
from rollsuggest.render.arrange import Page
from rollsuggest.render.engine import render_still
from rollsuggest.render.same_view import same_view

EYE = (255, 0, 255)
Point = tuple[float, float]


def portrait(folder: Path, number: int, size: tuple[int, int], right: Point, left: Point) -> Source:
    """A grey photo with a dot for each eye (0..1), and a face's box around them."""
    w, h = size
    wide = abs(left[0] - right[0]) / pair.USUAL
    tall = wide * w * 1.3 / h
    box = Box((right[0] + left[0] - wide) / 2, right[1] - 0.42 * tall, wide, tall)
    image = Image.new("RGB", size, (120 + number, 130, 140))
    for x, y in (right, left):
        r = 0.14 * abs(left[0] - right[0]) * w
        ImageDraw.Draw(image).ellipse((x * w - r, y * h - r, x * w + r, y * h + r), fill=EYE)
    path = folder / f"{number}.png"
    image.save(path)
    return Source(AssetId(number), str(path), w, h, (box,), ((right, left),))


@pytest.fixture
def two(tmp_path: Path) -> list[Source]:
    """A face on the left of a wide photo, and one twice as large, upper right in a tall one."""
    return [
        portrait(tmp_path, 1, (1200, 800), (0.30, 0.42), (0.37, 0.42)),
        portrait(tmp_path, 2, (600, 900), (0.42, 0.38), (0.62, 0.38)),
    ]


def recipe(sources: list[Source], title: str = "Ana, then and now") -> Recipe:
    return Recipe(Make.COLLAGE, tuple(s.asset for s in sources), style="pair", title=title, subtitle="2019")


def dots(rgb: Rgb) -> list[tuple[float, float, int]]:
    """Return the middle and the area of each eye, from the top left."""
    near = (np.abs(rgb.astype(int) - EYE).max(axis=2) < 100).astype(np.uint8)
    count, _labels, stats, centres = cv2.connectedComponentsWithStats(near)
    return sorted((float(centres[i][0]), float(centres[i][1]), int(stats[i][4])) for i in range(1, count))


@pytest.mark.parametrize("size", SIZES)
def test_eyes_stand_at_one_spot_and_are_of_one_size(two: list[Source], size: tuple[int, int]) -> None:
    """Golden geometry, tolerance 2 pixels and 6 % of area: for rounding and resampling."""
    found = dots(render_still(recipe(two), by_asset(two), size))
    assert len(found) == 4
    stacked = size[0] / size[1] < pair.SIDE_BY_SIDE
    then, now = (found[0::2], found[1::2]) if stacked else (found[:2], found[2:])
    if stacked:
        then, now = (sorted(d for d in found if (d[1] < size[1] / 2) is top) for top in (True, False))
    moved = [(b[0] - a[0], b[1] - a[1]) for a, b in zip(then, now, strict=True)]
    assert abs(moved[0][0] - moved[1][0]) <= 2 and abs(moved[0][1] - moved[1][1]) <= 2, "not of one size"
    assert abs(moved[0][0 if stacked else 1]) <= 2, "not at one spot"
    assert all(abs(a[2] / b[2] - 1) < 0.06 for a, b in zip(then, now, strict=True))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("words_h", [0, 140])
def test_halves_are_of_one_size_on_the_page_and_clear_of_the_words(
    size: tuple[int, int], words_h: int
) -> None:
    column = round(size[0] * 0.225) if words_h and size[0] / size[1] > 1.2 else 0
    page = Page(*size, 48, 16, words_h, column)
    for ratio in (0.5, 0.8, 1.2):
        made = pair.layout(page, words_h, ratio)
        one, other = made.slots
        assert (one.w, one.h) == (other.w, other.h) and abs(one.ratio / ratio - 1) < 0.02
        for slot in made.slots:
            assert (
                slot.x >= 48 and slot.y >= 48 and slot.right <= size[0] - 48 and slot.bottom <= size[1] - 48
            )
            if (text := made.text) is not None:
                beside = text.right <= slot.x or slot.right <= text.x
                assert beside or text.bottom <= slot.y or slot.bottom <= text.y
        assert one.right + 16 <= other.x or one.bottom + 16 <= other.y
        assert (made.text is not None) is bool(words_h)


def _sources() -> st.SearchStrategy[Source]:
    def made(w: int, x: float, y: float, apart: float) -> Source:
        wide = apart / pair.USUAL
        tall = wide * w * 1.3 / 1000
        box = Box(max(0.0, x - wide / 2), max(0.0, y - 0.42 * tall), wide, tall)
        return Source(AssetId(1), "", w, 1000, (box,), (((x - apart / 2, y), (x + apart / 2, y)),))

    return st.builds(
        made, st.integers(500, 2000), st.floats(0.1, 0.9), st.floats(0.1, 0.9), st.floats(0.01, 0.3)
    )


@given(_sources(), _sources(), st.floats(0.5, 1.6))
def test_windows_lie_within_their_photos_and_agree(one: Source, other: Source, ratio: float) -> None:
    seen = pair.windows([one, other], ratio)
    if seen is None:
        return
    at = []
    for source, box in zip((one, other), seen, strict=True):
        assert box.x >= -1e-6 and box.y >= -1e-6 and box.x + box.w <= 1 + 1e-6 and box.y + box.h <= 1 + 1e-6
        assert box.w * source.width / (box.h * source.height) == pytest.approx(ratio)
        (right, left), = source.points  # fmt: skip
        at.append(((right[0] - box.x) / box.w, (left[0] - box.x) / box.w, (right[1] - box.y) / box.h))
    assert at[0] == pytest.approx(at[1], abs=1e-6)


def test_what_cannot_be_aligned_is_an_ordinary_collage(two: list[Source], tmp_path: Path) -> None:
    edge = portrait(tmp_path, 3, (900, 900), (0.02, 0.9), (0.25, 0.9))
    blind = replace(two[1], points=())
    for sources in ([two[0], edge], [two[0], blind], [*two, edge]):
        plain = replace(recipe(sources), style="gallery")
        made = render_still(recipe(sources), by_asset(sources), (360, 640))
        assert np.array_equal(made, render_still(plain, by_asset(sources), (360, 640)))


def test_two_views_without_people_are_framed_alike(tmp_path: Path) -> None:
    views = [photo(tmp_path, 1, (800, 600)), photo(tmp_path, 2, (600, 800))]
    seen = pair.windows(views, 1.1)
    assert seen is not None
    for source, box in zip(views, seen, strict=True):
        assert box.w * source.width / (box.h * source.height) == pytest.approx(1.1)
    assert render_still(recipe(views, ""), by_asset(views), (540, 540)).shape == (540, 540, 3)


def test_of_several_faces_the_largest_is_aligned(two: list[Source]) -> None:
    stranger = Box(0.8, 0.5, 0.02, 0.03)
    beside = replace(
        two[0],
        faces=(stranger, *two[0].faces),
        points=(((0.805, 0.51), (0.815, 0.51)), *two[0].points),
    )
    assert pair.eyes(beside) == pair.eyes(two[0])


def town() -> Rgb:
    """A made-up view: roofs and windows of many colours."""
    random = np.random.default_rng(5)
    image = Image.new("RGB", (1600, 1200), (150, 190, 230))
    pen = ImageDraw.Draw(image)
    for _house in range(260):
        x, y, w, h = random.integers((0, 0, 15, 15), (1600, 1200, 135, 135), 4)
        pen.rectangle((x, y, x + w, y + h), fill=tuple(int(v) for v in random.integers(0, 255, 3)))
    return np.asarray(image)


def test_one_view_from_nearer_and_aside_is_brought_to_the_same_framing(tmp_path: Path) -> None:
    """Golden: the halves show the same within 12 of 255 on the whole, after resampling."""
    sources = []
    for number, (x, y, w, h, size) in enumerate(
        [(0, 0, 1400, 1050, (1000, 750)), (300, 200, 1000, 900, (900, 810))]
    ):
        Image.fromarray(town()[y : y + h, x : x + w]).resize(size, Image.Resampling.LANCZOS).save(
            path := tmp_path / f"{number}.png"
        )
        sources.append(Source(AssetId(number + 1), str(path), *size))
    rgb = render_still(recipe(sources, ""), by_asset(sources), (1080, 1080)).astype(int)
    half = pair.layout(Page(1080, 1080, 48, 16), 0, pair._room(Page(1080, 1080, 48, 16), 0).ratio)
    then, now = (rgb[s.y + 12 : s.bottom - 12, s.x + 12 : s.right - 12] for s in half.slots)
    assert np.abs(then - now).mean() < 12
    apart = render_still(replace(recipe(sources, ""), style="gallery"), by_asset(sources), (1080, 1080))
    assert apart.shape == rgb.shape


def test_two_different_views_share_nothing() -> None:
    noise = np.random.default_rng(9).integers(0, 255, (600, 800, 3), dtype=np.uint8)
    assert same_view(town(), noise) is None
    assert same_view(np.zeros((300, 300, 3), np.uint8), town()) is None
    assert same_view(town(), np.ascontiguousarray(np.rot90(town()))) is None
    found = same_view(town(), town())
    assert found is not None and found.wide == pytest.approx(1.0, abs=0.01)
