"""Recipes and suggestions as JSON: the form in which they are stored, printed and exchanged."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import Any

from rollsuggest.model import (
    STICKERS,
    AssetId,
    ClusterId,
    Format,
    Framed,
    Make,
    Occasion,
    Receipt,
    Recipe,
    Sticker,
    Suggestion,
    SuggestionKey,
)

Json = dict[str, Any]


def recipe_to_json(recipe: Recipe) -> Json:
    return _fields(recipe)


def recipe_from_json(body: Json) -> Recipe:
    """Raises KeyError, TypeError or ValueError when `body` is no recipe."""
    known = {name: body[name] for name in Recipe.__dataclass_fields__ if name in body}
    known |= {
        "make": Make(body["make"]),
        "photos": tuple(AssetId(int(photo)) for photo in body["photos"]),
        "format": Format(body.get("format", Format.STORY)),
        "locked": tuple(AssetId(int(photo)) for photo in body.get("locked", ())),
        "framed": tuple(_framed(*one) for one in body.get("framed", ())),
        "stickers": tuple(_sticker(*one) for one in body.get("stickers", ())),
    }
    return Recipe(**known)


def _framed(asset: int, x: float, y: float, zoom: float) -> Framed:
    return Framed(AssetId(int(asset)), float(x), float(y), float(zoom))


def _sticker(kind: str, x: float, y: float, size: float, angle: float) -> Sticker:
    if kind not in STICKERS:
        raise ValueError(kind)
    return Sticker(kind, float(x), float(y), float(size), float(angle))


def suggestion_to_json(suggestion: Suggestion) -> Json:
    body = _fields(suggestion)
    body["recipe"] = recipe_to_json(suggestion.recipe)
    body["receipt"] = _fields(suggestion.receipt)
    body["asks"] = _fields(suggestion.asks) if suggestion.asks else None
    for name in ("first", "last"):
        day: date | None = getattr(suggestion, name)
        body[name] = day.isoformat() if day else None
    return body


def _fields(one: Recipe | Suggestion | Receipt | Occasion) -> Json:
    """Return the fields as they are: `asdict` would copy each of a year's thousands of photos."""
    return {field.name: getattr(one, field.name) for field in fields(one)}


def suggestion_from_json(body: Json) -> Suggestion:
    receipt, asks = body["receipt"], body.get("asks")
    return Suggestion(
        **(
            body
            | {
                "key": SuggestionKey(body["key"]),
                "first": date.fromisoformat(body["first"]) if body["first"] else None,
                "last": date.fromisoformat(body["last"]) if body["last"] else None,
                "photos": tuple(body["photos"]),  # a card of a year has thousands
                "recipe": recipe_from_json(body["recipe"]),
                "asks": Occasion(**asks) if asks else None,
                "people": tuple(ClusterId(cluster) for cluster in body.get("people", ())),
                "about": tuple(ClusterId(cluster) for cluster in body.get("about", ())),
                "places": tuple(body.get("places", ())),
                "receipt": Receipt(receipt["considered"], dict(receipt["left_out"])),
            }
        )
    )
