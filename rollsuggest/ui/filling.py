"""Pages to read that come block by block: to make all blocks at once would hold the window up."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout

from rollsuggest.ui.controls import Block
from rollsuggest.ui.desk import Desk
from rollsuggest.ui.page import Page, header, reading_column

AT_FIRST = 1  # blocks: what is seen of more is there a moment later
ROOM_PX = 12_000  # more than all blocks take


class FillingPage(Page):
    """A page whose first block is there at once; the others come while nothing else is to be done."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._blocks: list[Callable[[], Block]] = []
        self._show_whole: Callable[[], object] | None = None  # came before the page was whole
        self._filling = QTimer(self, interval=0)
        self._filling.timeout.connect(self._add_block)

    def fill(self, title: str, blocks: Sequence[Callable[[], Block]]) -> None:
        """Put a title over a column that is filled with what these make."""
        self._area, self._column = reading_column(self)
        self._area.setAccessibleName(title)
        self._column.addStretch(1)
        self._blocks = list(blocks)
        # A block that comes into a column without room presses all others together, for a frame or many.
        self._hold(ROOM_PX)
        self._filling.start()
        for _block in self._blocks[:AT_FIRST]:
            self._add_block()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(header(title))
        layout.addWidget(self._area, 1)

    def once_whole(self, show: Callable[[], object]) -> None:
        """Show what was read, as soon as there is all it is shown in; what is newer counts."""
        if self._blocks:
            self._show_whole = show
        else:
            show()

    def _add_block(self) -> None:
        if not self._blocks:  # all of them are laid out
            self._filling.stop()
            self._hold(0)
            return
        self._column.insertWidget(self._column.count() - 1, self._blocks.pop(0)())
        if not self._blocks and self._show_whole is not None:
            self._show_whole()

    def _hold(self, height_px: int) -> None:
        if (inside := self._area.widget()) is not None:
            inside.setMinimumHeight(height_px)
