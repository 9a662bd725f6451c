"""Deletes what was sent and made, always with a signed receipt, and nothing is left that nobody knows of."""

from __future__ import annotations

from datetime import timedelta

from psycopg import AsyncConnection

from rollsuggest.server import store
from rollsuggest.server.core import Server
from rollsuggest.server.receipts import Signed, receipt
from rollsuggest.server.rows import Account, Job, Media
from rollsuggest.server.times import now


async def delete_media(server: Server, db: AsyncConnection, media: Media, why: str) -> Signed:
    """Delete a picture: first the file, then the row, so that a crash between leaves something to do."""
    await server.objects.delete(f"media/{media.id}")
    signed = receipt(server.keys, server.settings.name, "media", media.id, why, now())
    await store.drop_media(db, media, signed, now())
    return signed


async def delete_job(server: Server, db: AsyncConnection, job: Job, why: str) -> Signed:
    """Delete a job with what came of it; one that is being made is called off."""
    if job.result:
        await server.objects.delete(job.result)
    signed = receipt(server.keys, server.settings.name, "job", job.id, why, now())
    await store.drop_job(db, job, signed, now())
    return signed


async def delete_all(server: Server, db: AsyncConnection, account: Account, why: str) -> list[Signed]:
    """Delete all jobs and pictures of an account."""
    found = [await delete_job(server, db, job, why) for job in await store.jobs(db, account.id)]
    return found + [
        await delete_media(server, db, each, why) for each in await store.all_media(db, account.id)
    ]


async def delete_spent(server: Server, db: AsyncConnection, job: Job) -> None:
    """Delete what a fetched result was made of."""
    for media in await store.spent_media(db, job):
        await delete_media(server, db, media, "the result was fetched")


async def delete_expired(server: Server, db: AsyncConnection) -> int:
    """Delete what has been here long enough; returns how many things that were."""
    moment = now()
    jobs, media = await store.expired_jobs(db, moment), await store.expired_media(db, moment)
    for job in jobs:
        await delete_job(server, db, job, "its time was over")
    for each in media:
        await delete_media(server, db, each, "its time was over")
    await store.forget_paces(db, int(moment.timestamp() // 60) - 5)
    return len(jobs) + len(media)


async def delete_orphans(server: Server, db: AsyncConnection) -> int:
    """Delete files that no row stands for: what a crash left between storing one and noting it."""
    old = await server.objects.older_than(now() - timedelta(seconds=server.settings.orphan_seconds))
    orphans = sorted(set(old) - await store.known_objects(db))
    for name in orphans:
        await server.objects.delete(name)
    return len(orphans)
