"""Folders that the person leaves out: from the studio and from the terminal."""

import os
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from rollsuggest import paths
from rollsuggest.cli.main import run
from rollsuggest.errors import UserError
from rollsuggest.model import Purpose, Role
from rollsuggest.studio import Studio

PICTURES = Path(__file__).parent.parent / "pictures"


@pytest.fixture
def roll(tmp_path: Path) -> Path:
    folder = tmp_path / "roll"
    for place, picture in (
        ("Camera", "coffee"),
        ("Camera/WhatsApp", "chelsea"),
        ("Camera/WhatsApp/Sent", "china"),
    ):
        (folder / place).mkdir(parents=True, exist_ok=True)
        shutil.copy(PICTURES / f"{picture}.jpg", folder / place)
    return folder


@pytest.fixture
def studio(tmp_path: Path, roll: Path) -> Iterator[Studio]:
    with closing(Studio(paths.under(tmp_path / "data"))) as studio:
        studio.allow(Purpose.ANALYSE)
        studio.add_roll(roll)
        studio.index(lambda status: None)
        yield studio


def names(studio: Studio) -> set[str]:
    return {Path(asset.path).name for asset in studio.indexed()}


def test_a_folder_left_out_vanishes_at_once_and_comes_back_with_what_was_said(
    studio: Studio, roll: Path
) -> None:
    assert names(studio) == {"coffee.jpg", "chelsea.jpg", "china.jpg"}
    cat = next(asset.id for asset in studio.indexed() if asset.path.endswith("chelsea.jpg"))
    studio.set_role([cat], Role.MEME)
    studio.exclude(roll / "Camera" / "WhatsApp")
    assert names(studio) == {"coffee.jpg"}
    assert [Path(studio.photo(tile.asset).path).name for tile in studio.tiles()] == ["coffee.jpg"]
    assert studio.rolls()[0].excluded == ("Camera/WhatsApp",)
    assert not studio.thumbnail(cat).exists()
    with pytest.raises(UserError):
        studio.photo(cat)
    shutil.copy(PICTURES / "rocket.jpg", roll / "Camera" / "WhatsApp")
    assert studio.index(lambda status: None).total == 1
    assert names(studio) == {"coffee.jpg"}

    studio.include(roll / "Camera" / "WhatsApp")
    (roll / "Camera" / "WhatsApp" / "Sent" / "china.jpg").unlink()
    studio.index(lambda status: None)
    assert names(studio) == {"coffee.jpg", "chelsea.jpg", "rocket.jpg"}
    assert next(asset for asset in studio.indexed() if asset.id == cat).role is Role.MEME
    assert studio.thumbnail(cat).exists()


def test_what_cannot_be_left_out_is_said(studio: Studio, roll: Path, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="whole folder") as caught:
        studio.exclude(roll)
    assert "Remove it" in caught.value.advice
    with pytest.raises(UserError, match="does not lie in"):
        studio.exclude(tmp_path)
    with pytest.raises(UserError, match="is not left out"):
        studio.include(roll / "Camera")
    assert len(names(studio)) == 3


def test_inside_a_folder_left_out_there_is_nothing_more_to_leave_out(studio: Studio, roll: Path) -> None:
    studio.exclude(roll / "Camera")
    studio.exclude(roll / "Camera" / "WhatsApp")
    assert studio.rolls()[0].excluded == ("Camera",)


def test_the_terminal_leaves_out_and_takes_back(studio: Studio, roll: Path, tmp_path: Path) -> None:
    def said(*words: str) -> int:
        return run(["--data-dir", str(tmp_path / "data"), *words])

    assert said("exclude", os.path.relpath(roll / "Camera" / "WhatsApp")) == 0
    assert names(studio) == {"coffee.jpg"}
    assert said("exclude", str(tmp_path)) == 1
    assert said("include", str(roll / "Camera" / "WhatsApp")) == 0
    assert studio.rolls()[0].excluded == ()
