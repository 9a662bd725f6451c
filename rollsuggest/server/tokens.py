"""What an account shows to be let in. Only a digest is kept, so that a stolen database opens nothing."""

from __future__ import annotations

import hashlib
import secrets

BYTES = 32


def new_token() -> str:
    """Return a token of 256 random bits; it is shown once."""
    return "rs_" + secrets.token_urlsafe(BYTES)


def digest(token: str) -> bytes:
    """Return what is kept of a token. As it is random and long, a plain digest cannot be searched through."""
    return hashlib.sha256(token.encode()).digest()
