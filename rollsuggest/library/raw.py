"""RAW photos as pictures: the JPEG that the camera put inside, or half-size pixels where there is none.

What comes out is an ordinary JPEG in memory with the RAW's own dates, camera and orientation in its EXIF, so
that pixels and metadata are read from it like from any photo.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from rollsuggest.errors import UnreadableError
from rollsuggest.i18n import _
from rollsuggest.library.scan import RAW_SUFFIXES

if TYPE_CHECKING:
    from rawpy import RawPy

USABLE_PX = 1000  # a smaller preview is a thumbnail: too small to look at or to print
MOST_BYTES = 600 * 2**20
MOST_EMBEDDED = 40  # places that look like the beginning of a JPEG; each is tried
_JPEG = b"\xff\xd8\xff"
_TAGS = (0x010F, 0x0110, 0x0131, 0x0132)  # make, model, software, when changed
_DATES = (0x9003, 0x9004, 0x9010, 0x9011, 0x9012, 0x9290, 0x9291, 0x9292)
_ORIENTATION, _SOFTWARE, _PHOTO, _GPS = 0x0112, 0x0131, 0x8769, 0x8825
_TURNED = {3: 3, 5: 8, 6: 6}  # LibRaw's flip -> EXIF orientation
# Olympus and Panasonic write TIFF under a signature of their own.
_TIFF_LIKE = {b"IIRO": b"II*\0", b"IIRS": b"II*\0", b"IIU\0": b"II*\0", b"MMOR": b"MM\0*"}
_MIMES = {".dng": "image/x-adobe-dng", ".cr2": "image/x-canon-cr2", ".cr3": "image/x-canon-cr3"}
_MIMES |= {".nef": "image/x-nikon-nef", ".arw": "image/x-sony-arw", ".orf": "image/x-olympus-orf"}
_MIMES |= {".rw2": "image/x-panasonic-rw2", ".raf": "image/x-fuji-raf", ".pef": "image/x-pentax-pef"}
_MIMES |= {".srw": "image/x-samsung-srw", ".x3f": "image/x-sigma-x3f", ".mrw": "image/x-minolta-mrw"}
_MIMES |= {".crw": "image/x-canon-crw", ".nrw": "image/x-nikon-nrw", ".sr2": "image/x-sony-sr2"}
_MIMES |= {".srf": "image/x-sony-srf", ".kdc": "image/x-kodak-kdc", ".dcr": "image/x-kodak-dcr"}


def is_raw(path: PurePath) -> bool:
    return path.suffix.lower() in RAW_SUFFIXES


def mime_of(path: PurePath) -> str:
    suffix = path.suffix.lower()
    return _MIMES.get(suffix, f"image/x-{suffix[1:]}")


def as_jpeg(path: Path, *, places: bool = False) -> io.BytesIO:
    """Return a JPEG of a RAW photo; its position is in it only by `places`, the consent to them.

    Where LibRaw cannot read it but it is a TIFF too, the RAW comes back as it is.
    Raises UnreadableError, and OSError where the file cannot be opened.
    """
    if path.stat().st_size > MOST_BYTES:
        raise UnreadableError(_("The file is unreasonably large."))
    data = path.read_bytes()
    if not data:
        raise UnreadableError(_("The file is empty."))
    try:
        jpeg, turn = _picture(data)
    except UnreadableError:
        if shown := _embedded(data):
            jpeg, turn = shown
        elif _is_picture(data):  # the small picture before the sensor's may be whole
            return io.BytesIO(data)
        else:
            raise
    header = _header(data) or _header(jpeg)
    return io.BytesIO(_with_exif(jpeg, _exif(header, turn, places=places)))


def _is_picture(data: bytes) -> bool:
    try:
        with Image.open(io.BytesIO(data), formats=("TIFF",)):
            return True
    except Exception:  # a parser before hostile bytes
        return False


def _picture(data: bytes) -> tuple[bytes, int]:
    """Return a JPEG and the EXIF orientation that is still to be applied to it."""
    import rawpy  # loads LibRaw: only for whoever meets a RAW

    try:
        with rawpy.imread(io.BytesIO(data)) as raw:
            return _preview(raw) or (_developed(raw), 1)
    except rawpy.LibRawError as error:
        reason = error.args[0] if error.args else ""
        text = reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)
        raise UnreadableError(_("The picture is damaged: {error}").format(error=text)) from error


def _embedded(data: bytes) -> tuple[bytes, int] | None:
    """Return the largest JPEG that lies in a RAW of which LibRaw knows nothing, as Sigma's .x3f."""
    best: tuple[int, bytes, int] | None = None
    at = data.find(_JPEG)
    for _n in range(MOST_EMBEDDED):
        if at < 0:
            break
        piece = data[at:]
        with suppress(Exception), Image.open(io.BytesIO(piece), formats=("JPEG",)) as image:
            size, own = image.size, image.getexif().get(_ORIENTATION)
            image.draft("RGB", (64, 64))
            image.load()  # one that is cut short is none
            if max(size) >= USABLE_PX and (best is None or size[0] * size[1] > best[0]):
                best = size[0] * size[1], piece, own if isinstance(own, int) and 1 <= own <= 8 else 1
        at = data.find(_JPEG, at + len(_JPEG))
    return best[1:] if best else None


def _developed(raw: RawPy) -> bytes:
    """Return the sensor's picture at half its size, which LibRaw turns upright."""
    rgb = raw.postprocess(half_size=True, use_camera_wb=True)
    if rgb.min() == rgb.max():  # LibRaw fills up what is cut off
        raise UnreadableError(_("The picture is damaged: {error}").format(error=_("it is empty")))
    return _jpeg(rgb)


def _preview(raw: RawPy) -> tuple[bytes, int] | None:
    import rawpy

    try:
        thumb = raw.extract_thumb()
    except rawpy.LibRawError:
        return None  # there is none, or it is damaged: the RAW itself decides
    data = thumb.data if isinstance(thumb.data, bytes) else _jpeg(thumb.data)
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG",)) as image:
            exif = image.getexif()
            # LibRaw gives a preview without EXIF one of its making: its orientation is the sensor's.
            made_up = str(exif.get(_SOFTWARE, "")).startswith("dcraw")
            size, own = image.size, None if made_up else exif.get(_ORIENTATION)
            image.draft("RGB", (64, 64))
            image.load()  # a preview that is cut short is none
    except (OSError, ValueError, SyntaxError):
        return None
    if max(size) < USABLE_PX:
        return None
    if isinstance(own, int) and 2 <= own <= 8:
        return data, own
    return data, preview_turn(raw.sizes.flip, (raw.sizes.width, raw.sizes.height), size)


def preview_turn(flip: int, sensor: tuple[int, int], preview: tuple[int, int]) -> int:
    """Return the EXIF orientation of a preview that does not tell its own; `flip` is LibRaw's of the sensor.

    Most cameras store the preview as the sensor lay; some turn it, which its shape shows.
    """
    lies_as_sensor = (sensor[0] >= sensor[1]) == (preview[0] >= preview[1])
    return _TURNED.get(flip, 1) if flip == 3 or lies_as_sensor else 1


def _jpeg(rgb: npt.NDArray[np.uint8]) -> bytes:
    out = io.BytesIO()
    Image.fromarray(rgb).convert("RGB").save(out, "JPEG", quality=95)
    return out.getvalue()


# --- EXIF ------------------------------------------------------------------------------------------------


def _header(data: bytes) -> Image.Exif | None:
    """Return the tags of a TIFF-like RAW or of a JPEG; None for containers of another kind (CR3, RAF)."""
    try:
        if data[:2] == b"\xff\xd8":
            with Image.open(io.BytesIO(data), formats=("JPEG",)) as image:
                return image.getexif()
        exif = Image.Exif()
        exif.load(b"Exif\0\0" + _TIFF_LIKE.get(data[:4], data[:4]) + data[4:])
        return exif
    except Exception:  # a parser before hostile bytes: it costs the tags, not the photo
        return None


def _exif(header: Image.Exif | None, turn: int, *, places: bool) -> bytes:
    """Return a small EXIF block of what matters: the maker's notes and previews stay behind."""
    exif = Image.Exif()
    exif[_ORIENTATION] = turn
    if header is not None:
        for tag in _TAGS:
            _copy(header, tag, exif)
        if str(exif.get(_SOFTWARE, "")).startswith("dcraw"):
            del exif[_SOFTWARE]
        folders = ((_PHOTO, _DATES), (_GPS, range(32))) if places else ((_PHOTO, _DATES),)
        for folder, tags in folders:
            with suppress(Exception):  # as above
                found = header.get_ifd(folder)
                for tag in tags:
                    _copy(found, tag, exif.get_ifd(folder))
        for tag in _DATES:  # Nikon keeps the date in the main folder
            if tag in header and tag not in exif.get_ifd(_PHOTO):
                _copy(header, tag, exif.get_ifd(_PHOTO))
    with suppress(Exception):  # what cannot be written again
        return exif.tobytes()
    bare = Image.Exif()
    bare[_ORIENTATION] = turn
    return bare.tobytes()


def _copy(source: Mapping[int, Any] | Image.Exif, tag: int, target: Any) -> None:
    with suppress(Exception):  # as above
        if tag in source:
            target[tag] = source[tag]


def _with_exif(jpeg: bytes, exif: bytes) -> bytes:
    """Put an EXIF segment before all others of a JPEG, in place of its own."""
    kept = _without_exif(jpeg)
    segment = b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif
    return kept[:2] + segment + kept[2:]


def _without_exif(jpeg: bytes) -> bytes:
    """Return a JPEG without its APP1 segments; only what stands before the picture is looked at."""
    kept, at = [jpeg[:2]], 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF and jpeg[at + 1] not in (0xDA, 0xD9):
        end = at + 2 + struct.unpack(">H", jpeg[at + 2 : at + 4])[0]
        if jpeg[at + 1] != 0xE1:
            kept.append(jpeg[at:end])
        at = end
    return b"".join((*kept, jpeg[at:]))
