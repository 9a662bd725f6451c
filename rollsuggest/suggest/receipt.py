"""What a card is about: who and where. Each part of it is a lever, and what rests after it was shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rollsuggest.model import ClusterId, Photo


def told(chosen: Sequence[Photo]) -> tuple[tuple[ClusterId, ...], tuple[str, ...]]:
    """Return who is in at least half of the photos that a card shows, and where these are from."""
    seen = Counter(c for p in chosen for c in {f.cluster for f in p.faces if f.cluster is not None})
    people = tuple(sorted(c for c, count in seen.items() if 2 * count >= len(chosen)))
    places = Counter(p.place for p in chosen if p.place)
    return people, tuple(sorted(places, key=lambda place: (-places[place], place)))
