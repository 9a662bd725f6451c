"""Names of people that go in and out: from the person's files, and as sidecars for other programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path

from rollsuggest.consent.grants import permit
from rollsuggest.errors import CancelledError
from rollsuggest.jobs import worker
from rollsuggest.library import named_faces, taken_names, xmp_export
from rollsuggest.library.named_faces import NameFound, Told
from rollsuggest.library.taken_names import Taken
from rollsuggest.model import AssetId, Purpose
from rollsuggest.studio.core import SUGGEST_TIMEOUT_S, Cancelled, Progress
from rollsuggest.studio.people import People

CHUNK = 50  # files read in one call: progress moves, and what the window asks for comes in between


class Names(People):
    """Names that other programs wrote into files, and names for other programs."""

    def names_in_files(
        self, progress: Progress | None = None, cancelled: Cancelled | None = None
    ) -> tuple[NameFound, ...]:
        """Return the names in the person's files that belong to faces we found and are news to us.

        Read from the photo, the XMP beside it and Picasa's file. Raises ConsentError, CancelledError.
        """
        permit(self.grants(), Purpose.FACES)
        with self._db.read() as db:
            seen = taken_names.seen(db)
            files = taken_names.files(db, {face.asset for face in seen})
        told = self._told(files, progress, cancelled)
        with self._db.read() as db:
            return taken_names.news(db, named_faces.matched(told, seen))

    def take_names(self, found: Sequence[NameFound]) -> Taken:
        """Take these names over; return what `give_names_back` undoes as a whole."""
        permit(self.grants(), Purpose.FACES)
        return self._sort(lambda db: taken_names.take(db, found, datetime.now()))

    def give_names_back(self, taken: Taken) -> None:
        self._sort(lambda db: taken_names.give_back(db, taken))

    def export_names(
        self, folder: Path, progress: Progress | None = None, cancelled: Cancelled | None = None
    ) -> int:
        """Write `ROLL/photo.jpg.xmp` into a folder for each photo with a named face; return how many.

        Nobody hidden is in them, and what another program wrote there is left alone.
        """
        permit(self.grants(), Purpose.FACES)
        with self._db.read() as db:
            photos = xmp_export.named(db)
        told = self._told({photo.asset: photo.file for photo in photos}, progress, cancelled)
        return xmp_export.write(folder.expanduser(), ((p, told[p.asset].orientation) for p in photos))

    def _told(
        self, files: Mapping[AssetId, Path], progress: Progress | None, cancelled: Cancelled | None
    ) -> Mapping[AssetId, Told]:
        told: dict[AssetId, Told] = {}
        for chunk in _chunks(files):
            if cancelled and cancelled():
                raise CancelledError
            told |= self._workers.call(worker.told_names, chunk, timeout_s=SUGGEST_TIMEOUT_S)
            if progress:
                progress(len(told) / len(files))
        return told


def _chunks(files: Mapping[AssetId, Path]) -> Iterator[Mapping[AssetId, Path]]:
    rest = iter(files.items())
    while chunk := dict(islice(rest, CHUNK)):
        yield chunk
