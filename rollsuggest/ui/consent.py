"""The question before anything is looked at. Closing it means Not now; Enter decides nothing."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from rollsuggest.consent.grants import Grants
from rollsuggest.i18n import _
from rollsuggest.model import Purpose
from rollsuggest.ui import tokens
from rollsuggest.ui.controls import Button, Switch, label, row
from rollsuggest.ui.dialogs import Dialog, TextDialog, stored_where
from rollsuggest.ui.flow import flow
from rollsuggest.ui.terms import show_changes, show_terms


class ConsentDialog(Dialog):
    allowed = Signal(tuple)  # of Purpose
    declined = Signal()

    def __init__(self, parent: QWidget | None, data: Path, cache: Path, grants: Grants | None = None) -> None:
        super().__init__(parent, _("Before rollsuggest looks at your photos"), 600)
        self.column.addWidget(label(_("Before rollsuggest looks at your photos"), "title"))
        older = grants.renewing if grants else ""
        before = next((one for one in grants.agreed if one.version == older), None) if grants else None
        chosen = grants.said if grants and older else frozenset({Purpose.PLACES})
        self.faces = Switch(_("Recognise people"), on=Purpose.FACES in chosen)
        self.places = Switch(_("Use places"), on=Purpose.PLACES in chosen)
        self.changes = Button(
            _("What changed since version {n}").format(n=older),
            lambda: show_changes(self, before) if before else None,
            kind="link",
        )
        if older:
            self._say_they_changed(older)
        self._lines()
        self.terms = Button(_("Read the full terms (2 min)"), lambda: show_terms(self), kind="link")
        self.where = Button(
            _("What is stored, and where"),
            lambda: TextDialog(self, _("What is stored, and where"), stored_where(data, cache)).open(),
            kind="link",
        )
        self.changes.setVisible(bool(older))
        self.column.addLayout(flow(self.terms, self.changes, self.where))
        self.not_now = Button(_("Not now"), self.reject)
        self.allow = Button(_("Allow"), self.accept)
        for button in (self.not_now, self.allow):
            button.setMinimumSize(QSize(tokens.px(160), tokens.px(40)))
        self.column.addLayout(row(None, self.not_now, self.allow, None, gap=tokens.M))
        self.accepted.connect(lambda: self.allowed.emit(self.choices()))
        self.rejected.connect(self.declined.emit)
        self.faces.setFocus()

    def _say_they_changed(self, older: str) -> None:
        """Until the person agrees to the new terms nothing is done; what they chose before is proposed."""
        said = _(
            "The terms changed since you agreed to version {n}. Nothing is done until you agree anew. "
            "The switches stand as you had them; what you turn off now is erased."
        )
        self.column.addWidget(label(said.format(n=older)))

    def choices(self) -> tuple[Purpose, ...]:
        """Return what Allow allows as the switches stand."""
        chosen = [Purpose.ANALYSE]
        if self.faces.isChecked():
            chosen.append(Purpose.FACES)
        if self.places.isChecked():
            chosen.append(Purpose.PLACES)
        return tuple(chosen)

    def _lines(self) -> None:
        lines: list[tuple[str, str, Switch | None]] = [
            (
                "",
                _(
                    "It opens the photos in the folder you choose, on this computer, to find good ones. "
                    "It never changes or uploads them."
                ),
                None,
            ),
            (
                _("Recognise people"),
                _(
                    "measures faces so that photos of the same person can be grouped. Face measurements stay "
                    "in rollsuggest's own folder and can be erased at any time."
                ),
                self.faces,
            ),
            (
                _("Use places"),
                _("reads where photos were taken to name trips. No map service is contacted."),
                self.places,
            ),
            (
                "",
                _(
                    "Cloud processing is off. It is a separate switch in Settings; nothing leaves this "
                    "computer without it."
                ),
                None,
            ),
        ]
        grid = QGridLayout()
        grid.setHorizontalSpacing(tokens.L)
        grid.setVerticalSpacing(tokens.L)
        grid.setColumnStretch(0, 1)
        for number, (name, text, switch) in enumerate(lines):
            said = QLabel(f"<b>{name}:</b> {text}" if name else text)
            said.setTextFormat(Qt.TextFormat.RichText)
            said.setWordWrap(True)
            grid.addWidget(said, number, 0, 1, 1 if switch else 2)
            if switch is not None:
                switch.setAccessibleDescription(text)
                grid.addWidget(switch, number, 1, Qt.AlignmentFlag.AlignVCenter)
        self.column.addLayout(grid)
