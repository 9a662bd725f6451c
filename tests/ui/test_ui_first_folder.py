"""Before a folder is chosen: those that are there are offered, and one click takes one."""

from __future__ import annotations

import threading
from datetime import date
from pathlib import Path

import pytest
from fake_studio import NewStudio, Open
from pytestqt.qtbot import QtBot
from showing import show

from rollsuggest import paths
from rollsuggest.errors import UserError
from rollsuggest.library.rows import Card, IndexStatus
from rollsuggest.ui.controls import Button
from rollsuggest.ui.folders import add_folder, where_photos_are
from rollsuggest.ui.home import HomeState
from rollsuggest.ui.suggestions import SuggestionsPage


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


def test_once_a_folder_is_chosen_the_question_goes_and_the_photos_found_stand_there_while_the_rules_speak(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    studio = new_studio(photos=12, cards=2)
    folders, studio.folders = studio.folders, []
    page = show(open_window(studio), "suggestions", SuggestionsPage)
    qtbot.waitUntil(lambda: page.state is HomeState.NO_FOLDER)
    assert page.quiet.isHidden()  # nothing is there to be left out
    adding, spoken = threading.Event(), threading.Event()
    suggestions = studio.suggestions

    def slow_rules(today: date) -> tuple[Card, ...]:
        spoken.wait(20)
        return suggestions(today)

    def add(_folder: Path) -> None:
        adding.wait(20)
        studio.folders = folders
        studio.status = IndexStatus("grouping", 12, 12)
        studio._did("add_roll", "rolls")

    monkeypatch.setattr(studio, "suggestions", slow_rules)
    monkeypatch.setattr(studio, "add_roll", add)
    add_folder(page.desk, tmp_path)
    assert page.state is HomeState.LEARNING and page._learning.isVisible()
    page.refresh()  # what is read before it is there brings the question not back
    qtbot.wait(100)
    assert page._learning.isVisible()
    adding.set()
    qtbot.waitUntil(lambda: len(page._learning._photos.tiles) == 12)
    assert "12 of 12 photos" in page._learning._said.text()
    spoken.set()
    qtbot.waitUntil(lambda: page.state is HomeState.CARDS)
    assert page.quiet.isVisible()


def test_a_folder_that_cannot_be_added_brings_the_question_back(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fail(_folder: Path) -> None:
        raise UserError("There is no folder.")

    studio = new_studio()
    studio.folders = []
    monkeypatch.setattr(studio, "add_roll", fail)
    page = show(open_window(studio), "suggestions", SuggestionsPage)
    qtbot.waitUntil(lambda: page.state is HomeState.NO_FOLDER)
    add_folder(page.desk, tmp_path)
    assert page.state is HomeState.LEARNING
    qtbot.waitUntil(lambda: page.state is HomeState.NO_FOLDER)
