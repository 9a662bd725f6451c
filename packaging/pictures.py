"""Make the README's pictures and film anew, out of the sample photos: by the app itself, without a screen.

.venv/bin/python packaging/pictures.py      into packaging/screenshots
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from PIL import Image, ImageSequence
from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication, QWidget

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]
os.environ["QT_QPA_PLATFORM"] = "offscreen"

from rollsuggest import app, paths  # noqa: E402
from rollsuggest.library.sample import lay_out  # noqa: E402
from rollsuggest.model import Format, Make, Purpose, Recipe  # noqa: E402
from rollsuggest.studio import Studio  # noqa: E402
from rollsuggest.ui import tokens  # noqa: E402
from rollsuggest.ui.window import MainWindow  # noqa: E402

OUT = ROOT / "packaging" / "screenshots"
TODAY = date(2026, 6, 14)
SIZE = (1180, 765)
QUALITY = 85
FILM = ("sea_day_01", "boats_01", "lighthouse_01", "sea_sunset_02", "evening_hills_03")
FILM_PX, FILM_QUALITY = 320, 45
WAIT_S, SETTLE_S = 300.0, 10.0


def main() -> int:
    program = app.application()
    with tempfile.TemporaryDirectory() as folder:
        roll = lay_out(Path(folder) / "Pictures", TODAY)
        with closing(Studio(paths.under(Path(folder) / "data"))) as studio:
            asking(program, studio)
            studio.allow(Purpose.ANALYSE, Purpose.PLACES)
            studio.add_roll(roll)
            studio.index(lambda _status: None)
            walk(program, studio)
            film(studio, roll, Path(folder) / "film.webp")
    for file in sorted(OUT.iterdir()):
        print(f"{file.name}: {file.stat().st_size / 1000:.0f} kB")
    return 0


def asking(program: QApplication, studio: Studio) -> None:
    """Before anything is allowed: the question stands over the window."""
    window = opened(program, studio)
    until(lambda: program.activeModalWidget() is not None)
    dialog = program.activeModalWidget()
    assert dialog is not None
    shot(dialog, "consent")
    dialog.close()
    gone(program, window)


def walk(program: QApplication, studio: Studio) -> None:
    cards = studio.suggestions(TODAY)
    for appearance, wanted in (("light", ("suggestions", "stage")), ("dark", ("library",))):
        studio.change_settings(replace(studio.settings(), appearance=appearance))
        tokens.apply(program, appearance)
        window = opened(program, studio)
        for name in wanted:
            if name == "stage":
                collage = next(card for card in cards if card.suggestion.recipe.make is Make.COLLAGE)
                window.desk.card_opened.emit(collage)
            else:
                window.show_page(name)
            settle(SETTLE_S)
            until(partial(drawn, window))
            shot(window, name)
        gone(program, window)


def drawn(window: MainWindow) -> bool:
    return not window.desk.bridge.busy


def film(studio: Studio, roll: Path, made: Path) -> None:
    """A film as the app saves it, with half of its frames and small, as a page may weigh no more."""
    recipe = Recipe(make=Make.RECAP, photos=(), format=Format.PORTRAIT, title="By the sea")
    studio.make_of_files([roll / f"{name}.jpg" for name in FILM], recipe, made, coding="moving")
    with Image.open(made) as moving:
        each_ms = moving.info.get("duration", 66)
        frames = [
            reduced(frame) for number, frame in enumerate(ImageSequence.Iterator(moving)) if number % 2 == 0
        ]
    frames[0].save(
        OUT / "film.webp", save_all=True, append_images=frames[1:], duration=2 * each_ms, loop=0,
        quality=FILM_QUALITY, method=2,
    )  # fmt: skip


def reduced(frame: Image.Image) -> Image.Image:
    return frame.convert("RGB").resize(
        (FILM_PX, round(frame.height * FILM_PX / frame.width)), Image.Resampling.LANCZOS
    )


def opened(program: QApplication, studio: Studio) -> MainWindow:
    window = MainWindow(studio, lambda: TODAY)
    window.resize(*SIZE)
    window.show()
    settle(SETTLE_S)
    return window


def gone(program: QApplication, window: MainWindow) -> None:
    window.leave()
    window.close()
    window.deleteLater()
    program.processEvents()


def settle(seconds: float) -> None:
    """Let the window work for so long, so that its pictures arrive."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
        time.sleep(0.01)


def until(there: Callable[[], bool]) -> None:
    end = time.monotonic() + WAIT_S
    while not there():
        if time.monotonic() > end:
            raise TimeoutError("the window does not come to show it")
        settle(0.1)


def shot(widget: QWidget, name: str) -> None:
    widget.grab().toImage().save(str(OUT / f"{name}.jpg"), "JPG", QUALITY)


if __name__ == "__main__":
    sys.exit(main())
