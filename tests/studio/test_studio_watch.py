"""Files that come, move and go while the app runs are noticed by themselves."""

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from rollsuggest import paths
from rollsuggest.errors import ConsentError, UserError
from rollsuggest.model import Purpose
from rollsuggest.settings import Settings
from rollsuggest.studio import Studio

PICTURES = Path(__file__).parent.parent / "pictures"
PATIENCE_S = 60.0


@pytest.fixture
def roll(tmp_path: Path) -> Path:
    folder = tmp_path / "roll"
    folder.mkdir()
    shutil.copy(PICTURES / "coffee.jpg", folder)
    return folder


@pytest.fixture
def studio(tmp_path: Path, roll: Path) -> Iterator[Studio]:
    with closing(Studio(paths.under(tmp_path / "data"))) as studio:
        studio.allow(Purpose.ANALYSE)
        studio.add_roll(roll)
        studio.index(lambda status: None)
        studio.watch()
        time.sleep(1)  # until the system listens
        yield studio


def names(studio: Studio) -> set[str]:
    return {asset.path for asset in studio.indexed()}


def eventually(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_what_comes_moves_and_goes_is_noticed(studio: Studio, roll: Path) -> None:
    (coffee,) = studio.tiles()
    shutil.copy(PICTURES / "chelsea.jpg", roll / "cat.jpg")
    eventually(lambda: len(studio.tiles()) == 2)
    (roll / "2026").mkdir()
    (roll / "coffee.jpg").rename(roll / "2026" / "morning.jpg")
    eventually(lambda: names(studio) == {"cat.jpg", "2026/morning.jpg"})
    assert coffee.asset in {tile.asset for tile in studio.tiles()}, "a moved file keeps its row"
    (roll / "cat.jpg").unlink()
    eventually(lambda: names(studio) == {"2026/morning.jpg"})


def test_a_sidecar_is_noticed(studio: Studio, roll: Path) -> None:
    (coffee,) = studio.tiles()
    (roll / "coffee.jpg.xmp").write_text('<x exif:DateTimeOriginal="2019-08-05T10:20:30"/>', "utf-8")
    eventually(lambda: studio.photo(coffee.asset).taken_at == datetime(2019, 8, 5, 10, 20, 30))


def test_what_changes_and_a_folder_with_a_new_name_are_noticed(studio: Studio, roll: Path) -> None:
    (before,) = studio.tiles()
    shutil.copy(PICTURES / "chelsea.jpg", roll / "coffee.jpg")  # the same name, another photo
    eventually(lambda: [(t.asset, t.width) for t in studio.tiles()] == [(before.asset, 451)])
    (roll / "Lisbon").mkdir()
    (roll / "coffee.jpg").rename(roll / "Lisbon" / "cat.jpg")
    eventually(lambda: names(studio) == {"Lisbon/cat.jpg"})
    (roll / "Lisbon").rename(roll / "Porto")
    eventually(lambda: names(studio) == {"Porto/cat.jpg"})
    eventually(lambda: [tile.asset for tile in studio.tiles()] == [before.asset])  # the same row all along


def test_a_folder_that_is_moved_in_renamed_and_moved_out_is_noticed(
    studio: Studio, roll: Path, tmp_path: Path
) -> None:
    outside = tmp_path / "outside"
    (outside / "2026" / "March").mkdir(parents=True)
    shutil.copy(PICTURES / "chelsea.jpg", outside / "2026" / "March" / "cat.jpg")
    time.sleep(3)  # what was made beside the roll is told of, if at all, before the move
    outside.rename(roll / "Lisbon.2026")
    eventually(lambda: names(studio) == {"coffee.jpg", "Lisbon.2026/2026/March/cat.jpg"})
    eventually(lambda: len(studio.tiles()) == 2)
    (cat,) = {tile.asset for tile in studio.tiles()} - {1}
    (roll / "Lisbon.2026").rename(roll / "Porto")
    eventually(lambda: names(studio) == {"coffee.jpg", "Porto/2026/March/cat.jpg"})
    eventually(lambda: cat in {tile.asset for tile in studio.tiles()})
    (roll / "Porto").rename(tmp_path / "away")
    eventually(lambda: names(studio) == {"coffee.jpg"})


def test_what_cannot_change_the_library_starts_no_scan(
    studio: Studio, roll: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scans: list[str] = []
    monkeypatch.setattr(studio, "start_indexing", lambda: scans.append("scan"))
    for name in ("notes.txt", ".hidden.jpg", "half.part"):
        shutil.copy(PICTURES / "chelsea.jpg", roll / name)
        (roll / name).unlink()
    (roll / ".thumbnails").mkdir()
    time.sleep(5)
    assert scans == []
    (roll / "trip").mkdir()  # told of, so the others would have been
    eventually(lambda: scans == ["scan"])


def test_a_second_roll_is_watched_from_the_moment_it_is_added(studio: Studio, tmp_path: Path) -> None:
    (tmp_path / "card").mkdir()
    studio.add_roll(tmp_path / "card")
    time.sleep(1)
    shutil.copy(PICTURES / "chelsea.jpg", tmp_path / "card" / "cat.jpg")
    eventually(lambda: names(studio) == {"coffee.jpg", "cat.jpg"})


def test_nothing_is_looked_at_once_that_is_not_allowed(studio: Studio, roll: Path) -> None:
    studio.withdraw(Purpose.ANALYSE)
    shutil.copy(PICTURES / "chelsea.jpg", roll / "cat.jpg")
    time.sleep(5)
    assert names(studio) == {"coffee.jpg"}


def test_a_missing_drive_hides_nothing_for_good(studio: Studio, roll: Path) -> None:
    studio.unwatch()  # else it may begin before we do
    away = roll.with_name("away")
    roll.rename(away)
    studio.index(lambda status: None)
    assert studio.rolls()[0].missing
    assert studio.tiles() == ()
    away.rename(roll)
    studio.index(lambda status: None)
    assert len(studio.tiles()) == 1 and not studio.rolls()[0].missing


def test_a_drive_that_goes_and_comes_back_is_noticed(studio: Studio, roll: Path) -> None:
    (before,) = studio.tiles()
    roll.rename(roll.with_name("away"))
    eventually(lambda: studio.tiles() == ())
    roll.with_name("away").rename(roll)
    eventually(lambda: [tile.asset for tile in studio.tiles()] == [before.asset])


def test_new_photos_are_looked_for_when_asked(studio: Studio, roll: Path) -> None:
    studio.unwatch()
    shutil.copy(PICTURES / "chelsea.jpg", roll / "cat.jpg")
    studio.look_now()
    eventually(lambda: len(studio.tiles()) == 2)
    eventually(lambda: studio._control is None)


def test_asked_while_photos_are_looked_at_it_looks_once_more(studio: Studio, roll: Path) -> None:
    studio.unwatch()
    shutil.copy(PICTURES / "chelsea.jpg", roll / "cat.jpg")
    studio.start_indexing()
    studio.pause_indexing()
    eventually(lambda: studio.index_status().state == "paused" and studio.index_status().total == 2)
    shutil.copy(PICTURES / "rocket.jpg", roll)  # comes when the folder has been listed already
    studio.look_now()
    eventually(lambda: len(studio.tiles()) == 3)
    eventually(lambda: studio._control is None)


def test_what_forbids_looking_is_told(studio: Studio) -> None:
    studio.change_settings(Settings(suggestions=False))
    with pytest.raises(UserError, match="Suggestions are off"):
        studio.look_now()
    studio.withdraw(Purpose.ANALYSE)
    with pytest.raises(ConsentError):
        studio.look_now()
