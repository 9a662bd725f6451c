"""Chapters: by month or place, none without enough to tell, and nothing said twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
from drawn import photo, unread_sources
from hypothesis import given

from rollsuggest.model import AssetId, Box, Make, Recipe, Source
from rollsuggest.render.chapters import LEAST, chapters
from rollsuggest.render.planes import rgb
from rollsuggest.render.recap import CHAPTER_S, storyboard
from rollsuggest.render.scenes import frames
from rollsuggest.render.trip_map import ROUTE


def taken(
    months: list[int], places: list[str] | None = None, size: tuple[int, int] = (1080, 1920)
) -> list[Source]:
    places = places or [""] * len(months)
    return [
        Source(AssetId(i), "", *size, taken_at=datetime(2025, month, 1 + i), place=place)
        for i, (month, place) in enumerate(zip(months, places, strict=True))
    ]


def test_months_begin_chapters_and_short_ones_are_joined() -> None:
    found = chapters(taken([1, 1, 1, 2, 3, 3, 3, 3, 7, 7, 7, 8]))
    assert {at: c.title for at, c in found.items()} == {
        0: "January",
        3: "February to March",
        8: "July to August",
    }


def test_towns_begin_chapters_with_their_days() -> None:
    found = chapters(taken([5] * 7, ["Porto", "Porto", "", "Lagos", "Lagos", "Lagos", "Faro"]))
    assert [(at, c.title, c.subtitle) for at, c in found.items()] == [
        (0, "Porto", "1 to 3 May 2025"), (3, "Lagos · Faro", "4 to 7 May 2025"),
    ]  # fmt: skip
    assert found[0].place == "Porto" and not found[3].place


def test_a_month_tells_where() -> None:
    found = chapters(taken([1, 1, 1, 2, 2, 2, 3, 3, 3], ["Porto", "Lagos", "Porto", *[""] * 6]))
    assert found[0].subtitle == "Porto · Lagos" and not found[3].subtitle


def test_a_month_in_one_town_has_its_map_and_says_the_town_once() -> None:
    months = taken([1, 1, 1, 2, 2, 2, 3, 3, 3], [*["Porto"] * 3, *["Lagos"] * 3, *["Lagos", "Faro", "Faro"]])
    placed = [replace(s, position=(41.15, -8.61)) if s.place == "Porto" else s for s in months]
    found = chapters([replace(s, position=s.position or (37.1, -8.67)) for s in placed])
    assert [(c.subtitle, c.at) for c in found.values()] == [
        ("Porto", (41.15, -8.61)), ("Lagos", (37.1, -8.67)), ("Lagos · Faro", None),
    ]  # fmt: skip
    assert [c.place for c in found.values()] == ["Porto", "Lagos", ""]
    at_home = chapters([replace(s, place="Porto", position=(41.15, -8.61)) for s in months])
    assert not any(c.at or c.subtitle or c.place for c in at_home.values())  # no news on any card


def test_one_chapter_is_none() -> None:
    for sources in (taken([5] * 9), taken([5] * 4, ["Porto"] * 4), taken([1, 2]), []):
        assert not chapters(sources)


@given(unread_sources(0, 20))
def test_chapters_hold_enough_photos(sources: list[Source]) -> None:
    begun = [*chapters(sources), len(sources)]
    assert not chapters(sources) or begun[0] == 0
    assert all(b - a >= LEAST for a, b in pairwise(begun))


def test_a_card_begins_each_chapter_and_no_frame_holds_two() -> None:
    sources = taken([5] * 6, [*["Porto"] * 3, *["Lagos"] * 3], size=(4500, 3000))  # two would share a frame
    board = storyboard(sources, 1080 / 1920, 0, True, chaptered=True)
    said = [s.chapter.title if s.chapter else "title" if s.titled else len(s.panels) for s in board.shots]
    assert said == ["title", "Porto", 2, 1, "Lagos", 2, 1]
    cards = [s for s in board.shots if s.chapter]
    assert all(abs(s.lasts_s - s.entry_s - CHAPTER_S) < 1e-9 and s.entry_s > 0 for s in cards)
    shown = [panel.photo for s in board.shots if not s.is_card for panel in s.panels]
    assert shown == list(range(6))
    assert not any("Porto" in s.caption or "Lagos" in s.caption for s in board.shots)


def test_captions_can_be_left_out() -> None:
    sources = taken([5] * 4, ["Porto"] * 4)
    assert any(s.caption for s in storyboard(sources, 0.5625, 0, True).shots)
    assert not any(s.caption for s in storyboard(sources, 0.5625, 0, True, captioned=False).shots)


def test_a_card_is_written_over_a_dark_blur_and_shows_no_face_cut(tmp_path: Path) -> None:
    face = Box(0.3, 0.3, 0.3, 0.3)
    sources = [
        replace(photo(tmp_path, i, (480, 640), face), place="Porto" if i < 3 else "Lagos") for i in range(6)
    ]
    board = storyboard(sources, 202 / 360, 2, False, chaptered=True)
    recipe = Recipe(Make.RECAP, tuple(s.asset for s in sources))
    card = board.shots[0]
    assert card.chapter and card.chapter.title == "Porto"
    middle = round((card.begins_s + card.lasts_s / 2) * 30)
    (picture,) = frames(board, recipe, sources, (202, 360), numbers=[middle])
    words = picture.y[100:240] > 200
    assert 0.003 < words.mean() < 0.3, "no words"
    assert not (picture.y[:90] > 200).any() and np.median(picture.y) < 110


def test_a_chapter_names_who_is_seen_often_and_only_as_news() -> None:
    whom = [("Ana",), ("Ana", "Rui"), ("Rui",), ("Ana",), ("Ana",), (), ("Ana",), ("Ana",), ("Marta",)]
    months = taken([1, 1, 1, 2, 2, 2, 3, 3, 3])
    found = chapters([replace(s, people=names) for s, names in zip(months, whom, strict=True)])
    assert [chapter.people for chapter in found.values()] == ["with Ana and Rui", "with Ana", ""]


def orange_in(picture: npt.NDArray[np.int_]) -> npt.NDArray[np.bool_]:
    """Return where the picture has the colour of a trip's way."""
    return np.asarray(np.abs(picture - ROUTE).max(axis=2) < 40)


def test_a_town_is_shown_on_a_map_among_the_trips_others(tmp_path: Path) -> None:
    places = ((41.15, -8.61), (37.1, -8.67))
    sources = [
        replace(photo(tmp_path, i, (480, 640)), place=("Porto", "Lagos")[i // 3], position=places[i // 3])
        for i in range(6)
    ]
    recipe = Recipe(Make.RECAP, tuple(s.asset for s in sources))
    shown = []
    for some in (sources, [replace(s, position=None) for s in sources]):
        board = storyboard(some, 1080 / 1920, 2, False, chaptered=True)
        cards = [shot for shot in board.shots if shot.chapter]
        assert [c.chapter.at for c in cards if c.chapter] == (list(places) if some is sources else [None] * 2)
        middles = [round((c.begins_s + c.lasts_s / 2) * 30) for c in cards]
        shown.append([rgb(p).astype(int) for p in frames(board, recipe, some, (540, 960), numbers=middles)])
    counts = [[orange_in(picture).sum() for picture in pictures] for pictures in shown]
    assert min(counts[0]) > 50 and max(counts[1]) == 0
    rows = [np.flatnonzero(orange_in(picture).any(1)) for picture in shown[0]]
    assert abs(rows[0].min() - rows[1].min()) < 8 and abs(rows[0].max() - rows[1].max()) < 8  # one map
    middle = int(rows[0].mean())
    north = [int(orange_in(picture)[:middle].sum()) for picture in shown[0]]
    assert north[0] > 1.5 * north[1], "Porto does not stand out on its card"
