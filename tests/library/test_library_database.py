import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from rollsuggest.errors import UserError
from rollsuggest.library.database import Database, connect, migrate, steps
from rollsuggest.library.queries import size_of
from rollsuggest.library.sealing import PAGE_BYTES

# Each migration and the test that runs it over a file of the version before.
TESTED = {
    1: "test_a_new_file_gets_the_newest_version",
    2: "test_a_library_of_every_earlier_version_is_brought_up_with_all_it_holds",
    3: "test_a_library_of_every_earlier_version_is_brought_up_with_all_it_holds",
    4: "test_a_library_of_every_earlier_version_is_brought_up_with_all_it_holds",
    5: "test_a_library_of_every_earlier_version_is_brought_up_with_all_it_holds",
    6: "test_a_library_of_every_earlier_version_is_brought_up_with_all_it_holds",
    7: "test_a_library_of_every_earlier_version_is_brought_up_with_all_it_holds",
    8: "test_a_library_of_every_earlier_version_is_brought_up_with_all_it_holds",
    9: "test_what_was_kept_for_later_or_used_stays_so_beside_what_was_made",
    10: "test_a_library_of_every_earlier_version_is_brought_up_with_all_it_holds",
    11: "test_a_library_of_every_earlier_version_is_brought_up_with_all_it_holds",
    12: "test_a_library_of_every_earlier_version_is_brought_up_with_all_it_holds",
    13: "test_a_library_of_every_earlier_version_is_brought_up_with_all_it_holds",
    14: "test_faces_in_screenshots_are_placed_anew_after_the_upgrade",
    15: "test_photos_are_compared_anew_for_what_is_stored_of_them_now",
    16: "test_a_library_of_every_earlier_version_is_brought_up_with_all_it_holds",
    17: "test_a_library_of_every_earlier_version_is_brought_up_with_all_it_holds",
    18: "test_a_library_of_every_earlier_version_is_brought_up_with_all_it_holds",
    19: "test_a_library_of_every_earlier_version_is_brought_up_with_all_it_holds",
    20: "test_a_library_of_every_earlier_version_is_brought_up_with_all_it_holds",
    21: "test_a_library_of_every_earlier_version_is_brought_up_with_all_it_holds",
}


def test_every_migration_has_a_test() -> None:
    numbers = [number for number, _file in steps()]
    assert numbers == sorted(TESTED)  # of two with one number the second would never run
    assert all(name in globals() for name in TESTED.values())


def test_a_new_file_gets_the_newest_version(tmp_path: Path) -> None:
    database = Database(tmp_path / "library.sqlite")
    with database.read() as db:
        assert db.execute("PRAGMA user_version").fetchone()[0] == steps()[-1][0]
        assert db.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
        assert db.execute("PRAGMA page_size").fetchone()[0] == PAGE_BYTES
        assert db.execute("PRAGMA secure_delete").fetchone()[0] == 1
        assert db.execute("PRAGMA foreign_keys").fetchone()[0] == 1
    database.close()


# A row in each table of version 1; what a later version adds or changes must leave them readable.
FIRST_VERSION = """
INSERT INTO roll (id, path, added_at) VALUES (1, '/photos', '2026-11-22T10:00:00');
INSERT INTO asset (id, roll_id, path, kind, size, mtime_ns, content_hash, taken_at, certainty)
    VALUES (7, 1, 'a.jpg', 'photo', 10, 20, x'01', '2024-05-14T12:00:00', 'exact'),
           (8, 1, 'b.jpg', 'photo', 10, 20, x'02', NULL, 'unknown');
INSERT INTO analysis VALUES (7, 'file', 1, 'done', 1, NULL, '2026-11-22T10:00:00');
INSERT INTO quality VALUES (7, .5, .5, .5, 1, 2, 3, 4);
INSERT INTO label (asset_id, family, name, score) VALUES (7, 'theme', 'beach', .9);
INSERT INTO feature VALUES (7, x'00');
INSERT INTO person VALUES (1, 'Ana', '06-18', 0), (2, 'Rui', NULL, 1);
INSERT INTO cluster VALUES (3, 1), (4, 2);
INSERT INTO face VALUES (1, 7, 0, 0, .5, .5, .9, .8, .7, '[]', x'00', 3),
                        (2, 8, 0, 0, 1, 1, 1, 1, 1, '[]', x'', 4);
INSERT INTO choice VALUES ('trip:1', 'dismissed', NULL, '2026-11-22T10:00:00');
INSERT INTO creation VALUES (1, 'trip:1', '{}', '/made.mp4', '2026-11-22T10:00:00');
INSERT INTO role_verdict VALUES (7, 'photo', '2026-11-22T10:00:00');
INSERT INTO date_verdict VALUES (7, '2024-05-13T12:00:00', 'exact', 1, '2026-11-22T10:00:00');
"""


@pytest.mark.parametrize("version", [number for number, _file in steps()])
def test_a_library_of_every_earlier_version_is_brought_up_with_all_it_holds(
    tmp_path: Path, version: int
) -> None:
    path = tmp_path / "library.sqlite"
    with closing(connect(path)) as db:
        migrate(db, path, steps()[:1])
        db.executescript(FIRST_VERSION)
        migrate(db, path, steps()[:version])
        before = {table: _rows(db, table) for table in _tables(db)}
    database = Database(path)
    with database.read() as db:
        assert db.execute("PRAGMA user_version").fetchone()[0] == steps()[-1][0]
        assert not db.execute("PRAGMA foreign_key_check").fetchall()
        for table, rows in before.items():
            if table == "kept_suggestion":  # went into `choice`, see the test of 9
                continue
            after = _rows(db, table)
            assert all(kept[name] == row[name] for row, kept in zip(rows, after, strict=True) for name in row)
        assert [tuple(row) for row in db.execute("SELECT id, taken_at, date_source FROM visible")] == [
            (7, "2024-05-13T12:00:00", "you")  # the verdict counts, and who is hidden stays hidden
        ]
    database.close()


def test_what_was_kept_for_later_or_used_stays_so_beside_what_was_made(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    with closing(connect(path)) as db:
        migrate(db, path, steps()[:8])
        db.executescript(
            "INSERT INTO choice VALUES ('a', 'saved', '{}', '2026-11-22T10:00:00'),"
            " ('b', 'made', NULL, '2026-11-23T10:00:00'), ('c', 'dismissed', NULL, '2026-11-24T10:00:00');"
            "INSERT INTO kept_suggestion VALUES ('a', 'as it was');"
            "INSERT INTO suggestion VALUES ('a', 0, 'as it is', '2026-11-24'), ('b', 1, 'b', '2026-11-24');"
        )
        migrate(db, path)
        assert [tuple(row) for row in db.execute("SELECT key, state, kept, recipe, body FROM choice")] == [
            ("a", "seen", 1, "{}", "as it was"),
            ("b", "made", 0, None, "b"),
            ("c", "dismissed", 0, None, None),
        ]
        assert [tuple(row) for row in db.execute("SELECT key, day FROM used")] == [
            ("a", "2026-11-22"),
            ("b", "2026-11-23"),
        ]


def test_faces_in_screenshots_are_placed_anew_after_the_upgrade(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    with closing(connect(path)) as db:
        migrate(db, path, steps()[:13])
        db.execute("INSERT INTO roll (id, path, added_at) VALUES (1, '/photos', '')")
        for number, role in enumerate(("photo", "screenshot", "meme", "photo"), 1):
            db.execute(
                "INSERT INTO asset (id, roll_id, path, kind, size, mtime_ns, role)"
                " VALUES (?, 1, ?, 'photo', 1, 1, ?)",
                (number, f"{number}.jpg", role),
            )
            db.execute(
                "INSERT INTO face (id, asset_id, x, y, w, h, score, quality, smile, points, embedding,"
                " grouped) VALUES (?, ?, 0, 0, 1, 1, 1, 1, 0, '[]', x'', 2)",
                (number, number),
            )
        db.execute("INSERT INTO role_verdict VALUES (3, 'photo', ''), (4, 'document', '')")
        migrate(db, path)
        assert [row[0] for row in db.execute("SELECT grouped FROM face ORDER BY id")] == [2, 0, 2, 0]


def test_photos_are_compared_anew_for_what_is_stored_of_them_now(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    with closing(connect(path)) as db:
        migrate(db, path, steps()[:14])
        db.execute("INSERT INTO mark VALUES ('alike', 5), ('said', 6)")
        migrate(db, path)
        marks = {row["name"] for row in db.execute("SELECT name FROM mark")}
        assert "said" in marks and "alike" not in marks
        assert not _rows(db, "extra_fit")


def _tables(db: sqlite3.Connection) -> list[str]:
    names = db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    return [row["name"] for row in names]


def _rows(db: sqlite3.Connection, table: str) -> list[dict[str, object]]:
    return [dict(row) for row in db.execute(f"SELECT * FROM {table}")]


def test_a_migration_is_backed_up_first_and_all_or_nothing(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    good, bad = tmp_path / "0001_a.sql", tmp_path / "0002_b.sql"
    good.write_text("CREATE TABLE kept (x INTEGER) STRICT; INSERT INTO kept VALUES (7);")
    bad.write_text("INSERT INTO kept VALUES (8); CREATE TABLE kept (y INTEGER) STRICT;")
    with closing(connect(path)) as db:
        migrate(db, path, [(1, good)])
        with pytest.raises(sqlite3.OperationalError):
            migrate(db, path, [(1, good), (2, bad)])
    with closing(connect(path)) as db:
        assert [row[0] for row in db.execute("SELECT x FROM kept")] == [7]
        assert db.execute("PRAGMA user_version").fetchone()[0] == 1
    with closing(connect(tmp_path / "library.sqlite.before-0002")) as backup:
        assert [row[0] for row in backup.execute("SELECT x FROM kept")] == [7]


def test_a_new_library_needs_no_backup_and_an_upgrade_over_many_versions_one(tmp_path: Path) -> None:
    Database(tmp_path / "new.sqlite").close()
    assert not list(tmp_path.glob("*.before-*"))
    path = tmp_path / "old.sqlite"
    with closing(connect(path)) as db:
        migrate(db, path, steps()[:2])
        migrate(db, path)
    assert [found.name for found in tmp_path.glob("*.before-*")] == ["old.sqlite.before-0003"]


def test_a_newer_file_is_refused_with_advice(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    with closing(connect(path)) as db:
        db.execute("PRAGMA user_version = 999")
    with pytest.raises(UserError, match="newer") as caught:
        Database(path)
    assert caught.value.advice


def test_a_failed_transaction_stores_nothing(tmp_path: Path) -> None:
    database = Database(tmp_path / "library.sqlite")
    with pytest.raises(RuntimeError), database.write() as db:
        db.execute("UPDATE mark SET value = 99")
        raise RuntimeError
    with database.read() as db:
        assert db.execute("SELECT value FROM mark").fetchone()[0] == 0
    database.close()


def test_a_full_disk_is_told_and_loses_nothing(tmp_path: Path) -> None:
    database = Database(tmp_path / "library.sqlite")
    with database.write() as db:
        db.execute("INSERT INTO mark VALUES ('kept', 7)")
    with database.read() as db:
        pages = db.execute("PRAGMA page_count").fetchone()[0]
        db.execute(f"PRAGMA max_page_count = {pages}")  # as a full disk does, SQLite refuses to grow
    with pytest.raises(UserError, match="full"), database.write() as db:
        db.executemany(
            "INSERT INTO roll (path, added_at) VALUES (?, '')", [(f"{n}" * 500,) for n in range(2000)]
        )
    with database.read() as db:
        assert db.execute("SELECT value FROM mark WHERE name = 'kept'").fetchone()[0] == 7
        assert db.execute("SELECT count(*) FROM roll").fetchone()[0] == 0
    database.close()


def test_a_folder_that_cannot_be_written_to_is_told(tmp_path: Path) -> None:
    database = Database(tmp_path / "library.sqlite")
    with database.read() as db:
        db.execute("PRAGMA query_only = ON")
    with pytest.raises(UserError, match="written to"), database.write() as db:
        db.execute("UPDATE mark SET value = 9")
    database.close()


def test_damage_found_while_reading_is_told(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    database = Database(path)
    with database.write() as db:
        rows = [(f"/{n}" * 50, "") for n in range(2000)]
        db.executemany("INSERT INTO roll (path, added_at) VALUES (?, ?)", rows)
    database.vacuum()
    database.close()
    whole = bytearray(path.read_bytes())
    page = whole.index(b"/1000/1000/1000") // 4096 * 4096
    whole[page : page + 4096] = b"\x55" * 4096
    path.write_bytes(whole)
    database = Database(path)
    with pytest.raises(UserError, match="damaged") as caught, database.read() as db:
        db.execute("SELECT count(*), max(added_at) FROM roll NOT INDEXED").fetchall()
    assert str(path) in caught.value.advice
    database.close()


def test_a_mistake_in_a_statement_stays_a_mistake(tmp_path: Path) -> None:
    database = Database(tmp_path / "library.sqlite")
    with pytest.raises(sqlite3.OperationalError, match="no such table"), database.read() as db:
        db.execute("SELECT * FROM nowhere")
    database.close()


def test_a_copy_that_gets_its_name_while_sizes_are_summed_is_no_error(tmp_path: Path) -> None:
    kept = tmp_path / "1.jpg"
    kept.write_bytes(b"four")
    assert size_of([kept, tmp_path / "1.4631.new"]) == 4
