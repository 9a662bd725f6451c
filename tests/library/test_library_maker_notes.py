"""Apple's content identifier out of maker's notes: made here, real, and damaged."""

import struct
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from rollsuggest.library.maker_notes import content_identifier
from rollsuggest.library.metadata import read_facts

NOW = datetime(2026, 6, 14, 12)
UUID = "B1E3A2C4-0000-4111-8222-0123456789AB"


def note(text: str = UUID, order: str = ">", *, kind: int = 2, offset: int = 14 + 2 + 24 + 4) -> bytes:
    """Return a note with two entries, of which the second is the identifier."""
    head = b"Apple iOS\0\0\1" + (b"MM" if order == ">" else b"II")
    value = text.encode() + b"\0"
    version = struct.pack(f"{order}HHIi", 1, 9, 1, 14)
    identifier = struct.pack(f"{order}HHII", 0x11, kind, len(value), offset)
    return head + struct.pack(f"{order}H", 2) + version + identifier + bytes(4) + value


@pytest.mark.parametrize("order", [">", "<"])
def test_the_identifier_is_read(order: str) -> None:
    assert content_identifier(note(order=order)) == UUID


@pytest.mark.parametrize(
    "wrong",
    [
        None, 7, "Apple iOS", b"", b"Apple iOS\0", b"Nikon\0\2\x10\0\0MM\0*" + bytes(40), note()[:30],
        note(kind=7), note(offset=2**31), note("ä" * 9), note("\x01\x02\x03\x04"), note("x" * 500),
    ],
)  # fmt: skip
def test_what_tells_none_tells_none(wrong: object) -> None:
    assert content_identifier(wrong) == ""


@given(st.lists(st.tuples(st.integers(0, len(note()) - 1), st.integers(0, 255)), max_size=8), st.integers(0))
def test_damage_never_raises(damage: list[tuple[int, int]], cut: int) -> None:
    data = bytearray(note())
    for at, value in damage:
        data[at] = value
    assert content_identifier(bytes(data[: cut % (len(data) + 1)])).isascii()


@pytest.mark.parametrize("suffix", [".jpg", ".heic"])
def test_a_photo_tells_it_with_its_facts(tmp_path: Path, suffix: str) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x927C] = note()
    path = tmp_path / f"IMG_1{suffix}"
    Image.new("RGB", (64, 48)).save(path, exif=exif)
    assert read_facts(path, path.name, places=False, now=NOW).content_identifier == UUID


@pytest.mark.shared
def test_real_photos_agree_with_exiftool(shared: Path) -> None:
    """The values are those of `exiftool -Apple:MediaGroupUUID`, its other name for the tag."""
    real = {
        "roll/toy_travels_iphone/IMG_0262.jpeg": "4612BBD1-29C7-4BFB-9A01-346730A97BB0",
        "roll/toy_travels_iphone/IMG_0010.JPG": "F1EF2892-251D-4746-99EF-D2CED8FECD1F",
        "roll/toy_travels_iphone/IMG_1712.jpeg": "",
        "exif/elodie/elodie/tests/files/photo.heic": "76C3E45A-2CCC-498B-9C1A-29C3ADD99D39",
    }
    for name, identifier in real.items():
        path = shared / "data" / name
        assert read_facts(path, path.name, places=False, now=NOW).content_identifier == identifier
