"""Before something is saved: what the file shows of people, days and places; faces blurred in one tap."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QVBoxLayout, QWidget

from rollsuggest.i18n import _
from rollsuggest.library.rows import Reveals
from rollsuggest.model import Recipe
from rollsuggest.studio.revealed import told, why_not
from rollsuggest.ui import tokens
from rollsuggest.ui.controls import Button, Switch, label, row
from rollsuggest.ui.desk import Desk
from rollsuggest.ui.dialogs import Dialog


class LeavingDialog(Dialog):
    """Tells what a file reveals, then hands on the recipe, with faces blurred if that was wished."""

    def __init__(
        self,
        parent: QWidget,
        desk: Desk,
        recipe: Recipe,
        go_on: Callable[[Recipe], object],
        made_elsewhere: bool = False,
    ) -> None:
        super().__init__(parent, _("Before you save it"), 560)
        self._recipe, self._elsewhere = recipe, made_elsewhere
        self._found: Reveals | None = None
        self.column.addWidget(label(_("Before you save it"), "title"))
        self.column.addWidget(label(_("Whoever gets the file can see:")))
        self.lines = label("", select=True)
        self.column.addWidget(self.lines)
        self.blur = Switch(_("Blur faces without a name"), on=recipe.blur)
        self.blur.clicked.connect(self._tell)
        self.why = label("", "muted")
        words = QVBoxLayout()
        words.setSpacing(tokens.XS)
        words.addWidget(label(_("Blur faces without a name")))
        words.addWidget(self.why)
        across = row()
        across.addLayout(words, 1)
        across.addWidget(self.blur)
        self.column.addLayout(across)
        self.column.addWidget(
            label(
                _("Not in the file: coordinates, serial numbers, and all else that your photos carry."),
                "muted",
            )
        )
        self.no = Button(_("Cancel"), self.reject)
        self.yes = Button(_("Choose where to save"), self.accept, kind="primary")
        self.accepted.connect(lambda: go_on(self.chosen()))
        self.buttons(self.no, self.yes)
        self.yes.setFocus()
        self._tell()
        desk.bridge.read("reveals", lambda studio: studio.reveals(recipe), self._show)

    def chosen(self) -> Recipe:
        return replace(self._recipe, blur=self.blur.isChecked())

    def _show(self, found: Reveals) -> None:
        self._found = found
        self._tell()

    def _tell(self) -> None:
        found, recipe = self._found, self.chosen()
        why = "" if found is None else why_not(found, recipe, self._elsewhere)
        if why:
            self.blur.setChecked(False)
        self.blur.setEnabled(found is not None and not why)
        self.why.setText(why or _("A face that was not found is not blurred. Moving pictures become stills."))
        self.blur.setAccessibleDescription(self.why.text())
        lines = told(found, self.chosen(), self._elsewhere)
        self.lines.setText("\n".join(f"• {line}" for line in lines))
        if self.isVisible():
            self.fit()
