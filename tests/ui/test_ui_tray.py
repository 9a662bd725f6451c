"""Closing the window ends the program, unless the person chose that it goes on in the tray."""

from __future__ import annotations

import pytest
from fake_studio import NewStudio, Open
from PySide6.QtWidgets import QSystemTrayIcon
from pytestqt.qtbot import QtBot
from showing import show

from rollsuggest.settings import Settings
from rollsuggest.ui.notifier import Notifier
from rollsuggest.ui.settings import SettingsPage
from rollsuggest.ui.window import MainWindow


def closing(window: MainWindow) -> bool:
    return window.bridge.closing


@pytest.mark.qt_log_ignore("systemTrayWindowChanged", "does not support", extend=True)
def test_the_window_goes_to_the_tray_and_comes_back(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", staticmethod(lambda: True))
    studio = new_studio()
    window = open_window(studio)
    notifier = Notifier(window, window.bridge)
    with qtbot.waitSignal(window.background_chosen):
        window._settle(Settings(background=True))
    opened, left = notifier.menu.actions()
    window.close()
    assert not window.isVisible() and not closing(window)
    opened.trigger()
    assert window.isVisible()
    with qtbot.waitSignal(notifier.quit_asked):
        left.trigger()
    window.leave()
    assert closing(window)


def test_off_by_default_closing_is_the_end(qtbot: QtBot, new_studio: NewStudio, open_window: Open) -> None:
    window = open_window(new_studio())
    window.close()
    assert closing(window)


def test_starting_at_login_is_a_switch(qtbot: QtBot, new_studio: NewStudio, open_window: Open) -> None:
    studio = new_studio()
    window = open_window(studio)
    page = show(window, "settings", SettingsPage)
    qtbot.waitUntil(lambda: page.switches.suggestions.isChecked())
    assert not page.at_login.isChecked()
    page.at_login.click()
    qtbot.waitUntil(lambda: studio.at_login and page.at_login.isChecked())
