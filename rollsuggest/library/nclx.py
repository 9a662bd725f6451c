"""The colours that numbers tell: HEIC, AVIF and PNG have code points of ITU-T H.273; cameras say Adobe RGB
with a word in Exif (DCF 2.0: no colour space, and `R03` among the rules of exchange).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import IO, Any

from PIL import ImageFile

from rollsuggest.library import colour

MOST_BYTES = 256 * 1024  # of the boxes before the pixels; grids of hundreds of tiles stay below
_MOST_BOXES = 4096
_PHOTO_IFD, _EXCHANGE_IFD, _COLOUR_SPACE, _UNCALIBRATED, _RULE = 0x8769, 0xA005, 0xA001, 0xFFFF, 1
CodePoints = tuple[int, int]  # colour primaries, transfer characteristics


def code_points(image: ImageFile.ImageFile, file: IO[bytes]) -> CodePoints | None:
    """Return primaries and transfer of an opened picture; None where it does not tell them so."""
    told: Any = image.info.get("nclx_profile")  # by pillow-heif
    if isinstance(told, dict):
        return int(told.get("color_primaries", 2)), int(told.get("transfer_characteristics", 2))
    if image.format in ("JPEG", "MPO", "TIFF") and not image.info.get("icc_profile"):
        return (colour.ADOBE_RGB, colour.GAMMA_22) if _is_adobe_rgb(image) else None
    if image.format not in ("AVIF", "PNG"):
        return None
    at = file.tell()
    file.seek(0)
    head = file.read(MOST_BYTES)
    file.seek(at)
    return _cicp(head) if image.format == "PNG" else _colour_box(head)


def _cicp(head: bytes) -> CodePoints | None:
    """Return what a PNG's cICP chunk says, which goes before its profile (PNG 3, 4.3)."""
    at = 8
    while at + 12 <= len(head):
        length, kind = struct.unpack_from(">I4s", head, at)
        if kind == b"IDAT":
            return None
        if kind == b"cICP" and length == 4:
            return head[at + 8], head[at + 9]
        at += 12 + length
    return None


def _is_adobe_rgb(image: ImageFile.ImageFile) -> bool:
    try:
        exif = image.getexif()
        if exif.get_ifd(_PHOTO_IFD).get(_COLOUR_SPACE) != _UNCALIBRATED:
            return False
        return str(exif.get_ifd(_EXCHANGE_IFD).get(_RULE, "")).startswith("R03")
    except Exception:  # a parser before hostile bytes: it costs the tag, not the photo
        return False


def _colour_box(head: bytes) -> CodePoints | None:
    """Return what the first `colr` box of kind `nclx` among the properties of the items says."""
    content = head
    for name, skipped in ((b"meta", 4), (b"iprp", 0), (b"ipco", 0)):
        found = next((box for kind, box in _boxes(content) if kind == name), None)
        if found is None:
            return None
        content = found[skipped:]
    for kind, box in _boxes(content):
        if kind == b"colr" and box[:4] == b"nclx" and len(box) >= 8:
            primaries, transfer = struct.unpack(">HH", box[4:8])
            return primaries, transfer
    return None


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    for _count in range(_MOST_BOXES):
        if at + 8 > len(data):
            return
        length, kind = struct.unpack_from(">I4s", data, at)
        if length and length < 8:  # one of more than 4 GB: the pixels
            return
        yield kind, data[at + 8 : at + length if length else len(data)]
        if not length:
            return
        at += length
