"""Cards: open, edit, save, not for me, undo; empty states."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from fake_studio import FakeStudio, NewStudio, Open
from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from rollsuggest.library.rows import IndexStatus, Roll
from rollsuggest.model import AssetId, Format, Make, Recipe, RollId, SuggestionKey
from rollsuggest.ui import saving
from rollsuggest.ui.card_feed import ROWS
from rollsuggest.ui.cards import SuggestionCard
from rollsuggest.ui.edits import Edits
from rollsuggest.ui.home import HomeState, read_home
from rollsuggest.ui.leaving import LeavingDialog
from rollsuggest.ui.notices import Notice
from rollsuggest.ui.picker import PhotoPicker
from rollsuggest.ui.stage import StagePage
from rollsuggest.ui.suggestions import SuggestionsPage
from rollsuggest.ui.window import MainWindow


def home_of(qtbot: QtBot, window: MainWindow) -> SuggestionsPage:
    page = window.pages["suggestions"]
    assert isinstance(page, SuggestionsPage)
    qtbot.waitUntil(lambda: page.state is not None)
    return page


def cards_of(page: SuggestionsPage) -> list[SuggestionCard]:
    return [card for card in page.findChildren(SuggestionCard) if card.isVisible()]


def open_stage(qtbot: QtBot, window: MainWindow, number: int = 0) -> StagePage:
    page = home_of(qtbot, window)
    qtbot.waitUntil(lambda: len(cards_of(page)) > 0)
    page.desk.open_card(page.feed._all[number])
    stage = window.pages["stage"]
    assert isinstance(stage, StagePage)
    qtbot.waitUntil(lambda: not stage.canvas.image.isNull(), timeout=5000)
    return stage


def notice_of(window: MainWindow, text: str) -> Notice | None:
    for notice in window.notices.findChildren(Notice):
        if text in notice.said.text() and not notice.isHidden():
            return notice
    return None


def test_covers_are_real_renders_at_most_what_is_visible(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    studio = new_studio(cards=80)
    page = home_of(qtbot, open_window(studio))
    qtbot.waitUntil(lambda: page.desk.covers.get(cards_of(page)[0].cover_key()) is not None, timeout=5000)
    qtbot.wait(300)
    assert 0 < studio.calls.count("preview") < 40  # not all 80


def test_sections_show_their_first_rows_and_unfold(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    page = home_of(qtbot, open_window(new_studio(cards=80)))
    qtbot.waitUntil(lambda: len(page.feed.sections) == 5)
    grids = {name: section.cards for name, section in page.feed.sections.items()}
    assert len(grids["today"].cards) == 16  # the day's are all shown
    trips = grids["trips"].cards
    assert len({card.y() for card in trips}) == ROWS and len(trips) < 16
    assert page.feed.sections["trips"].all.text() == "Show all 16"
    page.feed.sections["trips"].all.click()
    assert len(grids["trips"].cards) == 16
    page.feed.sections["trips"].all.click()
    assert len(grids["trips"].cards) == len(trips)


def test_not_for_me_is_gone_at_once_and_undone(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    studio = new_studio()
    window = open_window(studio)
    page = home_of(qtbot, window)
    qtbot.waitUntil(lambda: len(cards_of(page)) == 8)
    cards_of(page)[0].refused.emit()
    assert len(cards_of(page)) == 7
    qtbot.waitUntil(lambda: "dismiss key0" in studio.calls)
    notice = notice_of(window, "will not be suggested again")
    assert notice is not None
    notice.button.click()
    qtbot.waitUntil(lambda: len(cards_of(page)) == 8)


def test_a_card_works_by_keyboard(qtbot: QtBot, new_studio: NewStudio, open_window: Open) -> None:
    studio = new_studio()
    window = open_window(studio)
    page = home_of(qtbot, window)
    qtbot.waitUntil(lambda: len(cards_of(page)) == 8)
    window.activateWindow()
    first = page.feed._ordered()[0].cards.cards[0]
    first.setFocus()
    qtbot.waitUntil(first.hasFocus)
    assert all(button.isVisible() for button in first._actions)
    QTest.keyClick(first, Qt.Key.Key_Right)
    second = QApplication.focusWidget()
    assert isinstance(second, SuggestionCard)
    assert second is not first
    QTest.keyClick(second, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: any(call.startswith("dismiss") for call in studio.calls))
    here = QApplication.focusWidget()
    assert isinstance(here, SuggestionCard)  # the focus is not lost with the card
    QTest.keyClick(here, Qt.Key.Key_Return)
    assert window.stack.currentWidget() is window.pages["stage"]
    QTest.keyClick(window.pages["stage"], Qt.Key.Key_Escape)
    assert window.stack.currentWidget() is page


def test_edits_are_drawn_kept_and_undone(qtbot: QtBot, new_studio: NewStudio, open_window: Open) -> None:
    studio = new_studio()
    stage = open_stage(qtbot, open_window(studio))
    key = SuggestionKey("key0")
    before = stage.edits.now
    stage.levers.shapes[Format.SQUARE].click()
    qtbot.waitUntil(lambda: studio.cards[key].recipe.format is Format.SQUARE)
    qtbot.waitUntil(lambda: stage.canvas.image.width() == stage.canvas.image.height())
    stage.levers.shuffle.click()
    qtbot.waitUntil(lambda: stage.edits.now.seed == before.seed + 1)
    stage.strip.row.choose(0)
    stage.strip.right.click()
    assert stage.edits.now.photos[:2] == (before.photos[1], before.photos[0])
    stage.strip.out.click()
    assert len(stage.edits.now.photos) == len(before.photos) - 1
    for _edit in range(4):
        stage.undo.click()
    assert stage.edits.now == before
    qtbot.waitUntil(lambda: studio.cards[key].recipe == before)
    stage.redo.click()
    assert stage.edits.now.format is Format.SQUARE


def test_no_photo_is_taken_below_the_least(qtbot: QtBot, new_studio: NewStudio, open_window: Open) -> None:
    stage = open_stage(qtbot, open_window(new_studio()))
    while stage.strip.out.isEnabled():
        stage.strip.out.click()
    assert len(stage.edits.now.photos) == 2


def test_a_photo_is_swapped_for_another_of_the_suggestion(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    stage = open_stage(qtbot, open_window(new_studio()))
    assert stage.suggestion is not None
    before = stage.edits.now.photos
    stage.strip.row.choose(1)
    picker = stage.swap(1)
    qtbot.waitUntil(lambda: len(picker.grid.tiles) > 0)
    assert {tile.asset for tile in picker.grid.tiles} == set(stage.suggestion.photos) - set(before)
    chosen = picker.grid.tiles[0].asset
    QTest.keyClick(picker.grid, Qt.Key.Key_Return)
    assert stage.edits.now.photos == (before[0], chosen, *before[2:])
    assert not isinstance(QApplication.activeModalWidget(), PhotoPicker)


def test_a_picker_may_be_closed_while_what_a_photo_shows_is_still_read(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    studio, asked, held = new_studio(), threading.Event(), threading.Event()

    def captions(assets: Iterable[AssetId]) -> dict[AssetId, str]:
        asked.set()
        held.wait(5)
        return dict.fromkeys(assets, "A dog on a beach")

    stage = open_stage(qtbot, open_window(studio))
    monkeypatch.setattr(studio, "captions", captions)
    picker = stage.swap(1)
    qtbot.waitUntil(lambda: len(picker.grid.tiles) > 0)
    QTest.keyClick(picker.grid, Qt.Key.Key_Right)
    qtbot.waitUntil(asked.is_set)
    picker.reject()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not isValid(picker)
    held.set()
    qtbot.wait(50)  # a mistake there is one of this test


def test_saving_runs_behind_and_ends_with_a_notice(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    studio = new_studio()
    window = open_window(studio)
    stage = open_stage(qtbot, window)
    stage.save.click()
    leaving = QApplication.activeModalWidget()
    assert isinstance(leaving, LeavingDialog)
    leaving.yes.click()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QFileDialog)
    assert dialog.selectedFiles()[0].endswith("Eight years ago.jpg")
    dialog.reject()
    window.saver.save(stage.edits.now, tmp_path / "made.jpg", stage.key)
    qtbot.waitUntil(lambda: notice_of(window, "Saved as made.jpg") is not None, timeout=3000)
    assert (tmp_path / "made.jpg").exists()
    said = notice_of(window, "Saved as made.jpg")
    assert said is not None and said.findChildren(QTimer)  # goes by itself
    monkeypatch.setattr(saving, "AWAY_S", 0.0)
    window.saver.save(stage.edits.now, tmp_path / "slow.jpg", stage.key)
    qtbot.waitUntil(lambda: notice_of(window, "Saved as slow.jpg") is not None, timeout=3000)
    said = notice_of(window, "Saved as slow.jpg")
    assert said is not None and not said.findChildren(QTimer)  # somebody went away meanwhile: it stays


def test_saving_can_be_cancelled(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open, tmp_path: Path
) -> None:
    studio = new_studio()
    studio.make_takes_s = 3
    window = open_window(studio)
    notice = window.saver.save(Recipe(Make.RECAP, ()), tmp_path / "film.mp4", None)
    qtbot.waitUntil(lambda: "make film.mp4" in studio.calls)
    notice.button.click()
    qtbot.waitUntil(lambda: "cancelled" in studio.calls)
    assert not (tmp_path / "film.mp4").exists()


def test_closing_the_window_ends_what_is_being_made(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open, tmp_path: Path
) -> None:
    studio = new_studio()
    studio.make_takes_s = 60
    window = open_window(studio)
    window.saver.save(Recipe(Make.RECAP, ()), tmp_path / "film.mp4", None)
    qtbot.waitUntil(lambda: "make film.mp4" in studio.calls)
    window.close()  # waits for its threads; the conftest finds one that is left
    assert "cancelled" in studio.calls


def test_an_error_of_the_world_is_said_in_place(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    studio = new_studio()
    window = open_window(studio)
    page = home_of(qtbot, window)
    studio.fails_to_draw = True
    qtbot.waitUntil(lambda: len(page.feed._all) > 0)
    page.desk.open_card(replace(page.feed._all[0], recipe=replace(page.feed._all[0].recipe, seed=99)))
    stage = window.pages["stage"]
    assert isinstance(stage, StagePage)
    qtbot.waitUntil(lambda: "Plug in the drive." in stage.canvas._said)


def test_a_mistake_of_ours_opens_the_details(qtbot: QtBot, new_studio: NewStudio, open_window: Open) -> None:
    from rollsuggest.ui.dialogs import DetailsDialog

    studio = new_studio()
    window = open_window(studio)
    window.bridge.change(lambda held: 1 // 0)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), DetailsDialog))
    assert "ZeroDivisionError" in (studio.paths.logs / "crashes.log").read_text("utf-8")
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, DetailsDialog)
    dialog.accept()


@pytest.mark.parametrize(
    ("change", "state"),
    [
        ({"allowed": {}}, HomeState.NOT_ALLOWED),
        ({"folders": []}, HomeState.NO_FOLDER),
        ({"folders": [Roll(RollId(1), Path("/gone"), 0, True)], "cards": {}}, HomeState.FOLDER_MISSING),
        ({"cards": {}, "status": IndexStatus("looking", 3, 60)}, HomeState.LEARNING),
        ({"cards": {}, "status": IndexStatus("waiting", 3, 60, waiting_for="Waits")}, HomeState.LEARNING),
        (
            {"cards": {}, "status": IndexStatus("stopped", 3, 60, trouble="Full.")},
            HomeState.LEARNING,
        ),
        ({"cards": {}}, HomeState.NONE_TODAY),
        ({"cards": {}, "photos": ()}, HomeState.FOLDER_EMPTY),
        ({}, HomeState.CARDS),
    ],
)
def test_the_states_of_the_home_page(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open, change: dict[str, object], state: HomeState
) -> None:
    studio: FakeStudio = new_studio()
    for name, value in change.items():
        setattr(studio, name, value)
    assert read_home(studio, studio.photos[0].taken_at.date() if studio.photos else None).state is state  # type: ignore[union-attr, arg-type]
    page = home_of(qtbot, open_window(studio))
    qtbot.waitUntil(lambda: page.state is state)


def test_typing_a_title_is_one_edit() -> None:
    recipe = Recipe(Make.COLLAGE, (), title="P")
    edits = Edits(replace(recipe, title=""))
    for end in range(1, 6):
        edits = edits.edit(replace(recipe, title="Porto"[:end]))
    assert edits.now.title == "Porto"
    assert edits.undo().now.title == ""
    assert edits.undo().redo().now.title == "Porto"


@pytest.mark.parametrize(
    "status",
    [
        IndexStatus("waiting", 3, 60, waiting_for="Waits for mains power"),
        IndexStatus("stopped", 3, 60, trouble="Waits for mains power. Plug it in."),
    ],
)
def test_the_home_page_says_what_the_looking_waits_for(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open, status: IndexStatus
) -> None:
    studio: FakeStudio = new_studio()
    studio.cards, studio.status = {}, status
    page = home_of(qtbot, open_window(studio))
    qtbot.waitUntil(lambda: page.state is HomeState.LEARNING)
    said = [one.text() for one in page.findChildren(QLabel) if "mains power" in one.text()]
    assert len(said) == 1 and said[0].endswith("The first suggestions appear soon after it goes on.")


def test_a_card_bears_the_title_that_it_was_given_on_the_stage(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    window = open_window(new_studio())
    stage = open_stage(qtbot, window)
    key = stage.key
    assert key is not None
    stage.title.selectAll()
    QTest.keyClicks(stage.title, "Our week with everyone in the mountains")
    page = home_of(qtbot, window)
    card = page.feed.cards[key]
    card.setFocus()  # as one comes back to the card that was pressed: no other may move
    high = card.height()
    QTest.keyClick(stage, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: card.accessibleName() == "Our week with everyone in the mountains")
    assert card.card.recipe.title == card.accessibleName()  # opened once more it goes on from there
    qtbot.waitUntil(lambda: page.feed.cards[key].height() > high)  # more lines need more room
