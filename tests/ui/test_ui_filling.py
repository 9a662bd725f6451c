"""Settings and privacy come bit by bit; what is there already is never pressed together meanwhile."""

from __future__ import annotations

import pytest
from fake_studio import NewStudio, Open
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QFrame
from pytestqt.qtbot import QtBot

from rollsuggest.ui import filling
from rollsuggest.ui.controls import Block
from rollsuggest.ui.filling import ROOM_PX, FillingPage


@pytest.mark.parametrize("name", ["settings", "privacy"])
def test_blocks_keep_their_height_while_others_come(
    name: str, qtbot: QtBot, new_studio: NewStudio, open_window: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    heights: list[tuple[int, int]] = []

    def painted(block: Block, event: QPaintEvent) -> None:
        layout = block.layout()
        assert layout is not None
        heights.append((block.height(), layout.totalHeightForWidth(block.width())))
        QFrame.paintEvent(block, event)

    monkeypatch.setattr(Block, "paintEvent", painted, raising=False)
    monkeypatch.setattr(filling, "AT_FIRST", 1)
    window = open_window(new_studio())
    page = window.page(name)
    assert isinstance(page, FillingPage)
    window.show_page(name)
    qtbot.waitUntil(lambda: not page._filling.isActive())
    inside = page._area.widget()
    assert inside is not None
    qtbot.waitUntil(lambda: inside.height() < ROOM_PX)
    assert heights and all(height >= needed for height, needed in heights)
