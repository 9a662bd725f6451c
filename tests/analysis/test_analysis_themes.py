"""The table of themes, without any network."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rollsuggest.analysis import models, themes
from rollsuggest.analysis.evidence import Looks
from rollsuggest.model import Label, Role

NAMES = [line.split(",")[0] for line in models.lines(models.IMAGENET_NAMES)]
TABLE = themes.weights(NAMES)
FOLDERS = {
    *("baby_kids", "beach_sea", "birthday", "christmas_halloween", "city_street", "concert_music", "cycling"),
    *("documents", "flowers", "food", "forest", "graduation", "landmarks", "mountains_hike", "pets_cat"),
    *("pets_dog", "pool_swim", "screenshots", "snow", "sport", "sunset", "wedding", "wildlife"),
}


def sight(
    words: dict[str, float], objects: tuple[Label, ...] = (), looks: Looks | None = None
) -> themes.Sight:
    probabilities = np.zeros(len(NAMES), np.float32)
    for word, probability in words.items():
        probabilities[NAMES.index(word)] = probability
    return themes.Sight(probabilities, objects, looks or Looks())


def named(seen: themes.Sight, role: Role = Role.PHOTO) -> set[str]:
    return {label.name for label in themes.themes(seen, TABLE, role)}


def test_the_table_names_every_theme_and_only_real_classes() -> None:
    assert {*themes.TABLE, "documents", "screenshots"} == FOLDERS
    objects = {name for theme in themes.TABLE.values() for name in theme.objects}
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
    summer, winter = Looks(white_below=0.05), Looks(white_below=0.6)
    assert "snow" not in named(sight({"alp": 0.7}, looks=summer))
    assert "snow" in named(sight({"alp": 0.7}, looks=winter))


def test_a_lake_by_day_is_no_sunset() -> None:
    assert "sunset" not in named(sight({"lakeside": 0.6}, looks=Looks(glow=0.01)))
    assert "sunset" in named(sight({"lakeside": 0.6}, looks=Looks(glow=0.4)))


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
    before, after = themes.scores(some, TABLE), themes.scores(more, TABLE)
    for name, score in after.items():
        assert 0 <= before[name] <= score <= 1
