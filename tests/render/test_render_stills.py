"""Stills: exact size, same pixels each time, a preview like its final, faces whole, and clean files."""

from __future__ import annotations

import io
import os
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.sax.saxutils import unescape

import cv2
import numpy as np
import numpy.typing as npt
import pytest
from drawn import FACE_COLOUR, SIZES, by_asset, photo
from PIL import Image, PdfParser

from rollsuggest.errors import UserError
from rollsuggest.library.pixels import Rgb
from rollsuggest.model import AssetId, Box, Make, Recipe, Source
from rollsuggest.render import restyled
from rollsuggest.render.drawn_mark import marked
from rollsuggest.render.engine import Tools, render_still, write_still
from rollsuggest.render.export import COMPOSED, on_sheet
from rollsuggest.render.layouts import Rect
from rollsuggest.render.restyled import marks, shown_at
from rollsuggest.render.styles import FaceMark

Mask = npt.NDArray[np.float32]
FACE = Box(0.55, 0.2, 0.2, 0.25)


@pytest.fixture
def sources(tmp_path: Path) -> list[Source]:
    shapes = ((640, 480), (480, 640), (640, 360), (500, 500), (480, 640))
    return [photo(tmp_path, i + 1, shape, FACE if i % 2 else None) for i, shape in enumerate(shapes)]


def recipe(
    sources: list[Source], make: Make = Make.COLLAGE, style: str = "", title: str = "May 2026"
) -> Recipe:
    return Recipe(
        make, tuple(s.asset for s in sources), style=style, seed=3, title=title, subtitle="Five photos"
    )


def faces_seen(rgb: Rgb) -> list[float]:
    """Return for each disc of the faces' colour how much of its box it fills; a whole one: pi / 4."""
    near = (np.abs(rgb.astype(int) - FACE_COLOUR).max(axis=2) < 40).astype(np.uint8)
    count, _labels, stats, _centres = cv2.connectedComponentsWithStats(near)
    big = [stats[i] for i in range(1, count) if stats[i][4] > 150]
    return [s[4] / (s[2] * s[3]) for s in big]


@pytest.mark.parametrize("size", [(360, 640), (540, 675), (433, 433), (640, 361)])
@pytest.mark.parametrize(
    ("make", "style"), [(Make.COLLAGE, "gallery"), (Make.COLLAGE, "seamless"), (Make.RECAP, "")]
)
def test_a_still_has_its_size_and_whole_faces(
    sources: list[Source], size: tuple[int, int], make: Make, style: str
) -> None:
    title = "" if style == "seamless" else "May 2026"
    rgb = render_still(recipe(sources, make, style, title), by_asset(sources), size)
    assert rgb.shape == (size[1], size[0], 3) and rgb.dtype == np.uint8
    seen = faces_seen(rgb)
    assert len(seen) == 2 or (make is Make.RECAP and seen)
    assert all(abs(share - np.pi / 4) < 0.05 for share in seen), "a face is cut"


def test_the_same_recipe_gives_the_same_pixels_and_another_seed_another_page(sources: list[Source]) -> None:
    one = render_still(recipe(sources), by_asset(sources), (540, 960))
    assert np.array_equal(one, render_still(recipe(sources), by_asset(sources), (540, 960)))
    others = [
        render_still(replace(recipe(sources), seed=s), by_asset(sources), (540, 960)) for s in range(10, 20)
    ]
    assert any(not np.array_equal(one, other) for other in others)


@pytest.mark.parametrize("make", [Make.COLLAGE, Make.RECAP])
@pytest.mark.parametrize("size", SIZES)
def test_a_preview_looks_like_the_final(sources: list[Source], size: tuple[int, int], make: Make) -> None:
    preview = (size[0] // 3, size[1] // 3)
    large = render_still(recipe(sources, make), by_asset(sources), size)
    small = render_still(recipe(sources, make), by_asset(sources), preview)
    shrunk = cv2.resize(large, preview, interpolation=cv2.INTER_AREA)
    assert np.abs(shrunk.astype(int) - small).mean() < 4.0


def test_a_golden_page(tmp_path: Path) -> None:
    """Four flat photos: the page shows exactly those colours, on paper. Tolerance: 6 of 255, for JPEG."""
    colours = [(200, 60, 50), (60, 160, 80), (50, 90, 190), (210, 180, 60)]
    made = []
    for i, colour in enumerate(colours):
        path = tmp_path / f"{i}.png"
        Image.new("RGB", (400, 300), colour).save(path)
        made.append(Source(AssetId(i), str(path), 400, 300))
    rgb = render_still(recipe(made, title=""), by_asset(made), (540, 540))
    paper = rgb[3, 3].astype(int)
    assert paper.min() > 225 and np.ptp(paper) < 14
    for colour in colours:
        share = (np.abs(rgb.astype(int) - colour).max(axis=2) <= 6).mean()
        assert 0.04 < share < 0.75
    margin = round(48 / 2)
    edge = np.abs(rgb[: margin - 1].astype(int) - paper).max()
    assert edge <= 1, "something lies in the margin"


def test_an_unreadable_photo_costs_that_photo(sources: list[Source]) -> None:
    whole = render_still(recipe(sources[1:]), by_asset(sources[1:]), (360, 640))
    Path(sources[0].path).write_bytes(b"no picture")
    assert np.array_equal(render_still(recipe(sources), by_asset(sources), (360, 640)), whole)


@pytest.mark.parametrize("make", list(Make))
def test_nothing_readable_is_a_user_error(sources: list[Source], make: Make) -> None:
    for source in sources:
        Path(source.path).unlink()
    with pytest.raises(UserError) as told:
        render_still(recipe(sources, make), by_asset(sources), (360, 640))
    assert told.value.advice


@pytest.mark.parametrize("size", [(360, 640), (540, 540), (640, 360)])
@pytest.mark.parametrize("face", [Box(0.03, 0.42, 0.94, 0.18), Box(0.4, 0.03, 0.2, 0.94)])
def test_a_card_cuts_no_face_even_where_no_photo_suits_its_shape(
    tmp_path: Path, face: Box, size: tuple[int, int]
) -> None:
    shape = (640, 320) if face.w > face.h else (320, 640)
    source = photo(tmp_path, 1, shape, face)
    rgb = render_still(recipe([source], Make.RECAP, title=""), by_asset([source]), size)
    assert abs(max(faces_seen(rgb)) - np.pi / 4) < 0.06


@pytest.mark.parametrize("count", range(1, 16))
def test_any_number_of_photos_makes_a_page(tmp_path: Path, count: int) -> None:
    made = [photo(tmp_path, i, (120, 90) if i % 3 else (90, 120), FACE) for i in range(count)]
    for make in (Make.COLLAGE, Make.RECAP):
        assert render_still(recipe(made, make), by_asset(made), (180, 320)).shape == (320, 180, 3)


# --- restyle ---------------------------------------------------------------------------------------------


def unchanged(rgb: Rgb, faces: object, **how: object) -> Rgb:
    return rgb


@pytest.mark.parametrize(
    ("face", "size", "whole"),
    [
        (None, (640, 480), False),
        (None, (540, 480), False),
        (None, (360, 640), True),
        (Box(0.02, 0.3, 0.2, 0.3), (540, 480), False),
        (Box(0.02, 0.3, 0.94, 0.4), (480, 480), True),
    ],
)
def test_a_restyle_is_cropped_only_where_it_does_no_harm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, face: Box | None, size: tuple[int, int], whole: bool
) -> None:
    monkeypatch.setattr(restyled, "restyle", unchanged)
    source = photo(tmp_path, 1, (640, 480), face)
    at = shown_at(source, size)
    assert (at != Rect(0, 0, *size)) == whole
    rgb = render_still(recipe([source], Make.RESTYLE, title=""), by_asset([source]), size)
    assert rgb.shape == (size[1], size[0], 3)
    if face:
        assert abs(faces_seen(rgb)[0] - np.pi / 4) < 0.05


def test_a_restyle_hands_over_the_faces_in_pixels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    heard = []
    said: dict[str, Any] = {}

    def listening(
        rgb: Rgb, faces: list[FaceMark], *, style: str, quality: str, seed: int, person: Mask, **words: object
    ) -> Rgb:
        heard.append((rgb.shape, faces, style, quality, seed, person))

        said.update(words)
        return rgb

    def cut_out(rgb: Rgb) -> Mask:
        return np.full(rgb.shape[:2], 0.25, np.float32)

    monkeypatch.setattr(restyled, "restyle", listening)
    points = ((0.6, 0.25), (0.7, 0.25), (0.65, 0.3), (0.61, 0.4), (0.69, 0.4))
    source = replace(photo(tmp_path, 1, (400, 300), FACE), points=(points,))
    asked = replace(recipe([source], Make.RESTYLE), line=0.5, light="rain")
    box = (1.0, 2.0, 3.0, 4.0)
    tools = Tools(cut_out, lambda _rgb: [(box, np.zeros((5, 2), np.float32))])
    render_still(asked, by_asset([source]), (400, 300), tools)
    assert said["touch"].line == 0.5 and said["light"] == "rain"
    assert said["find"](np.zeros((9, 9, 3), np.uint8))[0].box_px == box
    shape, faces, style, quality, seed, person = heard[0]
    assert person.shape == (300, 400) and person[0, 0] == 0.25
    assert (shape, style, quality, seed) == ((300, 400, 3), "anime", "fast", 3)
    assert faces[0].box_px == pytest.approx((220, 60, 80, 75))
    assert faces[0].points_px[2] == pytest.approx((260, 90))


@pytest.mark.parametrize(("make", "drawn"), [(Make.RESTYLE, ""), (Make.RECAP, "anime")])
def test_a_small_photo_is_enlarged_before_it_is_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Make, drawn: str
) -> None:
    """Else the lines of a few hundred pixels would be enlarged, steps and all."""
    seen: list[tuple[int, ...]] = []

    def seeing(rgb: Rgb, *_args: object, **_words: object) -> Rgb:
        seen.append(rgb.shape)
        return rgb

    monkeypatch.setattr(restyled, "restyle", seeing)
    source = photo(tmp_path, 1, (240, 180))
    asked = replace(recipe([source], make, title=""), drawn=drawn)
    render_still(asked, by_asset([source]), (1600, 1200))
    assert seen == [(810, 1080, 3)]


def test_a_style_s_margin_lies_around_what_a_crop_leaves(tmp_path: Path) -> None:
    source = photo(tmp_path, 1, (640, 480))
    asked = replace(recipe([source], Make.RESTYLE, title=""), style="watercolour")
    rgb = render_still(asked, by_asset([source]), (540, 480))
    for edge in (rgb[0], rgb[-1], rgb[:, 0], rgb[:, -1]):
        assert edge.min() > 200
    assert rgb[200:280, 200:340].min() < 200


@pytest.mark.parametrize(("make", "fields"), [(Make.RESTYLE, {}), (Make.COLLAGE, {"drawn": "sketch"})])
def test_a_mark_stands_in_the_corner_only_where_it_is_asked_for(
    tmp_path: Path, make: Make, fields: dict[str, Any]
) -> None:
    sources = [photo(tmp_path, n, (320, 240)) for n in range(2)]
    asked = replace(recipe(sources, make, title=""), **fields)
    bare, with_mark = (
        render_still(replace(asked, mark=on), by_asset(sources), (320, 240)) for on in (False, True)
    )
    differs = np.abs(bare.astype(int) - with_mark).max(axis=2) > 8
    assert differs[200:, 160:].mean() > 0.05
    assert not differs[:200].any() and not differs[:, :100].any()


def test_a_picture_too_small_for_a_mark_has_none() -> None:
    rgb = np.full((12, 30, 3), 90, np.uint8)
    assert np.array_equal(marked(rgb), rgb)


def test_faces_move_with_a_crop_and_those_outside_are_left_out(tmp_path: Path) -> None:
    points = ((0.6, 0.25), (0.7, 0.25), (0.65, 0.3), (0.61, 0.4), (0.69, 0.4))
    outside = tuple((x - 0.6, y) for x, y in points)
    source = photo(tmp_path, 1, (400, 300), FACE)
    source = replace(source, faces=(FACE, replace(FACE, x=0.0)), points=(points, outside))
    (face,) = marks(source, 200, 300, Box(0.5, 0, 0.5, 1))
    assert face.box_px == pytest.approx((20, 60, 80, 75))
    assert face.points_px[2] == pytest.approx((60, 90))


# --- files -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["a.jpg", "a.JPEG", "a.png", "a.webp"])
def test_a_file_holds_the_pixels_our_words_and_nothing_else(tmp_path: Path, name: str) -> None:
    rgb = np.full((90, 160, 3), (40, 120, 200), np.uint8)
    out = tmp_path / name
    write_still(rgb, out, "Mai in Köln & 東京")
    assert [path.name for path in tmp_path.iterdir()] == [name]
    with Image.open(out) as image:
        assert image.size == (160, 90) and image.mode == "RGB"
        assert np.abs(np.asarray(image).astype(int) - rgb).max() <= 3
        assert image.info.get("icc_profile")
        exif = image.getexif()
        assert set(exif) <= {0x0131} and 0x8825 not in exif
        words = str(image.info["Title"]) if image.format == "PNG" else image.info["xmp"].decode()
        assert "Mai in Köln &" in unescape(words) and "東京" in words
    assert b"rollsuggest" in out.read_bytes()


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.webp"])
def test_a_file_says_what_it_shows_for_screen_readers(tmp_path: Path, name: str) -> None:
    out = tmp_path / name
    alt = "Two people <by the sea>: collage of 6 photos"
    write_still(np.zeros((20, 20, 3), np.uint8), out, "Faro", alt)
    with Image.open(out) as image:
        packet = image.info["XML:com.adobe.xmp"] if image.format == "PNG" else image.info["xmp"].decode()
        if image.format == "PNG":
            assert image.info["Description"] == alt
    description = ElementTree.fromstring(packet.split("?>", 1)[1].rsplit("<?", 1)[0])[0][0]
    texts = {part.tag.partition("}")[2]: "".join(part.itertext()) for part in description}
    assert texts == {"title": "Faro", "description": alt, "AltTextAccessibility": alt}


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp", ".pdf"])
def test_the_same_pixels_give_the_same_file(tmp_path: Path, suffix: str) -> None:
    rgb = np.zeros((20, 20, 3), np.uint8)
    for name in "ab":
        write_still(rgb, tmp_path / f"{name}{suffix}", "x")
    assert (tmp_path / f"a{suffix}").read_bytes() == (tmp_path / f"b{suffix}").read_bytes()


@pytest.mark.parametrize(("sheet", "px"), [("a4", (2480, 3508)), ("a3", (3508, 4961))])
@pytest.mark.parametrize("lying", [False, True])
def test_a_page_is_printed_on_a_whole_sheet(
    tmp_path: Path, sheet: str, px: tuple[int, int], lying: bool
) -> None:
    rgb = np.full((270, 480, 3) if lying else (480, 270, 3), (240, 235, 230), np.uint8)
    rgb[100:-100, 60:-60] = (200, 30, 40)
    across, down = px[::-1] if lying else px
    page = on_sheet(rgb, sheet)
    assert page.shape == (down, across, 3) and page[5, 5].tolist() == [240, 235, 230]
    assert page[down // 2, across // 2].tolist() == [200, 30, 40]
    out = tmp_path / "page.pdf"
    write_still(rgb, out, "Köln & 東京", "A red square", "", sheet)
    written = out.read_bytes()
    assert written.startswith(b"%PDF") and "rollsuggest".encode("utf-16-be") in written
    (box,) = re.findall(rb"/MediaBox \[ 0 0 ([\d.]+) ([\d.]+) \]", written)
    assert [float(v) for v in box] == pytest.approx([across * 72 / 300, down * 72 / 300], abs=0.1)


def test_a_pdf_says_what_it_shows_and_what_made_it(tmp_path: Path) -> None:
    """Read by Pillow's own parser, which follows the update's table of offsets."""
    out = tmp_path / "page.pdf"
    write_still(np.full((30, 20, 3), 200, np.uint8), out, "Faro & 夏", "Two people on a beach", COMPOSED)
    with PdfParser.PdfParser(str(out)) as pdf:
        assert pdf.buf is not None
        assert len(pdf.pages) == 1 and pdf.root[b"Lang"] == b"en"
        assert pdf.buf is not None
        packet = pdf.get_value(pdf.buf, pdf.xref_table[pdf.root[b"Metadata"].object_id][0])[0]
    whole = packet.decode().decode("utf-8") if hasattr(packet, "decode") else str(packet)
    assert "Faro &amp; 夏" in whole and "AltTextAccessibility" in whole and f"/{COMPOSED}" in whole


@pytest.mark.parametrize("name", ["a.gif", "a", "missing/a.jpg"])
def test_what_cannot_be_written_is_a_user_error_with_advice(tmp_path: Path, name: str) -> None:
    with pytest.raises(UserError) as told:
        write_still(np.zeros((9, 9, 3), np.uint8), tmp_path / name, "")
    assert told.value.advice and not list(tmp_path.iterdir())


def test_a_failing_disk_leaves_nothing_and_keeps_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "a.png"
    out.write_bytes(b"old")

    def full(self: Image.Image, path: Path, *_args: object, **_more: object) -> None:
        Path(path).write_bytes(b"half")
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(Image.Image, "save", full)
    with pytest.raises(UserError):
        write_still(np.zeros((9, 9, 3), np.uint8), out, "")
    assert out.read_bytes() == b"old" and len(list(tmp_path.iterdir())) == 1


def test_no_metadata_of_an_original_reaches_a_creation(tmp_path: Path) -> None:
    path = tmp_path / "with.jpg"
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825)[2] = (41.0, 9.0, 1.0)
    Image.new("RGB", (200, 150), "teal").save(path, exif=exif, comment=b"SecretComment")
    source = Source(AssetId(1), str(path), 200, 150)
    out = tmp_path / "out.jpg"
    write_still(render_still(recipe([source]), by_asset([source]), (180, 320)), out, "t")
    assert b"Secret" not in out.read_bytes()
    with Image.open(io.BytesIO(out.read_bytes())) as image:
        assert not image.getexif().get_ifd(0x8825)
