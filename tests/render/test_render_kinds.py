"""Every kind of film that can be asked for is one; animations are short, small, and whole or not there."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest
from drawn import by_asset, photo
from PIL import Image

from rollsuggest.errors import CancelledError, UserError
from rollsuggest.model import Make, Recipe, Source
from rollsuggest.render import coding
from rollsuggest.render.animation import KINDS
from rollsuggest.render.engine import render_film
from rollsuggest.render.planes import planes, rgb, wiped


@pytest.fixture
def sources(tmp_path: Path) -> list[Source]:
    folder = tmp_path / "roll"
    folder.mkdir()
    return [photo(folder, i, (480, 640)) for i in range(4)]


def write(sources: list[Source], out: Path, kind: str = "", stop: bool = False) -> None:
    recipe = Recipe(Make.RECAP, tuple(s.asset for s in sources), seed=2, title="May 2026")
    told: list[float] = []
    render_film(
        recipe, by_asset(sources), out, (90, 160), told.append, lambda: stop and len(told) > 3, "A film",
        coding=kind,
    )  # fmt: skip
    assert told[-1] == 1 and told == sorted(told)


@pytest.mark.parametrize(
    ("name", "kind", "codec", "sound"),
    [("a.mp4", "hevc", "hevc", "aac"), ("a.mp4", "av1", "av1", "aac"), ("a.webm", "", "vp9", "opus")],
)
def test_smaller_kinds(
    sources: list[Source], tmp_path: Path, name: str, kind: str, codec: str, sound: str
) -> None:
    write(sources, tmp_path / name, kind)
    write(sources, tmp_path / "plain.mp4")
    with av.open(str(tmp_path / name)) as made, av.open(str(tmp_path / "plain.mp4")) as plain:
        assert codec in made.streams.video[0].codec.canonical_name
        assert made.streams.audio[0].codec.canonical_name == sound
        assert (
            kind != "hevc" or made.streams.video[0].codec_context.codec_tag == "hvc1"
        )  # or Apple plays none
        one, other = ([f.to_ndarray(format="gray") for f in film.decode(video=0)] for film in (made, plain))
    assert len(one) == len(other)
    for at in (0, len(one) // 2):
        assert np.abs(one[at].astype(int) - other[at]).mean() < 6


def test_a_kind_that_cannot_be_written_here_is_told(
    sources: list[Source], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coding, "KINDS", {"av1": coding.Kind("mp4", "no-such-encoder", {})})
    with pytest.raises(UserError, match="cannot be made") as told:
        write(sources, tmp_path / "a.mp4", "av1")
    assert told.value.advice and [p.name for p in tmp_path.iterdir()] == ["roll"]


@pytest.mark.parametrize("name", ["a.gif", "a.webp"])
def test_animations_are_short_and_show_the_film(sources: list[Source], tmp_path: Path, name: str) -> None:
    out = tmp_path / name
    write([*sources, *(photo(tmp_path / "roll", i, (480, 640)) for i in range(4, 16))], out)
    kind = KINDS[out.suffix]
    with Image.open(out) as image:
        count = getattr(image, "n_frames", 1)
        shown = []
        for number in (0, count // 2):
            image.seek(number)
            shown.append(np.asarray(image.convert("RGB"), int))
        assert image.info["duration"] == kind.frame_ms and image.info["loop"] == 0
        assert image.size == (90, 160)
    assert 8 < count * kind.frame_ms / 1000 <= 15
    assert shown[0].max() > 200 and np.abs(shown[0] - shown[1]).mean() > 10


def test_an_animation_called_off_leaves_nothing(sources: list[Source], tmp_path: Path) -> None:
    for name in ("a.gif", "a.webp", "a.webm"):
        with pytest.raises(CancelledError):
            write(sources, tmp_path / name, stop=True)
    assert [path.name for path in tmp_path.iterdir()] == ["roll"]


def test_animations_keep_their_shape() -> None:
    assert KINDS[".gif"].size((1080, 1920)) == (270, 480)
    assert KINDS[".webp"].size((1920, 1080)) == (960, 540)
    assert KINDS[".webp"].size((90, 160)) == (90, 160)


def test_planes_give_their_colours_back() -> None:
    """Within 3 of 255, where chroma at half the size is smooth."""
    across = np.linspace(0, 255, 64)[None, :]
    picture = np.dstack([across.repeat(32, 0), 128 + 0 * across.repeat(32, 0), 255 - across.repeat(32, 0)])
    given = picture.astype(np.uint8)
    assert np.abs(rgb(planes(given)).astype(int) - given).max() <= 3


def test_a_wipe_begins_with_one_picture_and_ends_with_the_other() -> None:
    for w, h in ((64, 96), (96, 64)):
        a, b = (planes(np.full((h, w, 3), grey, np.uint8)) for grey in (60, 200))
        for part, expected in ((0.0, a), (1.0, b)):
            made = wiped(a, b, part)
            assert np.array_equal(made.y, expected.y) and np.array_equal(made.uv, expected.uv)
        half = wiped(a, b, 0.5).y
        lines = half.mean(axis=1 if h > w else 0)
        assert (np.diff(lines) >= -0.01).all() and lines[0] < lines[-1], "no edge from below or the right"
