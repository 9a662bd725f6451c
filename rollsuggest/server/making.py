"""Makes one job: fetches what it is made of, renders in a process of its own, stores what came of it."""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
import threading
from contextlib import suppress
from functools import partial
from pathlib import Path
from uuid import UUID

import psutil
from psycopg import Error

from rollsuggest.errors import CancelledError, UserError
from rollsuggest.jobs import looking, worker
from rollsuggest.jobs.exports import export
from rollsuggest.jobs.pool import Workers
from rollsuggest.model import AssetId, Recipe, Source
from rollsuggest.server import store
from rollsuggest.server.answers import Order
from rollsuggest.server.core import Server
from rollsuggest.server.keys import Keys
from rollsuggest.server.rows import Job
from rollsuggest.server.times import now

# A picture can kill only the process that renders it, not the worker: so many deaths are the machine's.
MOST_ATTEMPTS = 20
TOLD_EVERY_S = 1.0
LOOK_TIMEOUT_S = 60.0

log = logging.getLogger(__name__)


async def make(server: Server, job_id: UUID) -> None:
    """Make this job, unless it is made, called off, or was begun too often."""
    async with server.pool.connection() as db:
        job = await store.begin_job(db, job_id)
        if job is None:
            return
        if job.attempts > MOST_ATTEMPTS:
            await store.finish_job(db, job, now(), error="The server gave up on it after several attempts.")
            return
    error = ""
    name = f"results/{job.id}-{job.attempts}"
    size = 0
    try:
        made = await _made(server, job)
        size = len(made)
        await server.objects.put(name, made)
    except CancelledError:
        return
    except UserError as trouble:
        error = str(trouble)
    except (OSError, Error):  # of the machine, not of the job: the queue tries again
        raise
    except Exception:
        log.exception("a mistake of ours over job %s", job.id)
        error = "The server failed at this. It is a mistake in the server, not in your photos."
    async with server.pool.connection() as db:
        counts = await store.finish_job(
            db, job, now(), result=None if error else name, size=size or None, error=error
        )
    if counts:
        log.info("job %s ended: %s", job.id, error or "made")
    else:  # deleted meanwhile, or another machine took it up
        await server.objects.delete(name)


async def _made(server: Server, job: Job) -> bytes:
    """Return the bytes of the creation. Plain pictures lie on the disk only while they are drawn from."""
    order = unsealed(server.keys, job)
    folder = work_folder(server.settings.data, job)
    folder.mkdir(parents=True, mode=0o700)
    told, unwanted = _Told(), threading.Event()
    watcher = asyncio.create_task(_watch(server, job, told, unwanted))
    try:
        paths = []
        for number, media_id in enumerate(job.media):
            path = folder / f"{number}.jpg"
            path.write_bytes(await _fetch(server, media_id))
            paths.append(path)
        return await asyncio.to_thread(_render, order, paths, folder, told, unwanted)
    finally:
        watcher.cancel()
        with suppress(asyncio.CancelledError):
            await watcher
        shutil.rmtree(folder, ignore_errors=True)


async def _fetch(server: Server, media_id: UUID) -> bytes:
    try:
        return await server.objects.get(f"media/{media_id}")
    except FileNotFoundError:
        raise UserError("A photo that this is made of was deleted.", "Send it again.") from None


class _Told:
    """How far the rendering is, told by its thread and read by ours."""

    share = 0.0

    def __call__(self, share: float) -> None:
        self.share = share


async def _watch(server: Server, job: Job, told: _Told, unwanted: threading.Event) -> None:
    """Store how far it is; when nobody wants it any more, call it off."""
    while not unwanted.is_set():
        await asyncio.sleep(TOLD_EVERY_S)
        async with server.pool.connection() as db:
            if not await store.progress(db, job, told.share):
                unwanted.set()


def _render(order: Order, paths: list[Path], folder: Path, told: _Told, unwanted: threading.Event) -> bytes:
    """Blocks until it is rendered. Raises UserError, CancelledError."""
    recipe = recipe_of(order, len(paths))
    looker = Workers(1, polite=True)
    try:
        sources: dict[AssetId, Source] = {}
        for number, path in enumerate(paths):
            if unwanted.is_set():
                raise CancelledError
            asset = AssetId(number + 1)
            look = partial(looking.describe, faces=order.faces, now=now())
            sources[asset] = looker.call(look, asset, path, timeout_s=LOOK_TIMEOUT_S)
    finally:
        looker.close()
    out = folder / f"made.{order.output}"
    job = worker.RenderJob(recipe, sources, out, recipe.format.size_px, faces=order.faces)
    export(job, told, unwanted.is_set, polite=True)  # whoever asks the server small things goes first
    return out.read_bytes()


def sealed(keys: Keys, job_id: UUID, order: Order) -> bytes:
    """Return an order as the database holds it: its words are nobody's who reads the disk."""
    return keys.seal(order.model_dump_json().encode(), f"order/{job_id}")


def unsealed(keys: Keys, job: Job) -> Order:
    return Order.model_validate_json(keys.open(job.recipe, f"order/{job.id}"))


def recipe_of(order: Order, count: int) -> Recipe:
    """Return the recipe as the renderer takes it; its photos are numbered from 1 in their order."""
    return Recipe(
        make=order.make,
        photos=tuple(AssetId(n + 1) for n in range(count)),
        format=order.format,
        style=order.style,
        quality=order.quality,
        strength=order.strength,
        line=order.line,
        flatness=order.flatness,
        colour=order.colour,
        eyes=order.eyes,
        apart=order.apart,
        light=order.light,
        seed=order.seed,
        title=order.title,
        subtitle=order.subtitle,
    )


# --- folders of plain pictures ---------------------------------------------------------------------------


def work_folder(data: Path, job: Job) -> Path:
    """Return where this process may lay plain pictures of this attempt."""
    return data / "work" / f"{os.getpid()}-{job.id}-{job.attempts}"


def sweep_work(data: Path) -> None:
    """Remove what workers left that were killed."""
    for folder in (data / "work").glob("*"):
        pid = folder.name.partition("-")[0]
        if not pid.isdigit() or not psutil.pid_exists(int(pid)):
            shutil.rmtree(folder, ignore_errors=True)
