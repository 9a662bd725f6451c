"""The preview under way: drawn in the background, saying how far it is; the next one calls it off.

One is drawn at a time and only the newest waits, so that a handle dragged quickly leaves no queue behind it.
"""

from __future__ import annotations

import threading
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from rollsuggest.errors import UserError
from rollsuggest.model import DRAFT, Recipe
from rollsuggest.studio import Studio
from rollsuggest.ui import wording
from rollsuggest.ui.bridge import Bridge
from rollsuggest.ui.pictures import read_image

PATIENCE_MS = 250  # drawing that takes longer is announced


class Preview(QObject):
    said = Signal(str)  # how far it is
    drawn = Signal(QImage)
    drafted = Signal(QImage)
    failed = Signal(object)  # UserError

    def __init__(self, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._unwanted = threading.Event()
        self._drawing: Recipe | None = None  # wanted or not
        self._next: tuple[Recipe, int] | None = None
        self._share = 0.0  # of the photos that are redrawn
        self._patience = QTimer(self, interval=PATIENCE_MS, singleShot=True)
        self._patience.timeout.connect(lambda: self.said.emit(wording.drawing(self._share)))

    def start(self, recipe: Recipe, height_px: int) -> None:
        self.call_off()
        self._share = 0.0
        self._patience.start()
        self._wait(recipe, height_px)

    def draft(self, recipe: Recipe, height_px: int) -> None:
        """Draw it roughly, as long as a handle is held; the whole drawing is to follow.

        A draft under way is shown too: it is nearer to the hand than what is seen.
        """
        if self._drawing is None or self._drawing.quality != DRAFT:
            self.call_off()
        self._wait(replace(recipe, quality=DRAFT), height_px)

    def call_off(self) -> None:
        """Stop it before the next photo; what it still tells is late and not heard."""
        self._unwanted.set()
        self._next = None
        self._patience.stop()

    def _wait(self, recipe: Recipe, height_px: int) -> None:
        self._next = recipe, height_px
        if self._drawing is None:
            self._begin()

    def _begin(self) -> None:
        if self._next is None:
            return
        (recipe, height_px), self._next = self._next, None
        self._unwanted, self._drawing = threading.Event(), recipe
        unwanted, bridge = self._unwanted, self._bridge

        def moved(share: float) -> None:
            bridge.later(lambda: None if unwanted.is_set() else self._moved(share))

        def called_off() -> bool:
            return unwanted.is_set() or bridge.closing

        def draw(studio: Studio) -> QImage:
            try:
                return read_image(studio.preview(recipe, height_px, moved, called_off))
            finally:
                bridge.later(self._free)  # when it was called off too, of which nothing else is told

        bridge.read(
            "", draw,  # what is not wanted is known here
            lambda image: None if unwanted.is_set() else self._done(recipe, image),
            lambda error: None if unwanted.is_set() else self._not_done(error),
            pool="renders",
        )  # fmt: skip

    def _free(self) -> None:
        self._drawing = None
        self._begin()

    def _moved(self, share: float) -> None:
        self._share = share
        if not self._patience.isActive():
            self.said.emit(wording.drawing(share))

    def _done(self, recipe: Recipe, image: QImage) -> None:
        if recipe.quality == DRAFT:
            self.drafted.emit(image)
            return
        self._patience.stop()
        self.drawn.emit(image)

    def _not_done(self, error: UserError) -> None:
        self.call_off()
        self.failed.emit(error)
