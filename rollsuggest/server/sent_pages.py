"""The end of all that was sent with one key, for a client that does not know what became of it."""

from __future__ import annotations

from fastapi import APIRouter
from psycopg import AsyncConnection

from rollsuggest.server import store
from rollsuggest.server.account_pages import as_answers
from rollsuggest.server.answers import Key, ReceiptAnswer
from rollsuggest.server.core import Server
from rollsuggest.server.deleting import delete_job, delete_media
from rollsuggest.server.door import Here, Someone
from rollsuggest.server.receipts import receipt
from rollsuggest.server.rows import Account
from rollsuggest.server.times import now

router = APIRouter(prefix="/sent", tags=["sent"])

ASKED = "the person asked for it"


@router.delete("/{key}")
async def delete(server: Here, account: Someone, key: Key) -> list[ReceiptAnswer]:
    """Delete the picture and the job that came with this key; returns all receipts about them.

    Where nothing came (yet), a receipt says so, and what comes with this key later is not kept.
    """
    async with server.pool.connection() as db:
        if not await store.was_deleted(db, account.id, key):
            await _refuse_from_now(server, db, account, key)
        if job := await store.job_by_key(db, account.id, key):
            await delete_job(server, db, job, ASKED)
        if media := await store.media_by_key(db, account.id, key):
            await delete_media(server, db, media, ASKED)
        await store.note(db, account.id, "delete sent", key)
        return as_answers(await store.receipts(db, account.id, key))


async def _refuse_from_now(server: Server, db: AsyncConnection, account: Account, key: str) -> None:
    """Leave a receipt first: whoever stores something with this key at this moment looks for one after it."""
    held = await store.job_by_key(db, account.id, key) or await store.media_by_key(db, account.id, key)
    if held is None:
        signed = receipt(server.keys, server.settings.name, "nothing", key, ASKED, now())
        await store.add_receipt(db, account.id, key, signed, now())
