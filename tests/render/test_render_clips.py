"""Clips in a film: their best seconds are played, nobody in them is cut, their sound is heard."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest
from drawn import by_asset, photo
from made_films import HUM_HZ, film

from rollsuggest.library import clip
from rollsuggest.library.pixels import Rgb
from rollsuggest.library.reel import FPS
from rollsuggest.model import AssetId, Box, Kind, Make, Recipe, Source
from rollsuggest.render.clips import MOST_MOVING, PLAYED_S, footage
from rollsuggest.render.engine import render_film
from rollsuggest.render.plan import Plan
from rollsuggest.render.recap import storyboard
from rollsuggest.render.scenes import frames
from rollsuggest.render.soundtrack import faded, soundtrack

SIZE = (90, 160)
RATE = 44_100


def video(path: Path, number: int, size: tuple[int, int], seconds: float = 4.0, **how: object) -> Source:
    made = str(film(path, size=size, seconds=seconds, **how))  # type: ignore[arg-type]
    return Source(AssetId(number), made, *size, kind=Kind.VIDEO, film=made)


@pytest.fixture
def sources(tmp_path: Path) -> list[Source]:
    """A photo, an upright film that hums, a photo, a lying film, a photo."""
    photos = [photo(tmp_path, i, (480, 640)) for i in range(3)]
    upright = video(tmp_path / "u.mp4", 7, (180, 320), sound=True)
    lying = video(tmp_path / "l.mp4", 8, (320, 180))
    return [photos[0], upright, photos[1], lying, photos[2]]


def recipe(sources: list[Source]) -> Recipe:
    return Recipe(Make.RECAP, tuple(s.asset for s in sources), seed=2)


def test_a_film_plays_its_clips_and_their_sound_in_their_time_alone(
    sources: list[Source], tmp_path: Path
) -> None:
    out = tmp_path / "out.mp4"
    render_film(recipe(sources), by_asset(sources), out, SIZE, lambda _p: None, lambda: False)
    board = storyboard(sources, 90 / 160, 2, False, footage(sources, None))
    shot = next(s for s in board.shots if s.panels[0].photo == 1)
    with av.open(str(out)) as made:
        assert made.streams.video[0].frames == round(board.seconds * FPS)
        assert made.duration is not None
        assert abs(made.duration / av.time_base - board.seconds) < 1 / FPS, "not the exact duration"
    heard = clip.sound(out, 0, 0.0, board.seconds, RATE)
    assert heard is not None
    begin, end = round((shot.begins_s + 0.5) * RATE), round((shot.ends_s - 0.5) * RATE)
    loud = heard[0, begin:end]
    tone = np.argmax(np.abs(np.fft.rfft(loud))) * RATE / len(loud)
    assert abs(tone - HUM_HZ) < 2 and abs(loud).max() > 0.3
    assert abs(heard[:, : round((shot.begins_s - 0.1) * RATE)]).max() < 0.01
    assert abs(heard[:, round((shot.ends_s + 0.1) * RATE) :]).max() < 0.01


def test_an_upright_clip_fills_the_frame_and_a_lying_one_is_whole(sources: list[Source]) -> None:
    found = footage(sources, None)
    assert set(found) == {1, 3}
    board = storyboard(sources, 90 / 160, 2, False, found)
    shots = {s.panels[0].photo: s for s in board.shots}
    assert not shots[1].whole and shots[3].whole
    assert shots[3].panels[0].first == Box(0, 0, 1, 1)
    pictures = list(frames(board, recipe(sources), sources, SIZE))
    middle = pictures[round((shots[1].begins_s + shots[1].lasts_s / 2) * FPS)]
    red_above, blue_below = middle.uv[:35, :, 1], middle.uv[45:, :, 0]
    assert red_above.min() > 170 and blue_below.min() > 170, "not to the edges"


def test_no_face_seen_in_a_clip_leaves_the_frame(tmp_path: Path) -> None:
    """Somebody walks from the left to the right of a film that would be cropped: all of it is shown."""
    lying = video(tmp_path / "l.mp4", 1, (240, 300))
    looks = iter(range(1000))

    def walking(_rgb: Rgb) -> list[Box]:
        return [Box(0.02 if next(looks) % 2 else 0.86, 0.3, 0.12, 0.12)]

    for find in (walking, lambda _rgb: [Box(0.7, 0.3, 0.2, 0.2)]):
        found = footage([lying], find)
        keep = found[0].about.keep
        (panel,) = storyboard([lying], 90 / 160, 0, False, found).shots[0].panels
        assert keep and panel.plays and panel.first == panel.last
        assert panel.first.x <= keep.x + 1e-9
        assert keep.x + keep.w <= panel.first.x + panel.first.w + 1e-9


def test_the_lit_seconds_are_played(tmp_path: Path) -> None:
    dark_first = video(tmp_path / "d.mp4", 1, (180, 320), seconds=9.0, black_s=4.0)
    found = footage([dark_first], None)[0]
    assert found.start_s >= 4.0 and found.start_s + found.lasts_s <= 9.0
    assert found.lasts_s == PLAYED_S


def test_few_photos_move_and_what_cannot_play_stays_a_still(tmp_path: Path) -> None:
    playing = str(film(tmp_path / "live.mp4", size=(180, 320), seconds=2.0))
    short = str(film(tmp_path / "short.mp4", size=(180, 320), seconds=0.5))
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"no film" * 50)
    photos = [photo(tmp_path, i, (480, 640)) for i in range(6)]
    films = (playing, short, str(broken), playing, playing, "")
    moving = [replace(p, film=f) for p, f in zip(photos, films, strict=True)]
    found = footage(moving, None)
    assert len(found) == MOST_MOVING and set(found) <= {0, 3, 4}
    assert footage(moving, None) == found


def test_a_film_that_breaks_off_keeps_its_last_picture(tmp_path: Path) -> None:
    whole = video(tmp_path / "w.mp4", 1, (180, 320), seconds=3.0)
    found = footage([whole], None)
    longer = {0: replace(found[0], lasts_s=5.0)}
    board = storyboard([whole], 90 / 160, 0, False, longer)
    last = list(frames(board, Recipe(Make.RECAP, (AssetId(1),)), [whole], SIZE))[-40]
    assert last.y[:70].std() < 4 and last.y[:70].mean() > 40


def test_the_same_clip_gives_the_same_frames(sources: list[Source]) -> None:
    def drawn() -> list[bytes]:
        board = storyboard(sources, 90 / 160, 2, False, footage(sources, None))
        return [p.y.tobytes() for p in frames(board, recipe(sources), sources, SIZE)]

    assert drawn() == drawn()


def test_sound_fades_and_silence_is_silent(sources: list[Source]) -> None:
    soft = faded(np.ones((2, RATE), np.float32), RATE)
    assert soft[0, 0] == 0 and soft[0, -1] == 0 and soft[0, RATE // 2] == 1
    still = [s for s in sources if s.kind is Kind.PHOTO]
    board = storyboard(still, 90 / 160, 2, False)
    assert not soundtrack(Plan(board), still, 1000, RATE).any()
