"""Recipes as they are stored: whole, and those of before a field was thought of."""

import json
from dataclasses import replace

import pytest

from rollsuggest.library.codec import recipe_from_json, recipe_to_json
from rollsuggest.model import AssetId, Format, Make, Recipe

RECIPE = Recipe(Make.COLLAGE, (AssetId(3), AssetId(1)), Format.SQUARE, "seamless", seed=7, title="Our May")


@pytest.mark.parametrize(
    "recipe",
    [
        RECIPE,
        replace(RECIPE, drawn="watercolour"),
        replace(RECIPE, make=Make.RESTYLE, style="oil", clip=True, strength=0.5, light="rain"),
    ],
)
def test_a_recipe_comes_back_as_it_was(recipe: Recipe) -> None:
    assert recipe_from_json(json.loads(json.dumps(recipe_to_json(recipe)))) == recipe


def test_a_recipe_stored_before_sets_and_films_were_drawn_is_one_of_photographs() -> None:
    old = {"make": "collage", "photos": [3, 1], "format": "square", "style": "seamless", "seed": 7}
    assert recipe_from_json(old | {"title": "Our May"}) == RECIPE
