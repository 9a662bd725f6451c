"""What keeps the window from opening is said in a dialog, with advice; nobody meets a traceback."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from fake_studio import NewStudio, Open
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot
from showing import show

from rollsuggest import app
from rollsuggest.cli.main import run
from rollsuggest.errors import UserError
from rollsuggest.library import sealing
from rollsuggest.paths import Paths, under
from rollsuggest.settings import Settings
from rollsuggest.studio import Studio, locking
from rollsuggest.ui.dialogs import DetailsDialog, NoStartDialog
from rollsuggest.ui.locking import UnlockDialog
from rollsuggest.ui.notices import Notice
from rollsuggest.ui.settings import SettingsPage
from rollsuggest.ui.window import MainWindow


def blocked(folder: Path) -> None:
    folder.touch()  # a file lies where the folder should be


def newer(folder: Path) -> None:
    Studio(under(folder)).close()
    with closing(sqlite3.connect(under(folder).database)) as db:
        db.execute("PRAGMA user_version = 999")


def no_database(folder: Path) -> None:
    folder.mkdir()
    under(folder).database.write_bytes(b"this was never a database " * 100)


def damaged(folder: Path) -> None:
    Studio(under(folder)).close()
    whole = bytearray(under(folder).database.read_bytes())
    whole[100:9000] = b"\x55" * 8900
    under(folder).database.write_bytes(whole)


CASES = (blocked, newer, no_database, damaged)


def shown(paths: Paths) -> tuple[int, type[QWidget], str, str]:
    """Start the app and close what it shows with Enter; return the exit code, its kind, texts and name."""
    seen: list[tuple[type[QWidget], str, str]] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        assert dialog is not None
        texts = " ".join(part.text() for part in dialog.findChildren(QLabel))
        seen.append((type(dialog), texts, dialog.accessibleDescription()))
        QTest.keyClick(dialog, Qt.Key.Key_Escape)

    QTimer.singleShot(50, look)
    code = app.run(paths)
    ((kind, texts, described),) = seen
    return code, kind, texts, described


@pytest.mark.parametrize("spoil", CASES)
def test_the_window_says_why_it_cannot_open(
    qapp: QApplication, tmp_path: Path, spoil: Callable[[Path], None], capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(tmp_path / "data")
    code, kind, texts, described = shown(under(tmp_path / "data"))
    assert code == 1 and kind is NoStartDialog
    assert str(tmp_path / "data") in texts
    (line,) = capsys.readouterr().err.splitlines()
    assert line == described and "Traceback" not in line
    assert run(["--data-dir", str(tmp_path / "data"), "consent", "show"]) == 1
    assert capsys.readouterr().err.splitlines() == [line]


def test_a_damaged_library_names_the_copy_from_before_an_update(tmp_path: Path) -> None:
    no_database(tmp_path / "data")
    before = tmp_path / "data" / "library.sqlite.before-0004"
    before.touch()
    code, _kind, texts, _described = shown(under(tmp_path / "data"))
    assert code == 1 and str(before) in texts


def test_a_mistake_of_ours_at_the_start_is_said_too(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(paths: Paths) -> Studio:
        raise RuntimeError("a bug")

    monkeypatch.setattr(app, "Studio", broken)
    code, kind, _texts, _described = shown(under(tmp_path))
    assert code == 1 and kind is DetailsDialog
    assert "a bug" in (under(tmp_path).logs / "crashes.log").read_text()


def test_what_happened_by_itself_is_told_in_the_window(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    studio = new_studio()
    studio.not_heard = ("The damaged file is kept.",)
    window = open_window(studio)
    qtbot.waitUntil(lambda: bool(window.findChildren(Notice)))
    assert [notice.said.text() for notice in window.findChildren(Notice)] == ["The damaged file is kept."]


def test_a_switch_whose_setting_cannot_be_stored_goes_back_and_says_why(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    studio = new_studio()

    def full(settings: Settings) -> None:
        raise UserError("We could not write settings.json: No space left on device.", "Make room.")

    monkeypatch.setattr(studio, "change_settings", full)
    window = open_window(studio)
    page = show(window, "settings", SettingsPage)
    qtbot.waitUntil(lambda: page.switches.suggestions.isChecked())
    page.still.click()
    qtbot.waitUntil(lambda: any("No space" in n.said.text() for n in window.findChildren(Notice)))
    qtbot.waitUntil(lambda: not page.still.isChecked())


def test_a_locked_library_asks_for_its_recovery_key(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rollsuggest.cloud.secrets.system_keyring", lambda: None)
    place, key = under(tmp_path / "data"), bytes(range(32))
    Studio(place).close()
    sealing.change_kind(place.database, key)
    sealing._keys.clear()
    said: list[str] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, UnlockDialog)
        dialog.key.setText("WRONG")
        dialog.yes.click()
        said.append(dialog.said.text())
        dialog.key.setText(locking.recovery_key(key))
        QTimer.singleShot(50, in_window)
        QTest.keyClick(dialog.key, Qt.Key.Key_Return)

    def in_window() -> None:
        windows = [w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow) and w.isVisible()]
        if not windows:
            QTimer.singleShot(50, in_window)
            return
        if (dialog := QApplication.activeModalWidget()) is not None:
            dialog.close()
        windows[0].close()

    QTimer.singleShot(50, look)
    assert app.run(place) == 0
    assert "no recovery key" in said[0]
    sealing._keys.clear()
