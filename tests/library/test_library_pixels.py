from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms

from rollsuggest.errors import UnreadableError
from rollsuggest.library import pixels
from rollsuggest.library.pixels import decode, write_thumbnail

RED, WHITE = (255, 0, 0), (255, 255, 255)


def corner_picture(mode: str = "RGB") -> Image.Image:
    """60 x 40, red in the upper left quarter, white elsewhere."""
    image = Image.new("RGB", (60, 40), WHITE)
    image.paste(RED, (0, 0, 30, 20))
    return image.convert(mode)


def is_upright(rgb: pixels.Rgb) -> bool:
    h, w = rgb.shape[:2]
    quarters = [
        rgb[y, x] for y, x in ((h // 4, w // 4), (h // 4, -w // 4), (-h // 4, w // 4), (-h // 4, -w // 4))
    ]
    near = [
        np.abs(q.astype(int) - want).max() < 40 for q, want in zip(quarters, [RED] + 3 * [WHITE], strict=True)
    ]
    return all(near)


STORED = {  # orientation -> how an upright picture is turned before it is stored
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp", ".tif", ".avif"])
@pytest.mark.parametrize("orientation", STORED)
@pytest.mark.parametrize("long_side_px", [None, 30])
def test_every_format_comes_upright(
    tmp_path: Path, suffix: str, orientation: int, long_side_px: int | None
) -> None:
    picture, turn = corner_picture(), STORED[orientation]
    exif = Image.Exif()
    exif[0x0112] = orientation
    size = picture.size
    file = tmp_path / f"a{suffix}"
    (picture if turn is None else picture.transpose(turn)).save(file, exif=exif, quality=95)
    decoded = decode(file, long_side_px)
    assert (decoded.width, decoded.height) == size
    assert decoded.rgb.shape == ((20, 30, 3) if long_side_px else (size[1], size[0], 3))
    assert decoded.rgb.dtype == np.uint8
    assert is_upright(decoded.rgb)


@pytest.mark.parametrize("orientation", STORED)
def test_a_heic_is_not_turned_twice(tmp_path: Path, orientation: int) -> None:
    """Its container turns it; the EXIF orientation beside that is for information only (ISO 23008-12)."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    corner_picture().resize((120, 80)).save(tmp_path / "a.heic", exif=exif, quality=90)
    decoded = decode(tmp_path / "a.heic", 30)
    assert (decoded.width, decoded.height, decoded.rgb.shape) == (120, 80, (20, 30, 3))
    assert is_upright(decoded.rgb)


@pytest.mark.shared
def test_a_heic_is_turned_by_its_container(shared: Path) -> None:
    decoded = decode(shared / "data/exif/formats/heif-conformance/conformance_files/MIAF007.heic", 64)
    assert (decoded.width, decoded.height, decoded.rgb.shape) == (360, 640, (64, 36, 3))


@pytest.mark.parametrize("orientation", [0, 9, 65535])
def test_an_orientation_that_is_none_turns_nothing(tmp_path: Path, orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    corner_picture().save(tmp_path / "a.jpg", exif=exif, quality=95)
    assert is_upright(decode(tmp_path / "a.jpg").rgb)


@pytest.mark.parametrize(
    ("mode", "suffix"),
    [
        ("CMYK", ".jpg"),
        ("P", ".png"),
        ("RGBA", ".png"),
        ("P", ".gif"),
        ("RGB", ".bmp"),
        ("LAB", ".tif"),
        ("CMYK", ".tif"),
    ],
)
def test_every_colour_mode_comes_as_rgb(tmp_path: Path, mode: str, suffix: str) -> None:
    if mode == "LAB":
        lab, srgb = ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB")
        image = ImageCms.profileToProfile(corner_picture(), srgb, lab, outputMode="LAB")
        assert image is not None
    else:
        image = corner_picture(mode)
    image.save(tmp_path / f"a{suffix}")
    assert is_upright(decode(tmp_path / f"a{suffix}").rgb)


@pytest.mark.parametrize("mode", ["L", "1", "LA", "I;16", "F"])
def test_grey_comes_as_rgb_over_its_whole_range(tmp_path: Path, mode: str) -> None:
    ramp = np.tile(np.linspace(0, 1, 64, dtype=np.float32), (8, 1))
    if mode == "I;16":
        image = Image.fromarray((ramp * 65535).astype(np.uint16))
    elif mode == "F":
        image = Image.fromarray(ramp)
    else:
        image = Image.fromarray((ramp * 255).astype(np.uint8)).convert(mode)
    image.save(tmp_path / "a.tif")
    rgb = decode(tmp_path / "a.tif").rgb
    assert rgb.shape == (8, 64, 3)
    assert (rgb[4, 0, 0], rgb[4, -1, 0]) == (0, 255)
    if mode != "1":
        assert np.all(np.diff(rgb[4, :, 0].astype(int)) >= 0)
        assert abs(int(rgb[4, 32, 0]) - 130) <= 3


def test_what_is_transparent_is_white(tmp_path: Path) -> None:
    image = Image.new("RGBA", (4, 4), (255, 0, 0, 0))
    image.save(tmp_path / "a.png")
    palette = Image.new("P", (4, 4), 0)
    palette.putpalette([255, 0, 0])
    palette.save(tmp_path / "p.png", transparency=0)
    for name in ("a.png", "p.png"):
        assert (decode(tmp_path / name).rgb == 255).all()


def test_a_moving_picture_gives_its_first_frame(tmp_path: Path) -> None:
    first, second = Image.new("RGB", (8, 8), RED), Image.new("RGB", (8, 8), WHITE)
    for name in ("a.gif", "a.png", "a.webp"):
        first.save(tmp_path / name, save_all=True, append_images=[second])
        assert np.abs(decode(tmp_path / name).rgb.astype(int) - RED).max() < 10


def test_a_phones_mpo_is_reduced_like_a_jpeg(tmp_path: Path) -> None:
    big = corner_picture().resize((600, 400))
    big.save(tmp_path / "a.jpg", format="MPO", save_all=True, append_images=[corner_picture()])
    decoded = decode(tmp_path / "a.jpg", 100)
    assert (decoded.width, decoded.height, decoded.rgb.shape) == (600, 400, (67, 100, 3))
    assert is_upright(decoded.rgb)


def test_what_halving_brings_near_the_size_is_left_so_where_that_is_wanted(tmp_path: Path) -> None:
    jpeg, png = tmp_path / "a.jpg", tmp_path / "a.png"
    for path in (jpeg, png):
        Image.linear_gradient("L").resize((4032, 3024)).convert("RGB").save(path)
    assert decode(jpeg, 1600).rgb.shape == (1200, 1600, 3)
    for path in (jpeg, png):
        near = decode(path, 1600, quick=True, slack=4 / 3)
        assert near.rgb.shape == (1512, 2016, 3)
        assert (near.width, near.height) == (4032, 3024)
        assert decode(path, 1600, slack=1.2).rgb.shape == (1200, 1600, 3)


def test_a_wide_profile_is_brought_to_srgb_and_a_broken_one_ignored(tmp_path: Path) -> None:
    grey = Image.new("RGB", (8, 8), (128, 64, 64))
    same = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for name, profile in {"same": same, "broken": same[:100], "none": b"x", "of grey": b""}.items():
        grey.save(tmp_path / f"{name}.png", icc_profile=profile)
        assert np.abs(decode(tmp_path / f"{name}.png").rgb.astype(int) - (128, 64, 64)).max() <= 2


def test_a_picture_in_srgb_keeps_every_bit(tmp_path: Path) -> None:
    noise = np.random.default_rng(1).integers(0, 256, (40, 30, 3), np.uint8)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    Image.fromarray(noise).save(tmp_path / "a.png", icc_profile=profile)
    assert (decode(tmp_path / "a.png").rgb == noise).all()


@pytest.mark.shared
def test_a_wide_gamut_photo_is_converted_by_its_profile(shared: Path) -> None:
    path = shared / "data/roll/toy_travels_iphone/IMG_0225.jpeg"
    with Image.open(path) as image:
        plain = np.asarray(image.convert("RGB"), np.int16)
        srgb = ImageCms.profileToProfile(
            image,
            ImageCms.ImageCmsProfile(io.BytesIO(image.info["icc_profile"])),
            ImageCms.createProfile("sRGB"),
        )
    shown = decode(path).rgb.astype(np.int16)
    assert abs(shown - np.asarray(srgb, np.int16)).max() <= 1 and abs(shown - plain).mean() > 0.5


def test_a_bomb_is_refused_with_its_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pixels, "MAX_PIXELS", 2_000)
    corner_picture().save(tmp_path / "a.png")
    with pytest.raises(UnreadableError, match=r"unreasonably large.*60 x 40"):
        decode(tmp_path / "a.png")


def test_what_is_no_picture_says_why(tmp_path: Path) -> None:
    corner_picture().resize((600, 400)).save(tmp_path / "whole.jpg")
    whole = (tmp_path / "whole.jpg").read_bytes()
    files = {"empty.jpg": b"", "text.jpg": b"not a photo\n", "half.jpg": whole[: len(whole) // 3]}
    reasons = {
        "empty.jpg": "empty",
        "text.jpg": "not a picture",
        "half.jpg": "damaged",
        "gone.jpg": "not there",
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    for name, reason in reasons.items():
        with pytest.raises(UnreadableError, match=reason):
            decode(tmp_path / name)
    with pytest.raises(UnreadableError):
        decode(tmp_path)  # a folder


@given(st.integers(1, 90), st.integers(1, 90), st.integers(1, 100))
def test_the_size_fits_and_keeps_its_shape(width: int, height: int, long_side_px: int) -> None:
    file = io.BytesIO()
    Image.new("RGB", (width, height)).save(file, "BMP")
    with pixels.opened(file) as image:
        decoded = pixels.decode_image(image, long_side_px)
    h, w = decoded.rgb.shape[:2]
    assert (decoded.width, decoded.height) == (width, height)
    assert max(h, w) == min(long_side_px, max(width, height))
    assert abs(w * height - h * width) <= max(width, height)


@pytest.mark.parametrize(("wide", "written"), [(470, 470), (504, 504), (540, 480), (1600, 480), (2016, 504)])
def test_what_is_nearly_a_thumbnail_is_one_as_it_is(tmp_path: Path, wide: int, written: int) -> None:
    write_thumbnail(np.zeros((wide // 2, wide, 3), np.uint8), tmp_path / "1.jpg")
    with Image.open(tmp_path / "1.jpg") as image:
        assert image.width == written


def test_a_thumbnail_has_no_metadata_and_replaces_whole(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "1.jpg"
    for _ in range(2):
        write_thumbnail(np.zeros((300, 900, 3), np.uint8), out)
    with Image.open(out) as image:
        assert image.size == (480, 160)
        assert not image.getexif()
    assert [p.name for p in out.parent.iterdir()] == ["1.jpg"]


@pytest.mark.shared
@pytest.mark.parametrize("shape", ["Landscape", "Portrait"])
def test_real_photos_of_all_orientations_look_alike(shared: Path, shape: str) -> None:
    folder = shared / "data/exif/orientation-1-8"
    first, *others = [decode(folder / f"{shape}_{n}.jpg", 300) for n in range(9)]
    for other in others:
        assert (other.width, other.height) == (first.width, first.height)
        assert np.abs(other.rgb.astype(int) - first.rgb).mean() < 3


# Each hostile file may cost itself only: run in a process of its own, so that a native crash shows.
READ_ALL = """
import sys
from datetime import datetime
from pathlib import Path
from rollsuggest.errors import UnreadableError
from rollsuggest.library.metadata import read
count = {"read": 0, "refused": 0}
for path in sorted(p for p in Path(sys.argv[1]).rglob("*") if p.is_file()):
    try:
        facts, decoded = read(path, path.name, long_side_px=400, places=True, now=datetime(2026, 6, 14))
        assert decoded.rgb.shape[2] == 3 and max(decoded.rgb.shape) <= 400 and facts.width and facts.height
        count["read"] += 1
    except UnreadableError as error:
        assert error.message
        count["refused"] += 1
print(count["read"], count["refused"])
"""


@pytest.mark.shared
@pytest.mark.parametrize(("folder", "at_least"), [("broken", 90), ("exif", 480)])
def test_no_file_crashes_or_hangs_the_reader(shared: Path, folder: str, at_least: int) -> None:
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", READ_ALL, str(shared / "data" / folder)],
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr[-2000:]
    assert "Traceback" not in run.stderr
    read, refused = map(int, run.stdout.split())
    assert read >= at_least
    assert refused >= 100


@pytest.mark.parametrize("mode", ["RGBA", "RGB", "L", "P", "I;16", "F", "CMYK"])
def test_a_panorama_made_flat_strip_by_strip_looks_as_made_flat_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: str
) -> None:
    ramp = np.tile(np.linspace(0, 200, 900, dtype=np.float32), (310, 1))
    if mode == "I;16":
        image = Image.fromarray((ramp * 257).astype(np.uint16))
    elif mode == "F":
        image = Image.fromarray(ramp * 257)
    else:
        image = Image.fromarray(ramp.astype(np.uint8)).convert("RGB").convert(mode)
    if mode == "RGBA":
        image.paste((0, 0, 0, 0), (0, 100, 900, 180))
    path = tmp_path / "pano.tif"
    image.save(path)
    at_once = pixels.decode(path, 100)
    monkeypatch.setattr(pixels, "STRIPPED_PX", 1000)
    monkeypatch.setattr(pixels, "STRIP_PX", 30_000)
    in_strips = pixels.decode(path, 100)
    assert in_strips.rgb.shape == at_once.rgb.shape
    assert (in_strips.width, in_strips.height) == (900, 310)
    apart = np.abs(in_strips.rgb.astype(int) - at_once.rgb)
    assert np.percentile(apart, 85) <= 3  # an edge may lie half a pixel beside
    assert np.median(apart) <= 2


@pytest.mark.parametrize(
    ("width", "left_at"),
    [(4000, 2000), (3464, 1732), (5000, 1666), (3000, 1600), (1700, 1600), (1500, 1500)],
)
def test_what_averaging_brings_near_is_left_at_that(tmp_path: Path, width: int, left_at: int) -> None:
    Image.new("RGB", (width, width // 4), "teal").save(tmp_path / "a.png")
    near = pixels.decode(tmp_path / "a.png", 1600, quick=True, slack=4 / 3)
    exactly = pixels.decode(tmp_path / "a.png", 1600, quick=True)
    assert near.rgb.shape[1] in (left_at, left_at + 1) and (near.width, near.height) == (width, width // 4)
    assert max(exactly.rgb.shape) == min(1600, width)
    assert np.ptp(near.rgb.reshape(-1, 3), axis=0).max() == 0
