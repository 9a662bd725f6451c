"""What was made and saved: open it, or show where it lies."""

from __future__ import annotations

from collections.abc import Hashable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QStackedLayout, QVBoxLayout, QWidget

from rollsuggest.i18n import _
from rollsuggest.library.rows import Creation
from rollsuggest.model import Make, Purpose
from rollsuggest.studio import Studio
from rollsuggest.ui import tokens, wording
from rollsuggest.ui.controls import Button, EmptyState, clear, label, margins
from rollsuggest.ui.desk import Desk
from rollsuggest.ui.flow import flow
from rollsuggest.ui.hand import Grip
from rollsuggest.ui.handing import copy_files, drag_files
from rollsuggest.ui.outside import open_outside, show_in_folder
from rollsuggest.ui.page import Page, header, reading_column
from rollsuggest.ui.pictures import cover_rect

SMALL_PX, WORDS_PX = 120, 190
STILLS = frozenset({".jpg", ".jpeg", ".png", ".pdf"})
PRINTED = STILLS - {".pdf"}  # which the program that opens it prints
MOST = 200  # rows; older ones lie in the person's folders as before


class Cover(QWidget):
    """The creation as a small picture."""

    def __init__(self, desk: Desk, creation: Creation) -> None:
        super().__init__()
        self._desk = desk
        self.key: Hashable = creation.path if creation.made_by else (creation.recipe, 2 * SMALL_PX)
        width, height = creation.recipe.format.size_px
        self.setFixedSize(QSize(round(SMALL_PX * width / height), SMALL_PX))
        self._grip, self._file = Grip(), creation.path
        desk.covers.arrived.connect(self._arrived)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._grip.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the file to another program."""
        if self._grip.move(event) and self._grip.dragged:
            self._grip.let_go()
            picture = self._desk.covers.get(self.key)
            drag_files(self, (self._file,), picture.toImage() if picture else QImage())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._grip.let_go()

    def _arrived(self, key: object) -> None:
        if key == self.key:
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        place, path = QRectF(self.rect()), QPainterPath()
        path.addRoundedRect(place, tokens.RADIUS_CONTROL, tokens.RADIUS_CONTROL)
        painter.fillPath(path, QColor(tokens.current().placeholder))
        if (picture := self._desk.covers.get(self.key)) is not None:
            painter.setClipPath(path)
            painter.drawPixmap(place, picture, cover_rect(picture.width(), picture.height(), place))
        painter.end()


class Words(QWidget):
    """What is told of a creation: as wide as there is room, and no narrower than can be read in peace."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def sizeHint(self) -> QSize:
        return QSize(tokens.px(WORDS_PX), super().sizeHint().height())


def made_as(creation: Creation) -> str:
    """Return what was saved: the page that stands for a film is a collage, saved as a picture."""
    if creation.recipe.make is Make.RECAP and creation.path.suffix.lower() in STILLS:
        return wording.make_name(Make.COLLAGE)
    return wording.made_name(creation.recipe)


class SavedPage(Page):
    topics = frozenset({"consent", "creations"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._shown: tuple[tuple[Creation, bool], ...] = ()
        area, self._column = reading_column(self)
        area.setAccessibleName(_("Saved"))
        self._column.setSpacing(tokens.M)
        self._empty: QWidget = QWidget()
        self._stack = QStackedLayout()
        self._stack.addWidget(area)
        self._stack.addWidget(self._empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(header(_("Saved")))
        layout.addLayout(self._stack, 1)

    def refresh(self) -> None:
        def read(studio: Studio) -> tuple[tuple[Creation, bool], ...] | None:
            if not studio.grants().has(Purpose.ANALYSE):
                return None
            made = sorted(studio.creations(), key=lambda c: c.created_at, reverse=True)[:MOST]
            return tuple((creation, creation.path.exists()) for creation in made)

        self.desk.bridge.read("saved", read, self._show)

    def _show(self, found: tuple[tuple[Creation, bool], ...] | None) -> None:
        if not found:
            self._stack.removeWidget(self._empty)
            self._empty.deleteLater()
            self._empty = self.not_allowed() if found is None else EmptyState(
                "bookmark", _("Nothing saved yet"), _("What you save of the suggestions is listed here.")
            )  # fmt: skip
            self._stack.addWidget(self._empty)
            self._stack.setCurrentWidget(self._empty)
            self._shown = ()
            return
        self._stack.setCurrentIndex(0)
        if found == self._shown:
            return
        self._shown = found
        clear(self._column)
        wishes: list[Hashable] = []
        for creation, there in found:
            cover = Cover(self.desk, creation)
            wishes.append(cover.key)
            self._column.addWidget(self._line(cover, creation, there))
        self._column.addStretch(1)
        self.desk.covers.want("saved", wishes)

    def _line(self, cover: Cover, creation: Creation, there: bool) -> QFrame:
        line = QFrame()
        line.setObjectName("block")
        told = Words()
        words = QVBoxLayout(told)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(tokens.XS)
        name = creation.path.name
        words.addWidget(label(wording.apart(creation.recipe.title or name), "heading"))
        made, when = made_as(creation), wording.stamp(creation.created_at)
        kind = _("{make}, {shape}, {when}").format(
            make=made, shape=wording.format_name(creation.recipe.format), when=when
        )
        if creation.recipe.clip or creation.recipe.whole:  # it has a shape of its own
            kind = _("{make}, {when}").format(make=made, when=when)
        words.addWidget(label(kind, "small"))
        if creation.made_by:
            words.addWidget(
                label(_("Made in the cloud, by {server}").format(server=creation.made_by), "small")
            )
        file = wording.path(creation.path)
        where = file if there else _("{file} is not there any more").format(file=file)
        words.addWidget(label(where, "small", select=True))
        opened = Button(_("Open"), lambda: open_outside(creation.path, self.desk.notice), icon="maximize-2")
        opened.setEnabled(there)
        opened.setAccessibleName(_("Open {name}").format(name=name))
        copy = Button(
            _("Copy {name}").format(name=name), lambda: self._copy(creation), icon="copy", kind="icon"
        )
        copy.setEnabled(there)
        folder = Button(
            _("Show {name} in folder").format(name=name),
            lambda: show_in_folder(creation.path, self.desk.notice),
            icon="folder-open",
            kind="icon",
        )
        layout = QHBoxLayout(line)
        margins(layout, tokens.M, tokens.M, tokens.L, tokens.M)
        layout.setSpacing(tokens.L)
        layout.addWidget(cover)
        room = folder.sizeHint().width()  # the buttons of all lines stand below each other
        printed: Button | int = room
        if creation.path.suffix.lower() in PRINTED:
            said = _("Print {name}").format(name=name)
            printed = Button(said, lambda: self._print(creation), icon="printer", kind="icon")
            printed.setEnabled(there)
        acts = QWidget()
        acts.setLayout(flow(opened, printed, copy, folder, gap=tokens.L))
        acts.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        beside = QVBoxLayout()
        beside.addStretch(1)
        beside.addLayout(flow(told, acts, gap=tokens.L))
        beside.addStretch(1)
        layout.addLayout(beside, 1)
        return line

    def _print(self, creation: Creation) -> None:
        from rollsuggest.ui.printing import print_file  # which loads more of Qt

        print_file(self.window(), self.desk, creation.path)

    def _copy(self, creation: Creation) -> None:
        copy_files((creation.path,))
        self.desk.notice(_("Copied. You can paste the file elsewhere."))
