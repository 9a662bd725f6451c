"""What is stored, moved, hidden and erased, over a real file."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from rollsuggest.errors import UserError
from rollsuggest.library import choices, decisions, outbox, queries, scan, scanned, store, who
from rollsuggest.library.database import Database
from rollsuggest.library.view import build_view, sources
from rollsuggest.model import (
    AssetId,
    Box,
    Certainty,
    ClusterId,
    Content,
    FaceFinding,
    FaceId,
    FileFacts,
    Findings,
    Format,
    Kind,
    Label,
    Make,
    Place,
    Quality,
    Receipt,
    Recipe,
    Role,
    RollId,
    Stage,
    Suggestion,
    SuggestionKey,
    SuggestionState,
    Taken,
)

NOW = datetime(2026, 6, 14, 12)
MARKER = b"EMBEDDING-MARKER"
EMBEDDING = (MARKER * 24)[:384]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path / "library.sqlite")
    yield database
    database.close()


@pytest.fixture
def roll(database: Database, tmp_path: Path) -> RollId:
    with database.write() as db:
        return store.add_roll(db, tmp_path, NOW)


def found(*names: str, size: int = 10) -> list[scan.Found]:
    return [scan.Found(name, size, 1, Kind.PHOTO) for name in names]


def rescan(
    database: Database,
    roll: RollId,
    files: list[scan.Found],
    moved: dict[str, AssetId] | None = None,
    at: datetime = NOW,
) -> list[AssetId]:
    with database.write() as db:
        diff = scan.diff(files, scanned.known_files(db, roll))
        return scanned.apply_scan(db, roll, diff, moved or {}, at)


def findings(asset: AssetId, faces: int = 1) -> Findings:
    face = FaceFinding(Box(0.1, 0.1, 0.2, 0.2), 0.9, ((0.1, 0.2),) * 5, 0.8, 0.5, EMBEDDING)
    taken = Taken(datetime(2025, 5, 1, 12), Certainty.EXACT, "exif:DateTimeOriginal", 60)
    place = Place(41.15, -8.61, "Porto", "PT")
    return Findings(
        asset,
        FileFacts(400, 300, taken, place, "Apple iPhone 13", "", b"hash%012d" % asset, "image/jpeg"),
        Quality(0.5, 0.5, 0.5, 42, (1, 2, 3)),
        Content(
            Role.PHOTO, (Label("dog", 0.9, Box(0, 0, 1, 1)),), (), (Label("pets_dog", 0.9),), b"\0" * 2560
        ),
        (face,) * faces,
    )


def look_at_all(database: Database) -> list[AssetId]:
    with database.write() as db:
        tasks = store.pending(db, list(Stage), store.roll_paths(db))
        store.claim(db, tasks)
        for task in tasks:
            store.save(db, findings(task.asset), task.stages, NOW)
    return [task.asset for task in tasks]


def group_all(database: Database) -> None:
    with database.write() as db:
        rows = decisions.embeddings(db)
        decisions.store_clusters(db, {FaceId(row["id"]): ClusterId(n + 1) for n, row in enumerate(rows)})


def test_what_was_looked_at_is_not_looked_at_again(database: Database, roll: RollId) -> None:
    rescan(database, roll, found("a.jpg", "b.jpg"))
    assert len(look_at_all(database)) == 2
    rescan(database, roll, found("a.jpg", "b.jpg"))
    assert look_at_all(database) == []


def test_what_a_crash_left_running_is_taken_up_again(database: Database, roll: RollId) -> None:
    rescan(database, roll, found("a.jpg"))
    with database.write() as db:
        store.claim(db, store.pending(db, list(Stage), [roll]))
    assert len(look_at_all(database)) == 1


def test_only_the_stage_that_is_missing_is_asked_for(database: Database, roll: RollId) -> None:
    rescan(database, roll, found("a.jpg"))
    with database.write() as db:
        (task,) = store.pending(db, [Stage.FILE, Stage.CONTENT], [roll])
        store.claim(db, [task])
        store.save(db, findings(task.asset), task.stages, NOW)
        (left,) = store.pending(db, list(Stage), [roll])
    assert left.stages == {Stage.FACES}


def test_the_newest_of_all_rolls_come_first(database: Database, roll: RollId, tmp_path: Path) -> None:
    with database.write() as db:
        second = store.add_roll(db, tmp_path / "second", NOW)
    rescan(database, roll, [scan.Found(f"{at}.jpg", 10, at, Kind.PHOTO) for at in (1, 4, 5)])
    rescan(database, second, [scan.Found(f"{at}.jpg", 10, at, Kind.PHOTO) for at in (6, 2, 3)])
    with database.write() as db:
        for task in store.pending(db, list(Stage), [roll, second]):
            if task.name in ("1.jpg", "6.jpg"):  # a stage that only some lack does not come before the others
                store.claim(db, [replace(task, stages=frozenset({Stage.CONTENT}))])
                store.save(db, findings(task.asset), [Stage.CONTENT], NOW)
        tasks = store.pending(db, sorted(Stage), [roll, second])
        assert [task.name for task in store.pending(db, sorted(Stage), [second])] == [
            "6.jpg",
            "3.jpg",
            "2.jpg",
        ]
    assert [task.name for task in tasks] == [f"{at}.jpg" for at in (6, 5, 4, 3, 2, 1)]
    assert [task.path for task in tasks][:2] == [tmp_path / "second" / "6.jpg", tmp_path / "5.jpg"]


@pytest.mark.parametrize(
    ("stage", "version"),
    [(Stage.CONTENT, 1), (Stage.CONTENT, 2), (Stage.FACES, 1), (Stage.FILE, 1)],
)
def test_what_an_earlier_version_found_is_looked_for_anew(
    database: Database, roll: RollId, stage: Stage, version: int
) -> None:
    """Content 2 knew no nudity, which 0 in a library would pass for; faces 1 knew no eyes."""
    rescan(database, roll, found("a.jpg"))
    look_at_all(database)
    with database.write() as db:
        db.execute("UPDATE analysis SET version = ? WHERE stage = ?", (version, stage))
        (task,) = store.pending(db, list(Stage), [roll])
    assert task.stages == {stage}


def test_a_changed_file_is_looked_at_anew(database: Database, roll: RollId) -> None:
    rescan(database, roll, found("a.jpg"))
    look_at_all(database)
    rescan(database, roll, found("a.jpg", size=11))
    assert len(look_at_all(database)) == 1


def test_a_moved_file_keeps_its_people_and_content(database: Database, roll: RollId) -> None:
    rescan(database, roll, found("a.jpg"))
    (asset,) = look_at_all(database)
    group_all(database)
    with database.write() as db:
        decisions.set_person(db, ClusterId(1), name="Ana")
        (gone,) = scanned.vanished(db, {roll: ["a.jpg"]}, {10})
        assert (gone.asset, gone.place, gone.content) == (asset, (roll, "a.jpg"), b"hash%012d" % asset)
    rescan(database, roll, found("2025/b.jpg"), {"2025/b.jpg": asset})
    with database.read() as db:
        assert who.people(db)[0].name == "Ana"
        assert [tile.asset for tile in queries.tiles(db)] == [asset]
        (task,) = store.pending(db, list(Stage), [roll])
    assert task.stages == {Stage.FILE}  # its name may carry a date


def test_what_has_no_date_stands_last_in_the_order_of_its_files_and_in_no_calendar(
    database: Database, roll: RollId
) -> None:
    days = {
        "a.jpg": datetime(2021, 5, 3, 12),
        "b.jpg": datetime(2024, 5, 3, 12),
        "c.jpg": datetime(2019, 5, 3, 12),
    }
    files = [scan.Found(n, 10, int(at.timestamp()) * 10**9, Kind.PHOTO) for n, at in days.items()]
    rescan(database, roll, [*files, scan.Found("dated.jpg", 10, 1, Kind.PHOTO)])
    look_at_all(database)
    with database.write() as db:
        db.execute(
            "UPDATE asset SET taken_at = NULL, certainty = 'unknown', date_source = ''"
            " WHERE path <> 'dated.jpg'"
        )
    with database.read() as db:
        names = queries.names(db, [tile.asset for tile in queries.tiles(db)], hidden=False)
        assert [names[tile.asset] for tile in queries.tiles(db)] == ["dated.jpg", "b.jpg", "a.jpg", "c.jpg"]
        told = {names[a]: queries.photo(db, a).file_changed for a in names}
        assert told["c.jpg"] == date(2019, 5, 3)
        undated = [p for p in build_view(db).photos if p.path != "dated.jpg"]
        assert [(p.taken_at, p.day) for p in undated] == [(None, None)] * 3


def test_a_vanished_file_is_hidden_then_forgotten_after_thirty_days(database: Database, roll: RollId) -> None:
    rescan(database, roll, found("a.jpg"))
    (asset,) = look_at_all(database)
    assert rescan(database, roll, []) == []
    with database.read() as db:
        assert queries.tiles(db) == ()
    assert rescan(database, roll, [], at=NOW + timedelta(days=29)) == []
    assert rescan(database, roll, [], at=NOW + timedelta(days=31)) == [asset]


def test_the_rules_see_only_the_words_they_ask_for(database: Database, roll: RollId) -> None:
    rescan(database, roll, found("a.jpg", "b.jpg"))
    one, other = look_at_all(database)
    with database.write() as db:
        db.executemany(
            "INSERT INTO label (asset_id, family, name, score) VALUES (?, 'word', ?, ?)",
            [(one, "school bus", 0.7), (one, "tabby", 0.9), (other, "tabby", 0.8)],
        )
    with database.read() as db:
        words = {p.id: dict(p.words) for p in build_view(db).photos}
    assert words == {one: {"school bus": 0.7}, other: {}}


def test_an_unreadable_file_is_listed_and_tried_once(database: Database, roll: RollId) -> None:
    rescan(database, roll, found("bad.jpg"))
    with database.write() as db:
        tasks = store.pending(db, list(Stage), [roll])
        store.claim(db, tasks)
        store.fail(db, tasks[0], "The file is empty.", NOW, crashed=False)
    with database.read() as db:
        assert [(u.path, u.reason) for u in queries.unreadable(db)] == [("bad.jpg", "The file is empty.")]
        assert store.pending(db, list(Stage), [roll]) == []
        assert queries.tiles(db) == ()


def test_a_hidden_person_is_on_no_surface(database: Database, roll: RollId) -> None:
    rescan(database, roll, found("a.jpg", "b.jpg"))
    hidden, shown = look_at_all(database)
    group_all(database)
    recipe = Recipe(Make.COLLAGE, (hidden,), Format.STORY)
    with database.write() as db:
        decisions.add_creation(db, None, recipe, Path("/tmp/made.jpg"), NOW)
        choices.store_suggestions(db, [suggestion(hidden)], "2026-06-14")
        cluster = next(row["cluster_id"] for row in decisions.embeddings(db) if row["asset_id"] == hidden)
        decisions.set_person(db, ClusterId(cluster), name="Former", hidden=True)
    with database.read() as db:
        assert [tile.asset for tile in queries.tiles(db)] == [shown]
        assert queries.person_tiles(db, ClusterId(cluster)) == ()
        assert [photo.id for photo in build_view(db).photos] == [shown]
        assert ClusterId(cluster) not in build_view(db).persons
        assert list(sources(db, [hidden, shown])) == [shown]
        assert sources(db, [shown])[shown].people == ()
    with database.write() as db:
        other = next(row["cluster_id"] for row in decisions.embeddings(db) if row["asset_id"] == shown)
        decisions.set_person(db, ClusterId(other), name="Ana")
    with database.read() as db:
        assert sources(db, [shown])[shown].people == ("Ana",)
        assert decisions.creations(db) == ()
        assert choices.cards(db) == ()
        assert queries.places(db)[0].photos == 1
        with pytest.raises(UserError):
            queries.photo(db, hidden)
        assert [row.hidden for row in who.people(db)] == [True, False]


def suggestion(*photos: AssetId) -> Suggestion:
    recipe = Recipe(Make.COLLAGE, photos, title="Ana")
    receipt = Receipt(3, {"alike": 2})
    return Suggestion(
        SuggestionKey("k"), "theme", "Ana", "x", None, None, "why", photos, recipe, 1.0, receipt
    )


def test_a_dismissal_outlives_every_rerun(database: Database, roll: RollId) -> None:
    rescan(database, roll, found("a.jpg"))
    (asset,) = look_at_all(database)
    with database.write() as db:
        choices.store_suggestions(db, [suggestion(asset)], "2026-06-14")
        choices.choose(db, SuggestionKey("k"), SuggestionState.DISMISSED, NOW)
        choices.choose(db, SuggestionKey("k"), SuggestionState.SEEN, NOW)
        choices.store_suggestions(db, [suggestion(asset)], "2026-06-15")
        assert choices.cards(db) == ()
        choices.choose(db, SuggestionKey("k"), SuggestionState.NEW, NOW)
        assert choices.cards(db)[0].suggestion == suggestion(asset)


def test_a_title_of_the_persons_own_outlives_every_rerun(database: Database, roll: RollId) -> None:
    rescan(database, roll, found("a.jpg"))
    (asset,) = look_at_all(database)
    key, said = SuggestionKey("k"), suggestion(asset)

    def edit(**more: Any) -> str:
        choices.keep_recipe(db, key, replace(choices.cards(db)[0].recipe, **more), NOW)
        return choices.cards(db)[0].title

    with database.write() as db:
        choices.store_suggestions(db, [said], "2026-06-14")
        assert edit(seed=7) == "Ana"
        later = replace(said, title="Ana again", recipe=replace(said.recipe, title="Ana again"))
        choices.store_suggestions(db, [later], "2026-06-15")
        assert edit(seed=8) == "Ana again"  # the rules' own, whatever the edit holds of it
        assert edit(title="Our Ana") == "Our Ana"
        choices.store_suggestions(db, [said], "2026-06-16")
        assert edit(seed=9) == "Our Ana"
        assert edit(title=" ") == "Ana"
        assert edit(title="Our Ana") == "Our Ana" and edit(title="Ana") == "Ana"


def test_erased_faces_are_gone_from_the_disk(database: Database, roll: RollId, tmp_path: Path) -> None:
    rescan(database, roll, found(*(f"{n}.jpg" for n in range(50))))
    (asset, *_rest) = look_at_all(database)
    group_all(database)
    recipe = Recipe(Make.COLLAGE, (asset,), title="Xanthippe-Marker in May")
    with database.write() as db:
        decisions.set_person(db, ClusterId(1), name="Xanthippe-Marker", birthday=(6, 18))
        decisions.add_creation(db, None, recipe, Path("/tmp/made.jpg"), NOW)
        choices.keep_recipe(db, SuggestionKey("k"), recipe, NOW)
        sent = outbox.Parcel(0, "k", asset, "0.jpg", "openai", "https://a.example", recipe, "{}", 0, 1, "ab",
                             1, 1, NOW)  # fmt: skip
        outbox.add(db, sent)
    needles = (MARKER, b"Xanthippe-Marker")
    assert all(holds(tmp_path, needle) for needle in needles)
    with database.write() as db:
        decisions.erase_faces(db)
    database.vacuum()
    assert not any(holds(tmp_path, needle) for needle in needles)
    with database.read() as db:
        assert len(queries.tiles(db)) == 50


def test_erased_places_are_gone_from_the_disk(database: Database, roll: RollId, tmp_path: Path) -> None:
    rescan(database, roll, found("a.jpg"))
    look_at_all(database)
    assert holds(tmp_path, b"Porto")
    with database.write() as db:
        decisions.erase_places(db)
    database.vacuum()
    assert not holds(tmp_path, b"Porto")
    with database.read() as db:
        assert build_view(db).photos[0].latitude is None


def holds(folder: Path, needle: bytes) -> bool:
    return any(needle in file.read_bytes() for file in folder.rglob("*") if file.is_file())
