"""Dates and the position in an XMP packet, by their usual names: pure.

No XML parser: packets are often broken, and may be bombs.
"""

from __future__ import annotations

import math
import re

from rollsuggest.library.stamps import Stamp

Position = tuple[float, float]

_DATE = re.compile(
    r"(exif:DateTimeOriginal|exif:DateTimeDigitized|photoshop:DateCreated|(?:xmp|xap):CreateDate)"
    r"\s*(?:=\s*[\"']|>)\s*([0-9T:+\-.Z ]{4,40})"
)
_POSITION = re.compile(
    r"exif:GPS(Latitude|Longitude)\s*(?:=\s*[\"']|>)\s*([0-9]{1,3}(?:[,.][0-9.]{1,16}){0,2})\s*,?\s*([NSEW])"
)


def xmp_stamps(text: str) -> list[Stamp]:
    """Find the dates, unweighed."""
    return [Stamp(f"xmp:{name.split(':')[1]}", date.strip()) for name, date in _DATE.findall(text)]


def xmp_position(text: str) -> Position | None:
    """Return latitude and longitude in degrees; None when one is missing, or for what `position` refuses."""
    found = {axis: (_degrees(number), side) for axis, number, side in _POSITION.findall(text)}
    if len(found) < 2:
        return None
    (latitude, north), (longitude, east) = found["Latitude"], found["Longitude"]
    if north not in "NS" or east not in "EW":
        return None
    return position(latitude * (-1 if north == "S" else 1), longitude * (-1 if east == "W" else 1))


def _degrees(text: str) -> float:
    """Read `41,8.976` and `41,8,58.56`: degrees, minutes, seconds. NaN for what is none."""
    try:
        return sum(float(part) / 60.0**power for power, part in enumerate(text.split(",")))
    except ValueError:
        return math.nan


def position(latitude: float, longitude: float) -> Position | None:
    """Return a position on the globe; None beyond it and for 0/0, which stands for "not known"."""
    if not (abs(latitude) <= 90 and abs(longitude) <= 180) or (latitude == 0 and longitude == 0):
        return None
    return float(latitude), float(longitude)
