"""EXIF, XMP and IPTC as they are met in the wild. What cannot be read is not there: it costs the tag."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self

from PIL import Image, ImageFile, IptcImagePlugin

from rollsuggest.library.dates import DIGITIZED, MODIFIED, ORIGINAL
from rollsuggest.library.stamps import Stamp
from rollsuggest.library.xmp import xmp_stamps

MAKE, MODEL, SOFTWARE, MAKER_NOTE = 0x010F, 0x0110, 0x0131, 0x927C
_EXIF_IFD, _GPS_IFD = 0x8769, 0x8825
_TIFF_HEADERS = {b"\0\0\0\x08": b"MM\0*", b"\x08\0\0\0": b"II*\0"}  # by the field that follows
_DATES = (  # source, tag, its fraction of a second, its offset
    (ORIGINAL, 0x9003, 0x9291, 0x9011),
    (DIGITIZED, 0x9004, 0x9292, 0x9012),
    (MODIFIED, 0x0132, 0x9290, 0x9010),
)
_IPTC = (  # source, day, time
    ("iptc:DateCreated", (2, 55), (2, 60)),
    ("iptc:DigitalCreationDate", (2, 62), (2, 63)),
)
_PNG = (  # source, name of a text; ImageMagick writes the tags of EXIF as texts
    (ORIGINAL, "exif:DateTimeOriginal"),
    (DIGITIZED, "exif:DateTimeDigitized"),
    ("png:CreationTime", "Creation Time"),
)
_FILE_SOURCE, _SCANNERS = 0xA300, (b"\x01", b"\x02")  # of film, of prints
_EXPOSURE = (0x829A, 0x829D, 0x8827)  # time, aperture, sensitivity
_SCANNED_DPI = 200
_GIF_XMP, _GIF_HEAD, _XMP_END = b"XMP DataXMP", 2**20, b"<?xpacket end"
_XMP_OF_APP1 = b"http://ns.adobe.com/xap/1.0/\0"
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
    if told is None and (profile := _raw_profile(image, "APP1")).startswith(b"Exif"):
        exif = Image.Exif()
        exif.load(profile)
        return exif
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
    with suppress(UnicodeError):  # Pillow takes texts for Latin-1; what reads as UTF-8 is UTF-8
        value = value.encode("latin-1").decode("utf-8")
    return "".join(c for c in value.split("\0")[0] if c.isprintable()).strip()


def camera_name(make: str, model: str) -> str:
    """Return make and model without saying anything twice: `Apple iPhone 13`, `NIKON D3500`."""
    brand = " ".join(_COMPANY.sub("", make).replace(",", " ").split())
    if not model or not brand:
        return model or brand
    says_it = model.lower().split()[0] in brand.lower().split() or model.lower().startswith(brand.lower())
    return model if says_it else f"{brand} {model}"


def is_scanned(tags: Tags, image: ImageFile.ImageFile) -> bool:
    """Return whether the file says that a scanner made it: by EXIF's FileSource, or as scanners write.

    Those write their resolution, 200 dots an inch or more, and neither a camera nor an exposure.
    """
    source = tags.photo.get(_FILE_SOURCE)
    if isinstance(source, bytes) and source[:1] in _SCANNERS:
        return True
    if any(tag in tags.photo for tag in _EXPOSURE) or MAKE in tags.main or MODEL in tags.main:
        return False
    across, down = (*_numbers(image.info.get("dpi")), 0.0, 0.0)[:2]
    return round(across) == round(down) and across >= _SCANNED_DPI and round(across) % 50 == 0


def date_stamps(tags: Tags, image: ImageFile.ImageFile) -> tuple[Stamp, ...]:
    """Return every date that the metadata holds, unweighed."""
    both = {**tags.main, **tags.photo}  # some writers put the photo's tags into the main folder
    exif = [
        Stamp(source, text, text_of(both.get(subsec)), text_of(both.get(offset)))
        for source, tag, subsec, offset in _DATES
        if (text := text_of(both.get(tag)))
    ]
    return (*exif, *xmp_stamps(packet(image)), *_iptc_stamps(image), *_png_stamps(image))


def packet(image: ImageFile.ImageFile) -> str:
    """Return the XMP of a picture, "" for none. That of a GIF Pillow does not read."""
    found = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp")
    found = found or _raw_profile(image, "xmp") or _raw_profile(image, "APP1").partition(_XMP_OF_APP1)[2]
    if image.format == "GIF" and not found:
        found = _gif_packet(image)
    return found.decode("utf-8", "replace") if isinstance(found, bytes) else str(found)


def _raw_profile(image: ImageFile.ImageFile, name: str) -> bytes:
    """Return what ImageMagick keeps of a JPEG's segment in a PNG: a text of name, length and digits."""
    text = image.info.get(f"Raw profile type {name}") if image.format == "PNG" else None
    with suppress(ValueError):
        return bytes.fromhex("".join(str(text).split("\n")[3:])) if text else b""
    return b""


def _gif_packet(image: ImageFile.ImageFile) -> bytes:
    file = image.fp
    if file is None:
        return b""
    here = file.tell()
    file.seek(0)
    head = file.read(_GIF_HEAD)
    file.seek(here)
    return head.partition(_GIF_XMP)[2].partition(_XMP_END)[0]


def _png_stamps(image: ImageFile.ImageFile) -> list[Stamp]:
    if image.format != "PNG":
        return []
    return [Stamp(source, text) for source, name in _PNG if (text := text_of(image.info.get(name)))]


def _iptc_stamps(image: ImageFile.ImageFile) -> list[Stamp]:
    try:
        info = IptcImagePlugin.getiptcinfo(image) or {}
    except Exception:  # as above
        return []
    told = ((source, text_of(info.get(day)), text_of(info.get(time))) for source, day, time in _IPTC)
    return [Stamp(source, _iptc_text(day, time)) for source, day, time in told if re.fullmatch(r"\d{8}", day)]


def _iptc_text(day: str, time: str) -> str:
    text = f"{day[:4]}-{day[4:6]}-{day[6:]}"
    if clock := re.match(r"(\d\d)(\d\d)(\d\d)([+-]\d{4})?$", time):
        text += f"T{clock[1]}:{clock[2]}:{clock[3]}{clock[4] or ''}"
    return text


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
