"""The levers of a recipe in one line: shape, style, quality, shuffle."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from rollsuggest.i18n import _
from rollsuggest.model import Format, Make, Recipe
from rollsuggest.ui import tokens, wording
from rollsuggest.ui.controls import Button, clear

SHAPES = {
    Format.STORY: "smartphone",
    Format.PORTRAIT: "rectangle-vertical",
    Format.SQUARE: "square",
    Format.LANDSCAPE: "rectangle-horizontal",
}
QUALITIES = ("fast", "balanced")


class Levers(QWidget):
    shape_chosen = Signal(object)  # Format
    style_chosen = Signal(str)
    quality_chosen = Signal(str)
    shuffled = Signal()

    def __init__(self) -> None:
        super().__init__()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(tokens.XS)
        self.shapes: dict[Format, Button] = {}
        group = QButtonGroup(self)
        for shape, icon in SHAPES.items():
            button = Button(wording.format_name(shape), icon=icon, kind="icon")
            button.setCheckable(True)
            button.clicked.connect(lambda _on=False, shape=shape: self.shape_chosen.emit(shape))
            group.addButton(button)
            layout.addWidget(button)
            self.shapes[shape] = button
        layout.addSpacing(tokens.L)
        self._styles = QHBoxLayout()
        self._styles.setSpacing(tokens.XS)
        layout.addLayout(self._styles)
        layout.addStretch(1)
        self.shuffle = Button(_("Shuffle"), self.shuffled.emit, icon="shuffle")
        layout.addWidget(self.shuffle)
        self._shown: tuple[Make, str, str] | None = None

    def show_recipe(self, recipe: Recipe) -> None:
        self.shapes[recipe.format].setChecked(True)
        self.shuffle.setVisible(recipe.make is not Make.RESTYLE)
        style = recipe.style or wording.STYLES[recipe.make][0]
        if (recipe.make, style, recipe.quality) == self._shown:
            return
        self._shown = (recipe.make, style, recipe.quality)
        clear(self._styles)
        styles = wording.STYLES[recipe.make]
        if len(styles) > 1 and recipe.make is not Make.RESTYLE:  # those have pictures of their own
            for name in styles:
                self._choice(wording.style_name(name), name == style, self.style_chosen, name)
        if recipe.make is Make.RESTYLE:
            names = {"fast": _("Quick"), "balanced": _("Finer")}
            for quality in QUALITIES:
                self._choice(names[quality], quality == recipe.quality, self.quality_chosen, quality)

    def _choice(self, text: str, on: bool, signal: object, value: str) -> None:
        button = Button(text)
        button.setCheckable(True)
        button.setChecked(on)
        chosen = self.style_chosen if signal is self.style_chosen else self.quality_chosen
        button.clicked.connect(lambda _on=False: chosen.emit(value))
        self._styles.addWidget(button)
