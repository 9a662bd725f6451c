"""A roll that changes under the window, and what is stored of it: to be compared with an index made anew."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from PIL import Image

PICTURES = Path(__file__).parent.parent / "pictures"
FIRST = 44  # photos at the start
MOST = 70
FACTS = (
    "SELECT path, size, content_hash FROM asset WHERE missing_since IS NULL",
    "SELECT a.path, n.stage, n.status FROM analysis n JOIN asset a ON a.id = n.asset_id"
    " WHERE a.missing_since IS NULL",
    "SELECT a.path, round(f.x, 3), round(f.y, 3) FROM face f JOIN asset a ON a.id = f.asset_id"
    " WHERE a.missing_since IS NULL",
    "SELECT a.path, l.name FROM label l JOIN asset a ON a.id = l.asset_id WHERE a.missing_since IS NULL",
)


class ChangingRoll:
    def __init__(self, folder: Path, rng: random.Random) -> None:
        self.folder, self._rng = folder, rng
        self._made = 0
        self._pictures = sorted(PICTURES.glob("*.jpg"))
        (folder / "moved").mkdir(parents=True)
        for _photo in range(FIRST):
            self.add()

    def photos(self) -> list[Path]:
        return sorted(self.folder.rglob("*.jpg"))

    def change(self) -> str:
        """Change one file; returns what was done."""
        doing = self._rng.choice(("add", "add", "move", "edit", "remove"))
        photos = self.photos()
        if len(photos) >= MOST:
            doing = "remove"
        match doing:
            case "add":
                self.add()
            case "move":
                photo = self._rng.choice(photos)
                to = self.folder if photo.parent != self.folder else self.folder / "moved"
                photo.rename(to / photo.name)
            case "edit":
                self._draw(self._rng.choice(photos))
            case _:
                self._rng.choice(photos).unlink()
        return doing

    def add(self) -> None:
        self._made += 1
        self._draw(self.folder / f"IMG_{self._made:04}.jpg")

    def _draw(self, path: Path) -> None:
        """Write a photo as a camera does: beside, then under its name."""
        picture = self._rng.choice(self._pictures)
        taken = datetime(2026, 5, 1, 9) + timedelta(minutes=self._rng.randrange(40 * 24 * 60))
        exif = Image.Exif()
        exif.get_ifd(0x8769)[0x9003] = taken.strftime("%Y:%m:%d %H:%M:%S")
        beside = path.with_suffix(".part")
        with Image.open(picture) as image:
            left, top = self._rng.randrange(20), self._rng.randrange(20)
            cut = image.crop((left, top, image.width - left, image.height - top))
            cut.save(beside, format="JPEG", exif=exif)
        beside.replace(path)


def stored(database: Path) -> set[str]:
    """Return what is known of the files, without numbers that are a run's own."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as db:
        return {f"{n} {row}" for n, facts in enumerate(FACTS) for row in db.execute(facts)}
