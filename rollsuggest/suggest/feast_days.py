"""The days that a country keeps, day off or not: Carnival, Easter, Halloween. Pure.

[Note: Kept] A feast need be no day off. Of the days that the package `holidays` knows beside the public ones,
those named here are kept by most people. A day off in another's stead, or to vote on, is no feast.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from rollsuggest.i18n import _
from rollsuggest.suggest.public_holidays import Days, other_days, public_holidays

DAY = timedelta(days=1)
TUESDAY, MARCH = 1, 3
CARNIVAL, EASTER = "carnival", "easter-sunday"
KEPT = frozenset(
    {
        EASTER, "father-s-day", "ganesh-chaturthi-vinayak-chaturthi", "halloween", "midsummer-eve",
        "mother-s-day", "purim", "raksha-bandhan", "saint-anthony-s-day", "saint-patrick-s-day",
        "valentine-s-day",
    }
)  # fmt: skip
NO_FEAST = re.compile("bridge|day-off|election|in-lieu|non-working|observed|substitut")
OF_OTHER_FAITHS = frozenset({"diwali", "eid-al-fitr"})  # where these are days off, most may not keep Easter


class Festival(NamedTuple):
    """Its first and last day and its name."""

    first: date
    last: date
    slug: str  # what it is known by for good
    name: str


@lru_cache(maxsize=8)  # four rules ask, and it is worked out anew each time
def feast_days(country: str, years: tuple[int, ...], spoken: str) -> tuple[Festival, ...]:
    """Return the days that are kept in a country, in time; named as `public_holidays` does."""
    public = public_holidays(country, years, spoken)
    if not public:
        return ()
    others = other_days(country, years, spoken)
    days = [*public, *(one for one in others if one[1] in KEPT or CARNIVAL in one[1])]
    if all(slug != EASTER for _day, slug, _name in days):
        days += _easters(public)
    return tuple(_joined(sorted(one for one in days if CARNIVAL in one[1] or not NO_FEAST.search(one[1]))))


def _easters(public: Days) -> Iterator[tuple[date, str, str]]:
    """Yield the Sundays before Easter Monday, or after Good Friday where that is the only day off."""
    slugs = {slug for _day, slug, _name in public}
    beside, days = "easter-monday", -1
    if beside not in slugs and not slugs & OF_OTHER_FAITHS:
        beside, days = "good-friday", 2
    for day, slug, _name in public:
        if slug == beside:
            yield day + days * DAY, EASTER, _("Easter")


def _joined(days: Sequence[tuple[date, str, str]]) -> Iterator[Festival]:
    """Yield days of one name in a row as one; all of Carnival as one, from its Saturday on."""
    going_on: dict[str, Festival] = {}
    for day, slug, name in days:
        slug, name = _known_by(slug, name)
        before = going_on.get(slug)
        if before is not None and day - before.last <= DAY:
            going_on[slug] = before._replace(last=day)
            continue
        if before is not None:
            yield _whole(before)
        going_on[slug] = Festival(day, day, slug, name)
    yield from map(_whole, going_on.values())


def _whole(feast: Festival) -> Festival:
    before_lent = feast.slug == CARNIVAL and feast.last.weekday() == TUESDAY and feast.last.month <= MARCH
    return feast._replace(first=feast.last - 3 * DAY) if before_lent else feast


def _known_by(slug: str, name: str) -> tuple[str, str]:
    """Leave out of a name what stands in brackets, and another name of it.

    A day by the moon is "(estimated)" until it is there: it stays the same feast.
    """
    if CARNIVAL in slug:
        return CARNIVAL, _("Carnival")
    return slug.removesuffix("-estimated"), re.split(r" [(/]", name)[0]
