"""The sample roll: pictures that come with us, stamped as if taken on days counted back from today.

A day counted back is what makes "a year ago today" come out on whatever day somebody tries it.
"""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from PIL import Image

from rollsuggest import paths
from rollsuggest.storing import storing

_MAKE, _MODEL, _EXIF, _GPS, _ORIGINAL = 0x010F, 0x0110, 0x8769, 0x8825, 0x9003
_SOI = b"\xff\xd8"  # how a JPEG starts


class Shot(NamedTuple):
    """One picture of the roll, and when and where it is said to have been taken; degrees, local time."""

    file: str
    taken: datetime
    latitude: float
    longitude: float


def shots(roll: list[dict[str, Any]], today: date) -> tuple[Shot, ...]:
    """Return the roll (as in resources/sample/roll.json) as seen from a day."""
    return tuple(
        Shot(
            line["file"],
            datetime.combine(
                years_before(today, line["years_ago"]) - timedelta(days=line["days_ago"]),
                time.fromisoformat(line["at"]),
            ),
            line["latitude"],
            line["longitude"],
        )
        for line in roll
    )


def years_before(day: date, years: int) -> date:
    """Return the same day years ago; 28 February where there was no 29th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def stamped(jpeg: bytes, shot: Shot) -> bytes:
    """Return the same picture with a date and a position in front; its pixels are not touched."""
    exif = Image.Exif()
    exif[_MAKE], exif[_MODEL] = "rollsuggest", "Sample"
    exif.get_ifd(_EXIF)[_ORIGINAL] = shot.taken.strftime("%Y:%m:%d %H:%M:%S")
    exif.get_ifd(_GPS).update(
        {1: "N" if shot.latitude >= 0 else "S", 2: _degrees(shot.latitude),
         3: "E" if shot.longitude >= 0 else "W", 4: _degrees(shot.longitude)}
    )  # fmt: skip
    told = exif.tobytes()
    return _SOI + b"\xff\xe1" + (len(told) + 2).to_bytes(2, "big") + told + jpeg[len(_SOI) :]


def _degrees(angle: float) -> tuple[float, float, float]:
    whole = int(abs(angle))
    return float(whole), (abs(angle) - whole) * 60, 0.0


def lay_out(folder: Path, today: date) -> Path:
    """Write the roll into a folder of ours and return it. Raises UserError when the disk says no."""
    kept = paths.resources() / "sample"
    roll = json.loads((kept / "roll.json").read_text("utf-8"))
    with storing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for shot in shots(roll, today):
            (folder / shot.file).write_bytes(stamped((kept / shot.file).read_bytes(), shot))
    return folder
