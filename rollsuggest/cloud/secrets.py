"""The keys of servers: in the system's keyring, never in a file of ours and in no log."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from typing import Any

SERVICE = "rollsuggest"
FROM_ENVIRONMENT = "ROLLSUGGEST_CLOUD_KEY"  # for a terminal without a keyring

# Each system's own. Others that may be installed keep passwords in plain files, or nowhere.
KEYRINGS = ("keyring.backends.SecretService", "keyring.backends.libsecret", "keyring.backends.kwallet",
            "keyring.backends.macOS", "keyring.backends.Windows")  # fmt: skip


class Secrets:
    """Keys by recipient. Where the system has no keyring they are kept until the program ends."""

    def __init__(self, keyring: Callable[[], Any] | None = None) -> None:
        self._keyring = keyring or system_keyring
        self._held: dict[str, str] = {}

    def keep(self, recipient: str, key: str) -> bool:
        """Keep a key; returns whether it is still there after the next start."""
        self._held[recipient] = key
        return self._do(lambda ring: ring.set_password(SERVICE, recipient, key)) is not None

    def of(self, recipient: str) -> str:
        """Return the key of this recipient, "" when there is none."""
        if recipient not in self._held:
            found = self._do(lambda ring: (ring.get_password(SERVICE, recipient),))
            self._held[recipient] = (found[0] if found else None) or os.environ.get(FROM_ENVIRONMENT, "")
        return self._held[recipient]

    def forget(self, recipient: str) -> None:
        self._held.pop(recipient, None)
        self._do(lambda ring: ring.delete_password(SERVICE, recipient))

    def _do(self, act: Callable[[Any], Any]) -> Any:
        """Do something with the keyring; None when there is none, it is locked, or it holds no such key."""
        with suppress(Exception):  # each system's keyring raises errors of its own
            if (ring := self._keyring()) is not None:
                return act(ring) or ()
        return None


def system_keyring() -> Any:
    """Return the system's own keyring, None where there is none."""
    from keyring.backend import get_all_keyring

    own = [ring for ring in get_all_keyring() if type(ring).__module__ in KEYRINGS]
    if wanted := os.environ.get("PYTHON_KEYRING_BACKEND"):  # as the library has it: one, or none of them
        own = [ring for ring in own if f"{type(ring).__module__}.{type(ring).__qualname__}" == wanted]
    return max(own, key=lambda ring: ring.priority, default=None)
