"""Photos alike stand behind one tile in the Library, all of them within reach; nothing is lost from view."""

from __future__ import annotations

from dataclasses import replace

from fake_studio import FakeStudio, NewStudio, Open, fake_tiles
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from showing import show

from rollsuggest.library.rows import Tile
from rollsuggest.model import AssetId
from rollsuggest.ui import tokens
from rollsuggest.ui.dates import DatesPage
from rollsuggest.ui.library import LibraryPage
from rollsuggest.ui.stacks import stacked
from rollsuggest.ui.viewer import ViewerPage
from rollsuggest.ui.window import MainWindow

BEST, OTHERS = AssetId(3), {AssetId(2), AssetId(4), AssetId(5)}


@given(bests=st.lists(st.one_of(st.none(), st.integers(1, 30)), max_size=25))
def test_every_photo_is_shown_or_behind_one_that_is(bests: list[int | None]) -> None:
    tiles = tuple(
        replace(tile, best=AssetId(best) if best is not None else None)
        for tile, best in zip(fake_tiles(len(bests)), bests, strict=True)
    )
    stacks = stacked(tiles)
    within = stacks.whole(stacks.tiles)
    assert sorted(t.asset for t in within) == [t.asset for t in tiles]
    assert stacks.photos == len(tiles)
    assert list(stacks.tiles) == [t for t in tiles if t in stacks.tiles]  # in the order they had
    assert stacks.counts == {asset: len(group) for asset, group in stacks.members.items()}
    for asset, group in stacks.members.items():
        assert {t.best for t in group} == {None, asset}
        assert list(group) == [t for t in reversed(tiles) if t in group]  # oldest first
    apart = stacked(tiles, apart=True)
    assert (apart.tiles, apart.behind) == (tiles, stacks.behind)


def with_a_burst(studio: FakeStudio) -> FakeStudio:
    studio.photos = tuple(replace(t, best=BEST) if t.asset in OTHERS else t for t in studio.photos)
    return studio


def library(qtbot: QtBot, window: MainWindow) -> LibraryPage:
    page = show(window, "library", LibraryPage)
    qtbot.waitUntil(lambda: len(page.grid._laid.lines) > 0)
    return page


def assets(tiles: tuple[Tile, ...]) -> list[int]:
    return [tile.asset for tile in tiles]


def test_the_library_shows_the_best_and_how_many_are_behind_it(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    window = open_window(with_a_burst(new_studio()))
    page = library(qtbot, window)
    assert assets(page.grid.tiles)[:4] == [1, 3, 6, 7]
    assert page.count.text() == "60 photos"  # behind another is not away
    page.grid.go_to(1)
    assert page.grid.accessibleDescription().endswith("the best of 4 alike")
    qtbot.waitUntil(lambda: window.desk.thumbs.get(BEST) is not None)
    place = page.grid._rect(page.grid._laid.lines[0], 1)
    with_badge = page.grid.viewport().grab(place).toImage()
    page.grid.set_tiles(page.grid.tiles)
    assert page.grid.viewport().grab(place).toImage() != with_badge


def test_all_are_shown_on_demand_and_that_is_remembered(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    studio = with_a_burst(new_studio())
    page = library(qtbot, open_window(studio))
    page.alike.setFocus()
    QTest.keyClick(page.alike, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: len(page.grid.tiles) == 60)
    assert studio.held.all_alike
    assert page.alike.isVisible()
    assert page.alike.isChecked()
    QTest.keyClick(page.alike, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(page.grid.tiles) == 57)
    assert not studio.held.all_alike


def test_the_ways_from_the_library_fit_a_small_window(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    window = open_window(with_a_burst(new_studio()))
    page = library(qtbot, window)
    for chosen in ([], [0, 1]):
        page.grid._select(chosen)
        assert page.make.isVisible() == bool(chosen)
        assert page.alike.isVisible() != bool(chosen)
        qtbot.wait(50)
        assert window.minimumSizeHint().width() <= tokens.WINDOW_LEAST[0]


def test_nothing_is_offered_where_nothing_is_alike(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    studio = new_studio()
    page = library(qtbot, open_window(studio))
    assert not page.alike.isVisible()
    with_a_burst(studio)._did("suggestions", "alike")  # the rules have spoken for the first time
    qtbot.waitUntil(page.alike.isVisible)
    assert len(page.grid.tiles) == 57


def test_a_search_shows_each(qtbot: QtBot, new_studio: NewStudio, open_window: Open) -> None:
    studio = with_a_burst(new_studio())
    page = library(qtbot, open_window(studio))
    page.search.field.setText("beach")
    qtbot.waitUntil(lambda: assets(page.grid.tiles) == assets(studio.photos[::3]))
    assert not page.alike.isVisible()
    assert AssetId(4) in assets(page.grid.tiles)


def test_the_viewer_steps_through_a_stack(qtbot: QtBot, new_studio: NewStudio, open_window: Open) -> None:
    window = open_window(with_a_burst(new_studio()))
    page = library(qtbot, window)
    page.grid.go_to(1)
    QTest.keyClick(page.grid, Qt.Key.Key_Return)
    viewer = window.pages["viewer"]
    assert isinstance(viewer, ViewerPage)

    def shown(asset: int, said: str) -> None:
        qtbot.waitUntil(lambda: viewer._detail is not None and viewer._detail.asset == asset)
        assert viewer.said_alike.text() == said

    assert viewer.alike.isVisible()
    shown(3, "3 of 4 alike")  # oldest first: 5, 4, 3, 2
    assert viewer.row.accessibleDescription() == "Photo 3 of 4, the one used"
    starred = viewer.row.grab(viewer.row.rect_of(2).adjusted(20, 20, -8, -2)).toImage()
    viewer.row.mark(AssetId(4))
    assert viewer.row.accessibleDescription() == "Photo 3 of 4"
    assert viewer.row.grab(viewer.row.rect_of(2).adjusted(20, 20, -8, -2)).toImage() != starred
    QTest.keyClick(viewer, Qt.Key.Key_Up)
    shown(4, "2 of 4 alike")
    QTest.keyClick(viewer.row, Qt.Key.Key_Left)
    shown(5, "1 of 4 alike")
    QTest.keyClick(viewer, Qt.Key.Key_Up)
    shown(5, "1 of 4 alike")
    QTest.keyClick(viewer, Qt.Key.Key_Right)  # on to the next of the Library
    qtbot.waitUntil(lambda: viewer._detail is not None and viewer._detail.asset == 6)
    assert not viewer.alike.isVisible()
    QTest.keyClick(viewer, Qt.Key.Key_Left)
    shown(3, "3 of 4 alike")
    assert viewer.place.text() == "2 of 57"


def test_dates_are_repaired_of_all_behind_a_tile(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    window = open_window(with_a_burst(new_studio()))
    page = library(qtbot, window)
    page.grid._select([0, 1])
    page.dates.click()
    dates = window.pages["dates"]
    assert isinstance(dates, DatesPage)
    qtbot.waitUntil(lambda: sorted(assets(dates.grid.tiles)) == [1, 2, 3, 4, 5])


def test_what_belongs_to_a_photo_is_said_and_painted(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    studio = new_studio()
    window = open_window(studio)
    page = library(qtbot, window)
    qtbot.waitUntil(lambda: window.desk.thumbs.get(AssetId(1)) is not None)
    place = page.grid._rect(page.grid._laid.lines[0], 0)
    bare = page.grid.viewport().grab(place).toImage()
    page.grid.set_tiles((replace(studio.photos[0], film=True, raw=True), *studio.photos[1:]))
    assert page.grid.viewport().grab(place).toImage() != bare
    page.grid.go_to(0)
    assert page.grid.accessibleDescription().startswith("Live Photo, RAW, ")
