"""Looks at the rolls in the background: scan, claim, look in workers, store, group. Resumes where it was."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, wait
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rollsuggest.errors import CancelledError, UserError
from rollsuggest.i18n import _
from rollsuggest.jobs import grouping, hashing, looking, memory
from rollsuggest.jobs.agenda import Agenda, cost
from rollsuggest.jobs.lock import held, noted
from rollsuggest.jobs.pool import Workers, worker_died
from rollsuggest.jobs.scanning import scan_all
from rollsuggest.library import carried, inference, pairing, store, suspects
from rollsuggest.library.database import Database
from rollsuggest.library.grouping import store as store_grouping
from rollsuggest.library.rows import IndexStatus
from rollsuggest.model import AssetId, FileFacts, Kind, RollId, Stage
from rollsuggest.paths import Paths
from rollsuggest.storing import reason

if TYPE_CHECKING:
    from pebble import ProcessFuture

LOOK_TIMEOUT_S = 60.0
GROUP_TIMEOUT_S = 900.0
HASH_TIMEOUT_S = 300.0
GROUP_EVERY_S = 20.0
PAIR_EVERY_S = 60.0  # so that a Live Photo's film does not stand beside it for all of a long run
IN_FLIGHT_PER_WORKER = 2  # one being looked at, one waiting, so that no worker ever idles
TOLD_EVERY_S = 0.25
MISTAKES = 20  # so many files in a row that fail by our mistake, and it is not the files
DEATHS = 4  # so many workers in a row that died, and it may not be the files: a photo of our own tells


@dataclass(frozen=True, slots=True)
class Order:
    """What to do: which stages may look, and whether places may be read."""

    stages: frozenset[Stage]
    places: bool
    workers: int


@dataclass(slots=True)
class Control:
    """How the person steers a run from another thread."""

    paused: threading.Event = field(default_factory=threading.Event)
    stopped: threading.Event = field(default_factory=threading.Event)
    hurried: threading.Event = field(default_factory=threading.Event)  # "Go on now": conditions do not count
    conditions: Callable[[], str] = str  # what is waited for, in words; "" for nothing

    def check(self) -> None:
        if self.stopped.is_set():
            raise CancelledError

    def held(self) -> tuple[str, str]:
        """Return the state that the person and the settings ask for, and what is waited for."""
        if self.paused.is_set():
            return "paused", ""
        waiting = "" if self.hurried.is_set() else self.conditions()
        return ("waiting", waiting) if waiting else ("looking", "")


Listener = Callable[[IndexStatus], None]


class Indexer:
    """One run over all rolls. Call `run` on a thread of its own."""

    def __init__(
        self, database: Database, paths: Paths, order: Order, control: Control, tell: Listener
    ) -> None:
        self._db, self._paths, self._order, self._control = database, paths, order, control
        self._tell = tell
        self._status = IndexStatus(state="scanning")
        self._workers = Workers(order.workers, polite=True)
        self._there: dict[RollId, Path] = {}
        self._pace = Pace()
        self._share = Share()
        self._told = 0.0
        self._retried: set[AssetId] = set()
        # Files in a row that failed by our mistake: the first tier may go well while the second never does.
        self._mistaken: dict[frozenset[Stage], list[AssetId]] = {}
        self._suspects: dict[AssetId, int] = {}
        self._later = 0  # the cost of what is looked at after the others: the suspects
        self._proved = False
        self._unpaired = False  # whether files were read since pairs were made
        self._deaths = 0  # of workers, since one came back with anything

    def run(self) -> IndexStatus:
        """Scan, look and group until all is done or it is stopped; returns the last status."""
        try:
            with held(self._paths.lock), noted(self._paths.underway) as broke_off:
                with self._db.write() as db:
                    self._suspects = suspects.settle(db, datetime.now(), broke_off=broke_off)
                self._say(replace(self._status), now=True)
                carried.drop(self._paths.previews)  # of a run that was killed
                self._scan_all()
                self._look_all()
                self._group(whole=True)
                self._hash()
            self._say(replace(self._status, state="done", seconds_left=None), now=True)
        except CancelledError:
            self._say(replace(self._status, state="stopped", seconds_left=None), now=True)
        finally:
            self._workers.close()
            carried.drop(self._paths.previews)
        return self._status

    def _scan_all(self) -> None:
        self._there = scan_all(self._db, self._paths, self._control.check)

    # --- looking

    def _look_all(self) -> None:
        with self._db.read() as db:
            tasks = store.pending(db, sorted(self._order.stages), self._there)
            total = store.count_photos(db)
        # The sort is stable: the newest first, and of the suspects those with the fewest ends.
        tasks.sort(key=lambda task: self._suspects.get(task.asset, -1))
        calm = Agenda(task for task in tasks if task.asset not in self._suspects)
        suspected = Agenda(task for task in tasks if task.asset in self._suspects)
        # What earlier runs finished counts: the person sees one whole.
        whole = calm.left + suspected.left
        self._share = Share(before=max(0, total - len(tasks)), files=len(tasks), cost=whole)
        self._status = replace(self._status, state="looking", done=self._share.before, total=total)
        self._later = suspected.left
        self._work(calm)
        self._later = 0
        self._work(suspected, alone=True)
        self._relate()

    def _relate(self) -> None:
        """Work out what the files of each roll tell of each other; a click need not wait for all of it."""
        with self._db.read() as db:
            if store.related(db):
                return
            seen = store.generation(db)
            found = self._relations(db)
        with self._db.write() as db:
            if store.generation(db) != seen:  # the person said something meanwhile
                found = self._relations(db)
            for pairs, neighbours in found:
                pairing.apply(db, pairs)
                inference.apply(db, neighbours)
            store.relate(db)

    def _relations(self, db: sqlite3.Connection) -> list[tuple[list[pairing.Change], inference.Change]]:
        places = self._order.places
        return [(pairing.changes(db, r), inference.change(db, r, places=places)) for r in self._there]

    def _work(self, agenda: Agenda, *, alone: bool = False) -> None:
        """Look at all that an agenda holds; `alone`: at one file at a time."""
        flying: dict[ProcessFuture[looking.Looked], store.Task] = {}
        grouped_at = paired_at = time.monotonic()
        try:
            while agenda or flying:
                self._control.check()
                if not self._held():
                    self._launch(agenda, flying, alone=alone)
                elif not flying:
                    self._pair()  # nothing more comes for a while: what is there is shown as it is
                    time.sleep(0.05)
                    continue
                done, _rest = wait(flying, timeout=0.5, return_when=FIRST_COMPLETED)
                self._workers.tend()
                self._land({future: flying.pop(future) for future in flying.keys() & done}, agenda)
                if time.monotonic() - grouped_at > GROUP_EVERY_S and self._status.state == "looking":
                    self._group()
                    grouped_at = time.monotonic()
                if time.monotonic() - paired_at > PAIR_EVERY_S:
                    self._pair()
                    paired_at = time.monotonic()
        except CancelledError:
            self._pair()
            raise
        finally:
            self._abandon(flying)

    def _pair(self) -> None:
        """Join what is one asset as far as it was read; the end of a run does so with its neighbours."""
        if not self._unpaired:
            return
        self._unpaired = False
        with self._db.write() as db:
            for roll in self._there:
                pairing.pair(db, roll)

    def _held(self) -> bool:
        """Tell whether nothing new may begin now; what is being looked at is finished meanwhile."""
        state, waiting_for = self._control.held()
        if (state, waiting_for) != (self._status.state, self._status.waiting_for):
            self._pace = Pace()
            status = replace(self._status, state=state, waiting_for=waiting_for, seconds_left=None)
            self._say(status, now=True)
        return state != "looking"

    def _launch(
        self, agenda: Agenda, flying: dict[ProcessFuture[looking.Looked], store.Task], *, alone: bool
    ) -> None:
        if alone and not self._proved:
            # Workers take seconds to start; an end meanwhile must not count against the file that waits.
            self._proved = True
            self._prove(self._order.stages, times=self._order.workers)
        at_once = 1 if alone else self._order.workers * IN_FLIGHT_PER_WORKER
        batch = agenda.take(at_once - len(flying))
        if not batch:
            return
        with self._db.write() as db:
            store.claim(db, batch, alone=alone)
            known = {
                task.asset: store.facts(db, task.asset) for task in batch if Stage.FILE not in task.stages
            }
        for task in batch:
            job = self._job(task, known.get(task.asset))
            flying[self._workers.submit(looking.look, job, timeout_s=LOOK_TIMEOUT_S)] = task

    def _job(self, task: store.Task, facts: FileFacts | None) -> looking.LookJob:
        return looking.LookJob(
            asset=task.asset,
            path=task.path,
            name=task.name,
            stages=task.stages,
            places=self._order.places,
            thumbnail=self._paths.thumbnail(task.asset),
            now=datetime.now().astimezone(),
            kind=task.kind,
            facts=facts,
            glance=task.glance,
            carried=carried.path(self._paths.previews, task.asset) if task.kind is Kind.PHOTO else None,
        )

    def _land(self, done: dict[ProcessFuture[looking.Looked], store.Task], agenda: Agenda) -> None:
        """Store what came back, all in one transaction."""
        if not done:
            return
        results = [(task, self._result(future, task)) for future, task in done.items()]
        with self._db.write() as db:
            for task, looked in results:
                if looked is None:
                    store.give_back(db, [task])
                    agenda.again(task)
                else:
                    self._keep(db, task, looked)
                    agenda.finished(task, failed=looked.findings is None)
                    self._pace.tick(cost(task))
        left = agenda.left + self._later
        seconds_left = self._pace.seconds_for(left)
        self._say(replace(self._status, done=self._share.done(left), seconds_left=seconds_left))

    def _keep(self, db: sqlite3.Connection, task: store.Task, looked: looking.Looked) -> None:
        if looked.findings:
            store.save(db, looked.findings, task.stages, datetime.now())
            self._unpaired |= Stage.FILE in task.stages
        elif not task.path.exists():  # moved, deleted, or its drive unplugged: the next scan will tell
            store.give_back(db, [task])
        else:
            store.fail(db, task, looked.reason, datetime.now(), crashed=task.asset in self._retried)
            self._status = replace(self._status, failed=self._status.failed + 1)

    def _result(self, future: ProcessFuture[looking.Looked], task: store.Task) -> looking.Looked | None:
        """Return what the worker found; None when it died over the file for the first time."""
        try:
            looked = future.result()
            self._mistaken.pop(task.stages, None)
            self._deaths = 0
            return looked
        except worker_died() as error:
            self._mourn(task.stages)
            if task.asset not in self._retried:
                self._retried.add(task.asset)
                return None
            return looking.Looked(task.asset, None, why_died(error))
        except MemoryError:
            return looking.Looked(task.asset, None, too_much_memory())
        except OSError as error:  # not of the photo: those come back as a reason
            raise UserError(
                _("What was found could not be stored: {error}").format(error=reason(error)),
                _("Make room on the disk, or check that rollsuggest's folder can be written to."),
            ) from error
        except Exception as error:  # a mistake of ours over one file costs that file, and is listed
            return self._mistake(task, error)

    def _mourn(self, stages: frozenset[Stage]) -> None:
        """Stop, and blame no file, when workers die one after the other over a photo of our own too."""
        self._deaths += 1
        if self._deaths < DEATHS:
            return
        self._deaths = 0
        self._prove(stages, times=1)

    def _prove(self, stages: frozenset[Stage], *, times: int) -> None:
        """Have workers look at a photo of our own. Raises UserError when that kills one."""
        tries = [self._workers.submit(looking.prove, stages, timeout_s=LOOK_TIMEOUT_S) for _ in range(times)]
        try:
            for one in tries:
                one.result()
        except worker_died() as error:
            raise UserError(
                _("Photos cannot be looked at: the part of the program that reads them stops at once."),
                _(
                    "Your photos are well. Restart the computer; if that does not help, see that no"
                    " virus scanner holds rollsuggest back, or install it anew."
                ),
            ) from error

    def _mistake(self, task: store.Task, error: Exception) -> looking.Looked:
        """Blame one file; but when one after the other fails so, stop, and blame none of them."""
        mistaken = self._mistaken.setdefault(task.stages, [])
        mistaken.append(task.asset)
        if len(mistaken) < MISTAKES:
            return looking.Looked(task.asset, None, _("A part of the program failed: {e!r}").format(e=error))
        said = _("Looking at photos stopped: a part of the program fails at every file ({e!r}).")
        raise UserError(
            said.format(e=error),
            _("This is our mistake; your photos are well. Install rollsuggest anew, or report it."),
        ) from error

    def _abandon(self, flying: dict[ProcessFuture[looking.Looked], store.Task]) -> None:
        wronged = [a for assets in self._mistaken.values() if len(assets) >= MISTAKES for a in assets]
        if not flying and not wronged:
            return
        for future in flying:
            future.cancel()
        with self._db.write() as db:
            store.give_back(db, list(flying.values()))
            store.retry(db, wronged)

    # --- grouping

    def _group(self, *, whole: bool = False) -> None:
        """Find out whose the new faces are; `whole`: settle all. Only with the consent to faces."""
        if Stage.FACES not in self._order.stages:
            return
        self._control.check()
        self._say(replace(self._status, state="grouping"))
        grouped = self._workers.call(grouping.group, self._db.path, whole, timeout_s=GROUP_TIMEOUT_S)
        if grouped:
            with self._db.write() as db:
                store_grouping(db, grouped)
        self._say(replace(self._status, state="looking"))

    def _hash(self) -> None:
        self._control.check()
        with suppress(UserError):  # without them the rules take longer, and say the same
            self._workers.call(hashing.bring_up, self._db.path, timeout_s=HASH_TIMEOUT_S)

    def _say(self, status: IndexStatus, *, now: bool = False) -> None:
        self._status = status
        if now or time.monotonic() - self._told >= TOLD_EVERY_S:
            self._told = time.monotonic()
            self._tell(status)


class Pace:
    """How fast work is done lately, for an honest time left."""

    WINDOW = 120

    def __init__(self) -> None:
        self._ticks: deque[tuple[float, int]] = deque(maxlen=self.WINDOW)

    def tick(self, done: int) -> None:
        self._ticks.append((time.monotonic(), done))

    def seconds_for(self, left: int) -> float | None:
        """Return how long so much more will take; None until there is something to go by."""
        if len(self._ticks) < 8 or left <= 0:
            return None
        span = self._ticks[-1][0] - self._ticks[0][0]
        return left * span / sum(done for _at, done in list(self._ticks)[1:])


@dataclass(frozen=True, slots=True)
class Share:
    """Turns work left into photos done, over both tiers: people count photos, not stages."""

    before: int = 0
    files: int = 0
    cost: int = 0

    def done(self, left: int) -> int:
        return self.before + (self.files * (self.cost - left) // self.cost if self.cost else 0)


def why_died(error: BaseException) -> str:
    """Return why a file is blamed that a worker died over, twice."""
    if isinstance(error, TimeoutError):
        return _("Reading this file takes too long.")
    if getattr(error, "exitcode", None) == memory.EXIT_CODE:
        return too_much_memory()
    return _("Reading this file crashes the reader.")


def too_much_memory() -> str:
    return _("Reading this file takes too much memory.")


def stages_allowed(*, faces: bool) -> frozenset[Stage]:
    return frozenset(Stage) if faces else frozenset({Stage.FILE, Stage.CONTENT})


def require_rolls(rolls: Iterable[object]) -> None:
    if not list(rolls):
        raise UserError(_("No folder was chosen yet."), _("Choose the folder that holds your photos."))
