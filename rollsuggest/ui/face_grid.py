"""The grid of faces: only what is visible is painted and loaded; all works by mouse and by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from itertools import count

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame, QLineEdit

from rollsuggest.i18n import _
from rollsuggest.ui import face_paint, tokens, wording
from rollsuggest.ui.controls import right_to_left
from rollsuggest.ui.desk import Desk
from rollsuggest.ui.face_tiles import EDGE, HEAD_PX, Arrangement, Cell, Mark, Section
from rollsuggest.ui.listed import Listed

_numbers = count()
TEXT_PX = 44
WORDS_PX = 112  # the longest "Add a name" of our languages
AUTO_SCROLL_PX = 40  # so near to an edge a dragged face scrolls
Key = Qt.Key
Shift = Qt.KeyboardModifier.ShiftModifier
Ctrl = Qt.KeyboardModifier.ControlModifier


class FaceGrid(QAbstractScrollArea, Listed):
    """`picks`: a click chooses, as for sorting faces; else it opens, and Ctrl, Shift or the ring choose."""

    opened = Signal(object)  # identity
    selected = Signal(int)  # how many are chosen
    named = Signal(object, str)  # identity, what was typed
    deleted = Signal()  # Delete was pressed: what is chosen does not belong here
    dropped = Signal(object, object)  # identity of the dragged one, of the one it fell on

    def __init__(
        self, desk: Desk, name: str, *, picture_px: int = tokens.FACE_PX, words: bool = True,
        picks: bool = False,
    ) -> None:  # fmt: skip
        super().__init__()
        self._desk, self._name, self._picks, self._words = desk, f"faces-{next(_numbers)}", picks, words
        self._cell = (
            Cell(picture_px, tokens.px(TEXT_PX), tokens.L, tokens.px(WORDS_PX))
            if words
            else Cell(picture_px, 0, tokens.XS)
        )
        self.sections: tuple[Section, ...] = ()
        self.marks: tuple[Mark, ...] = ()
        self.selection: dict[Hashable, None] = {}  # in the order of choosing
        self._laid = Arrangement((), 1, self._cell)
        self._current = self._pivot = 0
        self._hover: int | None = None
        self._pressed: QPoint | None = None
        self._dragged: int | None = None
        self._cursor = QPoint()
        self.make_field: Callable[[], QLineEdit] | None = None  # for naming in place
        self.field: QLineEdit | None = None
        self._named = -1  # the tile that is being named
        self.setObjectName("grid")
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.verticalScrollBar().setAccessibleName(_("Scroll"))
        self.verticalScrollBar().setSingleStep(self._cell.height // 3)
        self.verticalScrollBar().valueChanged.connect(lambda _y: self._place_field())
        self.viewport().setMouseTracking(True)
        desk.thumbs.arrived.connect(lambda _key: self.viewport().update())

    @property
    def inset(self) -> int:
        """How far in its pictures and headings begin; a page stands the grid that much further out."""
        return self._cell.inset

    # what is shown

    def set_sections(self, sections: tuple[Section, ...]) -> None:
        """Show other tiles; what is chosen or has the focus stays so, and where it is."""
        if sections == self.sections:
            self.viewport().update()
            return
        here = self.current()
        stood = self.rect_of(self._current) if here else QRect()
        self.sections = sections
        self.marks = tuple(mark for section in sections for mark in section.marks)
        places = {mark.identity: n for n, mark in enumerate(self.marks)}
        self._current = places.get(here.identity, self._current) if here else 0
        self._current = self._pivot = max(0, min(self._current, len(self.marks) - 1))
        self._hover = self._dragged = None
        self._stop_naming()
        if gone := [identity for identity in self.selection if identity not in places]:
            for identity in gone:
                del self.selection[identity]
            self.selected.emit(len(self.selection))
        self._arrange()
        if here and here.identity in places and self.hasFocus() and self.viewport().rect().intersects(stood):
            bar = self.verticalScrollBar()  # named ones went up: the next is where the last one was
            bar.setValue(bar.value() + self.rect_of(self._current).top() - stood.top())

    def current(self) -> Mark | None:
        return self.marks[self._current] if self.marks else None

    def focus_on(self, identity: Hashable) -> None:
        """Give the focus to one tile and bring it into view."""
        self.setFocus(Qt.FocusReason.TabFocusReason)
        for n, mark in enumerate(self.marks):
            if mark.identity == identity:
                self.go_to(n)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()
        super().resizeEvent(event)

    def _arrange(self) -> None:
        self._laid = Arrangement(self.sections, self.viewport().width() - tokens.S, self._cell)
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, self._laid.height + tokens.XL - self.viewport().height()))
        bar.setPageStep(self.viewport().height())
        self._place_field()
        self.viewport().update()

    def rect_of(self, index: int) -> QRect:
        """Return where a tile stands in the viewport."""
        x, y = self._laid.place(index)
        if right_to_left(self):
            x = self.viewport().width() - x - self._cell.width
        return QRect(x, y - self.verticalScrollBar().value(), self._cell.width, self._cell.height)

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        t = tokens.current()
        painter.fillRect(event.rect(), QColor(t.window))
        top, tall = self.verticalScrollBar().value(), self.viewport().height()
        for number, section in enumerate(self.sections):
            y = self._laid.tops[number] - top
            if section.title and -tokens.px(HEAD_PX) < y < tall:
                painter.setFont(tokens.font(tokens.TEXT_HEADING, bold=True))
                painter.setPen(QColor(t.text))
                edge = self.inset
                where = QRect(edge, y, self.viewport().width() - 2 * edge, tokens.px(HEAD_PX))
                painter.drawText(where, Qt.AlignmentFlag.AlignVCenter, section.title)
        target = self._target()
        for index in self._laid.between(top, top + tall):
            mark = self.marks[index]
            state = face_paint.State(
                chosen=mark.identity in self.selection,
                focused=index == self._current and self.hasFocus(),
                ring=mark.person and (index == self._hover or self._picks or bool(self.selection)),
                target=index == target,
                words=self._words and index != self._named,
            )
            face_paint.paint(painter, self._desk.thumbs, self.rect_of(index), self._cell.picture, mark, state)
        if self._dragged is not None:
            face_paint.paint_ghost(painter, self._desk.thumbs, self._cursor, self.marks[self._dragged])
        painter.end()
        near = self._laid.between(top - tall // 2, top + tall + tall // 2)
        seen = [*self._laid.between(top, top + tall), *near]
        self._desk.thumbs.want(self._name, [key for n in seen for key in self.marks[n].pictures])

    # choosing

    def clear_selection(self) -> None:
        self._choose([], only=True)

    def select_all(self) -> None:
        self._choose(list(range(len(self.marks))), only=True)

    def _choose(self, indices: list[int], *, only: bool = False) -> None:
        if only:
            self.selection.clear()
        self.selection.update((self.marks[n].identity, None) for n in indices if self.marks[n].person)
        self.selected.emit(len(self.selection))
        self.viewport().update()

    def _toggle(self, index: int) -> None:
        if self.marks[index].identity in self.selection:
            del self.selection[self.marks[index].identity]
            self._choose([])
        else:
            self._choose([index])
        self._pivot = index

    def _reach(self, index: int) -> None:
        """Choose from where choosing began to here."""
        low, high = sorted((self._pivot, index))
        self._choose(list(range(low, high + 1)), only=True)

    # the mouse

    def index_at(self, position: QPoint) -> int | None:
        x = self.viewport().width() - position.x() if right_to_left(self) else position.x()
        return self._laid.at(x, position.y() + self.verticalScrollBar().value())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        position = event.position().toPoint()
        index = self.index_at(position)
        if index is None or event.button() != Qt.MouseButton.LeftButton:
            return
        self._current, self._pressed = index, position
        self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._cursor = event.position().toPoint()
        before, self._hover = self._hover, self.index_at(self._cursor)
        pressed = self._pressed
        if pressed is not None and self._dragged is None and self._words:
            far = (self._cursor - pressed).manhattanLength() >= QApplication.startDragDistance()
            if far and self.marks[self._current].person:
                self._dragged = self._current
        if self._dragged is not None:
            self._scroll_along()
        if self._dragged is not None or before != self._hover:
            self.viewport().update()
        over = self._hover is not None
        self.viewport().setCursor(
            Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor
        )  # fmt: skip

    def _scroll_along(self) -> None:
        bar = self.verticalScrollBar()
        if self._cursor.y() < AUTO_SCROLL_PX:
            bar.setValue(bar.value() - AUTO_SCROLL_PX // 2)
        elif self._cursor.y() > self.viewport().height() - AUTO_SCROLL_PX:
            bar.setValue(bar.value() + AUTO_SCROLL_PX // 2)

    def _target(self) -> int | None:
        """Return the tile that the dragged one would fall on."""
        index = self.index_at(self._cursor) if self._dragged is not None else None
        return index if index not in (None, self._dragged) and self.marks[index or 0].person else None

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        if self._dragged is not None:
            target, dragged = self._target(), self._dragged
            self._dragged = None
            self.viewport().update()
            if target is not None:
                self._current = self._pivot = target  # who stays has the focus
                self.dropped.emit(self.marks[dragged].identity, self.marks[target].identity)
        elif pressed is not None and self.index_at(event.position().toPoint()) == self._current:
            self._clicked(self._current, event)

    def _clicked(self, index: int, event: QMouseEvent) -> None:
        mark, place = self.marks[index], event.position().toPoint() - self.rect_of(index).topLeft()
        if not mark.person:
            self.opened.emit(mark.identity)
        elif event.modifiers() & Shift:
            self._reach(index)
        elif (
            self._picks or self.selection or event.modifiers() & Ctrl
            or face_paint.ring(self._cell.width, self._cell.picture).contains(place)
        ):  # fmt: skip
            self._toggle(index)
        elif place.y() > self._cell.picture + EDGE and self.make_field is not None:
            self.edit_name(index)
        else:
            self.opened.emit(mark.identity)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._picks and (index := self.index_at(event.position().toPoint())) is not None:
            self.opened.emit(self.marks[index].identity)

    # the keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, mark = Key(event.key()), self.current()
        there = self._there(key)
        if mark is None:
            super().keyPressEvent(event)
        elif there is not None:
            self.go_to(there)
            if event.modifiers() & Shift:
                self._reach(self._current)
            else:
                self._pivot = self._current
        elif key == Key.Key_F2 or (key in (Key.Key_Return, Key.Key_Enter) and mark.person and mark.unnamed):
            self.edit_name(self._current)
        elif key in (Key.Key_Return, Key.Key_Enter):
            self.opened.emit(mark.identity)
        elif key == Key.Key_Space and mark.person:
            self._toggle(self._current)
            self._describe()
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.select_all()
        elif key == Key.Key_Delete and self.selection:
            self.deleted.emit()
        elif key == Key.Key_Escape and (self.selection or self._dragged is not None):
            self._dragged = None
            self.clear_selection()
        else:
            super().keyPressEvent(event)

    def _there(self, key: Qt.Key) -> int | None:
        """Return where a key goes to."""
        rows = max(1, self.viewport().height() // self._cell.height)
        if key in (Key.Key_Down, Key.Key_Up, Key.Key_PageDown, Key.Key_PageUp) and self.marks:
            index = self._current
            for _row in range(rows if key in (Key.Key_PageDown, Key.Key_PageUp) else 1):
                index = self._laid.beside(index, 1 if key in (Key.Key_Down, Key.Key_PageDown) else -1)
            return index
        on = -1 if right_to_left(self) else 1
        return {
            Key.Key_Right: self._current + on, Key.Key_Left: self._current - on, Key.Key_Home: 0,
            Key.Key_End: len(self.marks) - 1,
        }.get(key)  # fmt: skip

    def go_to(self, index: int) -> None:
        """Move the focus to a tile and bring it into view."""
        if not self.marks:
            return
        self._current = min(max(index, 0), len(self.marks) - 1)
        rect, bar = self.rect_of(self._current), self.verticalScrollBar()
        if rect.top() < (head := tokens.px(HEAD_PX)):
            bar.setValue(bar.value() + rect.top() - head)
        elif rect.bottom() > self.viewport().height():
            bar.setValue(bar.value() + rect.bottom() - self.viewport().height())
        self._describe()
        self.say_tile()
        self.viewport().update()

    # what a screen reader meets

    def tile_count(self) -> int:
        return len(self.marks)

    def tile_name(self, index: int) -> str:
        mark = self.marks[index]
        return wording.facts(mark.name, mark.line)

    def tile_place(self, index: int) -> QRect:
        return self.rect_of(index)

    def tile_under(self, spot: QPoint) -> int | None:
        return self.index_at(spot)

    def tile_at(self) -> int:
        return self._current

    def tile_chosen(self, index: int) -> bool:
        return self.marks[index].identity in self.selection

    def _describe(self) -> None:
        """Tell a screen reader which tile has the focus."""
        if (mark := self.current()) is not None:
            chosen = _("chosen") if mark.identity in self.selection else ""
            self.setAccessibleDescription(wording.facts(self.tile_name(self._current), chosen))

    # naming in place

    def edit_name(self, index: int) -> None:
        """Open the field below a tile."""
        mark = self.marks[index]
        if self.make_field is None or not mark.person:
            return
        self._stop_naming()
        self.go_to(index)
        self.field, self._named = self.make_field(), index
        self.field.setParent(self.viewport())
        self.field.setText("" if mark.unnamed else mark.name)
        self.field.selectAll()
        self.field.editingFinished.connect(self._finish_naming)
        self._place_field()
        self.field.show()
        self.field.setFocus()

    def _finish_naming(self) -> None:
        if self.field is None:
            return
        mark, text = self.marks[self._named], " ".join(self.field.text().split())
        unchanged = text == ("" if mark.unnamed else mark.name)
        following = self.marks[self._named + 1 : self._named + 2]
        if not unchanged and mark.unnamed and any(after.person and after.unnamed for after in following):
            self._current = self._pivot = self._named + 1  # one after the other
        self._stop_naming()
        if not unchanged:
            self.named.emit(mark.identity, text)

    def _stop_naming(self) -> None:
        field, self.field, self._named = self.field, None, -1
        if field is not None:
            had_focus = self.window().focusWidget() is field
            field.hide()
            field.deleteLater()
            if had_focus:
                self.setFocus()
            self.viewport().update()

    def cancel_naming(self) -> None:
        """Close the field and keep what was."""
        self._stop_naming()

    def _place_field(self) -> None:
        if self.field is not None:
            rect = self.rect_of(self._named)
            self.field.setGeometry(
                max(rect.left() - tokens.S, 0), rect.top() + self._cell.picture + 2 * EDGE,
                rect.width() + 2 * tokens.S, 34,
            )  # fmt: skip
