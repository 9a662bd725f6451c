"""Dates through the real Studio: what files and sidecars tell, neighbours add and a person repairs."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from rollsuggest import paths
from rollsuggest.cli.main import run
from rollsuggest.cli.results import export_index
from rollsuggest.errors import UserError
from rollsuggest.library import decisions, sidecars
from rollsuggest.library.repair import FromFolder, FromName, SetDay, Shift
from rollsuggest.model import AssetId, Certainty, Make, Purpose, Recipe
from rollsuggest.studio import Changed, Studio

PICTURES = Path(__file__).parent.parent / "pictures"
PORTO = {1: "N", 2: (41.0, 8.0, 58.56), 3: "W", 4: (8.0, 36.0, 39.6)}


def shoot(path: Path, taken: str = "", *, gps: bool = False) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with Image.open(PICTURES / "coffee.jpg") as image:
        small = image.resize((160, 120))
    exif = Image.Exif()
    if taken:
        exif[0x010F], exif[0x0110] = "Apple", "iPhone 13"
        exif[0x8769] = {0x9003: f"2024:07:01 {taken}"}
    if gps:
        exif[0x8825] = PORTO
    small.save(path, exif=exif)


@pytest.fixture(scope="module")
def roll(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("roll")
    shoot(folder / "trip/IMG_0001.jpg", "10:00:00", gps=True)
    shoot(folder / "trip/IMG_0002.jpg")
    shoot(folder / "trip/IMG_0003.jpg", "10:20:00")
    shoot(folder / "trip/IMG_0004.jpg", "10:40:00", gps=True)
    shoot(folder / "Omas Fest/5.6.1987.jpg")
    shoot(folder / "1987-06-06/b.jpg")
    shoot(folder / "google.jpg")
    body = {"title": "google.jpg", "photoTakenTime": {"timestamp": "1696573868"}, "geoData":
            {"latitude": 48.8583736, "longitude": 2.291901}}  # fmt: skip
    (folder / "google.jpg.supplemental-metada.json").write_text(json.dumps(body), "utf-8")
    return folder


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory, roll: Path) -> Iterator[Studio]:
    with closing(Studio(paths.under(tmp_path_factory.mktemp("data")))) as studio:
        studio.allow(Purpose.ANALYSE, Purpose.PLACES)
        studio.add_roll(roll)
        before = digests(roll)
        studio.index(lambda status: None)
        yield studio
        assert digests(roll) == before, "an original was changed"


def digests(folder: Path) -> dict[str, str]:
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    return {str(file): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def ids(studio: Studio) -> dict[str, AssetId]:
    return {asset.path: asset.id for asset in studio.indexed()}


def test_sidecars_and_neighbours_tell_what_the_files_do_not(studio: Studio) -> None:
    read = {asset.path: asset for asset in studio.indexed()}
    google = read["google.jpg"]
    assert (google.taken_at, google.country) == (datetime(2023, 10, 6, 8, 31, 8), "FR")
    bare = read["trip/IMG_0002.jpg"]
    assert bare.taken_at is not None
    assert (bare.taken_at.date(), bare.certainty) == (date(2024, 7, 1), Certainty.DAY)
    assert bare.date_source == "neighbours"
    between = read["trip/IMG_0003.jpg"]
    assert (between.place, between.latitude, between.offset_minutes) == ("Porto", None, 60)
    assert between.place_inferred and not read["trip/IMG_0001.jpg"].place_inferred
    told = {asset["path"]: asset["place_inferred"] for asset in export_index(studio)["assets"]}
    assert told["trip/IMG_0003.jpg"] and not told["trip/IMG_0001.jpg"] and not told["1987-06-06/b.jpg"]
    assert studio.photo(between.id).place_inferred and not studio.photo(google.id).place_inferred


def test_uncertain_dates_are_listed_as_they_are(studio: Studio) -> None:
    uncertain = studio.uncertain_dates()
    assert {change.path for change in uncertain} == {"Omas Fest/5.6.1987.jpg", "1987-06-06/b.jpg"}
    assert all(change.before == change.after for change in uncertain)


def test_what_was_made_here_is_no_photo_without_a_day(studio: Studio) -> None:
    made = studio.rolls()[0].path / "1987-06-06/b.jpg"
    with studio._db.write() as db:
        decisions.add_creation(db, None, Recipe(Make.COLLAGE, ()), made, datetime(2026, 6, 14))
    listed = [change.path for change in studio.uncertain_dates()]
    with studio._db.write() as db:  # the other tests have the same library
        db.execute("DELETE FROM creation")
    assert listed == ["Omas Fest/5.6.1987.jpg"]


def test_a_batch_is_shown_applied_and_undone(studio: Studio) -> None:
    said: list[Changed] = []
    stop = studio.subscribe(said.append)
    uncertain = studio.uncertain_dates()
    assets = [change.asset for change in uncertain]
    changes = studio.preview_dates(FromName("{day}.{month}.{year}"), assets)
    assert [change.asset for change in changes] == assets
    assert studio.uncertain_dates() == uncertain
    first = studio.apply_dates(changes)
    (left,) = studio.uncertain_dates()
    assert left.path == "1987-06-06/b.jpg"
    assert said[-1].topics == {"photos", "suggestions"}
    second = studio.apply_dates(studio.preview_dates(FromFolder(), [left.asset]))
    assert (studio.uncertain_dates(), second > first > 0) == ((), True)
    assert studio.photo(left.asset).date_source == "you"
    newest, before = studio.date_batches()
    assert (newest.number, newest.photos, newest.example) == (second, 1, "1987-06-06/b.jpg")
    assert (before.number, before.photos, before.example) == (first, 1, "Omas Fest/5.6.1987.jpg")
    assert studio.date_batches(1) == (newest,)
    studio.undo_dates(first)
    assert [change.path for change in studio.uncertain_dates()] == ["Omas Fest/5.6.1987.jpg"]
    studio.undo_dates(second)
    assert studio.uncertain_dates() == uncertain
    assert studio.date_batches() == ()
    stop()


def test_a_second_repair_is_undone_to_the_first_and_numbers_are_never_used_again(studio: Studio) -> None:
    asset = ids(studio)["trip/IMG_0001.jpg"]
    first = studio.apply_dates(studio.preview_dates(Shift(1), [asset]))
    second = studio.apply_dates(studio.preview_dates(Shift(1), [asset]))
    assert studio.photo(asset).taken_at == datetime(2024, 7, 1, 12)
    studio.undo_dates(second)
    assert studio.photo(asset).taken_at == datetime(2024, 7, 1, 11)
    third = studio.apply_dates(studio.preview_dates(SetDay(date(2020, 2, 29)), [asset]))
    assert third > second
    assert studio.photo(asset).taken_at == datetime(2020, 2, 29, 11)
    studio.undo_dates(second)
    assert studio.photo(asset).taken_at == datetime(2020, 2, 29, 11)
    studio.undo_dates(third)
    studio.undo_dates(first)
    assert studio.photo(asset).date_source == "exif:DateTimeOriginal"


def test_a_repair_tells_the_neighbours_at_once(studio: Studio) -> None:
    known = ids(studio)
    bare, last = known["trip/IMG_0002.jpg"], known["trip/IMG_0003.jpg"]
    assert studio.photo(bare).certainty is Certainty.DAY
    batch = studio.apply_dates(studio.preview_dates(SetDay(date(2020, 2, 29)), [last]))
    assert studio.photo(bare).certainty is Certainty.UNKNOWN, "its neighbours are of two days now"
    studio.undo_dates(batch)
    assert studio.photo(bare).certainty is Certainty.DAY
    both = [known["trip/IMG_0001.jpg"], last]
    batch = studio.apply_dates(studio.preview_dates(SetDay(date(2020, 2, 29)), both))
    told = studio.photo(bare)
    assert told.taken_at is not None
    assert (told.taken_at.date(), told.date_source) == (date(2020, 2, 29), "neighbours")
    studio.undo_dates(batch)


def test_a_sidecar_that_comes_changes_and_goes_is_noticed(tmp_path: Path) -> None:
    roll = tmp_path / "roll"
    shoot(roll / "a.jpg")
    shoot(roll / "b.jpg")
    with closing(Studio(paths.under(tmp_path / "data"))) as studio:
        studio.allow(Purpose.ANALYSE)
        studio.add_roll(roll)

        def run() -> tuple[datetime | None, int]:
            studio.index(lambda status: None)
            with studio._db.read() as db:
                kept = db.execute("SELECT count(*) FROM analysis WHERE status = 'done'").fetchone()[0]
            return studio.photo(ids(studio)["a.jpg"]).taken_at, kept

        bare, stages = run()
        assert bare is None
        with studio._db.read() as db:
            looked = dict(db.execute("SELECT stage || asset_id, finished_at FROM analysis").fetchall())
        beside = roll / "a.jpg.xmp"
        beside.write_text('<x exif:DateTimeOriginal="2019-08-05T10:20:30"/>', "utf-8")
        assert run() == (datetime(2019, 8, 5, 10, 20, 30), stages)
        with studio._db.read() as db:
            again = dict(db.execute("SELECT stage || asset_id, finished_at FROM analysis").fetchall())
        assert {which for which in again if again[which] != looked[which]} == {f"file{ids(studio)['a.jpg']}"}
        beside.write_text('<x exif:DateTimeOriginal="2018-08-05T10:20:30"/>', "utf-8")
        assert run() == (datetime(2018, 8, 5, 10, 20, 30), stages)
        beside.unlink()
        assert run() == (None, stages)


def test_nothing_to_change_is_no_batch_and_a_bad_pattern_is_told(studio: Studio) -> None:
    asset = ids(studio)["trip/IMG_0001.jpg"]
    assert studio.apply_dates(studio.preview_dates(Shift(0), [asset])) == 0
    with pytest.raises(UserError, match="no pattern"):
        studio.preview_dates(FromName("{week}"), [asset])
    assert studio.preview_dates(Shift(1), [AssetId(9999)]) == ()


def test_a_repair_outlives_a_run_and_goes_along_as_a_sidecar(
    studio: Studio, roll: Path, tmp_path: Path
) -> None:
    known = ids(studio)
    assets = [known["1987-06-06/b.jpg"], known["google.jpg"]]
    batch = studio.apply_dates(studio.preview_dates(FromFolder(), assets))
    studio.index(lambda status: None)
    assert studio.photo(assets[0]).taken_at == datetime(1987, 6, 6, 12)
    assert studio.export_date_sidecars(tmp_path, assets) == studio.export_date_sidecars(tmp_path) == 1
    (written,) = (file for file in tmp_path.rglob("*") if file.is_file())
    assert written == tmp_path / roll.name / "1987-06-06/b.jpg.xmp"
    (stamp, same) = sidecars.parse_xmp(written.read_text("utf-8"), places=True).stamps
    assert (stamp.text, same.text) == ("1987-06-06", "1987-06-06")
    assert studio.export_date_sidecars(tmp_path, assets) == 1
    written.write_text("of another program", "utf-8")
    assert studio.export_date_sidecars(tmp_path, assets) == 0
    assert written.read_text("utf-8") == "of another program"
    studio.undo_dates(batch)


def test_the_terminal_repairs_dates_too(
    studio: Studio, roll: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = ["--data-dir", str(studio.paths.data)]
    fest = str(roll / "Omas Fest")

    def told(*words: str) -> dict[str, Any]:
        assert run([*data, "dates", *words]) == 0
        return dict(json.loads(capsys.readouterr().out or "{}"))

    assert [one["path"] for one in told()["uncertain"]] == ["1987-06-06/b.jpg", "Omas Fest/5.6.1987.jpg"]
    seen = told("from-name", "{day}.{month}.{year}", fest, "--preview")
    assert seen["batch"] == 0
    (change,) = seen["changes"]
    assert (change["new_taken_at"], change["new_certainty"]) == ("1987-06-05T12:00:00", "day")
    assert len(told()["uncertain"]) == 2
    first = told("set", "1987-06-05T15:30:00", fest)["batch"]
    second = told("shift", "-1.5", fest)
    assert second["changes"][0]["new_taken_at"] == "1987-06-05T14:00:00"
    assert told("sidecars", fest, "--out", str(tmp_path))["written"] == 1
    third = told("set", "1987-06-07", fest)["batch"]
    assert [(one["batch"], one["photos"]) for one in told()["repairs"]] == [
        (third, 1), (second["batch"], 1), (first, 1),
    ]  # fmt: skip
    for batch in (third, second["batch"], first):
        told("undo", str(batch))
    assert len(told()["uncertain"]) == 2
    folders = told("from-folder", str(roll))
    assert "1987-06-06/b.jpg" in [change["path"] for change in folders["changes"]]
    told("undo", str(folders["batch"]))
    assert run([*data, "dates", "shift", "1", str(tmp_path)]) == 1
    assert "None of these" in capsys.readouterr().err
    assert run([*data, "dates", "from-name", "{week}", fest]) == 1


def test_where_sidecars_cannot_be_written_it_is_said(studio: Studio, tmp_path: Path) -> None:
    asset = ids(studio)["1987-06-06/b.jpg"]
    batch = studio.apply_dates(studio.preview_dates(SetDay(date(1987, 6, 7)), [asset]))
    (tmp_path / "file").touch()
    with pytest.raises(UserError, match="could not write") as caught:
        studio.export_date_sidecars(tmp_path / "file", [asset])
    assert caught.value.advice
    studio.undo_dates(batch)


def test_where_a_screen_copy_cannot_be_written_it_is_said(
    studio: Studio, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asset = ids(studio)["google.jpg"]
    (tmp_path / "file").touch()
    with monkeypatch.context() as blocked:
        blocked.setattr(studio, "paths", replace(studio.paths, cache=tmp_path / "file"))
        with pytest.raises(UserError, match="could not write") as caught:
            studio.screen_copy(asset)
        assert caught.value.advice
    assert studio.screen_copy(asset).exists()
