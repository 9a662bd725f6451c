"""Texts in the person's language, by gettext; English when there is no catalogue."""

from __future__ import annotations

import gettext
import locale
from datetime import date
from functools import lru_cache

from rollsuggest import paths

DOMAIN = "rollsuggest"


@lru_cache(maxsize=1)
def _catalogue() -> gettext.NullTranslations:
    spoken = language()
    return gettext.translation(
        DOMAIN, paths.resources() / "translations", languages=[spoken] if spoken else None, fallback=True
    )


def language() -> str:
    """Return the person's, such as pt_PT; "" where the system tells none."""
    return locale.getlocale()[0] or ""


def _(text: str) -> str:
    """Return `text` in the person's language."""
    return _catalogue().gettext(text) if text else ""


def ngettext(one: str, many: str, count: int) -> str:
    """Return the form of the text that `count` asks for; the caller fills in the number."""
    return _catalogue().ngettext(one, many, count)


def month_name(month: int) -> str:
    """Return the name of month 1 to 12. Translated by us, as `strftime` follows the process's locale."""
    return (
        _("January"), _("February"), _("March"), _("April"), _("May"), _("June"), _("July"),
        _("August"), _("September"), _("October"), _("November"), _("December"),
    )[month - 1]  # fmt: skip


def day_text(day: date) -> str:
    """Return a day as people write it: 14 June 2026."""
    return _("{day} {month} {year}").format(day=day.day, month=month_name(day.month), year=day.year)


def days_text(first: date, last: date) -> str:
    """Return a span of days without saying anything twice: 5 to 9 August 2023."""
    if first == last:
        return day_text(first)
    if (first.year, first.month) == (last.year, last.month):
        return _("{first} to {last}").format(first=first.day, last=day_text(last))
    if first.year == last.year:
        start = _("{day} {month}").format(day=first.day, month=month_name(first.month))
        return _("{first} to {last}").format(first=start, last=day_text(last))
    return _("{first} to {last}").format(first=day_text(first), last=day_text(last))


def number_word(number: int) -> str:
    """Return one to ten as a word, as texts say small numbers; larger ones in digits."""
    words = (
        _("no"), _("one"), _("two"), _("three"), _("four"), _("five"), _("six"), _("seven"), _("eight"),
        _("nine"), _("ten"),
    )  # fmt: skip
    return words[number] if 0 <= number < len(words) else str(number)
