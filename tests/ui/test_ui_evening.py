"""A first evening in the real window over the real studio, from the consent to having all erased again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from fake_studio import TODAY
from PIL import Image
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from rollsuggest import paths
from rollsuggest.model import Format, Make, Purpose, SuggestionState
from rollsuggest.studio import Studio
from rollsuggest.ui.cards import SuggestionCard
from rollsuggest.ui.consent import ConsentDialog
from rollsuggest.ui.controls import Button
from rollsuggest.ui.dialogs import Question, TextDialog
from rollsuggest.ui.home import HomeState
from rollsuggest.ui.leaving import LeavingDialog
from rollsuggest.ui.people import PeoplePage
from rollsuggest.ui.privacy import PrivacyPage
from rollsuggest.ui.settings import SettingsPage
from rollsuggest.ui.stage import StagePage
from rollsuggest.ui.suggestions import SuggestionsPage
from rollsuggest.ui.window import MainWindow

PICTURES = Path(__file__).parent.parent / "pictures"
SLOW_MS = 60_000


@pytest.fixture
def roll(tmp_path: Path) -> Path:
    folder = tmp_path / "roll"
    folder.mkdir()
    for number, picture in enumerate(sorted(PICTURES.glob("*.jpg"))):
        with Image.open(picture) as image:
            exif = image.getexif()
            exif.get_ifd(0x8769)[0x9003] = datetime(2026, 5, 1 + 2 * number, 10).strftime("%Y:%m:%d %H:%M:%S")
            image.save(folder / picture.name, exif=exif)
    with Image.open(paths.resources() / "pictures/astronaut.jpg") as image:
        for month in range(1, 5):  # the same person, seen in four months
            exif = Image.Exif()
            exif.get_ifd(0x8769)[0x9003] = f"2025:{month:02}:14 12:00:00"
            image.crop((20 * month, 4 * month, 400, 360)).save(folder / f"person_{month}.jpg", exif=exif)
    return folder


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    with closing(Studio(paths.under(tmp_path / "data"))) as studio:
        yield studio


@pytest.fixture
def window(studio: Studio, qtbot: QtBot, qapp: QApplication) -> Iterator[MainWindow]:
    window = MainWindow(studio, lambda: TODAY)
    window.show()
    qtbot.waitExposed(window)
    yield window
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QCoreApplication.processEvents()


def test_a_first_evening(
    window: MainWindow, studio: Studio, qtbot: QtBot, roll: Path, tmp_path: Path
) -> None:
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), ConsentDialog), timeout=SLOW_MS)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, ConsentDialog)
    assert not studio.grants().asked
    QTest.mouseClick(dialog.allow, Qt.MouseButton.LeftButton)
    home = window.pages["suggestions"]
    assert isinstance(home, SuggestionsPage)
    qtbot.waitUntil(lambda: home.state is HomeState.NO_FOLDER, timeout=SLOW_MS)
    assert studio.grants().has(Purpose.ANALYSE) and not studio.grants().has(Purpose.FACES)

    (choose,) = [b for b in home.findChildren(Button) if b.isVisible() and b.text() == "Choose a folder"]
    QTest.mouseClick(choose, Qt.MouseButton.LeftButton)
    typed(qtbot, roll)
    qtbot.waitUntil(lambda: home.state is HomeState.CARDS, timeout=SLOW_MS)
    qtbot.waitUntil(lambda: studio.index_status().state == "done", timeout=SLOW_MS)
    qtbot.waitUntil(lambda: card_of(home, Make.RECAP) is not None, timeout=SLOW_MS)
    card = card_of(home, Make.RECAP)
    assert card is not None
    assert card.card.suggestion.title == "May 2026"
    qtbot.waitUntil(lambda: home.desk.covers.get(card.cover_key()) is not None, timeout=SLOW_MS)

    QTest.mouseClick(card, Qt.MouseButton.LeftButton)
    stage = window.pages["stage"]
    assert isinstance(stage, StagePage)
    qtbot.waitUntil(lambda: not stage.canvas.image.isNull(), timeout=SLOW_MS)
    before = stage.edits.now.photos
    (square,) = [b for b in stage.levers.findChildren(Button) if b.accessibleName() == "Square"]
    QTest.mouseClick(square, Qt.MouseButton.LeftButton)
    QTest.mouseClick(stage.strip.out, Qt.MouseButton.LeftButton)
    assert (stage.edits.now.format, stage.edits.now.photos) == (Format.SQUARE, before[1:])
    QTest.mouseClick(stage.copy, Qt.MouseButton.LeftButton)
    clipboard = QApplication.clipboard()
    qtbot.waitUntil(lambda: clipboard.image().width() == 1080, timeout=SLOW_MS)
    assert clipboard.image().height() == 1080

    QTest.mouseClick(stage.save, Qt.MouseButton.LeftButton)
    leaving = QApplication.activeModalWidget()
    assert isinstance(leaving, LeavingDialog)
    QTest.mouseClick(leaving.yes, Qt.MouseButton.LeftButton)
    typed(qtbot, tmp_path / "may.jpg", "Picture (*.jpg)")
    qtbot.waitUntil((tmp_path / "may.jpg").exists, timeout=SLOW_MS)
    with Image.open(tmp_path / "may.jpg") as made:
        assert made.size == (1080, 1080)
    qtbot.waitUntil(lambda: len(studio.creations()) == 1, timeout=SLOW_MS)
    key = card.card.suggestion.key
    assert studio.card(key, TODAY).state is SuggestionState.MADE
    assert studio.card(key, TODAY).recipe.photos == before[1:]

    somebody_gets_a_name(window, studio, qtbot)
    a_switch_is_turned(window, studio, qtbot)
    everything_is_erased(window, studio, qtbot, roll)
    assert (tmp_path / "may.jpg").exists()


def typed(qtbot: QtBot, path: Path, kind: str = "") -> None:
    """Type a path into the system's dialog for files, as a kind of file, and press Return."""
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), QFileDialog), timeout=SLOW_MS)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QFileDialog)
    if kind:
        dialog.selectNameFilter(kind)
    field = dialog.findChild(QLineEdit, "fileNameEdit")
    assert isinstance(field, QLineEdit)
    field.setText(str(path))
    QTest.keyClick(field, Qt.Key.Key_Return)


def somebody_gets_a_name(window: MainWindow, studio: Studio, qtbot: QtBot) -> None:
    window.show_page("privacy")
    privacy, people = window.page("privacy"), window.page("people")
    assert isinstance(privacy, PrivacyPage) and isinstance(people, PeoplePage)
    faces = privacy.switches[Purpose.FACES]
    qtbot.waitUntil(faces.isEnabled, timeout=SLOW_MS)
    QTest.mouseClick(faces, Qt.MouseButton.LeftButton)
    window.show_page("people")
    qtbot.waitUntil(lambda: any(row.photos == 4 for row in people.acts.rows), timeout=SLOW_MS)
    qtbot.waitUntil(lambda: studio.index_status().state == "done", timeout=SLOW_MS)
    people.grid.setFocus()
    QTest.keyClick(people.grid, Qt.Key.Key_Home)
    QTest.keyClick(people.grid, Qt.Key.Key_F2)
    assert people.grid.field is not None
    QTest.keyClicks(people.grid.field, "Ada")
    QTest.keyClick(people.grid.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: [row.name for row in studio.people() if row.photos == 4] == ["Ada"])


def a_switch_is_turned(window: MainWindow, studio: Studio, qtbot: QtBot) -> None:
    window.show_page("settings")
    settings, home = window.page("settings"), window.page("suggestions")
    assert isinstance(settings, SettingsPage) and isinstance(home, SuggestionsPage)

    def turn(on: bool, state: HomeState) -> None:
        window.show_page("settings")
        qtbot.waitUntil(lambda: settings.switches.suggestions.isChecked() is not on, timeout=SLOW_MS)
        QTest.mouseClick(settings.switches.suggestions, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: studio.settings().suggestions is on)
        window.show_page("suggestions")
        qtbot.waitUntil(lambda: home.state is state, timeout=SLOW_MS)

    turn(False, HomeState.OFF)
    turn(True, HomeState.CARDS)


def everything_is_erased(window: MainWindow, studio: Studio, qtbot: QtBot, roll: Path) -> None:
    originals = {photo: photo.read_bytes() for photo in roll.iterdir()}
    window.show_page("privacy")
    privacy = window.page("privacy")
    assert isinstance(privacy, PrivacyPage)
    QTest.mouseClick(privacy.known.erase_all, Qt.MouseButton.LeftButton)
    question = QApplication.activeModalWidget()
    assert isinstance(question, Question)
    QTest.mouseClick(question.yes, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), TextDialog), timeout=SLOW_MS)
    told = QApplication.activeModalWidget()
    assert isinstance(told, TextDialog)
    told.reject()
    assert not (studio.tiles() or studio.people() or studio.rolls() or studio.grants().asked)
    assert not [file for file in studio.paths.cache.rglob("*") if file.is_file()]
    assert {photo: photo.read_bytes() for photo in roll.iterdir()} == originals


def card_of(home: SuggestionsPage, make: Make) -> SuggestionCard | None:
    cards = [c for c in home.findChildren(SuggestionCard) if c.isVisible()]
    return next((c for c in cards if c.card.recipe.make is make), None)
