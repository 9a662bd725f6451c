"""Recipes and suggestions as they are stored: whole, and those of before a field was thought of."""

import json
from dataclasses import replace
from datetime import date

import pytest

from rollsuggest.library.codec import (
    recipe_from_json,
    recipe_to_json,
    suggestion_from_json,
    suggestion_to_json,
)
from rollsuggest.model import (
    AssetId,
    ClusterId,
    Format,
    Make,
    Occasion,
    Receipt,
    Recipe,
    Sticker,
    Suggestion,
    SuggestionKey,
)

RECIPE = Recipe(Make.COLLAGE, (AssetId(3), AssetId(1)), Format.SQUARE, "seamless", seed=7, title="Our May")


@pytest.mark.parametrize(
    "recipe",
    [
        RECIPE,
        replace(RECIPE, drawn="watercolour", stickers=(Sticker("sun", 0.25, 0.5, 0.2, -15.0),)),
        replace(RECIPE, make=Make.RESTYLE, style="oil", clip=True, whole=True, strength=0.5, light="rain"),
    ],
)
def test_a_recipe_comes_back_as_it_was(recipe: Recipe) -> None:
    assert recipe_from_json(json.loads(json.dumps(recipe_to_json(recipe)))) == recipe


def test_a_recipe_stored_before_sets_and_films_were_drawn_is_one_of_photographs() -> None:
    old = {"make": "collage", "photos": [3, 1], "format": "square", "style": "seamless", "seed": 7}
    assert recipe_from_json(old | {"title": "Our May"}) == RECIPE


@pytest.mark.parametrize("asks", [None, Occasion("birthday", 6, 18, ClusterId(4))])
def test_a_suggestion_comes_back_as_it_was(asks: Occasion | None) -> None:
    said = Suggestion(
        key=SuggestionKey("0f"),
        kind="found_occasion",
        title="A birthday on 18 June",
        subject="birthday 06-18",
        first=date(2025, 6, 18),
        last=None,
        reason="Five photos",
        photos=(AssetId(1), AssetId(2), AssetId(3)),
        recipe=RECIPE,
        score=0.54,
        receipt=Receipt(5, {"alike": 2}),
        asks=asks,
        people=(ClusterId(4),),
        places=("Porto",),
    )
    assert suggestion_from_json(json.loads(json.dumps(suggestion_to_json(said)))) == said
