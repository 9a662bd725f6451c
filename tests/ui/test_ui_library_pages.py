"""The pages below the library: what is no photo, what could not be read, dates to repair; and videos."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from fake_studio import FakeStudio, NewStudio, Open, fake_tiles
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot
from showing import show

from rollsuggest.errors import UnreadableError
from rollsuggest.library import pixels
from rollsuggest.library.rows import Behind, Clip, IndexStatus, Roll, SortedOut
from rollsuggest.model import AssetId, Certainty, Kind, Purpose, Role, RollId
from rollsuggest.ui import tokens, wording
from rollsuggest.ui.controls import Button
from rollsuggest.ui.dates import DatesPage
from rollsuggest.ui.facts import facts, film_line
from rollsuggest.ui.folders import leave_out
from rollsuggest.ui.grid import PhotoGrid
from rollsuggest.ui.justify import arrange
from rollsuggest.ui.library import LibraryPage
from rollsuggest.ui.notices import Notice
from rollsuggest.ui.pages import page_title
from rollsuggest.ui.places import PlacesPage
from rollsuggest.ui.settings import SettingsPage
from rollsuggest.ui.skeleton import shapes
from rollsuggest.ui.sorted_out import KINDS, SortedOutPage, grouped, reason
from rollsuggest.ui.suggestions import SuggestionsPage
from rollsuggest.ui.table import fitted
from rollsuggest.ui.unread import UnreadPage, advice
from rollsuggest.ui.viewer import ViewerPage
from rollsuggest.ui.window import MainWindow

Key = Qt.Key


def undo(window: MainWindow) -> None:
    notices = [n for n in window.notices.findChildren(Notice) if n.button.text() == "Undo"]
    notices[-1].button.click()


def sorted_out(qtbot: QtBot, window: MainWindow) -> SortedOutPage:
    library = show(window, "library", LibraryPage)
    qtbot.waitUntil(library.others.isVisible)
    library.others.click()
    page = window.pages["sorted_out"]
    assert isinstance(page, SortedOutPage)
    qtbot.waitUntil(lambda: len(page.grid.tiles) == 5)
    return page


# --- not photos


def test_files_stand_under_what_they_were_taken_for(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    page = sorted_out(qtbot, open_window(new_studio()))
    heads = [head.text for head in page.grid._laid.heads]
    assert heads == ["Screenshots", "Documents and receipts"]
    assert not any(button.isEnabled() for button, _role in page.acts.values())


@pytest.mark.parametrize(
    ("key", "role"),
    [
        (Key.Key_P, Role.PHOTO),
        (Key.Key_S, Role.SCREENSHOT),
        (Key.Key_D, Role.DOCUMENT),
        (Key.Key_M, Role.MEME),
    ],
)
def test_a_key_corrects_what_is_chosen_and_undo_takes_it_back(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open, key: Key, role: Role
) -> None:
    studio = new_studio()
    studio.roles[AssetId(2)] = Role.DOCUMENT  # said before: undo must come back to this
    window = open_window(studio)
    page = sorted_out(qtbot, window)
    QTest.keyClick(page.grid, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(page.grid.selection) == 5
    QTest.keyClick(page.grid, key)
    qtbot.waitUntil(lambda: len(studio.roles) == 5 and set(studio.roles.values()) == {role})
    qtbot.waitUntil(lambda: bool(window.notices.findChildren(Notice)))
    assert not page.grid.selection
    undo(window)
    qtbot.waitUntil(lambda: studio.roles == {AssetId(2): Role.DOCUMENT})


def test_one_kind_alone_is_shown_and_the_chosen_file_says_why_it_is_here(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    studio = new_studio()
    studio.roles[AssetId(2)] = Role.DOCUMENT
    page = sorted_out(qtbot, open_window(studio))
    page.filters[Role.DOCUMENT].click()
    assert {tile.asset for tile in page.grid.tiles} == {AssetId(2), AssetId(4)}
    page.grid.setFocus()
    QTest.keyClick(page.grid, Key.Key_Space)
    by_asset = {AssetId(4): "Looks like a document: a pale page with print.", AssetId(2): "You said so."}
    assert page.why.text() == by_asset[next(iter(page.grid.selection))]
    page.filters[Role.MEME].click()
    assert not page.grid.tiles and page.why.text().startswith("These are kept out")
    page.filters[None].click()
    assert len(page.grid.tiles) == 5


def test_as_before_takes_a_verdict_back(qtbot: QtBot, new_studio: NewStudio, open_window: Open) -> None:
    studio = new_studio()
    studio.roles[AssetId(1)] = Role.PHOTO
    page = sorted_out(qtbot, open_window(studio))
    assert page.grid._laid.heads[-1].text == "Photos, as you said"
    page.grid.select_all()
    page.acts[Key.Key_B][0].click()
    qtbot.waitUntil(lambda: studio.roles == {})
    qtbot.waitUntil(lambda: len(page.grid._laid.heads) == 2)


def test_groups_hold_every_file_once() -> None:
    from fake_studio import fake_sorted_out

    files = fake_sorted_out({AssetId(3): Role.PHOTO})
    tiles, groups = grouped(files)
    assert sorted(tile.asset for tile in tiles) == sorted(file.asset for file in files)
    laid = arrange(tiles, 700, 100, 4, 44, groups=groups)
    placed = [line.first + n for line in laid.lines for n in range(len(line.spans))]
    assert placed == list(range(len(tiles)))
    assert [head.text for head in laid.heads] == [text for text, _first in groups]


def test_the_viewer_corrects_the_open_photo_and_goes_back_to_its_page(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    studio = new_studio()
    window = open_window(studio)
    page = sorted_out(qtbot, window)
    page.grid.opened.emit(0)
    viewer = window.pages["viewer"]
    assert isinstance(viewer, ViewerPage)
    qtbot.waitUntil(viewer.role.isEnabled)
    assert viewer.role.text() == "It is a photo"
    viewer.role.click()
    qtbot.waitUntil(lambda: studio.roles == {AssetId(1): Role.PHOTO})
    qtbot.waitUntil(lambda: viewer.role.text() == "Not a photo")
    QTest.keyClick(viewer, Key.Key_Escape)
    assert window.stack.currentWidget() is page
    QTest.keyClick(page, Key.Key_Escape)
    assert window.stack.currentWidget() is window.pages["library"]


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # raising and grabbing, offscreen
@pytest.mark.parametrize("at", range(3))
def test_the_viewer_asks_what_else_it_is(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open, at: int
) -> None:
    studio = new_studio()
    window = open_window(studio)
    window.desk.view(studio.photos, 10)
    viewer = window.pages["viewer"]
    assert isinstance(viewer, ViewerPage)
    qtbot.waitUntil(viewer.role.isEnabled)
    QTest.keyClick(viewer.role, Key.Key_Return)
    qtbot.waitUntil(viewer.kinds.isVisible)
    for _step in range(at):
        QTest.keyClick(viewer.kinds, Key.Key_Down)
    QTest.keyClick(viewer.kinds, Key.Key_Return)
    qtbot.waitUntil(lambda: studio.roles == {studio.photos[10].asset: KINDS[at]})


# --- could not be read


def test_unreadable_files_have_reason_and_advice_and_another_try(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[Path] = []
    monkeypatch.setattr("rollsuggest.ui.unread.show_in_folder", lambda path, _tell: shown.append(path))
    studio = new_studio()
    studio.status = replace(studio.status, failed=1)
    window = open_window(studio)
    window.status.refresh()
    qtbot.waitUntil(window.status.failed.isVisible)
    window.status.failed.click()
    page = window.pages["unread"]
    assert isinstance(page, UnreadPage)
    qtbot.waitUntil(lambda: len(page.table.rows) == 1)
    path, reason, told = page.table.rows[0]
    assert (path, reason) == ("DCIM/IMG_0001.jpg", "The picture is damaged: it ends too early")
    assert "backup" in told and told in page.told.text()
    QTest.keyClick(page.table, Key.Key_Return)
    assert shown == [Path("/photos")]  # the folder inside it is gone, so the nearest that may be there
    page.this_again.click()
    qtbot.waitUntil(lambda: "retry_unreadable [7]" in studio.calls)
    page.again.click()
    qtbot.waitUntil(lambda: "retry_unreadable" in studio.calls)


@pytest.mark.parametrize("content", [b"", b"no picture", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01"])
def test_the_reasons_that_the_reader_gives_have_advice(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "a.jpg"
    file.write_bytes(content)
    with pytest.raises(UnreadableError) as caught:
        pixels.decode(file)
    assert advice(str(caught.value)) != advice("never heard of")


# --- dates


def dates(qtbot: QtBot, window: MainWindow, chosen: int = 0) -> DatesPage:
    library = show(window, "library", LibraryPage)
    qtbot.waitUntil(lambda: len(library.grid._laid.lines) > 0)
    library.grid._select(list(range(chosen)))
    library.dates.click()
    page = window.pages["dates"]
    assert isinstance(page, DatesPage)
    qtbot.waitUntil(lambda: len(page.table.rows) == (chosen or 5))
    return page


def test_a_date_edited_from_a_photo_leads_back_to_it(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    studio = new_studio()
    window = open_window(studio)
    show(window, "library", LibraryPage)
    window.desk.view(tuple(studio.photos[:9]), 3)
    viewer = window.pages["viewer"]
    assert isinstance(viewer, ViewerPage)
    viewer.date.click()
    page = window.pages["dates"]
    assert window.stack.currentWidget() is page
    QTest.keyClick(page, Key.Key_Escape)
    assert window.stack.currentWidget() is viewer and viewer.place.text() == "4 of 9"
    QTest.keyClick(viewer, Key.Key_Escape)
    assert window.stack.currentWidget() is window.pages["library"]


def test_uncertain_dates_are_set_and_undone(qtbot: QtBot, new_studio: NewStudio, open_window: Open) -> None:
    studio = new_studio()
    window = open_window(studio)
    page = dates(qtbot, window)
    qtbot.waitUntil(lambda: page.apply.text() == "Change 5 dates" and page.apply.isEnabled())
    assert page.table.rows[0][1:] == ("Date not known", "14 June 2026")
    page.apply.click()
    qtbot.waitUntil(lambda: [len(batch) for batch in studio.batches.values()] == [5])
    assert not page.apply.isEnabled()
    qtbot.waitUntil(lambda: bool(window.notices.findChildren(Notice)))
    qtbot.waitUntil(lambda: len(page.grid.tiles) == 0)
    undo(window)
    qtbot.waitUntil(lambda: studio.batches == {})
    qtbot.waitUntil(lambda: len(page.grid.tiles) == 5)


def test_chosen_photos_are_shifted_by_hours(qtbot: QtBot, new_studio: NewStudio, open_window: Open) -> None:
    studio = new_studio()
    before = studio.photos[0].taken_at
    assert before is not None
    window = open_window(studio)
    page = dates(qtbot, window, chosen=3)
    page.form.which.setCurrentIndex(2)
    page.form.hours.setValue(-2)
    qtbot.waitUntil(lambda: page.apply.isEnabled() and page.apply.text() == "Change 3 dates")
    qtbot.waitUntil(lambda: page.changes[0].after == before - timedelta(hours=2))
    page.apply.click()
    qtbot.waitUntil(lambda: studio.photos[0].taken_at == before - timedelta(hours=2))
    assert studio.photos[3].taken_at == fake_tiles(60)[3].taken_at
    qtbot.wait(300)
    assert not page.apply.isEnabled()  # pressing twice does not shift twice
    page.uncertain.click()
    qtbot.waitUntil(lambda: len(page.grid.tiles) == 5)


def test_the_keys_stay_on_the_page_when_dates_are_changed(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    page = dates(qtbot, open_window(new_studio()), chosen=3)
    page.form.which.setCurrentIndex(2)
    qtbot.waitUntil(page.apply.isEnabled)
    page.apply.setFocus()
    QTest.keyClick(page.apply, Key.Key_Space)
    assert page.window().focusWidget() is page.grid and not page.apply.isEnabled()


def test_a_pattern_without_sense_is_said_and_changes_nothing(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    page = dates(qtbot, open_window(new_studio()))
    page.form.which.setCurrentIndex(3)
    page.form.pattern.setText("{nonsense}")
    qtbot.waitUntil(lambda: "no pattern" in page.said.text())
    assert not page.apply.isEnabled()
    page.form.pattern.setText("IMG_{year}{month}{day}")
    qtbot.waitUntil(lambda: page.apply.isEnabled() and len(page.table.rows) == 5)


def test_photos_to_repair_begin_where_the_lines_above_do(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    page = dates(qtbot, open_window(new_studio()))
    pictures, line = (part.mapTo(page, QPoint()).x() for part in (page.grid, page.form))
    assert pictures + tokens.XS == line


@pytest.mark.parametrize("rule", range(5))
def test_every_rule_can_be_looked_at(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open, rule: int
) -> None:
    page = dates(qtbot, open_window(new_studio()))
    page.form.which.setCurrentIndex(rule)
    for field in (page.form.day, page.form.moment, page.form.hours):
        if field.isVisible():  # a style sheet can squeeze what is inside to nothing
            inner = field.lineEdit()
            assert inner.width() > inner.fontMetrics().horizontalAdvance(inner.text())
    qtbot.waitUntil(lambda: not page._soon_preview.isActive())
    qtbot.waitUntil(lambda: len(page.table.rows) == 5)
    assert page.hint.text() == page.form.hint() != ""


# --- videos


@pytest.mark.parametrize(
    ("seconds", "said"), [(None, ""), (0.2, "0:01"), (7.4, "0:07"), (750, "12:30"), (3723, "1:02:03")]
)
def test_lengths_are_said_as_players_say_them(seconds: float | None, said: str) -> None:
    assert wording.duration(seconds) == said


def video_first(studio: FakeStudio) -> FakeStudio:
    video = replace(studio.photos[0], kind=Kind.VIDEO, duration_s=75.0)
    studio.photos = (video, *studio.photos[1:])
    return studio


def test_a_tile_of_a_video_has_its_length(qtbot: QtBot, new_studio: NewStudio, open_window: Open) -> None:
    window = open_window(video_first(new_studio()))
    page = show(window, "library", LibraryPage)
    grid: PhotoGrid = page.grid
    qtbot.waitUntil(lambda: len(grid._laid.lines) > 0)
    qtbot.waitUntil(lambda: window.desk.thumbs.get(AssetId(1)) is not None)
    with_badge = grid.viewport().grab(grid._rect(grid._laid.lines[0], 0)).toImage()
    grid.tiles = grid._laid_tiles = (replace(grid.tiles[0], kind=Kind.PHOTO), *grid.tiles[1:])
    assert grid.viewport().grab(grid._rect(grid._laid.lines[0], 0)).toImage() != with_badge
    grid.tiles = grid._laid_tiles = (replace(grid.tiles[0], kind=Kind.VIDEO), *grid.tiles[1:])
    grid.go_to(0)
    assert grid.accessibleDescription().startswith("Video, 1:15, ")


def test_a_video_shows_its_poster_and_plays_in_the_systems_player(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    played: list[Path] = []

    def play(path: Path) -> bool:
        played.append(path)
        return len(played) < 2

    monkeypatch.setattr("rollsuggest.ui.outside._opened", play)
    studio = video_first(new_studio())
    window = open_window(studio)
    window.desk.view(studio.photos, 0)
    viewer = window.pages["viewer"]
    assert isinstance(viewer, ViewerPage)
    qtbot.waitUntil(viewer.play.isVisible)
    assert not viewer.canvas.image.isNull()
    assert not viewer.role.isVisible()
    said = [part.text() for part in viewer.findChildren(QLabel)]
    assert said[said.index("Length") + 1] == "1:15"
    viewer.play.click()
    assert played == [studio.thumbnail(AssetId(1))]
    viewer.play.click()  # the second time nothing opens it
    assert [n.said.text() for n in window.notices.findChildren(Notice)] != []
    viewer.go_on(1)
    qtbot.waitUntil(viewer.role.isEnabled)
    assert not viewer.play.isVisible()


def test_a_collage_is_made_of_the_photos_among_what_is_chosen(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    window = open_window(video_first(new_studio()))
    page = show(window, "library", LibraryPage)
    qtbot.waitUntil(lambda: len(page.grid._laid.lines) > 0)
    page.grid._select([0, 1])
    assert not page.make.isVisible()
    page.grid._select([0, 1, 2])
    assert page.make.isVisible()
    assert page._photos_chosen() == (AssetId(2), AssetId(3))


# --- trouble


def test_why_a_run_ended_is_said_once_with_its_advice(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    studio = new_studio()
    window = open_window(studio)
    window.show_page("library")
    trouble = "The disk is full. Make room, then go on."
    studio.status = IndexStatus("stopped", 10, 60, trouble=trouble)
    for _time in range(2):
        window.status.refresh()
        qtbot.waitUntil(lambda: window.status.said.toolTip() == trouble)
        qtbot.wait(50)
    assert window.status.said.text() == "Stopped at 10 of 60 photos"
    assert [n.said.text() for n in window.notices.findChildren(Notice)] == [trouble]


def test_the_home_page_itself_says_why_a_run_ended(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    studio = new_studio()
    studio.status = IndexStatus("stopped", 10, 60, trouble="The disk is full. Make room, then go on.")
    window = open_window(studio)
    home = window.page("suggestions")
    assert isinstance(home, SuggestionsPage)
    qtbot.waitUntil(lambda: home.feed.growing.said.text() == studio.status.trouble)
    qtbot.waitUntil(lambda: window.status.said.toolTip() == studio.status.trouble)
    assert not window.notices.findChildren(Notice)


def test_a_folder_whose_drive_is_missing_is_shown_so(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    studio = new_studio()
    studio.folders.append(Roll(RollId(2), Path("/media/card"), 40, True))
    window = open_window(studio)
    page = show(window, "settings", SettingsPage)
    qtbot.waitUntil(lambda: any("plug in its drive" in part.text() for part in page.findChildren(QLabel)))
    page.others.click()
    assert window.stack.currentWidget() is window.pages["sorted_out"]
    window.show_page("back")
    assert window.stack.currentWidget() is page


def test_no_page_says_that_there_is_nothing_while_the_drive_is_away(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    studio = new_studio(photos=0)
    studio.folders.append(Roll(RollId(1), Path("/media/card"), 40, True))
    studio.allow(Purpose.PLACES)
    window = open_window(studio)
    for name in ("suggestions", "library", "people", "places"):
        window.show_page(name)
        page, away = window.pages[name], "/media/card cannot be found"
        qtbot.waitUntil(partial(_says, page, away))
        assert _says(page, page_title(name))


def test_every_page_of_photos_leads_to_them_where_none_is_known(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    studio = new_studio(photos=0)
    window = open_window(studio)
    for folders, said in (
        ([], "Where are your photos?"),
        ([Roll(RollId(1), Path("/home/ana/Pictures"), 0, False)], "No photo was found in /home/ana/Pictures"),
    ):
        studio.folders[:] = folders
        studio.allow(Purpose.ANALYSE, Purpose.FACES, Purpose.PLACES)
        for name in ("suggestions", "library", *(() if folders else ("people", "places"))):
            window.show_page(name)
            qtbot.waitUntil(partial(_says, window.pages[name], said))


def _says(page: QWidget, text: str) -> bool:
    return any(text in part.text() for part in page.findChildren(QLabel))


def test_a_folder_is_left_out_and_looked_at_again(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    studio = new_studio()
    window = open_window(studio)
    page = show(window, "settings", SettingsPage)

    def named(name: str) -> list[Button]:
        return [b for b in page.findChildren(Button) if b.accessibleName() == name and b.isVisibleTo(page)]

    qtbot.waitUntil(lambda: len(named(f"Leave out a folder of {Path('/photos')}")) == 1)
    leave_out(window.desk, Path("/photos/Camera/WhatsApp"))
    qtbot.waitUntil(lambda: len(named("Look at Camera/WhatsApp again")) == 1)
    named("Look at Camera/WhatsApp again")[0].click()
    qtbot.waitUntil(lambda: "include /photos/Camera/WhatsApp" in studio.calls)
    qtbot.waitUntil(lambda: "start_indexing" in studio.calls)
    qtbot.waitUntil(lambda: not named("Look at Camera/WhatsApp again"))


def test_the_country_whose_holidays_are_suggested_is_chosen_and_shown_again(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    studio = new_studio()
    window = open_window(studio)
    page = show(window, "settings", SettingsPage)
    assert page.holidays.accessibleName() == "Holidays of" and page.holidays.currentIndex() == 0
    names = [page.holidays.itemText(at) for at in range(page.holidays.count())]
    assert names[1:] == sorted(names[1:]) and "Portugal" in names
    page.holidays.setCurrentIndex(names.index("Portugal"))
    page.holidays.activated.emit(names.index("Portugal"))
    qtbot.waitUntil(lambda: studio.held.holidays_of == "PT")
    page.holidays.setCurrentIndex(0)
    page.refresh()
    qtbot.waitUntil(lambda: page.holidays.currentText() == "Portugal")


def test_when_photos_are_looked_at_is_chosen_and_a_choice_without_effect_says_so(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    studio = new_studio()
    window = open_window(studio)
    page = show(window, "settings", SettingsPage)
    qtbot.waitUntil(lambda: "no effect" in page.speed.only_mains.accessibleDescription())
    assert "two minutes" in page.speed.only_away.accessibleDescription()
    page.speed.only_away.click()
    qtbot.waitUntil(lambda: studio.held.only_when_away)
    page.speed.only_mains.click()
    qtbot.waitUntil(lambda: studio.held.only_on_mains and studio.held.only_when_away)


def test_what_is_waited_for_stands_at_the_foot_and_can_be_overridden(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    studio = new_studio()
    studio.status = IndexStatus("waiting", 10, 60, waiting_for="Waiting for mains power")
    window = open_window(studio)
    window.status.refresh()
    qtbot.waitUntil(lambda: window.status.said.text() == "Waiting for mains power")
    assert window.status.pause.accessibleName() == "Go on now"
    window.status.pause.click()
    qtbot.waitUntil(lambda: "resume_indexing" in studio.calls)


def test_a_date_known_to_the_year_is_not_said_to_the_minute() -> None:
    tile = replace(fake_tiles(1)[0], taken_at=datetime(2014, 1, 1), certainty=Certainty.YEAR)
    assert wording.tile(tile) == "2014"


@pytest.mark.parametrize(
    ("clip", "said"),
    [
        (None, ""),
        (Clip(Path("a.MOV"), 0, 2.4), "Live Photo, 2 s"),
        (Clip(Path("a.jpg"), 4711, 0.3), "Motion photo, 1 s"),
        (Clip(Path("a.jpg"), 4711, None), "Motion photo"),
    ],
)
def test_a_photo_with_a_film_says_so(clip: Clip | None, said: str) -> None:
    assert film_line(clip) == said


def test_the_viewer_says_which_photo_is_used_and_why_and_takes_the_other_one(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    studio, kept = new_studio(), list[AssetId]()
    photo = studio.photo
    behind = Behind(AssetId(2), "IMG_2.jpg", Role.BURST_EXTRA, "eyes")
    monkeypatch.setattr(studio, "photo", lambda asset: replace(photo(asset), behind=behind))
    monkeypatch.setattr(studio, "keep_instead", kept.append, raising=False)
    window = open_window(studio)
    page = sorted_out(qtbot, window)
    page.grid.opened.emit(0)
    viewer = window.pages["viewer"]
    assert isinstance(viewer, ViewerPage)
    qtbot.waitUntil(viewer.instead.isVisible)
    assert viewer._detail is not None
    assert dict(facts(viewer._detail))["Kind"] == "IMG_2.jpg is used in its place: eyes are open"
    viewer.instead.click()
    qtbot.waitUntil(lambda: kept == [AssetId(1)])


def test_home_is_told_and_corrected_and_undo_takes_that_back(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    studio = new_studio()
    window = open_window(studio)
    page = show(window, "places", PlacesPage)

    def told() -> list[str]:
        return [found.text() for found in page._list.findChildren(QLabel)]

    qtbot.waitUntil(lambda: any(text.startswith("Home, as it seems: Porto") for text in told()))
    wrong = next(b for b in page.findChildren(Button) if b.accessibleName() == "Porto: This is not my home")
    wrong.click()
    qtbot.waitUntil(lambda: studio.homes == {"Porto": False})
    qtbot.waitUntil(lambda: any(text.startswith("Often here: Porto") for text in told()))
    qtbot.waitUntil(lambda: bool(window.notices.findChildren(Notice)))
    undo(window)
    qtbot.waitUntil(lambda: studio.homes == {"Porto": None})


def test_a_screen_recording_is_called_one_and_is_a_video_in_the_grid() -> None:
    file = SortedOut(
        AssetId(1), "Screen_Recording_1.mp4", Role.SCREENSHOT, False, None, 1080, 1920, why="name",
        kind=Kind.VIDEO, duration_s=75.0,
    )  # fmt: skip
    assert reason(file) == "A screen recording: its name says so."
    ((tile,), _groups) = grouped([file])
    assert (tile.kind, tile.duration_s) == (Kind.VIDEO, 75.0)


# --- tables


@pytest.mark.parametrize(
    ("wishes", "width", "made"),
    [
        ((100, 100, 100), 600, [200, 200, 200]),  # all fit: by their shares
        ((50, 400, 90), 600, [70, 420, 110]),  # what is over is shared
        ((50, 500, 100), 600, [50, 450, 100]),  # who wishes for little leaves the rest
        ((50, 900, 900), 650, [50, 300, 300]),
        ((900, 900, 900), 300, [100, 100, 100]),
    ],
)
def test_columns_are_as_wide_as_they_need(wishes: tuple[int, ...], width: int, made: list[int]) -> None:
    assert fitted(wishes, (1, 1, 1), width) == made


def test_the_shapes_of_cards_stand_until_the_cards_are_there(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    home = SuggestionsPage(open_window(new_studio()).desk)
    qtbot.addWidget(home)
    home.resize(900, 600)
    home.show()
    assert home._skeleton.isVisible() and home._skeleton.width() == home.feed.width() > 0
    qtbot.waitUntil(lambda: home.state is not None)
    assert not home._skeleton.isVisible()
    widths = {shape.right() for shape in shapes(900, 20)}
    assert max(widths) <= 900 and len(widths) > 3
