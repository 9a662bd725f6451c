"""An open card: the creation in the middle, its photos below, its levers above, why at the right."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QHideEvent, QImage, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from rollsuggest.errors import UserError
from rollsuggest.i18n import _
from rollsuggest.library.rows import Card
from rollsuggest.model import AssetId, Make, Purpose, QuietRule, Recipe, Suggestion, SuggestionKey
from rollsuggest.studio import Studio
from rollsuggest.ui import keys, page_acts, tokens, wording
from rollsuggest.ui.canvas import Canvas
from rollsuggest.ui.compare import Compare
from rollsuggest.ui.controls import Button, fill, margins
from rollsuggest.ui.copying import copy_picture
from rollsuggest.ui.desk import Desk
from rollsuggest.ui.edits import Edits
from rollsuggest.ui.flow import flow
from rollsuggest.ui.levers import Levers
from rollsuggest.ui.page import Page
from rollsuggest.ui.page_tools import PageTools
from rollsuggest.ui.paging import Paging
from rollsuggest.ui.picker import PhotoPicker
from rollsuggest.ui.pictures import read_image
from rollsuggest.ui.preview import Preview
from rollsuggest.ui.screening import Screening, plays
from rollsuggest.ui.sending import SendDialog
from rollsuggest.ui.slots import Slots
from rollsuggest.ui.stage_menu import Act, open_menu
from rollsuggest.ui.stage_reads import StageReads
from rollsuggest.ui.strip import PhotoStrip
from rollsuggest.ui.touches import Touches
from rollsuggest.ui.why import WhyPanel

STEP_PX = 120  # previews come in steps of height, so that a moved edge does not draw anew each time
TYPING_MS = 350
WIDE_PX = 860  # of the page; below it the panel is hidden at first


class StagePage(Page):
    topics = frozenset({"consent"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.suggestion: Suggestion | None = None
        self.edits = Edits(Recipe(Make.COLLAGE, ()))
        self.canvas = Canvas()
        self.compare = Compare()
        self.slots = Slots()
        for over in (self.compare, self.slots):
            self.canvas.lay_over(over)
        self.tools = PageTools()
        self.touches = Touches(desk)
        self.strip = PhotoStrip(desk)
        self.why = WhyPanel(desk)
        self.levers = Levers()
        self.screening = Screening(desk, self.canvas)
        self.reads = StageReads(desk, self.why, self.touches, self.levers.note, self)
        self.title = QLineEdit()
        self.title.setPlaceholderText(_("Title"))
        self.title.setAccessibleName(_("Title"))
        self.title.setMaxLength(80)
        self.back = Button(_("Back"), self.leave, icon="arrow-left", kind="icon")
        self.save = Button(_("Save"), self._save, icon="download", kind="primary")
        self.copy = Button(_("Copy"), self._copy, icon="copy")
        self.print = Button(_("Print…"), self._print, icon="printer", kind="icon")
        self.cloud = Button(_("Restyle on the server..."), self._send, icon="cloud")
        self._cloud_on = False
        self.refuse = Button(_("Not for me"), self._refuse, icon="x")
        self.undo = Button(_("Undo"), self._undo, icon="undo-2", kind="icon")
        self.redo = Button(_("Redo"), self._redo, icon="redo-2", kind="icon")
        self.about = Button(_("Why this"), self._about, icon="info", kind="icon")
        self.about.setCheckable(True)
        self.about.setChecked(True)
        self._draw_soon = QTimer(self, interval=TYPING_MS, singleShot=True)
        self.preview = Preview(desk.bridge, self)
        self._build()
        self._connect()

    def _build(self) -> None:
        top = self._top = flow(
            self.back, self.title, self.undo, self.redo, tokens.S,
            self.refuse, self.cloud, self.print, self.copy, self.save, self.about,
        )  # fmt: skip
        margins(top, tokens.M, tokens.M, tokens.L, tokens.M)
        self.levers.setContentsMargins(tokens.L, 0, tokens.L, tokens.M)
        self.touches.setContentsMargins(tokens.L, 0, tokens.L, tokens.S)
        self.tools.setContentsMargins(tokens.L, 0, tokens.L, tokens.S)
        page = QWidget()
        desk = QVBoxLayout(page)
        desk.setContentsMargins(0, 0, 0, 0)
        desk.setSpacing(0)
        for part in (self.levers, self.touches, self.tools):
            desk.addWidget(part)
        desk.addWidget(self.canvas, 1)
        desk.addWidget(self.screening)
        desk.addWidget(self.strip)
        area = QScrollArea()  # with large words in a small window all of it does not fit
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setAccessibleName(_("Preview of what will be saved"))
        area.setWidget(page)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(area, 1)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addLayout(column, 1)
        across.addWidget(self.why)

    def _connect(self) -> None:
        self._draw_soon.timeout.connect(self._draw)
        self.preview.said.connect(self.canvas.say)
        self.preview.drawn.connect(self._drawn)
        self.preview.drafted.connect(self.canvas.show_image)
        self.preview.failed.connect(self._not_drawn)
        self.screening.changed.connect(self.edit)
        self.canvas.resized.connect(self._draw_soon.start)
        self.title.textEdited.connect(lambda text: self.edit(replace(self.edits.now, title=text), soon=True))
        self.levers.shape_chosen.connect(
            lambda shape: self.edit(page_acts.shaped(self.edits.now, self.slots.laid, shape))
        )
        self.levers.whole_chosen.connect(lambda: self.edit(replace(self.edits.now, whole=True)))
        self.levers.style_chosen.connect(
            lambda style: self.edit(replace(self.edits.now, style=style, tree=""))
        )
        self.levers.drawn_chosen.connect(lambda style: self.edit(replace(self.edits.now, drawn=style)))
        self.levers.mark_chosen.connect(lambda on: self.edit(replace(self.edits.now, mark=on)))
        self.levers.quality_chosen.connect(lambda q: self.edit(replace(self.edits.now, quality=q)))
        self.levers.shuffled.connect(self._shuffle)
        self.touches.changed.connect(self.edit)
        self.touches.held.connect(lambda wish: self.preview.draft(wish, self._height()))
        self.tools.changed.connect(self.edit)
        self.paging = Paging(self)
        self.compare.wanted.connect(self._draw_before)
        self.touches.swap_asked.connect(lambda: self.swap(0))
        self.touches.against_chosen.connect(self._compare_with)
        self.strip.edited.connect(lambda photos: self.edit(page_acts.with_photos(self.edits.now, photos)))
        self.strip.swapped.connect(self.swap)
        self.why.lever_taken.connect(self._make_quiet)
        self.why.others_asked.connect(lambda: self.desk.go.emit("sorted_out"))
        for pressed, act in (
            (keys.UNDO, self._undo), (keys.REDO, self._redo), (keys.SAVE, self._save),
            (keys.PRINT, self._print),
        ):  # fmt: skip
            keys.listen(self, pressed, act, Qt.ShortcutContext.WidgetWithChildrenShortcut)

    # what is open

    @property
    def key(self) -> SuggestionKey | None:
        return self.suggestion.key if self.suggestion else None

    def open_card(self, card: Card) -> None:
        self._open(card.recipe, card.suggestion)

    def open_recipe(self, recipe: Recipe) -> None:
        """Open photos that the person chose, without a suggestion behind them."""
        self._open(recipe, None)

    def _open(self, recipe: Recipe, suggestion: Suggestion | None) -> None:
        self.suggestion = suggestion
        self.reads.forget(suggestion)
        self.touches.forget()
        self.edits = Edits(recipe)
        self.canvas.forget()
        self.compare.forget()
        self.slots.forget()
        self.paging.decorating.forget()
        self.screening.forget()
        small = desk_cover(self.desk, recipe)
        if small is not None:
            self.canvas.show_image(small)  # until it is drawn at this size
        self.refuse.setVisible(suggestion is not None)
        self.strip.row.at = 0
        self._show()
        self.reads.begin(recipe)
        self.canvas.setFocus()
        (self.touches.chosen if recipe.make is Make.RESTYLE else self.strip.row).setFocus()
        self.screening.begin(recipe)

    def leave(self) -> None:
        self.preview.call_off()
        self.settle()
        self.touches.forget()
        self.desk.go.emit("back")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
            return
        if event.key() == Qt.Key.Key_Space and plays(self.edits.now):
            self.screening.player.toggle()
            return
        super().keyPressEvent(event)

    def _about(self) -> None:
        self.why.setVisible(self.about.isChecked())
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A small window gives its room to the creation; the panel comes back by its button."""
        super().resizeEvent(event)
        before, now = event.oldSize().width(), event.size().width()
        if before <= 0 or (before < tokens.px(WIDE_PX)) != (now < tokens.px(WIDE_PX)):
            self.about.setChecked(now >= tokens.px(WIDE_PX))
            self._about()
        self._fit()

    def _fit(self) -> None:
        """Leave words off, one after the other, where a row of buttons would take a second line.

        The room is the creation's.
        """
        room = self.width() - (0 if self.why.isHidden() else tokens.PANEL_PX)
        rows = (
            (self._top, room, (self.copy, self.refuse)),
            (self.levers.row, room - 2 * tokens.L, (self.levers.shuffle,)),
        )
        for across, width, buttons in rows:
            for left_off in range(len(buttons) + 1):
                for number, button in enumerate(buttons):
                    button.brief(number < left_off)
                across.invalidate()
                if across.heightForWidth(width) <= across.sizeHint().height():
                    break

    def _make_quiet(self, rule: QuietRule) -> None:
        self.leave()
        self.desk.make_quiet(rule)

    # edits

    def edit(self, recipe: Recipe, soon: bool = False) -> None:
        """Change the recipe: shown, drawn anew and kept."""
        self._take(self.edits.edit(recipe), soon)

    def settle(self) -> None:
        """Take what is still under the hand."""
        self.touches.settle()
        self.tools.settle()

    def _shuffle(self) -> None:
        self.settle()
        now = self.edits.now
        self.desk.bridge.read("stage shuffle", lambda studio: studio.shuffled(now), self._shuffled)

    def _shuffled(self, recipe: Recipe) -> None:
        if recipe == self.edits.now:
            self.desk.notice(_("In this style there is no other way to lay these photos out."))
        else:
            self.edit(recipe)

    def _undo(self) -> None:
        self.settle()
        self._take(self.edits.undo())

    def _redo(self) -> None:
        self.settle()
        self._take(self.edits.redo())

    def _take(self, edits: Edits, soon: bool = False) -> None:
        if edits.now == self.edits.now:
            return
        self.edits = edits
        self._show(soon)
        if (key := self.key) is not None:
            recipe = edits.now
            self.desk.bridge.change(lambda studio: studio.keep_recipe(key, recipe))

    def _show(self, soon: bool = False) -> None:
        recipe = self.edits.now
        if self.title.text() != recipe.title:
            fill(self.title, recipe.title)
        self.undo.setEnabled(bool(self.edits.before))
        self.redo.setEnabled(bool(self.edits.after))
        self.levers.show_recipe(recipe)
        self._show_touches(recipe)
        if recipe.photos != self.strip.row.photos or not soon:
            self.strip.show_photos(recipe.photos, wording.LEAST_PHOTOS[recipe.make])
        self.screening.show_recipe(recipe, soon)
        self.strip.setVisible(recipe.make is not Make.RESTYLE)  # the room is the drawing's
        self.copy.setVisible(not recipe.clip)
        self.print.setVisible(not recipe.clip)
        self._show_cloud()
        self.reads.show_recipe(recipe)
        self.canvas.expect(recipe.format.size_px)
        if soon:
            self._draw_soon.start()
        else:
            self._draw()

    def refresh(self) -> None:
        self.desk.bridge.read("stage cloud", lambda s: s.grants().has(Purpose.CLOUD), self._know_cloud)

    def _know_cloud(self, on: bool) -> None:
        self._cloud_on = on
        self._show_cloud()

    def _show_cloud(self) -> None:
        recipe = self.edits.now
        self.cloud.setVisible(self._cloud_on and recipe.make is Make.RESTYLE and not recipe.clip)
        self._fit()

    def _show_touches(self, recipe: Recipe) -> None:
        restyles = recipe.make is Make.RESTYLE
        self.touches.setVisible(restyles)
        self.compare.setVisible(restyles and not self.canvas.image.isNull())
        if restyles:
            against = self.touches.against
            self.touches.show_recipe(recipe)
            if self.touches.against != against:  # which is the style in use now
                self.compare.rest()
            self._name_sides()
        self.tools.setVisible(recipe.make is Make.COLLAGE)
        self.slots.setVisible(recipe.make is Make.COLLAGE and bool(self.slots.laid.slots))
        self.paging.show_recipe(recipe)

    def swap(self, at: int) -> PhotoPicker:
        """Choose another photo for a place."""
        photos = self.edits.now.photos
        belonging = self.suggestion.photos if self.suggestion else ()
        picker = PhotoPicker(self, self.desk, belonging, photos)
        picker.picked.connect(lambda asset: self.paging.put(photos[at], AssetId(asset)))
        picker.open()
        return picker

    # drawing

    def _draw(self) -> None:
        if not self.isVisible() or not self.edits.now.photos:
            return
        self.preview.start(self.edits.now, self._height())

    def _drawn(self, image: QImage) -> None:
        self.screening.show_still(image)
        recipe = self.edits.now
        self.paging.ask(image)
        if recipe.make is Make.RESTYLE:
            self.touches.draw_samples()
            self.compare.show()
            if self.compare.value():
                self._draw_before()
        self.desk.bridge.read("stage words", lambda s: s.caption_of(recipe), self._say)

    def _height(self) -> int:
        wanted = self.canvas.picture_height()
        return min(max(-(-wanted // STEP_PX) * STEP_PX, 240), self.edits.now.format.size_px[1])

    def _compare_with(self) -> None:
        self._name_sides()
        self.compare.look_at()

    def _name_sides(self) -> None:
        style = self.edits.now.style or wording.STYLES[Make.RESTYLE][0]
        against = self.touches.against
        self.compare.name_sides(wording.style_name(against) if against else "", wording.style_name(style))

    def _draw_before(self) -> None:
        """Fetch what the drawing is compared with, cut as it is: the photo as it was, or another style."""
        now, style = self.edits.now, self.touches.against
        before = replace(now, strength=0.0, light="", apart="", eyes=0.0, mark=False)
        shown, height = replace(now, style=style) if style else before, self._height()

        def draw(studio: Studio) -> QImage:
            return read_image(studio.preview(shown, height))

        self.desk.bridge.read("stage before", draw, self.compare.show_before, pool="renders")

    def _say(self, caption: str) -> None:
        self.canvas.setAccessibleName(_("Preview of what will be saved: {caption}").format(caption=caption))

    def _not_drawn(self, error: UserError) -> None:
        self.canvas.forget()
        self.canvas.say(str(error))

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        self._draw_soon.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Let pictures go that nobody sees: up to 20 MB, and `showEvent` has them drawn again."""
        if not event.spontaneous():  # not where the window alone was put away
            self.canvas.forget()
            self.compare.rest()
            self.screening.rest()
        super().hideEvent(event)

    # acts

    def _save(self) -> None:
        self.settle()
        self.desk.save_asked.emit(self.edits.now, self.key)

    def _copy(self) -> None:
        self.settle()
        copy_picture(self.desk, self.edits.now)

    def _print(self) -> None:
        """Print what would be saved; a film of one clip has no picture of its own."""
        from rollsuggest.ui.printing import print_recipe  # which loads more of Qt

        self.settle()
        if not self.edits.now.clip:
            print_recipe(self.window(), self.desk, self.edits.now)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        acts: list[Act] = [(_("Save"), keys.SAVE, self._save)]
        if not self.edits.now.clip:
            acts += [(_("Copy"), (), self._copy), (_("Print…"), keys.PRINT, self._print)]
        open_menu(self, event.globalPos(), acts)

    def _send(self) -> None:
        """Show what would be sent for this drawing, and ask."""
        self.touches.settle()
        SendDialog(self, self.desk, [self.edits.now]).open()

    def _refuse(self) -> None:
        if self.suggestion is not None:
            key, title = self.suggestion.key, self.suggestion.title
            self.leave()
            self.desk.refuse(key, title)


def desk_cover(desk: Desk, recipe: Recipe) -> QImage | None:
    """Return the card's own cover, if it has been drawn."""
    found = desk.covers.get((recipe, tokens.COVER_PX))
    return found.toImage() if found is not None else None
