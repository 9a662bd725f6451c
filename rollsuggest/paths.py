"""Where data, caches, logs and our own resources live. Injectable: tests and `--data-dir` give their own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import platformdirs

APP = "rollsuggest"


@dataclass(frozen=True, slots=True)
class Paths:
    """The three folders that belong to us. Nothing is written elsewhere unless the person names a file."""

    data: Path
    cache: Path
    logs: Path

    @property
    def database(self) -> Path:
        return self.data / "library.sqlite"

    @property
    def ledger(self) -> Path:
        return self.data / "consent.jsonl"

    @property
    def settings(self) -> Path:
        return self.data / "settings.json"

    @property
    def lock(self) -> Path:
        return self.data / "indexing.lock"

    @property
    def underway(self) -> Path:
        """Return the file that is there while photos are looked at."""
        return self.data / "indexing.underway"

    @property
    def window_lock(self) -> Path:
        return self.data / "window.lock"

    @property
    def window_call(self) -> Path:
        """Return the file that a second start writes to, so that the first one shows its window."""
        return self.data / "window.call"

    @property
    def cloud_lock(self) -> Path:
        return self.data / "cloud.lock"

    @property
    def outbox(self) -> Path:
        """Return the folder of what is prepared to be sent to a server."""
        return self.data / "cloud-outbox"

    @property
    def cloud_made(self) -> Path:
        """Return the folder of what servers made, until the person saves it elsewhere."""
        return self.data / "cloud-made"

    @property
    def sample(self) -> Path:
        """Return the folder of the sample roll and its own library, which goes when the person leaves it."""
        return self.data / "sample"

    @property
    def crashes(self) -> Path:
        """Return the log of what went wrong: a text in it may quote a name."""
        return self.logs / "crashes.log"

    @property
    def passing(self) -> Path:
        """Return the folder of pictures that are there for a moment; a crash leaves one."""
        return self.cache / "passing"

    @property
    def thumbnails(self) -> Path:
        return self.cache / "thumbnails"

    @property
    def previews(self) -> Path:
        return self.cache / "previews"

    def thumbnail(self, asset: int) -> Path:
        """Return where the thumbnail of an asset lies, spread over 256 folders."""
        return self.thumbnails / f"{asset % 256:02x}" / f"{asset}.jpg"

    def copies(self) -> list[Path]:
        """Return the files that are pictures of photos, or were made of them, for the screen."""
        folders = (self.thumbnails, self.previews, self.passing)
        return [file for folder in folders for file in folder.rglob("*") if file.is_file()]

    def own_folders(self) -> tuple[Path, ...]:
        """Return the folders all of whose content is ours."""
        return self.thumbnails, self.previews, self.passing, self.outbox, self.cloud_made, self.sample

    def own_files(self) -> list[Path]:
        """Return our other files, with what a crash left; a folder the person chose may hold others."""
        ours = (
            self.database,
            self.ledger,
            self.settings,
            self.lock,
            self.underway,
            self.cloud_lock,
            self.crashes,
        )
        found = [file for one in ours for file in one.parent.glob(f"{one.name}*")]
        for pattern in ("new", "damaged-*.json"):  # half written; set aside because it could not be read
            found += self.data.glob(f"{self.settings.stem}.{pattern}")
        return found

    def ensure(self) -> None:
        """Make the folders. Raises OSError where that is not possible."""
        for folder in (self.data, self.thumbnails, self.previews, self.logs):
            folder.mkdir(parents=True, exist_ok=True)


def under(folder: Path) -> Paths:
    """Return everything below one folder, as `--data-dir` asks for it."""
    folder = folder.expanduser().absolute()
    return Paths(data=folder, cache=folder / "cache", logs=folder / "logs")


def default() -> Paths:
    dirs = platformdirs.PlatformDirs(APP, appauthor=False)
    return Paths(data=dirs.user_data_path, cache=dirs.user_cache_path, logs=dirs.user_log_path)


def pictures() -> Path:
    """Return the folder of the person's own pictures, where saving starts."""
    return platformdirs.user_pictures_path()


@cache
def resources() -> Path:
    """Return our resources: inside an installed wheel or a frozen app, or beside the package in a clone."""
    package = Path(__file__).resolve().parent
    inside = package / "resources"
    return inside if inside.is_dir() else package.parent / "resources"
