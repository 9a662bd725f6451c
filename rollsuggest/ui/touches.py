"""What may be changed in a restyle: styles shown on the person's own photo, strength, and more in a fold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSlider, QVBoxLayout, QWidget

from rollsuggest.i18n import _
from rollsuggest.model import Make, Recipe
from rollsuggest.ui import tokens, wording
from rollsuggest.ui.controls import Button, Choice, label, right_to_left, row
from rollsuggest.ui.desk import Desk
from rollsuggest.ui.flow import Flow, flow
from rollsuggest.ui.pictures import cover_rect

SAMPLE_PX = 240  # height that the small previews are drawn at
TILE_PX, WORDS_PX = 76, 30
PICTURE_PX = 68
DEBOUNCE_MS = 300
HUNDRED = 100
Names = dict[str, str]


def sample(recipe: Recipe, style: str) -> Recipe:
    """Return the recipe of a style's small preview: quick, in the style's own measure, without words."""
    return Recipe(
        Make.RESTYLE, recipe.photos, recipe.format, style=style, seed=recipe.seed, clip=recipe.clip,
        whole=recipe.whole,
    )  # fmt: skip


class Sample(QAbstractButton):
    """One style as it looks on this photo."""

    def __init__(self, desk: Desk, style: str) -> None:
        super().__init__()
        self._desk = desk
        self.setAccessibleName(wording.style_name(style))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.recipe: Recipe | None = None
        self.setCheckable(True)
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        words = QFontMetrics(tokens.font(tokens.TEXT_SMALL, bold=True))
        name = words.horizontalAdvance(self.accessibleName()) + tokens.XS
        return QSize(max(tokens.px(TILE_PX), name), PICTURE_PX + tokens.px(WORDS_PX))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        place = QRectF((self.width() - PICTURE_PX) / 2, 4, PICTURE_PX, PICTURE_PX)
        path = QPainterPath()
        path.addRoundedRect(place, tokens.RADIUS_CONTROL, tokens.RADIUS_CONTROL)
        painter.fillPath(path, QColor(t.placeholder))
        picture = self._desk.covers.get((self.recipe, SAMPLE_PX)) if self.recipe else None
        if picture is not None:
            painter.save()
            painter.setClipPath(path)
            painter.drawPixmap(place, picture, cover_rect(picture.width(), picture.height(), place))
            painter.restore()
        if self.isChecked() or self.hasFocus():
            painter.setPen(QPen(QColor(t.focus if self.hasFocus() else t.accent), 3))
            painter.drawRoundedRect(
                place.adjusted(-2, -2, 2, 2), tokens.RADIUS_CONTROL + 2, tokens.RADIUS_CONTROL + 2
            )
        painter.setFont(tokens.font(tokens.TEXT_SMALL, bold=self.isChecked()))
        painter.setPen(QColor(t.text))
        below = QRectF(0, place.bottom() + 3, self.width(), self.height() - place.bottom() - 3)
        painter.drawText(below, int(Qt.AlignmentFlag.AlignCenter), self.accessibleName())
        painter.end()


class Slider(QSlider):
    def __init__(self, name: str, most: int) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setRange(0, most)
        self.setSingleStep(max(1, most // 20))
        self.setPageStep(max(1, most // 5))
        self.setMinimumSize(QSize(tokens.px(110), tokens.px(24)))
        self.setAccessibleName(name)
        self.setProperty("mirrored", right_to_left(self))  # Qt mirrors the handle, not the style's two parts

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # scrolling must not change a drawing in passing


def _named(controls: Sequence[QSlider | Choice]) -> Flow:
    """Return controls in a row that wraps, each after its name."""
    made = Flow(tokens.M)
    for control in controls:
        pair = QHBoxLayout()
        pair.setSpacing(tokens.S)
        pair.addWidget(label(control.accessibleName(), "small", wrap=False))
        pair.addWidget(control)
        made.addLayout(pair)
    return made


class Touches(QWidget):
    """The recipe's touches; `changed` says the recipe that is wished for, once the hand rests."""

    changed = Signal(object)  # Recipe
    held = Signal(object)  # Recipe: wished for as long as the hand is on the handle
    swap_asked = Signal()  # for another photo
    against_chosen = Signal()  # what the drawing is compared with: see `against`

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._recipe: Recipe | None = None
        self._wish: Recipe | None = None
        self._soon = QTimer(self, interval=DEBOUNCE_MS, singleShot=True)
        self._soon.timeout.connect(self.settle)
        self.samples = {style: Sample(desk, style) for style in wording.STYLES[Make.RESTYLE]}
        group = QButtonGroup(self)
        for style, tile in self.samples.items():
            group.addButton(tile)
            tile.clicked.connect(lambda _on=False, style=style: self._change(style=style))
        self.sliders = {
            "strength": Slider(_("Strength"), 100), "line": Slider(_("Line"), 200),
            "flatness": Slider(_("Flatness"), 150), "colour": Slider(_("Colour"), 200),
            "eyes": Slider(_("Larger eyes"), 20),
        }  # fmt: skip
        for field, slider in self.sliders.items():
            slider.valueChanged.connect(lambda at, field=field: self._slide(field, at / HUNDRED))
            slider.sliderReleased.connect(self.settle)
        self._aparts: Names = {
            "": _("All alike"), "background": _("Only the background"), "people": _("Only the people"),
            "painted": _("Painted background"),
        }  # fmt: skip
        self._lights: Names = {
            "": _("As it is"), "golden": _("Golden hour"), "petals": _("Petals"), "rain": _("Rain"),
            "stars": _("Stars"),
        }  # fmt: skip
        self._offered: tuple[str, ...] = tuple(self._lights)
        self._suiting = self._offered
        self._somebody = True  # there are people to be treated apart
        self.apart = Choice(_("People and background"), list(self._aparts.values()))
        self.light = Choice(_("Light"), list(self._lights.values()))
        self.apart.activated.connect(lambda at: self._change(apart=list(self._aparts)[at]))
        self.light.activated.connect(lambda at: self._change(light=self._offered[at]))
        self.unsuited = label("", "muted")
        self._against: tuple[str, ...] = ("",)
        self.compared = Choice(_("Compare with"), [_("The photo")])
        self.compared.activated.connect(lambda _at: self.against_chosen.emit())
        self.swap = Button(_("Swap this photo"), self.swap_asked.emit, icon="replace", kind="quiet")
        self.more = Button(_("More"), self._fold, icon="chevron-down", kind="quiet")
        self.more.setCheckable(True)
        self.fold = QWidget()
        self._build()
        desk.covers.arrived.connect(lambda _key: self._repaint())

    def _build(self) -> None:
        folded = QVBoxLayout(self.fold)
        folded.setContentsMargins(0, tokens.S, 0, 0)
        folded.setSpacing(tokens.XS)
        sliders = [self.sliders[name] for name in ("line", "flatness", "colour", "eyes")]
        for controls in (sliders, [self.apart, self.light]):
            folded.addLayout(_named(controls))
        folded.addWidget(self.unsuited)
        self.fold.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.XS)
        column.addLayout(flow(*self.samples.values(), gap=0))
        strength = self.sliders["strength"]
        across = flow(label(_("Strength"), "small", wrap=False), strength, self.more, self.swap, None)
        across.addLayout(row(label(self.compared.accessibleName(), "small", wrap=False), self.compared))
        column.addLayout(across)
        column.addWidget(self.fold)

    def show_recipe(self, recipe: Recipe) -> None:
        """Show what the recipe says; what is still being dragged is not taken from the hand."""
        self._recipe, self._wish = recipe, None
        self._soon.stop()
        self.swap.setVisible(not recipe.clip)
        style = recipe.style or wording.STYLES[Make.RESTYLE][0]
        self.samples[style].setChecked(True)
        self._offer_against(style)
        for field, slider in self.sliders.items():
            slider.blockSignals(True)
            slider.setValue(round(getattr(recipe, field) * HUNDRED))
            slider.blockSignals(False)
        self.apart.setCurrentIndex(list(self._aparts).index(recipe.apart))
        self._offer(recipe)
        for style, tile in self.samples.items():
            tile.recipe = sample(recipe, style)
        self._repaint()

    def know_picture(self, suiting: tuple[str, ...], somebody: bool) -> None:
        """Offer only the light that suits the picture, and people apart where there are any; say why."""
        self._suiting, self._somebody = ("", *suiting), somebody
        if self._recipe is not None:
            self._offer(self._recipe)

    def _offer(self, recipe: Recipe) -> None:
        """What is chosen stays to be seen, and says that it does not suit."""
        self.apart.setEnabled(self._somebody or bool(recipe.apart))
        self._offered = tuple(light for light in self._lights if light in (*self._suiting, recipe.light))
        self.light.clear()
        self.light.addItems([self._lights[light] for light in self._offered])
        self.light.setCurrentIndex(self._offered.index(recipe.light))
        missing = [light for light in self._lights if light not in self._suiting]
        self.unsuited.setText(" ".join(self._why_not(missing, recipe.clip)))
        self.unsuited.setVisible(bool(self.unsuited.text()))

    def _offer_against(self, used: str) -> None:
        """Offer the photo and the other styles; what is chosen stays, unless it is the one in use."""
        offered = ("", *(style for style in wording.STYLES[Make.RESTYLE] if style != used))
        if offered == self._against:
            return
        chosen, self._against = self.against, offered
        self.compared.clear()
        self.compared.addItems([_("The photo"), *map(wording.style_name, self._against[1:])])
        self.compared.setCurrentIndex(self._against.index(chosen) if chosen in self._against else 0)

    def _why_not(self, missing: list[str], clip: bool) -> Iterator[str]:
        if not self._somebody:
            yield _("Nobody was found in this picture.")
        if clip and "stars" in missing:
            missing = [light for light in missing if light != "stars"]
            yield _("Stars are for pictures that stand still.")
        if missing:
            names = wording.facts(*(self._lights[light] for light in missing))
            yield _("Not for this picture: {names}. No open sky is seen here.").format(names=names)

    def forget(self) -> None:
        """Nothing is shown any more: no small preview is drawn for nobody."""
        self._soon.stop()
        self._suiting, self._somebody = tuple(self._lights), True
        self.compared.setCurrentIndex(0)
        self._wish = None
        self._desk.covers.want("styles", ())

    @property
    def chosen(self) -> Sample:
        return next(tile for tile in self.samples.values() if tile.isChecked())

    @property
    def against(self) -> str:
        """The style that the drawing is compared with; "" for the photo."""
        return self._against[self.compared.currentIndex()]

    def settle(self) -> None:
        """Say the wish now, if there is one: before saving, undoing and leaving."""
        self._soon.stop()
        wish, self._wish = self._wish, None
        if wish is not None:
            self.changed.emit(wish)

    def draw_samples(self) -> None:
        """Have the small previews drawn: when the large one is there."""
        self._desk.covers.want("styles", [(tile.recipe, SAMPLE_PX) for tile in self.samples.values()])

    def _change(self, **fields: float | str) -> None:
        if self._recipe is not None:
            self._wish = replace(self._wish or self._recipe, **fields)  # type: ignore[arg-type]
            self.settle()

    def _slide(self, field: str, to: float) -> None:
        if self._recipe is None:
            return
        self._wish = replace(self._wish or self._recipe, **{field: to})  # type: ignore[arg-type]
        if not self.sliders[field].isSliderDown():  # moved by keys: nothing tells when the hand rests
            self._soon.start()
        self.held.emit(self._wish)

    def _fold(self) -> None:
        self.fold.setVisible(self.more.isChecked())

    def _repaint(self) -> None:
        for tile in self.samples.values():
            tile.update()
