"""Workers that die, hang or fail cost one task; nothing is left behind."""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any, cast

import pytest

from rollsuggest.errors import CancelledError, UnreadableError, UserError
from rollsuggest.jobs.lock import held
from rollsuggest.jobs.pool import Workers, background_workers, worker_died


def die() -> None:
    os.abort()


def sleep(seconds: float) -> float:
    time.sleep(seconds)
    return seconds


def deaf() -> None:
    """Hear nobody who asks to end."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    time.sleep(60)


class Late:
    """Keeps the second process that is told of it from starting for a moment."""

    def __init__(self) -> None:
        self.told = 0

    def __reduce__(self) -> tuple[Callable[[float], float], tuple[float]]:
        self.told += 1
        return sleep, (0.4 if self.told > 1 else 0.0,)


def refuse() -> None:
    raise UnreadableError("The file is empty.", "Nothing to do.")


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    made = Workers(1, polite=True)
    yield made
    made.close()


def test_a_death_costs_one_task(workers: Workers) -> None:
    dead = workers.submit(die, timeout_s=30)
    alive = workers.submit(sleep, 0.01, timeout_s=30)
    with pytest.raises(worker_died()):
        dead.result()
    assert alive.result() == 0.01


def test_a_hanging_task_is_ended(workers: Workers) -> None:
    with pytest.raises(worker_died()):
        workers.submit(sleep, 60, timeout_s=0.5).result()
    assert workers.call(sleep, 0.01, timeout_s=30) == 0.01


def test_a_death_is_told_in_plain_words(workers: Workers) -> None:
    with pytest.raises(UserError) as caught:
        workers.call(die, timeout_s=30)
    assert caught.value.advice


def test_the_death_of_all_processes_is_told_in_plain_words(monkeypatch: pytest.MonkeyPatch) -> None:
    broken: Future[None] = Future()
    broken.set_exception(BrokenProcessPool("All workers expired"))
    none = Workers(1, polite=True)
    monkeypatch.setattr(none, "submit", lambda *_args, **_more: broken)
    with pytest.raises(UserError) as caught:
        none.call(die, timeout_s=30)
    assert caught.value.advice


@pytest.mark.skipif(sys.platform == "win32", reason="there the locks have no names")
def test_a_worker_that_starts_while_its_pool_ends_says_nothing(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from pebble.common.types import CONSTS

    monkeypatch.setattr(CONSTS, "term_timeout", 0.8)  # so long the other one is waited for that is to end
    two = Workers(2, polite=cast(bool, Late()))
    task = two.submit(deaf, timeout_s=30)
    while not task.running():
        time.sleep(0.01)
    two.close()
    assert capfd.readouterr().err == ""


def test_a_pool_whose_thread_gave_up_is_made_anew(workers: Workers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading, "excepthook", lambda gave_up: None)
    assert workers.call(sleep, 0.01, timeout_s=30) == 0.01
    broken = workers._pool
    _break(workers)
    assert broken is not None and not broken.active
    assert workers.call(sleep, 0.02, timeout_s=30) == 0.02
    assert workers._pool is not broken


@pytest.mark.parametrize("round_", range(3))  # who is told by whom differs from time to time
def test_who_waits_is_told_that_all_is_closed(round_: int) -> None:
    one = Workers(1, polite=True)
    told: list[type[BaseException]] = []

    def ask() -> None:
        try:
            one.call(sleep, 60, timeout_s=90)
        except CancelledError as error:
            told.append(type(error))

    asking = [threading.Thread(target=ask, daemon=True) for _ in range(3)]
    for thread in asking:
        thread.start()
    until = time.monotonic() + 30
    while not any(future.running() for future in tuple(one._asked)) or len(one._asked) < len(asking):
        assert time.monotonic() < until
        time.sleep(0.01)
    one.close()
    for thread in asking:
        thread.join(5)
    assert told == [CancelledError] * len(asking)


def test_who_waits_for_a_pool_that_gave_up_is_told_so(
    workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(threading, "excepthook", lambda gave_up: None)
    left = workers.submit(sleep, 60, timeout_s=90)
    _break(workers)
    assert workers.call(sleep, 0.02, timeout_s=30) == 0.02
    with pytest.raises(worker_died()):
        left.result(timeout=1)


def test_what_waits_for_a_pool_that_gives_up_is_done_by_the_next(
    workers: Workers, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(threading, "excepthook", lambda gave_up: None)
    begun = tmp_path / "begun"
    told: list[float] = []
    asking = threading.Thread(target=lambda: told.append(workers.call(slowly_first, begun, timeout_s=90)))
    asking.start()
    while not begun.exists():
        time.sleep(0.01)
    _break(workers)
    asking.join(30)
    assert told == [0.0]


def slowly_first(begun: Path) -> float:
    """Take a minute, the first time."""
    if begun.exists():
        return 0.0
    begun.touch()
    return sleep(60)


def _break(workers: Workers) -> None:
    """End the thread that hands out the tasks."""
    broken = workers._pool
    assert broken is not None and broken._task_scheduler_loop is not None
    no_task: Any = "no task"
    broken._context.task_queue.put(no_task)
    broken._task_scheduler_loop.join(30)
    assert not broken._task_scheduler_loop.is_alive()


def test_an_error_of_the_world_crosses_the_pipe_whole(workers: Workers) -> None:
    with pytest.raises(UnreadableError) as caught:
        workers.call(refuse, timeout_s=30)
    assert (caught.value.message, caught.value.advice) == ("The file is empty.", "Nothing to do.")


@pytest.mark.skipif(not hasattr(os, "getpriority"), reason="priorities are read in another way here")
def test_background_work_is_polite(workers: Workers) -> None:
    assert workers.call(os.nice, 0, timeout_s=30) >= 10


def test_one_core_is_left_to_the_person() -> None:
    assert background_workers(0) == max(1, (os.cpu_count() or 2) - 1)
    assert background_workers(3) == 3


def test_one_indexer_at_a_time(tmp_path: Path) -> None:
    with held(tmp_path / "lock"), pytest.raises(UserError, match="Another"), held(tmp_path / "lock"):
        pass
    with held(tmp_path / "lock"):
        pass


def test_threads_that_ask_first_at_the_same_time_share_one_pool(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[object] = []

    class Slow:
        active = True

        def __init__(self, **_told: object) -> None:
            made.append(self)
            time.sleep(0.05)

        def schedule(self, *_args: object, **_told: object) -> Future[float]:
            return Future()

    monkeypatch.setattr("pebble.ProcessPool", Slow)
    shared = Workers(1, polite=True)
    threads = [threading.Thread(target=lambda: shared.submit(sleep, 0.0, timeout_s=1)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 1
