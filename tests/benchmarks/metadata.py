"""How much of what files say of date, position and orientation we read: python -m benchmarks metadata [DATA].

Compares with exiftool's reading (truth.json of the shared test data) and prints every miss.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from rollsuggest.errors import UnreadableError
from rollsuggest.library import metadata, video
from rollsuggest.library.raw import is_raw
from rollsuggest.library.scan import kind_of
from rollsuggest.model import FileFacts, Kind

NOW = datetime.now()  # as the app reads them
PARTS = ("exif", "roll")


def main() -> None:
    data = Path(sys.argv[2]) if len(sys.argv) > 2 else Path("/work/shared/data")
    right: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for name, what, agrees, told in compare(data):
        seen[what] += 1
        right[what] += agrees
        if not agrees:
            print(f"{what:<12} {name}: {told}")
    for what in sorted(seen):
        print(f"{what:<12} {right[what]} of {seen[what]}  {right[what] / seen[what]:.1%}")


def compare(data: Path) -> Iterator[tuple[str, str, bool, str]]:
    """Yield file, what is compared, whether we agree with exiftool, and both words."""
    truth: dict[str, dict[str, dict[str, Any]]] = json.loads((data / "truth.json").read_text("utf-8"))
    for part in PARTS:
        for name, tags in truth[part].items():
            kind = kind_of(name)
            if kind is None:
                continue
            try:
                read = _facts(data / name, kind)
            except UnreadableError as error:
                if tags.get("DateTimeOriginal"):
                    yield name, "unreadable", False, error.message
                continue
            turned = kind is Kind.PHOTO and not is_raw(data / name)  # of a RAW another picture is shown
            yield from ((name, *row) for row in _rows(tags, read, turned=turned))


def _facts(path: Path, kind: Kind) -> FileFacts:
    if kind is Kind.VIDEO:
        return video.read_video(path, path.name, long_side_px=64, places=True, now=NOW)[0]
    return metadata.read_facts(path, path.name, places=True, now=NOW)


def _rows(tags: dict[str, Any], read: FileFacts, *, turned: bool) -> Iterator[tuple[str, bool, str]]:
    at = f"{read.taken.at:%Y:%m:%d %H:%M:%S}" if read.taken.at else f"none ({read.taken.source})"
    if stamp := tags.get("DateTimeOriginal"):
        yield "date", at == str(stamp)[:19], f"{stamp} read as {at}"
    if tags.get("GPSLatitude") and tags.get("GPSLongitude"):
        place = read.place
        want = float(tags["GPSLatitude"]), float(tags["GPSLongitude"])
        near = place and abs(place.latitude - want[0]) < 1e-4 and abs(place.longitude - want[1]) < 1e-4
        yield "position", bool(near), f"{want} read as {place}"
    if turned and tags.get("Orientation") and tags.get("ImageWidth"):
        size = int(tags["ImageWidth"]), int(tags["ImageHeight"])
        if int(tags["Orientation"]) > 4:
            size = size[::-1]
        told = f"{tags['Orientation']} of {size}, read as {read.width} x {read.height}"
        yield "orientation", (read.width, read.height) == size, told
