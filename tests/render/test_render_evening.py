"""Starlit's evening: a sky at dusk, a low sun, and stars that keep away from people."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from rollsuggest.library.pixels import Rgb
from rollsuggest.render.styles import anime, starlit, tone
from rollsuggest.render.styles.evening import evening_of, starred
from rollsuggest.render.styles.faces import FaceMark
from rollsuggest.render.styles.lab import Lab, Picture, Plane, picture_of, to_lab
from rollsuggest.render.styles.scene import Scene, Touch, scene_of

SIZE = 405, 540
LAND = 270  # its upper edge


def _view(seed: int = 3) -> Rgb:
    """Return a blue sky over a green land."""
    rgb = np.empty((*SIZE, 3), np.uint8)
    rgb[:LAND], rgb[LAND:] = (110, 170, 235), (70, 120, 60)
    noise = np.random.default_rng(seed).integers(-2, 3, rgb.shape)
    return np.asarray(np.clip(rgb + noise, 0, 255), dtype=np.uint8)


def _scene(*faces: FaceMark, colour: float = 1.0, moves: bool = False) -> Scene:
    scene = scene_of(_view(), faces, redraws=False, seed=1)
    return replace(scene, touch=Touch(colour=colour), moves=moves)


def _face(x: float, y: float, size: float) -> FaceMark:
    points = np.array([[0.3, 0.4], [0.7, 0.4], [0.5, 0.6], [0.35, 0.8], [0.65, 0.8]]) * size
    return FaceMark((x, y, size, size), (points + np.array((x, y))).astype(np.float32))


def _mean(lab: Lab, first: float, last: float) -> tuple[float, float, float]:
    """Return the mean colour of rows, told in heights of the picture."""
    rows = lab[round(first * len(lab)) : round(last * len(lab))]
    light, a, b = rows.reshape(-1, 3).mean(axis=0).tolist()
    return light, a, b


def test_a_sky_goes_from_cobalt_to_peach() -> None:
    plain, dusk = (to_lab(style.draw(_scene())) for style in (anime, starlit))
    high, usual_high = _mean(dusk, 0, 0.1), _mean(plain, 0, 0.1)
    low, usual_low = _mean(dusk, 0.55, 0.62), _mean(plain, 0.55, 0.62)
    assert high[0] < usual_high[0] - 5  # darker above
    assert low[2] > usual_low[2] + 5  # warmer over the land
    assert low[2] - high[2] > usual_low[2] - usual_high[2] + 10


def test_a_film_has_no_evening_that_would_come_and_go() -> None:
    still, frame = (starlit.draw(_scene(moves=moves)) for moves in (False, True))
    assert _mean(to_lab(frame), 0, 0.1)[0] > _mean(to_lab(still), 0, 0.1)[0] + 5


def test_less_colour_is_less_evening() -> None:
    full, none = (to_lab(starlit.draw(_scene(colour=much))) for much in (1.0, 0.0))
    spread = [_mean(lab, 0.55, 0.62)[2] - _mean(lab, 0, 0.1)[2] for lab in (full, none)]
    assert spread[0] > spread[1] + 10


def _lit(scene: Scene, amount: float = 1.0) -> tuple[Picture, Plane]:
    grey = np.full((*scene.shape, 3), 0.3, np.float32)
    lit = starred(grey, scene, amount)
    assert grey.max() == np.float32(0.3)  # what is kept stays as it is
    return lit, (lit - grey).max(axis=2)


def test_stars_stand_in_the_sky_and_are_few() -> None:
    lit, more = _lit(_scene())
    bright = more > 0.05
    assert lit.max() <= 1 and more.min() >= 0
    assert 0.0005 < bright.mean() < 0.02
    land = round(LAND / SIZE[0] * len(bright))
    assert bright[:land].sum() > 3 * bright[land:].sum()  # sparks
    assert not bright[round(0.9 * len(bright)) :].any()
    assert not _lit(_scene(), 0.0)[1].any()


def test_no_star_lies_on_a_face_or_who_has_it() -> None:
    scene = _scene(_face(200, 60, 120))
    left, right = (round(at * scene.shape[1] / SIZE[1]) for at in (200, 320))
    top = round(60 * scene.shape[0] / SIZE[0])
    assert _lit(_scene())[1][top:, left:right].max() > 0.3
    found = evening_of(scene)
    at = slice(top // 4, None), slice(left // 4, right // 4)
    assert not found.in_sky[at].any() and not found.on_land[at].any()
    assert _lit(scene)[1][top:, left:right].max() < 0.02


def test_a_black_cat_has_no_stars_and_the_dark_behind_it_has() -> None:
    rgb = np.full((*SIZE, 3), 60, np.uint8)
    rgb[80:300, 150:400] = 200  # a lit sheet
    rgb[100:280, 170:380] = 8  # and a cat on it
    scene = scene_of(rgb, [], redraws=False, seed=1)
    by = scene.shape[0] / SIZE[0]
    more = _lit(scene)[1]
    cat = more[round(105 * by) : round(275 * by), round(175 * by) : round(375 * by)]
    assert more.max() > 0.1 and cat.max() < 0.02


def test_the_air_lies_over_what_is_held() -> None:
    photo = picture_of(_view())
    wanted = tone.quarter(photo)
    added = np.zeros_like(wanted)
    added[..., 2] = 8
    air = tone.Air(added, below=4, limit=20, holds=np.ones_like(added[..., 0]))
    nowhere = np.zeros(photo.shape[:2], np.float32)
    drawn = (photo * np.float32(0.8)).clip(0, 1)
    change = to_lab(tone.held(drawn, wanted, nowhere, 0.5, air=air)) - to_lab(photo)
    assert abs(change[..., 2].mean() - 8) < 2
    assert abs(np.linalg.norm(change - (0, 0, 8), axis=2).mean() - 4) < 1.5
    everywhere = np.ones(photo.shape[:2], np.float32)
    kept = to_lab(tone.held(drawn, wanted, everywhere, 0.5, air=air)) - to_lab(photo)
    assert np.linalg.norm(kept, axis=2).mean() < 1.5  # as faces are
