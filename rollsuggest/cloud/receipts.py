"""A server's signed word that something was deleted, and whether it is genuine."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def genuine(body: str, signature: str, key: str) -> bool:
    """Tell whether the holder of this public key (Ed25519, RFC 8032) signed `body`; both are base64."""
    try:
        Ed25519PublicKey.from_public_bytes(base64.b64decode(key)).verify(
            base64.b64decode(signature), body.encode()
        )
    except (InvalidSignature, ValueError):
        return False
    return True


@dataclass(frozen=True, slots=True)
class Deleted:
    """What a receipt says. `what`: media (a picture), job (what was made of it), nothing (it held none)."""

    what: str
    why: str
    at: datetime


def read(body: str) -> Deleted | None:
    """Return what a receipt says; None for what is none."""
    try:
        said: Any = json.loads(body)
        return Deleted(str(said["deleted"]), str(said["why"]), datetime.fromisoformat(said["at"]))
    except (ValueError, KeyError, TypeError):
        return None
