"""Every style of collage: nothing overlaps or leaves the page, no face is cut, words lie on paper; goldens.

    python tests/render/test_render_collage_styles.py        draws the goldens anew: look before you commit

Tolerance of the goldens: 2.5 of 255 in the mean and 30 for 99 % of the pixels; letters and JPEGs differ.
"""

from __future__ import annotations

import random
import tempfile
from dataclasses import replace
from datetime import datetime
from itertools import combinations
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from drawn import SIZES, by_asset, photo
from PIL import Image

from rollsuggest import paths
from rollsuggest.library.pixels import Rgb
from rollsuggest.model import COLLAGE_STYLES, AssetId, Box, Make, Recipe, Source, Sticker
from rollsuggest.render import collage, heart, scrapbook, trip_map
from rollsuggest.render.engine import Tools, render_still
from rollsuggest.render.layouts import Rect
from rollsuggest.render.paint import Photos
from rollsuggest.render.plate import on_page

GOLDENS = Path(__file__).with_name("collages_golden.png")
CELL = (216, 270)
TOWNS = ((38.72, -9.14, "Lisbon"), (40.21, -8.43, "Coimbra"), (41.15, -8.61, "Porto"))
FACES = (Box(0.4, 0.25, 0.18, 0.24), Box(0.68, 0.3, 0.16, 0.22))


def of_trip(source: Source, number: int) -> Source:
    latitude, longitude, town = TOWNS[number % 3]
    return replace(
        source, position=(latitude, longitude), place=town, taken_at=datetime(2026, 1 + number % 12, 3)
    )


def unread(count: int, seed: int) -> list[Source]:
    rng = random.Random(seed)
    found = []
    for i in range(count):
        w, h = rng.choice(((4000, 3000), (3000, 4000), (4000, 2250), (3000, 3000)))
        found.append(of_trip(Source(AssetId(i + 1), "", w, h, FACES[: rng.randrange(3)]), i))
    return found


def recipe(sources: list[Source], style: str) -> Recipe:
    photos = tuple(s.asset for s in sources)
    return Recipe(Make.COLLAGE, photos, style=style, seed=2, title="A week in Portugal", subtitle="May 2026")


def touch(a: Rect, b: Rect) -> bool:
    return a.x < b.right and b.x < a.right and a.y < b.bottom and b.y < a.bottom


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("style", [s for s in COLLAGE_STYLES if s != "pair"])
def test_nothing_overlaps_and_no_face_is_cut(style: str, size: tuple[int, int]) -> None:
    for count in (2, 5, 9, 20):
        sources = unread(count, count)
        design = collage.STYLES[style].plan(recipe(sources, style), sources, size, Photos())
        rects = [one.at for one in design.placed]
        assert len(rects) == count
        for rect in rects:
            assert rect.x >= -1 and rect.y >= -1 and rect.right <= size[0] + 1 and rect.bottom <= size[1] + 1
            assert min(rect.w, rect.h) >= 40
        assert not any(touch(a, b) for a, b in combinations(rects, 2))
        if design.words_at:
            assert not any(touch(design.words_at, rect) for rect in rects)
        for source, one in zip(sources, design.placed, strict=True):
            slack = 3 / min(one.at.w, one.at.h)
            for face in source.faces:
                assert face.x >= one.seen.x - slack and face.y >= one.seen.y - slack
                assert face.x + face.w <= one.seen.x + one.seen.w + slack
                assert face.y + face.h <= one.seen.y + one.seen.h + slack


@pytest.mark.parametrize("style", COLLAGE_STYLES)
def test_words_of_a_story_keep_out_of_its_ends(style: str) -> None:
    sources = unread(6, 3)
    design = collage.STYLES[style].plan(recipe(sources, style), sources, (1080, 1920), Photos())
    if design.words_at:
        assert design.words_at.y >= 240 and design.words_at.bottom <= 1630


@pytest.mark.parametrize("style", COLLAGE_STYLES)
def test_no_title_takes_no_room(style: str) -> None:
    sources = unread(5, 1)
    bare = replace(recipe(sources, style), title="", subtitle="")
    for size in SIZES:
        assert collage.STYLES[style].plan(bare, sources, size, Photos()).words_at is None


def test_the_model_names_all_styles_that_there_are() -> None:
    assert set(COLLAGE_STYLES) == set(collage.STYLES)


def test_a_map_names_places_that_do_not_lie_over_each_other_and_needs_positions() -> None:
    trip = trip_map.stops(unread(9, 4))
    assert [stop.name for stop in trip][:3] == ["Lisbon", "Coimbra", "Porto"]
    seen = trip_map.view(trip, Rect(0, 0, 800, 500))
    for stop in trip:
        x, y = seen.point(stop.latitude, stop.longitude)
        assert 0 < x < 800 and 0 < y < 500
    here = [seen.point(stop.latitude, stop.longitude) for stop in trip]
    assert len(trip_map.ways(here, 1.0)) > 10
    north, south = seen.point(42.0, -8.0)[1], seen.point(38.0, -8.0)[1]
    assert north < south
    nowhere = [replace(source, position=None) for source in unread(4, 1)]
    plain = collage.STYLES["map"].plan(recipe(nowhere, "map"), nowhere, (1080, 1080), Photos())
    assert plain == collage.STYLES["gallery"].plan(recipe(nowhere, "map"), nowhere, (1080, 1080), Photos())


def test_a_year_of_more_photos_than_fit_shows_all_its_months() -> None:
    many = [of_trip(s, 0 if i < 60 else i % 12) for i, s in enumerate(unread(96, 1))]
    shown = collage.STYLES["year"].chosen(many, 20)
    months = [source.taken_at.month for source in shown if source.taken_at]
    assert len(shown) == 20 and set(months) == set(range(1, 13)) and max(map(months.count, months)) <= 3
    few = many[50:65]
    assert list(collage.STYLES["year"].chosen(few, 20)) == few


def test_strips_of_film_are_full_of_photos_and_their_numbers_keep_clear_of_stickers() -> None:
    sources = unread(7, 2)
    strip = collage.STYLES["filmstrip"]
    for size in SIZES:
        design = strip.plan(recipe(sources, "filmstrip"), sources, size, Photos())
        for top in {one.at.y for one in design.placed}:
            row = [one.at for one in design.placed if one.at.y == top]
            room = size[0] - (design.words_at.right if size[0] > size[1] and design.words_at else 0)
            assert sum(rect.w for rect in row) > 0.6 * room
        numbers = strip.also_read(recipe(sources, "filmstrip"), sources, size, design)  # type: ignore[misc]
        wished = recipe(sources, "filmstrip")
        star = Sticker("star", numbers[3].x / size[0], numbers[3].y / size[1], 0.05)
        laid = collage.laid(replace(wished, stickers=(star,)), sources, size).stickers[0]
        half = laid.size * min(size) / 2 * 0.9
        x, y = laid.x * size[0] - half, laid.y * size[1] - half
        here = Rect(round(x), round(y), round(2 * half), round(2 * half))
        assert laid.size > 0 and not any(touch(here, number) for number in numbers)


def test_scissors_that_went_astray_cut_nobody_out() -> None:
    mask = np.zeros((400, 300), np.float32)
    cv2.ellipse(mask, (150, 250), (90, 150), 0, 0, 360, 1.0, -1)
    assert not scrapbook.ragged(scrapbook.largest(mask))
    cv2.rectangle(mask, (0, 240), (300, 262), 1.0, -1)
    cv2.rectangle(mask, (260, 40), (299, 262), 1.0, -1)
    cv2.rectangle(mask, (0, 40), (30, 262), 1.0, -1)
    assert scrapbook.ragged(scrapbook.largest(mask))


@pytest.mark.parametrize("count", [2, 3, 7, 12, 20])
def test_a_heart_is_full_of_photos_and_has_no_face_on_its_outline(count: int) -> None:
    for seed, size in ((1, (1080, 1350)), (2, (1920, 1080))):
        sources = unread(count, seed)
        made = recipe(sources, "heart")
        design = heart.HEART.plan(made, sources, size, Photos())
        at, words_at = heart.room_of(design.words, size)
        _shape, drawn = heart.heart(at)
        page = np.zeros((size[1], size[0]), np.uint8)
        outline = np.array(heart.outline(at)).round().astype(np.int32)
        cv2.fillPoly(page, [outline], 1)  # the whole outline on the sheet, apart from how places are sought
        for source, one in zip(sources, design.placed, strict=True):
            for face in source.faces:
                r = on_page(face, one.seen, one.at)
                assert page[r.y : r.bottom, r.x : r.right].all()
        covered = np.zeros_like(page)
        for place in heart.places(made, sources, at):
            covered[place.y : place.bottom, place.x : place.right] = 1
        bare = (page & ~covered & 1).sum() / page.sum()
        assert bare < 0.08, "more than the gaps is empty"
        assert words_at and drawn.mean() > 0.5


# --- goldens ---------------------------------------------------------------------------------------------


def _photos(folder: Path) -> list[Source]:
    shapes = ((640, 480), (480, 640), (640, 360), (500, 500), (480, 640), (640, 480), (640, 480))
    drawn = [photo(folder, i + 1, shape, FACES[0] if i % 2 else None) for i, shape in enumerate(shapes)]
    astronaut = paths.resources() / "pictures" / "astronaut.jpg"
    with Image.open(astronaut) as image:
        w, h = image.size
    face = Box(176 / w, 64 / h, 88 / w, 121 / h)
    return [of_trip(s, i) for i, s in enumerate([*drawn, Source(AssetId(8), str(astronaut), w, h, (face,))])]


def _cut_out(rgb: Rgb) -> npt.NDArray[np.float32]:
    h, w = rgb.shape[:2]
    mask = np.zeros((h, w), np.float32)
    cv2.ellipse(mask, (w // 2, h * 6 // 10), (w // 4, h * 4 // 10), 0, 0, 360, 1.0, -1)
    return mask


def _cell(style: str, folder: Path) -> Rgb:
    sources = _photos(folder)[: 2 if style == "pair" else 8]
    return render_still(recipe(sources, style), by_asset(sources), CELL, Tools(_cut_out))


@pytest.mark.parametrize("style", COLLAGE_STYLES)
def test_a_style_looks_as_it_did(style: str, tmp_path: Path) -> None:
    with Image.open(GOLDENS) as sheet:
        cells = np.asarray(sheet.convert("RGB"), dtype=np.int16)
    at = COLLAGE_STYLES.index(style) * CELL[0]
    made = _cell(style, tmp_path)
    off = np.abs(made - cells[:, at : at + CELL[0]])
    assert off.mean() < 2.5 and np.percentile(off, 99) < 30
    assert np.array_equal(made, _cell(style, tmp_path))  # the same bytes each time


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        row = np.hstack([_cell(style, Path(name)) for style in COLLAGE_STYLES])
    Image.fromarray(row).save(GOLDENS, optimize=True)
