"""Privacy on one page: what is allowed, what is stored where, what was sent, the terms."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QLabel, QVBoxLayout

from rollsuggest.consent.grants import Grants
from rollsuggest.consent.terms import TERMS
from rollsuggest.i18n import _, ngettext
from rollsuggest.library.outbox import There
from rollsuggest.library.rows import Stored
from rollsuggest.model import Purpose
from rollsuggest.settings import Settings
from rollsuggest.studio import Studio
from rollsuggest.ui import tokens, wording
from rollsuggest.ui.cloud import CloudDialog
from rollsuggest.ui.controls import Block, Button, Choice, Switch, clear, label, row
from rollsuggest.ui.desk import Desk
from rollsuggest.ui.erasing import ask_erase_all, ask_erase_faces, ask_erase_kind, ask_withdraw_all, kinds
from rollsuggest.ui.folders import show_in_folder
from rollsuggest.ui.locking import LockBlock
from rollsuggest.ui.page import Page, header, reading_column
from rollsuggest.ui.terms import show_changes, show_terms


@dataclass(frozen=True, slots=True)
class Held:
    grants: Grants
    settings: Settings
    stored: Stored
    sent: int  # photos, to any server
    unconfirmed: int  # of these, which the server did not say it deleted
    locked: bool


def read_held(studio: Studio) -> Held:
    parcels = studio.cloud_parcels()
    sent = sum(1 for parcel in parcels if parcel.sent_at is not None)
    unconfirmed = sum(1 for parcel in parcels if parcel.there is There.UNCONFIRMED)
    grants, settings, stored = studio.grants(), studio.settings(), studio.stored()
    return Held(grants, settings, stored, sent, unconfirmed, studio.is_locked())


class PrivacyPage(Page):
    topics = frozenset({"consent", "settings", "photos", "people", "cloud"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._held: Held | None = None
        area, column = reading_column(self)
        area.setAccessibleName(_("Privacy"))
        column.addWidget(self._allowed_block())
        column.addWidget(self._stored_block())
        self.lock = LockBlock(desk)
        column.addWidget(self.lock)
        column.addWidget(self._sent_block())
        column.addWidget(self._terms_block())
        column.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(header(_("Privacy")))
        layout.addWidget(area, 1)

    # what you allowed

    def _allowed_block(self) -> Block:
        block = Block(_("What you allowed"))
        texts = {
            Purpose.ANALYSE: (
                _("Look at photos"),
                _("Opens the photos in your folders, on this computer, to find good ones."),
            ),
            Purpose.FACES: (
                _("Recognise people"),
                _("Measures faces so that photos of the same person can be grouped. Off erases them."),
            ),
            Purpose.PLACES: (
                _("Use places"),
                _("Reads where photos were taken to name trips. No map service is contacted."),
            ),
            Purpose.CLOUD: (
                _("Cloud processing"),
                _("Sends photos you choose to a server you name. Asks first; off stops at once."),
            ),
        }
        self.switches: dict[Purpose, Switch] = {}
        self._since: dict[Purpose, QLabel] = {}
        for purpose, (name, text) in texts.items():
            switch = self.switches[purpose] = Switch(name)
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

    # what is stored where

    def _stored_block(self) -> Block:
        block = Block(_("What is stored, and where"))
        self._stored = QVBoxLayout()
        self._stored.setSpacing(tokens.S)
        block.body.addLayout(self._stored)
        self.erase_faces = Button(_("Erase faces"), lambda: ask_erase_faces(self, self.desk), kind="danger")
        self.erase_all = Button(_("Erase everything"), lambda: ask_erase_all(self, self.desk), kind="danger")
        self.kind = Choice(_("What to erase"), [name for name, _text in kinds().values()])
        self.erase_kind = Button(_("Erase..."), self._ask_kind, kind="danger")
        block.body.addLayout(row(self.kind, self.erase_kind, None))
        block.body.addLayout(row(self.erase_faces, self.erase_all, None))
        return block

    def _ask_kind(self) -> None:
        ask_erase_kind(self, self.desk, tuple(kinds())[max(self.kind.currentIndex(), 0)])

    def _sent_block(self) -> Block:
        block = Block(_("What was sent"))
        self._sent = label("")
        block.body.addWidget(self._sent)
        self.outbox = Button(_("Show what was sent"), lambda: self.desk.go.emit("outbox"), icon="cloud")
        self.record = Button(_("Show the whole record"), lambda: self.desk.go.emit("record"))
        block.body.addLayout(row(self.outbox, self.record, None))
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
        when = dict(grants.agreed).get(TERMS)
        stands = _("Version {n} stands now.").format(n=TERMS)
        agreed = (
            _("You agreed to it on {when}.").format(when=wording.stamp(when.astimezone())) if when else ""
        )
        self._terms.addWidget(label(f"{stands} {agreed}".strip()))
        self._terms.addLayout(row(Button(_("Read the terms"), lambda: show_terms(self)), None))
        for version, at in grants.agreed:
            if version == TERMS:
                continue
            said = _("You agreed to version {n} on {when}.")
            self._terms.addWidget(label(said.format(n=version, when=wording.stamp(at.astimezone()))))
            read = Button(_("Read version {n}").format(n=version), partial(show_terms, self, version))
            changed = Button(
                _("What changed since version {n}").format(n=version), partial(show_changes, self, version)
            )
            self._terms.addLayout(row(read, changed, None))

    def refresh(self) -> None:
        self.desk.bridge.read("privacy", read_held, self._show)

    def _show(self, held: Held) -> None:
        self._held = held
        self._show_switches()
        self._show_terms(held.grants)
        self._show_sent(held)
        self.lock.show_locked(held.locked)
        stored = held.stored
        self.erase_faces.setEnabled(stored.faces > 0)
        clear(self._stored)
        faces = ngettext("{n} face measurement", "{n} face measurements", stored.faces)
        persons = ngettext("{n} name you gave", "{n} names you gave", stored.persons)
        places = ngettext("{n} photo with a place", "{n} photos with a place", stored.places)
        found = _("{photos}, {faces}, {persons}, {places}").format(
            photos=wording.photos(stored.photos), faces=faces.format(n=wording.count(stored.faces)),
            persons=persons.format(n=wording.count(stored.persons)),
            places=places.format(n=wording.count(stored.places)),
        )  # fmt: skip
        self._stored.addWidget(label(found))
        for name, size, folder in (
            (_("Database, settings, choices"), stored.database_bytes, stored.data_folder),
            (_("Small copies of photos"), stored.thumbnail_bytes, stored.cache_folder),
        ):
            said = label(f"{name}: {wording.size(size)}\n{folder}", "muted", select=True)
            opened = Button(_("Open {folder}").format(folder=folder), partial(show_in_folder, folder),

                            icon="folder-open", kind="icon")  # fmt: skip
            line = row(said, opened)
            line.setStretch(0, 1)
            self._stored.addLayout(line)

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
        for purpose, switch in self.switches.items():
            when = grants.when(purpose)
            switch.setChecked(grants.has(purpose))
            switch.setEnabled(allowed or purpose is Purpose.ANALYSE)
            text = _("Allowed since {when}").format(when=wording.stamp(when)) if when else _("Not allowed")
            self._since[purpose].setText(text)


def allow_and_go_on(studio: Studio, purpose: Purpose) -> None:
    """Allow one thing more; what it newly allows is looked at right away."""
    studio.allow(purpose)
    if studio.rolls() and studio.settings().suggestions:
        studio.start_indexing()
