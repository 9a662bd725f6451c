"""The preview in a file serves for the time being; what is wrong with it costs the preview alone."""

from __future__ import annotations

import io
import struct
from datetime import datetime
from pathlib import Path

import numpy as np
import pillow_heif
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from rollsuggest.jobs import looking
from rollsuggest.library import metadata, pixels, previews
from rollsuggest.library.pixels import Decoded
from rollsuggest.model import AssetId, Stage

NOW = datetime(2026, 6, 1, 12).astimezone()


def halves(size: tuple[int, int], colours: tuple[str, str] = ("red", "white")) -> Image.Image:
    """A picture whose left half has the first colour."""
    image = Image.new("RGB", size, colours[1])
    image.paste(colours[0], (0, 0, size[0] // 2, size[1]))
    return image


def packed(image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.save(file, "JPEG")
    return file.getvalue()


def exif(preview: bytes, orientation: int = 1, at: int | None = None, length: int | None = None) -> bytes:
    """EXIF with one tag, and a second directory for the preview, as cameras write it."""
    start = 8 + 2 + 12 + 4 + 2 + 2 * 12 + 4
    first = struct.pack("<HHHIHHI", 1, 0x0112, 3, 1, orientation, 0, 26)
    told = (
        0x0201,
        4,
        1,
        start if at is None else at,
        0x0202,
        4,
        1,
        len(preview) if length is None else length,
    )
    second = struct.pack("<HHHIIHHIII", 2, *told, 0)
    return b"Exif\0\0II*\0" + struct.pack("<I", 8) + first + second + preview


def saved(path: Path, preview: bytes, **told: int) -> Path:
    halves((1200, 800), ("blue", "white")).save(path, exif=exif(preview, **told))
    return path


def glance(path: Path) -> Decoded:
    return metadata.read(path, path.name, long_side_px=480, places=False, now=NOW, glance=True)[1]


def test_the_preview_in_exif_is_taken(tmp_path: Path) -> None:
    seen = glance(saved(tmp_path / "a.jpg", packed(halves((480, 320)))))
    assert (seen.preview, seen.width, seen.height, seen.rgb.shape) == (True, 1200, 800, (320, 480, 3))
    assert seen.rgb[160, 10, 0] > 200 > 60 > seen.rgb[160, 10, 2]  # red, as the preview alone is


def test_it_lies_as_the_picture_does(tmp_path: Path) -> None:
    seen = glance(saved(tmp_path / "a.jpg", packed(halves((480, 320))), orientation=6))
    assert (seen.preview, seen.width, seen.height, seen.rgb.shape) == (True, 800, 1200, (480, 320, 3))
    assert seen.rgb[10, 160, 1] < 60 < 200 < seen.rgb[-10, 160, 1]  # what was left is above


@pytest.mark.parametrize("orientation", [1, 6])
def test_the_preview_in_heic_is_taken(tmp_path: Path, orientation: int) -> None:
    heif = pillow_heif.from_pillow(halves((1200, 800)))
    told = Image.Exif()
    told[0x0112] = orientation
    heif.save(tmp_path / "a.heic", quality=90, thumbnails=[320], exif=told.tobytes())
    seen, whole = glance(tmp_path / "a.heic"), pixels.decode(tmp_path / "a.heic", 320)
    assert seen.preview and (seen.width, seen.height) == (whole.width, whole.height)
    high, wide = (min(a, b) for a, b in zip(seen.rgb.shape[:2], whole.rgb.shape[:2], strict=True))
    assert np.abs(seen.rgb[:high, :wide].astype(int) - whole.rgb[:high, :wide]).mean() < 4


@pytest.mark.parametrize(
    ("preview", "told"),
    [
        (packed(halves((240, 160))), {}),  # too small
        (packed(halves((480, 480))), {}),  # of another shape: the picture was cropped since
        (b"no picture", {}),
        (b"", {}),
        (packed(halves((480, 320)))[:200], {}),
        (packed(halves((480, 320))), {"at": 2**31 - 1}),
        (packed(halves((480, 320))), {"length": 3}),
    ],
)
def test_what_cannot_serve_is_not_taken(tmp_path: Path, preview: bytes, told: dict[str, int]) -> None:
    seen = glance(saved(tmp_path / "a.jpg", preview, **told))
    assert not seen.preview and seen.rgb[160, 10, 2] > 200  # blue, as the picture is


@given(st.binary(max_size=80), st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1))
def test_no_preview_costs_a_photo(preview: bytes, at: int, length: int) -> None:
    file = io.BytesIO()
    halves((60, 40)).save(file, "JPEG", exif=exif(preview, at=at, length=length))
    with pixels.opened(file) as image:
        assert previews.embedded(image, file) is None


def look(path: Path, thumbnail: Path, stages: set[Stage], *, first: bool) -> None:
    facts = None if first else metadata.read_facts(path, path.name, places=False, now=NOW)
    job = looking.LookJob(
        AssetId(1), path, path.name, frozenset(stages), False, thumbnail, NOW, facts=facts, glance=first
    )
    assert looking.look(job).findings


def test_the_picture_itself_takes_its_place(tmp_path: Path) -> None:
    path, thumbnail = saved(tmp_path / "a.jpg", packed(halves((480, 320)))), tmp_path / "t" / "1.jpg"
    look(path, thumbnail, {Stage.FILE}, first=True)
    assert pixels.is_preview(thumbnail)
    look(path, thumbnail, {Stage.CONTENT}, first=False)
    assert not pixels.is_preview(thumbnail)
    assert pixels.decode(thumbnail).rgb[160, 10, 2] > 200


def test_a_thumbnail_of_the_picture_is_left_as_it_is(tmp_path: Path) -> None:
    path, thumbnail = tmp_path / "a.jpg", tmp_path / "1.jpg"
    halves((600, 400)).save(path)
    look(path, thumbnail, {Stage.FILE}, first=True)
    before = thumbnail.stat().st_mtime_ns
    look(path, thumbnail, {Stage.CONTENT}, first=False)
    assert thumbnail.stat().st_mtime_ns == before and not pixels.is_preview(tmp_path / "none.jpg")
