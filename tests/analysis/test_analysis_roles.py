"""Roles from facts, names and evidence, without any network."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from made_forwards import jpeg
from PIL import Image

from rollsuggest.analysis import lettering, roles, sheets
from rollsuggest.analysis.classifier import within
from rollsuggest.analysis.evidence import Looks
from rollsuggest.analysis.lettering import Lettering
from rollsuggest.analysis.sheets import Sheet
from rollsuggest.model import Certainty, FileFacts, Role, Taken
from rollsuggest.render import export

PICTURES = Path(__file__).resolve().parents[1] / "pictures"
RECEIPT = Looks(paper=1.0, white=0.95, ink=0.1, colours=0.02, flat=0.5)
CHAT = Looks(paper=0.1, flat=0.8, colours=0.1)


def facts(camera: str = "", mime: str = "image/jpeg", size: tuple[int, int] = (3000, 4000)) -> FileFacts:
    return FileFacts(*size, Taken(None, Certainty.UNKNOWN, ""), None, camera, "", b"", mime)


def role(
    name: str,
    of: FileFacts,
    words: dict[str, float] | None = None,
    looks: Looks | None = None,
    person: float = 0.0,
) -> Role:
    return roles.judge(name, of, words or {}, looks or Looks(), person).role


@pytest.mark.parametrize(
    "name",
    [
        "Screenshot_20240104-183928.png",
        "Screen Shot 2024-01-04 at 18.39.28.png",
        "Bildschirmfoto 2024-01-04 um 18.39.28.png",
        "Captura de pantalla 2024-01-04.png",
        "Capture d’écran 2024-01-04.png",
        "スクリーンショット 2024-01-04.png",
        "Screen_Recording_20240104-183928.mp4",
        "Screen Recording 2024-01-04 at 18.39.28.mov",
        "ScreenRecording_01-04-2024 18-39-28_1.MP4",
        "RPReplay_Final1704393568.MP4",
        "Bildschirmaufnahme 2024-01-04 um 18.39.28.mov",
        "Grabación de pantalla 2024-01-04.mov",
        "Enregistrement de l’écran 2024-01-04.mov",
    ],
)
def test_a_name_betrays_a_screenshot(name: str) -> None:
    assert role(name, facts()) is Role.SCREENSHOT


def test_a_messenger_image_without_camera_is_a_photo() -> None:
    assert role("IMG-20230704-WA0012.jpg", facts(), {"web site": 0.2}) is Role.PHOTO


def test_an_iphone_screenshot_is_known_by_its_shape() -> None:
    assert role("IMG_0412.PNG", facts(mime="image/png", size=(1170, 2532))) is Role.SCREENSHOT
    assert role("IMG_0412.PNG", facts("Apple iPhone 13", "image/png", (1170, 2532))) is Role.PHOTO


def test_a_forwarded_screenshot_is_known_by_its_picture() -> None:
    assert role("IMG-20230704-WA0012.jpg", facts(), {"web site": 0.5}, CHAT) is Role.SCREENSHOT
    assert role("IMG_1.jpg", facts("Pixel 8"), {"remote control": 0.5}, CHAT) is Role.PHOTO


def test_a_receipt_is_a_document_and_snow_is_not() -> None:
    assert role("IMG_1.jpg", facts("Pixel 8"), {"menu": 0.3}, RECEIPT) is Role.DOCUMENT
    snow = Looks(paper=0.95, white=0.9, ink=0.03, colours=0.1)
    assert role("IMG_1.jpg", facts("Pixel 8"), {"ski": 0.5, "alp": 0.3}, snow) is Role.PHOTO


def test_a_film_is_no_sheet_of_paper_but_may_be_one_of_the_screen() -> None:
    film = facts(mime="video/mp4")
    assert role("VID_1.mp4", film, {"menu": 0.6}, RECEIPT) is Role.PHOTO
    assert role("VID_1.mp4", film, {"web site": 0.9}, CHAT) is Role.SCREENSHOT


def test_whoever_holds_up_a_menu_is_no_document() -> None:
    assert role("IMG_1.jpg", facts("Pixel 8"), {"menu": 0.6}) is Role.DOCUMENT
    assert role("IMG_1.jpg", facts("Pixel 8"), {"menu": 0.6}, person=0.4) is Role.PHOTO


def test_a_coloured_cover_is_a_document_though_no_paper_shows() -> None:
    cover = {"book jacket": 0.22, "comic book": 0.18, "tray": 0.11}
    assert role("IMG_1.jpg", facts("Pixel 8"), cover) is Role.DOCUMENT
    assert role("IMG_1.jpg", facts("Pixel 8"), {**cover, "book jacket": 0.05}) is Role.PHOTO
    assert role("IMG_1.jpg", facts("Pixel 8"), cover, person=0.4) is Role.PHOTO


WRITTEN = Lettering(letters=24, share=0.6, width=0.8)


def meme(of: FileFacts, found: Lettering, person: float = 0.0) -> Role:
    return roles.judge("IMG-20230704-WA0012.jpg", of, {}, Looks(), person, lambda: found).role


def test_a_messengers_name_alone_proves_nothing_but_writing_over_the_picture_does() -> None:
    assert meme(facts(), Lettering()) is Role.PHOTO
    assert meme(facts(), Lettering(letters=6, share=0.9, width=0.2)) is Role.PHOTO  # a date, a name
    assert meme(facts(), WRITTEN) is Role.MEME


def test_a_camera_photographs_signs_and_people_stand_before_walls_of_logos() -> None:
    assert meme(facts("Pixel 8"), WRITTEN) is Role.PHOTO
    assert meme(facts(), Lettering(letters=32, share=0.97, width=0.29), person=0.4) is Role.PHOTO
    assert meme(facts(), WRITTEN, person=0.4) is Role.MEME


def test_each_judgement_says_what_betrayed_it() -> None:
    assert roles.judge("Screenshot_1.png", facts(), {}, Looks(), 0.0).why == "name"
    assert roles.judge("a.jpg", facts(), {"menu": 0.3}, RECEIPT, 0.0).why == "page"
    assert roles.judge("a.jpg", facts(), {}, Looks(), 0.0).why == ""


def test_a_pen_over_a_crossword_leaves_it_a_document() -> None:
    words, page = {"crossword puzzle": 0.25}, Looks(paper=0.82, white=0.54, ink=0.046)
    assert role("a.jpg", facts(), words, page, person=0.6) is Role.DOCUMENT
    assert role("a.jpg", facts(), words, Looks(paper=0.4, white=0.2, ink=0.09), person=0.6) is Role.PHOTO
    hidden = Looks(paper=0.81, white=0.52, ink=0.032)
    assert role("a.jpg", facts(), {"crossword puzzle": 0.12}, hidden, person=0.6) is Role.PHOTO
    pen = {"crossword puzzle": 0.12, "ballpoint": 0.085, "rubber eraser": 0.08}
    assert role("a.jpg", facts(), pen, hidden, person=0.6) is Role.DOCUMENT
    assert role("a.jpg", facts(), pen, Looks(paper=0.5, white=0.3, ink=0.1), person=0.6) is Role.PHOTO
    assert role("a.jpg", facts(), {"ballpoint": 0.3}, Looks(paper=0.3, ink=0.1)) is Role.PHOTO


def test_letters_are_found_where_they_are_drawn_and_nowhere_else() -> None:
    photos = sorted(PICTURES.glob("*.jpg"))
    for path in photos:
        plain = np.asarray(Image.open(path).convert("RGB"))
        found = lettering.find(within(plain, 640))
        assert meme(facts(), found) is Role.PHOTO, path.name
    for kind in ("captioned", "banded", "quoted", "posted"):
        seen = [
            lettering.find(within(np.asarray(Image.open(BytesIO(jpeg(kind, seed, photos)))), 640)).letters
            for seed in range(8)
        ]
        assert sum(letters >= 8 for letters in seen) >= 6, (kind, seen)


def test_letters_of_nothing() -> None:
    for shape in ((1, 1), (2, 640), (640, 3), (9, 9)):
        assert lettering.find(np.zeros((*shape, 3), np.uint8)) == Lettering()
    noise = np.random.default_rng(1).integers(0, 256, (480, 640, 3), np.uint8)
    assert lettering.find(noise).letters < 8


def sheet_role(sheet: Sheet, paper: float = 0.0, person: float = 0.0, looks: Looks | None = None) -> Role:
    looks = looks or Looks(paper=0.3, ink=0.1)
    return roles.judge("a.jpg", facts("Pixel 8"), {"menu": paper}, looks, person, sheet=lambda: sheet).role


def test_print_that_lies_askew_is_a_document_though_a_camera_took_it() -> None:
    assert sheet_role(Sheet(12, 1.0)) is Role.DOCUMENT
    assert sheet_role(Sheet(12, 0.75), paper=0.12) is Role.DOCUMENT
    assert sheet_role(Sheet(12, 0.75)) is Role.PHOTO
    assert sheet_role(Sheet(5, 1.0)) is Role.PHOTO
    assert sheet_role(Sheet(12, 1.0), person=0.5) is Role.PHOTO
    assert sheet_role(Sheet(12, 1.0), looks=Looks(paper=0.05, ink=0.1)) is Role.PHOTO


def test_a_compressed_picture_of_a_site_is_a_screenshot_unless_a_camera_took_it() -> None:
    assert role("a.jpg", facts(), {"web site": 0.95}, Looks(flat=0.2)) is Role.SCREENSHOT
    assert role("a.jpg", facts("Pixel 8"), {"web site": 0.95}, Looks(flat=0.2)) is Role.DOCUMENT


def test_sheets_are_found_where_they_lie_and_nowhere_else() -> None:
    photos = sorted(PICTURES.glob("*.jpg"))
    for path in photos:
        found = sheets.find(within(np.asarray(Image.open(path).convert("RGB")), 640))
        assert found.lines < 8 or found.even < 0.7, path.name
    seen = [
        sheets.find(within(np.asarray(Image.open(BytesIO(jpeg("receipt", seed, photos)))), 640))
        for seed in range(100, 110)
    ]
    assert sum(sheet.lines >= 8 and sheet.even >= 0.7 for sheet in seen) >= 7, seen


def test_an_empty_sheet_has_no_lines() -> None:
    table = np.full((480, 640, 3), 60, np.uint8)
    table[100:400, 200:420] = 240
    assert sheets.find(table) == Sheet()
    for shape in ((1, 1), (2, 640), (640, 3), (9, 9)):
        assert sheets.find(np.full((*shape, 3), 255, np.uint8)) == Sheet()


@given(arrays(np.uint8, st.tuples(st.integers(1, 60), st.integers(1, 60), st.just(3))))
def test_any_picture_can_be_looked_at_for_sheets(rgb: np.ndarray) -> None:
    sheet = sheets.find(rgb)
    assert sheet.lines >= 0 and 0 <= sheet.even <= 1


def test_what_we_saved_is_no_photo_of_the_next_collage() -> None:
    saved = FileFacts(
        1080, 1920, Taken(None, Certainty.UNKNOWN, ""), None, "", export.SOFTWARE, b"", "image/jpeg"
    )
    assert roles.judge("May 2026.jpg", saved, {}, Looks(), 0.0) == roles.Judgement(Role.MEME, "made")
