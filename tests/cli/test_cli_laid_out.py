"""Results are JSON, whatever they hold, with the photos of a card in one line."""

import json
from typing import Any

import pytest

from rollsuggest.cli.laid_out import laid_out


@pytest.mark.parametrize(
    "body",
    [{}, [], None, 1.5, 'é\n"', {"a": [], "b": {}, "c": None}, [[1, 2.5], [3]], (1, "x"), [1, {"a": 2}],
     {"d": [{"x": [{"y": {}}]}, {}], "e": {"f": ["g", "h"], "i": True}}],
)  # fmt: skip
def test_it_says_the_same_as_json(body: Any) -> None:
    assert json.loads(laid_out(body)) == json.loads(json.dumps(body))


def test_a_line_for_each_part_and_one_for_all_photos() -> None:
    said = laid_out({"suggestions": [{"title": "Faro", "photos": ["a.jpg", "b.jpg"]}]})
    assert '   "title": "Faro",\n   "photos": ["a.jpg", "b.jpg"]\n  }' in said
