"""`looking.look` with a clock on its kernels, decoding and the networks, for the workers of a real run.

Each worker process appends what it spent to a file of its own in the folder of the environment variable
`FOLDER`: CPU seconds of decoding small (a first visit whose pixels no second one uses), and of the kernels.
"""

from __future__ import annotations

import functools
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rollsuggest.jobs import looking

FOLDER = "ROLLSUGGEST_BENCHMARK_KERNELS"
_look = looking.look  # the real one, also where this module's is put in its place
_running = False
_spent_s = {"decode": 0.0, "networks": 0.0}


def look(job: looking.LookJob) -> looking.Looked:
    _fit_clock()
    before = dict(_spent_s)
    looked = _look(job)
    decode_s, networks_s = (_spent_s[kind] - before[kind] for kind in ("decode", "networks"))
    again = job.glance and not (job.carried and job.carried.exists())
    small_s, kernels_s = (decode_s, networks_s) if again else (0.0, decode_s + networks_s)
    with Path(os.environ[FOLDER], f"{os.getpid()}.txt").open("a") as file:
        file.write(f"{small_s} {kernels_s}\n")
    return looked


def spent(folder: Path) -> tuple[float, float]:
    """Return the CPU seconds of all workers: of decoding small, and of the kernels."""
    rows = [line.split() for file in folder.glob("*.txt") for line in file.read_text().splitlines()]
    return sum(float(small) for small, _ in rows), sum(float(kernels) for _, kernels in rows)


@functools.lru_cache(maxsize=1)
def _fit_clock() -> None:
    from rollsuggest.analysis.engine import Engine
    from rollsuggest.library import pixels

    looking.detectors().load_all()  # loading is no kernel
    for owner, name, kind in (
        (pixels, "decode", "decode"), (pixels, "decode_image", "decode"),
        (Engine, "objects", "networks"), (Engine, "content", "networks"),
        (Engine, "quality", "networks"), (Engine, "faces", "networks"),
    ):  # fmt: skip
        setattr(owner, name, _timed(getattr(owner, name), kind))


def _timed(function: Callable[..., Any], kind: str) -> Callable[..., Any]:
    @functools.wraps(function)
    def timed(*args: Any, **options: Any) -> Any:
        with _clock(kind):
            return function(*args, **options)

    return timed


@contextmanager
def _clock(kind: str) -> Iterator[None]:
    """Count the outermost call alone: one kernel may call another."""
    global _running
    if _running:
        yield
        return
    _running, started = True, time.process_time()
    try:
        yield
    finally:
        _running = False
        _spent_s[kind] += time.process_time() - started
