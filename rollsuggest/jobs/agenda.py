"""In which order files are looked at: all become visible early, the newest are understood early. Pure.

[Note: Two tiers]
A file's facts and thumbnail cost a fifth of all stages. So they come first, newest file first, and the roll
can be browsed soon; but every `TURN`th place goes to the second tier (content, faces), so that the first
suggestions need not wait until a large roll has been leafed through. Each visit reads and unpacks the file,
but small for a thumbnail, or not at all where a preview lies beside the picture; what can only be unpacked
whole is carried to the second visit (`library.carried`). `FEW` files, a screen of them, are there within
seconds anyhow, and get one visit.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import replace

from rollsuggest.library.store import Task
from rollsuggest.model import AssetId, Stage

FIRST_TIER = frozenset({Stage.FILE})
FEW = 24
TURN = 64  # one place in so many is the second tier's while the first has work: a fifteenth of the time
FIRST_COSTS, SECOND_COSTS = 1, 5  # roughly; for an honest share of the work


class Agenda:
    """What is left to do. A file that failed in the first tier is not tried in the second."""

    def __init__(self, tasks: Iterable[Task]) -> None:
        visits = list(_visits(list(tasks)))
        self._first = deque(task for task in visits if task.stages <= FIRST_TIER)
        self._second = deque(task for task in visits if not task.stages <= FIRST_TIER)
        self._failed: set[AssetId] = set()
        self._turn = 0
        self._left = len(self._first) * FIRST_COSTS + len(self._second) * SECOND_COSTS

    def __bool__(self) -> bool:
        return bool(self._first or self._second)

    @property
    def left(self) -> int:
        """The cost of all that is not finished, what is being looked at now included."""
        return self._left

    def take(self, most: int) -> list[Task]:
        """Return the next tasks, at most so many."""
        taken: list[Task] = []
        while len(taken) < most and (task := self._next()):
            taken.append(task)
        return taken

    def _next(self) -> Task | None:
        self._turn += 1
        seconds_turn = self._turn % TURN == 0 or not self._first
        while seconds_turn and self._second:
            task = self._second.popleft()
            if task.asset not in self._failed:
                return task
            self._left -= SECOND_COSTS
        return self._first.popleft() if self._first else None

    def again(self, task: Task) -> None:
        """Put a task at the end: its worker died, of this or of something else."""
        (self._first if task.stages <= FIRST_TIER else self._second).append(task)

    def finished(self, task: Task, *, failed: bool) -> None:
        self._left -= cost(task)
        if failed:
            self._failed.add(task.asset)


def cost(task: Task) -> int:
    return FIRST_COSTS if task.stages <= FIRST_TIER else SECOND_COSTS


def _visits(tasks: list[Task]) -> Iterator[Task]:
    """Cut each task into the visits that its file gets."""
    for task in tasks:
        first, second = task.stages & FIRST_TIER, task.stages - FIRST_TIER
        if len(tasks) <= FEW or not (first and second):
            yield task
        else:
            yield replace(task, stages=first, glance=True)
            yield replace(task, stages=second)
