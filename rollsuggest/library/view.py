"""Builds the frozen View that the rules see, and the sources that the renderer is handed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from rollsuggest.library import pets, quiet, viewed
from rollsuggest.library.rows import Clip
from rollsuggest.model import (
    AssetId,
    Box,
    ClusterId,
    Kind,
    Occasion,
    Person,
    Photo,
    Source,
    View,
)

# Objects worth keeping in the frame when there is no face in it.
TELLING = ("dog", "cat", "bird", "horse", "person", "cake", "bicycle", "boat", "car", "pizza")


def build_view(db: sqlite3.Connection, photos: tuple[Photo, ...] | None = None) -> View:
    """Return every visible photo and video that was looked into, with what is known; undated last.

    Their features are looked up when they are asked for: the connection has to stay open until then.
    `photos` are those of this very state of the library, where they were read already.
    """
    shown = {p.cluster: p for p in persons(db) if not p.hidden}
    return View(
        photos=tuple(viewed.photos(db)) if photos is None else photos,
        persons=shown,
        homes=home_verdicts(db),
        occasions=occasions(db),
        quiet=quiet.rules(db),
        still_shown=still_shown(db),
        pets=pets.names(db),
        hidden_pets=pets.hidden(db),
    )


def photo_of(db: sqlite3.Connection, asset: AssetId) -> Photo | None:
    """Return one photo as the rules see it; None for what they never see."""
    return next((photo for photo in viewed.photos(db, [asset]) if photo.kind is Kind.PHOTO), None)


def home_verdicts(db: sqlite3.Connection) -> dict[tuple[str, str], bool]:
    rows = db.execute("SELECT place, country, home FROM home_verdict")
    return {(row["place"], row["country"]): bool(row["home"]) for row in rows}


def occasions(db: sqlite3.Connection) -> dict[Occasion, bool]:
    """Return the answers; one about a person who has several clusters counts for each of them."""
    rows = db.execute(
        "SELECT o.*, c.id AS cluster FROM occasion_verdict o LEFT JOIN cluster c ON c.person_id = o.person_id"
        " WHERE o.person_id IS NULL OR c.id IS NOT NULL ORDER BY o.rowid, c.id"
    )
    return {
        Occasion(
            row["kind"],
            row["month"],
            row["day"],
            ClusterId(row["cluster"]) if row["cluster"] is not None else None,
        ): bool(row["yes"])
        for row in rows
    }


def still_shown(db: sqlite3.Connection) -> frozenset[ClusterId]:
    """Return who is to be suggested as before though they are seen no more."""
    rows = db.execute(
        "SELECT c.id FROM loss_question l JOIN cluster c ON c.person_id = l.person_id"
        " WHERE l.answer IN ('yes', 'less')"
    )
    return frozenset(ClusterId(row["id"]) for row in rows)


def persons(db: sqlite3.Connection) -> list[Person]:
    rows = db.execute(
        "SELECT c.id, p.id AS person, p.name, p.birthday, p.birth_year, p.hidden, p.favourite, p.me,"
        " p.relation,"
        " count(f.id) AS faces FROM cluster c"
        " LEFT JOIN person p ON p.id = c.person_id LEFT JOIN face f ON f.cluster_id = c.id GROUP BY c.id"
    )
    return [
        Person(
            ClusterId(row["id"]),
            row["name"] or "",
            birthday(row["birthday"]),
            bool(row["hidden"]),
            row["faces"],
            bool(row["favourite"]),
            bool(row["me"]),
            row["relation"] or "",
            row["birth_year"],
            row["person"] or 0,
        )
        for row in rows
    ]


def birthday(text: str | None) -> tuple[int, int] | None:
    """Parse the stored MM-DD."""
    return (int(text[:2]), int(text[3:])) if text else None


def box_of(row: sqlite3.Row) -> Box:
    return Box(row["x"], row["y"], row["w"], row["h"])


def when(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def sources(db: sqlite3.Connection, assets: Iterable[AssetId]) -> dict[AssetId, Source]:
    """Return what the renderer needs of these photos; hidden and vanished ones are not in the answer."""
    found: dict[AssetId, Source] = {}
    for asset in assets:
        row = db.execute(
            "SELECT v.*, r.path AS root FROM visible v JOIN roll r ON r.id = v.roll_id WHERE v.id = ?",
            (asset,),
        ).fetchone()
        if row:
            found[asset] = _source(db, row)
    return found


def _source(db: sqlite3.Connection, row: sqlite3.Row) -> Source:
    faces = db.execute("SELECT x, y, w, h, points FROM face WHERE asset_id = ?", (row["id"],)).fetchall()
    film, offset = _film(db, row)
    people = db.execute(
        "SELECT DISTINCT p.name FROM face f JOIN cluster c ON c.id = f.cluster_id"
        " JOIN person p ON p.id = c.person_id"
        " WHERE f.asset_id = ? AND p.name <> '' AND NOT p.hidden AND NOT p.me ORDER BY p.name",
        (row["id"],),
    )
    return Source(
        asset=AssetId(row["id"]),
        path=str(Path(row["root"]) / row["path"]),
        width=row["width"],
        height=row["height"],
        faces=tuple(box_of(face) for face in faces),
        points=tuple(tuple((x, y) for x, y in json.loads(face["points"])) for face in faces),
        taken_at=when(row["taken_at"]) if row["certainty"] in ("exact", "day") else None,
        place=row["place"],
        subject=_subject(db, row["id"]),
        kind=Kind(row["kind"]),
        film=film,
        film_offset=offset,
        colour=_colour(db, row["id"]),
        position=None if row["latitude"] is None else (row["latitude"], row["longitude"]),
        people=tuple(person["name"] for person in people),
    )


def _colour(db: sqlite3.Connection, asset: int) -> tuple[int, int, int] | None:
    row = db.execute("SELECT red, green, blue FROM quality WHERE asset_id = ?", (asset,)).fetchone()
    return (row["red"], row["green"], row["blue"]) if row else None


def _film(db: sqlite3.Connection, row: sqlite3.Row) -> tuple[str, int]:
    """Return the file and the byte at which a video, or what belongs to a moving photo, begins."""
    if row["kind"] == Kind.VIDEO:
        return str(Path(row["root"]) / row["path"]), 0
    clip = clip_of(db, AssetId(row["id"]), Path(row["root"]))
    return (str(clip.path), clip.offset) if clip else ("", 0)


def clip_of(db: sqlite3.Connection, asset: AssetId, root: Path) -> Clip | None:
    """Return the film inside a motion photo, or the one beside a Live Photo."""
    row = db.execute(
        "SELECT path, coalesce(film_offset, 0) AS at, duration_s FROM asset"
        " WHERE (id = :id AND film_offset IS NOT NULL)"
        " OR (companion_of = :id AND kind = 'video' AND missing_since IS NULL) ORDER BY id <> :id, path",
        {"id": asset},
    ).fetchone()
    return Clip(root / row["path"], row["at"], row["duration_s"]) if row else None


def _subject(db: sqlite3.Connection, asset: int) -> Box | None:
    rows = db.execute(
        "SELECT name, score, x, y, w, h FROM label"
        " WHERE asset_id = ? AND family = 'object' AND x IS NOT NULL",
        (asset,),
    ).fetchall()
    telling: Sequence[sqlite3.Row] = [row for row in rows if row["name"] in TELLING and row["score"] >= 0.5]
    best = max(telling, key=lambda row: row["score"] * row["w"] * row["h"], default=None)
    return box_of(best) if best else None
