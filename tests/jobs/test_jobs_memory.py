"""A worker that eats memory ends itself, is told apart from a crash, and costs one task."""

import os
from collections.abc import Iterator

import pytest

from rollsuggest.jobs import memory
from rollsuggest.jobs.indexer import why_died
from rollsuggest.jobs.pool import WorkerDied, Workers


def eat(gigabytes: float) -> int:
    """Hold so much, touched, so that the system has to give it."""
    held = []
    for _ in range(int(gigabytes * 20)):
        held.append(bytearray(os.urandom(1)) * 50_000_000)
    return sum(map(len, held))


def die() -> None:
    os.abort()


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    pool = Workers(1, polite=True)
    yield pool
    pool.close()


def test_a_hog_is_ended_and_costs_one_task(workers: Workers) -> None:
    hog = workers.submit(eat, 3.0, timeout_s=60)
    modest = workers.submit(eat, 0.1, timeout_s=60)
    with pytest.raises(WorkerDied) as caught:
        hog.result()
    assert getattr(caught.value, "exitcode", None) == memory.EXIT_CODE
    assert why_died(caught.value) == "Reading this file takes too much memory."
    assert modest.result() == 100_000_000


def test_a_crash_and_a_hang_keep_their_own_reasons(workers: Workers) -> None:
    with pytest.raises(WorkerDied) as caught:
        workers.submit(die, timeout_s=30).result()
    assert "crashes" in why_died(caught.value)
    assert "too long" in why_died(TimeoutError())
