"""Below the canvas while a film is open: it plays there in place of its card, and what it is made with."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QVBoxLayout, QWidget

from rollsuggest.errors import UserError
from rollsuggest.model import Make, Recipe
from rollsuggest.ui import tokens
from rollsuggest.ui.canvas import Canvas
from rollsuggest.ui.desk import Desk
from rollsuggest.ui.film_choices import FilmChoices
from rollsuggest.ui.player import Player


def plays(recipe: Recipe) -> bool:
    """Whether it is a film of photos; one restyled clip is shown as a still."""
    return recipe.make is Make.RECAP and not recipe.clip


class Screening(QWidget):
    changed = Signal(object)  # Recipe

    def __init__(self, desk: Desk, canvas: Canvas) -> None:
        super().__init__()
        self._desk, self._canvas = desk, canvas
        self.player = Player(desk.bridge)
        self.choices = FilmChoices()
        self._card = QImage()  # the still that stands for the film
        self._why_not = ""  # it cannot be played
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.L, tokens.S, tokens.L, 0)
        column.setSpacing(tokens.XS)
        column.addWidget(self.player)
        column.addWidget(self.choices)
        self.player.shown.connect(canvas.show_image)
        self.player.stopped.connect(self._show_card)
        self.player.said.connect(canvas.say)
        self.player.failed.connect(self._not_played)
        self.choices.changed.connect(self.changed)

    def forget(self) -> None:
        """Let go of the film and of its card: something else is opened."""
        self.player.close_film()
        self.rest()
        self._why_not = ""

    def rest(self) -> None:
        """Let go of the card: nobody looks."""
        self._card = QImage()

    def begin(self, recipe: Recipe) -> None:
        """Play a film that was just opened, unless nothing is to move or all its photos are to be drawn."""
        if not plays(recipe):
            return
        self.player.play.setFocus()
        if not self._desk.still and not recipe.drawn:
            self.player.start()

    def show_recipe(self, recipe: Recipe, soon: bool) -> None:
        """Get ready for what the recipe is now; `soon` while a title is typed: nothing is planned anew."""
        self.setVisible(plays(recipe))
        self._why_not = ""
        if plays(recipe):
            self.choices.show_recipe(recipe)
            if soon:
                self.player.pause()
            self.player.open(recipe)

    def show_still(self, image: QImage) -> None:
        """Show what was drawn; while a film is on the canvas it waits for its end."""
        self._card = image
        if not self.player.showing:
            self._show_card()
            self._canvas.say(self._why_not)

    def _show_card(self) -> None:
        if not self._card.isNull():
            self._canvas.show_image(self._card)

    def _not_played(self, error: UserError) -> None:
        """Say why over the card, also over one that is still being drawn."""
        self._why_not = str(error)
        self._show_card()
        self._canvas.say(self._why_not)
