"""The photos that the rules were last asked about, kept in the process that asks them.

Of them only what has changed since is read again (library.altered). Where that is not told, or what may be
shown has changed, all is read. `forget` drops it; what is written of it is in library.packed.
"""

from __future__ import annotations

import gc
import sqlite3
from bisect import insort
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from rollsuggest.errors import UserError
from rollsuggest.library import altered, packed, showing, viewed
from rollsuggest.library.database import Database
from rollsuggest.library.view import build_view
from rollsuggest.model import Alike, AssetId, ClusterId, Photo, QuietRule, View
from rollsuggest.suggest.memory import Memory


class Fit(NamedTuple):
    """All that tells which of the photos cards may be made of."""

    nudity: bool
    quiet: tuple[QuietRule, ...]
    hidden_pets: frozenset[str]
    names: Mapping[ClusterId, str]

    @classmethod
    def of(cls, view: View, nudity: bool) -> Fit:
        return cls(nudity, view.quiet, view.hidden_pets, {c: p.name for c, p in view.persons.items()})


class Compared(NamedTuple):
    """The stand-ins of the photos that are kept, and the words they were stored for (library.alike)."""

    alike: Alike
    fit: Fit
    words: str
    came: tuple[Photo, ...] = ()  # since, and not compared yet


@dataclass(slots=True)
class _Kept:
    database: Path
    change: int  # the last that is in it, see library.altered
    may_show: int
    features: viewed.Features
    photos: tuple[Photo, ...]
    last: AssetId  # the greatest id there was; a greater one is new
    memory: Memory
    compared: Compared | None = None


_kept: _Kept | None = None


def forget() -> None:
    """Drop what is kept: it may hold what is to be seen no more."""
    global _kept
    if _kept is not None:
        _kept = None
        gc.unfreeze()


def view(database: Database, db: sqlite3.Connection) -> View:
    """Return the view as it is now, and keep its photos; see `build_view` for how long they hold."""
    global _kept
    change, may_show = altered.number(db), showing.may_show(db)
    if _kept is not None and _brought_up(_kept, database.path, db, may_show):
        _kept.change = change
    else:
        forget()
        features = viewed.Features(db)
        photos = tuple(_read(database, db, features, change))
        (last,) = db.execute("SELECT coalesce(max(id), 0) FROM asset").fetchone()
        _kept = _Kept(database.path, change, may_show, features, photos, last, Memory())
        gc.freeze()  # it stays: to walk over it again and again would take longer than the rules do
    return build_view(db, _kept.photos)


def _read(database: Database, db: sqlite3.Connection, features: viewed.Features, change: int) -> list[Photo]:
    """Return all photos, and store packed what was not yet: the next start reads that."""
    fresh: viewed.Fresh = {}
    photos = viewed.photos(db, features=features, fresh=fresh)
    if fresh:
        with suppress(UserError), database.write() as writing:  # a full disk is told of where it matters
            packed.store(writing, fresh, change)
    return photos


def compared(fit: Fit) -> Compared | None:
    """Return the stand-ins of the photos that are kept, and of those that fit where these are the same.

    A new name changes what may fit, and nothing of what is more of the same.
    """
    found = _kept.compared if _kept else None
    if found and found.fit != fit:
        return Compared(Alike(found.alike.every, None), fit, "", found.came)
    return found


def note(found: Compared) -> None:
    """Keep the stand-ins of the photos that are kept."""
    if _kept is not None:
        _kept.compared = found


def memory() -> Memory:
    """Return what rules worked out from the photos that are kept."""
    return _kept.memory if _kept else Memory()


def _brought_up(kept: _Kept, database: Path, db: sqlite3.Connection, may_show: int) -> bool:
    """Read again what has changed; False where that is not known, or too much."""
    changed = altered.since(db, kept.change)
    if kept.database != database or kept.may_show != may_show or changed is None:
        return False
    kept.features.db = db
    if changed:
        before = kept.photos
        new = viewed.photos(db, sorted(changed), features=kept.features)
        if min(changed) <= kept.last and any(
            p.id in changed for p in before
        ):  # it may look otherwise now, which no two photos tell
            before = tuple(p for p in before if p.id not in changed)
            kept.memory, kept.compared = Memory(), None
        elif kept.compared:
            kept.compared = kept.compared._replace(came=(*kept.compared.came, *new))
        photos = list(before)
        for photo in new:
            insort(photos, photo, key=viewed.ORDER)
        kept.photos = tuple(photos)
        kept.last = max(kept.last, *changed)
    return True
