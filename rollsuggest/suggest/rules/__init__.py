"""One file a kind. Each has `drafts(material)`, which yields what it would suggest."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rollsuggest.suggest.draft import Draft
from rollsuggest.suggest.material import Material
from rollsuggest.suggest.rules import (
    anniversary,
    around_this_day,
    best_shots,
    birthday,
    colour,
    found_occasion,
    full_day,
    graduation,
    holiday,
    last_time,
    month_recap,
    on_this_day,
    person_spotlight,
    pets,
    place_then_and_now,
    restyle,
    sad_day,
    school,
    season_recap,
    theme,
    then_and_now,
    through_the_years,
    together,
    trip,
    video_highlights,
    wedding,
    week_recap,
    year_recap,
)

RULES: tuple[Callable[[Material], Iterator[Draft]], ...] = (
    on_this_day.drafts,
    around_this_day.drafts,
    birthday.drafts,
    anniversary.drafts,
    wedding.drafts,
    graduation.drafts,
    holiday.drafts,
    full_day.drafts,
    month_recap.drafts,
    year_recap.drafts,
    season_recap.drafts,
    week_recap.drafts,
    best_shots.drafts,
    trip.drafts,
    video_highlights.drafts,
    person_spotlight.drafts,
    together.drafts,
    through_the_years.drafts,
    then_and_now.drafts,
    place_then_and_now.drafts,
    last_time.drafts,
    found_occasion.drafts,
    sad_day.drafts,
    school.drafts,
    pets.drafts,
    theme.drafts,
    colour.drafts,
    restyle.drafts,
)
