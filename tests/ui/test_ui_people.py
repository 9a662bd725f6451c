"""The People page: faces in sections, named in place, put together, reviewed; smooth with thousands."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial

import pytest
from fake_studio import FakeStudio, NewStudio, Open
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot
from showing import show
from steps import MOST_CALLS, counted

from rollsuggest.library.named_faces import NameFound
from rollsuggest.library.rows import PersonFace, PersonRow, PetRow, Question
from rollsuggest.model import AssetId, Box, ClusterId, FaceId, Purpose
from rollsuggest.people.cluster import FOUNDS_FROM
from rollsuggest.ui import people_rows
from rollsuggest.ui.face_tiles import Arrangement, Cell, Mark, Section
from rollsuggest.ui.file_names import NamesDialog
from rollsuggest.ui.naming import NameField, SameName, WhoDialog
from rollsuggest.ui.people import PeoplePage
from rollsuggest.ui.pictures import face_square
from rollsuggest.ui.window import MainWindow

Key = Qt.Key
Shift, Ctrl, Plain = (
    Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier,
)  # fmt: skip
BOX = Box(0.4, 0.2, 0.2, 0.3)


def person(number: int, name: str = "", photos: int = 9, **more: object) -> PersonRow:
    asset = AssetId(number % 60 + 1)
    row = PersonRow(ClusterId(number), name, None, False, photos, photos, asset, BOX, ((asset, BOX),))
    return replace(row, **more)  # type: ignore[arg-type]


def question(first: int, second: int) -> Question:
    one, two = (
        PersonFace(FaceId(n * 100), AssetId(n), BOX, ClusterId(n), 0.8, datetime(2025, 5, n))
        for n in (first, second)
    )
    return Question(one, two, 0.5)


@pytest.fixture
def studio(new_studio: NewStudio) -> FakeStudio:
    return new_studio()


def people(qtbot: QtBot, window: MainWindow) -> PeoplePage:
    page = show(window, "people", PeoplePage)
    qtbot.waitUntil(lambda: len(page.grid.marks) > 0)
    return page


def field_of(page: PeoplePage) -> QLineEdit | None:
    return page.grid.field


def dialog(qtbot: QtBot, kind: type) -> object:
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), kind))
    return QApplication.activeModalWidget()


# --- what stands where


def test_named_ones_come_first_and_favourites_before_them() -> None:
    rows = [
        person(1),
        person(2, "Ana"),
        person(3, "Rui", favourite=True),
        person(4, hidden=True),
        person(5, photos=1),
    ]
    found = people_rows.sections(rows, [PetRow("cat", 3, AssetId(1), None)], hidden=False, unfolded=False)
    assert [(s.title, [m.identity for m in s.marks]) for s in found] == [
        ("", [3, 2]), ("Pets", [("pet", "cat")]), ("Who is this?", [1]), ("Others", ["others"]),
    ]  # fmt: skip
    assert [m.name for m in found[2].marks] == ["Add a name"]
    unfolded = people_rows.sections(rows, [], hidden=True, unfolded=True)
    assert [m.identity for section in unfolded for m in section.marks] == [3, 2, 1, 4, "others", 5]


def test_whoever_stands_somewhere_stays_there_and_new_ones_follow() -> None:
    before = [person(3), person(1), person(2)]
    now = [person(4), person(2, photos=30), person(3), person(1)]
    assert [(row.cluster, row.photos) for row in people_rows.steady(now, before)] == [
        (3, 9), (1, 9), (2, 30), (4, 9),
    ]  # fmt: skip


@pytest.mark.parametrize(("state", "first"), [("looking", 1), ("done", 2)])
def test_nobody_moves_from_under_the_keyboard_while_photos_are_looked_at(
    qtbot: QtBot, studio: FakeStudio, open_window: Open, state: str, first: int
) -> None:
    studio.persons[:] = [person(1), person(2)]
    page = people(qtbot, open_window(studio))
    page.grid.setFocus()
    assert page.grid.hasFocus()
    studio.status = replace(studio.status, state=state)
    studio.persons[:] = [person(2, photos=50), person(1, photos=20)]
    page.refresh()
    qtbot.waitUntil(lambda: page.acts.rows[0].photos > 9)
    assert page.grid.marks[0].identity == first


@given(x=st.floats(0, 0.9), y=st.floats(0, 0.9), side=st.floats(0.02, 0.3))
def test_a_face_stands_in_the_middle_of_its_tile_near_an_edge_too(x: float, y: float, side: float) -> None:
    box = Box(x, y, min(side, 1 - x), min(side, 1 - y))
    square = face_square(1000, 800, box)
    assert abs(square.width() - square.height()) <= 1 and QRect(0, 0, 1000, 800).contains(square)
    face = max(box.w * 1000, box.h * 800)
    off_x = abs((box.x + box.w / 2) * 1000 - square.center().x())
    off_y = abs((box.y + box.h / 2) * 800 - square.center().y())
    assert max(off_x, off_y) <= 0.051 * face + max(0, (face - min(box.w * 1000, box.h * 800)) / 2) + 2


def test_a_poor_face_stands_for_nobody() -> None:
    assert people_rows.POOR == FOUNDS_FROM
    assert people_rows.cover(person(1, cover_quality=0.29)) == ()
    assert people_rows.is_other(person(1, photos=2, cover_quality=0.4))
    assert not people_rows.is_other(person(1, photos=2, cover_quality=0.9))
    assert not people_rows.is_other(person(1, "Ana", photos=1))


@given(st.lists(st.integers(0, 40), min_size=1, max_size=5), st.integers(100, 1500))
def test_every_tile_is_found_where_it_stands(counts: list[int], width: int) -> None:
    numbers = iter(range(10_000))
    made = [Section("x", tuple(Mark(next(numbers), "") for _n in range(count))) for count in counts]
    laid = Arrangement(made, width, Cell(112, 44, 16))
    for index in range(sum(counts)):
        x, y = laid.place(index)
        assert laid.at(x + 50, y + 50) == index
        assert index in laid.between(y, y + 10)
        assert 0 <= laid.beside(index, 1) < sum(counts) and 0 <= laid.beside(index, -1) < sum(counts)
    assert list(laid.between(0, laid.height)) == list(range(sum(counts)))


# --- naming


@pytest.mark.qt_log_ignore("does not support (raise|grabbing)", extend=True)  # the list of names pops up
def test_a_name_is_typed_in_place_and_completes(qtbot: QtBot, studio: FakeStudio, open_window: Open) -> None:
    page = people(qtbot, open_window(studio))
    page.grid.focus_on(ClusterId(3))
    QTest.keyClick(page.grid, Key.Key_Return)  # nobody named yet: Enter names
    field = page.grid.field
    assert isinstance(field, NameField) and page.window().focusWidget() is field
    completer = field.completer()
    assert completer is not None
    completer.setCompletionPrefix("ara")
    assert completer.currentCompletion() == "Mara"
    QTest.keyClicks(field, "Ada")
    QTest.keyClick(field, Key.Key_Return)
    qtbot.waitUntil(lambda: studio.persons[2].name == "Ada")
    assert page.grid.field is None and page.window().focusWidget() is page.grid
    QTest.keyClick(page.grid, Key.Key_F2)
    again = field_of(page)
    assert again is not None
    QTest.keyClicks(again, "nobody")
    QTest.keyClick(again, Key.Key_Escape)
    qtbot.wait(50)
    assert studio.persons[2].name == "Ada" and page.grid.field is None


def test_a_name_that_is_taken_may_mean_the_same_person(
    qtbot: QtBot, studio: FakeStudio, open_window: Open
) -> None:
    page = people(qtbot, open_window(studio))
    page.grid.named.emit(ClusterId(3), "mara")
    asked = dialog(qtbot, SameName)
    assert isinstance(asked, SameName)
    asked.same.click()
    qtbot.waitUntil(lambda: "merge [1, 3]" in studio.calls)
    page.grid.named.emit(ClusterId(4), "Mara")
    asked = dialog(qtbot, SameName)
    assert isinstance(asked, SameName)
    asked._other(lambda: page.acts._name(person(4), "Mara"))
    qtbot.waitUntil(lambda: studio.persons[-2].name == "Mara")


# --- choosing


def test_several_are_chosen_by_keys_and_put_together_and_undone(
    qtbot: QtBot, studio: FakeStudio, open_window: Open
) -> None:
    window = open_window(studio)
    page = people(qtbot, window)
    page.grid.focus_on(ClusterId(3))
    QTest.keyClick(page.grid, Key.Key_Space)
    QTest.keyClick(page.grid, Key.Key_Right, Shift)
    assert list(page.grid.selection) == [3, 4]
    assert page.selection_acts[Key.Key_S].isVisible() and not page.names.isVisible()
    QTest.keyClick(page.grid, Key.Key_S)
    qtbot.waitUntil(lambda: "merge [3, 4]" in studio.calls)
    assert not page.grid.selection
    qtbot.waitUntil(
        lambda: bool(
            window.notices.findChildren(type(page.ask), options=Qt.FindChildOption.FindChildrenRecursively)
        )
    )
    undo = next(b for b in window.notices.findChildren(type(page.ask)) if b.accessibleName() == "Undo")
    undo.setFocus()
    undo.click()
    qtbot.waitUntil(lambda: "undo_people 8" in studio.calls)
    assert page.grid.hasFocus()  # and not some button of the rail


def test_one_after_the_other_is_named_at_the_same_place(
    qtbot: QtBot, studio: FakeStudio, open_window: Open
) -> None:
    studio.persons = [person(n, photos=99 - n) for n in range(1, 60)]
    page = people(qtbot, open_window(studio))
    page.grid.setFocus()
    page.grid.go_to(20)
    where = page.grid.rect_of(20).top()
    QTest.keyClick(page.grid, Key.Key_Return)
    field = field_of(page)
    assert field is not None
    QTest.keyClicks(field, "Eva")
    QTest.keyClick(field, Key.Key_Return)
    qtbot.waitUntil(lambda: page.grid.sections[0].title == "")
    current = page.grid.current()
    assert current is not None and current.identity == 22 and page.grid.marks[0].name == "Eva"
    assert page.grid.rect_of(page.grid._current).top() == where
    assert page.grid.hasFocus()


def test_hiding_several_leaves_none_of_their_faces_in_memory(
    qtbot: QtBot, studio: FakeStudio, open_window: Open
) -> None:
    page = people(qtbot, open_window(studio))
    qtbot.waitUntil(lambda: any(isinstance(key, tuple) for key in page.desk.thumbs._held))
    QTest.keyClick(page.grid, Key.Key_A, Ctrl)
    assert len(page.grid.selection) == 4  # pets are no persons
    studio.persons = [replace(p, hidden=True) for p in studio.persons]
    page.acts.hide(page.acts.rows)
    assert not any(isinstance(key, tuple) for key in page.desk.thumbs._held)
    qtbot.waitUntil(lambda: len(page.grid.marks) == 1)
    assert not any(isinstance(key, tuple) and key[0] != 4 for key in page.desk.thumbs._held)


def test_a_face_dropped_on_another_is_the_same_person(
    qtbot: QtBot, studio: FakeStudio, open_window: Open
) -> None:
    page = people(qtbot, open_window(studio))
    marks = [mark.identity for mark in page.grid.marks]
    start, end = (page.grid.rect_of(marks.index(n)).center() - QPoint(0, 20) for n in (4, 1))
    view = page.grid.viewport()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, Plain, start)
    QTest.mouseMove(view, (start + end) / 2)
    QTest.mouseMove(view, end)
    qtbot.wait(20)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, Plain, end)
    qtbot.waitUntil(lambda: "merge [1, 4]" in studio.calls)
    current = page.grid.current()
    assert current is not None and current.identity == 1  # who stays has the focus


def test_two_different_names_are_asked_about_before_they_become_one(
    qtbot: QtBot, studio: FakeStudio, open_window: Open
) -> None:
    from rollsuggest.ui.dialogs import Question as Ask

    page = people(qtbot, open_window(studio))
    page.grid.dropped.emit(ClusterId(2), ClusterId(1))
    asked = dialog(qtbot, Ask)
    assert isinstance(asked, Ask)
    assert not any(call.startswith("merge") for call in studio.calls)
    asked.yes.click()
    qtbot.waitUntil(lambda: "merge [1, 2]" in studio.calls)


# --- one person


def test_faces_are_sorted_on_the_page_of_a_person(
    qtbot: QtBot, studio: FakeStudio, open_window: Open
) -> None:
    page = people(qtbot, open_window(studio))
    page.grid.opened.emit(ClusterId(1))
    view = page.person
    view.faces_tab.click()
    qtbot.waitUntil(lambda: len(view.faces.marks) == 8)
    assert not view.sorting["not"].isEnabled()
    assert view.sorting["not"].accessibleName() == "Not Mara"

    def choose() -> None:
        assert not view.faces.selection  # what was said of them is said: nothing is chosen twice
        view.faces.setFocus()
        for key in (Key.Key_Home, Key.Key_Space, Key.Key_Right, Key.Key_Right, Key.Key_Space):
            QTest.keyClick(view.faces, key)

    words = {"not": "not_this_person", "else": "split", "none": "not_a_face"}
    for act, said in ((act, f"{word} [100, 102]") for act, word in words.items()):
        choose()
        view.sorting[act].click()
        qtbot.waitUntil(partial(studio.calls.__contains__, said))
    studio.calls.clear()
    choose()
    QTest.keyClick(view.faces, Key.Key_Delete)
    qtbot.waitUntil(lambda: "not_this_person [100, 102]" in studio.calls)
    choose()
    view.sorting["is"].click()
    asked = dialog(qtbot, WhoDialog)
    assert isinstance(asked, WhoDialog)
    asked.field.setText("jonas")
    asked.yes.click()
    qtbot.waitUntil(lambda: "is_person [100, 102] 2" in studio.calls)


def test_what_is_said_of_a_person_is_stored(qtbot: QtBot, studio: FakeStudio, open_window: Open) -> None:
    page = people(qtbot, open_window(studio))
    page.grid.opened.emit(ClusterId(1))
    view = page.person
    view.star.click()
    qtbot.waitUntil(lambda: studio.persons[0].favourite)
    view.relation.setEditText("Aunt")
    view._relate()
    qtbot.waitUntil(lambda: studio.persons[0].relation == "Aunt")
    view.me.click()
    qtbot.waitUntil(lambda: studio.persons[0].me)
    QTest.keyClick(view, Key.Key_Escape)
    assert page.grid.isVisible() and page.window().focusWidget() is page.grid


# --- questions, pets, names, consent


def test_questions_are_answered_by_keys_and_the_last_one_is_undone(
    qtbot: QtBot, studio: FakeStudio, open_window: Open
) -> None:
    studio.questions = (question(3, 4), question(1, 2), question(2, 2))
    page = people(qtbot, open_window(studio))
    qtbot.waitUntil(page.banner.isVisible, timeout=4000)
    assert page.banner_text.text().startswith("3 quick questions")
    page.ask.click()
    review = page.review
    assert review.progress.text() == "1 of 3" and review.title.text() == "Are these the same person?"
    QTest.keyClick(review, Key.Key_Y)
    qtbot.waitUntil(lambda: "answer same" in studio.calls and review.undo.isVisible())
    assert review.title.text() == "Is this Mara too?"
    QTest.keyClick(review, Key.Key_Backspace)
    qtbot.waitUntil(lambda: "undo_people 7" in studio.calls)
    assert review.progress.text() == "1 of 3"
    for key, said in ((Key.Key_N, "different"), (Key.Key_Space, "unsure"), (Key.Key_Y, "same")):
        QTest.keyClick(review, key)
        qtbot.waitUntil(partial(studio.calls.__contains__, f"answer {said}"))
    assert review._stack.currentIndex() == 1
    QTest.keyClick(review, Key.Key_Escape)
    assert page.grid.isVisible()


def test_not_now_ends_the_asking(qtbot: QtBot, studio: FakeStudio, open_window: Open) -> None:
    studio.questions = (question(3, 4),)
    page = people(qtbot, open_window(studio))
    qtbot.waitUntil(page.banner.isVisible, timeout=4000)
    page._enough()
    studio.calls.clear()
    page._find_questions()
    qtbot.wait(50)
    assert "review" not in studio.calls and not page.banner.isVisible()


def test_pets_lead_to_their_photos(qtbot: QtBot, studio: FakeStudio, open_window: Open) -> None:
    page = people(qtbot, open_window(studio))
    page.grid.focus_on(("pet", "dog"))
    QTest.keyClick(page.grid, Key.Key_Return)
    qtbot.waitUntil(lambda: len(page.pets.grid.tiles) == 3)
    QTest.keyClick(page.pets, Key.Key_Escape)
    assert page.grid.isVisible()


def test_who_may_be_hidden_is_shown_among_the_hidden_alone() -> None:
    row = person(3, hidden=True, perhaps=True)
    assert people_rows.sections([row], (), hidden=False, unfolded=False) == ()
    (section,) = people_rows.sections([row], (), hidden=True, unfolded=False)
    assert section.marks[0].line == "May be somebody hidden"


def test_a_pet_is_named_hidden_and_shown_again(qtbot: QtBot, studio: FakeStudio, open_window: Open) -> None:
    page = people(qtbot, open_window(studio))
    page.grid.opened.emit(("pet", "dog"))
    assert page.pets.name.isVisible() and not page.pets.title.isVisible()
    page.pets.name.setText("Rex")
    QTest.keyClick(page.pets.name, Key.Key_Return)
    qtbot.waitUntil(lambda: page.pets.row is not None and page.pets.row.name == "Rex")
    assert studio.dog.name == "Rex"
    page.pets.name.setText("Max")
    QTest.keyClick(page.pets.name, Key.Key_Escape)
    assert page.pets.name.text() == "Rex"
    assert page.pets.name.cursorPosition() == 0  # of a long name the beginning is seen
    page.pets.hide_button.click()
    qtbot.waitUntil(lambda: all(mark.name != "Rex" for mark in page.grid.marks))
    assert page.hidden.isVisible()
    page.hidden.click()
    (rex,) = [mark for mark in page.grid.marks if mark.name == "Rex"]
    assert rex.faint and rex.line == "Hidden"
    page.grid.opened.emit(rex.identity)
    assert page.pets.hide_button.text().strip() == "Show again"
    page.pets.hide_button.click()
    qtbot.waitUntil(lambda: not studio.dog.hidden)


def test_several_dogs_get_no_name(qtbot: QtBot, studio: FakeStudio, open_window: Open) -> None:
    studio.dog = replace(studio.dog, one=False)
    page = people(qtbot, open_window(studio))
    page.grid.opened.emit(("pet", "dog"))
    assert page.pets.title.text() == "Dogs" and page.pets.title.isVisible()
    assert not page.pets.name.isVisible()


def test_names_of_files_are_shown_before_they_are_taken(
    qtbot: QtBot, studio: FakeStudio, open_window: Open
) -> None:
    guess = frozenset({FaceId(1)})
    studio.names_found = tuple(
        NameFound(name, (FaceId(1),), ClusterId(3), 1, guess if name == "Rui" else frozenset())
        for name in ("Eva", "Rui")
    )
    page = people(qtbot, open_window(studio))
    asked = page.import_names()
    qtbot.waitUntil(lambda: asked.list.count() == 2)
    assert "guessed" not in asked.list.item(0).text()
    assert "1 face (1 guessed: the only face in its photo)" in asked.list.item(1).text()
    assert "take_names" not in str(studio.calls)
    asked.list.item(0).setCheckState(Qt.CheckState.Unchecked)
    assert asked.yes.accessibleName() == "Take 1 name"
    asked.yes.click()
    qtbot.waitUntil(lambda: "take_names ['Rui']" in studio.calls)
    studio.names_found = ()
    nothing: NamesDialog = page.import_names()
    qtbot.waitUntil(lambda: "no names" in nothing.none.text())
    qtbot.waitUntil(lambda: nothing.said.height() >= nothing.said.heightForWidth(nothing.said.width()))
    assert nothing.none.height() < 2 * nothing.none.heightForWidth(nothing.none.width())  # no hole
    nothing.no.click()


def test_without_consent_the_page_says_so_and_keeps_nothing(
    qtbot: QtBot, studio: FakeStudio, open_window: Open
) -> None:
    window = open_window(studio)
    page = people(qtbot, window)
    studio.withdraw(Purpose.FACES)
    qtbot.waitUntil(lambda: page._stack.currentWidget() is page._empty)
    assert page.acts.rows == () and page.grid.marks == ()
    assert not any(isinstance(key, tuple) for key in page.desk.thumbs._held)


def test_a_step_of_the_page_does_little_however_many_people_there_are(
    qtbot: QtBot, studio: FakeStudio, open_window: Open
) -> None:
    studio.persons = [person(n, f"Name {n}" if n < 300 else "", photos=2500 - n) for n in range(1, 2001)]
    window = open_window(studio)
    with counted() as steps:
        page = people(qtbot, window)
        assert len(page.grid.marks) == 2001
        bar = page.grid.verticalScrollBar()
        for step in range(20):
            bar.setValue(bar.maximum() * step // 20)
            qtbot.wait(15)
        QTest.keyClick(page.grid, Key.Key_A, Ctrl)
        qtbot.wait(30)
        page.grid.clear_selection()
        page.refresh()
        qtbot.wait(60)
    print(steps.most, steps.where, steps.steps)
    assert 100 < steps.most < MOST_CALLS, steps.where


def test_the_page_of_somebody_hidden_says_why_it_is_empty(
    qtbot: QtBot, studio: FakeStudio, open_window: Open
) -> None:
    page = people(qtbot, open_window(studio))
    page.open_person(person(1))
    assert not page.person.away.isVisible()
    page.open_person(person(1, hidden=True))
    assert page.person.away.isVisible()
