"""What is erased is in no file of ours any more: markers are written, erased and looked for."""

from __future__ import annotations

import json
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from fake_keyring import Ring
from made_people import clusters, directions, put

from rollsuggest.errors import UserError
from rollsuggest.library import altered, decisions, outbox, packed, sealing, search
from rollsuggest.library.codec import recipe_to_json
from rollsuggest.library.erasing import Kept
from rollsuggest.library.outbox import Parcel
from rollsuggest.library.showing import store_shown
from rollsuggest.model import (
    AssetId,
    ClusterId,
    FaceId,
    Make,
    Purpose,
    QuietKind,
    QuietRule,
    Recipe,
    Shown,
    SuggestionKey,
)
from rollsuggest.paths import Paths
from rollsuggest.studio import Studio

NAME, PLACE, TITLE, WORD, CARD = "Zerlinde-Mark", "Quarzhausen-Mark", "Titel-Mark", "thing-mark", "card-mark"
FORMER, PET, GONE, SENT = "Frühername-Mark", "Hundename-Mark", "Freiseiten-Mark", "Bytes-Mark"
AT = datetime(2026, 6, 14, 12).astimezone()
SAID = f"{TITLE} {NAME} {PLACE}"
PICTURE = f"{NAME} {PLACE} {SENT}".encode()


def apart(folder: Path) -> Paths:
    """Return three folders apart from each other, as a system has them."""
    return Paths(folder / "data", folder / "cache", folder / "logs")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    with closing(Studio(apart(folder))) as studio:
        fill(studio)
    return folder


@pytest.fixture
def studio(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Studio]:
    home = Path(shutil.copytree(made, tmp_path / "home"))
    (home / "tmp").mkdir()  # what is there for a moment is looked at, too
    monkeypatch.setattr(tempfile, "tempdir", str(home / "tmp"))
    monkeypatch.setenv("SQLITE_TMPDIR", str(home / "tmp"))
    with closing(Studio(apart(home))) as studio:
        yield studio


def fill(studio: Studio) -> None:
    """Write the markers wherever a name, a place, a measurement or a picture comes to lie."""
    studio.allow(Purpose.ANALYSE, Purpose.FACES, Purpose.PLACES)
    put(studio, [[directions(0.5)[0]]] * 3)
    cluster = clusters(studio)[FaceId(1)]
    assert cluster is not None
    studio.set_person(cluster, name=FORMER)
    studio.set_person(cluster, name=NAME, relation=f"aunt {NAME}")
    studio.add_quiet(QuietRule(QuietKind.FEWER_PERSON, NAME))
    studio.add_quiet(QuietRule(QuietKind.PLACE, PLACE))
    body, recipe = (
        json.dumps({"title": f"{CARD} {NAME} {PLACE}"}),
        Recipe(Make.COLLAGE, (AssetId(1),), title=SAID),
    )
    with studio._db.write() as db:
        db.execute("UPDATE asset SET latitude = 1, longitude = 1, place = ?", (PLACE,))
        db.execute("INSERT INTO label (asset_id, family, name, score) VALUES (1, 'object', ?, .9)", (WORD,))
        db.execute("INSERT OR REPLACE INTO pet (kind, name) VALUES ('dog', ?)", (PET,))
        db.execute("INSERT INTO suggestion (key, place, body, today) VALUES (?, 0, ?, '')", (CARD, body))
        draft = json.dumps(recipe_to_json(recipe))  # of a card that was edited and left
        db.execute(
            "INSERT INTO choice VALUES (?, 'seen', 1, ?, ?, ?, 1)", (CARD, draft, body, AT.isoformat())
        )
        db.execute("INSERT INTO notified VALUES ('2026-06-14')")
        card = Shown(SuggestionKey(CARD), AT.date(), "trip", (ClusterId(cluster),), (PLACE,))
        store_shown(db, [card], AT.date())
        decisions.add_creation(db, SuggestionKey(CARD), recipe, studio.paths.data / f"{NAME}.jpg", AT)
        decisions.add_creation(db, SuggestionKey(CARD), recipe, studio.paths.data / "a.jpg", AT)
        outbox.add(db, parcel(recipe))
        search.prepare(db)
        search.refresh(db)
    with studio._db.write() as db:
        numbers, texts = np.zeros(8).tobytes(), json.dumps({"place": [[PLACE], [0]]})
        packed.store(db, {0: (numbers, texts)}, altered.number(db))
    for file in pictures(studio.paths):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(PICTURE)
    studio.paths.thumbnail(1).write_bytes(SENT.encode())  # no text is ever drawn on one


def parcel(recipe: Recipe) -> Parcel:
    return Parcel(
        0, "5" * 32, AssetId(1), "a.jpg", "rollsuggest", "https://a.example", recipe, "{}", 0, 9, "ab" * 32,
        4, 3, AT,
    )  # fmt: skip


def pictures(paths: Paths) -> list[Path]:
    """Return files that hold pictures of photos, or a text about one."""
    drafts = [paths.previews / f"x.{ending}" for ending in ("jpg", "jpeg", "reel", "carried", "jpg.12.new")]
    return [*drafts, paths.thumbnail(1), paths.passing / "y" / "thumbnail.jpg", paths.crashes]


def leftovers(paths: Paths) -> list[Path]:
    """Return what goes with everything: of the cloud, of crashes and updates, of the sample photos."""
    endings = (".before-0020", ".aside-1", ".old-kind", ".new-kind", "-journal")
    databases = [paths.data / f"library.sqlite{ending}" for ending in endings]
    cloud = [paths.outbox / "5.jpg", paths.outbox / "5.came", paths.cloud_made / "5.jpg"]
    settings = [paths.data / name for name in ("settings.json", "settings.new", "settings.damaged-1.json")]
    return [*databases, *cloud, *settings, paths.underway, paths.sample / "photos" / "a.jpg"]


def left(studio: Studio, *markers: str | bytes) -> list[str]:
    """Return the name of every file that holds a marker."""
    raw = [marker.encode() if isinstance(marker, str) else marker for marker in markers]
    raw += [json.dumps(marker)[1:-1].encode() for marker in markers if isinstance(marker, str)]
    files = [file for file in studio.paths.data.parent.rglob("*") if file.is_file()]
    return sorted(file.name for file in files if any(marker in file.read_bytes() for marker in raw))


def measured(studio: Studio) -> list[bytes]:
    """Return what tells whose a face is: each embedding, and the sums of groups."""
    with studio._db.read() as db:
        found = db.execute("SELECT embedding FROM face UNION ALL SELECT mean FROM cluster_sum")
        return [bytes(row[0]) for row in found]


@pytest.mark.parametrize(
    ("kind", "markers"),
    [
        (Kept.NAMES, [NAME, PET]),
        (Kept.LOOKS, [WORD]),
        (Kept.SUGGESTIONS, [CARD]),
        (Kept.CREATIONS, [f"{NAME}.jpg"]),
        (Kept.COPIES, [SENT]),
    ],
)
def test_a_kind_is_erased_by_itself(studio: Studio, kind: Kept, markers: list[str]) -> None:
    with studio._db.write() as db:  # its key alone stands in the list of creations, too
        db.execute("UPDATE creation SET suggestion_key = NULL")
    for marker in markers:
        assert left(studio, marker)
    before, after = studio.erase_kind(kind)
    noted = studio.record()[0]
    assert noted.act == "erase" and noted.sending and noted.sending.what == kind
    assert before > 0 and after == 0 and studio.kept()[kind].count == 0
    assert left(studio, *markers) == []
    assert studio.stored().faces == 3 and studio.stored().photos == 3


def test_how_much_there_is_of_each_kind_is_what_the_files_say(studio: Studio) -> None:
    kept = studio.kept()
    counts = {kind: kept[kind].count for kind in Kept if kind is not Kept.COPIES}
    assert counts == {"faces": 3, "names": 2, "places": 3, "looks": 1, "suggestions": 1, "creations": 2}
    with closing(sqlite3.connect(studio.paths.database)) as db:
        page = db.execute("PRAGMA page_size").fetchone()[0]
        pages = db.execute("SELECT count(*) FROM dbstat WHERE name IN ('creation')").fetchone()[0]
        towns = db.execute("SELECT place, country, latitude FROM asset").fetchall()
        towns += db.execute("SELECT place, country, NULL FROM inferred").fetchall()
    assert kept[Kept.CREATIONS].bytes == page * pages
    beside = [len(f"{place}{country}".encode()) + 16 * (north is not None) for place, country, north in towns]
    assert kept[Kept.PLACES].bytes == sum(beside) > 0
    told = sum(amount.bytes or 0 for kind, amount in kept.items() if kind is not Kept.COPIES)
    assert 20 * page < told < studio.stored().database_bytes


def test_a_small_copy_that_was_erased_is_no_loss(studio: Studio) -> None:
    before = studio.kept()[Kept.COPIES]
    assert before.bytes == 6 * len(PICTURE) + len(SENT) and before.count == 7  # the log is none
    assert studio.erase_kind(Kept.COPIES) == (7, 0) and studio.paths.thumbnails.is_dir()
    assert studio.stored().thumbnail_bytes == 0


@pytest.mark.parametrize("purpose", [Purpose.FACES, Purpose.PLACES])
def test_what_consent_is_taken_back_for_is_gone_from_every_file(studio: Studio, purpose: Purpose) -> None:
    markers = [NAME, FORMER, *measured(studio)] if purpose is Purpose.FACES else [PLACE]
    with closing(sqlite3.connect(studio.paths.database)) as db:  # pages that SQLite keeps for later use
        db.execute("PRAGMA secure_delete = OFF")
        db.executemany("INSERT INTO notified VALUES (?)", [(f"{GONE} {n}" * 40,) for n in range(300)])
        db.execute(f"DELETE FROM notified WHERE day LIKE '{GONE}%'")
        db.commit()
        assert db.execute("PRAGMA freelist_count").fetchone()[0] > 10
    (studio.paths.data / "library.sqlite.before-0020").write_bytes(repr(markers).encode() + NAME.encode())
    assert len(left(studio, *markers)) > 3 and any(name.endswith("-wal") for name in left(studio, GONE))
    studio.withdraw(purpose)
    assert left(studio, *markers, GONE) == []
    assert studio.stored().photos == 3 and left(studio, SENT) == ["1.jpg"]  # the thumbnail


def test_everything_is_gone_from_every_file(studio: Studio) -> None:
    faces = measured(studio)
    for file in leftovers(studio.paths):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(PICTURE)
    own = studio.paths.data / "settings.ini"  # whoever chooses the folder may have things of theirs in it
    own.write_text("theirs")
    erased = studio.erase_all()
    assert not erased.left and erased.files > 20
    assert left(studio, NAME, FORMER, PET, PLACE, TITLE, WORD, CARD, SENT, GONE, *faces) == []
    assert own.read_text() == "theirs"
    own.unlink()
    files = {file.name for file in studio.paths.data.parent.rglob("*") if file.is_file()}
    assert files <= {"library.sqlite", "library.sqlite-wal", "library.sqlite-shm"}


def test_of_a_locked_library_no_file_tells_anything(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    faces, held = measured(studio), Ring()
    monkeypatch.setattr("rollsuggest.cloud.secrets.system_keyring", lambda: held)
    studio.erase_kind(Kept.COPIES)
    markers: list[str | bytes] = [NAME, FORMER, PET, PLACE, TITLE, WORD, CARD, *faces]
    studio.lock_library()
    assert left(studio, *markers) == []
    with studio._db.write() as db:  # what is written on goes into the log, and into pages that become free
        db.executemany("INSERT INTO notified VALUES (?)", [(f"{GONE} {n}" * 40,) for n in range(300)])
    with studio._db.write() as db:
        db.execute(f"DELETE FROM notified WHERE day LIKE '{GONE}%'")
        db.execute("SELECT * FROM label ORDER BY name || random() LIMIT 1").fetchall()
        assert left(studio, *markers, GONE) == []
    assert (studio.paths.data / "library.sqlite-wal").stat().st_size > 100_000
    studio.withdraw(Purpose.FACES)
    assert left(studio, *markers, GONE) == [] and held.held
    studio.erase_all()
    assert left(studio, *markers, GONE, SENT) == [] and not held.held and not studio.is_locked()
    sealing._keys.clear()


def test_who_still_reads_the_library_is_waited_for_and_told_of(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reader of another window holds the old state in the log: nobody says then that it is gone."""
    monkeypatch.setattr("rollsuggest.library.database.BUSY_TIMEOUT_S", 0.05)
    studio._db.close()
    with closing(sqlite3.connect(studio.paths.database, isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM asset").fetchone()
        with pytest.raises(UserError, match="old state"):
            studio.withdraw(Purpose.FACES)
        assert studio.stored().faces == 0 and not studio.grants().has(Purpose.FACES)
    studio.erase_kind(Kept.FACES)
    assert left(studio, NAME) == []
