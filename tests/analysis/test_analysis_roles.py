"""Roles from facts, names and evidence, without any network."""

from __future__ import annotations

import pytest

from rollsuggest.analysis import roles
from rollsuggest.analysis.evidence import Looks
from rollsuggest.model import Certainty, FileFacts, Role, Taken

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
    return roles.role(name, of, words or {}, looks or Looks(), person)


@pytest.mark.parametrize(
    "name",
    [
        "Screenshot_20240104-183928.png",
        "Screen Shot 2024-01-04 at 18.39.28.png",
        "Bildschirmfoto 2024-01-04 um 18.39.28.png",
        "Captura de pantalla 2024-01-04.png",
        "Capture d’écran 2024-01-04.png",
        "スクリーンショット 2024-01-04.png",
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


def test_whoever_holds_up_a_menu_is_no_document() -> None:
    assert role("IMG_1.jpg", facts("Pixel 8"), {"menu": 0.6}) is Role.DOCUMENT
    assert role("IMG_1.jpg", facts("Pixel 8"), {"menu": 0.6}, person=0.4) is Role.PHOTO
