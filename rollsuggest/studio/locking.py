"""The lock: the library's file encrypted, its key in the system's keyring, a recovery key for the person."""

from __future__ import annotations

import base64
import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Any

from rollsuggest.errors import UserError
from rollsuggest.i18n import _
from rollsuggest.library import sealing
from rollsuggest.paths import Paths

SERVICE = "rollsuggest library"
FROM_ENVIRONMENT = "ROLLSUGGEST_LIBRARY_KEY"  # the recovery key, for a terminal without a keyring
GROUP = 4  # letters of a recovery key that stand together


def recovery_key(key: bytes) -> str:
    """Return the key as letters and digits to write down: ABCD-EFGH-..."""
    text = base64.b32encode(key).decode().rstrip("=")
    return "-".join(text[at : at + GROUP] for at in range(0, len(text), GROUP))


def key_of(recovery: str) -> bytes:
    """Return the key in what a person typed. Raises UserError when that is none."""
    text = "".join(letter for letter in recovery.upper() if letter.isalnum())
    with suppress(ValueError):
        key = base64.b32decode(text + "=" * (-len(text) % 8))
        if len(key) == sealing.KEY_BYTES:
            return key
    raise sealing.LockedError(_("This is no recovery key."), _("It has 52 letters and digits."))


def open_library(paths: Paths) -> None:
    """Have this process know the key of a locked library. Raises LockedError when it is nowhere."""
    database = paths.database
    sealing.settle(database)
    if not sealing.is_sealed(database) or sealing.knows(database):
        return
    if typed := os.environ.get(FROM_ENVIRONMENT, ""):
        sealing.unlock(database, key_of(typed))
        return
    if held := _held(sealing.marked(database)):
        sealing.unlock(database, bytes.fromhex(held))
        return
    raise sealing.LockedError(
        _("Your library is locked, and its key is not in this system's keyring."),
        _("Unlock the keyring and start again, or enter the recovery key that you wrote down.")
        + " "
        + _("In a terminal put it into {name}.").format(name=FROM_ENVIRONMENT),
    )


def unlock_with(paths: Paths, recovery: str) -> None:
    """Open a locked library with the recovery key, and keep it in the keyring again. Raises UserError."""
    key = key_of(recovery)
    sealing.unlock(paths.database, key)
    with suppress(UserError):
        _keep(key)


def set_aside(paths: Paths) -> Path:
    """Put a library that cannot be opened out of the way, and keep it: the next start begins anew."""
    database, number = paths.database, 1
    while (away := database.with_name(f"{database.name}.aside-{number}")).exists():
        number += 1
    database.replace(away)
    sealing.marker(database).replace(sealing.marker(away))
    for rest in ("-wal", "-shm"):
        with suppress(FileNotFoundError):
            database.with_name(database.name + rest).replace(away.with_name(away.name + rest))
    return away


def new_key() -> bytes:
    """Make a key and put it into the keyring. Raises UserError where there is none to keep it."""
    key = secrets.token_bytes(sealing.KEY_BYTES)
    _keep(key)
    return key


def _keep(key: bytes) -> None:
    """Have the keyring keep the key, and look whether it did."""
    name = sealing.fingerprint(key)
    ring = _keyring()
    if ring is not None:
        with suppress(Exception):  # each system's keyring raises errors of its own
            ring.set_password(SERVICE, name, key.hex())
    if _held(name) != key.hex():
        raise UserError(
            _("This system has no keyring that could keep the key, so nothing is locked."),
            _("Set one up (GNOME Keyring, KWallet), unlock it and try again."),
        )


def forget(name: str) -> None:
    if (ring := _keyring()) is not None:
        with suppress(Exception):
            ring.delete_password(SERVICE, name)


def _held(name: str) -> str:
    if (ring := _keyring()) is not None:
        with suppress(Exception):
            return str(ring.get_password(SERVICE, name) or "")
    return ""


def _keyring() -> Any:
    from rollsuggest.cloud.secrets import system_keyring

    with suppress(Exception):
        return system_keyring()
    return None
