"""The one facade that the window, the terminal and the tests talk to. Wiring, no logic.

Every method may block (SQL, files, a worker process): the window calls them from its bridge, never from the
GUI thread. All methods may be called from any thread.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from rollsuggest import settings as stored_settings
from rollsuggest.consent.grants import Grants, permit, permit_greeting
from rollsuggest.consent.ledger import Ledger
from rollsuggest.errors import UserError
from rollsuggest.i18n import _
from rollsuggest.jobs import exports, worker
from rollsuggest.jobs.indexer import Control, Indexer, Order, require_rolls, stages_allowed
from rollsuggest.jobs.pool import Workers, background_workers
from rollsuggest.jobs.watcher import Watcher
from rollsuggest.library import date_sidecars, date_verdicts, decisions, queries, repair, store
from rollsuggest.library.codec import recipe_to_json
from rollsuggest.library.database import Database
from rollsuggest.library.rows import (
    Card,
    Creation,
    DateChange,
    IndexedAsset,
    IndexStatus,
    PersonRow,
    PhotoDetail,
    PlaceRow,
    Roll,
    SortedOut,
    Stored,
    Tile,
    Unreadable,
)
from rollsuggest.library.view import sources
from rollsuggest.model import (
    AssetId,
    ClusterId,
    Make,
    Purpose,
    Recipe,
    Role,
    RollId,
    Source,
    SuggestionKey,
    SuggestionState,
)
from rollsuggest.paths import Paths
from rollsuggest.settings import Settings

SUGGEST_TIMEOUT_S = 300.0
RENDER_TIMEOUT_S = 120.0
PREVIEWS_KEPT = 600  # about 60 MB; more than a long evening shows
SUGGESTIONS_EVERY_S = 10.0  # while photos are looked at, the rules speak up at most this often


@dataclass(frozen=True, slots=True)
class Changed:
    """What an act changed: consent, settings, rolls, photos, people, suggestions, creations, status."""

    topics: frozenset[str]


Progress = Callable[[float], None]  # 0..1
Cancelled = Callable[[], bool]
Listener = Callable[[Changed], None]


class Studio:
    """Open on one data folder. Close it when done: it owns processes and a database."""

    def __init__(self, paths: Paths) -> None:
        self.paths = paths
        try:
            paths.ensure()
        except OSError as error:
            raise UserError(
                _("rollsuggest's folder cannot be made: {error}").format(error=error),
                _("Give another one with --data-dir, or check the permissions of this one."),
            ) from error
        self._db = Database(paths.database)
        self._ledger = Ledger(paths.ledger)
        self._workers = Workers(1, polite=False)
        self._listeners: list[Listener] = []
        self._lock = threading.RLock()
        self._status: IndexStatus | None = None
        self._control: Control | None = None
        self._thread: threading.Thread | None = None
        self._watcher: Watcher | None = None
        self._again = False  # files changed while a run was on
        self._suggested: tuple[int, date] | None = None  # the generation and day of the stored suggestions
        self._fresh_until = 0.0
        self._suggesting = threading.Lock()

    def close(self) -> None:
        """Stop indexing, end the workers, let go of the database. What was learned is stored already."""
        self.unwatch()
        self.stop_indexing()
        self._workers.close()
        self._db.close()

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` (from whatever thread) after each change; returns how to stop that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def _say(self, *topics: str) -> None:
        for listener in tuple(self._listeners):
            listener(Changed(frozenset(topics)))

    # --- consent

    def grants(self) -> Grants:
        return self._ledger.grants()

    def allow(self, *purposes: Purpose) -> None:
        """Record a yes. Cloud processing needs a server and so its own method."""
        if Purpose.CLOUD in purposes:
            raise UserError(
                _("Cloud processing needs a server that you choose, so it stays off."),
                _("Turn it on in the window, under Settings."),
            )
        new = [purpose for purpose in purposes if not self.grants().has(purpose)]
        self._ledger.write("allow", purposes, datetime.now().astimezone())
        if Purpose.PLACES in new:
            with self._db.write() as db:
                decisions.read_files_again(db)
        self._say("consent", "suggestions")

    def withdraw(self, *purposes: Purpose) -> None:
        """Take a yes back. Works at once: what it allowed stops, and faces and places are erased."""
        was_running = self.stop_indexing()
        self._ledger.write("withdraw", purposes, datetime.now().astimezone())
        held = self.grants()
        if Purpose.FACES in purposes:
            self._erase_faces()
        if Purpose.PLACES in purposes:
            with self._db.write() as db:
                decisions.erase_places(db)
            self._forget_pictures()
            self._db.vacuum()
        if was_running and held.has(Purpose.ANALYSE):
            self.start_indexing()
        self._say("consent", "photos", "people", "suggestions", "creations")

    def decline(self) -> None:
        """Record "Not now", so that the dialog does not come up by itself again."""
        self._ledger.write("decline", [None], datetime.now().astimezone())
        self._say("consent")

    def turn_on_cloud(self, server: str) -> None:
        """Raises UserError when no server is given or none answers there; cloud then stays off."""
        from rollsuggest.cloud.client import hello  # no networking is even loaded before this yes

        server = server.strip().rstrip("/")
        hello(permit_greeting(server), server)
        self.change_settings(replace(self.settings(), cloud_server=server))
        self._ledger.write("allow", [Purpose.CLOUD], datetime.now().astimezone(), recipient=server)
        self._say("consent", "settings")

    def turn_off_cloud(self) -> None:
        self._ledger.write("withdraw", [Purpose.CLOUD], datetime.now().astimezone())
        self._say("consent", "settings")

    # --- settings

    def settings(self) -> Settings:
        return stored_settings.load(self.paths.settings)

    def change_settings(self, settings: Settings) -> None:
        before = self.settings()
        stored_settings.save(self.paths.settings, settings)
        if before.suggestions and not settings.suggestions:
            self.stop_indexing()
        self._say("settings", "suggestions")

    # --- rolls and indexing

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

    def remove_roll(self, roll: RollId) -> None:
        """Forget a folder and all that was learned of it. The files themselves are not touched."""
        was_running = self.stop_indexing()
        with self._db.write() as db:
            assets = store.remove_roll(db, roll)
        for asset in assets:
            self.paths.thumbnail(asset).unlink(missing_ok=True)
        self._forget_pictures()
        self._db.vacuum()
        if self._watcher is not None:
            self.watch()
        if was_running and self.rolls():
            self.start_indexing()
        self._say("rolls", "photos", "people", "suggestions")

    def start_indexing(self) -> None:
        """Start (or go on) in the background; needs consent (ConsentError)."""
        indexer = self._indexer()
        if indexer is None:
            return
        self._thread = threading.Thread(target=self._run, args=(indexer,), name="indexer")
        self._thread.start()

    def watch(self) -> None:
        """From now on, notice by ourselves what comes and goes in the rolls. For the window."""
        self.unwatch()
        self._watcher = Watcher([roll.path for roll in self.rolls()], self._files_changed)

    def unwatch(self) -> None:
        if self._watcher is not None:
            self._watcher.close()
            self._watcher = None

    def _files_changed(self) -> None:
        """Scan when that is allowed; while a run is on, once more after it."""
        if not self.rolls() or not self.settings().suggestions or not self.grants().has(Purpose.ANALYSE):
            return
        with self._lock:
            self._again = self._control is not None
        if not self._again:
            with suppress(UserError):  # taken back a moment ago
                self.start_indexing()

    def index(self, tell: Callable[[IndexStatus], None]) -> IndexStatus:
        """Index to the end on this thread, for the terminal."""
        indexer = self._indexer(tell)
        if indexer is None:
            raise UserError(_("Photos are being looked at already."))
        self._run(indexer)
        return self.index_status()

    def _indexer(self, tell: Callable[[IndexStatus], None] | None = None) -> Indexer | None:
        """Prepare a run, if it is allowed and none is on."""
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
            workers=background_workers(settings.workers),
        )
        with self._lock:
            if self._control is not None:
                self._control.paused.clear()
                return None
            self._control = Control()
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
        try:
            indexer.run()
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
        if self._control:
            self._control.paused.clear()
        else:
            self.start_indexing()

    def stop_indexing(self) -> bool:
        """Stop and wait until it has; returns whether there was something to stop."""
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

    def retry_unreadable(self) -> None:
        """Try the files again that could not be read: a drive or a permission may be back."""
        self.stop_indexing()
        with self._db.write() as db:
            store.retry(db)
        self.start_indexing()
        self._say("status", "photos")

    # --- library

    def tiles(self) -> tuple[Tile, ...]:
        """Return all visible photos, newest first, undated last."""
        with self._db.read() as db:
            return queries.tiles(db)

    def photo(self, asset: AssetId) -> PhotoDetail:
        with self._db.read() as db:
            return queries.photo(db, asset)

    def screen_copy(self, asset: AssetId, long_side_px: int = 2400) -> Path:
        """Return a JPEG for the screen, made by a worker from whatever format the photo has, and cached."""
        permit(self.grants(), Purpose.ANALYSE)
        path = self.photo(asset).path
        status = path.stat() if path.exists() else None
        if status is None:
            raise UserError(
                _("The file is not there any more."), _("Plug in its drive, or look at the folder.")
            )
        name = f"photo-{asset}-{status.st_size}-{status.st_mtime_ns}-{long_side_px}.jpg"
        return self._cached(name, worker.enlarge, path, long_side_px)

    def thumbnail(self, asset: AssetId) -> Path:
        """Return where a JPEG of at most 480 px lies; it may not exist yet. Never blocks."""
        return self.paths.thumbnail(asset)

    def sorted_out(self) -> tuple[SortedOut, ...]:
        """Return screenshots, documents and the like, and files whose kind the person decided."""
        with self._db.read() as db:
            return queries.sorted_out(db)

    def set_role(self, assets: Iterable[AssetId], role: Role | None) -> None:
        """Store what the person says these files are; None takes it back."""
        with self._db.write() as db:
            decisions.set_role(db, assets, role, datetime.now())
        self._say("photos", "suggestions")

    # --- dates

    def uncertain_dates(self) -> tuple[DateChange, ...]:
        """Return the photos whose day is not known, as they are: `after` is `before`."""
        with self._db.read() as db:
            return date_verdicts.uncertain(db)

    def assets_at(self, paths: Sequence[Path]) -> tuple[AssetId, ...]:
        """Return the photos of the library at these paths, or in these folders. UserError when none is."""
        with self._db.read() as db:
            found = date_verdicts.assets_at(db, [path.expanduser().resolve() for path in paths])
        if not found:
            raise UserError(
                _("None of these is a photo of your folders."), _("Run: rollsuggest index FOLDER, first.")
            )
        return found

    def preview_dates(self, rule: repair.Rule, assets: Sequence[AssetId]) -> tuple[DateChange, ...]:
        """Return what a rule would make of the dates of these photos. Raises UserError for a bad pattern."""
        with self._db.read() as db:
            return repair.preview(rule, date_verdicts.dates(db, assets))

    def apply_dates(self, changes: Sequence[DateChange]) -> int:
        """Store what changes and return the number that undoes it, 0 for nothing. No original is touched."""
        with self._db.write() as db:
            batch = date_verdicts.apply(db, changes, datetime.now())
        self._say("photos", "suggestions")
        return batch

    def undo_dates(self, batch: int) -> None:
        with self._db.write() as db:
            date_verdicts.undo(db, batch)
        self._say("photos", "suggestions")

    def export_date_sidecars(self, folder: Path, assets: Sequence[AssetId]) -> int:
        """Write `ROLL/photo.jpg.xmp` into a folder for each of these whose date was repaired; how many."""
        with self._db.read() as db:
            repaired = date_sidecars.repaired(db, assets)
        return date_sidecars.write(folder.expanduser(), repaired)

    # --- people, places

    def people(self) -> tuple[PersonRow, ...]:
        """Return most photographed first; hidden ones are in it (marked), for the People page alone."""
        with self._db.read() as db:
            return queries.people(db)

    def set_person(
        self,
        cluster: ClusterId,
        *,
        name: str | None = None,
        birthday: tuple[int, int] | None = None,
        hidden: bool | None = None,
    ) -> None:
        if birthday is not None:
            _check_birthday(birthday)
        with self._db.write() as db:
            decisions.set_person(db, cluster, name=name, birthday=birthday, hidden=hidden)
        if hidden is not None:
            self._forget_pictures()
        if hidden:
            self._group()
        self._say("people", "photos", "suggestions", "creations")

    def _group(self) -> None:
        """Have faces that may be of somebody hidden follow them at once."""
        assigned = self._workers.call(worker.group, self.paths.database, timeout_s=SUGGEST_TIMEOUT_S)
        if assigned:
            with self._db.write() as db:
                decisions.store_clusters(db, assigned)

    def person_tiles(self, cluster: ClusterId) -> tuple[Tile, ...]:
        with self._db.read() as db:
            return queries.person_tiles(db, cluster)

    def places(self) -> tuple[PlaceRow, ...]:
        with self._db.read() as db:
            return queries.places(db)

    def place_tiles(self, name: str, country: str) -> tuple[Tile, ...]:
        with self._db.read() as db:
            return queries.place_tiles(db, name, country)

    def indexed(self) -> tuple[IndexedAsset, ...]:
        """Return all that is stored of every file: what the owner may take along."""
        with self._db.read() as db:
            return queries.indexed(db)

    def names(self, assets: Iterable[AssetId], *, hidden: bool = False) -> dict[AssetId, str]:
        """Return paths relative to their roll, of what may be shown (or of all, for the People page)."""
        with self._db.read() as db:
            return queries.names(db, assets, hidden=hidden)

    def extras(self) -> Mapping[AssetId, Role]:
        """Return the worse frames of bursts, edited copies and duplicates."""
        return self._workers.call(worker.extras, self.paths.database, timeout_s=SUGGEST_TIMEOUT_S)

    # --- suggestions and creations

    def suggestions(self, today: date) -> tuple[Card, ...]:
        """Return best first, dismissed ones left out; () while suggestions are off or nothing is allowed."""
        if not self.settings().suggestions or not self.grants().has(Purpose.ANALYSE):
            return ()
        with self._suggesting:
            self._refresh_suggestions(today)
        with self._db.read() as db:
            return decisions.cards(db)

    def _refresh_suggestions(self, today: date) -> None:
        with self._db.read() as db:
            generation = store.generation(db)
        if self._suggested == (generation, today) or self._still_fresh(today):
            return
        began = time.monotonic()
        made = self._workers.call(worker.suggest, self.paths.database, today, timeout_s=SUGGEST_TIMEOUT_S)
        with self._db.write() as db:
            decisions.store_suggestions(db, made, today.isoformat())
        self._suggested = (generation, today)
        now = time.monotonic()
        self._fresh_until = now + max(SUGGESTIONS_EVERY_S, 5 * (now - began))

    def _still_fresh(self, today: date) -> bool:
        """While photos are looked at, each one changes the library: the rules are not asked after each."""
        if self._control is None or self._suggested is None or self._suggested[1] != today:
            return False
        return time.monotonic() < self._fresh_until

    def last_suggestions(self) -> tuple[Card, ...]:
        """Return what the rules last said, without asking them again."""
        with self._db.read() as db:
            return decisions.cards(db)

    def card(self, key: SuggestionKey, today: date) -> Card:
        """Return one suggestion, as the rules last said it, or say it anew."""
        for stored in (True, False):
            cards = self.last_suggestions() if stored else self.suggestions(today)
            for card in cards:
                if card.suggestion.key == key:
                    return card
        raise UserError(
            _("There is no suggestion {key}.").format(key=key),
            _("Run: rollsuggest suggest --today DATE, to see all of them."),
        )

    def mark_seen(self, key: SuggestionKey) -> None:
        self._choose(key, SuggestionState.SEEN)

    def dismiss(self, key: SuggestionKey) -> None:
        self._choose(key, SuggestionState.DISMISSED)
        self._say("suggestions")

    def undismiss(self, key: SuggestionKey) -> None:
        self._choose(key, SuggestionState.NEW)
        self._say("suggestions")

    def _choose(self, key: SuggestionKey, state: SuggestionState) -> None:
        with self._db.write() as db:
            decisions.choose(db, key, state, datetime.now())

    def keep_recipe(self, key: SuggestionKey, recipe: Recipe) -> None:
        """Keep the person's edit of a suggestion's recipe."""
        with self._db.write() as db:
            decisions.keep_recipe(db, key, recipe, datetime.now())

    def preview(self, recipe: Recipe, height_px: int) -> Path:
        """Render the recipe as a still of that height into the cache (JPEG, cached by recipe and size)."""
        permit(self.grants(), Purpose.ANALYSE)
        width, height = recipe.format.size_px
        size = (max(2, round(width * height_px / height)), height_px)
        found = self._sources(recipe)
        name = f"{_digest(recipe, size, found)}.jpg"
        return self._cached(name, _still, _with(recipe, found), found, size)

    def _cached(self, name: str, function: Callable[..., None], first: object, *rest: object) -> Path:
        """Have a worker make a picture once; the pictures asked for longest ago make room for new ones."""
        out = self.paths.previews / name
        if out.exists():
            out.touch()
        else:
            self._workers.call(function, first, out, *rest, timeout_s=RENDER_TIMEOUT_S)
            _make_room(self.paths.previews)
        return out

    def make(
        self,
        recipe: Recipe,
        out: Path,
        *,
        key: SuggestionKey | None = None,
        progress: Progress | None = None,
        cancelled: Cancelled | None = None,
    ) -> Creation:
        """Render at full size to `out`: .mp4 is a film; .png, .jpg, .webp a still. No half file is left."""
        permit(self.grants(), Purpose.ANALYSE)
        out = out.expanduser().absolute()
        self._check_not_an_original(out)
        found = self._sources(recipe)
        job = worker.RenderJob(_with(recipe, found), found, out, recipe.format.size_px)
        exports.export(job, progress, cancelled)
        with self._db.write() as db:
            creation = decisions.add_creation(db, key, recipe, out, datetime.now())
            if key is not None:
                decisions.choose(db, key, SuggestionState.MADE, datetime.now())
        self._say("creations", "suggestions")
        return creation

    def make_of_files(
        self,
        photos: Sequence[Path],
        recipe: Recipe,
        out: Path,
        *,
        progress: Progress | None = None,
        cancelled: Cancelled | None = None,
    ) -> None:
        """Make something of files by name, in the library or not. Faces are found only if that is allowed.

        `recipe.photos` is filled in here. A restyle keeps the shape of its photo.
        """
        permit(self.grants(), Purpose.ANALYSE)
        out = out.expanduser().absolute()
        self._check_not_an_original(out, photos)
        faces, now = self.grants().has(Purpose.FACES), datetime.now().astimezone()
        found: dict[AssetId, Source] = {}
        for number, photo in enumerate(photos, 1):
            path = photo.expanduser().absolute()
            found[AssetId(number)] = self._workers.call(
                _describe, AssetId(number), path, faces, now, timeout_s=RENDER_TIMEOUT_S
            )
        recipe = replace(recipe, photos=tuple(found))
        size = (
            _own_shape(next(iter(found.values()))) if recipe.make is Make.RESTYLE else recipe.format.size_px
        )
        exports.export(worker.RenderJob(recipe, found, out, size), progress, cancelled)

    def creations(self) -> tuple[Creation, ...]:
        with self._db.read() as db:
            return decisions.creations(db)

    def _sources(self, recipe: Recipe) -> dict[AssetId, Source]:
        with self._db.read() as db:
            found = sources(db, recipe.photos)
        if not found:
            raise UserError(
                _("The photos of this suggestion are not there any more."),
                _("They may have been moved or hidden."),
            )
        return found

    def _check_not_an_original(self, out: Path, photos: Sequence[Path] = ()) -> None:
        """Nothing of ours is ever written over a photo of a roll, or over one that it is made of."""
        resolved = out.resolve()
        originals = {photo.expanduser().resolve() for photo in photos}
        with self._db.read() as db:
            watched = queries.is_asset(db, resolved)
        if resolved in originals or watched:
            raise UserError(
                _("{path} is one of your photos.").format(path=out),
                _("Choose another name; originals are never changed."),
            )

    # --- privacy

    def stored(self) -> Stored:
        with self._db.read() as db:
            return queries.stored(db, self.paths)

    def erase_faces(self) -> None:
        """Erase faces, measurements, groups, names and birthdays, and take the consent to them back."""
        self.withdraw(Purpose.FACES)

    def _erase_faces(self) -> None:
        with self._db.write() as db:
            decisions.erase_faces(db)
        self._forget_pictures()
        self._db.vacuum()

    def erase_all(self) -> None:
        """Erase all that we ever stored, consent and settings too: as on the first day."""
        watching = self._watcher is not None
        self.unwatch()
        self.stop_indexing()
        self._workers.close()
        self._db.close()
        for folder in (self.paths.cache, self.paths.logs):
            shutil.rmtree(folder, ignore_errors=True)
        for file in self._own_files():
            file.unlink(missing_ok=True)
        self.paths.ensure()
        self._db = Database(self.paths.database)
        self._status = self._suggested = None
        if watching:
            self.watch()
        self._say("consent", "settings", "rolls", "photos", "people", "suggestions", "creations", "status")

    def _own_files(self) -> list[Path]:
        """Return what we put into the data folder; a folder the person chose may hold other things."""
        names = (self.paths.database, self.paths.ledger, self.paths.settings, self.paths.lock)
        return [file for name in names for file in name.parent.glob(f"{name.name}*")]

    def _forget_pictures(self) -> None:
        """Drop rendered previews and what was suggested: they may show who or what was just taken back."""
        self._suggested = None
        for file in self.paths.previews.glob("*"):
            file.unlink(missing_ok=True)

    # --- self-test

    def load_all_models(self) -> None:
        self._workers.call(worker.load_all_models, timeout_s=RENDER_TIMEOUT_S)


def _still(recipe: Recipe, out: Path, found: Mapping[AssetId, Source], size_px: tuple[int, int]) -> None:
    worker.still(worker.RenderJob(recipe, found, out, size_px))


def _make_room(folder: Path, most: int = PREVIEWS_KEPT) -> None:
    kept = sorted(folder.glob("*.jpg"), key=lambda file: file.stat().st_mtime_ns)
    for file in kept[:-most]:
        file.unlink(missing_ok=True)


def _describe(asset: AssetId, path: Path, faces: bool, now: datetime) -> Source:
    return worker.describe(asset, path, faces=faces, now=now)


def _with(recipe: Recipe, found: Mapping[AssetId, Source]) -> Recipe:
    """Return the recipe with the photos that may be shown."""
    return replace(recipe, photos=tuple(photo for photo in recipe.photos if photo in found))


def _own_shape(source: Source, long_side_px: int = 2048) -> tuple[int, int]:
    scale = min(1.0, long_side_px / max(source.width, source.height))
    return max(2, round(source.width * scale)), max(2, round(source.height * scale))


def _digest(recipe: Recipe, size: tuple[int, int], found: Mapping[AssetId, Source]) -> str:
    """Name a preview by all that goes into it, so that a changed photo or a new face makes a new one."""
    parts = json.dumps([recipe_to_json(recipe), size]) + repr(sorted(found.items()))
    return hashlib.blake2b(parts.encode(), digest_size=16).hexdigest()


def _check_birthday(birthday: tuple[int, int]) -> None:
    try:
        date(2024, *birthday)  # a leap year, so that 29 February is a birthday too
    except ValueError as error:
        raise UserError(
            _("{month:02}-{day:02} is no day of the year.").format(month=birthday[0], day=birthday[1]),
            _("Give month and day, such as 06-18."),
        ) from error
