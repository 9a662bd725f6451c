"""Words that were meant by words that nothing is found for: a letter too many, too few, or another. Pure."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable

LEAST = 4  # letters; shorter words are near to anything
ALIKE = 0.8  # Ratcliff and Obershelp's measure: "tokio" and "Tokyo"


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word that is nearest to one; "" when none is near."""
    if len(word) < LEAST or not word.isalpha():
        return ""
    spelt = {fold(one): one for text in known for one in text.replace(",", " ").split() if len(one) >= LEAST}
    found = difflib.get_close_matches(fold(word), spelt, 1, ALIKE)
    return spelt[found[0]] if found else ""


def fold(word: str) -> str:
    """Return it in small letters without accents, as the index compares words."""
    letters = unicodedata.normalize("NFD", word.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
