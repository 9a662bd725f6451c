"""A short clip restyled: fifteen drawings a second, as animated films have, with its own sound."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.video.reformatter import Colorspace
from av.video.stream import VideoStream

from rollsuggest.errors import CancelledError, UnreadableError, UserError
from rollsuggest.i18n import _
from rollsuggest.library import clip
from rollsuggest.library.clip import Sound
from rollsuggest.library.pixels import Rgb
from rollsuggest.model import CLIP_MOST_S, Recipe, Source
from rollsuggest.render.export import ENHANCED, SOFTWARE, check_folder, mark_film
from rollsuggest.render.restyled import DEFAULT_STYLE, Tools, finder, touch
from rollsuggest.render.styles import Clip
from rollsuggest.storing import unwritable

FPS = 15
LONGEST_PX = 1080
CRF, PRESET = "19", "veryfast"
RATE, SAMPLES = 44_100, 1024  # one AAC frame


def write(
    recipe: Recipe,
    source: Source,
    out: Path,
    progress: Callable[[float], None],
    cancelled: Callable[[], bool],
    alt: str,
    tools: Tools,
) -> None:
    """Write the clip's first CLIP_MOST_S seconds in the recipe's style, in their own shape and upright.

    It is written beside `out` and renamed when it is whole; otherwise nothing is left. Faces are looked for
    where `tools` can. Raises CancelledError, UserError for a clip that cannot be read, and for the disk.
    """
    check_folder(out)
    beside = out.with_name(out.name + ".part")
    try:
        _encode(recipe, source, beside, progress, cancelled, alt, tools)
        mark_film(beside, recipe.title, alt)
        beside.replace(out)
    except OSError as error:
        raise unwritable(out, error) from error
    finally:
        beside.unlink(missing_ok=True)
    progress(1.0)


def _encode(
    recipe: Recipe,
    source: Source,
    path: Path,
    progress: Callable[[float], None],
    cancelled: Callable[[], bool],
    alt: str,
    tools: Tools,
) -> None:
    film, offset = Path(source.film), source.film_offset
    lasts = min(CLIP_MOST_S, (clip.duration_s(film, offset) if source.film else None) or 0.0)
    count = round(lasts * FPS)
    if not count:
        raise UserError(_("There is no film in this file that can be read."), _("Choose a video."))
    heard = clip.sound(film, offset, 0.0, lasts, RATE)
    with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"}) as made:
        made.metadata.update(title=recipe.title, comment=f"{SOFTWARE}, {ENHANCED}", description=alt)
        video: VideoStream | None = None
        sound = _sound(made) if heard is not None else None
        for number, rgb in enumerate(_drawings(recipe, film, offset, count, tools)):
            if cancelled():
                raise CancelledError
            progress(number / count)
            if video is None:
                video = _video(made, rgb)
            made.mux(video.encode(_frame(rgb, number)))
        if video is None:
            raise UserError(_("There is no film in this file that can be read."), _("Choose a video."))
        made.mux(video.encode(None))
        if sound is not None and heard is not None:
            _hear(made, sound, heard)


def _drawings(recipe: Recipe, film: Path, offset: int, count: int, tools: Tools) -> Iterator[Rgb]:
    """Yield `count` drawings, FPS of them a second; fewer where the clip breaks off."""
    style = recipe.style or DEFAULT_STYLE
    artist = Clip(style, recipe.seed, touch(recipe), recipe.apart, recipe.light, finder(tools.face_marks))
    front = tools.cut_out if recipe.apart else None
    drawn: Rgb | None = None
    shown = 0
    try:
        for at_s, seen in clip.frames(film, offset, LONGEST_PX, 0.0, 1 / FPS):
            while drawn is not None and shown < min(count, round(at_s * FPS)):
                shown += 1
                yield drawn
            if shown >= count:
                return
            rgb = np.ascontiguousarray(seen.rgb[: seen.rgb.shape[0] // 2 * 2, : seen.rgb.shape[1] // 2 * 2])
            drawn = artist.draw(rgb, front(rgb) if front else None)
    except UnreadableError:
        pass  # damaged from here on: what was seen last stays
    while drawn is not None and shown < count:
        shown += 1
        yield drawn


def _video(made: OutputContainer, rgb: Rgb) -> VideoStream:
    stream = made.add_stream("libx264", rate=FPS, options={"crf": CRF, "preset": PRESET})
    assert isinstance(stream, VideoStream)
    stream.height, stream.width = rgb.shape[:2]
    stream.pix_fmt = "yuv420p"
    context = stream.codec_context
    context.time_base = Fraction(1, FPS)
    context.color_range, context.colorspace = 1, 1  # limited, BT.709
    context.color_primaries, context.color_trc = 1, 1
    return stream


def _frame(rgb: Rgb, number: int) -> av.VideoFrame:
    whole = av.VideoFrame.from_ndarray(rgb, format="rgb24")
    frame = whole.reformat(format="yuv420p", dst_colorspace=Colorspace.ITU709)
    frame.pts, frame.time_base = number, Fraction(1, FPS)
    return frame


def _sound(made: OutputContainer) -> AudioStream:
    stream = made.add_stream("aac", rate=RATE, layout="stereo")
    assert isinstance(stream, AudioStream)
    stream.bit_rate = 128_000
    return stream


def _hear(made: OutputContainer, stream: AudioStream, heard: Sound) -> None:
    for done in range(0, heard.shape[1], SAMPLES):
        part = np.ascontiguousarray(heard[:, done : done + SAMPLES])
        frame = av.AudioFrame.from_ndarray(part, format="fltp", layout="stereo")
        frame.sample_rate, frame.pts, frame.time_base = RATE, done, Fraction(1, RATE)
        made.mux(stream.encode(frame))
    made.mux(stream.encode(None))
