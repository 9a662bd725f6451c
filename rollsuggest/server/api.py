"""The protocol, put together."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

from fastapi import APIRouter, FastAPI, HTTPException, Request, Response
from fastapi.responses import JSONResponse
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, generate_latest
from psycopg import Error, InterfaceError, OperationalError
from starlette.exceptions import HTTPException as Refusal  # FastAPI's own is one of these
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rollsuggest.server import account_pages, admin_pages, job_pages, media_pages, sent_pages, store, working
from rollsuggest.server.answers import Trouble
from rollsuggest.server.core import Server, opened
from rollsuggest.server.door import Admin, Guesses, Here
from rollsuggest.server.settings import ServerSettings

BASE = "/rollsuggest/v1"
UPLOADS = 4  # held in memory and looked at, at a time
SAID_TO_BROWSERS = ((b"x-content-type-options", b"nosniff"), (b"referrer-policy", b"no-referrer"))
SHUT: dict[int | str, dict[str, Any]] = {
    400: {"model": Trouble},
    401: {"model": Trouble},
    429: {"model": Trouble},
    503: {"model": Trouble},
}

log = logging.getLogger(__name__)
health = APIRouter(tags=["health"])


def app(settings: ServerSettings, *, workers: int) -> FastAPI:
    """Return the server as an ASGI app, with so many jobs made in it at a time; none where others do that."""

    @asynccontextmanager
    async def life(made: FastAPI) -> AsyncIterator[None]:
        async with opened(settings) as server:
            made.state.server = server
            working.register(server)
            await _welcome(server)
            task = asyncio.create_task(working.work(server, workers)) if workers else None
            yield
            if task:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task

    made = FastAPI(title="rollsuggest server", version="1", lifespan=life, redoc_url=None, docs_url=None)
    made.state.guesses = Guesses()
    made.state.uploads = asyncio.Semaphore(UPLOADS)
    made.state.registry, made.state.requests = _figures()
    made.include_router(account_pages.router, prefix=BASE, responses=SHUT)
    made.include_router(media_pages.router, prefix=BASE, responses=SHUT)
    made.include_router(job_pages.router, prefix=BASE, responses=SHUT)
    made.include_router(sent_pages.router, prefix=BASE, responses=SHUT)
    made.include_router(admin_pages.router, prefix=BASE, responses=SHUT)
    made.include_router(health)
    made.include_router(admin_pages.page)
    made.add_exception_handler(Refusal, _told)
    made.add_exception_handler(ClientDisconnect, _left)
    for kind in (OperationalError, InterfaceError, OSError):  # others are mistakes of ours, and told as such
        made.add_exception_handler(kind, _away)
    made.add_middleware(_Counted)
    return made


async def _welcome(server: Server) -> None:
    """Say how to begin, where nobody has an account yet."""
    async with server.pool.connection() as db:
        if not await store.accounts(db):
            words = f'"{sys.executable}" -m rollsuggest.server --data "{server.settings.data}"'
            log.warning("Nobody has an account here yet. In another terminal: %s account you --admin", words)


async def _told(_request: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)
    return JSONResponse({"error": error.detail, "advice": ""}, error.status_code, error.headers)


async def _left(_request: Request, _error: Exception) -> Response:
    """Whoever sent something went away in the middle of it, as the app does when it is told to stop."""
    return Response(status_code=400)


async def _away(_request: Request, error: Exception) -> Response:
    """The database or the storage is away: whoever asks may ask again."""
    log.error("a request could not be answered: %s", type(error).__name__, exc_info=error)
    said = {"error": "The server cannot reach its database or its storage.", "advice": "Try again later."}
    return JSONResponse(said, 503, {"Retry-After": "10"})


class _Counted:
    """Counts answers and adds to each what browsers are to know. Plain ASGI: Starlette's own kind of
    middleware takes a task and two streams for each request.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                scope["app"].state.requests.labels(str(message["status"])).inc()
                message["headers"] = [*message["headers"], *SAID_TO_BROWSERS]
            await send(message)

        await self._app(scope, receive, sending if scope["type"] == "http" else send)


def _figures() -> tuple[CollectorRegistry, Counter]:
    registry = CollectorRegistry()
    return registry, Counter("rollsuggest_requests", "Answers by status", ["status"], registry=registry)


@health.get("/health", responses={503: {"model": Trouble}})
async def healthy(server: Here) -> dict[str, bool]:
    """Whether the server and its database answer."""
    try:
        async with server.pool.connection(timeout=3) as db:
            await db.execute("SELECT 1")
    except (Error, TimeoutError) as error:
        raise HTTPException(503, "The database does not answer.") from error
    return {"ok": True}


@health.get("/metrics", response_class=Response, responses={200: {"content": {"text/plain": {}}}, **SHUT})
async def metrics(request: Request, server: Here, admin: Admin) -> Response:
    """Figures for Prometheus, with the token of an admin."""
    registry = CollectorRegistry()
    gauge = Gauge("rollsuggest_rows", "How many of each there are", ["kind"], registry=registry)
    async with server.pool.connection() as db:
        for kind, number in (await store.counts(db)).items():
            gauge.labels(kind).set(number)
    body = generate_latest(request.app.state.registry) + generate_latest(registry)
    return Response(body, media_type=CONTENT_TYPE_LATEST)
