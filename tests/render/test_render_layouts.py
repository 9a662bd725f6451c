"""Slots tile their area exactly, nothing overlaps, no face is cut; any count, any ratios, all four shapes."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import timedelta
from itertools import combinations
from pathlib import Path

import pytest
from drawn import SIZES, boxes, unread_sources
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from rollsuggest.model import AssetId, Box, Make, Recipe, Source
from rollsuggest.render.arrange import Page, arrange, pieces
from rollsuggest.render.balance import leaning, traits
from rollsuggest.render.flush import set_flush
from rollsuggest.render.focus import focus, lost, ratio_range, window, with_margin
from rollsuggest.render.grid import LOOKS, plan
from rollsuggest.render.heading import NONE, heading
from rollsuggest.render.layouts import TEXT, Join, Layout, Piece, Rect, Tree, height_terms, lay_out

SLACK = 0.02  # of a photo: whole pixels move a slot's edge by a pixel or two


def covered(layout: Layout, gap: int) -> int:
    """Return how many pixels of the area are slot or gap, by painting them."""
    area = layout.area
    page = Image.new("1", (area.w + gap, area.h + gap))
    for slot in (*layout.slots, *([layout.text] if layout.text else [])):
        x, y = max(slot.x, area.x) - area.x, slot.y - area.y
        right = min(slot.right, area.right) - area.x
        page.paste(1, (x, y, right + gap, y + slot.h + gap))
    return sum(page.histogram()[1:])


def is_within(inner: Box, outer: Box, slack: float = 1e-6) -> bool:
    return (
        inner.x >= outer.x - slack
        and inner.y >= outer.y - slack
        and inner.x + inner.w <= outer.x + outer.w + slack
        and inner.y + inner.h <= outer.y + outer.h + slack
    )


@settings(max_examples=30, deadline=timedelta(seconds=5))
@given(
    unread_sources(),
    st.sampled_from(SIZES),
    st.integers(0, 5),
    st.sampled_from(["gallery", "seamless"]),
    st.booleans(),
)
def test_slots_tile_the_page_and_cut_no_face(
    sources: list[Source], size: tuple[int, int], seed: int, style: str, titled: bool
) -> None:
    look = LOOKS[style]
    words = heading("A week in Lagos" if titled else "", "May 2026", 400, 60)
    layout = plan(sources, size, look, words, seed)
    assert len(layout.slots) == len(sources)
    for slot in layout.slots:
        assert slot.w >= 1 and slot.h >= 1
        assert slot.x >= look.margin and slot.right <= size[0] - look.margin
        assert slot.y >= look.margin and slot.bottom <= size[1] - look.margin
    for a, b in combinations(layout.slots, 2):
        apart_x = max(a.x - b.right, b.x - a.right)
        apart_y = max(a.y - b.bottom, b.y - a.bottom)
        assert max(apart_x, apart_y) >= look.gap, "closer than the gap"
    inside_words = layout.text and layout.area.x < layout.text.right
    page = layout if inside_words else Layout(layout.area, layout.slots)
    assert covered(page, look.gap) == (page.area.w + look.gap) * (page.area.h + look.gap)
    assert (layout.text is not None) == titled
    for source, slot in zip(sources, layout.slots, strict=True):
        about = focus(source)
        seen = window(about, slot.ratio)
        assert seen.w <= 1 + 1e-9 and seen.h <= 1 + 1e-9
        pixel = 2.5 / min(slot.w, slot.h)
        for face in source.faces:
            assert is_within(face, seen, pixel if pixel > 0.02 else 0.004)
        assert lost(about.ratio, slot.ratio) <= look.most_lost + SLACK + 3 * pixel


@given(unread_sources(most=6), st.sampled_from(SIZES), st.integers(0, 3))
@settings(max_examples=15, deadline=timedelta(seconds=5))
def test_the_same_seed_gives_the_same_layout(sources: list[Source], size: tuple[int, int], seed: int) -> None:
    page = Page(*size, 40, 12)
    assert arrange(sources, page, seed, 0.2) == arrange(sources, page, seed, 0.2)


@given(st.lists(st.floats(0.4, 2.5), min_size=4, max_size=4))
def test_ratios_add_up_in_a_tree(ratios: list[float]) -> None:
    """Two photos above two: laid out at the tree's own height, nothing is cropped."""
    tree: Tree = Join(True, (Join(False, (0, 1)), Join(False, (2, 3))))
    photos = [Piece(r, r, r) for r in ratios]
    a, b = height_terms(tree, ratios, 0, 0)
    layout = lay_out(tree, photos, Rect(0, 0, 2000, round(2000 * a + b)), 0)
    for piece, slot in zip(photos, layout.slots, strict=True):
        assert slot.ratio == pytest.approx(piece.ratio, rel=0.02)


def test_photos_stand_in_reading_order() -> None:
    sources = [Source(AssetId(i), "", 4000, 3000) for i in range(6)]
    layout, _cost = arrange(sources, Page(1080, 1080, 40, 12), 3, 0.2)
    for earlier, later in combinations(layout.slots, 2):
        assert later.bottom > earlier.y and (later.y >= earlier.bottom or later.right > earlier.x)
        assert not (later.right <= earlier.x and later.bottom <= earlier.y)


def test_the_most_prominent_photo_is_larger() -> None:
    sources = [Source(AssetId(i), "", 4000, 3000) for i in range(7)]
    sources[3] = Source(AssetId(3), "", 4000, 3000, (Box(0.4, 0.3, 0.2, 0.25),))
    larger = 0
    for seed in range(5):
        slots = arrange(sources, Page(1080, 1350, 40, 12), seed, 0.2)[0].slots
        others = sorted(s.w * s.h for i, s in enumerate(slots) if i != 3)
        larger += slots[3].w * slots[3].h > others[len(others) // 2]
    assert larger >= 4


def test_little_is_cropped_and_no_photo_is_tiny() -> None:
    """Camera shapes at random, 4 to 20 of them: the tree fills the page, the crop is what is left."""
    rng = random.Random(5)
    losses: list[float] = []
    for number in range(48):
        shapes = rng.choices(((4000, 3000), (3000, 4000), (4000, 2250), (3000, 2000)), k=rng.randint(4, 20))
        sources = [Source(AssetId(i), "", *shape) for i, shape in enumerate(shapes)]
        style = LOOKS["gallery" if number % 2 else "seamless"]
        slots = plan(sources, SIZES[number % 4], style, NONE, number).slots
        pairs = zip(shapes, slots, strict=True)
        losses.append(sum(lost(w / h, slot.ratio) for (w, h), slot in pairs) / len(slots))
        areas = [slot.w * slot.h for slot in slots]
        assert min(areas) >= sum(areas) / len(areas) / 3
    losses.sort()
    assert losses[len(losses) // 2] < 0.02 and losses[-1] < 0.08 + SLACK / 4


def test_a_page_leans_to_no_side() -> None:
    """Dark photos on one side lean; by turns they do not."""
    dark, light = (20, 20, 24), (230, 230, 220)

    def of(colours: list[tuple[int, int, int]]) -> list[Source]:
        return [Source(AssetId(i), "", 4000, 3000, colour=colour) for i, colour in enumerate(colours)]

    rects = tuple(Rect(100 * (i % 2), 100 * (i // 2), 100, 100) for i in range(4))
    page = Layout(Rect(0, 0, 200, 200), rects)
    apart, turns = of([dark, light, dark, light]), of([dark, light, light, dark])
    assert leaning(page, traits(apart)) > 0.1 and leaning(page, traits(turns)) < 0.01
    plain = [replace(source, colour=None) for source in apart]
    assert leaning(page, traits(plain)) == 0


def test_a_story_keeps_words_out_of_its_ends() -> None:
    sources = [Source(AssetId(i), "", 3000, 4000) for i in range(5)]
    words = heading("May 2026", "26 photos", 900, 90)
    for seed in range(12):
        text = plan(sources, (1080, 1920), LOOKS["gallery"], words, seed).text
        assert text and text.y >= 250 and text.bottom <= 1620


def test_no_room_is_spent_on_an_empty_title() -> None:
    tree_text = plan(
        [Source(AssetId(1), "", 3000, 4000)], (1080, 1350), LOOKS["gallery"], heading("", "x", 9, 9), 0
    )
    assert tree_text.text is None and TEXT == -1


@given(unread_sources(1, 1), st.floats(0.3, 3.0), st.floats(1.0, 1.5))
def test_a_window_has_its_ratio_and_holds_the_faces_where_it_can(
    sources: list[Source], target: float, zoom: float
) -> None:
    about = focus(sources[0])
    seen = window(about, target, zoom)
    assert about.ratio * seen.w / seen.h == pytest.approx(target, rel=1e-6)
    assert is_within(seen, Box(0, 0, 1, 1))
    low, high = ratio_range(about, 0.9)
    if about.keep and low <= target <= high:
        assert is_within(about.keep, seen)


@given(boxes())
def test_a_margin_stays_in_the_picture(face: Box) -> None:
    assert is_within(face, with_margin(face)) and is_within(with_margin(face), Box(0, 0, 1, 1))


def test_pieces_never_promise_a_cut_through_a_face() -> None:
    wide_group = Source(AssetId(1), "", 4000, 3000, (Box(0.05, 0.3, 0.1, 0.2), Box(0.85, 0.3, 0.1, 0.2)))
    piece = pieces([wide_group], 0.5)[0]
    assert piece.narrowest > 0.9 * piece.ratio


@pytest.mark.shared
def test_group_photos_keep_every_face(shared: Path) -> None:
    """Real group photos with their true boxes: every face stays whole in every shape, at a small crop."""
    truth = json.loads((shared / "data" / "truth.json").read_text())["groups"]
    sources = []
    for number, (path, entry) in enumerate((p, e) for p, e in truth.items() if "boxes" in e):
        with Image.open(shared / "data" / path) as image:
            w, h = image.size
        faces = tuple(Box(x / w, y / h, bw / w, bh / h) for x, y, bw, bh in entry["boxes"])
        sources.append(Source(AssetId(number), str(shared / "data" / path), w, h, faces))
    assert len(sources) >= 5
    losses = []
    for size in SIZES:
        layout = plan(sources, size, LOOKS["gallery"], heading("All of us", "", 400, 60), 1)
        for source, slot in zip(sources, layout.slots, strict=True):
            seen = window(focus(source), slot.ratio)
            losses.append(lost(source.width / source.height, slot.ratio))
            assert all(is_within(face, seen) for face in source.faces)
    assert sum(losses) / len(losses) < 0.12


@pytest.mark.parametrize("title", ["A year ago today", "قبل سنة في مثل هذا اليوم", "اليوم", "Today"])
@pytest.mark.parametrize("photos", [Rect(202, 40, 676, 1800), Rect(40, 40, 1000, 1800)])
def test_words_above_a_narrow_block_of_photos_stay_on_the_page(title: str, photos: Rect) -> None:
    room = Rect(40, 300, 1000, 160)
    words = heading(title, "", room.w, 76)
    recipe = Recipe(Make.COLLAGE, (AssetId(1),), title=title)
    words, at = set_flush(recipe, Layout(photos, (photos,), room), words)
    assert at is not None
    assert room.x <= at.x and at.right <= room.right and at.w >= words.w - 1
    if words.w <= photos.w:  # flush with the photos on the side where it begins
        assert (at.right == photos.right) if words.rtl else (at.x == photos.x)
