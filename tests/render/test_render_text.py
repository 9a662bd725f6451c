"""Words stay in their box, whatever the language and length."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from rollsuggest import paths
from rollsuggest.render import fonts
from rollsuggest.render.fonts import Face, shown, sized
from rollsuggest.render.heading import heading
from rollsuggest.render.paint import sheet
from rollsuggest.render.palette import Palette
from rollsuggest.render.text import EMPTY, Block, draw, fit, right_to_left

WORDS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Z", "M", "S")), max_size=80)


@settings(max_examples=60, deadline=None)
@given(WORDS, st.integers(60, 900), st.integers(30, 400), st.sampled_from(list(Face)), st.integers(1, 4))
def test_text_never_leaves_its_box(text: str, w: int, h: int, face: Face, lines: int) -> None:
    block = fit(text, face, w, h, 120, 12, lines)
    if block is EMPTY:
        return
    assert len(block.lines) <= lines
    assert block.w <= w + 1 or all(len(line) <= 2 for line in block.lines)
    assert block.h <= max(h, block.leading_px)


@pytest.mark.parametrize("text", ["May 2026", "Übermäßig schöne Tage", "Ελλάδα", "Москва летом", "Đà Nẵng"])
def test_our_own_fonts_show_european_and_vietnamese_titles(text: str) -> None:
    for face in Face:
        assert shown(text, face) == (text, str(paths.resources() / "fonts" / face.value))


def test_another_font_is_taken_for_letters_ours_lack(monkeypatch: pytest.MonkeyPatch) -> None:
    inter = str(paths.resources() / "fonts" / Face.TEXT.value)
    monkeypatch.setattr(fonts, "_system_fonts", lambda: (inter,))
    fonts._best.cache_clear()
    try:
        letter = next(
            c for c in map(chr, range(0x1E00, 0x2C80)) if c.isalpha() and fonts.has(inter, c)
            and not fonts.has(str(paths.resources() / "fonts" / Face.TITLE.value), c)
        )  # fmt: skip
        assert shown(f"A{letter}", Face.TITLE) == (f"A{letter}", inter)
    finally:
        fonts._best.cache_clear()


def test_signs_that_no_font_has_are_left_out_rather_than_shown_as_boxes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(fonts, "_system_fonts", tuple)
    fonts._best.cache_clear()
    try:
        assert shown("Beach \U0001f3d6\ufe0f days", Face.TITLE)[0] == "Beach days"
        assert shown("ᚠᚢᚦᚨᚱᚲ ᛏᛁᛏᛚᛖ", Face.TITLE)[0] == ""
    finally:
        fonts._best.cache_clear()


def test_whole_words_are_kept_by_shrinking() -> None:
    assert fit("Wedding day", Face.TITLE, 330, 400, 104, 40, 3).lines == ("Wedding", "day")
    assert "pyramids" in fit("Museums and pyramids", Face.TITLE, 330, 400, 104, 40, 4).lines[-1]


def test_too_much_text_ends_in_an_ellipsis() -> None:
    block = fit("word " * 60, Face.TEXT, 200, 60, 30, 20, 2)
    assert len(block.lines) == 2 and block.lines[-1].endswith("…")


def test_ink_stays_in_the_block(tmp_path: object) -> None:
    image = Image.new("RGB", (600, 300), "white")
    block = fit("Ågypj May 2026", Face.TITLE, 500, 200, 90, 40, 2)
    draw(block, image, 50, 50, 500, (0, 0, 0))
    rows, columns = np.nonzero(np.asarray(image.convert("L")) < 200)
    assert rows.min() >= 50 - 8 and rows.max() <= 50 + block.h + 8
    assert columns.min() >= 48 and columns.max() <= 50 + block.w + 4


def test_a_heading_without_title_is_nothing() -> None:
    assert heading("  ", "subtitle", 500, 80).h == 0


def test_text_fits_at_every_scale() -> None:
    block = fit("Museums and pyramids", Face.TITLE, 330, 400, 104, 40, 4)
    for scale in (1 / 3, 2.0, 3.7):
        small = block.scaled(scale)
        font = sized(small.path, small.size_px)
        assert all(font.getlength(line) <= 330 * scale * 1.02 for line in small.lines)


@pytest.mark.parametrize(
    ("text", "rtl"), [("שבוע בחיפה", True), ("2026 أسبوع", True), ("May שבוע", False), ("2026", False)]
)
def test_what_is_read_from_right_to_left_begins_at_the_right(text: str, rtl: bool) -> None:
    assert right_to_left(text) is rtl


def test_words_of_a_script_written_from_the_right_stand_at_the_right() -> None:
    image = Image.new("RGB", (600, 200), "white")
    inter = str(paths.resources() / "fonts" / Face.TEXT.value)
    draw(Block(("שבוע",), inter, 60, 70, 120, 70), image, 50, 50, 500, (0, 0, 0))
    columns = np.nonzero(np.asarray(image.convert("L")) < 200)[1]
    assert columns.min() > 300 and columns.max() <= 556


def test_a_title_that_begins_with_a_latin_name_follows_its_arabic_subtitle() -> None:
    words = heading("Lisbon", "13–20 سبتمبر 2025", 500, 80)
    paper = sheet((1080, 1080), (255, 255, 255))
    words.write(paper, 40, 20, 1000, Palette((255, 255, 255), (0, 0, 0), (0, 0, 0)))
    columns = np.nonzero(paper.pixels()[: round(20 + words.title.h)].min(axis=2) < 200)[1]
    assert columns.min() > 600 and columns.max() > 1020


@pytest.mark.parametrize(
    ("text", "file"),
    [
        ("ラゴスの夏、海辺にて 2023", "NotoSerifJP"),
        ("我们的夏天", "NotoSerifSC"),
        ("라고스의 여름", "NotoSerifKR"),
        ("लागोस में एक हफ़्ता 2023", "NotoSerifDevanagari"),
        ("أسبوع صيفي في لاغوس 2023", "NotoNaskhArabic"),
    ],
)
def test_scripts_beyond_ours_have_a_font_where_the_system_has_none(
    text: str, file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fonts, "_system_fonts", tuple)
    fonts._best.cache_clear()
    try:
        for face in Face:
            said, path = fonts.shown(text, face)
            assert said == text and Path(path).stem == f"{file}-Medium"
        assert fonts.shown(f"{text}\U0002a6d6", Face.TITLE)[0] == text  # one letter that no font has
    finally:
        fonts._best.cache_clear()


@pytest.mark.parametrize(
    ("letters", "file"),
    [("क्ष", "NotoSerifDevanagari"), ("سلام", "NotoNaskhArabic"), ("لا", "NotoNaskhArabic")],
)
def test_letters_that_join_are_joined(letters: str, file: str) -> None:
    font = sized(str(paths.resources() / "fonts" / f"{file}-Medium.ttf"), 100)
    assert font.getlength(letters) < 0.9 * sum(map(font.getlength, letters))


def test_no_line_begins_with_a_full_stop_and_lines_are_of_like_length() -> None:
    block = fit("葡萄牙的夏天、我们一起去海边。", Face.TITLE, 560, 400, 60, 60, 3)
    assert len(block.lines) == 2 and not block.lines[1].startswith(("、", "。"))
    assert abs(len(block.lines[0]) - len(block.lines[1])) <= 2


def test_japanese_breaks_behind_a_phrase() -> None:
    block = fit("リスボンで過ごした八日間", Face.TITLE, 520, 400, 60, 60, 2)
    assert block.lines == ("リスボンで", "過ごした八日間")


@pytest.mark.parametrize("wide", range(40, 320, 10))
def test_japanese_is_broken_neither_within_a_number_nor_within_a_latin_word(wide: int) -> None:
    title = "Boston、Providence、2024年11月"
    lines = fit(title, Face.TITLE, wide, 400, 12, 12, most_lines=9).lines
    assert "".join(lines) == title
    if wide >= 80:  # as wide as the longest word
        for before, after in pairwise(lines):
            assert not (before[-1].isalnum() and after[0].isalnum() and before[-1].isascii()), lines
        assert not any(line[0] in "年月" for line in lines)


def test_a_title_that_is_cut_fills_its_lines_first() -> None:
    full = fit("Boston、Providence、New York City、2024年11月", Face.TITLE, 150, 40, 12, 12).lines
    assert full[0] == "Boston、Providence、" and full[1].startswith("New York") and full[1].endswith("…")


def test_the_sign_between_two_days_is_shown_in_another_way_by_a_font_that_lacks_it() -> None:
    assert shown("2025年4月10日～16日", Face.TITLE)[0] == "2025年4月10日〜16日"
    assert shown("4월 10일～16일", Face.TITLE)[0] == "4월 10일–16일"


def test_a_subtitle_of_figures_stands_on_its_titles_side() -> None:
    page = sheet((1080, 1080), (255, 255, 255))
    words = heading("أسبوع في لاغوس", "2023", 980, 90)
    words.write(page, 50, 20, 980, Palette((255, 255, 255), (0, 0, 0), (0, 0, 0)))
    below = np.asarray(page.image.convert("L"))[round(20 + words.title.h + words.between) :]
    assert np.nonzero(below < 200)[1].min() > 800
