"""How calm a drawing has to be, what it measures before it is coloured, and pictures made in two halves."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
import pytest

from rollsuggest import paths
from rollsuggest.library.pixels import Rgb, decode
from rollsuggest.render.styles import anime, bands
from rollsuggest.render.styles.anime_base import base_of
from rollsuggest.render.styles.anime_calmed import NEAR, calmed
from rollsuggest.render.styles.bands import halved
from rollsuggest.render.styles.calm import (
    ENOUGH_TEXTURE,
    LEAST_EDGES,
    MOST_CALMING,
    MOST_TEXTURE,
    calm_enough,
)
from rollsuggest.render.styles.lab import Plane, f32, luma
from rollsuggest.render.styles.scene import scene_of
from rollsuggest.render.styles.surface import alike, edges, texture_share


@dataclass
class Fake:
    calm: float
    busy: float  # its share at calm 0
    sharp: float  # its edges there
    surely_busy: bool = False

    @property
    def share(self) -> float:
        return self.busy - 0.2 * self.calm

    @property
    def guess(self) -> float:
        return self.share

    @property
    def edges(self) -> float:
        return self.sharp - 0.1 * self.calm

    @property
    def loses_edges(self) -> bool:
        return self.edges < LEAST_EDGES


def _calm(busy: float, sharp: float) -> Fake:
    return calm_enough(
        lambda calm: Fake(calm, busy, sharp, surely_busy=busy - 0.2 * calm > 0.8),
        lambda calm, first, _second: Fake(calm, first.busy, first.sharp),
    )


def test_a_busy_drawing_is_calmed_as_far_as_its_edges_allow() -> None:
    assert _calm(0.6, 0.9).calm == 0
    assert _calm(0.7, 0.9).calm == 1
    assert _calm(1.0, 1.1).calm == 2  # the first is passed over
    partly = _calm(0.66, 0.8)
    assert 0 < partly.calm < 1 and partly.edges >= LEAST_EDGES and partly.share <= MOST_TEXTURE
    assert _calm(0.7, LEAST_EDGES).calm == 0  # none to lose
    kept = _calm(1.2, 0.86)
    assert 1 <= kept.calm < 2 and kept.edges >= LEAST_EDGES


def test_a_little_too_busy_is_calmed_a_little_at_once() -> None:
    tried: list[float] = []

    def at(calm: float) -> Fake:
        tried.append(calm)
        return Fake(calm, 0.645, 0.9)

    little = calm_enough(at, lambda calm, first, _second: Fake(calm, first.busy, first.sharp))
    assert tried == [0] and 0 < little.calm < NEAR and little.share <= MOST_TEXTURE
    assert _calm(0.645, LEAST_EDGES).calm == 0  # none to lose


@dataclass
class Bent(Fake):
    """Its edges go faster at first than later, so that a straight line between two ends tells too many."""

    @property
    def edges(self) -> float:
        return self.sharp - 0.2 * math.pow(max(self.calm, 0.0), 0.9)


def test_a_little_too_busy_after_a_whole_step_is_calmed_a_little_more() -> None:
    further = _calm(0.85, 1.0)  # 0.65 after a step
    assert 1 < further.calm < 2 and further.share <= ENOUGH_TEXTURE
    assert _calm(0.6 + 0.2 * MOST_CALMING + 0.05, 2.0).calm <= MOST_CALMING


def test_where_edges_are_missed_by_a_hair_a_little_less_calm_is_taken() -> None:
    tried: list[float] = []

    def between(calm: float, first: Bent, _second: Bent) -> Bent:
        tried.append(calm)
        return Bent(calm, first.busy, first.sharp)

    partly = calm_enough(lambda calm: Bent(calm, 0.6705, 0.79), between)
    assert len(tried) == 2 and Bent(tried[0], 0.6705, 0.79).loses_edges
    assert partly.calm == tried[1] and partly.share <= MOST_TEXTURE and not partly.loses_edges


def test_a_plain_drawing_takes_detail_where_its_edges_need_it() -> None:
    finer = _calm(0.5, 0.76)
    assert finer.calm < 0 and finer.edges > 0.78 - 1e-6 and finer.share <= MOST_TEXTURE
    assert _calm(0.555, 0.5).share <= MOST_TEXTURE


def test_a_glance_tells_what_the_drawing_measures() -> None:
    rgb = np.ascontiguousarray(decode(paths.resources() / "pictures" / "astronaut.jpg").rgb[:300, 60:460])
    scene = scene_of(rgb, [], redraws=False, seed=1, size=(480, 480))
    base = base_of(scene, anime.ANIME)
    for calm in (0, 1):
        drawn = anime._Drawn(scene, base, anime.ANIME, calm)
        share, alike_edges = drawn._glance
        own = texture_share(drawn.drawing, scene.scale) / base.busy
        assert abs(share - own) < 0.012
        photo = edges(scene.picture, scene.scale)
        assert abs(alike_edges - alike(photo, edges(drawn.drawing, scene.scale))) < 0.02


@pytest.mark.parametrize("at_once", [41, 40])  # beside each other, one after the other
def test_halves_make_the_whole(at_once: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bands, "AT_ONCE_ROWS", at_once)
    picture = f32(np.random.default_rng(5).random((41, 30, 3)))

    def blurred(rows: slice) -> np.ndarray:
        return f32(cv2.blur(picture[rows], (7, 7)))

    assert np.allclose(halved(blurred, 41, 3), cv2.blur(picture, (7, 7)), atol=1e-6)
    assert np.array_equal(halved(blurred, 41, 30), blurred(slice(0, 41)))  # too small to part


def _calmed(photo: Rgb, calm: float) -> Plane:
    """Return how light the photo is, drawn in anime and calmed so much."""
    scene = scene_of(photo, [], redraws=False, seed=1)
    return luma(calmed(scene, base_of(scene, anime.ANIME), anime.ANIME, calm).painted)


def test_the_boards_of_a_shelf_stay_until_the_last_step_of_calm() -> None:
    photo = np.full((400, 1080, 3), 210, np.uint8)
    for left in range(100, 980, 110):
        photo[40:360, left : left + 5] = 60
    boards = np.s_[200, 102:980:110]
    assert _calmed(photo, 1)[boards].max() < 0.26 < 0.7 < _calmed(photo, 3)[boards].min()


def test_slanted_edges_of_a_calmed_drawing_are_no_stairs() -> None:
    photo = np.full((400, 1080, 3), 220, np.uint8)
    cv2.fillPoly(photo, [np.array([[0, 400], [1080, 400], [1080, 150], [0, 260]])], (90, 90, 100))
    light = _calmed(photo, 1)[100:320, 100:980]
    down = np.arange(len(light))[::-1]
    edge = [np.interp(0.55, np.sort(column), down) for column in light.T]  # where each column gets dark
    across = np.arange(len(edge))
    straight = np.polyval(np.polyfit(across, edge, 1), across)
    assert np.abs(edge - straight).mean() < 0.35
