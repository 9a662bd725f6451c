"""Pixels carried from a photo's first visit to its second, where decoding it twice would be dear.

A JPEG's decoder makes a small picture in a few milliseconds. HEIC, AVIF, WebP and PNG have to be decoded
whole: 12 megapixels of HEIC take 0.4 s, each time. So the first visit leaves what the second will look at,
exactly as it is (what is found must not depend on how a run went), until the second takes it or the run ends.
It lies among the previews, and goes with them when pictures are to be forgotten.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rollsuggest.library.pixels import Decoded, Rgb

SUFFIX = ".carried"
MOST_BYTES = 512 * 2**20  # of all that is carried at a time; a hundred photos or so
_DEAR = 2  # times as many pixels as are carried, and decoding it again is dear
_SPARE = 4  # times as much has to be free on the disk


def path(folder: Path, asset: int) -> Path:
    return folder / f"{asset}{SUFFIX}"


def leave(decoded: Decoded, out: Path) -> None:
    """Leave a picture for the second visit, if it is worth that and there is room."""
    height, width = decoded.rgb.shape[:2]
    if decoded.width * decoded.height < _DEAR * width * height:
        return
    import numpy as np

    beside = out.with_name(f"{out.stem}.{os.getpid()}{SUFFIX}")
    with suppress(OSError):
        if not _room(out.parent, decoded.rgb.nbytes):
            return
        try:
            with beside.open("wb") as file:
                np.save(file, decoded.rgb, allow_pickle=False)
            beside.replace(out)
        finally:
            beside.unlink(missing_ok=True)


def take(left: Path) -> Rgb | None:
    """Return and remove the pixels left there, shape (h, w, 3) uint8; None when there are none."""
    import numpy as np

    try:
        rgb: Rgb = np.load(left, allow_pickle=False)
    except (OSError, ValueError, EOFError):  # not there, dropped meanwhile, or half written at a crash
        return None
    finally:
        with suppress(OSError):
            left.unlink(missing_ok=True)
    return rgb


def drop(folder: Path) -> None:
    """Remove all that is carried, of whatever run."""
    for file in folder.glob(f"*{SUFFIX}"):
        with suppress(OSError):
            file.unlink(missing_ok=True)


def _room(folder: Path, size: int) -> bool:
    carried = sum(file.stat().st_size for file in folder.glob(f"*{SUFFIX}"))
    return carried + size <= MOST_BYTES and shutil.disk_usage(folder).free >= _SPARE * MOST_BYTES
