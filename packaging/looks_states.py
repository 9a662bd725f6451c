"""The states that looks.py takes, each in a small library of its own: nothing yet, busy, waiting, wrong."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any
from unittest import mock

from looks_pages import SETTLE_S, Camera, opened, settle, until
from PySide6.QtWidgets import QApplication

from rollsuggest import paths
from rollsuggest.errors import UserError
from rollsuggest.i18n import _
from rollsuggest.library import sample
from rollsuggest.library.rows import IndexStatus
from rollsuggest.model import AssetId, Make, Purpose, Recipe, Service
from rollsuggest.settings import Settings, load, save
from rollsuggest.storing import unwritable
from rollsuggest.studio import Studio
from rollsuggest.ui.dialogs import Dialog, NoStartDialog
from rollsuggest.ui.locking import RecoveryDialog, UnlockDialog
from rollsuggest.ui.sending import SendDialog
from rollsuggest.ui.window import MainWindow

NOWHERE = "http://localhost:9"  # nobody listens there
PAGES = ("suggestions", "library", "people", "places", "saved")
FULL = OSError(28, "No space left on device")


class Place:
    """A library of its own that looks as chosen, over a folder that may have the sample's photos."""

    def __init__(self, camera: Camera, today: date, photos: int) -> None:
        self.camera, self.today = camera, today
        self._ends = ExitStack()
        self._at = Path(self._ends.enter_context(tempfile.TemporaryDirectory(prefix="rollsuggest-looks-")))
        self.roll = self._at / "Pictures"
        self.roll.mkdir()
        if photos:
            sample.lay_out(self.roll, today)
        for file in sorted(self.roll.iterdir())[photos:]:
            file.unlink()
        self.paths = paths.under(self._at / "data")
        look = camera.look
        shown = load(self.paths.settings)
        save(self.paths.settings, _looking(shown, look))
        self.studio = self._ends.enter_context(closing(Studio(self.paths)))

    def allow(self) -> None:
        self.studio.allow(Purpose.ANALYSE, Purpose.FACES, Purpose.PLACES)

    def __enter__(self) -> Place:
        return self

    def __exit__(self, *_what: object) -> None:
        self.studio.stop_indexing()
        self._ends.close()

    @contextmanager
    def window(self, *, sample: bool = False) -> Iterator[MainWindow]:
        with opened(self.camera, self.studio, self.today, sample=sample) as window:
            yield window

    def pages(self, window: MainWindow, state: str, pages: tuple[str, ...] = PAGES) -> None:
        for name in pages:
            if self.camera.wants(f"state-{state}-{name}"):
                window.show_page(name)
                self.camera.shot(f"state-{state}-{name}")


def _looking(settings: Settings, look: Any) -> Settings:
    return replace(
        settings, language=look.language, appearance=look.appearance, text_size=look.text_size,
        reduced_motion=True,
    )  # fmt: skip


def take(camera: Camera, today: date) -> None:
    if camera.wants_some("state"):
        for state in (first, waiting, empty, learning, wrong, cloud, no_start):
            state(partial(Place, camera, today))


Made = Callable[[int], Place]


def first(place: Made) -> None:
    """The very first start: the question, no to it, then yes and no folder yet."""
    with place(0) as here, here.window() as window:
        until(QApplication.activeModalWidget, 5)
        here.camera.shot("state-first-question")
        dialog = QApplication.activeModalWidget()
        assert dialog is not None
        dialog.reject()
        settle(0.3)
        here.pages(window, "first-refused")
        here.allow()
        here.pages(window, "first-folder")
    lie = (Path("/home/ana/Pictures"), Path("/home/ana/OneDrive/Pictures"), Path("/home/ana/Google Photos"))
    with place(0) as here, mock.patch("rollsuggest.ui.folders.usual_folders", lambda *_at: lie):
        here.allow()
        with here.window() as window:
            here.pages(window, "first-found", ("suggestions",))


def waiting(place: Made) -> None:
    """The suggestions take long; then those of the sample photos, which say what they are."""
    with place(30) as here:
        here.allow()
        here.studio.add_roll(here.roll)
        here.studio.index(lambda _status: None)
        with mock.patch.object(Studio, "suggestions", slowly), here.window() as window:
            here.pages(window, "slow", ("suggestions",))
        with here.window(sample=True) as window:
            here.pages(window, "sample", ("suggestions", "people"))


def slowly(*_asked: object) -> tuple[()]:
    time.sleep(SETTLE_S + 2)
    return ()


def empty(place: Made) -> None:
    """A folder without photos, then one with few: nobody known, nothing suggested."""
    with place(0) as here:
        here.allow()
        here.studio.add_roll(here.roll)
        here.studio.index(lambda _status: None)
        with here.window() as window:
            here.pages(window, "empty")
    with place(2) as here:
        here.allow()
        here.studio.add_roll(here.roll)
        here.studio.index(lambda _status: None)
        with mock.patch.object(Studio, "suggestions", lambda _self, _today: ()), here.window() as window:
            here.pages(window, "few")


def nothing(*_asked: object) -> tuple[()]:
    return ()


def learning(place: Made) -> None:
    """The first minutes, as an index run tells of them, with some photos there; held up; a full disk."""
    with place(14) as here:
        here.allow()
        here.studio.add_roll(here.roll)
        here.studio.index(lambda _status: None)
        for name, status in waits().items():
            with (
                mock.patch.object(Studio, "index_status", lambda _self, now=status: now),
                mock.patch.object(Studio, "suggestions", nothing),
                mock.patch.object(Studio, "people", nothing),
                mock.patch.object(Studio, "start_indexing", nothing),
                here.window() as window,
            ):
                here.pages(
                    window, name, ("suggestions", "people") if name == "learning" else ("suggestions",)
                )


def waits() -> dict[str, IndexStatus]:
    """Return what an index run tells, in the language of the look."""
    full = str(unwritable(Path("library.sqlite"), FULL))
    return {
        "learning": IndexStatus("looking", 212, 4812, 3, 380.0),
        "scanning": IndexStatus("scanning"),
        "paused": IndexStatus("paused", 212, 4812, 3, 380.0),
        "battery": IndexStatus("waiting", 212, 4812, 3, None, _("Waiting for mains power")),
        "using": IndexStatus(
            "waiting", 212, 4812, 3, None, _("Waiting until you are away from the computer")
        ),
        "full": IndexStatus("stopped", 212, 4812, 3, None, "", full),
    }


def wrong(place: Made) -> None:
    """Files that cannot be read, a page that cannot, a card that cannot be drawn, a drive that is away."""
    with place(30) as here:
        here.allow()
        broken = ("torn.jpg", "no photo at all, though its name says so.jpg", "empty.jpg")
        for name, bytes_ in zip(broken, (_torn(here.roll), b"nothing of a photo", b""), strict=True):
            (here.roll / name).write_bytes(bytes_)
        here.studio.add_roll(here.roll)
        here.studio.index(lambda _status: None)
        with here.window() as window:
            here.pages(window, "wrong", ("unread",))
        for name, what in (("suggestions", "suggestions"), ("preview", "preview")):
            failing = mock.Mock(side_effect=unwritable(here.paths.database, FULL))
            with mock.patch.object(Studio, what, failing), here.window() as window:
                here.pages(window, f"wrong-{name}", ("suggestions",))
        shutil.move(here.roll, here.roll.with_name("Away"))
        here.studio.stop_indexing()
        here.studio.index(lambda _status: None)
        with here.window() as window:
            here.pages(window, "away", (*PAGES, "settings"))


def _torn(roll: Path) -> bytes:
    whole = next(roll.glob("*.jpg")).read_bytes()
    return whole[: len(whole) // 3]


def cloud(place: Made) -> None:
    """Cloud is on and a restyle is to be sent, but the server does not answer."""
    with place(10) as here:
        here.allow()
        here.studio.add_roll(here.roll)
        here.studio.index(lambda _status: None)
        with mock.patch("rollsuggest.cloud.greeting.greet", lambda *_args: None):
            here.studio.turn_on_cloud(NOWHERE, Service.OPENAI, "not a key")
        recipe = Recipe(Make.RESTYLE, (AssetId(here.studio.tiles()[0].asset),), style="anime")
        with here.window() as window:
            dialog = SendDialog(window, window.desk, [recipe])
            dialog.open()
            here.camera.shot("state-offline-send")
            dialog.close()
            here.studio.cloud_send([here.studio.cloud_draft(recipe).id])
            settle(3)
            here.pages(window, "offline", ("outbox", "suggestions", "privacy", "settings"))


def no_start(place: Made) -> None:
    """What is shown in place of the window, and the key of a locked library."""
    with place(0) as here, here.window() as window:
        until(QApplication.activeModalWidget, 5)
        asking = QApplication.activeModalWidget()
        assert asking is not None
        asking.close()
        error = UserError("The library is of a newer rollsuggest.", "Install the newest one.")
        dialogs: dict[str, Callable[[], Dialog]] = {
            "no-start": lambda: NoStartDialog(error, here.paths.data),
            "locked": lambda: UnlockDialog(error, lambda _key: None, lambda: None),
            "recovery": lambda: RecoveryDialog(window, "ABCD-EFGH-JKLM-NPQR-STUV-WXYZ-2345"),
        }
        for name, make in dialogs.items():
            dialog = make()
            dialog.open()
            dialog.move(window.geometry().center() - dialog.rect().center())
            here.camera.shot(f"state-{name}")
            dialog.close()
