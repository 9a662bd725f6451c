"""The order of the cards: best first, no kind twice in a row where another can stand between."""

from __future__ import annotations

from collections.abc import Iterable

from rollsuggest.model import Suggestion


def ranked(suggestions: Iterable[Suggestion]) -> tuple[Suggestion, ...]:
    """Return the suggestions in the order to show them; within a section the order holds as well."""
    rest = sorted(suggestions, key=lambda s: (-s.score, s.kind, s.subject, s.key))
    result: list[Suggestion] = []
    while rest:
        before = result[-1].kind if result else ""
        pick = next((n for n, s in enumerate(rest) if s.kind != before), 0)
        result.append(rest.pop(pick))
    return tuple(result)
