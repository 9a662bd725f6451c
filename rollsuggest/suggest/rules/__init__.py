"""One file a kind. Each has `drafts(material)`, which yields what it would suggest."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rollsuggest.suggest.draft import Draft
from rollsuggest.suggest.material import Material
from rollsuggest.suggest.rules import (
    anniversary,
    birthday,
    graduation,
    holiday,
    month_recap,
    on_this_day,
    person_spotlight,
    pets,
    restyle,
    theme,
    then_and_now,
    trip,
    wedding,
    year_recap,
)

RULES: tuple[Callable[[Material], Iterator[Draft]], ...] = (
    on_this_day.drafts,
    birthday.drafts,
    anniversary.drafts,
    wedding.drafts,
    graduation.drafts,
    holiday.drafts,
    month_recap.drafts,
    year_recap.drafts,
    trip.drafts,
    person_spotlight.drafts,
    then_and_now.drafts,
    pets.drafts,
    theme.drafts,
    restyle.drafts,
)
