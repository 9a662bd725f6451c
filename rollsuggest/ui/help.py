"""Help: the guide to read in the app, and a report of a problem, shown before anybody gets it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QPlainTextEdit, QWidget

from rollsuggest import i18n, paths
from rollsuggest.i18n import _
from rollsuggest.storing import whole
from rollsuggest.ui.controls import Button, label
from rollsuggest.ui.desk import Desk
from rollsuggest.ui.dialogs import Dialog, TextDialog


def pages() -> tuple[tuple[str, str], ...]:
    """Return the texts there are to read: file and title."""
    return (
        ("guide", _("User guide")),
        ("faq", _("Questions and answers")),
        ("troubleshooting", _("When something does not work")),
        ("privacy", _("About privacy")),
    )


def guide_text(name: str) -> str:
    """Return a page in Markdown, in the language that is spoken."""
    spoken = i18n.spoken()
    file = f"{name}.md" if spoken == "en" else f"{name}.{spoken}.md"
    return (paths.resources() / "guide" / file).read_text("utf-8")


def show_guide(parent: QWidget, name: str) -> TextDialog:
    dialog = TextDialog(parent, dict(pages())[name], guide_text(name))
    dialog.open()
    return dialog


def guide_buttons(parent: QWidget) -> list[Button]:
    return [Button(title, partial(show_guide, parent, name), kind="link") for name, title in pages()]


def report_problem(parent: QWidget, desk: Desk) -> None:
    desk.bridge.read("report", lambda s: s.report(), lambda text: ReportDialog(parent, desk, text).open())


class ReportDialog(Dialog):
    """The whole report, to read, copy or save. Nothing is sent."""

    def __init__(self, parent: QWidget, desk: Desk, text: str) -> None:
        title = _("Report a problem")
        super().__init__(parent, title, 600, fits=False)
        self.resize(640, 560)
        self._desk, self.text = desk, text
        self.column.addWidget(label(title, "heading"))
        self.column.addWidget(
            label(
                _(
                    "This is all that the report holds: no photo, no name, no place and no path. Read it, and"
                    " give it to whom you want, with a sentence about what you did. Nothing is sent."
                )
            )
        )
        shown = QPlainTextEdit(text)
        shown.setReadOnly(True)
        shown.setAccessibleName(_("The report"))
        shown.setTabChangesFocus(True)
        self.column.addWidget(shown, 1)
        self.copy = Button(_("Copy"), lambda: QApplication.clipboard().setText(text))
        self.save = Button(_("Save as a file"), self._ask)
        self.buttons(self.copy, self.save, Button(_("Close"), self.accept))

    def _ask(self) -> None:
        start = str(Path.home() / "rollsuggest-report.txt")
        dialog = QFileDialog(self, _("Save as a file"), start)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda file: self.write(Path(file)))
        dialog.open()

    def write(self, file: Path) -> None:
        def save(_studio: object) -> None:
            with whole(file) as beside:
                beside.write_text(self.text, "utf-8")

        self._desk.bridge.change(save, lambda _a: self._desk.notice(_("The report is saved.")))
