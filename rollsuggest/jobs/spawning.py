"""How worker processes are started, and what of theirs stays until they have ended."""

from __future__ import annotations

from multiprocessing.context import SpawnContext
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from multiprocessing.synchronize import RLock


class Spawning(SpawnContext):
    """A fresh interpreter on every system: a forked one would inherit the window's threads and locks.

    One for each pool: it keeps the pool's locks as long as the pool is there. pebble lets go of them before
    it ends the workers, so that one which was just starting found none and printed that to the terminal.
    """

    def __init__(self) -> None:
        super().__init__()
        self._locks: list[RLock] = []

    def RLock(self) -> RLock:  # noqa: N802
        made = super().RLock()
        self._locks.append(made)
        return made
