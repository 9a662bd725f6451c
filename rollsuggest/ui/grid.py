"""The grid of photos: only what is visible is painted and loaded; everything works by keyboard too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from itertools import count

from PySide6.QtCore import QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QImage,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from rollsuggest.i18n import _
from rollsuggest.library.rows import Tile
from rollsuggest.model import AssetId
from rollsuggest.ui import tokens, wording
from rollsuggest.ui.desk import Desk, thumb_key
from rollsuggest.ui.grid_paint import head_px, paint_heads, paint_tile
from rollsuggest.ui.hand import Grip
from rollsuggest.ui.handing import Handing
from rollsuggest.ui.justify import Arrangement, Groups, Line, arrange
from rollsuggest.ui.listed import Listed

_numbers = count()
SETTLE_MS = 120
SYNC_LIMIT = 1500  # more photos than this are arranged off the GUI thread
Key = Qt.Key


class PhotoGrid(QAbstractScrollArea, Listed):
    opened = Signal(int)  # index of the tile
    selected = Signal(int)  # how many

    def __init__(
        self, desk: Desk, name: str, *, headings: bool = True, row_px: int = tokens.ROW_PX, many: bool = True
    ) -> None:
        super().__init__()
        self._desk, self._name = desk, f"grid-{next(_numbers)}"
        self._headings, self._row_px, self._many = headings, row_px, many
        self.tiles: tuple[Tile, ...] = ()
        self._groups: Groups | None = None
        self._alike: Mapping[AssetId, int] = {}  # photos of each stack, by the tile that stands for it
        self.selection: dict[AssetId, None] = {}  # in the order of choosing
        self._current = 0
        self._grip = Grip()
        self._pressed: int | None = None  # one of several chosen: it alone is, once it was no drag
        self.handing = Handing(desk, self, self._handed)
        self._laid = Arrangement()
        self._laid_tiles: tuple[Tile, ...] = ()
        self._settled = QTimer(self, interval=SETTLE_MS, singleShot=True)
        self._settled.timeout.connect(self._arrange)
        self.setObjectName("grid")
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.verticalScrollBar().setAccessibleName(_("Scroll through time"))
        self.verticalScrollBar().setSingleStep(row_px // 3)
        desk.thumbs.arrived.connect(self._arrived)

    # what is shown

    def set_tiles(
        self,
        tiles: tuple[Tile, ...],
        groups: Groups | None = None,
        alike: Mapping[AssetId, int] | None = None,
    ) -> None:
        """Show other photos, by month or in groups; what stood at the top stays as far as it is still in.

        `alike` tells how many photos a tile stands for, itself among them.
        """
        self._alike = alike or {}
        if tiles == self.tiles and groups == self._groups:
            self.viewport().update()
            return
        self.tiles, self._groups = tiles, groups
        self._forget_chosen()
        self.setAccessibleDescription(wording.photos(len(tiles)))
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        if len(self.tiles) <= SYNC_LIMIT:
            self._arrange()
        else:
            self._settled.start()  # arranged once, when the edge is let go
        super().resizeEvent(event)

    def _arrange(self) -> None:
        tiles, width = self.tiles, self.viewport().width() - 2 * tokens.XS
        row, headings, groups = self._row_px, self._headings, self._groups

        def work(_studio: object = None) -> Arrangement:
            return arrange(tiles, width, row, tokens.XS, head_px(), headings, groups)

        if len(tiles) <= SYNC_LIMIT:
            self._take(tiles, work())
        else:
            self._desk.bridge.read(self._name, work, partial(self._take, tiles))

    def _take(self, tiles: tuple[Tile, ...], laid: Arrangement) -> None:
        anchor, offset = self._anchor()
        self._laid, self._laid_tiles = laid, tiles
        self._current = min(self._current, max(len(tiles) - 1, 0))
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, laid.height - self.viewport().height()))
        bar.setPageStep(self.viewport().height())
        if anchor is not None and bar.value() > 0:
            place = next((i for i, tile in enumerate(tiles) if tile.asset == anchor), None)
            if place is not None and laid.lines:
                bar.setValue(laid.lines[laid.line_of(place)].top - offset)
        self.viewport().update()

    def _anchor(self) -> tuple[AssetId | None, int]:
        """Return the first visible photo and how far below the top its line stands."""
        if not self._laid.lines or not self._laid_tiles:
            return None, 0
        y = self.verticalScrollBar().value()
        line = self._laid.lines[self._laid.line_at(y)]
        return self._laid_tiles[line.first].asset, line.top - y

    # painting

    def _visible(self, extra: int = 0) -> Iterator[Line]:
        y, height = self.verticalScrollBar().value(), self.viewport().height()
        return self._laid.lines_between(y - extra, y + height + extra)

    def _right_to_left(self) -> bool:
        return self.layoutDirection() == Qt.LayoutDirection.RightToLeft

    def _rect(self, line: Line, number: int) -> QRect:
        x, width = line.spans[number]
        if self._right_to_left():
            x = self.viewport().width() - 2 * tokens.XS - x - width
        return QRect(tokens.XS + x, line.top - self.verticalScrollBar().value(), width, line.height)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        t = tokens.current()
        painter.fillRect(event.rect(), QColor(t.window))
        wanted = []
        for line in self._visible():
            for number in range(len(line.spans)):
                index = line.first + number
                asset = self._laid_tiles[index].asset
                picture = self._desk.thumbs.get(thumb_key(asset))
                if picture is None:
                    wanted.append(thumb_key(asset))
                chosen, focused = asset in self.selection, index == self._current and self.hasFocus()
                alike = self._alike.get(asset, 0)
                rect = self._rect(line, number)
                paint_tile(painter, rect, self._laid_tiles[index], picture, alike, chosen, focused)
        size = self.viewport().size()
        paint_heads(painter, self._laid, self.verticalScrollBar().value(), size.width(), size.height())
        painter.end()
        ahead = [
            thumb_key(self._laid_tiles[line.first + number].asset)
            for line in self._visible(self.viewport().height() // 2)
            for number in range(len(line.spans))
        ]
        self._desk.thumbs.want(self._name, wanted + ahead)

    def _arrived(self, key: object) -> None:
        self.viewport().update()

    # mouse and keys

    def index_at(self, position: QPoint) -> int | None:
        """Return the photo under a point of the viewport."""
        if not self._laid.lines:
            return None
        line = self._laid.lines[self._laid.line_at(position.y() + self.verticalScrollBar().value())]
        for number in range(len(line.spans)):
            if self._rect(line, number).contains(position):
                return line.first + number
        return None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.index_at(event.position().toPoint())
        if index is None or event.button() != Qt.MouseButton.LeftButton:
            return
        before, self._current = self._current, index
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and self._many:
            low, high = sorted((before, index))
            self._select(list(range(low, high + 1)), add=True)
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier and self._many:
            self._toggle(index)
        elif len(self.selection) > 1 and self._laid_tiles[index].asset in self.selection:
            self._pressed = index
        else:
            self._select([index])
        self._grip.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the chosen photos to another program."""
        if self._grip.move(event) and self._grip.dragged:
            self._grip.let_go()
            self._pressed = None
            if self._many and self._laid_tiles[self._current].asset in self.selection:
                picture = self._desk.thumbs.get(thumb_key(self._laid_tiles[self._current].asset))
                self.handing.drag(picture.toImage() if picture else QImage())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._grip.let_go()
        pressed, self._pressed = self._pressed, None
        if pressed is not None and pressed < len(self._laid_tiles):
            self._select([pressed])

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if not self._many or not self._laid_tiles:
            return
        at = event.globalPos()
        if event.reason() is QContextMenuEvent.Reason.Mouse:
            index = self.index_at(event.pos())
            if index is None:
                return
            self._current = index
            if self._laid_tiles[index].asset not in self.selection:
                self._select([index])
        else:
            at = self.viewport().mapToGlobal(self.tile_place(self._current).center())
        here = self._current
        self.handing.menu(at, ((_("Open"), lambda: self.opened.emit(here)),))

    def _handed(self) -> tuple[AssetId, ...]:
        """Return what other programs are given: what is chosen, or else what has the focus."""
        if self.selection or not self._laid_tiles:
            return tuple(self.selection)
        return (self._laid_tiles[self._current].asset,)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if (index := self.index_at(event.position().toPoint())) is not None:
            self.opened.emit(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        on = -1 if self._right_to_left() else 1
        steps = {Key.Key_Right: on, Key.Key_Left: -on}
        key = Key(event.key())
        if key in (Key.Key_Return, Key.Key_Enter) and self._laid_tiles:
            self.opened.emit(self._current)
        elif key == Key.Key_Space and self._laid_tiles:
            self._toggle(self._current)
        elif key in steps:
            self.go_to(self._current + steps[key])
        elif key in (Key.Key_Down, Key.Key_Up):
            self.go_to(self._laid.beside(self._current, 1 if key == Key.Key_Down else -1))
        elif key in (Key.Key_Home, Key.Key_End):
            self.go_to(0 if key == Key.Key_Home else len(self._laid_tiles) - 1)
        elif event.matches(QKeySequence.StandardKey.SelectAll) and self._many:
            self.select_all()
        elif event.matches(QKeySequence.StandardKey.Copy) and self._many:
            self.handing.copy()
        elif key == Key.Key_Escape and self.selection:
            self._select([])
        else:
            super().keyPressEvent(event)

    def go_to(self, index: int) -> None:
        """Move the focus to a photo and bring it into view."""
        if not self._laid_tiles:
            return
        self._current = min(max(index, 0), len(self._laid_tiles) - 1)
        line = self._laid.lines[self._laid.line_of(self._current)]
        bar, top = self.verticalScrollBar(), line.top - (head_px() if self._headings else 0)
        if top < bar.value():
            bar.setValue(top)
        elif line.top + line.height > bar.value() + self.viewport().height():
            bar.setValue(line.top + line.height - self.viewport().height())
        self._describe(self._laid_tiles[self._current])
        self.say_tile()
        self.viewport().update()

    def _describe(self, tile: Tile) -> None:
        """Tell a screen reader when the photo was taken, and what it shows as soon as that is known."""
        moment, said = self._moment(tile), partial(self._say_caption, tile)
        self.setAccessibleDescription(moment)
        self._desk.bridge.read(
            f"{self._name} said", lambda s: s.captions((tile.asset,)), said, pool="pictures"
        )

    def _say_caption(self, tile: Tile, captions: Mapping[AssetId, str]) -> None:
        if said := captions.get(tile.asset):
            self.setAccessibleDescription(f"{said}. {self._moment(tile)}")

    def _moment(self, tile: Tile) -> str:
        moment = wording.tile(tile)
        if alike := self._alike.get(tile.asset):
            moment = _("{moment}, the best of {n} alike").format(moment=moment, n=wording.count(alike))
        return moment

    # what a screen reader meets

    def tile_count(self) -> int:
        return len(self._laid_tiles)

    def tile_name(self, index: int) -> str:
        return self._moment(self._laid_tiles[index])

    def tile_place(self, index: int) -> QRect:
        line = self._laid.lines[self._laid.line_of(index)]
        return self._rect(line, index - line.first)

    def tile_under(self, spot: QPoint) -> int | None:
        return self.index_at(spot)

    def tile_at(self) -> int:
        return self._current

    def tile_chosen(self, index: int) -> bool:
        return self._laid_tiles[index].asset in self.selection

    def clear_selection(self) -> None:
        self._select([])

    def select_all(self) -> None:
        self.selection = dict.fromkeys(tile.asset for tile in self.tiles)
        self.selected.emit(len(self.selection))
        self.viewport().update()

    def _forget_chosen(self) -> None:
        """What is not shown any more is not chosen any more: nobody would see what an act is done to."""
        here = {tile.asset for tile in self.tiles} if self.selection else set()
        gone = [asset for asset in self.selection if asset not in here]
        for asset in gone:
            del self.selection[asset]
        if gone:
            self.selected.emit(len(self.selection))

    def _toggle(self, index: int) -> None:
        asset = self._laid_tiles[index].asset
        if asset in self.selection:
            del self.selection[asset]
        else:
            if not self._many:
                self.selection.clear()
            self.selection[asset] = None
        self.selected.emit(len(self.selection))
        self.viewport().update()

    def _select(self, indices: list[int], add: bool = False) -> None:
        if not add:
            self.selection.clear()
        self.selection.update((self._laid_tiles[i].asset, None) for i in indices)
        self.selected.emit(len(self.selection))
        self.viewport().update()
