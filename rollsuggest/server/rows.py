"""What the server knows, as it is handed about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Account:
    id: UUID
    name: str
    admin: bool
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Visit:
    """A request that was let in, and how many there were of this account in the same minute."""

    account: Account
    asked: int


@dataclass(frozen=True, slots=True)
class Media:
    """A picture that was sent; sizes in pixels and bytes of what is kept of it."""

    id: UUID
    account_id: UUID
    key: str
    sha256: bytes
    bytes: int
    width: int
    height: int
    created_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Job:
    """Something to make of media; `state`: queued, running, done, failed."""

    id: UUID
    account_id: UUID
    key: str
    recipe: bytes  # sealed
    media: list[UUID]
    suffix: str
    state: str
    attempts: int
    progress: float
    error: str | None
    result: str | None
    bytes: int | None
    created_at: datetime
    finished_at: datetime | None
    fetched_at: datetime | None
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Usage:
    media: int
    stored_bytes: int
    jobs_waiting: int
    jobs_today: int
