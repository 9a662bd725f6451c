"""Which new files vanished elsewhere, in whatever roll: their people and verdicts go along. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rollsuggest.library.scan import Found
from rollsuggest.model import AssetId, RollId

Place = tuple[RollId, str]  # a roll, and a path relative to it


@dataclass(frozen=True, slots=True)
class Vanished:
    """A known file that is not where it was."""

    asset: AssetId
    roll: RollId
    path: str
    size: int
    mtime_ns: int
    content: bytes | None  # its hash; None when it was never read

    @property
    def place(self) -> Place:
        return self.roll, self.path


def by_stamp(gone: Sequence[Vanished], new: Mapping[Place, Found]) -> dict[Place, Vanished]:
    """Match what is told by name, size and time alone, without reading a file.

    [Note: Trusted moves] Moving a file keeps its name, its length and its time of change, on most systems to
    the nanosecond. Where all three fit, and one vanished and one new file alone have them, two different
    files would have to share them by chance; each scan trusts less, size and time, to call a file unchanged.
    Reading instead would take a renamed folder of 10,000 photos minutes, on a network drive an hour. Empty
    files tell nothing, and a file that is back at its very own place needs not be the only one.
    """
    at_home = {v.place: v for v in gone}
    found = {
        place: held
        for place, file in new.items()
        if (held := at_home.get(place)) and (held.size, held.mtime_ns) == (file.size, file.mtime_ns)
    }
    back = {held.asset for held in found.values()}
    left = {_stamp(v.path, v.size, v.mtime_ns): v for v in gone if v.asset not in back}
    asked = Counter(_stamp(v.path, v.size, v.mtime_ns) for v in gone if v.asset not in back)
    wanted = {place: _stamp(f.path, f.size, f.mtime_ns) for place, f in new.items() if place not in found}
    claimed = Counter(wanted.values())
    for place, stamp in wanted.items():
        if new[place].size and asked[stamp] == claimed[stamp] == 1:
            found[place] = left[stamp]
    return found


def by_content(gone: Iterable[Vanished], new: Mapping[Place, bytes]) -> dict[Place, Vanished]:
    """Match by content hash, within a roll first. Each asset is matched at most once.

    Of equal copies the first path, by name, takes the first asset.
    """
    left: dict[bytes, list[Vanished]] = defaultdict(list)
    for vanished in gone:
        if vanished.content is not None:
            left[vanished.content].append(vanished)
    found: dict[Place, Vanished] = {}
    for at_home in (True, False):
        for place in sorted(new.keys() - found.keys()):
            held = left.get(new[place], [])
            one = next((v for v in held if not at_home or v.roll == place[0]), None)
            if one:
                held.remove(one)
                found[place] = one
    return found


def _stamp(path: str, size: int, mtime_ns: int) -> tuple[str, int, int]:
    return path.rpartition("/")[2], size, mtime_ns
