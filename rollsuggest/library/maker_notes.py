"""The one thing that we want of a maker's note: Apple's content identifier, which ties a Live Photo's halves.

The note is a small TIFF folder after the signature `Apple iOS`. Its offsets count from the note's own start
(after exiftool's Apple.pm). What is damaged tells nothing.
"""

from __future__ import annotations

import struct

_SIGNATURE, _ORDERS = b"Apple iOS\0", {b"MM": ">", b"II": "<"}
_ORDER_AT, _FOLDER_AT = 12, 14
_IDENTIFIER, _ASCII = 0x0011, 2
_MOST_ENTRIES, _LONGEST = 500, 100


def content_identifier(note: object) -> str:
    """Return Apple's content identifier of the bytes of a maker's note, "" where it tells none."""
    if not isinstance(note, bytes) or not note.startswith(_SIGNATURE):
        return ""
    order = _ORDERS.get(note[_ORDER_AT : _ORDER_AT + 2])
    if order is None:
        return ""
    try:
        return _read(note, order)
    except struct.error:  # it ends too soon
        return ""


def _read(note: bytes, order: str) -> str:
    count: int = struct.unpack_from(f"{order}H", note, _FOLDER_AT)[0]
    for entry in range(min(count, _MOST_ENTRIES)):
        tag, kind, length, offset = struct.unpack_from(f"{order}HHII", note, _FOLDER_AT + 2 + 12 * entry)
        if tag == _IDENTIFIER:
            if kind != _ASCII or not 4 < length <= _LONGEST:
                return ""
            return _text(note[offset : offset + length])
    return ""


def _text(value: bytes) -> str:
    text = value.split(b"\0")[0].decode("ascii", "replace").strip()
    return text if text.isascii() and text.isprintable() else ""
