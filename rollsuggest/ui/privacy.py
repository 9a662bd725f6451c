"""Privacy on one page: what is allowed, what is stored where, what was sent, the terms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from PySide6.QtWidgets import QLabel, QVBoxLayout

from rollsuggest.consent.grants import Grants, suggesting
from rollsuggest.consent.terms import TERMS
from rollsuggest.errors import UserError
from rollsuggest.i18n import LANGUAGES, _, ngettext
from rollsuggest.library.erasing import Kept
from rollsuggest.library.outbox import There
from rollsuggest.library.rows import Amount, Stored
from rollsuggest.model import Purpose
from rollsuggest.settings import Settings
from rollsuggest.studio import Studio
from rollsuggest.ui import tokens, wording
from rollsuggest.ui.cloud import CloudDialog
from rollsuggest.ui.controls import Block, Button, Switch, clear, label, row
from rollsuggest.ui.desk import Desk
from rollsuggest.ui.erasing import ask_erase_faces, ask_withdraw_all
from rollsuggest.ui.filling import FillingPage
from rollsuggest.ui.flow import flow
from rollsuggest.ui.known import KnownBlock
from rollsuggest.ui.locking import LockBlock
from rollsuggest.ui.terms import show_agreed, show_changes, show_terms


@dataclass(frozen=True, slots=True)
class Held:
    grants: Grants
    settings: Settings
    stored: Stored
    kept: Mapping[Kept, Amount]
    sent: int  # photos, to any server
    unconfirmed: int  # of these, which the server did not say it deleted
    locked: bool


def read_held(studio: Studio) -> Held:
    parcels = studio.cloud_parcels()
    sent = sum(1 for parcel in parcels if parcel.sent_at is not None)
    unconfirmed = sum(1 for parcel in parcels if parcel.there is There.UNCONFIRMED)
    grants, settings, stored = studio.grants(), studio.settings(), studio.stored()
    return Held(grants, settings, stored, studio.kept(), sent, unconfirmed, studio.is_locked())


class PrivacyPage(FillingPage):
    topics = frozenset({"consent", "settings", "photos", "people", "cloud"})
    anew = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._held: Held | None = None
        blocks = (
            self._allowed_block, self._known_block, self._lock_block, self._sent_block, self._terms_block,
        )  # fmt: skip
        self.fill(_("Privacy"), blocks)

    # what you allowed

    def _allowed_block(self) -> Block:
        block = Block(_("What you allowed"))
        texts = {
            Purpose.ANALYSE: (
                _("Look at photos"),
                _(
                    "Opens the photos in your folders, on this computer, to find good ones. Off stops all"
                    " work and turns off people, places and the cloud too: measured faces and places are"
                    " erased."
                ),
            ),
            Purpose.FACES: (
                _("Recognise people"),
                _("Measures faces so that photos of the same person can be grouped. Off erases them."),
            ),
            Purpose.PLACES: (
                _("Use places"),
                _(
                    "Reads where photos were taken to name trips. No map service is contacted. Off erases"
                    " places."
                ),
            ),
            Purpose.SUGGESTIONS: (
                _("Suggestions"),
                _("Off: nothing is suggested, and no new photos are looked at."),
            ),
            Purpose.CLOUD: (
                _("Cloud processing"),
                _("Sends photos you choose to a server you name. Asks first; off stops at once."),
            ),
        }
        self.switches: dict[Purpose, Switch] = {}
        self._since: dict[Purpose, QLabel] = {}
        for purpose, (name, text) in texts.items():
            switch = self.switches[purpose] = Switch(name, on=None)
            since = self._since[purpose] = label("", "small")
            block.choice(name, text, switch, since)
            switch.clicked.connect(lambda on, purpose=purpose: self._switched(purpose, on))
        return block

    def _switched(self, purpose: Purpose, on: bool) -> None:
        """Ask where something is lost or leaves; the switch shows what holds, not what is being asked."""
        bridge = self.desk.bridge
        self._show_switches()
        if purpose is Purpose.CLOUD:
            if on:
                CloudDialog(self, bridge, self._held.settings if self._held else Settings()).open()
            else:
                bridge.change(lambda studio: studio.turn_off_cloud())
        elif purpose is Purpose.SUGGESTIONS:
            bridge.change(partial(switch_suggestions, on=on))
        elif purpose is Purpose.ANALYSE:
            if on:
                self.desk.consent_asked.emit()
            else:
                ask_withdraw_all(self, self.desk)
        elif on:
            bridge.change(lambda studio: allow_and_go_on(studio, purpose))
        elif purpose is Purpose.FACES and self._held and self._held.stored.faces:
            ask_erase_faces(self, self.desk)
        else:
            bridge.change(lambda studio: studio.withdraw(purpose))

    # what is known, its lock, what was sent, and the terms

    def _known_block(self) -> Block:
        self.known = KnownBlock(self.desk)
        return self.known

    def _lock_block(self) -> Block:
        self.lock = LockBlock(self.desk)
        return self.lock

    def _sent_block(self) -> Block:
        block = Block(_("What was sent"))
        self._sent = label("")
        block.body.addWidget(self._sent)
        self.outbox = Button(_("Show what was sent"), lambda: self.desk.go.emit("outbox"), icon="cloud")
        self.record = Button(_("Show the whole record"), lambda: self.desk.go.emit("record"))
        block.body.addLayout(flow(self.outbox, self.record))
        return block

    def _terms_block(self) -> Block:
        block = Block(_("Terms"))
        self._terms = QVBoxLayout()
        self._terms.setSpacing(tokens.S)
        block.body.addLayout(self._terms)
        return block

    def _show_terms(self, grants: Grants) -> None:
        """List the terms that stand now, and each older version that was agreed to, to be read."""
        clear(self._terms)
        when = next((one.at for one in grants.agreed if one.version == TERMS), None)
        stands = _("Version {n} stands now.").format(n=TERMS)
        agreed = (
            _("You agreed to it on {when}.").format(when=wording.stamp(when.astimezone())) if when else ""
        )
        self._terms.addWidget(label(f"{stands} {agreed}".strip()))
        self._terms.addLayout(row(Button(_("Read the terms"), lambda: show_terms(self)), None))
        for old in grants.agreed:
            if old.version == TERMS:
                continue
            said = _("You agreed to version {n}, in {language}, on {when}.").format(
                n=old.version, language=LANGUAGES[old.language], when=wording.stamp(old.at.astimezone())
            )
            self._terms.addWidget(label(said))
            read = Button(_("Read version {n}").format(n=old.version), partial(show_agreed, self, old))
            changed = Button(
                _("What changed since version {n}").format(n=old.version), partial(show_changes, self, old)
            )
            self._terms.addLayout(flow(read, changed))

    def refresh(self) -> None:
        self.desk.bridge.read(
            "privacy",
            read_held,
            lambda held: self.once_whole(lambda: self._show(held)),
            lambda error: self.once_whole(lambda: self._unknown(error)),
        )

    def _unknown(self, error: UserError) -> None:
        """Where the record was changed from outside, nothing is allowed: no switch says otherwise."""
        self.desk.tell(error)
        for purpose, switch in self.switches.items():
            switch.setChecked(False)
            switch.setEnabled(False)
            self._since[purpose].setText(_("Not allowed"))

    def _show(self, held: Held) -> None:
        self._held = held
        self._show_switches()
        self._show_terms(held.grants)
        self._show_sent(held)
        self.lock.show_locked(held.locked)
        self.known.show_known(held.stored, held.kept)

    def _show_sent(self, held: Held) -> None:
        sent = ngettext("{n} photo was sent to a server.", "{n} photos were sent to a server.", held.sent)
        said = sent.format(n=wording.count(held.sent)) if held.sent else _("Nothing was sent.")
        if held.unconfirmed:
            open_ones = ngettext(
                "{n} deletion is not confirmed.", "{n} deletions are not confirmed.", held.unconfirmed
            )
            said += " " + open_ones.format(n=wording.count(held.unconfirmed))
        self._sent.setText(said)

    def _show_switches(self) -> None:
        if self._held is None:
            return
        grants = self._held.grants
        allowed = grants.has(Purpose.ANALYSE)
        wanted = self._held.settings.suggestions
        for purpose, switch in self.switches.items():
            on = wanted if purpose is Purpose.SUGGESTIONS else grants.has(purpose)
            switch.setChecked(on)
            switch.setEnabled(allowed or purpose is Purpose.ANALYSE)
            self._since[purpose].setText(since_when(grants, purpose, on))


def since_when(grants: Grants, purpose: Purpose, on: bool) -> str:
    """Say since when something is allowed, or is not any more; of the cloud, for which server."""
    allowed, gone = grants.when(purpose), grants.taken_back(purpose)
    if purpose is Purpose.SUGGESTIONS:
        allowed = suggesting(grants, on)
    if not on:
        return _("Taken back on {when}").format(when=stamp(gone)) if gone else _("Not allowed")
    said = _("Allowed since {when}").format(when=stamp(allowed)) if allowed else _("Allowed")
    return f"{said} · {grants.recipient}" if purpose is Purpose.CLOUD else said


def stamp(when: datetime) -> str:
    return wording.stamp(when.astimezone())


def switch_suggestions(studio: Studio, *, on: bool) -> None:
    studio.change_settings(replace(studio.settings(), suggestions=on))
    if on and studio.grants().has(Purpose.ANALYSE) and studio.rolls():
        studio.start_indexing()


def allow_and_go_on(studio: Studio, purpose: Purpose) -> None:
    """Allow one thing more; what it newly allows is looked at right away."""
    studio.allow(purpose)
    if studio.rolls() and studio.settings().suggestions:
        studio.start_indexing()
