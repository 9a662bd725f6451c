"""From what a rule says to a finished suggestion: choose the photos, write the receipt, make the key."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from rollsuggest.i18n import in_a_row
from rollsuggest.model import (
    ClusterId,
    Format,
    Make,
    Occasion,
    Photo,
    Receipt,
    Recipe,
    Role,
    Suggestion,
    SuggestionKey,
)
from rollsuggest.suggest.moments import time_order
from rollsuggest.suggest.receipt import of_one, told
from rollsuggest.suggest.selection import Chosen, choose, collage_size, hero_first, recap_size, with_films
from rollsuggest.suggest.signs import with_sign
from rollsuggest.suggest.wording import videos_text

LEFT_AS = {
    Role.BURST_EXTRA: "alike",
    Role.DUPLICATE: "alike",
    Role.SCREENSHOT: "screenshots",
    Role.DOCUMENT: "documents",
    Role.MEME: "memes",
    Role.UNREADABLE: "unreadable",
    Role.PHOTO: "undated",
}


@dataclass(frozen=True, slots=True)
class Draft:
    """What a rule knows. `identity` names the subject for good (never a name or a title that may change)."""

    kind: str
    subject: str
    identity: str
    title: str
    reason: str
    photos: Sequence[Photo]
    make: Make
    section: str
    score: float
    least: int  # fewer good and different photos than this: no suggestion
    films: Sequence[Photo] = ()  # videos of the same days: they are in it too, where a film is made
    left: Sequence[Role] = ()
    subtitle: str = ""
    person: ClusterId | None = None
    about: Sequence[ClusterId] = ()  # where it is about several
    chosen: Chosen | None = None  # set by rules that choose in their own way
    question: str = ""
    asks: Occasion | None = None
    about_spared: bool = False  # a question about what is not put forward may show it to whoever looks
    style: str = ""  # of the recipe; "" is the first of what is made
    in_time: bool = False  # a collage that tells a story runs in time instead of leading with its best
    sign: str = ""  # the theme that tells what day it was: one photo of it is among the chosen


def key_of(kind: str, identity: str) -> SuggestionKey:
    """Return the stable digest that a dismissal is kept under."""
    return SuggestionKey(blake2b(f"{kind}\n{identity}".encode(), digest_size=8).hexdigest())


def finish(draft: Draft, spares: Callable[[Photo], bool] | None = None) -> Suggestion | None:
    """Return the suggestion, or None when too little of the material is good.

    What `spares` tells of belongs to it, so that it can be put in by hand, but is not chosen.
    """
    films = draft.films if draft.make is Make.RECAP else ()
    photos = sorted((*draft.photos, *films), key=time_order)
    chosen = draft.chosen or _chosen(draft, [p for p in photos if not spares(p)] if spares else photos)
    if len(chosen.photos) < draft.least or (
        spares and any(map(spares, chosen.photos)) and not draft.about_spared
    ):
        return None
    key = key_of(draft.kind, draft.identity)
    certain = bisect_left(photos, True, key=lambda p: p.day is None)
    first = chosen.photos[0]
    recipe = Recipe(
        make=draft.make,
        photos=tuple(p.id for p in _reading_order(draft, chosen)),
        format=Format.nearest(first.width, first.height) if draft.make is Make.RESTYLE else Format.STORY,
        style=draft.style,
        seed=int(key[:8], 16),
        title="" if draft.make is Make.RESTYLE else draft.title,
        subtitle=draft.subtitle,
    )
    people, places = told(chosen.photos)
    return Suggestion(
        key=key,
        kind=draft.kind,
        title=draft.title,
        subject=draft.subject,
        first=photos[0].day if photos else None,
        last=photos[certain - 1].day if certain else None,
        reason=in_a_row((draft.reason, videos_text(len(films)))) if films else draft.reason,
        photos=tuple([p.id for p in photos]),
        recipe=recipe,
        score=round(draft.score, 4),
        receipt=_receipt(photos, draft.left, chosen),
        section=draft.section,
        question=draft.question,
        asks=draft.asks,
        people=people,
        about=_about(draft, chosen.photos),
        places=places,
    )


def _about(draft: Draft, chosen: Sequence[Photo]) -> tuple[ClusterId, ...]:
    if draft.person is not None:
        return (draft.person,)
    return tuple(draft.about) or of_one(chosen)


def _chosen(draft: Draft, fit: Sequence[Photo]) -> Chosen:
    size = _size(draft, len(fit))
    if not draft.films or draft.make is not Make.RECAP:
        return with_sign(choose(fit, size, draft.person), fit, draft.sign, draft.person)
    films = {p.id for p in draft.films}
    still = [p for p in fit if p.id not in films]
    chosen = with_films(still, [p for p in fit if p.id in films], size)
    return with_sign(chosen, still, draft.sign, draft.person)


def _size(draft: Draft, count: int) -> int:
    if draft.make is Make.RESTYLE:
        return 1
    return recap_size(count) if draft.make is Make.RECAP else collage_size(count)


def _reading_order(draft: Draft, chosen: Chosen) -> Iterable[Photo]:
    """Films and then-and-now run in time; a collage leads with its largest picture."""
    if draft.make is Make.RECAP or draft.in_time:
        return chosen.photos
    return hero_first(chosen.photos, draft.person)


def _receipt(photos: Sequence[Photo], left: Sequence[Role], chosen: Chosen) -> Receipt:
    counts: Counter[str] = Counter()
    for role, count in Counter(left).items():
        counts[LEFT_AS[role]] += count
    counts["alike"] += chosen.alike
    counts["blurred"] += chosen.blurred
    kept = {reason: n for reason, n in sorted(counts.items()) if n}
    return Receipt(considered=len(photos) + len(left), left_out=kept)
