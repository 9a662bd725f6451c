"""What a film shows at its telling moments, as it did: title, map card, a change, movement, a clip, the end.

    PYTHONPATH=. python tests/render/test_render_film_golden.py     draws it anew: look before you commit

Tolerance: 2.5 of 255 in the mean of each frame and 30 for 99 % of its pixels; letters, JPEGs and the clip's
decoder differ a little.
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # made_films, where this is run as a program

import numpy as np
import pytest
from drawn import photo
from made_films import film
from PIL import Image

from rollsuggest import paths
from rollsuggest.library.pixels import Rgb
from rollsuggest.library.reel import FPS
from rollsuggest.model import AssetId, Box, Kind, Make, Recipe, Source
from rollsuggest.render.clips import footage
from rollsuggest.render.planes import rgb
from rollsuggest.render.recap import Storyboard, storyboard
from rollsuggest.render.scenes import frame_count, frames

GOLDEN = Path(__file__).with_name("film_golden.png")
SIZE = (180, 320)
TOWNS = (("Porto", (41.15, -8.61)), ("Lagos", (37.1, -8.67)))


def sources(folder: Path) -> list[Source]:
    """Six photos of two towns, one with a face at its edge, and a clip."""
    face = Box(0.72, 0.3, 0.2, 0.26)
    shapes = ((480, 640), (640, 480), (480, 640), (640, 400), (480, 640))
    found = [photo(folder, i, shape, face if i == 1 else None) for i, shape in enumerate(shapes)]
    astronaut = paths.resources() / "pictures" / "astronaut.jpg"
    with Image.open(astronaut) as image:
        w, h = image.size
    head = Box(176 / w, 64 / h, 88 / w, 121 / h)
    found.insert(0, Source(AssetId(20), str(astronaut), w, h, (head,)))
    clip = str(film(folder / "clip.mp4", size=(320, 180), seconds=3))
    found.append(Source(AssetId(30), clip, 320, 180, kind=Kind.VIDEO, film=clip))
    return [
        replace(s, place=TOWNS[i // 4][0], position=TOWNS[i // 4][1], taken_at=datetime(2026, 5, 1 + i, 12))
        for i, s in enumerate(found)
    ]


def moments(board: Storyboard) -> dict[str, int]:
    """Return the frames' numbers, rising."""
    shots = board.shots
    card = next(s for s in shots if s.chapter)
    still = next(s for s in shots if not s.is_card and s.panels[0].plays is None)
    clip = next(s for s in shots if s.panels[0].plays is not None and not s.is_card)
    entered = [s for s in shots if s.entry_s > 0 and not s.is_card and s.begins_s > still.begins_s]
    at_s = {
        "title": shots[0].lasts_s * 0.4,
        "map": card.begins_s + card.lasts_s * 0.55,
        "moves, first": still.begins_s + still.entry_s + 1 / FPS,
        "moves, last": still.ends_s - 0.7,
        "change": entered[0].begins_s + entered[0].entry_s / 2,
        "other change": entered[1].begins_s + entered[1].entry_s / 2,
        "clip": clip.begins_s + clip.lasts_s / 2,
        "end": board.seconds - board.fade_s * 0.5,
    }
    return {name: min(round(s * FPS), frame_count(board) - 1) for name, s in at_s.items()}


def shown(folder: Path) -> dict[str, Rgb]:
    photos = sources(folder)
    board = storyboard(photos, SIZE[0] / SIZE[1], 4, True, footage(photos, None), chaptered=True)
    recipe = Recipe(
        Make.RECAP, tuple(s.asset for s in photos), seed=4, title="A week in Portugal", subtitle="May 2026"
    )
    at = moments(board)
    numbers = sorted(set(at.values()))
    made = dict(zip(numbers, map(rgb, frames(board, recipe, photos, SIZE, numbers=numbers)), strict=True))
    return {name: made[number] for name, number in at.items()}


@pytest.fixture(scope="module")
def now(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Rgb]:
    return shown(tmp_path_factory.mktemp("film"))


NAMES = ("title", "map", "moves, first", "moves, last", "change", "other change", "clip", "end")


@pytest.mark.parametrize("name", NAMES)
def test_a_moment_looks_as_it_did(name: str, now: dict[str, Rgb]) -> None:
    with Image.open(GOLDEN) as sheet:
        cells = np.asarray(sheet.convert("RGB"), dtype=np.int16)
    at = NAMES.index(name) * SIZE[0]
    off = np.abs(now[name] - cells[:, at : at + SIZE[0]])
    assert off.mean() < 2.5 and np.percentile(off, 99) < 30


def test_the_golden_tells_moments_apart(now: dict[str, Rgb]) -> None:
    """No two of them are so alike that one could stand for the other."""
    for i, one in enumerate(NAMES):
        for other in NAMES[i + 1 :]:
            assert np.abs(now[one].astype(np.int16) - now[other]).mean() > 4, (one, other)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        made = shown(Path(name))
    Image.fromarray(np.hstack([made[moment] for moment in NAMES])).save(GOLDEN, optimize=True)
