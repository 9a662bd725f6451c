"""The server's tables, as numbered steps; each runs once, in order, one process at a time."""

from __future__ import annotations

from typing import LiteralString

from procrastinate.schema import SchemaManager
from psycopg import AsyncConnection

from rollsuggest.errors import UserError

LOCK = 7_305_011  # an advisory lock: two machines that start at once take turns

STEPS: tuple[LiteralString, ...] = (
    """
    CREATE TABLE account (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        name text NOT NULL UNIQUE,
        token bytea NOT NULL UNIQUE,  -- its SHA-256 alone
        admin boolean NOT NULL DEFAULT false,
        created_at timestamptz NOT NULL DEFAULT now()
    );
    CREATE TABLE media (
        id uuid PRIMARY KEY,
        account_id uuid NOT NULL REFERENCES account,
        key text NOT NULL,  -- the client's idempotency key
        sha256 bytea NOT NULL,  -- of what was sent
        bytes bigint NOT NULL,
        width int NOT NULL,
        height int NOT NULL,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        UNIQUE (account_id, key)
    );
    CREATE INDEX media_expires ON media (expires_at);
    CREATE TABLE job (
        id uuid PRIMARY KEY,
        account_id uuid NOT NULL REFERENCES account,
        key text NOT NULL,
        recipe bytea NOT NULL,  -- sealed: its words are a person's
        media uuid[] NOT NULL,
        suffix text NOT NULL,
        state text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'running', 'done', 'failed')),
        attempts int NOT NULL DEFAULT 0,
        progress real NOT NULL DEFAULT 0,
        error text,
        result text,  -- name of the object
        bytes bigint,
        created_at timestamptz NOT NULL,
        finished_at timestamptz,
        fetched_at timestamptz,
        expires_at timestamptz NOT NULL,
        UNIQUE (account_id, key)
    );
    CREATE INDEX job_expires ON job (expires_at);
    CREATE INDEX job_queued ON job (created_at) WHERE state = 'queued';
    CREATE TABLE receipt (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        account_id uuid NOT NULL REFERENCES account,
        key text NOT NULL,  -- of what was deleted: the same key sent again is answered by 410
        body text NOT NULL,
        signature text NOT NULL,
        at timestamptz NOT NULL
    );
    CREATE INDEX receipt_account ON receipt (account_id, at);
    CREATE INDEX receipt_key ON receipt (account_id, key);
    CREATE TABLE audit (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        at timestamptz NOT NULL DEFAULT now(),
        account_id uuid,
        act text NOT NULL,
        subject text NOT NULL DEFAULT ''
    );
    CREATE UNLOGGED TABLE pace (
        account_id uuid NOT NULL,
        minute bigint NOT NULL,
        asked int NOT NULL,
        PRIMARY KEY (account_id, minute)
    );
    """,
    # The log only grows, and each look at an account asks it for the jobs of a day.
    "CREATE INDEX audit_jobs ON audit (account_id, at) WHERE act = 'job'",
)


async def upgrade(db: AsyncConnection) -> None:
    """Bring the database to this program's schema, the queue's too. Raises UserError where it is newer."""
    await db.execute("SELECT pg_advisory_lock(%s)", (LOCK,))
    try:
        await db.execute("CREATE TABLE IF NOT EXISTS schema_version (number int NOT NULL)")
        held = await (await db.execute("SELECT max(number) FROM schema_version")).fetchone()
        number = held[0] if held and held[0] else 0
        if number > len(STEPS):
            raise UserError("The database was made by a newer server.", "Install the newer version here too.")
        if number == 0:
            await db.execute(SchemaManager.get_schema())
        for step, statements in enumerate(STEPS[number:], number + 1):
            async with db.transaction():
                await db.execute(statements)
                await db.execute("INSERT INTO schema_version VALUES (%s)", (step,))
    finally:
        await db.execute("SELECT pg_advisory_unlock(%s)", (LOCK,))
