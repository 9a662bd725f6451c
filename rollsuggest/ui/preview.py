"""The preview under way: drawn in the background, saying how far it is; the next one calls it off."""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from rollsuggest.errors import UserError
from rollsuggest.model import Recipe
from rollsuggest.studio import Studio
from rollsuggest.ui import wording
from rollsuggest.ui.bridge import Bridge
from rollsuggest.ui.pictures import read_image

PATIENCE_MS = 250  # drawing that takes longer is announced


class Preview(QObject):
    said = Signal(str)  # how far it is
    drawn = Signal(QImage)
    failed = Signal(object)  # UserError

    def __init__(self, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._unwanted = threading.Event()
        self._share = 0.0  # of the photos that are redrawn
        self._patience = QTimer(self, interval=PATIENCE_MS, singleShot=True)
        self._patience.timeout.connect(lambda: self.said.emit(wording.drawing(self._share)))

    def start(self, recipe: Recipe, height_px: int) -> None:
        self.call_off()
        self._unwanted, self._share = threading.Event(), 0.0
        unwanted, bridge = self._unwanted, self._bridge

        def moved(share: float) -> None:
            bridge.later(lambda: None if unwanted.is_set() else self._moved(share))

        def called_off() -> bool:
            return unwanted.is_set() or bridge.closing

        def draw(studio: Studio) -> QImage:
            return read_image(studio.preview(recipe, height_px, moved, called_off))

        self._patience.start()
        bridge.read("stage", draw, self._done, self._not_done, pool="renders")

    def call_off(self) -> None:
        """Stop it before the next photo; what it still tells is late and not heard."""
        self._unwanted.set()
        self._patience.stop()

    def _moved(self, share: float) -> None:
        self._share = share
        if not self._patience.isActive():
            self.said.emit(wording.drawing(share))

    def _done(self, image: QImage) -> None:
        self.call_off()
        self.drawn.emit(image)

    def _not_done(self, error: UserError) -> None:
        self.call_off()
        self.failed.emit(error)
