"""Bytes that nobody meant: whatever a file, its EXIF or its name holds, it is read or refused, never more."""

from __future__ import annotations

import io
import tempfile
import warnings
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from rollsuggest.errors import UnreadableError
from rollsuggest.library import dates, metadata
from rollsuggest.library.dates import MODIFIED, TAGS, DateEvidence
from rollsuggest.library.stamps import Stamp
from rollsuggest.model import Certainty, FileFacts, Taken

NOW = datetime(2026, 6, 14, 12, tzinfo=UTC)
PORTO = {1: "N", 2: (41.0, 8.0, 58.56), 3: "W", 4: (8.0, 36.0, 39.6), 7: (12.0, 30.0, 5.0), 29: "2024:07:01"}
# Where, and what instead: single bytes, as damaged cards and careless writers leave them.
MUTATIONS = st.lists(
    st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=12
)


def exif() -> bytes:
    made = Image.Exif()
    made[0x010F], made[0x0110], made[0x0112] = "Apple", "iPhone 13", 6
    made[0x8769] = {0x9003: "2024:07:01 13:30:07", 0x9291: "123", 0x9011: "+01:00"}
    made[0x8825] = PORTO
    return made.tobytes()


WHOLE = exif()


def mutated(whole: bytes, mutations: list[tuple[float, int]], kept: float = 1.0) -> bytes:
    changed = bytearray(whole)
    for share, value in mutations:
        changed[int(share * len(changed))] = value
    return bytes(changed[: max(1, round(len(changed) * kept))])


def check(taken: Taken) -> None:
    assert (taken.at is None) == (taken.certainty is Certainty.UNKNOWN)
    assert taken.at is None or 1826 <= taken.at.year <= 2026
    assert taken.offset_minutes is None or -720 <= taken.offset_minutes <= 840


def read(path: Path) -> FileFacts:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # as in a worker
        facts = metadata.read_facts(path, path.name, places=True, now=NOW)
    check(facts.taken)
    if facts.place:
        assert abs(facts.place.latitude) <= 90
        assert abs(facts.place.longitude) <= 180
    return facts


@given(MUTATIONS, st.floats(0.1, 1))
def test_a_photo_with_damaged_exif_is_still_a_photo(mutations: list[tuple[float, int]], kept: float) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.jpg"
        Image.new("RGB", (12, 8)).save(path, exif=b"Exif\0\0" + mutated(WHOLE, mutations, kept)[6:])
        assert {read(path).width, read(path).height} == {12, 8}


def _file(suffix: str) -> bytes:
    with io.BytesIO() as out:
        image = Image.new("RGB", (24, 16), "navy")
        image.save(out, {".jpg": "JPEG", ".png": "PNG", ".webp": "WEBP", ".heic": "HEIF"}[suffix], exif=WHOLE)
        return out.getvalue()


FILES = {suffix: _file(suffix) for suffix in (".jpg", ".png", ".webp", ".heic")}


@settings(deadline=None)
@given(st.sampled_from(sorted(FILES)), MUTATIONS, st.floats(0.1, 1))
def test_a_damaged_file_is_read_or_refused(
    suffix: str, mutations: list[tuple[float, int]], kept: float
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a{suffix}"
        path.write_bytes(mutated(FILES[suffix], mutations, kept))
        try:
            read(path)
        except UnreadableError as error:
            assert error.message


DIGITS = ["2023", "0617", "06", "17", "1421", "41", "99", "24", "9999", "0000"]
SIGNS = ["@", ".", "-", "/", "_", " ", "June", "Backup", "scan", "Screenshot", "WhatsApp"]
PIECES = st.sampled_from([*DIGITS, *SIGNS, "IMG_", "PXL_", "_iOS", "-WA0001"])
TEXTS = st.lists(PIECES, max_size=9).map("".join) | st.text(max_size=30)


@given(
    TEXTS,
    st.lists(st.builds(Stamp, st.sampled_from([*TAGS, MODIFIED]), TEXTS, TEXTS, TEXTS), max_size=4),
    st.sampled_from(["", "Europe/Lisbon", "Mars/Base", "../x"]),
    st.none() | st.datetimes(datetime(1826, 1, 2), datetime(5138, 1, 1)),
    TEXTS,
)
def test_no_name_and_no_stamp_breaks_the_weighing(
    name: str, stamps: list[Stamp], zone: str, utc: datetime | None, camera: str
) -> None:
    evidence = DateEvidence(
        name, NOW, tuple(stamps), camera=camera, zone=zone, takeout_at=utc, file_modified=utc
    )  # fmt: skip
    check(dates.resolve(evidence))


@pytest.mark.shared
@pytest.mark.parametrize(
    "name", ["exif-samples/tiff", "formats/pillow-heif", "exifr/test", "formats/heif-conformance"]
)
def test_real_files_survive_damage(shared: Path, tmp_path: Path, name: str) -> None:
    files = sorted(file for file in (shared / "data/exif" / name).rglob("*") if file.is_file())
    small = [file for file in files if file.stat().st_size < 10**6][:25]
    assert len(small) >= 3
    for number, file in enumerate(small):
        whole = file.read_bytes()
        head = min(len(whole), 4000) / len(whole)  # where the metadata mostly stands
        places = [(number * 7919 + n * 104729) % 4001 / 4001 * head for n in range(8)]
        path = tmp_path / f"{number}{file.suffix}"
        path.write_bytes(mutated(whole, [(place, n * 37 % 256) for n, place in enumerate(places)]))
        try:
            read(path)
        except UnreadableError as error:
            assert error.message
