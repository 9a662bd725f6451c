"""Motion photos as Google's and Samsung's phones write them: a film behind a picture in one file."""

import io
import struct
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_films import BLUE, CLOCKWISE, RED, film
from PIL import Image

from rollsuggest.errors import UnreadableError
from rollsuggest.library import clip
from rollsuggest.library.metadata import read, read_facts
from rollsuggest.library.motion import film_offset
from rollsuggest.model import FileFacts

NOW = datetime(2026, 6, 14, 12)
GREEN = (20, 160, 60)
MICRO = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description GCamera:MicroVideo="1"'
    ' GCamera:MicroVideoVersion="1" GCamera:MicroVideoOffset="{film}"/></x:xmpmeta>'
)
ITEMS = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description Camera:MotionPhoto="1"><Container:Directory>'
    '<rdf:Seq><rdf:li><Container:Item Item:Mime="image/jpeg" Item:Semantic="Primary"/></rdf:li>'
    '<rdf:li><Container:Item Item:Mime="image/jpeg" Item:Semantic="GainMap" Item:Length="77"/></rdf:li>'
    '<rdf:li><Container:Item Item:Semantic="MotionPhoto" Item:Length="{film}"/></rdf:li>'
    "</rdf:Seq></Container:Directory></rdf:Description></x:xmpmeta>"
)


def picture(suffix: str, xmp: str = "") -> bytes:
    out = io.BytesIO()
    image = Image.new("RGB", (64, 48), GREEN)
    kind = {".jpg": "JPEG", ".heic": "HEIF", ".avif": "AVIF"}[suffix]
    image.save(out, kind, **({"xmp": xmp.encode()} if xmp else {}))
    return out.getvalue()


def samsung(mp4: bytes) -> bytes:
    """Return Samsung's trailer as exiftool reads it: another block, the film's block, their directory."""
    blocks, entries = b"", []
    for kind, name, data in (
        (0x0A01, b"Image_UTC_Data", b"1720000000000"),
        (0x0A30, b"MotionPhoto_Data", mp4),
    ):
        entries.append((kind, len(blocks), 8 + len(name) + len(data)))
        blocks += struct.pack("<HHI", 0, kind, len(name)) + name + data
    directory = b"SEFH" + struct.pack("<II", 106, len(entries))
    for kind, at, size in entries:
        directory += struct.pack("<HHII", 0, kind, len(blocks) - at, size)
    return blocks + directory + struct.pack("<I", len(directory)) + b"SEFT"


@pytest.fixture(scope="module")
def mp4(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("film") / "film.mp4"
    film(path, seconds=2.0, matrix=CLOCKWISE)
    return path.read_bytes()


def made(kind: str, mp4: bytes) -> tuple[bytes, str, int]:
    """Return a motion photo of a kind, its suffix, and where its film begins."""
    if kind == "google microvideo":
        head = picture(".jpg", MICRO.format(film=len(mp4)))
        return head + mp4, ".jpg", len(head)
    if kind == "google items":
        head = picture(".jpg", ITEMS.format(film=len(mp4))) + bytes(77)
        return head + mp4, ".jpg", len(head)
    if kind == "samsung jpeg":
        head = picture(".jpg")
        whole = head + samsung(mp4)
        return whole, ".jpg", whole.index(mp4)
    suffix = ".heic" if kind == "heic" else ".avif"
    head = picture(suffix)
    return head + struct.pack(">I4s", len(mp4) + 8, b"mpvd") + mp4, suffix, len(head) + 8


KINDS = ["google microvideo", "google items", "samsung jpeg", "heic", "avif"]


def facts(path: Path) -> FileFacts:
    return read_facts(path, path.name, places=False, now=NOW)


@pytest.mark.parametrize("kind", KINDS)
def test_the_film_is_found_and_the_photo_stays_one(tmp_path: Path, kind: str, mp4: bytes) -> None:
    data, suffix, offset = made(kind, mp4)
    path = tmp_path / f"a{suffix}"
    path.write_bytes(data)
    found, decoded = read(path, path.name, long_side_px=64, places=False, now=NOW)
    assert found.film_offset == offset == facts(path).film_offset
    assert found.duration_s == pytest.approx(2.0, abs=0.1)
    assert (found.width, found.height) == (64, 48)
    assert np.abs(decoded.rgb.mean((0, 1)) - GREEN).max() < 8
    assert path.read_bytes() == data


@pytest.mark.parametrize("kind", KINDS)
def test_the_film_can_be_seen_where_it_lies(tmp_path: Path, kind: str, mp4: bytes) -> None:
    data, suffix, offset = made(kind, mp4)
    path = tmp_path / f"a{suffix}"
    path.write_bytes(data)
    shown = list(clip.frames(path, offset, 160))
    assert len(shown) == 20
    assert [round(at, 1) for at, _still in shown] == [round(n / 10, 1) for n in range(20)]
    still = shown[7][1]
    assert (still.width, still.height, still.rgb.shape) == (180, 320, (160, 90, 3))
    assert np.abs(still.rgb[:, 60:].mean((0, 1)) - RED).max() < 12  # above turns to the right
    assert np.abs(still.rgb[:, :30].mean((0, 1)) - BLUE).max() < 12
    assert [p.name for p in tmp_path.iterdir()] == [path.name]  # no copy


def test_a_word_without_a_film_is_not_believed(tmp_path: Path, mp4: bytes) -> None:
    """Editors keep the XMP and lose the film; and a film that cannot be read is none."""
    lost = picture(".jpg", MICRO.format(film=len(mp4)))
    beyond = picture(".jpg", MICRO.format(film=10**11))
    broken = lost + b"\0\0\0\x20ftypisom" + bytes(len(mp4) - 12)
    no_trailer = picture(".jpg") + mp4  # nobody says that it is a motion photo
    for n, data in enumerate((lost, beyond, broken, no_trailer)):
        path = tmp_path / f"{n}.jpg"
        path.write_bytes(data)
        found = facts(path)
        assert (found.film_offset, found.duration_s) == (None, None)


def test_a_clip_that_is_none_says_why(tmp_path: Path, mp4: bytes) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(picture(".jpg"))
    assert clip.duration_s(path, 100) is None
    with pytest.raises(UnreadableError):
        next(clip.frames(path, 100, 160))
    with pytest.raises(UnreadableError):
        next(clip.frames(tmp_path / "gone.jpg", 0, 160))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(KINDS),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=12),
    st.floats(0, 1),
)
def test_damage_never_raises(mp4: bytes, kind: str, damage: list[tuple[float, int]], cut: float) -> None:
    data, _suffix, _offset = made(kind, mp4[:400])
    broken = bytearray(data)
    for at, value in damage:  # where the words stand: at both ends
        broken[-1 - int(at * 300)] = value
    packet = MICRO.format(film=int(cut * 10**12))
    offset = film_offset(io.BytesIO(broken[: 1 + int(cut * len(broken))]), packet)
    assert offset is None or broken[offset + 4 : offset + 8] == b"ftyp"
