"""What all topics of the studio stand on."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from rollsuggest import settings as stored_settings
from rollsuggest.consent.grants import Grants
from rollsuggest.consent.ledger import Ledger
from rollsuggest.errors import ChangedError, UserError
from rollsuggest.i18n import _
from rollsuggest.jobs import grouping
from rollsuggest.jobs.pool import Workers
from rollsuggest.library import grouping as grouped_faces
from rollsuggest.library import hiding
from rollsuggest.library.database import Database
from rollsuggest.model import Purpose
from rollsuggest.paths import Paths
from rollsuggest.settings import Settings
from rollsuggest.storing import storing
from rollsuggest.studio import locking

SUGGEST_TIMEOUT_S = 300.0
RENDER_TIMEOUT_S = 120.0
PIECES_KEPT = 120  # seconds of films that were looked at, about 1 MB each
PREVIEWS_KEPT = 600  # about 60 MB; more than a long evening shows
DRAFT_ENDING, DRAFTS_KEPT = "jpeg", 40  # of a handle being moved: they push no preview out


@dataclass(frozen=True, slots=True)
class Changed:
    """What an act changed: consent, settings, rolls, photos, people, suggestions, creations, status.

    And `alike`: which photo is used in place of which.
    """

    topics: frozenset[str]


class Asked(NamedTuple):
    """What rules were asked about: which state of the library, of what may be shown, and which day."""

    generation: int
    may_show: int
    today: date


Progress = Callable[[float], None]  # 0..1
Cancelled = Callable[[], bool]
Listener = Callable[[Changed], None]


class Core:
    """The parts that every topic shares: consent, settings, the database, one worker, who listens."""

    def __init__(self, paths: Paths) -> None:
        self.paths = paths
        try:
            paths.ensure()
        except OSError as error:
            raise UserError(
                _("rollsuggest's folder cannot be made: {error}").format(error=error),
                _("Give another one with --data-dir, or check the permissions of this one."),
            ) from error
        locking.open_library(paths)
        self._db = Database(paths.database)
        self._ledger = Ledger(paths.ledger)
        self._workers = Workers(1, polite=False)
        self._listeners: list[Listener] = []
        self._forgotten = 0  # how often pictures were dropped
        self._suggested: Asked | None = None  # of what the stored suggestions speak
        self._unheard: tuple[str, ...] = ()

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` (from whatever thread) after each change; returns how to stop that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def _say(self, *topics: str) -> None:
        for listener in tuple(self._listeners):
            listener(Changed(frozenset(topics)))

    def grants(self) -> Grants:
        return self._ledger.grants()

    def _take_back(self, *purposes: Purpose) -> None:
        """Write down that the person took these back: from now on no permit is made for them."""
        self._ledger.write("withdraw", purposes, datetime.now().astimezone())

    def settings(self) -> Settings:
        """Return what is set. A damaged file is set aside and kept, and the person hears of it."""
        try:
            return stored_settings.load(self.paths.settings)
        except stored_settings.DamagedError:
            if (aside := stored_settings.set_aside(self.paths.settings)) is not None:
                said = _("Your settings could not be read, so they are as at the first start. ")
                kept = _("The damaged file is kept as {path}.").format(path=aside)
                self._unheard = (*self._unheard, said + kept)
                self._say("settings")
            return Settings()

    def unheard(self) -> tuple[str, ...]:
        """Return, once, what happened by itself that the person has to hear of."""
        told, self._unheard = self._unheard, ()
        return told

    def _cached(self, name: str, function: Callable[..., None], first: object, *rest: object) -> Path:
        """Have a worker make a picture once; the pictures asked for longest ago make room for new ones.

        Raises ChangedError when pictures were dropped meanwhile: this may show what is to be seen no more.
        """
        out, forgotten = self.paths.previews / name, self._forgotten
        if out.exists():
            with suppress(OSError):  # dropped meanwhile, or read-only: only its turn to be dropped changes
                out.touch()
        else:
            with storing(out):
                try:
                    self._workers.call(function, first, out, *rest, timeout_s=RENDER_TIMEOUT_S)
                except FileNotFoundError:  # dropped half written
                    if forgotten == self._forgotten:
                        raise
                _make_room(self.paths.previews)
        if forgotten != self._forgotten:
            out.unlink(missing_ok=True)
            raise ChangedError(_("What may be shown has changed meanwhile."), _("Open it again."))
        return out

    def _forget_pictures(self) -> None:
        """Drop rendered previews and what was suggested: they may show who or what was just taken back."""
        self._suggested = None
        self._forgotten += 1
        self._workers.forget()
        for file in self.paths.previews.glob("*"):
            file.unlink(missing_ok=True)

    def _drop_hidden(self) -> None:
        """Remove the thumbnails of photos with somebody hidden in them."""
        with self._db.read() as db:
            hidden = hiding.hidden_assets(db)
        for asset in hidden:
            self.paths.thumbnail(asset).unlink(missing_ok=True)

    def _group(self, *, whole: bool = False, anew: bool = False) -> None:
        """Find out whose the faces without a person are; `whole`, `anew`: see `jobs.grouping.group`."""
        grouped = self._workers.call(
            grouping.group, self.paths.database, whole, anew, timeout_s=SUGGEST_TIMEOUT_S
        )
        if grouped:
            with self._db.write() as db:
                grouped_faces.store(db, grouped)
        self._drop_hidden()


def _make_room(folder: Path) -> None:
    for ending, most in (("jpg", PREVIEWS_KEPT), (DRAFT_ENDING, DRAFTS_KEPT), ("reel", PIECES_KEPT)):
        kept = sorted(folder.glob(f"*.{ending}"), key=lambda file: file.stat().st_mtime_ns)
        for file in kept[:-most]:
            file.unlink(missing_ok=True)
