"""What was worked out before, of the same things: it is not worked out again.

Only of pure functions, and only while all that went into them is equal; photos that stayed are the very same
objects, so that to compare them costs next to nothing. What a run did not ask for is dropped after it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

T = TypeVar("T")
G = TypeVar("G")


class Memory:
    """Answers by what they are of (`key`), each with all that it depends on."""

    def __init__(self) -> None:
        self._before: dict[Hashable, tuple[Any, Any]] = {}
        self._now: dict[Hashable, tuple[Any, Any]] = {}

    def begin(self) -> None:
        """Begin a run: only what the last one asked for is known in it."""
        self._before, self._now = self._now, {}

    def of(self, key: Hashable, given: object, work: Callable[[], T]) -> T:
        """Return what `work` says of what is given, or said before."""
        known = self._now.get(key) or self._before.get(key)
        if known is None or known[0] != given:
            known = given, work()
        self._now[key] = known
        found: T = known[1]
        return found

    def each(self, what: str, given: Mapping[int, G], work: Callable[[Sequence[G]], Iterable[T]]) -> list[T]:
        """Return what is said of each that is given; `work` says it of all new ones together."""
        fresh = []
        for number, value in given.items():
            key = what, number
            known = self._now.get(key) or self._before.get(key)
            if known is None or known[0] != value:
                fresh.append(number)
            else:
                self._now[key] = known
        for number, found in zip(fresh, work([given[n] for n in fresh]), strict=True):
            self._now[what, number] = given[number], found
        return [self._now[what, number][1] for number in given]

    def last(self, key: Hashable) -> Any:
        """Return what was last said under this key, whatever it was of; None where nothing was."""
        known = self._now.get(key) or self._before.get(key)
        return known[1] if known else None

    def same(self, key: Hashable, value: T) -> T:
        """Return what was equal before, if it was: what depends on it is then seen at once to be the same."""
        return self.of(key, value, lambda: value)
