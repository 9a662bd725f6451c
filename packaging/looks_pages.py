"""The pages that looks.py takes, each opened as its button does; the screen is taken once it is still."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from rollsuggest import app, paths
from rollsuggest.i18n import _
from rollsuggest.library.rows import Card
from rollsuggest.model import Make, Occasion
from rollsuggest.studio import Studio
from rollsuggest.ui import help, terms, tokens
from rollsuggest.ui.cloud import CloudDialog
from rollsuggest.ui.cloud_choosing import ChooseDialog
from rollsuggest.ui.day_name import DayName
from rollsuggest.ui.dialogs import DetailsDialog, Dialog
from rollsuggest.ui.erasing import ask_erase_all
from rollsuggest.ui.file_names import NamesDialog
from rollsuggest.ui.naming import SameName, WhoDialog
from rollsuggest.ui.pages import BELOW, PAGES
from rollsuggest.ui.repairs import RepairsDialog
from rollsuggest.ui.stage import StagePage
from rollsuggest.ui.window import MainWindow

SETTLE_S, STILL_S = 12.0, 0.6  # at most; unchanged for so long counts as done
Key = Qt.Key


def take(out: Path, look: Any, data: Path, today: date, only: str) -> int:
    import looks_states

    program = dressed(look)
    camera = Camera(program, out, look, tuple(only.split(",")) if only else ())
    with closing(Studio(paths.under(data))) as studio:
        cards = studio.suggestions(today)
        with opened(camera, studio, today):
            for step in (rail, below, people, library, stages, dialogs):
                step(camera, cards)
    looks_states.take(camera, today)
    return 0


def dressed(look: Any) -> QApplication:
    program = app.application()
    app.speak(program, look.language)
    tokens.scale(look.text_size)
    tokens.apply(program, look.appearance)
    return program


class Camera:
    def __init__(self, program: QApplication, out: Path, look: Any, only: tuple[str, ...]) -> None:
        self._program, self._out, self.look, self._only = program, out, look, only
        self._number = 0
        self.window: MainWindow

    def wants(self, name: str) -> bool:
        return not self._only or any(name.startswith(start) for start in self._only)

    def wants_some(self, start: str) -> bool:
        return not self._only or any(only.startswith(start) for only in self._only)

    def shot(self, name: str) -> None:
        """Take the screen where the window is, once nothing in it changes any more."""
        self._number += 1
        if self.wants(name):
            self._still().save(str(self._out / f"{self._number:02d}-{name}.png"))

    def _still(self) -> QImage:
        """Return the screen once nothing is being read or drawn for it, and it is the same for a while."""
        end, since, before = time.monotonic() + SETTLE_S, time.monotonic(), self._seen()
        while time.monotonic() < end and time.monotonic() - since < STILL_S:
            settle(0.15)
            now = self._seen()
            if now != before or self.window.desk.bridge.busy:
                before, since = now, time.monotonic()
        return before

    def _seen(self) -> QImage:
        window = self.window
        place = window.frameGeometry()
        whole = window.screen().grabWindow(0, place.x(), place.y(), place.width(), place.height())
        return whole.toImage()


def settle(seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
        time.sleep(0.01)


def until(there: Callable[[], Any], seconds: float = 30.0) -> bool:
    end = time.monotonic() + seconds
    while not there() and time.monotonic() < end:
        settle(0.1)
    return bool(there())


@contextmanager
def opened(camera: Camera, studio: Studio, today: date, *, sample: bool = False) -> Iterator[MainWindow]:
    window = camera.window = MainWindow(studio, lambda: today, sample=sample)
    window.resize(*camera.look.size)
    window.show()
    settle(0.5)
    yield window
    for widget in QApplication.topLevelWidgets():
        if widget is not window:
            widget.close()
    window.leave()
    window.deleteLater()
    settle(0.1)


def rail(camera: Camera, _cards: tuple[Card, ...]) -> None:
    """Each page of the rail; long ones screen by screen."""
    for name, _icon, _class in PAGES:
        if camera.wants(name):
            camera.window.show_page(name)
            screens(camera, name, 2 if name == "suggestions" else 9)


def screens(camera: Camera, name: str, most: int = 9) -> None:
    camera.shot(name)
    area = next(
        (a for a in camera.window.stack.currentWidget().findChildren(QScrollArea) if a.isVisible()), None
    )
    for number in range(2, most + 1):
        bar = area.verticalScrollBar() if area else None
        if bar is None or bar.value() >= bar.maximum():
            return
        bar.setValue(bar.value() + bar.pageStep() - 40)
        camera.shot(f"{name}-{number}")


def below(camera: Camera, _cards: tuple[Card, ...]) -> None:
    for name, _class in BELOW:
        if camera.wants(name):
            camera.window.show_page(name)
            screens(camera, name, 2)


def people(camera: Camera, _cards: tuple[Card, ...]) -> None:
    if not camera.wants("people"):
        return
    window = camera.window
    window.show_page("people")
    page: Any = window.page("people")
    if not until(lambda: page.acts.rows, 5):
        return
    page.open_person(page.acts.rows[0])
    camera.shot("people-person")
    page.person.faces_tab.click()
    camera.shot("people-faces")
    page.leave_person()
    if until(lambda: page.banner.isVisible(), 8):
        page.start_review()
        camera.shot("people-review")
        page.leave_person()
    page.grid.setFocus()
    QTest.keyClick(page.grid, Key.Key_Right)
    QTest.keyClick(page.grid, Key.Key_Space)
    camera.shot("people-chosen")
    QTest.keyClick(page.grid, Key.Key_Escape)


def library(camera: Camera, _cards: tuple[Card, ...]) -> None:
    window = camera.window
    page: Any = window.page("library")
    if camera.wants("library"):
        window.show_page("library")
        if not until(lambda: page.grid.tiles, 8):
            return
        page.grid.setFocus()
        QTest.keyClick(page.grid, Key.Key_Right)
        QTest.keyClick(page.grid, Key.Key_Space)
        camera.shot("library-chosen")
        QTest.keyClick(page.grid, Key.Key_Escape)
        page.start_search()
        QTest.keyClicks(page.search.field, "2025")
        camera.shot("library-search")
        page.search.field.clear()
    if camera.wants("viewer"):
        window.show_page("library")
        until(lambda: page.grid.tiles, 8)
        window.desk.view(page.grid.tiles, 5)
        camera.shot("viewer")
        window.show_page("library")


def stages(camera: Camera, cards: tuple[Card, ...]) -> None:
    """One card of each kind, large; and what a button on it opens."""
    window = camera.window
    for make in Make:
        card = next((c for c in cards if c.recipe.make is make and not c.suggestion.question), None)
        if card is not None and camera.wants(f"stage-{make}"):
            window.desk.card_opened.emit(card)
            settle(1.5)
            camera.shot(f"stage-{make}")
            if make is Make.COLLAGE:
                on_stage(camera)


def on_stage(camera: Camera) -> None:
    window, stage = camera.window, camera.window.page("stage")
    if isinstance(stage, StagePage):
        opening(camera, "stage-save", lambda: window.saver.ask(stage.edits.now, None))
        opening(camera, "stage-picker", lambda: stage.swap(0))


def opening(camera: Camera, name: str, act: Callable[[], object]) -> None:
    """Take the dialog that an act opens, over the window."""
    if not camera.wants(name):
        return
    act()
    until(lambda: QApplication.activeModalWidget() is not None, 5)
    settle(0.5)  # a window of the screen is there before it is painted
    camera.shot(name)
    while (dialog := QApplication.activeModalWidget()) is not None:
        dialog.close()
        settle(0.1)


def dialogs(camera: Camera, _cards: tuple[Card, ...]) -> None:
    window = camera.window
    window.show_page("settings")
    settings: QWidget = window.page("settings")
    desk = window.desk
    opening(camera, "dialog-consent", window.ask_consent)
    opening(camera, "dialog-terms", lambda: terms.show_terms(window))
    opening(camera, "dialog-shortcuts", window.show_shortcuts)
    opening(camera, "dialog-guide", lambda: help.show_guide(window, help.pages()[0][0]))
    opening(camera, "dialog-report", lambda: help.report_problem(window, desk))
    opening(camera, "dialog-erase", lambda: ask_erase_all(window, desk))
    opening(camera, "dialog-crash", lambda: DetailsDialog(window, CRASH, Path("crashes.log")).open())
    held: list[Any] = []
    desk.bridge.read("looks", lambda s: s.settings(), held.append)
    until(lambda: held)
    opening(camera, "dialog-cloud", lambda: CloudDialog(settings, desk.bridge, held[0]).open())
    desk.bridge.read("looks", lambda s: s.people(), held.append)
    until(lambda: len(held) > 1)
    rows = held[1]
    made: dict[str, Callable[[], Dialog]] = {
        "day-name": lambda: DayName(window, Occasion("anniversary", 5, 14), lambda _name: None),
        "choose": lambda: ChooseDialog(window, desk),
        "names": lambda: NamesDialog(window, desk, rows),
        "repairs": lambda: RepairsDialog(window, desk),
        "who": lambda: WhoDialog(window, _("Who is this?"), [row.name for row in rows], lambda _name: None),
        "same": lambda: SameName(
            window, desk, rows[0], replace(rows[1], name="Ana"), lambda: None, lambda: None
        ),
    }
    if len(rows) < 2:  # nobody is in the sample photos
        del made["same"]
    for name, make in made.items():
        opening(camera, f"dialog-{name}", lambda make=make: make().open())  # type: ignore[misc]


CRASH = """Traceback (most recent call last):
  File "rollsuggest/ui/bridge.py", line 104, in work
ValueError: an example of a mistake of ours"""
