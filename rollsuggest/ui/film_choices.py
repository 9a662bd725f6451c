"""What a film is made with: the person's own music, chapters, and days and places written below."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from rollsuggest.i18n import _
from rollsuggest.model import Make, Recipe
from rollsuggest.ui import tokens
from rollsuggest.ui.controls import Button, label
from rollsuggest.ui.flow import flow

ENDINGS = "*.mp3 *.m4a *.aac *.flac *.ogg *.opus *.wav *.wma *.aif *.aiff *.mp4 *.mka"
MOST_LETTERS = 28


class FilmChoices(QWidget):
    changed = Signal(object)  # Recipe

    def __init__(self) -> None:
        super().__init__()
        self._recipe = Recipe(Make.RECAP, ())
        self.music = Button(_("Add music"), self.choose_music)
        self.silence = Button(_("Take the music out"), self._no_music, icon="x", kind="icon")
        self.chapters = self._toggle(_("Chapters"), _("A card begins each month or place"))
        self.captions = self._toggle(_("Captions"), _("Days and places stand below the photos"))
        self.note = label("", "small", wrap=False)
        self.setLayout(
            flow(self.music, self.silence, tokens.S, self.chapters, self.captions, tokens.S, self.note, None)
        )
        self.chapters.clicked.connect(lambda on: self._change(replace(self._recipe, chapters=on)))
        self.captions.clicked.connect(lambda on: self._change(replace(self._recipe, captions=on)))

    def _toggle(self, name: str, tip: str) -> Button:
        made = Button(name)
        made.setCheckable(True)
        made.setToolTip(tip)
        made.setAccessibleDescription(tip)
        return made

    def show_recipe(self, recipe: Recipe) -> None:
        self._recipe = recipe
        self.chapters.setChecked(recipe.chapters)
        self.captions.setChecked(recipe.captions)
        name = Path(recipe.music).stem if recipe.music else ""
        short = name if len(name) <= MOST_LETTERS else name[: MOST_LETTERS - 1].rstrip() + "…"
        self.music.setText(short or _("Add music"))
        self.music.setAccessibleName(
            _("Music: {name}. Choose another").format(name=name) if name else _("Add music")
        )
        self.music.setToolTip(recipe.music)
        self.silence.setVisible(bool(recipe.music))
        self.note.setText(_("The preview is silent; the film has your music") if recipe.music else "")

    def choose_music(self) -> QFileDialog:
        """Ask for a file of the person's own; it is read and never changed."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.MusicLocation)
        dialog = QFileDialog(self, _("Choose music"), folder)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([_("Music ({endings})").format(endings=ENDINGS), _("All files (*)")])
        dialog.fileSelected.connect(lambda name: self._change(replace(self._recipe, music=str(Path(name)))))
        dialog.open()
        return dialog

    def _no_music(self) -> None:
        self._change(replace(self._recipe, music=""))
        self.music.setFocus()

    def _change(self, recipe: Recipe) -> None:
        self.changed.emit(recipe)
