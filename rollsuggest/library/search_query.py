"""What a person types into the search box -> what must be in a photo's entry of the search index. Pure.

[Note: Once more, more kindly]
A question is asked as it stands first. Only where that finds nothing it is read more kindly, step by step:
the last word as a beginning ("por"), other forms of the words ("puppies", "biking") and other meanings of the
dates ("aug 24" as a month), so that whoever is exact is answered exactly.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import IntEnum

from rollsuggest.i18n import _
from rollsuggest.library import search_dates
from rollsuggest.library.search_dates import KEY

EVERY = f"{KEY}a"  # stands in every entry
MOST_TERMS = 24
LONGEST = 300
_PIECE = re.compile(r'(-?)"([^"]*)"?|(\S+)')
_JOINS = re.compile(r"[,;&+]+")
_POSSESSIVE = re.compile(r"(?<=\w)(['’]s|(?<=s)['’])$", re.IGNORECASE)
_LEAST_STEM = 3  # letters that a word has without its ending


class Reading(IntEnum):
    """How kindly a question is read. [Note: Once more, more kindly]"""

    EXACT = 0
    BEGINNING = 1
    KIND = 2


@dataclass(frozen=True, slots=True)
class Term:
    """One thing asked for: any of these phrases or keys."""

    phrases: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    open: bool = False  # the last word: perhaps still being typed
    second: tuple[str, ...] = field(default=(), compare=False)  # keys that it may mean as well
    quoted: bool = False  # to be found letter by letter
    said: str = field(default="", compare=False)  # as it was typed


@dataclass(frozen=True, slots=True)
class Query:
    wanted: tuple[Term, ...] = ()
    unwanted: tuple[Term, ...] = ()


def parse(text: str, today: date) -> Query:
    """Read words, "quoted phrases", -unwanted words and dates; any text is a query, perhaps an empty one."""
    wanted: list[Term] = []
    unwanted: list[Term] = []
    words: list[str] = []  # in a row, not yet read
    for piece in _PIECE.finditer("".join(c for c in text[:LONGEST] if not _odd(c))):
        minus, quoted, word = piece.groups()
        if word is not None and not word.startswith("-"):
            words += [part for part in _JOINS.split(word) if part]
            continue
        wanted += _read(words, today)
        words = []
        if quoted is not None and _says(quoted):
            (unwanted if minus else wanted).append(Term((quoted,), quoted=True, said=piece[0]))
        elif word is not None and _says(word):
            unwanted += _read([word[1:]], today)
    if words:
        last = _read(words, today)
        wanted += [*last[:-1], *(replace(term, open=bool(term.phrases)) for term in last[-1:])]
    telling = [term for term in wanted if not _is_filler(term)]
    return Query(tuple((telling or wanted)[:MOST_TERMS]), tuple(unwanted[:MOST_TERMS]))


def expression(query: Query, reading: Reading = Reading.EXACT) -> str:
    """Return the query in FTS5's language; "" when nothing is asked for."""
    if not query.wanted and not query.unwanted:
        return ""
    wanted = " AND ".join(_any(term, reading) for term in query.wanted) or f'"{EVERY}"'
    unwanted = " OR ".join(_any(term, Reading.EXACT) for term in query.unwanted)
    return f"({wanted}) NOT ({unwanted})" if unwanted else wanted


def alone(term: Term) -> str:
    """Return the question whether anything at all is found by one term, read as kindly as can be."""
    return _any(term, Reading.KIND)


def _any(term: Term, reading: Reading) -> str:
    phrases = [f'"{phrase}"' for phrase in term.phrases]
    if phrases and term.open and reading >= Reading.BEGINNING:
        phrases[0] += "*"
    keys = term.keys
    if reading is Reading.KIND:
        keys += term.second
        if not term.quoted:
            phrases += [f'"{form}"' for phrase in term.phrases for form in forms(phrase)]
    return "(" + " OR ".join(phrases + [f'"{key}"' for key in keys]) + ")"


def forms(word: str) -> tuple[str, ...]:
    """Return how else a word may be written: one of many, many of one, the doing of it.

    English endings; on words of other languages they find what is not there, and nothing comes of it.
    """
    if not word.isalpha():
        return ()
    found = [word + "s", word + "es"]
    for ending, others in _ENDINGS:
        if word.casefold().endswith(ending) and len(word) - len(ending) >= _LEAST_STEM:
            stem = word[: -len(ending)]
            found += [stem + other for other in others]
            if ending in ("ing", "ed") and stem[-1:] == stem[-2:-1]:
                found.append(stem[:-1])  # swimming
    return tuple(dict.fromkeys(found))


_ENDINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("ies", ("y", "ie")), ("es", ("",)), ("s", ("",)), ("y", ("ies",)), ("ing", ("", "e", "s")),
    ("ed", ("", "e")),
)  # fmt: skip


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
        "a, an, the, of, in, on, at, and, with, from, by, my, our, to, for, near, some, all, show, find,"
        " photo, photos, picture, pictures, pic, pics, image, images, taken"
    )
    return frozenset(word.strip() for word in listed.split(","))


def _read(words: Sequence[str], today: date) -> list[Term]:
    """Read words in a row: where several make a date, that; else each for itself."""
    found: list[Term] = []
    at = 0
    while at < len(words):
        length, term = _first(words[at : at + search_dates.LONGEST], today)
        if term:
            found.append(term)
        at += length
    return found


def _first(words: Sequence[str], today: date) -> tuple[int, Term | None]:
    """Read the longest date that the words begin with, or the first word; return of how many words it is."""
    for length in range(len(words), 0, -1):
        typed = " ".join(words[:length])
        said = typed.casefold().replace("’", "'")
        if days := search_dates.read(said, today):
            # One word can be a name too: of a file, a person, a theme.
            phrases = () if " " in said else (said,)
            return length, Term(phrases, days.keys, second=days.second, said=typed)
    return 1, _word(words[0])


def _word(word: str) -> Term | None:
    said = _POSSESSIVE.sub("", word.replace('"', ""))
    return Term((said,), said=word) if _says(said) else None
