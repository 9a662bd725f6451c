"""Jobs: ordered, followed, fetched, deleted."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Annotated
from uuid import UUID, uuid4

from fastapi import APIRouter, BackgroundTasks, Header, HTTPException, Response
from psycopg import AsyncConnection, Error

from rollsuggest.model import Make
from rollsuggest.server import store
from rollsuggest.server.answers import JobAnswer, Key, Order, ReceiptAnswer, Trouble
from rollsuggest.server.core import Server
from rollsuggest.server.deleting import delete_job, delete_spent
from rollsuggest.server.door import Here, Someone
from rollsuggest.server.making import sealed
from rollsuggest.server.media_pages import GONE, UNKNOWN
from rollsuggest.server.rows import Account, Job
from rollsuggest.server.times import now

log = logging.getLogger(__name__)
router = APIRouter(prefix="/jobs", tags=["jobs"])

TYPES = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp", "mp4": "video/mp4"}
LEAST_PHOTOS = {Make.COLLAGE: 2, Make.RECAP: 3, Make.RESTYLE: 1}
NOT_YET = {"model": Trouble, "description": "It is not made, or could not be."}
ENOUGH = {"model": Trouble, "description": "Too many requests or jobs."}
CANNOT = {"model": Trouble, "description": "This cannot be made of these pictures."}


@router.post("", status_code=202, responses={400: CANNOT, 404: UNKNOWN, 410: GONE, 429: ENOUGH})
async def order(
    server: Here, account: Someone, order: Order, idempotency_key: Annotated[Key, Header()]
) -> JobAnswer:
    """Order a creation. The same key again answers with the same job, and makes nothing twice."""
    async with server.pool.connection() as db:
        if held := await store.job_by_key(db, account.id, idempotency_key):
            return answer(held)
        if await store.was_deleted(db, account.id, idempotency_key):
            raise HTTPException(410, "This was ordered before and has been deleted.")
        await _check(server, db, account, order)
        moment, job_id = now(), uuid4()
        job, new = await store.add_job(
            db,
            Job(
                id=job_id,
                account_id=account.id,
                key=idempotency_key,
                recipe=sealed(server.keys, job_id, order),
                media=order.media,
                suffix=f".{order.output}",
                state="queued",
                attempts=0,
                progress=0.0,
                error=None,
                result=None,
                bytes=None,
                created_at=moment,
                finished_at=None,
                fetched_at=None,
                expires_at=moment + timedelta(hours=server.settings.retention_hours),
            ),
        )
        if new:
            await store.note(db, account.id, "job", str(job.id))
            if await store.was_deleted(db, account.id, idempotency_key):  # asked for at this very moment
                await delete_job(server, db, job, "the person asked for it")
                raise HTTPException(410, "This was ordered before and has been deleted.")
    if new:  # a crash just here is no loss: who tends the place queues what was forgotten
        await server.defer(job.id)
    return answer(job)


async def _check(server: Server, db: AsyncConnection, account: Account, order: Order) -> None:
    if len(await store.media(db, account.id, order.media)) != len(order.media):
        raise HTTPException(404, "One of these pictures is not in this account.")
    least = LEAST_PHOTOS[order.make]
    if len(set(order.media)) < least or (order.make is Make.RESTYLE and len(order.media) != 1):
        raise HTTPException(400, f"This takes {least} photos or more; a restyle takes one.")
    if order.output == "mp4" and order.make is not Make.RECAP:
        raise HTTPException(400, "Only a recap can be a film.")
    used = await store.usage(db, account.id, now())
    if used.jobs_today >= server.settings.jobs_a_day:
        raise HTTPException(429, "So many jobs are enough for a day.", {"Retry-After": "3600"})


@router.get("")
async def all_jobs(server: Here, account: Someone) -> list[JobAnswer]:
    """All jobs of this account, the newest first."""
    async with server.pool.connection() as db:
        return [answer(job) for job in await store.jobs(db, account.id)]


@router.get("/{job_id}", responses={404: UNKNOWN})
async def look(server: Here, account: Someone, job_id: UUID) -> JobAnswer:
    """How far a job is."""
    async with server.pool.connection() as db:
        return answer(only(await store.job(db, account.id, job_id)))


@router.get(
    "/{job_id}/result",
    response_class=Response,
    responses={
        200: {"content": {kind: {} for kind in TYPES.values()}},
        404: UNKNOWN,
        409: NOT_YET,
    },
)
async def fetch(server: Here, account: Someone, job_id: UUID, then: BackgroundTasks) -> Response:
    """Fetch what was made. What it was made of is deleted once it is fetched."""
    async with server.pool.connection() as db:
        job = only(await store.job(db, account.id, job_id))
    if job.state != "done" or job.result is None:
        raise HTTPException(409, job.error or "It is not made yet.")
    try:
        made = await server.objects.get(job.result)
    except FileNotFoundError:  # deleted between the two
        raise HTTPException(404, "There is no such job in this account.") from None
    then.add_task(_fetched, server, job)
    name = f'attachment; filename="rollsuggest{job.suffix}"'
    return Response(
        made,
        media_type=TYPES[job.suffix[1:]],
        headers={"Content-Disposition": name, "Cache-Control": "no-store"},
        background=then,
    )


async def _fetched(server: Server, job: Job) -> None:
    try:
        async with server.pool.connection() as db:
            await store.fetched(db, job, now())
            await delete_spent(server, db, job)
    except (Error, OSError):  # the answer is out: what is left goes when its time is over
        log.exception("what job %s was made of is not deleted yet", job.id)


@router.delete("/{job_id}", responses={404: UNKNOWN})
async def delete(server: Here, account: Someone, job_id: UUID) -> ReceiptAnswer:
    """Delete a job and what came of it, against a signed receipt; one that is being made is called off."""
    async with server.pool.connection() as db:
        job = only(await store.job(db, account.id, job_id))
        signed = await delete_job(server, db, job, "the person asked for it")
        await store.note(db, account.id, "delete job", str(job_id))
    return ReceiptAnswer(body=signed.body, signature=signed.signature)


def only(job: Job | None) -> Job:
    if job is None:
        raise HTTPException(404, "There is no such job in this account.")
    return job


def answer(job: Job) -> JobAnswer:
    return JobAnswer.model_validate(
        {
            "id": job.id,
            "state": job.state,
            "progress": job.progress,
            "error": job.error or "",
            "output": job.suffix[1:],
            "bytes": job.bytes,
            "created_at": job.created_at,
            "finished_at": job.finished_at,
            "expires_at": job.expires_at,
        }
    )
