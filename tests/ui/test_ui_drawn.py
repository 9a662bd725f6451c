"""A collage or recap whose photos are drawn, and the film of a video drawn: chosen, shown, undone, saved."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from fake_studio import FakeStudio, NewStudio, Open
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from rollsuggest.library.rows import Card, Clip, PhotoDetail
from rollsuggest.model import AssetId, Format, Kind, Make, Recipe
from rollsuggest.ui import saving, wording
from rollsuggest.ui.leaving import LeavingDialog
from rollsuggest.ui.levers import Levers
from rollsuggest.ui.stage import StagePage
from rollsuggest.ui.viewer import ViewerPage
from rollsuggest.ui.window import MainWindow

Key = Qt.Key


def _card(studio: FakeStudio, make: Make) -> Card:
    return next(card for card in studio.cards.values() if card.recipe.make is make)


def _opened(qtbot: QtBot, window: MainWindow, card: Card) -> StagePage:
    window.desk.open_card(card)
    stage = window.pages["stage"]
    assert isinstance(stage, StagePage)
    qtbot.waitUntil(lambda: not stage.canvas.image.isNull(), timeout=5000)
    return stage


@pytest.mark.parametrize("make", [Make.COLLAGE, Make.RECAP])
def test_a_set_is_drawn_by_the_keyboard_kept_and_undone(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open, make: Make
) -> None:
    studio = new_studio()
    card = _card(studio, make)
    stage = _opened(qtbot, open_window(studio), card)
    choice = stage.levers.drawn
    assert choice.isVisible() and choice.accessibleName() == "Drawn as"
    assert choice.focusPolicy() & Qt.FocusPolicy.TabFocus
    names = [choice.itemText(n) for n in range(choice.count())]
    assert names == ["Photographs", *map(wording.style_name, wording.STYLES[Make.RESTYLE])]
    QTest.keyClick(choice, Key.Key_Down)
    assert stage.edits.now == replace(card.recipe, drawn="anime")
    key = card.suggestion.key
    qtbot.waitUntil(lambda: studio.cards[key].recipe.drawn == "anime")
    assert bool(choice.toolTip()) == (make is Make.RECAP)  # its videos stand still: that is said
    stage.undo.click()
    assert stage.edits.now == card.recipe and choice.currentText() == "Photographs"
    stage.open_card(studio.cards[key])
    qtbot.waitUntil(lambda: studio.cards[key].recipe.drawn == "")


def test_drawing_says_how_far_it_is_and_the_next_choice_calls_it_off(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    studio = new_studio()
    stage = _opened(qtbot, open_window(studio), _card(studio, Make.COLLAGE))
    studio.drawing_takes_s = 0.3
    stage.edit(replace(stage.edits.now, drawn="oil"))
    qtbot.waitUntil(lambda: "%" in stage.canvas._said, timeout=5000)
    assert stage.title.isEnabled() and stage.levers.drawn.isEnabled()  # the window waits for nothing
    stage.edit(replace(stage.edits.now, drawn=""))
    qtbot.waitUntil(lambda: "preview called off" in studio.calls, timeout=5000)
    qtbot.waitUntil(lambda: not stage.canvas._said, timeout=5000)


def test_leaving_calls_a_drawing_off(qtbot: QtBot, new_studio: NewStudio, open_window: Open) -> None:
    studio = new_studio()
    stage = _opened(qtbot, open_window(studio), _card(studio, Make.COLLAGE))
    studio.drawing_takes_s = 0.2
    studio.calls.clear()
    stage.edit(replace(stage.edits.now, drawn="manga"))
    qtbot.waitUntil(lambda: "preview" in studio.calls)
    stage.leave()
    qtbot.waitUntil(lambda: "preview called off" in studio.calls, timeout=5000)


def test_a_restyle_has_its_own_styles(qtbot: QtBot, new_studio: NewStudio, open_window: Open) -> None:
    studio = new_studio()
    stage = _opened(qtbot, open_window(studio), _card(studio, Make.RESTYLE))
    assert not stage.levers.drawn.isVisible() and not stage.levers.note.text()
    assert all(button.isVisible() for button in stage.levers.shapes.values())


# --- the film of a video ---------------------------------------------------------------------------------


def _viewer(qtbot: QtBot, window: MainWindow, studio: FakeStudio, kind: Kind) -> ViewerPage:
    tile = replace(studio.photos[2], kind=kind, width=1920, height=1080)
    window.desk.view((tile,), 0)
    viewer = window.pages["viewer"]
    assert isinstance(viewer, ViewerPage)
    qtbot.waitUntil(lambda: bool(viewer.panel.caption.text()))
    return viewer


def test_the_viewer_offers_to_draw_a_film_where_there_is_one(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    studio = new_studio()
    window = open_window(studio)
    panel = _viewer(qtbot, window, studio, Kind.PHOTO).panel
    assert (panel.draw.isVisible(), panel.draw_clip.isVisible()) == (True, False)
    panel = _viewer(qtbot, window, studio, Kind.VIDEO).panel
    assert (panel.draw.isVisible(), panel.draw_clip.isVisible()) == (False, True)
    photo = FakeStudio.photo

    def moving(self: FakeStudio, asset: AssetId) -> PhotoDetail:
        return replace(photo(self, asset), clip=Clip(Path("/photos/IMG_1.MOV"), 0, 2.5))

    monkeypatch.setattr(FakeStudio, "photo", moving)
    panel = _viewer(qtbot, window, studio, Kind.PHOTO).panel
    assert (panel.draw.isVisible(), panel.draw_clip.isVisible()) == (True, True)


def test_a_photo_of_one_s_own_choice_is_drawn(qtbot: QtBot, new_studio: NewStudio, open_window: Open) -> None:
    studio = new_studio()
    window = open_window(studio)
    QTest.keyClick(_viewer(qtbot, window, studio, Kind.PHOTO).panel.draw, Key.Key_Return)
    stage = window.pages["stage"]
    assert isinstance(stage, StagePage)
    qtbot.waitUntil(lambda: stage.compare.isVisible(), timeout=5000)
    asked = stage.edits.now
    assert (asked.make, asked.photos, asked.clip) == (Make.RESTYLE, (studio.photos[2].asset,), False)
    assert asked.style == "anime" and stage.refuse.isHidden()
    QTest.keyClick(stage, Key.Key_Escape)
    assert window.stack.currentWidget() is window.pages["viewer"]  # back to the photo, and then to all
    QTest.keyClick(window.pages["viewer"], Key.Key_Escape)
    assert window.stack.currentWidget() is window.pages["suggestions"]


@pytest.fixture
def stage(qtbot: QtBot, new_studio: NewStudio, open_window: Open) -> StagePage:
    """The stage of a video of 42 s, come to from the viewer by the keyboard."""
    studio = new_studio()
    window = open_window(studio)
    viewer = _viewer(qtbot, window, studio, Kind.VIDEO)
    QTest.keyClick(viewer.panel.draw_clip, Key.Key_Return)
    stage = window.pages["stage"]
    assert isinstance(stage, StagePage)
    qtbot.waitUntil(lambda: stage.compare.isVisible(), timeout=5000)
    return stage


def test_a_film_is_drawn_in_its_own_shape_and_its_length_is_said(qtbot: QtBot, stage: StagePage) -> None:
    assert stage.levers.mark.x() == stage.levers.contentsMargins().left()  # nothing is left of the gaps
    asset = stage.edits.now.photos[0]
    assert stage.edits.now == Recipe(Make.RESTYLE, (asset,), Format.LANDSCAPE, "anime", clip=True)
    qtbot.waitUntil(lambda: "first 15 seconds" in stage.levers.note.text())
    assert stage.levers.note.isVisible()
    shapes = stage.levers.shapes.values()
    assert not any(part.isVisible() for part in (*shapes, stage.strip, stage.copy, stage.levers.drawn))
    stage.touches.samples["oil"].click()
    assert stage.edits.now.style == "oil" and stage.edits.now.clip


def test_a_film_is_saved_as_a_film(qtbot: QtBot, stage: StagePage) -> None:
    stage.save.click()
    leaving = QApplication.activeModalWidget()
    assert isinstance(leaving, LeavingDialog)
    qtbot.waitUntil(lambda: "not followed" in leaving.why.text())
    assert not leaving.blur.isEnabled()
    leaving.yes.click()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QFileDialog)
    assert [Path(name).name for name in dialog.selectedFiles()] == ["Drawn film.mp4"]
    assert [kind[-6:] for kind in dialog.nameFilters()] == ["*.mp4)"]
    dialog.reject()


def test_saving_says_how_long_the_rest_takes(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saving, "KNOWN_S", 0.0)
    studio = new_studio()
    studio.make_takes_s = 2.0
    window = open_window(studio)
    recipe = Recipe(Make.RESTYLE, (AssetId(1),), clip=True)
    notice = window.saver.save(recipe, tmp_path / "film.mp4", None)
    qtbot.waitUntil(lambda: notice.said.text() == "Saving film.mp4, about a minute left", timeout=5000)
    notice.button.click()
    qtbot.waitUntil(lambda: "cancelled" in studio.calls)
    assert not (tmp_path / "film.mp4").exists()


def test_only_a_collage_of_two_photos_may_be_a_pair(qtbot: QtBot) -> None:
    levers = Levers()
    qtbot.addWidget(levers)
    two = Recipe(Make.COLLAGE, (AssetId(1), AssetId(2)), style="pair")
    for recipe, offered in (
        (two, True),
        (replace(two, photos=(*two.photos, AssetId(3))), False),
        (two, True),
    ):
        levers.show_recipe(recipe)
        names = [levers.styles.itemText(at) for at in range(levers.styles.count())]
        assert ("Then and now" in names) is offered
        assert (levers.styles.currentText() == "Gallery") is not offered
