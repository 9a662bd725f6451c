"""The cloud: off until the person names a server; what is sent, came back, and was deleted there."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from rollsuggest.consent.grants import Entry, permit, permit_sending
from rollsuggest.errors import UserError
from rollsuggest.i18n import _
from rollsuggest.jobs import rules, worker
from rollsuggest.library import came, choices, decisions, outbox, queries, sealing
from rollsuggest.library.outbox import Parcel, State, There
from rollsuggest.library.rows import Card, Creation, Erased
from rollsuggest.library.view import sources
from rollsuggest.model import (
    AssetId,
    Kind,
    Make,
    Meant,
    Purpose,
    Recipe,
    Service,
    Source,
    Statement,
    SuggestionKey,
    SuggestionState,
)
from rollsuggest.storing import whole
from rollsuggest.studio import locking, record
from rollsuggest.studio.core import RENDER_TIMEOUT_S, SUGGEST_TIMEOUT_S
from rollsuggest.studio.posting import Posting

DRAFT_LASTS = timedelta(hours=12)  # then what was prepared and not sent is forgotten
FAREWELL_S = 10.0  # before everything is erased, servers are asked for so long to delete


class Cloud(Posting):
    """Cloud processing, from the switch to the receipts."""

    # on and off

    def cloud_statement(self, service: str) -> Statement:
        """Return what this kind of server receives and does with it, before anything is sent."""
        from rollsuggest.cloud.choosing import check, provider_of

        check(service)
        return provider_of(self.settings(), service).statement()

    def turn_on_cloud(
        self,
        server: str,
        service: str = Service.ROLLSUGGEST,
        key: str = "",
        model: str = "",
        workflow: str = "",
    ) -> bool:
        """Greet the server and, if it answers as it should, write down the yes for it.

        Returns whether its key is kept for the next start: a system without a keyring keeps none.
        Raises UserError when no server is given or none such answers there; cloud then stays off.
        """
        from rollsuggest.cloud.choosing import check, provider_of
        from rollsuggest.cloud.greeting import greet
        from rollsuggest.cloud.wire import checked

        check(service)
        server = checked(server)
        held_before = self._secrets().of(server)
        settings = replace(
            self.settings(), cloud_server=server, cloud_service=service, cloud_model=model.strip(),
            cloud_workflow=workflow.strip(), cloud_retention_hours=-1, cloud_receipt_key="",
            cloud_paused=False,
        )  # fmt: skip
        provider_of(settings).words(Recipe(Make.RESTYLE, ()), "check", faces=False)  # a workflow must fit
        info = greet(service, server, key or held_before, self._wire())
        if info is not None:
            settings = replace(
                settings, cloud_retention_hours=info.retention_hours, cloud_receipt_key=info.receipt_key
            )
        kept = self._secrets().keep(server, key) if key else True
        if self.grants().recipient not in ("", server):
            self.turn_off_cloud()
        self.change_settings(settings)
        self._ledger.write("allow", [Purpose.CLOUD], datetime.now().astimezone(), recipient=server)
        self._say("consent", "settings", "cloud")
        return kept

    def turn_off_cloud(self) -> None:
        """Take the yes back: what is under way is cut, and the server is asked to delete what it has."""
        self._take_back(Purpose.CLOUD)
        self._say("consent", "settings", "cloud")

    def _take_back(self, *purposes: Purpose) -> None:
        if not self.grants().recipient:
            super()._take_back(*purposes)
            return
        wire = self._wire()
        with wire.lock:  # [Note: When a permit is looked at]
            super()._take_back(*purposes)
            off = not self.grants().recipient
            if off:
                wire.cut()
        if off:
            with self._db.read() as db:
                mine = outbox.parcels(db)
            self._call_off(mine)
            self._post().wake()

    # what is to be sent

    def cloud_draft(self, recipe: Recipe, *, masked: bool = False) -> Parcel:
        """Prepare what would be sent for this restyle, and send nothing. UserError where that cannot be."""
        grants, settings = self.grants(), self.settings()
        permit(grants, Purpose.CLOUD)
        if recipe.make is not Make.RESTYLE or len(recipe.photos) != 1 or recipe.clip:
            raise UserError(
                _("Only a restyle of one photo can be made on a server."), _("Open one, then try again.")
            )
        recipe = replace(recipe, whole=False)  # servers draw in our four shapes
        (asset,) = recipe.photos
        permit_sending(grants, settings.cloud_server, asset)
        with self._db.read() as db:
            source = sources(db, recipe.photos).get(asset)
            photo = queries.names(db, [asset], hidden=False).get(asset, "")
        if source is None or source.kind is not Kind.PHOTO:
            raise UserError(_("This photo is not there any more, or is a video."), _("Choose another one."))
        faces = grants.has(Purpose.FACES)
        return self._prepared(recipe, source, photo, masked=masked, faces=faces and not masked)

    def _prepared(self, recipe: Recipe, source: Source, photo: str, *, masked: bool, faces: bool) -> Parcel:
        from rollsuggest.cloud.choosing import provider_of
        from rollsuggest.cloud.folder import digest

        settings, key = self.settings(), secrets.token_hex(16)
        words = provider_of(settings).words(recipe, key, faces=faces)
        out, masks = self._folder().picture(key), source.faces if masked else ()
        width, height = self._workers.call(
            worker.pack, Path(source.path), out, masks, timeout_s=RENDER_TIMEOUT_S
        )
        picture = out.read_bytes()
        hours = settings.cloud_retention_hours
        parcel = Parcel(
            id=0, key=key, asset=source.asset, photo=photo, provider=settings.cloud_service,
            recipient=settings.cloud_server, recipe=recipe, words=words, masked=len(masks),
            bytes=len(picture), sha256=digest(picture), width=width, height=height,
            created_at=datetime.now().astimezone(), receipt_key=settings.cloud_receipt_key,
            retention_hours=hours if hours >= 0 else None,
        )  # fmt: skip
        with self._db.write() as db:
            return replace(parcel, id=outbox.add(db, parcel))

    def cloud_choose(self, meant: Meant) -> tuple[AssetId, ...]:
        """Return the photos that the person means, newest first, no more than may be sent in a day."""
        permit(self.grants(), Purpose.CLOUD)
        settings = self.settings()
        found = self._workers.call(
            rules.meant, self.paths.database, meant, datetime.now(), settings.cloud_a_day, settings.nudity,
            timeout_s=SUGGEST_TIMEOUT_S,
        )  # fmt: skip
        return tuple(found)

    def cloud_picture(self, parcel: Parcel) -> Path:
        """Return the file whose bytes are sent."""
        return self._folder().picture(parcel.key)

    def cloud_send(self, parcels: Sequence[int]) -> None:
        """The person saw these and said yes: they are sent, now or when it is possible."""
        with self._db.write() as db:
            for parcel in parcels:
                outbox.change(db, parcel, [State.DRAFT], state=State.WAITING)
        self._post().wake()
        self._say("cloud")

    def cloud_again(self, parcel: int) -> None:
        """Send a parcel now that rests, or of which nobody knows whether it arrived: the person wants it."""
        again = [State.UNSURE, State.WAITING]
        with self._db.write() as db:
            outbox.change(db, parcel, again, state=State.WAITING, attempts=0, next_at=None)
        self._post().wake()
        self._say("cloud")

    def cloud_call_off(self, parcels: Sequence[int]) -> None:
        """Send none of these, or not on; what the server has of them is to be deleted."""
        with self._db.read() as db:
            found = outbox.parcels(db, parcels)
        if self._post_office is not None and any(p.state is State.SENDING for p in found):
            self._call_off(found)
            self._wire().cut()
        else:
            self._call_off(found)
        self._wake_if_wanted()
        self._say("cloud")

    def cloud_pause(self, paused: bool) -> None:
        self.change_settings(replace(self.settings(), cloud_paused=paused))
        self._wake_if_wanted()
        self._say("cloud")

    def cloud_delete_all(self) -> None:
        """Call everything off, and have the servers asked again for all that is not confirmed as deleted."""
        self._want_all_deleted()
        self._wake_if_wanted()
        self._say("cloud")

    def _want_all_deleted(self) -> None:
        with self._db.read() as db:
            found = outbox.parcels(db)
        self._call_off(found)
        with self._db.write() as db:
            for parcel in found:
                if parcel.there is There.UNCONFIRMED:
                    outbox.change(db, parcel.id, there=There.WANTED, attempts=0, next_at=None)

    # what was sent

    def cloud_parcels(self) -> tuple[Parcel, ...]:
        """Return all that the person said yes to, newest first; of photos not to be shown, without name."""
        with self._db.read() as db:
            found = [p for p in outbox.parcels(db) if p.state is not State.DRAFT]
            hidden = {p.id for p in found if not outbox.may_be_shown(db, p.asset)}
        return tuple(
            replace(p, photo="", asset=None, made="") if p.id in hidden else p for p in reversed(found)
        )

    def cloud_entries(self) -> tuple[Entry, ...]:
        """Return the ledger's lines about what was sent and deleted, newest first; nameless as above."""
        return tuple(entry for entry in self.record() if entry.act in ("send", "delete"))

    def record(self) -> tuple[Entry, ...]:
        """Return all of the ledger, newest first; of photos not to be shown, without name.

        Raises UserError when it was changed from outside.
        """
        found = self._ledger.entries()
        sent = {entry.sending.asset for entry in found if entry.sending is not None}
        with self._db.read() as db:
            gone = {asset for asset in sent if not outbox.may_be_shown(db, asset)}
        return tuple(
            replace(e, sending=replace(e.sending, photo=""))
            if e.sending is not None and e.sending.asset in gone
            else e
            for e in reversed(found)
        )

    def export_record(self, out: Path) -> None:
        """Write the record to a .csv, or as JSON to any other name. Raises UserError."""
        out = out.expanduser().absolute()
        self._check_not_an_original(out)
        entries = self.record()
        text = record.as_csv(entries) if out.suffix.lower() == ".csv" else record.as_json(entries)
        with whole(out) as beside:
            beside.write_text(text, "utf-8", newline="")

    # what came back

    def came(self, now: datetime) -> tuple[Card, ...]:
        """Return what servers made as cards, newest first: of pictures that are there."""
        if not self.settings().suggestions or not self.grants().has(Purpose.ANALYSE):
            return ()
        with self._db.read() as db:
            found = came.cards(db, now)
        return tuple(card for card in found if card.came is not None and card.came.exists())

    def keep_came(self, key: SuggestionKey, out: Path) -> Creation:
        """Copy what a server made, with its mark, to where the person wants it. Raises UserError."""
        out = out.expanduser().absolute()
        self._check_not_an_original(out)
        with self._db.read() as db:
            parcel = came.parcel_of(db, key)
        made = Path(parcel.made) if parcel is not None else None
        if parcel is None or made is None or not made.exists():
            raise UserError(
                _("The picture is not there any more, or must not be shown."), _("Have it made again.")
            )
        if out != made:
            with whole(out) as beside:
                shutil.copyfile(made, beside)
        now = datetime.now()
        with self._db.write() as db:
            creation = decisions.add_creation(db, key, parcel.recipe, out, now, parcel.recipient)
            choices.choose(db, key, SuggestionState.MADE, now)
        self._note_saved(parcel.recipe, out)
        self._say("creations", "suggestions")
        return creation

    def resume_cloud(self) -> None:
        """Go on with what an earlier run left: to be sent, to be fetched, to be deleted. Else do nothing."""
        old = datetime.now().astimezone() - DRAFT_LASTS
        with self._db.read() as db:
            found = outbox.parcels(db)
        self._call_off([p for p in found if p.state is State.DRAFT and p.created_at < old])
        resting = [p for p in found if p.next_at is not None]
        if resting:
            with self._db.write() as db:
                for parcel in resting:
                    outbox.change(db, parcel.id, next_at=None)
        self._wake_if_wanted()

    def is_locked(self) -> bool:
        return sealing.is_sealed(self.paths.database)

    def lock_library(self) -> str:
        """Encrypt all that was found; returns the recovery key, which is shown this once. UserError."""
        if self.is_locked():
            raise UserError(_("The library is locked already."))
        key = locking.new_key()
        try:
            self._change_kind(key)
        except BaseException:
            if not self.is_locked():
                locking.forget(sealing.fingerprint(key))
            raise
        return locking.recovery_key(key)

    def unlock_library(self) -> None:
        """Write all that was found plain again, and forget the key. Raises UserError."""
        if self.is_locked():
            name = sealing.marked(self.paths.database)
            self._change_kind(None)
            locking.forget(name)

    def _change_kind(self, key: bytes | None) -> None:
        """With everything at rest that uses the file: it is taken up again afterwards."""
        was_running, watching = self.stop_indexing(), self._watcher is not None
        self.unwatch()
        self._shut_post()
        self._workers.close()
        try:
            self._db.change_kind(key)
            self._forget_pictures()  # they may show a name
        finally:
            if watching:
                self.watch()
            if was_running and self.grants().has(Purpose.ANALYSE):
                self.start_indexing()
            self._wake_if_wanted()
        self._say("settings")

    def erase_all(self) -> Erased:
        """Erase everything here; before that, ask servers to delete what they have and forget their keys."""
        with suppress(UserError):  # of a file that is damaged: it goes all the same
            self._farewell()
        self._shut_post()
        if self.is_locked():
            locking.forget(sealing.marked(self.paths.database))
        return super().erase_all()

    def _farewell(self) -> None:
        with self._db.read() as db:
            recipients = {p.recipient for p in outbox.parcels(db)}
        recipients |= {self.settings().cloud_server} - {""}
        if not recipients:
            return
        if self.grants().recipient:
            self.turn_off_cloud()
        self._shut_post()
        self._want_all_deleted()
        with suppress(UserError):  # another window holds the outbox
            self._post().work_off(FAREWELL_S)
        with self._db.read() as db:
            left = [p for p in outbox.parcels(db) if p.there in (There.WANTED, There.UNCONFIRMED)]
        for recipient in recipients:
            self._secrets().forget(recipient)
        if left:
            said = _("{n} photos that were sent to {server} are not confirmed as deleted there.")
            self._unheard = (*self._unheard, said.format(n=len(left), server=left[0].recipient))
