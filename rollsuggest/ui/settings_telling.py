"""Settings: what is never suggested, and whether a new suggestion is told."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QSystemTrayIcon

from rollsuggest.i18n import _
from rollsuggest.settings import Settings
from rollsuggest.ui.controls import Block, Button, Switch, row
from rollsuggest.ui.desk import Desk
from rollsuggest.ui.settings_now import Change


class TellBlock(Block):
    def __init__(self, desk: Desk, change: Change) -> None:
        super().__init__(_("Quiet list and notifications"))
        self.quiet = Button(_("Open the Quiet list"), lambda: desk.go.emit("quiet"))
        self.body.addLayout(row(self.quiet, None))
        self.nudity = Switch(_("Suggest photos that may show nudity or medical care"), on=None)
        self.choice(
            _("Suggest photos that may show nudity or medical care"),
            _(
                "Off: photos in which somebody may be naked, and those with a plaster, a syringe, a"
                " stethoscope or an oxygen mask plainly seen, are left out of suggestions. It is a guess,"
                " made on this computer; wounds and blood are not recognised."
            ),
            self.nudity,
        )
        self.tell = Switch(_("Tell me of a new suggestion"), on=None)
        self._tell_said = self.choice(_("Tell me of a new suggestion"), "", self.tell)
        self.tell_titles = Switch(_("Show titles in notifications"), on=None)
        self.choice(
            _("Show titles in notifications"),
            _("Off: it only says that there is a new one. Titles may name places and people."),
            self.tell_titles,
        )
        self.nudity.clicked.connect(lambda on: change(lambda s: replace(s, nudity=on)))
        self.tell.clicked.connect(lambda on: change(lambda s: replace(s, notifications=on)))
        self.tell_titles.clicked.connect(lambda on: change(lambda s: replace(s, notification_titles=on)))

    def show_now(self, settings: Settings) -> None:
        """Say that nothing can be told where the desktop has no place for a program's icon."""
        can = QSystemTrayIcon.isSystemTrayAvailable()
        self.nudity.setChecked(settings.nudity)
        self.tell.setChecked(settings.notifications)
        self.tell.setEnabled(can or settings.notifications)
        self._tell_said.setText(
            _("At most once a day, between 9 and 21 h, while rollsuggest is open. Text only, no picture.")
            if can
            else _("This desktop shows no icons of programs, so rollsuggest cannot tell you here.")
        )
        self.tell.setAccessibleDescription(self._tell_said.text())
        self.tell_titles.setChecked(settings.notification_titles)
        self.tell_titles.setEnabled(settings.notifications)
