"""The server's database: every statement sent to it. What is asked for is always asked of one account."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import LiteralString, TypeVar
from uuid import UUID

from psycopg import AsyncConnection, sql
from psycopg.rows import class_row

from rollsuggest.server.receipts import Signed
from rollsuggest.server.rows import Account, Job, Media, Usage, Visit

Db = AsyncConnection
T = TypeVar("T")


async def _one(db: Db, kind: type[T], query: LiteralString, values: Sequence[object]) -> T | None:
    async with db.cursor(row_factory=class_row(kind)) as cursor:
        await cursor.execute(query, values)
        return await cursor.fetchone()


async def _all(db: Db, kind: type[T], query: LiteralString, values: Sequence[object] = ()) -> list[T]:
    async with db.cursor(row_factory=class_row(kind)) as cursor:
        await cursor.execute(query, values)
        return await cursor.fetchall()


# --- accounts --------------------------------------------------------------------------------------------

ACCOUNT: LiteralString = "id, name, admin, created_at"


async def add_account(db: Db, name: str, token: bytes, *, admin: bool) -> Account | None:
    """Return the new account; None when the name is taken."""
    return await _one(
        db,
        Account,
        f"INSERT INTO account (name, token, admin) VALUES (%s, %s, %s)"
        f" ON CONFLICT (name) DO NOTHING RETURNING {ACCOUNT}",
        (name, token, admin),
    )


async def visit(db: Db, token: bytes, minute: int) -> Visit | None:
    """Return whose token this is, and count the request; None, and nothing is counted, for nobody's.

    One statement: every request begins with it.
    """
    row = await (
        await db.execute(
            f"WITH who AS (SELECT {ACCOUNT} FROM account WHERE token = %s), counted AS ("
            " INSERT INTO pace SELECT id, %s, 1 FROM who ON CONFLICT (account_id, minute)"
            " DO UPDATE SET asked = pace.asked + 1 RETURNING asked)"
            f" SELECT asked, {ACCOUNT} FROM who, counted",
            (token, minute),
        )
    ).fetchone()
    return Visit(Account(*row[1:]), row[0]) if row else None


async def accounts(db: Db) -> list[Account]:
    return await _all(db, Account, f"SELECT {ACCOUNT} FROM account ORDER BY name")


async def account(db: Db, account_id: UUID) -> Account | None:
    return await _one(db, Account, f"SELECT {ACCOUNT} FROM account WHERE id = %s", (account_id,))


async def renew_token(db: Db, account_id: UUID, token: bytes) -> None:
    await db.execute("UPDATE account SET token = %s WHERE id = %s", (token, account_id))


async def close_account(db: Db, account_id: UUID) -> None:
    """Drop the account and the receipts it was given; its media and jobs must be gone."""
    await db.execute("DELETE FROM receipt WHERE account_id = %s", (account_id,))
    await db.execute("DELETE FROM pace WHERE account_id = %s", (account_id,))
    await db.execute("DELETE FROM account WHERE id = %s", (account_id,))


async def note(db: Db, account_id: UUID | None, act: str, subject: str = "") -> None:
    """Write into the audit log: who did what to what, never what it shows."""
    await db.execute(
        "INSERT INTO audit (account_id, act, subject) VALUES (%s, %s, %s)", (account_id, act, subject)
    )


async def usage(db: Db, account_id: UUID, now: datetime) -> Usage:
    found = await _one(
        db,
        Usage,
        "SELECT (SELECT count(*) FROM media WHERE account_id = %(a)s) AS media,"
        " (SELECT coalesce(sum(bytes), 0) FROM media WHERE account_id = %(a)s)"
        " + (SELECT coalesce(sum(bytes), 0) FROM job WHERE account_id = %(a)s) AS stored_bytes,"
        " (SELECT count(*) FROM job WHERE account_id = %(a)s AND state IN ('queued', 'running'))"
        " AS jobs_waiting,"
        " (SELECT count(*) FROM audit WHERE account_id = %(a)s AND act = 'job' AND at > %(since)s)"
        " AS jobs_today",
        {"a": account_id, "since": now - timedelta(days=1)},  # type: ignore[arg-type]
    )
    return found or Usage(0, 0, 0, 0)


# --- media -----------------------------------------------------------------------------------------------

MEDIA: LiteralString = "id, account_id, key, sha256, bytes, width, height, created_at, expires_at"


async def add_media(db: Db, media: Media) -> Media:
    """Store it, and return it; or what was stored under the same key before."""
    added = await _one(
        db,
        Media,
        f"INSERT INTO media ({MEDIA}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)"
        f" ON CONFLICT (account_id, key) DO NOTHING RETURNING {MEDIA}",
        (
            *(media.id, media.account_id, media.key, media.sha256, media.bytes, media.width, media.height),
            *(media.created_at, media.expires_at),
        ),
    )
    return added or await media_by_key(db, media.account_id, media.key) or media


async def media_by_key(db: Db, account_id: UUID, key: str) -> Media | None:
    return await _one(
        db, Media, f"SELECT {MEDIA} FROM media WHERE account_id = %s AND key = %s", (account_id, key)
    )


async def media(db: Db, account_id: UUID, ids: Sequence[UUID]) -> list[Media]:
    """Return those of this account, in the order asked for."""
    found = await _all(
        db,
        Media,
        f"SELECT {MEDIA} FROM media WHERE account_id = %s AND id = ANY(%s)",
        (account_id, list(ids)),
    )
    by_id = {each.id: each for each in found}
    return [by_id[each] for each in ids if each in by_id]


async def all_media(db: Db, account_id: UUID) -> list[Media]:
    return await _all(db, Media, f"SELECT {MEDIA} FROM media WHERE account_id = %s", (account_id,))


async def expired_media(db: Db, now: datetime) -> list[Media]:
    return await _all(db, Media, f"SELECT {MEDIA} FROM media WHERE expires_at <= %s", (now,))


async def spent_media(db: Db, job: Job) -> list[Media]:
    """Return the media of this job that no other job still waits for."""
    return await _all(
        db,
        Media,
        f"SELECT {MEDIA} FROM media m WHERE m.account_id = %s AND m.id = ANY(%s) AND NOT EXISTS ("
        " SELECT 1 FROM job j WHERE j.id <> %s AND j.state IN ('queued', 'running') AND m.id = ANY(j.media))",
        (job.account_id, job.media, job.id),
    )


async def drop_media(db: Db, media: Media, signed: Signed, now: datetime) -> None:
    """Forget it and keep the receipt, both or neither; whoever comes second leaves no second receipt."""
    async with db.transaction():
        gone = await db.execute("DELETE FROM media WHERE id = %s", (media.id,))
        if gone.rowcount:
            await add_receipt(db, media.account_id, media.key, signed, now)


# --- jobs ------------------------------------------------------------------------------------------------

JOB: LiteralString = (
    "id, account_id, key, recipe, media, suffix, state, attempts, progress, error, result, bytes,"
    " created_at, finished_at, fetched_at, expires_at"
)


async def add_job(db: Db, job: Job) -> tuple[Job, bool]:
    """Store it; returns it, or what was ordered under the same key before, and whether it is new."""
    added = await _one(
        db,
        Job,
        "INSERT INTO job (id, account_id, key, recipe, media, suffix, created_at, expires_at)"
        f" VALUES (%s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (account_id, key) DO NOTHING RETURNING {JOB}",
        (
            *(job.id, job.account_id, job.key, job.recipe, job.media, job.suffix),
            *(job.created_at, job.expires_at),
        ),
    )
    if added:
        return added, True
    return await job_by_key(db, job.account_id, job.key) or job, False


async def job_by_key(db: Db, account_id: UUID, key: str) -> Job | None:
    return await _one(db, Job, f"SELECT {JOB} FROM job WHERE account_id = %s AND key = %s", (account_id, key))


async def job(db: Db, account_id: UUID, job_id: UUID) -> Job | None:
    return await _one(
        db, Job, f"SELECT {JOB} FROM job WHERE account_id = %s AND id = %s", (account_id, job_id)
    )


async def jobs(db: Db, account_id: UUID) -> list[Job]:
    return await _all(
        db, Job, f"SELECT {JOB} FROM job WHERE account_id = %s ORDER BY created_at DESC", (account_id,)
    )


async def expired_jobs(db: Db, now: datetime) -> list[Job]:
    return await _all(db, Job, f"SELECT {JOB} FROM job WHERE expires_at <= %s", (now,))


async def forgotten(db: Db, moment: datetime) -> list[UUID]:
    """Return jobs ordered before `moment` that are neither made nor known to the queue."""
    rows = await db.execute(
        "SELECT id FROM job WHERE state IN ('queued', 'running') AND created_at < %s AND NOT EXISTS ("
        " SELECT 1 FROM procrastinate_jobs q WHERE q.status IN ('todo', 'doing')"
        " AND q.args ->> 'job_id' = job.id::text)",
        (moment,),
    )
    return [row[0] for row in await rows.fetchall()]


async def begin_job(db: Db, job_id: UUID) -> Job | None:
    """Take it up, and count the attempt: only the latest attempt may finish it. None when it needs none."""
    return await _one(
        db,
        Job,
        "UPDATE job SET state = 'running', attempts = attempts + 1, progress = 0"
        f" WHERE id = %s AND state IN ('queued', 'running') RETURNING {JOB}",
        (job_id,),
    )


async def progress(db: Db, job: Job, share: float) -> bool:
    """Tell how far it is; returns whether this attempt still counts."""
    done = await db.execute(
        "UPDATE job SET progress = %s WHERE id = %s AND attempts = %s AND state = 'running'",
        (share, job.id, job.attempts),
    )
    return done.rowcount > 0


async def finish_job(
    db: Db, job: Job, now: datetime, *, result: str | None = None, size: int | None = None, error: str = ""
) -> bool:
    """End this attempt, well or not; returns False when another one counts, or nobody wants it any more."""
    state = "failed" if error else "done"
    done = await db.execute(
        "UPDATE job SET state = %s, result = %s, bytes = %s, error = %s, finished_at = %s, progress = 1"
        " WHERE id = %s AND attempts = %s AND state = 'running'",
        (state, result, size, error or None, now, job.id, job.attempts),
    )
    return done.rowcount > 0


async def fetched(db: Db, job: Job, now: datetime) -> None:
    await db.execute("UPDATE job SET fetched_at = coalesce(fetched_at, %s) WHERE id = %s", (now, job.id))


async def drop_job(db: Db, job: Job, signed: Signed, now: datetime) -> None:
    async with db.transaction():
        gone = await db.execute("DELETE FROM job WHERE id = %s", (job.id,))
        if gone.rowcount:
            await add_receipt(db, job.account_id, job.key, signed, now)


# --- receipts and the rest -------------------------------------------------------------------------------


async def add_receipt(db: Db, account_id: UUID, key: str, signed: Signed, now: datetime) -> None:
    await db.execute(
        "INSERT INTO receipt (account_id, key, body, signature, at) VALUES (%s, %s, %s, %s, %s)",
        (account_id, key, signed.body, signed.signature, now),
    )


async def receipts(db: Db, account_id: UUID, key: str | None = None) -> list[Signed]:
    """Return the receipts of an account, the oldest first; of one key, if it is given."""
    return await _all(
        db,
        Signed,
        "SELECT body, signature FROM receipt WHERE account_id = %s AND (%s::text IS NULL OR key = %s)"
        " ORDER BY at, id",
        (account_id, key, key),
    )


async def was_deleted(db: Db, account_id: UUID, key: str) -> bool:
    found = await db.execute("SELECT 1 FROM receipt WHERE account_id = %s AND key = %s", (account_id, key))
    return await found.fetchone() is not None


async def known_objects(db: Db) -> set[str]:
    """Return the names of all objects that something still stands for."""
    rows = await db.execute(
        "SELECT 'media/' || id FROM media UNION ALL SELECT result FROM job WHERE result IS NOT NULL"
    )
    return {row[0] for row in await rows.fetchall()}


async def forget_paces(db: Db, before_minute: int) -> None:
    await db.execute("DELETE FROM pace WHERE minute < %s", (before_minute,))


async def counts(db: Db) -> dict[str, int]:
    """Return how many rows each table has, and how many jobs are in each state."""
    found: dict[str, int] = {}
    for table in ("account", "media", "job", "receipt"):
        query = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))
        row = await (await db.execute(query)).fetchone()
        found[table] = int(row[0]) if row else 0
    for state, number in await (await db.execute("SELECT state, count(*) FROM job GROUP BY 1")).fetchall():
        found[f"job_{state}"] = int(number)
    return found
