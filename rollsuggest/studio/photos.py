"""Photos, places and what is no photo."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from rollsuggest.consent.grants import permit
from rollsuggest.errors import UserError
from rollsuggest.i18n import _
from rollsuggest.jobs import rules, worker
from rollsuggest.library import alike, decisions, hiding, queries, store, tile_marks
from rollsuggest.library import grouping as grouped_faces
from rollsuggest.library.rows import IndexedAsset, PhotoDetail, PlaceRow, SortedOut, Tile
from rollsuggest.library.view import photo_of
from rollsuggest.model import AssetId, Journey, Purpose, Role, UsualPlace
from rollsuggest.studio.core import RENDER_TIMEOUT_S, SUGGEST_TIMEOUT_S, Core
from rollsuggest.suggest import keep

THUMBNAIL_PX = 480  # as library.pixels has it, which only workers load
CAME_OUT = (Role.PHOTO, Role.BURST_EXTRA, Role.DUPLICATE)  # whether a receipt is sharp is nothing to say


class Photos(Core):
    """The photos as they are: tiles, details, places, what is no photo to remember."""

    # Of which generation of the library: what is usual, and the trips.
    _where: tuple[int, tuple[tuple[UsualPlace, ...], tuple[Journey, ...]]] | None = None
    _where_one_at_a_time = threading.Lock()  # a page asks for both at once

    def tiles(self) -> tuple[Tile, ...]:
        """Return all visible photos, newest first, undated last."""
        with self._db.read() as db:
            return tile_marks.marked(db, queries.tiles(db))

    def photo(self, asset: AssetId) -> PhotoDetail:
        with self._db.read() as db:
            seen = photo_of(db, asset)
            return replace(
                queries.photo(db, asset),
                behind=alike.behind(db, asset),
                stands_for=alike.stands_for(db, asset),
                came_out=keep.words(seen) if seen and seen.role in CAME_OUT else "",
            )

    def files(self, assets: Iterable[AssetId]) -> tuple[Path, ...]:
        """Return the files of those that may be shown, to hand to another program."""
        with self._db.read() as db:
            return queries.files(db, assets)

    def keep_instead(self, asset: AssetId) -> None:
        """Use this photo in place of the one that stands for it; that one stands behind it from now on."""
        with self._db.write() as db:
            alike.keep_instead(db, asset, datetime.now())
        self._say("photos", "suggestions")

    def screen_copy(self, asset: AssetId, long_side_px: int = 2400) -> Path:
        """Return a JPEG for the screen, made by a worker from whatever format the photo has, and cached."""
        permit(self.grants(), Purpose.ANALYSE)
        path = self.photo(asset).path
        status = path.stat() if path.exists() else None
        if status is None:
            raise UserError(
                _("The file is not there any more."), _("Plug in its drive, or look at the folder.")
            )
        name = f"photo-{asset}-{status.st_size}-{status.st_mtime_ns}-{long_side_px}.jpg"
        return self._cached(name, worker.enlarge, path, long_side_px)

    def thumbnail(self, asset: AssetId) -> Path:
        """Return where a JPEG of at most 480 px lies; it may not exist yet. Never blocks."""
        return self.paths.thumbnail(asset)

    def thumbnail_again(self, asset: AssetId) -> bytes:
        """Return a thumbnail that was removed, made anew; b"" when there never was one.

        It is put back in its place, but for photos with somebody hidden: of these none stays on the disk.
        Raises UnreadableError.
        """
        with self._db.read() as db:
            path = hiding.looked_at(db, asset)
        if path is None or not self.grants().has(Purpose.ANALYSE):
            return b""
        self.paths.passing.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self.paths.passing, ignore_cleanup_errors=True) as folder:
            made = Path(folder) / "thumbnail.jpg"
            try:
                self._workers.call(worker.enlarge, path, made, THUMBNAIL_PX, timeout_s=RENDER_TIMEOUT_S)
                data = made.read_bytes()
            except FileNotFoundError:  # all copies were erased meanwhile
                return b""
        with self._db.read() as db:
            hidden = asset in hiding.hidden_assets(db)
        if not hidden:
            self._put(self.thumbnail(asset), data)
            self._drop_hidden()  # nobody else saw to it if somebody in it was hidden this moment
        return data

    def _put(self, out: Path, data: bytes) -> None:
        beside = out.with_suffix(f".{threading.get_ident()}.new")
        out.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(data)
        beside.replace(out)

    def sorted_out(self) -> tuple[SortedOut, ...]:
        """Return screenshots, documents and the like, and files whose kind the person decided."""
        with self._db.read() as db:
            return queries.sorted_out(db)

    def set_role(self, assets: Sequence[AssetId], role: Role | None) -> None:
        """Store what the person says these files are; None takes it back. Faces of no photo are nobody's."""
        with self._db.write() as db:
            decisions.set_role(db, assets, role, datetime.now())
            faces, small = grouped_faces.any_in(db, assets), grouped_faces.small(db)
        if faces:
            self._group(whole=small)
        self._say("photos", "people", "suggestions")

    def places(self) -> tuple[PlaceRow, ...]:
        with self._db.read() as db:
            return queries.places(db)

    def usual_places(self) -> tuple[UsualPlace, ...]:
        """Return homes and places often visited; () without consent to places."""
        return self._whereabouts()[0]

    def journeys(self) -> tuple[Journey, ...]:
        """Return the trips, the latest first; () without consent to places."""
        return self._whereabouts()[1]

    def _whereabouts(self) -> tuple[tuple[UsualPlace, ...], tuple[Journey, ...]]:
        if not self.grants().has(Purpose.PLACES):
            return (), ()
        with self._where_one_at_a_time:
            with self._db.read() as db:
                generation = store.generation(db)
            if self._where is None or self._where[0] != generation:
                found = self._workers.call(
                    rules.whereabouts, self.paths.database, date.today(), timeout_s=SUGGEST_TIMEOUT_S
                )
                self._where = generation, found
            return self._where[1]

    def set_home(self, name: str, country: str, home: bool | None) -> None:
        """Store whether a town is home; None: as it seems from the photos."""
        with self._db.write() as db:
            decisions.set_home(db, name, country, home, datetime.now())
        self._say("photos", "suggestions")

    def tiles_of(self, assets: Iterable[AssetId]) -> tuple[Tile, ...]:
        """Return those of these that may be shown, newest first."""
        with self._db.read() as db:
            return queries.tiles_of(db, assets)

    def place_tiles(self, name: str, country: str) -> tuple[Tile, ...]:
        with self._db.read() as db:
            return queries.place_tiles(db, name, country)

    def indexed(self) -> tuple[IndexedAsset, ...]:
        """Return all that is stored of every file: what the owner may take along."""
        with self._db.read() as db:
            return queries.indexed(db)

    def names(self, assets: Iterable[AssetId], *, hidden: bool = False) -> dict[AssetId, str]:
        """Return paths relative to their roll, of what may be shown (or of all, for the People page)."""
        with self._db.read() as db:
            return queries.names(db, assets, hidden=hidden)
