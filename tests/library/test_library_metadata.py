from __future__ import annotations

import hashlib
import json
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin
from PIL.TiffImagePlugin import IFDRational, ImageFileDirectory_v2

from rollsuggest.errors import UnreadableError
from rollsuggest.library import metadata
from rollsuggest.library.exif import camera_name, gps_position, gps_time, text_of
from rollsuggest.model import Certainty, FileFacts

NOW = datetime(2026, 6, 14, 12)
PORTO = {1: "N", 2: (41.0, 8.0, 58.56), 3: "W", 4: (8.0, 36.0, 39.6), 7: (12.0, 30.0, 5.0), 29: "2024:07:01"}


def facts(path: Path, *, places: bool = True) -> FileFacts:
    return metadata.read_facts(path, path.name, places=places, now=NOW)


def photo(path: Path, *, detail: dict[int, Any] | None = None) -> Path:
    exif = ImageFileDirectory_v2() if path.suffix == ".tif" else Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0131], exif[0x0112] = "Apple", "iPhone 13", "17.1", 6
    exif[0x8769] = detail or {0x9003: "2024:07:01 13:30:07", 0x9291: "123"}
    exif[0x8825] = PORTO
    Image.new("RGB", (64, 48), "navy").save(
        path, None, **{"tiffinfo" if path.suffix == ".tif" else "exif": exif}
    )
    return path


@pytest.mark.parametrize(
    ("suffix", "mime"),
    [(".jpg", "image/jpeg"), (".png", "image/png"), (".webp", "image/webp"), (".tif", "image/tiff"),
     (".avif", "image/avif"), (".heic", "image/heic")],
)  # fmt: skip
def test_every_format_tells_the_same(tmp_path: Path, suffix: str, mime: str) -> None:
    path = photo(tmp_path / f"IMG_0001{suffix}")
    read, decoded = metadata.read(path, path.name, long_side_px=32, places=True, now=NOW)
    assert (read.camera, read.software, read.mime) == ("Apple iPhone 13", "17.1", mime)
    assert read.taken.at == datetime(2024, 7, 1, 13, 30, 7, 123000)
    assert (read.taken.certainty, read.taken.source) == (Certainty.EXACT, "exif:DateTimeOriginal")
    assert read.taken.offset_minutes == 60
    assert read.place is not None
    assert (read.place.name, read.place.country) == ("Porto", "PT")
    assert abs(read.place.latitude - 41.1496) < 1e-4
    assert abs(read.place.longitude + 8.611) < 1e-4
    assert read.content_hash == hashlib.blake2b(path.read_bytes(), digest_size=16).digest()
    upright = (64, 48) if suffix == ".heic" else (48, 64)
    assert (read.width, read.height) == upright == (decoded.width, decoded.height)
    assert max(decoded.rgb.shape) == 32
    assert facts(path) == read


def test_the_type_is_the_decoders_word(tmp_path: Path) -> None:
    path = photo(tmp_path / "a.png")
    assert facts(path.rename(tmp_path / "a.jpg")).mime == "image/png"


def test_without_consent_no_position_is_read_but_the_tags_offset_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    get_ifd = Image.Exif.get_ifd

    def watched(self: Image.Exif, tag: int) -> dict[int, Any]:
        asked.append(tag)
        return get_ifd(self, tag)

    bare = photo(tmp_path / "bare.jpg")
    told = photo(tmp_path / "told.jpg", detail={0x9003: "2024:07:01 13:30:07", 0x9011: "+02:00"})
    monkeypatch.setattr(Image.Exif, "get_ifd", watched)
    assert facts(bare, places=False).place is None
    assert facts(bare, places=False).taken.offset_minutes is None
    assert facts(told, places=False).taken.offset_minutes == 120
    assert 0x8769 in asked
    assert 0x8825 not in asked


def test_a_file_larger_than_memory_allows_is_hashed_in_pieces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = photo(tmp_path / "a.jpg")
    small = facts(path)
    monkeypatch.setattr(metadata, "IN_MEMORY", 10)
    read, decoded = metadata.read(path, path.name, long_side_px=32, places=True, now=NOW)
    assert read == small
    assert decoded.rgb.shape == (32, 24, 3)


def test_an_original_is_never_changed(tmp_path: Path) -> None:
    path = photo(tmp_path / "a.jpg")
    before = path.read_bytes(), path.stat().st_mtime_ns
    path.chmod(0o400)
    metadata.read(path, path.name, long_side_px=32, places=True, now=NOW)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


def test_dates_of_xmp_and_png(tmp_path: Path) -> None:
    packet = '<x:xmpmeta><rdf:Description photoshop:DateCreated="2019-08-05T10:20:30+02:00"/></x:xmpmeta>'
    Image.new("RGB", (8, 8)).save(tmp_path / "a.jpg", xmp=packet.encode())
    taken = facts(tmp_path / "a.jpg").taken
    assert (taken.at, taken.source) == (datetime(2019, 8, 5, 10, 20, 30), "xmp:DateCreated")
    assert taken.offset_minutes == 120
    text = PngImagePlugin.PngInfo()
    text.add_itxt("XML:com.adobe.xmp", "<exif:DateTimeOriginal>2019-08-05T10:20:30</exif:DateTimeOriginal>")
    Image.new("RGB", (8, 8)).save(tmp_path / "a.png", pnginfo=text)
    assert facts(tmp_path / "a.png").taken.source == "xmp:DateTimeOriginal"


@pytest.mark.parametrize(
    "exif", [b"", b"Exif\0\0", b"Exif\0\0II*\0\xff\xff\xff\xff", b"Exif\0\0MM\0*garbage" * 3]
)
def test_broken_exif_costs_the_tag_and_not_the_photo(tmp_path: Path, exif: bytes) -> None:
    Image.new("RGB", (64, 48)).save(tmp_path / "IMG_20230617_142141.jpg", exif=exif)
    path = tmp_path / "IMG_20230617_142141.jpg"
    read, decoded = metadata.read(path, path.name, long_side_px=64, places=True, now=NOW)
    assert (read.width, read.height) == (64, 48) == (decoded.width, decoded.height)
    assert read.taken.at == datetime(2023, 6, 17, 14, 21, 41)
    assert read.place is None


@given(st.binary(max_size=120))
def test_no_bytes_in_exif_break_the_reading(exif: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.jpg"
        Image.new("RGB", (8, 8)).save(path, exif=b"Exif\0\0II*\0\x08\0\0\0" + exif)
        read, _ = metadata.read(path, path.name, long_side_px=8, places=True, now=NOW)
        assert (read.width, read.height) == (8, 8)


def test_what_is_no_picture_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"not a photo\n")
    with pytest.raises(UnreadableError, match="not a picture"):
        facts(tmp_path / "a.jpg")
    with pytest.raises(UnreadableError, match="not there"):
        facts(tmp_path / "b.jpg")


@pytest.mark.parametrize(
    ("make", "model", "camera"),
    [
        ("Apple", "iPhone 13", "Apple iPhone 13"),
        ("NIKON CORPORATION", "NIKON D3500", "NIKON D3500"),
        ("OLYMPUS IMAGING CORP.", "E-M10", "OLYMPUS E-M10"),
        ("Canon", "Canon EOS 5D", "Canon EOS 5D"),
        ("samsung", "SM-G991B", "samsung SM-G991B"),
        ("EASTMAN KODAK COMPANY", "KODAK CX7530 ZOOM", "KODAK CX7530 ZOOM"),
        ("SANYO Electric Co.,Ltd.", "VPC-MZ3", "SANYO VPC-MZ3"),
        ("Google", "", "Google"),
        ("", "X100V", "X100V"),
        ("", "", ""),
    ],
)
def test_cameras_are_named_once(make: str, model: str, camera: str) -> None:
    assert camera_name(make, model) == camera


@pytest.mark.parametrize(
    "wrong",
    [
        {1: "X"}, {1: ""}, {3: None}, {2: (0.0, 0.0, 0.0), 4: (0.0, 0.0, 0.0)}, {2: (91.0, 0.0, 0.0)},
        {4: (181.0, 0.0, 0.0)}, {2: (41.0, 75.0, 0.0)}, {2: ()}, {2: "north"}, {2: None},
        {4: (8.0, float("nan"), 0.0)},
        {2: (IFDRational(0, 0), IFDRational(0, 0), IFDRational(0, 0))}, {2: (float("inf"), 0.0, 0.0)},
    ],
)  # fmt: skip
def test_positions_that_are_none(wrong: dict[int, Any]) -> None:
    assert gps_position({**PORTO, **wrong}) is None


def test_positions_as_they_are_met() -> None:
    assert gps_position({1: b"s\0", 2: 33.5, 3: "E", 4: (151, 12.6)}) == (-33.5, 151.21)
    assert gps_position({1: "N", 2: (41.5,), 3: "W", 4: (-8.5,)}) == (41.5, -8.5)


def test_gps_time_is_whole_or_none() -> None:
    assert gps_time(PORTO) == datetime(2024, 7, 1, 12, 30, 5)
    for wrong in (
        {29: ""},
        {29: "1999:99:99"},
        {7: ()},
        {7: (12.0, 99.0, 0.0)},
        {7: (float("nan"), 0.0, 0.0)},
    ):
        assert gps_time({**PORTO, **wrong}) is None


def test_texts_are_cleaned() -> None:
    for apple in ("Apple\0\0", b"Apple ", ("Apple", "x"), "A\x01pple", "Apple\0rest"):
        assert text_of(apple) == "Apple"
    assert [text_of(value) for value in (7, None, "", ())] == [""] * 4


@pytest.mark.shared
def test_dates_and_positions_of_real_files_agree_with_exiftool(shared: Path) -> None:
    """Refused on purpose: clocks never set, and dates of tomorrow."""
    truth: dict[str, dict[str, Any]] = json.loads((shared / "data/truth.json").read_text("utf-8"))["exif"]
    dates = positions = offsets = 0
    wrong = []
    for name, tags in truth.items():
        if not any(tags.get(tag) for tag in ("DateTimeOriginal", "GPSLatitude")):
            continue
        try:
            read = facts(shared / "data" / name)
        except UnreadableError:
            continue
        if stamp := tags.get("DateTimeOriginal"):
            same = read.taken.at and f"{read.taken.at:%Y:%m:%d %H:%M:%S}" == stamp[:19]
            dates += bool(same)
            wrong += [] if same else [Path(name).name]
        if offset := tags.get("OffsetTimeOriginal"):
            minutes = int(offset[1:3]) * 60 + int(offset[4:])
            assert read.taken.offset_minutes == (-minutes if offset[0] == "-" else minutes)
            offsets += 1
        if tags.get("GPSLatitude"):
            assert read.place is not None
            assert abs(read.place.latitude - float(tags["GPSLatitude"])) < 1e-4
            assert abs(read.place.longitude - float(tags["GPSLongitude"])) < 1e-4
            positions += 1
    assert (dates >= 130, positions >= 40, offsets >= 14) == (True, True, True)
    assert set(wrong) <= {"WWL_(Polaroid)_ION230.jpg", "sanyo-vpcg250.jpg", "exif_gps.jpg"}


def profile(kind: str, data: bytes) -> PngImagePlugin.PngInfo:
    """Return a PNG's text as ImageMagick writes a profile: its kind, its length, and lines of digits."""
    digits = data.hex()
    lines = [digits[n : n + 72] for n in range(0, len(digits), 72)]
    info = PngImagePlugin.PngInfo()
    info.add_text(f"Raw profile type {kind}", "\n".join(["", kind, f"{len(data):8}", *lines, ""]), zip=True)
    return info


XMP_DATE = b'<x:xmpmeta><rdf:Description exif:DateTimeOriginal="2019-05-03T10:11:12+02:00"/></x:xmpmeta>'


@pytest.mark.parametrize("kind", ["exif", "APP1", "xmp", "APP1 xmp"])
def test_what_imagemagick_keeps_of_a_jpeg_in_a_png_is_read(tmp_path: Path, kind: str) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = "2019:05:03 10:11:12"
    head = b"http://ns.adobe.com/xap/1.0/\0" if kind == "APP1 xmp" else b""
    data = head + XMP_DATE if "xmp" in kind else exif.tobytes()
    path = tmp_path / "a.png"
    Image.new("RGB", (8, 8)).save(path, pnginfo=profile(kind.split()[0], data))
    taken = facts(path).taken
    assert (taken.at, taken.certainty) == (datetime(2019, 5, 3, 10, 11, 12), Certainty.EXACT)
    assert taken.offset_minutes == (120 if "xmp" in kind else None)


@pytest.mark.parametrize("text", ["", "\nAPP1\n  9\nno digits", "\nAPP1\n   4\n45786966", "APP1"])
def test_a_damaged_profile_in_a_png_costs_itself(tmp_path: Path, text: str) -> None:
    info = PngImagePlugin.PngInfo()
    info.add_text("Raw profile type APP1", text)
    info.add_text("Raw profile type xmp", text)
    path = tmp_path / "a.png"
    Image.new("RGB", (8, 8)).save(path, pnginfo=info)
    assert facts(path).taken.at is None
