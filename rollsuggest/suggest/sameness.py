"""Which photos are only more of the same: exact copies, edited copies, worse frames of a burst.

[Note: False stacks] Users lose photos when frames are stacked by time alone (simulot/immich-go#1129: times
without seconds), so time only narrows where to look; the pictures must look alike as well.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from rollsuggest.model import AssetId, Certainty, Extra, Photo, Role
from rollsuggest.suggest import keep
from rollsuggest.suggest.likeness import alike, bits_apart, cosine
from rollsuggest.suggest.moments import by_day, time_order

BURST_GAP = timedelta(seconds=2.5)
TAKES_GAP = timedelta(seconds=45)
CLEARLY = 0.005  # a smaller lead is nothing to speak of
NEIGHBOURS = 8  # frames of a burst may be mixed with another phone's photos
EDIT = re.compile(
    r"([-_ ]?(edited|edit|bearbeitet|editado|modifié|modificato|copy|kopie|effects)|[-_ ]?\(\d+\)|~\d+)+$",
    re.I,
)
_APPLE_EDIT = re.compile(r"^IMG_E(?=\d{4})", re.I)  # IMG_E1234 beside IMG_1234

Pair = tuple[Photo, Photo]


def extras(photos: Iterable[Photo]) -> Mapping[AssetId, Role]:
    """Return the photos that are not needed beside a better one of their group, each with its role."""
    return {extra.asset: extra.role for extra in stand_ins(photos)}


def stand_ins(photos: Iterable[Photo]) -> tuple[Extra, ...]:
    """Return, for each photo that is not needed, which better one stands for it, and why that is better.

    Only photos (`Role.PHOTO`) are compared; of each group one stays, or those that the person keeps.
    """
    own = sorted((p for p in photos if p.role is Role.PHOTO), key=time_order)
    result: dict[AssetId, Extra] = {}
    folders = Counter(_folder_and_stem(p)[0] for p in own)
    for group in _groups(own, _copies(own)):
        original = min(group, key=lambda p: (not p.kept, _original_rank(p, folders)))
        result |= _extras(group, original, Role.DUPLICATE)
    rest = [p for p in own if p.id not in result]
    for group in _groups(rest, [*_edits(rest), *_bursts(rest), *_resent(rest)]):
        result |= _extras(group, max(group, key=shot_rank), Role.BURST_EXTRA)
    # A copy's original may itself stand behind a better frame.
    last = {e.asset: result[e.best].best if e.best in result else e.best for e in result.values()}
    return tuple(
        extra if last[extra.asset] == extra.best else replace(extra, best=last[extra.asset])
        for extra in result.values()
    )


def _extras(group: Sequence[Photo], best: Photo, role: Role) -> dict[AssetId, Extra]:
    return {
        p.id: Extra(p.id, best.id, role, "original" if role is Role.DUPLICATE else better(best, p))
        for p in group
        if p is not best and not p.kept
    }


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
    own, others = keep.merits(best), keep.merits(other)
    ahead = {name: own[name] - others[name] for name in own}
    first = max(ahead, key=lambda name: ahead[name])
    if ahead[first] >= CLEARLY:
        return first
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


def _unmarked(stem: str) -> str:
    """Return a name without what editors add to it."""
    return _APPLE_EDIT.sub("IMG_", EDIT.sub("", stem))


def _edits(photos: Sequence[Photo]) -> list[Pair]:
    """Pairs of a photo and its edited copy: the same name but for the editor's mark, and the same time."""
    named: dict[tuple[str, str], list[Photo]] = defaultdict(list)
    for photo in photos:
        folder, stem = _folder_and_stem(photo)
        named[folder, _unmarked(stem).casefold()].append(photo)
    return [
        (group[0], other)
        for group in named.values()
        for other in group[1:]
        if _same_time(group[0], other) and _not_different(group[0], other, cosine_from=0.45, bits_to=26)
    ]


def _bursts(photos: Sequence[Photo]) -> list[Pair]:
    """Pairs of frames taken within seconds that look alike, or within a minute and look the same."""
    exact = [p for p in photos if p.taken_at and p.certainty is Certainty.EXACT]
    pairs = []
    for n, photo in enumerate(exact):
        for other in exact[n + 1 : n + 1 + NEIGHBOURS]:
            assert photo.taken_at and other.taken_at
            gap = other.taken_at - photo.taken_at
            if gap > TAKES_GAP:
                break
            if photo.camera != other.camera or _coarse(photo, other):
                continue
            quick = gap <= BURST_GAP
            if alike(photo, other, cosine_from=0.6 if quick else 0.93, bits_to=12 if quick else 5):
                pairs.append((photo, other))
    return pairs


def _resent(photos: Sequence[Photo]) -> list[Pair]:
    """Pairs of the same picture on one day, such as the copy that a messenger made smaller."""
    pairs = []
    for group in by_day(photos).values():
        loose = [p for p in group if p.certainty is Certainty.DAY]
        pairs += [
            (one, other) for one in loose for other in group if one is not other and _same_picture(one, other)
        ]
    return pairs


def _same_picture(one: Photo, other: Photo) -> bool:
    bits = bits_apart(one, other)
    if bits is None or bits > 4:
        return False
    near = cosine(one, other)
    return near is not None and near >= 0.95


def _same_time(one: Photo, other: Photo) -> bool:
    if one.taken_at is None or other.taken_at is None or one.day is None or other.day is None:
        return one.taken_at is None and other.taken_at is None
    return one.day == other.day and abs(one.taken_at - other.taken_at) <= timedelta(seconds=2)


def _not_different(one: Photo, other: Photo, *, cosine_from: float, bits_to: int) -> bool:
    """Tell whether the pictures may be one; those not analysed yet get the benefit of their names."""
    if cosine(one, other) is None and bits_apart(one, other) is None:
        return True
    return alike(one, other, cosine_from=cosine_from, bits_to=bits_to)


def _coarse(one: Photo, other: Photo) -> bool:
    """Tell whether the times have no seconds, so that nearness in time means nothing."""
    return all(
        p.taken_at is not None and not p.taken_at.second and not p.taken_at.microsecond for p in (one, other)
    )


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
    for photo in photos:
        if photo.id in parent:
            groups[root(photo.id)].append(photo)
    return list(groups.values())
