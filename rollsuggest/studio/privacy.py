"""Consent and erasure."""

from __future__ import annotations

import shutil
from collections.abc import Collection
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path, PurePath

from rollsuggest import settings as stored_settings
from rollsuggest.consent.grants import Grants, Sending
from rollsuggest.errors import UserError
from rollsuggest.i18n import _
from rollsuggest.jobs import login
from rollsuggest.library import decisions, erasing, queries, sealing
from rollsuggest.library.database import Database
from rollsuggest.library.erasing import Kept
from rollsuggest.library.rows import Amount, Erased, Stored
from rollsuggest.model import AssetId, Purpose
from rollsuggest.studio.indexing import Indexing

OF_PURPOSE = {Purpose.FACES: Kept.FACES, Purpose.PLACES: Kept.PLACES}  # what only these allow to keep


class Privacy(Indexing):
    """Consent given and taken back, what is stored, and its erasure."""

    def allow(self, *purposes: Purpose) -> None:
        """Record a yes. Cloud processing needs a server and so its own method."""
        if Purpose.CLOUD in purposes:
            raise UserError(
                _("Cloud processing needs a server that you choose, so it stays off."),
                _("Turn it on in the window, under Settings."),
            )
        if Purpose.SUGGESTIONS in purposes:
            self._switch_suggestions(True)
            purposes = tuple(purpose for purpose in purposes if purpose is not Purpose.SUGGESTIONS)
            if not purposes:
                return
        before = self.grants()
        new = [purpose for purpose in purposes if purpose not in before.said]  # under whichever terms
        if before.renewing:  # what was agreed to under older terms and is not under these goes
            self._forget_what_is_not(purposes, before)
        self._ledger.write("allow", purposes, datetime.now().astimezone())
        if Purpose.PLACES in new:
            with self._db.write() as db:
                decisions.read_files_again(db)
        self._say("consent", "suggestions")

    def withdraw(self, *purposes: Purpose) -> None:
        """Take a yes back. Works at once: what it allowed stops, and faces and places are erased.

        Nothing else holds without the permission to look at photos: it is taken back with that.
        """
        if Purpose.SUGGESTIONS in purposes:
            self._switch_suggestions(False)
        gone = [purpose for purpose in purposes if purpose is not Purpose.SUGGESTIONS]
        if Purpose.ANALYSE in gone:
            said = self.grants().said
            gone += [p for p in (Purpose.CLOUD, Purpose.FACES, Purpose.PLACES) if p in said and p not in gone]
        if gone:
            self._withdraw(tuple(gone))

    def _switch_suggestions(self, on: bool) -> None:
        self.change_settings(replace(self.settings(), suggestions=on))

    def _withdraw(self, purposes: tuple[Purpose, ...]) -> None:
        was_running = self.stop_indexing()
        self._take_back(*purposes)
        held = self.grants()
        try:
            self._erase_of(purposes)
        finally:
            if was_running and held.has(Purpose.ANALYSE):
                self.start_indexing()
            self._say("consent", "photos", "people", "suggestions", "creations")

    def _forget_what_is_not(self, purposes: Collection[Purpose], before: Grants) -> None:
        """Take back what was said yes to before and is not among these purposes, and erase it."""
        gone = [purpose for purpose in (Purpose.FACES, Purpose.PLACES) if purpose in before.said]
        gone = [purpose for purpose in gone if purpose not in purposes]
        if gone and Purpose.ANALYSE in purposes:
            self._take_back(*gone)
            self._erase_of(gone)

    def _erase_of(self, purposes: Collection[Purpose]) -> None:
        """Erase what only these purposes allowed to keep."""
        kinds = [OF_PURPOSE[purpose] for purpose in purposes if purpose in OF_PURPOSE]
        if kinds:
            self._erase_kinds(*kinds)

    def _erase_kinds(self, *kinds: Kept) -> None:
        """Erase from the database, and all that may quote it: drafts of suggestions, the log of crashes."""
        with self._db.write() as db:
            for kind in kinds:
                erasing.erase(db, kind)
        self._forget_pictures()
        shutil.rmtree(self.paths.passing, ignore_errors=True)
        self.paths.crashes.unlink(missing_ok=True)
        self._db.vacuum()
        with suppress(UserError):  # a record that was changed keeps nobody from erasing
            for kind in kinds:
                told = Sending(AssetId(0), "", 0, "", kind.value)
                self._ledger.write("erase", [None], datetime.now().astimezone(), sending=told)

    def decline(self) -> None:
        """Record "Not now", so that the dialog does not come up by itself again."""
        self._ledger.write("decline", [None], datetime.now().astimezone())
        self._say("consent")

    def stored(self) -> Stored:
        with self._db.read() as db:
            return queries.stored(db, self.paths)

    def starts_at_login(self) -> bool:
        return login.is_on(login.command(self.paths), Path.home())

    def start_at_login(self, on: bool) -> None:
        login.switch(on, login.command(self.paths), Path.home())
        self._say("settings")

    def report(self) -> str:
        """Return what helps to find a problem, without names, paths and places; it is sent to nobody."""
        from rollsuggest.studio import report

        with self._db.read() as db:
            names = [
                str(row[0]) for row in db.execute("SELECT name FROM person UNION SELECT place FROM asset")
            ]
            names += [PurePath(str(row[0])).name for row in db.execute("SELECT path FROM roll")]
            held, status = queries.stored(db, self.paths), queries.index_status(db)
        counts = {
            "photos": held.photos, "faces": held.faces, "names": held.persons, "places": held.places,
            "database MB": held.database_bytes // 1_000_000, "looked at": status.done, "of": status.total,
            "unreadable": status.failed,
        }  # fmt: skip
        settings = stored_settings.load(self.paths.settings)
        return report.written(settings, counts, report.log_lines(self.paths.logs), names)

    def erase_faces(self) -> None:
        """Erase faces, measurements, groups, names and birthdays, and take the consent to them back."""
        self.withdraw(Purpose.FACES)

    def kept(self) -> dict[Kept, Amount]:
        """Return how much there is of each kind that can be erased by itself."""
        with self._db.read() as db:
            sizes = erasing.sizes(db)
            found = {kind: Amount(erasing.kept(db, kind), sizes.get(kind)) for kind in Kept}
        copies = self.paths.copies()
        found[Kept.COPIES] = Amount(len(copies), queries.size_of(copies))
        return found

    def erase_kind(self, kind: Kept) -> tuple[int, int]:
        """Erase one kind for good; return how much there was of it, and what a look afterwards found.

        What a consent allows to keep goes with that consent.
        """
        before = self.kept()[kind].count
        if purpose := next((purpose for purpose, of in OF_PURPOSE.items() if of is kind), None):
            self.withdraw(purpose)
            return before, self.kept()[kind].count
        self.stop_indexing()
        if kind is Kept.COPIES:
            shutil.rmtree(self.paths.thumbnails, ignore_errors=True)
            self.paths.ensure()
        try:
            self._erase_kinds(kind)
        finally:
            self._say("photos", "people", "suggestions", "creations")
        return before, self.kept()[kind].count

    def erase_all(self) -> Erased:
        """Erase all that we ever stored, consent and settings too: as on the first day. Look if it is."""
        places = self.paths
        try:
            before = self.stored()
        except UserError:  # of a file that is damaged: it goes all the same
            before = Stored(0, 0, 0, 0, 0, 0, places.data, places.cache)
        watching = self._watcher is not None
        if self.starts_at_login():
            self.start_at_login(False)
        self.unwatch()
        self.stop_indexing()
        self._workers.close()
        self._db.close()
        folders = places.own_folders()
        files = [file for folder in folders for file in folder.rglob("*") if file.is_file()]
        files += places.own_files()
        for folder in folders:
            shutil.rmtree(folder, ignore_errors=True)
        for file in places.own_files():
            with suppress(OSError):
                sealing.wipe(file)
        left = tuple(file for file in files if file.exists())
        self.paths.ensure()
        self._db = Database(self.paths.database)
        self._status = self._suggested = None
        if watching:
            self.watch()
        self._say("consent", "settings", "rolls", "photos", "people", "suggestions", "creations", "status")
        return Erased(before, len(files), left, self.stored())
