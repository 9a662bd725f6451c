"""What a day that comes back is called, where it is neither a birthday nor an anniversary."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QWidget

from rollsuggest.i18n import _, day_of_month
from rollsuggest.model import Occasion
from rollsuggest.ui.controls import Button, label
from rollsuggest.ui.dialogs import Dialog

LONGEST = 60  # letters of a name: it is the title of a card


class DayName(Dialog):
    def __init__(self, parent: QWidget, asked: Occasion, keep: Callable[[str], object]) -> None:
        title = _("What is {day}?").format(day=day_of_month(asked.month, asked.day))
        super().__init__(parent, title, 440)
        self._keep = keep
        self.column.addWidget(label(title, "heading"))
        self.column.addWidget(label(_("In the week of that day its photos are suggested under this name.")))
        self.field = QLineEdit()
        self.field.setAccessibleName(_("Name of the day"))
        self.field.setPlaceholderText(_("The day we met"))
        self.field.setMaxLength(LONGEST)
        self.field.textChanged.connect(self._written)
        self.field.returnPressed.connect(self._done)
        self.column.addWidget(self.field)
        self.done_button = Button(_("Name the day"), self._done, kind="primary")
        self.buttons(Button(_("Cancel"), self.reject), self.done_button)
        self._written("")
        self.field.setFocus()

    def _written(self, text: str) -> None:
        self.done_button.setEnabled(bool(text.strip()))

    def _done(self) -> None:
        if name := self.field.text().strip():
            self.accept()
            self._keep(name)
