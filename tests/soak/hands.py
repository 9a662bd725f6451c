"""Random hands: they click, type and scroll where a person could, and leave alone what would end the run."""

from __future__ import annotations

import random
from pathlib import Path

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtPrintSupport import QAbstractPrintDialog
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QDialog,
    QFileDialog,
    QLineEdit,
    QMenu,
    QWidget,
)

from rollsuggest.ui import tokens
from rollsuggest.ui.cloud import CloudDialog
from rollsuggest.ui.dialogs import Question
from rollsuggest.ui.pages import BELOW, PAGES
from rollsuggest.ui.window import MainWindow

Key = Qt.Key
KEYS = (
    Key.Key_Tab, Key.Key_Tab, Key.Key_Tab, Key.Key_Left, Key.Key_Right, Key.Key_Up, Key.Key_Down,
    Key.Key_Return, Key.Key_Space, Key.Key_Escape, Key.Key_Home, Key.Key_End, Key.Key_PageDown,
    Key.Key_Delete,
    Key.Key_F1, Key.Key_F5, Key.Key_K, Key.Key_L, Key.Key_Plus, Key.Key_Minus,
)  # fmt: skip
WORDS = ("May", "a cat", "Ada", "", "2026", "x" * 90)
# By accessible name: these forget what the end is compared with, or ask another program.
LEFT_ALONE = frozenset({"Language", "Text size", "Erase everything", "Erase faces", "Look at photos"})
PAGE, CLICK, PRESS, SCROLL, TYPE, RESIZE = 15, 45, 20, 12, 5, 3  # how often each is done


class Hands:
    def __init__(self, window: MainWindow, rng: random.Random, log: Path | None = None) -> None:
        """`log`: where each act is written before it is done; after a crash its end tells what led there."""
        self.window, self._rng = window, rng
        self._log = log.open("w", encoding="utf-8") if log else None
        self._acts = (
            [self._page] * PAGE + [self._click] * CLICK + [self._press] * PRESS + [self._scroll] * SCROLL
            + [self._type] * TYPE + [self._resize] * RESIZE
        )  # fmt: skip
        self.done = 0

    def act(self) -> None:
        """Do one thing, in what is on top."""
        self.done += 1
        menu = QApplication.activePopupWidget()
        if menu is not None:
            self._choose(menu)
            return
        top = QApplication.activeModalWidget() or self.window
        if isinstance(top, QFileDialog | QAbstractPrintDialog | CloudDialog | Question) or (
            isinstance(top, QDialog) and self._rng.random() < 0.2
        ):
            self._tell("leaves", top)
            top.reject()
            return
        self._rng.choice(self._acts)(top)

    def _tell(self, what: str, part: QWidget, how: object = "") -> None:
        if self._log is not None:
            around = type(part.parentWidget()).__name__
            name = f"{type(part).__name__} {part.accessibleName()!r} in {around}"
            print(self.done, what, name, how, file=self._log, flush=True)

    def _choose(self, menu: QWidget) -> None:
        self._tell("chooses", menu)
        for _step in range(self._rng.randrange(4)):
            QTest.keyClick(menu, Key.Key_Down)
        leaves = isinstance(menu, QMenu) and self._rng.random() < 0.5
        QTest.keyClick(menu, Key.Key_Return if leaves else Key.Key_Escape)

    def _page(self, top: QWidget) -> None:
        if top is self.window:
            page = self._rng.choice([name for name, *_rest in PAGES + BELOW])
            self._tell("goes to", top, page)
            self.window.show_page(page)

    def _click(self, top: QWidget) -> None:
        found = [
            part for part in top.findChildren(QAbstractButton)
            if part.isVisible() and part.isEnabled() and part.accessibleName() not in LEFT_ALONE
            and not part.accessibleName().startswith("Remove ")
        ]  # fmt: skip
        areas = [part for part in top.findChildren(QAbstractScrollArea) if part.isVisible()]
        if areas and self._rng.random() < 0.3:
            self._at_random(self._rng.choice(areas).viewport())
        elif found:
            part = self._rng.choice(found)
            self._tell("clicks", part)
            QTest.mouseClick(part, Qt.MouseButton.LeftButton)

    def _at_random(self, place: QWidget) -> None:
        spot = QPoint(self._rng.randrange(max(place.width(), 1)), self._rng.randrange(max(place.height(), 1)))
        self._tell("clicks into", place, spot)
        held = self._rng.choice((Qt.KeyboardModifier(0), Qt.KeyboardModifier.ControlModifier))
        if self._rng.random() < 0.3:
            QTest.mouseDClick(place, Qt.MouseButton.LeftButton, held, spot)
        else:
            QTest.mouseClick(place, Qt.MouseButton.LeftButton, held, spot)

    def _press(self, top: QWidget) -> None:
        focus = top.focusWidget() or top
        if focus.accessibleName() not in LEFT_ALONE:
            key = self._rng.choice(KEYS)
            self._tell("presses", focus, key)
            QTest.keyClick(focus, key)

    def _scroll(self, top: QWidget) -> None:
        areas = [part for part in top.findChildren(QAbstractScrollArea) if part.isVisible()]
        if not areas:
            return
        inside = self._rng.choice(areas).viewport()
        middle = QPointF(inside.rect().center())
        turn = QPoint(0, self._rng.choice((-480, -240, 240, 480)))
        event = QWheelEvent(
            middle, QPointF(inside.mapToGlobal(middle.toPoint())), QPoint(), turn, Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(inside, event)

    def _type(self, top: QWidget) -> None:
        fields = [field for field in top.findChildren(QLineEdit) if field.isVisible() and field.isEnabled()]
        if fields:
            field = self._rng.choice(fields)
            self._tell("types into", field)
            field.setFocus()
            field.selectAll()
            QTest.keyClicks(field, self._rng.choice(WORDS))

    def _resize(self, top: QWidget) -> None:
        if top is self.window:
            self._tell("resizes", top)
            least_w, least_h = tokens.WINDOW_LEAST
            self.window.resize(self._rng.randrange(least_w, 1500), self._rng.randrange(least_h, 1000))
