"""The scores of many photos at once; in a file of its own, as `keep` is needed where numpy is not.

What `keep` says of photos without a face that anybody looks at, and of those with one, is worked out here in
columns: the same steps in the same order, so that not a bit differs. Those with several are left to `keep`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from operator import attrgetter
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from rollsuggest.model import Photo, PhotoFace
from rollsuggest.suggest import keep
from rollsuggest.suggest.columns import blocks

Column = npt.NDArray[np.float64]
_KNOWN = attrgetter("score.__set__")(Photo)  # sets it on a frozen one, in a third of the time


def measure(photos: Sequence[Photo]) -> None:
    """Have the scores of all ready."""
    unknown = [p for p in photos if p.score is None and p.width]
    if not unknown:
        return
    faced, seen = _faced(unknown), _seen(unknown)
    pixels = np.array([p.width * p.height for p in unknown])
    first, *others = _merits(seen, faced).T
    merit = first
    for part in (*others, keep.SIZE * np.minimum(1.0, pixels / keep.LARGE_PX)):
        merit = merit + part  # `sum` rounds otherwise
    framed = np.ones(len(unknown))
    framed[faced.one] = _framed(faced.faces)
    scores = merit * (0.2 + 0.8 * _usable(seen)) * (1 - keep.CUT * (1 - framed))
    deque(map(_KNOWN, unknown, scores.tolist()), maxlen=0)
    for n in faced.several:
        object.__setattr__(unknown[n], "score", None)
        keep.score(unknown[n])


def merits_of(photos: Sequence[Photo]) -> Column:
    """Return `keep.merits` of each, a row a photo."""
    return np.concatenate([_merits_of(some) for some in blocks(photos)])


def _merits_of(photos: Sequence[Photo]) -> Column:
    faced = _faced(photos)
    merits = _merits(_seen(photos), faced)
    for n in faced.several:
        merits[n] = keep.merits(photos[n])
    return merits


class _Faced(NamedTuple):
    """The places of photos with one face to look at, that face of each, and places of those with several."""

    one: list[int]
    faces: list[PhotoFace]
    several: list[int]


def _faced(photos: Sequence[Photo]) -> _Faced:
    found = _Faced([], [], [])
    for n in [n for n, photo in enumerate(photos) if photo.faces]:
        faces = keep.noticed(photos[n])
        if len(faces) > 1:
            found.several.append(n)
        elif faces:
            found.one.append(n)
            found.faces.append(faces[0])
    return found


class _Seen(NamedTuple):
    """What is measured of each picture."""

    sharpness: Column
    exposure: Column
    contrast: Column


def _seen(photos: Sequence[Photo]) -> _Seen:
    return _Seen(
        np.array([p.sharpness for p in photos], np.float64),
        np.array([p.exposure for p in photos], np.float64),
        np.array([p.contrast for p in photos], np.float64),
    )


def _merits(seen: _Seen, faced: _Faced) -> Column:
    """Return the merits of those with one face or none."""
    sharpness, exposure, contrast = seen
    merits = np.empty((len(sharpness), len(keep.WEIGHTS)))
    merits[:, 0] = keep.WEIGHTS["sharper"] * sharpness
    merits[:, 1] = keep.WEIGHTS["light"] * (0.6 * exposure + 0.4 * contrast)
    merits[:, 2:] = keep.WEIGHTS["faces"] * 0.5, *keep.UNMEASURED
    x, y, w, h, quality, smile, eyes = _columns(faced.faces)
    picture = sharpness[faced.one]
    subject = np.where(w * h < keep.SUBJECT, picture, (picture + quality) / 2)
    whole = (np.minimum(x, y) > 0) & (np.maximum(x + w, y + h) < 1)
    clear = quality * np.minimum(1.0, np.sqrt(w * h / keep.CLEAR)) * np.where(whole, 1.0, 0.7)
    merits[faced.one, 0] = keep.WEIGHTS["sharper"] * subject
    merits[faced.one, 2] = keep.WEIGHTS["faces"] * clear
    merits[faced.one, 3] = keep.WEIGHTS["smile"] * smile
    merits[faced.one, 4] = keep.WEIGHTS["eyes"] * eyes
    return merits


def _columns(faces: Sequence[PhotoFace]) -> Column:
    """Return x, y, w, h, quality, smile and how open the eyes are, a half where nobody measured them."""
    rows = [
        (f.box.x, f.box.y, f.box.w, f.box.h, f.quality, f.smile, 0.5 if f.eyes_open is None else f.eyes_open)
        for f in faces
    ]
    return np.array(rows, np.float64).reshape(-1, 7).T


def _framed(faces: Sequence[PhotoFace]) -> Column:
    """Return `keep.framed` of photos with this one face each."""
    x, y, w, h, *_seen = _columns(faces)
    across = np.minimum(x, 1 - x - w) / np.maximum(w, 1e-6)
    down = np.minimum(y, 1 - y - h) / np.maximum(h, 1e-6)
    return np.where(w * h < keep.SUBJECT, 1.0, np.clip(np.minimum(across, down) / keep.AIR, 0.0, 1.0))


def _usable(seen: _Seen) -> Column:
    """Return `keep.usable` of each."""
    sharpness, exposure, contrast = seen
    ramps = [np.clip(exposure / 0.3, 0, 1), np.clip(contrast / 0.25, 0, 1), np.clip(sharpness / 0.25, 0, 1)]
    least: Column = np.minimum.reduce(ramps)
    return least
