"""Trying with sample photos: a library of its own, marked as such, left with one click, and all gone."""

from __future__ import annotations

from pathlib import Path

import pytest
from fake_studio import NewStudio, Open
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from rollsuggest import app, paths
from rollsuggest.ui.consent import ConsentDialog
from rollsuggest.ui.controls import Button
from rollsuggest.ui.folders import where_photos_are
from rollsuggest.ui.sample import SampleBanner
from rollsuggest.ui.window import MainWindow


def test_the_offer_is_where_a_folder_is_asked_for_and_where_nothing_is_allowed(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "nowhere")
    monkeypatch.setattr(paths, "pictures", lambda: tmp_path / "nowhere")
    studio = new_studio()
    window = open_window(studio)
    for state in (where_photos_are(window.desk), window.page("suggestions").not_allowed()):
        qtbot.addWidget(state)
        names = [button.accessibleName() for button in state.findChildren(Button)]
        assert names[-1] == "Try with sample photos"
        with qtbot.waitSignal(window.sample_chosen):
            state.findChildren(Button)[-1].click()
    assert studio.calls.count("lay_out_sample") == 2


def test_into_the_sample_and_out_again(qapp: QApplication, tmp_path: Path) -> None:
    own = paths.under(tmp_path / "own")
    seen: list[tuple[bool, str]] = []

    def step() -> None:
        shown = [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]
        window = next((widget for widget in shown if isinstance(widget, MainWindow)), None)
        dialog = next((widget for widget in shown if isinstance(widget, ConsentDialog)), None)
        if window is None or (dialog is None and len(seen) < 2):
            return
        banner = window.findChild(SampleBanner)
        told = (banner is not None, window.windowTitle())
        if told in seen[-1:]:
            return
        seen.append(told)
        if dialog is not None:
            dialog.reject()
        if len(seen) == 1:
            window.desk.sample_asked.emit(True)
        elif banner is not None:
            assert (own.sample / "library" / "library.sqlite").exists()
            banner.own.click()
        else:
            window.close()

    timer = QTimer(interval=20)
    timer.timeout.connect(step)
    timer.start()
    assert app.run(own) == 0
    timer.stop()
    assert [sample for sample, _title in seen] == [False, True, False]
    assert "sample" in seen[1][1]
    assert not own.sample.exists() and own.database.exists()
