"""Pictures and sound into a film's file: H.264 and AAC in MP4 for everybody, smaller kinds for who asks."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType, TracebackType

import av
import numpy as np
from av.audio.stream import AudioStream
from av.codec.codec import UnknownCodecError
from av.video.stream import VideoStream

from rollsuggest.errors import UserError
from rollsuggest.i18n import _
from rollsuggest.library.clip import Sound
from rollsuggest.render.planes import Planes

THREADS = 2
# x264 weighs macroblocks in floats, each instruction set rounding in its own way, and with AVX-512 a busy
# machine now and then got another film of the same frames. So: its one exact way, on every machine.
X264 = "cpu-independent=1"
WAITING = 3  # pictures that may wait for the encoder: 3 MB each at 1080x1920


@dataclass(frozen=True, slots=True)
class Kind:
    """How a kind of film is encoded; `rate` is of the sound, `samples` go into one frame of it."""

    container: str
    video: str
    options: Mapping[str, str]
    tag: str = ""
    audio: str = "aac"
    rate: int = 44_100
    samples: int = 1024


# Seconds of CPU and MB for 8 s of 1080x1920: H.264 5 and 3.1, HEVC 13 and 1.1, AV1 5 and 1.1, VP9 5 and 3.2.
# superfast at 21: two thirds of veryfast's time at 20, 0.4 dB better, 1.45 times its size: 13 MB in 30 s.
KINDS: Mapping[str, Kind] = MappingProxyType({
    "mp4": Kind("mp4", "libx264", {"crf": "21", "preset": "superfast"}),
    "drawn": Kind("mp4", "libx264", {"crf": "19", "preset": "veryfast"}),  # lines and flat colours
    "hevc": Kind("mp4", "libx265", {"crf": "24", "preset": "ultrafast", "x265-params": "pools=2"}, "hvc1"),
    "av1": Kind("mp4", "libsvtav1", {"crf": "35", "preset": "10", "svtav1-params": "lp=2"}),
    "webm": Kind("webm", "libvpx-vp9", {"crf": "32", "b:v": "0", "deadline": "realtime", "cpu-used": "7",
                 "row-mt": "1"}, audio="libopus", rate=48_000, samples=960),
})  # fmt: skip


def kind_of(out: Path, coding: str = "") -> Kind:
    """Return the kind that a name and a wish ask for; raises UserError where it cannot be written here."""
    suffix = out.suffix.lower()
    try:
        kind = KINDS[coding if coding and suffix == ".mp4" else suffix[1:]]
        av.codec.Codec(kind.video, "w")
    except (KeyError, UnknownCodecError) as error:
        raise UserError(
            _("This kind of film cannot be made on this computer."), _("Save it as a film (MP4).")
        ) from error
    return kind


@dataclass(slots=True)
class Film:
    """A film being written, to be used by `with`. Pictures are encoded while the next ones are made."""

    path: Path
    kind: Kind
    size: tuple[int, int]  # even
    fps: int
    said: Mapping[str, str]  # title, comment, description
    heard: Sound | None = None  # (2, n) at the kind's rate: all of the film's sound
    _file: av.container.OutputContainer = field(init=False)
    _video: VideoStream = field(init=False)
    _audio: AudioStream | None = field(init=False, default=None)
    _pool: ThreadPoolExecutor = field(init=False)
    _waiting: list[Future[None]] = field(init=False, default_factory=list)
    _pictures: int = field(init=False, default=0)
    _samples: int = field(init=False, default=0)

    def __enter__(self) -> Film:
        flags = {"movflags": "+faststart"} if self.kind.container == "mp4" else {}
        self._file = av.open(str(self.path), "w", format=self.kind.container, options=flags)
        self._file.metadata.update(self.said)
        self._video = self._video_stream()
        if self.heard is not None:
            audio = self._file.add_stream(self.kind.audio, rate=self.kind.rate, layout="stereo")
            assert isinstance(audio, AudioStream)
            audio.bit_rate = 128_000
            self._audio = audio
        self._pool = ThreadPoolExecutor(1, "encoding")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(cancel_futures=kind is not None)
        try:
            if kind is None:
                for done in self._waiting:
                    done.result()
                self._file.mux(self._video.encode(None))
                if self._audio is not None:
                    self._hear(self.heard.shape[1] if self.heard is not None else 0)
                    self._file.mux(self._audio.encode(None))
        finally:
            self._file.close()

    def add(self, picture: Planes | av.VideoFrame) -> None:
        """Add the next picture, with the sound up to its end; the caller changes it no more."""
        while len(self._waiting) >= WAITING:
            self._waiting.pop(0).result()
        self._waiting.append(self._pool.submit(self._encode, picture, self._pictures))
        self._pictures += 1

    def _encode(self, picture: Planes | av.VideoFrame, number: int) -> None:
        frame = _frame(picture) if isinstance(picture, Planes) else picture
        frame.pts, frame.time_base = number, Fraction(1, self.fps)
        self._file.mux(self._video.encode(frame))
        self._hear((number + 1) * self.kind.rate // self.fps)

    def _hear(self, until: int) -> None:
        """Add the sound up to a sample's number."""
        if self.heard is None or self._audio is None:
            return
        until = min(until, self.heard.shape[1])
        while self._samples < until:
            at, count = self._samples, min(self.kind.samples, until - self._samples)
            part = np.ascontiguousarray(self.heard[:, at : at + count])
            sound = av.AudioFrame.from_ndarray(part, format="fltp", layout="stereo")
            sound.sample_rate, sound.pts = self.kind.rate, at
            sound.time_base = Fraction(1, self.kind.rate)
            self._file.mux(self._audio.encode(sound))
            self._samples += count

    def _video_stream(self) -> VideoStream:
        options = dict(self.kind.options)
        if self.kind.video == "libx264":
            options["x264-params"] = X264
        stream = self._file.add_stream(self.kind.video, rate=self.fps, options=options)
        assert isinstance(stream, VideoStream)
        stream.width, stream.height = self.size
        stream.pix_fmt = "yuv420p"
        context = stream.codec_context
        context.time_base = Fraction(1, self.fps)
        context.thread_count = THREADS
        if self.kind.tag:
            context.codec_tag = self.kind.tag
        context.color_range, context.colorspace = 1, 1  # limited, BT.709
        context.color_primaries, context.color_trc = 1, 1
        return stream


def _frame(picture: Planes) -> av.VideoFrame:
    h, w = picture.y.shape
    frame = av.VideoFrame(w, h, "yuv420p")
    for plane, pixels in zip(frame.planes, (picture.y, picture.uv[..., 0], picture.uv[..., 1]), strict=True):
        rows = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
        rows[: pixels.shape[0], : pixels.shape[1]] = pixels
    return frame
