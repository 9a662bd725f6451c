"""What the pages and the terminal read. Everything shown comes out of the view `visible`."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

from rollsuggest.errors import UserError
from rollsuggest.i18n import _
from rollsuggest.library.exclusion import excluded
from rollsuggest.library.rows import (
    IndexedAsset,
    IndexStatus,
    NamedFace,
    PhotoDetail,
    PlaceRow,
    Roll,
    SortedOut,
    Stored,
    Tile,
    Unreadable,
)
from rollsuggest.library.view import clip_of, when
from rollsuggest.model import STAGE_VERSIONS, AssetId, Box, Certainty, ClusterId, Kind, Role, RollId, Stage
from rollsuggest.paths import Paths

# What has no date goes by when its file was last changed: good enough for an order, for nothing else.
TILE_ORDER = (
    "ORDER BY v.taken_at IS NULL, v.taken_at DESC, iif(v.taken_at IS NULL, v.mtime_ns, 0) DESC, v.id DESC"
)


def rolls(db: sqlite3.Connection) -> tuple[Roll, ...]:
    rows = db.execute(
        "SELECT r.id, r.path, r.missing, (SELECT count(*) FROM asset a WHERE a.roll_id = r.id"
        " AND a.missing_since IS NULL) AS photos FROM roll r ORDER BY r.id"
    ).fetchall()
    return tuple(
        Roll(
            RollId(row["id"]), Path(row["path"]), row["photos"],
            bool(row["missing"]) or not Path(row["path"]).is_dir(), excluded(db, RollId(row["id"])),
        )
        for row in rows
    )  # fmt: skip


def tiles(db: sqlite3.Connection) -> tuple[Tile, ...]:
    return _tiles(db, "", ())


def person_tiles(db: sqlite3.Connection, cluster: ClusterId) -> tuple[Tile, ...]:
    """Return the visible photos of one person. A hidden person has none."""
    return _tiles(db, "WHERE v.id IN (SELECT asset_id FROM face WHERE cluster_id = ?)", (cluster,))


def place_tiles(db: sqlite3.Connection, name: str, country: str) -> tuple[Tile, ...]:
    return _tiles(db, "WHERE v.place = ? AND v.country = ?", (name, country))


def tiles_of(db: sqlite3.Connection, assets: Iterable[AssetId]) -> tuple[Tile, ...]:
    """Return those of these assets that may be shown, newest first."""
    return _tiles(db, "WHERE v.id IN (SELECT value FROM json_each(?))", (json.dumps(list(assets)),))


def _tiles(db: sqlite3.Connection, where: str, values: tuple[object, ...]) -> tuple[Tile, ...]:
    rows = db.execute(
        "SELECT v.id, v.taken_at, v.certainty, v.width, v.height, v.kind, v.duration_s"
        f" FROM visible v {where} {TILE_ORDER}",
        values,
    )
    sides: dict[int, int] = {}  # 100,000 photos share a few numbers: 6 MB less
    return tuple(
        Tile(
            AssetId(r["id"]), when(r["taken_at"]), Certainty(r["certainty"]),
            sides.setdefault(r["width"], r["width"]), sides.setdefault(r["height"], r["height"]),
            Kind(r["kind"]), r["duration_s"],
        )
        for r in rows
    )  # fmt: skip


def photo(db: sqlite3.Connection, asset: AssetId) -> PhotoDetail:
    row = db.execute(
        "SELECT v.*, r.path AS root FROM visible v JOIN roll r ON r.id = v.roll_id WHERE v.id = ?", (asset,)
    ).fetchone()
    if row is None:
        raise UserError(
            _("This photo is not there any more."), _("It may have been moved, deleted or hidden.")
        )
    labels = db.execute("SELECT family, name, max(score) AS s FROM label WHERE asset_id = ?"
                        " AND family <> 'word' GROUP BY family, name", (asset,)).fetchall()  # fmt: skip
    return PhotoDetail(
        asset=asset,
        path=Path(row["root"]) / row["path"],
        width=row["width"],
        height=row["height"],
        taken_at=when(row["taken_at"]),
        certainty=Certainty(row["certainty"]),
        date_source=row["date_source"],
        camera=row["camera"],
        place=row["place"],
        country=row["country"],
        latitude=row["latitude"],
        longitude=row["longitude"],
        role=Role(row["role"]),
        themes={r["name"]: r["s"] for r in labels if r["family"] == "theme"},
        objects={r["name"]: r["s"] for r in labels if r["family"] == "object"},
        faces=_named_faces(db, asset),
        clip=clip_of(db, asset, Path(row["root"])),
        place_inferred=bool(row["place_inferred"]),
        file_changed=_day_of(row["mtime_ns"]),
    )


def _day_of(mtime_ns: int) -> date | None:
    with suppress(OSError, OverflowError, ValueError):  # what no calendar has
        return datetime.fromtimestamp(mtime_ns / 10**9).date()
    return None


def indexed(db: sqlite3.Connection) -> tuple[IndexedAsset, ...]:
    """Return every asset that is there, readable or not, hidden or not: what the owner may take along."""
    labels: dict[tuple[int, str], list[str]] = {}
    for row in db.execute("SELECT DISTINCT asset_id, family, name FROM label WHERE family <> 'word'"):
        labels.setdefault((row["asset_id"], row["family"]), []).append(row["name"])
    shown = {row["id"] for row in db.execute("SELECT id FROM visible")}
    rows = db.execute("SELECT * FROM known WHERE companion_of IS NULL ORDER BY path").fetchall()
    return tuple(
        IndexedAsset(
            id=AssetId(row["id"]),
            path=row["path"],
            kind=Kind(row["kind"]),
            role=Role(row["role"]),
            error=row["error"],
            taken_at=when(row["taken_at"]),
            certainty=Certainty(row["certainty"]),
            date_source=row["date_source"],
            offset_minutes=row["offset_minutes"],
            latitude=row["latitude"],
            longitude=row["longitude"],
            place=row["place"],
            country=row["country"],
            place_inferred=bool(row["place_inferred"]),
            hidden=row["error"] is None and row["content_hash"] is not None and row["id"] not in shown,
            themes=tuple(labels.get((row["id"], "theme"), ())),
            objects=tuple(labels.get((row["id"], "object"), ())),
            faces=_named_faces(db, AssetId(row["id"])),
            duration_s=row["duration_s"] if row["kind"] == Kind.VIDEO else None,
        )
        for row in rows
    )


def names(db: sqlite3.Connection, assets: Iterable[AssetId], *, hidden: bool) -> dict[AssetId, str]:
    """Return paths relative to their roll; those that may not be shown only when `hidden` asks for them."""
    table = "asset" if hidden else "visible"
    cursor = db.cursor()
    cursor.row_factory = None  # plain tuples: there may be a hundred thousand
    known: dict[AssetId, str] = dict(
        cursor.execute(
            f"SELECT id, path FROM {table} WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(sorted(set(assets))),),
        )
    )
    return known


def files(db: sqlite3.Connection, assets: Iterable[AssetId]) -> tuple[Path, ...]:
    """Return where the files of those that may be shown lie, in the order asked for."""
    rows = db.execute(
        "SELECT v.id, r.path AS root, v.path FROM visible v JOIN roll r ON r.id = v.roll_id"
        " JOIN json_each(?) wanted ON wanted.value = v.id ORDER BY wanted.key",
        (json.dumps(list(assets)),),
    )
    return tuple(Path(row["root"]) / row["path"] for row in rows)


def _named_faces(db: sqlite3.Connection, asset: AssetId) -> tuple[NamedFace, ...]:
    rows = db.execute(
        "SELECT f.x, f.y, f.w, f.h, f.cluster_id, p.name FROM face f"
        " LEFT JOIN cluster c ON c.id = f.cluster_id LEFT JOIN person p ON p.id = c.person_id"
        " WHERE f.asset_id = ? ORDER BY f.x",
        (asset,),
    )
    return tuple(
        NamedFace(_box(r), ClusterId(r["cluster_id"]) if r["cluster_id"] else None, r["name"] or "")
        for r in rows
    )


def _box(row: sqlite3.Row) -> Box:
    return Box(row["x"], row["y"], row["w"], row["h"])


def places(db: sqlite3.Connection) -> tuple[PlaceRow, ...]:
    rows = db.execute(
        "SELECT v.place, v.country, count(*) AS photos, min(v.taken_at) AS first, max(v.taken_at) AS last,"
        " avg(v.latitude) AS latitude, avg(v.longitude) AS longitude"
        " FROM visible v WHERE v.place <> '' AND v.role = 'photo'"
        " GROUP BY v.place, v.country ORDER BY photos DESC, v.place"
    ).fetchall()
    covers = _place_covers(db)
    return tuple(
        PlaceRow(
            name=row["place"],
            country=row["country"],
            photos=row["photos"],
            first=_day(row["first"]),
            last=_day(row["last"]),
            cover=covers[row["place"], row["country"]],
            latitude=row["latitude"],
            longitude=row["longitude"],
        )
        for row in rows
    )


def _place_covers(db: sqlite3.Connection) -> dict[tuple[str, str], AssetId]:
    """Return the photo that shows most of each place: a view of it, and of those the sharpest."""
    rows = db.execute(
        "SELECT v.place, v.country, v.id FROM visible v LEFT JOIN quality q ON q.asset_id = v.id"
        " LEFT JOIN label l ON l.asset_id = v.id AND l.family = 'theme' AND l.name IN"
        " ('landmarks', 'city_street', 'beach_sea', 'mountains_hike', 'sunset', 'snow', 'forest')"
        " WHERE v.place <> '' AND v.role = 'photo'"
        " ORDER BY coalesce(l.score, 0) + coalesce(q.sharpness, 0) / 10, v.id"
    )
    return {(row["place"], row["country"]): AssetId(row["id"]) for row in rows}  # the last one is the best


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text[:10]) if text else None


def sorted_out(db: sqlite3.Connection) -> tuple[SortedOut, ...]:
    """Return the visible files that are taken for no photo, or that the person decided on."""
    rows = db.execute(
        "SELECT v.*, a.role_why, r.asset_id IS NOT NULL AS by_you FROM visible v JOIN asset a ON a.id = v.id"
        " LEFT JOIN role_verdict r ON r.asset_id = v.id"
        " WHERE v.role <> 'photo' OR by_you"
        " ORDER BY v.taken_at IS NULL, v.taken_at DESC"
    )
    return tuple(
        SortedOut(
            asset=AssetId(row["id"]),
            path=row["path"],
            role=Role(row["role"]),
            by_you=bool(row["by_you"]),
            taken_at=when(row["taken_at"]),
            width=row["width"],
            height=row["height"],
            certainty=Certainty(row["certainty"]),
            why=row["role_why"],
            kind=Kind(row["kind"]),
            duration_s=row["duration_s"],
        )
        for row in rows
    )


def unreadable(db: sqlite3.Connection) -> tuple[Unreadable, ...]:
    rows = db.execute(
        "SELECT f.path, f.reason, f.id, r.path AS roll FROM ("
        "  SELECT roll_id, path, error AS reason, id FROM asset"
        "  WHERE error IS NOT NULL AND missing_since IS NULL"
        "  UNION ALL SELECT roll_id, path || '/', reason, NULL FROM unlisted"
        ") f JOIN roll r ON r.id = f.roll_id ORDER BY f.path"
    )
    return tuple(Unreadable(row["path"], row["reason"], Path(row["roll"]), row["id"]) for row in rows)


def index_status(db: sqlite3.Connection) -> IndexStatus:
    """Return how far the library is when nobody is indexing."""
    row = db.execute(
        "SELECT count(*) AS total, count(coalesce(a.error, s.asset_id)) AS done, count(a.error) AS failed"
        " FROM asset a"
        " LEFT JOIN analysis s ON s.asset_id = a.id AND s.stage = ? AND s.version = ?"
        " AND s.status <> 'running' WHERE a.missing_since IS NULL",
        (Stage.CONTENT, STAGE_VERSIONS[Stage.CONTENT]),
    ).fetchone()
    return IndexStatus(state="idle", done=row["done"], total=row["total"], failed=row["failed"])


PLACED = (  # by the file, or by its neighbours
    "SELECT count(*) FROM asset a LEFT JOIN inferred i ON i.asset_id = a.id"
    " WHERE a.latitude IS NOT NULL OR a.place <> '' OR i.place <> ''"
)


def size_of(files: Iterable[Path]) -> int:
    """Return the bytes of files; of what is gone meanwhile, or has another name by now, none."""
    total = 0
    for file in files:
        with suppress(FileNotFoundError):
            total += file.stat().st_size
    return total


def stored(db: sqlite3.Connection, paths: Paths) -> Stored:
    def count(sql: str) -> int:
        return int(db.execute(sql).fetchone()[0])

    return Stored(
        photos=count("SELECT count(*) FROM asset"),
        faces=count("SELECT count(*) FROM face"),
        persons=count("SELECT count(*) FROM person WHERE name <> ''"),
        places=count(PLACED),
        database_bytes=sum(file.stat().st_size for file in paths.data.glob("library.sqlite*")),
        thumbnail_bytes=size_of(paths.copies()),
        data_folder=paths.data,
        cache_folder=paths.cache,
    )


def is_asset(db: sqlite3.Connection, path: Path) -> bool:
    """Tell whether this absolute path is a file of a roll."""
    for roll in db.execute("SELECT id, path FROM roll"):
        root = Path(roll["path"])
        if path.is_relative_to(root):
            name = path.relative_to(root).as_posix()
            found = db.execute("SELECT 1 FROM asset WHERE roll_id = ? AND path = ?", (roll["id"], name))
            return found.fetchone() is not None or path.exists()
    return False


def held_assets(db: sqlite3.Connection, folder: Path) -> bool:
    """Tell whether files are known below this absolute path, as of the last scan."""
    for roll in db.execute("SELECT id, path FROM roll").fetchall():
        if not folder.is_relative_to(roll["path"]):
            continue
        below = folder.relative_to(roll["path"]).as_posix()
        first, last = ("", "\U0010ffff") if below == "." else (f"{below}/", f"{below}0")  # "0" follows "/"
        found = db.execute(
            "SELECT 1 FROM asset WHERE roll_id = ? AND path >= ? AND path < ? AND missing_since IS NULL",
            (roll["id"], first, last),
        )
        if found.fetchone():
            return True
    return False
