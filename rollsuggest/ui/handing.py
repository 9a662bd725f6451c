"""What other programs are given of photos: dragged out, copied, opened, shown in their folder, printed.

They get the files themselves. A drag offers to copy and nothing else: no other program is to move an original
away because a photo was dropped on it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, QPoint, QSize, Qt, QUrl
from PySide6.QtGui import QDrag, QImage, QPixmap
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from rollsuggest.i18n import _, ngettext
from rollsuggest.model import AssetId
from rollsuggest.ui import keys, wording
from rollsuggest.ui.desk import Desk
from rollsuggest.ui.outside import open_outside, show_in_folder

MOST = 2000  # files at once: more than any program that takes a drop was made for
DRAGGED_PX = 120
GNOME_COPIES = "x-special/gnome-copied-files"  # what file managers of Linux paste files from


def files_data(files: Sequence[Path]) -> QMimeData:
    """Return files as other programs take them, to copy."""
    data = QMimeData()
    urls = [QUrl.fromLocalFile(str(file)) for file in files]
    data.setUrls(urls)
    lines = ["copy", *(url.toString(QUrl.ComponentFormattingOption.FullyEncoded) for url in urls)]
    data.setData(GNOME_COPIES, "\n".join(lines).encode())
    return data


def drag_files(widget: QWidget, files: Sequence[Path], picture: QImage) -> None:
    """Drag files out, as long as the mouse is held; returns when it is let go."""
    if not files or not QApplication.mouseButtons() & Qt.MouseButton.LeftButton:
        return
    drag = QDrag(widget)
    drag.setMimeData(files_data(files))
    if not picture.isNull():
        small = QSize(DRAGGED_PX, DRAGGED_PX)
        keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        drag.setPixmap(QPixmap.fromImage(picture.scaled(small, keep, smooth)))
    drag.exec(Qt.DropAction.CopyAction)


def copy_files(files: Sequence[Path]) -> None:
    QApplication.clipboard().setMimeData(files_data(files))


class Handing(QObject):
    """Hands on the photos that are chosen in a widget; the first of them where only one can be."""

    def __init__(self, desk: Desk, widget: QWidget, chosen: Callable[[], tuple[AssetId, ...]]) -> None:
        super().__init__(widget)
        self._desk, self._widget, self._chosen = desk, widget, chosen

    def menu(self, at: QPoint, before: Sequence[tuple[str, Callable[[], object]]] = ()) -> QMenu:
        """Show all that can be done, at a point of the screen; `before` are the widget's own acts."""
        menu = QMenu(self._widget)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName(_("Share"))
        one = len(self._chosen()) == 1
        for text, act in before:
            menu.addAction(text, act)
        if before:
            menu.addSeparator()
        menu.addAction("\t".join((_("Copy"), keys.spoken(keys.COPY))), self.copy)
        if one:
            menu.addAction(_("Open in another program"), self.open)
            menu.addAction(_("Show in folder"), self.show)
            menu.addAction("\t".join((_("Print…"), keys.spoken(keys.PRINT))), self.print)
        menu.popup(at)
        menu.setActiveAction(menu.actions()[0])
        return menu

    def copy(self) -> None:
        self._ask("copy files", self._copied)

    def drag(self, picture: QImage) -> None:
        self._ask("drag files", lambda files: drag_files(self._widget, files, picture))

    def open(self) -> None:
        def opened(files: tuple[Path, ...]) -> None:
            if files:
                open_outside(files[0], self._desk.notice)

        self._ask("open file", opened)

    def show(self) -> None:
        def told(files: tuple[Path, ...]) -> None:
            if files:
                show_in_folder(files[0], self._desk.notice)

        self._ask("show file", told)

    def print(self) -> None:
        from rollsuggest.ui.printing import print_photo  # which loads more of Qt

        if chosen := self._chosen():
            print_photo(self._widget.window(), self._desk, chosen[0])

    def _ask(self, name: str, done: Callable[[tuple[Path, ...]], None]) -> None:
        assets = self._chosen()
        if len(assets) > MOST:
            self._desk.notice(
                _("Other programs are given at most {n} photos at once.").format(n=wording.count(MOST))
            )
        elif assets:
            self._desk.bridge.read(name, lambda studio: studio.files(assets), done)

    def _copied(self, files: tuple[Path, ...]) -> None:
        if not files:
            return
        copy_files(files)
        self._desk.notice(
            ngettext(
                "Copied. You can paste the file elsewhere; all that it carries goes along, its place too.",
                "Copied. You can paste the {n} files elsewhere; all that they carry goes along, places too.",
                len(files),
            ).format(n=wording.count(len(files)))
        )
