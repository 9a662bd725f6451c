"""Pictures kept for the screen: within a budget, but never fewer than are shown at once."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

import pytest
from fake_studio import NewStudio
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from rollsuggest.studio import Studio
from rollsuggest.ui.bridge import Bridge
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
