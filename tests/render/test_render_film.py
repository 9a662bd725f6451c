"""The film is a whole, valid file or no file; what moves, moves smoothly."""

from __future__ import annotations

import struct
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import av
import cv2
import numpy as np
import numpy.typing as npt
import pytest
from drawn import by_asset, contrast, photo
from PIL import Image

from rollsuggest.errors import CancelledError, UserError
from rollsuggest.library.pixels import Rgb
from rollsuggest.library.reel import FPS
from rollsuggest.model import Box, Make, Recipe, Source
from rollsuggest.render import coding
from rollsuggest.render.engine import render_film
from rollsuggest.render.planes import dissolved, planes, pushed, view
from rollsuggest.render.recap import storyboard
from rollsuggest.render.scenes import frame_count, frames

SIZE = (202, 361)  # odd on purpose: films are even


@pytest.fixture
def sources(tmp_path: Path) -> list[Source]:
    folder = tmp_path / "roll"
    folder.mkdir()
    shapes = ((480, 640), (640, 400), (480, 640), (500, 500))
    faces = (Box(0.4, 0.3, 0.2, 0.2), None, None, Box(0.1, 0.3, 0.3, 0.3))
    return [photo(folder, i, *both, "Porto") for i, both in enumerate(zip(shapes, faces, strict=True))]


def recipe(sources: list[Source], title: str = "May 2026") -> Recipe:
    return Recipe(Make.RECAP, tuple(s.asset for s in sources), seed=2, title=title, subtitle="Porto")


def never() -> bool:
    return False


def boxes_of(path: Path) -> list[str]:
    """Return the names of the top-level boxes of an MP4, in their order in the file."""
    data, at, names = path.read_bytes(), 0, []
    while at < len(data):
        size, name = struct.unpack(">I4s", data[at : at + 8])
        names.append(name.decode())
        at += size or len(data)
    return names


def test_a_film_plays_everywhere(sources: list[Source], tmp_path: Path) -> None:
    out = tmp_path / "out.mp4"
    heard: list[float] = []
    render_film(recipe(sources), by_asset(sources), out, SIZE, heard.append, never)
    assert heard == sorted(heard) and heard[0] == 0 and heard[-1] == 1
    names = boxes_of(out)
    assert names.index("moov") < names.index("mdat")
    expected = storyboard(sources, 202 / 360, 2, True).seconds
    with av.open(str(out)) as film:
        picture, sound = film.streams.video[0], film.streams.audio[0]
        assert (picture.codec_context.name, picture.codec_context.pix_fmt) == ("h264", "yuv420p")
        assert (picture.width, picture.height) == (202, 360)
        assert picture.average_rate == FPS
        assert picture.codec_context.colorspace == 1 and picture.codec_context.color_range == 1
        assert sound.codec_context.name == "aac"
        assert film.metadata["title"] == "May 2026"
        lasts = [float(s.duration * s.time_base) for s in (picture, sound) if s.duration and s.time_base]
        assert lasts == pytest.approx([expected] * 2, abs=0.1)
        seen = [frame.to_ndarray(format="rgb24") for frame in film.decode(picture)]
    assert len(seen) == round(expected * FPS)
    assert seen[0].max() > 200, "no title in the first frame"
    assert seen[-1].mean() < 12, "does not end softly"


def test_the_same_recipe_gives_the_same_film_also_under_load(sources: list[Source], tmp_path: Path) -> None:
    """One alone, then three at once on however few cores: the same bytes, so the same frames."""

    def made(name: str) -> bytes:
        out = tmp_path / name
        render_film(recipe(sources[:3]), by_asset(sources), out, (90, 160), lambda _p: None, never)
        return out.read_bytes()

    alone = made("alone.mp4")
    with ThreadPoolExecutor(3) as many:
        assert set(many.map(made, ("a.mp4", "b.mp4", "c.mp4"))) == {alone}


def test_every_processor_gives_the_same_film(
    sources: list[Source], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """x264 without its fast paths as the oracle. With AVX-512 they gave two films of a recipe under load."""
    exact = coding.X264
    for name, also in (("a.mp4", ""), ("b.mp4", ":asm=avx2"), ("c.mp4", ":asm=0")):
        monkeypatch.setattr(coding, "X264", f"{exact}{also}")
        render_film(
            recipe(sources[:3]), by_asset(sources), tmp_path / name, (90, 160), lambda _p: None, never
        )
    films = {(tmp_path / name).read_bytes() for name in ("a.mp4", "b.mp4", "c.mp4")}
    assert len(films) == 1


def test_cancelling_leaves_no_file(sources: list[Source], tmp_path: Path) -> None:
    heard: list[float] = []
    with pytest.raises(CancelledError):
        render_film(
            recipe(sources),
            by_asset(sources),
            tmp_path / "out.mp4",
            SIZE,
            heard.append,
            lambda: len(heard) > 4,
        )
    assert [path.name for path in tmp_path.iterdir()] == ["roll"]


def test_a_crash_leaves_no_file_and_keeps_the_old_one(sources: list[Source], tmp_path: Path) -> None:
    out = tmp_path / "out.mp4"
    out.write_bytes(b"old")

    def broken(_part: float) -> None:
        raise RuntimeError("the listener failed")

    with pytest.raises(RuntimeError):
        render_film(recipe(sources), by_asset(sources), out, SIZE, broken, never)
    assert out.read_bytes() == b"old" and len(list(tmp_path.iterdir())) == 2


def test_a_missing_folder_and_too_few_photos_are_told(sources: list[Source], tmp_path: Path) -> None:
    for out, some in ((tmp_path / "no" / "x.mp4", sources), (tmp_path / "x.mp4", sources[:2])):
        with pytest.raises(UserError) as told:
            render_film(recipe(some), by_asset(some), out, SIZE, lambda _p: None, never)
        assert told.value.advice


def test_an_unreadable_photo_costs_that_photo(sources: list[Source], tmp_path: Path) -> None:
    Path(sources[1].path).write_bytes(b"\xff\xd8 no picture")
    out = tmp_path / "out.mp4"
    render_film(recipe(sources), by_asset(sources), out, (90, 160), lambda _p: None, never)
    left = [sources[0], *sources[2:]]
    with av.open(str(out)) as film:
        assert film.streams.video[0].frames == frame_count(storyboard(left, 90 / 160, 2, True))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.mp4", "roll"]


def test_a_film_without_title_begins_with_a_photo(sources: list[Source]) -> None:
    board = storyboard(sources, 202 / 360, 2, False)
    first = next(iter(frames(board, recipe(sources, ""), sources, (202, 360))))
    assert not board.shots[0].titled and first.y.std() > 5


@pytest.mark.parametrize("light", [255, 190, 40])
def test_a_caption_can_be_read_on_any_photo(light: int, tmp_path: Path) -> None:
    """White letters stand out from all that is right around them 4.5 to 1 (WCAG 2); dark photos stay bare."""
    Image.new("RGB", (480, 640), (light, light, light)).save(tmp_path / "plain.png")
    plain = replace(photo(tmp_path, 1, (480, 640), None, "Porto"), path=str(tmp_path / "plain.png"))
    board = storyboard([plain], 9 / 16, 1, titled=False)
    at = round(board.shots[0].lasts_s * 0.6 * FPS)
    luma = next(frames(board, recipe([plain], ""), [plain], (540, 960), numbers=[at])).y.astype(np.int64)
    rows, columns = np.nonzero(luma > 228 if light < 200 else _shaded(luma))
    words = luma[rows.min() : rows.max(), columns.min() : columns.max()]
    letters = cv2.dilate((words > 150).astype(np.uint8), np.ones((3, 3)))
    ground = words[letters == 0]
    assert 0.1 < letters.mean() < 0.9
    assert contrast((255, 255, 255), (float(np.percentile(ground, 99)) - 16) / 219) >= 4.5
    assert light > 100 or np.median(ground) > 0.8 * luma[0, 0]


def _shaded(luma: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """Return the inside of what is darker than a white photo."""
    shade = cv2.morphologyEx((luma < 180).astype(np.uint8), cv2.MORPH_CLOSE, np.ones((25, 25), np.uint8))
    return np.asarray(cv2.erode(shade, np.ones((9, 9))) > 0)


def textured(w: int, h: int) -> Rgb:
    noise = np.random.default_rng(1).integers(0, 256, (h, w, 3), dtype=np.uint8)
    return np.asarray(cv2.GaussianBlur(noise, (0, 0), 2.5), dtype=np.uint8)


def test_movement_is_even_to_a_fraction_of_a_pixel() -> None:
    """A wave of 320 / 9 px, panned by 0.37 px a frame: its phase says how far it moved. Tolerance: 0.05."""
    wave = 128 + 90 * np.sin(np.arange(480) * 2 * np.pi * 9 / 320)
    picture = planes(np.repeat(np.tile(wave.astype(np.uint8), (80, 1))[..., None], 3, axis=2))
    step, at = 0.37, []
    for i in range(30):
        row = view(picture, Box(40 + i * step, 8, 320, 40), 320, 40).y[20].astype(float)
        at.append(np.angle(np.fft.fft(row)[9]) * 320 / 9 / (2 * np.pi))
    moved = (np.diff(at) + 16) % (320 / 9) - 16
    assert np.abs(moved - step).max() < 0.05


def test_planes_hold_bt709_colours() -> None:
    """The matrix of ITU-R BT.709-6, limited range. Tolerance: 1 of 255."""
    for rgb, ycc in {
        (255, 255, 255): (235, 128, 128), (0, 0, 0): (16, 128, 128), (255, 0, 0): (63, 102, 240)
    }.items():  # fmt: skip
        made = planes(np.full((4, 4, 3), rgb, np.uint8))
        assert np.abs(np.array([made.y[0, 0], *made.uv[0, 0]], int) - ycc).max() <= 1


def test_transitions_begin_with_one_picture_and_end_with_the_other() -> None:
    a, b = planes(textured(64, 96)), planes(textured(64, 96)[::-1].copy())
    for change in (dissolved, pushed):
        for part, expected in ((0.0, a), (1.0, b)):
            made = change(a, b, part)
            assert np.array_equal(made.y, expected.y) and np.array_equal(made.uv, expected.uv)
