"""Nothing is read before Allow; closing means Not now; the switches stand as promised."""

from __future__ import annotations

from datetime import datetime

import pytest
from fake_studio import NewStudio, Open
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QTextBrowser, QWidget
from pytestqt.qtbot import QtBot
from showing import show

from rollsuggest.consent import terms
from rollsuggest.consent.grants import Agreed
from rollsuggest.library.erasing import Kept
from rollsuggest.library.rows import Amount
from rollsuggest.model import Purpose
from rollsuggest.ui.cloud import CloudDialog
from rollsuggest.ui.consent import ConsentDialog
from rollsuggest.ui.controls import Button
from rollsuggest.ui.dialogs import Question, TextDialog
from rollsuggest.ui.known import told
from rollsuggest.ui.locking import RecoveryDialog
from rollsuggest.ui.notices import Notice
from rollsuggest.ui.pages import BELOW, PAGES
from rollsuggest.ui.privacy import PrivacyPage
from rollsuggest.ui.record import RecordPage
from rollsuggest.ui.settings import SettingsPage
from rollsuggest.ui.terms import changes_text
from rollsuggest.ui.window import MainWindow

HARMLESS = {
    "grants",
    "settings",
    "index_status",
    "rolls",
    "unreadable",
    "resume_cloud",
    "cloud_parcels",
    "cloud_entries",
}


def the_dialog(qtbot: QtBot) -> ConsentDialog:
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), ConsentDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, ConsentDialog)
    return dialog


def test_nothing_is_read_before_allow(qtbot: QtBot, new_studio: NewStudio, open_window: Open) -> None:
    studio = new_studio(allowed=False)
    window = open_window(studio)
    dialog = the_dialog(qtbot)
    for name in [page for page, *_rest in PAGES + BELOW]:
        window.show_page(name)
        qtbot.wait(60)
    assert set(studio.calls) <= HARMLESS
    window.show_page("suggestions")
    dialog.allow.click()
    qtbot.waitUntil(lambda: "suggestions" in studio.calls)
    assert "allow analyse places" in studio.calls
    assert "start_indexing" in studio.calls
    assert studio.calls.index("allow analyse places") < studio.calls.index("start_indexing")


def test_people_off_places_on_and_equal_buttons(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    open_window(new_studio(allowed=False))
    dialog = the_dialog(qtbot)
    assert not dialog.faces.isChecked()
    assert dialog.places.isChecked()
    assert dialog.allow.size() == dialog.not_now.size()
    assert dialog.allow.property("kind") == dialog.not_now.property("kind")
    assert not (dialog.allow.isDefault() or dialog.allow.autoDefault())
    assert not (dialog.not_now.isDefault() or dialog.not_now.autoDefault())
    dialog.reject()


def test_enter_decides_nothing(qtbot: QtBot, new_studio: NewStudio, open_window: Open) -> None:
    studio = new_studio(allowed=False)
    open_window(studio)
    dialog = the_dialog(qtbot)
    focused: QWidget = QApplication.focusWidget() or dialog
    QTest.keyClick(focused, Qt.Key.Key_Return)
    qtbot.wait(50)
    assert dialog.isVisible()
    assert not dialog.faces.isChecked()
    assert set(studio.calls) <= HARMLESS
    dialog.reject()


@pytest.mark.parametrize("how", ["not now", "close", "escape"])
def test_anything_but_allow_is_not_now(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open, how: str
) -> None:
    studio = new_studio(allowed=False)
    window = open_window(studio)
    dialog = the_dialog(qtbot)
    match how:
        case "not now":
            dialog.not_now.click()
        case "close":
            dialog.close()
        case _:
            QTest.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: "decline" in studio.calls)
    qtbot.wait(80)
    assert studio.calls.count("decline") == 1
    assert set(studio.calls) <= HARMLESS | {"decline"}
    assert shown(window, "Ask me again")


def test_recognising_people_is_allowed_only_with_its_switch(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    studio = new_studio(allowed=False)
    open_window(studio)
    dialog = the_dialog(qtbot)
    dialog.faces.click()
    dialog.places.click()
    dialog.allow.click()
    qtbot.waitUntil(lambda: "allow analyse faces" in studio.calls)


def test_the_words_of_the_question(qtbot: QtBot, new_studio: NewStudio, open_window: Open) -> None:
    open_window(new_studio(allowed=False))
    dialog = the_dialog(qtbot)
    said = " ".join(label.text() for label in dialog.findChildren(QLabel))
    for words in (
        "Before rollsuggest looks at your photos",
        "It never changes or uploads them.",
        "can be erased at any time",
        "No map service is contacted.",
        "Cloud processing is off. It is a separate switch in Settings;",
    ):
        assert words in said
    assert dialog.terms.text() == "Read the full terms (2 min)"
    assert dialog.where.text() == "What is stored, and where"
    for link in (dialog.terms, dialog.where):
        link.click()
        text = QApplication.activeModalWidget()
        assert isinstance(text, TextDialog)
        text.accept()
    dialog.reject()


def test_changed_terms_are_asked_for_anew_with_what_changed(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    studio = new_studio(allowed=False)
    studio.agreed, studio.renewing = (Agreed("1", datetime(2026, 5, 3, 12), "en"),), "1"
    studio.said = frozenset({Purpose.ANALYSE, Purpose.FACES})
    window = open_window(studio)
    dialog = the_dialog(qtbot)
    said = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert "changed since you agreed to version 1" in said and "what you turn off now is erased" in said
    assert dialog.faces.isChecked() and not dialog.places.isChecked()  # as they were
    links = (dialog.terms, dialog.changes, dialog.where)
    assert all(link.width() >= link.sizeHint().width() for link in links)  # none is cut
    dialog.changes.click()
    read = QApplication.activeModalWidget()
    assert isinstance(read, TextDialog)
    shown = read.findChild(QTextBrowser)
    assert shown is not None and "Before: " in shown.toPlainText() and "Now: " in shown.toPlainText()
    read.accept()
    dialog.reject()
    page = shown_page(qtbot, window, "privacy")
    assert isinstance(page, PrivacyPage)
    qtbot.waitUntil(lambda: bool(buttons(page, "Read version 1")))
    buttons(page, "Read version 1")[0].click()
    read = QApplication.activeModalWidget()
    assert isinstance(read, TextDialog) and "version 1" in read.windowTitle()
    read.accept()


def buttons(page: QWidget, text: str) -> list[Button]:
    return [part for part in page.findChildren(Button) if part.text() == text]


def test_a_version_that_is_not_here_is_said() -> None:
    assert "did not come with this program" in changes_text(Agreed("0", datetime(2026, 5, 3), "en"))


def test_the_terms_are_short_and_whole() -> None:
    text = terms.text()
    assert 350 < len(text.split()) < 750
    for word in ("erase", "never", "Nothing leaves this computer", "biometric"):
        assert word in text


def test_settings_begin_with_the_two_switches(qtbot: QtBot, new_studio: NewStudio, open_window: Open) -> None:
    studio = new_studio()
    window = open_window(studio)
    page = shown_page(qtbot, window, "settings")
    assert isinstance(page, SettingsPage)
    assert page.switches.suggestions.accessibleName() == "Suggestions"
    assert page.switches.cloud.accessibleName() == "Cloud processing"
    page.switches.suggestions.click()
    qtbot.waitUntil(lambda: not studio.held.suggestions)
    window.show_page("suggestions")
    qtbot.waitUntil(lambda: shown(window, "Open Settings"))


def test_cloud_stays_off_without_a_server(qtbot: QtBot, new_studio: NewStudio, open_window: Open) -> None:
    studio = new_studio()
    page = shown_page(qtbot, open_window(studio), "settings")
    assert isinstance(page, SettingsPage)
    page.switches.cloud.click()
    assert not page.switches.cloud.isChecked()  # it moves only after Allow
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, CloudDialog)
    dialog.allow.click()
    qtbot.waitUntil(lambda: dialog.error.isVisible())
    assert "stays off" in dialog.error.text()
    assert Purpose.CLOUD not in studio.allowed
    dialog.server.setText("https://photos.example.org")
    dialog.allow.click()
    qtbot.waitUntil(lambda: page.switches.cloud.isChecked())
    page.switches.cloud.click()
    qtbot.waitUntil(lambda: Purpose.CLOUD not in studio.allowed)


def test_withdrawing_faces_asks_and_erases(qtbot: QtBot, new_studio: NewStudio, open_window: Open) -> None:
    from rollsuggest.ui.dialogs import Question

    studio = new_studio()
    page = shown_page(qtbot, open_window(studio), "privacy")
    assert isinstance(page, PrivacyPage)
    qtbot.waitUntil(lambda: page.switches[Purpose.FACES].isChecked())
    page.switches[Purpose.FACES].click()
    question = QApplication.activeModalWidget()
    assert isinstance(question, Question)
    assert page.switches[Purpose.FACES].isChecked()
    question.yes.click()
    qtbot.waitUntil(lambda: "withdraw faces" in studio.calls)
    qtbot.waitUntil(lambda: not page.switches[Purpose.FACES].isChecked())


def test_erasing_everything_says_what_goes(qtbot: QtBot, new_studio: NewStudio, open_window: Open) -> None:
    from rollsuggest.ui.dialogs import Question

    studio = new_studio()
    page = shown_page(qtbot, open_window(studio), "privacy")
    assert isinstance(page, PrivacyPage)
    page.known.erase_all.click()
    question = QApplication.activeModalWidget()
    assert isinstance(question, Question)
    said = " ".join(label.text() for label in question.findChildren(QLabel))
    assert "Your photos" in said
    assert "cannot be undone" in said
    question.no.click()
    qtbot.wait(30)
    assert "erase_all" not in studio.calls
    page.known.erase_all.click()
    question = QApplication.activeModalWidget()
    assert isinstance(question, Question)
    question.yes.click()
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), TextDialog))
    proof = QApplication.activeModalWidget()
    assert isinstance(proof, TextDialog)
    text = proof.findChild(QTextBrowser)
    assert text is not None and "none of these files is there" in text.toPlainText()
    assert "face measurements: 210; names: 6;" in text.toPlainText()
    assert proof.height() < 300  # two sentences stand in no empty page, and are all seen
    assert text.verticalScrollBar().maximum() == 0
    proof.accept()


def shown_page(qtbot: QtBot, window: MainWindow, name: str) -> QWidget:
    window.show_page(name)
    qtbot.wait(120)
    page = window.pages[name]
    qtbot.waitUntil(lambda: None not in (getattr(page, "_now", 0), getattr(page, "_held", 0)))  # it has read
    return page


def shown(window: MainWindow, button: str) -> bool:
    from rollsuggest.ui.controls import Button

    return any(b.text() == button and b.isVisible() for b in window.findChildren(Button))


def test_the_lock_asks_shows_the_recovery_key_once_and_is_taken_back(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    studio = new_studio()
    window = open_window(studio)
    page = show(window, "privacy", PrivacyPage)
    lock = page.lock.switch
    qtbot.waitUntil(lambda: page._held is not None)
    for fails in (True, False):
        studio.no_keyring = fails
        lock.click()
        assert not lock.isChecked() and not studio.locked  # it is asked first
        question = QApplication.activeModalWidget()
        assert isinstance(question, Question)
        question.yes.click()
        qtbot.waitUntil(lambda: bool(window.findChildren(Notice)))
        qtbot.waitUntil(lock.isEnabled)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), RecoveryDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, RecoveryDialog) and dialog.key.text() == "ABCD-EFGH"
    dialog.copy.click()
    assert QApplication.clipboard().text() == "ABCD-EFGH"
    dialog.done_.click()
    assert lock.isChecked()
    lock.click()
    qtbot.waitUntil(lambda: not studio.locked and not lock.isChecked())


def test_the_record_is_filtered_kept_and_not_shown_when_it_was_changed(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    studio = new_studio()
    window = open_window(studio)
    page = show(window, "record", RecordPage)
    qtbot.waitUntil(lambda: len(page.table.rows) == 2)
    assert {row[1] for row in page.table.rows} == {"Saved as a file", "Allowed"}
    page.kind.setCurrentIndex(1)
    page.kind.activated.emit(1)
    assert [row[2] for row in page.table.rows] == ["Recognise people"]
    page.keep("/tmp/record.csv")
    qtbot.waitUntil(lambda: "export_record record.csv" in studio.calls)
    studio.tampered = True
    window.show_page("privacy")
    window.show_page("record")  # what others changed meanwhile is seen: it is read each time
    qtbot.waitUntil(lambda: "Start anew" in page.said.text())
    assert not page.table.rows and not page.export.isEnabled()


def test_one_kind_is_erased_with_proof(qtbot: QtBot, new_studio: NewStudio, open_window: Open) -> None:
    studio = new_studio()
    page = shown_page(qtbot, open_window(studio), "privacy")
    assert isinstance(page, PrivacyPage)
    qtbot.waitUntil(lambda: "7 · 5 KB" in page.known.amounts[Kept.LOOKS].text())
    page.known.erase[Kept.LOOKS].click()
    question = QApplication.activeModalWidget()
    assert isinstance(question, Question)
    question.yes.click()
    qtbot.waitUntil(lambda: "erase_kind looks" in studio.calls)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), TextDialog))
    proof = QApplication.activeModalWidget()
    assert isinstance(proof, TextDialog)
    read = proof.findChild(QTextBrowser)
    assert read is not None and "7 entries" in read.toPlainText() and "none is left" in read.toPlainText()
    proof.accept()


def test_of_nothing_kept_no_size_is_told() -> None:
    assert told(Kept.FACES, Amount(0, 147_000)) == "0 · in the database"
    assert told(Kept.FACES, Amount(2, 147_000)) == "2 · 147 KB · in the database"
