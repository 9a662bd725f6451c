"""The map of places and trips: where things lie on it, by mouse and by keyboard, drawn without a network."""

from __future__ import annotations

import pytest
from fake_studio import NewStudio, Open
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from showing import show

from rollsuggest.ui import land, tokens
from rollsuggest.ui.land import MapView
from rollsuggest.ui.places import PlacesPage

Key = Qt.Key
SIZE = QSize(800, 400)
LISBON, KYOTO, ATLANTIC = (38.7, -9.1), (35.0, 135.8), (35.0, -40.0)


@pytest.mark.parametrize("points", [[LISBON], [LISBON, KYOTO], [(-54.8, -68.3), (78.2, 15.6)]])
def test_all_places_are_in_view(points: list[tuple[float, float]]) -> None:
    view = land.showing(points, SIZE)
    inside = [view.point(*point, SIZE) for point in points]
    assert all(0 < at.x() < SIZE.width() and 0 < at.y() < SIZE.height() for at in inside)


def test_land_is_where_land_is() -> None:
    view = land.showing([LISBON, KYOTO], SIZE)
    image = land.draw(view, SIZE, 1.0, tokens.LIGHT)
    sea, ground = QColor(tokens.LIGHT.sea), QColor(tokens.LIGHT.land)
    madrid, ocean = (view.point(*point, SIZE).toPoint() for point in ((40.4, -4.5), (30.0, -15.0)))
    assert image.pixelColor(madrid) == ground
    assert image.pixelColor(ocean) == sea


def test_no_outline_goes_across_the_map_where_the_date_changes() -> None:
    world = MapView(0.0, 0.0, SIZE.width() / 360)
    image = land.draw(world, SIZE, 1.0, tokens.LIGHT)
    row = world.point(-17.0, 0.0, SIZE).toPoint().y()  # Fiji lies on both sides
    ocean = [world.point(0, longitude, SIZE).toPoint().x() for longitude in (-25, 0)]
    seen = {image.pixelColor(x, y).name() for x in range(*ocean) for y in range(row - 2, row + 3)}
    assert seen == {tokens.LIGHT.sea.lower()}
    north_of_antarctica = [ring for ring in land.rings() if ring.bounds.top() < land.mercator(60)]
    assert all(ring.bounds.width() < 180 for ring in north_of_antarctica)


def opened(qtbot: QtBot, new_studio: NewStudio, open_window: Open) -> PlacesPage:
    window = open_window(new_studio())
    page = show(window, "places", PlacesPage)
    qtbot.waitUntil(lambda: bool(page.map.places) and bool(page.map.journeys))
    page.map.setFocus()
    return page


def test_places_are_gone_through_by_their_direction_and_opened(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    page = opened(qtbot, new_studio, open_window)
    names = []
    for key in (Key.Key_Up, Key.Key_Right, Key.Key_Right, Key.Key_Down):
        QTest.keyClick(page.map, key)
        names.append(page.map.places[page.map.at].name)
    assert names == ["Braga", "Kyoto", "Kyoto", "Kyoto"]  # the last two: nothing lies there
    assert page.map.accessibleDescription() == "Kyoto, 60 photos"
    QTest.keyClick(page.map, Key.Key_Return)
    assert page.name.text() == "Kyoto"
    qtbot.waitUntil(lambda: bool(page.grid.tiles))
    QTest.keyClick(page, Key.Key_Escape)
    assert page.window().focusWidget() is page.map


def test_the_map_comes_nearer_and_shows_all_again(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    page = opened(qtbot, new_studio, open_window)
    before = page.map._seen()
    QTest.keyClick(page.map, Key.Key_Plus)
    assert page.map._seen().scale == pytest.approx(before.scale * 1.5)
    page.map.go_to(3)
    assert page.map.rect().contains(page.map.tile_place(3).center())
    QTest.keyClick(page.map, Key.Key_0)
    assert page.map._seen() == before
    buttons = {button.accessibleName(): button for button in page.map.findChildren(QPushButton)}
    buttons["Farther away"].click()
    assert page.map._seen().scale < before.scale


def test_the_map_is_dragged_and_a_dot_is_clicked(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open
) -> None:
    page = opened(qtbot, new_studio, open_window)
    page.map.look(page.map._seen().zoomed(4))
    start = QPoint(page.map.width() // 2, page.map.height() // 2)
    before = page.map._seen()
    QTest.mousePress(page.map, Qt.MouseButton.LeftButton, Qt.KeyboardModifier(0), start)
    for way in (20, 40):
        QTest.mouseMove(page.map, start + QPoint(way, 0))
    QTest.mouseRelease(page.map, Qt.MouseButton.LeftButton, Qt.KeyboardModifier(0), start + QPoint(40, 0))
    assert page.map._seen().x == pytest.approx(before.x - 40 / before.scale)
    assert page._stack.currentWidget() is page._list  # a drag opens nothing
    page.map.view = None
    spot = page.map.tile_place(3).center()
    QTest.mouseClick(page.map, Qt.MouseButton.LeftButton, Qt.KeyboardModifier(0), spot)
    assert page.name.text() == "Kyoto"


def test_trips_are_listed_and_opened(qtbot: QtBot, new_studio: NewStudio, open_window: Open) -> None:
    page = opened(qtbot, new_studio, open_window)
    (button,) = [b for b in page.findChildren(QPushButton) if b.text().startswith("Llanfair,")]
    assert button.text() == "Llanfair, 3 to 9 May 2025, 8 photos"
    qtbot.waitUntil(button.isVisible)
    button.setFocus()
    button.click()
    qtbot.waitUntil(lambda: len(page.grid.tiles) == 8)
    assert page.name.text() == "Llanfair"
    page.leave_place()
    assert page.window().focusWidget() is button


def test_the_land_is_painted_and_a_way_on_it(qtbot: QtBot, new_studio: NewStudio, open_window: Open) -> None:
    page = opened(qtbot, new_studio, open_window)
    qtbot.waitUntil(lambda: not page.map._land.isNull())
    with_way = page.map.grab().toImage()
    page.map.show_places(page.map.places, ())
    assert isinstance(with_way, QImage)
    assert page.map.grab().toImage() != with_way
