"""Does what the outbox asks for, one step at a time; a crash between any two lines loses and doubles nothing.

[Note: Before, then after]
What may happen is written down before it happens (a parcel is SENDING, and its server HOLDS something, before
a byte leaves), what came back is a file before the database says so. After a crash the outbox tells what may
have happened; the same key makes a repeated step harmless where the server knows keys, and where it does not,
the person decides (State.UNSURE).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from rollsuggest.cloud import outbox, receipts, trouble
from rollsuggest.cloud.folder import OutboxFolder, digest
from rollsuggest.cloud.outbox import Act
from rollsuggest.cloud.provider import Ended, Made, Provider, Working
from rollsuggest.cloud.wire import Answer, Request, Wire
from rollsuggest.consent.grants import Grants, Permit, Sending, permit_deleting, permit_sending
from rollsuggest.consent.ledger import Ledger
from rollsuggest.errors import ConsentError, UserError
from rollsuggest.i18n import _
from rollsuggest.library import outbox as stored
from rollsuggest.library.database import Database
from rollsuggest.library.outbox import ACTIVE, Parcel, State, There
from rollsuggest.model import AssetId, Purpose
from rollsuggest.settings import Settings

BUSY_S = 30.0  # how soon to look again while something keeps us from sending
NO_ASSET = AssetId(0)  # of a photo that left the library


@dataclass(frozen=True, slots=True)
class Means:
    """What the sender works with; the studio hands it over."""

    db: Database
    ledger: Ledger
    wire: Wire
    folder: OutboxFolder
    settings: Callable[[], Settings]
    secret: Callable[[str], str]  # recipient -> its key
    provider: Callable[[Parcel], Provider]
    finish: Callable[[Parcel], str]  # draws anew what came; returns the file it is kept in
    hindered: Callable[[], str]  # why nothing may be sent now, in words; "" when it may
    changed: Callable[[], None]
    tell: Callable[[str], None]  # what the person has to hear, wherever they are
    now: Callable[[], datetime]


class Sender:
    def __init__(self, means: Means) -> None:
        self._means = means

    def recover(self) -> None:
        """Take up the outbox where the last program left it. Nobody else may be sending."""
        means = self._means
        with means.db.write() as db:
            for parcel in stored.parcels(db):
                state = outbox.after_crash(parcel.state, repeats=means.provider(parcel).repeats)
                if parcel.state is State.SENDING and means.folder.came(parcel.key).exists():
                    state = State.SENT
                if state is not parcel.state:
                    stored.change(
                        db, parcel.id, state=state, trouble=_unsure() if state is State.UNSURE else ""
                    )
            kept = {p.key for p in stored.parcels(db) if needs_files(p)}
        means.folder.sweep(kept)

    def step(self) -> float | None:
        """Do what is due; returns in how many seconds to call again, None when nothing waits."""
        means = self._means
        settings, now = means.settings(), means.now()
        held_back = settings.cloud_paused or bool(means.hindered())
        with means.db.read() as db:
            parcels = stored.parcels(db)
        due = outbox.next_step(parcels, now, a_day=settings.cloud_a_day, may_send=not held_back)
        if due.act is None or due.parcel is None:
            waiting = any(p.state is State.WAITING for p in parcels)
            return min(due.wait_s or BUSY_S, BUSY_S) if waiting and held_back else due.wait_s
        acts = {Act.DELETE: self._delete, Act.LOOK: self._look, Act.SEND: self._send}
        acts[due.act](due.parcel, means.provider(due.parcel))
        means.changed()
        return 0.0

    # sending

    def _send(self, parcel: Parcel, provider: Provider) -> None:
        attempts = parcel.attempts + 1
        there = There.HELD if parcel.there is There.NOTHING else parcel.there
        if not self._change(
            parcel, [State.WAITING], state=State.SENDING, attempts=attempts, there=there, trouble=""
        ):
            return
        parcel = replace(parcel, state=State.SENDING, attempts=attempts, there=there)
        try:
            picture = self._picture(parcel)
            came = provider.send(self._asker(parcel, self._sending), parcel, picture)
        except UserError as error:
            self._not_sent(parcel, error, repeats=provider.repeats)
            return
        self._came(parcel, came)

    def _picture(self, parcel: Parcel) -> bytes:
        """Return what was shown to the person, byte for byte."""
        try:
            picture = self._means.folder.picture(parcel.key).read_bytes()
        except OSError as error:
            raise UserError(
                _("The prepared picture is not there any more."), _("Prepare it anew.")
            ) from error
        if digest(picture) != parcel.sha256:
            raise UserError(_("The prepared picture is not what you were shown."), _("Prepare it anew."))
        return picture

    def _not_sent(self, parcel: Parcel, error: UserError, *, repeats: bool) -> None:
        """Decide what becomes of a parcel that could not be sent, or not for certain."""
        with self._means.db.read() as db:
            (parcel,) = stored.parcels(db, [parcel.id])
        left = parcel.sent_at is not None  # something of it did leave, now or before
        if isinstance(error, trouble.UnreachedError):
            state = State.WAITING
        elif isinstance(error, trouble.LostError):
            state = State.WAITING if repeats else State.UNSURE
        elif isinstance(error, trouble.RefusedError) and error.passes:
            known = repeats or error.status in (408, 425, 429, 503)
            state = State.WAITING if known else State.UNSURE
        elif isinstance(error, ConsentError):
            state = State.CANCELLED
        else:
            state = State.FAILED
        unreached = isinstance(error, trouble.UnreachedError)  # offline for days: it waits
        if state is State.WAITING and not unreached and parcel.attempts >= outbox.MOST_ATTEMPTS:
            state = State.FAILED
        asked_s = error.wait_s if isinstance(error, trouble.RefusedError) else 0.0
        wait = _wait(parcel.attempts, error, asked_s)
        there = parcel.there if left else There.NOTHING
        self._end(
            replace(parcel, there=there),
            [State.SENDING],
            state=state,
            next_at=self._means.now() + wait,
            trouble=_unsure() if state is State.UNSURE else str(error),
        )

    def _came(self, parcel: Parcel, came: Working | Made | Ended) -> None:
        means = self._means
        if isinstance(came, Ended):
            self._end(parcel, ACTIVE, state=State.FAILED, trouble=came.why)
        elif isinstance(came, Made):
            means.folder.keep(parcel.key, came.picture)
            if self._change(parcel, ACTIVE, state=State.SENT, next_at=None, attempts=0, trouble=""):
                self._finish(parcel)
        else:
            soon = means.now() + timedelta(seconds=outbox.LOOK_EVERY_S)
            remote = came.remote or parcel.remote
            self._change(
                parcel, ACTIVE, state=State.SENT, remote=remote, next_at=soon, attempts=0, trouble=""
            )

    # looking

    def _look(self, parcel: Parcel, provider: Provider) -> None:
        if self._means.folder.came(parcel.key).exists():
            self._finish(parcel)
            return
        try:
            came = provider.look(self._asker(parcel, self._sending), parcel)
        except UserError as error:
            attempts = parcel.attempts + 1
            told: dict[str, Any] = {"attempts": attempts, "trouble": str(error)}
            if isinstance(error, ConsentError):
                self._end(parcel, [State.SENT], state=State.CANCELLED, **told)
            elif attempts >= outbox.MOST_ATTEMPTS and not isinstance(error, trouble.UnreachedError):
                self._end(parcel, [State.SENT], state=State.FAILED, **told)
            else:
                wait = _wait(attempts, error)
                self._change(parcel, [State.SENT], next_at=self._means.now() + wait, **told)
            return
        self._came(parcel, came)

    def _finish(self, parcel: Parcel) -> None:
        """Draw anew what came and hand it to the person: once, however often this is begun."""
        try:
            made = self._means.finish(parcel)
        except UserError as error:
            self._end(parcel, [State.SENT], state=State.FAILED, trouble=str(error))
            return
        self._end(parcel, [State.SENT, State.DONE], state=State.DONE, made=made, trouble="")

    def _end(self, parcel: Parcel, expect: Any, **values: Any) -> None:
        """Store a state; with the last one goes the wish that nothing of it stays anywhere."""
        if values["state"] in (State.DONE, State.FAILED, State.CANCELLED):
            values |= {"ended_at": self._means.now(), "next_at": None}
            if parcel.there is There.HELD:
                values |= {"there": There.WANTED, "attempts": 0}
        if "there" not in values:
            values["there"] = parcel.there
        self._change(parcel, expect, **values)
        with self._means.db.read() as db:
            now = stored.parcels(db, [parcel.id])
        if now and now[0].state in (State.DONE, State.FAILED, State.UNSURE):
            self._means.tell(_ending(now[0]))
        if not now or not needs_files(now[0]):
            self._means.folder.forget(parcel.key)

    # deleting

    def _delete(self, parcel: Parcel, provider: Provider) -> None:
        now, attempts = self._means.now(), parcel.attempts + 1
        try:
            found = provider.delete(self._asker(parcel, self._deleting), parcel)
        except UserError as error:
            told: dict[str, Any] = {"attempts": attempts, "trouble": str(error)}
            if outbox.gives_up_asking(parcel, now):
                told |= {"there": There.UNCONFIRMED, "next_at": None}
            else:
                told |= {"next_at": now + _wait(attempts, error)}
            self._change(parcel, tuple(State), **told)
            return
        if found and all(each.genuine for each in found):
            self._change(
                parcel, tuple(State), there=There.CONFIRMED, receipts=found, deleted_at=now, next_at=None,
                trouble=parcel.trouble if parcel.state is State.FAILED else "",
            )  # fmt: skip
            self._write("delete", parcel, "; ".join(_said(each.body) for each in found))
        else:
            why = _("The server's receipt is not signed with its own key.") if found else ""
            self._change(
                parcel, tuple(State), there=There.UNCONFIRMED, receipts=found or (), next_at=None,
                trouble=why or parcel.trouble,
            )  # fmt: skip

    # permits and the ledger

    def _asker(self, parcel: Parcel, mint: Callable[[Parcel], Permit]) -> Any:
        """Return how to send a request of this parcel: with its key, under a permit of this very moment."""
        means = self._means
        secret = means.secret(parcel.recipient)

        def ask(request: Request, *, with_photo: bool = False) -> Answer:
            headers = dict(request.headers)
            if secret:
                headers["Authorization"] = f"Bearer {secret}"
            return means.wire.ask(
                parcel.recipient,
                replace(request, headers=headers),
                lambda: mint(parcel),
                photo=parcel.asset if with_photo else None,
                beginning=(lambda: self._begins(parcel)) if with_photo else None,
            )

        return ask

    def _sending(self, parcel: Parcel) -> Permit:
        """Return the yes of this moment, or raise ConsentError: for a photo not to be shown now, too."""
        with self._means.db.read() as db:
            may = stored.may_be_shown(db, parcel.asset)
            held = stored.parcels(db, [parcel.id])
        if parcel.asset is None or not may:
            raise ConsentError(_("This photo is not in the library any more, or somebody in it is hidden."))
        if not held or held[0].state not in ACTIVE:
            raise ConsentError(_("You called it off."))
        grants: Grants = self._means.ledger.grants()
        return permit_sending(grants, parcel.recipient, parcel.asset)

    def _deleting(self, parcel: Parcel) -> Permit:
        return permit_deleting(parcel.recipient)

    def _begins(self, parcel: Parcel) -> None:
        """Write into the ledger that the photo is sent, right before its first byte leaves."""
        self._write("send", parcel, what_for(parcel))
        self._change(parcel, tuple(State), sent_at=self._means.now())

    def _write(self, act: str, parcel: Parcel, what: str) -> None:
        told = Sending(parcel.asset or NO_ASSET, parcel.photo, parcel.bytes, parcel.sha256, what)
        self._means.ledger.write(
            act, [Purpose.CLOUD], self._means.now(), recipient=parcel.recipient, sending=told
        )

    def _change(self, parcel: Parcel, expect: Any, **values: Any) -> bool:
        with self._means.db.write() as db:
            return stored.change(db, parcel.id, expect, **values)


def needs_files(parcel: Parcel) -> bool:
    """Tell whether a parcel's prepared picture, or what came of it, is needed yet."""
    return parcel.state in (State.DRAFT, State.UNSURE, *ACTIVE)


def what_for(parcel: Parcel) -> str:
    return f"{parcel.recipe.make}: {parcel.recipe.style}"


def _said(body: str) -> str:
    told = receipts.read(body)
    return f"{told.what} ({told.why}, {told.at.isoformat()})" if told else ""


def _ending(parcel: Parcel) -> str:
    """Say how it ended without saying which photo: whoever looks at the screen may read it."""
    if parcel.state is State.DONE:
        return _("A picture came back from the server. It is listed under Saved.")
    return _("A picture did not come back from the server: {why}").format(why=parcel.trouble)


def _wait(attempts: int, error: UserError, asked_s: float = 0.0) -> timedelta:
    unreached = isinstance(error, trouble.UnreachedError)
    longest_s = outbox.UNREACHED_WAIT_S if unreached else outbox.LONGEST_WAIT_S
    return timedelta(seconds=outbox.wait_s(attempts, asked_s, longest_s))


def _unsure() -> str:
    return _("It may have arrived. This kind of server cannot tell, so it is not sent again by itself.")
