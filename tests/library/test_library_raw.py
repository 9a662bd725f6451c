"""RAW photos: real ones where there are, a DNG made here whose truth is known, and previews of all turns."""

import io
import struct
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from rollsuggest.errors import UnreadableError
from rollsuggest.library import metadata, pixels, raw
from rollsuggest.library.scan import RAW_SUFFIXES

NOW = datetime(2026, 6, 14, 12)
RED, BLUE = (200, 40, 30), (30, 60, 190)


def preview(size: tuple[int, int] = (1200, 800), *, exif: Image.Exif | None = None) -> bytes:
    """Return a JPEG, red above and blue below."""
    picture = Image.new("RGB", size, BLUE)
    picture.paste(RED, (0, 0, size[0], size[1] // 2))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=95, exif=exif or Image.Exif())
    return out.getvalue()


Value = tuple[int, bytes]  # a TIFF type and its bytes


def ascii_(text: str) -> Value:
    return 2, text.encode() + b"\0"


def short(*values: int) -> Value:
    return 3, struct.pack(f"<{len(values)}H", *values)


def long_(*values: int) -> Value:
    return 4, struct.pack(f"<{len(values)}I", *values)


def ratio(*values: float) -> Value:
    return 5, b"".join(struct.pack("<II", round(v * 1000), 1000) for v in values)


def signed(*values: float) -> Value:
    return 10, ratio(*values)[1]


def dng(path: Path, *, jpeg: bytes | None, turn: int = 1, level: int = 9000) -> Path:
    """Write a little DNG by the specification: a grey Bayer picture, a preview, date and place."""
    width, height = 240, 160
    sensor = np.full((height, width), level, "<u2")
    sensor[::8] -= 900
    bayer = sensor.tobytes()
    photo = {0x9003: ascii_("2024:08:10 17:20:30"), 0x9011: ascii_("+02:00")}
    gps = {1: ascii_("N"), 2: ratio(38, 43, 20.3), 3: ascii_("W"), 4: ratio(9, 8, 21.5)}
    main = {
        254: long_(0), 256: long_(width), 257: long_(height), 258: short(16), 259: short(1),
        262: short(32803), 271: ascii_("Canon"), 272: ascii_("EOS 5D"), 274: short(turn), 277: short(1),
        278: long_(height), 33421: short(2, 2), 33422: (1, bytes([0, 1, 1, 2])), 50706: (1, b"\1\4\0\0"),
        50708: ascii_("Canon EOS 5D"), 50717: long_(16383), 50714: long_(0),
        50721: signed(1, 0, 0, 0, 1, 0, 0, 0, 1), 50728: ratio(1, 1, 1), 50778: short(21),
    }  # fmt: skip
    out = bytearray(b"II*\0\0\0\0\0")

    def append(data: bytes) -> int:
        out.extend(b"\0" * (len(out) % 2))
        at = len(out)
        out.extend(data)
        return at

    def folder(tags: dict[int, Value]) -> int:
        sizes = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 10: 8}
        entries = b""
        for tag, (kind, data) in sorted(tags.items()):
            value = data.ljust(4, b"\0") if len(data) <= 4 else struct.pack("<I", append(data))
            entries += struct.pack("<HHI", tag, kind, len(data) // sizes[kind]) + value
        return append(struct.pack("<H", len(tags)) + entries + b"\0\0\0\0")

    main |= {273: long_(append(bayer)), 279: long_(len(bayer))}
    main |= {34665: long_(folder(photo)), 34853: long_(folder(gps))}
    if jpeg:
        with Image.open(io.BytesIO(jpeg)) as image:
            size = image.size
        shown = {254: long_(1), 256: long_(size[0]), 257: long_(size[1]), 258: short(8, 8, 8), 259: short(7)}
        shown |= {262: short(6), 273: long_(append(jpeg)), 277: short(3), 279: long_(len(jpeg))}
        main |= {330: long_(folder(shown))}
    out[4:8] = struct.pack("<I", folder(main))
    path.write_bytes(out)
    return path


def near(rgb: pixels.Rgb, colour: tuple[int, int, int]) -> bool:
    return bool(np.abs(rgb.reshape(-1, 3).mean(0) - colour).max() < 12)


def test_the_preview_is_the_picture_and_the_raw_tells_the_rest(tmp_path: Path) -> None:
    path = dng(tmp_path / "a.dng", jpeg=preview())
    before = path.read_bytes()
    facts, decoded = metadata.read(path, "a.dng", long_side_px=600, places=True, now=NOW)
    assert (facts.width, facts.height, facts.mime) == (1200, 800, "image/x-adobe-dng")
    assert decoded.rgb.shape == (400, 600, 3)
    assert near(decoded.rgb[:180], RED)
    assert near(decoded.rgb[220:], BLUE)
    assert facts.taken.at == datetime(2024, 8, 10, 17, 20, 30)
    assert (facts.taken.offset_minutes, facts.camera) == (120, "Canon EOS 5D")
    assert facts.place is not None
    assert (facts.place.name, facts.place.country) == ("Lisbon", "PT")
    assert path.read_bytes() == before


def test_no_position_without_consent_to_places(tmp_path: Path) -> None:
    path = dng(tmp_path / "a.dng", jpeg=preview())
    assert metadata.read(path, "a.dng", long_side_px=99, places=False, now=NOW)[0].place is None
    with Image.open(raw.as_jpeg(path)) as image:
        assert not image.getexif().get_ifd(0x8825)


@pytest.mark.parametrize(("turn", "red"), [(6, np.s_[:, 220:]), (8, np.s_[:, :180]), (3, np.s_[220:, :])])
def test_the_preview_is_turned_upright(tmp_path: Path, turn: int, red: tuple[slice, slice]) -> None:
    decoded = pixels.decode(dng(tmp_path / "a.dng", jpeg=preview(), turn=turn), 600)
    assert (decoded.width, decoded.height) == ((1200, 800) if turn == 3 else (800, 1200))
    assert near(decoded.rgb[red], RED)


def test_a_preview_that_is_upright_already_is_left_as_it_is(tmp_path: Path) -> None:
    decoded = pixels.decode(dng(tmp_path / "a.dng", jpeg=preview((800, 1200)), turn=6), 600)
    assert (decoded.width, decoded.height) == (800, 1200)
    assert near(decoded.rgb[:280], RED)


@pytest.mark.parametrize("jpeg", [None, preview((160, 107)), preview()[:3000]])
def test_without_a_usable_preview_the_raw_itself_is_developed(tmp_path: Path, jpeg: bytes | None) -> None:
    facts, decoded = metadata.read(
        dng(tmp_path / "a.dng", jpeg=jpeg, turn=6), "a.dng", long_side_px=600, places=False, now=NOW
    )
    assert (facts.width, facts.height) == (80, 120)  # half of each side, turned
    assert facts.taken.at == datetime(2024, 8, 10, 17, 20, 30)
    assert decoded.rgb.std() < 25, "nearly a plain grey"
    assert decoded.rgb.mean() > 60


@pytest.mark.parametrize("suffix", sorted(RAW_SUFFIXES))
def test_every_makers_ending_is_read_by_what_the_file_holds(tmp_path: Path, suffix: str) -> None:
    path = dng(tmp_path / f"a{suffix}", jpeg=preview())
    facts = metadata.read_facts(path, path.name, places=False, now=NOW)
    assert (facts.width, facts.height) == (1200, 800)
    assert facts.mime.startswith("image/x-")


def test_of_a_raw_that_libraw_does_not_know_its_largest_picture_is_shown(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x0110] = 6, "SIGMA", "SIGMA DP2"
    exif.get_ifd(0x8769)[0x9003] = "2019:08:10 17:20:30"
    path = tmp_path / "a.x3f"
    large = preview(exif=exif)
    path.write_bytes(b"FOVb" + bytes(600) + preview((160, 107)) + bytes(80) + large + bytes(4000))
    facts, decoded = metadata.read(path, "a.x3f", long_side_px=600, places=False, now=NOW)
    assert (facts.width, facts.height, facts.mime) == (800, 1200, "image/x-sigma-x3f")
    assert facts.taken.at == datetime(2019, 8, 10, 17, 20, 30)
    assert near(decoded.rgb[:, 220:], RED)
    path.write_bytes(b"FOVb" + bytes(600) + large[:3000])
    with pytest.raises(UnreadableError):
        pixels.decode(path, 600)


@pytest.mark.parametrize("data", [b"", b"no raw at all" * 50, b"II*\0\x08\0\0\0" + b"\xff" * 400])
def test_what_is_no_raw_says_why(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.nef"
    path.write_bytes(data)
    with pytest.raises(UnreadableError) as error:
        metadata.read(path, "a.nef", long_side_px=99, places=True, now=NOW)
    assert error.value.message


@pytest.mark.shared
def test_real_raws_that_are_cut_off_still_tell_their_date(shared: Path) -> None:
    """The shared ones are cut down to their headers: LibRaw refuses them or finds nothing."""
    folder = shared / "data/exif/exiftool-t/t/images"
    for name, day in (("DNG.dng", "2005-08-03"), ("CanonRaw.cr2", "2005-08-03"), ("Nikon.nef", "2004-06-09")):
        at = metadata.read_facts(folder / name, name, places=True, now=NOW).taken.at
        assert at is not None
        assert at.date().isoformat() == day
    with pytest.raises(UnreadableError):
        pixels.decode(folder / "CanonRaw.cr2", 600)


def test_a_preview_with_its_own_orientation_is_turned_by_it(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x0131] = 8, "Firmware 1.0"
    jpeg = preview(exif=exif)
    assert jpeg[6:10] == b"JFIF"  # which cameras leave out: EXIF comes first
    decoded = pixels.decode(dng(tmp_path / "a.dng", jpeg=jpeg[:2] + jpeg[20:], turn=1), 600)
    assert (decoded.width, decoded.height) == (800, 1200)
    assert near(decoded.rgb[:, :180], RED)


# LibRaw is native: run in a process of its own, so that a crash shows.
READ_DAMAGED = """
import random, sys
from pathlib import Path
from rollsuggest.errors import UnreadableError
from rollsuggest.library import pixels
chance = random.Random(7)
folder, count = Path(sys.argv[1]), {"read": 0, "refused": 0}
whole = [path.read_bytes() for path in sorted(folder.glob("*.dng"))]
for _n in range(80):
    data = bytearray(chance.choice(whole))
    for _m in range(chance.randint(1, 12)):
        at = chance.randrange(chance.choice((400, len(data))))
        data[at] = chance.choice((0, 255, chance.randrange(256)))
    if chance.random() < 0.3:
        data = data[: chance.randrange(len(data))]
    (folder / "damaged.DNG").write_bytes(data)
    try:
        assert max(pixels.decode(folder / "damaged.DNG", 400).rgb.shape) <= 400
        count["read"] += 1
    except UnreadableError as error:
        assert error.message
        count["refused"] += 1
print(count["read"], count["refused"])
"""


def test_damage_costs_a_raw_itself_and_nothing_else(tmp_path: Path) -> None:
    dng(tmp_path / "a.dng", jpeg=preview())
    dng(tmp_path / "b.dng", jpeg=None)
    run = subprocess.run(
        [sys.executable, "-c", READ_DAMAGED, str(tmp_path)],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr[-2000:]
    read, refused = map(int, run.stdout.split())
    assert read >= 10
    assert refused >= 10
