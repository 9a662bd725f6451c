"""The tools of a collage's page: for the photo chosen on it, and for border, corners, ground, words."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QSizePolicy, QSlider, QVBoxLayout, QWidget

from rollsuggest.i18n import _
from rollsuggest.model import LOCKABLE_STYLES, AssetId, Recipe
from rollsuggest.ui import tokens
from rollsuggest.ui.controls import Button, Choice, fill, label, row
from rollsuggest.ui.flow import flow
from rollsuggest.ui.slots import NEARER
from rollsuggest.ui.sticker_tools import StickerTools
from rollsuggest.ui.touches import Slider

DEBOUNCE_MS = 120
LONG_WORD_PX = 60  # of a hint, by which its halves may differ
MOST = {"margin": 120, "gap": 60, "radius": 100}  # thousandths of the page's short side
OWN = {"margin": 44, "gap": 15, "radius": 9}  # where the sliders stand for a gallery's own measures
EDGELESS = {"margin": 0, "gap": 6, "radius": 0}
MEASURED = ("", "gallery", "seamless", "magazine", "pair")  # styles whose border, gaps and corners are free


class Hint(QLabel):
    """A sentence in one line where there is room, else in two beside what stands there."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setProperty("role", "muted")
        self.setWordWrap(True)
        policy = self.sizePolicy()
        policy.setHorizontalPolicy(QSizePolicy.Policy.Expanding)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        half = self.fontMetrics().horizontalAdvance(self.text()) // 2
        width = half + tokens.px(LONG_WORD_PX)
        return QSize(width, self.heightForWidth(width))


class PageTools(QWidget):
    """`changed` says the recipe that is wished for; the others are about the chosen photo."""

    changed = Signal(object)  # Recipe
    replaced = Signal()
    lock_turned = Signal()
    nearer = Signal(float)
    restored = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._recipe: Recipe | None = None
        self._wish: Recipe | None = None
        self._soon = QTimer(self, interval=DEBOUNCE_MS, singleShot=True)
        self._soon.timeout.connect(self.settle)
        self.hint = Hint(_("Drag a photo onto another to swap them, or within its place to move it."))
        self._hints = (
            self.hint.text(),
            _("Press a sticker to lay it on the page, then drag it where you like."),
        )
        self._rest = QWidget()  # of the line, in place of the hint
        self.replace = Button(_("Replace"), self.replaced.emit, icon="replace", kind="quiet")
        self.lock = Button(_("Lock"), self.lock_turned.emit, icon="lock", kind="quiet")
        self.lock.setCheckable(True)
        self.lock.setToolTip(_("A locked photo stays where it is when you shuffle"))
        self.closer = Button(_("Closer"), lambda: self.nearer.emit(NEARER), icon="zoom-in", kind="icon")
        away, again = _("Farther away"), _("Frame it by its faces again")
        self.farther = Button(away, lambda: self.nearer.emit(1 / NEARER), icon="zoom-out", kind="icon")
        self.reset = Button(again, self.restored.emit, icon="rotate-cw", kind="icon")
        self.of_photo = (self.replace, self.lock, self.closer, self.farther, self.reset)
        self.more = Button(_("Page"), self._fold, icon="chevron-down", kind="quiet")
        self.more.setCheckable(True)
        self.sliders = {
            "margin": Slider(_("Border"), MOST["margin"]), "gap": Slider(_("Gaps"), MOST["gap"]),
            "radius": Slider(_("Round corners"), MOST["radius"]),
        }  # fmt: skip
        for field, slider in self.sliders.items():
            slider.valueChanged.connect(lambda at, field=field: self._change(False, **{field: at}))
        self._grounds = {
            "": _("Paper"), "white": _("White"), "dark": _("Dark"), "colour": _("Colour of the photos"),
            "blur": _("Blurred photo"),
        }  # fmt: skip
        self.ground = Choice(_("Background"), list(self._grounds.values()))
        self.ground.activated.connect(lambda at: self._change(ground=list(self._grounds)[at]))
        self.subtitle = QLineEdit()
        self.subtitle.setPlaceholderText(_("Date, place"))
        self.subtitle.setAccessibleName(_("Line below the title"))
        self.subtitle.setMaxLength(120)
        self.subtitle.textEdited.connect(lambda text: self._change(False, subtitle=text))
        self.stickers = StickerTools()
        self.decorate = Button(_("Stickers"), self._fold, icon="sticker", kind="quiet")
        self.decorate.setCheckable(True)
        self.fold = QWidget()
        self._names: dict[QWidget, QWidget] = {}
        self._build()

    def _build(self) -> None:
        folded = QGridLayout(self.fold)
        folded.setContentsMargins(0, tokens.S, 0, 0)
        folded.setHorizontalSpacing(tokens.M)
        controls: list[QSlider | Choice | QLineEdit] = [*self.sliders.values(), self.ground, self.subtitle]
        for number, control in enumerate(controls):
            down, across = divmod(number, 3)
            self._names[control] = label(control.accessibleName(), "small", wrap=False)
            folded.addWidget(self._names[control], down, 2 * across)
            more = 3 if control is self.subtitle else 1  # a date and a place are long, and there is room
            folded.addWidget(control, down, 2 * across + 1, 1, more)
        folded.setColumnStretch(6, 1)
        self.fold.hide()
        self.stickers.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.XS)
        self._rest.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._rest.hide()
        tools = flow(*self.of_photo, self.hint, self._rest)
        tools.addLayout(row(self.decorate, self.more))  # one of them alone in a second line looks lost
        column.addLayout(tools)
        column.addWidget(self.stickers)
        column.addWidget(self.fold)

    def show_recipe(self, recipe: Recipe) -> None:
        self._recipe, self._wish = recipe, None
        self._soon.stop()
        own = EDGELESS if recipe.style == "seamless" else OWN
        for field, slider in self.sliders.items():
            said: int = getattr(recipe, field)
            slider.blockSignals(True)
            slider.setValue(own[field] if said < 0 else said)
            slider.blockSignals(False)
            for widget in (slider, self._names[slider]):
                widget.setVisible(recipe.style in MEASURED)
        self.ground.setCurrentIndex(list(self._grounds).index(recipe.ground))
        if self.subtitle.text() != recipe.subtitle:
            fill(self.subtitle, recipe.subtitle)

    def show_photo(self, photo: AssetId | None, recipe: Recipe) -> None:
        """Offer what can be done to the chosen photo."""
        for button in self.of_photo:
            button.setVisible(photo is not None)
        self.hint.setVisible(photo is None)
        self._rest.setVisible(photo is not None)
        self.lock.setVisible(photo is not None and recipe.style in LOCKABLE_STYLES)
        self.lock.setChecked(photo in recipe.locked)
        self.reset.setEnabled(any(one.asset == photo for one in recipe.framed))

    def settle(self) -> None:
        """Say the wish now, if there is one: before saving, undoing and leaving."""
        self._soon.stop()
        wish, self._wish = self._wish, None
        if wish is not None:
            self.changed.emit(wish)

    def _change(self, at_once: bool = True, **fields: int | str) -> None:
        if self._recipe is None:
            return
        self._wish = replace(self._wish or self._recipe, **fields)  # type: ignore[arg-type]
        self.settle() if at_once else self._soon.start()

    def open_stickers(self) -> None:
        self.decorate.setChecked(True)
        self._fold()

    def _fold(self) -> None:
        self.fold.setVisible(self.more.isChecked())
        self.stickers.setVisible(self.decorate.isChecked())
        self.hint.setText(self._hints[self.decorate.isChecked()])
