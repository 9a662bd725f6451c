"""May we? Pure decisions over the ledger's entries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from rollsuggest.errors import ConsentError
from rollsuggest.i18n import _
from rollsuggest.model import AssetId, Purpose


@dataclass(frozen=True, slots=True)
class Sending:
    """What a line about one photo in the cloud tells of it; sizes in bytes."""

    asset: AssetId
    photo: str  # its file, relative to the folder that the person chose
    bytes: int
    sha256: str  # of what was sent, hexadecimal
    what: str  # what it was sent for, in words


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger. `act`: allow, withdraw, decline; send, delete (confirmed by a server);
    export; erase (here).
    """

    at: datetime
    act: str
    purpose: Purpose | None
    terms: str  # version of the terms that stood when the person decided
    recipient: str = ""
    sending: Sending | None = None
    language: str = ""  # of a yes: in which language the terms were agreed to
    sha256: str = ""  # of that text; "" of yeses before this was written down


class Agreed(NamedTuple):
    """A version of the terms that was agreed to: when first, and in which language then."""

    version: str
    at: datetime
    language: str
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Grants:
    """What is allowed now and since when; `asked` tells whether the person ever answered."""

    since: tuple[tuple[Purpose, datetime], ...] = ()
    asked: bool = False
    recipient: str = ""  # of cloud processing: the one server that it was allowed for
    agreed: tuple[Agreed, ...] = ()
    renewing: str = ""  # the version agreed to last, where the terms changed since
    said: frozenset[Purpose] = frozenset()  # whose last word was yes, under whichever terms
    until: tuple[tuple[Purpose, datetime], ...] = ()  # of what was taken back last, when that was

    def has(self, purpose: Purpose) -> bool:
        return any(held is purpose for held, _at in self.since)

    def when(self, purpose: Purpose) -> datetime | None:
        return next((at for held, at in self.since if held is purpose), None)

    def taken_back(self, purpose: Purpose) -> datetime | None:
        return next((at for gone, at in self.until if gone is purpose), None)


@dataclass(frozen=True, slots=True)
class Permit:
    """A yes for one act. Minted only in this file; acts that need one take it as an argument."""

    purpose: Purpose
    recipient: str  # "" is this computer
    assets: frozenset[AssetId]  # empty: all of the rolls; of cloud processing: none


def grants_of(entries: Iterable[Entry], terms: str) -> Grants:
    """Fold the ledger into what holds now: the last word on each purpose, under the terms of today.

    A yes to other terms does not count any more: the person is shown the new ones and asked again.
    """
    told = tuple(entries)
    asked = [entry for entry in told if entry.purpose is not Purpose.SUGGESTIONS]  # a setting, no question
    yeses = [entry for entry in asked if entry.act == "allow" and entry.purpose]
    agreed: dict[str, Agreed] = {}
    for entry in yeses:
        agreed.setdefault(entry.terms, Agreed(entry.terms, entry.at, entry.language, entry.sha256))
    now = [entry for entry in told if entry.terms == terms]
    held, recipient = _held(now)
    return Grants(
        tuple(sorted(held.items())),
        any(entry.terms == terms for entry in asked),
        recipient if Purpose.CLOUD in held else "",
        tuple(agreed.values()),
        "" if terms in agreed or not agreed else next(reversed(agreed)),
        frozenset(_held(told)[0]),
        tuple(sorted(_taken_back(told).items())),
    )


def _taken_back(entries: Iterable[Entry]) -> dict[Purpose, datetime]:
    """Return the purposes whose last word was no, and when it was said."""
    found: dict[Purpose, datetime] = {}
    for entry in entries:
        if entry.purpose and entry.act == "withdraw":
            found[entry.purpose] = entry.at
        elif entry.purpose and entry.act == "allow":
            found.pop(entry.purpose, None)
    return found


def _held(entries: Iterable[Entry]) -> tuple[dict[Purpose, datetime], str]:
    """Return since when each purpose is allowed, and the server of cloud processing."""
    held: dict[Purpose, datetime] = {}
    recipient = ""
    for entry in entries:
        if entry.purpose is None:
            continue
        if entry.act == "allow":
            if entry.purpose is Purpose.CLOUD and entry.recipient != recipient:
                held.pop(Purpose.CLOUD, None)  # a yes to somebody else is a new one
                recipient = entry.recipient
            held.setdefault(entry.purpose, entry.at)
        elif entry.act == "withdraw":
            held.pop(entry.purpose, None)
    if Purpose.ANALYSE not in held:  # nothing else means anything without it
        held.clear()
    return held, recipient


def refusal(purpose: Purpose) -> str:
    """Return what is said where a purpose is not allowed."""
    return {
        Purpose.ANALYSE: _("Looking at photos has not been allowed."),
        Purpose.FACES: _("Recognising people has not been allowed."),
        Purpose.PLACES: _("Using places has not been allowed."),
        Purpose.SUGGESTIONS: _("Suggestions are off."),
        Purpose.CLOUD: _("Cloud processing is off."),
    }[purpose]


def suggesting(grants: Grants, on: bool) -> datetime | None:
    """Return since when suggestions are on, or off; None where that was never said."""
    if on:
        return grants.when(Purpose.SUGGESTIONS) or grants.when(Purpose.ANALYSE)
    return grants.taken_back(Purpose.SUGGESTIONS)


def permit(
    grants: Grants, purpose: Purpose, *, recipient: str = "", assets: Iterable[AssetId] = ()
) -> Permit:
    """Return the yes for one act, or raise ConsentError with what the person can do."""
    if not grants.has(purpose):
        advice = _("Allow it in the window under Privacy, or run: rollsuggest consent allow {purpose}")
        raise ConsentError(refusal(purpose), advice.format(purpose=purpose.value))
    return Permit(purpose, recipient, frozenset(assets))


def permit_sending(grants: Grants, recipient: str, asset: AssetId) -> Permit:
    """Return the yes for sending one photo to one server, or raise ConsentError."""
    made = permit(grants, Purpose.CLOUD, recipient=recipient, assets=[asset])
    if grants.recipient != recipient:
        raise ConsentError(
            _("Sending to {server} has not been allowed.").format(server=recipient),
            _("Cloud processing is allowed for one server at a time: turn it on for this one."),
        )
    return made


def permit_deleting(recipient: str) -> Permit:
    """Return the yes for asking a server to delete what it was sent: it holds after cloud is off, too."""
    return Permit(Purpose.CLOUD, recipient, frozenset())


def permit_greeting(server: str) -> Permit:
    """Return the yes for one greeting, no more: the person named this server and pressed Allow."""
    return Permit(Purpose.CLOUD, server, frozenset())
