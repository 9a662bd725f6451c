"""Names out of the person's files, taken over into the library: one decision that is undone as a whole."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from rollsuggest.library import decisions, verdicts
from rollsuggest.library.faces import box
from rollsuggest.library.named_faces import NameFound, Seen
from rollsuggest.model import AssetId, ClusterId, FaceId


@dataclass(frozen=True, slots=True)
class Taken:
    """What taking names did: acts in order, and the clusters that got a name (True: a person already)."""

    acts: tuple[int, ...]
    named: tuple[tuple[ClusterId, bool], ...]


def seen(db: sqlite3.Connection) -> tuple[Seen, ...]:
    """Return every face of a photo that may be shown."""
    rows = db.execute(
        "SELECT f.id, f.asset_id, f.x, f.y, f.w, f.h, f.cluster_id FROM face f"
        " JOIN visible v ON v.id = f.asset_id WHERE v.kind = 'photo' ORDER BY f.id"
    )
    return tuple(Seen(FaceId(r["id"]), AssetId(r["asset_id"]), box(r), r["cluster_id"]) for r in rows)


def files(db: sqlite3.Connection, assets: Iterable[AssetId]) -> dict[AssetId, Path]:
    """Return where these photos lie, absolute."""
    rows = db.execute(
        "SELECT v.id, v.path, r.path AS root FROM visible v JOIN roll r ON r.id = v.roll_id"
        " WHERE v.id IN (SELECT value FROM json_each(?)) ORDER BY v.id",
        (json.dumps(sorted(assets)),),
    )
    return {AssetId(row["id"]): Path(row["root"]) / row["path"] for row in rows}


def news(db: sqlite3.Connection, found: Sequence[NameFound]) -> tuple[NameFound, ...]:
    """Leave out the names whose faces all bear them already, and guesses about who bears another one."""
    rows = db.execute(
        "SELECT f.id, p.name FROM face f JOIN cluster c ON c.id = f.cluster_id"
        " JOIN person p ON p.id = c.person_id WHERE p.name <> ''"
    )
    names = {FaceId(row["id"]): row["name"].casefold() for row in rows}
    kept = (_without_named(name, names) for name in found)
    return tuple(n for n in kept if any(names.get(face) != n.name.casefold() for face in n.faces))


def _without_named(name: NameFound, names: Mapping[FaceId, str]) -> NameFound:
    own = name.name.casefold()
    other = {face for face in name.guessed if names.get(face, own) != own}
    return replace(
        name, faces=tuple(face for face in name.faces if face not in other), guessed=name.guessed - other
    )


def take(db: sqlite3.Connection, found: Sequence[NameFound], at: datetime) -> Taken:
    """Name who is unnamed, and say of the faces elsewhere that they are this person too."""
    acts: list[int] = []
    named: list[tuple[ClusterId, bool]] = []
    for name in found:
        target = _of_name(db, name.name)
        if target is None:
            target = name.cluster if name.cluster is not None and not _name(db, name.cluster) else None
            if target is None:
                target, act = verdicts.split(db, name.faces, at)
                acts.append(act)
            named.append((target, _is_person(db, target)))
            decisions.set_person(db, target, name=name.name)
        elsewhere = [face for face in name.faces if _cluster(db, face) != target]
        if elsewhere:
            acts.append(verdicts.is_person(db, elsewhere, target, at))
    return Taken(tuple(acts), tuple(named))


def give_back(db: sqlite3.Connection, taken: Taken) -> None:
    """Undo: nobody bears these names any more, and every face is where it was."""
    for cluster, _person in taken.named:
        decisions.set_person(db, cluster, name="")
    for act in reversed(taken.acts):
        verdicts.undo(db, act)
    for cluster, was_person in taken.named:
        if not was_person:
            verdicts.unpin(db, cluster)


def _of_name(db: sqlite3.Connection, name: str) -> ClusterId | None:
    rows = db.execute(
        "SELECT c.id, p.name FROM cluster c JOIN person p ON p.id = c.person_id"
        " WHERE p.name <> '' AND NOT p.hidden ORDER BY c.id"
    )
    return next((ClusterId(r["id"]) for r in rows if r["name"].casefold() == name.casefold()), None)


def _name(db: sqlite3.Connection, cluster: ClusterId) -> str:
    row = db.execute(
        "SELECT p.name FROM cluster c JOIN person p ON p.id = c.person_id WHERE c.id = ?", (cluster,)
    ).fetchone()
    return str(row["name"]) if row else ""


def _is_person(db: sqlite3.Connection, cluster: ClusterId) -> bool:
    row = db.execute("SELECT person_id FROM cluster WHERE id = ?", (cluster,)).fetchone()
    return row is not None and row["person_id"] is not None


def _cluster(db: sqlite3.Connection, face: FaceId) -> ClusterId | None:
    row = db.execute("SELECT cluster_id FROM face WHERE id = ?", (face,)).fetchone()
    return ClusterId(row["cluster_id"]) if row and row["cluster_id"] is not None else None
