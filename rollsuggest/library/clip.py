"""The film inside a motion photo, read where it lies: no copy of it is made, the photo stays as it is."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import av
from av.container import InputContainer

from rollsuggest.errors import UnreadableError
from rollsuggest.library.frames import DAMAGED, duration_of, picture_stream, reasons, upright
from rollsuggest.library.pixels import Decoded


class _Tail(io.RawIOBase):
    """A file from `offset` on, as if it began there."""

    def __init__(self, path: Path, offset: int) -> None:
        self._file = path.open("rb")
        self._offset = offset
        self._file.seek(offset)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        return self._file.read(size)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        at = offset + self._offset if whence == io.SEEK_SET else offset
        return self._file.seek(at, whence) - self._offset

    def tell(self) -> int:
        return self._file.tell() - self._offset

    def close(self) -> None:
        self._file.close()
        super().close()


@contextmanager
def _opened(path: Path, offset: int) -> Iterator[InputContainer]:
    with (
        _Tail(path, offset) as tail,
        av.open(tail, "r", format="mp4", metadata_errors="replace") as container,
    ):
        yield container


def duration_s(path: Path, offset: int) -> float | None:
    """Return how many seconds the film at `offset` of a photo lasts; None where it is none, or damaged."""
    try:
        with _opened(path, offset) as container:
            picture_stream(container)
            return duration_of(container)
    except (*DAMAGED, UnreadableError):
        return None


def frames(path: Path, offset: int, long_side_px: int) -> Iterator[tuple[float, Decoded]]:
    """Yield the film's pictures in order, each with its second, upright, in sRGB and reduced.

    The film turns by its own matrix, which phones keep in step with the photo's orientation.
    Raises UnreadableError when it is no film, damaged, or holds no picture.
    """
    with reasons(path), _opened(path, offset) as container:
        stream = picture_stream(container)
        for frame in container.decode(stream):
            if not frame.is_corrupt:
                yield float(frame.time or 0.0), upright(frame, stream, long_side_px)[0]
