"""The restyle engine's promises: size, seed, errors, and the parts that have a known answer."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rollsuggest import paths
from rollsuggest.errors import UserError
from rollsuggest.library.pixels import Rgb, decode
from rollsuggest.render import styles
from rollsuggest.render.styles import STYLES, FaceMark, bands, ink, manga, prior, restyle
from rollsuggest.render.styles.faces import enlarge_eyes, face_masks, teeth
from rollsuggest.render.styles.flatten import (
    clumped,
    crisp,
    crisp8,
    dabbed,
    dabs,
    hardened,
    large_dabs,
    smooth,
    smooth8,
)
from rollsuggest.render.styles.flow import grid
from rollsuggest.render.styles.ink import clean, flow_dog, sharp_edges
from rollsuggest.render.styles.lab import Picture, blur, from_lab, luma, picture_of, smoothstep, to_lab
from rollsuggest.render.styles.paper import hatching
from rollsuggest.render.styles.scene import scene_of
from rollsuggest.render.styles.tone import cel_steps, held, quarter, shade, shade8


def _noise(height: int, width: int, seed: int = 1) -> Rgb:
    return np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)


def _face(x: float = 40, y: float = 40, size: float = 60) -> FaceMark:
    points = np.array([[0.3, 0.4], [0.7, 0.4], [0.5, 0.6], [0.35, 0.8], [0.65, 0.8]], np.float32)
    return FaceMark((x, y, size, size), points * np.float32(size) + np.array([x, y], np.float32))


@pytest.fixture(scope="module")
def astronaut() -> Rgb:
    return decode(paths.resources() / "pictures" / "astronaut.jpg").rgb


def test_anime_is_the_first_style() -> None:
    assert STYLES[0] == "anime"


@pytest.mark.parametrize(("style", "quality"), [("no such style", "fast"), ("anime", "no such quality")])
def test_unknown_names_are_refused_with_the_known_ones(style: str, quality: str) -> None:
    with pytest.raises(UserError) as refused:
        restyle(_noise(16, 16), [], style=style, quality=quality, seed=0)
    assert ("anime" if quality == "fast" else "balanced") in refused.value.advice


@pytest.mark.parametrize("style", STYLES)
def test_same_size_same_pixels_and_the_photo_untouched(style: str, astronaut: Rgb) -> None:
    photo = np.ascontiguousarray(astronaut[40:200, 140:340])
    before = photo.copy()
    first = restyle(photo, [_face()], style=style, quality="fast", seed=7)
    second = restyle(photo, [_face()], style=style, quality="fast", seed=7)
    assert first.shape == photo.shape and first.dtype == np.uint8
    assert np.array_equal(first, second)
    assert np.array_equal(photo, before)
    assert np.abs(first.astype(int) - photo).mean() > 3  # it did something


@pytest.mark.parametrize("shape", [(1, 1), (3, 200), (200, 3), (33, 47)])
@pytest.mark.parametrize("style", STYLES)
def test_odd_sizes(style: str, shape: tuple[int, int]) -> None:
    assert restyle(_noise(*shape), [], style=style, quality="fast", seed=0).shape == (*shape, 3)


def test_a_face_partly_outside_the_picture_is_no_trouble() -> None:
    faces = [_face(-50, -20), _face(90, 100, 80), _face(300, 300), _face(50, 50, 0)]
    assert restyle(_noise(120, 120), faces, style="anime", quality="fast", seed=0).shape == (120, 120, 3)


def test_a_large_photo_keeps_its_size(astronaut: Rgb) -> None:
    large = np.ascontiguousarray(np.tile(astronaut[:128], (1, 6, 1)))  # 3072 px long
    assert restyle(large, [], style="anime", quality="fast", seed=0).shape == large.shape


def test_a_missing_net_is_said_in_plain_words(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    prior._session.cache_clear()
    monkeypatch.setattr(paths, "resources", lambda: tmp_path)
    with pytest.raises(UserError, match="fast"):
        prior.redraw(np.zeros((32, 32, 3), np.float32))
    prior._session.cache_clear()


def test_the_net_redraws_a_flat_picture_as_it_is() -> None:
    flat = np.full((61, 83, 3), (0.8, 0.4, 0.2), np.float32)
    assert np.abs(prior.redraw(flat) - flat).max() < 0.06


def test_strips_of_the_net_leave_no_seam(astronaut: Rgb, monkeypatch: pytest.MonkeyPatch) -> None:
    picture = picture_of(astronaut[:160, :220])
    whole = prior.redraw(picture)
    monkeypatch.setattr(prior, "STRIP_PX", 2000)
    assert np.abs(prior.redraw(picture) - whole).mean() < 0.004


def test_where_memory_is_short_the_net_gives_it_back_after_each_small_strip(
    astronaut: Rgb, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture, given_back = picture_of(astronaut[:160, :220]), []
    whole = prior.redraw(picture)
    monkeypatch.setattr(prior, "SPARE_PX", 2000)
    monkeypatch.setattr(prior, "trim", lambda: given_back.append(True))
    assert np.abs(prior.redraw(picture, sparing=True) - whole).mean() < 0.004
    assert len(given_back) == 5  # 80 x 110 px
    prior.redraw(picture)
    assert len(given_back) == 5


@given(st.floats(-2, 2), st.floats(-1, 0), st.floats(0.1, 1))
def test_smoothstep_stays_within_0_and_1(x: float, low: float, high: float) -> None:
    value = float(smoothstep(np.array([x], np.float32), low, high)[0])
    assert 0 <= value <= 1
    assert value == 0 if x <= low else True
    assert value == 1 if x >= high else True


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_lab_and_back(seed: int) -> None:
    picture = picture_of(_noise(8, 8, seed))
    assert np.abs(from_lab(to_lab(picture)) - picture).max() < 0.01


@given(st.integers(2, 12))
def test_cel_steps_rise_and_keep_their_steps(steps: int) -> None:
    ramp = np.linspace(0, 99.9, 1000, dtype=np.float32)[None]
    stepped = cel_steps(ramp, steps)
    assert (np.diff(stepped) >= -1e-3).all()
    assert np.abs(stepped - ramp).max() <= 100 / steps


def test_ink_lies_on_the_edge_and_nowhere_else() -> None:
    grey = np.full((80, 80), 0.9, np.float32)
    grey[:, :40] = 0.2
    ink = flow_dog(grey, 1.0, 3.0, sharp_edges(grey, 1.0))
    assert ink[20:60, 37:41].max() > 0.5
    assert ink[20:60, :30].max() < 0.02 and ink[20:60, 50:].max() < 0.02


def test_a_removed_stroke_leaves_no_dot() -> None:
    photo = np.full((120, 120, 3), 0.9, np.float32)
    photo[58:62, 58:63] = 0.1  # a speck
    photo[20:24, 10:110] = 0.1  # a line
    ink = np.zeros((120, 120), np.float32)
    ink[58:62, 58:63] = 1
    ink[20:24, 10:110] = 1
    cleaned = clean(ink, sharp_edges(luma(photo), 1.0), 1.0)
    assert cleaned[50:70, 50:70].max() == 0
    assert cleaned[20:24, 20:100].mean() > 0.8


def test_eyes_grow_and_the_rest_stays() -> None:
    picture = picture_of(_noise(120, 120))
    grown = enlarge_eyes(picture, [_face()], 0.08)
    changed = np.abs(grown - picture).max(axis=-1) > 1e-6
    assert changed[64, 58] or changed[63, 60]
    assert not changed[95:].any() and not changed[:45].any()


def test_masks_lie_where_the_face_is() -> None:
    masks = face_masks((120, 120), [_face()])
    assert masks.skin[70, 70] > 0.95 and masks.eyes[64, 58] > 0.8 and masks.mouth[88, 70] > 0.9
    assert masks.skin[5, 5] == 0 and masks.features[10, 100] == 0


def test_bands_make_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    picture = picture_of(_noise(33, 20))
    monkeypatch.setattr(bands, "BAND_PX", 100)
    assert np.array_equal(bands.banded(lambda rows: picture[rows] * 2, picture), picture * 2)
    assert np.array_equal(grid((33, 20))[5:9], grid((4, 20), 5))


def test_dabs_keep_a_hard_edge_and_drop_noise() -> None:
    picture = np.full((60, 60, 3), 0.2, np.float32)
    picture[:, 30:] = 0.8
    noisy = picture + np.random.default_rng(2).normal(0, 0.04, picture.shape).astype(np.float32)
    painted = dabs(noisy, 4)
    assert np.abs(painted - picture)[10:50, 10:50].mean() < 0.6 * np.abs(noisy - picture)[10:50, 10:50].mean()
    assert (painted[30, 33:] > 0.7).all() and (painted[30, :27] < 0.3).all()


def test_slanted_edges_of_dabs_have_no_stairs() -> None:
    y, x = np.mgrid[:120, :120].astype(np.float32)
    below = (y - 30 - x / 3 + 0.5).clip(0, 1)[..., None]
    picture = np.repeat(0.2 + 0.6 * below, 3, axis=2)

    def roughness(drawn: Picture) -> float:
        """Return how far the edge is from straight, in px."""
        heights = ((0.8 - drawn[:, 20:100, 0]) / 0.6).sum(axis=0)
        return float((heights - np.polyval(np.polyfit(x[0, 20:100], heights, 1), x[0, 20:100])).std())

    assert roughness(dabbed(picture, 6)) < 0.85 * roughness(clumped(picture, 6))


def test_large_dabs_leave_no_rim_along_a_hard_edge_but_among_leaves() -> None:
    y, x = np.mgrid[:120, :120]
    picture = np.repeat(np.where(y > 30 + x / 3, 0.8, 0.2).astype(np.float32)[..., None], 3, axis=2)
    bare, leaves = (
        picture_of(hardened(large_dabs(picture, 1.0, np.full((120, 120), share, np.float32)), 1.0))
        for share in (0, 1)
    )
    assert bare.min() > 0.2 - 1e-3 and bare.max() < 0.8 + 1e-3
    assert leaves.min() < 0.2 - 0.01 and leaves.max() > 0.8 + 0.01


def test_storybook_leaves_white_white() -> None:
    """Its washes ran thick and thin, but on bare paper there are none: a white cat had grey clouds."""
    photo = np.full((400, 900, 3), 255, np.uint8)
    photo[:, 300:600], photo[:, 600:] = 120, 10
    drawn = luma(picture_of(restyle(photo, [], style="storybook", quality="fast", seed=1)))
    white, grey = (cv2.GaussianBlur(drawn[:, x : x + 300], (0, 0), 15)[30:-30, 30:-60] for x in (0, 300))
    assert np.ptp(white) < 0.01 < np.ptp(grey)


def test_folds_of_a_large_face_are_inked_lighter_than_its_eyes() -> None:
    photo = np.full((500, 400, 3), (225, 180, 150), np.uint8)
    for y in (220, 280):  # through the eyes, and across a cheek
        photo[y - 2 : y + 2, 100:300] = (180, 135, 110)
    eye, cheek = (slice(212, 228), slice(125, 155)), (slice(272, 288), slice(125, 155))

    def darkest(faces: list[FaceMark]) -> tuple[float, float]:
        drawn = luma(picture_of(restyle(photo, faces, style="anime", quality="fast", seed=1)))
        return float(drawn[eye].min()), float(drawn[cheek].min())

    of_eye, of_fold = darkest([_face(50, 100, 300)])
    assert of_fold > of_eye + 0.05


def test_pencil_strokes_lie_along_their_slope() -> None:
    drawn = hatching((200, 200), 3, 30.0, 1.5, -45.0)
    rising, falling = (np.abs(drawn[1:, 1:] - drawn[:-1, :-1]), np.abs(drawn[1:, :-1] - drawn[:-1, 1:]))
    assert falling.mean() < 0.4 * rising.mean()
    assert abs(float(drawn.mean())) < 0.1 and 0.7 < float(drawn.std()) < 1.3
    assert np.array_equal(drawn, hatching((200, 200), 3, 30.0, 1.5, -45.0))


def test_pencil_keeps_the_tones_of_a_photo_and_leaves_light_to_the_paper() -> None:
    ramp = np.repeat(np.tile(np.linspace(0, 255, 200), (100, 1))[..., None], 3, axis=2).astype(np.uint8)
    drawn = restyle(ramp, [], style="sketch", quality="fast", seed=1)[..., 0].mean(axis=0)
    steps = drawn.reshape(10, 20).mean(axis=1)
    assert (np.diff(steps[:9]) > 5).all() and steps[-1] > 235


def test_manga_models_a_dark_face_and_not_the_black_around_it() -> None:
    photo = np.full((300, 300, 3), 20, np.uint8)
    photo[100:200, 100:200] = np.linspace(70, 130, 100).astype(np.uint8)[None, :, None]
    photo[250:, :] = 240
    drawn = restyle(photo, [_face(90, 90, 120)], style="manga", quality="fast", seed=1).astype(np.float64)
    left, right = drawn[130:170, 105:130].mean(), drawn[130:170, 170:195].mean()
    assert left > 60 and right > left + 20
    assert drawn[100:200, 40:60].mean() < 30


def _fur(dark: int, lit: int, hairs: float = 6.0) -> Rgb:
    """Return a dark square, as fur, with a lit stripe down its middle, on a light ground."""
    photo = np.full((400, 400, 3), 225.0)
    photo[100:300, 100:300] = dark
    photo[100:300, 190:206] = lit
    photo[100:300, 100:300] += np.random.default_rng(1).normal(0, hairs, (200, 200, 1))
    return photo.clip(0, 255).astype(np.uint8)


def _lit_in_manga(photo: Rgb, *faces: FaceMark) -> Picture:
    scene = scene_of(photo, faces, redraws=False, seed=1, size=(400, 400))
    return manga._lit(luma(scene.picture), scene)


def test_manga_lights_what_is_lit_of_dark_fur_but_not_its_rim_nor_night_nor_beside_faces() -> None:
    fur = _lit_in_manga(_fur(26, 80))
    stripe, rest, rim = np.s_[120:280, 195:201], np.s_[120:280, 115:175], np.s_[120:280, 96:104]
    assert fur[stripe].mean() > 0.2
    assert fur[rest].mean() < 0.02 and fur[rim].mean() < 0.02
    assert _lit_in_manga(_fur(0, 0, 15.0)).max() < 0.05  # the noise of a night
    assert _lit_in_manga(_fur(120, 174)).max() < 0.05  # neither is dark
    assert _lit_in_manga(_fur(26, 80, 0.0))[stripe].max() < 0.01  # nor is it in focus
    assert _lit_in_manga(_fur(26, 80), _face(150, 150, 100))[stripe].max() < 0.01


def test_manga_prints_what_is_lit_of_a_dark_dog_in_dots_and_what_is_lighter_as_it_was() -> None:
    drawn = restyle(_fur(26, 60), [], style="manga", quality="fast", seed=1).astype(np.float64)
    assert drawn[120:280, 115:175].mean() < 20  # fur stays ink
    assert 50 < drawn[120:280, 194:202].mean() < 190
    still = scene_of(_fur(26, 60), [], redraws=False, seed=1)
    middle = np.s_[240:560, 386:402]
    lit_in = [manga.draw(replace(still, moves=moves, stages={}))[middle].mean() for moves in (False, True)]
    assert lit_in[1] < 0.6 * lit_in[0]  # in a film it would flicker
    grey = np.full((40, 40), 0.5, np.float32)
    bare, lit = np.zeros_like(grey), np.full_like(grey, 0.4)
    plain = manga._tones(grey, bare, 1.0, follow=False)
    assert np.array_equal(manga._tones(grey, bare, 1.0, follow=False, lit=lit), plain)


def test_more_strokes_than_16_bits_number_are_cleaned_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(4)
    drawn = cv2.GaussianBlur(rng.random((300, 400)).astype(np.float32), (0, 0), 3.0) > 0.51
    lines, sharp = drawn.astype(np.float32), np.ones((300, 400), np.float32)
    few = clean(lines, sharp, 1.0)
    monkeypatch.setattr(ink, "MOST_RUNS", 0)
    assert 0 < few.mean() < lines.mean() and np.array_equal(few, clean(lines, sharp, 1.0))


def test_crisp_makes_no_halo() -> None:
    picture = np.repeat(np.linspace(0.2, 0.8, 40, dtype=np.float32)[None, :, None], 40, axis=0)
    picture = np.repeat(picture, 3, axis=2)
    sharp = crisp(picture, 2.0)
    assert sharp.min() >= 0.2 - 1e-6 and sharp.max() <= 0.8 + 1e-6


def test_in_8_bit_the_same_is_painted(astronaut: Rgb) -> None:
    """To a step in the mean; where a tone begins a pixel is a few off."""
    photo, share = astronaut[:240, :320], np.full((240, 320), 0.8, np.float32)
    picture = picture_of(photo)
    pairs = (
        (crisp(picture, 2.0, 2.0), crisp8(photo, 2.0, 2.0), 2.1),
        (smooth(picture, 8, 0.1), smooth8(photo, 8, 0.1), 1.1),
        (shade(picture, 5, share, 1.2, 2.2), shade8(photo, 5, share, 1.2, 2.2), 6.0),
    )
    for fine, coarse, most in pairs:
        off = np.abs(fine * 255 - coarse)
        assert off.mean() < 0.8 and off.max() < most


def test_held_bounds_the_drift_of_colour() -> None:
    photo = np.full((64, 64, 3), (0.3, 0.5, 0.3), np.float32)
    pushed = np.full((64, 64, 3), (0.6, 0.9, 0.2), np.float32)
    kept = held(pushed, quarter(photo), np.zeros((64, 64), np.float32), 0.06, limit=10)
    drift = np.linalg.norm(to_lab(kept) - to_lab(photo), axis=-1).mean()
    assert 8 < drift < 10.5


def test_manga_parts_tones_where_the_picture_does_skin_and_films_as_usual() -> None:
    grey = np.repeat(np.repeat(np.array([[0.1, 0.43, 0.58, 0.95]], np.float32), 30, axis=0), 30, axis=1)
    bare, skin = np.zeros_like(grey), np.ones_like(grey)
    of_its_own, usual = (
        manga._tones(grey, bare, 1.0, follow=True),
        manga._tones(grey, bare, 1.0, follow=False),
    )
    columns = of_its_own[15, [15, 45, 75, 105]]
    assert np.diff(columns).min() > 0.2  # four greys, four tones
    assert usual[15, 75] - usual[15, 45] < 0.18  # else the two in the middle are nearer to one
    assert np.array_equal(manga._tones(grey, skin, 1.0, follow=True), usual)
    assert all(
        abs(at - was) <= manga.MOVED + 0.02 for at, was in zip(manga._parted(grey), manga.PARTED, strict=True)
    )


def test_manga_evens_out_leaves_out_of_focus_but_no_lamps() -> None:
    leaves = blur(np.random.default_rng(3).random((200, 300), dtype=np.float32), 2.0)
    grey = (0.4 + 0.05 * (leaves - leaves.mean()) / leaves.std()).astype(np.float32)
    cv2.circle(grey, (75, 100), 5, 0.9, -1)
    behind = np.zeros_like(grey)
    behind[:, :150] = 1
    calm = manga._calmed(grey, behind, 1.0)
    assert calm[20:60, 20:130].std() < 0.4 * grey[20:60, 20:130].std()
    assert np.array_equal(calm[:, 150:], grey[:, 150:])
    assert calm[98:103, 73:78].min() > 0.85


def test_manga_lifts_dark_faces_and_models_bright_ones() -> None:
    faces = [_face(20, 20, 60), _face(220, 20, 60)]
    grey = np.full((100, 300), 0.5, np.float32)
    grey[:, :150], grey[:, 150:] = 0.35, 0.93
    scene = scene_of(np.zeros((100, 300, 3), np.uint8), faces, redraws=False, seed=1, size=(300, 300))
    exponent = manga._modelled(grey, scene)
    assert exponent[50, 50] == pytest.approx(manga.MODELLED) and exponent[50, 250] > 1.4
    assert exponent.max() <= manga.MOST_MODELLED + 0.001 and np.abs(np.diff(exponent, axis=1)).max() < 0.3


def test_teeth_are_the_bright_part_of_a_large_mouth() -> None:
    picture = np.full((300, 300, 3), (0.6, 0.4, 0.3), np.float32)
    picture[195:215, 120:180] = 0.95
    large, small = _face(50, 50, 200), _face(150, 200, 40)
    assert teeth(picture, [large], 1.0)[205, 150] > 0.8
    assert teeth(picture, [large], 1.0)[180:185, 150].max() < 0.1
    assert teeth(picture, [small], 1.0).max() == 0


def test_figures_keep_their_ink_and_what_is_behind_is_painted(astronaut: Rgb) -> None:
    height, width = astronaut.shape[:2]
    left = np.zeros((height, width), np.float32)
    left[:, : width // 2] = 1
    plain = restyle(astronaut, [], style="anime", quality="fast", seed=0).astype(np.int16)
    parted = restyle(astronaut, [], style="anime", quality="fast", seed=0, person=left).astype(np.int16)
    front, behind = np.s_[:, : width // 2 - 20], np.s_[:, width // 2 + 20 :]
    assert np.abs(plain[front] - parted[front]).mean() < 0.5
    assert parted[behind].min(axis=2).mean() > plain[behind].min(axis=2).mean() + 0.5


def test_a_mask_that_tells_nothing_changes_nothing(astronaut: Rgb) -> None:
    plain = restyle(astronaut, [], style="anime", quality="fast", seed=0)
    for level in (0.0, 0.5, 1.0):
        mask = np.full(astronaut.shape[:2], level, np.float32)
        assert np.array_equal(
            restyle(astronaut, [], style="anime", quality="fast", seed=0, person=mask), plain
        )


@pytest.mark.parametrize("style", STYLES)
def test_as_many_threads_as_there_are_draw_the_same(style: str, astronaut: Rgb) -> None:
    photo, before = np.ascontiguousarray(astronaut[:96, :128]), cv2.getNumThreads()
    drawn = []
    for count in (1, 3):
        cv2.setNumThreads(count)
        styles._scenes.clear()
        drawn.append(restyle(photo, [], style=style, quality="fast", seed=2))
    cv2.setNumThreads(before)
    assert np.array_equal(drawn[0], drawn[1])
