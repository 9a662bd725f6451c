"""The public holidays of a country, from the package `holidays`.

Its countries are modules of one package that imports all 250 of them with the first; here that package is
put in place without being run, so that only the country's own module is imported.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import date
from functools import lru_cache, partial
from importlib.util import find_spec, module_from_spec
from types import ModuleType

ENGLISH = "en_US"
COUNTRIES = "holidays.countries"
UNOFFICIAL = ("optional", "unofficial", "de_facto")

Days = tuple[tuple[date, str, str], ...]  # each with what it is known by for good and its name


@lru_cache(maxsize=8)  # three rules ask, and the package works them out anew each time
def public_holidays(country: str, years: tuple[int, ...], spoken: str) -> Days:
    """Return the public holidays of a country.

    The name is in the person's language where the package has it, else in English; none of a country unknown.
    """
    return _days(country, years, spoken, ("public",))


def other_days(country: str, years: tuple[int, ...], spoken: str) -> Days:
    """Return the same of the days that are none, but that the package knows: Halloween, Carnival."""
    return _days(country, years, spoken, UNOFFICIAL)


def _days(country: str, years: tuple[int, ...], spoken: str, categories: Iterable[str]) -> Days:
    if not country or not years:
        return ()
    country_holidays = _package().country_holidays
    try:
        known = country_holidays(country)
        wanted = tuple(c for c in categories if c in known.supported_categories)
        if not wanted:
            return ()
        asked = partial(country_holidays, country, years=years, categories=wanted)
        named = asked(language=ENGLISH)
        own = _offered(spoken, known.supported_languages)
        local = asked(language=own) if own else named
    except (NotImplementedError, KeyError):
        return ()
    return tuple((day, _slug(name), local.get(day, name)) for day, name in named.items())


def _package() -> ModuleType:
    import holidays

    if COUNTRIES not in sys.modules and (spec := find_spec(COUNTRIES)) is not None:
        sys.modules[COUNTRIES] = module_from_spec(spec)
    return holidays


def _offered(spoken: str, languages: Iterable[str]) -> str:
    """Return that of the languages which the person speaks (pt_PT, else pt or any other pt_); "" for none."""
    short = spoken.partition("_")[0]
    if not short or short == "en":
        return ""
    known = sorted(languages)
    return next((x for x in (spoken, short) if x in known), "") or next(
        (x for x in known if x.partition("_")[0] == short), ""
    )


def _slug(name: str) -> str:
    return "-".join("".join(c if c.isalnum() else " " for c in name.lower()).split())
