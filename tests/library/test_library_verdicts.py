"""What the person says of faces: counts at once, is undone as a whole, outlives looking again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from rollsuggest.errors import UserError
from rollsuggest.jobs import grouping as work
from rollsuggest.library import decisions, faces, grouping, verdicts
from rollsuggest.library.database import Database
from rollsuggest.model import AssetId, Box, ClusterId, FaceFinding, FaceId

NOW = datetime(2026, 6, 14, 12)
AXES = np.linalg.qr(np.random.default_rng(7).normal(size=(192, 192)))[0]


def finding(person: int, n: int, x: float = 0.1, quality: float = 0.9) -> FaceFinding:
    vector = AXES[person] + np.random.default_rng(n).normal(scale=0.04, size=192)
    packed = (vector / np.linalg.norm(vector)).astype("<f2").tobytes()
    return FaceFinding(Box(x, 0.2, 0.1, 0.1), 0.9, ((0.0, 0.0),) * 5, quality, 0.5, packed)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """Persons 0 and 1 in five photos each, 2 and 3 in one photo together."""
    database = Database(tmp_path / "library.sqlite")
    with database.write() as db:
        db.execute("INSERT INTO roll (id, path, added_at) VALUES (1, ?, '')", (str(tmp_path),))
        for n in range(1, 12):
            db.execute(
                "INSERT INTO asset (id, roll_id, path, kind, size, mtime_ns, content_hash, width, height)"
                " VALUES (?, 1, ?, 'photo', 1, 1, x'00', 10, 10)",
                (n, f"{n}.jpg"),
            )
        look(database, db)
    regroup(database)
    yield database
    database.close()


def look(_database: Database, db: object) -> None:
    for n in range(1, 11):
        faces.save(db, AssetId(n), [finding((n - 1) // 5, n)])  # type: ignore[arg-type]
    faces.save(db, AssetId(11), [finding(2, 11), finding(3, 12, x=0.5)])  # type: ignore[arg-type]


def regroup(database: Database, whole: bool = False) -> None:
    grouped = work.group(database.path, whole)
    with database.write() as db:
        grouping.store(db, grouped)


def where(database: Database) -> dict[int, int | None]:
    with database.read() as db:
        return {r["id"]: r["cluster_id"] for r in db.execute("SELECT id, cluster_id FROM face ORDER BY id")}


def again(database: Database) -> None:
    """Group in both ways, after looking at everything again."""
    with database.write() as db:
        look(database, db)
    regroup(database)
    regroup(database, whole=True)


def test_new_faces_are_grouped_and_nothing_is_done_twice(database: Database) -> None:
    found = where(database)
    assert len({found[n] for n in range(1, 6)}) == 1 and len(set(found.values())) == 4
    assert not work.group(database.path)
    regroup(database, whole=True)
    assert where(database) == found
    assert not work.group(database.path, True)


def test_looking_again_changes_neither_ids_nor_who_is_who(database: Database) -> None:
    before = where(database)
    again(database)
    assert where(database) == before


def test_a_merge_holds_through_all_that_comes_and_can_be_undone(database: Database) -> None:
    before = where(database)
    first, second = before[1], before[6]
    assert first is not None and second is not None
    with database.write() as db:
        kept, act = verdicts.merge(db, [ClusterId(first), ClusterId(second)], NOW)
    again(database)
    assert {where(database)[n] for n in range(1, 11)} == {kept}
    with database.write() as db:
        verdicts.undo(db, act)
    assert where(database) == before
    again(database)
    assert where(database) == before
    with database.write() as db, pytest.raises(UserError):
        verdicts.undo(db, act)


def test_the_named_one_stays_when_merging(database: Database) -> None:
    first, second = ClusterId(where(database)[1] or 0), ClusterId(where(database)[6] or 0)
    with database.write() as db:
        decisions.set_person(db, second, name="Ana")
        kept, _act = verdicts.merge(db, [first, second], NOW)
    assert kept == second


def test_two_faces_of_one_photo_stay_two_even_when_merged(database: Database) -> None:
    pair = [ClusterId(where(database)[n] or 0) for n in (11, 12)]
    with database.write() as db:
        verdicts.merge(db, pair, NOW)
        with pytest.raises(UserError):
            verdicts.split(db, [FaceId(11), FaceId(12)], NOW)
    again(database)
    assert where(database)[11] != where(database)[12]


def test_who_is_split_off_stays_away(database: Database) -> None:
    before = where(database)
    with database.write() as db:
        new, act = verdicts.split(db, [FaceId(1), FaceId(2)], NOW)
    again(database)
    after = where(database)
    assert [after[n] for n in range(1, 6)] == [new, new, before[3], before[3], before[3]]
    with database.write() as db:
        verdicts.undo(db, act)
    again(database)
    assert where(database) == before


def test_not_this_person_and_then_this_person_after_all(database: Database) -> None:
    before = where(database)
    with database.write() as db:
        verdicts.not_this_person(db, [FaceId(1)], NOW)
    again(database)
    assert where(database)[1] != before[2]
    with database.write() as db:
        verdicts.is_person(db, [FaceId(1)], ClusterId(before[2] or 0), NOW)
    again(database)
    assert where(database) == before


def test_who_is_said_to_be_somebody_takes_the_place_of_the_other_in_that_photo(database: Database) -> None:
    target = ClusterId(where(database)[11] or 0)
    with database.write() as db:
        verdicts.is_person(db, [FaceId(12)], target, NOW)
    again(database)
    assert where(database)[12] == target != where(database)[11]


def test_what_is_no_face_never_comes_back(database: Database) -> None:
    with database.write() as db:
        act = verdicts.not_a_face(db, [FaceId(1)], NOW)
    regroup(database, whole=True)
    assert where(database)[1] is None
    again(database)
    assert 1 not in where(database)
    with database.write() as db:
        verdicts.undo(db, act)
    again(database)
    assert len(where(database)) == 12


def test_answers_hold_and_are_not_asked_again(database: Database) -> None:
    before = where(database)
    with database.write() as db:
        verdicts.answer(db, FaceId(1), FaceId(6), "same", NOW)
        verdicts.answer(db, FaceId(2), FaceId(11), "different", NOW)
    again(database)
    assert len({where(database)[n] for n in range(1, 11)}) == 1
    with database.write() as db:
        act = verdicts.answer(db, FaceId(1), FaceId(6), "different", NOW)  # the later one counts
    again(database)
    assert where(database)[1] != where(database)[6]
    with database.write() as db:
        verdicts.undo(db, act)
    again(database)
    assert len({where(database)[n] for n in range(1, 11)}) == 1
    assert len(set(where(database).values())) == len(set(before.values())) - 1


def test_erasing_faces_erases_what_was_said_of_them(database: Database) -> None:
    with database.write() as db:
        verdicts.not_this_person(db, [FaceId(1)], NOW)
        decisions.erase_faces(db)
        for table in ("spot", "face_verdict", "people_act", "cluster_sum", "face", "person"):
            assert db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] == 0
