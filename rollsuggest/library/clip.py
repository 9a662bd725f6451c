"""The film inside a motion photo, read where it lies: no copy of it is made, the photo stays as it is."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
from av.container import InputContainer

from rollsuggest.errors import UnreadableError
from rollsuggest.library.frames import DAMAGED, duration_of, opened, picture_stream, reasons, seek_to, upright
from rollsuggest.library.pixels import Decoded

Sound = npt.NDArray[np.float32]  # (2, samples), -1..1
NEAR_S = 0.001  # times are rounded to the ticks of the file


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
    if not offset:
        with opened(path) as container:
            yield container
        return
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


def frames(
    path: Path, offset: int, long_side_px: int, start_s: float = 0.0, every_s: float = 0.0
) -> Iterator[tuple[float, Decoded]]:
    """Yield the film's pictures from `start_s` on, at least `every_s` apart, in order.

    Each comes with its second, upright, in sRGB and reduced.

    The film turns by its own matrix, which phones keep in step with the photo's orientation.
    Raises UnreadableError when it is no film, damaged, or holds no picture.
    """
    with reasons(path), _opened(path, offset) as container:
        stream = picture_stream(container)
        if start_s > 0:
            seek_to(container, start_s)
        wanted = start_s - NEAR_S
        for frame in container.decode(stream):
            at_s = _second(frame.time, container)
            if at_s >= wanted and not frame.is_corrupt:
                wanted = at_s + every_s - NEAR_S
                yield at_s, upright(frame, stream, long_side_px)[0]


def moments(
    path: Path, offset: int, seconds: Sequence[float], long_side_px: int
) -> Iterator[tuple[float, Decoded]]:
    """Yield the key frame at or before each second, each once: a glance over a film of any length.

    Raises UnreadableError as `frames` does.
    """
    with reasons(path), _opened(path, offset) as container:
        stream = picture_stream(container)
        seen = -1.0
        for second in seconds:
            seek_to(container, second)
            frame = next((f for f in container.decode(stream) if not f.is_corrupt), None)
            at_s = _second(frame.time, container) if frame else seen
            if frame and at_s > seen:
                seen = at_s
                yield at_s, upright(frame, stream, long_side_px)[0]


def sound(path: Path, offset: int, start_s: float, lasts_s: float, rate: int) -> Sound | None:
    """Return what is heard from `start_s` on: (2, n) float32 at `rate`; None where nothing can be."""
    pieces: list[Sound] = []
    count, needed = 0, round(lasts_s * rate)
    try:
        with _opened(path, offset) as container:
            if not container.streams.audio:
                return None
            turned = av.AudioResampler("fltp", "stereo", rate)
            seek_to(container, start_s)
            for frame in container.decode(container.streams.audio[0]):
                skip = round((start_s - _second(frame.time, container)) * rate) if not pieces else 0
                for piece in turned.resample(frame):
                    heard = np.asarray(piece.to_ndarray(), np.float32)[:, max(0, skip) :]
                    skip -= piece.samples
                    pieces += [heard] if heard.size else []
                    count += heard.shape[1]
                if count >= needed:
                    break
    except (*DAMAGED, UnreadableError):
        pass  # a damaged sound costs the sound
    return np.concatenate(pieces, axis=1)[:, :needed] if pieces else None


def _second(time: float | None, container: InputContainer) -> float:
    return float(time or 0.0) - (container.start_time or 0) / av.time_base
