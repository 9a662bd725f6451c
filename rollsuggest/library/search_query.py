"""What a person types into the search box -> what must be in a photo's entry of the search index. Pure.

[Note: Dates are words]
An entry of the index holds, beside words, keys for its date: its year, month, day of the year and day. So
"christmas 2023" is (24, 25 or 26 December, or the word) and (the year, or the number in a file's name), and
one question to the full-text index answers words and dates alike. Keys begin with a private letter that
nobody types. A date that is not certain to the day has no key of its day.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from rollsuggest.i18n import _, month_name
from rollsuggest.model import Certainty

KEY = "\ue000"  # of Unicode's private area: a letter to FTS5, on no keyboard
EVERY = f"{KEY}a"  # stands in every entry
MOST_TERMS = 24
LONGEST = 300
_PIECE = re.compile(r'(-?)"([^"]*)"?|(\S+)')


@dataclass(frozen=True, slots=True)
class Term:
    """One thing asked for: any of these phrases or keys."""

    phrases: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    open: bool = False  # the last word: perhaps still being typed


@dataclass(frozen=True, slots=True)
class Query:
    wanted: tuple[Term, ...] = ()
    unwanted: tuple[Term, ...] = ()


def day_keys(day: date, certainty: Certainty) -> tuple[str, ...]:
    """Return the keys that an entry holds for a date as sure as this."""
    keys = (year_key(day.year), _month_key(day.year, day.month), _any_year_key(day.month), _day_key(day),
            _day_of_year_key(day.month, day.day))  # fmt: skip
    known = {Certainty.EXACT: 5, Certainty.DAY: 5, Certainty.MONTH: 3, Certainty.YEAR: 1}
    return keys[: known.get(certainty, 0)]


def year_key(year: int) -> str:
    return f"{KEY}y{year}"


def _month_key(year: int, month: int) -> str:
    return f"{KEY}m{year}{month:02}"


def _any_year_key(month: int) -> str:
    return f"{KEY}n{month:02}"


def _day_key(day: date) -> str:
    return f"{KEY}d{day:%Y%m%d}"


def _day_of_year_key(month: int, day: int) -> str:
    return f"{KEY}e{month:02}{day:02}"


# --- reading ---------------------------------------------------------------------------------------------


def parse(text: str, today: date) -> Query:
    """Read words, "quoted phrases", -unwanted words and dates; any text is a query, perhaps an empty one."""
    wanted: list[Term] = []
    unwanted: list[Term] = []
    words: list[str] = []  # in a row, not yet read
    for piece in _PIECE.finditer("".join(c for c in text[:LONGEST] if not _odd(c))):
        minus, quoted, word = piece.groups()
        if word is not None and not word.startswith("-"):
            words.append(word)
            continue
        wanted += _read(words, today)
        words = []
        if quoted is not None and _says(quoted):
            (unwanted if minus else wanted).append(Term((quoted,)))
        elif word is not None and _says(word):
            unwanted += _read([word[1:]], today)
    if words:
        last = _read(words, today)
        wanted += [*last[:-1], *(replace(term, open=bool(term.phrases)) for term in last[-1:])]
    telling = [term for term in wanted if not _is_filler(term)]
    return Query(tuple((telling or wanted)[:MOST_TERMS]), tuple(unwanted[:MOST_TERMS]))


def expression(query: Query, *, beginnings: bool = False) -> str:
    """Return the query in FTS5's language; "" when nothing is asked for.

    With `beginnings` the last word need only be the beginning of one: "por" for "Porto".
    """
    if not query.wanted and not query.unwanted:
        return ""
    wanted = " AND ".join(_any(term, beginnings and term.open) for term in query.wanted) or f'"{EVERY}"'
    unwanted = " OR ".join(_any(term, False) for term in query.unwanted)
    return f"({wanted}) NOT ({unwanted})" if unwanted else wanted


def _any(term: Term, open_ended: bool) -> str:
    phrases = [f'"{phrase}"' for phrase in term.phrases]
    if phrases and open_ended:
        phrases[0] += "*"
    return "(" + " OR ".join(phrases + [f'"{key}"' for key in term.keys]) + ")"


def _odd(character: str) -> bool:
    """Tell control characters (but not white space), halves of letters and private letters."""
    return unicodedata.category(character)[0] == "C" and not character.isspace()


def _says(text: str) -> bool:
    """Tell whether there is a letter or digit in it."""
    return any(unicodedata.category(c)[0] in "LN" for c in text)


def _is_filler(term: Term) -> bool:
    return not term.keys and all(phrase.casefold() in fillers() for phrase in term.phrases)


def fillers() -> frozenset[str]:
    """Return words that say nothing of a photo, left out where others are asked for too."""
    listed = _(
        "a, an, the, of, in, on, at, and, with, from, by, my, our, to, photo, photos, picture, pictures"
    )
    return frozenset(word.strip() for word in listed.split(","))


def _read(words: Sequence[str], today: date) -> list[Term]:
    """Read words in a row: where several make a date, that; else each for itself."""
    found: list[Term] = []
    at = 0
    while at < len(words):
        for length in range(min(3, len(words) - at), 0, -1):
            said = " ".join(word.strip(",;") for word in words[at : at + length])
            if term := _date(said.casefold(), today):
                found.append(term)
                break
        else:
            length, word = 1, words[at].replace('"', "")
            if _says(word):
                found.append(Term((word,)))
        at += length
    return found


# --- dates -----------------------------------------------------------------------------------------------


def _date(said: str, today: date) -> Term | None:
    for reader in _READERS:
        if keys := reader(said, today):
            # One word can be a name too: of a file, a person, a theme.
            return Term(() if " " in said else (said,), keys)
    return None


def _named(said: str, today: date) -> tuple[str, ...]:
    """Read names of months, seasons and days of the year, in any year."""
    if said in (months := _months()):
        return (_any_year_key(months[said]),)
    if said in (seasons := _seasons()):
        return tuple(_any_year_key(month) for month in seasons[said])
    feasts = {
        _("christmas"): ((12, 24), (12, 25), (12, 26)),
        _("new year"): ((12, 31), (1, 1)),
        _("halloween"): ((10, 31),),
        _("valentine's day"): ((2, 14),),
    }
    return tuple(_day_of_year_key(*day) for day in feasts.get(said, ()))


def _season_of_year(said: str, today: date) -> tuple[str, ...]:
    """Read "summer 2023", "winter 2023" (with January and February at both ends) and "last summer"."""
    name, _space, when = said.partition(" ")
    if name == _("last"):
        name, when = when, name
    months = _seasons().get(name, ())
    if not months:
        return ()
    if when == _("last"):
        ends = {
            year: (year + (months[-1] < months[0]), months[-1])
            for year in range(today.year - 2, today.year + 1)
        }
        return _season(months, max(year for year, end in ends.items() if end < (today.year, today.month)))
    if not _is_year(when):
        return ()
    calendar = tuple(_month_key(int(when), month) for month in months)  # a winter has two years
    return tuple(dict.fromkeys(_season(months, int(when)) + calendar))


def _season(months: Sequence[int], year: int) -> tuple[str, ...]:
    return tuple(_month_key(year + (month < months[0]), month) for month in months)


def _month_of_year(said: str, today: date) -> tuple[str, ...]:
    first, _space, second = said.partition(" ")
    months = _months()
    if _is_year(first):
        first, second = second, first
    return (_month_key(int(second), months[first]),) if first in months and _is_year(second) else ()


def _day_of_month(said: str, today: date) -> tuple[str, ...]:
    """Read "14 May", "May 14th" and both with a year."""
    parts = said.split()
    year = int(parts.pop()) if len(parts) == 3 and _is_year(parts[-1]) else 0
    months = _months()
    if len(parts) != 2:
        return ()
    number, name = parts if parts[1] in months else parts[::-1]
    day = re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th|\.)?", number, re.ASCII)
    return _on(year, months[name], int(day[1])) if day and name in months else ()


def _figures(said: str, today: date) -> tuple[str, ...]:
    """Read 2024, 2024-08, 2024-08-14, 14.8.2024, 14.8. and 14/8/2024 or 8/14/2024."""
    if _is_year(said):
        return (year_key(int(said)),)
    if found := re.fullmatch(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?", said, re.ASCII):
        year, month = int(found[1]), int(found[2])
        if found[3]:
            return _on(year, month, int(found[3]))
        return (_month_key(year, month),) if 1 <= month <= 12 and _is_year(found[1]) else ()
    if found := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})?", said, re.ASCII):
        return _on(int(found[3] or 0), int(found[2]), int(found[1]))
    if found := re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", said, re.ASCII):
        one, two, year = int(found[1]), int(found[2]), int(found[3])
        return tuple(dict.fromkeys(_on(year, two, one) + _on(year, one, two)))
    return ()


def _years(said: str, today: date) -> tuple[str, ...]:
    """Read "2019-2021" and "2019 to 2021"."""
    found = re.fullmatch(r"(\d{4}) ?(?:-|–|to) ?(\d{4})", said, re.ASCII)
    if not found or not (_is_year(found[1]) and _is_year(found[2])):
        return ()
    first, last = sorted((int(found[1]), int(found[2])))
    return tuple(year_key(year) for year in range(first, last + 1))


def _relative(said: str, today: date) -> tuple[str, ...]:
    monday = today - timedelta(days=today.weekday())
    before = today.replace(day=1) - timedelta(days=1)
    days: dict[str, tuple[date, int]] = {
        _("today"): (today, 1),
        _("yesterday"): (today - timedelta(days=1), 1),
        _("this week"): (monday, 7),
        _("last week"): (monday - timedelta(days=7), 7),
        _("last weekend"): (monday - timedelta(days=2), 2),
    }
    if said in days:
        first, count = days[said]
        return tuple(_day_key(first + timedelta(days=n)) for n in range(count))
    return {
        _("this month"): (_month_key(today.year, today.month),),
        _("last month"): (_month_key(before.year, before.month),),
        _("this year"): (year_key(today.year),),
        _("last year"): (year_key(today.year - 1),),
    }.get(said, ())


_READERS: tuple[Callable[[str, date], tuple[str, ...]], ...] = (
    _figures, _years, _month_of_year, _day_of_month, _season_of_year, _relative, _named,
)  # fmt: skip


def _on(year: int, month: int, day: int) -> tuple[str, ...]:
    """Return the key of a day, of every year for year 0; () for a day that no calendar has."""
    try:
        found = date(year or 2024, month, day)  # a leap year, so that 29 February is one too
    except ValueError:
        return ()
    return (_day_key(found),) if year else (_day_of_year_key(month, day),)


def _is_year(text: str) -> bool:
    return bool(re.fullmatch(r"(18|19|20|21)\d\d", text, re.ASCII))


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
