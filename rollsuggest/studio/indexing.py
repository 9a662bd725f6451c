"""Rolls and the looking at them."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rollsuggest import settings as stored_settings
from rollsuggest.consent.grants import permit
from rollsuggest.errors import UserError
from rollsuggest.i18n import _
from rollsuggest.jobs import worker
from rollsuggest.jobs.conditions import Conditions, Told, told
from rollsuggest.jobs.pool import background_workers
from rollsuggest.jobs.watcher import Watcher
from rollsuggest.library import exclusion, queries, search, showing, store
from rollsuggest.library.rows import IndexStatus, Roll, Unreadable
from rollsuggest.model import AssetId, Purpose, RollId
from rollsuggest.paths import Paths
from rollsuggest.settings import Settings
from rollsuggest.studio.core import RENDER_TIMEOUT_S
from rollsuggest.studio.search import Search

if TYPE_CHECKING:
    from rollsuggest.jobs.indexer import Control, Indexer

SUGGESTIONS_EVERY_S = 10.0  # while photos are looked at, the rules speak up at most this often


class Indexing(Search):
    """The rolls: added and removed, watched, looked at in the background."""

    def __init__(self, paths: Paths) -> None:
        super().__init__(paths)
        self._lock = threading.RLock()
        self._status: IndexStatus | None = None
        self._control: Control | None = None
        self._thread: threading.Thread | None = None
        self._watcher: Watcher | None = None
        self._again = False  # files changed while a run was on

    def change_settings(self, settings: Settings) -> None:
        before = self.settings()
        stored_settings.save(self.paths.settings, settings)
        if before.suggestions and not settings.suggestions:
            self.stop_indexing()
        if before.suggestions != settings.suggestions:
            with suppress(UserError):  # a record that was changed keeps nobody from switching them off
                act = "allow" if settings.suggestions else "withdraw"
                self._ledger.write(act, [Purpose.SUGGESTIONS], datetime.now().astimezone())
        if (before.nudity, before.holidays_of) != (settings.nudity, settings.holidays_of):
            with self._db.write() as db:
                showing.may_show_changed(db)
        self._say("settings", "suggestions")

    def rolls(self) -> tuple[Roll, ...]:
        with self._db.read() as db:
            return queries.rolls(db)

    def add_roll(self, folder: Path) -> Roll:
        """Watch a folder. Raises UserError when it is none, or lies inside one that is watched already."""
        folder = folder.expanduser().resolve()
        if not folder.is_dir():
            raise UserError(
                _("There is no folder {path}.").format(path=folder),
                _("Check the name, or plug in its drive."),
            )
        for roll in self.rolls():
            if roll.path != folder and (folder.is_relative_to(roll.path) or roll.path.is_relative_to(folder)):
                raise UserError(
                    _("{new} and {old} lie inside each other.").format(new=folder, old=roll.path),
                    _("Each photo can belong to one folder only: remove the other one first."),
                )
        with self._db.write() as db:
            added = store.add_roll(db, folder, datetime.now())
        if self._watcher is not None:
            self.watch()
        self._say("rolls")
        return next(roll for roll in self.rolls() if roll.id == added)

    def lay_out_sample(self, today: date) -> None:
        """Put the sample photos where a library of their own finds them (`app`)."""
        folder = self.paths.sample / "photos"
        self._workers.call(worker.lay_out_sample, folder, today, timeout_s=RENDER_TIMEOUT_S)

    def remove_roll(self, roll: RollId) -> None:
        """Forget a folder and all that was learned of it. The files themselves are not touched."""
        was_running = self.stop_indexing()
        with self._db.write() as db:
            assets = store.remove_roll(db, roll)
            search.forget(db)
        for asset in assets:
            self.paths.thumbnail(asset).unlink(missing_ok=True)
        self._forget_pictures()
        self._db.vacuum()
        if self._watcher is not None:
            self.watch()
        if was_running and self.rolls():
            self.start_indexing()
        self._say("rolls", "photos", "people", "suggestions")

    def exclude(self, folder: Path) -> None:
        """Leave out a folder inside a roll: its photos vanish everywhere until it is taken back in."""
        roll, name = self._inside(folder)
        if not name:
            raise UserError(
                _("{path} is a whole folder of photos that you chose.").format(path=folder),
                _("Remove it under Settings instead, or leave out a folder inside it."),
            )
        if exclusion.is_excluded(name, roll.excluded):
            return
        was_running = self.stop_indexing()
        with self._db.write() as db:
            assets = exclusion.exclude(db, roll.id, name)
        for asset in assets:
            self.paths.thumbnail(asset).unlink(missing_ok=True)
        self._forget_pictures()
        if was_running:
            self.start_indexing()
        self._say("rolls", "photos", "people", "suggestions", "status")

    def include(self, folder: Path) -> None:
        """Take a folder back in that was left out; the next run looks at it."""
        roll, name = self._inside(folder)
        if name not in roll.excluded:
            raise UserError(
                _("{path} is not left out.").format(path=folder),
                _("Left out are: {folders}").format(folders=", ".join(roll.excluded) or _("none")),
            )
        was_running = self.stop_indexing()
        with self._db.write() as db:
            exclusion.include(db, roll.id, name)
        if was_running:
            self.start_indexing()
        self._say("rolls", "photos", "people", "suggestions", "status")

    def _inside(self, folder: Path) -> tuple[Roll, str]:
        """Return the roll that a folder lies in, and its name there. Raises UserError."""
        folder = folder.expanduser().absolute()
        for roll in self.rolls():
            for path in (folder, folder.resolve()):
                if path.is_relative_to(roll.path):
                    return roll, exclusion.as_listed(roll.path, path)
        raise UserError(
            _("{path} does not lie in a folder whose photos are looked at.").format(path=folder),
            _("Choose a folder inside one of them."),
        )

    def told(self) -> Told:
        """Return what this computer can tell of the conditions under which photos are looked at."""
        return told()

    def start_indexing(self) -> None:
        """Start (or go on) in the background; needs consent (ConsentError)."""
        with self._lock:  # whoever stops it meanwhile finds it begun
            indexer = self._indexer(conditions=Conditions(self.settings))
            if indexer is None:
                return
            self._status = IndexStatus("scanning")  # whoever asks before the thread has said so
            self._thread = threading.Thread(target=self._run, args=(indexer,), name="indexer")
            self._thread.start()

    def look_now(self) -> None:
        """Look for new photos at once; while some are being looked at, go on and then once more.

        Raises ConsentError, or UserError where there is nothing to look at.
        """
        with self._lock:
            running = self._control is not None
            self._again = running
        if not running:
            self.start_indexing()
        elif self._status is not None and self._status.state in ("paused", "waiting"):
            self.resume_indexing()

    def watch(self) -> None:
        """From now on, notice by ourselves what comes and goes in the rolls. For the window."""
        self.unwatch()
        folders = [roll.path for roll in self.rolls()]
        ours = (self.paths.data, self.paths.cache)
        self._watcher = Watcher(folders, self._files_changed, self._held_assets, skip=ours)

    def unwatch(self) -> None:
        if self._watcher is not None:
            self._watcher.close()
            self._watcher = None

    def _held_assets(self, folder: Path) -> bool:
        with self._db.read() as db:
            return queries.held_assets(db, folder)

    def _files_changed(self) -> None:
        """Scan when that is allowed; while a run is on, once more after it."""
        if not self.rolls() or not self.settings().suggestions or not self.grants().has(Purpose.ANALYSE):
            return
        with self._lock:
            self._again = self._control is not None
        if not self._again:
            with suppress(UserError):  # taken back a moment ago
                self.start_indexing()

    def index(self, tell: Callable[[IndexStatus], None], workers: int = 0) -> IndexStatus:
        """Index to the end on this thread, for the terminal.

        `workers` 0 is what Settings say, and all cores where they leave it open: who asks here waits for it.
        """
        indexer = self._indexer(tell, workers=workers or self.settings().workers or os.cpu_count() or 1)
        if indexer is None:
            raise UserError(_("Photos are being looked at already."))
        self._run(indexer)
        return self.index_status()

    def _indexer(
        self,
        tell: Callable[[IndexStatus], None] | None = None,
        conditions: Callable[[], str] = str,
        workers: int = 0,
    ) -> Indexer | None:
        """Prepare a run, if it is allowed and none is on; who asks in the terminal sets no conditions."""
        from rollsuggest.jobs.indexer import Control, Indexer, Order, require_rolls, stages_allowed

        grants, settings = self.grants(), self.settings()
        permit(grants, Purpose.ANALYSE)
        require_rolls(self.rolls())
        if not settings.suggestions:
            raise UserError(
                _("Suggestions are off, so photos are not looked at."), _("Turn them on under Settings.")
            )
        order = Order(
            stages=stages_allowed(faces=grants.has(Purpose.FACES)),
            places=grants.has(Purpose.PLACES),
            workers=workers or background_workers(settings.workers),
        )
        with self._lock:
            if self._control is not None:
                self._control.paused.clear()
                return None
            self._control = Control(conditions=conditions)
            return Indexer(self._db, self.paths, order, self._control, self._heard(tell))

    def _heard(self, tell: Callable[[IndexStatus], None] | None) -> Callable[[IndexStatus], None]:
        """Pass the indexer's word on; pages and rules hear of new photos now and then, not at each one."""
        spoken = float("-inf")

        def hear(status: IndexStatus) -> None:
            nonlocal spoken
            self._status = status
            topics = ["status"]
            now = time.monotonic()
            if status.state in ("done", "stopped") or now - spoken >= SUGGESTIONS_EVERY_S:
                spoken = now
                topics += ["photos", "people", "suggestions"]
            if tell:
                tell(status)
            self._say(*topics)

        return hear

    def _run(self, indexer: Indexer) -> None:
        control = self._control
        try:
            indexer.run()
            self._drop_hidden()
            with suppress(UserError):  # where there is no full-text search, only searching fails
                self._freshen_search(lambda: control is None or control.stopped.is_set())
        except UserError as error:
            self._status = IndexStatus(state="stopped", trouble=str(error))
            if threading.current_thread() is not self._thread:
                raise  # the terminal tells it; the window reads it in the status
        except Exception as error:  # a mistake of ours: the page must not show a run that is none
            trouble = _("Looking at photos stopped: a part of the program failed ({e!r}).").format(e=error)
            self._status = IndexStatus(state="stopped", trouble=trouble)
            raise
        finally:
            with self._lock:
                stopped = self._control is not None and self._control.stopped.is_set()
                self._control = None
                again, self._again = self._again and not stopped, False
            self._say("status", "photos", "people", "suggestions", "rolls")
        if again:
            self.start_indexing()

    def pause_indexing(self) -> None:
        if self._control:
            self._control.paused.set()

    def resume_indexing(self) -> None:
        """Go on: after a pause as before, while it waits for something at once and until it is done."""
        control = self._control
        if control is None:
            self.start_indexing()
        elif control.paused.is_set():
            control.paused.clear()
        else:
            control.hurried.set()

    def stop_indexing(self) -> bool:
        """Stop and wait until it has; returns whether there was something to stop."""
        with self._lock:
            control, thread = self._control, self._thread
        if control is None:
            return False
        control.stopped.set()
        if thread is not None and thread is not threading.current_thread():
            thread.join()
        self._thread = None
        return True

    def index_status(self) -> IndexStatus:
        if self._control is not None and self._status is not None:
            return self._status
        with self._db.read() as db:
            stored = queries.index_status(db)
        if self._status is None:
            return stored
        return replace(stored, state=self._status.state, trouble=self._status.trouble)

    def unreadable(self) -> tuple[Unreadable, ...]:
        with self._db.read() as db:
            return queries.unreadable(db)

    def retry_unreadable(self, assets: Collection[AssetId] | None = None) -> None:
        """Try files again that could not be read (None: all): a drive or a permission may be back."""
        self.stop_indexing()
        with self._db.write() as db:
            store.retry(db, assets)
        self.start_indexing()
        self._say("status", "photos")
