"""Names are typed here: a field that knows the names there are, and what it asks when one is taken."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

from PySide6.QtCore import QRectF, QSize, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QSizePolicy, QStyledItemDelegate, QVBoxLayout, QWidget

from rollsuggest.i18n import _
from rollsuggest.library.rows import PersonRow
from rollsuggest.ui import face_paint, people_rows, tokens, wording
from rollsuggest.ui.controls import Button, label, row
from rollsuggest.ui.desk import Desk
from rollsuggest.ui.dialogs import Dialog

LONGEST = 120


def complete(field: QLineEdit, names: Sequence[str]) -> QCompleter:
    """Let a line be completed to one of these names, its list drawn like the menus.

    A field keeps the completer it has: Qt deletes one that is replaced, at once, and a soak crashed there.
    """
    if (known := field.completer()) is not None and isinstance(model := known.model(), QStringListModel):
        if model.stringList() != list(names):
            model.setStringList(list(names))
        return known
    completer = QCompleter(field)
    completer.setModel(QStringListModel(list(names), completer))
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    field.setCompleter(completer)
    if (popup := completer.popup()) is not None:
        popup.setAccessibleName(_("Names"))
        popup.setObjectName("completions")
        popup.setItemDelegate(QStyledItemDelegate(popup))  # its own knows nothing of our style
    return completer


class NameField(QLineEdit):
    """A line that completes to the names there are. Esc leaves everything as it was."""

    left = Signal()

    def __init__(self, names: Sequence[str] = ()) -> None:
        super().__init__()
        self.setPlaceholderText(_("Who is this?"))
        self.setAccessibleName(_("Name"))
        self.setMaxLength(LONGEST)
        self.set_names(names)

    def set_names(self, names: Sequence[str]) -> None:
        complete(self, names).setFilterMode(Qt.MatchFlag.MatchContains)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()  # it ends the typing and nothing else


class Portrait(QWidget):
    """A round face, or a small group of faces in a row."""

    def __init__(self, desk: Desk, size_px: int) -> None:
        super().__init__()
        self._desk, self._size = desk, size_px
        self._keys: tuple[Hashable, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFixedSize(size_px, size_px)
        desk.thumbs.arrived.connect(self._arrived)

    def show_keys(self, *keys: Hashable, name: str) -> None:
        """Show the first of these that is there: the best first, what is quick to have last."""
        self._keys = keys
        self.setAccessibleName(name)
        self._desk.thumbs.want(f"portrait-{id(self)}", reversed(keys))
        self.update()

    def _arrived(self, key: object) -> None:
        if key in self._keys:
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._size, self._size)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        thumbs = self._desk.thumbs
        best = next((key for key in self._keys if thumbs.get(key) is not None), None)
        shown = (best,) if best is not None else self._keys[:1]
        face_paint.paint_pictures(painter, thumbs, QRectF(self.rect()), shown)
        painter.end()


class SameName(Dialog):
    """A name that somebody has already: the same person, or another one of that name?"""

    def __init__(
        self,
        parent: QWidget,
        desk: Desk,
        one: PersonRow,
        other: PersonRow,
        same: Callable[[], object],
        another: Callable[[], object] | None,
    ) -> None:
        title = _("Same person as {name}?").format(name=other.name)
        super().__init__(parent, title, 440)
        self.column.addWidget(label(title, "heading"))
        faces = row(None, self._face(desk, one), tokens.L, self._face(desk, other), None)
        self.column.addLayout(faces)
        text = _("Then their photos are put together under {name}. You can undo it.").format(name=other.name)
        self.column.addWidget(label(text, "muted"))
        self.same = Button(_("Same person"), self.accept, kind="primary")
        self.accepted.connect(same)
        buttons: list[QWidget] = [Button(_("Cancel"), self.reject)]
        if another is not None:
            buttons.append(Button(_("Another {name}").format(name=other.name), lambda: self._other(another)))
        self.buttons(*buttons, self.same)
        self.same.setFocus()

    def _other(self, another: Callable[[], object]) -> None:
        self.reject()
        another()

    @staticmethod
    def _face(desk: Desk, person: PersonRow) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(0, 0, 0, 0)
        picture = Portrait(desk, tokens.FACE_PX)
        picture.show_keys(*people_rows.cover(person), name=person.name or _("A face without a name"))
        column.addWidget(picture, 0, Qt.AlignmentFlag.AlignHCenter)
        name = person.name or _("No name yet")
        for text, role in ((name, "body"), (wording.photos(person.photos), "small")):
            said = label(text, role, wrap=False)
            said.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(said)
        return made


class WhoDialog(Dialog):
    """Say by typing who some faces are."""

    def __init__(
        self, parent: QWidget, title: str, names: Sequence[str], said: Callable[[str], object]
    ) -> None:
        super().__init__(parent, title, 400)
        self.column.addWidget(label(title, "heading"))
        self.field = NameField(names)
        self.field.left.connect(self.reject)
        self.field.returnPressed.connect(self._say)
        self.column.addWidget(self.field)
        self.yes = Button(_("OK"), self._say, kind="primary")
        self.buttons(Button(_("Cancel"), self.reject), self.yes)
        self._said = said
        self.field.setFocus()

    def _say(self) -> None:
        if text := " ".join(self.field.text().split()):
            self.accept()
            self._said(text)
