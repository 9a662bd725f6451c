"""An account: what it holds, its receipts, and the end of all that."""

from __future__ import annotations

from fastapi import APIRouter

from rollsuggest.server import store
from rollsuggest.server.answers import AccountAnswer, Hello, ReceiptAnswer
from rollsuggest.server.core import Server
from rollsuggest.server.deleting import delete_all
from rollsuggest.server.door import Here, Someone
from rollsuggest.server.receipts import Signed, public_key
from rollsuggest.server.rows import Usage
from rollsuggest.server.times import now

router = APIRouter(tags=["account"])


@router.get("/hello")
async def hello(server: Here) -> Hello:
    """Who this server is and how long it keeps things; asked before anything is sent, by anybody."""
    return Hello(
        name=server.settings.name,
        retention_hours=server.settings.retention_hours,
        receipt_key=public_key(server.keys),
    )


@router.get("/account")
async def account(server: Here, account: Someone) -> AccountAnswer:
    """What this account holds and may."""
    async with server.pool.connection() as db:
        return answer(server, account.name, await store.usage(db, account.id, now()))


@router.get("/receipts")
async def receipts(server: Here, account: Someone) -> list[ReceiptAnswer]:
    """The receipts of all that was deleted, the oldest first."""
    async with server.pool.connection() as db:
        return as_answers(await store.receipts(db, account.id))


@router.delete("/everything")
async def everything(server: Here, account: Someone) -> list[ReceiptAnswer]:
    """Delete all pictures and jobs of this account, against signed receipts. The account stays."""
    async with server.pool.connection() as db:
        signed = await delete_all(server, db, account, "the person asked for all of it")
        await store.note(db, account.id, "delete everything")
    return as_answers(signed)


def as_answers(signed: list[Signed]) -> list[ReceiptAnswer]:
    return [ReceiptAnswer(body=each.body, signature=each.signature) for each in signed]


def answer(server: Server, name: str, used: Usage) -> AccountAnswer:
    return AccountAnswer(
        name=name,
        media=used.media,
        stored_bytes=used.stored_bytes,
        stored_limit=server.settings.stored_bytes,
        jobs_waiting=used.jobs_waiting,
        jobs_today=used.jobs_today,
        jobs_limit=server.settings.jobs_a_day,
    )
