"""A library in a temporary folder, faces as the indexer stores them; grouped and asked as the app does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any

from rollsuggest.jobs import grouping as work
from rollsuggest.library import grouping, verdicts
from rollsuggest.library.database import Database
from rollsuggest.model import ClusterId, FaceId
from rollsuggest.people.cluster import FaceVector

NOW = datetime(2026, 6, 14, 12)
Found = Mapping[FaceId, ClusterId | None]


class FaceLibrary(AbstractContextManager["FaceLibrary"]):
    def __init__(self) -> None:
        self._folder = TemporaryDirectory()
        self.database = Database(Path(self._folder.name) / "library.sqlite")
        with self.database.write() as db:
            db.execute("INSERT INTO roll (id, path, added_at) VALUES (1, '/photos', '')")

    def __exit__(self, *_: object) -> None:
        self.database.close()
        self._folder.cleanup()

    def add(self, faces: Iterable[FaceVector], found: Found | None = None) -> None:
        """Store faces: new ones, or as they were grouped."""
        with self.database.write() as db:
            if found is not None:
                clusters = sorted({c for c in found.values() if c is not None})
                db.executemany("INSERT INTO cluster (id) VALUES (?)", [(int(c),) for c in clusters])
            for face in faces:
                _insert(db, face, found[face.face] if found is not None else None, 2 * (found is not None))

    def group(self, whole: bool = False) -> float:
        """Find out whose the new faces are and store it; return the processor time in s."""
        start = process_time()
        grouped = work.group(self.database.path, whole)
        with self.database.write() as db:
            grouping.store(db, grouped)
        return process_time() - start

    def found(self) -> Found:
        with self.database.read() as db:
            rows = db.execute("SELECT id, cluster_id FROM face").fetchall()
        return {FaceId(row["id"] - 1): row["cluster_id"] for row in rows}

    def ask(self, truth: Mapping[FaceId, str], most: int, at_once: int = 5) -> tuple[int, int]:
        """Answer questions truly, `at_once` as they are put; return how many, and how many were a merge."""
        asked = same = 0
        while asked < most and (questions := work.review(self.database.path, min(at_once, most - asked))):
            for question in questions:
                one, two = question.first.face, question.second.face
                alike = truth[FaceId(one - 1)] == truth[FaceId(two - 1)]
                with self.database.write() as db:
                    verdicts.answer(db, one, two, "same" if alike else "different", NOW)
                self.group(whole=True)
                asked, same = asked + 1, same + alike
        return asked, same

    def violations(self) -> int:
        """Return how many photos hold a person twice."""
        query = "SELECT 1 FROM face WHERE cluster_id > 0 GROUP BY asset_id, cluster_id HAVING count(*) > 1"
        with self.database.read() as db:
            return len(db.execute(query).fetchall())


def came(faces: Sequence[FaceVector], order: Sequence[int], step: int) -> tuple[Found, Found, int]:
    """Return whose faces are that came `step` at a time, before and after the run's end, and violations."""
    with FaceLibrary() as library:
        for start in range(0, len(faces), step):
            library.add(faces[n] for n in order[start : start + step])
            library.group()
        before = library.found()
        library.group(whole=True)
        return before, library.found(), library.violations()


def _insert(db: Any, face: FaceVector, cluster: ClusterId | None, grouped: int) -> None:
    db.execute(
        "INSERT OR IGNORE INTO asset (id, roll_id, path, kind, size, mtime_ns, content_hash, taken_at)"
        " VALUES (?, 1, ?, 'photo', 1, 1, x'00', ?)",
        (int(face.asset) + 1, f"{face.asset}.jpg", f"{face.taken}T12:00:00" if face.taken else None),
    )
    db.execute(
        "INSERT INTO face (id, asset_id, x, y, w, h, score, quality, smile, points, embedding, cluster_id,"
        " grouped) VALUES (?, ?, 0, 0, 1, 1, 1, ?, 0, '[]', ?, ?, ?)",
        (
            int(face.face) + 1,
            int(face.asset) + 1,
            face.quality,
            face.vector.astype("<f2").tobytes(),
            cluster,
            grouped,
        ),
    )
