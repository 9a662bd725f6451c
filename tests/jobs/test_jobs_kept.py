"""What the rules say from photos that were kept is what they say when all is read anew."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rollsuggest.jobs import hashing, kept, rules
from rollsuggest.library import altered, decisions, packed, quieting, viewed
from rollsuggest.library.database import Database
from rollsuggest.library.store import touch
from rollsuggest.model import AssetId, ClusterId, Photo, QuietKind, QuietRule
from rollsuggest.suggest import engine, likeness

TODAY = date(2026, 6, 14)
FIRST = datetime(2023, 6, 1, 9, 0, 1)


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    kept.forget()
    yield
    kept.forget()


def library(folder: Path) -> Database:
    database = Database(folder / "library.sqlite")
    with database.write() as db:
        db.execute("INSERT OR IGNORE INTO roll (id, path, added_at) VALUES (1, '/photos', '')")
        db.execute("INSERT INTO person (id, name) VALUES (1, 'Ana'), (2, 'Rui')")
        db.execute("INSERT INTO cluster (id, person_id) VALUES (1, 1), (2, 2)")
    return database


def put(database: Database, n: int, at: datetime, looks: int, cluster: int = 0, copy: bool = False) -> None:
    """Add a photo as the indexer does; those of the same looks are one picture, `copy` its very bytes."""
    vector = np.random.default_rng(looks).normal(size=1280) / 36
    path, content = f"DCIM/{n // 7}/IMG_{n}.JPG", (looks if copy else 1000 + n).to_bytes(16, "big")
    north, place = (37.1, "Lagos") if at.day < 5 else (41.1, "Porto")
    with database.write() as db:
        db.execute(
            "INSERT INTO asset (id, roll_id, path, kind, size, mtime_ns, content_hash, width, height,"
            " taken_at, certainty, latitude, longitude, place, country, camera)"
            " VALUES (?, 1, ?, 'photo', 1, 1, ?, 4000, 3000, ?, 'exact', ?, -8.6, ?, 'PT', 'Phone')",
            (n, path, content, at.isoformat(), north, place),
        )
        values = (n, 0.5 + n % 7 / 20, (looks * 2654435761) % 2**62)
        db.execute("INSERT INTO quality VALUES (?, ?, .8, .8, ?, 90, 80, 70)", values)
        db.execute("INSERT INTO feature VALUES (?, ?)", (n, vector.astype("<f2").tobytes()))
        db.execute("INSERT INTO label (asset_id, family, name, score) VALUES (?, 'theme', 'food', .9)", (n,))
        if cluster:
            db.execute(
                "INSERT INTO face"
                " (asset_id, cluster_id, x, y, w, h, quality, smile, score, points, embedding)"
                " VALUES (?, ?, .3, .2, .25, .3, .8, .5, .9, '[]', x'')",
                (n, cluster),
            )
        touch(db)


def life(database: Database, photos: int = 120) -> None:
    for n in range(1, photos + 1):
        put(database, n, FIRST + timedelta(days=n // 4 * 9, minutes=20 * (n % 4)), 5000 + n, n % 3)


def what(said: rules.Said) -> tuple[object, ...]:
    alike = kept._kept.compared.alike if kept._kept and kept._kept.compared else None
    every = frozenset(alike.every) if alike else None
    return said.suggestions, said.kept, said.of_today, said.quiet, said.missed, every


def anew(database: Database) -> tuple[object, ...]:
    """Ask with nothing kept and nothing packed; what was kept stays so for the next time."""
    before, kept._kept = kept._kept, None
    packed_is_true(database)
    with database.write() as db:
        db.execute("DELETE FROM packed")
    try:
        return what(rules.suggest(database.path, TODAY))
    finally:
        kept._kept = before


def packed_is_true(database: Database) -> None:
    """What is stored packed is what the tables say now."""
    with database.write() as db:
        features, fresh = viewed.Features(db), viewed.Fresh()
        photos = viewed.photos(db, features=features)
        db.execute("DELETE FROM packed")
        assert photos == viewed.photos(db, features=features, fresh=fresh)
        packed.store(db, fresh, altered.number(db))
        assert photos == viewed.photos(db, features=features)
        assert [p.order for p in photos] == sorted(p.order for p in photos)


SECONDS = st.sampled_from([0, 1, 2, 30, 3600])
NEW = st.tuples(st.integers(0, 1100), SECONDS, st.integers(0, 12), st.integers(0, 2), st.booleans())


@settings(max_examples=12, deadline=None)
@given(st.lists(st.lists(NEW, min_size=1, max_size=3), min_size=1, max_size=4))
def test_with_new_photos_in_any_order_the_same_is_said_as_when_all_is_read(
    batches: Sequence[Sequence[tuple[int, int, int, int, bool]]],
) -> None:
    kept.forget()
    with tempfile.TemporaryDirectory() as folder, closing(library(Path(folder))) as database:
        life(database)
        rules.suggest(database.path, TODAY)
        number = 200
        for batch in batches:
            for day, seconds, looks, cluster, copy in batch:
                number += 1
                at = FIRST + timedelta(days=day, seconds=seconds)
                put(database, number, at, 5001 + 7 * looks if looks < 8 else number, cluster, copy)
            assert what(rules.suggest(database.path, TODAY)) == anew(database)


def test_a_new_photo_is_read_alone_and_compared_with_none_where_it_is_of_its_own(tmp_path: Path) -> None:
    with closing(library(tmp_path)) as database:
        life(database, 40)
        rules.suggest(database.path, TODAY)
        assert kept._kept
        before = set(map(id, kept._kept.photos))
        put(database, 500, datetime(2026, 6, 10, 12, 0, 1), 9000)
        rules.suggest(database.path, TODAY)
        assert [p.id for p in kept._kept.photos if id(p) not in before] == [500]
        assert kept._kept.compared


def test_a_name_has_nothing_compared_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(library(tmp_path)) as database:
        life(database, 40)
        rules.suggest(database.path, TODAY)
        with database.write() as db:
            decisions.set_person(db, ClusterId(1), name="Ana Maria")
        monkeypatch.setattr(engine, "stand_ins", lambda _photos: pytest.fail("compared"))
        said = rules.suggest(database.path, TODAY)
        monkeypatch.undo()
        assert any("Ana Maria" in s.title for s in said.suggestions)
        assert what(said) == anew(database)
        assert said.alike == rules.suggest(database.path, TODAY).alike  # until it is stored


def test_a_photo_that_changed_is_seen_as_it_is_now(tmp_path: Path) -> None:
    with closing(library(tmp_path)) as database:
        life(database)
        rules.suggest(database.path, TODAY)
        with database.write() as db:
            db.execute("UPDATE quality SET sharpness = 0.01 WHERE asset_id % 2 AND asset_id < 60")
            touch(db)
        assert what(rules.suggest(database.path, TODAY)) == anew(database)
        with database.write() as db:
            db.execute(
                "UPDATE feature SET vector = (SELECT vector FROM feature WHERE asset_id = 5)"
                " WHERE asset_id BETWEEN 20 AND 90"
            )
            touch(db)
        assert what(rules.suggest(database.path, TODAY)) == anew(database)
        with database.write() as db:
            db.execute("DELETE FROM asset WHERE id = 8")
            touch(db)
        assert what(rules.suggest(database.path, TODAY)) == anew(database)


def _hide(database: Database) -> None:
    with database.write() as db:
        decisions.set_person(db, ClusterId(1), hidden=True)


def _quiet(database: Database) -> None:
    with database.write() as db:
        quieting.add(db, QuietRule(QuietKind.PERSON, "Ana", clusters=frozenset({ClusterId(1)})), FIRST)


def _withdraw_faces(database: Database) -> None:
    with database.write() as db:
        decisions.erase_faces(db)


@pytest.mark.parametrize("take_back", [_hide, _quiet, _withdraw_faces])
def test_what_was_kept_shows_nobody_who_may_be_shown_no_more(
    tmp_path: Path, take_back: Callable[[Database], None]
) -> None:
    with closing(library(tmp_path)) as database:
        life(database)
        said = rules.suggest(database.path, TODAY)
        with database.read() as db:
            hers = {row["asset_id"] for row in db.execute("SELECT asset_id FROM face WHERE cluster_id = 1")}
        assert any(hers.intersection(s.photos) for s in said.suggestions)
        assert any(ClusterId(1) in s.people for s in said.suggestions)
        take_back(database)
        after = rules.suggest(database.path, TODAY)
        assert not any(ClusterId(1) in s.people or "Ana" in s.title for s in after.suggestions)
        if take_back is not _withdraw_faces:
            assert not any(hers.intersection(s.photos) for s in after.suggestions)
        assert what(after) == anew(database)


def test_withdrawn_places_are_in_no_card(tmp_path: Path) -> None:
    with closing(library(tmp_path)) as database:
        life(database)
        assert any(s.places for s in rules.suggest(database.path, TODAY).suggestions)
        with database.write() as db:
            assert "Lagos" in db.execute("SELECT texts FROM packed").fetchone()["texts"]
            decisions.erase_places(db)
            assert not db.execute("SELECT 1 FROM packed").fetchone()
        assert not any(s.places for s in rules.suggest(database.path, TODAY).suggestions)


def test_what_is_odd_about_a_photo_is_packed_as_it_is(tmp_path: Path) -> None:
    with closing(library(tmp_path)) as database:
        life(database, 12)
        put(database, packed.CHUNK * 2, FIRST, 1)
        with database.write() as db:
            db.execute("UPDATE asset SET taken_at = NULL, latitude = NULL, longitude = NULL WHERE id = 2")
            db.execute(
                "UPDATE asset SET path = 'a\u0301\n\t\"\U0001f600.JPG', camera = 'É \"1\"' WHERE id = 3"
            )
            db.execute("UPDATE asset SET kind = 'video', duration_s = 2.1 WHERE id IN (4, 5)")
            db.execute("UPDATE asset SET duration_s = NULL WHERE id = 5")
            db.execute(
                "UPDATE quality SET phash = -9223372036854775808, sharpness = 1e-17 WHERE asset_id = 6"
            )
            db.execute("DELETE FROM quality WHERE asset_id = 7")
            db.execute("INSERT INTO nudity VALUES (8, 0.1)")
            db.execute("INSERT INTO role_verdict VALUES (9, 'photo', '')")
            db.execute("INSERT INTO label (asset_id, family, name, score) VALUES (9, 'object', 'dog', 0.3)")
        packed_is_true(database)
        with database.write() as db:
            assert [row["chunk"] for row in db.execute("SELECT chunk FROM packed")] == [0, 1, 2]
            db.execute("UPDATE label SET score = 0.2 WHERE asset_id = ?", (packed.CHUNK * 2,))
            assert [row["chunk"] for row in db.execute("SELECT chunk FROM packed")] == [0, 1]
        packed_is_true(database)


def test_what_has_changed_while_photos_were_packed_is_not_stored_as_it_was(tmp_path: Path) -> None:
    with closing(library(tmp_path)) as database, database.write() as db:
        fresh = viewed.Fresh()
        viewed.photos(db, fresh=fresh)
        before = altered.number(db)
        db.execute("UPDATE roll SET missing = 1")
        packed.store(db, fresh, before)
        assert fresh and not db.execute("SELECT 1 FROM packed").fetchone()


def test_many_changes_are_not_told_one_by_one(tmp_path: Path) -> None:
    with closing(library(tmp_path)) as database:
        life(database, 20)
        with database.write() as db:
            first = altered.number(db)
            assert altered.since(db, first) == frozenset()
            db.execute("UPDATE asset SET camera = 'Other' WHERE id IN (3, 4)")
            assert altered.since(db, first) == frozenset({AssetId(3), AssetId(4)})
            db.execute("INSERT OR REPLACE INTO role_verdict VALUES (7, 'photo', '')")
            db.execute("INSERT OR IGNORE INTO role_verdict VALUES (7, 'photo', '')")
            assert altered.since(db, first) == frozenset({AssetId(3), AssetId(4), AssetId(7)})
            db.execute("UPDATE roll SET missing = 1")
            assert altered.since(db, first) is None
            for _ in range(300):
                db.execute("UPDATE asset SET camera = 'Phone'")
            held = db.execute("SELECT count(*) FROM altered").fetchone()[0]
            assert held < 6000 and altered.since(db, first) is None


def test_with_simhashes_the_same_is_said_and_few_features_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(likeness, "MANY", 1)
    read: list[int] = []
    whole = likeness.matrix

    def counted(photos: Sequence[Photo]) -> likeness.Vector:
        read.append(len(photos))
        return whole(photos)

    monkeypatch.setattr(likeness, "matrix", counted)
    with closing(library(tmp_path)) as database:
        for n in range(1, 90):  # pairs of one picture and a third that is another
            put(database, n, FIRST + timedelta(days=n // 3, seconds=n % 3), n // 3 if n % 3 < 2 else 900 + n)
        without, read_without = what(rules.suggest(database.path, TODAY)), sum(read)
        kept.forget()
        read.clear()
        hashing.bring_up(database.path)
        assert what(rules.suggest(database.path, TODAY)) == without
        assert sum(read) < read_without / 2
