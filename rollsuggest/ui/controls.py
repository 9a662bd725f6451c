"""The few controls that every page is made of. Each has a name that a screen reader says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRectF,
    QSize,
    Qt,
    QTimer,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QListView,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionButton,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import delete

from rollsuggest.ui import icons, tokens
from rollsuggest.ui.paragraph import Paragraph

# Icons that point along the line of reading.
MIRRORED = {"arrow-left": "arrow-right", "chevron-left": "chevron-right", "undo-2": "redo-2"}
MIRRORED |= {other: one for one, other in MIRRORED.items()}
LEAST_CHOICE_PX = 140
FRAME_PX = 2  # of a link, around its words


if TYPE_CHECKING:
    _Checked = QAbstractButton
else:
    _Checked = object  # at run time the button that it is mixed into is one


def right_to_left(widget: QWidget) -> bool:
    return widget.layoutDirection() == Qt.LayoutDirection.RightToLeft


def margins(inside: QLayout | QWidget, before: int, top: int, after: int, bottom: int) -> None:
    """Leave room around, `before` where lines begin: Qt mirrors what is in a layout, but not its margins."""
    mirrored = QApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
    inside.setContentsMargins(*((after, top, before, bottom) if mirrored else (before, top, after, bottom)))


class Toggled(_Checked):
    """Lets a screen reader's or a voice's "toggle" count as a click: Qt would only move the check mark.

    What our own code sets with `setChecked` is no click.
    """

    _by_code = False
    _answered = True

    def hear_toggles(self) -> None:
        self.toggled.connect(self._was_toggled)
        self.clicked.connect(self._was_clicked)

    def setChecked(self, checked: bool) -> None:
        self._by_code = True
        super().setChecked(checked)
        self._by_code = False

    def _was_toggled(self, on: bool) -> None:
        group = self.group()
        if self._by_code or (group is not None and group.exclusive() and not on):
            return
        self._answered = False
        QTimer.singleShot(0, self, self._click_if_none_came)

    def _was_clicked(self) -> None:
        self._answered = True

    def _click_if_none_came(self) -> None:
        if not self._answered:
            self.clicked[bool].emit(self.isChecked())  # type: ignore[index]  # which stubs do not know


def fill(field: QLineEdit, text: str) -> None:
    """Write into a line for somebody: of a long text the beginning is seen, where Qt shows the end."""
    field.setText(text)
    field.setCursorPosition(0)


class Button(Toggled, QPushButton):
    """A button of one kind: plain, primary, danger, quiet, icon, link, nav, scrim, row. Enter presses it.

    With kind icon or scrim the text is its tooltip and its accessible name.
    """

    def __init__(
        self, text: str, pressed: Callable[[], object] | None = None, *, icon: str = "", kind: str = "plain"
    ) -> None:
        only_icon = kind in ("icon", "scrim")
        super().__init__()
        self.hear_toggles()
        self._icon_name = icon
        self._kind = kind
        if not only_icon:
            self.setText(text)
        self.setProperty("kind", kind)
        self.setAccessibleName(text)
        self.setAutoDefault(False)
        if only_icon:
            self.setToolTip(text)
        if kind in ("link", "nav", "row"):
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        if pressed is not None:
            self.clicked.connect(lambda _checked=False: pressed())
        self._tint()

    def setText(self, text: str) -> None:
        """Set the words; an icon before them keeps some distance, and `&` is no shortcut here."""
        gap = " " if text and self._icon_name and self._kind != "nav" else ""
        super().setText(gap + text.replace("&", "&&"))

    def set_icon(self, name: str) -> None:
        self._icon_name = name
        self._tint()

    def brief(self, on: bool) -> None:
        """Show the icon alone, with the words as its tooltip; or both again."""
        self.setText("" if on else self.accessibleName())
        self.setToolTip(self.accessibleName() if on else "")

    def name(self, text: str) -> None:
        """Rename an icon button."""
        self.setAccessibleName(text)
        self.setToolTip(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.LayoutDirectionChange):
            self._tint()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._kind == "link" and self.text():
            self._underline()

    def _underline(self) -> None:
        """Draw the line of a link below its letters: Qt's strikes out dots that Arabic ones have there."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        t, inside = tokens.current(), self.rect().adjusted(FRAME_PX, 0, -FRAME_PX, 0)
        begins = QStyle.visualAlignment(self.layoutDirection(), Qt.AlignmentFlag.AlignLeft)
        aligned = begins | Qt.AlignmentFlag.AlignVCenter
        metrics = self.fontMetrics()
        words = metrics.boundingRect(inside, aligned.value, option.text.replace("&&", "&"))
        below = max(words.bottom(), inside.center().y() + metrics.height() // 2)  # of all scripts in it
        painter = QPainter(self)
        painter.setPen(
            QColor(t.disabled if not self.isEnabled() else t.text if self.underMouse() else t.accent_text)
        )
        painter.drawLine(words.left(), below, words.right(), below)
        painter.end()

    def _tint(self) -> None:
        if not self._icon_name:
            return
        t = tokens.current()
        colour = {"primary": t.on_accent, "scrim": t.on_scrim, "nav": t.muted}.get(self._kind, t.text)
        name = MIRRORED.get(self._icon_name, self._icon_name) if right_to_left(self) else self._icon_name
        self.setIcon(icons.icon(name, colour, t.accent_text, self.devicePixelRatioF()))
        self.setIconSize(QSize(tokens.ICON_PX, tokens.ICON_PX))


class Switch(Toggled, QCheckBox):
    """A checkbox drawn as a switch: on is the accent with the knob where lines end.

    With on=None it shows neither until it is set: what is not read yet must not look like "off".
    """

    WIDTH, HEIGHT = 40, 24  # at the usual size of words
    EDGE = 4  # around it, for the focus

    def __init__(self, name: str, on: bool | None = False) -> None:
        super().__init__()
        self._known = False
        self.hear_toggles()
        self.setAccessibleName(name)
        if on is not None:
            self.setChecked(on)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedSize(self.sizeHint())

    def setChecked(self, checked: bool) -> None:
        self._known = True
        super().setChecked(checked)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()  # a choice is made by Space or a click, never by Enter in passing
            return
        super().keyPressEvent(event)

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def sizeHint(self) -> QSize:
        return QSize(tokens.px(self.WIDTH) + 2 * self.EDGE, tokens.px(self.HEIGHT) + 2 * self.EDGE)

    def paintEvent(self, event: QPaintEvent) -> None:
        t = tokens.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        track = QRectF(self.rect()).adjusted(self.EDGE, self.EDGE, -self.EDGE, -self.EDGE)
        round_by = track.height() / 2
        on = self.isChecked()
        faint = not self.isEnabled()
        edge = QColor(t.disabled if faint else t.accent if on else t.edge)
        painter.setPen(QPen(edge, 1 if faint else 1.5))
        painter.setBrush(QColor(t.accent if on and not faint else t.surface))
        painter.drawRoundedRect(track.adjusted(1, 1, -1, -1), round_by - 1, round_by - 1)
        if self._known:
            self._draw_knob(painter, track, QColor(t.on_accent) if on and not faint else edge)
        if self.hasFocus():
            painter.setPen(QPen(QColor(t.focus), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), round_by + 3, round_by + 3)
        painter.end()

    def _draw_knob(self, painter: QPainter, track: QRectF, colour: QColor) -> None:
        """Draw the knob where the switch stands, only its outline where it cannot be used."""
        if self.isEnabled():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
        at_right = self.isChecked() != right_to_left(self)
        half = track.height() / 2
        x = track.right() - half if at_right else track.left() + half
        radius = half / 2
        painter.drawEllipse(QRectF(x - radius, track.center().y() - radius, 2 * radius, 2 * radius))


_MOST_SHOWN = 13  # lines of a list before it scrolls: the months, and what stands before them


class _Line(QStyledItemDelegate):
    """A line of a list, of which no name is measured."""

    def sizeHint(self, option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        plain = QStyleOptionViewItem(option)
        plain.text = "Xg"
        plain.features = QStyleOptionViewItem.ViewItemFeature.HasDisplay
        style = option.widget.style() if option.widget else QApplication.style()
        return style.sizeFromContents(QStyle.ContentsType.CT_ItemViewItem, plain, QSize(), option.widget)


class Choice(QComboBox):
    """A list to choose one thing from, as wide as its widest name, or as so many letters.

    To measure hundreds of names, or scripts that no loaded font has, takes tens of milliseconds, and Qt
    measures the list anew with each font: so all lines are as high as one of Latin letters.
    """

    def __init__(self, name: str, items: Sequence[str], letters: int = 0) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setAccessibleDescription(name)  # on Linux, Qt gives the chosen item for a name
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # nor is one chosen by scrolling over it
        self.addItems(items)
        self.setMaxVisibleItems(_MOST_SHOWN)
        self.setItemDelegate(_Line(self))  # its own knows nothing of our style
        lines = self.view()
        if isinstance(lines, QListView):
            lines.setUniformItemSizes(True)
        if letters:
            self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            self.setMinimumContentsLength(letters)

    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        return QSize(min(least.width(), tokens.px(LEAST_CHOICE_PX)), least.height())

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # scrolling the page must not change a setting in passing

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        _paint_arrow(self, self)


class Arrow(QWidget):
    """The arrow of a list in one of Qt's own dialogs, which would look like a line to write in."""

    def __init__(self, box: QComboBox) -> None:
        super().__init__(box)
        self._box = box
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.resize(box.size())
        box.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.resize(self._box.size())
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        _paint_arrow(self, self._box)


def show_arrows(dialog: QWidget) -> None:
    for box in dialog.findChildren(QComboBox):
        Arrow(box)


def _paint_arrow(on: QWidget, box: QComboBox) -> None:
    painter, size = QPainter(on), tokens.ICON_PX
    colour = tokens.current().muted if box.isEnabled() else tokens.current().disabled
    arrow = icons.pixmap("chevron-down", colour, size, on.devicePixelRatioF())
    at = tokens.S if right_to_left(box) else on.width() - size - tokens.S
    painter.drawPixmap(at, (on.height() - size) // 2, arrow)
    painter.end()


def label(text: str, role: str = "body", *, wrap: bool = True, select: bool = False) -> QLabel:
    """Return a text in a role: display, title, heading, body, muted, small, error."""
    mirrored = QApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
    made = Paragraph(text) if mirrored and wrap and not select else QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("role", role)
    made.setWordWrap(wrap)
    if mirrored:  # else a name in Latin letters stands at the other side
        beginning = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute
        made.setAlignment(beginning | Qt.AlignmentFlag.AlignVCenter)
    if select:
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


class Elided(QLabel):
    """One line that ends in dots where it does not fit."""

    def __init__(self, role: str) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setMinimumWidth(1)  # a long text is cut rather than the window widened

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        said = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        beginning = Qt.AlignmentFlag.AlignRight if right_to_left(self) else Qt.AlignmentFlag.AlignLeft
        painter.drawText(self.rect(), beginning | Qt.AlignmentFlag.AlignVCenter, said)
        painter.end()


class ElidedLink(Button):
    """A link that ends in dots where its words do not fit."""

    def __init__(self, text: str, pressed: Callable[[], object]) -> None:
        super().__init__(text, pressed, kind="link")
        self.setToolTip(text)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        return QSize(1, super().minimumSizeHint().height())

    def initStyleOption(self, option: QStyleOptionButton) -> None:
        super().initStyleOption(option)
        room = self.width() - 2 * FRAME_PX + 1  # widths are rounded
        option.text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room)


def balanced(said: QLabel, width: int) -> int:
    """Return the least width at which a text takes no more lines: no word is left alone in the last."""
    said.ensurePolished()
    height, narrow, wide = said.heightForWidth(width), width // 2, width
    while wide - narrow > tokens.XS:
        middle = (narrow + wide) // 2
        if said.heightForWidth(middle) > height:
            narrow = middle
        else:
            wide = middle
    return min(wide + tokens.S, width)


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and let it go."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        if (inner := item.layout()) is not None:
            clear(inner)
            inner.deleteLater()
        else:
            delete(item)  # whoever takes it has to: a soak kept 17,000


def row(*parts: QWidget | int | None, gap: int | None = None) -> QHBoxLayout:
    """Return parts in a row; None stretches, a number is a space."""
    made = QHBoxLayout()
    made.setContentsMargins(0, 0, 0, 0)
    made.setSpacing(tokens.S if gap is None else gap)
    for part in parts:
        if part is None:
            made.addStretch(1)
        elif isinstance(part, int):
            made.addSpacing(part)
        else:
            made.addWidget(part)
    return made


class Block(QFrame):
    """A plain framed block with a heading; `body` takes what is in it."""

    def __init__(self, heading: str, text: str = "") -> None:
        super().__init__()
        self.setObjectName("block")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(tokens.L, tokens.L, tokens.L, tokens.L)
        self.body.setSpacing(tokens.S)
        self.body.addWidget(label(heading, "heading"))
        if text:
            self.body.addWidget(label(text, "muted"))

    def choice(self, name: str, text: str, switch: Switch, note: QLabel | None = None) -> QLabel:
        """Add a switch with its name and one sentence of consequence; returns that sentence's label."""
        if self.body.count() > 1:
            self.body.addSpacing(tokens.S)
        said = label(text, "muted")
        words = QVBoxLayout()
        words.setSpacing(tokens.XS)
        words.addWidget(label(name))
        words.addWidget(said)
        if note is not None:
            words.addWidget(note)
        line = QHBoxLayout()
        line.setSpacing(tokens.L)
        line.addLayout(words, 1)
        line.addWidget(switch, 0, Qt.AlignmentFlag.AlignTop)
        switch.setAccessibleDescription(text)
        self.body.addLayout(line)
        return said


class EmptyState(QWidget):
    """A friendly empty page: icon, what is so, what one can do, one button, and `others` below it."""

    def __init__(
        self,
        icon: str,
        title: str,
        text: str,
        button: str = "",
        pressed: Callable[[], object] | None = None,
        others: Sequence[tuple[str, Callable[[], object]]] = (),
    ) -> None:
        super().__init__()
        self._icon, self._name = QLabel(), icon
        self._icon.setAlignment(Qt.AlignmentFlag.AlignCenter)
        said, why = label(title, "title"), label(text, "muted")
        layout = QVBoxLayout(self)
        layout.setSpacing(tokens.M)
        layout.addStretch(2)
        layout.addWidget(self._icon)
        for part in (said, why):
            part.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            part.setFixedWidth(balanced(part, tokens.px(440)))
            line = row(None, part, None)
            layout.addLayout(line)
        layout.addSpacing(tokens.S)
        acts = QVBoxLayout()  # all as wide as the widest of them
        acts.setSpacing(tokens.S)
        if button:
            acts.addWidget(Button(button, pressed, kind="primary"))
        for words, act in others:
            acts.addWidget(Button(words, act))
        across = QHBoxLayout()
        across.addStretch(1)
        across.addLayout(acts)
        across.addStretch(1)
        layout.addLayout(across)
        layout.addStretch(3)
        self._tint()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()
        super().changeEvent(event)

    def _tint(self) -> None:
        colour = tokens.current().muted
        self._icon.setPixmap(icons.pixmap(self._name, colour, 40, self.devicePixelRatioF()))
