from __future__ import annotations

import csv
import json
import tempfile
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from rollsuggest.library import metadata, sidecars
from rollsuggest.model import Certainty, FileFacts

NOW = datetime(2026, 6, 14, 12, tzinfo=timezone(timedelta(hours=2)))
TAKEN = "1696573868"  # 2023-10-06 06:31:08 UTC, 08:31:08 in Paris
PARIS = {"latitude": 48.8583736, "longitude": 2.291901}


def takeout(**more: Any) -> dict[str, Any]:
    body: dict[str, Any] = {"title": "IMG_1.jpg", "photoTakenTime": {"timestamp": TAKEN}, "geoData": PARIS}
    return {**body, "creationTime": {"timestamp": "1700000000"}, **more}


def photo(folder: Path, name: str = "IMG_1.jpg", taken: str = "", *, offset: str = "") -> Path:
    exif = Image.Exif()
    if taken:
        exif[0x0110] = "iPhone 13"
        exif[0x8769] = {0x9003: taken, **({0x9011: offset} if offset else {})}
    Image.new("RGB", (16, 12)).save(folder / name, exif=exif)
    return folder / name


def facts(path: Path, *, places: bool = True) -> FileFacts:
    return metadata.read_facts(path, path.name, places=places, now=NOW)


@pytest.mark.parametrize(
    ("name", "sidecar"),
    [
        ("IMG_1.jpg", "IMG_1.jpg.json"),
        ("IMG_1.jpg", "IMG_1.jpg.supplemental-metadata.json"),
        ("IMG_1.jpg", "IMG_1.jpg.supplemental-me.json"),
        ("IMG_1.jpg", "IMG_1.jpg.s.json"),
        ("IMG_1.JPG", "img_1.jpg.JSON"),
        ("IMG_1.jpg", "IMG_1.json"),
        ("IMG_1(1).jpg", "IMG_1.jpg(1).json"),
        ("IMG_1(1).jpg", "IMG_1.jpg.supplemental-metadata(1).json"),
        ("IMG_1(1).jpg", "IMG_1(1).jpg.json"),
        ("IMG_1-edited.jpg", "IMG_1.jpg.json"),
        ("IMG_1-bearbeitet.jpg", "IMG_1.jpg.supplemental-metad.json"),
        ("IMG_1-edited(1).jpg", "IMG_1.jpg(1).json"),
        ("a" * 47 + ".jpg", "a" * 46 + ".json"),
        ("a" * 44 + ".jpg", "a" * 44 + ".j.json"),
        ("a" * 30 + ".jpg", "a" * 30 + ".jpg.supplementa.json"),
        ("a" * 44 + "(2).jpg", "a" * 43 + "(2).json"),
    ],
)
def test_a_takeout_sidecar_is_found(tmp_path: Path, name: str, sidecar: str) -> None:
    path = photo(tmp_path, name)
    title = path.stem.split("(")[0] + ".jpg"
    (tmp_path / sidecar).write_text(json.dumps(takeout(title=title)), "utf-8")
    assert sidecars.read(path, places=False).taken_utc == datetime(2023, 10, 6, 6, 31, 8)


@pytest.mark.parametrize(
    ("name", "sidecar"),
    [
        ("IMG_1.jpg", "IMG_1.jpg(1).json"),
        ("IMG_1(1).jpg", "IMG_1.jpg.json"),
        ("IMG_1(1).jpg", "IMG_1.jpg(2).json"),
        ("IMG_1.jpg", "IMG_10.jpg.json"),
        ("IMG_10.jpg", "IMG_1.jpg.json"),
        ("IMG_1.jpg", "IMG_1.png.json"),
        ("IMG_1.jpg", "metadata.json"),
    ],
)
def test_a_sidecar_of_another_photo_is_not(tmp_path: Path, name: str, sidecar: str) -> None:
    path = photo(tmp_path, name)
    (tmp_path / sidecar).write_text(json.dumps(takeout(title=sidecar.split("(")[0])), "utf-8")
    assert sidecars.read(path, places=True) == sidecars.Sidecar()


def test_namesakes_cut_at_the_same_letter_are_told_apart(tmp_path: Path) -> None:
    path = photo(tmp_path, "b" * 46 + "y.jpg")
    (tmp_path / f"{'b' * 46}.json").write_text(json.dumps(takeout(title="b" * 46 + "x.jpg")), "utf-8")
    assert sidecars.read(path, places=True).taken_utc is None


def test_takeout_dates_a_photo_that_has_none_in_the_time_of_its_place(tmp_path: Path) -> None:
    path = photo(tmp_path)
    (tmp_path / "IMG_1.jpg.json").write_text(json.dumps(takeout()), "utf-8")
    read = facts(path)
    assert read.taken.at == datetime(2023, 10, 6, 8, 31, 8)
    assert (read.taken.certainty, read.taken.offset_minutes) == (Certainty.EXACT, 120)
    assert read.taken.source == "takeout:photoTakenTime"
    assert read.place is not None
    assert read.place.country == "FR"


def test_without_consent_to_places_the_day_is_all_that_is_sure(tmp_path: Path) -> None:
    path = photo(tmp_path)
    (tmp_path / "IMG_1.jpg.json").write_text(json.dumps(takeout()), "utf-8")
    read = facts(path, places=False)
    assert read.place is None
    assert (read.taken.at, read.taken.certainty) == (datetime(2023, 10, 6, 8, 31, 8), Certainty.DAY)


def test_the_files_own_word_wins(tmp_path: Path) -> None:
    path = photo(tmp_path, taken="2023:10:05 20:00:00", offset="+01:00")
    (tmp_path / "IMG_1.jpg.json").write_text(json.dumps(takeout()), "utf-8")
    taken = facts(path).taken
    assert (taken.at, taken.offset_minutes) == (datetime(2023, 10, 5, 20), 60)
    named = photo(tmp_path, "IMG_20231006_091500.jpg")
    named.with_name(f"{named.name}.json").write_text(json.dumps(takeout()), "utf-8")
    assert facts(named).taken.at == datetime(2023, 10, 6, 9, 15)


@pytest.mark.parametrize(
    "body",
    [
        takeout(photoTakenTime={"timestamp": "0"}),
        takeout(photoTakenTime={"timestamp": "1700000000"}),  # the upload
        takeout(photoTakenTime={"timestamp": "99999999999999999"}),
        takeout(photoTakenTime={"timestamp": "4070908800"}),  # 2099
        takeout(photoTakenTime={"timestamp": None}),
        takeout(photoTakenTime=[]),
        {"title": 5, "date": {"timestamp": TAKEN}},
        [],
        "IMG_1.jpg",
    ],
)
def test_what_is_no_time_of_a_photo_dates_none(tmp_path: Path, body: object) -> None:
    path = photo(tmp_path)
    (tmp_path / "IMG_1.jpg.json").write_text(json.dumps(body), "utf-8")
    assert facts(path).taken.at is None


def test_zero_and_beyond_the_globe_are_no_places() -> None:
    for geo in ({"latitude": 0.0, "longitude": 0.0}, {"latitude": 91, "longitude": 1}, {"latitude": 1}, None):
        assert sidecars.parse_takeout(json.dumps(takeout(geoData=geo)), places=True).position is None
    text = json.dumps(takeout(geoData={"latitude": 0, "longitude": 0}, geoDataExif=PARIS))
    assert sidecars.parse_takeout(text, places=True).position == (48.8583736, 2.291901)
    assert sidecars.parse_takeout(text, places=False).position is None


@pytest.mark.parametrize("name", ["IMG_1.xmp", "IMG_1.jpg.xmp", "img_1.JPG.XMP"])
def test_an_xmp_sidecar_tells_date_and_place(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(
        '<rdf:Description exif:DateTimeOriginal="2019-08-05T10:20:30" exif:GPSLatitude="41,8.976N"'
        ' exif:GPSLongitude="8,36,39.6W"/>',
        "utf-8",
    )
    read = facts(photo(tmp_path))
    assert (read.taken.at, read.taken.source) == (datetime(2019, 8, 5, 10, 20, 30), "xmp:DateTimeOriginal")
    assert read.taken.offset_minutes == 60
    assert read.place is not None
    assert read.place.name == "Porto"
    assert facts(tmp_path / "IMG_1.jpg", places=False).place is None


def test_a_scan_takes_the_date_that_someone_gave_it_in_google_photos(tmp_path: Path) -> None:
    path = photo(tmp_path, "scan_12.jpg")
    sidecar = tmp_path / "scan_12.jpg.json"
    sidecar.write_text(json.dumps(takeout(photoTakenTime={"timestamp": "300000000"})), "utf-8")  # 1979
    assert facts(path).taken.at == datetime(1979, 7, 5, 7, 20)
    sidecar.write_text(json.dumps(takeout()), "utf-8")
    assert facts(path).taken.at is None


@given(st.text(max_size=60), st.text(max_size=200))
def test_no_name_and_no_text_breaks_the_reading(name: str, text: str) -> None:
    list(sidecars.takeout_names(name))
    sidecars.xmp_names(name)
    sidecars.is_of(name, text, text)
    sidecars.parse_xmp(text, places=True)
    sidecars.parse_takeout(text, places=True)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["timestamp", "latitude", "longitude"]), inner, max_size=3),
)  # fmt: skip
KEYS = st.sampled_from(["title", "photoTakenTime", "creationTime", "geoData", "geoDataExif"])


@given(st.dictionaries(KEYS, JSON))
def test_no_json_of_the_right_shape_breaks_the_reading(body: dict[str, Any]) -> None:
    told = sidecars.parse_takeout(json.dumps(body), places=True)
    assert told.position is None or (abs(told.position[0]) <= 90 and abs(told.position[1]) <= 180)


def test_nested_without_end_and_other_files_say_nothing(tmp_path: Path) -> None:
    assert sidecars.parse_takeout("[" * 100_000, places=True) == sidecars.Sidecar()
    (tmp_path / "IMG_1.jpg.json").mkdir()
    (tmp_path / "IMG_1.jpg.xmp").write_bytes(b"\xff\xfe\0" * 50)
    assert sidecars.read(photo(tmp_path), places=True) == sidecars.Sidecar()


XMP_PIECES = st.sampled_from(
    ["exif:DateTimeOriginal", "xmp:CreateDate", "exif:GPSLatitude", "exif:GPSLongitude", "=", '"', ">",
     "41,8.9N", "8,36,39W", "41,.,9N", "1e9E", "2019-08-05T10:20:30Z", "0000-00-00T99:99:99", "<", " ", "\0"]
)  # fmt: skip


@given(st.lists(XMP_PIECES, max_size=20), st.binary(max_size=60))
def test_no_mixture_of_xmp_and_json_breaks_a_photo(pieces: list[str], junk: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = photo(Path(folder))
        (Path(folder) / "IMG_1.xmp").write_text("".join(pieces), "utf-8")
        (Path(folder) / "IMG_1.jpg.json").write_bytes(junk)
        taken = facts(path).taken
        assert (taken.at is None) == (taken.certainty is Certainty.UNKNOWN)


@pytest.mark.shared
def test_real_takeouts_agree_with_another_program(shared: Path) -> None:
    data, compared = shared / "data", 0
    with (data / "exif/PEER_TRUTH.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["peer"] == "Google Takeout sidecar"]
    for row in rows:
        expected = json.loads(row["expected"])
        told = sidecars.parse_takeout((data / row["file"]).read_text("utf-8"), places=True)
        assert told.taken_utc is not None
        assert int(told.taken_utc.replace(tzinfo=UTC).timestamp()) == int(expected["photoTakenTime"])
        assert told.position == (expected["lat"], expected["lon"])
        if row["our_path"]:
            assert sidecars.read(data / row["our_path"], places=True).taken_utc == told.taken_utc
            compared += 1
    assert (len(rows), compared) == (14, 10)
