"""The recap as a file: H.264 and AAC (silent but for clips) in MP4, its index first: it plays everywhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.video.stream import VideoStream

from rollsuggest.errors import CancelledError
from rollsuggest.library.clip import Sound
from rollsuggest.model import Recipe, Source
from rollsuggest.render.clips import FindFaces, footage
from rollsuggest.render.export import ENHANCED, SOFTWARE, check_folder, mark_film
from rollsuggest.render.paint import Photos
from rollsuggest.render.planes import Planes
from rollsuggest.render.recap import storyboard
from rollsuggest.render.scenes import FPS, frame_count, frames
from rollsuggest.render.soundtrack import soundtrack
from rollsuggest.storing import unwritable

# superfast at 21: two thirds of veryfast's time at 20, 0.4 dB better, 1.45 times its size: 13 MB in 30 s.
CRF, PRESET, THREADS = "21", "superfast", 2
# x264 weighs macroblocks in floats, each instruction set rounding in its own way, and with AVX-512 a busy
# machine now and then got another film of the same frames. So: its one exact way, on every machine.
X264 = "cpu-independent=1"
SAMPLE_RATE, SAMPLES = 44_100, 1024  # one AAC frame
CHECK_EVERY = 6  # frames between two looks at `cancelled`


def write(
    recipe: Recipe,
    sources: Sequence[Source],
    out: Path,
    size_px: tuple[int, int],
    progress: Callable[[float], None],
    cancelled: Callable[[], bool],
    alt: str = "",
    find_faces: FindFaces | None = None,
    photos: Callable[[], Photos] = Photos,
) -> None:
    """Write the film beside `out` and rename it when it is whole; otherwise nothing is left.

    Raises CancelledError, LostPhotoError for a photo that cannot be read, UserError for the disk.
    """
    check_folder(out)
    size = size_px[0] // 2 * 2, size_px[1] // 2 * 2
    beside = out.with_name(out.name + ".part")
    try:
        _encode(recipe, sources, beside, size, progress, cancelled, alt, find_faces, photos)
        if recipe.drawn:
            mark_film(beside, recipe.title, alt)
        beside.replace(out)
    except OSError as error:
        raise unwritable(out, error) from error
    finally:
        beside.unlink(missing_ok=True)
    progress(1.0)


def _encode(
    recipe: Recipe,
    sources: Sequence[Source],
    path: Path,
    size: tuple[int, int],
    progress: Callable[[float], None],
    cancelled: Callable[[], bool],
    alt: str,
    find_faces: FindFaces | None,
    photos: Callable[[], Photos],
) -> None:
    played = footage(sources, find_faces)
    board = storyboard(sources, size[0] / size[1], recipe.seed, bool(recipe.title.strip()), played)
    total = frame_count(board)
    with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"}) as film:
        film.metadata["title"] = recipe.title
        film.metadata["comment"] = f"{SOFTWARE}, {ENHANCED}" if recipe.drawn else SOFTWARE
        film.metadata["description"] = alt
        video, sound = _video(film, size), _sound(film)
        heard, done = soundtrack(board, sources, total * SAMPLE_RATE // FPS, SAMPLE_RATE), 0
        for number, picture in enumerate(frames(board, recipe, sources, size, photos)):
            if number % CHECK_EVERY == 0:
                if cancelled():
                    raise CancelledError
                progress(number / total)
            film.mux(video.encode(_frame(picture, number)))
            done = _heard(film, sound, heard, done, (number + 1) * SAMPLE_RATE // FPS)
        film.mux(video.encode(None))
        film.mux(sound.encode(None))


def _video(film: OutputContainer, size: tuple[int, int]) -> VideoStream:
    stream = film.add_stream("libx264", rate=FPS, options={"crf": CRF, "preset": PRESET, "x264-params": X264})
    assert isinstance(stream, VideoStream)
    stream.width, stream.height = size
    stream.pix_fmt = "yuv420p"
    context = stream.codec_context
    context.time_base = Fraction(1, FPS)
    context.thread_count = THREADS
    context.color_range, context.colorspace = 1, 1  # limited, BT.709
    context.color_primaries, context.color_trc = 1, 1
    return stream


def _sound(film: OutputContainer) -> AudioStream:
    stream = film.add_stream("aac", rate=SAMPLE_RATE, layout="stereo")
    assert isinstance(stream, AudioStream)
    stream.bit_rate = 128_000
    return stream


def _heard(film: OutputContainer, stream: AudioStream, heard: Sound, done: int, until: int) -> int:
    """Add the sound up to a sample's number; return how far it goes now."""
    while done < until:
        count = min(SAMPLES, until - done)
        sound = av.AudioFrame.from_ndarray(
            np.ascontiguousarray(heard[:, done : done + count]), format="fltp", layout="stereo"
        )
        sound.sample_rate, sound.pts, sound.time_base = SAMPLE_RATE, done, Fraction(1, SAMPLE_RATE)
        film.mux(stream.encode(sound))
        done += count
    return done


def _frame(picture: Planes, number: int) -> av.VideoFrame:
    h, w = picture.y.shape
    frame = av.VideoFrame(w, h, "yuv420p")
    for plane, pixels in zip(frame.planes, (picture.y, picture.uv[..., 0], picture.uv[..., 1]), strict=True):
        rows = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
        rows[: pixels.shape[0], : pixels.shape[1]] = pixels
    frame.pts, frame.time_base = number, Fraction(1, FPS)
    return frame
