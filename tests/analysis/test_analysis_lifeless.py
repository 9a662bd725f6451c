"""Statues and painted heads are no people, or poor faces; people of any skin, in any light, are people."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollsuggest import paths
from rollsuggest.analysis import lifeless, models, portrait
from rollsuggest.analysis.engine import Engine
from rollsuggest.analysis.lifeless import Signs
from rollsuggest.library.pixels import Rgb, decode
from rollsuggest.people.units import FOUNDS_FROM

CLEAR = Signs(words=0.01, mesh=22.0)
SIGNS = st.builds(
    Signs,
    st.floats(0, 1),
    st.none() | st.floats(-20, 40),
    st.booleans(),
    st.floats(-255, 255),
    st.floats(-255, 255),
    st.booleans(),
)


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine()


def test_the_words_are_words_of_the_classifier() -> None:
    names = {line.split(",")[0] for line in models.lines(models.IMAGENET_NAMES)}
    assert set(lifeless.WORDS) <= names


def test_a_face_of_flesh_keeps_its_quality() -> None:
    assert lifeless.life(CLEAR) == 1
    assert lifeless.life(Signs()) == 1  # a small face, of which nothing is known
    assert not lifeless.nobody(CLEAR)


def test_what_is_likely_stone_is_poor_and_what_plainly_is_left_out() -> None:
    likely = Signs(words=0.055, mesh=2.0)
    copper = Signs(words=0.09, mesh=20.0)
    marble = Signs(words=0.086, mesh=3.2, pale=True)
    assert not lifeless.nobody(likely) and lifeless.life(likely) < FOUNDS_FROM
    assert lifeless.nobody(copper) and lifeless.nobody(marble)


def test_a_pale_or_hidden_face_alone_is_nobody_to_leave_out() -> None:
    assert not lifeless.nobody(Signs(words=0.02, mesh=-8.0, pale=True))
    assert lifeless.life(Signs(mesh=-8.0)) == pytest.approx(0.4)


def test_a_blue_head_in_a_room_is_paint_and_in_blue_light_a_person() -> None:
    blue = replace(CLEAR, mesh=1.0, blue=80.0, blue_around=5.0)
    assert lifeless.nobody(blue)
    assert not lifeless.nobody(replace(blue, blue_around=70.0))
    assert not lifeless.nobody(replace(blue, mesh=20.0))  # a fan's painted face
    assert not lifeless.nobody(replace(blue, small=True))  # far away, where the mesh says little
    assert lifeless.nobody(replace(blue, small=True, mesh=-5.0))
    assert not lifeless.nobody(replace(blue, mesh=None))


@given(SIGNS, st.floats(0, 1))
def test_more_doubt_is_never_better(signs: Signs, more: float) -> None:
    doubted = replace(signs, words=signs.words + more, pale=True)
    assert 0 <= lifeless.life(doubted) <= lifeless.life(signs) <= 1
    assert lifeless.nobody(doubted) or not lifeless.nobody(signs)


@pytest.mark.parametrize("skin", [(70, 45, 30), (150, 105, 80), (235, 200, 180)])
def test_every_skin_has_red_and_a_grey_photo_is_not_pale(skin: tuple[int, int, int]) -> None:
    meadow: Rgb = np.full((60, 80, 3), (60, 140, 40), np.uint8)
    face: Rgb = np.full((48, 48, 3), skin, np.uint8)
    grey: Rgb = np.full((48, 48, 3), 150, np.uint8)
    assert not portrait.pale(face, meadow)
    assert portrait.pale(grey, meadow)
    assert not portrait.pale(grey, np.full((60, 80, 3), 90, np.uint8))


def test_the_astronaut_is_a_person_in_colour_in_grey_and_at_night(engine: Engine) -> None:
    rgb = decode(paths.resources() / "pictures" / "astronaut.jpg", 1280).rgb
    grey = np.repeat(rgb.mean(2, keepdims=True), 3, 2).astype(np.uint8)
    night = (rgb * np.array([0.35, 0.3, 0.3])).astype(np.uint8)
    for light in (rgb, np.ascontiguousarray(grey), np.ascontiguousarray(night)):
        assert max(face.quality for face in engine.faces(light)) >= FOUNDS_FROM


@pytest.mark.shared
def test_statues_and_blue_heads_are_nobody(shared: Path, engine: Engine) -> None:
    folder = shared / "data/roll/toy_travels_iphone"
    for name in (
        "IMG_0328.jpeg",
        "IMG_0703.jpeg",
        "IMG_0884.jpeg",
        "IMG_9658.JPG",
        "IMG_0332.jpeg",
        "IMG_0003.JPG",
    ):
        assert not engine.faces(decode(folder / name, 1600).rgb), name


@pytest.mark.shared
def test_families_are_all_people(shared: Path, engine: Engine) -> None:
    files = sorted((shared / "data/people/families").rglob("*.jpg"))[:12]
    assert len(files) == 12
    for path in files:
        best = max((face.quality for face in engine.faces(decode(path, 1600).rgb)), default=0.0)
        assert best >= FOUNDS_FROM, path.name
