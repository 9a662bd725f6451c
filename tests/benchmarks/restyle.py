"""Restyles against their gates on the shared photos, and their time and memory on an idle or shared machine.

    python -m benchmarks restyle [RUN …] [--photos N] [--speed | --clip]     (RUN: anime:fast, oil:fast, …)

--speed is all that was asked about time and memory, without the gates: each style at 1080 px
and as a saved file of 12 MP, in a process of its own, and how long each slider takes once it is let go.

Seconds are of the clock and of the processor, all threads together: the second are right beside other work
too, the first only on an idle machine. Drawing uses ROLLSUGGEST_THREADS threads, by default all. The photos
are chosen by the hash of their names: 24 with people, the rest of every theme and of real camera rolls. What
is measured is defined in tests/render/style_measures.py and in shared/design/restyle/README.md. With --clip
it measures films: how much they flicker when each frame is drawn by itself and when it is led by the last.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cache
from hashlib import sha256
from itertools import islice, zip_longest
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from benchmarks._bars import Bars
from benchmarks.analysis import SHARED, machine
from rollsuggest import paths
from rollsuggest.analysis.engine import Engine
from rollsuggest.errors import UnreadableError
from rollsuggest.library import clip
from rollsuggest.library.pixels import Rgb, decode
from rollsuggest.render.drawn_film import FPS
from rollsuggest.render.engine import use_cores
from rollsuggest.render.styles import QUALITIES, STYLES, Clip, FaceMark, Touch, restyle

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "render"))
import style_measures as measure

PHOTOS, WITH_PEOPLE = 64, 24
LEAST_PX = 320  # a smaller photo is all blur at 1080 px
SMALLEST_FACE_PX = 40
FRAMES, CLIP_PX = 8, (640, 360)  # of the films
CLIP_PHOTOS = (
    paths.resources() / "pictures" / "astronaut.jpg",
    *(Path(__file__).resolve().parents[1] / "pictures" / name for name in ("chelsea.jpg", "china.jpg")),
)
REAL_FILM = SHARED / "data" / "exif/elodie/elodie/tests/files/video.mov"  # a telephone's, held in a hand
NO_PHOTOS = ("screenshots", "documents")  # nobody restyles those, and nothing suggests it
PEERS = """\
published, 9 photos (GANs are non-commercial: peers only)      texture  flat   edge F  face    s
  White-box Cartoonization                                      .311    .608   .823    .453   1.6
  AnimeGANv2 Hayao                                              .351    .583   .853    .484   9.6"""


@dataclass(frozen=True)
class Gates:
    """What a style is asked for; the rest holds for all: tones, landmarks, faces found again."""

    texture: float = float("inf")  # of the photo's: no gate where paper, dots or strokes are a texture
    flat: bool = False
    edge_f: float = 0.45
    drift: float = float("inf")
    grey: bool = False  # without colours a detector loses profiles in the photo itself: those count not


LEAST_TONES = 0.7  # light stays light, dark stays dark: else a picture cannot be read
PAINTED = Gates(0.65, True, 0.75, 12)
GATES = {
    "anime": PAINTED,
    "starlit": PAINTED,  # anime in other colours
    "storybook": Gates(0.65, True, 0.6, 12),  # its dabs round corners off
    "oil": Gates(edge_f=0.55, drift=14),  # broad dabs; colours are the photo's, a little warmer
    "watercolour": Gates(),  # paper shows through all of it: lighter and paler on purpose
    "pop": Gates(),  # seven hues and dots
    "manga": Gates(edge_f=0.25, grey=True),  # each dot of a screen has an edge
    "sketch": Gates(edge_f=0.4, grey=True),  # as has each stroke of the hatching
}


@dataclass(frozen=True)
class Row:
    """One photo in one run; faces are those of at least 40 px."""

    texture: float  # of the source's texture share
    flat: float
    flat_enough: float  # 1 where the gate holds
    edge_f: float
    drift: float
    faces: float
    found: float
    landmarks: float  # the worst of the photo, in eye distances
    likeness: float  # the worst embedding distance
    tones: float  # correlation of Lab L with the photo's, both blurred by 12 px, without the margin
    lost: float  # faces not found again though the detector sees them in the photo in grey too
    seconds: float  # of the processor
    wall: float

    def failed(self, style: str) -> list[str]:
        asked = GATES[style]
        gates = {
            "texture": self.texture <= asked.texture,
            "flat": self.flat_enough > 0 or not asked.flat,
            "edges": self.edge_f >= asked.edge_f,
            "colour": self.drift < asked.drift,
            "tones": self.tones >= LEAST_TONES,
            "lost face": (self.lost if asked.grey else self.faces - self.found) == 0,
            "landmarks": self.landmarks < 0.12,
            "likeness": self.likeness < 0.45 or asked.grey,
        }
        return [name for name, holds in gates.items() if not holds]


def main() -> None:
    known = [f"{style}:{quality}" for style in STYLES for quality in QUALITIES if _differs(style, quality)]
    parser = argparse.ArgumentParser()
    parser.add_argument("runs", nargs="*", default=known)
    parser.add_argument("--photos", type=int, default=PHOTOS)
    parser.add_argument("--speed", action="store_true", help="only time and memory, all of it")
    parser.add_argument("--clip", action="store_true", help="only films: flicker, and time of a frame")
    parser.add_argument("--frames", type=int, default=FRAMES)
    from benchmarks import _restyle_speed, sliders  # they use what is below

    options = parser.parse_args(sys.argv[2:])
    _use_cores()
    print(machine(), f"OpenCV {cv2.__version__}", flush=True)
    if options.clip:
        for run in options.runs:
            _report_clip(run, options.frames)
        return
    bars = Bars()
    if options.speed:
        _restyle_speed.drawings(options.runs, options.photos, bars)
    else:
        cases = list(_cases(options.photos))
        print(f"{len(cases)} photos, {sum(len(_large(faces)) for _p, _s, faces in cases)} faces\n{PEERS}")
        for run in options.runs:
            _report(run, cases)
    _restyle_speed.exports(options.runs, bars)
    if options.speed:
        sliders.report(options.runs, sliders.PHOTOS, False, bars)
    bars.close()


def _use_cores() -> None:
    """As the app does where it draws: rollsuggest.analysis sets one thread for its own work."""
    _engine()
    use_cores(int(os.environ.get("ROLLSUGGEST_THREADS", cv2.getNumberOfCPUs())))


def _differs(style: str, quality: str) -> bool:
    return quality == "fast" or style in ("anime", "storybook", "starlit")


def chosen(number: int = PHOTOS) -> list[Path]:
    """Return the fixed list of photos: people first, then themes and rolls in turn."""
    data = SHARED / "data"
    groups = _by_hash(data / "people/groups")[:WITH_PEOPLE]
    folders = [folder for folder in sorted((data / "themes").iterdir()) if folder.name not in NO_PHOTOS]
    queues = [_by_hash(folder) for folder in [*folders, *sorted((data / "roll").iterdir())]]
    rest = [path for turn in zip_longest(*queues) for path in turn if path is not None]
    return groups + rest[: number - len(groups)]


def _by_hash(folder: Path) -> list[Path]:
    found = (path for path in folder.rglob("*") if path.suffix.lower() in (".jpg", ".jpeg", ".png", ".webp"))
    return [
        path for path in sorted(found, key=lambda p: sha256(p.name.encode()).digest()) if _large_enough(path)
    ]


def _large_enough(path: Path) -> bool:
    try:
        return bool(max(decode(path, LEAST_PX).rgb.shape[:2]) >= LEAST_PX)
    except UnreadableError:
        return False


def _cases(number: int) -> Iterator[tuple[Path, Rgb, list[FaceMark]]]:
    for path in chosen(number):
        source = measure.photo(path)
        yield path, source, measure.faces(source)


def _large(faces: Sequence[FaceMark]) -> list[FaceMark]:
    return [face for face in faces if face.height_px >= SMALLEST_FACE_PX]


def _report(run: str, cases: Sequence[tuple[Path, Rgb, list[FaceMark]]]) -> None:
    style, _colon, quality = run.partition(":")
    rows, bad = [], []
    for path, source, faces in cases:
        started, begun = time.process_time(), time.perf_counter()
        result = restyle(
            source, faces, style=style, quality=quality, seed=1, find=measure.faces, recognise=_vectors
        )
        taken = time.process_time() - started, time.perf_counter() - begun
        row = measured(source, faces, result, *taken)
        rows.append(row)
        if failed := row.failed(style):
            bad.append(f"    {path.name[:40]:40s} {', '.join(failed)}: {_figures(row)}")
    table = {f.name: np.array([getattr(row, f.name) for row in rows]) for f in fields(Row)}
    with_faces = table["faces"] > 0
    print(
        f"{run}: {1 - len(bad) / len(rows):.0%} of photos pass; texture x{table['texture'].mean():.2f}, "
        f"flat {table['flat'].mean():.2f}, edge F {table['edge_f'].mean():.2f}, "
        f"colour {table['drift'].mean():.1f}, "
        f"faces found {table['found'].sum():.0f}/{table['faces'].sum():.0f}, worst per photo: likeness "
        f"{table['likeness'][with_faces].mean():.2f}, landmarks {table['landmarks'][with_faces].mean():.3f}; "
        f"{_spread(table['wall'])} s, {_spread(table['seconds'])} CPU s (mean, median, 90 %, most)",
        *bad,
        sep="\n",
        flush=True,
    )


def _spread(values: Any) -> str:
    return ", ".join(
        f"{x:.2f}" for x in (values.mean(), np.median(values), np.percentile(values, 90), values.max())
    )


def _films(count: int) -> Iterator[tuple[str, list[Rgb]]]:
    """Yield films of a person, a cat and a building, which a trembling camera passes; and a real one."""
    for path in CLIP_PHOTOS:
        yield path.name, measure.pan(_roomy(decode(path).rgb), count, CLIP_PX)
    seen = clip.frames(REAL_FILM, 0, max(CLIP_PX), 0.0, 1 / FPS)
    yield REAL_FILM.name, [np.ascontiguousarray(frame.rgb) for _at, frame in islice(seen, count)]


def _report_clip(run: str, count: int) -> None:
    style, _colon, quality = run.partition(":")
    if quality != "fast":
        return  # films are drawn in no other
    bare = Touch(margin=False)  # as films have it
    for name, film in _films(count):
        alone = [
            restyle(rgb, measure.faces(rgb), style=style, quality="fast", seed=1, touch=bare) for rgb in film
        ]
        artist, started = Clip(style, 1, find=measure.faces, recognise=_vectors), time.process_time()
        led = [artist.draw(rgb) for rgb in film]
        seconds = (time.process_time() - started) / len(film)
        before, after = measure.flicker(film, alone), measure.flicker(film, led)
        print(
            f"{style:12s} {name:14s} flicker alone {before:5.2f}, led {after:5.2f} "
            f"(x{after / before:.2f}), the film itself {measure.flicker(film, film):5.2f}; "
            f"{_faces_lost(film, led)}; {seconds:.2f} CPU s a frame of {CLIP_PX[0]}x{CLIP_PX[1]}",
            flush=True,
        )


def _faces_lost(film: Sequence[Rgb], led: Sequence[Rgb]) -> str:
    """Say how many of the faces in a film's frames are found again in its drawings."""
    seen = found = 0
    for frame, drawing in zip(film, led, strict=True):
        large, again = _large(measure.faces(frame)), measure.faces(drawing)
        seen += len(large)
        found += sum(measure.found_again(face, again) is not None for face in large)
    return f"faces found again {found}/{seen}"


def _roomy(rgb: Rgb) -> Rgb:
    """Return the photo with room for the camera to move."""
    factor = 1.3 * max(CLIP_PX[0] / rgb.shape[1], CLIP_PX[1] / rgb.shape[0])
    return np.asarray(cv2.resize(rgb, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC), np.uint8)


def measured(source: Rgb, faces: Sequence[FaceMark], result: Rgb, seconds: float, wall: float) -> Row:
    before, after = measure.measured(source), measure.measured(result)
    large, again = _large(faces), measure.faces(result)
    pairs = [(face, found) for face in large if (found := measure.found_again(face, again)) is not None]
    return Row(
        after.texture_share / before.texture_share,
        after.flat_share,
        float(after.flat_share >= min(1.3 * before.flat_share, 0.6)),
        measure.edge_f(source, result),
        measure.colour_drift(source, result),
        len(large),
        len(pairs),
        max((measure.landmark_error(*pair) for pair in pairs), default=0.0),
        max((_distance(source, result, *pair) for pair in pairs), default=0.0),
        measure.tones_kept(source, result),
        float(_lost(source, large, again)),
        seconds,
        wall,
    )


def _lost(source: Rgb, large: Sequence[FaceMark], again: list[FaceMark]) -> int:
    missed = [face for face in large if measure.found_again(face, again) is None]
    if not missed:
        return 0
    grey = np.repeat(cv2.cvtColor(source, cv2.COLOR_RGB2GRAY)[..., None], 3, axis=2)
    seen = measure.faces(np.ascontiguousarray(grey))
    return sum(measure.found_again(face, seen) is not None for face in missed)


def _distance(source: Rgb, result: Rgb, face: FaceMark, found: FaceMark) -> float:
    first = measure.embedding(_recogniser(), source, face)
    return float(np.linalg.norm(first - measure.embedding(_recogniser(), result, found)))


def _vectors(rgb: Rgb, faces: Sequence[FaceMark]) -> Any:
    """The app's own recogniser, with which it checks what it drew; dlib's below measures whether it may."""
    return _engine().face_vectors(rgb, [face.points_px for face in faces])


@cache
def _engine() -> Engine:
    return Engine()


@cache
def _recogniser() -> Any:
    import onnxruntime

    return onnxruntime.InferenceSession(SHARED / "models" / "alt_dlib_resnet_150.onnx")


def _figures(row: Row) -> str:
    return (
        f"texture x{row.texture:.2f} flat {row.flat:.2f} edge F {row.edge_f:.2f} colour {row.drift:.1f} "
        f"faces {row.found:.0f}/{row.faces:.0f} landmarks {row.landmarks:.3f} likeness {row.likeness:.2f}"
    )
