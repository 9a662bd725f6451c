"""Names told by files, brought together with the faces that we found. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

from rollsuggest.library.face_regions import NamedRegion, turned
from rollsuggest.model import AssetId, Box, ClusterId, FaceId

MOST_LARGER = 6.0  # programs draw frames round a head more widely than a detector does


@dataclass(frozen=True, slots=True)
class Told:
    """The named faces of one file, and its orientation: not all writers mean the picture as it is stored.

    `people` are in the picture somewhere.
    """

    orientation: int
    regions: tuple[NamedRegion, ...]
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Seen:
    """A face that was found, and the cluster it is in."""

    face: FaceId
    asset: AssetId
    box: Box
    cluster: ClusterId | None


@dataclass(frozen=True, slots=True)
class NameFound:
    """A name with the faces it was written to. `cluster` is where most of them are, None for nowhere."""

    name: str
    faces: tuple[FaceId, ...]
    cluster: ClusterId | None
    agree: int  # how many of the faces are in that cluster
    guessed: frozenset[FaceId] = frozenset()  # the only face of a photo of which one name is told, not where


def matched(told: Mapping[AssetId, Told], seen: Iterable[Seen]) -> tuple[NameFound, ...]:
    """Return the names that belong to faces we found, the most frequent first."""
    faces: dict[AssetId, list[Seen]] = defaultdict(list)
    for face in seen:
        faces[face.asset].append(face)
    by_name: dict[str, list[Seen]] = defaultdict(list)
    guesses = set[FaceId]()
    for asset in sorted(told):
        pairs = _in_photo(told[asset], faces[asset])
        guess = [] if pairs else _only_one(told[asset], faces[asset])
        guesses.update(face.face for _name, face in guess)
        for name, face in pairs + guess:
            by_name[name].append(face)
    found = [_name_found(name, there, guesses) for name, there in by_name.items()]
    found.sort(key=lambda name: (-len(name.faces), name.name))
    return tuple(name for n, name in enumerate(found) if not _outvoted(name, found[:n]))


def _only_one(told: Told, faces: Sequence[Seen]) -> list[tuple[str, Seen]]:
    """Match the one name and the one face of a photo: no frame says so, but nobody else is there."""
    names = {*told.people, *(region.name for region in told.regions)}
    sure = len(names) == len(told.people) == len(faces) == 1
    return [(told.people[0], faces[0])] if sure else []


def _name_found(name: str, faces: Sequence[Seen], guesses: Set[FaceId]) -> NameFound:
    """A guess that most others of the name speak against is left out."""
    votes = Counter(face.cluster for face in faces if face.cluster is not None)
    cluster, agree = min(votes.items(), key=lambda vote: (-vote[1], vote[0]), default=(None, 0))
    kept = [f.face for f in faces if f.face not in guesses or f.cluster in (cluster, None)]
    return NameFound(name, tuple(kept), cluster, agree, frozenset(kept) & guesses)


def _outvoted(name: NameFound, before: Iterable[NameFound]) -> bool:
    """Tell whether a name that is only guessed is of somebody who bears a more frequent one."""
    only_guessed = len(name.guessed) == len(name.faces)
    return only_guessed and any(other.cluster == name.cluster is not None for other in before)


def _in_photo(told: Told, faces: Sequence[Seen]) -> list[tuple[str, Seen]]:
    """Match regions and faces, in the reading of the orientation that fits more of them."""
    as_stored = [NamedRegion(r.name, turned(r.box, told.orientation)) for r in told.regions]
    readings = [_matches(as_stored, faces), _matches(told.regions, faces)]
    return max(readings, key=len)


def _matches(regions: Sequence[NamedRegion], faces: Sequence[Seen]) -> list[tuple[str, Seen]]:
    """Pair each face with at most one name and each name with one face of a photo, the nearest first."""
    offers = sorted(
        (_distance(region.box, face.box), i, j)
        for i, region in enumerate(regions)
        for j, face in enumerate(faces)
        if _same(region.box, face.box)
    )
    pairs, names, taken = [], set[str](), set[int]()
    for _far, i, j in offers:
        if regions[i].name not in names and j not in taken:
            names.add(regions[i].name)
            taken.add(j)
            pairs.append((regions[i].name, faces[j]))
    return pairs


def _same(region: Box, face: Box) -> bool:
    larger = max(region.area, face.area) / max(min(region.area, face.area), 1e-9)
    return larger <= MOST_LARGER and (_holds(region, face) or _holds(face, region))


def _holds(outer: Box, inner: Box) -> bool:
    """Return whether the middle of `inner` lies in `outer`."""
    x, y = inner.x + inner.w / 2, inner.y + inner.h / 2
    return outer.x <= x <= outer.x + outer.w and outer.y <= y <= outer.y + outer.h


def _distance(a: Box, b: Box) -> float:
    return abs(a.x + a.w / 2 - b.x - b.w / 2) + abs(a.y + a.h / 2 - b.y - b.h / 2)
