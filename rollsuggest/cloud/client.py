"""Ask a rollsuggest server who it is. The one place of this program that opens a connection."""

from __future__ import annotations

import http.client
import json
import ssl
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from rollsuggest.consent.grants import Permit
from rollsuggest.errors import ConsentError, UserError
from rollsuggest.i18n import _
from rollsuggest.model import Purpose

PROTOCOL = 1
PATH = "/rollsuggest/v1/hello"
LARGEST_ANSWER = 16_384  # bytes
THIS_COMPUTER = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class ServerInfo:
    """What a server says of itself."""

    name: str
    protocol: int
    retention_hours: int  # how long it keeps what it is sent


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """The permit names one recipient: an answer from elsewhere is none."""

    def redirect_request(self, *_args: Any, **_kwargs: Any) -> None:
        return None


def hello(permit: Permit, server: str, *, timeout_s: float = 5.0) -> ServerInfo:
    """Return what the server at this address says of itself.

    Raises ConsentError when the permit is not for cloud processing by this server; UserError, with advice,
    when the address is none, nobody answers in time, or what answers is no rollsuggest server.
    """
    if permit.purpose is not Purpose.CLOUD or permit.recipient != server:
        raise ConsentError(
            _("Connecting to this server has not been allowed."), _("Turn cloud processing on for it first.")
        )
    return _info(_get(_checked(server) + PATH, timeout_s))


def _checked(server: str) -> str:
    """Return the address without a slash at its end, or raise UserError."""
    if not server.strip():
        raise UserError(_("No server was given."), _("Enter the address of a rollsuggest server."))
    advice = _("Write it like https://photos.example.org")
    try:
        parts = urlsplit(server.strip())
        host, _port = parts.hostname, parts.port
    except ValueError as error:
        raise UserError(_("“{server}” is not an address.").format(server=server), advice) from error
    extras = parts.query or parts.fragment or parts.username or parts.password
    if parts.scheme not in ("http", "https") or not host or extras:
        raise UserError(_("“{server}” is not the address of a server.").format(server=server), advice)
    if parts.scheme == "http" and host not in THIS_COMPUTER:
        raise UserError(
            _("The address must begin with https://, so that nobody on the way can read your photos."), advice
        )
    return server.strip().rstrip("/")


def _get(url: str, timeout_s: float) -> bytes:
    """Fetch a short answer. No proxy, no redirect: the connection goes where the person allowed it to."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect)
    request = urllib.request.Request(url, headers={"Accept": "application/json"})
    try:
        with opener.open(request, timeout=timeout_s) as answer:
            body: bytes = answer.read(LARGEST_ANSWER + 1)
            return body
    except urllib.error.HTTPError as error:
        error.close()
        raise _stranger() from error
    except urllib.error.URLError as error:
        raise _unreachable(error.reason) from error
    except http.client.HTTPException as error:
        raise _stranger() from error
    except OSError as error:
        raise _unreachable(error) from error


def _unreachable(reason: object) -> UserError:
    if isinstance(reason, TimeoutError):
        return UserError(
            _("The server did not answer in time."), _("Check that it is running, then try again.")
        )
    if isinstance(reason, ssl.SSLError):
        return UserError(
            _("The server could not prove that it is who it says."),
            _("Ask whoever runs it to renew its certificate. Nothing was sent."),
        )
    if isinstance(reason, ConnectionRefusedError):
        return UserError(
            _("No server is running at this address."), _("Check the address and that the server is started.")
        )
    return UserError(
        _("The server could not be reached."), _("Check the address and your connection to the network.")
    )


def _stranger() -> UserError:
    return UserError(
        _("What answers at this address is not a rollsuggest server."),
        _("Check the address with whoever runs it."),
    )


def _info(body: bytes) -> ServerInfo:
    try:
        answer = json.loads(body) if len(body) <= LARGEST_ANSWER else None
    except (ValueError, RecursionError) as error:
        raise _stranger() from error
    if not isinstance(answer, dict) or answer.get("service") != "rollsuggest":
        raise _stranger()
    if answer.get("protocol") != PROTOCOL:
        raise UserError(
            _("The server speaks another version of the protocol."),
            _("Update rollsuggest here or on the server."),
        )
    name, hours = answer.get("name"), answer.get("retention_hours")
    if not isinstance(name, str) or not isinstance(hours, int) or isinstance(hours, bool) or hours < 0:
        raise _stranger()
    return ServerInfo(name=name, protocol=PROTOCOL, retention_hours=hours)
