"""Settings: the switches of what rollsuggest does at all, suggestions and cloud processing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from rollsuggest.errors import UserError
from rollsuggest.i18n import _
from rollsuggest.model import Purpose
from rollsuggest.settings import Settings
from rollsuggest.ui import wording
from rollsuggest.ui.cloud import CloudDialog
from rollsuggest.ui.controls import Block, Button, Choice, Switch, label
from rollsuggest.ui.desk import Desk
from rollsuggest.ui.flow import flow
from rollsuggest.ui.privacy import switch_suggestions
from rollsuggest.ui.settings_now import Change, Now

A_DAY = (1, 5, 10, 20, 50, 100)


class SwitchBlock(Block):
    def __init__(self, desk: Desk, change: Change, not_changed: Callable[[UserError], None]) -> None:
        super().__init__(_("What rollsuggest does"))
        self._desk, self._not_changed = desk, not_changed
        self._now: Now | None = None
        self.suggestions = Switch(_("Suggestions"), on=None)
        self.choice(
            _("Suggestions"),
            _("Off: nothing is suggested, and no new photos are looked at."),
            self.suggestions,
        )
        self.cloud = Switch(_("Cloud processing"), on=None)
        self._cloud_said = self.choice(_("Cloud processing"), "", self.cloud)
        self.cloud_mains = Switch(_("Send on mains power only"), on=None)
        self.choice(
            _("Send on mains power only"), _("On battery, sending to the server waits."), self.cloud_mains
        )
        self.cloud_mains.clicked.connect(lambda on: change(lambda s: replace(s, cloud_on_mains=on)))
        self.cloud_unmetered = Switch(_("Not over networks that cost by use"), on=None)
        self._unmetered_said = self.choice(self.cloud_unmetered.accessibleName(), "", self.cloud_unmetered)
        self.cloud_unmetered.clicked.connect(lambda on: change(lambda s: replace(s, cloud_unmetered=on)))
        self.a_day = Choice(_("Photos sent in a day, at most"), [wording.count(n) for n in A_DAY])
        self.a_day.activated.connect(lambda at: change(lambda s: replace(s, cloud_a_day=A_DAY[at])))
        self.outbox = Button(_("What was sent"), lambda: desk.go.emit("outbox"), icon="cloud")
        self.body.addLayout(
            flow(label(_("Photos sent in a day, at most"), wrap=False), self.a_day, None, self.outbox)
        )
        self.suggestions.clicked.connect(self._turn_suggestions)
        self.cloud.clicked.connect(self._turn_cloud)

    def show_now(self, now: Now) -> None:
        """The switches show what holds, not what is being asked."""
        self._now = now
        cloud = now.grants.has(Purpose.CLOUD)
        self.suggestions.setChecked(now.settings.suggestions)
        self.cloud.setChecked(cloud)
        self.cloud.setEnabled(now.grants.has(Purpose.ANALYSE))
        said = _("On, with {server}: you are asked before a photo is sent.").format(
            server=now.settings.cloud_server
        )
        self._cloud_said.setText(said if cloud else _("Off: everything stays on this computer."))
        self.cloud.setAccessibleDescription(self._cloud_said.text())
        self.cloud_mains.setChecked(now.settings.cloud_on_mains)
        most = now.settings.cloud_a_day
        self.a_day.setCurrentIndex(A_DAY.index(most) if most in A_DAY else -1)
        for control in (self.cloud_mains, self.cloud_unmetered, self.a_day):
            control.setEnabled(cloud)
        self.cloud_unmetered.setChecked(now.settings.cloud_unmetered)
        self._unmetered_said.setText(
            _("Sending waits on mobile data, and where this system says that the network is metered.")
            if not cloud or tells_of_network()
            else _("This system does not tell whether a network is metered, so this has no effect.")
        )
        self.cloud_unmetered.setAccessibleDescription(self._unmetered_said.text())

    def _turn_suggestions(self, on: bool) -> None:
        self._desk.bridge.change(partial(switch_suggestions, on=on), failed=self._not_changed)

    def _turn_cloud(self, on: bool) -> None:
        if self._now is not None:
            self.show_now(self._now)
        if on:
            CloudDialog(self, self._desk.bridge, self._now.settings if self._now else Settings()).open()
        else:
            self._desk.bridge.change(lambda studio: studio.turn_off_cloud())


def tells_of_network() -> bool:
    from rollsuggest.ui.network import network

    return network() is not None
