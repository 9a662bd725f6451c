"""Where photos usually lie: the pictures of the system, what phones copy, and the folders of cloud drives."""

from __future__ import annotations

from pathlib import Path

# Below the home folder, the most likely first. Only whether they are there is looked at, not what is in them.
USUAL = (
    "DCIM", "Pictures/iCloud Photos/Photos", "iCloudPhotos/Photos", "OneDrive/Pictures",
    "OneDrive/Pictures/Camera Roll", "My Drive/Google Photos", "Google Drive/Google Photos", "Google Photos",
    "Dropbox/Camera Uploads", "Nextcloud/Photos", "Photos",
)  # fmt: skip
MOST = 5  # so that of each kind one is seen


def usual_folders(home: Path, pictures: Path) -> tuple[Path, ...]:
    """Return those that are there, none inside another one, at most MOST."""
    found: list[Path] = []
    for folder in (pictures, *(home / name for name in USUAL)):
        apart = not any(folder.is_relative_to(other) for other in found)
        if folder != home and apart and folder.is_dir():
            found.append(folder)
    return tuple(found[:MOST])
