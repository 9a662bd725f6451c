"""The hash of a file's content, by which a moved or copied file is recognised."""

from __future__ import annotations

import hashlib
from io import BufferedReader, BytesIO
from pathlib import Path

HASH_BYTES = 16


def hash_of(file: BytesIO | BufferedReader) -> bytes:
    """Return 16 bytes of BLAKE2b over the rest of an open file."""
    return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=HASH_BYTES)).digest()


def content_hash(path: Path) -> bytes:
    """Return the hash of a whole file. Raises OSError."""
    with path.open("rb") as file:
        return hash_of(file)
