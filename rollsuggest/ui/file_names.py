"""Names of people out of the person's files, chosen before they are taken."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from rollsuggest.i18n import _, ngettext
from rollsuggest.library.named_faces import NameFound
from rollsuggest.library.rows import PersonRow
from rollsuggest.ui import wording
from rollsuggest.ui.controls import Button, label
from rollsuggest.ui.desk import Desk
from rollsuggest.ui.dialogs import Dialog
from rollsuggest.ui.people_rows import of_name


class NamesDialog(Dialog):
    """Reads the files, shows the names found, and takes those that are checked."""

    def __init__(self, parent: QWidget, desk: Desk, rows: Sequence[PersonRow]) -> None:
        title = _("Names in your files")
        super().__init__(parent, title, 480, fits=False)
        self.resize(500, 460)
        self._desk, self._rows = desk, tuple(rows)
        self._found: tuple[NameFound, ...] = ()
        self._stopped = threading.Event()
        self.finished.connect(lambda _result: self._stopped.set())
        self._alive = [True]
        self.destroyed.connect(self._alive.clear)
        self.said = label(
            _("Reads the names that other programs (Picasa, digiKam, Lightroom, Windows) wrote into your "
              "photos or beside them. Nothing in your files is changed.")
        )  # fmt: skip
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 1000)
        self.bar.setAccessibleName(_("Reading your files"))
        self.list = QListWidget()
        self.list.setAccessibleName(_("Names found"))
        self.list.itemChanged.connect(lambda _item: self._count())
        reading = QWidget()
        column = QVBoxLayout(reading)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(label(_("Reading your files"), "muted"))
        column.addWidget(self.bar)
        column.addStretch(1)
        self.none = label("", "body")
        self.none.hide()
        self._middle = QWidget()
        self._stack = QStackedLayout(self._middle)
        for part in (reading, self.list):
            self._stack.addWidget(part)
        self.no = Button(_("Cancel"), self.reject)
        self.yes = Button(_("Take names"), self._take, kind="primary")
        self.yes.setEnabled(False)
        self.column.addWidget(label(title, "heading"))
        self.column.addWidget(self.said)
        self.column.addWidget(self._middle, 1)
        self.column.addWidget(self.none)
        self.buttons(self.no, self.yes)
        bridge = desk.bridge

        def moved(share: float) -> None:
            bridge.later(lambda: self.bar.setValue(round(share * 1000)) if self._alive else None)

        bridge.read(
            "", lambda s: s.names_in_files(moved, lambda: self._stopped.is_set() or bridge.closing),
            lambda found: self._show(found) if self._alive else None,
            lambda error: self._say(str(error)) if self._alive else None, "makes",
        )  # fmt: skip

    def _show(self, found: tuple[NameFound, ...]) -> None:
        self._found = found
        if not found:
            self._say(_("There are no names in your files that rollsuggest does not know yet."))
            return
        for name in found:
            item = QListWidgetItem(self._line(name))
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable
                          | Qt.ItemFlag.ItemIsSelectable)  # fmt: skip
            item.setCheckState(Qt.CheckState.Checked)
            self.list.addItem(item)
        self._stack.setCurrentWidget(self.list)
        self.list.setCurrentRow(0)
        self.list.setFocus()
        self._count()

    def _line(self, name: NameFound) -> str:
        faces = ngettext("{n} face", "{n} faces", len(name.faces)).format(n=wording.count(len(name.faces)))
        known = of_name(self._rows, name.name)
        cluster = next((r for r in self._rows if r.cluster == name.cluster), None)
        if known is not None:
            then = _("joins {name}").format(name=known.name)
        elif cluster is not None and cluster.name:
            then = _("now {name}; becomes a person of its own").format(name=cluster.name)
        else:
            then = _("names somebody without a name") if cluster is not None else _("a new person")
        if name.guessed:
            many = len(name.guessed)
            guessed = ngettext(
                "{n} guessed: the only face in its photo", "{n} guessed: the only face in their photos", many
            )
            faces = _("{faces} ({guessed})").format(
                faces=faces, guessed=guessed.format(n=wording.count(many))
            )
        return f"{name.name}\n{wording.facts(faces, then)}"

    def _say(self, text: str) -> None:
        self.none.setText(text)
        self._middle.hide()  # no list: its room would be a hole
        self.none.show()
        self.yes.hide()
        self.no.setText(_("Close"))
        self.no.setAccessibleName(_("Close"))
        self.fit()

    def chosen(self) -> tuple[NameFound, ...]:
        checked = Qt.CheckState.Checked
        return tuple(n for i, n in enumerate(self._found) if self.list.item(i).checkState() == checked)

    def _count(self) -> None:
        many = len(self.chosen())
        text = ngettext("Take {n} name", "Take {n} names", many).format(n=wording.count(many))
        self.yes.setText(text)
        self.yes.setAccessibleName(text)
        self.yes.setEnabled(many > 0)

    def _take(self) -> None:
        desk, chosen = self._desk, self.chosen()
        many = ngettext("{n} name taken from your files.", "{n} names taken from your files.", len(chosen))
        desk.bridge.change(
            lambda s: s.take_names(chosen),
            lambda taken: desk.notice(
                many.format(n=wording.count(len(chosen))), _("Undo"),
                lambda: desk.bridge.change(lambda s: s.give_names_back(taken)),
            ),
        )  # fmt: skip
        self.accept()
