"""Encrypting the library's file at rest (SQLCipher), all that is in it, and taking that back.

[Note: How a file changes its kind]
A whole new file is written beside the old one and looked at. Then the old one steps aside, a marker says what
is coming, the new one takes the place, and the old one is overwritten with zeros and removed. After a crash
between any two steps `settle`, at the next start, finds one whole file and finishes or goes back.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import os
import sqlite3
import sys
from collections.abc import Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, cast

from rollsuggest.errors import UserError
from rollsuggest.i18n import _

PLAIN = b"SQLite format 3\0"  # what a file begins with that anybody can read
MODULE = "sqlcipher3.dbapi2"
KEY_BYTES = 32
ZEROS = bytes(1 << 20)
# Of a new file. A row of features takes 2,560: a page of 4,096 holds one and is a third empty, one of 8,192
# holds three. A library of 100,000 photos takes 378 MB, not 520; its features are read in 0.20 s, not 0.27.
PAGE_BYTES = 8192

_keys: dict[str, str] = {}  # file -> its key, hexadecimal; of this process alone


class LockedError(UserError):
    """The library is encrypted and its key is not here."""


def marker(path: Path) -> Path:
    return path.with_name(f"{path.name}.locked")


def aside(path: Path) -> Path:
    return path.with_name(f"{path.name}.old-kind")


def is_sealed(path: Path) -> bool:
    """Tell by the marker: the file itself is not opened, since closing it would drop SQLite's locks on it."""
    return marker(path).exists() and path.exists()


def settle(path: Path) -> None:
    """Finish, or take back, what a crash left half done. Call it before this process opens the file."""
    old = aside(path)
    if old.exists():
        if not path.exists():
            old.replace(path)
        else:
            wipe(old)
    if not knows(path) and marker(path).exists() and (_is_plain(path) or not path.exists()):
        marker(path).unlink()


def _is_plain(path: Path) -> bool:
    with suppress(OSError), path.open("rb") as file:
        return file.read(len(PLAIN)) == PLAIN
    return False


def fingerprint(key: bytes) -> str:
    """Return what tells a key from another one and says nothing about it."""
    return hashlib.sha256(b"rollsuggest library " + key).hexdigest()[:32]


def marked(path: Path) -> str:
    """Return the fingerprint of the key that a sealed file wants. "" when its marker is damaged."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        return str(json.loads(marker(path).read_text("utf-8"))["key"])
    return ""


def unlock(path: Path, key: bytes) -> None:
    """Have this process know the key. Raises LockedError when it does not open the file."""
    before = _keys.get(str(path))
    _keys[str(path)] = key.hex()
    try:
        with closing(connect(path)) as db:
            db.execute("SELECT count(*) FROM sqlite_master")
    except database_errors() as error:
        _keys.pop(str(path), None)
        if before:
            _keys[str(path)] = before
        raise LockedError(
            _("This key does not open your library."), _("Check it letter by letter.")
        ) from error


def knows(path: Path) -> bool:
    return str(path) in _keys


def keys() -> dict[str, str]:
    """Return the keys that this process knows, for the worker processes it starts."""
    return dict(_keys)


def learn(known: Mapping[str, str]) -> None:
    _keys.update(known)


def connect(path: Path, **options: Any) -> sqlite3.Connection:
    """Open a sealed file with the key that this process knows. Raises LockedError without one."""
    if (key := _keys.get(str(path))) is None:
        raise LockedError(
            _("Your library is locked, and its key is not in this system's keyring."),
            _("Unlock the keyring and start again, or enter the recovery key that you wrote down."),
        )
    db = _sqlcipher().connect(path, **options)
    db.execute("PRAGMA cipher_log_level = NONE")
    db.execute(f"PRAGMA key = \"x'{key}'\"")
    db.row_factory = _sqlcipher().Row
    return cast(sqlite3.Connection, db)


def _sqlcipher() -> Any:
    try:
        return importlib.import_module(MODULE)
    except ImportError as error:
        raise UserError(
            _("This installation cannot encrypt its library."), _("Install the package sqlcipher3.")
        ) from error


def database_errors() -> tuple[type[Exception], ...]:
    """Return what both kinds of file raise: two modules, two families of errors."""
    return _both("DatabaseError")


def operational_errors() -> tuple[type[Exception], ...]:
    return _both("OperationalError")


def _both(name: str) -> tuple[type[Exception], ...]:
    plain = getattr(sqlite3, name)
    return (plain, getattr(sys.modules[MODULE], name)) if MODULE in sys.modules else (plain,)


def change_kind(path: Path, key: bytes | None) -> None:
    """Encrypt a plain file with `key`, or write a sealed one plain again (None).

    Nobody else may have it open: UserError then, and nothing has changed.
    """
    new = path.with_name(f"{path.name}.new-kind")
    wipe(new)
    try:
        _write_as(path, new, key)
    except BaseException:
        wipe(new)
        raise
    known = _keys.pop(str(path), None) or (key.hex() if key is not None else "")
    try:
        _swap(path, new, key)
    finally:  # whichever kind it is now
        settle(path)
        wipe(new)
        if is_sealed(path):
            _keys[str(path)] = known
    if key is not None:
        for copy in path.parent.glob(f"{path.name}.before-*"):  # of updates: they are plain
            wipe(copy)


def _write_as(path: Path, new: Path, key: bytes | None) -> None:
    sqlcipher = _sqlcipher()
    source: Any
    if is_sealed(path):
        source = connect(path, isolation_level=None)
    else:
        source = sqlcipher.connect(path, isolation_level=None)
        source.execute("PRAGMA cipher_log_level = NONE")
    with closing(source):
        try:
            source.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            mode = source.execute("PRAGMA journal_mode = DELETE").fetchone()[0]  # only who is alone may
            if mode != "delete":
                raise sqlcipher.OperationalError(mode)
        except sqlcipher.OperationalError as error:
            raise UserError(
                _("Another program holds rollsuggest's library."),
                _("Wait a moment and try again; close other windows of rollsuggest."),
            ) from error
        version = source.execute("PRAGMA user_version").fetchone()[0]
        word = f"x'{key.hex()}'" if key is not None else ""
        source.execute(f'ATTACH DATABASE ? AS made KEY "{word}"', (str(new),))
        if key is None:  # a sealed one keeps the pages of its cipher
            source.execute(f"PRAGMA made.page_size = {PAGE_BYTES}")
        source.execute("SELECT sqlcipher_export('made')")
        source.execute(f"PRAGMA made.user_version = {version}")
        _leave_out_search(source)
        if [tuple(row) for row in source.execute("PRAGMA made.quick_check")] != [("ok",)]:
            raise UserError(_("The new library file is damaged, so the old one stays."), "")
        source.execute("DETACH DATABASE made")
    with new.open("rb+") as file:
        os.fsync(file.fileno())


def _leave_out_search(source: Any) -> None:
    """Have the index of words written anew: the two SQLites need not agree on its format."""
    source.execute("DROP TABLE IF EXISTS made.search")
    source.execute("DELETE FROM made.mark WHERE name = 'vocabulary'")


def _swap(path: Path, new: Path, key: bytes | None) -> None:
    """[Note: How a file changes its kind]"""
    path.replace(aside(path))
    if key is not None:
        marker(path).write_text(json.dumps({"version": 1, "key": fingerprint(key)}), "utf-8")
    new.replace(path)
    if key is None:
        marker(path).unlink(missing_ok=True)
    wipe(aside(path))


def wipe(path: Path) -> None:
    """Overwrite a file with zeros and remove it. What a drive keeps of it elsewhere nobody can tell."""
    with suppress(FileNotFoundError):
        left = path.stat().st_size
        with path.open("rb+") as file:
            while left > 0:
                left -= file.write(ZEROS[: min(left, len(ZEROS))])
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
