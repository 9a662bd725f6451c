"""Pictures of known colours in every gamut, depth and coding that cameras and screens write."""

import io
import struct
import zlib
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms

from rollsuggest.library import nclx
from rollsuggest.library.pixels import decode

SIZE = (96, 64)
# sRGB colours and their code values elsewhere, by colour.js and BT.2408's tables.
P3 = {(255, 0, 0): (234, 51, 35), (0, 255, 0): (117, 251, 76), (128, 128, 128): (128, 128, 128)}


def seen(path: Path) -> tuple[int, ...]:
    rgb = decode(path).rgb
    return tuple(int(v) for v in rgb[rgb.shape[0] // 2, rgb.shape[1] // 2])


def near(one: tuple[int, ...], other: tuple[int, ...], by: int) -> bool:
    return all(abs(a - b) <= by for a, b in zip(one, other, strict=True))


def retold(path: Path, primaries: int, transfer: int) -> Path:
    """Write other code points into the colour box: the pixels stay, their meaning changes."""
    data = path.read_bytes()
    at = data.index(b"colrnclx") + 8
    path.write_bytes(data[:at] + struct.pack(">HH", primaries, transfer) + data[at + 4 :])
    return path


@pytest.mark.parametrize("suffix", [".avif", ".heic"])
@pytest.mark.parametrize("srgb", P3)
def test_display_p3_without_a_profile(tmp_path: Path, suffix: str, srgb: tuple[int, int, int]) -> None:
    path = tmp_path / f"a{suffix}"
    Image.new("RGB", SIZE, P3[srgb]).save(path, quality=100)
    assert near(seen(path), P3[srgb], 4)  # it is sRGB as long as it says so
    assert near(seen(retold(path, 12, 13)), srgb, 5)


@pytest.mark.parametrize("suffix", [".avif", ".heic"])
@pytest.mark.parametrize(("transfer", "grey", "white"), [(16, 96, 148), (18, 96, 191)])
def test_hdr_pictures_are_neither_washed_out_nor_dark(
    tmp_path: Path, suffix: str, transfer: int, grey: int, white: int
) -> None:
    """Grey of 26 cd/m² and paper white of 203 in PQ and HLG, by BT.2408."""
    for code, low, high in ((grey, 94, 108), (white, 222, 240)):
        path = tmp_path / f"{code}{suffix}"
        Image.new("RGB", SIZE, (code,) * 3).save(path, quality=100)
        rgb = seen(retold(path, 9, transfer))
        assert all(low <= v <= high for v in rgb) and max(rgb) - min(rgb) <= 4


def coded(path: Path, picture: Image.Image, primaries: int, transfer: int, **saved: bytes) -> Path:
    """Write a PNG with a cICP chunk before all others."""
    out = io.BytesIO()
    picture.save(out, "PNG", **saved)
    body = b"cICP" + bytes([primaries, transfer, 0, 1])
    data = out.getvalue()
    path.write_bytes(
        data[:33] + struct.pack(">I", 4) + body + struct.pack(">I", zlib.crc32(body)) + data[33:]
    )
    return path


@pytest.mark.parametrize(("transfer", "grey", "white"), [(16, 96, 148), (18, 96, 191)])
def test_an_hdr_png_is_neither_washed_out_nor_dark(
    tmp_path: Path, transfer: int, grey: int, white: int
) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for code, low, high in ((grey, 94, 108), (white, 222, 240)):
        for saved in ({}, {"icc_profile": profile}):  # the code points go before it
            picture = Image.new("RGB", SIZE, (code,) * 3)
            rgb = seen(coded(tmp_path / "a.png", picture, 9, transfer, **saved))
            assert all(low <= v <= high for v in rgb) and max(rgb) - min(rgb) <= 4


def test_a_png_in_display_p3_or_srgb_by_its_code_points(tmp_path: Path) -> None:
    for srgb, p3 in P3.items():
        assert near(seen(coded(tmp_path / "a.png", Image.new("RGB", SIZE, p3), 12, 13)), srgb, 5)
        assert near(seen(coded(tmp_path / "a.png", Image.new("RGB", SIZE, p3), 1, 13)), p3, 0)


@pytest.mark.parametrize("suffix", [".avif", ".heic"])
def test_a_profile_goes_before_code_points(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    Image.new("RGB", SIZE, (200, 40, 30)).save(path, quality=100, icc_profile=srgb)
    assert near(seen(path), (200, 40, 30), 4)


@pytest.mark.parametrize(("space", "rule", "srgb"), [(0xFFFF, "R03", (255, 0, 0)), (1, "R98", (219, 0, 0))])
def test_a_camera_says_adobe_rgb_with_a_word(
    tmp_path: Path, space: int, rule: str, srgb: tuple[int, int, int]
) -> None:
    exif = Image.Exif()
    photo = exif.get_ifd(0x8769)
    photo[0xA001] = space
    photo[0xA005] = {1: rule}
    path = tmp_path / "_MG_1.JPG"
    Image.new("RGB", SIZE, (219, 0, 0)).save(path, "JPEG", quality=100, exif=exif)
    assert near(seen(path), srgb, 4)


@given(st.binary(max_size=120))
def test_no_bytes_break_the_reading_of_code_points(data: bytes) -> None:
    boxes = struct.pack(">I4s", len(data) + 12, b"meta") + bytes(4) + data
    for file in (data, boxes):
        picture = Image.new("RGB", (1, 1))
        out = io.BytesIO()
        picture.save(out, "AVIF")
        with Image.open(out) as image:
            nclx.code_points(image, io.BytesIO(file))


def profile(
    red: tuple[float, float, float],
    green: tuple[float, float, float],
    blue: tuple[float, float, float],
    gamma: float,
) -> bytes:
    """Return an ICC profile of version 2 for display primaries in D50 XYZ and a pure gamma."""

    def fixed(*values: float) -> bytes:
        return b"".join(struct.pack(">i", round(v * 65536)) for v in values)

    curve = b"curv" + bytes(4) + struct.pack(">IH", 1, round(gamma * 256)) + bytes(2)
    tags = {b"rXYZ": b"XYZ " + bytes(4) + fixed(*red), b"gXYZ": b"XYZ " + bytes(4) + fixed(*green)}
    tags |= {
        b"bXYZ": b"XYZ " + bytes(4) + fixed(*blue),
        b"wtpt": b"XYZ " + bytes(4) + fixed(0.9642, 1, 0.8249),
    }
    tags |= {b"rTRC": curve, b"gTRC": curve, b"bTRC": curve}
    at, table, body = 128 + 4 + 12 * len(tags), b"", b""
    for name, value in tags.items():
        table += name + struct.pack(">II", at + len(body), len(value))
        body += value
    head = bytearray(128)
    head[0:4] = struct.pack(">I", at + len(body))
    head[8:12], head[12:24], head[36:40] = b"\2\x10\0\0", b"mntrRGB XYZ ", b"acsp"
    head[68:80] = fixed(0.9642, 1, 0.8249)
    return bytes(head) + struct.pack(">I", len(tags)) + table + body


ADOBE = profile((0.6097, 0.3111, 0.0195), (0.2053, 0.6257, 0.0609), (0.1492, 0.0632, 0.7446), 2.19921875)
PROPHOTO = profile((0.7977, 0.288, 0.0), (0.1352, 0.7119, 0.0), (0.0313, 0.0001, 0.8249), 1.8)


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".tif", ".webp", ".avif", ".heic"])
@pytest.mark.parametrize(
    ("icc", "stored", "srgb"),
    [
        (ADOBE, (219, 0, 0), (255, 0, 0)),
        (ADOBE, (144, 255, 60), (0, 255, 0)),
        (ADOBE, (127, 127, 127), (127, 127, 127)),
        (PROPHOTO, (179, 70, 26), (255, 0, 0)),
        (PROPHOTO, (100, 100, 100), (118, 118, 118)),
    ],
)  # fmt: skip
def test_wide_profiles_come_to_srgb(
    tmp_path: Path, suffix: str, icc: bytes, stored: tuple[int, int, int], srgb: tuple[int, int, int]
) -> None:
    path = tmp_path / f"a{suffix}"
    Image.new("RGB", SIZE, stored).save(path, quality=100, icc_profile=icc)
    assert near(seen(path), srgb, 14 if suffix in (".jpg", ".webp", ".avif", ".heic") else 8)


@pytest.mark.parametrize("suffix", [".png", ".tif"])
def test_colour_of_sixteen_bits(tmp_path: Path, suffix: str) -> None:
    deep = np.full(
        (SIZE[1], SIZE[0], 3), (30 * 257, 60 * 257, 200 * 257), np.uint16
    )  # OpenCV's blue, green, red
    assert cv2.imwrite(str(tmp_path / f"a{suffix}"), deep)
    assert near(seen(tmp_path / f"a{suffix}"), (200, 60, 30), 1)


def test_the_inverted_cmyk_of_adobe(tmp_path: Path) -> None:
    """Photoshop stores CMYK in a JPEG upside down and says so with an Adobe marker; others do not."""
    cmyk = Image.new("CMYK", SIZE, (0, 200, 220, 10))
    path = tmp_path / "a.jpg"
    cmyk.save(path, quality=98)
    assert b"Adobe" in path.read_bytes()[:300]
    red, green, blue = seen(path)
    assert red > 180 and green < 80 and blue < 80
