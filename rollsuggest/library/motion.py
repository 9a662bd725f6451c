"""Where the film of a motion photo begins: phones with Android put one behind the picture, in the same file.

Three ways to say so are met: Google's XMP (`MicroVideoOffset`, later a directory of the items at the end of
the file: developer.android.com/media/platform/motion-photo-format), the `mpvd` box of HEIC and AVIF, and
Samsung's trailer with `MotionPhoto_Data` (after exiftool's Samsung.pm). Nobody's word is enough: where the
film is said to be, one has to begin. What is damaged tells nothing.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from typing import IO

_OFFSET = re.compile(r"\bMicroVideoOffset\s*(?:=\s*[\"']|>)\s*(\d{1,12})")
_ITEM = re.compile(r"<[\w-]+:Item\b[^>]*>", re.IGNORECASE)
_LENGTH = re.compile(r"\bLength\s*=\s*[\"'](\d{1,12})[\"']")
_FILM = re.compile(r"\bSemantic\s*=\s*[\"']MotionPhoto[\"']")
_STILLS = (b"heic", b"heix", b"mif1", b"msf1", b"avif", b"avis", b"hevc")  # brands of pictures, not of films
_MOTION_PHOTO = 0x0A30  # Samsung's type of a block
_MOST_BOXES, _MOST_BLOCKS, _MOST_TRAILER = 64, 64, 64 * 1024


def film_offset(file: IO[bytes], packet: str) -> int | None:
    """Return the byte of the open file at which its film begins, None where it has none.

    `packet` is the picture's XMP. The file is left wherever the reading ended.
    """
    size = file.seek(0, 2)
    for offset in (*_by_xmp(packet, size), *_by_box(file, size), *_by_trailer(file, size)):
        if _begins_film(file, offset, size):
            return offset
    return None


def _begins_film(file: IO[bytes], offset: int, size: int) -> bool:
    if not 0 < offset < size - 16:
        return False
    head = _at(file, offset, 12)
    return head[4:8] == b"ftyp" and head[8:12] not in _STILLS


def _at(file: IO[bytes], offset: int, count: int) -> bytes:
    file.seek(offset)
    return file.read(count)


def _by_xmp(packet: str, size: int) -> Iterator[int]:
    """Offsets by Google's word, which counts from the end of the file: items may be added before the film."""
    if "MotionPhoto" not in packet and "MicroVideo" not in packet:
        return
    items = _ITEM.findall(packet)
    for number, item in enumerate(items):
        if _FILM.search(item):
            lengths = [_LENGTH.search(after) for after in items[number:]]
            yield size - sum(int(found[1]) for found in lengths if found)
    if found := _OFFSET.search(packet):
        yield size - int(found[1])


def _by_box(file: IO[bytes], size: int) -> Iterator[int]:
    """The content of an `mpvd` box on the outermost level of an ISO base media file."""
    if _at(file, 4, 4) != b"ftyp":
        return
    at = 0
    for _count in range(_MOST_BOXES):
        head = _at(file, at, 16)
        if len(head) < 16:
            return
        length, kind = struct.unpack(">I4s", head[:8])
        start = 16 if length == 1 else 8
        length = struct.unpack(">Q", head[8:])[0] if length == 1 else length or size - at
        if kind == b"mpvd":
            yield at + start
        if length < start:
            return
        at += length


def _by_trailer(file: IO[bytes], size: int) -> Iterator[int]:
    """Samsung's trailer: a directory of blocks, each with how far before the directory it begins."""
    if size < 32:
        return
    tail = _at(file, size - 8, 8)
    length = struct.unpack("<I", tail[:4])[0]
    if tail[4:] != b"SEFT" or not 12 <= length <= min(_MOST_TRAILER, size - 8):
        return
    start = size - 8 - length
    directory = _at(file, start, length)
    if directory[:4] != b"SEFH":
        return
    count = min(struct.unpack_from("<I", directory, 8)[0], _MOST_BLOCKS, (length - 12) // 12)
    for number in range(count):
        kind, back, _block = struct.unpack_from("<2xHII", directory, 12 + 12 * number)
        if kind == _MOTION_PHOTO and 0 < back <= start:
            name = _at(file, start - back, 8)
            if len(name) == 8:
                yield start - back + 8 + struct.unpack_from("<I", name, 4)[0]
