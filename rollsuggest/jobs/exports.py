"""Renders one file in a process of its own: with progress, called off at will, and no half file left."""

from __future__ import annotations

import glob
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from rollsuggest.errors import CancelledError, UserError
from rollsuggest.i18n import _
from rollsuggest.jobs import memory, starting, worker
from rollsuggest.jobs.pool import too_large, worker_died
from rollsuggest.jobs.spawning import Spawning

if TYPE_CHECKING:
    from pebble import ProcessFuture

POLL_S = 0.1
TIMEOUT_S = 1800.0
GRACE_S = 5.0  # a worker that was called off gets this long to tidy up before it is ended


FILMS = (".mp4", ".webm", ".gif")


def is_film(out: Path, coding: str = "") -> bool:
    """Whether this name stands for something that moves; .webp does where it is `coding` "moving"."""
    return out.suffix.lower() in FILMS or (out.suffix.lower() == ".webp" and coding == "moving")


def export(
    job: worker.RenderJob,
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    *,
    polite: bool = False,
) -> None:
    """Render `job` to its file; `polite`: at low priority, where nobody sits and waits.

    Raises CancelledError when called off, UserError when it cannot be made.
    """
    from pebble import ProcessPool

    spawning = Spawning()
    told = spawning.Value("d", 0.0)
    called_off = spawning.Event()
    pool = ProcessPool(
        max_workers=1,
        initializer=starting.start_export,
        initargs=(told, called_off, polite),
        context=spawning,
    )
    try:
        future = pool.schedule(
            worker.film if is_film(job.out, job.coding) else worker.still, args=(job,), timeout=TIMEOUT_S
        )
        while not _finished(future, POLL_S):
            if progress:
                progress(told.value)
            if cancelled and cancelled():
                called_off.set()
                _finished(future, GRACE_S)
                raise CancelledError
        future.result()
    except worker_died() as error:
        if memory.ended(error):
            raise too_large() from error
        raise UserError(
            _("This could not be made: a part of the program gave up."),
            _("Take out one photo after the other to find the one it fails on, and try again."),
        ) from error
    finally:
        pool.stop()
        pool.join()
        _sweep(job.out)


def _finished(future: ProcessFuture[None], timeout_s: float) -> bool:
    """Wait a little; True when the worker is done, well or not."""
    with suppress(Exception):
        future.exception(timeout=timeout_s)
    return future.done()


def _sweep(out: Path) -> None:
    """Remove what a worker that was ended left behind."""
    for part in out.parent.glob(f"{glob.escape(out.name)}.part*"):
        part.unlink(missing_ok=True)
