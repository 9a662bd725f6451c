"""The repairs of dates so far: undone as long as they stand, and written for other programs."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from fake_studio import NewStudio, Open
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QScrollArea
from pytestqt.qtbot import QtBot

from rollsuggest.library.repair import SetDay
from rollsuggest.library.rows import DateBatch
from rollsuggest.ui.dates import DatesPage
from rollsuggest.ui.notices import Notice
from rollsuggest.ui.repairs import RepairsDialog, batch_files

Key = Qt.Key


def test_a_repair_is_undone_long_after_its_notice_is_gone(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    studio = new_studio()
    window = open_window(studio)
    window.desk.dates_asked.emit(())
    page = window.pages["dates"]
    assert isinstance(page, DatesPage)
    qtbot.waitUntil(lambda: "date_batches" in studio.calls)
    assert not page.repairs.isVisible()
    changes = studio.preview_dates(SetDay(date(2020, 2, 29)), [c.asset for c in studio.uncertain_dates()])
    for change in changes[:2]:
        studio.apply_dates([change])
    qtbot.waitUntil(page.repairs.isVisible)
    page.repairs.click()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, RepairsDialog)
    qtbot.waitUntil(lambda: len(dialog.undos) == 2)
    dialog.activateWindow()
    dialog.findChildren(QScrollArea)[0].setFocus()
    QTest.keyClick(dialog.focusWidget(), Key.Key_Tab)
    assert dialog.focusWidget() is dialog.undos[0]  # as it is read: the list before the buttons below it
    assert dialog.undos[0].accessibleName() == "Undo: 1 photo, 14 June 2026, 18:20"
    QTest.keyClick(dialog.undos[0], Key.Key_Return)
    qtbot.waitUntil(lambda: list(studio.batches) == [1])
    qtbot.waitUntil(lambda: len(dialog.undos) == 1 and dialog.undos[0].isEnabled())
    assert dialog.focusWidget() is dialog.undos[0]  # the next one stands where that was
    dialog.undos[0].click()
    qtbot.waitUntil(lambda: studio.batches == {} and not dialog.undos)
    assert dialog.focusWidget() is dialog.close_it
    qtbot.waitUntil(lambda: not dialog.export.isEnabled() and not page.repairs.isVisible())
    dialog.accept()


def test_repaired_dates_are_written_for_other_programs(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open, tmp_path: Path
) -> None:
    studio = new_studio()
    studio.apply_dates(
        studio.preview_dates(SetDay(date(2020, 2, 29)), [c.asset for c in studio.uncertain_dates()])
    )
    window = open_window(studio)
    dialog = RepairsDialog(window, window.desk)
    dialog.open()
    qtbot.waitUntil(lambda: len(dialog.undos) == 1)
    dialog.export.click()
    chooser = QApplication.activeModalWidget()
    assert isinstance(chooser, QFileDialog)
    chooser.fileSelected.emit(str(tmp_path / "sidecars"))
    chooser.reject()
    qtbot.waitUntil(lambda: "export_date_sidecars sidecars" in studio.calls)
    said = "3 sidecars written into sidecars."
    qtbot.waitUntil(lambda: any(n.said.text() == said for n in window.notices.findChildren(Notice)))
    dialog.accept()


@pytest.mark.parametrize(
    ("photos", "said"), [(1, "a/1.jpg"), (2, "a/1.jpg and 1 more"), (1301, "a/1.jpg and 1,300 more")]
)
def test_a_repair_tells_of_its_files(photos: int, said: str) -> None:
    assert batch_files(DateBatch(1, datetime(2026, 6, 14), photos, "a/1.jpg")) == said
