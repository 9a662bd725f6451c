"""The frames of a film around the one that is due: the seconds about it as they came, a few frames decoded.

Three seconds decoded would take 84 MB, a third of what the whole window may.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QImage

from rollsuggest.errors import UserError
from rollsuggest.library.reel import PIECE, Reel, unpack
from rollsuggest.model import Recipe
from rollsuggest.studio import Studio
from rollsuggest.ui.bridge import Bridge

AHEAD = 2  # pieces that are fetched before they are due: about 1 MB each
SIP = 6  # frames that are decoded at once: 0.9 MB each on the screen; a piece is a whole number of sips
SIPS = 3  # that are held: the one that is due and the next


class Frames:
    def __init__(
        self,
        bridge: Bridge,
        recipe: Recipe,
        reel: Reel,
        came: Callable[[], None],
        failed: Callable[[UserError], None],
    ) -> None:
        """`came` is called with each few frames that can be shown now."""
        self.reel = reel
        self._bridge, self._recipe, self._came, self._told = bridge, recipe, came, failed
        self._at = 0
        self._pieces: dict[int, list[bytes]] = {}
        self._sips: dict[int, list[QImage]] = {}
        self._asked: set[int] = set()  # pieces
        self._decoded: set[int] = set()  # sips that are being decoded
        self._closed = False
        self._looked_at = True

    def close(self) -> None:
        """Let go of all; what is on its way is dropped."""
        self._closed = True
        self._pieces, self._sips = {}, {}

    def rest(self) -> None:
        """Let go of all until the next `fetch`, and of what is on its way: nobody looks."""
        self._looked_at = False
        self._pieces, self._sips = {}, {}

    def at(self, frame: int) -> QImage | None:
        """Return a frame, where it has come."""
        images = self._sips.get(frame // SIP, [])
        return images[frame % SIP] if frame % SIP < len(images) else None

    def fetch(self, frame: int) -> None:
        """Ask for what is due at this frame and soon after it; let go of what is far away."""
        self._at, self._looked_at = frame, True
        now = frame // PIECE
        wanted = [n for n in range(now, now + 1 + AHEAD) if n < self.reel.pieces]
        self._pieces = {n: frames for n, frames in self._pieces.items() if n in wanted}
        for number in wanted:
            if number not in self._pieces and number not in self._asked:
                self._ask(number)
        sips = range(frame // SIP, frame // SIP + SIPS)
        self._sips = {n: images for n, images in self._sips.items() if n in sips}
        for number in sips:
            if number not in self._sips and number not in self._decoded:
                self._decode(number)

    def _ask(self, number: int) -> None:
        recipe = self._recipe
        self._asked.add(number)

        def read(studio: Studio) -> list[bytes]:
            return unpack(studio.reel_piece(recipe, number).read_bytes())

        def arrived(frames: list[bytes]) -> None:
            self._asked.discard(number)
            if self._looked_at and not self._closed:
                self._pieces[number] = frames
                self.fetch(self._at)

        self._bridge.read("", read, arrived, self._failed, pool="films")

    def _decode(self, number: int) -> None:
        begin = number * SIP % PIECE
        packed = self._pieces.get(number * SIP // PIECE, [])[begin : begin + SIP]
        if not packed:
            return
        self._decoded.add(number)

        def arrived(images: list[QImage]) -> None:
            self._decoded.discard(number)
            if self._looked_at and not self._closed:
                self._sips[number] = images
                self._came()

        # Not behind the pieces to come: to make one takes as long as to play it.
        self._bridge.read("", lambda _studio: list(map(QImage.fromData, packed)), arrived, pool="pictures")

    def _failed(self, error: UserError) -> None:
        if not self._closed:
            self._told(error)
