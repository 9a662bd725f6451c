"""Looking at photos: paused and gone on with in Settings as at the foot, and asked for by button and key."""

from __future__ import annotations

import pytest
from fake_studio import FakeStudio, NewStudio, Open
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from showing import show

from rollsuggest.library.rows import IndexStatus
from rollsuggest.settings import Settings
from rollsuggest.ui.notices import Notice
from rollsuggest.ui.settings import SettingsPage
from rollsuggest.ui.window import MainWindow


def settings(window: MainWindow) -> SettingsPage:
    return show(window, "settings", SettingsPage)


@pytest.mark.parametrize(
    ("status", "name", "call"),
    [
        (IndexStatus("looking", 10, 60), "Pause", "pause_indexing"),
        (IndexStatus("scanning", 0, 0), "Pause", "pause_indexing"),
        (IndexStatus("paused", 10, 60), "Go on", "resume_indexing"),
        (
            IndexStatus("waiting", 10, 60, waiting_for="Waits"),
            "Go on now",
            "resume_indexing",
        ),
        (IndexStatus("stopped", 10, 60), "Go on", "start_indexing"),
    ],
)
def test_it_is_paused_and_gone_on_with_in_settings(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open, status: IndexStatus, name: str, call: str
) -> None:
    studio = new_studio()
    studio.status = status
    page = settings(open_window(studio))
    pause = page.speed.looking.pause
    qtbot.waitUntil(lambda: page.speed.looking.said.text() != "")
    qtbot.waitUntil(lambda: pause.accessibleName() == name and pause.isEnabled())
    studio.calls.clear()
    QTest.keyClick(pause, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: call in studio.calls)


def test_settings_follow_what_the_strip_does(qtbot: QtBot, new_studio: NewStudio, open_window: Open) -> None:
    studio = new_studio()
    studio.status = IndexStatus("looking", 10, 60)
    window = open_window(studio)
    page = settings(window)
    window.status.refresh()
    qtbot.waitUntil(lambda: window.status.pause.isVisible() and page.speed.looking.pause.isEnabled())
    window.status.pause.click()
    qtbot.waitUntil(lambda: page.speed.looking.pause.accessibleName() == "Go on")
    assert page.speed.looking.said.text() == "Paused at 10 of 60 photos"


def test_there_is_nothing_to_pause_when_all_is_done(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    page = settings(open_window(new_studio()))
    qtbot.waitUntil(lambda: page.speed.looking.said.text() == "Up to date")
    assert not page.speed.looking.pause.isEnabled()


def said(window: MainWindow) -> list[str]:
    return [notice.said.text() for notice in window.notices.findChildren(Notice)]


@pytest.mark.parametrize("by", ["button", "key"])
def test_new_photos_are_looked_for_now(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open, by: str
) -> None:
    studio: FakeStudio = new_studio()
    window = open_window(studio)
    if by == "button":
        settings(window).folders.look_now.click()
    else:
        QTest.keyClick(window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: "look_now" in studio.calls)
    qtbot.waitUntil(lambda: said(window) == ["Looking for new photos in your folders."])


def test_what_forbids_it_is_said(qtbot: QtBot, new_studio: NewStudio, open_window: Open) -> None:
    studio = new_studio()
    studio.held = Settings(suggestions=False)
    window = open_window(studio)
    settings(window).folders.look_now.click()
    qtbot.waitUntil(lambda: any("Suggestions are off" in text for text in said(window)))
