"""Bytes that nobody meant: whatever a file, its EXIF or its name holds, it is read or refused, never more."""

from __future__ import annotations

import io
import tempfile
import warnings
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from rollsuggest.errors import UnreadableError
from rollsuggest.library import dates, metadata
from rollsuggest.library.dates import MODIFIED, TAGS, DateEvidence
from rollsuggest.library.scan import walk
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


@settings(deadline=None)
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


# --- blocks of metadata ----------------------------------------------------------------------------------

XMP = (
    b'<x:xmpmeta><rdf:Description exif:DateTimeOriginal="2019-08-05T10:20:30+02:00"'
    b' exif:GPSLatitude="41,8.976N" exif:GPSLongitude="8,36.66W"/></x:xmpmeta>'
)
ICC = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
BLOCKS: dict[str, tuple[str, dict[str, Any]]] = {
    ".jpg": ("JPEG", {"exif": WHOLE, "xmp": XMP, "icc_profile": ICC}),
    ".png": ("PNG", {"exif": WHOLE, "icc_profile": ICC}),
    ".webp": ("WEBP", {"exif": WHOLE, "xmp": XMP, "icc_profile": ICC}),
    ".heic": ("HEIF", {"exif": WHOLE, "xmp": XMP, "icc_profile": ICC}),
    ".avif": ("AVIF", {"exif": WHOLE, "xmp": XMP, "icc_profile": ICC}),
    ".tif": ("TIFF", {"exif": WHOLE, "icc_profile": ICC, "tiffinfo": {700: XMP}}),
}
LIES = (
    b"\xff\xff\xff\xff",
    b"\x7f\xff\xff\xff",
    b"\xff\xff\xff\x7f",
    b"\0\0\0\0",
    b"\0\0\0\x08",
    b"\x08\0\0\0",
)
# What is done, where, and with what: flips, lies about lengths and counts, cuts, repeats.
DAMAGES = st.lists(
    st.tuples(st.integers(0, 4), st.floats(0, 1, exclude_max=True), st.integers(0, 2**16)),
    min_size=1,
    max_size=12,
)


def _blocks(suffix: str) -> bytes:
    form, metadata = BLOCKS[suffix]
    with io.BytesIO() as out:
        Image.new("RGB", (24, 16), "navy").save(out, form, **metadata)
        return out.getvalue()


WHOLES = {suffix: _blocks(suffix) for suffix in BLOCKS}


def damaged(whole: bytes, damages: list[tuple[int, float, int]]) -> bytes:
    data = bytearray(whole)
    for what, share, value in damages:
        at = int(share * len(data))
        if what == 0:
            data[at] ^= 1 << value % 8
        elif what == 1:
            data[at : at + 4] = LIES[value % len(LIES)]
        elif what == 2 and len(data) > 60:
            del data[at : at + value % 20]
        elif what == 3:
            data[at:at] = data[at // 2 : at // 2 + value % 20]
        elif value % 8 == 0:
            del data[max(20, at) :]
    return bytes(data)


@settings(deadline=None)
@given(st.sampled_from(sorted(WHOLES)), DAMAGES)
def test_damaged_blocks_are_read_or_refused(suffix: str, damages: list[tuple[int, float, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a{suffix}"
        path.write_bytes(damaged(WHOLES[suffix], damages))
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # as in a worker
                facts, decoded = metadata.read(path, path.name, long_side_px=16, places=True, now=NOW)
        except UnreadableError as error:
            assert error.message
        else:
            check(facts.taken)
            assert max(decoded.rgb.shape[:2]) <= 16


# --- sidecars and names ----------------------------------------------------------------------------------

LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {c} "{f"&{chr(ord(c) - 1)};" * 10}">' for c in "bcdefghij")
    + ']><x exif:DateTimeOriginal="2019-08-05T10:20:30">&j;</x>'
)


@pytest.mark.parametrize(
    ("name", "text", "dated"),
    [
        ("a.jpg.xmp", LAUGHS, True),
        ("a.jpg.xmp", '<x exif:DateTimeOriginal="' + "2" * 3_000_000, False),
        ("a.jpg.xmp", "<a>" * 500_000, False),
        ("a.jpg.xmp", 'exif:GPSLatitude="' * 100_000, False),
        ("a.jpg.json", '{"a":' * 200_000, False),
        ("a.jpg.json", '{"title": "a.jpg", "photoTakenTime": {"timestamp": NaN}}', False),
        ("a.jpg.json", '{"title": "a.jpg", "photoTakenTime": {"timestamp": ' + "9" * 5000 + "}}", False),
        ("a.jpg.json", '{"title": "a.jpg", "geoData": {"latitude": Infinity, "longitude": 1e999}}', False),
        ("a.jpg.json", '{"title": ["a"], "photoTakenTime": "now", "geoData": 7}', False),
        ("a.jpg.json", "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"), False),
    ],
)
def test_hostile_sidecars_cost_themselves(tmp_path: Path, name: str, text: str, dated: bool) -> None:
    Image.new("RGB", (12, 8)).save(tmp_path / "a.jpg")
    (tmp_path / name).write_text(text, "utf-8")
    facts = read(tmp_path / "a.jpg")
    assert (facts.taken.at is not None, facts.place) == (dated, None)


LETTERS = [
    "\u202e",
    "\u200f",
    "\U0001f44d\U0001f3fd",
    "é",
    "\u0301",
    "\x01",
    "\x1b[31m",
    "'",
    '"',
    "(1)",
    "\n",
]
WORDS = ["IMG_", "20190805", "_102030", "-edited", "scan", "%s", "{year}", "..", " ", "\n", "a" * 40]


@settings(deadline=None)
@given(st.lists(st.sampled_from(LETTERS + WORDS), min_size=1, max_size=6).map("".join))
def test_whatever_a_file_is_called_it_is_found_and_read(name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{name[:60].lstrip('.')}x.jpg"
        try:
            Image.new("RGB", (12, 8)).save(path)
        except OSError:  # the system of this machine does not allow the name
            return
        found = list(walk(Path(folder)))
        assert [file.path for file in found] == [path.name]
        assert read(path).width == 12


DIGITS = ["2023", "0617", "06", "17", "1421", "41", "99", "24", "9999", "0000"]
SIGNS = ["@", ".", "-", "/", "_", " ", "June", "Backup", "scan", "Screenshot", "WhatsApp"]
PIECES = st.sampled_from([*DIGITS, *SIGNS, "IMG_", "PXL_", "_iOS", "-WA0001"])
TEXTS = st.lists(PIECES, max_size=9).map("".join) | st.text(max_size=30)


@settings(deadline=None)
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
