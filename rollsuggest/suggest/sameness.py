"""Which photos are only more of the same: copies, sizes and edits of one picture, worse frames of a burst.

[Note: False stacks] Users lose photos when frames are stacked by time alone (simulot/immich-go#1129: times
without seconds), so time only narrows where to look; the pictures must look alike as well.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import timedelta

import numpy as np

from rollsuggest.model import AssetId, Extra, Kind, Photo, Role
from rollsuggest.suggest import keep
from rollsuggest.suggest.bursts import CLEARLY, NEIGHBOURS, happens_at_full_minute, worse_frames
from rollsuggest.suggest.columns import blocks, columns_of
from rollsuggest.suggest.likeness import alike, bits_apart, cosine
from rollsuggest.suggest.measured import measure
from rollsuggest.suggest.moments import time_order
from rollsuggest.suggest.same_picture import Pair, copy_rank, same_pictures

EDIT = re.compile(
    r"([-_ ]?(edited|edit|bearbeitet|editado|modifié|modificato|copy|kopie|effects)|[-_ ]?\(\d+\)|~\d+)+$",
    re.I,
)
_PHOTO, _STILL = Role.PHOTO, Kind.PHOTO  # see Note: Members
_BY_EDITOR = re.compile(r"(edited|edit|bearbeitet|editado|modifié|modificato|effects|~\d+)", re.I)
EDITED_WITHIN = timedelta(seconds=2)  # editors keep the time, some not its fraction
_APPLE_EDIT = re.compile(r"^IMG_E(?=\d{4})", re.I)  # IMG_E1234 beside IMG_1234


def extras(photos: Iterable[Photo]) -> Mapping[AssetId, Role]:
    """Return the photos that are not needed beside a better one of their group, each with its role."""
    return {extra.asset: extra.role for extra in stand_ins(photos)}


def stand_ins(
    photos: Iterable[Photo], folders: Callable[[], Counter[str]] | None = None
) -> tuple[Extra, ...]:
    """Return, for each photo that is not needed, which better one stands for it, and why that is better.

    Only photos (`Role.PHOTO`) are compared; of each group one stays, or those that the person keeps.
    `folders` counts those of the whole library (`folders_of`), where these are some of it.
    """
    own = [p for p in photos if p.role is _PHOTO]
    own.sort(key=time_order)
    measure(own)
    result = _duplicates(own, folders or (lambda: folders_of(own)))
    rest = [p for p in own if p.id not in result and p.kind is _STILL]  # a film is no frame of a burst
    edited: set[AssetId] = set()
    if groups := _groups(_edits(rest)):
        for group in groups:
            edited |= {p.id for p in group if _is_edit(p, group)}
            result |= _extras(group, max(group, key=_chosen(edited)), Role.BURST_EXTRA, _why(edited))
        rest = [p for p in rest if p.id not in result]
    columns = columns_of(rest)
    timed: set[AssetId] = set()
    if groups := _groups(same_pictures(columns)):
        for group in groups:
            whole = min(group, key=lambda p: (not p.kept, p.id not in edited, copy_rank(p)))
            result |= _extras(group, whole, Role.BURST_EXTRA, _why(edited, of_one_picture=True))
            if happens_at_full_minute(whole, group):
                timed.add(whole.id)
        columns = columns.only(np.array([p.id not in result for p in columns.photos], bool))
    result |= {extra.asset: extra for extra in worse_frames(columns, edited, timed)}
    return tuple(_at_last(e, result) if e.best in result else e for e in result.values())


def _duplicates(own: Sequence[Photo], folders: Callable[[], Counter[str]]) -> dict[AssetId, Extra]:
    """Return the copies of the same bytes but for the original of each."""
    groups = _groups(_copies(own))
    apart = any(
        len(set(map(folder_of, group))) > 1 for group in groups
    )  # else it does not matter where most are
    counts = folders() if apart else Counter[str]()
    result: dict[AssetId, Extra] = {}
    for group in groups:
        original = min(group, key=lambda p: (not p.kept, _original_rank(p, counts)))
        result |= _extras(group, original, Role.DUPLICATE, lambda _best, _other: "original")
    return result


def _at_last(extra: Extra, stands: Mapping[AssetId, Extra]) -> Extra:
    """Return the same of whoever stands for all at last, as what stood for it may itself stand back."""
    for _step in range(len(stands)):  # as many at most: two photos of one id would go round for ever
        if (beyond := stands.get(extra.best)) is None or beyond.best == extra.best:
            break
        reason = extra.reason if extra.role is Role.DUPLICATE else beyond.reason
        extra = extra._replace(best=beyond.best, reason=reason)
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


def shot_rank(photo: Photo) -> tuple[bool, int, int, str, int]:
    """Sort key for the best shot of a group: the one that the person keeps; sharp, lit, faces; largest."""
    return photo.kept, keep.coarse(keep.score(photo)), photo.width * photo.height, photo.path, -photo.id


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


def folder_of(photo: Photo) -> str:
    return photo.path.rpartition("/")[0]


def folders_of(photos: Iterable[Photo]) -> Counter[str]:
    """Count the photos (`Role.PHOTO`) in each folder."""
    return Counter(folder_of(p) for p in photos if p.role is _PHOTO)


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
    named: dict[str, list[Photo]] = defaultdict(list)
    for photo in maybe_named_alike(photos):
        named[name_of(photo)].append(photo)
    return [
        (one, other)
        for group in named.values()
        for n, one in enumerate(group)
        for other in group[n + 1 : n + 1 + NEIGHBOURS]  # they come in the order of time
        if _same_time(one, other) and _not_different(one, other, cosine_from=0.45, bits_to=26)
    ]


def maybe_named_alike(photos: Sequence[Photo]) -> list[Photo]:
    """Return all that may share a name as `name_of` tells it, and few others: most names bear no mark."""
    heads = [head for some in blocks(photos) for head in _heads(some)]
    counts = Counter(heads)
    if len(counts) == len(heads):
        return []
    return [photo for photo, head in zip(photos, heads, strict=True) if counts[head] > 1]


def _heads(photos: Sequence[Photo]) -> list[str]:
    """Return the names as `name_of` tells them, or so far as most do: with a number at their end."""
    paths = [p.path for p in photos]
    text = "\n".join(paths).casefold()
    heads = [path.rpartition(".")[0] for path in text.split("\n")]
    plain = len(heads) == len(photos) and "~" not in text and "img_e" not in text
    if not plain:
        heads = [path.rpartition(".")[0].casefold() for path in paths]
    for n, head in enumerate(heads):
        if (
            not head[-1:].isdigit()
            or (not plain and ("~" in head or "img_e" in head))
            or "/" in paths[n][len(head) :]
        ):
            heads[n] = name_of(photos[n]).casefold().removeprefix("/")
    return heads


def _is_edit(photo: Photo, group: Sequence[Photo]) -> bool:
    """Tell whether an editor made this one of its group, and no small picture of it."""
    stem = _folder_and_stem(photo)[1]
    large = max(p.width * p.height for p in group)
    marked = _BY_EDITOR.search(stem[len(_unmarked(stem)) :]) or _APPLE_EDIT.match(stem)
    return bool(marked) and photo.width * photo.height >= min(keep.LARGE_PX, large / 4)


def _same_time(one: Photo, other: Photo) -> bool:
    if one.taken_at is None or other.taken_at is None or one.day is None or other.day is None:
        return one.taken_at is None and other.taken_at is None
    return one.day == other.day and abs(one.taken_at - other.taken_at) <= EDITED_WITHIN


def _not_different(one: Photo, other: Photo, *, cosine_from: float, bits_to: int) -> bool:
    """Tell whether the pictures may be one; those not analysed yet get the benefit of their names."""
    if cosine(one, other) is None and bits_apart(one, other) is None:
        return True
    return alike(one, other, cosine_from=cosine_from, bits_to=bits_to)


def _groups(pairs: Iterable[Pair]) -> list[list[Photo]]:
    """Return the connected groups of two or more, and their members, in the order of time (union-find)."""
    parent: dict[AssetId, AssetId] = {}
    members: dict[AssetId, Photo] = {}

    def root(asset: AssetId) -> AssetId:
        while (up := parent.get(asset, asset)) != asset:
            parent[asset] = asset = parent.get(up, up)
        return asset

    for one, other in pairs:
        for photo in (one, other):
            parent.setdefault(photo.id, photo.id)
            members.setdefault(photo.id, photo)
        parent[root(other.id)] = root(one.id)
    groups: dict[AssetId, list[Photo]] = defaultdict(list)
    for photo in sorted(members.values(), key=time_order):
        groups[root(photo.id)].append(photo)
    return list(groups.values())
