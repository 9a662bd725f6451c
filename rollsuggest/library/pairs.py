"""Which files are one asset: a Live Photo's film belongs to its photo, a RAW to the JPEG beside it. Pure.

[Note: Live Photos] An iPhone writes `IMG_0001.HEIC` and `IMG_0001.MOV`, with one identifier in both; Android
phones and exports write `.JPG` and `.MP4`. The film never lasts longer than a few seconds. Where both tell
their identifier it decides, wherever in the roll the film lies; where one is silent, folder and name do,
unless the dates contradict: cameras begin to number anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import PurePosixPath

from rollsuggest.library.scan import RAW_SUFFIXES
from rollsuggest.model import AssetId, Kind

LONGEST_LIVE_S = 5.0
MOST_APART = timedelta(hours=26)  # a film's day may be known in another zone; another week is another moment
_HEIC = frozenset({".heic", ".heif", ".hif"})
_JPEG = frozenset({".jpg", ".jpeg", ".jpe"})


@dataclass(frozen=True, slots=True)
class Member:
    """A file that may be one half of a pair."""

    id: AssetId
    path: str  # relative to the roll
    kind: Kind
    identifier: str = ""  # Apple's ContentIdentifier, where the file tells it
    taken_at: datetime | None = None
    duration_s: float | None = None
    size: int = 0  # bytes

    @property
    def suffix(self) -> str:
        return PurePosixPath(self.path).suffix.lower()

    @property
    def is_raw(self) -> bool:
        return self.suffix in RAW_SUFFIXES


def companions(members: Iterable[Member]) -> dict[AssetId, AssetId]:
    """Return which file is the companion of which. No file is both: what is accompanied accompanies none."""
    everyone = sorted(members, key=lambda member: (member.path, member.id))
    namesakes: dict[tuple[str, str], list[Member]] = defaultdict(list)
    identified: dict[str, list[Member]] = defaultdict(list)
    for member in everyone:
        path = PurePosixPath(member.path)
        namesakes[str(path.parent), path.stem.casefold()].append(member)
        if member.identifier and member.kind is Kind.PHOTO:
            identified[member.identifier].append(member)
    found: dict[AssetId, AssetId] = {}
    for group in namesakes.values():
        found |= _raws(group)
    for group in namesakes.values():
        found |= _films(group, identified, found)
    return found


def _raws(group: Sequence[Member]) -> dict[AssetId, AssetId]:
    photos = [member for member in group if member.kind is Kind.PHOTO]
    shown = _shown([photo for photo in photos if not photo.is_raw])
    if shown is None:
        return {}
    return {raw.id: shown.id for raw in photos if raw.is_raw and _at_once(raw, shown)}


def _films(
    group: Sequence[Member], identified: Mapping[str, Sequence[Member]], found: Mapping[AssetId, AssetId]
) -> dict[AssetId, AssetId]:
    pairs = {}
    for film in group:
        if film.kind is not Kind.VIDEO or not film.duration_s or film.duration_s > LONGEST_LIVE_S:
            continue
        by_identifier = identified.get(film.identifier, ()) if film.identifier else ()
        photo = _nearest(film, by_identifier) or _shown([p for p in group if _may_belong(film, p)])
        if photo:
            pairs[film.id] = found.get(photo.id, photo.id)  # the film of a RAW is that of its JPEG
    return pairs


def _nearest(film: Member, photos: Sequence[Member]) -> Member | None:
    """Return the photo of one identifier that lies nearest: edited copies and backups bear it too."""
    path = PurePosixPath(film.path)

    def distance(photo: Member) -> tuple[bool, bool, tuple[int, int, str]]:
        other = PurePosixPath(photo.path)
        namesake = other.stem.casefold() == path.stem.casefold()
        return other.parent != path.parent, not namesake, _rank(photo)

    return min(photos, key=distance, default=None)


def _may_belong(film: Member, photo: Member) -> bool:
    told_apart = film.identifier and photo.identifier and film.identifier != photo.identifier
    return photo.kind is Kind.PHOTO and not told_apart and _at_once(film, photo)


def _at_once(a: Member, b: Member) -> bool:
    return a.taken_at is None or b.taken_at is None or abs(a.taken_at - b.taken_at) <= MOST_APART


def _shown(photos: Sequence[Member]) -> Member | None:
    """Return the photo that stands for namesakes: as it came from the phone, before exports and the RAW."""
    return min(photos, key=_rank, default=None)


def _rank(photo: Member) -> tuple[int, int, str]:
    first = 0 if photo.suffix in _HEIC else 1 if photo.suffix in _JPEG else 3 if photo.is_raw else 2
    return first, -photo.size, photo.path
