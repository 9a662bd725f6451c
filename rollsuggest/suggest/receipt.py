"""What a card is about: who and where. Each part of it is a lever, and what rests after it was shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from rollsuggest.model import AssetId, Photo, Suggestion


def told(suggestion: Suggestion, photos: Mapping[AssetId, Photo]) -> Suggestion:
    """Return the suggestion with those in at least half of the photos it shows, and where these are from."""
    chosen = [photos[asset] for asset in suggestion.recipe.photos if asset in photos]
    seen = Counter(c for p in chosen for c in {f.cluster for f in p.faces if f.cluster is not None})
    people = tuple(sorted(c for c, count in seen.items() if 2 * count >= len(chosen)))
    places = Counter(p.place for p in chosen if p.place)
    return replace(suggestion, people=people, places=tuple(sorted(places, key=lambda p: (-places[p], p))))
