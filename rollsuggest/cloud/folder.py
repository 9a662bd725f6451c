"""The files of the outbox: what is sent, byte for byte, and what came back until it is drawn anew."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection
from pathlib import Path


class OutboxFolder:
    def __init__(self, path: Path) -> None:
        self._path = path

    def picture(self, key: str) -> Path:
        """Return where the JPEG lies that is sent."""
        return self._path / f"{key}.jpg"

    def came(self, key: str) -> Path:
        """Return where what a server made lies as it came: a stranger's bytes, only workers open them."""
        return self._path / f"{key}.came"

    def keep(self, key: str, made: bytes) -> None:
        """Store what came, all of it or nothing."""
        beside = self.came(key).with_suffix(".new")
        with beside.open("wb") as file:
            file.write(made)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self.came(key))

    def forget(self, key: str) -> None:
        for file in self._path.glob(f"{key}.*"):
            file.unlink(missing_ok=True)

    def sweep(self, keys: Collection[str]) -> None:
        """Remove what belongs to no parcel that still needs it: what a crash left."""
        for file in self._path.glob("*"):
            if file.name.partition(".")[0] not in keys:
                file.unlink(missing_ok=True)


def digest(picture: bytes) -> str:
    return hashlib.sha256(picture).hexdigest()
