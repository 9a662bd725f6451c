"""The levers of a recipe in one line: shape, style, what its photos are drawn as, quality, shuffle."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from rollsuggest.i18n import _
from rollsuggest.model import Format, Make, Recipe
from rollsuggest.ui import tokens, wording
from rollsuggest.ui.controls import Button, Choice, clear, label
from rollsuggest.ui.flow import Flow

SHAPES = {
    Format.STORY: "smartphone",
    Format.PORTRAIT: "rectangle-vertical",
    Format.SQUARE: "square",
    Format.LANDSCAPE: "rectangle-horizontal",
}
QUALITIES = ("fast", "balanced")


class Levers(QWidget):
    shape_chosen = Signal(object)  # Format
    whole_chosen = Signal()  # the photo's own shape
    style_chosen = Signal(str)
    quality_chosen = Signal(str)
    drawn_chosen = Signal(str)  # a style; "" as photographed
    mark_chosen = Signal(bool)
    shuffled = Signal()

    def __init__(self) -> None:
        super().__init__()
        layout = self.row = Flow(tokens.XS)
        self.setLayout(layout)
        self.shapes: dict[Format, Button] = {}
        group = QButtonGroup(self)
        self.whole = Button(_("The photo's own shape"), self.whole_chosen.emit, icon="image", kind="icon")
        self.whole.setCheckable(True)
        group.addButton(self.whole)
        layout.addWidget(self.whole)
        for shape, icon in SHAPES.items():
            button = Button(wording.format_name(shape), icon=icon, kind="icon")
            button.setCheckable(True)
            button.clicked.connect(lambda _on=False, shape=shape: self.shape_chosen.emit(shape))
            group.addButton(button)
            layout.addWidget(button)
            self.shapes[shape] = button
        self._gap = QWidget()
        self._gap.setFixedWidth(tokens.L)
        layout.addWidget(self._gap)
        self._qualities = QHBoxLayout()
        self._qualities.setSpacing(tokens.XS)
        layout.addLayout(self._qualities)
        self.styles = Choice(_("Style"), [])
        self.styles.activated.connect(lambda at: self.style_chosen.emit(self._names[at]))
        self._names: tuple[str, ...] = ()
        layout.addWidget(self.styles)
        self._drawn = {"": _("Photographs")} | {
            s: wording.style_name(s) for s in wording.STYLES[Make.RESTYLE]
        }
        self._drawn_name = label(_("Drawn as"), "small", wrap=False)
        self.drawn = Choice(_("Drawn as"), list(self._drawn.values()))
        self.drawn.activated.connect(lambda at: self.drawn_chosen.emit(list(self._drawn)[at]))
        layout.add_space(tokens.S)
        layout.addWidget(self._drawn_name)
        layout.addWidget(self.drawn)
        self.mark = Button(_("Mark"))
        self.mark.setCheckable(True)
        self.mark.setToolTip(_("Write small in the corner that it is drawn by a computer"))
        self.mark.setAccessibleDescription(self.mark.toolTip())
        self.mark.clicked.connect(lambda on=False: self.mark_chosen.emit(on))
        layout.add_space(tokens.S)
        layout.addWidget(self.mark)
        self.note = label("", "muted")
        self.note.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        layout.addWidget(self.note)
        self.shuffle = Button(_("Shuffle"), self.shuffled.emit, icon="shuffle")
        layout.addWidget(self.shuffle)
        self._shown: tuple[tuple[str, ...], str, str, bool] | None = None

    def show_recipe(self, recipe: Recipe) -> None:
        (self.whole if recipe.whole else self.shapes[recipe.format]).setChecked(True)
        for widget in (self._gap, *self.shapes.values()):
            widget.setVisible(not recipe.clip)  # a film keeps its own shape
        self.whole.setVisible(recipe.make is Make.RESTYLE and not recipe.clip)
        for widget in (self._drawn_name, self.drawn):
            widget.setVisible(recipe.make is not Make.RESTYLE)
        self.drawn.setCurrentIndex(list(self._drawn).index(recipe.drawn))
        self.mark.setChecked(recipe.mark)
        self.mark.setVisible(recipe.make is Make.RESTYLE or bool(recipe.drawn))
        still = recipe.make is Make.RECAP and recipe.drawn
        self.drawn.setToolTip(_("Videos are drawn as pictures that stand still.") if still else "")
        self.shuffle.setVisible(recipe.make is not Make.RESTYLE)
        styles = wording.styles(recipe)
        style = recipe.style if recipe.style in styles else styles[0]
        shown = (styles, style, recipe.quality, recipe.clip)
        if shown == self._shown:
            return
        self._shown = shown
        clear(self._qualities)
        self._names = styles
        self.styles.setVisible(len(styles) > 1 and recipe.make is not Make.RESTYLE)  # those have pictures
        self.styles.clear()
        self.styles.addItems([wording.style_name(name) for name in styles])
        self.styles.setCurrentIndex(styles.index(style))
        if recipe.make is Make.RESTYLE and not recipe.clip:
            names = {"fast": _("Quick"), "balanced": _("Finer")}
            for quality in QUALITIES:
                self._choice(names[quality], quality == recipe.quality, quality)

    def _choice(self, text: str, on: bool, quality: str) -> None:
        button = Button(text)
        button.setCheckable(True)
        button.setChecked(on)
        button.clicked.connect(lambda _on=False: self.quality_chosen.emit(quality))
        self._qualities.addWidget(button)
