"""Which card has taken the place of one that the person did something with.

[Note: Newest first] A trip is known by its first day, and a person without a name by their group of faces.
Photos are looked at newest first, so an earlier day of a trip is found later, and groups are formed anew: the
same card then comes under another key. What was done with the old one, such as a dismissal or an edit, goes
to the new one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from rollsuggest.model import Suggestion, SuggestionKey

SHARED = 0.5
BY_DAYS = frozenset({"trip"})  # of the shorter one
# Of both together. No kinds with one card a year are in it: each year's is another one.
BY_PHOTOS = frozenset(
    {
        "person_spotlight",
        "through_the_years",
        "then_and_now",
        "together",
        "group",
        "found_occasion",
        "first_school_day",
    }
)

Heirs = Mapping[SuggestionKey, SuggestionKey]  # old -> new


def heirs(chosen: Iterable[Suggestion], found: Collection[Suggestion]) -> Heirs:
    """Return to which of the cards found those chosen before went that are not among them any more."""
    chosen = tuple(chosen)
    keys, had = {s.key for s in found}, {s.key for s in chosen}
    free: dict[str, list[Suggestion]] = defaultdict(list)
    for one in found:
        if one.key not in had and one.kind in BY_DAYS | BY_PHOTOS:
            free[one.kind].append(one)
    near = [
        (-share, old.key, new.key)
        for old in chosen
        if old.key not in keys
        for new in free[old.kind]
        if (share := _share(old, new)) >= SHARED
    ]
    went: dict[SuggestionKey, SuggestionKey] = {}
    taken: set[SuggestionKey] = set()
    for _share_of, old_key, new_key in sorted(near):
        if old_key not in went and new_key not in taken:
            went[old_key] = new_key
            taken.add(new_key)
    return went


def _share(old: Suggestion, new: Suggestion) -> float:
    if old.kind in BY_DAYS:
        return _days_shared(old, new)
    one, other = frozenset(old.photos), frozenset(new.photos)
    return len(one & other) / max(1, len(one | other))


def _days_shared(old: Suggestion, new: Suggestion) -> float:
    if old.first is None or old.last is None or new.first is None or new.last is None:
        return 0.0
    both = (min(old.last, new.last) - max(old.first, new.first)).days + 1
    return max(0, both) / min((s.last - s.first).days + 1 for s in (old, new) if s.first and s.last)
