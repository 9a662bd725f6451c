"""python -m rollsuggest.server serve | worker | account — the server at home, or on many machines."""

from __future__ import annotations

import argparse
import asyncio
import logging
import multiprocessing
import signal
import sys
from contextlib import suppress
from pathlib import Path

from rollsuggest.errors import UserError
from rollsuggest.server import store, working
from rollsuggest.server.core import opened
from rollsuggest.server.settings import ServerSettings, from_environment
from rollsuggest.server.tokens import digest, new_token

LOCAL = "127.0.0.1"


def parser() -> argparse.ArgumentParser:
    words = argparse.ArgumentParser(prog="rollsuggest-server", description=__doc__)
    words.add_argument("--data", type=Path, default=Path("rollsuggest-server"), help="where all of it lies")
    acts = words.add_subparsers(dest="act", required=True)
    serve = acts.add_parser("serve", help="answer, and make things")
    serve.add_argument("--host", default=LOCAL, help="put a proxy that speaks HTTPS before anything else")
    serve.add_argument("--port", type=int, default=8642)
    serve.add_argument("--workers", type=int, default=1, help="jobs made at a time; 0 where others do that")
    worker = acts.add_parser("worker", help="make things that were ordered elsewhere")
    worker.add_argument("--workers", type=int, default=1)
    account = acts.add_parser("account", help="add an account, and show its token this once")
    account.add_argument("name")
    account.add_argument("--admin", action="store_true")
    return words


def main() -> int:
    multiprocessing.freeze_support()
    said = parser().parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    for name in ("procrastinate", "uvicorn.access"):
        logging.getLogger(name).setLevel(logging.WARNING)
    try:
        settings = from_environment(said.data.resolve())
        if said.act == "serve":
            return _serve(settings, said.host, said.port, said.workers)
        if said.act == "worker":
            with suppress(KeyboardInterrupt):
                asyncio.run(_work(settings, said.workers))
            return 0
        return asyncio.run(_account(settings, said.name, admin=said.admin))
    except UserError as error:
        print(error, file=sys.stderr)
        return 1


def _serve(settings: ServerSettings, host: str, port: int, workers: int) -> int:
    import uvicorn

    from rollsuggest.server.api import app

    print(f"rollsuggest server at http://{host}:{port}, page for its admin: http://{host}:{port}/admin")
    # uvicorn ends by the very signal it was told to end by: one that kills would leave our database running.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with suppress(KeyboardInterrupt):
        uvicorn.run(
            app(settings, workers=workers), host=host, port=port, log_level="warning", access_log=False
        )
    return 0


async def _work(settings: ServerSettings, workers: int) -> None:
    async with opened(settings) as server:
        working.register(server)
        task = asyncio.ensure_future(working.work(server, workers))
        loop = asyncio.get_running_loop()
        for sign in (signal.SIGTERM, signal.SIGINT):
            with suppress(NotImplementedError):  # Windows has no such handlers: there it is interrupted
                loop.add_signal_handler(sign, task.cancel)
        with suppress(asyncio.CancelledError):
            await task


async def _account(settings: ServerSettings, name: str, *, admin: bool) -> int:
    token = new_token()
    async with opened(settings) as server, server.pool.connection() as db:
        if await store.add_account(db, name, digest(token), admin=admin) is None:
            raise UserError(f"There is an account “{name}” already.", "Choose another name.")
        await store.note(db, None, "add account", name)
    print(token)
    print("This is the key that the app asks for. It is not shown again.", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
