"""A worker that eats memory ends itself, is told apart from a crash, and costs one task."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from rollsuggest.errors import UserError
from rollsuggest.jobs import memory, worker
from rollsuggest.jobs.exports import export
from rollsuggest.jobs.indexer import why_died
from rollsuggest.jobs.pool import Workers, worker_died
from rollsuggest.model import Make, Recipe


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
    with pytest.raises(worker_died()) as caught:
        hog.result()
    assert getattr(caught.value, "exitcode", None) == memory.EXIT_CODE
    assert why_died(caught.value) == "Reading this file takes too much memory."
    assert modest.result() == 100_000_000


def test_a_crash_and_a_hang_keep_their_own_reasons(workers: Workers) -> None:
    with pytest.raises(worker_died()) as caught:
        workers.submit(die, timeout_s=30).result()
    assert "crashes" in why_died(caught.value)
    assert "too long" in why_died(TimeoutError())


@pytest.fixture(scope="module")
def makers() -> Iterator[Workers]:
    pool = Workers(1, polite=False)
    yield pool
    pool.close()


def test_what_somebody_waits_for_may_take_more_but_not_everything(makers: Workers) -> None:
    assert makers.call(eat, 1.7, timeout_s=60) == 1_700_000_000, "beyond what looking may take"
    with pytest.raises(UserError, match="memory") as caught:
        makers.call(eat, 5.0, timeout_s=60)
    assert "very large" in caught.value.advice
    assert makers.call(eat, 0.1, timeout_s=60) == 100_000_000, "the next one is not harmed"


def test_an_export_that_eats_memory_says_so_and_leaves_no_half_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "still", eats_halfway)
    job = worker.RenderJob(Recipe(Make.COLLAGE, ()), {}, tmp_path / "out.jpg", (100, 100))
    with pytest.raises(UserError, match="memory"):
        export(job)
    assert not list(tmp_path.iterdir())


def eats_halfway(job: worker.RenderJob) -> None:
    job.out.with_name(f"{job.out.name}.part").touch()
    eat(5.0)
