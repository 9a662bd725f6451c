"""Names that the person's files already hold: in the photo, the XMP beside it, Picasa's file of its folder.

Read only when the person asks for it. Nothing is written to any of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from rollsuggest.errors import UnreadableError
from rollsuggest.library import pixels, raw, sidecars
from rollsuggest.library.exif import packet
from rollsuggest.library.face_regions import NamedRegion, of_packet, of_picasa, people_of_packet
from rollsuggest.library.named_faces import Told

PICASA = (".picasa.ini", "picasa.ini")
MOST_BYTES = 4 * 2**20


def read(path: Path) -> Told:
    """Return the named faces of a photo; none for a file that cannot be read."""
    orientation, texts = 1, []
    with suppress(UnreadableError), pixels.reasons(path), path.open("rb") as file:
        if not raw.is_raw(path):
            with pixels.opened(file) as image:
                orientation = pixels.orientation(image)
                texts.append(packet(image))
    texts.append(sidecars.xmp_text(path))
    regions = [region for text in texts for region in of_packet(text)]
    regions += _picasa(path.parent).get(path.name.lower(), ())
    people = [name for text in texts for name in people_of_packet(text)]
    return Told(orientation, tuple(dict.fromkeys(regions)), tuple(dict.fromkeys(people)))


def _picasa(folder: Path) -> Mapping[str, tuple[NamedRegion, ...]]:
    for name in PICASA:
        file = folder / name
        with suppress(OSError):
            return _picasa_file(file, file.stat().st_mtime_ns)
    return {}


@lru_cache(maxsize=8)
def _picasa_file(file: Path, _mtime_ns: int) -> Mapping[str, tuple[NamedRegion, ...]]:
    with file.open("rb") as opened:
        return of_picasa(opened.read(MOST_BYTES).decode("utf-8-sig", "replace"))
