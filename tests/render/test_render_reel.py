"""What is played before it is saved is the film itself, whichever part of it is asked for first."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from drawn import by_asset, photo
from hypothesis import given
from hypothesis import strategies as st
from made_films import film
from PIL import Image

from rollsuggest.errors import UserError
from rollsuggest.library import reel
from rollsuggest.model import AssetId, Kind, Make, Recipe, Source
from rollsuggest.render.engine import play_film
from rollsuggest.render.plan import planned
from rollsuggest.render.planes import rgb
from rollsuggest.render.scenes import frame_count, frames

SIZE = (90, 160)


@pytest.fixture
def sources(tmp_path: Path) -> list[Source]:
    path = str(film(tmp_path / "c.mp4", size=(180, 320), seconds=4.0))
    clip = Source(AssetId(9), path, 180, 320, kind=Kind.VIDEO, film=path)
    return [photo(tmp_path, 0, (480, 640)), clip, photo(tmp_path, 2, (480, 640))]


def recipe(sources: list[Source]) -> Recipe:
    return Recipe(Make.RECAP, tuple(s.asset for s in sources), seed=2, title="May")


@given(st.lists(st.binary(max_size=40), max_size=12))
def test_a_piece_is_read_as_it_was_packed(held: list[bytes]) -> None:
    packed = reel.pack(held)
    assert reel.unpack(packed) == held
    for broken in (packed[:-1], packed + b"x", b"", b"\xff\xff"):
        with pytest.raises(ValueError, match="piece"):
            reel.unpack(broken)


def test_pieces_are_the_films_frames_in_any_order(sources: list[Source]) -> None:
    board = planned(recipe(sources), sources, 9 / 16, None).board
    whole = [rgb(picture) for picture in frames(board, recipe(sources), sources, SIZE)]
    playing = play_film(recipe(sources), by_asset(sources), SIZE)
    assert playing.reel.frames == frame_count(board) == len(whole)
    order = [playing.reel.pieces - 1, *range(playing.reel.pieces - 1)]
    pieces = {number: reel.unpack(playing.piece(number)) for number in order}
    shown = [frame for number in sorted(pieces) for frame in pieces[number]]
    assert len(shown) == len(whole) and not reel.unpack(playing.piece(99))
    for at, frame in enumerate(shown):
        image = np.asarray(Image.open(io.BytesIO(frame)), int)
        assert np.abs(image - whole[at]).mean() < 3, at


def test_frames_are_the_same_however_they_are_asked_for(sources: list[Source]) -> None:
    board = planned(recipe(sources), sources, 9 / 16, None).board
    whole = list(frames(board, recipe(sources), sources, SIZE))
    for numbers in ([100], range(70, 130, 7)):
        for number, picture in zip(
            numbers, frames(board, recipe(sources), sources, SIZE, numbers=numbers), strict=True
        ):
            assert np.array_equal(picture.y, whole[number].y) and np.array_equal(picture.uv, whole[number].uv)


def test_every_frame_of_a_drawn_film_carries_the_mark_that_was_asked_for(sources: list[Source]) -> None:
    asked, size = replace(recipe(sources), drawn="sketch"), (240, 320)
    board = planned(asked, sources, 3 / 4, None).board
    for other, differs in ((replace(asked, mark=True), True), (replace(recipe(sources), mark=True), False)):
        for plain, marked in zip(
            frames(board, asked, sources, size, numbers=(0, 40, 99)),
            frames(board, other, sources, size, numbers=(0, 40, 99)),
            strict=True,
        ):
            off = np.abs(rgb(plain).astype(int) - rgb(marked)).max(axis=2) > 8
            assert not off[:280].any() and not off[:, :60].any()
            assert bool(off[280:, 120:].mean() > 0.05) is differs


def test_a_photo_that_is_gone_is_grey_and_stops_nothing(sources: list[Source]) -> None:
    Path(sources[0].path).unlink()
    first = reel.unpack(play_film(replace(recipe(sources), title=""), by_asset(sources), SIZE).piece(0))
    assert len(first) == reel.PIECE
    for left in ([], [AssetId(77)]):
        with pytest.raises(UserError):
            play_film(replace(recipe(sources), photos=tuple(left)), by_asset(sources), SIZE)


def test_it_is_played_small_and_even() -> None:
    assert reel.size_of((1080, 1920)) == (360, 640) and reel.size_of((1080, 1080)) == (640, 640)
    assert reel.size_of((1080, 1350)) == (512, 640) and reel.Reel(61).pieces == 3
