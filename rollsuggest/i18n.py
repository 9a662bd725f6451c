"""Texts in the person's language, by gettext and CLDR; English where something is not translated.

A language is chosen by `use`, before anything is said; worker processes inherit it by the environment.
`resources/locale` holds the catalogues and cldr.json, both made by packaging/translations.py.
"""

from __future__ import annotations

import gettext
import json
import locale
import os
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cache, lru_cache, wraps
from typing import Any, TypeVar

from rollsuggest import paths

DOMAIN = "rollsuggest"
CHOSEN = "ROLLSUGGEST_LANGUAGE"  # the environment's name for it
# Each language by its own name, as people look for it.
LANGUAGES = {
    "en": "English", "pt": "Português", "es": "Español", "de": "Deutsch", "fr": "Français",
    "ja": "日本語", "hi": "हिन्दी", "ar": "العربية",
}  # fmt: skip
RIGHT_TO_LEFT = frozenset({"ar"})

T = TypeVar("T")


def use(chosen: str, system: Iterable[str] = ()) -> None:
    """Speak the chosen language; "" is the first of the system's that we have (`system`: such as pt_BR).

    The system's region stays known where it speaks the chosen language: holidays have other names there.
    """
    wanted = [name.replace("-", "_") for name in system] or list(_system())
    ours = [name for name in wanted if plain(name) in LANGUAGES]
    if chosen in LANGUAGES:
        ours = [name for name in ours if plain(name) == chosen] or [chosen]
    os.environ[CHOSEN] = ours[0] if ours else "en"


def language() -> str:
    """Return the person's language with its region, such as pt_PT; "" where the system tells none."""
    return os.environ.get(CHOSEN) or next(iter(_system()), "")


@cache
def plain(name: str) -> str:
    """Return the language of pt_PT: pt."""
    return name.partition("_")[0].partition(".")[0]


def spoken() -> str:
    """Return which of our languages texts are in."""
    name = plain(language())
    return name if name in LANGUAGES else "en"


def right_to_left() -> bool:
    return spoken() in RIGHT_TO_LEFT


@cache  # every text asks, and to read the environment takes longer than to look the text up
def _system() -> tuple[str, ...]:
    """Return what the system says, the most wanted first."""
    named = [os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    own = [part for part in os.environ.get("LANGUAGE", "").split(":") if part] if any(named) else []
    said = [*own, *[name.partition(".")[0] for name in named if name][:1]] or [locale.getlocale()[0] or ""]
    return tuple(name for name in said if name and name not in ("C", "POSIX"))


def per_language(function: Callable[[], T]) -> Callable[[], T]:
    """Work a table of texts out once for each language."""
    kept: dict[str, T] = {}

    @wraps(function)
    def answer() -> T:
        now = spoken()
        if now not in kept:
            kept[now] = function()
        return kept[now]

    return answer


@lru_cache(maxsize=len(LANGUAGES))
def _catalogue(name: str) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, paths.resources() / "locale", languages=[name], fallback=True)


def _(text: str) -> str:
    """Return `text` in the person's language."""
    return _catalogue(spoken()).gettext(text) if text else ""


def again(stored: str, texts: Iterable[str]) -> str:
    """Say what was stored in one of our languages in the one spoken now; `texts` are what it may be of.

    A text may end in {error}, which is kept as it was stored.
    """
    for name in (spoken(), *LANGUAGES):
        for text in texts:
            start, _brace, held = _catalogue(name).gettext(text).partition("{")
            if stored.startswith(start) if held else stored == start:
                return _(text).partition("{")[0] + stored[len(start) :]
    return stored


def ngettext(one: str, many: str, count: int) -> str:
    """Return the form of the text that `count` asks for; the caller fills in the number."""
    return _catalogue(spoken()).ngettext(one, many, count)


# --- dates, lists and numbers, as CLDR has them ------------------------------------------------------------


@lru_cache(maxsize=1)
def _cldr() -> dict[str, Any]:
    known: dict[str, Any] = json.loads((paths.resources() / "locale" / "cldr.json").read_text("utf-8"))
    return known


def _known(what: str) -> Any:
    return _cldr()[spoken()][what]


def _filled(pattern: str, day: date) -> str:
    """Fill one of CLDR's patterns: d, M, MMMM and y, with words between quotes."""

    def part(found: re.Match[str]) -> str:
        quoted, field = found[1], found[0]
        if quoted is not None:
            return str(quoted)
        numbers = {"d": str(day.day), "M": str(day.month), "MMMM": _known("months_in_dates")[day.month - 1]}
        return str(numbers.get(field, day.year))

    return re.sub(r"'([^']*)'|MMMM|M|d|y", part, pattern)


def month_name(month: int) -> str:
    """Return the name of month 1 to 12 as it stands alone."""
    return str(_known("months")[month - 1])


def month_text(year: int, month: int) -> str:
    """Return June 2026."""
    return _filled(_known("month"), date(year, month, 1))


def month_title(year: int, month: int) -> str:
    """Return a month as a heading begins: Mayo de 2026, where the language writes it small elsewhere."""
    text = month_text(year, month)
    return text[:1].upper() + text[1:]


def day_text(day: date) -> str:
    """Return a day as people write it: 14 June 2026."""
    return _filled(_known("day"), day)


def day_pattern() -> str:
    """Return how a day is typed, in the letters that Qt's date fields know: d MMMM yyyy."""
    return str(_known("day")).replace("y", "yyyy")


def moment_pattern() -> str:
    """Return how a day and a time of it are typed, in the letters that Qt's date fields know."""
    return _("{day}, {time}").format(day=day_pattern(), time="HH:mm")


def day_of_month(month: int, day: int) -> str:
    """Return a day of every year: 14 June."""
    return _filled(_known("day_of_month"), date(2024, month, day))


def days_text(first: date, last: date) -> str:
    """Return a span of days without saying anything twice: 5 to 9 August 2023."""
    if first == last:
        return day_text(first)
    same = "d" if (first.year, first.month) == (last.year, last.month) else "M"
    start, end = _known("span")[same if first.year == last.year else "y"]
    return _filled(start, first) + _filled(end, last)


def countries() -> dict[str, str]:
    """Return the names of countries by their codes; none in English, which the towns' table has."""
    return dict(_known("countries"))


def listed(items: Sequence[str]) -> str:
    """Return Ana, Rui and Marta."""
    if len(items) < 2:
        return "".join(items)
    pattern = _known("list")
    if len(items) == 2:
        return str(pattern["2"].format(*items))
    said = pattern["end"].format(*items[-2:])
    for item in reversed(items[1:-2]):
        said = pattern["middle"].format(item, said)
    return str(pattern["start"].format(items[0], said))


def in_a_row(said: Iterable[str]) -> str:
    """Return short facts one after the other, as the language parts them: sharp, smiling."""
    row = ""
    for one in said:
        row = _("{before}, {after}").format(before=row, after=one) if row and one else row or one
    return row


def number_text(number: float, decimals: int = 0) -> str:
    """Return 4812 as 4,812, and 1.43 as 1.4 with one decimal, as the language groups its digits."""
    whole, _point, rest = f"{abs(number):.{decimals}f}".partition(".")
    groups, group = _known("groups"), _known("group")
    if len(whole) >= groups[0] + _known("least_grouping"):
        head, pieces = whole[: -groups[0]], [whole[-groups[0] :]]
        while head:
            head, pieces = head[: -groups[1]], [head[-groups[1] :], *pieces]
        whole = group.join(pieces)
    return ("-" if number < 0 else "") + whole + (_known("decimal") + rest if rest else "")


def number_word(number: int) -> str:
    """Return one to ten as a word, as texts say small numbers; larger ones in digits."""
    words = (
        _("no"), _("one"), _("two"), _("three"), _("four"), _("five"), _("six"), _("seven"), _("eight"),
        _("nine"), _("ten"),
    )  # fmt: skip
    return words[number] if 0 <= number < len(words) else str(number)
