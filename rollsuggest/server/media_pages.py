"""Pictures: sent, looked at, deleted."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Annotated, Any
from uuid import UUID, uuid4

from fastapi import APIRouter, Header, HTTPException, Request

from rollsuggest.errors import UserError
from rollsuggest.server import store
from rollsuggest.server.answers import Key, MediaAnswer, ReceiptAnswer, Trouble
from rollsuggest.server.cleaning import clean
from rollsuggest.server.deleting import delete_media
from rollsuggest.server.door import Here, Someone
from rollsuggest.server.rows import Media
from rollsuggest.server.times import now

router = APIRouter(prefix="/media", tags=["media"])

PICTURE: dict[str, Any] = {"schema": {"type": "string", "format": "binary"}}
BODY = {
    "requestBody": {
        "required": True,
        "content": dict.fromkeys(("image/jpeg", "image/png", "image/webp"), PICTURE),
    }
}
GONE = {"model": Trouble, "description": "It was sent with this key before and is deleted: see the receipts."}
REFUSED = {"model": Trouble, "description": "It is no picture that can be read."}
TOO_LARGE = {"model": Trouble, "description": "It is larger than this server takes."}
FULL = {"model": Trouble, "description": "This account stores as much as it may."}
UNKNOWN = {"model": Trouble, "description": "There is no such thing in this account."}


@router.post(
    "",
    status_code=201,
    openapi_extra=BODY,
    responses={410: GONE, 413: TOO_LARGE, 415: REFUSED, 507: FULL},
)
async def send(
    request: Request, server: Here, account: Someone, idempotency_key: Annotated[Key, Header()]
) -> MediaAnswer:
    """Send a picture. The same key again answers as the first time, and stores nothing more."""
    async with server.pool.connection() as db:
        if held := await store.media_by_key(db, account.id, idempotency_key):
            return answer(held)
        if await store.was_deleted(db, account.id, idempotency_key):
            raise HTTPException(410, "This was sent before and has been deleted.")
        used = await store.usage(db, account.id, now())
    if used.stored_bytes >= server.settings.stored_bytes:
        raise HTTPException(507, "This account stores as much as it may. Delete something first.")
    digest = hashlib.sha256()
    async with request.app.state.uploads:  # so many are read at a time
        try:
            cleaned = await clean(_parts(request, server.settings.upload_bytes, digest))
        except UserError as error:
            raise HTTPException(415, str(error)) from error
    async with server.pool.connection() as db:
        if await store.was_deleted(db, account.id, idempotency_key):  # asked for while it was looked at
            raise HTTPException(410, "This was sent before and has been deleted.")
    moment = now()
    media = Media(
        id=uuid4(),
        account_id=account.id,
        key=idempotency_key,
        sha256=digest.digest(),
        bytes=len(cleaned.jpeg),
        width=cleaned.width,
        height=cleaned.height,
        created_at=moment,
        expires_at=moment + timedelta(hours=server.settings.retention_hours),
    )
    name = f"media/{media.id}"
    await server.objects.put(name, cleaned.jpeg)  # first the file: a row without one would be a lie
    async with server.pool.connection() as db:
        kept = await store.add_media(db, media)
        if kept.id != media.id:  # the same key was sent at the same time
            await server.objects.delete(name)
        else:
            await store.note(db, account.id, "media", str(media.id))
        if await store.was_deleted(db, account.id, idempotency_key):  # asked for while it was stored
            await delete_media(server, db, kept, "the person asked for it")
            raise HTTPException(410, "This was sent before and has been deleted.")
    return answer(kept)


async def _parts(request: Request, most: int, digest: hashlib._Hash) -> AsyncIterator[bytes]:
    """Yield the body as it comes, taken into the digest; it is read no further than it may be long."""
    said = request.headers.get("content-length", "")
    if said.isdigit() and int(said) > most:
        raise HTTPException(413, f"At most {most // 1_000_000} MB can be sent.")
    got = 0
    async for part in request.stream():
        got += len(part)
        if got > most:
            raise HTTPException(413, f"At most {most // 1_000_000} MB can be sent.")
        digest.update(part)
        yield part


@router.get("/{media_id}", responses={404: UNKNOWN})
async def look(server: Here, account: Someone, media_id: UUID) -> MediaAnswer:
    """What is kept of a picture."""
    async with server.pool.connection() as db:
        return answer(only(await store.media(db, account.id, [media_id])))


@router.delete("/{media_id}", responses={404: UNKNOWN})
async def delete(server: Here, account: Someone, media_id: UUID) -> ReceiptAnswer:
    """Delete a picture at once, against a signed receipt."""
    async with server.pool.connection() as db:
        media = only(await store.media(db, account.id, [media_id]))
        signed = await delete_media(server, db, media, "the person asked for it")
        await store.note(db, account.id, "delete media", str(media_id))
    return ReceiptAnswer(body=signed.body, signature=signed.signature)


def only(found: list[Media]) -> Media:
    if not found:
        raise HTTPException(404, "There is no such picture in this account.")
    return found[0]


def answer(media: Media) -> MediaAnswer:
    return MediaAnswer(
        id=media.id,
        sha256=media.sha256.hex(),
        bytes=media.bytes,
        width=media.width,
        height=media.height,
        expires_at=media.expires_at,
    )
