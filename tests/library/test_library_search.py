"""The search index over a small library made by SQL: what is found, what is not, and what is left behind."""

import sqlite3
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from rollsuggest.errors import UserError
from rollsuggest.library import decisions, search, search_entry, store
from rollsuggest.library.database import Database
from rollsuggest.library.search import Found
from rollsuggest.library.vocabulary import Noun, objects
from rollsuggest.model import AssetId, ClusterId, Role

TODAY = date(2026, 6, 14)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Database]:
    """1: Ana and Rui in Zürich; 2: Rui and a dog; 3: a receipt; 4: unreadable; 5: a film of a year."""
    database = Database(tmp_path / "library.sqlite")
    with database.write() as db:
        db.execute("INSERT INTO roll (id, path, added_at) VALUES (1, '/photos', '')")
        rows = [
            (
                1,
                "Holiday/IMG_0001.jpg",
                "photo",
                "2024-08-14T12:00:00",
                "exact",
                "Zürich",
                "CH",
                "photo",
                None,
            ),
            (2, "IMG_0002.jpg", "photo", "2023-12-25T12:00:00", "day", "", "", "photo", None),
            (3, "scan.jpg", "photo", "2025-01-01T12:00:00", "exact", "", "", "document", None),
            (4, "broken.jpg", "photo", None, "unknown", "", "", "unreadable", "damaged"),
            (5, "clip.mp4", "video", "2022-01-01T00:00:00", "year", "", "", "photo", None),
        ]
        db.executemany(
            "INSERT INTO asset (id, roll_id, path, kind, taken_at, certainty, place, country, role, error,"
            " size, mtime_ns, content_hash, width, height, latitude)"
            " VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?, ?, 1, 1, x'01', 4, 3, 1.0)",
            rows,
        )
        db.executemany(
            "INSERT INTO label (asset_id, family, name, score) VALUES (?, ?, ?, ?)",
            [(1, "theme", "beach_sea", 0.9), (2, "object", "dog", 0.8), (2, "object", "cat", 0.41)],
        )
        db.execute("INSERT INTO person (id, name) VALUES (1, 'Ana Quillfeather'), (2, 'Rui')")
        db.execute("INSERT INTO cluster (id, person_id) VALUES (1, 1), (2, 2), (3, NULL)")
        for face, asset, cluster in ((1, 1, 1), (2, 1, 2), (3, 2, 2), (4, 2, 3)):
            db.execute(
                "INSERT INTO face (id, asset_id, x, y, w, h, score, quality, smile, points, embedding,"
                " cluster_id) VALUES (?, ?, .1, .1, .2, .2, .9, .9, .5, '[]', x'00', ?)",
                (face, asset, cluster),
            )
    yield database
    database.close()


def find(database: Database, text: str) -> list[int]:
    assert search.freshen(database, lambda: False) == 0
    with database.read() as db:
        return [tile.asset for tile in search.find(db, text, TODAY).tiles]


def change(database: Database, sql: str, *values: object) -> None:
    with database.write() as db:
        db.execute(sql, values)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ana", [1]), ("Rui", [1, 2]), ("rui -ana", [2]), ("zurich", [1]), ("ZÜR", [1]), ("switzerland", [1]),
        ("beach", [1]), ("dogs", [2]), ("cat", []), ("holiday", [1]), ("IMG_0002.jpg", [2]), ("receipt", [3]),
        ("christmas", [2]), ("2022", [5]), ("january", [3]), ("august 2024 ana", [1]), ("14.8.2024", [1]),
        ("video", [5]), ("broken", []), ('"ana quillfeather and rui"', [1]), ("-rui", [3, 5]),
        ("last year", [3]), ("nobody", []), ("", []), ("?", []),
        # kindly: other forms, other meanings, joined, misspelt, and without what is nowhere
        ("puppies", [2]), ("beachs", [1]), ("aug 24", [1]), ("8/24", [1]), ("ana,rui", [1]),
        ("Ana & Rui", [1]), ("anas", [1]), ("zuerich", [1]), ("dogz", []), ("beech ana", [1]),
        ("lausanne", []), ("ana dancing", [1]), ('"ana dancing"', []), ("dancing", []), ("-ana dancing", []),
        # when it was, how near, who it is
        ("afternoon", [3, 1]), ("wednesday", [3, 1]), ("weekend", []), ("people", [1, 2]), ("memes", []),
    ],
)  # fmt: skip
def test_what_is_found(library: Database, text: str, found: list[int]) -> None:
    assert find(library, text) == found


def test_a_word_as_it_stands_goes_before_what_it_begins(library: Database) -> None:
    change(library, "UPDATE asset SET path = 'ruins.jpg' WHERE id = 3")
    assert find(library, "rui") == [1, 2]
    assert find(library, "ruin") == [3]


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("ana", ""),
        ("zurrich", "Zürich"),
        ("Anna", "Ana"),
        ("bead", ""),
        ("rui dancing 2023", "rui 2023"),
        ("nothing dancing", ""),
    ],
)
def test_it_is_told_what_was_looked_for_instead(library: Database, text: str, read_as: str) -> None:
    find(library, text)
    with library.read() as db:
        assert search.find(db, text, TODAY).read_as == read_as


def test_who_somebody_is_to_the_owner_is_found_and_their_birthdays(library: Database) -> None:
    assert find(library, "grandma") == find(library, "me") == find(library, "ana's birthday") == []
    with library.write() as db:
        decisions.set_person(db, ClusterId(1), birthday=(8, 14), relation="grandma")
        decisions.set_person(db, ClusterId(2), me=True)
        assert search._stale(db) == 2
    assert find(library, "grandma") == find(library, "ana's birthday") == [1]
    assert find(library, "me") == find(library, "photos of me") == [1, 2]
    with library.write() as db:
        decisions.set_person(db, ClusterId(1), me=True)
    assert find(library, "me") == [1]


def test_what_the_classifier_names_surely_is_found(library: Database) -> None:
    for name, score in (("lighthouse", 0.7), ("castle", 0.2)):
        change(
            library, "INSERT INTO label (asset_id, family, name, score) VALUES (1, 'word', ?, ?)", name, score
        )
    assert find(library, "lighthouses") == [1]
    assert find(library, "castle") == []


def test_each_kind_of_change_is_found_at_once(library: Database) -> None:
    assert find(library, "bea") == [1]
    at = datetime(2026, 6, 14)
    with library.write() as db:
        decisions.set_person(db, ClusterId(3), name="Marta")
        decisions.set_role(db, [AssetId(3)], Role.PHOTO, at)
        db.execute("INSERT INTO date_verdict VALUES (3, '1999-05-05T12:00:00', 'day', 1, '')")
        db.execute("UPDATE asset SET path = 'Lisbon trip/c.mp4' WHERE id = 5")
        db.execute("DELETE FROM label WHERE asset_id = 1")
        assert search._stale(db) == 4
    assert find(library, "marta") == [2]
    assert find(library, "receipt") == []
    assert find(library, "1999") == [3]
    assert find(library, "lisbon") == [5]
    assert find(library, "beach") == []
    with library.write() as db:
        decisions.set_role(db, [AssetId(3)], None, at)
        db.execute("DELETE FROM asset WHERE id = 5")
        db.execute("UPDATE cluster SET person_id = NULL WHERE id = 3")
        db.execute("UPDATE face SET cluster_id = 1 WHERE id = 3")
    assert find(library, "receipt") == [3]
    assert find(library, "lisbon") == []
    assert find(library, "marta") == []
    assert find(library, "ana") == [1, 2]


def test_a_refresh_touches_what_changed_alone(library: Database) -> None:
    find(library, "rui")
    change(
        library, "UPDATE asset SET camera = 'Phone', mtime_ns = 7"
    )  # nothing that anybody finds a photo by
    with library.write() as db:
        assert search._stale(db) == 0
        db.execute("UPDATE asset SET path = 'other.jpg' WHERE id = 1")
        assert search.refresh(db) == 1


def test_hidden_people_are_found_nowhere(library: Database) -> None:
    assert find(library, "ana") == [1]
    with library.write() as db:
        decisions.set_person(db, ClusterId(1), hidden=True)
    with library.read() as db:  # at once, before any entry is written anew
        assert search.find(db, "ana", TODAY) == search.find(db, "zurich", TODAY) == Found(())
        assert search_entry.captions(db, [AssetId(1), AssetId(2)]) == {
            AssetId(2): "Rui and one other person with a dog, December 2023"
        }
        assert search.hints(db)[:2] == ("Rui", "2025")
    assert find(library, "ana") == []
    with library.write() as db:
        assert "Quillfeather" not in str([tuple(r) for r in db.execute("SELECT words FROM search")])
        decisions.set_person(db, ClusterId(1), hidden=False)
    assert find(library, "ana") == [1]


def test_a_roll_that_is_unplugged_is_not_found_and_comes_back(library: Database) -> None:
    assert find(library, "ana") == [1]
    change(library, "UPDATE roll SET missing = 1")
    assert find(library, "ana") == []
    change(library, "UPDATE roll SET missing = 0")
    assert find(library, "ana") == [1]


def test_erased_names_and_places_are_nowhere_in_the_files(library: Database) -> None:
    assert find(library, "ana zurich") == [1]
    assert _holds(library, b"uillfeather") and _holds(library, "ürich".encode())
    with library.write() as db:
        decisions.erase_faces(db)
        decisions.erase_places(db)
    library.vacuum()
    assert find(library, "ana") == find(library, "zurich") == []
    assert find(library, "beach") == [1]
    for trace in (b"uillfeather", "ürich".encode(), b"urich", b"witzerland", b"ana\x01", b"Rui"):
        assert not _holds(library, trace), trace


def _holds(database: Database, text: bytes) -> bool:
    return any(text in file.read_bytes() for file in database.path.parent.glob("library.sqlite*"))


def test_other_words_of_ours_write_the_index_anew(library: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    assert find(library, "hound") == []
    known = objects()
    hound = Noun("a hound", "hound")
    for room in (search, search_entry):
        monkeypatch.setattr(room, "objects", lambda: {**known, "dog": hound})
    assert find(library, "hound") == [2]


def test_a_budget_is_kept_and_the_rest_is_told(library: Database) -> None:
    assert search.freshen(library, lambda: True) == 5
    with library.read() as db:
        assert search.find(db, "ana", TODAY) == Found(())


def test_an_index_that_is_forgotten_while_it_is_freshened_is_made_anew(library: Database) -> None:
    """As when somebody takes consent back, or hides a person, while a search is typed (the soak found it)."""

    def forgotten_meanwhile() -> bool:
        with library.write() as db:
            search.forget(db)
        return False

    assert search.freshen(library, forgotten_meanwhile) == 0  # all five are written anew
    assert find(library, "ana") == [1]


def test_without_full_text_search_only_searching_fails(tmp_path: Path) -> None:
    class Without(sqlite3.Connection):
        def execute(self, sql: str, parameters: Any = ()) -> sqlite3.Cursor:
            if "USING fts5" in sql:
                raise sqlite3.OperationalError("no such module: fts5")
            return super().execute(sql, parameters)

    path = tmp_path / "library.sqlite"
    database = Database(path)
    with database.write() as db:
        store.add_roll(db, tmp_path, datetime(2026, 1, 1))
    database.close()
    db = sqlite3.connect(path, factory=Without)
    db.row_factory = sqlite3.Row
    assert search.find(db, "ana", TODAY) == Found(())
    with pytest.raises(UserError, match="does not work here") as caught:
        search.prepare(db)
    assert caught.value.advice
    db.close()
