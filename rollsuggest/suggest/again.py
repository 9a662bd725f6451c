"""Which photos are more of the same once new ones came: only what hangs together with them is compared.

What may be told otherwise since is looked for generously: by time, bytes, name or picture. Where that would
be many photos, or tells too little, all are compared.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from rollsuggest.model import MICROSECOND, AssetId, Certainty, Extra, Photo, Role, moment_of
from rollsuggest.suggest.bursts import TAKES_GAP
from rollsuggest.suggest.by_month import Month
from rollsuggest.suggest.likeness import hashes_of
from rollsuggest.suggest.memory import Memory
from rollsuggest.suggest.same_picture import BANDS, MOST_BITS, NEXT
from rollsuggest.suggest.sameness import (
    EDITED_WITHIN,
    folder_of,
    folders_of,
    maybe_named_alike,
    name_of,
    stand_ins,
)

MOST = NEXT  # as many are compared each with each, whatever else was taken at that moment
_COPY = Role.DUPLICATE  # see Note: Members
_Hashes = npt.NDArray[np.uint64]


class Marks(NamedTuple):
    """What all photos are looked through by, a row each."""

    ids: npt.NDArray[np.int64]
    hashes: _Hashes
    contents: npt.NDArray[np.int64]  # what Python makes of the bytes' hash: equal ones may be of equal bytes
    kept: npt.NDArray[np.bool_]


def marks_of(photos: Sequence[Photo]) -> Marks:
    return Marks(
        np.array([p.id for p in photos], np.int64),
        hashes_of(photos),
        np.array([hash(p.content_hash) for p in photos], np.int64),
        np.array([p.kept for p in photos], bool),
    )


def marks_by_month(what: str, months: Iterable[Month], memory: Memory) -> Marks:
    """Return the same of photos split by month; only those of months that changed are looked at again.

    `what` photos they are tells those of one memory apart.
    """
    found = [memory.of((what, month), photos, partial(marks_of, photos)) for month, photos in months]
    return Marks(*map(np.concatenate, zip(marks_of(()), *found, strict=True)))


def stand_ins_again(
    photos: Sequence[Photo],
    known: tuple[Extra, ...],
    came: Collection[Photo],
    marks: Callable[[], Marks] | None = None,
) -> tuple[Extra, ...]:
    """Return what `stand_ins` does of all photos; `known` is that of them without those that came.

    `photos` are in the order of time; `marks` tells theirs, where they are known.
    """
    new = [p for p in came if p.role is Role.PHOTO]
    touched = _touched(photos, new, known, marks() if marks else marks_of(photos)) if new else {}
    if touched == {}:
        return known
    if touched is None:
        return stand_ins(photos)
    found = stand_ins(touched.values(), folders=lambda: folders_of(photos))
    return (*(extra for extra in known if extra.asset not in touched), *found)


def _touched(
    photos: Sequence[Photo], new: Sequence[Photo], known: Iterable[Extra], marks: Marks
) -> dict[AssetId, Photo] | None:
    """Return the new ones and all that hangs together with them; None where all may be told otherwise."""
    copied = [asset for extra in known if extra.role is _COPY for asset in extra[:2]]
    contents = [hash(p.content_hash) for p in new if p.content_hash]
    may = marks.kept | np.isin(marks.ids, np.array(copied, np.int64)) | np.isin(marks.contents, contents)
    copies = [photos[n] for n in np.flatnonzero(may).tolist()]
    if _tips_the_folders(photos, new, copies):
        return None
    hashes = marks.hashes
    touched: dict[AssetId, Photo] = {}
    asked = {p.id: p for p in new}
    while asked:
        touched |= asked
        if len(touched) > MOST or any(_crowded(p, photos, hashes) for p in asked.values()):
            return None
        near = (p for photo in asked.values() for p in _near(photo, photos, hashes, copies))
        asked = {p.id: p for p in near if p.role is Role.PHOTO and p.id not in touched}
    return touched


def _near(photo: Photo, photos: Sequence[Photo], hashes: _Hashes, copies: Sequence[Photo]) -> Iterator[Photo]:
    """Yield photos that it is compared with, and some that it is not."""
    if photo.content_hash:
        yield from (p for p in copies if p.content_hash == photo.content_hash)
    yield from _taken_with(photo, photos)
    if photo.phash:
        bits = np.bitwise_count(hashes ^ hashes_of([photo])[0])
        near = np.flatnonzero((hashes != 0) & (bits <= MOST_BITS))
        yield from (photos[n] for n in near.tolist())


def _taken_with(photo: Photo, photos: Sequence[Photo]) -> Iterator[Photo]:
    """Yield photos of exact times that bursts may be looked for in, and those of one moment and one name."""
    if photo.taken_at is None:
        undated = photos[bisect_left(photos, moment_of(None, dated=False), key=_moment) :]
        return (yield from _named_alike(photo, undated))
    if photo.day is None:
        return
    if photo.certainty is Certainty.EXACT:
        around = _within(photos, photo.taken_at, TAKES_GAP)
        yield from (p for p in around if p.certainty is Certainty.EXACT)
    yield from _named_alike(photo, _within(photos, photo.taken_at, EDITED_WITHIN))


def _within(photos: Sequence[Photo], at: datetime, gap: timedelta) -> Sequence[Photo]:
    begin, end = (moment_of(until, dated=True) for until in (at - gap, at + gap + MICROSECOND))
    first = bisect_left(photos, begin, key=_moment)
    return photos[first : bisect_left(photos, end, first, key=_moment)]


def _moment(photo: Photo) -> int:
    return photo.order[0]


def _named_alike(photo: Photo, others: Iterable[Photo]) -> Iterator[Photo]:
    name = name_of(photo)
    return (p for p in maybe_named_alike([photo, *others]) if name_of(p) == name)


def _crowded(photo: Photo, photos: Sequence[Photo], hashes: _Hashes) -> bool:
    """Tell whether more photos share a band of its hash than are compared with each other.

    Those of a band are compared only where one of them has no exact time.
    """
    if not photo.phash:
        return False
    apart = hashes ^ hashes_of([photo])[0]
    for first, count in BANDS:
        same = np.flatnonzero((apart >> np.uint64(first)) & np.uint64((1 << count) - 1) == 0)
        if len(same) > NEXT and any(photos[n].certainty is not Certainty.EXACT for n in same.tolist()):
            return True
    return False


def _tips_the_folders(photos: Sequence[Photo], new: Sequence[Photo], copies: Iterable[Photo]) -> bool:
    """Tell whether a folder now has as many photos as another, or more: another may be the original then.

    Only where there is a copy in this folder, or one that is kept beside the original: these may be it then.
    """
    came = Counter(map(folder_of, new))
    fresh = {p.id for p in new}
    own = {folder_of(p) for p in copies if p.id not in fresh} & came.keys()
    if not own:
        return False
    now = folders_of(photos)
    before = Counter(now)
    before.subtract(came)
    return any(_order(before, one, other) != _order(now, one, other) for one in own for other in now)


def _order(counts: Counter[str], one: str, other: str) -> int:
    return (counts[one] > counts[other]) - (counts[one] < counts[other])
