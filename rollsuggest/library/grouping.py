"""What grouping reads and stores: new faces, the sums of clusters, where each face went."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from rollsuggest.library import quiet
from rollsuggest.library.showing import may_show_changed
from rollsuggest.library.store import drop_empty_clusters, touch
from rollsuggest.model import AssetId, ClusterId, FaceId, QuietKind

# [Note: Settled now and then] Settling opens every cluster again, so it costs as much as there are faces:
# half a second at 5,000, six seconds at 100,000. Small libraries are settled after each run with news. Larger
# ones are when a twentieth is new, so that a new face costs the same however many there are already; and
# whenever the person said something of a face, as that may move others. A few hundred faces are settled in
# the time that placing a new one among thousands takes: while photos come in, too.
ALWAYS_UP_TO, AT_ONCE_UP_TO = 5_000, 800
SHARE = 0.05
_AT_ONCE = 500  # values in one query

# [Note: Not of the family] Faces in screenshots, documents and memes are of whoever was on the screen, so
# they found nobody and join nobody, unless the person said whose one is. Beside that word two things hold
# them where they are: that they are of somebody hidden, whose pictures must not come back for it; and that
# the person named or sorted somebody of whom there is no face in a photo. Said to be a photo, they are new.
_NO_PHOTO = "coalesce({verdict}.role, {asset}.role) IN ('screenshot', 'document', 'meme')"
_TOLD = (
    "EXISTS (SELECT 1 FROM spot s JOIN face_verdict v ON s.id IN (v.spot_id, v.other_id)"
    " WHERE s.face_id = f.id AND v.kind IN ('is', 'same'))"
)
_IN_A_PHOTO = (
    "EXISTS (SELECT 1 FROM face g JOIN asset b ON b.id = g.asset_id LEFT JOIN role_verdict q"
    f" ON q.asset_id = b.id WHERE g.cluster_id = c.id AND NOT {_NO_PHOTO.format(verdict='q', asset='b')})"
)
_ASIDE = (
    f"({_NO_PHOTO.format(verdict='r', asset='a')} AND NOT {_TOLD}"
    " AND NOT EXISTS (SELECT 1 FROM cluster c JOIN person p ON p.id = c.person_id"
    f" WHERE c.id = f.cluster_id AND (p.hidden OR NOT {_IN_A_PHOTO})))"
)
_FROM = "FROM face f JOIN asset a ON a.id = f.asset_id LEFT JOIN role_verdict r ON r.asset_id = a.id"
_FACES = (
    "SELECT f.id, f.asset_id, f.quality, f.embedding, f.cluster_id, f.grouped, a.taken_at,"
    f" {_ASIDE} AS aside {_FROM} WHERE a.missing_since IS NULL"
)
_MEMBERS = "SELECT id FROM face WHERE cluster_id = ? ORDER BY id"
_NEW = "f.grouped < 2 AND f.grouped = 0"  # both: only the first lets the index face_fresh be used


@dataclass(frozen=True, slots=True)
class Grouped:
    """What a grouping changed, small enough to cross a pipe.

    `merged`: into which cluster all other faces of one went. `sums`: of a cluster how many faces shape it
    and their mean (float16), to go on from next time. `perhaps`: faces that may be of hidden clusters;
    `anew`: all that there are, not only of new faces.
    """

    assigned: Mapping[FaceId, ClusterId | None] = field(default_factory=dict)
    merged: Mapping[ClusterId, ClusterId] = field(default_factory=dict)
    seen: tuple[FaceId, ...] = ()
    sums: Mapping[ClusterId, tuple[int, bytes]] = field(default_factory=dict)
    settled: bool = False
    perhaps: tuple[tuple[FaceId, ClusterId], ...] = ()
    anew: bool = False

    def __bool__(self) -> bool:
        return bool(self.assigned or self.merged or self.seen or self.sums or self.perhaps or self.anew)


def fresh(db: sqlite3.Connection) -> list[sqlite3.Row]:
    """Return the faces that nobody has looked at yet; `aside`: they found and join nobody."""
    return db.execute(f"{_FACES} AND {_NEW} AND f.cluster_id IS NULL ORDER BY f.id").fetchall()


def strayed(db: sqlite3.Connection) -> list[FaceId]:
    """Return the faces that are with somebody, though their file is no photo. [Note: Not of the family]"""
    query = f"SELECT f.id {_FROM} WHERE {_NEW} AND f.cluster_id IS NOT NULL AND {_ASIDE} ORDER BY f.id"
    return [FaceId(row["id"]) for row in db.execute(query)]


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


def few(db: sqlite3.Connection) -> bool:
    """Tell whether there are so few faces that they are settled while photos come in."""
    query = "SELECT count(*) FROM (SELECT 1 FROM face LIMIT ?)"
    return bool(db.execute(query, (AT_ONCE_UP_TO + 1,)).fetchone()[0] <= AT_ONCE_UP_TO)


def every(db: sqlite3.Connection) -> list[sqlite3.Row]:
    return db.execute(f"{_FACES} ORDER BY f.id").fetchall()


def around_fresh(db: sqlite3.Connection, clusters: Iterable[ClusterId], most: int) -> list[sqlite3.Row]:
    """Return new faces, who else is in their photos, and about `most` faces of each of these clusters."""
    new = [*fresh(db), *_in(db, f"{_FACES} AND f.id IN (?)", strayed(db))]
    rows = [*new, *_in(db, f"{_FACES} AND f.asset_id IN (?)", {row["asset_id"] for row in new})]
    for cluster in clusters:
        rows += sample(db, cluster, most)[0]
    by_id = {row["id"]: row for row in rows}
    return [by_id[face] for face in sorted(by_id)]


def sample(db: sqlite3.Connection, cluster: ClusterId, most: int) -> tuple[list[sqlite3.Row], int]:
    """Return about `most` faces from all over a cluster, all of a small one, and how many it has."""
    cursor = db.cursor()
    cursor.row_factory = None  # plain tuples: there may be tens of thousands
    ids = [face for (face,) in cursor.execute(_MEMBERS, (cluster,))]
    chosen = ids[:: max(1, len(ids) // most)]
    return list(_in(db, f"{_FACES} AND f.id IN (?)", chosen)), len(chosen) and len(ids)


def photos_of(db: sqlite3.Connection, clusters: Iterable[ClusterId]) -> Iterator[tuple[int, ClusterId]]:
    """Yield (asset, cluster) of every face of these clusters."""
    return _in(db, "SELECT asset_id, cluster_id FROM face WHERE cluster_id IN (?)", clusters, plain=True)


def others_in(db: sqlite3.Connection, assets: Iterable[AssetId | int]) -> Iterator[tuple[int, ClusterId]]:
    """Yield (asset, cluster) of every placed face in these photos."""
    query = "SELECT asset_id, cluster_id FROM face WHERE asset_id IN (?) AND cluster_id IS NOT NULL"
    return _in(db, query, assets, plain=True)


def shared_photo(db: sqlite3.Connection, fewer: ClusterId, more: ClusterId) -> int | None:
    """Return a photo with a face of both, if there is one; `fewer` is looked through."""
    row = db.execute(
        "SELECT a.asset_id FROM face a WHERE a.cluster_id = ? AND EXISTS"
        " (SELECT 1 FROM face b WHERE b.asset_id = a.asset_id AND +b.cluster_id = ?) LIMIT 1",
        (fewer, more),
    ).fetchone()
    return row["asset_id"] if row else None


def where(db: sqlite3.Connection, faces: Iterable[FaceId]) -> Iterator[tuple[FaceId, ClusterId | None]]:
    """Yield (face, cluster) of these."""
    return _in(db, "SELECT id, cluster_id FROM face WHERE id IN (?)", faces, plain=True)


def any_in(db: sqlite3.Connection, assets: Iterable[AssetId]) -> bool:
    """Tell whether there is a face in these photos."""
    return any(True for _row in _in(db, "SELECT 1 FROM face WHERE asset_id IN (?) LIMIT 1", assets))


def spoken_of(db: sqlite3.Connection, assets: Iterable[AssetId], clusters: Iterable[ClusterId]) -> bool:
    """Tell whether the person said something of a face in these photos or of these clusters."""
    photos = "SELECT 1 FROM spot WHERE face_id IS NOT NULL AND asset_id IN (?) LIMIT 1"
    theirs = "SELECT 1 FROM spot s CROSS JOIN face f ON f.id = s.face_id WHERE +f.cluster_id IN (?) LIMIT 1"
    return any(True for _row in _in(db, photos, assets)) or any(True for _row in _in(db, theirs, clusters))


def sums(db: sqlite3.Connection) -> tuple[list[tuple[int, int, bytes]], list[ClusterId]]:
    """Return (cluster, size, mean) where it is up to date, and the clusters where it is missing."""
    cursor = db.cursor()
    cursor.row_factory = None  # plain tuples: there are thousands
    found = cursor.execute("SELECT cluster_id, size, mean FROM cluster_sum").fetchall()
    ids = {row[0] for row in cursor.execute("SELECT id FROM cluster")}
    return found, sorted(ids.difference([row[0] for row in found]))


def _in(db: sqlite3.Connection, query: str, values: Iterable[int], plain: bool = False) -> Iterator[Any]:
    """Yield the rows of a query whose `(?)` is a list of any length."""
    cursor, every = db.cursor(), sorted(values)
    if plain:
        cursor.row_factory = None
    for start in range(0, len(every), _AT_ONCE):
        part = every[start : start + _AT_ONCE]
        marks = ",".join("?" * len(part))
        yield from cursor.execute(query.replace("(?)", f"({marks})"), part)


def caution(db: sqlite3.Connection) -> tuple[tuple[FaceId, ClusterId], ...]:
    """Return which faces may be of which hidden clusters, as stored."""
    rows = db.execute("SELECT face_id, cluster_id FROM caution ORDER BY face_id, cluster_id")
    return tuple((FaceId(row["face_id"]), ClusterId(row["cluster_id"])) for row in rows)


def store(db: sqlite3.Connection, grouped: Grouped) -> None:
    """Store who belongs together. Faces erased meanwhile are passed over."""
    new = {cluster for cluster in grouped.assigned.values() if cluster is not None} | {
        *grouped.merged.values()
    }
    db.executemany("INSERT OR IGNORE INTO cluster (id) VALUES (?)", [(cluster,) for cluster in sorted(new)])
    db.executemany(
        "UPDATE face SET cluster_id = ? WHERE cluster_id = ?",
        [(into, cluster) for cluster, into in grouped.merged.items()],
    )
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
    if grouped.settled or grouped.merged or None in grouped.assigned.values():
        drop_empty_clusters(db)
    _store_caution(db, grouped)
    if grouped.assigned or grouped.merged or grouped.perhaps or grouped.anew:
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
