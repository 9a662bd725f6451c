"""Ask a rollsuggest server who it is."""

from __future__ import annotations

import json
from dataclasses import dataclass

from rollsuggest.cloud import trouble
from rollsuggest.cloud.wire import Request, Wire
from rollsuggest.consent.grants import Permit
from rollsuggest.errors import UserError
from rollsuggest.i18n import _

PROTOCOL = 1
BASE = "/rollsuggest/v1"
LARGEST_ANSWER = 16_384  # bytes


@dataclass(frozen=True, slots=True)
class ServerInfo:
    """What a server says of itself."""

    name: str
    protocol: int
    retention_hours: int  # how long it keeps what it is sent
    receipt_key: str = ""  # Ed25519 public key of its receipts, base64


def hello(permit: Permit, server: str, *, timeout_s: float = 5.0, wire: Wire | None = None) -> ServerInfo:
    """Return what the server at this address says of itself.

    Raises ConsentError when the permit is not for cloud processing by this server; UserError, with advice,
    when the address is none, nobody answers in time, or what answers is no rollsuggest server.
    """
    request = Request(
        "GET", f"{BASE}/hello", {"Accept": "application/json"}, timeout_s=timeout_s, most_bytes=LARGEST_ANSWER
    )
    try:
        answer = (wire or Wire()).ask(server, request, lambda: permit)
    except trouble.RefusedError as error:
        raise _stranger() from error
    except trouble.LostError as error:
        if isinstance(error.__cause__, TimeoutError):
            raise
        raise _stranger() from error
    if answer.status != 200:
        raise _stranger()
    return _info(answer.body)


def _stranger() -> UserError:
    return UserError(
        _("What answers at this address is not a rollsuggest server."),
        _("Check the address with whoever runs it."),
    )


def _info(body: bytes) -> ServerInfo:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise _stranger() from error
    if not isinstance(answer, dict) or answer.get("service") != "rollsuggest":
        raise _stranger()
    if answer.get("protocol") != PROTOCOL:
        raise UserError(
            _("The server speaks another version of the protocol."),
            _("Update rollsuggest here or on the server."),
        )
    name, hours, key = answer.get("name"), answer.get("retention_hours"), answer.get("receipt_key", "")
    if not isinstance(name, str) or not isinstance(hours, int) or isinstance(hours, bool) or hours < 0:
        raise _stranger()
    return ServerInfo(name, PROTOCOL, hours, key if isinstance(key, str) else "")
