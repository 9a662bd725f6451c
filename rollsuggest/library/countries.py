"""The names of countries by their codes, from the same GeoNames data as the towns."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from rollsuggest import paths


def country_name(code: str) -> str:
    """Return the English name of a country by its ISO 3166 alpha-2 code; an unknown code is its own name."""
    return _countries().get(code, code)


def country_codes() -> tuple[str, ...]:
    """Return the codes of all countries, in the order of their names."""
    return tuple(sorted(_countries(), key=lambda code: _countries()[code]))


@lru_cache(maxsize=1)
def _countries() -> Mapping[str, str]:
    lines = (paths.resources() / "places" / "countries.tsv").read_text("utf-8").splitlines()
    return {code: name for code, _tab, name in (line.partition("\t") for line in lines)}
