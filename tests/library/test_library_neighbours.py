from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollsuggest.library import date_verdicts, decisions, inference, queries, scan, scanned, store
from rollsuggest.library.database import Database
from rollsuggest.library.neighbours import Inferred, Shot, infer
from rollsuggest.model import (
    AssetId,
    Certainty,
    FileFacts,
    Findings,
    Kind,
    Place,
    Role,
    RollId,
    Stage,
    Taken,
)

DAY = datetime(2023, 6, 17, 14)
PORTO = (41.1496, -8.6110)


def shot(asset: int, path: str, at: datetime | None = None, **more: Any) -> Shot:
    certainty = Certainty.EXACT if at else Certainty.UNKNOWN
    made = Shot(
        AssetId(asset), path, at, certainty, False, None, "NIKON D3500", Role.PHOTO, None, "", ""
    )  # fmt: skip
    return replace(made, **more)


def only(*shots: Shot, places: bool = True) -> Inferred | None:
    found = infer(shots, places=places)
    assert len(found) <= 1
    return found[0] if found else None


BEFORE, LOST = shot(1, "trip/IMG_0231.jpg", DAY), shot(2, "trip/IMG_0232.jpg", camera="")
AFTER = shot(3, "trip/IMG_0234.jpg", DAY + timedelta(hours=2))


def test_between_two_of_one_day_it_is_that_day() -> None:
    assert only(BEFORE, LOST, AFTER) == Inferred(AssetId(2), at=DAY + timedelta(hours=1))
    sure_of_the_day = replace(AFTER, certainty=Certainty.DAY)
    assert only(BEFORE, LOST, sure_of_the_day) == Inferred(AssetId(2), at=DAY.replace(hour=12))


def test_the_same_number_in_another_format_is_enough() -> None:
    raw = shot(1, "trip/IMG_0232.heic", DAY)
    assert only(raw, LOST) == Inferred(AssetId(2), at=DAY)


def test_a_known_month_must_agree() -> None:
    june = replace(LOST, at=datetime(2023, 6, 15, 12), certainty=Certainty.MONTH)
    assert only(BEFORE, june, AFTER) is not None
    assert only(BEFORE, replace(june, at=datetime(2023, 5, 15, 12)), AFTER) is None
    assert only(BEFORE, replace(june, at=datetime(2022, 7, 1), certainty=Certainty.YEAR), AFTER) is None


@pytest.mark.parametrize(
    "shots",
    [
        (BEFORE, LOST),
        (LOST, AFTER),
        (BEFORE, LOST, replace(AFTER, at=DAY + timedelta(days=1))),
        (BEFORE, LOST, replace(AFTER, at=DAY - timedelta(hours=1))),  # two series in one
        (BEFORE, LOST, replace(AFTER, path="trip/IMG_0299.jpg")),
        (BEFORE, LOST, replace(AFTER, path="trip/DSC_0234.jpg")),
        (BEFORE, LOST, replace(AFTER, path="other/IMG_0234.jpg")),
        (BEFORE, LOST, replace(AFTER, camera="Canon EOS 5D")),
        (BEFORE, replace(LOST, camera="Canon EOS 5D"), AFTER),
        (BEFORE, LOST, replace(AFTER, certainty=Certainty.MONTH)),
        (BEFORE, replace(LOST, by_you=True), AFTER),
        (BEFORE, replace(LOST, at=DAY.replace(year=2001), certainty=Certainty.DAY), AFTER),
        (BEFORE, replace(LOST, path="trip/FB_IMG_1688459624123.jpg"), AFTER),
    ],
)
def test_what_is_not_safe_is_not_said(shots: tuple[Shot, ...]) -> None:
    assert only(*shots) is None


def test_an_offset_needs_the_same_camera_and_both_sides() -> None:
    first = shot(1, "a.jpg", DAY, offset_minutes=60)
    bare = shot(2, "b.jpg", DAY + timedelta(hours=1))
    last = shot(3, "c.jpg", DAY + timedelta(hours=3), offset_minutes=60)
    assert only(first, bare, last) == Inferred(AssetId(2), offset_minutes=60)
    assert only(first, bare) is None
    assert only(first, bare, replace(last, offset_minutes=120)) is None
    assert only(first, replace(bare, camera="iPhone 13"), last) is None
    assert only(first, bare, replace(last, at=DAY + timedelta(hours=14))) is None


def placed(asset: int, at: datetime, position: tuple[float, float] = PORTO, place: str = "Porto") -> Shot:
    return shot(asset, f"{asset}.jpg", at, position=position, place=place, country="PT", camera="iPhone 13")


def test_a_town_needs_two_near_in_time_and_place() -> None:
    first, last = placed(1, DAY), placed(3, DAY + timedelta(minutes=60))
    bare = shot(2, "b.jpg", DAY + timedelta(minutes=30))
    assert only(first, bare, last) == Inferred(AssetId(2), place="Porto", country="PT")
    assert only(first, bare, last, places=False) is None
    assert only(first, bare) is None
    assert only(first, bare, placed(3, DAY + timedelta(minutes=80))) is None
    assert only(first, bare, placed(3, last.at or DAY, (41.17, -8.6110))) is None
    assert only(first, bare, placed(3, last.at or DAY, place="Gaia")) is None
    assert only(first, replace(bare, certainty=Certainty.DAY), last) is None
    assert only(first, replace(bare, camera=""), last) is None


SHOTS = st.lists(
    st.builds(
        Shot,
        asset=st.integers(1, 50).map(AssetId),
        path=st.sampled_from([f"f/IMG_{n:04}.jpg" for n in range(8)] + ["x.jpg", "99999.jpg", ""]),
        at=st.none() | st.datetimes(DAY - timedelta(hours=9), DAY + timedelta(hours=9)),
        certainty=st.sampled_from(Certainty),
        by_you=st.booleans(),
        offset_minutes=st.none() | st.sampled_from([0, 60]),
        camera=st.sampled_from(["", "A"]),
        role=st.just(Role.PHOTO),
        position=st.none() | st.just(PORTO),
        place=st.sampled_from(["", "Porto"]),
        country=st.just("PT"),
    ),
    max_size=25,
    unique_by=lambda one: one.asset,
)


@given(SHOTS)
def test_only_gaps_are_filled(shots: list[Shot]) -> None:
    by_id = {one.asset: one for one in shots}
    found = infer(shots, places=True)
    for told in found:
        one = by_id[told.asset]
        assert told.at is None or (one.certainty not in (Certainty.EXACT, Certainty.DAY) and not one.by_you)
        assert told.offset_minutes is None or one.offset_minutes is None
        assert not told.place or one.position is None
        assert told.at or told.offset_minutes is not None or told.place


# --- stored ----------------------------------------------------------------------------------------------


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path / "library.sqlite")
    yield database
    database.close()


@pytest.fixture
def roll(database: Database, tmp_path: Path) -> RollId:
    """Three photos of a series, the middle one bare; and one of a camera without a position."""
    porto = Place(*PORTO, "Porto", "PT")
    told = {
        "IMG_0001.jpg": (Taken(DAY, Certainty.EXACT, "exif"), porto),
        "IMG_0002.jpg": (Taken(None, Certainty.UNKNOWN, ""), None),
        "IMG_0003.jpg": (Taken(DAY + timedelta(hours=1), Certainty.EXACT, "exif"), porto),
        "camera.jpg": (Taken(DAY + timedelta(minutes=20), Certainty.EXACT, "exif"), None),
    }  # fmt: skip
    with database.write() as db:
        roll = store.add_roll(db, tmp_path, DAY)
        files = [scan.Found(name, 10, 1, Kind.PHOTO) for name in told]
        scanned.apply_scan(db, roll, scan.diff(files, {}), {}, DAY)
        tasks = store.pending(db, [Stage.FILE], store.roll_paths(db))
        for task in tasks:
            taken, place = told[task.name]
            facts = FileFacts(40, 30, taken, place, "iPhone 13", "", task.name.encode(), "image/jpeg")
            store.save(db, Findings(task.asset, facts), [Stage.FILE], DAY)
    return roll


def rows(database: Database) -> dict[str, Any]:
    with database.read() as db:
        return {row["path"]: dict(row) for row in db.execute("SELECT * FROM visible")}


def last_altered(db: sqlite3.Connection) -> int:
    return int(db.execute("SELECT max(number) FROM altered").fetchone()[0])


def test_a_run_stores_it_and_a_second_changes_nothing(database: Database, roll: RollId) -> None:
    with database.write() as db:
        inference.infer(db, roll, places=True)
        generation, logged = store.generation(db), last_altered(db)
        inference.infer(db, roll, places=True)
        assert (store.generation(db), last_altered(db)) == (generation, logged)
    bare, camera = rows(database)["IMG_0002.jpg"], rows(database)["camera.jpg"]
    assert (bare["taken_at"], bare["certainty"]) == ((DAY + timedelta(minutes=30)).isoformat(), "day")
    assert bare["date_source"] == "neighbours"
    assert (camera["place"], camera["country"], camera["place_inferred"]) == ("Porto", "PT", 1)
    assert rows(database)["IMG_0001.jpg"]["place_inferred"] == 0
    with database.read() as db:
        exported = {asset.path: asset for asset in queries.indexed(db)}
    assert exported["camera.jpg"].latitude is None
    assert exported["camera.jpg"].longitude is None


def test_a_place_is_neither_inferred_without_consent_nor_kept_after_it(
    database: Database, roll: RollId
) -> None:
    with database.write() as db:
        inference.infer(db, roll, places=True)
        inference.infer(db, roll, places=False)
    assert rows(database)["camera.jpg"]["place"] == ""
    with database.write() as db:
        inference.infer(db, roll, places=True)
        decisions.erase_places(db)
    assert all(row["place"] == "" for row in rows(database).values())
    with database.read() as db:
        assert db.execute("SELECT count(*) FROM inferred WHERE place <> ''").fetchone()[0] == 0


def test_what_the_person_said_stands_and_tells_of_its_neighbours(database: Database, roll: RollId) -> None:
    ids = {path: AssetId(row["id"]) for path, row in rows(database).items()}
    said = datetime(1999, 5, 1, 12)
    with database.write() as db:
        inference.infer(db, roll, places=True)
        (row,) = date_verdicts.dates(db, [ids["IMG_0002.jpg"]])
        batch = date_verdicts.apply(db, [replace(row, after=said, after_certainty=Certainty.DAY)], DAY)
        inference.infer(db, roll, places=True)
    assert rows(database)["IMG_0002.jpg"]["taken_at"] == said.isoformat()
    assert rows(database)["IMG_0002.jpg"]["date_source"] == "you"
    with database.write() as db:
        date_verdicts.undo(db, batch)
        inference.infer(db, roll, places=True)
    assert rows(database)["IMG_0002.jpg"]["date_source"] == "neighbours"
    with database.write() as db:
        first = date_verdicts.dates(db, [ids["IMG_0001.jpg"]])
        date_verdicts.apply(db, [replace(one, after=said) for one in first], DAY)
        inference.infer(db, roll, places=True)
    assert rows(database)["IMG_0002.jpg"]["certainty"] == "unknown"
