"""A film in the stage: played at once, paused, sought, given music, and saved as what is asked for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from fake_studio import FakeStudio, NewStudio, Open
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from rollsuggest.library.reel import PIECE
from rollsuggest.library.rows import Card
from rollsuggest.model import Make
from rollsuggest.ui.leaving import LeavingDialog
from rollsuggest.ui.stage import StagePage
from rollsuggest.ui.window import MainWindow

Key = Qt.Key
FRAME_PX = 64  # height of the fake film's frames


def film_card(studio: FakeStudio) -> Card:
    return next(card for card in studio.cards.values() if card.recipe.make is Make.RECAP)


def opened(window: MainWindow, card: Card) -> StagePage:
    window.desk.open_card(card)
    stage = window.pages["stage"]
    assert isinstance(stage, StagePage)
    return stage


def frame_on(image: QImage) -> int | None:
    """Return which frame of the fake film is shown; None for the card."""
    return image.pixelColor(5, 5).red() if image.height() == FRAME_PX else None


def plays(stage: StagePage) -> bool:
    return stage.screening.player.wanted


@pytest.fixture
def studio(new_studio: NewStudio) -> FakeStudio:
    return new_studio()


def test_a_film_plays_at_once_to_its_end_and_its_card_comes_back(
    qtbot: QtBot, studio: FakeStudio, open_window: Open
) -> None:
    stage = opened(open_window(studio), film_card(studio))
    seen: list[int] = []
    stage.screening.player.shown.connect(lambda image: seen.append(frame_on(image) or 0))
    assert plays(stage) and stage.screening.player.play.accessibleName() == "Pause"
    assert stage.screening.player.play.hasFocus()
    with qtbot.waitSignal(stage.screening.player.stopped, timeout=15000):
        pass
    assert seen == sorted(seen) and seen[-1] > studio.film_frames - 12 and len(set(seen)) > 20
    assert not plays(stage) and stage.screening.player.play.accessibleName() == "Play"
    qtbot.waitUntil(lambda: not stage.canvas.image.isNull() and frame_on(stage.canvas.image) is None)
    pieces = [call for call in studio.calls if call.startswith("reel_piece")]
    assert sorted(pieces) == [f"reel_piece {n}" for n in range(3)], "a piece was made twice"


def test_nothing_moves_by_itself_where_that_is_not_wanted(
    qtbot: QtBot, studio: FakeStudio, open_window: Open
) -> None:
    studio.held = replace(studio.held, reduced_motion=True)
    window = open_window(studio)
    qtbot.waitUntil(lambda: window.desk.still)
    stage = opened(window, film_card(studio))
    qtbot.wait(100)
    assert not plays(stage) and "reel" not in studio.calls
    QTest.keyClick(stage.screening.player.play, Key.Key_Return)
    qtbot.waitUntil(lambda: frame_on(stage.canvas.image) is not None, timeout=5000)


def test_pausing_seeking_and_going_on_by_keyboard(
    qtbot: QtBot, studio: FakeStudio, open_window: Open
) -> None:
    studio.film_frames = 240
    stage = opened(open_window(studio), film_card(studio))
    player = stage.screening.player
    qtbot.waitUntil(lambda: player.position.value() > 3, timeout=10000)
    QTest.keyClick(stage, Key.Key_Space)
    assert not plays(stage)
    stood = player.position.value()
    qtbot.wait(120)
    assert player.position.value() == stood
    assert player.position.accessibleName() == "Position in the film"
    assert player.position.focusPolicy() & Qt.FocusPolicy.TabFocus
    QTest.keyClick(player.position, Key.Key_PageUp)
    assert player.position.value() == stood + 5 * 30
    qtbot.waitUntil(lambda: frame_on(stage.canvas.image) == player.position.value(), timeout=5000)
    assert player.time.text() == player.position.accessibleDescription() == "0:05 of 0:08"
    QTest.keyClick(player.position, Key.Key_Space)
    qtbot.waitUntil(lambda: player.position.value() > stood + 153, timeout=5000)
    assert plays(stage)
    frames = player._frames
    assert frames is not None
    assert len(frames._pieces) <= 3 and sum(map(len, frames._sips.values())) <= 18, (
        "more is held than is needed"
    )
    stage.hide()
    assert not plays(stage) and not frames._sips


def test_an_edit_goes_on_with_the_new_film_where_the_old_one_was(
    qtbot: QtBot, studio: FakeStudio, open_window: Open
) -> None:
    studio.film_frames = 240
    stage = opened(open_window(studio), film_card(studio))
    qtbot.waitUntil(lambda: stage.screening.player.position.value() > PIECE, timeout=10000)
    at = stage.screening.player.position.value()
    stage.screening.choices.captions.click()
    before = film_card(studio).recipe
    assert stage.edits.now == replace(before, captions=False)
    qtbot.waitUntil(
        lambda: studio.calls.count("reel") == 2 and stage.screening.player.position.value() > at + 3
    )
    stage.undo.click()
    assert stage.edits.now == replace(before, captions=True) and stage.screening.choices.captions.isChecked()
    stage.title.setFocus()
    QTest.keyClicks(stage.title, "!")
    assert not plays(stage)


def test_music_is_chosen_shown_kept_and_taken_out(
    qtbot: QtBot, studio: FakeStudio, open_window: Open, tmp_path: Path
) -> None:
    card = film_card(studio)
    stage = opened(open_window(studio), card)
    dialog = stage.screening.choices.choose_music()
    dialog.fileSelected.emit(str(tmp_path / "My song.mp3"))
    dialog.close()
    assert stage.edits.now.music == str(tmp_path / "My song.mp3")
    assert (
        stage.screening.choices.music.text().strip() == "My song"
        and "My song" in stage.screening.choices.music.accessibleName()
    )
    assert stage.screening.choices.silence.isVisible() and stage.screening.choices.note.text()
    qtbot.waitUntil(lambda: studio.cards[card.suggestion.key].recipe.music != "")
    stage.screening.choices.silence.click()
    assert not stage.edits.now.music and not stage.screening.choices.silence.isVisible()
    assert stage.screening.choices.window().focusWidget() is stage.screening.choices.music


def test_music_that_is_gone_is_told_and_the_page_goes_on(
    qtbot: QtBot, studio: FakeStudio, open_window: Open
) -> None:
    stage = opened(open_window(studio), film_card(studio))
    stage.edit(replace(stage.edits.now, music="/gone.mp3"))
    qtbot.waitUntil(lambda: "cannot be played" in stage.canvas._said, timeout=5000)
    assert not plays(stage)
    stage.screening.choices.silence.click()
    stage.screening.player.play.click()
    qtbot.waitUntil(lambda: frame_on(stage.canvas.image) is not None, timeout=5000)


def test_a_film_is_held_by_a_dialog_over_it_and_goes_on_after_it_if_it_played(
    qtbot: QtBot, studio: FakeStudio, open_window: Open
) -> None:
    stage = opened(open_window(studio), film_card(studio))
    player = stage.screening.player
    qtbot.waitUntil(lambda: player.position.value() > 3, timeout=10000)
    stage.save.click()
    leaving = QApplication.activeModalWidget()
    assert isinstance(leaving, LeavingDialog) and not plays(stage)
    leaving.reject()
    assert plays(stage)
    player.pause()
    stage.save.click()
    leaving = QApplication.activeModalWidget()
    assert isinstance(leaving, LeavingDialog)
    leaving.reject()
    assert not plays(stage)


def test_a_collage_has_no_player_and_leaving_stops_the_film(
    qtbot: QtBot, studio: FakeStudio, open_window: Open
) -> None:
    window = open_window(studio)
    stage = opened(window, film_card(studio))
    qtbot.waitUntil(lambda: stage.screening.player.position.value() > 2, timeout=10000)
    stage.leave()
    qtbot.waitUntil(lambda: not stage.isVisible())
    assert not plays(stage)
    other = next(card for card in studio.cards.values() if card.recipe.make is Make.COLLAGE)
    opened(window, other)
    assert not stage.screening.player.isVisible() and not stage.screening.choices.isVisible()
    qtbot.waitUntil(lambda: not stage.canvas.image.isNull() and frame_on(stage.canvas.image) is None)


def test_a_film_that_nobody_sees_any_more_takes_no_memory_and_stands_where_it_was_when_it_is_seen_again(
    qtbot: QtBot, studio: FakeStudio, open_window: Open
) -> None:
    studio.film_frames = 240
    window = open_window(studio)
    stage = opened(window, film_card(studio))
    player = stage.screening.player
    qtbot.waitUntil(lambda: player.position.value() > 3, timeout=10000)
    frames = player._frames
    assert frames is not None
    for number in (0, 1):  # on their way when the page is left
        frames._pieces.pop(number, None)
    frames._sips = {}
    frames.fetch(player.position.value())
    assert frames._asked
    window.show_page("settings")
    qtbot.waitUntil(lambda: not frames._asked and not frames._decoded)
    qtbot.wait(50)  # what came last would ask for more
    assert not frames._pieces and not frames._sips and stage.canvas.image.isNull()
    window.show_page("stage")
    qtbot.waitUntil(lambda: frame_on(stage.canvas.image) == player.position.value(), timeout=5000)
    assert not plays(stage)


@pytest.mark.parametrize(
    ("kind", "made"),
    [
        ("Film (*.mp4)", "make a.mp4"), ("Smaller film, HEVC (*.mp4)", "make a.mp4 hevc"),
        ("Smallest film, AV1 (*.mp4)", "make a.mp4 av1"), ("Film for web pages (*.webm)", "make a.webm"),
        ("Moving picture, up to 15 s (*.webp)", "make a.webp moving"),
        ("Moving picture for old programs (*.gif)", "make a.gif"),
        ("Story cards, a picture for each chapter (*.jpg)", "make a.jpg cards"),
        ("Picture (*.jpg)", "make a.jpg"),
    ],
)  # fmt: skip
def test_a_film_is_saved_as_what_is_asked_for(
    qtbot: QtBot, studio: FakeStudio, open_window: Open, tmp_path: Path, kind: str, made: str
) -> None:
    window = open_window(studio)
    opened(window, film_card(studio)).save.click()
    (leaving,) = window.findChildren(LeavingDialog)
    leaving.yes.click()
    (dialog,) = window.findChildren(QFileDialog)
    assert kind in dialog.nameFilters()
    dialog.selectNameFilter(kind)
    dialog.filterSelected.emit(kind)
    suffix = kind.rpartition(".")[2].rstrip(")")
    assert dialog.defaultSuffix() == suffix
    dialog.fileSelected.emit(str(tmp_path / f"a.{suffix}"))
    dialog.close()
    qtbot.waitUntil(lambda: made in studio.calls, timeout=5000)
