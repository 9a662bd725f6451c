"""The server's two secrets: one encrypts what is stored, the other signs receipts. Made at first."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from rollsuggest.errors import UserError

NONCE_BYTES = 12
KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Keys:
    """AES-256-GCM (NIST SP 800-38D) for what is stored, Ed25519 (RFC 8032) for receipts."""

    storage: AESGCM
    signing: Ed25519PrivateKey

    def seal(self, plain: bytes, name: str) -> bytes:
        """Encrypt; bound to its name, so that one object cannot be passed off as another."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self.storage.encrypt(nonce, plain, name.encode())

    def open(self, sealed: bytes, name: str) -> bytes:
        """Decrypt. Raises cryptography's InvalidTag when it was tampered with."""
        return self.storage.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], name.encode())


def load(folder: Path) -> Keys:
    """Return the keys in this folder, made now when there are none. Machines of one queue share them."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return Keys(
        AESGCM(_secret(folder / "storage.key")),
        Ed25519PrivateKey.from_private_bytes(_secret(folder / "signing.key")),
    )


def _secret(path: Path) -> bytes:
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(os.urandom(KEY_BYTES))
    except FileExistsError:
        pass
    secret = path.read_bytes()
    if len(secret) != KEY_BYTES:
        raise UserError(f"{path} is no key.", "Put back the file from your backup.")
    return secret
