"""What was decoded whole for the first tier serves the second, exactly as it is; nothing of it stays."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import numpy as np
import pillow_heif
import pytest
from PIL import Image

from rollsuggest.jobs import looking
from rollsuggest.library import carried, metadata, pixels
from rollsuggest.library.pixels import Decoded
from rollsuggest.model import AssetId, Findings, Stage

NOW = datetime(2026, 6, 1, 12).astimezone()


def heic(path: Path, size: tuple[int, int] = (3000, 2000)) -> Path:
    noise = np.random.default_rng(4).integers(0, 256, (size[1] // 20, size[0] // 20, 3), dtype=np.uint8)
    image = Image.fromarray(noise).resize(size, Image.Resampling.BICUBIC)
    pillow_heif.from_pillow(image).save(path, quality=80)
    return path


def look(path: Path, stages: set[Stage], *, first: bool) -> Findings:
    facts = None if first else metadata.read_facts(path, path.name, places=False, now=NOW)
    job = looking.LookJob(
        AssetId(7),
        path,
        path.name,
        frozenset(stages),
        False,
        path.with_suffix(".jpg"),
        NOW,
        facts=facts,
        glance=first,
        carried=carried.path(path.parent, 7),
    )
    found = looking.look(job).findings
    assert found
    return found


def test_a_picture_that_is_dear_to_decode_is_decoded_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = heic(tmp_path / "a.heic")
    decoded = pixels.decode(path, looking.LOOK_PX, quick=True, slack=looking.SLACK)
    alone = look(path, {Stage.CONTENT}, first=False)
    look(path, {Stage.FILE}, first=True)
    left = np.load(carried.path(tmp_path, 7))
    assert np.array_equal(left, decoded.rgb)
    monkeypatch.setattr(pixels, "decode", None)  # the second visit does without
    assert look(path, {Stage.CONTENT}, first=False) == alone
    assert not list(tmp_path.glob(f"*{carried.SUFFIX}"))
    with Image.open(tmp_path / "a.jpg") as thumbnail:
        assert max(thumbnail.size) == pixels.THUMBNAIL_PX


def test_what_is_cheap_to_decode_is_not_carried(tmp_path: Path) -> None:
    Image.new("RGB", (3000, 2000), "teal").save(tmp_path / "a.jpg")
    look(tmp_path / "a.jpg", {Stage.FILE}, first=True)
    look(heic(tmp_path / "b.heic", (900, 600)), {Stage.FILE}, first=True)
    assert not list(tmp_path.glob(f"*{carried.SUFFIX}"))


@pytest.mark.parametrize("content", [None, b"", b"\x93NUMPY", b"no pixels"])
def test_what_was_lost_or_half_written_is_decoded_anew(tmp_path: Path, content: bytes | None) -> None:
    path = heic(tmp_path / "a.heic")
    if content is not None:
        carried.path(tmp_path, 7).write_bytes(content)
    assert carried.take(carried.path(tmp_path, 7)) is None
    look(path, {Stage.CONTENT}, first=False)
    assert not carried.path(tmp_path, 7).exists()


def test_no_more_is_carried_than_there_is_room_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    decoded = Decoded(np.zeros((100, 100, 3), np.uint8), 1000, 1000)
    monkeypatch.setattr(carried, "MOST_BYTES", 2 * 30_000 + 500)
    for asset in range(4):
        carried.leave(decoded, carried.path(tmp_path, asset))
    assert len(list(tmp_path.iterdir())) == 2
    carried.leave(decoded, carried.path(tmp_path / "nowhere", 9))  # a folder that cannot be written to
    carried.drop(tmp_path)
    assert not list(tmp_path.iterdir())
