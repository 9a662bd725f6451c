from datetime import datetime, timedelta
from pathlib import Path

import pytest

from rollsuggest.library import exclusion, scanned, store
from rollsuggest.library.database import Database
from rollsuggest.library.scan import Diff, Found
from rollsuggest.model import Kind, RollId

NOW = datetime(2026, 6, 14, 12)
NAMES = ("Camera/a.jpg", "Camera/WhatsApp/b.jpg", "Camera/WhatsApp/Sent/c.jpg", "Camera/WhatsApp 2/d.jpg")


@pytest.fixture
def database(tmp_path: Path) -> Database:
    database = Database(tmp_path / "library.sqlite")
    with database.write() as db:
        roll = store.add_roll(db, tmp_path / "roll", NOW)
        found = tuple(Found(name, 10, n, Kind.PHOTO) for n, name in enumerate(NAMES))
        scanned.apply_scan(db, roll, Diff(found, (), (), ()), {}, NOW)
    return database


ROLL = RollId(1)


def there(database: Database) -> set[str]:
    with database.read() as db:
        return {row["path"] for row in db.execute("SELECT path FROM asset WHERE missing_since IS NULL")}


def test_a_folder_left_out_hides_what_is_below_it_and_no_namesake(database: Database) -> None:
    with database.write() as db:
        left_out = exclusion.exclude(db, ROLL, "Camera/WhatsApp")
    assert len(left_out) == 2
    assert there(database) == {"Camera/a.jpg", "Camera/WhatsApp 2/d.jpg"}
    with database.write() as db:
        exclusion.include(db, ROLL, "Camera/WhatsApp")
    assert there(database) == set(NAMES)


def test_a_folder_around_one_left_out_takes_its_place(database: Database) -> None:
    with database.write() as db:
        exclusion.exclude(db, ROLL, "Camera/WhatsApp/Sent")
        exclusion.exclude(db, ROLL, "Camera")
        assert exclusion.excluded(db, ROLL) == ("Camera",)
    assert there(database) == set()
    with database.write() as db:
        exclusion.include(db, ROLL, "Camera")
    assert there(database) == set(NAMES)


def test_what_is_left_out_is_never_forgotten(database: Database) -> None:
    nothing = Diff((), (), (), ())
    with database.write() as db:
        exclusion.exclude(db, ROLL, "Camera/WhatsApp")
        late = NOW + timedelta(days=400)
        assert scanned.apply_scan(db, ROLL, nothing, {}, late) == []
        gone = Diff((), (), ("Camera/a.jpg",), ())
        scanned.apply_scan(db, ROLL, gone, {}, late)
        assert len(scanned.apply_scan(db, ROLL, nothing, {}, late + timedelta(days=31))) == 1
        assert db.execute("SELECT count(*) FROM asset").fetchone()[0] == 3


def test_a_scan_that_was_on_does_not_bring_it_back(database: Database) -> None:
    seen = tuple(Found(name, 10, n, Kind.PHOTO) for n, name in enumerate(NAMES))
    with database.write() as db:
        exclusion.exclude(db, ROLL, "Camera/WhatsApp")
        scanned.apply_scan(db, ROLL, Diff(seen[1:3], (), (), ()), {}, NOW)
        exclusion.keep_out(db, ROLL)
    assert there(database) == {"Camera/a.jpg", "Camera/WhatsApp 2/d.jpg"}


def test_inside_is_told_by_whole_names() -> None:
    assert exclusion.is_excluded("Camera/WhatsApp/Sent", ("Camera/WhatsApp",))
    assert exclusion.is_excluded("Camera/WhatsApp", ("Camera/WhatsApp",))
    assert not exclusion.is_excluded("Camera/WhatsApp 2", ("Camera/WhatsApp",))
    assert not exclusion.is_excluded("Camera", ("Camera/WhatsApp",))


def test_a_folder_is_named_as_its_file_system_lists_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "Camera" / "WhatsApp").mkdir(parents=True)
    assert exclusion.as_listed(tmp_path, tmp_path / "Camera" / "WhatsApp") == "Camera/WhatsApp"
    # A file system that does not tell case apart, as those of Windows and macOS:
    monkeypatch.setattr(Path, "samefile", lambda self, other: str(self).lower() == str(other).lower())
    assert exclusion.as_listed(tmp_path, tmp_path / "camera" / "whatsapp") == "Camera/WhatsApp"
