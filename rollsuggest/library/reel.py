"""A film to look at before it is made: its frames as JPEGs, in pieces of a second. Bytes, no pixels."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass

FPS = 30  # of films and of what is played of them
PIECE = 30  # frames in a piece
LONG_SIDE_PX = 640  # as large as the stage of a usual window


@dataclass(frozen=True, slots=True)
class Reel:
    """How long a film is."""

    frames: int

    @property
    def pieces(self) -> int:
        return -(-self.frames // PIECE)


def pack(frames: Sequence[bytes]) -> bytes:
    """Return one piece: how many frames, how long each is, then they themselves."""
    lengths = struct.pack(f"<{len(frames) + 1}I", len(frames), *map(len, frames))
    return lengths + b"".join(frames)


def unpack(piece: bytes) -> list[bytes]:
    """Return the frames of a piece; raises ValueError for what is none."""
    try:
        (count,) = struct.unpack_from("<I", piece)
        lengths = struct.unpack_from(f"<{count}I", piece, 4)
    except struct.error as error:
        raise ValueError("no piece of a film") from error
    at, found = 4 * (count + 1), []
    for length in lengths:
        found.append(piece[at : at + length])
        at += length
    if at != len(piece):
        raise ValueError("a piece of a film breaks off")
    return found


def size_of(whole: tuple[int, int]) -> tuple[int, int]:
    """Return the even size at which a film of this size is played."""
    scale = LONG_SIDE_PX / max(whole)
    return max(2, round(whole[0] * scale / 2) * 2), max(2, round(whole[1] * scale / 2) * 2)
