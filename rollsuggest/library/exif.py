"""EXIF, XMP and IPTC as they are met in the wild. What cannot be read is not there: it costs the tag."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self

from PIL import Image, ImageFile, IptcImagePlugin

from rollsuggest.library.dates import DIGITIZED, MODIFIED, ORIGINAL, Stamp

MAKE, MODEL, SOFTWARE = 0x010F, 0x0110, 0x0131
_EXIF_IFD, _GPS_IFD = 0x8769, 0x8825
_TIFF_HEADERS = {b"\0\0\0\x08": b"MM\0*", b"\x08\0\0\0": b"II*\0"}  # by the field that follows
_DATES = (  # source, tag, its fraction of a second, its offset
    (ORIGINAL, 0x9003, 0x9291, 0x9011),
    (DIGITIZED, 0x9004, 0x9292, 0x9012),
    (MODIFIED, 0x0132, 0x9290, 0x9010),
)
_XMP_DATE = re.compile(
    r"(exif:DateTimeOriginal|photoshop:DateCreated|(?:xmp|xap):CreateDate)"
    r"\s*(?:=\s*[\"']|>)\s*([0-9T:+\-.Z ]{4,40})"
)
_IPTC_DATE, _IPTC_TIME = (2, 55), (2, 60)
_COMPANY = re.compile(
    r"\b(?:corporation|corp|company|co|ltd|inc|gmbh|imaging|optical|electric|electronics)\b[.,]*",
    re.IGNORECASE,
)

Values = Mapping[int, Any]


@dataclass(frozen=True, slots=True)
class Tags:
    """The EXIF of a picture: its main folder and the photo's; the GPS folder is read when asked for."""

    main: Values
    photo: Values
    _exif: Image.Exif | None

    @classmethod
    def of(cls, image: ImageFile.ImageFile) -> Self:
        try:
            exif = _exif(image)
        except Exception:  # a parser before hostile bytes: whatever it raises, the photo is still one
            return cls({}, {}, None)
        return cls(_values(exif), _folder(exif, _EXIF_IFD), exif)

    def gps(self) -> Values:
        return _folder(self._exif, _GPS_IFD) if self._exif is not None else {}


def _exif(image: ImageFile.ImageFile) -> Image.Exif:
    """Return the EXIF. Where a HEIC forgets the field before it, the TIFF header was taken for that one."""
    told = image.info.get("exif")
    if not isinstance(told, bytes) or told[:4] not in _TIFF_HEADERS:
        return image.getexif()
    exif = Image.Exif()
    exif.load(_TIFF_HEADERS[told[:4]] + told)
    return exif


def _folder(exif: Image.Exif, tag: int) -> Values:
    try:
        return _values(exif.get_ifd(tag))
    except Exception:  # as above
        return {}


def _values(tags: Mapping[int, Any]) -> Values:
    """Read all tags one by one, as Pillow decodes them when asked: a broken one costs itself."""
    read = {}
    for tag in list(tags):
        try:
            read[tag] = tags[tag]
        except Exception:  # as above
            continue
    return read


def text_of(value: object) -> str:
    """Return a tag's text, "" for what is none. NULs, padding and wrong types are common."""
    if isinstance(value, tuple | list):
        value = value[0] if value else ""
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if not isinstance(value, str):
        return ""
    return "".join(c for c in value.split("\0")[0] if c.isprintable()).strip()


def camera_name(make: str, model: str) -> str:
    """Return make and model without saying anything twice: `Apple iPhone 13`, `NIKON D3500`."""
    brand = " ".join(_COMPANY.sub("", make).replace(",", " ").split())
    if not model or not brand:
        return model or brand
    says_it = model.lower().split()[0] in brand.lower().split() or model.lower().startswith(brand.lower())
    return model if says_it else f"{brand} {model}"


def date_stamps(tags: Tags, image: ImageFile.ImageFile) -> tuple[Stamp, ...]:
    """Return every date that the metadata holds, unweighed."""
    both = {**tags.main, **tags.photo}  # some writers put the photo's tags into the main folder
    exif = [
        Stamp(source, text, text_of(both.get(subsec)), text_of(both.get(offset)))
        for source, tag, subsec, offset in _DATES
        if (text := text_of(both.get(tag)))
    ]
    return (*exif, *xmp_stamps(_packet(image)), *_iptc_stamps(image))


def _packet(image: ImageFile.ImageFile) -> str:
    packet = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    return packet.decode("utf-8", "replace") if isinstance(packet, bytes) else str(packet)


def xmp_stamps(text: str) -> list[Stamp]:
    """Find dates in XMP by their usual names. No XML parser: packets are often broken, and may be bombs."""
    return [Stamp(f"xmp:{name.split(':')[1]}", date.strip()) for name, date in _XMP_DATE.findall(text)]


def _iptc_stamps(image: ImageFile.ImageFile) -> list[Stamp]:
    try:
        info = IptcImagePlugin.getiptcinfo(image) or {}
    except Exception:  # as above
        return []
    day, time = text_of(info.get(_IPTC_DATE)), text_of(info.get(_IPTC_TIME))
    if not re.fullmatch(r"\d{8}", day):
        return []
    text = f"{day[:4]}-{day[4:6]}-{day[6:]}"
    if clock := re.match(r"(\d\d)(\d\d)(\d\d)([+-]\d{4})?$", time):
        text += f"T{clock[1]}:{clock[2]}:{clock[3]}{clock[4] or ''}"
    return [Stamp("iptc:DateCreated", text)]


# --- GPS -------------------------------------------------------------------------------------------------


def gps_position(gps: Values) -> tuple[float, float] | None:
    """Return latitude and longitude in degrees; None for 0/0, beyond the globe, or without N/S and E/W."""
    latitude = _coordinate(gps.get(2), text_of(gps.get(1)).upper(), "NS", 90)
    longitude = _coordinate(gps.get(4), text_of(gps.get(3)).upper(), "EW", 180)
    if latitude is None or longitude is None or (latitude == 0 and longitude == 0):
        return None
    return latitude, longitude


def _coordinate(value: object, side: str, sides: str, limit: float) -> float | None:
    parts = _numbers(value)
    if not side or side[0] not in sides or not 1 <= len(parts) <= 3:
        return None
    degrees = abs(parts[0]) + sum(part / 60.0**power for power, part in enumerate(parts[1:], 1))
    if not math.isfinite(degrees) or degrees > limit or any(not 0 <= part <= 60 for part in parts[1:]):
        return None
    return -degrees if side[0] == sides[1] or parts[0] < 0 else degrees


def gps_time(gps: Values) -> datetime | None:
    """Return when the position was fixed, in UTC without tzinfo; None when that is not whole."""
    day = re.match(r"(\d{4})[:\-/](\d{1,2})[:\-/](\d{1,2})", text_of(gps.get(29)))
    clock = _numbers(gps.get(7))
    if not day or len(clock) != 3 or not all(0 <= part <= 60 for part in clock):
        return None
    try:
        midnight = datetime(int(day[1]), int(day[2]), int(day[3]))
        return midnight + timedelta(hours=clock[0], minutes=clock[1], seconds=clock[2])
    except (ValueError, OverflowError):
        return None


def _numbers(value: object) -> list[float]:
    """Return a tag's numbers, [] when one of them is none (a fraction over zero, a text)."""
    values = value if isinstance(value, tuple | list) else (value,)
    try:
        return [float(number) for number in values]
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        return []
