"""The window in each language: every page builds, Arabic reads from the right, a choice opens it anew."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from fake_studio import NewStudio, Open
from PySide6.QtCore import QDate, QDateTime, Qt, QTime
from PySide6.QtGui import QImage, QRawFont
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot
from showing import show

from rollsuggest import i18n
from rollsuggest.app import speak
from rollsuggest.library.repair import SetDay
from rollsuggest.library.rows import Creation, Unreadable
from rollsuggest.model import AssetId, Make, Recipe
from rollsuggest.ui import keys, scripts, tokens, unread, wording
from rollsuggest.ui.card_grid import CardGrid
from rollsuggest.ui.controls import Button, balanced, label
from rollsuggest.ui.covers import CoverGrid
from rollsuggest.ui.face_tiles import EDGE
from rollsuggest.ui.file_dialog import folder_dialog, save_dialog
from rollsuggest.ui.library import LibraryPage
from rollsuggest.ui.pages import BELOW, PAGES
from rollsuggest.ui.people import PeoplePage
from rollsuggest.ui.quiet import QuietForm
from rollsuggest.ui.rules import RuleForm
from rollsuggest.ui.saved import Cover, SavedPage
from rollsuggest.ui.search import SearchField
from rollsuggest.ui.settings import SettingsPage
from rollsuggest.ui.table import Table
from rollsuggest.ui.unread import advice, reason_now
from rollsuggest.ui.window import MainWindow


@pytest.fixture(autouse=True)
def english_again(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    yield
    speak(qapp, "en")


@pytest.mark.parametrize("language", list(i18n.LANGUAGES))
def test_every_page_opens(
    qtbot: QtBot, qapp: QApplication, new_studio: NewStudio, open_window: Open, language: str
) -> None:
    speak(qapp, language)
    studio = new_studio()
    studio.held = replace(studio.held, language=language)
    window = open_window(studio)
    for name in [page for page, *_rest in PAGES + BELOW]:
        window.show_page(name)
        qtbot.wait(40)
    right_to_left = language == "ar"
    direction = Qt.LayoutDirection.RightToLeft if right_to_left else Qt.LayoutDirection.LeftToRight
    assert window.layoutDirection() == direction
    rail = window._rail["library"]
    assert (rail.mapTo(window, rail.rect().center()).x() > window.width() / 2) == right_to_left
    said = rail.accessibleName()
    assert (said == "Library") == (language == "en")


@pytest.mark.parametrize("language", ["pt", "hi", "ar", "ja"])
def test_a_dialog_for_files_speaks_the_language(
    qapp: QApplication, new_studio: NewStudio, open_window: Open, language: str
) -> None:
    """Qt's own words are missing in Hindi, and some of them in Portuguese."""
    window = open_window(new_studio())
    speak(qapp, language)
    for dialog in (save_dialog(window, "", Path.home()), folder_dialog(window, "", Path.home())):
        labels = [part.text() for part in dialog.findChildren(QLabel)]
        buttons = [part.text() for part in dialog.findChildren(QPushButton)]
        said = {text.replace("&", "") for text in (*labels, *buttons)}
        english = {"Look in:", "File name:", "Files of type:", "Save", "Open", "Choose", "Cancel"}
        assert {i18n._("In the folder:"), i18n._("Name:"), i18n._("Kind of file:"), i18n._("Cancel")} <= said
        assert not said & english
        dialog.deleteLater()


def test_another_language_opens_the_window_anew(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    studio = new_studio()
    window = open_window(studio)
    page = show(window, "settings", SettingsPage)
    at = 1 + list(i18n.LANGUAGES).index("ar")
    assert page.language.itemText(at) == "العربية"
    with qtbot.waitSignal(window.outdated):
        page.language.setCurrentIndex(at)
        page.language.activated.emit(at)
    assert studio.held.language == "ar"


def test_arabic_lays_cards_and_photos_from_the_right(
    qtbot: QtBot, qapp: QApplication, new_studio: NewStudio, open_window: Open
) -> None:
    speak(qapp, "ar")
    studio = new_studio()
    studio.held = replace(studio.held, language="ar")
    window = open_window(studio)
    page = window.pages["suggestions"]
    qtbot.waitUntil(lambda: any(grid.cards for grid in page.findChildren(CardGrid)))
    grid = next(grid for grid in page.findChildren(CardGrid) if grid.cards)
    qtbot.waitUntil(lambda: grid.cards[0].geometry().right() > grid.width() - 24)
    library = show(window, "library", LibraryPage)
    qtbot.waitUntil(lambda: len(library.grid._laid.lines) > 0)
    line = library.grid._laid.lines[0]
    first, second = library.grid._rect(line, 0), library.grid._rect(line, 1)
    assert second.right() < first.left()
    QTest.keyClick(library.grid, Qt.Key.Key_Left)
    assert library.grid._current == 1
    faces_from_the_right(qtbot, window)
    places_from_the_right(qtbot, window)


def faces_from_the_right(qtbot: QtBot, window: MainWindow) -> None:
    people = show(window, "people", PeoplePage)
    grid = people.grid
    qtbot.waitUntil(lambda: len(grid.marks) > 2)
    first, second = grid.rect_of(0), grid.rect_of(1)
    assert first.right() > grid.viewport().width() - 24 and second.right() < first.left()
    assert [grid.index_at(rect.center()) for rect in (first, second)] == [0, 1]
    QTest.keyClick(grid, Qt.Key.Key_Left)
    assert grid.current() is grid.marks[1]


def places_from_the_right(qtbot: QtBot, window: MainWindow) -> None:
    window.show_page("places")
    grid = window.pages["places"].findChild(CoverGrid)
    assert isinstance(grid, CoverGrid)
    qtbot.waitUntil(lambda: len(grid._covers) > 1)
    qtbot.waitUntil(lambda: grid._covers[0].geometry().right() > grid.width() - 24)
    assert grid._covers[1].geometry().right() < grid._covers[0].geometry().left()


def test_a_path_keeps_its_order_among_words_from_the_right(qapp: QApplication) -> None:
    assert wording.path(Path("/a/b")) == str(Path("/a/b"))
    speak(qapp, "ar")
    assert wording.path(Path("/a/b")) == f"\u2066{Path('/a/b')}\u2069"


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Full. Make room."), ("ja", "Full。Make room。"), ("hi", "Full। Make room।")],
)
def test_sentences_end_as_the_language_does(qapp: QApplication, language: str, said: str) -> None:
    speak(qapp, language)
    assert wording.sentences("Full", "", "Make room.") == said


def test_figures_after_a_latin_name_stand_after_it(qapp: QApplication) -> None:
    assert wording.facts("Lisbon", "", "12") == "Lisbon, 12"
    speak(qapp, "ar")
    assert wording.facts("Lisbon") == "Lisbon"
    assert wording.facts("Lisbon", "12") == "\u2068Lisbon\u2069، \u206812\u2069"


def test_keys_keep_their_order_among_words_from_the_right(qapp: QApplication) -> None:
    assert "\u2068" not in keys.spoken(keys.SHORTCUTS)
    speak(qapp, "ar")
    assert keys.spoken(("Ctrl+/",)) == "\u2068Ctrl+/\u2069"


@pytest.mark.skipif(sys.platform == "darwin", reason="signs are written there")
@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Ctrl+Left   Return   Space   F5   K   +"),
        ("pt", "Ctrl+Esquerda   Enter   Espaço   F5   K   +"),
        ("es", "Ctrl+Izquierda   Intro   Espacio   F5   K   +"),
        ("de", "Strg+Links   Eingabe   Leertaste   F5   K   +"),
        ("fr", "Ctrl+Gauche   Entrée   Espace   F5   K   +"),
        ("ja", "Ctrl+←   Enter   スペース   F5   K   +"),
        ("hi", "Ctrl+बायाँ   एंटर   स्पेस   F5   K   +"),
        ("ar", "Ctrl+يسار   إدخال   مسافة   F5   K   +"),
    ],
)
def test_keys_are_named_in_each_language(qapp: QApplication, language: str, said: str) -> None:
    speak(qapp, language)
    shown = keys.spoken(("Ctrl+Left", "Return", "Space", "F5", "K", "+"))
    assert shown.replace("\u2068", "").replace("\u2069", "") == said


def test_a_name_in_latin_letters_stands_where_lines_begin(qapp: QApplication, qtbot: QtBot) -> None:
    speak(qapp, "ar")
    shown = label("Lisbon")
    qtbot.addWidget(shown)
    assert shown.alignment() & (Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute)
    assert shown.alignment() & Qt.AlignmentFlag.AlignAbsolute


def test_words_from_the_right_begin_at_the_edge_in_each_line(qapp: QApplication, qtbot: QtBot) -> None:
    speak(qapp, "ar")
    said = label("Lisbon، سبتمبر " * 12)
    qtbot.addWidget(said)
    said.setStyleSheet("background: white; color: black")
    said.resize(260, said.heightForWidth(260))
    ink = said.grab().toImage()
    lines = said.height() // said.fontMetrics().height()
    assert lines > 2
    edges = []
    for number in range(lines):
        rows = range(number * ink.height() // lines, (number + 1) * ink.height() // lines)
        dark = [x for y in rows for x in range(ink.width()) if ink.pixelColor(x, y).lightness() < 100]
        edges.append(max(dark))
    assert ink.width() - min(edges) <= 4


@pytest.mark.parametrize(("language", "letter"), [("hi", "ह"), ("ar", "ع"), ("ja", "の")])
def test_its_letters_are_there_on_a_system_without_them(
    qapp: QApplication, language: str, letter: str
) -> None:
    speak(qapp, language)
    system, _file = scripts.OURS[language]
    shown = QRawFont.fromFont(qapp.font(), system)
    assert shown.supportsCharacter(ord(letter))


def test_facts_are_parted_as_the_language_does(qapp: QApplication) -> None:
    assert wording.facts("12 photos", "", "2024") == "12 photos, 2024"
    speak(qapp, "ar")
    assert wording.facts("12 صورة", "2024") == "\u206812 صورة\u2069، \u20682024\u2069"
    assert wording.facts("Porto وFaro", "2024") == "\u2067Porto وFaro\u2069، \u20682024\u2069"  # Porto first
    speak(qapp, "ja")
    assert wording.facts("12 枚", "2024 年") == "12 枚、2024 年"
    assert i18n.in_a_row(["明るい", "", "笑顔"]) == "明るい、笑顔"


def test_a_row_is_chosen_where_columns_run_from_the_right(qapp: QApplication, qtbot: QtBot) -> None:
    speak(qapp, "ar")
    table = Table("files", ("a", "b"), (1, 1))
    qtbot.addWidget(table)
    table.show_rows((("1", "2"), ("3", "4")))
    table.resize(400, 200)
    table.show()
    table.selectRow(1)
    assert table.at == 1


def test_the_glass_and_the_cross_stand_at_two_ends(qapp: QApplication, qtbot: QtBot) -> None:
    speak(qapp, "ar")
    field = SearchField()
    qtbot.addWidget(field)
    assert field.textMargins().right() >= tokens.ICON_PX and field.textMargins().left() == 0


def test_a_reason_is_said_in_the_language_of_now(qapp: QApplication) -> None:
    in_english = Unreadable("a.jpg", "The picture is damaged: broken data stream")
    speak(qapp, "de")
    german = reason_now(in_english)
    assert german.reason != in_english.reason and german.reason.endswith("broken data stream")
    assert advice(german.reason) not in ("", advice("never heard of"))
    speak(qapp, "ja")
    assert reason_now(german).reason.startswith(i18n._(unread.DAMAGED).partition("{")[0])
    speak(qapp, "en")
    assert reason_now(german) == in_english
    assert reason_now(Unreadable("a.jpg", "odd")).reason == "odd"


def test_every_reason_is_a_text_of_ours(qapp: QApplication) -> None:
    speak(qapp, "de")
    assert [reason for reason in unread.REASONS if i18n._(reason) == reason] == []


def test_the_library_keeps_its_distance_from_the_rail(
    qtbot: QtBot, qapp: QApplication, new_studio: NewStudio, open_window: Open
) -> None:
    speak(qapp, "ar")
    studio = new_studio()
    studio.held = replace(studio.held, language="ar")
    window = open_window(studio)
    page = show(window, "library", LibraryPage)
    left = page.grid.mapTo(page, page.grid.rect().topLeft()).x()
    assert left == 0 and page.width() - page.grid.width() == tokens.XXL - tokens.XS
    people = show(window, "people", PeoplePage)
    people._list.layout().activate()  # type: ignore[union-attr]
    left = people.grid.mapTo(people, people.grid.rect().topLeft()).x()
    assert left == 0 and people.width() - people.grid.width() == tokens.XXL - EDGE


DAYS_TYPED = {
    "en": "2 May 2026", "pt": "2 de maio de 2026", "es": "2 de mayo de 2026", "de": "2. Mai 2026",
    "fr": "2 mai 2026", "ja": "2026年5月2日", "hi": "2 मई 2026", "ar": "2 مايو 2026",
}  # fmt: skip


@pytest.mark.parametrize(("language", "said"), DAYS_TYPED.items())
def test_a_date_to_be_typed_stands_as_the_language_writes_it(
    qapp: QApplication, qtbot: QtBot, language: str, said: str
) -> None:
    """From right to left Qt would turn its parts around: 2026 May 2."""
    speak(qapp, language)
    form, quiet = RuleForm(date(2026, 5, 2)), QuietForm(date(2026, 5, 2))
    for made in (form, quiet):
        qtbot.addWidget(made)
    assert form.day.text() == quiet.first.text() == said == i18n.day_text(date(2026, 5, 2))
    assert form.moment.text() == i18n._("{day}, {time}").format(day=said, time="12:00")
    form.moment.setDateTime(QDateTime(QDate(2026, 9, 30), QTime(20, 0)))  # the longest month
    words = form.moment.fontMetrics().horizontalAdvance(form.moment.text())
    assert form._fields.width() >= words + 4 * tokens.S
    form.day.selectAll()
    QTest.keyClicks(form.day, "2024-11-29")
    assert form.rule() == SetDay(date(2024, 11, 29))


def test_an_empty_page_leaves_no_word_alone_in_its_last_line(qapp: QApplication, qtbot: QtBot) -> None:
    said = label("rollsuggest opens no photo before you allow it. You can decide at any time.", "muted")
    qtbot.addWidget(said)
    wide = 440
    narrow = balanced(said, wide)
    assert narrow < wide and said.heightForWidth(narrow) == said.heightForWidth(wide)
    assert said.heightForWidth(narrow - 3 * tokens.M) > said.heightForWidth(wide)


def test_the_line_below_a_link_leaves_the_dots_of_its_letters(
    qapp: QApplication, qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    """The same letters with dots below and without differ by as much in a link as in other words."""
    speak(qapp, "ar")
    tokens.apply(qapp, "light")

    def dots(kind: str) -> int:
        seen = []
        for text in ("ييييي", "ىىىىى"):
            made = Button(text, kind=kind)
            qtbot.addWidget(made)
            made.resize(120, 40)
            seen.append(made.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8))
        with_dots, without = seen
        return sum(
            abs(with_dots.pixelColor(x, y).red() - without.pixelColor(x, y).red()) > 40
            for x in range(with_dots.width())
            for y in range(with_dots.height())
        )

    assert dots("plain") > 10
    assert dots("link") >= 0.8 * dots("plain")


def test_a_title_in_other_letters_keeps_its_own_direction(
    qapp: QApplication, new_studio: NewStudio, open_window: Open, qtbot: QtBot, tmp_path: Path
) -> None:
    speak(qapp, "ar")
    studio = new_studio()
    recipe = Recipe(Make.COLLAGE, (AssetId(1),), title="3 years since the wedding")
    studio.made = [Creation(1, None, recipe, tmp_path / "a.jpg", datetime(2026, 6, 1))]
    page = show(open_window(studio), "saved", SavedPage)
    qtbot.waitUntil(lambda: bool(page.findChildren(Cover)))
    assert f"\u2068{recipe.title}\u2069" in [said.text() for said in page.findChildren(QLabel)]


def test_titles_begin_with_words_of_the_language(qapp: QApplication) -> None:
    """A picture's title is laid out from where its first letter reads, and a name may be in other letters."""
    speak(qapp, "ar")
    for text in (
        "{name} turns {age} on {day}", "{name} turns {age} today", "{name} turns {age} tomorrow",
        "{name} through the years", "{name}, then and now", "{place}, then and now",
    ):  # fmt: skip
        assert unicodedata.bidirectional(i18n._(text)[0]) == "AL", text
