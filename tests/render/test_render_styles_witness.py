"""Faces looked at alone: the same is told as in the whole picture, of a part of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from rollsuggest.library.pixels import Rgb
from rollsuggest.render.styles import FaceMark
from rollsuggest.render.styles.witness import LOST, Mirror, Steady, Witness

FACE = FaceMark(
    (400, 300, 60, 60), np.array([[415, 320], [445, 320], [430, 335], [418, 348], [442, 348]], np.float32)
)
MARK = (255, 0, 255)  # the upper left corner of a face


def _with_face_at(x: int, y: int) -> Rgb:
    rgb = np.full((640, 800, 3), 90, np.uint8)
    rgb[y, x] = MARK
    return rgb


def _find_in(part: Rgb, whole_px: int) -> Sequence[FaceMark]:
    assert whole_px == 800 and part.size < 0.4 * 640 * 800 * 3
    return [
        FACE.moved(by=(float(x) - 400, float(y) - 300)) for y, x in np.argwhere((part == MARK).all(axis=2))
    ]


def _never(_rgb: Rgb) -> Sequence[FaceMark]:
    raise AssertionError("no whole picture is looked at")


WITNESS = Witness(_never, None, 1.0, 0.8, _find_in)


def test_a_face_alone_is_right_in_its_place_wrong_beside_it_and_lost_without() -> None:
    photo = _with_face_at(400, 300)
    assert WITNESS.few(photo, [FACE])
    looks = {3: WITNESS.close(photo, FACE)}
    assert WITNESS.wrong_closely(photo, looks, None) == {}
    beside = WITNESS.wrong_closely(_with_face_at(409, 300), looks, None)
    assert beside is not None and abs(beside[3] - 9 / FACE.measure_px) < 1e-6
    assert WITNESS.wrong_closely(np.full_like(photo, 90), looks, None) == {3: LOST}


def test_a_face_that_the_photo_does_not_show_alone_is_not_judged_so() -> None:
    photo = _with_face_at(20, 20)
    assert WITNESS.wrong_closely(photo, {0: WITNESS.close(photo, FACE)}, None) is None


def test_to_look_at_many_faces_alone_is_no_less_work() -> None:
    photo = _with_face_at(400, 300)
    assert not WITNESS.few(photo, [FACE.moved(by=(x, 0.0)) for x in range(-350, 350, 100)])


def test_faces_are_looked_for_in_the_part_that_holds_them_and_in_grey_in_the_whole() -> None:
    photo = _with_face_at(400, 300)
    beside = FACE.moved(by=(70.0, 0.0))
    photo[300, 470] = MARK
    assert WITNESS.wrong(photo, [FACE, beside], None, []) == {}
    photo[300, 470] = 90
    assert WITNESS.wrong(photo, [FACE, beside], None, []).keys() == {1}
    with pytest.raises(AssertionError, match="no whole picture"):
        replace(WITNESS, in_whole=True).wrong(photo, [FACE], None, [])


def test_the_mirror_shows_a_face_where_it_is_in_it() -> None:
    assert Mirror(WITNESS, _with_face_at(340, 300)).shows(FACE.moved(by=(-119.0, 0.0)))
    assert not Mirror(WITNESS, _with_face_at(400, 100)).shows(FACE)


def test_a_photo_is_not_looked_at_whole_for_a_face_that_a_close_look_shows() -> None:
    photo = _with_face_at(403, 300)
    steady = Steady(WITNESS, photo, [FACE], {})
    assert steady.look_closely([0])
    assert 0 in steady and steady.at(0).box_px == (403, 300, 60, 60)
    assert steady.all() == [steady.at(0)]


def test_what_a_close_look_does_not_show_is_looked_for_in_the_whole_photo_once() -> None:
    asked: list[Rgb] = []

    def find(rgb: Rgb) -> Sequence[FaceMark]:
        asked.append(rgb)
        return [FACE.moved(by=(2.0, 0.0))]

    photo = _with_face_at(20, 20)
    far = FACE.moved(by=(-350.0, 200.0))
    steady = Steady(Witness(find, None, 1.0, 0.8, _find_in), photo, [FACE, far], {})
    assert steady.look_closely([0])
    assert 0 in steady and steady.at(0).box_px == (402, 300, 60, 60)
    assert 1 not in steady and steady.at(1) is far
    assert len(asked) == 1


def test_many_faces_are_looked_for_in_the_whole_photo() -> None:
    photo = _with_face_at(400, 300)
    faces = [FACE.moved(by=(x, 0.0)) for x in range(-350, 350, 100)]
    steady = Steady(WITNESS, photo, faces, {})
    assert not steady.look_closely(range(len(faces))) and not steady.looks
