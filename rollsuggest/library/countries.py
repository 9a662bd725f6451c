"""The names of countries by their codes: CLDR's in the person's language, else GeoNames'."""

from __future__ import annotations

from collections.abc import Mapping

from rollsuggest import i18n, paths


def country_name(code: str) -> str:
    """Return the name of a country by its ISO 3166 alpha-2 code; an unknown code is its own name."""
    return _countries().get(code, code)


def country_codes() -> tuple[str, ...]:
    """Return the codes of all countries, in the order of their names."""
    names = _countries()
    return tuple(sorted(names, key=names.__getitem__))


@i18n.per_language
def _countries() -> Mapping[str, str]:
    lines = (paths.resources() / "places" / "countries.tsv").read_text("utf-8").splitlines()
    english = {code: name for code, _tab, name in (line.partition("\t") for line in lines)}
    return english | i18n.countries()
