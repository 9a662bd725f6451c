"""Whether somebody may be about to press what a page shows."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QWidget

NOT_AIMED_MS = 700  # after the page is shown: by then nobody has read a card and moved to it
AIMS_MS = 10_000  # whoever has not moved the pointer for so long aims at nothing


class Aiming:
    """Looks at the pointer each time the page has news: no event of it is heard for that."""

    def __init__(self, page: QWidget) -> None:
        self._page = page
        self._pointer = QCursor.pos()  # when it was last looked at
        self._moved_for = QElapsedTimer()  # since somebody moved it on this page, as it is now
        self._shown_for = QElapsedTimer()

    def begin(self) -> None:
        """The page is shown, or shown anew."""
        self.forget()
        self._pointer = QCursor.pos()
        self._shown_for.start()

    def forget(self) -> None:
        """Whoever was here has left, or wants to see all that is new: who comes back aims anew."""
        self._moved_for.invalidate()

    def look(self) -> None:
        """Note whether the pointer was moved on this page since the last look."""
        before, self._pointer = self._pointer, QCursor.pos()
        here = self._page.rect().contains(self._page.mapFromGlobal(self._pointer))
        if self._page.isVisible() and here and before != self._pointer:
            self._moved_for.start()

    @property
    def moved(self) -> bool:
        """Tell whether somebody moved the pointer on this page a moment ago."""
        return self._moved_for.isValid() and not self._moved_for.hasExpired(AIMS_MS)

    @property
    def read(self) -> bool:
        """Tell whether the page has been there long enough to be read."""
        return self._shown_for.isValid() and self._shown_for.elapsed() > NOT_AIMED_MS
