"""Files -> upright sRGB pixels, reduced while decoding. The one place that opens an original's picture."""

from __future__ import annotations

import io
import logging
import os
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from math import ceil
from pathlib import Path
from typing import IO

import numpy as np
import numpy.typing as npt
import pillow_heif
from PIL import Image, ImageCms, ImageFile, PngImagePlugin, UnidentifiedImageError

from rollsuggest.errors import UnreadableError
from rollsuggest.i18n import _
from rollsuggest.library import colour, nclx, raw

Rgb = npt.NDArray[np.uint8]  # (height, width, 3)

MAX_PIXELS = 400_000_000  # a decompression bomb beyond this; the largest real panoramas stay below
STRIPPED_PX, STRIP_PX = 40_000_000, 4_000_000  # larger pictures are made flat strip by strip
THUMBNAIL_PX = 480
# What a JPEG's decoder itself makes of most cameras' photos, an eighth of 3456 to 4224 px, is a thumbnail as
# it is: making it 480 px exactly took a third of a first visit's time.
GLANCE_PX, GLANCE_SLACK = 432, 1.5
_NEARLY = 1.1  # a picture at most so much larger than its thumbnail is to be is the thumbnail
ORIENTATION = 0x0112
_PREVIEW = b"preview"  # the comment in a thumbnail that was made of one
_CODE_POINTS = "code points"  # of `library.nclx`, carried beside the ICC profile

pillow_heif.register_heif_opener()
Image.MAX_IMAGE_PIXELS = MAX_PIXELS
PngImagePlugin.MAX_TEXT_CHUNK = 2**24  # bytes; profiles of printers and histories of editors pass 1 MB
logging.getLogger("PIL").addHandler(logging.NullHandler())  # broken files are our word to say
_SRGB = ImageCms.createProfile("sRGB")
_LAB = ImageCms.createProfile("LAB")
_STEPS = np.linspace(0, 255, 16).astype(np.uint8)
_LATTICE = Image.fromarray(np.stack(np.meshgrid(_STEPS, _STEPS, _STEPS), -1).reshape(64, 64, 3))
REDUCED_BY_DECODER = ("JPEG", "MPO")  # the others are decoded whole, however small they are wanted
_FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "HEIF", "TIFF", "GIF", "BMP", "DIB")

# What the decoders raise over damaged files. Anything else is a bug, and ours.
_DAMAGED = (
    OSError, ValueError, SyntaxError, RuntimeError, MemoryError, EOFError, IndexError, OverflowError,
    ZeroDivisionError, struct.error, zlib.error,
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Decoded:
    """Upright sRGB pixels, shape (h, w, 3) uint8, and the full upright size they were reduced from."""

    rgb: Rgb
    width: int
    height: int
    preview: bool = False  # the small picture that was beside it: see `library.previews`


def decode(
    path: Path, long_side_px: int | None = None, *, quick: bool = False, slack: float = 1.0
) -> Decoded:
    """Decode a photo upright and in sRGB, at most `long_side_px` on its longer side (None: full size).

    `quick` is for what no person looks at; `slack` as for `decode_image`.
    Raises UnreadableError with the reason when the file is no picture, damaged, or unreasonably large.
    """
    with reasons(path), _file(path) as file, opened(file) as image:
        how = Image.Resampling.HAMMING if quick else Image.Resampling.LANCZOS
        return decode_image(image, long_side_px, how, slack)


def _file(path: Path) -> IO[bytes]:
    return raw.as_jpeg(path) if raw.is_raw(path) else path.open("rb")


@contextmanager
def reasons(path: Path) -> Iterator[None]:
    """Turn whatever goes wrong while a picture is read into an UnreadableError that says why."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of odd metadata; the picture decides
            yield
    except UnreadableError:
        raise
    except Image.DecompressionBombError as error:
        raise UnreadableError(_("The picture is unreasonably large."), str(error)) from error
    except UnidentifiedImageError as error:
        empty = path.stat().st_size == 0
        unknown = (
            _("JPEG XL pictures cannot be read yet.")
            if path.suffix.lower() == ".jxl"
            else _("This is not a picture we can read.")
        )
        reason = _("The file is empty.") if empty else unknown
        raise UnreadableError(reason) from error
    except FileNotFoundError as error:
        raise UnreadableError(_("The file is not there any more.")) from error
    except PermissionError as error:
        raise UnreadableError(_("We may not open this file."), _("Check its permissions.")) from error
    except _DAMAGED as error:
        raise UnreadableError(_("The picture is damaged: {error}").format(error=error)) from error


def opened(file: IO[bytes]) -> ImageFile.ImageFile:
    """Open a picture without decoding it; its header has been read. Raises as Pillow does, see `reasons`."""
    image = Image.open(file, formats=_FORMATS)
    if image.width * image.height > MAX_PIXELS:
        raise UnreadableError(_("The picture is unreasonably large."), f"{image.width} x {image.height}")
    if points := nclx.code_points(image, file):
        image.info[_CODE_POINTS] = points
        if image.format == "PNG":  # there the code points go before a profile
            image.info.pop("icc_profile", None)
    return image


def upright_size(image: ImageFile.ImageFile) -> tuple[int, int]:
    """Return width and height as a person sees the picture."""
    width, height = image.size
    return (height, width) if orientation(image) in (5, 6, 7, 8) else (width, height)


def orientation(image: ImageFile.ImageFile) -> int:
    """Return the EXIF orientation, 1 to 8, that is still to be applied."""
    if image.format in ("TIFF", "HEIF"):
        return 1  # their plugins turn the picture themselves
    try:
        return int(image.getexif().get(ORIENTATION, 1))
    except Exception:  # whatever a parser raises over broken EXIF: it costs the tag, not the photo
        return 1


def decode_image(
    image: ImageFile.ImageFile,
    long_side_px: int | None,
    resampling: Image.Resampling = Image.Resampling.HAMMING,
    slack: float = 1.0,
) -> Decoded:
    """Decode an opened picture (its first frame) upright and in sRGB.

    With Hamming's window 12 megapixels take 66 ms CPU to 1600 px, with Lanczos' 90; the networks shrink the
    result once more anyhow. What people look at is made with Lanczos' by `decode`. What a JPEG's own
    decoder, or averaging whole pixels, brings to at most `slack` times `long_side_px` is left at that: 12
    megapixels at 2016 px, 38 ms.
    """
    width, height = upright_size(image)
    turn = _TURNS.get(orientation(image))
    if long_side_px and max(width, height) > long_side_px:
        scale = long_side_px / max(width, height)  # a JPEG's decoder itself reduces by 2, 4 or 8
        image.draft("RGB", (round(image.width * scale), round(image.height * scale)))
    image.load()
    near = long_side_px and max(width, height) > max(image.size) <= long_side_px * slack
    if not long_side_px or near or max(image.size) <= long_side_px:
        rgb = _srgb(_flat(image))
    elif slack > 1 and (factor := _whole_factor(image, long_side_px, slack)):
        rgb = _srgb(_averaged(_flat(image), factor))
    else:
        rgb = _srgb(_reduced(_flat_in_strips(image, long_side_px), _fitted(image, long_side_px), resampling))
    return Decoded(np.asarray(rgb if turn is None else rgb.transpose(turn)), width, height)


def upright(picture: Image.Image, image: ImageFile.ImageFile) -> Rgb:
    """Return the pixels of a picture that belongs to `image` and lies as that does, upright and in sRGB."""
    rgb = _srgb(_flat(picture))
    turn = _TURNS.get(orientation(image))
    return np.asarray(rgb if turn is None else rgb.transpose(turn))


_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def _flat_in_strips(image: Image.Image, long_side_px: int) -> Image.Image:
    """Return what `_flat` does, of a panorama already reduced: three whole copies would be gigabytes."""
    factor = max(image.size) // long_side_px
    if image.width * image.height <= STRIPPED_PX or factor < 2:
        return _flat(image)
    factor = factor // 2 if factor >= 4 else factor  # the rest is resampled
    rows = max(1, STRIP_PX // image.width // factor) * factor
    strips = [(0, top, image.width, min(image.height, top + rows)) for top in range(0, image.height, rows)]
    top = max(_highest(image.crop(strip)) for strip in strips) if _is_deep(image) else None
    pieces = []
    for strip in strips:
        piece = image.crop(strip)
        piece.info = image.info
        pieces.append(_flat(piece, top).reduce(factor))
    whole = Image.new(pieces[0].mode, (pieces[0].width, sum(piece.height for piece in pieces)))
    for n, piece in enumerate(pieces):
        whole.paste(piece, (0, n * (rows // factor)))
    whole.info = image.info
    return whole


def _flat(image: Image.Image, highest: float | None = None) -> Image.Image:
    """Return the picture in a mode of 8 bit without transparency, which is laid over white.

    `highest` is the largest value of the picture of which this one is a strip.
    """
    if _is_deep(image):
        return _eight_bit(image, _highest(image) if highest is None else highest)
    if image.has_transparency_data:
        clear = image.convert("RGBA")
        flat = Image.new("RGB", clear.size, "white")
        flat.paste(clear, mask=clear.getchannel("A"))
        flat.info = image.info
        return flat
    if image.mode in ("RGB", "L", "CMYK", "LAB"):
        return image
    return image.convert("RGB")


def _is_deep(image: Image.Image) -> bool:
    return image.mode.startswith(("I", "F"))


def _highest(image: Image.Image) -> float:
    return float(_finite(image).max(initial=0))


def _finite(image: Image.Image) -> npt.NDArray[np.float32]:
    return np.nan_to_num(np.asarray(image, dtype=np.float32))


def _eight_bit(image: Image.Image, highest: float) -> Image.Image:
    """Return 16 and 32 bit grey as 8 bit: by the range of its type, not clipped."""
    top = next((top for top in (1.0, 255.0, 65535.0) if highest <= top), highest)
    if image.mode != "F" and top == 1.0:
        top = 255.0
    return Image.fromarray((_finite(image) * (255 / top)).clip(0, 255).astype(np.uint8))


def _whole_factor(image: Image.Image, long_side_px: int, slack: float) -> int | None:
    """Return by which whole number the picture can be divided to lie within the slack; None for none."""
    factor = ceil(max(image.size) / (long_side_px * slack))
    small = image.width * image.height <= STRIPPED_PX
    return factor if small and factor > 1 and max(image.size) // factor >= long_side_px else None


def _averaged(image: Image.Image, factor: int) -> Image.Image:
    small = image.reduce(factor)
    small.info = image.info
    return small


def _fitted(image: Image.Image, long_side_px: int) -> tuple[int, int]:
    scale = long_side_px / max(image.size)
    return max(1, round(image.width * scale)), max(1, round(image.height * scale))


def _reduced(image: Image.Image, size: tuple[int, int], resampling: Image.Resampling) -> Image.Image:
    # Halved by averaging first, as a JPEG's decoder does it: half the time of resampling all of 12 MP.
    small = image.resize(size, resampling, reducing_gap=1.0)
    small.info = image.info
    return small


def _srgb(image: Image.Image) -> Image.Image:
    """Return the picture in sRGB: by its profile, else by the code points of HEIC and AVIF."""
    profile = image.info.get("icc_profile")
    if image.mode == "LAB" or profile:
        try:
            transform = _to_srgb(None if image.mode == "LAB" else profile, image.mode)
            if transform is not None:
                return transform.apply(image)
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # a damaged profile costs the profile, not the photo
    points = image.info.get(_CODE_POINTS)
    if points and not profile and not colour.is_srgb(*points):
        return Image.fromarray(colour.to_srgb(np.asarray(image.convert("RGB")), *points))
    return image if image.mode == "RGB" else image.convert("RGB")


@lru_cache(maxsize=16)  # a roll has the profiles of its few cameras
def _to_srgb(profile: bytes | None, mode: str) -> ImageCms.ImageCmsTransform | None:
    """Return how pixels of `mode` become sRGB; None when they are sRGB already, under whatever name."""
    source = ImageCms.ImageCmsProfile(io.BytesIO(profile)) if profile else _LAB
    transform = ImageCms.buildTransform(source, _SRGB, mode, "RGB")
    if mode == "RGB":
        changed = np.asarray(transform.apply(_LATTICE), np.int16) - np.asarray(_LATTICE, np.int16)
        if abs(changed).max() <= 1:
            return None
    return transform


def write_thumbnail(rgb: Rgb, out: Path, long_side_px: int = THUMBNAIL_PX, *, preview: bool = False) -> None:
    """Write a JPEG thumbnail without any metadata; atomic, so that nobody reads half of one.

    Its long side is at most a tenth longer than `long_side_px`.
    One made of a preview is marked, so that `is_preview` knows what a better one must replace.
    """
    image = Image.fromarray(rgb)
    if (factor := max(image.size) // long_side_px) > 1:
        image = image.reduce(factor)
    if max(image.size) > long_side_px * _NEARLY:
        image.thumbnail((long_side_px, long_side_px), Image.Resampling.LANCZOS, reducing_gap=None)
    out.parent.mkdir(parents=True, exist_ok=True)
    beside = out.with_suffix(f".{os.getpid()}.new")
    image.save(beside, "JPEG", quality=82, comment=_PREVIEW if preview else None)
    beside.replace(out)


def is_preview(thumbnail: Path) -> bool:
    """Tell whether a thumbnail was made of a preview, for the time being."""
    try:
        with Image.open(thumbnail, formats=("JPEG",)) as image:
            return image.info.get("comment") == _PREVIEW
    except OSError:
        return False
