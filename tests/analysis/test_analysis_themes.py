"""The table of themes, without any network."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from rollsuggest.analysis import models, theme_figures, themes
from rollsuggest.analysis.evidence import Looks
from rollsuggest.analysis.theme_table import TABLE
from rollsuggest.analysis.tints import Tints, tints
from rollsuggest.library.pixels import Rgb
from rollsuggest.model import Label, Role

NAMES = [line.split(",")[0] for line in models.lines(models.IMAGENET_NAMES)]
WEIGHTS = themes.weights(NAMES)
FOLDERS = {
    *("baby_kids", "beach_sea", "birthday", "christmas_halloween", "city_street", "concert_music", "cycling"),
    *("documents", "flowers", "food", "forest", "graduation", "landmarks", "mountains_hike", "pets_cat"),
    *("pets_dog", "pool_swim", "screenshots", "snow", "sport", "sunset", "wedding", "wildlife"),
}


def sight(
    words: dict[str, float],
    objects: tuple[Label, ...] = (),
    looks: Looks | None = None,
    colours: Tints | None = None,
) -> themes.Sight:
    probabilities = np.zeros(len(NAMES), np.float32)
    for word, probability in words.items():
        probabilities[NAMES.index(word)] = probability
    probabilities[NAMES.index("toilet tissue")] += max(0.0, 1 - probabilities.sum())  # a word of no theme
    return themes.Sight(probabilities, objects, looks or Looks(), colours or Tints())


def named(seen: themes.Sight, role: Role = Role.PHOTO) -> set[str]:
    return {label.name for label in themes.themes(seen, WEIGHTS, role)}


def test_the_table_names_every_theme_and_only_real_classes() -> None:
    assert {*TABLE, "documents", "screenshots"} == {*FOLDERS, "road_trip"}
    objects = {name for theme in TABLE.values() for name in theme.objects}
    assert objects <= set(models.lines(models.COCO_NAMES))


def test_plain_words_give_their_theme() -> None:
    assert named(sight({"pizza": 0.8})) == {"food"}
    assert named(sight({"golden retriever": 0.5, "Labrador retriever": 0.3})) == {"pets_dog"}
    assert named(sight({"tabby": 0.6})) == {"pets_cat"}
    assert named(sight({"alp": 0.7})) == {"mountains_hike"}


def test_a_portrait_is_not_a_concert() -> None:
    assert (
        named(sight({"oboe": 0.32, "harmonica": 0.06, "Windsor tie": 0.08}, (Label("person", 0.9),))) == set()
    )


def test_weak_words_and_a_cup_on_the_table_are_not_food() -> None:
    assert named(sight({"bakery": 0.2}, (Label("cup", 0.6), Label("person", 0.9)))) == set()


def test_colours_decide_between_mountain_and_snow() -> None:
    summer, winter = Tints(pale_below=0.05), Tints(pale_below=0.6, cool=0.1)
    assert named(sight({"valley": 0.7}, colours=summer)) == {"mountains_hike"}
    assert named(sight({"valley": 0.7}, colours=winter)) == {"mountains_hike", "snow"}


def test_a_dog_in_turquoise_water_is_in_a_pool() -> None:
    wet = {"Labrador retriever": 0.4, "sea lion": 0.2, "tub": 0.1}
    assert "pool_swim" not in named(sight(wet))
    assert "pool_swim" in named(sight(wet, colours=Tints(turquoise=0.4)))


def test_a_forest_is_busy_where_the_sky_would_be() -> None:
    fence = {"worm fence": 0.2, "wild boar": 0.1}
    assert "forest" in named(sight(fence, colours=Tints(busy_above=1.0)))
    assert "forest" not in named(sight(fence, colours=Tints(busy_above=0.5, blue=0.4)))


def test_tints_of_painted_pictures() -> None:
    pool = np.full((60, 80, 3), (40, 190, 210), np.uint8)
    snow = np.full((60, 80, 3), (220, 228, 240), np.uint8)
    noise = np.random.default_rng(1).integers(0, 255, (60, 80, 3), np.uint8)
    assert tints(pool).turquoise == 1.0 and tints(pool).busy_above == 0.0
    assert tints(snow).pale_below == 1.0 and tints(snow).cool > 0
    assert tints(noise).busy_above == 1.0


@given(
    hnp.arrays(np.uint8, st.tuples(st.integers(1, 40), st.integers(1, 40), st.just(3))),
)
def test_tints_are_shares_of_any_picture(rgb: Rgb) -> None:
    seen = tints(rgb)
    assert -1 <= seen.cool <= 1
    assert all(0 <= v <= 1 for v in (seen.turquoise, seen.busy_above, seen.blue, seen.pale_below))


def test_softening_keeps_the_order_and_the_sum() -> None:
    soft = themes.soften(np.array([0.9, 0.09, 0.01, 0.0], np.float32))
    assert abs(float(soft.sum()) - 1) < 1e-5
    assert list(np.argsort(-soft)) == [0, 1, 2, 3] and soft[0] < 0.9


def test_a_lake_by_day_is_no_sunset() -> None:
    assert "sunset" not in named(sight({"lakeside": 0.6}, looks=Looks(glow=0.01)))
    assert "sunset" in named(sight({"lakeside": 0.6}, looks=Looks(glow=0.4)))


def test_a_car_from_inside_is_a_road_trip_and_a_street_full_of_cars_is_none() -> None:
    cars = (Label("car", 0.8), Label("car", 0.7))
    assert themes.scores(sight({"seat belt": 0.5, "car mirror": 0.2}), WEIGHTS)["road_trip"] >= themes.SHOWN
    assert themes.scores(sight({"streetcar": 0.3, "cab": 0.2}, cars), WEIGHTS)["road_trip"] < themes.SHOWN


def test_a_stocking_counts_twice_at_christmas() -> None:
    words = {"Christmas stocking": 0.2}
    summer, eve = (
        themes.scores(replace(sight(words), day=day), WEIGHTS)["christmas_halloween"]
        for day in ((7, 4), (12, 24))
    )
    assert summer < themes.SHOWN <= eve
    assert themes.scores(sight(words), WEIGHTS)["christmas_halloween"] == summer


def test_a_theme_that_is_wrong_too_often_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    pizza = sight({"pizza": 0.8})
    assert named(pizza) == {"food"}
    poor = replace(theme_figures.FIGURES["food"], precision=theme_figures.BAR - 0.01)
    monkeypatch.setattr(theme_figures, "FIGURES", {**theme_figures.FIGURES, "food": poor})
    assert named(pizza) == set()
    monkeypatch.setattr(theme_figures, "FIGURES", {})
    assert named(pizza) == set()  # what nobody measured is not shown either


def test_every_theme_was_measured() -> None:
    assert set(theme_figures.FIGURES) == set(TABLE)
    assert all(0 <= m.precision <= 1 and 0 <= m.recall <= 1 for m in theme_figures.FIGURES.values())


def test_a_screenshot_of_food_is_a_screenshot() -> None:
    assert named(sight({"pizza": 0.9}), Role.SCREENSHOT) == {"screenshots"}
    assert named(sight({"menu": 0.9}), Role.DOCUMENT) == {"documents"}


@given(
    st.dictionaries(st.sampled_from(NAMES), st.floats(0, 1, width=32), max_size=6),
    st.lists(st.tuples(st.sampled_from(models.lines(models.COCO_NAMES)), st.floats(0, 1)), max_size=4),
    st.floats(0, 1),
)
def test_scores_are_probabilities_and_more_evidence_never_lowers_them(
    words: dict[str, float], objects: list[tuple[str, float]], share: float
) -> None:
    total = max(1.0, sum(words.values()))
    seen = tuple(Label(name, score) for name, score in objects)
    some = sight({word: p / total for word, p in words.items()}, (), Looks(glow=share, white_below=share))
    more = themes.Sight(some.probabilities, seen, some.looks)
    before, after = themes.scores(some, WEIGHTS), themes.scores(more, WEIGHTS)
    for name, score in after.items():
        assert 0 <= before[name] <= score <= 1
