"""Saving a creation: where to, made in the background with progress and cancel, then a notice."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from rollsuggest.errors import CancelledError, UserError
from rollsuggest.i18n import _
from rollsuggest.library.rows import Card, Creation
from rollsuggest.model import Make, Recipe, SuggestionKey
from rollsuggest.studio import Studio
from rollsuggest.ui import wording
from rollsuggest.ui.desk import Desk
from rollsuggest.ui.file_dialog import save_dialog
from rollsuggest.ui.folders import start_folder
from rollsuggest.ui.leaving import LeavingDialog
from rollsuggest.ui.notices import Notice, Notices
from rollsuggest.ui.outside import show_in_folder

KNOWN_S = 3.0  # of making, before anybody may say how long the rest takes
AWAY_S = 20.0  # of making, after which nobody may be looking any more


class Saver(QObject):
    saved = Signal(object)  # Creation

    def __init__(self, desk: Desk, window: QWidget, notices: Notices) -> None:
        super().__init__(window)
        self._desk, self._window, self._notices = desk, window, notices

    def ask(self, recipe: Recipe, key: SuggestionKey | None) -> LeavingDialog:
        """Say what the file will reveal, then ask where to."""
        dialog = LeavingDialog(self._window, self._desk, recipe, lambda chosen: self.ask_where(chosen, key))
        dialog.open()
        return dialog

    def ask_where(self, recipe: Recipe, key: SuggestionKey | None) -> QFileDialog:
        """Ask where to; a recap is a film or, as another kind of file, a picture."""
        kinds = _kinds(recipe)
        suffix = ".mp4" if recipe.clip or recipe.make is Make.RECAP else ".jpg"
        title = recipe.title or wording.made_name(recipe)
        dialog = save_dialog(self._window, _("Save"), start_folder())
        dialog.setNameFilters(list(kinds))
        dialog.setDefaultSuffix(suffix[1:])
        dialog.filterSelected.connect(lambda kind: dialog.setDefaultSuffix(_suffix(kind)))
        dialog.selectFile(wording.file_name(title, suffix))

        def chosen(name: str) -> None:
            """What was typed counts: as another kind than the chosen one, it is that kind's usual file."""
            kind, out = dialog.selectedNameFilter(), Path(name)
            fits = out.suffix.lower() == f".{_suffix(kind)}"
            self.save(recipe, out, key, kinds.get(kind, "") if fits else "")

        dialog.fileSelected.connect(chosen)
        dialog.open()
        return dialog

    def ask_came(self, card: Card) -> LeavingDialog:
        """Say what a picture that a server made reveals, then ask where to copy it."""
        recipe = card.suggestion.recipe
        dialog = LeavingDialog(
            self._window, self._desk, recipe, lambda _chosen: self._ask_came_where(card), made_elsewhere=True
        )
        dialog.open()
        return dialog

    def _ask_came_where(self, card: Card) -> QFileDialog:
        dialog = save_dialog(self._window, _("Save"), start_folder())
        dialog.setNameFilters([_("Picture (*.jpg)")])
        dialog.setDefaultSuffix("jpg")
        dialog.selectFile(wording.file_name(card.suggestion.title, ".jpg"))
        dialog.fileSelected.connect(lambda name: self.save_came(card, Path(name).with_suffix(".jpg")))
        dialog.open()
        return dialog

    def save_came(self, card: Card, out: Path) -> None:
        key = card.suggestion.key
        self._desk.bridge.change(lambda studio: studio.keep_came(key, out), self._done, None, pool="makes")

    def _done(self, creation: Creation, took_s: float = 0.0) -> None:
        self.saved.emit(creation)
        self._tell(
            _("Saved as {name}").format(name=creation.path.name),
            _("Show in folder"),
            lambda: show_in_folder(creation.path, self._desk.notice),
            took_s,
        )

    def _tell(self, text: str, button: str, act: Callable[[], object], took_s: float) -> None:
        """Say what came of it; of what took long until somebody takes it away."""
        if took_s < AWAY_S:
            self._notices.show_text(text, button, act)
        else:
            self._notices.add(Notice(text, button, act))

    def save(self, recipe: Recipe, out: Path, key: SuggestionKey | None, coding: str = "") -> Notice:
        """Make the creation in the background; `coding` as in Studio.make."""
        cancelled = threading.Event()
        bridge = self._desk.bridge
        notice = Notice(_("Saving {name}").format(name=out.name), _("Cancel"), cancelled.set)
        notice.bar.show()
        self._notices.add(notice)
        started = time.monotonic()
        alive = [True]
        notice.destroyed.connect(lambda: alive.clear())

        def moved(part: float) -> None:
            bridge.later(lambda: _show_progress(notice, out.name, part, started) if alive else None)

        def make(studio: Studio) -> Creation:
            if cancelled.is_set():
                raise CancelledError
            return studio.make(
                recipe, out, key=key, progress=moved, coding=coding,
                cancelled=lambda: cancelled.is_set() or bridge.closing,
            )  # fmt: skip

        def done(creation: Creation) -> None:
            if alive:
                notice.leave()
            self._done(creation, time.monotonic() - started)

        def failed(error: UserError) -> None:
            if alive:
                notice.leave()
            self._tell(
                _("{name} was not saved. {why}").format(name=out.name, why=error),
                _("Try again"),
                lambda: self.save(recipe, out, key, coding),
                time.monotonic() - started,
            )

        bridge.change(make, done, failed, pool="makes")
        return notice


def _suffix(kind: str) -> str:
    """Return mp4 of "Film (*.mp4)"."""
    return kind.rpartition(".")[2].rstrip(")")


def _kinds(recipe: Recipe) -> dict[str, str]:
    """Return as what a creation can be saved, with the coding that each asks for; the usual one first."""
    film = {_("Film (*.mp4)"): ""}
    pictures = {
        _("Picture (*.jpg)"): "", _("Picture without loss (*.png)"): "", _("Smaller picture (*.webp)"): "",
    }  # fmt: skip
    if recipe.clip:
        return film
    if recipe.make is Make.COLLAGE:
        return pictures | {
            _("Large picture, 4096 pixels (*.jpg)"): "large",
            _("For printing, A4 (*.pdf)"): "a4",
            _("For printing, A3 (*.pdf)"): "a3",
        }
    if recipe.make is Make.RESTYLE:
        return pictures
    others = {
        _("Smaller film, HEVC (*.mp4)"): "hevc",
        _("Smallest film, AV1 (*.mp4)"): "av1",
        _("Film for web pages (*.webm)"): "",
        _("Moving picture, up to 15 s (*.webp)"): "moving",
        _("Moving picture for old programs (*.gif)"): "",
        _("Story cards, a picture for each chapter (*.jpg)"): "cards",
    }
    return film | others | pictures


def _show_progress(notice: Notice, name: str, part: float, started_s: float) -> None:
    """Show how far it is and, once that can be known, how long the rest takes."""
    notice.bar.setValue(round(part * 1000))
    gone_s = time.monotonic() - started_s
    known = gone_s >= KNOWN_S and part > 0
    left = wording.left(gone_s * (1 - part) / part) if known else ""
    saving = _("Saving {name}").format(name=name)
    notice.said.setText(_("{saving}, {left}").format(saving=saving, left=left) if left else saving)
