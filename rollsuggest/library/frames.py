"""The pictures of a film: opened safely, upright, in sRGB, and the one that stands for all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

import av
import numpy as np
from av.container import InputContainer
from av.sidedata.sidedata import Type as SideData
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from rollsuggest.errors import UnreadableError
from rollsuggest.i18n import _
from rollsuggest.library import colour
from rollsuggest.library.pixels import MAX_PIXELS, Decoded, Rgb

POSTER_AT = (0.1, 0.35, 0.6, 0.0)  # shares of the duration; the first that shows something is taken
MOST_PACKETS = 400  # read for one still; beyond it that place has none
OPEN_TIMEOUT_S, READ_TIMEOUT_S = 10.0, 10.0
DARK, FLAT = 18.0, 6.0  # 0..255: a still of lower mean or deviation is a black or an empty frame
_HD_LINES = 720  # from here on an untagged film is ITU-R BT.709, below BT.601
_UNSPECIFIED, _BT709, _BT2020 = 2, 1, 9  # of the colour space, ITU-T H.273
DAMAGED = (av.FFmpegError, OSError, ValueError, MemoryError, OverflowError, EOFError)


def opened(path: Path) -> InputContainer:
    # Files only: a playlist with the name of a film must not make FFmpeg open what it lists, least a socket.
    return av.open(
        f"file:{path}",
        metadata_errors="replace",
        timeout=(OPEN_TIMEOUT_S, READ_TIMEOUT_S),
        options={"protocol_whitelist": "file"},
    )


@contextmanager
def reasons(path: Path) -> Iterator[None]:
    """Turn whatever goes wrong while a film is read into an UnreadableError that says why."""
    try:
        if path.stat().st_size == 0:
            raise UnreadableError(_("The file is empty."))
        yield
    except FileNotFoundError as error:
        raise UnreadableError(_("The file is not there any more.")) from error
    except PermissionError as error:
        raise UnreadableError(_("We may not open this file."), _("Check its permissions.")) from error
    except DAMAGED as error:
        raise UnreadableError(_("The film is damaged: {error}").format(error=error)) from error


# --- pictures --------------------------------------------------------------------------------------------


def picture_stream(container: InputContainer) -> VideoStream:
    """Return the stream with the pictures: the first that is no cover image and can be decoded."""
    streams = [s for s in container.streams.video if s.codec_context is not None and s.codec_context.width]
    if not streams:
        raise UnreadableError(_("There is no picture in this film."))
    stream = streams[0]
    if stream.codec_context.width * stream.codec_context.height > MAX_PIXELS:
        raise UnreadableError(_("The picture is unreasonably large."))
    stream.codec_context.thread_count = 1  # a worker is one thread of work
    return stream


def duration_of(container: InputContainer) -> float | None:
    seconds = container.duration / av.time_base if container.duration else 0.0
    return round(seconds, 3) if 0 < seconds < 7 * 86_400 else None


def best_still(
    container: InputContainer, stream: VideoStream, duration_s: float | None, long_side_px: int
) -> tuple[Decoded, int]:
    best: tuple[float, Decoded, int] | None = None
    for share in POSTER_AT if duration_s else (0.0,):
        frame = _frame_at(container, stream, share * (duration_s or 0.0))
        if frame is None:
            continue
        decoded, rotation = upright(frame, stream, long_side_px)
        mean, spread = float(decoded.rgb.mean()), float(decoded.rgb.std())
        if mean > DARK and spread > FLAT:
            return decoded, rotation
        if best is None or mean + spread > best[0]:
            best = mean + spread, decoded, rotation
    if best is None:
        raise UnreadableError(_("The film is damaged: {error}").format(error=_("no picture can be decoded")))
    return best[1], best[2]


def _frame_at(container: InputContainer, stream: VideoStream, at_s: float) -> VideoFrame | None:
    """Return the first whole frame from a key frame on; None where there is none within reach."""
    try:
        seek_to(container, at_s)
        return next(_frames(container, stream), None)
    except (av.FFmpegError, ValueError):
        return None


def seek_to(container: InputContainer, at_s: float) -> None:
    """Go to the key frame at or before a second. Raises as FFmpeg does."""
    # A camcorder's stream has no index: a search for its first moment ends behind its first key frame.
    start = container.start_time or 0
    container.seek(int(at_s * av.time_base) + start if at_s > 0 else min(0, start))


def _frames(container: InputContainer, stream: VideoStream) -> Iterator[VideoFrame]:
    for count, packet in enumerate(container.demux(stream)):
        if count >= MOST_PACKETS:
            return
        yield from (frame for frame in packet.decode() if not frame.is_corrupt)


def upright(frame: VideoFrame, stream: VideoStream, long_side_px: int) -> tuple[Decoded, int]:
    """Return the frame as a person sees it: square pixels, turned by its display matrix, in sRGB.

    With it come the degrees counter-clockwise by which it was turned: 0, 90, 180 or 270.
    """
    aspect = stream.sample_aspect_ratio or Fraction(1)
    width = max(1, round(frame.width * aspect)) if Fraction(1, 8) < aspect < 8 else frame.width
    height = frame.height
    scale = min(1.0, long_side_px / max(width, height))
    small = _rgb(frame, max(2, round(width * scale)), max(2, round(height * scale)))
    matrix = _matrix(frame)
    rgb: Rgb = np.ascontiguousarray(turned(small, matrix))
    lies = abs(matrix[1]) > abs(matrix[0])
    full = (height, width) if lies else (width, height)
    return Decoded(rgb, *full), round(frame.rotation / 90) % 4 * 90


def _rgb(frame: VideoFrame, width: int, height: int) -> Rgb:
    primaries, transfer = int(frame.color_primaries), int(frame.color_trc)
    plain = colour.is_srgb(primaries, transfer)
    space = None
    if frame.colorspace == _UNSPECIFIED and not plain:
        space = _BT2020
    elif frame.colorspace == _UNSPECIFIED and frame.height >= _HD_LINES:
        space = _BT709
    if plain:
        small = frame.reformat(width=width, height=height, format="rgb24", src_colorspace=space)
        return np.asarray(small.to_ndarray(), np.uint8)
    deep = frame.reformat(width=width, height=height, format="rgb48le", src_colorspace=space)
    return colour.to_srgb(np.asarray(deep.to_ndarray(), np.uint16), primaries, transfer)


Matrix = tuple[float, float, float, float]  # a, b, c, d: a point goes to (ax + cy, bx + dy)


def _matrix(frame: VideoFrame) -> Matrix:
    """Return the part of the display matrix that turns and mirrors; frames without one lie as they are."""
    try:
        found: Any = cast(Any, frame.side_data)[SideData.DISPLAYMATRIX]  # PyAV's stub has another type
        values = np.frombuffer(bytes(found), np.int32)
    except KeyError:
        return 1, 0, 0, 1
    if len(values) != 9 or not values[[0, 1, 3, 4]].any():
        return 1, 0, 0, 1
    a, b, c, d = (float(values[at]) for at in (0, 1, 3, 4))
    return a, b, c, d


def turned(rgb: Rgb, matrix: Matrix) -> Rgb:
    """Return the picture turned by quarters and mirrored, as the matrix has it to the nearest."""
    a, b, c, d = matrix
    if abs(b) > abs(a):
        rgb, right, down = rgb.transpose(1, 0, 2), c, b
    else:
        right, down = a, d
    return rgb[:: -1 if down < 0 else 1, :: -1 if right < 0 else 1]
