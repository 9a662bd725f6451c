"""Letters on signs are found, stay readable in every style, and are found nowhere else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image, ImageDraw, ImageFont

from rollsuggest import paths
from rollsuggest.library.pixels import Rgb, decode
from rollsuggest.render import styles
from rollsuggest.render.styles import STYLES, restyle, seen
from rollsuggest.render.styles.lab import picture_of
from rollsuggest.render.styles.letters import lettering
from rollsuggest.render.styles.scene import scene_of

SIZE, BOARD, MIDDLE = (1080, 720), (340, 325, 740, 395), (540, 360)
WORDS, FONT = "Harbour Street", ImageFont.load_default(30)
AT = (slice(346, 376), slice(445, 635))  # well inside of the words
SAMPLES = sorted((paths.resources() / "sample").glob("*.jpg"))


def _landscape(name: str = "forest_13.jpg") -> Image.Image:
    return Image.open(paths.resources() / "sample" / name).convert("RGB").resize(SIZE)


def _sign(ink: str = "#33312e", ground: str = "#e6dfc8", turned: float = 0.0) -> Rgb:
    """Return a landscape with a board in it, and words as high as those on a signpost."""
    board = Image.new("RGBA", SIZE)
    pen = ImageDraw.Draw(board)
    pen.rectangle(BOARD, fill=ground)
    pen.text(MIDDLE, WORDS, ink, FONT, anchor="mm")
    board = board.rotate(turned, Image.Resampling.BICUBIC)
    photo = _landscape()
    photo.paste(board, (0, 0), board)
    return np.asarray(photo)


@pytest.mark.parametrize(
    ("ink", "ground"), [("#33312e", "#e6dfc8"), ("#f4f2ee", "#1d5a34"), ("#b3202a", "#f4f2ee")]
)
@pytest.mark.parametrize("turned", [0.0, 7.0, -12.0])
def test_letters_are_found_dark_and_light_and_inclined(ink: str, ground: str, turned: float) -> None:
    found = lettering(picture_of(_sign(ink, ground, turned)), 1.0)
    assert found is not None
    words = _turned(ImageDraw.Draw(Image.new("L", SIZE)).textbbox(MIDDLE, WORDS, FONT, anchor="mm"), turned)
    assert float(found.where[words].mean()) > 0.95
    assert float(found.where[~_turned(BOARD, turned)].max()) < 0.05


def _turned(box: tuple[float, ...], degrees: float) -> npt.NDArray[np.bool_]:
    plain = Image.new("L", SIZE)
    ImageDraw.Draw(plain).rectangle(box, fill=255)
    return np.asarray(plain.rotate(degrees)) > 0


def test_letters_are_in_two_tones() -> None:
    pairs = ("#222222", "#eeeeee"), ("#eeeeee", "#222222")
    dark, light = (lettering(picture_of(_sign(*colours)), 1.0) for colours in pairs)
    assert dark is not None
    assert light is not None
    alike = np.corrcoef(dark.light[AT].ravel(), 1 - light.light[AT].ravel())[0, 1]
    assert alike > 0.95
    assert dark.dark[AT].max() > 0.95
    assert light.dark.max() == 0


def _windows() -> Rgb:
    photo = np.full((720, 1080, 3), 205, np.uint8)
    for y in range(60, 680, 90):
        for x in range(60, 1020, 48):
            cv2.rectangle(photo, (x, y), (x + 22, y + 34), (70, 75, 85), -1)
            cv2.line(photo, (x + 11, y), (x + 11, y + 34), (205, 205, 205), 3)
    return photo


def _fence() -> Rgb:
    photo = np.full((720, 1080, 3), (90, 140, 80), np.uint8)
    for x in range(40, 1040, 22):
        cv2.rectangle(photo, (x, 300), (x + 6, 350), (240, 240, 235), -1)
    return photo


def _disks() -> Rgb:
    photo = np.full((720, 1080, 3), 210, np.uint8)
    for x in range(60, 1040, 44):
        cv2.circle(photo, (x, 360), 15, (60, 50, 50), -1)
    return photo


@pytest.mark.parametrize("photo", [_windows(), _fence(), _disks()], ids=["windows", "fence", "disks"])
def test_what_stands_in_a_row_is_no_letters(photo: Rgb) -> None:
    assert lettering(picture_of(photo), 1.0) is None


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_landscapes_have_no_letters(path: Path) -> None:
    scene = scene_of(decode(path).rgb, [], redraws=False, seed=1)
    assert seen.letters(scene) is None


def _read(drawn: Rgb, photo: Rgb) -> float:
    """Return how alike the letters are, 0..1."""
    first, second = (cv2.cvtColor(rgb[AT], cv2.COLOR_RGB2GRAY).ravel() for rgb in (drawn, photo))
    return float(np.corrcoef(first, second)[0, 1])


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(
    ("ink", "ground", "least"), [("#4a4640", "#cfc8b4", 0.9), ("#e9e6df", "#2c6644", 0.6)]
)
def test_every_style_keeps_letters(
    style: str, ink: str, ground: str, least: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = _sign(ink, ground)
    kept = _read(restyle(photo, [], style=style, quality="fast", seed=1), photo)
    assert kept > least
    monkeypatch.setattr(seen, "letters", lambda _scene: None)
    monkeypatch.setattr(styles, "_scenes", {})
    if style != "sketch":  # whose fine lines keep letters as clear as these are
        assert kept > _read(restyle(photo, [], style=style, quality="fast", seed=1), photo)


@pytest.mark.parametrize("style", STYLES)
def test_a_photo_without_letters_is_drawn_as_ever(style: str, monkeypatch: pytest.MonkeyPatch) -> None:
    photo = np.asarray(_landscape("lighthouse_01.jpg").resize((540, 360)))
    drawn = restyle(photo, [], style=style, quality="fast", seed=1)
    monkeypatch.setattr(styles, "_scenes", {})
    for name in ("lettered", "lettered_plane", "inscribed"):
        monkeypatch.setattr(seen, name, lambda _scene, plane, *_values: plane)
    assert np.array_equal(drawn, restyle(photo, [], style=style, quality="fast", seed=1))


def test_films_have_none() -> None:
    scene = scene_of(_sign(), [], redraws=False, seed=1)
    assert seen.letters(scene) is not None
    assert seen.letters(replace(scene, moves=True, stages={})) is None
