"""Clips and sets of photos in one style: steady, whole, with their sound, and called off without a trace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import av
import drawn
import numpy as np
import pytest
import style_measures as measure
from made_films import CLOCKWISE, film

from rollsuggest import paths
from rollsuggest.errors import CancelledError, UserError
from rollsuggest.library.pixels import Rgb, decode
from rollsuggest.model import AssetId, Format, Kind, Make, Recipe, Source
from rollsuggest.render import drawn_film, redrawn
from rollsuggest.render import film as rendered_film
from rollsuggest.render.engine import Tools, draw_ahead, render_film, render_still
from rollsuggest.render.export import ENHANCED, SOURCE_TYPES, XMP_BOX
from rollsuggest.render.styles import Clip, FaceMark, Touch, restyle
from rollsuggest.render.styles.lab import blur, f32, mix
from rollsuggest.render.styles.moving import FACES_KEPT, GONE, Followed, Led, movement


@pytest.fixture(scope="module")
def pan() -> list[Rgb]:
    whole = decode(paths.resources() / "pictures" / "astronaut.jpg").rgb
    return measure.pan(whole[20:, 60:], 5, (240, 180))


@pytest.mark.parametrize("style", ["anime", "watercolour"])
def test_frames_led_by_the_last_flicker_less(pan: list[Rgb], style: str) -> None:
    bare = Touch(margin=False)
    alone = [restyle(rgb, [], style=style, quality="fast", seed=1, touch=bare) for rgb in pan]
    clip = Clip(style, 1)
    led = [clip.draw(rgb) for rgb in pan]
    assert np.array_equal(Clip(style, 1).draw(pan[0]), led[0])
    assert measure.flicker(pan, led) < 0.75 * measure.flicker(pan, alone)
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
    assert sure[:, -2:].max() == 0  # what comes into sight was nowhere


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


def test_a_clip_is_cut_to_its_first_seconds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawn_film, "CLIP_MOST_S", 0.4)
    source = _source(film(tmp_path / "a.mp4", size=(64, 36), seconds=1.0, sound=True), (64, 36))
    _drawn(source, tmp_path / "out.mp4")
    with av.open(str(tmp_path / "out.mp4")) as made:
        assert made.duration and abs(made.duration / av.time_base - 0.4) < 0.08


def test_a_film_is_marked_as_pictures_are_and_still_plays(tmp_path: Path) -> None:
    source = _source(film(tmp_path / "a.mp4", size=(64, 36), seconds=0.4), (64, 36))
    out = tmp_path / "out.mp4"
    _drawn(source, out)
    last = out.read_bytes()[out.read_bytes().index(XMP_BOX.bytes) - 8 :]
    assert int.from_bytes(last[:4], "big") == len(last) and last[4:8] == b"uuid"
    packet = ElementTree.fromstring(last[24:].decode().partition("?>")[2].rpartition("<?")[0])
    (about,) = packet.iter("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}Description")
    assert (
        about.get("{http://iptc.org/std/Iptc4xmpExt/2008-02-29/}DigitalSourceType") == SOURCE_TYPES + ENHANCED
    )
    with av.open(str(out)) as made:
        assert sum(1 for _frame in made.decode(video=0)) == 6


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


def test_another_shuffle_title_or_shape_draws_no_photo_anew(tmp_path: Path) -> None:
    recipe, found = _collage(tmp_path, "sketch")
    redrawn._kept.clear()
    for wish in (recipe, replace(recipe, seed=5, title="Sea"), replace(recipe, format=Format.LANDSCAPE)):
        render_still(wish, found, (216, 384))
    assert len(redrawn._kept) == 3


def test_a_card_draws_only_what_it_shows_and_a_preview_is_drawn_ahead(tmp_path: Path) -> None:
    found = drawn.by_asset([drawn.photo(tmp_path, n, (160, 120)) for n in range(12)])
    recipe = Recipe(Make.RECAP, tuple(found), drawn="sketch")
    redrawn._kept.clear()
    told: list[float] = []
    render_still(recipe, found, (108, 192), progress=told.append)
    shown = len(redrawn._kept)
    assert 1 < shown < 12 and told == pytest.approx([(n + 1) / shown for n in range(shown)])
    redrawn._kept.clear()
    assert draw_ahead(recipe, found, (108, 192), 1, Tools()) == shown
    assert len(redrawn._kept) == 1
    with pytest.raises(CancelledError):
        render_still(recipe, found, (108, 192), cancelled=lambda: True)


def test_no_margin_is_cut_by_a_crop_or_carried_along_in_a_film(tmp_path: Path, pan: list[Rgb]) -> None:
    source = drawn.photo(tmp_path, 1, (160, 120))
    page = redrawn.redraw(Recipe(Make.COLLAGE, (), drawn="watercolour"), source, 160, Tools())
    alone = Recipe(Make.RESTYLE, (source.asset,), style="watercolour")
    with_margin = render_still(alone, {source.asset: source}, (160, 120))
    frame = Clip("watercolour", 1).draw(pan[0])
    assert with_margin[0].min() > 200 > max(page[0].min(), frame[0].min())


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
    written: list[Sequence[Source]] = []
    write = rendered_film.write

    def noted(recipe: Recipe, left: Sequence[Source], *rest: Any) -> None:
        written.append(left)
        write(recipe, left, *rest)

    monkeypatch.setattr(rendered_film, "write", noted)
    out = tmp_path / "out.mp4"
    render_film(recipe, found, out, (54, 96), lambda _share: None, lambda: False)
    assert len(redrawn._kept) >= 3 and [[source.film for source in left] for left in written] == [[""] * 3]
    assert b"algorithmicallyEnhanced" in out.read_bytes()
    with av.open(str(out)) as made:
        colours = [frame.to_ndarray(format="rgb24").astype(int) for frame in made.decode(video=0)][60]
    assert np.ptp(colours, axis=2).mean() < 25  # graphite and paper
    with pytest.raises(CancelledError):
        render_film(recipe, found, tmp_path / "b.mp4", (108, 192), lambda _share: None, lambda: True)
    assert not (tmp_path / "b.mp4").exists()


def test_rain_falls_and_the_sun_stays_where_it_was(pan: list[Rgb]) -> None:
    still = np.ascontiguousarray(pan[0][:96, :128])
    bare, wet = Clip("sketch", 1), Clip("sketch", 1, light="rain")
    before, later = (np.abs(wet.draw(still).astype(int) - bare.draw(still)).mean(axis=2) for _n in range(2))
    assert before.mean() > 1 and np.abs(before - later).mean() > 0.5
    sunny = Clip("sketch", 1, light="golden")
    lit = [sunny.draw(frame).astype(int) for frame in (still, np.ascontiguousarray(still[:, ::-1]))]
    alone = Clip("sketch", 1, light="golden").draw(np.ascontiguousarray(still[:, ::-1]))
    assert np.abs(lit[1] - alone).mean() > 2  # the camera turned; the sun did not


def test_a_face_is_looked_at_again_in_each_frame_and_drawn_milder(pan: list[Rgb]) -> None:
    points = np.array([[80, 60], [110, 60], [95, 78], [83, 92], [107, 92]], np.float32)
    face = FaceMark((70, 40, 50, 70), points)
    asked = 0

    def find(rgb: Rgb) -> list[FaceMark]:
        """Sees it in the film; of drawings only in what is much like the film."""
        nonlocal asked
        asked += 1
        there = any(
            np.abs(rgb.astype(int) - frame)[50:100, 75:115].mean() < 10 for frame in (*pan, *mirrored)
        )
        return [face.mirrored(rgb.shape[1]) if any(np.array_equal(rgb, m) for m in mirrored) else face][
            : int(there)
        ]

    mirrored = [np.ascontiguousarray(frame[:, ::-1]) for frame in pan]
    checked = Clip("pop", 1, find=find)
    for frame in pan[:2]:
        shown = checked.draw(frame)
        assert find(shown)
    assert asked > 4
    assert not any(np.abs(restyle(pan[1], [face], style="pop", quality="fast", seed=1).astype(int) - frame)
                   [50:100, 75:115].mean() < 10 for frame in pan)  # fmt: skip


def test_what_is_laid_over_a_drawing_is_not_laid_over_itself_frame_by_frame() -> None:
    """A face's patch blurs the drawing around it a little: of a film that stands still it stays a little."""
    photo = np.random.default_rng(5).integers(0, 256, (64, 64, 3), np.uint8)
    drawing = f32(photo / 255)
    where = np.zeros((64, 64), np.float32)
    where[16:48, 16:48] = 1
    led = Led()
    for _frame in range(12):
        plain = led.by_the_last(photo, drawing)
        shown = led.mended(mix(plain, blur(plain, 1.0), where), where)
    assert np.abs(shown - mix(drawing, blur(drawing, 1.0), where)).max() < 0.02
    assert led.is_mended
    for _frame in range(20):  # nothing is changed any more: it fades
        shown = led.mended(led.by_the_last(photo, drawing), np.zeros_like(where))
    assert np.abs(shown - drawing).max() < 0.02
    assert led._where is not None and led._where.max() < GONE
