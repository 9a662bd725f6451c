"""A film through the real Studio: looked at by the second, made as is asked for, within what is allowed."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import av
import pytest
from made_music import music
from PIL import Image

from rollsuggest import paths
from rollsuggest.cli.main import run
from rollsuggest.errors import ConsentError, UserError
from rollsuggest.library.reel import PIECE, unpack
from rollsuggest.model import Make, Purpose, QuietKind, QuietRule, Recipe
from rollsuggest.studio import Studio

PICTURES = Path(__file__).parent.parent / "pictures"
ASTRONAUT = paths.resources() / "pictures" / "astronaut.jpg"
ROLL = (PICTURES / "coffee.jpg", PICTURES / "chelsea.jpg", ASTRONAUT)


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    roll = tmp_path_factory.mktemp("roll")
    for picture in ROLL:
        shutil.copy(picture, roll)
    with closing(Studio(paths.under(tmp_path_factory.mktemp("data")))) as studio:
        studio.allow(Purpose.ANALYSE, Purpose.FACES)
        studio.add_roll(roll)
        studio.index(lambda _status: None)
        yield studio


@pytest.fixture
def recipe(studio: Studio) -> Recipe:
    return Recipe(Make.RECAP, tuple(tile.asset for tile in studio.tiles()), title="Three", seed=1)


def test_a_film_is_looked_at_by_the_second(studio: Studio, recipe: Recipe) -> None:
    reel = studio.reel(recipe)
    assert 5 * 30 < reel.frames < 15 * 30
    last, first = studio.reel_piece(recipe, reel.pieces - 1), studio.reel_piece(recipe, 0)
    frames = unpack(first.read_bytes())
    assert len(frames) == PIECE and len(unpack(last.read_bytes())) == reel.frames - (reel.pieces - 1) * PIECE
    with Image.open(io.BytesIO(frames[0])) as image:
        assert image.size == (360, 640)
    written = first.stat().st_ino
    assert studio.reel_piece(recipe, 0).stat().st_ino == written, "made twice"
    assert studio.reel_piece(replace(recipe, title="Else"), 0) != first


def test_what_may_not_be_shown_is_in_no_piece(studio: Studio, recipe: Recipe) -> None:
    studio.reel_piece(recipe, 0)
    before = studio.reel(recipe).frames
    number = studio.add_quiet(QuietRule(QuietKind.CARD_KIND, name="theme"))
    assert not list(studio.paths.previews.glob("*.reel")), "a piece outlived what it may show"
    studio.remove_quiet(number)
    assert studio.reel(recipe).frames == before
    studio.withdraw(Purpose.ANALYSE)
    with pytest.raises(ConsentError):
        studio.reel(recipe)
    with pytest.raises(ConsentError):
        studio.reel_piece(recipe, 0)
    studio.allow(Purpose.ANALYSE, Purpose.FACES)


def test_a_film_with_music_is_as_long_as_the_one_looked_at(
    studio: Studio, recipe: Recipe, tmp_path: Path
) -> None:
    music(tmp_path / "song.mp3", 110, 20.0)
    wish = replace(recipe, music=str(tmp_path / "song.mp3"))
    studio.make(wish, tmp_path / "a.mp4", coding="av1")
    with av.open(str(tmp_path / "a.mp4")) as made:
        assert made.streams.video[0].frames == studio.reel(wish).frames
    studio.make(wish, tmp_path / "a.webp", coding="moving")
    with Image.open(tmp_path / "a.webp") as image:
        assert getattr(image, "n_frames", 1) > 20
    studio.make(wish, tmp_path / "a.jpg", coding="cards")
    with Image.open(tmp_path / "a.jpg") as image:
        assert image.size == wish.format.size_px
    (tmp_path / "song.mp3").unlink()
    for act in (lambda: studio.reel(wish), lambda: studio.make(wish, tmp_path / "b.mp4")):
        with pytest.raises(UserError, match=r"song\.mp3"):
            act()
    assert not (tmp_path / "b.mp4").exists()


def test_a_film_from_the_terminal(studio: Studio, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    music(tmp_path / "song.wav", 110, 20.0)
    data = ["--data-dir", str(studio.paths.data)]
    films = ["recap", *map(str, ROLL), *data, "--music", str(tmp_path / "song.wav"), "--no-captions"]
    assert run([*films, "--out", str(tmp_path / "a.webm")]) == 0
    with av.open(str(tmp_path / "a.webm")) as made:
        assert made.streams.audio and made.streams.video
    assert run([*films, "--out", str(tmp_path / "a.jpg")]) == 1
    assert "are for films" in capsys.readouterr().err
