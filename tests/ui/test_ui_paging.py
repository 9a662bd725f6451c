"""A collage is edited on its page: swapped, moved, locked, replaced, by mouse and by keys; all is undone."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from fake_studio import FakeStudio, NewStudio, Open
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from rollsuggest.model import AssetId, Box, Format, Framed, Laid, Make, Recipe, Slot
from rollsuggest.ui import page_acts
from rollsuggest.ui.picker import PhotoPicker
from rollsuggest.ui.slots import Slots, neighbour
from rollsuggest.ui.stage import StagePage

Key = Qt.Key
Left = Qt.MouseButton.LeftButton
Shift, Control = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def studio(new_studio: NewStudio) -> FakeStudio:
    return new_studio()


@pytest.fixture
def stage(qtbot: QtBot, studio: FakeStudio, open_window: Open) -> StagePage:
    window = open_window(studio)
    card = next(card for card in studio.cards.values() if card.recipe.make is Make.COLLAGE)
    window.pages["suggestions"].desk.open_card(card)
    stage = window.pages["stage"]
    assert isinstance(stage, StagePage)
    qtbot.waitUntil(lambda: bool(stage.slots.laid.slots) and stage.slots.isVisible(), timeout=5000)
    return stage


def middle(slots: Slots, at: int) -> QPoint:
    return slots.place(slots.laid.slots[at].place).center().toPoint()


def drag(slots: Slots, first: QPoint, last: QPoint) -> None:
    QTest.mousePress(slots, Left, pos=first)
    QTest.mouseMove(slots, (first + last) / 2)
    QTest.mouseMove(slots, last)
    QTest.mouseRelease(slots, Left, pos=last)


def test_a_photo_dragged_onto_another_changes_places_with_it(stage: StagePage) -> None:
    photos = stage.edits.now.photos
    drag(stage.slots, middle(stage.slots, 0), middle(stage.slots, 1))
    assert stage.edits.now.photos == (photos[1], photos[0], *photos[2:])
    assert stage.edits.now.tree.startswith("h(")  # the page stays as it is
    stage.undo.click()
    assert stage.edits.now.photos == photos and not stage.edits.now.tree


def test_a_photo_dragged_within_its_place_is_moved_there(stage: StagePage) -> None:
    slots = stage.slots
    at, photo = middle(slots, 1), slots.laid.slots[1].asset
    drag(slots, at, at + QPoint(-12, 0))
    framed = stage.edits.now.framed
    assert [one.asset for one in framed] == [photo] and framed[0].x > 0.5
    stage.undo.click()
    assert not stage.edits.now.framed


def test_a_page_drawn_anew_takes_nothing_out_of_the_hand(stage: StagePage) -> None:
    slots, photos = stage.slots, stage.edits.now.photos
    first, last = middle(slots, 0), middle(slots, 1)
    QTest.mousePress(slots, Left, pos=first)
    slots.show_laid(slots.laid, (), slots._picture)
    QTest.mouseMove(slots, (first + last) / 2)
    QTest.mouseMove(slots, last)
    QTest.mouseRelease(slots, Left, pos=last)
    assert stage.edits.now.photos == (photos[1], photos[0], *photos[2:])


def test_a_click_chooses_and_changes_nothing(stage: StagePage) -> None:
    before = stage.edits.now
    QTest.mouseClick(stage.slots, Left, pos=middle(stage.slots, 2))
    assert stage.slots.at == 2 and stage.edits.now == before
    assert stage.strip.row.photos[stage.strip.row.at] == stage.slots.laid.slots[2].asset
    assert "Photo 3 of" in stage.slots.accessibleDescription()
    stage.strip.row.choose(0)
    assert stage.slots.at == 0


def test_all_of_it_by_keys(stage: StagePage) -> None:
    slots, photos = stage.slots, stage.edits.now.photos
    slots.setFocus()
    assert slots.at == 0
    QTest.keyClick(slots, Key.Key_Right)
    assert slots.at == 1
    photo = slots.laid.slots[1].asset
    QTest.keyClick(slots, Key.Key_Plus)
    QTest.keyClick(slots, Key.Key_Right, Shift)
    QTest.keyClick(slots, Key.Key_Right, Shift)
    (framed,) = stage.edits.now.framed
    assert framed.zoom == pytest.approx(1.15) and framed.x > 0.55  # both steps, drawn or not
    QTest.keyClick(slots, Key.Key_0)
    assert not stage.edits.now.framed
    QTest.keyClick(slots, Key.Key_L)
    assert stage.edits.now.locked == (photo,)
    QTest.keyClick(slots, Key.Key_Right, Control)
    assert stage.edits.now.photos[:3] == (photos[0], photos[2], photos[1])
    QTest.keyClick(slots, Key.Key_Delete)
    assert photo not in stage.edits.now.photos and not stage.edits.now.locked


def test_what_is_locked_stays_when_shuffled(qtbot: QtBot, studio: FakeStudio, stage: StagePage) -> None:
    seed = stage.edits.now.seed
    stage.levers.shuffle.click()
    qtbot.waitUntil(lambda: stage.edits.now.seed == seed + 1)
    assert not stage.edits.now.tree
    stage.slots.choose(0)
    stage.tools.lock.click()
    stage.levers.shuffle.click()
    qtbot.waitUntil(lambda: stage.edits.now.seed == seed + 2)
    assert stage.edits.now.locked and stage.edits.now.tree


def test_a_shuffle_that_changes_nothing_is_said(
    qtbot: QtBot, studio: FakeStudio, stage: StagePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = stage.edits.now
    monkeypatch.setattr(studio, "shuffled", lambda recipe: recipe)
    with qtbot.waitSignal(stage.desk.noticed) as said:
        stage.levers.shuffle.click()
    assert said.args is not None and "no other way" in said.args[0]
    assert stage.edits.now == before


def test_a_photo_is_replaced_from_the_page(qtbot: QtBot, stage: StagePage) -> None:
    slots = stage.slots
    slots.choose(1)
    old = slots.laid.slots[1].asset
    stage.tools.lock.click()
    picker = stage.swap(stage.edits.now.photos.index(old))
    picker.picked.emit(999)
    picker.reject()
    assert stage.edits.now.photos[1] == 999 and stage.edits.now.locked == (999,)


def test_a_double_click_asks_for_another_photo(qtbot: QtBot, stage: StagePage) -> None:
    with qtbot.waitSignal(stage.slots.used):
        QTest.mouseDClick(stage.slots, Left, pos=middle(stage.slots, 2))
    (picker,) = stage.findChildren(PhotoPicker)
    assert picker.isVisible() and stage.slots.at == 2
    picker.reject()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    picker._came(())  # closed before its photos came: nobody is there to show them to


def test_photos_for_a_picker_that_went_with_its_page_are_told_to_nobody(
    qtbot: QtBot, stage: StagePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    came, studio = threading.Event(), stage.desk.bridge._studio
    monkeypatch.setattr(studio, "tiles", lambda: (came.wait(10), ())[1], raising=False)
    heard: list[object] = []
    monkeypatch.setattr(PhotoPicker, "_came", lambda _self, tiles: heard.append(tiles))
    picker = PhotoPicker(stage, stage.desk, (), ())
    picker.deleteLater()
    QCoreApplication.sendPostedEvents(picker, QEvent.Type.DeferredDelete)
    came.set()
    later: list[object] = []
    stage.desk.bridge.read("", lambda _studio: 1, later.append)
    qtbot.waitUntil(lambda: bool(later), timeout=5000)
    qtbot.wait(50)
    assert heard == []


def test_the_wheel_works_only_where_the_hand_does(stage: StagePage) -> None:
    slots = stage.slots

    def wheel(at: QPoint) -> None:
        where = QPointF(at)
        slots.wheelEvent(
            QWheelEvent(
                where, where, QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
                Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
            )
        )  # fmt: skip

    stage.title.setFocus()
    slots.choose(0)
    wheel(middle(slots, 0))
    assert not stage.edits.now.framed
    slots.setFocus()
    wheel(middle(slots, 1))
    assert not stage.edits.now.framed
    wheel(middle(slots, 0))
    assert stage.edits.now.framed[0].zoom == pytest.approx(1.15)


def test_border_corners_ground_and_words(qtbot: QtBot, stage: StagePage) -> None:
    tools = stage.tools
    tools.more.click()
    assert tools.fold.isVisible()
    tools.sliders["margin"].setValue(70)
    tools.sliders["radius"].setValue(30)
    qtbot.waitUntil(lambda: stage.edits.now.margin == 70 and stage.edits.now.radius == 30, timeout=2000)
    tools.ground.setCurrentIndex(4)
    tools.ground.activated.emit(4)
    assert stage.edits.now.ground == "blur"
    for letter in "May":
        QTest.keyClicks(tools.subtitle, letter)
        tools.settle()
    assert stage.edits.now.subtitle.endswith("May")
    words = stage.edits.now.subtitle
    stage.undo.click()
    assert stage.edits.now.subtitle != words and stage.edits.now.ground == "blur"  # typing is one edit
    stage.undo.click()
    assert stage.edits.now.ground == "" and tools.ground.currentIndex() == 0
    assert all(w.accessibleName() for w in (*tools.sliders.values(), tools.ground, tools.subtitle))


def test_of_long_words_the_beginning_is_seen(stage: StagePage) -> None:
    long = "The twenty-sixth of November 2024, in the house of the grandparents by the sea"
    stage.open_recipe(replace(stage.edits.now, title=long, subtitle=long))
    for field in (stage.title, stage.tools.subtitle):
        assert field.text() == long and field.cursorPosition() == 0


def test_a_sticker_is_laid_dragged_sized_turned_and_taken_off(qtbot: QtBot, stage: StagePage) -> None:
    tools, handles = stage.tools, stage.paging.decorating.handles
    tools.decorate.click()
    tools.stickers.kinds["star"].click()
    tools.stickers.kinds["sun"].click()
    assert [one.kind for one in stage.edits.now.stickers] == ["star", "sun"]
    qtbot.waitUntil(lambda: len(handles) == 2 and handles[1].isVisible(), timeout=3000)
    first, before = handles[0], stage.edits.now.stickers[0]
    grip = first.rect().center()
    QTest.mousePress(first, Left, pos=grip)
    QTest.mouseMove(first, grip + QPoint(-30, 0))
    QTest.mouseRelease(first, Left, pos=grip)
    moved = stage.edits.now.stickers[0]
    assert moved.x < before.x and moved.y == pytest.approx(before.y, abs=0.01)
    qtbot.waitUntil(lambda: first.sticker == moved, timeout=3000)  # drawn anew: it stays the chosen one
    for button in (tools.stickers.larger, tools.stickers.right):
        button.click()
    assert stage.edits.now.stickers[0].size > moved.size and stage.edits.now.stickers[0].angle == 7.0
    for _edit in range(3):
        stage.undo.click()
    assert stage.edits.now.stickers[0] == before
    stage.redo.click()
    assert stage.edits.now.stickers[0] == moved
    tools.stickers.off.click()
    assert [one.kind for one in stage.edits.now.stickers] == ["sun"]
    QTest.mouseClick(stage.slots, Left, pos=QPoint(4, 4))
    assert not tools.stickers.off.isEnabled()  # the hand is at a photo now


def test_the_hint_is_of_what_the_hand_is_at(stage: StagePage) -> None:
    tools = stage.tools
    photos = tools.hint.text()
    assert tools.hint.isVisible() and "photo" in photos
    tools.decorate.click()
    assert tools.hint.isVisible() and "sticker" in tools.hint.text()
    tools.decorate.click()
    assert tools.hint.text() == photos


def test_stickers_by_keys_and_few_of_them(qtbot: QtBot, stage: StagePage) -> None:
    tools, handles = stage.tools, stage.paging.decorating.handles
    tools.decorate.click()
    for kind in ("tape", "heart", "pin", "stamp", "sprig"):
        tools.stickers.kinds[kind].click()
    assert not tools.stickers.kinds["plane"].isEnabled() and tools.stickers.said.text()
    assert len({(one.x, one.y) for one in stage.edits.now.stickers}) == 5  # none over another
    qtbot.waitUntil(lambda: len(handles) == 5, timeout=3000)
    handles[2].setFocus()
    assert handles[2].accessibleName() == "Sticker: Place"
    was = stage.edits.now.stickers[2]
    QTest.keyClick(handles[2], Key.Key_Left)
    QTest.keyClick(handles[2], Key.Key_Left)
    QTest.keyClick(handles[2], Key.Key_Minus)
    QTest.keyClick(handles[2], Key.Key_Comma)
    now = stage.edits.now.stickers[2]
    assert now.x == pytest.approx(was.x - 0.04) and now.size < was.size and now.angle == was.angle - 15
    QTest.keyClick(handles[2], Key.Key_Delete)
    assert [one.kind for one in stage.edits.now.stickers] == ["tape", "heart", "stamp", "sprig"]
    qtbot.waitUntil(lambda: len(handles) == 4, timeout=3000)
    assert tools.stickers.kinds["plane"].isEnabled()


def press(key: Key) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key)


def test_delete_pressed_again_after_the_last_sticker_takes_no_photo(qtbot: QtBot, stage: StagePage) -> None:
    tools, handles, photos = stage.tools, stage.paging.decorating.handles, stage.edits.now.photos
    tools.decorate.click()
    for kind in ("star", "sun", "heart"):
        tools.stickers.kinds[kind].click()
    qtbot.waitUntil(lambda: len(handles) == 3 and handles[2].isVisible(), timeout=3000)
    QTest.mouseClick(handles[2], Left)
    for left in (["star", "sun"], ["star"], [], [], []):
        press(Key.Key_Delete)
        assert [one.kind for one in stage.edits.now.stickers] == left
        assert stage.edits.now.photos == photos
    assert not stage.slots.hasFocus()
    press(Key.Key_Space)  # the keys are still at the stickers
    assert len(stage.edits.now.stickers) == 1


@pytest.mark.parametrize("key", [Key.Key_Space, Key.Key_Delete, Key.Key_Return])
def test_keys_after_the_bin_of_the_stickers_touch_no_photo(qtbot: QtBot, stage: StagePage, key: Key) -> None:
    tools, handles, before = stage.tools, stage.paging.decorating.handles, stage.edits.now
    tools.decorate.click()
    for kind in ("star", "sun"):
        tools.stickers.kinds[kind].click()
    qtbot.waitUntil(lambda: len(handles) == 2, timeout=3000)
    tools.stickers.off.setFocus()
    press(Key.Key_Space)
    assert tools.stickers.off.hasFocus() and stage.paging.decorating.at == 0  # the other one is chosen
    press(Key.Key_Space)
    assert stage.edits.now == before
    press(key)
    assert stage.edits.now.photos == before.photos and not stage.slots.hasFocus()
    assert not stage.findChildren(PhotoPicker)


def test_only_what_a_style_knows_is_offered(stage: StagePage) -> None:
    stage.tools.more.click()
    stage.slots.choose(0)
    assert stage.tools.lock.isVisible() and stage.tools.sliders["gap"].isVisible()
    at = stage.levers._names.index("scrapbook")
    stage.levers.styles.activated.emit(at)
    assert stage.edits.now.style == "scrapbook"
    assert not stage.tools.lock.isVisible() and not stage.tools.sliders["gap"].isVisible()
    stage.slots.lock()
    assert not stage.edits.now.locked


def test_only_a_collage_has_a_page(qtbot: QtBot, studio: FakeStudio, open_window: Open) -> None:
    window = open_window(studio)
    card = next(card for card in studio.cards.values() if card.recipe.make is Make.RESTYLE)
    window.pages["suggestions"].desk.open_card(card)
    stage = window.pages["stage"]
    assert isinstance(stage, StagePage)
    qtbot.waitUntil(lambda: stage.compare.isVisible(), timeout=5000)
    assert not stage.tools.isVisible() and not stage.slots.isVisible()


# --- the acts themselves ---------------------------------------------------------------------------------

A, B, C = AssetId(1), AssetId(2), AssetId(3)
FRAMED = (Framed(A, 0.4, 0.5, 2.0), Framed(B, 0.5, 0.5))
RECIPE = Recipe(Make.COLLAGE, (A, B, C), locked=(A,), framed=FRAMED, tree="h(0,1,2)")
SLOTS = tuple(Slot(p, Box(i / 3, 0, 1 / 3, 1), Box(0.2, 0, 0.5, 1)) for i, p in enumerate((A, B, C)))
LAID = Laid(SLOTS, "h(0,1,2)")


def test_a_photo_that_goes_takes_its_frame_and_lock_with_it() -> None:
    left = page_acts.with_photos(RECIPE, (B, C))
    assert left.locked == () and [one.asset for one in left.framed] == [B] and left.tree == ""
    other = page_acts.replaced(RECIPE, LAID, A, AssetId(9))
    assert other.photos == (9, B, C) and other.locked == (9,) and other.tree == "h(0,1,2)"
    assert [one.asset for one in other.framed] == [B]


def test_another_shape_is_joined_anew() -> None:
    kept = page_acts.shaped(RECIPE, LAID, Format.SQUARE)
    assert kept.tree == LAID.tree and kept.locked == (A,)  # a locked photo keeps its neighbours if it can
    shaped = page_acts.shaped(replace(RECIPE, locked=()), LAID, Format.SQUARE)
    assert shaped.tree == "" and shaped.framed == RECIPE.framed


def test_a_lock_is_turned() -> None:
    assert page_acts.lock_turned(RECIPE, LAID, A).locked == ()
    assert page_acts.lock_turned(page_acts.lock_turned(RECIPE, LAID, B), LAID, B) == RECIPE


def test_a_photo_never_leaves_its_place_uncovered() -> None:
    recipe, slot = replace(RECIPE, framed=()), LAID.slots[2]
    for across in (-3.0, -0.3, 0.3, 3.0):
        now, seen = page_acts.moved(recipe, slot, across, across)
        assert seen.seen.x >= -1e-9 and seen.seen.x + seen.seen.w <= 1 + 1e-9
        assert now.framed[0].x == pytest.approx(seen.seen.centre[0], abs=1e-4)
    far, _seen = page_acts.zoomed(recipe, slot, 0.5)
    near, seen = page_acts.zoomed(recipe, slot, 99)
    assert far.framed[0].zoom == 1 and near.framed[0].zoom == 4 and seen.seen.w == pytest.approx(0.125)


def test_the_next_photo_in_a_direction() -> None:
    places = (Box(0, 0, 0.5, 0.5), Box(0.5, 0, 0.5, 0.5), Box(0, 0.5, 1, 0.5))
    slots = tuple(Slot(AssetId(i), place, Box(0, 0, 1, 1)) for i, place in enumerate(places))
    assert neighbour(slots, 0, 1, 0) == 1 and neighbour(slots, 1, -1, 0) == 0
    assert neighbour(slots, 0, 0, 1) == 2 and neighbour(slots, 2, 0, -1) in (0, 1)
    assert neighbour(slots, 0, 0, -1) is None


def test_the_line_below_the_title_takes_the_room_that_there_is(stage: StagePage) -> None:
    tools = stage.tools
    tools.more.click()
    corners = tools.sliders["radius"]
    assert tools.subtitle.isVisible() and corners.isVisible()
    assert tools.subtitle.geometry().right() == corners.geometry().right()
