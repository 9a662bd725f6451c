"""What the indexer writes: rolls, assets, findings, and the ledger of what was looked at."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rollsuggest.library import faces
from rollsuggest.model import (
    STAGE_VERSIONS,
    AssetId,
    Certainty,
    Content,
    FileFacts,
    Findings,
    Kind,
    Label,
    Quality,
    RollId,
    Stage,
    Taken,
)

# A failure counts until its stage is made anew; a file that one stage cannot read is spared the others.
_CURRENT = " OR ".join(f"(q.stage = '{stage}' AND q.version = {v})" for stage, v in STAGE_VERSIONS.items())


@dataclass(frozen=True, slots=True)
class Task:
    """One asset and the stages that still have to look at it."""

    asset: AssetId
    path: Path  # absolute
    name: str  # relative to the roll
    stages: frozenset[Stage]
    kind: Kind = Kind.PHOTO
    glance: bool = False  # another visit follows at once, which will look better


def touch(db: sqlite3.Connection) -> None:
    """Say that something changed which the rules could see."""
    db.execute("UPDATE mark SET value = value + 1 WHERE name = 'generation'")


def unrelate(db: sqlite3.Connection) -> None:
    """Say that neighbours and pairs have to be worked out anew."""
    db.execute("UPDATE mark SET value = 1 WHERE name = 'unrelated'")


def related(db: sqlite3.Connection) -> bool:
    """Tell whether neighbours and pairs still hold."""
    return not db.execute("SELECT value FROM mark WHERE name = 'unrelated'").fetchone()[0]


def relate(db: sqlite3.Connection) -> None:
    """Note that neighbours and pairs hold from now on."""
    db.execute("UPDATE mark SET value = 0 WHERE name = 'unrelated'")


def generation(db: sqlite3.Connection) -> int:
    return int(db.execute("SELECT value FROM mark WHERE name = 'generation'").fetchone()[0])


# --- rolls ----------------------------------------------------------------------------------------------


def add_roll(db: sqlite3.Connection, path: Path, at: datetime) -> RollId:
    db.execute("INSERT OR IGNORE INTO roll (path, added_at) VALUES (?, ?)", (str(path), at.isoformat()))
    return RollId(db.execute("SELECT id FROM roll WHERE path = ?", (str(path),)).fetchone()[0])


def remove_roll(db: sqlite3.Connection, roll: RollId) -> list[AssetId]:
    """Forget a roll; returns its assets, whose thumbnails are the caller's to remove."""
    assets = [AssetId(row["id"]) for row in db.execute("SELECT id FROM asset WHERE roll_id = ?", (roll,))]
    db.execute("DELETE FROM roll WHERE id = ?", (roll,))
    drop_empty_clusters(db)
    touch(db)
    return assets


def roll_paths(db: sqlite3.Connection) -> dict[RollId, Path]:
    return {
        RollId(row["id"]): Path(row["path"]) for row in db.execute("SELECT id, path FROM roll ORDER BY id")
    }


def drop_empty_clusters(db: sqlite3.Connection) -> None:
    """Clusters without faces go, unless a human named or hid them: those words are kept."""
    db.execute(
        "DELETE FROM cluster WHERE person_id IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM face WHERE face.cluster_id = cluster.id)"
    )


# --- the resumption ledger -------------------------------------------------------------------------------


def pending(db: sqlite3.Connection, stages: Iterable[Stage], rolls: Iterable[RollId]) -> list[Task]:
    """Return what is left to do in these rolls, the newest file of all of them first.

    A stage that failed for good is not in it.
    """
    paths, here = roll_paths(db), list(rolls)
    tasks: dict[AssetId, Task] = {}
    changed_ns: dict[AssetId, int] = {}
    for stage in stages:
        rows = db.execute(
            "SELECT a.id, a.roll_id, a.path, a.kind, a.mtime_ns FROM asset a"
            " LEFT JOIN analysis s ON s.asset_id = a.id AND s.stage = ?"
            f" WHERE a.roll_id IN ({', '.join('?' * len(here))}) AND a.missing_since IS NULL"
            " AND (s.asset_id IS NULL OR s.version <> ? OR s.status = 'running')"
            " AND NOT EXISTS (SELECT 1 FROM analysis q WHERE q.asset_id = a.id"
            f"                AND q.status IN ('failed', 'quarantined') AND ({_CURRENT}))",
            (stage, *here, STAGE_VERSIONS[stage]),
        )
        for row in rows:
            asset, path = AssetId(row["id"]), paths[RollId(row["roll_id"])] / row["path"]
            held = tasks.get(asset)
            todo = (held.stages if held else frozenset()) | {stage}
            tasks[asset] = Task(asset, path, row["path"], todo, Kind(row["kind"]))
            changed_ns[asset] = row["mtime_ns"]
    return sorted(tasks.values(), key=lambda task: (-changed_ns[task.asset], task.asset))


def count_photos(db: sqlite3.Connection) -> int:
    """Return how many photos and videos are there, whether looked at or not."""
    row = db.execute("SELECT count(*) FROM asset WHERE missing_since IS NULL").fetchone()
    return int(row[0])


def claim(db: sqlite3.Connection, tasks: Sequence[Task], *, alone: bool = False) -> None:
    """Note that these are being looked at now; what a crash leaves 'running' is taken up again.

    `attempts` counts how often a file was looked at `alone` without an end to it. See `suspects`.
    """
    db.executemany(
        "INSERT INTO analysis (asset_id, stage, version, status, attempts) VALUES (?, ?, ?, 'running', ?)"
        " ON CONFLICT (asset_id, stage) DO UPDATE SET status = 'running', version = excluded.version,"
        " attempts = excluded.attempts + CASE WHEN version = excluded.version THEN attempts ELSE 0 END",
        [
            (task.asset, stage, STAGE_VERSIONS[stage], alone)
            for task in tasks
            for stage in sorted(task.stages)
        ],
    )


def give_back(db: sqlite3.Connection, tasks: Sequence[Task]) -> None:
    """Undo a claim: the person stopped before a worker came to it."""
    db.executemany(
        "DELETE FROM analysis WHERE asset_id = ? AND stage = ? AND status = 'running'",
        [(task.asset, stage) for task in tasks for stage in task.stages],
    )


def retry(db: sqlite3.Connection, assets: Iterable[AssetId] | None = None) -> None:
    """Have unreadable files (None: all) looked at again, those that were quarantined too."""
    if assets is None:
        assets = [row["id"] for row in db.execute("SELECT id FROM asset WHERE error IS NOT NULL")]
    for asset in assets:
        db.execute(
            "DELETE FROM analysis WHERE status IN ('failed', 'quarantined') AND asset_id = ?", (asset,)
        )
        db.execute("UPDATE asset SET error = NULL WHERE id = ?", (asset,))


def fail(db: sqlite3.Connection, task: Task, reason: str, at: datetime, *, crashed: bool) -> None:
    """Store why a file cannot be read; one that took a worker with it is quarantined."""
    status = "quarantined" if crashed else "failed"
    db.executemany(
        "UPDATE analysis SET status = ?, error = ?, finished_at = ? WHERE asset_id = ? AND stage = ?",
        [(status, reason, at.isoformat(), task.asset, stage) for stage in task.stages],
    )
    db.execute("UPDATE asset SET error = ?, role = 'unreadable' WHERE id = ?", (reason, task.asset))
    touch(db)


# --- findings --------------------------------------------------------------------------------------------


def save(db: sqlite3.Connection, found: Findings, stages: Iterable[Stage], at: datetime) -> None:
    """Store all that one worker learned of one asset; call it within one transaction."""
    if found.facts:
        _save_facts(db, found.asset, found.facts)
        unrelate(db)
    if found.quality:
        _save_quality(db, found.asset, found.quality)
    if found.content:
        _save_content(db, found.asset, found.content)
    if found.faces is not None:
        faces.save(db, found.asset, found.faces)
    db.executemany(
        "UPDATE analysis SET status = 'done', error = NULL, finished_at = ? WHERE asset_id = ? AND stage = ?",
        [(at.isoformat(), found.asset, stage) for stage in stages],
    )
    touch(db)


def facts(db: sqlite3.Connection, asset: AssetId) -> FileFacts | None:
    """Return what is known of a file's shape and maker, without where and when; None when it was not read."""
    row = db.execute(
        "SELECT width, height, camera, software, content_hash, mime, duration_s FROM asset"
        " WHERE id = ? AND content_hash IS NOT NULL AND width IS NOT NULL",
        (asset,),
    ).fetchone()
    return FileFacts(taken=Taken(None, Certainty.UNKNOWN, ""), place=None, **row) if row else None


def _save_facts(db: sqlite3.Connection, asset: AssetId, facts: FileFacts) -> None:
    taken, place = facts.taken, facts.place
    db.execute(
        "UPDATE asset SET content_hash = ?, mime = ?, width = ?, height = ?, taken_at = ?, certainty = ?,"
        " date_source = ?, offset_minutes = ?, latitude = ?, longitude = ?, place = ?, country = ?,"
        " camera = ?, software = ?, duration_s = ?, content_identifier = ?, film_offset = ?, error = NULL,"
        " role = CASE WHEN role = 'unreadable' THEN 'photo' ELSE role END"
        " WHERE id = ?",
        (
            facts.content_hash, facts.mime, facts.width, facts.height,
            taken.at.isoformat() if taken.at else None, taken.certainty, taken.source, taken.offset_minutes,
            place.latitude if place else None, place.longitude if place else None,
            place.name if place else "", place.country if place else "",
            facts.camera, facts.software, facts.duration_s, facts.content_identifier, facts.film_offset,
            asset,
        ),
    )  # fmt: skip


def _save_quality(db: sqlite3.Connection, asset: AssetId, quality: Quality) -> None:
    db.execute(
        "INSERT OR REPLACE INTO quality VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (asset, quality.sharpness, quality.exposure, quality.contrast, quality.phash, *quality.colour),
    )


def _save_content(db: sqlite3.Connection, asset: AssetId, content: Content) -> None:
    before = db.execute("SELECT role FROM asset WHERE id = ?", (asset,)).fetchone()
    if before is not None and before["role"] != content.role:
        faces.look_again(db, asset)
    db.execute("UPDATE asset SET role = ?, role_why = ? WHERE id = ?", (content.role, content.why, asset))
    db.execute("DELETE FROM label WHERE asset_id = ?", (asset,))
    families = (("object", content.objects), ("word", content.words), ("theme", content.themes))
    db.executemany(
        "INSERT INTO label VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [(asset, family, *_label(label)) for family, labels in families for label in labels],
    )
    db.execute("INSERT OR REPLACE INTO feature VALUES (?, ?)", (asset, content.features))
    db.execute("INSERT OR REPLACE INTO nudity VALUES (?, ?)", (asset, content.nudity))
    db.execute("INSERT OR REPLACE INTO medical VALUES (?, ?)", (asset, content.medical))


def _label(label: Label) -> tuple[str, float, float | None, float | None, float | None, float | None]:
    box = label.box
    if box is None:
        return label.name, label.score, None, None, None, None
    return label.name, label.score, box.x, box.y, box.w, box.h
