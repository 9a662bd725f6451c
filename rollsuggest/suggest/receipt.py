"""What a card tells: who is in it, whom it is about and where. Each is a lever, and rests after it was shown.

[Note: Whom it is about] A trip with Ana in every photo is about the trip: "fewer with Ana" must not take all
trips away. Cards are about whom their rule says, or about somebody of whom nearly all of the pictures are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rollsuggest.model import ClusterId, Photo

ALONE = 0.75  # of the photos shown are of nobody else that is known


def told(chosen: Sequence[Photo]) -> tuple[tuple[ClusterId, ...], tuple[str, ...]]:
    """Return who is in at least half of the photos that a card shows, and where these are from."""
    seen = Counter(c for p in chosen for c in {f.cluster for f in p.faces if f.cluster is not None})
    people = tuple(sorted(c for c, count in seen.items() if 2 * count >= len(chosen)))
    places = Counter(p.place for p in chosen if p.place)
    return people, tuple(sorted(places, key=lambda place: (-places[place], place)))


def of_one(chosen: Sequence[Photo]) -> tuple[ClusterId, ...]:
    """Return of whom nearly all of the photos are, if there is somebody. See Note: Whom it is about."""
    alone = Counter[ClusterId]()
    for photo in chosen:
        known = {f.cluster for f in photo.faces if f.cluster is not None}
        alone.update(known if len(known) == 1 else ())
    return tuple(c for c, count in alone.items() if count >= ALONE * len(chosen))
