"""The worse frames of bursts. Half of a library may be frames, so all are judged at once: see `columns`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import repeat

import numpy as np
import numpy.typing as npt

from rollsuggest.model import MICROSECOND, AssetId, Certainty, Extra, Photo, Role
from rollsuggest.suggest import keep
from rollsuggest.suggest.columns import Columns, Mask, blocks, connected
from rollsuggest.suggest.likeness import Places, look_alike
from rollsuggest.suggest.measured import merits_of

BURST_GAP = timedelta(seconds=2.5)
TAKES_GAP = timedelta(seconds=45)
CLEARLY = 0.005  # a smaller lead is nothing to speak of
NEIGHBOURS = 8  # frames of a burst may be mixed with another phone's photos
_SAID = np.array([*keep.WEIGHTS, "larger", "", "edited", "kept"], object)  # in what the best is ahead
_LARGER, _NOTHING, _EDITED, _KEPT = range(len(keep.WEIGHTS), len(_SAID))


def worse_frames(
    columns: Columns, edited: Collection[AssetId], timed: Collection[AssetId] = ()
) -> Iterator[Extra]:
    """Yield what `sameness.shot_rank` and `sameness.better` say of each group of frames.

    What the person edited stays before what is a little sharper. `timed` are those that only
    happen to be of a full minute.
    """
    exact = columns.only(columns.exact)
    first = connected(len(exact.photos), *_pairs(exact, timed))
    size = np.bincount(first, minlength=len(first))
    places = np.flatnonzero(size[first] > 1)
    photos, _at, _exact, _hashes, kept, area = exact.at_rows(places)
    group = np.unique(first[places], return_inverse=True)[1]
    changed = np.array([p.id in edited for p in photos] if edited else [False] * len(photos), bool)
    best = _best(photos, group, (kept, changed, _scores(photos), area))[group]
    order = np.lexsort((places, group))
    other = order[(order != best[order]) & ~kept[order]]
    best = best[other]
    said = _ahead(photos, best, other)
    said[(said == _NOTHING) & (area[best] > area[other])] = _LARGER
    said[changed[best]] = _EDITED
    said[kept[best]] = _KEPT
    ids = np.array([p.id for p in photos], object)
    return map(Extra, ids[other], ids[best], repeat(Role.BURST_EXTRA), _SAID[said])


def _scores(photos: Sequence[Photo]) -> npt.NDArray[np.float64]:
    """Return the scores as `keep.coarse` does."""
    scores = [keep.score(p) if p.score is None else p.score for some in blocks(photos) for p in some]
    return np.floor(np.array(scores, np.float64) * keep.STEPS + 0.5)


def _best(photos: Sequence[Photo], group: Places, ranks: Sequence[npt.NDArray[np.generic]]) -> Places:
    """Return the place of each group's best by the ranks, the first before the others; then by its path."""
    order = np.lexsort((*reversed(ranks), group))
    last = np.flatnonzero(np.diff(group[order], append=-1))
    best = order[last]
    even = np.ones(max(0, len(order) - 1), bool)
    for rank in (group, *ranks):
        even &= rank[order[1:]] == rank[order[:-1]]
    for n in np.flatnonzero(even[last - 1] & (last > 0)).tolist():
        begin = int(last[n])
        while begin and even[begin - 1]:
            begin -= 1
        tied = order[begin : last[n] + 1].tolist()
        best[n] = max(tied, key=lambda place: (photos[place].path, -photos[place].id))
    return best


def _ahead(photos: Sequence[Photo], best: Places, other: Places) -> Places:
    """Return in which merit, as `_SAID` counts them, each best is most ahead of the other."""
    merits = merits_of(photos)
    ahead = merits[best] - merits[other]
    return np.where(ahead.max(axis=1, initial=0.0) >= CLEARLY, ahead.argmax(axis=1), _NOTHING)


def happens_at_full_minute(photo: Photo, same: Iterable[Photo]) -> bool:
    """Tell whether the time only happens to be without seconds, as one in sixty is.

    The camera took the `same` picture again a moment later, and told the seconds then.
    """
    return _without_seconds(photo) and any(
        p.certainty is Certainty.EXACT and p.camera == photo.camera and not _without_seconds(p) for p in same
    )


def _without_seconds(photo: Photo) -> bool:
    at = photo.taken_at
    return at is not None and not at.second and not at.microsecond


def _pairs(exact: Columns, timed: Collection[AssetId]) -> tuple[Places, Places]:
    """Return pairs of frames taken within seconds that look alike, or within a minute and look the same."""
    one, other, quick = _near_in_time(exact, timed)
    bits = np.bitwise_count(exact.hashes[one] ^ exact.hashes[other])
    alike = (exact.hashes[one] != 0) & (exact.hashes[other] != 0) & (bits <= np.where(quick, 12, 5))
    unsure = np.flatnonzero(~alike)
    least = np.where(quick[unsure], 0.6, 0.93)
    alike[unsure] = look_alike(exact.photos, one[unsure], other[unsure], least)
    return one[alike], other[alike]


def _near_in_time(exact: Columns, timed: Collection[AssetId]) -> tuple[Places, Places, Mask]:
    """Return the places of two photos each that may be of one burst, and whether they are seconds apart.

    Times without seconds tell nothing: see Note: False stacks.
    """
    at = exact.at
    numbers: dict[str, int] = {}
    cameras = np.array([numbers.setdefault(p.camera, len(numbers)) for p in exact.photos], np.int64)
    coarse = at % 60_000_000 == 0
    if timed:
        coarse[[n for n in np.flatnonzero(coarse).tolist() if exact.photos[n].id in timed]] = False
    found = [np.empty(0, np.int64)]
    steps = [np.empty(0, np.int64)]
    for step in range(1, min(NEIGHBOURS, len(at) - 1) + 1):
        fit = (at[step:] - at[:-step] <= TAKES_GAP // MICROSECOND) & (cameras[step:] == cameras[:-step])
        found.append(np.flatnonzero(fit & ~(coarse[step:] & coarse[:-step])))
        steps.append(np.full(len(found[-1]), step))
    one = np.concatenate(found)
    other = one + np.concatenate(steps)
    order = np.lexsort((other, one))
    one, other = one[order], other[order]
    return one, other, at[other] - at[one] <= BURST_GAP // MICROSECOND
