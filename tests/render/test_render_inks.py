"""The inks of the style "pop": no brown, no soft halo, and one skin from the face to the hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from rollsuggest.render.styles import FaceMark, Touch, complexion, flatten, inks, pop, seen
from rollsuggest.render.styles.faces import face_masks
from rollsuggest.render.styles.lab import Picture, f32, from_lab, rgb_of, to_lab
from rollsuggest.render.styles.pop import _dotted, _skin
from rollsuggest.render.styles.scene import Scene, scene_of

NO_FLESH = np.zeros((8, 8), np.float32)


@pytest.mark.parametrize("rgb", [(96, 72, 10), (110, 60, 15), (80, 55, 30)])  # olive, tan, wood
def test_the_shade_of_warm_colours_is_no_brown(rgb: tuple[int, int, int]) -> None:
    lab = to_lab(f32(np.full((8, 8, 3), rgb, np.float32) / 255))
    printed = inks.printed(lab, inks.tones(lab[..., 0], NO_FLESH, 1.0), NO_FLESH, 1.0, 1.0)
    lightness, a, b = printed[4, 4]
    hue = np.degrees(np.arctan2(b, a))
    assert np.hypot(a, b) > 50
    assert hue < 55 or lightness > 58  # red, or an orange bright enough to be one


def test_what_hardly_is_a_colour_is_no_blot_of_another() -> None:
    lab = np.zeros((8, 8, 3), np.float32)
    lab[..., 0], lab[..., 1], lab[..., 2] = 45, 8.5, 5.3  # a grey wall in red light
    tone = inks.tones(lab[..., 0], NO_FLESH, 1.0)
    between, red = (inks.printed(f32(colour), tone, NO_FLESH, 1.0, 1.0)[4, 4] for colour in (lab, lab * 2))
    assert np.hypot(*red[1:]) > 50
    assert np.hypot(*between[1:]) < 25  # half a red in half a blue was magenta, 30


def test_what_is_nearly_white_is_white() -> None:
    lab = np.zeros((8, 8, 3), np.float32)
    lab[..., 0], lab[..., 1], lab[..., 2] = 88, 1, 12  # a white dog by lamplight
    printed = inks.printed(lab, inks.tones(lab[..., 0], NO_FLESH, 1.0), NO_FLESH, 1.0, 1.0)
    assert np.hypot(*printed[4, 4, 1:]) < 12
    yellow = inks.printed(lab * f32([1, 2, 2]), inks.tones(lab[..., 0], NO_FLESH, 1.0), NO_FLESH, 1.0, 1.0)
    assert np.hypot(*yellow[4, 4, 1:]) > 30
    sky = inks.printed(lab * f32([1, 0, -1]), inks.tones(lab[..., 0], NO_FLESH, 1.0), NO_FLESH, 1.0, 1.0)
    assert np.hypot(*sky[4, 4, 1:]) > 12 and sky[4, 4, 2] < 0  # a pale one is blue


def test_an_edge_is_a_step_and_a_slow_slope_is_for_dots() -> None:
    wide = np.zeros((40, 400), np.float32)
    slope = wide + np.linspace(0, 95, 400, dtype=np.float32)
    between = np.abs(np.diff(inks.tones(slope, wide, 1.0)[20])) > 0.002
    assert between.sum() > 120  # no contour where nothing is
    edge = np.where(np.arange(400) < 200, np.float32(30), np.float32(60)) + wide
    step = np.abs(np.diff(inks.tones(edge, wide, 1.0)[20])) > 0.1
    assert 0 < step.sum() < 8


def test_what_lies_between_two_tones_is_dots_of_both_and_the_more_of_the_nearer() -> None:
    bare = np.zeros((200, 200), np.float32)
    dotted = [_dotted(bare + np.float32(tone), bare, bare, 1.0) for tone in (1.25, 1.5, 1.75)]
    means = [float(one.mean()) for one in dotted]
    assert 1.1 < means[0] < means[1] < means[2] < 1.9
    assert (dotted[0] < 1.1).mean() > 0.6
    assert (dotted[0] > 1.7).mean() > 0.02
    assert (_dotted(bare + 2, bare, bare, 1.0) == 2).all()


def test_an_arm_has_the_ink_of_its_face() -> None:
    rgb = np.full((200, 200, 3), (60, 90, 160), np.uint8)
    rgb[20:60, 80:120] = rgb[120:180, 20:40] = (214, 160, 130)
    points = np.array([[92, 34], [108, 34], [100, 42], [94, 50], [106, 50]], np.float32)
    scene = scene_of(rgb, [FaceMark((80, 20, 40, 40), points)], redraws=False, seed=1, size=(200, 200))
    faces = face_masks((200, 200), scene.faces).skin
    skin = _skin(f32(to_lab(scene.picture)), faces, scene)
    assert skin[40, 100] > 0.9
    assert skin[40, 122] < 0.05  # the wall beside it
    assert skin[150, 30] > 0.9
    assert skin[150, 120] < 0.05


def test_a_white_shirt_in_warm_light_is_no_skin_an_arm_is() -> None:
    rgb = np.full((200, 200, 3), 90, np.uint8)
    lab = np.zeros((200, 200, 3), np.float32)
    lab[..., 0], lab[20:80, 70:130] = 40, (62, 15, 20)  # the face
    lab[100:150, 20:90], lab[100:150, 110:180] = (88, 9, 12), (70, 13, 17)  # a shirt, an arm
    points = np.array([[85, 45], [115, 45], [100, 55], [88, 68], [112, 68]], np.float32)
    face = FaceMark((70.0, 20.0, 60.0, 60.0), points)
    scene = scene_of(rgb, [face], redraws=False, seed=1, size=(200, 200))
    skin = _skin(lab, face_masks((200, 200), scene.faces).skin, scene)
    assert skin[125, 55] < 0.1 and skin[125, 145] > 0.9 and skin[50, 100] > 0.9


def test_skin_of_little_colour_may_shine_in_another() -> None:
    lab = np.zeros((200, 200, 3), np.float32)
    lab[..., 0], lab[20:80, 70:130] = 40, (46, 16, 10)  # a face
    lab[100:150, 20:90] = (42, 16, 1.5)  # a shoulder that shines
    points = np.array([[85, 45], [115, 45], [100, 55], [88, 68], [112, 68]], np.float32)
    rgb = np.full((200, 200, 3), 90, np.uint8)
    scene = scene_of(rgb, [FaceMark((70, 20, 60, 60), points)], redraws=False, seed=1, size=(200, 200))
    skin = _skin(lab, face_masks((200, 200), scene.faces).skin, scene)
    assert skin[125, 55] > 0.85
    assert skin[175, 150] < 0.1  # the grey around


def _with_face(*colour: float) -> tuple[Picture, Scene]:
    """Return a picture in Lab, grey but for a face of that colour, and its scene without a mask."""
    lab = np.zeros((200, 200, 3), np.float32)
    lab[..., 0], lab[50:90, 80:120] = 40, colour
    points = np.array([[90, 64], [110, 64], [100, 72], [92, 80], [108, 80]], np.float32)
    grey = np.full((200, 200, 3), 90, np.uint8)
    return lab, scene_of(grey, [FaceMark((80, 50, 40, 40), points)], redraws=False, seed=1, size=(200, 200))


def test_black_hair_is_no_skin_brows_of_a_dark_face_are() -> None:
    lab, scene = _with_face(44, 14, 18)
    lab[50:58, 80:120] = 9, 3, 3  # hair within the mask of the face
    assert _skin(lab, face_masks((200, 200), scene.faces).skin, scene)[54, 100] < 0.1
    lab, scene = _with_face(16, 6, 8)
    lab[50:58, 80:120] = 11, 4, 5
    assert _skin(lab, face_masks((200, 200), scene.faces).skin, scene)[56, 100] > 0.9


def test_without_a_mask_no_ceiling_in_warm_light_is_skin() -> None:
    lab, scene = _with_face(60, 18, 24)
    lab[:12], lab[110:150, 90:110] = (62, 18, 24), (62, 18, 24)  # above, and an arm
    skin = _skin(lab, face_masks((200, 200), scene.faces).skin, scene)
    assert skin[6, 100] < 0.05 and skin[130, 100] > 0.9


def test_an_arm_more_tanned_than_its_face_is_skin_of_who_stands_in_front() -> None:
    lab, scene = _with_face(70, 16, 15)
    lab[110:150, 90:110] = 45, 17, 30
    lab[110:150, 120:150] = 60, 4, 32  # fair hair
    faces = face_masks((200, 200), scene.faces).skin
    assert _skin(lab, faces, scene)[130, 100] < 0.7
    in_front = replace(scene, person=np.ones((200, 200), np.float32))
    skin = _skin(lab, faces, in_front)
    assert skin[130, 100] > 0.9 and skin[130, 135] < 0.1


def test_the_face_of_a_blue_statue_is_blue() -> None:
    lab, scene = _with_face(45, 5, -40)
    assert _skin(lab, face_masks((200, 200), scene.faces).skin, scene).max() == 0


def _face_in_the_dark(seed: int = 1) -> Scene:
    rgb = np.random.default_rng(seed).integers(5, 60, (200, 200, 3), np.uint8)
    rgb[40:140, 50:150] = (150, 105, 75)
    points = np.array([[80, 80], [120, 80], [100, 98], [84, 118], [116, 118]], np.float32)
    return scene_of(rgb, [FaceMark((50, 40, 100, 100), points)], redraws=False, seed=1, size=(200, 200))


def test_a_dark_photo_makes_nobody_pale() -> None:
    scene = _face_in_the_dark()
    plate = pop._plate(scene)
    printed = inks.printed(plate.lab, plate.tone, plate.flesh, scene.scale, 1.0)
    own = float(to_lab(scene.picture)[100, 75, 0])
    assert own - 12 < float(np.median(printed[90:110, 65:80, 0])) < own + 18


def _two_faces(*colours: tuple[int, int, int]) -> Scene:
    """Return a scene with faces of those colours of Lab side by side on grey, and a bright floor."""
    lab = np.zeros((400, 400, 3), np.float32)
    lab[..., 0], lab[340:, :, 0] = 45, 95
    marks = []
    for number, colour in enumerate(colours):
        left = 50 + 200 * number
        lab[40:140, left : left + 100] = colour
        points = np.array([[30, 40], [70, 40], [50, 58], [34, 78], [66, 78]], np.float32)
        marks.append(FaceMark((0, 0, 100, 100), points).moved(by=(left, 40)))
    return scene_of(rgb_of(from_lab(lab)), marks, redraws=False, seed=1, size=(400, 400))


def test_who_is_pale_for_how_light_they_are_is_fair_in_the_shade() -> None:
    told = complexion.fairness(_two_faces((50, 14, 6), (50, 14, 20)))
    assert isinstance(told, np.ndarray)
    assert told[90, 100] > 0.9 and told[90, 300] < 0.1
    assert told[390, 200] == pytest.approx(0.5, abs=0.1)  # an arm out of reach is anyone's
    assert complexion.fairness(_two_faces((72, 16, 8), (24, 6, 4))) == 0  # one is lit, one is dark
    assert complexion.fairness(_two_faces((50, 4, 1))) == 0  # a photo without colour does not tell
    warm = complexion.fairness(_two_faces((33, 19, 21)))
    assert warm == 0


def test_a_fair_baby_in_the_shade_is_printed_fair_and_who_is_not_as_before() -> None:
    scene = _two_faces((50, 14, 6), (50, 14, 20))
    plate = pop._plate(scene)
    assert float(np.median(plate.tone[80:100, 90:110])) > 1.7
    assert float(np.median(plate.tone[80:100, 290:310])) < 1.6


def test_books_on_a_shelf_do_not_run_into_each_other() -> None:
    photo = np.full((400, 1080, 3), 235, np.uint8)
    books = np.random.default_rng(4).integers(0, 80, (135, 3), np.uint8)
    books[::2] += 150
    photo[100:300] = np.repeat(books, 8, axis=0)
    scene = scene_of(photo, [], redraws=False, seed=1)
    painted, _same = pop._paintings(scene)
    bright = seen.painted(scene, pop.LEVEL).bright
    backs = np.s_[140:260, 100:980]
    off = np.abs(painted[backs] - bright[backs]).mean()
    assert off < 0.65 * np.abs(_run_together(scene)[backs] - bright[backs]).mean()


def _run_together(scene: Scene) -> Picture:
    """Return the painting as the brushes leave it."""
    ground = seen.painted(scene, pop.LEVEL)
    return flatten.laid(ground.brushes, np.full(scene.shape, 0.8, np.float32), ground.surface)


def test_where_skin_is_is_found_once(monkeypatch: pytest.MonkeyPatch) -> None:
    found: list[int] = []
    find = pop._skin

    def skin(*given: Any) -> Any:
        found.append(1)
        return find(*given)

    monkeypatch.setattr(pop, "_skin", skin)
    scene = _face_in_the_dark()
    for touch in (Touch(), Touch(flatness=0.5), Touch(eyes=0.1)):
        pop.draw(replace(scene, touch=touch))
    assert len(found) == 1


@pytest.mark.parametrize("rgb", [(255, 225, 0), (0, 120, 215), (225, 30, 50)])
def test_a_strong_colour_takes_the_ink_that_is_like_it(rgb: tuple[int, int, int]) -> None:
    """A yellow box was cream, a blue curtain pale violet, a red dress coral."""
    lab = to_lab(f32(np.full((8, 8, 3), rgb, np.float32) / 255))
    by_light, deep = (
        inks.printed(lab, inks.tones(light, NO_FLESH, 1.0), NO_FLESH, 1.0, 1.0)[4, 4]
        for light in (f32(lab[..., 0]), inks.deepened(lab))
    )
    assert np.linalg.norm(deep - lab[4, 4]) < np.linalg.norm(by_light - lab[4, 4]) - 5


def test_no_colour_is_deepened_to_black_and_no_pale_one_at_all() -> None:
    lab = np.zeros((8, 8, 3), np.float32)
    lab[..., 0], lab[..., 1], lab[..., 2] = 35, 25, -60  # a deep blue
    assert inks.deepened(lab)[4, 4] == pytest.approx(inks.LEAST)
    pale = f32(lab * [1, 0.2, 0.2] + [40, 0, 0])  # the sky
    assert inks.deepened(pale)[4, 4] == pytest.approx(75)
    night = f32(lab * [0.4, 0.5, 0.5])
    assert inks.deepened(night)[4, 4] == pytest.approx(14)
