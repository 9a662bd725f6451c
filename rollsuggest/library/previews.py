"""The small picture that phones and cameras keep beside the large one: to leaf through until that is decoded.

HEIC has no cheap way to be decoded small: 12 megapixels take a quarter of a second, its preview five
milliseconds. An editor may have left the preview as it was, so one of another shape is not taken, and whoever
takes one decodes the picture itself afterwards.
"""

from __future__ import annotations

import io
from typing import IO

import pillow_heif
from PIL import ExifTags, Image, ImageFile

from rollsuggest.library.pixels import Decoded, upright, upright_size

LEAST_PX = 300  # of the long side; on a tile of twice its size nobody is known by a smaller one
_OFFSET, _LENGTH = 0x0201, 0x0202  # in EXIF's second directory, which describes the preview
_HEADER = len(b"Exif\0\0")
_SHAPE = 0.03  # by so much of its own, two sides may differ: previews are rounded to whole blocks


def embedded(image: ImageFile.ImageFile, file: IO[bytes]) -> Decoded | None:
    """Return the preview in an opened picture, upright and in sRGB, with the picture's own full size.

    None where there is none, or none large enough and of the picture's shape. `file` stays where it was.
    """
    at = file.tell()
    try:
        found = _of_heif(image, file) if image.format == "HEIF" else _of_exif(image)
    except Exception:  # whatever a parser raises over a broken preview: it costs the preview, not the photo
        return None
    finally:
        file.seek(at)
    if found is None:
        return None
    rgb = upright(found, image)
    width, height = upright_size(image)
    seen_height, seen_width = rgb.shape[:2]
    alike = abs(seen_width * height / (seen_height * width) - 1) <= _SHAPE
    return Decoded(rgb, width, height, preview=True) if alike and max(rgb.shape) >= LEAST_PX else None


def _of_heif(image: ImageFile.ImageFile, file: IO[bytes]) -> Image.Image | None:
    sizes = image.info.get("thumbnails") or []
    if not sizes or max(sizes) < LEAST_PX:
        return None
    file.seek(0)
    heif = pillow_heif.open_heif(file)
    return heif[heif.primary_index].get_thumbnail(sizes.index(max(sizes))).to_pillow()


def _of_exif(image: ImageFile.ImageFile) -> Image.Image | None:
    packed = image.info.get("exif", b"")
    told = image.getexif().get_ifd(ExifTags.IFD.IFD1) if packed.startswith(b"Exif\0\0") else {}
    at, length = told.get(_OFFSET), told.get(_LENGTH)
    if not (isinstance(at, int) and isinstance(length, int)):
        return None
    with Image.open(io.BytesIO(packed[_HEADER + at :][:length]), formats=("JPEG",)) as preview:
        preview.load()
        # It speaks for the picture, whose profile it leaves out.
        preview.info = {"icc_profile": image.info.get("icc_profile")}
        return preview.copy()
