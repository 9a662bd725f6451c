"""What the person says of faces: who is the same, who is not, what is no face. Acts that can be undone.

Each takes effect on the stored clusters at once and is kept by where the face is, so that it outlives
re-analysis and every re-grouping, in which it outranks what the machine thinks (`people.verdicts`).
A cluster that somebody sorted by hand becomes a person, named or not: it is never split or merged by itself.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Literal, NamedTuple

from rollsuggest.errors import UserError
from rollsuggest.i18n import _
from rollsuggest.library import acts, taking_over
from rollsuggest.model import AssetId, ClusterId, FaceId

Answer = Literal["same", "different", "unsure"]


class Said(NamedTuple):
    """A verdict as grouping needs it. `other` of same, apart, unsure; `cluster` of is, not."""

    kind: str  # same, apart, unsure, is, not, no-face
    face: FaceId
    other: FaceId | None
    cluster: ClusterId | None


def said(db: sqlite3.Connection) -> tuple[list[Said], dict[FaceId, AssetId]]:
    """Return every verdict on faces that are there, the latest act first, and the photos of these faces."""
    rows = db.execute(
        "SELECT v.kind, s.face_id AS face, s.asset_id, o.face_id AS other, o.asset_id AS other_asset,"
        " (SELECT min(c.id) FROM cluster c WHERE c.person_id = v.person_id) AS cluster"
        " FROM face_verdict v JOIN spot s ON s.id = v.spot_id LEFT JOIN spot o ON o.id = v.other_id"
        " WHERE s.face_id IS NOT NULL ORDER BY v.act_id DESC, v.rowid"
    ).fetchall()
    there = [row for row in rows if row["kind"] == "no-face" or row["other"] or row["cluster"]]
    assets = {FaceId(row["face"]): AssetId(row["asset_id"]) for row in there}
    assets |= {FaceId(row["other"]): AssetId(row["other_asset"]) for row in there if row["other"]}
    return [Said(row["kind"], row["face"], row["other"], row["cluster"]) for row in there], assets


# --- acts ------------------------------------------------------------------------------------------------


def merge(db: sqlite3.Connection, clusters: Sequence[ClusterId], at: datetime) -> tuple[ClusterId, int]:
    """Say that these are one person; return who stays (named before nameless, else the first) and the act.

    Of two faces in one photo the one already there stays: one photo never holds a person twice.
    """
    there = [acts.told_of(db, cluster) for cluster in dict.fromkeys(clusters)]
    if len(there) < 2:
        raise UserError(_("Choose two persons or more to merge."))
    _check_hidden(there)
    kept = next((row for row in there if row["name"]), next((r for r in there if r["person_id"]), there[0]))
    target = ClusterId(kept["id"])
    others = [row["id"] for row in there if row["id"] != target]
    faces = acts.faces_of(db, others)
    act = acts.begin(db, "merge", at, [*faces, *acts.faces_of(db, [target])])
    person = acts.pin(db, target, act)
    taking_over.take_over(db, act, [row["person_id"] for row in there if row["id"] != target], person)
    taken = {
        row["asset_id"] for row in db.execute("SELECT asset_id FROM face WHERE cluster_id = ?", (target,))
    }
    for row in acts.rows(db, faces):
        if row["asset_id"] not in taken:
            taken.add(row["asset_id"])
            acts.say(db, act, "is", row["id"], person=person)
            acts.move(db, row["id"], target)
    acts.end(db)
    return target, act


def split(db: sqlite3.Connection, faces: Sequence[FaceId], at: datetime) -> tuple[ClusterId, int]:
    """Say that these faces are of one other person; return that new person and the act."""
    rows = acts.rows(db, faces)
    assets = [row["asset_id"] for row in rows]
    if not rows:
        raise UserError(_("Choose the faces of the other person first."))
    if len(set(assets)) < len(assets):
        raise UserError(_("Two of these faces are in one photo."), _("Choose one face of each photo."))
    act = acts.begin(db, "split", at, [row["id"] for row in rows])
    new = ClusterId(int(db.execute("INSERT INTO cluster DEFAULT VALUES").lastrowid or 0))
    person = acts.pin(db, new, act)
    for row in rows:
        if row["cluster_id"] is not None:
            acts.say(db, act, "not", row["id"], person=acts.pin(db, row["cluster_id"], act))
        acts.say(db, act, "is", row["id"], person=person)
        acts.move(db, row["id"], new)
    acts.end(db)
    return new, act


def is_person(db: sqlite3.Connection, faces: Sequence[FaceId], cluster: ClusterId, at: datetime) -> int:
    """Say that these faces are this person. A photo's other face that stood for them makes way."""
    acts.told_of(db, cluster)
    rows = acts.rows(db, faces)
    if len({row["asset_id"] for row in rows}) < len(rows):
        raise UserError(_("Two of these faces are in one photo."), _("Choose one face of each photo."))
    twins = [
        row["id"]
        for face in rows
        for row in db.execute(
            "SELECT id FROM face WHERE asset_id = ? AND cluster_id = ? AND id <> ?",
            (face["asset_id"], cluster, face["id"]),
        )
    ]
    act = acts.begin(db, "is", at, [*(row["id"] for row in rows), *twins])
    person = acts.pin(db, cluster, act)
    for twin in twins:
        acts.say(db, act, "not", twin, person=person)
        acts.move(db, twin, None)
    for row in rows:
        acts.say(db, act, "is", row["id"], person=person)
        acts.move(db, row["id"], cluster)
    acts.end(db)
    return act


def not_this_person(db: sqlite3.Connection, faces: Sequence[FaceId], at: datetime) -> int:
    """Say that these faces are not of whom they stand for; grouping looks for whose they are."""
    rows = [row for row in acts.rows(db, faces) if row["cluster_id"] is not None]
    act = acts.begin(db, "not", at, [row["id"] for row in rows])
    for row in rows:
        acts.say(db, act, "not", row["id"], person=acts.pin(db, row["cluster_id"], act))
        acts.move(db, row["id"], None)
    acts.end(db)
    return act


def not_a_face(db: sqlite3.Connection, faces: Sequence[FaceId], at: datetime) -> int:
    """Say that these are no faces (a statue, a pattern) or nobody to know: they never come up again."""
    rows = acts.rows(db, faces)
    act = acts.begin(db, "no-face", at, [row["id"] for row in rows])
    for row in rows:
        acts.say(db, act, "no-face", row["id"])
        db.execute("UPDATE face SET cluster_id = NULL, quality = 0, grouped = 1 WHERE id = ?", (row["id"],))
    acts.end(db)
    return act


def nobody_to_know(db: sqlite3.Connection, clusters: Sequence[ClusterId], at: datetime) -> int:
    """Say that all faces of these are no faces, or of nobody to know."""
    return not_a_face(db, acts.faces_of(db, clusters), at)


def answer(db: sqlite3.Connection, first: FaceId, second: FaceId, said: Answer, at: datetime) -> int:
    """Keep the answer to "are these the same person?" and return the act.

    Same merges their clusters: the person's, else the larger one stays. Different takes the first face out of
    a cluster that holds both.
    """
    rows = {row["id"]: row for row in acts.rows(db, [first, second])}
    if len(rows) < 2:
        raise UserError(_("One of these faces is not there any more."))
    one, two = rows[first], rows[second]
    if said == "same" and one["asset_id"] == two["asset_id"]:
        raise UserError(_("Two faces of one photo are two persons."))
    clusters = [row["cluster_id"] for row in (one, two) if row["cluster_id"] is not None]
    if said == "same":
        _check_hidden([acts.told_of(db, cluster) for cluster in clusters])
    act = acts.begin(db, "answer", at, [first, second, *acts.faces_of(db, clusters)])
    kind = {"same": "same", "different": "apart"}.get(said, "unsure")
    acts.say(db, act, kind, first, other=second)
    if said == "same" and len(set(clusters)) == 2:
        _join(db, act, clusters[0], clusters[1])
    if said == "same" and len(clusters) == 1:
        _follow(db, two if one["cluster_id"] is not None else one, ClusterId(clusters[0]))
    if said == "different" and len(clusters) == 2 and clusters[0] == clusters[1]:
        acts.move(db, first, None)
    acts.end(db)
    return act


def _check_hidden(clusters: Iterable[sqlite3.Row]) -> None:
    """Making one of them would show who is hidden, or hide who is not."""
    if len({bool(row["hidden"]) for row in clusters}) > 1:
        raise UserError(_("One of them is hidden."), _("Show that person again first."))


def _join(db: sqlite3.Connection, act: int, first: ClusterId, second: ClusterId) -> None:
    """Make two clusters one at once; the person's, else the larger one stays. Photos with both are left."""
    ranked = [
        (acts.told_of(db, c)["person_id"] is None, -len(acts.faces_of(db, [c])), c) for c in (first, second)
    ]
    target, gone = (cluster for _unnamed, _size, cluster in sorted(ranked))
    person, other = (acts.told_of(db, cluster)["person_id"] for cluster in (target, gone))
    taking_over.take_over(db, act, [other], person)
    taken = {
        row["asset_id"] for row in db.execute("SELECT asset_id FROM face WHERE cluster_id = ?", (target,))
    }
    for row in acts.rows(db, acts.faces_of(db, [gone])):
        if row["asset_id"] not in taken:
            taken.add(row["asset_id"])
            acts.move(db, row["id"], target)
            if other is not None:
                acts.say(db, act, "is", row["id"], person=person)


def _follow(db: sqlite3.Connection, face: sqlite3.Row, cluster: ClusterId) -> None:
    """Let a face that was alone join, unless another of its photo is there."""
    taken = db.execute(
        "SELECT 1 FROM face WHERE cluster_id = ? AND asset_id = ?", (cluster, face["asset_id"])
    ).fetchone()
    if taken is None:
        acts.move(db, face["id"], cluster)


# --- undoing ---------------------------------------------------------------------------------------------


def undo(db: sqlite3.Connection, act: int) -> None:
    """Take an act back: faces return to where they were, and what was said in it is forgotten.

    Raises UserError when it was taken back before.
    """
    row = db.execute("SELECT before FROM people_act WHERE id = ?", (act,)).fetchone()
    if row is None:
        raise UserError(_("This was undone already."))
    before = json.loads(row["before"])
    db.execute("DELETE FROM people_act WHERE id = ?", (act,))
    clusters = {cluster for _f, cluster, _q in before["faces"] if cluster is not None}
    db.executemany("INSERT OR IGNORE INTO cluster (id) VALUES (?)", [(cluster,) for cluster in clusters])
    db.executemany(
        "UPDATE face SET cluster_id = ?, quality = ?, grouped = 0 WHERE id = ?",
        [(cluster, quality, face) for face, cluster, quality in before["faces"]],
    )
    taking_over.give_back(db, before.get("taken", ()))
    for person in before["persons"]:  # whoever was made a person by this act alone is none again
        _let_go(db, person)
    acts.end(db)


def unpin(db: sqlite3.Connection, cluster: ClusterId) -> None:
    """Let a cluster be no person again, if nothing is said of it."""
    row = db.execute("SELECT person_id FROM cluster WHERE id = ?", (cluster,)).fetchone()
    if row is not None and row["person_id"] is not None:
        _let_go(db, row["person_id"])
        acts.end(db)


def _let_go(db: sqlite3.Connection, person: int) -> None:
    row = db.execute(
        "SELECT 1 FROM person p WHERE id = ? AND (name <> '' OR birthday IS NOT NULL OR hidden"
        " OR favourite OR me OR relation <> ''"
        " OR EXISTS (SELECT 1 FROM face_verdict WHERE person_id = p.id)"
        " OR EXISTS (SELECT 1 FROM quiet WHERE person_id = p.id)"
        " OR EXISTS (SELECT 1 FROM occasion_verdict WHERE person_id = p.id)"
        " OR EXISTS (SELECT 1 FROM loss_question WHERE person_id = p.id AND answer <> ''))",
        (person,),
    ).fetchone()
    if row is None:
        db.execute("UPDATE cluster SET person_id = NULL WHERE person_id = ?", (person,))
        db.execute("DELETE FROM person WHERE id = ?", (person,))
