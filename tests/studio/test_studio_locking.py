"""A locked library: no name, face or place in any file, all of it there for whoever has the key."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import date
from pathlib import Path
from subprocess import PIPE, Popen

import pytest
from fake_keyring import Ring
from made_people import directions, put

from rollsuggest import paths
from rollsuggest.errors import UserError
from rollsuggest.library import sealing
from rollsuggest.library.database import Database, connect
from rollsuggest.library.sealing import LockedError
from rollsuggest.model import Purpose, QuietKind, QuietRule
from rollsuggest.studio import Studio, locking

NAME, PLACE, QUIET = "Zerlinde-Marker", "Quarzhausen-Marker", "Stillmarker"
TODAY = date(2026, 6, 14)


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> Iterator[Ring]:
    ring = Ring()
    monkeypatch.setattr("rollsuggest.cloud.secrets.system_keyring", lambda: ring)
    yield ring
    sealing._keys.clear()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with two persons, one of them named, a place, and a line on the Quiet list."""
    folder = tmp_path_factory.mktemp("made")
    with closing(Studio(paths.under(folder))) as studio:
        studio.rules_here = True
        _fill(studio)
    return folder


def _fill(studio: Studio) -> None:
    studio.allow(Purpose.ANALYSE, Purpose.FACES, Purpose.PLACES)
    ada, bob, _other = directions(0.1)
    put(studio, [[ada], [ada], [ada, bob], [bob], [bob]])
    with studio._db.write() as db:
        db.execute("UPDATE asset SET latitude = 50.1, longitude = 8.2, place = ?, country = 'DE'", (PLACE,))
    studio.set_person(studio.people()[0].cluster, name=NAME)
    studio.add_quiet(QuietRule(QuietKind.PLACE, QUIET))
    studio.suggestions(TODAY)


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "home"))


def embeddings(studio: Studio) -> list[bytes]:
    with studio._db.read() as db:
        return [bytes(row["embedding"]) for row in db.execute("SELECT embedding FROM face ORDER BY id")]


def found_in(folder: Path, marks: list[bytes]) -> set[str]:
    return {
        file.name
        for file in folder.rglob("*")
        if file.is_file() and any(mark in file.read_bytes() for mark in marks)
    }


def test_nothing_of_it_is_in_any_file_and_all_of_it_is_there(home: Path, ring: Ring) -> None:
    with closing(Studio(paths.under(home))) as studio:
        before, faces = studio.people(), embeddings(studio)
        marks = [NAME.encode(), PLACE.encode(), QUIET.encode(), *faces]
        copy = home / "library.sqlite.before-0002"  # of an update: plain
        copy.write_bytes(NAME.encode())
        assert len(found_in(home, marks)) >= 2
        recovery = studio.lock_library()
        assert studio.is_locked() and not copy.exists()
        assert found_in(home, marks) == set()
        assert studio.people() == before and embeddings(studio) == faces
        assert studio.search(NAME, TODAY, patient=True).tiles  # the index of words is made anew
        studio.set_person(before[1].cluster, name=f"{NAME} II")
        studio._group(whole=True)  # a worker process opens it, too
        assert found_in(home, marks) == set()
    sealing._keys.clear()
    with closing(Studio(paths.under(home))) as studio:  # the keyring opens it
        assert {row.name for row in studio.people()} == {NAME, f"{NAME} II"}
    assert found_in(home, marks) == set()
    assert recovery not in str(ring.held) and locking.key_of(recovery.lower()).hex() in ring.held.values()


def test_it_can_be_taken_back(home: Path, ring: Ring) -> None:
    with closing(Studio(paths.under(home))) as studio:
        before, faces = studio.people(), embeddings(studio)
        studio.lock_library()
        with pytest.raises(UserError):
            studio.lock_library()
        studio.unlock_library()
        assert not studio.is_locked() and not ring.held
        assert studio.people() == before and embeddings(studio) == faces
        assert studio.search(NAME, TODAY, patient=True).tiles
        assert found_in(home, [NAME.encode()])
    assert sorted(file.name for file in home.glob("library.sqlite*")) == ["library.sqlite"]
    with closing(connect(home / "library.sqlite")) as db:
        assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert db.execute("PRAGMA page_size").fetchone()[0] == sealing.PAGE_BYTES


def test_a_lost_key_is_told_and_the_recovery_key_opens_it(home: Path, ring: Ring) -> None:
    with closing(Studio(paths.under(home))) as studio:
        recovery = studio.lock_library()
    sealing._keys.clear()
    ring.shut = True
    where = paths.under(home)
    with pytest.raises(LockedError) as told:
        Studio(where)
    assert "recovery key" in str(told.value) and locking.FROM_ENVIRONMENT in str(told.value)
    for wrong in ("", "ABCD", locking.recovery_key(b"\0" * 32)):
        with pytest.raises(LockedError):
            locking.unlock_with(where, wrong)
    locking.unlock_with(where, f" {recovery.lower()} ")
    with closing(Studio(where)) as studio:
        assert NAME in {row.name for row in studio.people()}
    sealing._keys.clear()
    away = locking.set_aside(where)  # or begin anew; what was found is kept, locked
    with closing(Studio(where)) as studio:
        assert not studio.people() and not studio.is_locked()
        erased = studio.erase_all()
        assert erased.files > 3 and not erased.left and not erased.after.faces
    assert not away.exists() and not sealing.marker(away).exists()


def test_a_terminal_may_give_the_key(home: Path, ring: Ring, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(Studio(paths.under(home))) as studio:
        recovery = studio.lock_library()
    sealing._keys.clear()
    ring.held.clear()
    monkeypatch.setenv(locking.FROM_ENVIRONMENT, recovery)
    with closing(Studio(paths.under(home))) as studio:
        assert NAME in {row.name for row in studio.people()}


def test_without_a_keyring_nothing_is_locked(home: Path, ring: Ring) -> None:
    ring.shut = True
    with closing(Studio(paths.under(home))) as studio:
        with pytest.raises(UserError, match="no keyring"):
            studio.lock_library()
        assert not studio.is_locked() and studio.people()


def test_what_somebody_else_uses_stays_as_it_is(home: Path, ring: Ring) -> None:
    asking = (
        "import sqlite3, sys; db = sqlite3.connect(sys.argv[1]);"
        "db.execute('SELECT count(*) FROM asset').fetchone(); print(flush=True); input()"
    )
    with (
        closing(Studio(paths.under(home))) as studio,
        Popen([sys.executable, "-c", asking, home / "library.sqlite"], stdin=PIPE, stdout=PIPE) as other,
    ):
        assert other.stdin and other.stdout and other.stdout.readline()
        with pytest.raises(UserError, match="Another program"):
            studio.lock_library()
        assert not studio.is_locked() and not ring.held and studio.people()
        other.stdin.write(b"\n")


@pytest.mark.parametrize("sealed", [False, True], ids=["locking", "unlocking"])
@pytest.mark.parametrize("step", range(5))
def test_a_crash_at_any_step_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sealed: bool, step: int
) -> None:
    path, key = tmp_path / "library.sqlite", bytes(range(32))
    with closing(connect(path)) as db:
        db.execute("CREATE TABLE mark (name TEXT, value INTEGER)")
        db.execute("INSERT INTO mark VALUES (?, 7)", (NAME,))
    if sealed:
        sealing.change_kind(path, key)
    steps = iter(range(100))

    def crash(act: str) -> None:
        original = getattr(Path, act)

        def maybe(self: Path, *args: object, **options: object) -> object:
            if "library" in self.name and next(steps) == step:
                raise KeyboardInterrupt
            return original(self, *args, **options)

        monkeypatch.setattr(Path, act, maybe)

    with monkeypatch.context() as breaking:
        for act in ("replace", "write_text", "unlink"):
            crash(act)
        with suppress(KeyboardInterrupt):
            sealing.change_kind(path, None if sealed else key)
        breaking.undo()
    monkeypatch.undo()
    sealing.settle(path)
    sealing.learn({str(path): key.hex()})
    with closing(connect(path)) as db:
        assert db.execute("SELECT value FROM mark").fetchone()[0] == 7
    assert not sealing.aside(path).exists()
    assert sealing.is_sealed(path) or not sealing.marker(path).exists()
    sealing._keys.clear()


def test_an_update_of_a_locked_library_is_backed_up_locked(home: Path, ring: Ring) -> None:
    with closing(Studio(paths.under(home))) as studio:
        studio.lock_library()
        with studio._db.write() as db:
            db.execute("PRAGMA user_version = 20")  # what the last migration brings is not there yet
            db.execute("ALTER TABLE choice DROP COLUMN titled")
    Database(home / "library.sqlite").close()
    (copy,) = home.glob("library.sqlite.before-*")
    assert found_in(home, [NAME.encode(), b"SQLite format 3"]) <= {"indexing.lock", "cloud.lock"}
    assert copy.stat().st_size > 0
