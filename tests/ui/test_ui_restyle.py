"""The stage of a restyle: samples of each style, sliders that wait for the hand, before and after."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fake_studio import FakeStudio, NewStudio, Open
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from rollsuggest.model import DRAFT, ClusterId, Format, Make, QuietKind, QuietRule, Recipe
from rollsuggest.ui.controls import Button
from rollsuggest.ui.picker import PhotoPicker
from rollsuggest.ui.stage import StagePage
from rollsuggest.ui.touches import DEBOUNCE_MS, SAMPLE_PX, sample
from rollsuggest.ui.wording import STYLES, style_name

Key = Qt.Key


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Recipe, int]]:
    """Which previews were drawn."""
    drawn: list[tuple[Recipe, int]] = []
    preview = FakeStudio.preview

    def noted(self: FakeStudio, recipe: Recipe, height_px: int, *rest: Any) -> Path:
        drawn.append((recipe, height_px))
        return preview(self, recipe, height_px, *rest)

    monkeypatch.setattr(FakeStudio, "preview", noted)
    return drawn


@pytest.fixture
def stage(qtbot: QtBot, new_studio: NewStudio, open_window: Open) -> StagePage:
    studio = new_studio()
    window = open_window(studio)
    card = next(card for card in studio.cards.values() if card.recipe.make is Make.RESTYLE)
    window.pages["suggestions"].desk.open_card(card)
    stage = window.pages["stage"]
    assert isinstance(stage, StagePage)
    qtbot.waitUntil(lambda: stage.compare.isVisible(), timeout=5000)
    return stage


def test_every_style_is_shown_on_the_photo(
    qtbot: QtBot, asked: list[tuple[Recipe, int]], stage: StagePage
) -> None:
    now = stage.edits.now
    assert tuple(stage.touches.samples) == STYLES[Make.RESTYLE]
    wanted = {(sample(now, style), SAMPLE_PX) for style in STYLES[Make.RESTYLE]}
    qtbot.waitUntil(lambda: wanted <= set(asked), timeout=5000)
    large = next(n for n, (recipe, px) in enumerate(asked) if recipe == now and px != SAMPLE_PX)
    assert large < min(n for n, one in enumerate(asked) if one in wanted)  # the large one comes first
    assert all(recipe.photos == now.photos and recipe.strength == 1 for recipe, _px in wanted)


def test_a_style_is_chosen_by_click_and_by_enter_and_undone(stage: StagePage) -> None:
    before = stage.edits.now
    stage.touches.samples["manga"].click()
    assert stage.edits.now.style == "manga"
    QTest.keyClick(stage.touches.samples["oil"], Key.Key_Return)
    assert stage.edits.now.style == "oil" and stage.touches.samples["oil"].isChecked()
    stage.undo.click()
    stage.undo.click()
    assert stage.edits.now == before and not stage.touches.samples["oil"].isChecked()


def test_the_photo_is_swapped_and_the_room_is_the_drawings(stage: StagePage) -> None:
    assert not stage.strip.isVisible() and stage.touches.chosen.hasFocus()
    QTest.keyClick(stage.touches.swap, Key.Key_Return)
    picker = next(shown for shown in stage.findChildren(PhotoPicker) if shown.isVisible())
    picker.picked.emit(9)
    picker.close()
    assert stage.edits.now.photos == (9,)


def test_what_is_explained_anew_leaves_nothing_behind(qtbot: QtBot, stage: StagePage) -> None:
    levers = tuple(QuietRule(QuietKind.PERSON, clusters=frozenset({ClusterId(n)})) for n in range(3))

    def shown() -> int:
        buttons = stage.why.findChildren(Button)
        return sum(button.isVisible() and "Somebody" in button.accessibleName() for button in buttons)

    for _time in range(2):
        stage.why.show_suggestion(stage.suggestion, 1, (), levers)
        qtbot.waitUntil(lambda: shown() == len(levers))


def test_a_slider_asks_once_the_hand_rests(
    qtbot: QtBot, asked: list[tuple[Recipe, int]], stage: StagePage
) -> None:
    strength = stage.touches.sliders["strength"]
    strength.setFocus()
    for _press in range(4):
        QTest.keyClick(strength, Key.Key_Left)
    assert stage.edits.now.strength == 1.0
    qtbot.waitUntil(lambda: stage.edits.now.strength == 0.8)
    qtbot.waitUntil(lambda: any(r.strength == 0.8 and r.quality != DRAFT for r, _px in asked))
    assert {recipe.strength for recipe, _px in asked if recipe.quality != DRAFT} == {1.0, 0.8}
    assert len(stage.edits.before) == 1
    stage.undo.click()
    assert strength.value() == 100


def test_a_held_handle_is_followed_by_drafts_without_a_queue(
    qtbot: QtBot, asked: list[tuple[Recipe, int]], stage: StagePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked.clear()
    free, preview = threading.Event(), FakeStudio.preview

    def slow(self: FakeStudio, recipe: Recipe, height_px: int, *rest: Any) -> Path:
        made = preview(self, recipe, height_px, *rest)
        free.wait(5)
        return made

    monkeypatch.setattr(FakeStudio, "preview", slow)
    seen: list[QImage] = []
    stage.preview.drafted.connect(seen.append)
    strength = stage.touches.sliders["strength"]
    strength.setSliderDown(True)
    strength.setSliderPosition(90)
    qtbot.waitUntil(lambda: any(recipe.quality == DRAFT for recipe, _px in asked))
    for at in range(89, 30, -1):
        strength.setSliderPosition(at)
    qtbot.wait(DEBOUNCE_MS + 50)
    assert stage.edits.before == ()  # nothing is kept while the hand is on it
    free.set()
    qtbot.waitUntil(lambda: len(seen) == 2)
    assert [recipe.strength for recipe, _px in asked if recipe.quality == DRAFT] == [0.9, 0.31]
    strength.setSliderDown(False)
    assert stage.edits.now.strength == 0.31
    qtbot.waitUntil(lambda: stage.edits.now in [recipe for recipe, _px in asked])
    assert len(stage.edits.before) == 1


def test_a_wish_under_way_is_undone_and_saved_as_it_is_seen(stage: StagePage) -> None:
    saved: list[Recipe] = []
    stage.desk.save_asked.disconnect()
    stage.desk.save_asked.connect(lambda recipe, _key: saved.append(recipe))
    stage.touches.sliders["colour"].setValue(150)
    stage.save.click()
    assert [recipe.colour for recipe in saved] == [1.5]
    stage.touches.sliders["line"].setValue(50)
    stage.undo.click()
    assert (stage.edits.now.line, stage.edits.now.colour) == (1.0, 1.5)


def test_the_fold_holds_the_rest(stage: StagePage) -> None:
    touches = stage.touches
    assert not touches.fold.isVisible()
    QTest.keyClick(touches.more, Key.Key_Return)
    assert touches.fold.isVisible()
    touches.apart.setCurrentIndex(3)
    touches.apart.activated.emit(3)
    touches.light.activated.emit(1)
    assert (stage.edits.now.apart, stage.edits.now.light) == ("painted", "golden")
    touches.know_picture(("petals",), True)  # of another photo: what is chosen stays, and is said not to suit
    assert [touches.light.itemText(n) for n in range(touches.light.count())] == [
        "As it is", "Golden hour", "Petals",
    ]  # fmt: skip
    assert touches.light.currentText() == "Golden hour"
    assert touches.unsuited.isVisible() and "Golden hour, Rain, Stars" in touches.unsuited.text()
    touches.light.activated.emit(2)
    assert stage.edits.now.light == "petals"
    stage.undo.click()
    touches.know_picture(("golden", "petals", "rain", "stars"), False)
    assert touches.apart.isEnabled()  # what was chosen before can be taken back
    touches.apart.activated.emit(0)
    assert not touches.apart.isEnabled() and touches.unsuited.text() == "Nobody was found in this picture."
    touches.sliders["eyes"].setValue(touches.sliders["eyes"].maximum())
    touches.settle()
    assert stage.edits.now.eyes == 0.2


def test_before_and_after_by_mouse_and_keys(
    qtbot: QtBot, asked: list[tuple[Recipe, int]], stage: StagePage
) -> None:
    compare = stage.compare
    assert compare.accessibleName() and compare.before.isNull() and compare.value() == 0
    QTest.mousePress(compare, Qt.MouseButton.LeftButton, pos=QPoint(compare.width() // 2, 20))
    assert compare.value() == 50
    qtbot.waitUntil(lambda: not compare.before.isNull())
    assert replace(stage.edits.now, strength=0.0) in [recipe for recipe, _px in asked]
    QTest.keyClick(compare, Key.Key_Right)
    assert compare.value() == 52
    QTest.keyClick(compare, Key.Key_Return)
    assert compare.value() == 100
    QTest.keyClick(compare, Key.Key_Return)
    assert compare.value() == 0
    assert stage.edits.before == ()  # looking changes nothing


def test_two_styles_are_compared_by_keys(
    qtbot: QtBot, asked: list[tuple[Recipe, int]], stage: StagePage
) -> None:
    chooser, compare = stage.touches.compared, stage.compare
    assert chooser.accessibleName() == "Compare with" and chooser.currentText() == "The photo"
    chooser.setFocus()
    QTest.keyClicks(chooser, "Oil")
    QTest.keyClick(chooser, Key.Key_Return)
    chooser.activated.emit(chooser.currentIndex())
    assert stage.touches.against == "oil" and compare.value() == 50
    qtbot.waitUntil(lambda: not compare.before.isNull())
    assert replace(stage.edits.now, style="oil") in [recipe for recipe, _px in asked]
    assert "Oil" in compare.accessibleDescription()
    assert stage.edits.before == ()  # looking changes nothing
    stage.open_recipe(stage.edits.now)
    assert stage.touches.against == "" and "photo" in compare.accessibleDescription()


def test_the_style_in_use_is_not_compared_with_itself(stage: StagePage) -> None:
    tools, chooser = stage.touches, stage.touches.compared

    def offered() -> list[str]:
        return [chooser.itemText(at) for at in range(chooser.count())]

    used = style_name(stage.edits.now.style or STYLES[Make.RESTYLE][0])
    assert offered()[0] == "The photo" and used not in offered() and "Oil" in offered()
    at = offered().index("Oil")
    chooser.setCurrentIndex(at)
    chooser.activated.emit(at)
    tools.samples["sketch"].click()
    assert used in offered() and "Sketch" not in offered() and tools.against == "oil"  # which stays chosen
    tools.samples["oil"].click()
    assert "Oil" not in offered() and tools.against == "" and chooser.currentText() == "The photo"
    assert "photo" in stage.compare.accessibleDescription()


def test_a_mark_is_asked_for_by_keys_and_undone(stage: StagePage) -> None:
    mark = stage.levers.mark
    assert mark.isVisible() and mark.accessibleName() and not mark.isChecked()
    QTest.keyClick(mark, Key.Key_Return)
    assert (stage.edits.now.mark, mark.isChecked()) == (True, True)
    stage.undo.click()
    assert (stage.edits.now.mark, mark.isChecked()) == (False, False)
    for drawn in ("", "oil"):
        stage.levers.show_recipe(replace(stage.edits.now, make=Make.RECAP, style="", drawn=drawn))
        assert mark.isVisible() is bool(drawn)


def test_a_photo_keeps_its_own_shape_until_another_is_chosen(stage: StagePage) -> None:
    levers = stage.levers

    def whole() -> tuple[bool, bool]:
        return stage.edits.now.whole, levers.whole.isChecked()

    assert levers.whole.isVisible() and levers.whole.accessibleName() and whole() == (False, False)
    QTest.keyClick(levers.whole, Key.Key_Return)
    assert whole() == (True, True) and sample(stage.edits.now, "oil").whole
    levers.shapes[Format.SQUARE].click()
    assert whole() == (False, False) and levers.shapes[Format.SQUARE].isChecked()
    stage.undo.click()
    assert whole() == (True, True)
    for other in (replace(stage.edits.now, clip=True), replace(stage.edits.now, make=Make.COLLAGE, style="")):
        levers.show_recipe(other)
        assert not levers.whole.isVisible()


def test_a_collage_has_none_of_it(stage: StagePage, qtbot: QtBot) -> None:
    stage.open_recipe(Recipe(Make.COLLAGE, stage.edits.now.photos * 2))
    assert not stage.touches.isVisible() and not stage.compare.isVisible()
    qtbot.waitUntil(lambda: not stage.canvas.image.isNull())
    assert not stage.compare.isVisible()


def test_what_was_being_drawn_is_not_said_for_ever(
    qtbot: QtBot, stage: StagePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    preview = FakeStudio.preview

    def slow(self: FakeStudio, recipe: Recipe, height_px: int, *rest: Any) -> Path:
        time.sleep(0.35)
        return preview(self, recipe, height_px, *rest)

    monkeypatch.setattr(FakeStudio, "preview", slow)
    stage.touches.more.click()
    stage.touches.sliders["line"].setValue(60)
    stage.compare.setValue(45)
    qtbot.waitUntil(lambda: stage.canvas._said != "", timeout=5000)
    qtbot.waitUntil(lambda: stage.canvas._said == "" and not stage.compare.before.isNull(), timeout=5000)
    qtbot.wait(600)
    assert stage.canvas._said == ""
