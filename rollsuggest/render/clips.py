"""Which seconds of a film are played, and what in them must not be cut; then its pictures, one by one."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np

from rollsuggest.errors import UnreadableError
from rollsuggest.library import clip
from rollsuggest.library.pixels import Decoded, Rgb
from rollsuggest.model import AssetId, Box, Kind, Source
from rollsuggest.render.focus import Focus, focus
from rollsuggest.render.layouts import Rect
from rollsuggest.render.planes import Planes, planes, view

PLAYED_S, SHORTEST_S = 3.0, 1.2
MOST_MOVING = 2  # photos whose film is played; videos always are
LOOKS, GLANCE_PX, LOOK_PX, LOOK_S = 12, 240, 640, 0.4

FindFaces = Callable[[Rgb], Sequence[Box]]  # boxes 0..1


@dataclass(frozen=True, slots=True)
class Footage:
    """A film's seconds that are played. `about` holds every face that was seen in them."""

    start_s: float
    lasts_s: float
    about: Focus
    worth: float


def footage(sources: Sequence[Source], find_faces: FindFaces | None) -> Mapping[int, Footage]:
    """Return by index which sources are played; one whose film cannot be read stays a still."""
    found = {i: f for i, s in enumerate(sources) if s.film and (f := _footage(s, find_faces))}
    moving = sorted((i for i in found if sources[i].kind is Kind.PHOTO), key=lambda i: (-found[i].worth, i))
    return {i: found[i] for i in sorted(found) if i not in moving[MOST_MOVING:]}


def _footage(source: Source, find_faces: FindFaces | None) -> Footage | None:
    path, offset = Path(source.film), source.film_offset
    duration = clip.duration_s(path, offset)
    if duration is None or duration < SHORTEST_S:
        return None
    lasts = min(PLAYED_S, duration - 0.1)
    last_start = duration - lasts
    try:
        looks = [(i / LOOKS) * last_start for i in range(LOOKS)]
        worth, start = _best(list(clip.moments(path, offset, looks, GLANCE_PX)), find_faces, last_start)
        return Footage(start, lasts, _about(path, offset, start, lasts, find_faces), worth)
    except UnreadableError:
        return None


def _best(
    looks: Sequence[tuple[float, Decoded]], find_faces: FindFaces | None, last_start: float
) -> tuple[float, float]:
    """Return how good the best look is, and at which second its film should begin."""
    if not looks:
        raise UnreadableError("no picture")
    worths = []
    before: Rgb | None = None
    for at_s, seen in looks:
        change = 0.0 if before is None else float(cv2.absdiff(seen.rgb, before).mean()) / 255
        faces = len(find_faces(seen.rgb)) if find_faces else 0
        worths.append((worth(seen.rgb, change, faces), min(at_s, last_start)))
        before = seen.rgb
    return max(worths, key=lambda w: (w[0], -w[1]))


def worth(rgb: Rgb, change: float, faces: int) -> float:
    """Return how well a moment is worth playing, 0..1: sharp, well lit, people, something that moves."""
    grey = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)
    sharp = min(float(cv2.Laplacian(grey, cv2.CV_32F).std()) / 30, 1.0)
    lit = 1.0 - min(abs(float(grey.mean()) - 118) / 118, 1.0)
    return 0.45 * sharp + 0.2 * lit + 0.2 * min(faces, 2) / 2 + 0.15 * min(change / 0.15, 1.0)


def _about(path: Path, offset: int, start: float, lasts: float, find_faces: FindFaces | None) -> Focus:
    faces: list[Box] = []
    width, height = 1, 1
    for at_s, seen in clip.frames(path, offset, LOOK_PX, start, LOOK_S):
        if at_s > start + lasts:
            break
        width, height = seen.width, seen.height
        faces += find_faces(seen.rgb) if find_faces else ()
    return focus(Source(asset=AssetId(0), path="", width=width, height=height, faces=tuple(faces)))


@dataclass(slots=True)
class Playing:
    """A film in a place of the frame, read on as the frames are asked for: later ones only."""

    source: Source
    footage: Footage
    seen: Box
    at: Rect  # even pixels of the frame
    _coming: Iterator[tuple[float, Decoded]] | None = None
    _next: tuple[float, Decoded] | None = None
    _shown: Planes | None = field(default=None)

    def at_second(self, second: float) -> Planes | None:
        """Return the frame `second` after its beginning; the last one stays. None: nothing can be read."""
        if self._coming is None:
            px = math.ceil(max(self.at.w / self.seen.w, self.at.h / self.seen.h))
            self._coming = clip.frames(
                Path(self.source.film), self.source.film_offset, px, self.footage.start_s
            )
            self._read()
        due = None
        while self._next and (
            self._next[0] - self.footage.start_s <= second + 1e-3 or not (due or self._shown)
        ):
            due = self._next[1]
            self._read()
        if due:
            self._shown = self._placed(due.rgb)
        return self._shown

    def _read(self) -> None:
        try:
            self._next = next(self._coming, None) if self._coming else None
        except UnreadableError:
            self._next = None  # damaged from here on: what was seen last stays

    def _placed(self, rgb: Rgb) -> Planes:
        h, w = rgb.shape[0] // 2 * 2, rgb.shape[1] // 2 * 2
        whole = planes(np.ascontiguousarray(rgb[:h, :w]))
        seen = Box(self.seen.x * w, self.seen.y * h, self.seen.w * w, self.seen.h * h)
        return view(whole, seen, self.at.w, self.at.h)
