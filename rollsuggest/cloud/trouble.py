"""What can go wrong on the way to a server, in words that help; and whether anything was sent by then."""

from __future__ import annotations

import http.client
import json
import ssl
from typing import Any

from rollsuggest.errors import UserError
from rollsuggest.i18n import _

EXPIRED, NOT_YET = 10, 9  # X509_V_ERR_… of OpenSSL
SELF_SIGNED = (18, 19)
OTHER_NAME = (62, 64)
UNKNOWN_ISSUER = (2, 20, 21)


class UnreachedError(UserError):
    """Nobody was reached: nothing was sent."""


class LostError(UserError):
    """The connection was lost: what was sent may have arrived, or not."""


class RefusedError(UserError):
    """The server answered, and it was no yes."""

    def __init__(self, message: str, advice: str, status: int, wait_s: float = 0.0) -> None:
        super().__init__(message, advice)
        self.status = status
        self.wait_s = wait_s  # it asked to be left alone for so long

    @property
    def passes(self) -> bool:
        """Whether the same may be taken later."""
        return self.status in (408, 425, 429, 500, 502, 503, 504, 507)


def unreached(error: Exception) -> UserError:
    """Return what to tell when no connection came about."""
    if isinstance(error, TimeoutError):
        return UnreachedError(
            _("The server did not answer in time."), _("Check that it is running, then try again.")
        )
    if isinstance(error, ssl.SSLCertVerificationError):
        return UnreachedError(*_certificate(error))
    if isinstance(error, ssl.SSLError):
        return UnreachedError(
            _("The server could not prove that it is who it says."),
            _("It does not speak HTTPS as it should. Ask whoever runs it. Nothing was sent."),
        )
    if isinstance(error, ConnectionRefusedError):
        return UnreachedError(
            _("No server is running at this address."), _("Check the address and that the server is started.")
        )
    return UnreachedError(
        _("The server could not be reached."), _("Check the address and your connection to the network.")
    )


def _certificate(error: ssl.SSLCertVerificationError) -> tuple[str, str]:
    """Say what is wrong with a certificate. In none of these cases was anything sent."""
    code = error.verify_code
    nothing = _("Nothing was sent.")
    if code == EXPIRED:
        return _("The server's certificate has expired."), _(
            "Ask whoever runs it to renew it; check that this computer's clock is right."
        ) + " " + nothing
    if code == NOT_YET:
        return _("The server's certificate is not valid yet."), _(
            "Check that this computer's clock is right."
        ) + " " + nothing
    if code in SELF_SIGNED:
        return _("The server made its certificate itself, so that it proves nothing."), _(
            "Have it fetch one that others can check (packaging/server/README.md says how), or add its own"
            " to the certificates that this computer trusts."
        ) + " " + nothing
    if code in OTHER_NAME:
        return _("The certificate belongs to another server."), _(
            "Check the address: it must be the name that the certificate was made for."
        ) + " " + nothing
    if code in UNKNOWN_ISSUER:
        return _("Nobody whom this computer trusts vouches for the server's certificate."), _(
            "Ask whoever runs it to send the whole chain of certificates, or add its issuer to those that"
            " this computer trusts."
        ) + " " + nothing
    return _("The server could not prove that it is who it says."), _(
        "Ask whoever runs it to renew its certificate."
    ) + " " + nothing


def lost(error: Exception) -> UserError:
    """Return what to tell when a connection broke after something was sent."""
    if isinstance(error, TimeoutError):
        return LostError(
            _("The server did not answer in time."), _("Check that it is running, then try again.")
        )
    if isinstance(error, http.client.NotConnected):
        return cut()
    if isinstance(error, http.client.HTTPException) and not isinstance(
        error, (http.client.RemoteDisconnected, http.client.IncompleteRead)
    ):
        return stranger()
    return LostError(_("The connection to the server was lost."), _("It is tried again."))


def cut() -> UserError:
    return LostError(_("The connection was closed because you took back your permission."), "")


def stranger() -> UserError:
    return RefusedError(
        _("What answers at this address is not a server that we know how to talk to."),
        _("Check the address with whoever runs it."),
        status=0,
    )


def refused(status: int, headers: Any, body: bytes) -> RefusedError:
    """Return what to tell of an answer that is no yes, in the server's own words where it has some."""
    wait = str(headers.get("Retry-After", headers.get("retry-after", "")))
    wait_s = float(wait) if wait.isdigit() else 0.0
    if status in (401, 403):
        return RefusedError(
            _("The server does not accept this key."),
            _("Check it, and enter it again under Settings."),
            status,
        )
    said = _words(body)
    message = (
        _("The server answered: {words}").format(words=said)
        if said
        else _("The server answered with error {status}.").format(status=status)
    )
    return RefusedError(message, "", status, wait_s)


def _words(body: bytes, most: int = 300) -> str:
    """Return the server's own words: ours in `error`, OpenAI's in `error.message`, FastAPI's in `detail`."""
    try:
        said = json.loads(body[:100_000])
        found = said.get("error") or said.get("detail") or ""
        if isinstance(found, dict):
            found = found.get("message", "")
        return str(found)[:most]
    except (ValueError, AttributeError, RecursionError):
        return ""
