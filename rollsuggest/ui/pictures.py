"""Pictures for the screen: loaded off the GUI thread, what is visible first, within a budget."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable
from pathlib import Path

from PySide6.QtCore import QObject, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader, QPixmap

from rollsuggest.errors import ChangedError, UserError
from rollsuggest.model import Box
from rollsuggest.studio import Studio
from rollsuggest.ui.bridge import Bridge

Load = Callable[[Studio, Hashable], QImage]
BUDGET_BYTES = 40_000_000
SPARE = 1.25  # of what is shown at once, where that is more than the budget


class Pictures(QObject):
    """A cache of pictures by key. Ask with `want`, read with `get`, listen to `arrived`."""

    arrived = Signal(object)  # key; also when it failed

    def __init__(
        self, bridge: Bridge, load: Load, *, pool: str, at_once: int, budget_bytes: int = BUDGET_BYTES
    ) -> None:
        super().__init__(bridge)
        self._bridge, self._load, self._pool = bridge, load, pool
        self._at_once, self._budget = at_once, budget_bytes
        self._held: OrderedDict[Hashable, QPixmap] = OrderedDict()
        self._bytes = 0
        self._wishes: dict[str, list[Hashable]] = {}
        self._shown: dict[str, dict[Hashable, None]] = {}  # pictures that each asker shows
        self._under_way: set[Hashable] = set()
        self._failed: dict[Hashable, str] = {}
        self._dropped: set[Hashable] = set()  # forgotten while under way
        self._again: set[Hashable] = set()  # of those, what was asked for after that

    def get(self, key: Hashable) -> QPixmap | None:
        """Return the picture if it is here; never waits."""
        if (found := self._held.get(key)) is not None:
            self._held.move_to_end(key)
        return found

    def why_not(self, key: Hashable) -> str:
        """Return why a picture could not be had, or ""."""
        return self._failed.get(key, "")

    def want(self, asker: str, keys: Iterable[Hashable]) -> None:
        """Say what `asker` shows now, most wanted first; what it wished before is forgotten."""
        wanted = dict.fromkeys(keys)
        self._shown[asker] = wanted
        self._again |= self._dropped & wanted.keys()
        self._wishes[asker] = [key for key in wanted if self._missing(key)]
        self._pump()

    def leave(self, asker: str, *_gone: object) -> None:
        """Forget an asker that is gone."""
        self._shown.pop(asker, None)
        self._wishes.pop(asker, None)

    def try_again(self) -> None:
        """Forget failures: thumbnails come while photos are being looked at."""
        self._failed.clear()

    def forget(self, which: Callable[[Hashable], bool]) -> None:
        """Let go of pictures: of those who are hidden now none is kept."""
        for key in [key for key in self._held if which(key)]:
            self._bytes -= _bytes(self._held.pop(key))
        self._failed = {key: why for key, why in self._failed.items() if not which(key)}
        self._dropped |= {key for key in self._under_way if which(key)}

    def _missing(self, key: Hashable) -> bool:
        return key not in self._held and key not in self._failed

    def _pump(self) -> None:
        for wishes in self._wishes.values():
            while wishes and len(self._under_way) < self._at_once:
                key = wishes.pop(0)
                if self._missing(key) and key not in self._under_way:
                    self._under_way.add(key)
                    self._start(key)

    def _wish_again(self, key: Hashable) -> None:
        """Put what came to nothing before all that is still waited for, where it is shown."""
        for asker, shown in self._shown.items():
            if key in shown:
                self._wishes[asker].insert(0, key)

    def _start(self, key: Hashable) -> None:
        def load(studio: Studio) -> QImage | str | None:
            try:
                return self._load(studio, key)
            except ChangedError:
                return None
            except UserError as error:
                return str(error)

        self._bridge.read("", load, lambda image: self._came(key, image), pool=self._pool)

    def _room(self) -> float:
        """Return how much may be kept: a large screen full of pictures does not push out its own."""
        mean = self._bytes / max(len(self._held), 1)
        return max(self._budget, SPARE * mean * max(map(len, self._shown.values()), default=0))

    def _came(self, key: Hashable, image: QImage | str | None) -> None:
        self._under_way.discard(key)
        if key in self._dropped or image is None:
            again = key in self._again or key not in self._dropped
            self._dropped.discard(key)
            self._again.discard(key)
            if again:
                self._wish_again(key)
            self._pump()
            return
        if isinstance(image, str) or image.isNull():
            self._failed[key] = image if isinstance(image, str) else "?"
        else:
            pixmap = QPixmap.fromImage(image)
            self._held[key] = pixmap
            self._bytes += _bytes(pixmap)
            room = self._room()
            while self._bytes > room and len(self._held) > 1:
                self._bytes -= _bytes(self._held.popitem(last=False)[1])
        self._pump()
        self.arrived.emit(key)


def _bytes(pixmap: QPixmap) -> int:
    return pixmap.width() * pixmap.height() * 4


def read_image(path: Path, within: QSize | None = None) -> QImage:
    """Read one of our own JPEGs (upright, in sRGB), at most `within`; a null image when it is not there."""
    reader = QImageReader(str(path))
    full = reader.size()
    if within is not None and full.isValid():
        aim = full.scaled(within, Qt.AspectRatioMode.KeepAspectRatio)
        if aim.width() < full.width():
            reader.setScaledSize(aim)
    return reader.read()


def face_square(width: int, height: int, box: Box) -> QRect:
    """Return the square of a picture that shows a face with some room around it.

    Near the picture's edge there is less room, so that the face, and not its neighbour, is in the middle.
    """
    face, x, y = max(box.w * width, box.h * height), (box.x + box.w / 2) * width, (box.y + box.h / 2) * height
    even = 2 * min(x, width - x, y, height - y)
    side = min(face * 1.7, max(even, face * 1.1), width, height)
    x = min(max(x - side / 2, 0), width - side)
    y = min(max(y - side / 2, 0), height - side)
    return QRectF(x, y, side, side).toRect()


def cover_rect(width: int, height: int, target: QRectF) -> QRectF:
    """Return the part of a picture that fills `target` without distortion, cut evenly."""
    scale = max(target.width() / max(width, 1), target.height() / max(height, 1))
    w, h = target.width() / scale, target.height() / scale
    return QRectF((width - w) / 2, (height - h) / 2, w, h)
