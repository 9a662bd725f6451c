"""Which photos are only more of the same: copies, sizes and edits of one picture, worse frames of a burst.

[Note: False stacks] Users lose photos when frames are stacked by time alone (simulot/immich-go#1129: times
without seconds), so time only narrows where to look; the pictures must look alike as well.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

import numpy as np
import numpy.typing as npt

from rollsuggest.model import AssetId, Certainty, Extra, Kind, Photo, Role
from rollsuggest.suggest import keep
from rollsuggest.suggest.likeness import Places, alike, bits_apart, cosine, cosines, hashes_of
from rollsuggest.suggest.measured import measure
from rollsuggest.suggest.moments import time_order, times_of
from rollsuggest.suggest.same_picture import Pair, copy_rank, same_pictures

BURST_GAP = timedelta(seconds=2.5)
TAKES_GAP = timedelta(seconds=45)
CLEARLY = 0.005  # a smaller lead is nothing to speak of
_MICROSECOND = timedelta(microseconds=1)
NEIGHBOURS = 8  # frames of a burst may be mixed with another phone's photos
EDIT = re.compile(
    r"([-_ ]?(edited|edit|bearbeitet|editado|modifié|modificato|copy|kopie|effects)|[-_ ]?\(\d+\)|~\d+)+$",
    re.I,
)
_BY_EDITOR = re.compile(r"(edited|edit|bearbeitet|editado|modifié|modificato|effects|~\d+)", re.I)
_APPLE_EDIT = re.compile(r"^IMG_E(?=\d{4})", re.I)  # IMG_E1234 beside IMG_1234


def extras(photos: Iterable[Photo]) -> Mapping[AssetId, Role]:
    """Return the photos that are not needed beside a better one of their group, each with its role."""
    return {extra.asset: extra.role for extra in stand_ins(photos)}


def stand_ins(photos: Iterable[Photo]) -> tuple[Extra, ...]:
    """Return, for each photo that is not needed, which better one stands for it, and why that is better.

    Only photos (`Role.PHOTO`) are compared; of each group one stays, or those that the person keeps.
    """
    own = sorted((p for p in photos if p.role is Role.PHOTO), key=time_order)
    measure(own)
    result: dict[AssetId, Extra] = {}
    folders = Counter(p.path.rpartition("/")[0] for p in own)
    for group in _groups(own, _copies(own)):
        original = min(group, key=lambda p: (not p.kept, _original_rank(p, folders)))
        result |= _extras(group, original, Role.DUPLICATE, lambda _best, _other: "original")
    rest = [p for p in own if p.id not in result and p.kind is Kind.PHOTO]  # a film is no frame of a burst
    edited: set[AssetId] = set()
    for group in _groups(rest, _edits(rest)):
        edited |= {p.id for p in group if _is_edit(p, group)}
        result |= _extras(group, max(group, key=_chosen(edited)), Role.BURST_EXTRA, _why(edited))
    rest = [p for p in rest if p.id not in result]
    for group in _groups(rest, same_pictures(rest)):
        whole = min(group, key=lambda p: (not p.kept, p.id not in edited, copy_rank(p)))
        result |= _extras(group, whole, Role.BURST_EXTRA, _why(edited, of_one_picture=True))
    rest = [p for p in rest if p.id not in result]
    for group in _groups(rest, _bursts(rest)):
        result |= _extras(group, max(group, key=_chosen(edited)), Role.BURST_EXTRA, _why(edited))
    return tuple(_at_last(extra, result) for extra in result.values())


def _at_last(extra: Extra, stands: Mapping[AssetId, Extra]) -> Extra:
    """Return the same of whoever stands for all at last, as what stood for it may itself stand back."""
    for _step in range(len(stands)):  # as many at most: two photos of one id would go round for ever
        if (beyond := stands.get(extra.best)) is None or beyond.best == extra.best:
            break
        reason = extra.reason if extra.role is Role.DUPLICATE else beyond.reason
        extra = replace(extra, best=beyond.best, reason=reason)
    return extra


def _extras(
    group: Sequence[Photo], best: Photo, role: Role, why: Callable[[Photo, Photo], str]
) -> dict[AssetId, Extra]:
    return {p.id: Extra(p.id, best.id, role, why(best, p)) for p in group if p is not best and not p.kept}


def _chosen(edited: Collection[AssetId]) -> Callable[[Photo], tuple[object, ...]]:
    """Return a sort key for the one that stays: what the person edited before what is a little sharper."""
    return lambda photo: (photo.kept, photo.id in edited, shot_rank(photo))


def _why(edited: Collection[AssetId], *, of_one_picture: bool = False) -> Callable[[Photo, Photo], str]:
    """Return what tells why the one that stays is better, in the words of `better`, and `edited`."""

    def why(best: Photo, other: Photo) -> str:
        if best.id in edited and not best.kept:
            return "edited"
        if of_one_picture and not best.kept:
            return "larger" if best.width * best.height > other.width * other.height else ""
        return better(best, other)

    return why


def shot_rank(photo: Photo) -> tuple[bool, float, int, str, int]:
    """Sort key for the best shot of a group: the one that the person keeps; sharp, lit, faces; largest."""
    shown = keep.score(photo)
    return photo.kept, round(shown, 3), photo.width * photo.height, photo.path, -photo.id


def better(best: Photo, other: Photo) -> str:
    """Return in what the best shot is most ahead, "" when there is nothing to tell between them.

    One of `kept`, `sharper`, `light`, `faces`, `smile`, `eyes`, `larger`.
    """
    if best.kept:
        return "kept"
    ahead = keep.ahead(best, other)
    if max(ahead) >= CLEARLY:
        return tuple(keep.WEIGHTS)[ahead.index(max(ahead))]
    return "larger" if best.width * best.height > other.width * other.height else ""


def _copies(photos: Sequence[Photo]) -> list[Pair]:
    """Pairs of the same bytes."""
    first: dict[bytes, Photo] = {}
    return [
        (first[p.content_hash], p)
        for p in photos
        if p.content_hash and first.setdefault(p.content_hash, p) is not p
    ]


def _original_rank(photo: Photo, folders: Counter[str]) -> tuple[int, bool, str, int]:
    """Sort key for the original among copies: it lies where most photos are and bears no copy mark."""
    folder, stem = _folder_and_stem(photo)
    return -folders[folder], _unmarked(stem) != stem, photo.path, photo.id


def _folder_and_stem(photo: Photo) -> tuple[str, str]:
    folder, _, name = photo.path.rpartition("/")
    return folder, name.rpartition(".")[0] or name


def name_of(photo: Photo) -> str:
    """Return the folder and the name without what editors add to it."""
    folder, stem = _folder_and_stem(photo)
    return f"{folder}/{_unmarked(stem).casefold()}"


def _unmarked(stem: str) -> str:
    """Return a name without what editors add to it."""
    if stem[-1:] == ")" or stem[-1:].isalpha() or "~" in stem:  # else there is nothing to look for
        stem = EDIT.sub("", stem)
    return _APPLE_EDIT.sub("IMG_", stem) if stem[:5].upper() == "IMG_E" else stem


def _edits(photos: Sequence[Photo]) -> list[Pair]:
    """Pairs of a photo and its edited copy: the same name but for the editor's mark, and the same time."""
    names = [name_of(photo) for photo in photos]
    again = {name for name, count in Counter(names).items() if count > 1}
    named: dict[str, list[Photo]] = defaultdict(list)
    for photo, name in zip(photos, names, strict=True) if again else ():
        if name in again:
            named[name].append(photo)
    return [
        (one, other)
        for group in named.values()
        for n, one in enumerate(group)
        for other in group[n + 1 : n + 1 + NEIGHBOURS]  # they come in the order of time
        if _same_time(one, other) and _not_different(one, other, cosine_from=0.45, bits_to=26)
    ]


def _is_edit(photo: Photo, group: Sequence[Photo]) -> bool:
    """Tell whether an editor made this one of its group, and no small picture of it."""
    stem = _folder_and_stem(photo)[1]
    large = max(p.width * p.height for p in group)
    marked = _BY_EDITOR.search(stem[len(_unmarked(stem)) :]) or _APPLE_EDIT.match(stem)
    return bool(marked) and photo.width * photo.height >= min(keep.LARGE_PX, large / 4)


def _bursts(photos: Sequence[Photo]) -> list[Pair]:
    """Pairs of frames taken within seconds that look alike, or within a minute and look the same."""
    exact = [p for p in photos if p.taken_at and p.certainty is Certainty.EXACT]
    one, other, quick = _near_in_time(exact)
    hashes = hashes_of(exact)
    bits = np.bitwise_count(hashes[one] ^ hashes[other])
    alike = (hashes[one] != 0) & (hashes[other] != 0) & (bits <= np.where(quick, 12, 5))
    unsure = np.flatnonzero(~alike)
    near = cosines(exact, one[unsure], other[unsure])
    alike[unsure] = near >= np.where(quick[unsure], 0.6, 0.93)
    return [(exact[a], exact[b]) for a, b in zip(one[alike].tolist(), other[alike].tolist(), strict=True)]


def _near_in_time(exact: Sequence[Photo]) -> tuple[Places, Places, npt.NDArray[np.bool_]]:
    """Return the places of two photos each that may be of one burst, and whether they are seconds apart.

    Times without seconds tell nothing: see Note: False stacks.
    """
    at = times_of(exact)
    numbers: dict[str, int] = {}
    cameras = np.array([numbers.setdefault(p.camera, len(numbers)) for p in exact], np.int64)
    coarse = at % 60_000_000 == 0
    found = [np.empty(0, np.int64)]
    steps = [np.empty(0, np.int64)]
    for step in range(1, min(NEIGHBOURS, len(exact) - 1) + 1):
        fit = (at[step:] - at[:-step] <= TAKES_GAP // _MICROSECOND) & (cameras[step:] == cameras[:-step])
        found.append(np.flatnonzero(fit & ~(coarse[step:] & coarse[:-step])))
        steps.append(np.full(len(found[-1]), step))
    one = np.concatenate(found)
    other = one + np.concatenate(steps)
    order = np.lexsort((other, one))
    one, other = one[order], other[order]
    return one, other, at[other] - at[one] <= BURST_GAP // _MICROSECOND


def _same_time(one: Photo, other: Photo) -> bool:
    if one.taken_at is None or other.taken_at is None or one.day is None or other.day is None:
        return one.taken_at is None and other.taken_at is None
    return one.day == other.day and abs(one.taken_at - other.taken_at) <= timedelta(seconds=2)


def _not_different(one: Photo, other: Photo, *, cosine_from: float, bits_to: int) -> bool:
    """Tell whether the pictures may be one; those not analysed yet get the benefit of their names."""
    if cosine(one, other) is None and bits_apart(one, other) is None:
        return True
    return alike(one, other, cosine_from=cosine_from, bits_to=bits_to)


def _groups(photos: Sequence[Photo], pairs: Iterable[Pair]) -> list[list[Photo]]:
    """Return the connected groups of two or more, members in the order of `photos` (union-find)."""
    parent: dict[AssetId, AssetId] = {}

    def root(asset: AssetId) -> AssetId:
        while (up := parent.get(asset, asset)) != asset:
            parent[asset] = asset = parent.get(up, up)
        return asset

    for one, other in pairs:
        parent.setdefault(one.id, one.id)
        parent.setdefault(other.id, other.id)
        parent[root(other.id)] = root(one.id)
    groups: dict[AssetId, list[Photo]] = defaultdict(list)
    for photo in photos if parent else ():
        if photo.id in parent:
            groups[root(photo.id)].append(photo)
    return list(groups.values())
