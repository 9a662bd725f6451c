"""A few small pictures beside words: of what is asked about, or whose face it is."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from functools import partial

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from rollsuggest.library.rows import PersonFace
from rollsuggest.model import ClusterId
from rollsuggest.studio import Studio
from rollsuggest.ui import tokens
from rollsuggest.ui.desk import Desk, face_key
from rollsuggest.ui.pictures import cover_rect

GLIMPSED, GLIMPSE_PX, FACE_PX = 3, 48, 32


class Glimpse(QWidget):
    def __init__(self, desk: Desk, keys: Sequence[Hashable], side_px: int = GLIMPSE_PX) -> None:
        super().__init__()
        self._desk, self.keys, self._side = desk, list(keys), side_px
        self._asker = f"glimpse-{id(self)}"
        desk.thumbs.arrived.connect(self._arrived)
        self.destroyed.connect(partial(desk.thumbs.leave, self._asker))
        self._ask()

    def show_first(self, key: Hashable) -> None:
        self.keys = [key, *self.keys[: GLIMPSED - 1]]
        self._ask()

    def _ask(self) -> None:
        step = self._side + tokens.XS
        self.setFixedSize(step * max(1, len(self.keys)) - tokens.XS, self._side)
        self._desk.thumbs.want(self._asker, self.keys)
        self.update()

    def _arrived(self, key: object) -> None:
        if key in self.keys:
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for number, key in enumerate(self.keys):
            place, path = QRectF(number * (self._side + tokens.XS), 0, self._side, self._side), QPainterPath()
            path.addRoundedRect(place, tokens.RADIUS_CONTROL, tokens.RADIUS_CONTROL)
            painter.fillPath(path, QColor(tokens.current().placeholder))
            if (picture := self._desk.thumbs.get(key)) is not None:
                painter.setClipPath(path)
                painter.drawPixmap(place, picture, cover_rect(picture.width(), picture.height(), place))
                painter.setClipping(False)
        painter.end()


def glimpse_of(desk: Desk, person: ClusterId) -> Glimpse:
    """Return a small picture of somebody's face: without a name it alone says who is meant."""
    made = Glimpse(desk, [], FACE_PX)
    show_face(desk, made, person, lambda _face: True)
    return made


def show_face(desk: Desk, made: Glimpse, person: ClusterId, among: Callable[[PersonFace], bool]) -> None:
    """Show somebody's clearest face first, as soon as it is read."""

    def read(studio: Studio) -> PersonFace | None:
        return max(filter(among, studio.person_faces(person)), key=lambda face: face.quality, default=None)

    def show(face: PersonFace | None) -> None:
        if face is not None and isValid(made):
            made.show_first(face_key(face.asset, face.box))

    desk.bridge.read("", read, show)
