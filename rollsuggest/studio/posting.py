"""The machinery of the cloud: the outbox's files and thread, the keys, and what becomes of what comes back.

Nothing of networking is loaded before the person has turned the cloud on.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rollsuggest.i18n import _, ngettext
from rollsuggest.jobs import worker
from rollsuggest.jobs.lock import held
from rollsuggest.jobs.power import on_mains
from rollsuggest.library import decisions, outbox
from rollsuggest.library.captions import Facts, caption_of_many
from rollsuggest.library.outbox import ACTIVE, Parcel, State, There
from rollsuggest.model import Make
from rollsuggest.paths import Paths
from rollsuggest.settings import Settings
from rollsuggest.studio.core import RENDER_TIMEOUT_S
from rollsuggest.studio.making import Making
from rollsuggest.studio.privacy import Privacy

if TYPE_CHECKING:
    from rollsuggest.cloud.folder import OutboxFolder
    from rollsuggest.cloud.post import Post
    from rollsuggest.cloud.secrets import Secrets
    from rollsuggest.cloud.wire import Wire


class Posting(Privacy, Making):
    def __init__(self, paths: Paths) -> None:
        super().__init__(paths)
        self._post_office: tuple[Post, Wire] | None = None
        self._known_secrets: Secrets | None = None
        self._costly: bool | None = None  # whether the network costs by use; None: nobody told

    def _call_off(self, parcels: Sequence[Parcel]) -> None:
        now = datetime.now().astimezone()
        with self._db.write() as db:
            for parcel in outbox.parcels(db, [p.id for p in parcels]):  # as they are now
                if parcel.state is State.DRAFT:
                    outbox.forget(db, parcel.id)
                elif parcel.state in (*ACTIVE, State.UNSURE):
                    outbox.change(db, parcel.id, state=State.CANCELLED, ended_at=now, next_at=None)
                if parcel.there is There.HELD:
                    outbox.change(db, parcel.id, there=There.WANTED, attempts=0, next_at=None)
        for parcel in parcels:
            if parcel.state in (State.DRAFT, State.UNSURE, *ACTIVE):
                self._folder().forget(parcel.key)

    def change_settings(self, settings: Settings) -> None:
        before = self.settings()
        super().change_settings(settings)
        if _limits(before) != _limits(settings):
            self._wake_if_wanted()
            self._say("cloud")

    def _wake_if_wanted(self) -> None:
        with self._db.read() as db:
            found = outbox.parcels(db)
        if any(p.state in ACTIVE or p.there is There.WANTED for p in found):
            self._post().wake()

    def _folder(self) -> OutboxFolder:
        from rollsuggest.cloud.folder import OutboxFolder

        return OutboxFolder(self.paths.outbox)

    def _secrets(self) -> Secrets:
        from rollsuggest.cloud.secrets import Secrets

        if self._known_secrets is None:
            self._known_secrets = Secrets()
        return self._known_secrets

    def _wire(self) -> Wire:
        return self._opened()[1]

    def _post(self) -> Post:
        return self._opened()[0]

    def _opened(self) -> tuple[Post, Wire]:
        from rollsuggest.cloud.choosing import provider_of
        from rollsuggest.cloud.post import Post
        from rollsuggest.cloud.sender import Means, Sender
        from rollsuggest.cloud.wire import Wire

        with self._lock:
            if self._post_office is None:
                wire = Wire()
                means = Means(
                    db=self._db, ledger=self._ledger, wire=wire, folder=self._folder(),
                    settings=self.settings, secret=self._secrets().of, finish=self._finish_parcel,
                    hindered=self._hindered,
                    provider=lambda parcel: provider_of(self.settings(), parcel.provider),
                    changed=lambda: self._say("cloud"), tell=self._tell,
                    now=lambda: datetime.now().astimezone(),
                )  # fmt: skip
                lock = self.paths.cloud_lock
                self._post_office = Post(Sender(means), wire, lambda: held(lock)), wire
            return self._post_office

    def _tell(self, text: str) -> None:
        self._unheard = (*self._unheard, text)
        # Whoever hears of settings asks for what is unheard; what came back is a card from now on.
        self._say("settings", "suggestions")

    def _hindered(self) -> str:
        if self.settings().cloud_on_mains and on_mains() is False:
            return _("Waiting for mains power")
        if self.settings().cloud_unmetered and self._costly:
            return _("Waiting for a network that does not cost by use")
        return ""

    def cloud_waits_for(self) -> str:
        """Return what keeps waiting photos from being sent, in words; "" where nothing does."""
        from rollsuggest.cloud.outbox import has_room

        settings, now = self.settings(), datetime.now().astimezone()
        with self._db.read() as db:
            found = outbox.parcels(db)
        if not any(p.state is State.WAITING for p in found):
            return ""
        if settings.cloud_paused:
            return _("Sending is paused.")
        if hindered := self._hindered():
            return hindered + "."
        if not has_room(found, now, settings.cloud_a_day):
            text = ngettext(
                "No more than {n} photo is sent in a day. The rest goes tomorrow.",
                "No more than {n} photos are sent in a day. The rest goes tomorrow.",
                settings.cloud_a_day,
            )
            return text.format(n=settings.cloud_a_day)
        return ""

    def know_network(self, costly: bool | None) -> None:
        """Take in whether the network costs by use, as the window's system tells it; None: it does not."""
        before, self._costly = self._costly, costly
        if before and not costly:
            self._wake_if_wanted()
        self._say("cloud")

    def _finish_parcel(self, parcel: Parcel) -> str:
        """Draw anew what came back and list it among what was made; returns its file."""
        from rollsuggest.cloud.choosing import provider_of

        folder = self.paths.cloud_made
        folder.mkdir(parents=True, exist_ok=True)
        stem = Path(parcel.photo).stem or "photo"
        out = folder / f"{stem}-{parcel.recipe.style or 'restyle'}-{parcel.key[:8]}.jpg"
        alt = caption_of_many([Facts()], Make.RESTYLE)
        generated = provider_of(self.settings(), parcel.provider).generated
        self._workers.call(
            worker.unpack, self._folder().came(parcel.key), out, alt, generated, timeout_s=RENDER_TIMEOUT_S
        )
        with self._db.write() as db:
            decisions.add_creation(db, None, parcel.recipe, out, datetime.now(), parcel.recipient)
        self._say("creations")
        return str(out)

    def _shut_post(self) -> None:
        """Stop the thread; the next one to ask gets a new one."""
        with self._lock:
            opened, self._post_office = self._post_office, None
        if opened is not None:
            opened[0].close()

    def close(self) -> None:
        self._shut_post()


def _limits(settings: Settings) -> tuple[object, ...]:
    """Return what of the settings holds sending back: paused apart, which is the outbox's own switch."""
    return settings.cloud_a_day, settings.cloud_on_mains, settings.cloud_unmetered
