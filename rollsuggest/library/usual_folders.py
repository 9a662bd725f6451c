"""Where photos usually lie: the pictures of the system, what phones copy, and the folders of cloud drives."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from rollsuggest.library.scan import PHOTO_SUFFIXES, VIDEO_SUFFIXES

# Below the home folder, the most likely first. Only the names of what lies in them are looked at.
USUAL = (
    "DCIM", "Pictures/iCloud Photos/Photos", "iCloudPhotos/Photos", "OneDrive/Pictures",
    "OneDrive/Pictures/Camera Roll", "My Drive/Google Photos", "Google Drive/Google Photos", "Google Photos",
    "Dropbox/Camera Uploads", "Nextcloud/Photos", "Photos",
)  # fmt: skip
TAKEN = PHOTO_SUFFIXES | VIDEO_SUFFIXES
MOST = 5  # so that of each kind one is seen
NAMES = 400  # that are looked at in a folder; one with so many others is offered, photos or not


def usual_folders(home: Path, pictures: Path) -> tuple[Path, ...]:
    """Return those that are there and hold photos, none inside another one, at most MOST."""
    found: list[Path] = []
    for folder in (pictures, *(home / name for name in USUAL)):
        apart = not any(folder.is_relative_to(other) for other in found)
        if folder != home and apart and folder.is_dir() and holds_photos(folder):
            found.append(folder)
    return tuple(found[:MOST])


def holds_photos(folder: Path) -> bool:
    """Tell by the first NAMES names, the nearest first, whether a photo or film lies in it or below it."""
    left, folders = NAMES, [folder]
    for inside in folders:
        with suppress(OSError), os.scandir(inside) as entries:
            for entry in entries:
                left -= 1
                if left < 0 or Path(entry.name).suffix.lower() in TAKEN:
                    return True
                if entry.is_dir(follow_symlinks=False):
                    folders.append(Path(entry.path))
    return False
