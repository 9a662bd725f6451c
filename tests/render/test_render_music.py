"""The person's own music: its beats are found, pictures change on them, clips are heard above it."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest
from drawn import by_asset, photo
from made_films import film
from made_music import band, music

from rollsuggest.errors import UserError
from rollsuggest.model import AssetId, Kind, Make, Recipe, Source
from rollsuggest.render.beats import RATE, beats
from rollsuggest.render.engine import render_film
from rollsuggest.render.music import LOUD, Music, listen, played
from rollsuggest.render.plan import planned
from rollsuggest.render.recap import LAST_S
from rollsuggest.render.soundtrack import AWAY_S, DUCKED, soundtrack

NEAR_S = 0.04  # little more than one picture of a film


@pytest.mark.parametrize("tempo", [70, 92, 100, 128, 140])
def test_beats_are_found(tempo: int) -> None:
    """Every beat that was played; at 70 those halfway too. Tolerance: NEAR_S."""
    mono, expected = band(tempo, 40, RATE)
    found = np.array(beats(mono))
    away = np.array([np.abs(found - second).min() for second in expected])
    assert (away < NEAR_S).mean() > 0.97
    assert len(found) < (1.1 if tempo > 80 else 2.1) * len(expected)


def test_what_does_not_beat_has_no_beats() -> None:
    rng = np.random.default_rng(2)
    hiss = rng.normal(size=30 * RATE).astype(np.float32)
    tone = np.sin(np.arange(30 * RATE) * 0.06).astype(np.float32)
    for heard in (hiss, tone, np.zeros(30 * RATE, np.float32), hiss[:500], hiss[:0]):
        assert beats(heard) == ()


@pytest.mark.parametrize("name", ["a.mp3", "a.m4a", "a.flac", "a.wav"])
def test_music_begins_with_its_first_sound(tmp_path: Path, name: str) -> None:
    expected = music(tmp_path / name, first_s=2.0, seconds=14.0)
    found = listen(str(tmp_path / name))
    assert found and abs(found.begins_s - 1.95) < 0.1
    first = found.begins_s + found.beats[0]
    assert min(abs(first - second) for second in expected) < NEAR_S


def test_music_that_cannot_be_played_is_told(tmp_path: Path) -> None:
    (tmp_path / "b.mp3").write_bytes(b"no music" * 100)
    for name in ("b.mp3", "gone.mp3"):
        with pytest.raises(UserError, match=name) as told:
            listen(str(tmp_path / name))
        assert told.value.advice
    assert listen("") is None


def test_short_music_begins_anew_on_a_beat(tmp_path: Path) -> None:
    music(tmp_path / "a.wav", 100, 8.0)
    found = listen(str(tmp_path / "a.wav"))
    assert found
    row = np.diff(found.beats_until(30.0))
    assert found.beats_until(30.0)[-1] > 29 and row.min() > 0.5 and row.max() < 0.7
    heard = played(found, 30 * RATE, RATE)
    seconds = np.sqrt((heard.reshape(2, 30, RATE) ** 2).mean(axis=(0, 2)))
    assert seconds.min() > 0.3 * seconds.max(), "silence between two rounds"
    assert np.abs(heard).max() <= 1 and seconds.mean() < 2 * LOUD


@pytest.fixture
def sources(tmp_path: Path) -> list[Source]:
    folder = tmp_path / "roll"
    folder.mkdir()
    found = [photo(folder, i, (480, 640)) for i in range(7)]
    path = str(film(folder / "c.mp4", size=(180, 320), seconds=6.0, sound=True))
    found.insert(3, Source(AssetId(20), path, 180, 320, kind=Kind.VIDEO, film=path))
    return found


def recipe(sources: list[Source], path: Path) -> Recipe:
    return Recipe(Make.RECAP, tuple(s.asset for s in sources), title="May", seed=4, music=str(path))


def test_pictures_change_on_beats(sources: list[Source], tmp_path: Path) -> None:
    music(tmp_path / "a.flac", 100, 40.0)
    plan = planned(recipe(sources, tmp_path / "a.flac"), sources, 9 / 16, None)
    assert plan.music
    due = np.array(plan.music.beats_until(60))
    shots = plan.board.shots
    changes = [shot.begins_s + shot.entry_s / 2 for shot in shots[1:]]
    assert all(np.abs(due - second).min() < 1e-6 for second in changes)
    for before, after in pairwise(shots):
        assert abs(before.ends_s - after.entry_s - after.begins_s) < 1e-9, "a gap"
        assert after.begins_s >= before.begins_s + before.entry_s - 1e-9, "three shots at once"
    for shot in shots:
        if (plays := shot.panels[0].plays) and not shot.is_card:
            assert shot.lasts_s <= plays.lasts_s + 1e-9
        elif shot is not shots[0]:
            assert 0.9 <= shot.lasts_s <= 3.2 + LAST_S


def test_music_makes_room_for_a_clip_and_goes_with_the_pictures(
    sources: list[Source], tmp_path: Path
) -> None:
    music(tmp_path / "a.flac", 100, 40.0)
    plan = planned(recipe(sources, tmp_path / "a.flac"), sources, 9 / 16, None)
    samples = round(plan.board.seconds * RATE)
    mixed = soundtrack(plan, sources, samples, RATE)
    silent = [replace(s, film="") for s in sources]
    alone = soundtrack(plan, silent, samples, RATE)
    (clip,) = (s for s in plan.board.shots if s.panels[0].plays and not s.is_card)
    middle = round((clip.begins_s + clip.lasts_s / 2) * RATE)
    hum = 0.4 * np.sin(2 * np.pi * 440 * np.arange(RATE // 2) / RATE)
    heard, under = (track[0, middle : middle + RATE // 2] for track in (mixed, alone))
    turned = np.abs(np.fft.rfft(heard))[220] / np.abs(np.fft.rfft(hum))[220]
    assert turned > 0.8, "the clip is not heard"
    low = slice(0, 60)  # the drum, below the hum
    quieter = np.linalg.norm(np.fft.rfft(heard)[low]) / np.linalg.norm(np.fft.rfft(under)[low])
    assert abs(quieter - DUCKED) < 0.08
    away = round(3 * RATE)
    assert np.abs(mixed[:, RATE:away] - alone[:, RATE:away]).max() < 1e-6
    last = np.abs(alone[:, -RATE // 10 :]).max()
    assert last < 0.05 < np.abs(alone[:, -round((AWAY_S + 1) * RATE) :]).max()


def test_a_film_with_music_is_a_whole_film(sources: list[Source], tmp_path: Path) -> None:
    music(tmp_path / "a.mp3", 120, 12.0)
    before = (tmp_path / "a.mp3").read_bytes()
    out = tmp_path / "out.mp4"
    wish = recipe(sources, tmp_path / "a.mp3")
    render_film(wish, by_asset(sources), out, (90, 160), lambda _p: None, lambda: False)
    with av.open(str(out)) as made:
        picture, sound = made.streams.video[0], made.streams.audio[0]
        lasts = [float(s.duration * s.time_base) for s in (picture, sound) if s.duration and s.time_base]
        heard = np.concatenate([f.to_ndarray() for f in made.decode(sound)], axis=1)
    assert lasts[0] == pytest.approx(lasts[1], abs=0.1)
    assert np.sqrt((heard**2).mean()) > 0.02
    assert (tmp_path / "a.mp3").read_bytes() == before
    with pytest.raises(UserError):
        render_film(
            replace(wish, music=str(tmp_path / "gone.mp3")), by_asset(sources), tmp_path / "b.mp4",
            (90, 160), lambda _p: None, lambda: False,
        )  # fmt: skip
    assert not (tmp_path / "b.mp4").exists()


def test_music_without_beats_changes_no_picture(sources: list[Source]) -> None:
    quiet = Music("", 0.0, 40.0)
    assert quiet.beats_until(60) == () and quiet.round == (0.0, 40.0)
