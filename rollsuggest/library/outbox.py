"""The outbox: what is to be sent to a server, was sent, and must be deleted there."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from rollsuggest.library.codec import recipe_from_json, recipe_to_json
from rollsuggest.model import AssetId, Recipe


class State(StrEnum):
    """How far a parcel is."""

    DRAFT = "draft"  # prepared and shown; the person has not said yes
    WAITING = "waiting"  # the person said yes
    SENDING = "sending"  # its first byte may have left
    SENT = "sent"  # the server has it and works on it
    DONE = "done"
    FAILED = "failed"
    UNSURE = "unsure"  # it may have arrived, and sending it again might have it made twice
    CANCELLED = "cancelled"


class There(StrEnum):
    """What lies at the server because of a parcel."""

    NOTHING = ""
    HELD = "held"
    WANTED = "wanted"  # its deletion was asked for, or is about to be
    CONFIRMED = "confirmed"
    UNCONFIRMED = "unconfirmed"  # the server cannot or does not say so


ACTIVE = (State.WAITING, State.SENDING, State.SENT)


@dataclass(frozen=True, slots=True)
class SignedReceipt:
    """A server's word that something was deleted; `genuine`: its signature was checked against its key."""

    body: str  # JSON, as it was signed
    signature: str  # base64
    genuine: bool


@dataclass(frozen=True, slots=True)
class Parcel:
    """One photo for a server, and what became of it. Sizes in bytes and pixels of what is sent."""

    id: int
    key: str
    asset: AssetId | None  # None: not in the library any more
    photo: str  # its file, relative to its roll
    provider: str
    recipient: str
    recipe: Recipe
    words: str  # what goes with the picture, as it is sent
    masked: int  # faces that were painted over
    bytes: int
    sha256: str
    width: int
    height: int
    created_at: datetime
    receipt_key: str = ""  # what the recipient's receipts are checked with: Ed25519, base64
    state: State = State.DRAFT
    attempts: int = 0
    next_at: datetime | None = None
    trouble: str = ""
    remote: str = ""
    made: str = ""
    there: There = There.NOTHING
    receipts: tuple[SignedReceipt, ...] = ()
    retention_hours: int | None = None
    sent_at: datetime | None = None
    ended_at: datetime | None = None
    deleted_at: datetime | None = None


def add(db: sqlite3.Connection, parcel: Parcel) -> int:
    """Store a draft and return its number."""
    row = db.execute(
        "INSERT INTO parcel (key, asset_id, photo, provider, recipient, recipe, words, masked, bytes, sha256,"
        " width, height, state, retention_hours, receipt_key, created_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(parcel.key, parcel.asset, parcel.photo, parcel.provider, parcel.recipient),
            *(json.dumps(recipe_to_json(parcel.recipe)), parcel.words, parcel.masked, parcel.bytes),
            *(parcel.sha256, parcel.width, parcel.height, parcel.state, parcel.retention_hours),
            *(parcel.receipt_key, parcel.created_at.isoformat()),
        ),
    )
    return int(row.lastrowid or 0)


CHANGES = frozenset(
    ("state", "attempts", "next_at", "trouble", "remote", "made", "there", "receipts", "retention_hours",
     "sent_at", "ended_at", "deleted_at")
)  # fmt: skip


def change(
    db: sqlite3.Connection, parcel: int, expect: Iterable[State] = tuple(State), **values: Any
) -> bool:
    """Store what became of a parcel: fields of `Parcel` by name.

    Returns False, and changes nothing, where it is in another state than expected: cancelled meanwhile.
    """
    if not values.keys() <= CHANGES:
        raise ValueError(sorted(values))
    told = {name: _stored(value) for name, value in values.items()}
    sets = ", ".join(f"{name} = :{name}" for name in told)
    held = {f"state{n}": state for n, state in enumerate(expect)}
    states = ", ".join(f":{name}" for name in held)
    done = db.execute(
        f"UPDATE parcel SET {sets} WHERE id = :id AND state IN ({states})", told | held | {"id": parcel}
    )
    return done.rowcount > 0


def _stored(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, tuple):
        return json.dumps([[each.body, each.signature, each.genuine] for each in value])
    return value


def forget(db: sqlite3.Connection, parcel: int) -> None:
    db.execute("DELETE FROM parcel WHERE id = ?", (parcel,))


def parcels(db: sqlite3.Connection, ids: Iterable[int] | None = None) -> tuple[Parcel, ...]:
    """Return them, the oldest first; those with these numbers, if some are given."""
    found = tuple(_parcel(row) for row in db.execute("SELECT * FROM parcel ORDER BY id"))
    wanted = None if ids is None else set(ids)
    return found if wanted is None else tuple(parcel for parcel in found if parcel.id in wanted)


def may_be_shown(db: sqlite3.Connection, asset: AssetId | None) -> bool:
    """Tell whether a photo is in the library, is there, and shows nobody hidden."""
    return db.execute("SELECT 1 FROM visible WHERE id = ?", (asset,)).fetchone() is not None


def may_be_suggested(db: sqlite3.Connection, asset: AssetId | None) -> bool:
    """Tell whether a photo may be shown and is not on the Quiet list."""
    quiet = db.execute("SELECT 1 FROM quiet_asset WHERE asset_id = ?", (asset,)).fetchone()
    return quiet is None and may_be_shown(db, asset)


def _parcel(row: sqlite3.Row) -> Parcel:
    return Parcel(
        id=row["id"],
        key=row["key"],
        asset=AssetId(row["asset_id"]) if row["asset_id"] is not None else None,
        photo=row["photo"],
        provider=row["provider"],
        recipient=row["recipient"],
        recipe=recipe_from_json(json.loads(row["recipe"])),
        words=row["words"],
        masked=row["masked"],
        bytes=row["bytes"],
        sha256=row["sha256"],
        width=row["width"],
        height=row["height"],
        created_at=datetime.fromisoformat(row["created_at"]),
        receipt_key=row["receipt_key"],
        state=State(row["state"]),
        attempts=row["attempts"],
        next_at=_when(row["next_at"]),
        trouble=row["trouble"],
        remote=row["remote"],
        made=row["made"],
        there=There(row["there"]),
        receipts=tuple(SignedReceipt(*each) for each in json.loads(row["receipts"])),
        retention_hours=row["retention_hours"],
        sent_at=_when(row["sent_at"]),
        ended_at=_when(row["ended_at"]),
        deleted_at=_when(row["deleted_at"]),
    )


def _when(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
