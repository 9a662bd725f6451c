"""The repair of dates."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from rollsuggest.errors import UserError
from rollsuggest.i18n import _
from rollsuggest.library import date_verdicts, inference, repair, store, xmp_export
from rollsuggest.library.rows import DateBatch, DateChange
from rollsuggest.model import AssetId, Purpose
from rollsuggest.studio.core import Core

MOST_BATCHES = 50  # repairs that are listed to be undone


class Dates(Core):
    """Dates that are not known, and their repair."""

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
            self._tell_neighbours(db)
        self._say("photos", "suggestions")
        return batch

    def undo_dates(self, batch: int) -> None:
        with self._db.write() as db:
            date_verdicts.undo(db, batch)
            self._tell_neighbours(db)
        self._say("photos", "suggestions")

    def date_batches(self, most: int = MOST_BATCHES) -> tuple[DateBatch, ...]:
        """Return the last repairs, newest first."""
        with self._db.read() as db:
            return date_verdicts.batches(db, most)

    def _tell_neighbours(self, db: sqlite3.Connection) -> None:
        """Work out anew, at once, what a repaired date says of the photos around it."""
        places = self.grants().has(Purpose.PLACES)
        for roll in store.roll_paths(db):
            inference.infer(db, roll, places=places)

    def export_date_sidecars(self, folder: Path, assets: Sequence[AssetId] | None = None) -> int:
        """Write `ROLL/photo.jpg.xmp` into a folder for each of these (None: of all) with a repaired date.

        Returns how many.
        """
        wanted = None if assets is None else frozenset(assets)
        with self._db.read() as db:
            repaired = xmp_export.repaired(db, wanted)
        return xmp_export.write(folder.expanduser(), ((photo, 1) for photo in repaired))
