"""A recap as story cards: the whole, then each chapter with its own photos and words; all files or none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from drawn import by_asset, photo
from PIL import Image

from rollsuggest.errors import CancelledError, UserError
from rollsuggest.model import Make, Recipe, Source
from rollsuggest.render import story
from rollsuggest.render.engine import render_cards, render_still

SIZE = (108, 192)


@pytest.fixture
def sources(tmp_path: Path) -> list[Source]:
    folder = tmp_path / "roll"
    folder.mkdir()
    made = [photo(folder, number, (480, 640)) for number in range(9)]
    return [
        replace(s, taken_at=datetime(2025, 1 + n // 3, 1 + n), people=("Ana",) if n < 3 else ())
        for n, s in enumerate(made)
    ]


@pytest.fixture
def recipe(sources: list[Source]) -> Recipe:
    return Recipe(Make.RECAP, tuple(s.asset for s in sources), title="Your 2025", subtitle="January to March")


def test_the_first_card_is_the_whole_and_each_chapter_follows(sources: list[Source], recipe: Recipe) -> None:
    made = list(story.parts(recipe, sources))
    assert [part.title for part, _shown in made] == ["Your 2025", "January", "February", "March"]
    assert [part.subtitle for part, _shown in made] == ["January to March", "with Ana", "", ""]
    assert [s.asset for _part, shown in made[1:] for s in shown] == list(recipe.photos)
    told: list[float] = []
    pages, titles = render_cards(recipe, by_asset(sources), SIZE, progress=told.append)
    assert titles == ["Your 2025", "January", "February", "March"] and told == [0, 0.25, 0.5, 0.75]
    assert np.array_equal(pages[0], render_still(recipe, by_asset(sources), SIZE))
    assert all(page.shape == (192, 108, 3) for page in pages)
    assert len({page.tobytes() for page in pages}) == 4
    again, _titles = render_cards(recipe, by_asset(sources), SIZE)
    assert all(np.array_equal(one, other) for one, other in zip(pages, again, strict=True))
    with pytest.raises(CancelledError):
        render_cards(recipe, by_asset(sources), SIZE, cancelled=lambda: True)


def test_a_recap_without_chapters_is_one_card(sources: list[Source], recipe: Recipe) -> None:
    month = [replace(s, taken_at=datetime(2025, 1, 5)) for s in sources]
    pages, titles = render_cards(recipe, by_asset(month), SIZE)
    assert len(pages) == 1 and titles == ["Your 2025"]


def test_cards_are_numbered_and_titled(tmp_path: Path) -> None:
    pages = [np.full((8, 6, 3), 80 * n, np.uint8) for n in range(3)]
    story.write(pages, ["One", "Two", "Three"], tmp_path / "a [1].png", "Nine photos", "")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a [1] 2.png", "a [1] 3.png", "a [1].png"]
    with Image.open(tmp_path / "a [1] 3.png") as image:
        assert image.getpixel((1, 1)) == (160, 160, 160) and image.info["Title"] == "Three"


def _taken(folder: Path) -> Path:
    (folder / "a 2.jpg").write_bytes(b"mine")
    return folder / "a.jpg"


@pytest.mark.parametrize(
    "out", [_taken, lambda folder: folder / "a.bmp", lambda folder: folder / "gone" / "a.jpg"]
)
def test_nothing_is_written_over_and_nothing_half(tmp_path: Path, out: Callable[[Path], Path]) -> None:
    pages = [np.zeros((8, 6, 3), np.uint8)] * 3
    name = out(tmp_path)
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    with pytest.raises(UserError) as told:
        story.write(pages, ["", "", ""], name, "", "")
    assert told.value.advice and {p.name: p.read_bytes() for p in tmp_path.iterdir()} == before
