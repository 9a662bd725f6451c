"""Clips and sets of photos in one style: steady, whole, with their sound, and called off without a trace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import av
import drawn
import numpy as np
import pytest
from made_films import CLOCKWISE, film

from rollsuggest import paths
from rollsuggest.errors import CancelledError, UserError
from rollsuggest.library.pixels import Rgb, decode
from rollsuggest.model import AssetId, Kind, Make, Recipe, Source
from rollsuggest.render import redrawn, restyled
from rollsuggest.render.engine import Tools, render_film, render_still
from rollsuggest.render.styles import Clip, FaceMark, restyle
from rollsuggest.render.styles.flow import sampled
from rollsuggest.render.styles.moving import FACES_KEPT, Followed, movement


@pytest.fixture(scope="module")
def pan() -> list[Rgb]:
    """A camera that moves and trembles, with the noise that cameras have."""
    whole = decode(paths.resources() / "pictures" / "astronaut.jpg").rgb
    noise = np.random.default_rng(1)
    steps = [(20 + 3 * n, 60 + 2 * n + n % 2) for n in range(5)]
    cuts = [whole[y : y + 180, x : x + 240].astype(np.float32) for y, x in steps]
    return [(cut + noise.normal(0, 3, cut.shape)).clip(0, 255).astype(np.uint8) for cut in cuts]


def _flicker(photos: Sequence[Rgb], drawings: Sequence[Rgb]) -> float:
    """The mean difference of a drawing and the one before, moved as the film moved (Lai et al. 2018)."""
    off = []
    for n in range(1, len(photos)):
        was, sure = movement(photos[n - 1], photos[n])
        moved = sampled(drawings[n - 1].astype(np.float32), was)
        off.append(float(np.abs(moved - drawings[n])[sure > 0.5].mean()))
    return float(np.mean(off))


@pytest.mark.parametrize("style", ["anime", "watercolour"])
def test_frames_led_by_the_last_flicker_less(pan: list[Rgb], style: str) -> None:
    alone = [restyle(rgb, [], style=style, quality="fast", seed=1) for rgb in pan]
    clip = Clip(style, 1)
    led = [clip.draw(rgb) for rgb in pan]
    assert np.array_equal(Clip(style, 1).draw(pan[0]), led[0])
    assert _flicker(pan, led) < 0.75 * _flicker(pan, alone)
    assert np.abs(led[-1].astype(int) - alone[-1]).mean() < 8  # it still draws what is there


def test_another_scene_is_drawn_anew(pan: list[Rgb]) -> None:
    other = np.ascontiguousarray(255 - pan[0])
    clip = Clip("anime", 1)
    clip.draw(pan[0])
    assert np.abs(clip.draw(other).astype(int) - Clip("anime", 1).draw(other)).mean() < 1


def test_movement_is_found() -> None:
    still = np.random.default_rng(3).integers(0, 256, (60, 80, 3), dtype=np.uint8).repeat(4, 0).repeat(4, 1)
    was, sure = movement(still[:, :300], still[:, 3:303])
    shift = was[..., 0] - np.arange(300)[None, :]
    assert abs(float(np.median(shift)) - 3) < 0.5 and sure.mean() > 0.8


def test_a_face_is_steadied_and_remembered_for_a_moment() -> None:
    points = np.array([[30, 40], [70, 40], [50, 60], [35, 80], [65, 80]], np.float32)
    face, seen = FaceMark((0, 0, 100, 120), points), Followed()
    assert seen.seen([face])[0] is face
    (steadied,) = seen.seen([face.moved(by=(4, 0))])
    assert steadied.box_px[0] == 2
    for _missed in range(FACES_KEPT):
        assert len(seen.seen([])) == 1
    assert seen.seen([]) == []


def _source(path: Path, size: tuple[int, int]) -> Source:
    return Source(AssetId(1), str(path), *size, kind=Kind.VIDEO, film=str(path))


def _drawn(source: Source, out: Path, style: str = "sketch", stop: bool = False) -> list[float]:
    told: list[float] = []
    recipe = Recipe(Make.RESTYLE, (source.asset,), style=style, title="Sea")
    render_film(recipe, {source.asset: source}, out, (640, 360), told.append, lambda: stop and len(told) > 3)
    return told


def test_a_clip_keeps_its_shape_length_and_sound(tmp_path: Path) -> None:
    source = _source(film(tmp_path / "a.mp4", size=(192, 108), seconds=1.2, sound=True), (192, 108))
    out = tmp_path / "out.mp4"
    told = _drawn(source, out)
    assert told == sorted(told) and told[-1] == 1.0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.mp4", "out.mp4"]
    with av.open(str(out)) as made:
        video, sound = made.streams.video[0], made.streams.audio[0]
        assert (video.width, video.height) == (192, 108)
        assert made.duration and abs(made.duration / av.time_base - 1.2) < 0.1
        heard = np.concatenate([frame.to_ndarray() for frame in made.decode(sound)], axis=1)
        assert np.abs(heard).max() > 0.05
        assert "algorithmicallyEnhanced" in made.metadata["comment"]


def test_a_clip_held_upright_comes_out_upright_and_one_without_sound_has_none(tmp_path: Path) -> None:
    source = _source(film(tmp_path / "a.mp4", size=(128, 72), seconds=0.5, matrix=CLOCKWISE), (72, 128))
    out = tmp_path / "out.mp4"
    _drawn(source, out)
    with av.open(str(out)) as made:
        assert (made.streams.video[0].width, made.streams.video[0].height) == (72, 128)
        assert not made.streams.audio


def test_a_clip_called_off_leaves_nothing(tmp_path: Path) -> None:
    source = _source(film(tmp_path / "a.mp4", size=(128, 72), seconds=1.0), (128, 72))
    with pytest.raises(CancelledError):
        _drawn(source, tmp_path / "out.mp4", stop=True)
    assert [path.name for path in tmp_path.iterdir()] == ["a.mp4"]


def test_a_photo_is_no_clip(tmp_path: Path) -> None:
    source = drawn.photo(tmp_path, 1, (160, 120))
    with pytest.raises(UserError, match="no film"):
        _drawn(source, tmp_path / "out.mp4")


# --- sets ------------------------------------------------------------------------------------------------


def _collage(tmp_path: Path, style: str) -> tuple[Recipe, dict[AssetId, Source]]:
    found = drawn.by_asset([drawn.photo(tmp_path, n, (160, 120)) for n in range(3)])
    return Recipe(Make.COLLAGE, tuple(found), drawn=style), found


def test_a_collage_in_one_style(tmp_path: Path) -> None:
    recipe, found = _collage(tmp_path, "sketch")
    page = render_still(recipe, found, (216, 384))
    plain = render_still(replace(recipe, drawn=""), found, (216, 384))
    assert page.shape == plain.shape
    assert np.ptp(page.astype(int), axis=2).mean() < 0.5 * np.ptp(plain.astype(int), axis=2).mean()
    redrawn._kept.clear()
    assert np.array_equal(page, render_still(recipe, found, (216, 384)))


def test_a_photo_of_a_set_is_drawn_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    recipe, found = _collage(tmp_path, "manga")
    first = render_still(recipe, found, (216, 384))

    def fail(*_args: object) -> None:
        raise AssertionError("drawn again")

    monkeypatch.setattr(redrawn, "drawn", fail)
    moved = render_still(replace(recipe, seed=recipe.seed, photos=recipe.photos[::-1]), found, (216, 384))
    assert not np.array_equal(first, moved)


def test_what_cannot_be_read_is_left_out_of_a_set(tmp_path: Path) -> None:
    recipe, found = _collage(tmp_path, "sketch")
    Path(found[AssetId(1)].path).write_bytes(b"no photo")
    fewer = replace(recipe, photos=(AssetId(0), AssetId(2)))
    assert np.array_equal(render_still(recipe, found, (216, 384)), render_still(fewer, found, (216, 384)))


def test_a_film_of_drawings_plays_no_clip_and_can_be_called_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recipe, found = _collage(tmp_path, "sketch")
    recipe = replace(recipe, make=Make.RECAP)
    first = found[AssetId(0)]
    found[AssetId(0)] = replace(first, film=str(film(tmp_path / "a.mp4", size=(64, 36), seconds=3)))
    with redrawn.redrawn(recipe, list(found.values()), (108, 192), Tools()) as lent:
        assert not any(source.film for source in lent)
        assert all(Path(source.path).is_file() for source in lent)
        assert [source.taken_at for source in lent] == [source.taken_at for source in found.values()]
    assert not any(Path(source.path).exists() for source in lent)
    redrawn._kept.clear()
    monkeypatch.setattr(restyled, "restyle", lambda rgb, _marks, **_words: rgb)
    with pytest.raises(CancelledError):
        render_film(recipe, found, tmp_path / "b.mp4", (108, 192), lambda _share: None, lambda: True)
    assert not (tmp_path / "b.mp4").exists()
