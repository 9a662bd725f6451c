"""Faces that other programs named: in XMP (MWG and Microsoft regions) and in Picasa's `.picasa.ini`. Pure.

Some write only who is in the picture and not where: IPTC's PersonInImage, and digiKam's tags under "People".

As in `library.xmp` there is no XML parser: packets are often broken, and may be bombs. MWG regions (Metadata
Working Group, "Guidelines for Handling Image Metadata" 2.0, 2010) are given by their centre; they are of the
picture as it is stored, before its orientation is applied, but not every writer keeps to that: see `turned`.
"""

from __future__ import annotations

import html
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from rollsuggest.model import Box

LONGEST_NAME = 120
MOST_REGIONS = 500  # of one packet; the largest group photos have fewer

_MWG = re.compile(r"<mwg-rs:RegionList\b.*?</mwg-rs:RegionList>", re.DOTALL)
_MICROSOFT = re.compile(r"<MPRI:Regions\b.*?</MPRI:Regions>", re.DOTALL)
_SIZE = re.compile(r"<mwg-rs:AppliedToDimensions\b.{0,400}", re.DOTALL)
_RECT64 = re.compile(r"rect64\(([0-9a-fA-F]{1,16})\)\s*,\s*([0-9a-fA-F]{1,32})")


_LIST = re.compile(r"<(Iptc4xmpExt:PersonInImage|digiKam:TagsList)\b")
MOST_LISTS = 8  # of one packet, which has one of each; so that a bomb of them costs nothing
LONGEST_LIST = 50_000
_ITEM = re.compile(r"<rdf:li\b[^>]{0,200}>([^<]{1,500})</rdf:li>")
# digiKam's tag that holds everybody, in the languages in which it is most used; it is made in the user's.
PEOPLE_TAGS = frozenset(
    {"people", "personen", "personnes", "personas", "persone", "pessoas", "osoby", "люди", "人物"}
)


@dataclass(frozen=True, slots=True)
class NamedRegion:
    """A face and its name; the box is 0..1 of the picture that its writer saw."""

    name: str
    box: Box


def of_packet(text: str) -> tuple[NamedRegion, ...]:
    """Return the named faces of an XMP packet; what is no face, has no name or no place is left out."""
    found = dict.fromkeys([*_mwg(text), *_microsoft(text)])
    return tuple(found)[:MOST_REGIONS]


def people_of_packet(text: str) -> tuple[str, ...]:
    """Return who is said to be in the picture, without where."""
    found: list[str] = []
    for begun in islice(_LIST.finditer(text), MOST_LISTS):
        kind = begun[1]
        listed = text[begun.end() : begun.end() + LONGEST_LIST].partition(f"</{kind}>")[0]
        for item in _ITEM.findall(listed)[:MOST_REGIONS]:
            name = _name(item)
            top, *rest = name.split("/")
            if kind.startswith("Iptc"):
                found.append(name)
            elif rest and top.casefold() in PEOPLE_TAGS:
                found.append(rest[-1].strip())
    return tuple(dict.fromkeys(filter(None, found)))[:MOST_REGIONS]


def _name(text: str) -> str:
    return " ".join(html.unescape(text).split())[:LONGEST_NAME]


def _mwg(text: str) -> Iterator[NamedRegion]:
    size = _SIZE.search(text)
    for listed in _MWG.findall(text):
        for item in listed.split("<rdf:li")[1:]:
            if _value("mwg-rs:Type", item) not in ("Face", ""):
                continue
            x, y, w, h, d = (_number(_value(f"stArea:{field}", item)) for field in "xywhd")
            w, h = (d, d) if math.isnan(w) or math.isnan(h) else (w, h)
            if _value("stArea:unit", item) == "pixel" and size:
                width, height = (_number(_value(f"stDim:{field}", size[0])) for field in "wh")
                x, y, w, h = x / (width or 1), y / (height or 1), w / (width or 1), h / (height or 1)
            yield from _region(_value("mwg-rs:Name", item), x - w / 2, y - h / 2, w, h)


def _microsoft(text: str) -> Iterator[NamedRegion]:
    for listed in _MICROSOFT.findall(text):
        for item in listed.split("<rdf:li")[1:]:
            numbers = [_number(part) for part in _value("MPReg:Rectangle", item).split(",")]
            if len(numbers) == 4:
                yield from _region(_value("MPReg:PersonDisplayName", item), *numbers)


def of_picasa(text: str) -> dict[str, tuple[NamedRegion, ...]]:
    """Return the named faces of a folder's `.picasa.ini` by file name, in small letters."""
    sections = _sections(text)
    names = {
        key.lower(): value.split(";")[0].strip()
        for section in ("contacts2", "contacts")
        for key, value in sections.get(section, {}).items()
    }
    found = {}
    for file, values in sections.items():
        regions = [
            region
            for rect, contact in _RECT64.findall(values.get("faces", ""))
            for region in _region(names.get(contact.lower(), ""), *_rect64(rect))
        ]
        if regions:
            found[file] = tuple(regions)
    return found


def _sections(text: str) -> dict[str, dict[str, str]]:
    """Read an INI file the way Picasa wrote it: names of files are its sections."""
    found: dict[str, dict[str, str]] = {}
    section: dict[str, str] = {}
    for line in text.splitlines():
        line = line.strip()
        if line.startswith("[") and line.endswith("]"):
            section = found.setdefault(line[1:-1].lower(), {})
        elif "=" in line:
            key, _equals, value = line.partition("=")
            section[key.strip().lower()] = value.strip()
    return found


def _rect64(digits: str) -> tuple[float, float, float, float]:
    """Read Picasa's four 16-bit numbers left, top, right, bottom; leading zeros are not written."""
    left, top, right, bottom = (int(digits.zfill(16)[at : at + 4], 16) / 65535 for at in (0, 4, 8, 12))
    return left, top, right - left, bottom - top


def _region(name: str, x: float, y: float, w: float, h: float) -> Iterator[NamedRegion]:
    name = _name(name)
    whole = all(math.isfinite(value) for value in (x, y, w, h))
    if name and whole and 0 < w <= 1.5 and 0 < h <= 1.5 and -0.5 <= x < 1 and -0.5 <= y < 1:
        left, top = max(x, 0.0), max(y, 0.0)
        width, height = min(x + w, 1.0) - left, min(y + h, 1.0) - top
        if width > 0 and height > 0:
            yield NamedRegion(name, Box(left, top, width, height))


def _value(name: str, text: str) -> str:
    """Return what stands as an attribute or in an element of that name, "" for none."""
    found = re.search(rf"{name}\s*(?:=\s*(?:\"([^\"]*)\"|'([^']*)')|>([^<]*)<)", text)
    return next((part.strip() for part in found.groups() if part), "") if found else ""


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan


def turned(box: Box, orientation: int) -> Box:
    """Return where a box of the stored picture lies once its EXIF orientation (1 to 8) is applied."""
    x, y, w, h = box.x, box.y, box.w, box.h
    right, bottom = 1 - x - w, 1 - y - h
    return {
        2: Box(right, y, w, h),
        3: Box(right, bottom, w, h),
        4: Box(x, bottom, w, h),
        5: Box(y, x, h, w),
        6: Box(bottom, x, h, w),
        7: Box(bottom, right, h, w),
        8: Box(y, right, h, w),
    }.get(orientation, box)
