"""A collage that is edited: joins are kept, what is locked stays, what was framed is seen, grounds differ."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from drawn import SIZES, by_asset, contrast, photo, unread_sources
from hypothesis import given, settings
from hypothesis import strategies as st

from rollsuggest.model import AssetId, Box, Framed, Make, Recipe, Source
from rollsuggest.render import collage
from rollsuggest.render.engine import laid_out, render_still, shuffled
from rollsuggest.render.layouts import TEXT, Join, heard, leaves, told
from rollsuggest.render.paint import backdrop
from rollsuggest.render.palette import BLUR_BRIGHTEST, GROUNDS

SQUARE = (1080, 1080)
Ints = npt.NDArray[np.int64]


def recipe(sources: list[Source], **more: object) -> Recipe:
    return replace(Recipe(Make.COLLAGE, tuple(s.asset for s in sources), seed=4), **more)  # type: ignore[arg-type]


def plain(count: int) -> list[Source]:
    shapes = ((4000, 3000), (3000, 4000), (4000, 3000))
    return [Source(AssetId(i + 1), "", *shapes[i % 3]) for i in range(count)]


def test_a_tree_is_told_and_heard() -> None:
    tree = Join(True, (0, Join(False, (1, 2)), TEXT))
    assert told(tree) == "v(0,h(1,2),t)" and heard(told(tree), 3) == tree
    fixed = Join(False, (0, Join(True, (1, 2), (300, 500))), (400, 200))
    assert told(fixed) == "h(0:400,v(1:300,2:500):200)" and heard(told(fixed), 3) == fixed
    for nonsense in (
        "",
        "v(",
        "v(0,1",
        "x",
        "v(0,h(1,2),t)x",
        "v(0,0)",
        "v()",
        "v(0:1,1,2)",
        "v(0:,1:3,2:4)",
    ):
        assert heard(nonsense, 3) is None
    assert heard("v(0,1)", 3) is None  # not of so many photos


@given(unread_sources(2, 9), st.sampled_from(SIZES), st.integers(0, 3))
@settings(max_examples=15, deadline=timedelta(seconds=10))
def test_a_page_that_is_kept_is_the_page_that_was_found(
    sources: list[Source], size: tuple[int, int], seed: int
) -> None:
    found = collage.laid(recipe(sources, seed=seed), sources, size)
    kept = collage.laid(recipe(sources, seed=seed + 7, tree=found.tree), sources, size)
    assert kept == found or kept.tree != found.tree  # or it did not suit in the first place


def test_photos_that_change_places_leave_the_page_as_it_is() -> None:
    sources = plain(6)
    before = collage.laid(recipe(sources), sources, SQUARE)
    swapped = [sources[0], sources[3], sources[2], sources[1], *sources[4:]]  # two of one shape and another
    after = collage.laid(recipe(swapped, tree=before.tree), swapped, SQUARE)
    assert after.tree == before.tree
    assert [slot.asset for slot in after.slots] == [source.asset for source in swapped]


@pytest.mark.parametrize("locked", [1, 4, 7])
@pytest.mark.parametrize("size", SIZES)
def test_what_is_locked_stays_when_the_rest_is_shuffled(locked: int, size: tuple[int, int]) -> None:
    sources = plain(8)
    now = recipe(sources, locked=(AssetId(locked),), title="May")
    places = {slot.asset: slot.place for slot in collage.laid(now, sources, size).slots}
    seen = [places]
    for _time in range(4):
        now = shuffled(now, by_asset(sources), size)
        after = {slot.asset: slot.place for slot in collage.laid(now, sources, size).slots}
        assert after[AssetId(locked)] == places[AssetId(locked)]
        seen.append(after)
    assert all(one != other for one, other in pairwise(seen))


def order_of(words: str) -> list[int]:
    tree = heard(words, 5)
    assert tree is not None
    return list(leaves(tree))


def test_two_locked_photos_stay_through_shuffles_other_shapes_and_another_photo() -> None:
    size, sources, held = SIZES[1], plain(5), (AssetId(2), AssetId(5))
    first = recipe(sources, locked=held, title="May")

    def places(of: list[Source], tree: str, at: tuple[int, int] = size) -> list[Box]:
        slots = {slot.asset: slot.place for slot in collage.laid(replace(first, tree=tree), of, at).slots}
        return [slots[asset] for asset in held]

    now = replace(first, tree=collage.laid(first, sources, size).tree)
    began = places(sources, now.tree)
    for _time in range(20):
        now = shuffled(now, by_asset(sources), size)
        assert places(sources, now.tree) == began
    for w, h in ((4000, 1800), (1500, 4000), (3000, 3000)):
        others = [replace(s, width=w, height=h) if s.asset == 4 else s for s in sources]
        assert places(others, now.tree) == began
    for other in SIZES[:3]:  # each of the upright shapes can be joined as another is
        assert order_of(collage.laid(now, sources, other).tree) == order_of(now.tree)


@pytest.mark.parametrize("count", [2, 4, 6])
def test_each_shuffle_shows_another_page(count: int) -> None:
    sources = plain(count)
    now = recipe(sources, tree="h(" + ",".join(map(str, range(count))) + ")")
    for _time in range(4):
        again = shuffled(now, by_asset(sources), SIZES[1])
        one, other = (collage.laid(each, sources, SIZES[1]).slots for each in (now, again))
        assert again.seed > now.seed
        assert any(
            abs(a.place.x - b.place.x) + abs(a.place.y - b.place.y) + abs(a.place.w - b.place.w) > 0.04
            for a, b in zip(one, other, strict=True)
        )
        now = again


def test_a_style_with_one_way_to_lie_is_not_shuffled() -> None:
    sources = plain(5)
    only = recipe(sources, style="filmstrip")
    assert shuffled(only, by_asset(sources), SIZES[1]) == only


def test_what_was_framed_is_shown(tmp_path: Path) -> None:
    sources = [photo(tmp_path, i + 1, (640, 480)) for i in range(3)]
    framed = (Framed(AssetId(2), 0.8, 0.2, 2.0),)
    slots = {s.asset: s for s in laid_out(recipe(sources, framed=framed), by_asset(sources), SQUARE).slots}
    seen = slots[AssetId(2)].seen
    assert seen.w <= 0.5 and seen.h <= 0.5 and seen.x + seen.w <= 1 and seen.y >= 0
    assert seen.centre[0] == pytest.approx(0.75, abs=0.06)
    chosen = render_still(recipe(sources, framed=framed), by_asset(sources), (270, 270))
    assert not np.array_equal(chosen, render_still(recipe(sources), by_asset(sources), (270, 270)))


def test_grounds_border_and_corners_are_seen(tmp_path: Path) -> None:
    sources = [photo(tmp_path, i + 1, (640, 480)) for i in range(4)]

    def corner(**more: object) -> Ints:
        rgb = render_still(recipe(sources, margin=100, **more), by_asset(sources), (270, 270))
        return np.array(rgb[2, 2], np.int64)

    grounds = {ground: corner(ground=ground) for ground in ("", "white", "dark", "colour", "blur")}
    assert grounds["white"].tolist() == [255, 255, 255] and grounds["dark"].max() < 60
    assert grounds["colour"].min() < grounds[""].min()
    assert np.ptp(np.array(list(grounds.values())), axis=0).max() > 150
    edge = laid_out(recipe(sources, margin=100), by_asset(sources), SQUARE).slots
    assert min(slot.place.x for slot in edge) >= 0.0999
    white_paper = np.full((64, 64, 3), 255, np.uint8)
    blurred = float(backdrop(white_paper, 90, 160, brightest=BLUR_BRIGHTEST).max()) / 255
    words = GROUNDS["blur"]([white_paper])
    assert min(contrast(colour, blurred) for colour in (words.ink, words.quiet)) >= 4.5
    round_, sharp = (
        render_still(recipe(sources, radius=px), by_asset(sources), (270, 270)) for px in (60, 0)
    )
    assert not np.array_equal(round_, sharp)


def test_only_collages_are_laid_out() -> None:
    sources = plain(3)
    film = replace(recipe(sources), make=Make.RECAP)
    assert laid_out(film, by_asset(sources), SQUARE).slots == ()
    assert shuffled(film, by_asset(sources), SQUARE).seed == 5


def test_the_slots_are_where_the_photos_are_painted(tmp_path: Path) -> None:
    sources = [photo(tmp_path, i + 1, (640, 480), Box(0.4, 0.4, 0.2, 0.2)) for i in range(4)]
    rgb = render_still(recipe(sources), by_asset(sources), (540, 540))
    for slot in laid_out(recipe(sources), by_asset(sources), (540, 540)).slots:
        x = slot.place.x + slot.place.w * (0.5 - slot.seen.x) / slot.seen.w
        y = slot.place.y + slot.place.h * (0.5 - slot.seen.y) / slot.seen.h
        assert np.abs(rgb[int(y * 540), int(x * 540)].astype(int) - (250, 210, 60)).max() < 30
