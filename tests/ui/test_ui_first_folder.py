"""Before a folder is chosen: those that are there are offered, and one click takes one."""

from __future__ import annotations

from pathlib import Path

import pytest
from fake_studio import NewStudio, Open
from pytestqt.qtbot import QtBot

from rollsuggest import paths
from rollsuggest.ui.controls import Button
from rollsuggest.ui.folders import where_photos_are


def test_a_folder_that_is_there_is_one_click_away(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "home/DCIM").mkdir(parents=True)
    (tmp_path / "home/DCIM/a.jpg").touch()
    (tmp_path / "home/Bilder").mkdir()
    (tmp_path / "home/Bilder/b.png").touch()
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "home")
    monkeypatch.setattr(paths, "pictures", lambda: tmp_path / "home/Bilder")
    studio = new_studio()
    window = open_window(studio)
    state = where_photos_are(window.desk)
    qtbot.addWidget(state)
    said = [button.accessibleName() for button in state.findChildren(Button)]
    offer = ["Try with sample photos"]
    assert said == [
        f"Use {tmp_path / 'home/Bilder'}",
        f"Use {tmp_path / 'home/DCIM'}",
        "Choose a folder",
        *offer,
    ]
    state.findChildren(Button)[1].click()
    qtbot.waitUntil(lambda: any("add_roll" in call and "DCIM" in call for call in studio.calls))


def test_without_one_the_person_chooses(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "nowhere")
    monkeypatch.setattr(paths, "pictures", lambda: tmp_path / "nowhere")
    window = open_window(new_studio())
    state = where_photos_are(window.desk)
    qtbot.addWidget(state)
    said = [button.accessibleName() for button in state.findChildren(Button)]
    assert said == ["Choose a folder", "Try with sample photos"]
