"""The hash of a file's content, by which a moved or copied file is recognised."""

from __future__ import annotations

import hashlib
from io import BufferedReader, BytesIO
from pathlib import Path

HASH_BYTES = 16
WHOLE = 256 * 2**20  # bytes; of larger files, long films, the size and three pieces tell enough
PIECE = 16 * 2**20


def hash_of(file: BytesIO | BufferedReader) -> bytes:
    """Return 16 bytes of BLAKE2b over an open file: all of it, or size and pieces of one beyond `WHOLE`."""
    size = file.seek(0, 2)
    file.seek(0)
    if size <= WHOLE:
        return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=HASH_BYTES)).digest()
    digest = hashlib.blake2b(str(size).encode(), digest_size=HASH_BYTES)
    for start in (0, (size - PIECE) // 2, size - PIECE):
        file.seek(start)
        digest.update(file.read(PIECE))
    return digest.digest()


def content_hash(path: Path) -> bytes:
    """Return the hash of a file. Raises OSError."""
    with path.open("rb") as file:
        return hash_of(file)
