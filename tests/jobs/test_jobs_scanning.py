"""Rolls that are not there, files that move between rolls: no verdict is lost, nothing is read twice."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from rollsuggest import paths
from rollsuggest.errors import CancelledError
from rollsuggest.jobs import scanning
from rollsuggest.jobs.scanning import scan_all
from rollsuggest.library import exclusion, queries, scan, store
from rollsuggest.library.content import content_hash
from rollsuggest.library.database import Database
from rollsuggest.model import Role, RollId, Stage

NOW = datetime(2026, 6, 14, 12)


class Library:
    """Two rolls, what is in them, and a verdict of the person on each file, by its content."""

    def __init__(self, place: Path) -> None:
        self.paths = paths.under(place / "data")
        self.db = Database(self.paths.database)
        self.a, self.b = place / "a", place / "b"
        self.read: list[Path] = []
        for roll in (self.a, self.b):
            roll.mkdir()
            with self.db.write() as db:
                store.add_roll(db, roll, NOW)

    def put(self, *files: Path) -> None:
        for number, file in enumerate(files):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(str(file).encode())
            os.utime(file, ns=(10**18 + number, 10**18 + number))

    def scan(self) -> set[Path]:
        return set(scan_all(self.db, self.paths, lambda: None).values())

    def look(self) -> None:
        """Look at all that is new and speak of it."""
        with self.db.write() as db:
            for task in store.pending(db, Stage, store.roll_paths(db)):
                store.claim(db, [task])
                db.execute("UPDATE analysis SET status = 'done' WHERE asset_id = ?", (task.asset,))
                db.execute(
                    "UPDATE asset SET content_hash = ? WHERE id = ?", (content_hash(task.path), task.asset)
                )
                said = (task.asset, Role.MEME, task.path.name)
                db.execute("INSERT OR IGNORE INTO role_verdict VALUES (?, ?, ?)", said)

    def verdicts(self) -> dict[str, str]:
        """Return where each file is that was spoken of, and the name it had when it was."""
        with self.db.read() as db:
            rows = db.execute(
                "SELECT r.path AS roll, k.path, v.decided_at FROM role_verdict v"
                " JOIN known k ON k.id = v.asset_id JOIN roll r ON r.id = k.roll_id"
            )
            return {f"{Path(row['roll']).name}/{row['path']}": row["decided_at"] for row in rows}

    def kept(self) -> int:
        with self.db.read() as db:
            return int(db.execute("SELECT count(*) FROM role_verdict").fetchone()[0])

    def age(self, days: int) -> None:
        """Let so many days pass since files went."""
        with self.db.write() as db:
            for row in db.execute("SELECT id, missing_since FROM asset WHERE missing_since < '3'").fetchall():
                since = datetime.fromisoformat(row["missing_since"]) - timedelta(days=days)
                db.execute("UPDATE asset SET missing_since = ? WHERE id = ?", (since.isoformat(), row["id"]))

    def missing(self) -> list[bool]:
        with self.db.read() as db:
            return [roll.missing for roll in queries.rolls(db)]


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Library]:
    library = Library(tmp_path)

    def reading(path: Path) -> bytes:
        library.read.append(path)
        return content_hash(path)

    monkeypatch.setattr(scanning, "content_hash", reading)
    yield library
    library.db.close()


# --- rolls that are not there


def test_an_empty_folder_in_place_of_a_drive_loses_nothing(library: Library, tmp_path: Path) -> None:
    library.put(library.a / "1.jpg", library.a / "2.jpg", library.b / "3.jpg")
    library.scan()
    library.look()
    library.a.rename(tmp_path / "drive")
    library.a.mkdir()
    assert library.scan() == {library.b}
    assert library.missing() == [True, False]
    assert library.verdicts() == {"b/3.jpg": "3.jpg"}
    library.age(40)
    library.scan()
    assert library.kept() == 3
    library.a.rmdir()
    (tmp_path / "drive").rename(library.a)
    assert library.scan() == {library.a, library.b}
    assert library.verdicts() == {"a/1.jpg": "1.jpg", "a/2.jpg": "2.jpg", "b/3.jpg": "3.jpg"}
    with library.db.read() as db:
        assert store.pending(db, Stage, [RollId(1), RollId(2)]) == []  # and nothing is looked at anew
    assert library.missing() == [False, False]


def test_a_new_roll_with_nothing_in_it_is_there(library: Library) -> None:
    assert library.scan() == {library.a, library.b}


def test_what_went_before_its_drive_did_is_not_forgotten_meanwhile(library: Library, tmp_path: Path) -> None:
    library.put(library.a / "1.jpg", library.a / "2.jpg", library.b / "3.jpg")
    library.scan()
    library.look()
    (library.a / "1.jpg").rename(tmp_path / "1.jpg")
    library.scan()
    library.a.rename(tmp_path / "drive")
    library.age(40)
    library.scan()
    assert library.kept() == 3
    (tmp_path / "drive").rename(library.a)
    (tmp_path / "1.jpg").rename(library.a / "1.jpg")
    library.scan()
    assert library.verdicts() == {"a/1.jpg": "1.jpg", "a/2.jpg": "2.jpg", "b/3.jpg": "3.jpg"}
    (library.a / "1.jpg").unlink()
    library.scan()
    library.age(40)
    library.scan()
    assert library.kept() == 2  # gone from a roll that is there: forgotten


def test_a_drive_of_which_a_folder_with_other_files_is_left_is_missing(
    library: Library, tmp_path: Path
) -> None:
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root on Linux can mount a drive")
    if subprocess.run(["mount", "-t", "tmpfs", "none", library.a], capture_output=True).returncode:
        pytest.skip("mounting is not allowed here")
    try:
        library.put(library.a / "1.jpg", library.b / "3.jpg")
        assert library.scan() == {library.a, library.b}
        library.look()
    finally:
        subprocess.run(["umount", "-l", library.a], check=True)
    library.put(library.a / "written while the drive was away.jpg")
    assert library.scan() == {library.b}
    assert library.missing() == [True, False]
    library.age(40)
    library.scan()
    assert library.kept() == 2


def test_a_drive_inside_a_roll_that_is_unplugged_loses_nothing(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nested = library.a / "album" / "nas"
    library.put(nested / "1.jpg", nested / "deep" / "2.jpg", library.a / "3.jpg")
    identity, plugged = scan._identity, [True]

    def of_another_drive(folder: Path) -> tuple[int, int] | None:
        seen = identity(folder)
        return (seen[0] + 1, seen[1]) if seen and plugged[0] and folder.is_relative_to(nested) else seen

    monkeypatch.setattr(scan, "_identity", of_another_drive)
    library.scan()
    library.look()
    nested.rename(tmp_path / "unplugged")
    nested.mkdir()  # its empty folder is left
    plugged[0] = False
    library.scan()
    assert library.verdicts() == {"a/3.jpg": "3.jpg"}
    library.age(40)
    library.scan()
    assert library.kept() == 3
    with library.db.read() as db:
        assert [file.path for file in queries.unreadable(db)] == ["album/nas/"]
    nested.rmdir()
    (tmp_path / "unplugged").rename(nested)
    plugged[0] = True
    library.scan()
    assert len(library.verdicts()) == 3
    plugged[0] = False  # its files now lie there on the same disk: a folder as any other
    library.scan()
    (nested / "1.jpg").unlink()
    library.scan()
    library.age(40)
    library.scan()
    assert library.kept() == 2


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_to_a_drive_that_is_away_loses_nothing(library: Library, tmp_path: Path) -> None:
    drive = tmp_path / "drive"
    library.put(drive / "1.jpg", library.a / "2.jpg")
    (library.a / "linked").symlink_to(drive)
    (library.a / "to nothing").symlink_to(tmp_path / "never there")
    library.scan()
    library.look()
    drive.rename(tmp_path / "unplugged")
    library.scan()
    library.age(40)
    library.scan()
    assert library.verdicts() == {"a/2.jpg": "2.jpg"}
    assert library.kept() == 2
    with library.db.read() as db:
        assert [file.path for file in queries.unreadable(db)] == ["linked/"]
    (tmp_path / "unplugged").rename(drive)
    library.scan()
    assert library.verdicts() == {"a/2.jpg": "2.jpg", "a/linked/1.jpg": "1.jpg"}
    with library.db.read() as db:
        assert queries.unreadable(db) == ()
    drive.rename(tmp_path / "unplugged")
    library.scan()
    (library.a / "linked").unlink()
    library.scan()
    library.age(40)
    library.scan()
    assert library.kept() == 1  # nothing leads there any more


# --- files that move


def test_files_keep_their_verdicts_when_they_move_from_roll_to_roll(library: Library) -> None:
    library.put(library.a / "1.jpg", library.a / "2.jpg", library.b / "3.jpg")
    library.scan()
    library.look()
    (library.a / "1.jpg").rename(library.b / "1.jpg")  # into a roll that is looked at after it
    (library.b / "3.jpg").rename(library.a / "3.jpg")  # and before it
    library.scan()
    assert library.verdicts() == {"b/1.jpg": "1.jpg", "a/2.jpg": "2.jpg", "a/3.jpg": "3.jpg"}
    assert library.read == []
    with library.db.read() as db:
        tasks = store.pending(db, Stage, [RollId(1), RollId(2)])
    assert {task.path: task.stages for task in tasks} == {
        library.b / "1.jpg": {Stage.FILE},  # its name may carry a date
        library.a / "3.jpg": {Stage.FILE},
    }


def test_a_roll_that_moves_into_another_as_a_whole_takes_its_verdicts_along(library: Library) -> None:
    library.put(library.a / "1.jpg", library.a / "2.jpg", library.b / "3.jpg")
    library.scan()
    library.look()
    for file in list(library.a.iterdir()):
        file.rename(library.b / file.name)
    library.scan()
    assert library.verdicts() == {"b/1.jpg": "1.jpg", "b/2.jpg": "2.jpg", "b/3.jpg": "3.jpg"}
    library.scan()
    assert library.missing() == [False, False]


def test_files_with_another_name_are_read_once_and_keep_their_verdicts(library: Library) -> None:
    library.put(library.a / "1.jpg", library.a / "2.jpg")
    library.scan()
    library.look()
    (library.a / "1.jpg").rename(library.b / "one.jpg")
    library.put(library.b / "x.jpg")  # of the same length as the other, and no more
    library.scan()
    assert library.verdicts() == {"b/one.jpg": "1.jpg", "a/2.jpg": "2.jpg"}
    assert sorted(library.read) == [library.b / "one.jpg", library.b / "x.jpg"]


def test_files_that_change_places_over_a_while_keep_their_verdicts(library: Library, tmp_path: Path) -> None:
    library.put(library.a / "1.jpg", library.a / "2.jpg", library.a / "3.jpg")
    library.scan()
    library.look()
    (library.a / "1.jpg").rename(tmp_path / "out.jpg")
    library.scan()
    (library.a / "2.jpg").rename(library.a / "1.jpg")  # under the name of the one that is gone
    (tmp_path / "out.jpg").rename(library.b / "4.jpg")  # which is back elsewhere, in the same scan
    library.scan()
    assert library.verdicts() == {"a/1.jpg": "2.jpg", "b/4.jpg": "1.jpg", "a/3.jpg": "3.jpg"}
    (library.a / "3.jpg").rename(tmp_path / "out.jpg")
    library.scan()
    (library.a / "1.jpg").rename(library.a / "3.jpg")
    library.scan()
    (tmp_path / "out.jpg").rename(library.b / "5.jpg")  # the same, a scan later
    library.scan()
    assert library.verdicts() == {"a/3.jpg": "2.jpg", "b/4.jpg": "1.jpg", "b/5.jpg": "3.jpg"}


def test_a_copy_of_what_is_left_out_or_still_there_is_a_file_of_its_own(library: Library) -> None:
    library.put(library.a / "1.jpg", library.a / "out" / "2.jpg", library.a / "out" / "3.jpg")
    library.scan()
    library.look()
    with library.db.write() as db:
        exclusion.exclude(db, RollId(1), "out")
    shutil.copy2(library.a / "1.jpg", library.b / "1.jpg")
    shutil.copy2(library.a / "out" / "2.jpg", library.b / "2.jpg")
    (library.a / "out" / "3.jpg").rename(library.b / "3.jpg")
    library.scan()
    assert library.verdicts() == {"a/1.jpg": "1.jpg", "b/3.jpg": "3.jpg"}
    with library.db.write() as db:
        exclusion.include(db, RollId(1), "out")
    assert library.verdicts() == {"a/1.jpg": "1.jpg", "a/out/2.jpg": "2.jpg", "b/3.jpg": "3.jpg"}


def test_reading_what_may_have_moved_ends_when_the_person_stops(library: Library) -> None:
    names = [f"{n}.jpg" for n in range(9)]
    library.put(*(library.a / name for name in names))
    library.scan()
    library.look()
    for name in names:
        (library.a / name).rename(library.b / f"moved {name}")

    def stopped() -> None:
        if len(library.read) == 3:
            raise CancelledError

    with pytest.raises(CancelledError):
        scan_all(library.db, library.paths, stopped)
    assert len(library.read) == 3
    library.scan()  # nothing of it was stored by half
    assert library.verdicts() == {f"b/moved {name}": name for name in names}
