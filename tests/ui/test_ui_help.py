"""Help: the guide is read in the app, a report is shown before it is saved or copied."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fake_studio import NewStudio, Open
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QTextBrowser
from pytestqt.qtbot import QtBot
from showing import show

from rollsuggest import i18n
from rollsuggest.ui.help import ReportDialog, guide_text, pages, show_guide
from rollsuggest.ui.settings import SettingsPage


def test_each_page_of_the_guide_opens(qtbot: QtBot, new_studio: NewStudio, open_window: Open) -> None:
    window = open_window(new_studio())
    for name, title in pages():
        dialog = show_guide(window, name)
        browser = dialog.findChild(QTextBrowser)
        assert isinstance(browser, QTextBrowser) and len(browser.toPlainText()) > 500
        assert browser.accessibleName() == title
        dialog.reject()


@pytest.mark.parametrize("language", [language for language in i18n.LANGUAGES if language != "en"])
def test_the_guide_names_things_as_the_window_does(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    english = {name: guide_text(name) for name, _title in pages()}
    monkeypatch.setattr(i18n, "language", lambda: language)
    for name, text in english.items():
        said = guide_text(name)
        assert said != text and shape(said) == shape(text)
        for thing in re.findall(r"(?<!\*)\*([^*]+)\*(?!\*)", text):
            assert thing == "save" or (i18n._(thing) in said), thing


def shape(text: str) -> list[str]:
    """Return how each paragraph begins: a heading, a point, a number, a question in bold, or words."""
    return [(re.match(r"#+|- |\d\.|\*\*", line) or [""])[0] for line in text.splitlines()]


def test_a_report_is_shown_copied_and_saved(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    studio = new_studio()
    monkeypatch.setattr(studio, "report", lambda: "rollsuggest: 0.1.0\n")
    window = open_window(studio)
    page = show(window, "settings", SettingsPage)
    page.report.click()
    qtbot.waitUntil(lambda: bool(window.findChildren(ReportDialog)))
    (dialog,) = window.findChildren(ReportDialog)
    shown = dialog.findChild(QPlainTextEdit)
    assert isinstance(shown, QPlainTextEdit) and shown.toPlainText() == "rollsuggest: 0.1.0\n"
    dialog.copy.click()
    assert QApplication.clipboard().text() == "rollsuggest: 0.1.0\n"
    dialog.write(tmp_path / "report.txt")
    qtbot.waitUntil(lambda: (tmp_path / "report.txt").exists())
    assert (tmp_path / "report.txt").read_text("utf-8") == "rollsuggest: 0.1.0\n"
    dialog.reject()
