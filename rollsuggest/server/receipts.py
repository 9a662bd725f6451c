"""Signed receipts of what was deleted, that the person keeps and anybody can check."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from rollsuggest.server.keys import Keys


@dataclass(frozen=True, slots=True)
class Signed:
    """`body` is JSON as it was signed, byte for byte."""

    body: str
    signature: str  # base64


def receipt(keys: Keys, server: str, what: str, subject: UUID | str, why: str, at: datetime) -> Signed:
    """Return the server's word that this was deleted."""
    said = {
        "server": server,
        "deleted": what,
        "id": str(subject),
        "why": why,
        "at": at.isoformat(timespec="seconds"),
    }
    body = json.dumps(said, sort_keys=True, ensure_ascii=False)
    return Signed(body, base64.b64encode(keys.signing.sign(body.encode())).decode())


def public_key(keys: Keys) -> str:
    """Return what receipts are checked with, as base64 of its 32 bytes."""
    raw = keys.signing.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return base64.b64encode(raw).decode()
