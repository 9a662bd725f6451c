"""Words that were meant by words that nothing is found for: a letter too many, too few, or another. Pure."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Iterator

LEAST = 4  # letters; shorter words are near to anything
SHORT_NAME = 3  # letters; of a person or a pet: "Anna" is Ana where no Anna is
ALIKE = 0.8  # Ratcliff and Obershelp's measure: "tokio" and "Tokyo"


def nearest(word: str, known: Iterable[str], names: Iterable[str] = ()) -> str:
    """Return the known word or name that is nearest to one; "" when none is near."""
    if len(word) < LEAST or not word.isalpha():
        return ""
    spelt = {fold(one): one for one in (*_parts(known, LEAST), *_parts(names, SHORT_NAME))}
    found = difflib.get_close_matches(fold(word), spelt, 1, ALIKE)
    return spelt[found[0]] if found else ""


def _parts(texts: Iterable[str], least: int) -> Iterator[str]:
    for text in texts:
        yield from (one for one in text.replace(",", " ").split() if len(one) >= least)


def fold(word: str) -> str:
    """Return it in small letters without accents, as the index compares words."""
    letters = unicodedata.normalize("NFD", word.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
