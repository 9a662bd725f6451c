"""Settings: how many photos are looked at side by side, and when; how far the looking is."""

from __future__ import annotations

import os
from dataclasses import replace

from rollsuggest.i18n import _
from rollsuggest.settings import Settings
from rollsuggest.studio import Told
from rollsuggest.ui import tokens, wording
from rollsuggest.ui.controls import Block, Choice, Switch, label, row
from rollsuggest.ui.desk import Desk
from rollsuggest.ui.looking import Looking
from rollsuggest.ui.settings_now import Change


class SpeedBlock(Block):
    def __init__(self, desk: Desk, change: Change) -> None:
        super().__init__(
            _("Performance"),
            _(
                "How many photos are looked at side by side. Fewer is slower and gentler. "
                "A change counts when looking starts the next time."
            ),
        )
        most = min(os.cpu_count() or 1, 16)
        self.workers = Choice(
            _("Photos looked at side by side"),
            [_("Leave one core free"), *(wording.count(n) for n in range(1, most + 1))],
        )
        self.workers.activated.connect(lambda at: change(lambda s: replace(s, workers=at)))
        self.body.addLayout(row(self.workers, None))
        self._when_choices(change)
        self.done_when = label(
            _(
                "First every photo gets its date and a small copy, newest first, so that you can browse. "
                "What is in the pictures is looked at after that."
            ),
            "muted",
        )
        self.body.addSpacing(tokens.S)
        self.body.addWidget(self.done_when)
        self.body.addSpacing(tokens.S)
        self.looking = Looking(desk)
        self.body.addWidget(self.looking)

    def _when_choices(self, change: Change) -> None:
        self.only_away = Switch(_("Only while I am away from the computer"), on=None)
        self._away_said = self.choice(_("Only while I am away from the computer"), "", self.only_away)
        self.only_mains = Switch(_("Only on mains power"), on=None)
        self._mains_said = self.choice(_("Only on mains power"), "", self.only_mains)
        self.only_away.clicked.connect(lambda on: change(lambda s: replace(s, only_when_away=on)))
        self.only_mains.clicked.connect(lambda on: change(lambda s: replace(s, only_on_mains=on)))

    def show_now(self, settings: Settings, told: Told) -> None:
        self.workers.setCurrentIndex(min(settings.workers, self.workers.count() - 1))
        self.only_away.setChecked(settings.only_when_away)
        self.only_mains.setChecked(settings.only_on_mains)
        self._away_said.setText(
            _("Photos are looked at when nothing was typed or moved for two minutes.")
            if told.away
            else _("This system does not tell when it was last used, so this has no effect.")
        )
        self._mains_said.setText(
            _("On battery, looking at photos waits.")
            if told.mains
            else _("No battery is known on this computer, so this has no effect.")
        )
        for switch, said in ((self.only_away, self._away_said), (self.only_mains, self._mains_said)):
            switch.setAccessibleDescription(said.text())
