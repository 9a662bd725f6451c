"""Dates as people say them -> the keys of an index's entries. Pure.

[Note: Dates are words]
An entry of the index holds, beside words, keys for its date: its year, month, day of the year and day. So
"christmas 2023" is (24, 25 or 26 December, or the word) and (the year, or the number in a file's name), and
one question to the full-text index answers words and dates alike. Keys begin with a private letter that
nobody types. A date that is not certain to the day has no key of its day.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rollsuggest.i18n import _, month_name, number_word
from rollsuggest.model import Certainty

KEY = "\ue000"  # of Unicode's private area: a letter to FTS5, on no keyboard
LONGEST = 4  # words of a date: "between 2019 and 2021"
EARLIEST = 1900  # of "before 2020": there is hardly an older photo whose year is known


@dataclass(frozen=True, slots=True)
class Days:
    """What a date stands for: any of `keys`; `second` is what else it can mean, where those find nothing."""

    keys: tuple[str, ...]
    second: tuple[str, ...] = ()


def day_keys(day: date, certainty: Certainty) -> tuple[str, ...]:
    """Return the keys that an entry holds for a date as sure as this."""
    keys = (_year_key(day.year), _month_key(day.year, day.month), _any_year_key(day.month), _day_key(day),
            _day_of_year_key(day.month, day.day), _weekday_key(day.weekday()))  # fmt: skip
    known = {Certainty.EXACT: 6, Certainty.DAY: 6, Certainty.MONTH: 3, Certainty.YEAR: 1}
    return keys[: known.get(certainty, 0)]


def read(said: str, today: date) -> Days | None:
    """Read one date, in small letters; None for what is none."""
    for reader in _READERS:
        if keys := reader(said, today):
            return Days(keys)
    if found := _short_year(said):
        return found
    return Days(keys) if (keys := _day_of_month(said)) else None


def words() -> tuple[str, ...]:
    """Return the names of days, months, seasons and feasts."""
    return (*_months(), *_seasons(), *_weekdays(), *_feasts())


# --- keys ------------------------------------------------------------------------------------------------


def _year_key(year: int) -> str:
    return f"{KEY}y{year}"


def _month_key(year: int, month: int) -> str:
    return f"{KEY}m{year}{month:02}"


def _any_year_key(month: int) -> str:
    return f"{KEY}n{month:02}"


def _day_key(day: date) -> str:
    return f"{KEY}d{day:%Y%m%d}"


def _day_of_year_key(month: int, day: int) -> str:
    return f"{KEY}e{month:02}{day:02}"


def _weekday_key(weekday: int) -> str:
    return f"{KEY}w{weekday}"


def _on(year: int, month: int, day: int) -> tuple[str, ...]:
    """Return the key of a day, of every year for year 0; () for a day that no calendar has."""
    try:
        found = date(year or 2024, month, day)  # a leap year, so that 29 February is one too
    except ValueError:
        return ()
    return (_day_key(found),) if year else (_day_of_year_key(month, day),)


# --- days, months and years ------------------------------------------------------------------------------


def _figures(said: str, today: date) -> tuple[str, ...]:
    """Read 2024, '24, 2024-08, 8/2024, 2024-08-14, 14.8.2024, 14.8. and 14/8/2024 or 8/14/2024."""
    if year := _year(said):
        return (_year_key(year),)
    if found := re.fullmatch(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?", said, re.ASCII):
        if found[3]:
            return _on(int(found[1]), int(found[2]), int(found[3]))
        return _month(found[1], int(found[2]))
    if found := re.fullmatch(r"(\d{4})年(?:(\d{1,2})月)?(?:(\d{1,2})日)?", said, re.ASCII):
        if found[3] and found[2]:
            return _on(int(found[1]), int(found[2]), int(found[3]))
        return _month(found[1], int(found[2])) if found[2] else (_year_key(int(found[1])),)
    if found := re.fullmatch(r"(\d{1,2})[-/.](\d{4})", said, re.ASCII):
        return _month(found[2], int(found[1]))
    if found := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})?", said, re.ASCII):
        return _on(int(found[3] or 0), int(found[2]), int(found[1]))
    if found := re.fullmatch(r"(\d{1,2})[-/](\d{1,2})[-/](\d{4})", said, re.ASCII):
        one, two, year = int(found[1]), int(found[2]), int(found[3])
        return tuple(dict.fromkeys(_on(year, two, one) + _on(year, one, two)))
    return ()


def _month(year: str, month: int) -> tuple[str, ...]:
    return (_month_key(int(year), month),) if 1 <= month <= 12 and _year(year) else ()


def _month_of_year(said: str, today: date) -> tuple[str, ...]:
    """Read "August 2024", "2024 aug" and "august of '24"."""
    parts = [part for part in said.split() if part != _("of")]
    if len(parts) != 2:
        return ()
    first, second = parts[::-1] if _year(parts[0]) else parts
    months, year = _months(), _year(second)
    return (_month_key(year, months[first]),) if first in months and year else ()


def _day_of_month(said: str) -> tuple[str, ...]:
    """Read "14 May", "May 14th", "14th of May" and these with a year."""
    parts = [part for part in said.split() if part not in (_("of"), _("the"))]
    year = _year(parts.pop()) if len(parts) == 3 and _year(parts[-1]) else 0
    months = _months()
    if len(parts) != 2:
        return ()
    number, name = parts if parts[1] in months else parts[::-1]
    day = re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th|\.)?", number, re.ASCII)
    return _on(year, months[name], int(day[1])) if day and name in months else ()


def _short_year(said: str) -> Days | None:
    """Read "aug 24", a day before it is a year, and "6/25", a day of June or a month of 2025."""
    if found := re.fullmatch(r"(\d{1,2})/(\d{1,2})", said, re.ASCII):
        one, two = int(found[1]), int(found[2])
        days = tuple(dict.fromkeys(_on(0, two, one) + _on(0, one, two)))
        return _days(days, _month(str(2000 + two), one))
    name, _space, number = said.partition(" ")
    if name in (months := _months()) and re.fullmatch(r"\d\d", number, re.ASCII):
        return _days(_on(0, months[name], int(number)), _month(str(2000 + int(number)), months[name]))
    return None


def _days(keys: tuple[str, ...], second: tuple[str, ...]) -> Days | None:
    return Days(keys or second, second if keys else ()) if keys or second else None


def _year(text: str) -> int:
    """Return the year of "2024" and "'24"; 0 for what is none."""
    if re.fullmatch(r"(18|19|20|21)\d\d", text, re.ASCII):
        return int(text)
    found = re.fullmatch(r"['’](\d\d)", text, re.ASCII)
    return (1900 if int(found[1]) >= 50 else 2000) + int(found[1]) if found else 0


def _years(said: str, today: date) -> tuple[str, ...]:
    """Read "2019-2021", "2019 to 2021", "between 2019 and 2021", "since 2019", "before 2021"."""
    if found := re.fullmatch(r"(\d{4}) ?[-–] ?(\d{4})", said, re.ASCII):
        return _span(_year(found[1]), _year(found[2]))
    parts = said.split()
    if len(parts) == 4 and parts[0] in (_("between"), _("from")):
        parts = parts[1:]
    if len(parts) == 3 and parts[1] in (_("to"), _("and"), _("until"), "-", "–"):
        return _span(_year(parts[0]), _year(parts[2]))
    if len(parts) != 2 or not (year := _year(parts[1])):
        return ()
    return {
        _("since"): _span(year, max(today.year, year)),
        _("after"): _span(year + 1, max(today.year, year + 1)),
        _("before"): _span(EARLIEST, year - 1),
        _("until"): _span(EARLIEST, year),
    }.get(parts[0], ())


def _span(first: int, last: int) -> tuple[str, ...]:
    first, last = sorted((first, last))
    return tuple(_year_key(year) for year in range(first, last + 1)) if first else ()


# --- names -----------------------------------------------------------------------------------------------


def _named(said: str, today: date) -> tuple[str, ...]:
    """Read names of months, seasons, weekdays and days of the year, in any year."""
    if said in (months := _months()):
        return (_any_year_key(months[said]),)
    if said in (seasons := _seasons()):
        return tuple(_any_year_key(month) for month in seasons[said])
    if said in (weekdays := _weekdays()):
        return tuple(_weekday_key(weekday) for weekday in weekdays[said])
    return tuple(_day_of_year_key(*day) for day in _feasts().get(said, ()))


def _season_of_year(said: str, today: date) -> tuple[str, ...]:
    """Read "summer 2023", "winter 2023" (with January and February at both ends) and "last summer"."""
    parts = [part for part in said.split() if part not in (_("of"), _("the"))]
    if len(parts) != 2:
        return ()
    name, when = parts if parts[0] in _seasons() else parts[::-1]
    months = _seasons().get(name, ())
    if not months:
        return ()
    if when in (_("last"), _("this")):
        ends = {
            year: (year + (months[-1] < months[0]), months[-1])
            for year in range(today.year - 2, today.year + 1)
        }
        over = max(year for year, end in ends.items() if end < (today.year, today.month))
        return _season(months, over if when == _("last") else today.year)
    if not (year := _year(when)):
        return ()
    calendar = tuple(_month_key(year, month) for month in months)  # a winter has two years
    return tuple(dict.fromkeys(_season(months, year) + calendar))


def _season(months: Sequence[int], year: int) -> tuple[str, ...]:
    return tuple(_month_key(year + (month < months[0]), month) for month in months)


def _relative(said: str, today: date) -> tuple[str, ...]:
    monday = today - timedelta(days=today.weekday())
    before = today.replace(day=1) - timedelta(days=1)
    days: dict[str, tuple[date, int]] = {
        _("today"): (today, 1),
        _("yesterday"): (today - timedelta(days=1), 1),
        _("this week"): (monday, 7),
        _("last week"): (monday - timedelta(days=7), 7),
        _("this weekend"): (monday + timedelta(days=5), 2),
        _("last weekend"): (monday - timedelta(days=2), 2),
    }
    if said in days:
        first, count = days[said]
        return tuple(_day_key(first + timedelta(days=n)) for n in range(count))
    return {
        _("this month"): (_month_key(today.year, today.month),),
        _("last month"): (_month_key(before.year, before.month),),
        _("this year"): (_year_key(today.year),),
        _("last year"): (_year_key(today.year - 1),),
    }.get(said, ())


def _ago(said: str, today: date) -> tuple[str, ...]:
    """Read "two years ago", "a month ago", "3 weeks ago", "10 days ago"; elsewhere "há 10 dias"."""
    parts = said.removesuffix(f" {_('ago')}").removeprefix(f"{_('ago')} ").split()
    if len(parts) != 2 or _("ago") not in said:
        return ()
    counts = {_("a"): 1} | {number_word(n): n for n in range(1, 11)}
    count = counts.get(parts[0], int(parts[0]) if re.fullmatch(r"\d{1,2}", parts[0], re.ASCII) else 0)
    if not count:
        return ()
    month = today.year * 12 + today.month - 1 - count
    day, monday = today - timedelta(days=count), today - timedelta(days=today.weekday() + 7 * count)
    if parts[1] in (_("year"), _("years")):
        return (_year_key(today.year - count),)
    if parts[1] in (_("month"), _("months")):
        return (_month_key(month // 12, month % 12 + 1),)
    if parts[1] in (_("week"), _("weeks")):
        return tuple(_day_key(monday + timedelta(days=n)) for n in range(7))
    return (_day_key(day),) if parts[1] in (_("day"), _("days")) else ()


_READERS: tuple[Callable[[str, date], tuple[str, ...]], ...] = (
    _figures, _years, _month_of_year, _season_of_year, _relative, _ago, _named,
)  # fmt: skip


def _months() -> dict[str, int]:
    """Return month names and their first letters."""
    names = {month_name(number).casefold(): number for number in range(1, 13)}
    return {name[:n]: number for n in (3, 4) for name, number in names.items()} | names


def _seasons() -> dict[str, tuple[int, ...]]:
    autumn = (9, 10, 11)
    return {
        _("spring"): (3, 4, 5), _("summer"): (6, 7, 8), _("autumn"): autumn, _("fall"): autumn,
        _("winter"): (12, 1, 2),
    }  # fmt: skip


def _weekdays() -> dict[str, tuple[int, ...]]:
    names = (
        _("monday"), _("tuesday"), _("wednesday"), _("thursday"), _("friday"), _("saturday"), _("sunday"),
    )  # fmt: skip
    singly = {name: (n,) for n, name in enumerate(names)}
    return singly | {_("weekend"): (5, 6), _("weekends"): (5, 6)}


def _feasts() -> dict[str, tuple[tuple[int, int], ...]]:
    christmas, new_year = ((12, 24), (12, 25), (12, 26)), ((12, 31), (1, 1))
    return {
        _("christmas"): christmas,
        _("xmas"): christmas,
        _("christmas eve"): christmas[:1],
        _("christmas day"): christmas[1:2],
        _("new year"): new_year,
        _("new years"): new_year,
        _("new year's eve"): new_year[:1],
        _("new year's day"): new_year[1:],
        _("nye"): new_year[:1],
        _("halloween"): ((10, 31),),
        _("valentine's day"): ((2, 14),),
        _("valentines"): ((2, 14),),
    }
