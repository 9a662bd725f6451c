"""Folders that usually hold photos are found by their names, and by those of what is in them."""

from __future__ import annotations

from pathlib import Path

from rollsuggest.library.usual_folders import MOST, NAMES, usual_folders


def photo_in(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "a.JPG").touch()


def test_nothing_is_found_where_nothing_is(tmp_path: Path) -> None:
    assert usual_folders(tmp_path, tmp_path / "Pictures") == ()
    assert usual_folders(tmp_path, tmp_path) == ()  # a home folder as a whole is no folder of photos


def test_pictures_and_the_clouds_folders_are_found(tmp_path: Path) -> None:
    for name in ("Bilder", "DCIM/100", "OneDrive/Pictures/Camera Roll", "Google Drive/Google Photos"):
        photo_in(tmp_path / name)
    found = usual_folders(tmp_path, tmp_path / "Bilder")
    each = ("Bilder", "DCIM", "OneDrive/Pictures", "Google Drive/Google Photos")
    assert found == tuple(tmp_path / name for name in each)
    assert len(found) <= MOST


def test_no_folder_lies_inside_another(tmp_path: Path) -> None:
    photo_in(tmp_path / "Pictures/iCloud Photos/Photos")
    assert usual_folders(tmp_path, tmp_path / "Pictures") == (tmp_path / "Pictures",)


def test_a_folder_without_photos_is_not_offered(tmp_path: Path) -> None:
    (tmp_path / "Photos/2025").mkdir(parents=True)
    (tmp_path / "Photos/2025/notes.txt").touch()
    assert usual_folders(tmp_path, tmp_path / "Pictures") == ()
    photo_in(tmp_path / "Photos/2025/June")
    assert usual_folders(tmp_path, tmp_path / "Pictures") == (tmp_path / "Photos",)


def test_a_folder_with_more_names_than_are_looked_at_is_offered(tmp_path: Path) -> None:
    (tmp_path / "Photos").mkdir()
    for number in range(NAMES + 1):
        (tmp_path / f"Photos/{number}.txt").touch()
    assert usual_folders(tmp_path, tmp_path) == (tmp_path / "Photos",)
