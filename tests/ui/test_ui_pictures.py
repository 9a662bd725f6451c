"""Pictures kept for the screen: within a budget, but never fewer than are shown at once."""

from __future__ import annotations

import threading
from collections.abc import Hashable, Iterator

import pytest
from fake_studio import NewStudio, fake_tiles
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from rollsuggest.errors import ChangedError
from rollsuggest.studio import Studio
from rollsuggest.ui import tokens
from rollsuggest.ui.bridge import Bridge
from rollsuggest.ui.grid_paint import paint_tile
from rollsuggest.ui.pictures import Pictures

SIDE = 10
EACH = SIDE * SIDE * 4


def drawn(_studio: Studio, _key: Hashable) -> QImage:
    image = QImage(SIDE, SIDE, QImage.Format.Format_RGB32)
    image.fill(0)
    return image


@pytest.fixture
def bridge(qapp: QApplication, new_studio: NewStudio) -> Iterator[Bridge]:
    bridge = Bridge(new_studio())
    yield bridge
    bridge.close()


def test_what_is_shown_stays_and_what_was_shown_goes(qtbot: QtBot, bridge: Bridge) -> None:
    pictures = Pictures(bridge, drawn, pool="pictures", at_once=4, budget_bytes=3 * EACH)

    def see(*keys: Hashable) -> None:
        pictures.want("page", keys)
        qtbot.waitUntil(lambda: all(pictures.get(key) is not None for key in keys))

    for number in range(20):  # one after the other: no more than the budget
        see(number)
    assert [key for key in range(20) if pictures.get(key) is not None] == [17, 18, 19]
    see(*range(8))  # a page of eight, which the budget does not hold
    assert all(pictures.get(key) is not None for key in range(8))
    assert pictures.get(18) is not None and pictures.get(17) is None  # a quarter to spare


def test_what_was_forgotten_while_it_was_drawn_is_drawn_again_where_it_is_shown(
    qtbot: QtBot, bridge: Bridge
) -> None:
    held, drawn_keys = threading.Event(), []

    def slow(studio: Studio, key: Hashable) -> QImage:
        drawn_keys.append(key)
        if len(drawn_keys) == 1:
            held.wait(5)
            raise ChangedError("Something was hidden meanwhile.")
        return drawn(studio, key)

    pictures = Pictures(bridge, slow, pool="pictures", at_once=1)
    pictures.want("page", ["cover"])
    qtbot.waitUntil(lambda: drawn_keys == ["cover"])
    held.set()
    qtbot.waitUntil(lambda: pictures.get("cover") is not None)
    assert drawn_keys == ["cover", "cover"] and not pictures.why_not("cover")


@pytest.mark.parametrize("wanted_again", [True, False])
def test_what_is_dropped_while_it_is_drawn_comes_again_only_when_it_is_asked_for_again(
    qtbot: QtBot, bridge: Bridge, wanted_again: bool
) -> None:
    held, drawn_keys = threading.Event(), []

    def slow(studio: Studio, key: Hashable) -> QImage:
        drawn_keys.append(key)
        held.wait(5)
        return drawn(studio, key)

    pictures = Pictures(bridge, slow, pool="pictures", at_once=1)
    pictures.want("page", ["cover", "next"])
    qtbot.waitUntil(lambda: drawn_keys == ["cover"])
    pictures.forget(lambda key: key == "cover")
    pictures.want("page", ["cover", "next"] if wanted_again else ["next"])
    held.set()
    qtbot.waitUntil(lambda: pictures.get("next") is not None)
    if wanted_again:
        qtbot.waitUntil(lambda: pictures.get("cover") is not None)
    assert drawn_keys.count("cover") == 1 + wanted_again


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("chosen", [False, True])
def test_no_edge_of_a_photo_is_seen_around_its_frame(qapp: QApplication, ratio: float, chosen: bool) -> None:
    side = round(80 * ratio)
    page = QImage(side, side, QImage.Format.Format_RGB32)
    page.setDevicePixelRatio(ratio)
    around = QColor(tokens.current().window)
    page.fill(around)
    white = QPixmap(60, 60)
    white.fill(QColor("#00ff00"))
    painter = QPainter(page)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_tile(painter, QRect(10, 10, 60, 60), fake_tiles(1)[0], white, 0, chosen, focused=True)
    painter.end()
    first, last = round(10 * ratio), round(70 * ratio) - 1
    for at in range(first, last + 1):
        for x, y in ((first, at), (last, at), (at, first), (at, last)):
            assert page.pixelColor(x, y) == around, (x, y)
