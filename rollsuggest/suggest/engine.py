"""Facts to suggestions. Pure and deterministic: the same view on the same day gives the same cards."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import chain
from typing import NamedTuple

from rollsuggest.i18n import language
from rollsuggest.model import Alike, ClusterId, Photo, Suggestion, SuggestionKey, View
from rollsuggest.suggest import grief, quiet
from rollsuggest.suggest.again import Marks, marks_by_month, stand_ins_again
from rollsuggest.suggest.by_month import Month, Photos, in_months
from rollsuggest.suggest.draft import finish
from rollsuggest.suggest.heirs import Heirs, heirs
from rollsuggest.suggest.lifecycle import Past, arrange
from rollsuggest.suggest.material import gather
from rollsuggest.suggest.measured import measure
from rollsuggest.suggest.memory import Memory
from rollsuggest.suggest.rules import RULES
from rollsuggest.suggest.sameness import stand_ins


class Said(NamedTuple):
    """What the rules say: the cards, and whom to ask about: those named of whom there are no newer photos.

    `heirs` tells which cards have taken the place of others that the person did something with.
    """

    cards: tuple[Suggestion, ...]
    missed: tuple[ClusterId, ...]
    heirs: Heirs
    may: View  # what the cards may be made of
    alike: Alike


NUDE = 0.5  # two of 684 photos without nudity reach it
MEDICAL = 0.5  # none of 1,711 pictures without anybody being treated reaches it


def suggest(
    view: View,
    today: date,
    *,
    holidays_of: str | None = None,
    nudity: bool = False,
    past: Past | None = None,
) -> tuple[Suggestion, ...]:
    """Return what is worth making on that day, the day's cards first.

    `holidays_of` is an ISO 3166 alpha-2 code whose holidays are kept; by default that of the home learned.
    Photos that may show somebody naked or being treated come in only with `nudity`.
    """
    return said(view, today, holidays_of=holidays_of, nudity=nudity, past=past)[0]


def said(
    view: View,
    today: date,
    *,
    holidays_of: str | None = None,
    nudity: bool = False,
    past: Past | None = None,
    alike: Alike | None = None,
    came: Collection[Photo] = (),
    memory: Memory | None = None,
) -> Said:
    """Return the cards and all that goes with them.

    `alike` are the stand-ins of all but those that `came` since, where they are known; `memory` is what was
    worked out before, and gets the new.
    """
    memory = memory or Memory()
    memory.begin()
    every, months = view, in_months(view.photos, memory)
    view, may = _suggestible(view, nudity, months, memory)
    marks = (partial(marks_by_month, what, of, memory) for what, of in (("every", months), ("fit", may)))
    alike = _compared(every, view, alike, came, *marks)
    fit = alike.every if alike.fit is None else alike.fit
    extras = memory.of("extras", fit, lambda: {extra.asset: extra.role for extra in fit})
    material = gather(view, today, holidays_of, extras, memory, may)
    missed = quiet.missed(material, view)
    material = replace(material, missed=missed, sad=grief.sad_days(material, months))
    found: dict[SuggestionKey, Suggestion] = {}
    spared, spares, spoken = (material.sad, material.missed), material.spares, language()
    for drafts in RULES:
        for draft in drafts(material):
            finished = partial(finish, draft, spares if any(spared) else None)
            key = "finish", draft.kind, draft.identity
            suggestion = memory.of(key, (draft, spared, spoken), finished)
            if suggestion is not None:
                found.setdefault(suggestion.key, suggestion)
    about = found.values()
    past = replace(past or Past(), fewer=quiet.fewer(view))
    went = heirs(past.chosen, about)
    cards = arrange(quiet.spared(about, view), past.handed_down(went), today)
    return Said(cards, tuple(c for c in sorted(missed) if material.name_of(c)), went, view, alike)


def ready(view: View, memory: Memory) -> None:
    """Have ready what will be asked first once new photos come, after the rules spoke of this view."""
    marks_by_month("every", in_months(view.photos, memory), memory)


def _compared(
    every: View,
    view: View,
    known: Alike | None,
    came: Collection[Photo],
    marks: Callable[[], Marks],
    marks_fit: Callable[[], Marks],
) -> Alike:
    """Return the stand-ins of all photos and, where those that may be suggested are fewer, of these.

    `marks` are those of all photos, `marks_fit` of the fewer: see `again`.
    """
    extras = (
        stand_ins(every.photos) if known is None else stand_ins_again(every.photos, known.every, came, marks)
    )
    if len(view.photos) == len(every.photos):
        return Alike(extras, None)
    if known is None or known.fit is None:
        return Alike(extras, stand_ins(view.photos))
    fit = {photo.id for photo in view.photos} if came else ()
    fresh = [p for p in came if p.id in fit]
    return Alike(extras, stand_ins_again(view.photos, known.fit, fresh, marks_fit))


def suggestible(view: View, nudity: bool) -> View:
    """Return the view without what is quiet and, but for `nudity`, may show somebody naked or treated.

    Its photos are in the order of time; their scores are ready then.
    """
    memory = Memory()
    return _suggestible(view, nudity, in_months(view.photos, memory), memory)[0]


def _suggestible(
    view: View, nudity: bool, months: Iterable[Month], memory: Memory
) -> tuple[View, tuple[Month, ...]]:
    """Return the view as `suggestible` does, and its months."""
    silence = quiet.Silence.of(view)
    fit = tuple(
        (month, memory.of(("fit", month), (photos, nudity, silence), partial(_fit, photos, nudity, silence)))
        for month, photos in months
    )
    photos = tuple(chain.from_iterable(photos for _month, photos in fit))
    persons = view.persons
    if silence.people:
        persons = {c: p for c, p in persons.items() if c not in silence.people}
    return replace(view, photos=photos, persons=persons), fit


def _fit(photos: Photos, nudity: bool, silence: quiet.Silence) -> Photos:
    measure(photos)
    fit = photos if nudity else tuple([p for p in photos if p.nudity < NUDE and p.medical < MEDICAL])
    fit = silence.leaves(fit) if silence else fit
    return fit if len(fit) < len(photos) else photos
