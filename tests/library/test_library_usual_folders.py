"""Folders that usually hold photos are found by their names alone."""

from __future__ import annotations

from pathlib import Path

from rollsuggest.library.usual_folders import MOST, usual_folders


def test_nothing_is_found_where_nothing_is(tmp_path: Path) -> None:
    assert usual_folders(tmp_path, tmp_path / "Pictures") == ()
    assert usual_folders(tmp_path, tmp_path) == ()  # a home folder as a whole is no folder of photos


def test_pictures_and_the_clouds_folders_are_found(tmp_path: Path) -> None:
    for name in ("Bilder", "DCIM", "OneDrive/Pictures/Camera Roll", "Google Drive/Google Photos"):
        (tmp_path / name).mkdir(parents=True)
    found = usual_folders(tmp_path, tmp_path / "Bilder")
    each = ("Bilder", "DCIM", "OneDrive/Pictures", "Google Drive/Google Photos")
    assert found == tuple(tmp_path / name for name in each)
    assert len(found) <= MOST


def test_no_folder_lies_inside_another(tmp_path: Path) -> None:
    (tmp_path / "Pictures/iCloud Photos/Photos").mkdir(parents=True)
    assert usual_folders(tmp_path, tmp_path / "Pictures") == (tmp_path / "Pictures",)
