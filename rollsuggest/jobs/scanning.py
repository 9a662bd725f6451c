"""Walks all rolls, then stores what came, moved and went: a file may move from one roll to another.

[Note: Unplugged drives] Of an unplugged drive its folder may remain, empty or with what was written there
meanwhile. So a roll is taken as missing when nothing is found where files are known, and when its folder was
a drive's own and is none now; a folder inside it is away when it was a drive's own, is none now and holds
nothing. What is missing is hidden, and nothing of it is ever forgotten.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rollsuggest.i18n import _
from rollsuggest.library import exclusion, moves, scan, scanned, store
from rollsuggest.library.content import content_hash
from rollsuggest.library.database import Database
from rollsuggest.library.moves import Place, Vanished
from rollsuggest.model import AssetId, RollId
from rollsuggest.paths import Paths

Check = Callable[[], None]  # raises CancelledError when the person stopped the run


@dataclass(frozen=True, slots=True)
class Seen:
    """What a walk saw of one roll. `lost`: links in it that lead nowhere, and drives that are not there."""

    roll: RollId
    root: Path
    drive: bool
    diff: scan.Diff
    unlisted: Mapping[str, str]
    lost: frozenset[str]
    drives: frozenset[str]  # folders in it that are another drive's own, whether that is there now or not
    emptied: bool  # nothing is found where files are known


def scan_all(database: Database, paths: Paths, check: Check) -> dict[RollId, Path]:
    """Bring the library up to date with what lies in the rolls; returns those that are there."""
    with database.read() as db:
        rolls = store.roll_paths(db)
    walked = [seen for roll, root in rolls.items() if (seen := _look(database, paths, roll, root, check))]
    there = {seen.roll: seen.root for seen in walked if not seen.emptied}
    with database.write() as db:  # a drive that is unplugged takes its photos out of sight, not of mind
        scanned.note_missing(db, rolls.keys() - there.keys())
    moved = _moves(database, rolls, walked, check)
    with database.write() as db:
        scanned.lift(db, [held.asset for place, held in moved.items() if held.place != place])
        purged = [asset for seen in walked if not seen.emptied for asset in _store(db, seen, moved)]
    for asset in purged:
        paths.thumbnail(asset).unlink(missing_ok=True)
    return there


def _look(database: Database, paths: Paths, roll: RollId, root: Path, check: Check) -> Seen | None:
    """Walk one roll; None when it is not there. [Note: Unplugged drives]"""
    if not root.is_dir():
        return None
    with database.read() as db:
        known = scanned.known_files(db, roll)
        left_out = exclusion.excluded(db, roll)
        was_drive = roll in scanned.drives(db)
        were_drives = scanned.nested_drives(db, roll)
    drive = root.is_mount()
    if was_drive and not drive and known:
        return None
    found, unlisted, lost, drives = [], dict[str, str](), set[str](), set[str]()
    skip = (paths.data, paths.cache, *(root / folder for folder in left_out))
    tell = unlisted.__setitem__
    for file in scan.walk(root, skip=skip, unreadable=tell, lost=lost.add, drive=drives.add):
        check()
        found.append(file)
    away = {at for at in were_drives - drives if not any(scan.is_below(file.path, [at]) for file in found)}
    diff = scan.diff(found, known, unlisted=unlisted)
    emptied = bool(known) and not found and "" not in unlisted
    return Seen(roll, root, drive, diff, unlisted, frozenset(lost | away), frozenset(drives | away), emptied)


def _moves(
    database: Database, rolls: Mapping[RollId, Path], walked: Sequence[Seen], check: Check
) -> dict[Place, Vanished]:
    """Return which new files are known ones that vanished, from any roll that is there, if emptied."""
    new = {(seen.roll, file.path): file for seen in walked for file in seen.diff.new}
    if not new:
        return {}
    gone = {seen.roll: [p for p in seen.diff.gone if not scan.is_below(p, seen.lost)] for seen in walked}
    with database.read() as db:
        vanished = scanned.vanished(db, gone, {file.size for file in new.values()})
    # What the person left out is hidden like a file that vanished, but most of it is where it was.
    vanished = [v for v in vanished if v.place in new or not (rolls[v.roll] / v.path).exists()]
    found = moves.by_stamp(vanished, new)
    back = {held.asset for held in found.values()}
    left = [held for held in vanished if held.asset not in back and held.content is not None]
    sizes = {held.size for held in left}
    likely = {
        place: rolls[place[0]] / file.path
        for place, file in new.items()
        if place not in found and file.size in sizes
    }
    return found | moves.by_content(left, _hashes(likely, check))


def _hashes(files: Mapping[Place, Path], check: Check) -> dict[Place, bytes]:
    """Return the content hashes of files that may have moved; one that cannot be read is simply new."""
    found = {}
    for place, path in files.items():
        check()
        try:
            found[place] = content_hash(path)
        except OSError:
            continue
    return found


def _store(db: sqlite3.Connection, seen: Seen, moved: Mapping[Place, Vanished]) -> list[AssetId]:
    """Store what was seen of one roll; returns the assets that are forgotten now."""
    here = {path: held.asset for (roll, path), held in moved.items() if roll == seen.roll}
    purged = scanned.apply_scan(db, seen.roll, seen.diff, here, datetime.now(), lost=seen.lost)
    away = _("It leads to a folder or a drive that is not there now.")
    links = dict.fromkeys(scanned.links_in_use(db, seen.roll, seen.lost), away)
    scanned.note_unlisted(db, seen.roll, {**seen.unlisted, **links})
    scanned.note_drive(db, seen.roll, drive=seen.drive)
    scanned.note_nested_drives(db, seen.roll, seen.drives)
    exclusion.keep_out(db, seen.roll)  # a folder left out while the scan was on
    return purged
