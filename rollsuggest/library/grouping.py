"""What grouping reads and stores: new faces, the sums of clusters, where each face went."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rollsuggest.library import quiet
from rollsuggest.library.showing import may_show_changed
from rollsuggest.library.store import drop_empty_clusters, touch
from rollsuggest.model import ClusterId, FaceId, QuietKind

# [Note: Settled now and then] Settling opens every cluster again, so it costs as much as there are faces:
# half a second at 5,000, six seconds at 100,000. Small libraries are settled after each run with news. Larger
# ones are when a twentieth is new, so that a new face costs the same however many there are already; and
# whenever the person said something of a face, as that may move others.
ALWAYS_UP_TO = 5_000
SHARE = 0.05

_FACES = (
    "SELECT f.id, f.asset_id, f.quality, f.embedding, f.cluster_id, f.grouped, a.taken_at FROM face f"
    " JOIN asset a ON a.id = f.asset_id WHERE a.missing_since IS NULL"
)


@dataclass(frozen=True, slots=True)
class Grouped:
    """What a grouping changed, small enough to cross a pipe.

    `sums`: of a cluster how many faces shape it and their mean (float16), to go on from next time.
    `perhaps`: faces that may be of hidden clusters; `anew`: all that there are, not only of new faces.
    """

    assigned: Mapping[FaceId, ClusterId | None] = field(default_factory=dict)
    seen: tuple[FaceId, ...] = ()
    sums: Mapping[ClusterId, tuple[int, bytes]] = field(default_factory=dict)
    settled: bool = False
    perhaps: tuple[tuple[FaceId, ClusterId], ...] = ()
    anew: bool = False

    def __bool__(self) -> bool:
        return bool(self.assigned or self.seen or self.sums or self.perhaps or self.anew)


def fresh(db: sqlite3.Connection) -> list[sqlite3.Row]:
    """Return the faces that nobody has looked at yet."""
    return db.execute(f"{_FACES} AND f.grouped = 0 AND f.cluster_id IS NULL ORDER BY f.id").fetchall()


def due(db: sqlite3.Connection) -> bool:
    """Tell whether all faces should be settled together. [Note: Settled now and then]"""
    spoken = "SELECT 1 FROM face f JOIN spot s ON s.face_id = f.id WHERE f.grouped < 2 LIMIT 1"
    if db.execute(spoken).fetchone():
        return True
    unsettled, every = db.execute("SELECT count(*) FILTER (WHERE grouped < 2), count(*) FROM face").fetchone()
    return bool(unsettled) and (every <= ALWAYS_UP_TO or unsettled >= every * SHARE)


def small(db: sqlite3.Connection) -> bool:
    """Tell whether settling all faces is done in a moment. [Note: Settled now and then]"""
    return bool(db.execute("SELECT count(*) FROM face").fetchone()[0] <= ALWAYS_UP_TO)


def every(db: sqlite3.Connection) -> list[sqlite3.Row]:
    return db.execute(f"{_FACES} ORDER BY f.id").fetchall()


def of_clusters(db: sqlite3.Connection, clusters: Iterable[ClusterId]) -> list[sqlite3.Row]:
    """Return all faces of these clusters."""
    found: list[sqlite3.Row] = []
    for cluster in clusters:
        found += db.execute(f"{_FACES} AND f.cluster_id = ? ORDER BY f.id", (cluster,))
    return found


def members(db: sqlite3.Connection, clusters: Iterable[ClusterId]) -> list[tuple[int, int, int]]:
    """Return (face, asset, cluster) of these clusters: all that joining one takes beside its sum."""
    found: list[tuple[int, int, int]] = []
    for cluster in clusters:
        rows = db.execute("SELECT id, asset_id, cluster_id FROM face WHERE cluster_id = ?", (cluster,))
        found += (tuple(row) for row in rows)
    return found


def sums(db: sqlite3.Connection) -> list[tuple[int, int, bytes]]:
    """Return (cluster, size, mean) where it is up to date."""
    return list(map(tuple, db.execute("SELECT cluster_id, size, mean FROM cluster_sum ORDER BY cluster_id")))


def without_sum(db: sqlite3.Connection) -> list[ClusterId]:
    rows = db.execute(
        "SELECT id FROM cluster c WHERE NOT EXISTS (SELECT 1 FROM cluster_sum s WHERE s.cluster_id = c.id)"
    )
    return [ClusterId(row["id"]) for row in rows]


def caution(db: sqlite3.Connection) -> tuple[tuple[FaceId, ClusterId], ...]:
    """Return which faces may be of which hidden clusters, as stored."""
    rows = db.execute("SELECT face_id, cluster_id FROM caution ORDER BY face_id, cluster_id")
    return tuple((FaceId(row["face_id"]), ClusterId(row["cluster_id"])) for row in rows)


def store(db: sqlite3.Connection, grouped: Grouped) -> None:
    """Store who belongs together. Faces erased meanwhile are passed over."""
    new = {cluster for cluster in grouped.assigned.values() if cluster is not None}
    db.executemany("INSERT OR IGNORE INTO cluster (id) VALUES (?)", [(cluster,) for cluster in sorted(new)])
    db.executemany(
        "UPDATE face SET cluster_id = ? WHERE id = ? AND cluster_id IS NOT ?",
        [(cluster, face, cluster) for face, cluster in grouped.assigned.items()],
    )
    stage = 2 if grouped.settled else 1
    db.executemany(
        "UPDATE face SET grouped = ? WHERE id = ? AND grouped < ?",
        [(stage, face, stage) for face in grouped.seen],
    )
    db.executemany(
        "INSERT OR REPLACE INTO cluster_sum SELECT ?, ?, ? WHERE EXISTS (SELECT 1 FROM cluster WHERE id = ?)",
        [(cluster, size, mean, cluster) for cluster, (size, mean) in grouped.sums.items()],
    )
    if grouped.assigned:
        drop_empty_clusters(db)
    _store_caution(db, grouped)
    if grouped.assigned or grouped.perhaps or grouped.anew:
        touch(db)
    if any(rule.kind is QuietKind.PERSON and rule.clusters & new for rule in quiet.rules(db)):
        may_show_changed(db)  # somebody to be left in peace of is in more photos


def _store_caution(db: sqlite3.Connection, grouped: Grouped) -> None:
    before = set(caution(db)) if grouped.anew else set()
    for gone in before.difference(grouped.perhaps):
        db.execute("DELETE FROM caution WHERE face_id = ? AND cluster_id = ?", gone)
    db.executemany(
        "INSERT OR IGNORE INTO caution SELECT f.asset_id, f.id, c.id FROM face f, cluster c"
        " WHERE f.id = ? AND c.id = ?",
        [pair for pair in grouped.perhaps if pair not in before],
    )
