"""Stills into files: beside and renamed, in sRGB, with our own few words and nothing of the originals."""

from __future__ import annotations

import time
from functools import cache
from pathlib import Path
from uuid import UUID
from xml.sax.saxutils import escape

import numpy as np
from PIL import ExifTags, Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from rollsuggest.errors import UserError
from rollsuggest.i18n import _, spoken
from rollsuggest.library.pixels import Rgb
from rollsuggest.model import DPI, sheet_px
from rollsuggest.render import pdf_words
from rollsuggest.storing import whole

SOFTWARE = "rollsuggest"
FORMATS = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WEBP", ".pdf": "PDF"}
JPEG_QUALITY, WEBP_QUALITY = 92, 90
NO_DAY = time.gmtime(946_684_800)  # 2000: when it was made is nobody's business, and same page, same file
XMP_BOX = UUID("be7acfcb-97a9-42e8-9c71-999491e3afac")  # of MP4, by ISO 16684-1
SOURCE_TYPES = "http://cv.iptc.org/newscodes/digitalsourcetype/"
COMPOSED = "compositeCapture"  # of several photographs
ENHANCED = "algorithmicallyEnhanced"  # a photo that was redrawn
GENERATED = "compositeWithTrainedAlgorithmicMedia"  # a photo that a generative model edited


def write_still(rgb: Rgb, out: Path, title: str, alt: str = "", source: str = "", sheet: str = "a4") -> None:
    """Write pixels as .png, .jpg, .jpeg, .webp, or .pdf on a `sheet`; `alt` says in words what they show.

    `source` is one of IPTC's digital source types, for what is no photograph any more.
    Raises UserError for another suffix or where we cannot write.
    """
    kind = FORMATS.get(out.suffix.lower())
    if kind is None:
        raise UserError(
            _("We cannot write pictures as “{suffix}”.").format(suffix=out.suffix),
            _("Choose a name that ends in .jpg, .png, .webp or .pdf."),
        )
    check_folder(out)
    if kind == "PDF":
        rgb = on_sheet(rgb, sheet)
    with whole(out) as beside:
        save(Image.fromarray(rgb), beside, kind, title, alt, source)


def mark_film(path: Path, title: str, alt: str) -> None:
    """Say in an MP4 that is written, as in a still, that it was redrawn."""
    packet = XMP_BOX.bytes + xmp(title, alt, ENHANCED).encode()
    with path.open("ab") as film:
        film.write((len(packet) + 8).to_bytes(4, "big") + b"uuid" + packet)


def check_folder(out: Path) -> None:
    """Raise UserError when the folder to write into is not there."""
    if not out.parent.is_dir():
        raise UserError(
            _("The folder {folder} is not there.").format(folder=out.parent), _("Choose another folder.")
        )


def save(image: Image.Image, path: Path, kind: str, title: str, alt: str, source: str) -> None:
    profile = _srgb_profile()
    if kind == "PDF":
        image.save(path, kind, resolution=DPI, quality=JPEG_QUALITY, title=title, subject=alt,
                   creator=SOFTWARE, producer=SOFTWARE, creationDate=NO_DAY, modDate=NO_DAY)  # fmt: skip
        pdf_words.say(path, xmp(title, alt, source), spoken())
        return
    if kind == "PNG":
        words = PngInfo()
        words.add_itxt("Software", SOFTWARE)
        if title:
            words.add_itxt("Title", title)
        if alt:
            words.add_itxt("Description", alt)
        if alt or source:
            words.add_itxt("XML:com.adobe.xmp", xmp(title, alt, source))
        image.save(path, kind, pnginfo=words, icc_profile=profile, compress_level=6)
        return
    exif = Image.Exif()
    exif[ExifTags.Base.Software] = SOFTWARE
    packet = xmp(title, alt, source).encode()
    if kind == "JPEG":
        image.save(path, kind, quality=JPEG_QUALITY, subsampling=0, optimize=True, exif=exif, xmp=packet,
                   icc_profile=profile)  # fmt: skip
    else:
        image.save(path, kind, quality=WEBP_QUALITY, method=4, exif=exif, xmp=packet, icc_profile=profile)


def xmp(title: str, alt: str, source: str) -> str:
    """Return an XMP packet: texts in any script (EXIF knows ASCII alone), and what made the picture.

    The alternative text stands where IPTC's standard of 2021 has it, for screen readers, and as description.
    """
    texts = (("dc:title", title), ("dc:description", alt), ("Iptc4xmpCore:AltTextAccessibility", alt))
    said = "".join(
        f'<{name}><rdf:Alt><rdf:li xml:lang="x-default">{escape(text)}</rdf:li></rdf:Alt></{name}>'
        for name, text in texts
        if text
    )
    kind = f'Iptc4xmpExt:DigitalSourceType="{SOURCE_TYPES}{source}" ' if source else ""
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" '
        'xmlns:Iptc4xmpCore="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/" '
        'xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" '
        f'{kind}xmp:CreatorTool="{SOFTWARE}">{said}</rdf:Description></rdf:RDF></x:xmpmeta>'
        '<?xpacket end="w"?>'
    )


def on_sheet(rgb: Rgb, sheet: str) -> Rgb:
    """Return a page in the middle of a sheet for printing, whose rest has the colour of the page's corner."""
    h, w = rgb.shape[:2]
    across, down = sheet_px(sheet, w > h)
    if (across, down) == (w, h):
        return rgb
    scale = min(across / w, down / h)
    image = Image.fromarray(rgb).resize((round(w * scale), round(h * scale)), Image.Resampling.LANCZOS)
    page = Image.new("RGB", (across, down), tuple(rgb[0, 0].tolist()))
    page.paste(image, ((across - image.width) // 2, (down - image.height) // 2))
    return np.asarray(page)


@cache
def _srgb_profile() -> bytes:
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[24:36] = bytes((0x07, 0xD0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0))  # a fixed date: same pixels, same file
    return bytes(profile)
