"""Larger words: chosen in Settings, the room around them grows too, and nothing is cut in a long language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import combinations
from pathlib import Path

import pytest
from fake_studio import FakeStudio, NewStudio, Open
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QScrollArea,
    QSlider,
    QStyle,
    QStyleOptionButton,
    QStyleOptionComboBox,
    QWidget,
)
from pytestqt.qtbot import QtBot
from showing import show

from rollsuggest.app import speak
from rollsuggest.i18n import LANGUAGES, _
from rollsuggest.library import rows
from rollsuggest.library.rows import Creation, IndexStatus, PersonFace
from rollsuggest.model import AssetId, Box, ClusterId, FaceId, Format, Make, QuietKind, Recipe
from rollsuggest.ui import filling, tokens
from rollsuggest.ui.cards import SuggestionCard
from rollsuggest.ui.controls import Button, Choice, Switch, label
from rollsuggest.ui.dialogs import Dialog, Question
from rollsuggest.ui.face_grid import FaceGrid
from rollsuggest.ui.flow import Part, lines
from rollsuggest.ui.page import Page
from rollsuggest.ui.pages import BELOW, PAGES
from rollsuggest.ui.people import PeoplePage
from rollsuggest.ui.quiet import KINDS, QuietForm
from rollsuggest.ui.saved import Cover, SavedPage, Words
from rollsuggest.ui.settings import SettingsPage
from rollsuggest.ui.stage import StagePage
from rollsuggest.ui.touches import Sample
from rollsuggest.ui.window import MainWindow
from rollsuggest.ui.wording import STYLES


@pytest.fixture
def usual(qapp: QApplication) -> Iterator[None]:
    yield
    speak(qapp, "en")
    tokens.scale(100)
    tokens.apply(qapp, "light")


def test_a_text_size_opens_the_window_anew(qtbot: QtBot, new_studio: NewStudio, open_window: Open) -> None:
    studio = new_studio()
    window = open_window(studio)
    page = show(window, "settings", SettingsPage)
    assert [page.text_size.itemText(n) for n in range(4)] == ["100 %", "115 %", "130 %", "150 %"]
    qtbot.waitUntil(lambda: page.text_size.currentIndex() == 0)
    with qtbot.waitSignal(window.outdated):
        page.text_size.setCurrentIndex(3)
        page.text_size.activated.emit(3)
    assert studio.held.text_size == 150


@pytest.mark.parametrize("size", tokens.TEXT_SIZES)
def test_type_and_spacing_grow_together(qapp: QApplication, usual: None, size: int) -> None:
    before = {name: getattr(tokens, name) for name in ("S", "XL", "TEXT_BODY", "RAIL_PX", "COVER_PX")}
    tokens.scale(size)
    for name in ("S", "XL", "TEXT_BODY", "RAIL_PX"):
        assert getattr(tokens, name) == round(before[name] * size / 100)
    assert before["COVER_PX"] == tokens.COVER_PX  # photos keep theirs
    sheet = tokens.style_sheet(tokens.LIGHT)
    assert f"* {{ font-size: {tokens.TEXT_BODY}px; }}" in sheet
    for focused, plain in (("6px 13px", "7px 14px"), ("5px 7px", "6px 8px")):  # a ring moves no words
        inner, outer = (_rooms(sheet, room, size) for room in (focused, plain))
        assert [b - a for a, b in zip(inner, outer, strict=True)] == [1, 1]


def _rooms(sheet: str, at_100: str, size: int) -> list[int]:
    grown = [int(part[:-2]) for part in at_100.split()]
    found = [n + round((7 if n < 10 else 14) * size / 100) - (7 if n < 10 else 14) for n in grown]
    assert "padding: " + " ".join(f"{n}px" for n in found) in sheet
    return found


@pytest.mark.parametrize("size", tokens.TEXT_SIZES)
@pytest.mark.parametrize("way", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_the_arrow_of_a_choice_stands_clear_of_its_words(
    qapp: QApplication, qtbot: QtBot, usual: None, size: int, way: Qt.LayoutDirection
) -> None:
    tokens.scale(size)
    tokens.apply(qapp, "light")
    choice = Choice("Text size", [f"{size} %"])
    qtbot.addWidget(choice)
    choice.setLayoutDirection(way)
    choice.resize(choice.sizeHint())
    option = QStyleOptionComboBox()
    choice.initStyleOption(option)
    words = choice.style().subControlRect(
        QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, choice
    )
    arrow = tokens.S + tokens.ICON_PX
    room = (
        words.left() - arrow
        if way == Qt.LayoutDirection.RightToLeft
        else choice.width() - arrow - words.right()
    )
    assert room >= 0 and words.width() >= choice.fontMetrics().horizontalAdvance(choice.currentText())


def test_a_switch_grows_with_the_words_beside_it(qtbot: QtBot, usual: None) -> None:
    tokens.scale(150)
    switch = Switch("Suggestions", True)
    qtbot.addWidget(switch)
    switch.resize(switch.sizeHint())
    drawn, ground = switch.grab().toImage(), switch.palette().window().color()
    seen = [x for x in range(drawn.width()) if drawn.pixelColor(x, drawn.height() // 2) != ground]
    assert 58 <= seen[-1] - seen[0] + 1 <= 60  # 40 px at 100 %


def test_an_unknown_size_is_the_usual_one(usual: None) -> None:
    tokens.scale(7)
    assert tokens.px(10) == 10


def cut(root: QWidget) -> list[str]:
    """Return what is shown narrower than its words."""
    found = []
    for part in root.findChildren(QWidget):
        own = isinstance(part, Button) or (isinstance(part, QLabel) and not part.wordWrap())
        if not own or not part.isVisible():
            continue
        if part.width() < part.minimumSizeHint().width() and not part.minimumWidth():
            text = part.text() if isinstance(part, QLabel | QAbstractButton) else ""
            found.append(f"{text or part.accessibleName()!r}: {part.width()} px")
    for area in root.findChildren(QScrollArea):
        if area.isVisible() and area.horizontalScrollBar().maximum() > 0:
            found.append(f"{area.accessibleName()} is {area.horizontalScrollBar().maximum()} px too wide")
    return found


def pages(window: MainWindow, studio: FakeStudio, qtbot: QtBot) -> Iterator[tuple[str, Page | QWidget]]:
    for name in [page for page, *_rest in PAGES + BELOW]:
        window.show_page(name)
        qtbot.wait(120)
        yield name, window.pages[name]
    for make in (Make.COLLAGE, Make.RECAP, Make.RESTYLE):
        window.desk.open_card(next(card for card in studio.cards.values() if card.recipe.make is make))
        qtbot.wait(120)
        yield make.value, window.pages["stage"]
    window.desk.view(tuple(studio.photos), 3)
    qtbot.waitUntil(lambda: not window.bridge.busy)
    qtbot.wait(60)
    yield "viewer", window.pages["viewer"]


def large_german(qapp: QApplication, new_studio: NewStudio) -> FakeStudio:
    """Return a studio with the longest words at the largest."""
    speak(qapp, "de")
    tokens.scale(150)
    studio = new_studio()
    studio.held = replace(studio.held, language="de", text_size=150)
    return studio


def test_nothing_is_cut_in_german_at_the_largest(
    qtbot: QtBot, qapp: QApplication, usual: None, new_studio: NewStudio, open_window: Open
) -> None:
    studio = large_german(qapp, new_studio)
    window = open_window(studio)
    found = {name: cut(page) for name, page in pages(window, studio, qtbot)}
    assert {name: parts for name, parts in found.items() if parts} == {}
    assert window.width() == tokens.WINDOW_SIZE[0]
    assert cut(window) == []
    assert window.pages["suggestions"].findChildren(SuggestionCard)
    window.resize(*tokens.WINDOW_LEAST)
    for name in ("suggestions", "places", "privacy", "settings"):
        window.show_page(name)
        qtbot.wait(60)
        assert [said for said in cut(window.pages[name]) if "too wide" in said] == [], name


def covered(parts: Sequence[QWidget], root: QWidget) -> list[tuple[str, str]]:
    """Return which of the parts cover each other."""
    placed = [(part, QRect(part.mapTo(root, QPoint()), part.size())) for part in parts if part.isVisible()]
    return [
        (one.accessibleName(), other.accessibleName())
        for (one, here), (other, there) in combinations(placed, 2)
        if here.intersects(there)
    ]


def test_nothing_of_a_person_is_covered_at_the_largest_in_the_smallest_window(
    qtbot: QtBot, qapp: QApplication, usual: None, new_studio: NewStudio, open_window: Open
) -> None:
    studio = large_german(qapp, new_studio)
    window = open_window(studio)
    window.resize(*tokens.WINDOW_LEAST)
    page = show(window, "people", PeoplePage)
    qtbot.waitUntil(lambda: bool(page.acts.rows))
    page.open_person(next(row for row in page.acts.rows if row.name))
    person = page.person
    window.resize(1400, 800)
    qtbot.wait(60)
    assert person.star.x() - person.name.geometry().right() <= tokens.M  # it belongs to the name
    window.resize(*tokens.WINDOW_LEAST)
    person.birthday.show_birthday((6, 18), 1990)
    person.faces_tab.click()
    qtbot.wait(120)
    bars = person.name, person.star, person.count, person.hide_button, person.relation, person.birthday
    parts = [*bars, person.me, person.photos_tab, person.faces_tab, *person.sorting.values()]
    assert covered(parts, person) == []
    one, two = (
        PersonFace(FaceId(n), AssetId(n), Box(0.1, 0.1, 0.5, 0.5), ClusterId(n), 0.8, None) for n in (1, 2)
    )
    page.review.start([rows.Question(one, two, 0.5)], page.acts.rows)
    page._stack.setCurrentWidget(page.review)
    qtbot.wait(120)
    assert all(side.face.isVisible() for side in page.review.sides)
    for side in page.review.sides:
        assert covered([side.face, side.name, side.count, *side.more], page.review) == []


def test_both_messages_of_the_strip_are_seen_where_neither_fits(
    qtbot: QtBot, qapp: QApplication, usual: None, new_studio: NewStudio, open_window: Open
) -> None:
    studio = large_german(qapp, new_studio)
    window = open_window(studio)
    window.resize(*tokens.WINDOW_LEAST)
    strip = window.status
    waits = IndexStatus("waiting", 212, 4812, 3, None, "Wartet, bis du nicht am Computer bist")
    strip._show((waits, False))
    qtbot.wait(60)
    option = QStyleOptionButton()
    strip.failed.initStyleOption(option)
    assert option.text.endswith("…") and strip.failed.toolTip() == "3 Dateien waren nicht lesbar"
    assert strip.failed.fontMetrics().horizontalAdvance(option.text) <= strip.failed.width()
    assert strip.said.width() > 60


def test_a_stage_leaves_the_plainest_word_off_first(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    studio = new_studio()
    window = open_window(studio)
    window.desk.open_card(next(card for card in studio.cards.values() if card.recipe.make is Make.COLLAGE))
    stage = window.pages["stage"]
    assert isinstance(stage, StagePage)
    seen = set()
    for width in range(900, 1600, 20):
        window.resize(width, 800)
        qtbot.wait(5)
        stage._fit()
        seen.add((bool(stage.copy.text().strip()), bool(stage.refuse.text().strip())))
    assert (False, True) in seen and (True, True) in seen and (True, False) not in seen


def test_what_was_saved_is_as_wide_as_the_smallest_window(
    qtbot: QtBot, qapp: QApplication, usual: None, new_studio: NewStudio, open_window: Open, tmp_path: Path
) -> None:
    studio = large_german(qapp, new_studio)
    recipe = Recipe(Make.COLLAGE, (AssetId(1),), Format.LANDSCAPE, title="Heute vor einem Jahr")
    studio.made = [Creation(1, None, recipe, Path("/home/ana/Bilder/Heute.jpg"), datetime(2026, 6, 1))]
    window = open_window(studio)
    window.resize(*tokens.WINDOW_LEAST)
    page = show(window, "saved", SavedPage)
    qtbot.waitUntil(lambda: bool(page.findChildren(Cover)))
    qtbot.wait(120)
    assert [said for said in cut(page) if "too wide" in said] == []
    (words,) = page.findChildren(Words)
    assert words.width() >= tokens.px(160)  # not one word a line


def test_a_narrow_stage_leaves_words_off_before_it_takes_a_second_line(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    studio = new_studio()
    window = open_window(studio)
    window.resize(1600, 800)
    window.desk.open_card(next(card for card in studio.cards.values() if card.recipe.make is Make.COLLAGE))
    stage = window.pages["stage"]
    assert isinstance(stage, StagePage)
    qtbot.waitUntil(lambda: bool(stage.copy.text().strip()))
    window.resize(*tokens.WINDOW_LEAST)
    stage.about.click()
    qtbot.waitUntil(lambda: stage.copy.text() == "")
    assert stage.copy.toolTip() == stage.copy.accessibleName() == "Copy"
    for width in range(1000, 1500, 25):
        window.resize(width, 800)
        qtbot.wait(5)
        stage._fit()  # as each edit does: measured with their words, whatever they show now
        stage._top.invalidate()
        room = stage.width() - (0 if stage.why.isHidden() else tokens.PANEL_PX)
        in_one_line = stage._top.heightForWidth(room) <= stage._top.sizeHint().height()
        assert in_one_line or stage.copy.text() == "", width


def test_what_is_cut_is_found(qtbot: QtBot, qapp: QApplication) -> None:
    narrow, field = Button("A long word on a button"), QLineEdit()
    holder = QWidget()
    qtbot.addWidget(holder)
    narrow.setParent(holder)
    field.setParent(holder)
    narrow.resize(30, 30)
    holder.show()
    assert cut(holder) == ["'A long word on a button': 30 px"]


@pytest.mark.parametrize("size", [100, 130, 150])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_below_pictures_are_whole(
    qapp: QApplication, usual: None, new_studio: NewStudio, open_window: Open, language: str, size: int
) -> None:
    speak(qapp, language)
    tokens.scale(size)
    studio = new_studio(photos=2, cards=0)
    studio.held = replace(studio.held, language=language, text_size=size)
    desk = open_window(studio).desk
    body, small = (
        QFontMetrics(tokens.font(px, bold=bold))
        for px, bold in ((tokens.TEXT_BODY, False), (tokens.TEXT_SMALL, True))
    )
    grid = FaceGrid(desk, "faces")
    assert body.horizontalAdvance(_("Add a name")) <= grid._cell.width
    for style in STYLES[Make.RESTYLE]:
        tile = Sample(desk, style)
        assert small.horizontalAdvance(tile.accessibleName()) <= tile.width()
        tile.deleteLater()
    grid.deleteLater()


@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("size", [100, 150])
def test_people_stand_below_their_page_s_title_and_headings(
    qtbot: QtBot,
    qapp: QApplication,
    usual: None,
    new_studio: NewStudio,
    open_window: Open,
    size: int,
    mirrored: bool,
) -> None:
    """Words below pictures grow and pictures do not: the room for them must not push the pictures in."""
    speak(qapp, "ar" if mirrored else "en")
    tokens.scale(size)
    page = show(open_window(new_studio(photos=4, cards=0)), "people", PeoplePage)
    qtbot.waitUntil(lambda: bool(page.grid.marks))
    title = next(one for one in page.findChildren(QLabel) if one.property("role") == "title")
    tile = page.grid.rect_of(0)
    here = page.grid.viewport().mapTo(page, QPoint(tile.center().x(), 0)).x()
    half = page.grid._cell.picture / 2
    edge = title.mapTo(page, QPoint(title.width() if mirrored else 0, 0)).x()
    assert abs((here + half if mirrored else here - half) - edge) <= 2
    assert page.grid.inset == (page.grid._cell.width - page.grid._cell.picture) // 2


def test_a_dialog_has_an_edge_that_parts_it_from_a_dark_window(
    qtbot: QtBot, qapp: QApplication, usual: None, new_studio: NewStudio, open_window: Open
) -> None:
    window = open_window(new_studio())
    tokens.apply(qapp, "dark")
    asks = Question(window, "Title", "Text", "Yes", lambda: None)
    asks.open()
    seen = asks.grab().toImage()
    corners = ((0, 0), (seen.width() - 1, seen.height() - 1), (seen.width() // 2, 0))
    assert {seen.pixelColor(x, y).name() for x, y in corners} == {tokens.DARK.edge.lower()}
    asks.close()


def test_a_dialog_is_as_wide_as_its_buttons_need(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    window = open_window(new_studio())
    asks = Question(
        window, "Title", "Text", "An answer of many words, as some languages have them", lambda: None
    )
    asks.buttons(Button("Somebody else who is named so as well"), Button("Another answer"), asks.yes)
    asks.open()
    assert cut(asks) == []
    asks.close()


def test_a_text_that_comes_later_is_not_cut(qtbot: QtBot, new_studio: NewStudio, open_window: Open) -> None:
    window = open_window(new_studio())
    dialog = Dialog(window, "Title")
    said = label("")
    dialog.column.addWidget(said)
    dialog.buttons(Button("Close", dialog.accept))
    dialog.open()
    before = dialog.height()
    said.setText("What only a look into the files could tell. " * 8)
    qtbot.waitUntil(lambda: dialog.height() > before)
    qtbot.wait(50)
    assert said.height() >= said.heightForWidth(said.width())
    assert abs(dialog.frameGeometry().center().y() - window.frameGeometry().center().y()) <= 1
    dialog.close()


@pytest.mark.parametrize("kind", [QuietKind.PERSON, QuietKind.DAYS, QuietKind.YEAR])
def test_fields_beside_a_choice_are_as_high_as_it(qtbot: QtBot, usual: None, kind: QuietKind) -> None:
    form = QuietForm(date(2026, 6, 14))
    qtbot.addWidget(form)
    form.kind.setCurrentIndex(KINDS.index(kind))
    form._chosen(form.kind.currentIndex())
    form.resize(700, form.heightForWidth(700))
    form.show()
    field = {QuietKind.PERSON: form.person, QuietKind.DAYS: form.first, QuietKind.YEAR: form.year}[kind]
    qtbot.waitUntil(field.isVisible)
    assert field.height() == form.kind.height()


def test_the_handle_of_a_slider_is_whole(qtbot: QtBot, usual: None) -> None:
    slider = QSlider(Qt.Orientation.Horizontal)
    qtbot.addWidget(slider)
    slider.resize(slider.sizeHint())
    slider.show()
    seen = slider.grab().toImage()
    ground = slider.palette().window().color()
    across = [seen.pixelColor(x, 0) for x in range(seen.width())]
    assert all(colour == ground for colour in across)  # its round ends before the edge


# --- rows that wrap


@given(
    parts=st.lists(st.builds(Part, st.integers(0, 300), st.booleans()), max_size=12),
    room=st.integers(300, 900),
)
def test_a_row_goes_on_below_and_keeps_its_order(parts: list[Part], room: int) -> None:
    laid = lines(parts, 8, room)
    assert [number for line in laid for number, _width in line] == list(range(len(parts)))
    for line in laid:
        assert sum(width for _number, width in line) + 8 * (len(line) - 1) <= room
        assert all(width >= parts[number].width for number, width in line)
    if sum(part.width for part in parts) + 8 * len(parts) <= room:
        assert len(laid) <= 1


def test_what_grows_takes_the_rest_of_its_line() -> None:
    parts = [Part(100, grows=False), Part(50, grows=True), Part(100, grows=False)]
    assert lines(parts, 10, 400) == [[(0, 100), (1, 180), (2, 100)]]
    assert lines(parts, 10, 250) == [[(0, 100), (1, 140)], [(2, 100)]]
    assert lines([Part(900, grows=False)], 10, 400) == [[(0, 400)]]  # no wider than there is room


def test_settings_fill_bit_by_bit_and_show_what_came_meanwhile(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filling, "AT_FIRST", 1)
    studio = new_studio()
    studio.held = replace(studio.held, text_size=130)
    window = open_window(studio)
    page = show(window, "settings", SettingsPage)
    assert not hasattr(page, "text_size")
    qtbot.waitUntil(lambda: hasattr(page, "text_size") and page.text_size.currentIndex() == 2)


def overlapping(page: QWidget) -> list[str]:
    """Return which controls, of those seen on a page, lie on one another."""
    controls = [c for c in page.findChildren(QWidget) if isinstance(c, Button | QComboBox | QLineEdit)]
    seen = [c for c in controls if c.isVisible() and not isinstance(c.parentWidget(), QComboBox)]
    at = {c: QRect(c.mapTo(page, QPoint(0, 0)), c.size()) for c in seen}
    return [
        f"{one.accessibleName()} and {other.accessibleName()}"
        for one, other in combinations(seen, 2)
        if at[one].intersects(at[other])
    ]


@pytest.mark.parametrize("make", [Make.COLLAGE, Make.RECAP, Make.RESTYLE])
def test_large_words_in_the_smallest_window_leave_a_stage_that_scrolls(
    qtbot: QtBot, qapp: QApplication, usual: None, new_studio: NewStudio, open_window: Open, make: Make
) -> None:
    studio = large_german(qapp, new_studio)
    window = open_window(studio)
    window.resize(*tokens.WINDOW_LEAST)
    window.desk.open_card(next(card for card in studio.cards.values() if card.recipe.make is make))
    stage = window.pages["stage"]
    assert isinstance(stage, StagePage)
    qtbot.waitUntil(lambda: not window.bridge.busy)
    qtbot.wait(60)
    assert overlapping(stage) == []
    assert stage.canvas.height() >= stage.canvas.minimumHeight()
    assert stage.save.isVisible() and stage.rect().contains(stage.save.geometry())  # never scrolled away


def test_a_window_without_room_for_words_has_a_rail_of_icons(
    qtbot: QtBot, usual: None, new_studio: NewStudio, open_window: Open
) -> None:
    window = open_window(new_studio())
    window.resize(*tokens.WINDOW_LEAST)
    library = window.rail.buttons["library"]
    assert (library.text().strip(), window.rail.width()) == ("Library", tokens.RAIL_PX)  # at 100 % there is
    tokens.scale(150)
    studio = new_studio()
    studio.held = replace(studio.held, text_size=150)
    window = open_window(studio)
    library = window.rail.buttons["library"]
    assert library.text().strip() == "Library"
    window.resize(*tokens.WINDOW_LEAST)
    qtbot.waitUntil(lambda: library.text() == "")
    assert library.accessibleName() == library.toolTip() == "Library"
    assert window.rail.width() < tokens.RAIL_PX / 2
    window.resize(*tokens.WINDOW_SIZE)
    qtbot.waitUntil(lambda: window.rail.width() == tokens.RAIL_PX)
    assert library.text().strip() == "Library"
