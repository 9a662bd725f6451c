"""The worker: takes jobs from the queue, and tends the place: retries, retention, orphans."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from datetime import timedelta
from uuid import UUID

from procrastinate import RetryStrategy
from psycopg import AsyncConnection, Error

from rollsuggest.server import deleting, store
from rollsuggest.server.core import RENDER, Server
from rollsuggest.server.making import make, sweep_work
from rollsuggest.server.times import now

HEARTBEAT_S = 5.0
STALLED_AFTER_S = 20.0  # a worker that says nothing for so long is taken for dead
TEND_EVERY_S = 5.0
FORGOTTEN_AFTER = timedelta(seconds=20)  # a job that the queue does not know, so long after it was ordered
LOCK = 7_305_012  # one tends at a time

log = logging.getLogger(__name__)


def register(server: Server) -> None:
    """Tell the queue what to do with a job."""

    @server.queue.task(name=RENDER, queue=RENDER, retry=RetryStrategy(max_attempts=3, wait=2))
    async def render(job_id: str) -> None:
        await make(server, UUID(job_id))


async def work(server: Server, concurrency: int = 1) -> None:
    """Work until cancelled."""
    sweep_work(server.settings.data)
    tending = asyncio.create_task(tend(server))
    try:
        await server.queue.run_worker_async(
            queues=[RENDER],
            concurrency=concurrency,
            install_signal_handlers=False,
            fetch_job_polling_interval=2.0,
            update_heartbeat_interval=HEARTBEAT_S,
            stalled_worker_timeout=STALLED_AFTER_S,
            shutdown_graceful_timeout=1.0,
            delete_jobs="always",
        )
    finally:
        tending.cancel()
        with suppress(asyncio.CancelledError):
            await tending


async def tend(server: Server) -> None:
    """Every few seconds, on one machine at a time: what is stalled goes on, what is old goes away."""
    swept = float("-inf")
    clock = asyncio.get_running_loop().time
    while True:
        try:
            sweep_work(server.settings.data)
            orphans = clock() - swept >= server.settings.orphan_seconds / 2
            async with server.pool.connection() as db:
                await _tend_once(server, db, orphans=orphans)
            swept = clock() if orphans else swept
        except (Error, OSError):  # a database that restarts: the next time will do
            log.exception("tending failed; it is tried again")
        await asyncio.sleep(TEND_EVERY_S)


async def _tend_once(server: Server, db: AsyncConnection, *, orphans: bool) -> None:
    held = await (await db.execute("SELECT pg_try_advisory_lock(%s)", (LOCK,))).fetchone()
    if not held or not held[0]:
        return
    try:
        await revive(server, db)
        await deleting.delete_expired(server, db)
        if orphans:
            await deleting.delete_orphans(server, db)
    finally:
        await db.execute("SELECT pg_advisory_unlock(%s)", (LOCK,))


async def revive(server: Server, db: AsyncConnection) -> None:
    """Have jobs taken up again whose worker died, and queue those that never came into the queue."""
    manager = server.queue.job_manager
    for job in await manager.get_stalled_jobs(queue=RENDER, seconds_since_heartbeat=STALLED_AFTER_S):
        await manager.retry_job(job)
    for job_id in await store.forgotten(db, now() - FORGOTTEN_AFTER):
        await server.defer(job_id)
