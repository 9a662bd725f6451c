"""Settings comes bit by bit; what is there already is never pressed together meanwhile."""

from __future__ import annotations

import pytest
from fake_studio import NewStudio, Open
from PySide6.QtCore import QEvent, QObject
from pytestqt.qtbot import QtBot

from rollsuggest.ui import settings
from rollsuggest.ui.controls import Block
from rollsuggest.ui.settings import ROOM_PX, SettingsPage


class Painted(QObject):
    """Notes how high a block is painted, and how high it has to be."""

    def __init__(self, block: Block) -> None:
        super().__init__(block)
        self.heights: list[tuple[int, int]] = []
        block.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and isinstance(watched, Block):
            layout = watched.layout()
            assert layout is not None
            self.heights.append((watched.height(), layout.totalHeightForWidth(watched.width())))
        return False


def test_blocks_keep_their_height_while_others_come(
    qtbot: QtBot, new_studio: NewStudio, open_window: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "AT_FIRST", 2)
    window = open_window(new_studio())
    page = window.page("settings")
    assert isinstance(page, SettingsPage)
    painted = Painted(page.findChildren(Block)[0])
    window.show_page("settings")
    qtbot.waitUntil(lambda: not page._filling.isActive())
    qtbot.waitUntil(lambda: page._inside.height() < ROOM_PX)
    assert painted.heights and all(height >= needed for height, needed in painted.heights)
