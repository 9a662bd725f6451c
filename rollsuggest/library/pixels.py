"""Files -> upright sRGB pixels, reduced while decoding. The one place that opens an original's picture."""

from __future__ import annotations

import io
import os
import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pillow_heif
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from rollsuggest.errors import UnreadableError
from rollsuggest.i18n import _

Rgb = npt.NDArray[np.uint8]  # (height, width, 3)

MAX_PIXELS = 400_000_000  # a decompression bomb beyond this; the largest real panoramas stay below
THUMBNAIL_PX = 480

pillow_heif.register_heif_opener()
Image.MAX_IMAGE_PIXELS = MAX_PIXELS
_SRGB = ImageCms.createProfile("sRGB")


@dataclass(frozen=True, slots=True, eq=False)
class Decoded:
    """Upright sRGB pixels, shape (h, w, 3) uint8, and the full upright size they were reduced from."""

    rgb: Rgb
    width: int
    height: int


def decode(path: Path, long_side_px: int | None = None) -> Decoded:
    """Decode a photo upright and in sRGB, at most `long_side_px` on its longer side (None: full size).

    Raises UnreadableError with the reason when the file is no picture, damaged, or unreasonably large.
    """
    try:
        with path.open("rb") as file, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of odd metadata; the picture decides
            return _decoded(file, long_side_px)
    except UnreadableError:
        raise
    except Image.DecompressionBombError as error:
        raise UnreadableError(_("The picture is unreasonably large."), str(error)) from error
    except UnidentifiedImageError as error:
        reason = (
            _("The file is empty.") if path.stat().st_size == 0 else _("This is not a picture we can read.")
        )
        raise UnreadableError(reason) from error
    except FileNotFoundError as error:
        raise UnreadableError(_("The file is not there any more.")) from error
    except PermissionError as error:
        raise UnreadableError(_("We may not open this file."), _("Check its permissions.")) from error
    except (OSError, ValueError, SyntaxError, RuntimeError, MemoryError, EOFError, IndexError) as error:
        raise UnreadableError(_("The picture is damaged: {error}").format(error=error)) from error


def _decoded(file: io.BufferedReader, long_side_px: int | None) -> Decoded:
    with Image.open(file) as image:
        width, height = image.size
        if width * height > MAX_PIXELS:
            raise UnreadableError(_("The picture is unreasonably large."), f"{width} x {height}")
        if long_side_px and image.format == "JPEG":
            scale = long_side_px / max(width, height)
            if scale < 1:  # the decoder itself reduces by 2, 4 or 8
                image.draft("RGB", (round(width * scale), round(height * scale)))
        image.load()
        upright = ImageOps.exif_transpose(image)
        turned = image.getexif().get(0x0112, 1) in (5, 6, 7, 8)
        rgb = _srgb(upright)
        if long_side_px and max(rgb.size) > long_side_px:
            rgb.thumbnail((long_side_px, long_side_px), Image.Resampling.LANCZOS, reducing_gap=2.0)
        if turned:
            width, height = height, width
        return Decoded(np.asarray(rgb), width, height)


def _srgb(image: Image.Image) -> Image.Image:
    """Return the picture in sRGB: by its profile where it has one, transparency over white."""
    profile = image.info.get("icc_profile")
    if image.mode.startswith(("I", "F")):  # 16 bit and float grey: stretched by their type, not clipped
        grey = np.asarray(image, dtype=np.float64)
        top = 65535.0 if grey.max() > 255 else 255.0
        return Image.fromarray((grey / top * 255).clip(0, 255).astype(np.uint8), "L").convert("RGB")
    if profile and image.mode in ("RGB", "CMYK", "L"):
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(image, source, _SRGB, outputMode="RGB")
            if converted is not None:
                return converted
        except ImageCms.PyCMSError:
            pass  # a damaged profile costs the profile, not the photo
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        clear = image.convert("RGBA")
        white = Image.new("RGBA", clear.size, "white")
        return Image.alpha_composite(white, clear).convert("RGB")
    return image.convert("RGB")


def write_thumbnail(rgb: Rgb, out: Path, long_side_px: int = THUMBNAIL_PX) -> None:
    """Write a JPEG thumbnail without any metadata; atomic, so that nobody reads half of one."""
    image = Image.fromarray(rgb)
    image.thumbnail((long_side_px, long_side_px), Image.Resampling.LANCZOS, reducing_gap=2.0)
    out.parent.mkdir(parents=True, exist_ok=True)
    beside = out.with_suffix(f".{os.getpid()}.new")
    image.save(beside, "JPEG", quality=82, optimize=True)
    beside.replace(out)
