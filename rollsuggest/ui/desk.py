"""What every page may reach: the bridge, the pictures, notices and the ways to other pages."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import date
from pathlib import Path

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage

from rollsuggest.errors import UserError
from rollsuggest.i18n import _
from rollsuggest.library.rows import Card, Tile
from rollsuggest.model import AssetId, Box, QuietRule, Recipe, SuggestionKey, SuggestionState
from rollsuggest.studio import Studio
from rollsuggest.ui import quiet_words
from rollsuggest.ui.bridge import Bridge
from rollsuggest.ui.pictures import Pictures, face_square, read_image
from rollsuggest.ui.stacks import Members

THUMB_PX = 400  # longest side of a thumbnail kept for the screen
FACE_PX = 224


class Desk(QObject):
    go = Signal(str)  # to a page, by name
    card_opened = Signal(object)  # Card
    recipe_opened = Signal(object)  # Recipe made from chosen photos
    photo_opened = Signal(object, int, object)  # tuple[Tile, ...], index, Members
    dates_asked = Signal(object)  # tuple[Tile, ...] whose dates are to be repaired; (): the uncertain ones
    consent_asked = Signal()
    folder_asked = Signal()
    folder_chosen = Signal(bool)  # True: one is being added, False: that has ended, well or not
    shortcuts_asked = Signal()
    sample_asked = Signal(bool)  # True: try with sample photos, False: away from them again
    save_asked = Signal(object, object)  # Recipe, SuggestionKey | None
    came_save_asked = Signal(object)  # Card of what a server made
    noticed = Signal(str, str, object)  # text, button, what it does (or None)

    def __init__(self, bridge: Bridge, today: Callable[[], date]) -> None:
        super().__init__(bridge)
        self.bridge = bridge
        self.today = today
        self.sample = False  # this library is of sample photos
        self.still = False  # nothing moves by itself
        self.thumbs = Pictures(bridge, load_thumb, pool="pictures", at_once=4)
        self.covers = Pictures(bridge, load_cover, pool="renders", at_once=2, budget_bytes=24_000_000)
        bridge.failed.connect(self.tell)

    def notice(self, text: str, button: str = "", act: Callable[[], object] | None = None) -> None:
        self.noticed.emit(text, button, act)

    def tell(self, error: UserError) -> None:
        """Show an error of the world: what happened and what to do."""
        self.notice(str(error))

    def open_card(self, card: Card) -> None:
        if card.state is SuggestionState.NEW:
            self.bridge.change(lambda studio: studio.mark_seen(card.suggestion.key))
        self.card_opened.emit(card)

    def save_card(self, card: Card) -> None:
        """Save what a card suggests: what a server made is there already, the rest is drawn."""
        if card.came is not None:
            self.came_save_asked.emit(card)
        else:
            self.save_asked.emit(card.recipe, card.suggestion.key)

    def refuse(self, key: SuggestionKey, title: str) -> None:
        """Not for me: it does not come again, and there is a way back."""
        self.bridge.change(lambda studio: studio.dismiss(key))
        self.notice(
            _("“{title}” will not be suggested again.").format(title=title),
            _("Undo"),
            lambda: self.bridge.change(lambda studio: studio.undismiss(key)),
        )

    def keep(self, card: Card) -> None:
        """Keep a card for later, or let it go again."""
        keep, key = not card.kept, card.suggestion.key
        self.bridge.change(lambda studio: studio.keep_for_later(key, keep))
        if keep:
            self.notice(
                f"{_('Kept for later')}: {card.suggestion.title}", _("Undo"),
                lambda: self.bridge.change(lambda studio: studio.keep_for_later(key, False)),
            )  # fmt: skip

    def try_sample(self) -> tuple[tuple[str, Callable[[], object]], ...]:
        """Return the offer to try with photos that come with us; none while that is being done."""
        if self.sample:
            return ()
        return ((_("Try with sample photos"), lambda: self.sample_asked.emit(True)),)

    def forget_pictures(self) -> None:
        """Let go of all pictures: some may show who or what is to be seen no more."""
        self.covers.forget(lambda _key: True)
        self.thumbs.forget(lambda _key: True)

    def make_quiet(self, rule: QuietRule, failed: Callable[[UserError], None] | None = None) -> None:
        """Put a line on the Quiet list; covers drawn before are forgotten, and there is a way back."""

        def added(number: int) -> None:
            self.covers.forget(lambda _key: True)
            self.notice(
                _("{name} is on the Quiet list.").format(name=quiet_words.line(rule)[0]),
                _("Undo"),
                lambda: self.bridge.change(lambda studio: studio.remove_quiet(number)),
            )

        self.bridge.change(lambda studio: studio.add_quiet(rule), added, failed)

    def view(self, tiles: tuple[Tile, ...], index: int, members: Members | None = None) -> None:
        """Show one of these photos large; `members` are those alike behind some of them."""
        self.photo_opened.emit(tiles, index, members or {})


def thumb_key(asset: AssetId) -> Hashable:
    return asset


def face_key(asset: AssetId, box: Box) -> Hashable:
    return asset, box


def sharp_key(asset: AssetId, box: Box) -> Hashable:
    """Return the key of a face cut out of more than the thumbnail: for few, as it takes a worker."""
    return asset, box, "sharp"


def load_thumb(studio: Studio, key: Hashable) -> QImage:
    """Load a thumbnail; a key with a box gives the square around that face, of more pixels if it says so."""
    if not isinstance(key, tuple):
        return _thumb(studio, AssetId(int(str(key))), QSize(THUMB_PX, THUMB_PX))
    asset, box, *sharp = key
    whole = read_image(studio.screen_copy(asset)) if sharp else _thumb(studio, asset)
    if whole.isNull():
        return whole
    square = whole.copy(face_square(whole.width(), whole.height(), box))
    smooth = Qt.TransformationMode.SmoothTransformation
    return square.scaledToWidth(2 * FACE_PX if sharp else FACE_PX, smooth)


def _thumb(studio: Studio, asset: AssetId, within: QSize | None = None) -> QImage:
    found = read_image(studio.thumbnail(asset), within)
    if found.isNull() and (again := studio.thumbnail_again(asset)):
        found = QImage.fromData(again)
        if within is not None and not found.isNull():
            return found.scaled(
                within, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
    return found


def load_cover(studio: Studio, key: Hashable) -> QImage:
    """Render a recipe's still at a height and load it; of what a server made, its file."""
    if isinstance(key, Path):
        return read_image(key, QSize(THUMB_PX, THUMB_PX))
    if not (isinstance(key, tuple) and isinstance(key[0], Recipe)):
        raise TypeError(key)
    recipe, height_px = key
    image = read_image(studio.preview(recipe, height_px))
    if image.isNull():
        raise UserError(_("This could not be drawn."))
    return image
