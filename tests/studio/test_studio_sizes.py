"""How many pixels a creation is made of: its shape's own, more for print and for large pictures."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from rollsuggest.model import AssetId, Format, Make, Recipe, Source
from rollsuggest.studio.making import shape_of, size_as

COLLAGE = Recipe(Make.COLLAGE, (AssetId(1), AssetId(2)), Format.PORTRAIT)


def test_a_picture_has_the_size_of_its_shape_or_4096_pixels() -> None:
    assert size_as(COLLAGE, Path("a.jpg"), "") == (1080, 1350)
    assert size_as(COLLAGE, Path("a.jpg"), "large") == (3277, 4096)


def test_a_page_that_nobody_changed_fills_its_sheet() -> None:
    assert size_as(COLLAGE, Path("a.pdf"), "a4") == (2480, 3508)
    assert size_as(replace(COLLAGE, format=Format.LANDSCAPE), Path("a.PDF"), "a3") == (4961, 3508)
    assert size_as(COLLAGE, Path("a.pdf"), "") == (2480, 3508)


def test_a_page_that_was_edited_keeps_its_shape_in_print() -> None:
    w, h = size_as(replace(COLLAGE, tree="v(0,1)"), Path("a.pdf"), "a4")
    assert w == 2480 and abs(w / h - 0.8) < 0.001


def test_other_makes_stay_as_they_are() -> None:
    assert size_as(replace(COLLAGE, make=Make.RESTYLE), Path("a.pdf"), "a4") == (1080, 1350)
    assert size_as(replace(COLLAGE, make=Make.RECAP), Path("a.mp4"), "hevc") == (1080, 1350)


def test_a_photo_drawn_whole_keeps_its_shape_and_its_pixels_up_to_12_megapixels() -> None:
    def size(width: int, height: int, whole: bool = True) -> tuple[int, int]:
        recipe = Recipe(Make.RESTYLE, (AssetId(1),), Format.SQUARE, whole=whole)
        return shape_of(recipe, {AssetId(1): Source(AssetId(1), "", width, height)})

    assert size(4032, 3024) == (4032, 3024) and size(3024, 4032) == (3024, 4032)
    assert size(8064, 6048) == (4033, 3025)
    assert size(12000, 3000) == (4096, 1024)  # a panorama
    assert size(540, 360) == (1080, 720)  # lines need room
    assert size(4032, 3024, whole=False) == (1080, 1080)
