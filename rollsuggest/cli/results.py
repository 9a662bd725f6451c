"""What the terminal prints as JSON. The form is stable: other programs and our measurements read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from rollsuggest.consent.grants import permit
from rollsuggest.i18n import _, ngettext
from rollsuggest.library.codec import recipe_to_json
from rollsuggest.library.rows import IndexedAsset, IndexStatus, Unreadable
from rollsuggest.model import AssetId, Box, Format, Purpose, Recipe, Role, Suggestion
from rollsuggest.studio import Studio

Json = dict[str, Any]


def require_consent(studio: Studio) -> None:
    """Raises ConsentError while looking at photos is not allowed."""
    permit(studio.grants(), Purpose.ANALYSE)


def index_report(status: IndexStatus, unreadable: Sequence[Unreadable]) -> Json:
    return {
        "total": status.total,
        "done": status.done,
        "unreadable": [{"path": file.path, "reason": file.reason} for file in unreadable],
    }


def export_index(studio: Studio) -> Json:
    """Return all assets in the form that the scorer of the shared data reads, with the last suggestions."""
    extras = studio.extras()
    assets = studio.indexed()
    paths = {asset.id: asset.path for asset in assets}
    captions = studio.captions(asset.id for asset in assets)
    said = [_suggestion(card.suggestion, card.recipe, paths) for card in studio.last_suggestions()]
    told = [_asset(asset, extras.get(asset.id), captions.get(asset.id, "")) for asset in assets]
    return {"assets": told, "suggestions": said}


def _asset(asset: IndexedAsset, extra: Role | None, caption: str) -> Json:
    role = extra if extra and asset.role is Role.PHOTO else asset.role
    return {
        "path": asset.path,
        "kind": asset.kind,
        "duration_s": asset.duration_s,
        "role": role,
        "error": asset.error,
        "hidden": asset.hidden,
        "caption": caption,  # "" of what is not shown
        "taken_at": asset.taken_at.isoformat(timespec="seconds") if asset.taken_at else None,
        "certainty": asset.certainty,
        "date_source": asset.date_source,
        "utc_offset": _offset(asset.offset_minutes),
        "latitude": asset.latitude,
        "longitude": asset.longitude,
        "place": asset.place,
        "country": asset.country,
        "place_inferred": asset.place_inferred,
        "labels": list(asset.themes),
        "objects": list(asset.objects),
        "faces": [
            {"box": _box(face.box), "cluster": face.cluster, "name": face.name} for face in asset.faces
        ],
    }


def _box(box: Box) -> list[float]:
    return [round(value, 5) for value in (box.x, box.y, box.w, box.h)]


def _offset(minutes: int | None) -> str | None:
    if minutes is None:
        return None
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def suggestions(studio: Studio, today: date) -> Json:
    cards = studio.suggestions(today)
    paths = studio.names(
        [photo for card in cards for photo in (*card.suggestion.photos, *card.recipe.photos)]
    )
    return {
        "today": today.isoformat(),
        "suggestions": [_suggestion(c.suggestion, c.recipe, paths) for c in cards],
    }


def found(studio: Studio, words: Sequence[str], today: date) -> Json:
    """Return the photos that all of these words stand for, newest first."""
    text = " ".join(words)
    tiles = studio.search(text, today, patient=True).tiles
    assets = [tile.asset for tile in tiles]
    paths, captions = studio.names(assets), studio.captions(assets)
    photos = [{"path": paths[asset], "caption": captions[asset]} for asset in assets if asset in captions]
    return {"query": text, "photos": photos}


def _suggestion(suggestion: Suggestion, recipe: Recipe, paths: dict[AssetId, str]) -> Json:
    chosen = [paths[photo] for photo in recipe.photos if photo in paths]
    return {
        "key": suggestion.key,
        "kind": suggestion.kind,
        "title": suggestion.title,
        "subject": suggestion.subject,
        "from": suggestion.first.isoformat() if suggestion.first else None,
        "to": suggestion.last.isoformat() if suggestion.last else None,
        "reason": suggestion.reason,
        "section": suggestion.section,
        "score": round(suggestion.score, 4),
        "left_out": dict(suggestion.receipt.left_out),
        "assets": [paths[photo] for photo in suggestion.photos if photo in paths],
        "recipe": recipe_to_json(recipe) | {"photos": chosen},
    }


def people(studio: Studio) -> Json:
    rows = studio.people()
    paths = studio.names([asset for row in rows for asset, _sample in row.samples], hidden=True)
    return {
        "people": [
            {
                "cluster": row.cluster,
                "name": row.name,
                "birthday": "{:02}-{:02}".format(*row.birthday) if row.birthday else None,
                "birth_year": row.birth_year,
                "hidden": row.hidden,
                "favourite": row.favourite,
                "me": row.me,
                "relation": row.relation,
                "faces": row.faces,
                "photos": row.photos,
                "samples": [{"path": paths[asset], "box": _box(box)} for asset, box in row.samples],
            }
            for row in rows
        ],
        "pets": [
            {"kind": pet.kind, "name": pet.name, "hidden": pet.hidden, "photos": pet.photos}
            for pet in studio.pets()
        ],
    }


def shaped(recipe: Recipe, format_name: str | None) -> Recipe:
    return replace(recipe, format=Format(format_name)) if format_name else recipe


def time_left(seconds: float) -> str:
    """Say a time as people do: "5 min left", never "300 s"."""
    minutes = round(seconds / 60)
    if minutes < 1:
        return _("less than a minute left")
    if minutes < 60:
        return _("{n} min left").format(n=minutes)
    hours = round(minutes / 60)
    return ngettext("{n} hour left", "{n} hours left", hours).format(n=hours)
