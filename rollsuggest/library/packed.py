"""Columns of photos stored ready to be read: to collect them from the tables takes five times as long.

Triggers (migration 0019) drop a chunk with the first change to any photo in it: what is there is true.
Faces are never in it.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from array import array
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rollsuggest.library import altered

CHUNK = 4096  # assets; the trigger knows it too
Columns = Mapping[str, Sequence[Any]]  # a value for each photo

_NUMBERS = ("latitude", "longitude", "duration_s", "sharpness", "exposure", "contrast", "nudity", "medical")
_FEW = ("certainty", "role", "kind", "place", "country", "camera")  # columns of few words
_DICTS = ("labels", "objects", "words")
_PLAIN = ("id", "path", "taken_at", "width", "height", "phash", "red", "green", "blue", "kept")
_FORM = " ".join((sys.byteorder, *_NUMBERS, *_FEW, *_DICTS, *_PLAIN, "content_hash"))
_NONE: Mapping[str, float] = {}  # one for all: a hundred thousand empty ones would take 6 MB


def read(db: sqlite3.Connection) -> Iterator[tuple[int, Columns]]:
    """Yield the chunks that are there, each with its columns."""
    rows = db.execute("SELECT chunk, numbers, texts FROM packed WHERE form = ? ORDER BY chunk", (_FORM,))
    for row in rows:
        yield row["chunk"], unpacked(row["numbers"], row["texts"])


def store(db: sqlite3.Connection, chunks: Mapping[int, tuple[bytes, str]], change: int) -> None:
    """Store chunks that were read after the change of this number; nothing when another came since."""
    if altered.number(db) == change:
        db.executemany(
            "INSERT OR REPLACE INTO packed VALUES (?, ?, ?, ?)",
            [(chunk, _FORM, *of_chunk) for chunk, of_chunk in chunks.items()],
        )


def packed(columns: Columns) -> tuple[bytes, str]:
    """Return the numbers and the rest of columns."""
    numbers = array("d")
    for name in _NUMBERS:
        numbers.extend([float("nan") if value is None else value for value in columns[name]])
    texts: dict[str, Any] = {name: columns[name] for name in _PLAIN}
    for name in _FEW:
        few = list(dict.fromkeys(columns[name]))
        place = {word: n for n, word in enumerate(few)}
        texts[name] = few, [place[word] for word in columns[name]]
    for name in _DICTS:
        texts[name] = [scores or None for scores in columns[name]]
    texts["content_hash"] = [content.hex() for content in columns["content_hash"]]
    return numbers.tobytes(), json.dumps(texts)


def unpacked(numbers: bytes, texts: str) -> Columns:
    """Return the columns that were packed; a number that is not known is None."""
    columns: dict[str, Sequence[Any]] = json.loads(texts)
    for name in _FEW:
        few, places = columns[name]
        columns[name] = [few[place] for place in places]
    for name in _DICTS:
        columns[name] = [scores or _NONE for scores in columns[name]]
    columns["content_hash"] = list(map(bytes.fromhex, columns["content_hash"]))
    floats = array("d", numbers).tolist()
    count = len(columns["id"])
    for n, name in enumerate(_NUMBERS):
        values = floats[n * count : (n + 1) * count]
        columns[name] = [None if value != value else value for value in values]
    return columns
