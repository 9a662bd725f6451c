"""Facts to suggestions. Pure and deterministic: the same view on the same day gives the same cards."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from rollsuggest.model import Suggestion, SuggestionKey, View
from rollsuggest.suggest.draft import finish
from rollsuggest.suggest.material import gather
from rollsuggest.suggest.ranking import ranked
from rollsuggest.suggest.rules import RULES

NUDE = 0.5  # two of 684 photos without nudity reach it


def suggest(
    view: View, today: date, *, home_country: str | None = None, nudity: bool = False
) -> tuple[Suggestion, ...]:
    """Return what is worth making on that day, best first.

    `home_country` is an ISO 3166 alpha-2 code whose holidays are kept; by default that of the home learned.
    Photos that may show somebody naked come in only with `nudity`.
    """
    if not nudity:
        view = replace(view, photos=tuple(p for p in view.photos if p.nudity < NUDE))
    material = gather(view, today, home_country)
    found: dict[SuggestionKey, Suggestion] = {}
    for drafts in RULES:
        for draft in drafts(material):
            suggestion = finish(draft)
            if suggestion is not None:
                found.setdefault(suggestion.key, suggestion)
    return ranked(found.values())
