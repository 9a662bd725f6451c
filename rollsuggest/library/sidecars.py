"""What lies beside a photo and speaks of it: XMP sidecars, and the JSON of a Google Takeout.

[Note: Takeout names] Google writes `IMG_1.jpg.json`, since 2024 `IMG_1.jpg.supplemental-metadata.json`, and
cuts both at 46 characters before `.json` (`IMG_1.jpg.supplemental-me.json`). The number of a second
`IMG_1.jpg` moves: `IMG_1(1).jpg` belongs to `IMG_1.jpg(1).json`. An edited copy (`IMG_1-edited.jpg`) has no
JSON of its own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any

from rollsuggest.library.name_dates import OLDEST_YEAR
from rollsuggest.library.stamps import Stamp
from rollsuggest.library.xmp import Position as Position
from rollsuggest.library.xmp import position as position
from rollsuggest.library.xmp import xmp_position, xmp_stamps

SUFFIXES = (".xmp", ".json")
MOST_BYTES = 2**21  # a sidecar is a few kB; what is larger is something else
_CUT = 46  # characters; see [Note: Takeout names]
_ADDED = ".supplemental-metadata"
_NUMBER = re.compile(r"^(.*?)(\(\d{1,4}\))$")
_EDITED = re.compile(
    r"-(?:edited|edit|bearbeitet|modifié|modifie|editad[oa]|ha editado|modificato|bewerkt|edytowane|redigerad"
    r"|redigeret|muokattu|upraveno|düzenlendi|изменено|編集済み|已修改|已编辑|편집됨)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sidecar:
    """All that lies beside a photo says of it."""

    stamps: tuple[Stamp, ...] = ()
    taken_utc: datetime | None = None  # without tzinfo
    position: Position | None = None
    title: str = ""  # the full name of the photo, before a Takeout cut it


def read(photo: Path, *, places: bool) -> Sidecar:
    """Return what the sidecars of a photo say; what cannot be read says nothing.

    Positions are looked for only with `places`, the consent to them.
    """
    told = parse_xmp(xmp_text(photo), places=places)
    google = _takeout(photo, _listed(photo.parent), places=places)
    return Sidecar(told.stamps, google.taken_utc, told.position or google.position, google.title)


def xmp_text(photo: Path) -> str:
    """Return the XMP that lies beside a photo, "" for none."""
    names = _listed(photo.parent)
    xmp = next((names[name] for name in xmp_names(photo.name) if name in names), None)
    return _text(photo.with_name(xmp)) if xmp else ""


def _takeout(photo: Path, names: dict[str, str], *, places: bool) -> Sidecar:
    for name in takeout_names(photo.name):
        if name not in names:
            continue
        told = parse_takeout(_text(photo.with_name(names[name])), places=places)
        if is_of(photo.name, name, told.title):
            return told
    return Sidecar()


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES).decode("utf-8-sig", "replace")
    except OSError:
        return ""


def _listed(folder: Path) -> dict[str, str]:
    with suppress(OSError):
        return _listing(folder, folder.stat().st_mtime_ns)
    return {}


@lru_cache(maxsize=8)
def _listing(folder: Path, _mtime_ns: int) -> dict[str, str]:
    """Return the sidecars of a folder by their names in small letters: one look, not one for each photo."""
    return {
        entry.name.lower(): entry.name
        for entry in folder.iterdir()
        if entry.suffix.lower() in SUFFIXES and not entry.name.startswith(".")
    }


# --- names -----------------------------------------------------------------------------------------------


def xmp_names(photo: str) -> tuple[str, str]:
    """Return the names that an XMP sidecar of a photo can have, in small letters: `a.jpg.xmp`, `a.xmp`."""
    return f"{photo}.xmp".lower(), f"{PurePosixPath(photo).stem}.xmp".lower()


def beside(photo: str, names: Collection[str]) -> Iterator[str]:
    """Yield those of `names` (in small letters) that may be a photo's: its XMP, and Takeout's likeliest."""
    if xmp := next((name for name in xmp_names(photo) if name in names), None):
        yield xmp
    if takeout := next((name for name in takeout_names(photo) if name in names), None):
        yield takeout


def takeout_names(photo: str) -> Iterator[str]:
    """Yield the names that Takeout's JSON for a photo can have, in small letters, the likeliest first."""
    for title, number in _titles(photo.lower()):
        whole = title + _ADDED
        shortest = min(len(title), _CUT - len(number))
        yield f"{title}{number}.json"
        for length in range(len(whole), shortest - 1, -1):
            yield f"{whole[:length]}{number}.json"
        yield f"{PurePosixPath(title).stem}{number}.json"


def _titles(photo: str) -> Iterator[tuple[str, str]]:
    """Yield what Google may call the photo, with the number of a namesake: its own name first."""
    path = PurePosixPath(photo)
    stem, suffix = path.stem, path.suffix
    numbered = _NUMBER.match(stem)
    bare, number = (numbered[1], numbered[2]) if numbered else (stem, "")
    if numbered:
        yield bare + suffix, number
    yield photo, ""
    original = _EDITED.sub("", bare)
    if original != bare:
        yield original + suffix, number


def is_of(photo: str, sidecar: str, title: str) -> bool:
    """Return whether a sidecar is the photo's own, where its name was cut: namesakes share the beginning."""
    stem = PurePosixPath(photo.lower()).stem
    stem = _EDITED.sub("", match[1] if (match := _NUMBER.match(stem)) else stem)
    return stem in sidecar.lower() or title.lower().startswith(stem)


# --- what they say ---------------------------------------------------------------------------------------


def parse_xmp(text: str, *, places: bool) -> Sidecar:
    """Return dates and, with `places`, the position in an XMP packet."""
    return Sidecar(stamps=tuple(xmp_stamps(text)), position=xmp_position(text) if places else None)


def parse_takeout(text: str, *, places: bool) -> Sidecar:
    """Return the time and, with `places`, the position in Takeout's JSON; nothing for what is none."""
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        return Sidecar()
    if not isinstance(body, dict):
        return Sidecar()
    title = body.get("title")
    return Sidecar(
        taken_utc=_taken(body),
        position=_geo(body, "geoData") or _geo(body, "geoDataExif") if places else None,
        title=title if isinstance(title, str) else "",
    )


def _taken(body: dict[str, Any]) -> datetime | None:
    """Return Google's time of the photo. Where it knows none, it writes the time of the upload."""
    taken = _seconds(body.get("photoTakenTime"))
    if taken is None or taken == 0 or taken == _seconds(body.get("creationTime")):
        return None
    try:
        at = datetime(1970, 1, 1) + timedelta(seconds=taken)
    except OverflowError:
        return None
    return at if at.year >= OLDEST_YEAR else None


def _seconds(value: object) -> int | None:
    text = value.get("timestamp") if isinstance(value, dict) else None
    if not isinstance(text, str | int) or not re.fullmatch(r"-?[0-9]{1,11}", str(text)):
        return None
    return int(text)


def _geo(body: dict[str, Any], key: str) -> Position | None:
    geo = body.get(key)
    if not isinstance(geo, dict):
        return None
    latitude, longitude = geo.get("latitude"), geo.get("longitude")
    if not isinstance(latitude, int | float) or not isinstance(longitude, int | float):
        return None
    return position(latitude, longitude)
