"""The one place of this program that opens a connection: each under a permit, and all of them cut at once.

[Note: When a permit is looked at]
A permit is asked for twice: before the connection is opened, and again, with the lock held that taking
consent back needs, before the first byte of a request is written. So no request begins after a withdrawal,
and one that had begun is cut: `cut` closes its socket under it. While a request is under way its permit is
asked for again and again: another program (a terminal, a second window) may have taken consent back.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from rollsuggest.cloud import trouble
from rollsuggest.consent.grants import Permit
from rollsuggest.errors import ConsentError, UserError
from rollsuggest.i18n import _
from rollsuggest.model import AssetId, Purpose

THIS_COMPUTER = ("localhost", "127.0.0.1", "::1")
TIMEOUT_S = 60.0
LOOK_AGAIN_S = 0.3  # how soon a request is cut that another program took the consent to
LARGEST_ANSWER = 80_000_000  # bytes
NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Request:
    method: str
    path: str  # after the recipient's address
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)  # they hold the key
    body: bytes | None = field(default=None, repr=False)
    timeout_s: float = TIMEOUT_S
    most_bytes: int = LARGEST_ANSWER  # of the answer


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes


Mint = Callable[[], Permit]  # raises ConsentError when the act is not allowed now
Connect = Callable[[str, float], http.client.HTTPConnection]


class Wire:
    """All connections of this program. May be used from any thread."""

    def __init__(self, connect: Connect | None = None) -> None:
        self.lock = threading.RLock()  # held while consent is taken back
        self._connect = connect or connection_to
        self._open: set[http.client.HTTPConnection] = set()

    def ask(
        self,
        recipient: str,
        request: Request,
        mint: Mint,
        *,
        photo: AssetId | None = None,
        beginning: Callable[[], None] | None = None,
    ) -> Answer:
        """Send one request to the recipient that the permit names, and return the answer.

        `photo` is the one that is sent with it; `beginning` is called right before its first byte leaves.
        Raises ConsentError; trouble.UnreachedError when nothing of it was sent, trouble.LostError when nobody
        knows.
        """
        _check(mint(), recipient, photo)
        address = checked(recipient)
        connection = self._connect(address, request.timeout_s)
        connection.auto_open = 0  # one that was cut stays closed
        with self.lock:
            self._open.add(connection)
        try:
            try:
                connection.connect()
            except (OSError, http.client.HTTPException) as error:
                raise trouble.unreached(error) from error
            with self.lock:
                _check(mint(), recipient, photo)
                if connection not in self._open:
                    raise trouble.cut()
                if beginning:
                    beginning()
            with self._watched(connection, lambda: _check(mint(), recipient, photo)):
                return self._exchange(connection, urlsplit(address).path + request.path, request)
        finally:
            with self.lock:
                self._open.discard(connection)
            connection.close()

    def _exchange(self, connection: http.client.HTTPConnection, path: str, request: Request) -> Answer:
        try:
            connection.request(request.method, path, request.body, dict(request.headers))
            with connection.getresponse() as answer:
                body = answer.read(request.most_bytes + 1)
                if len(body) > request.most_bytes:
                    raise trouble.stranger()
                return Answer(answer.status, dict(answer.headers), body)
        except (OSError, http.client.HTTPException) as error:
            raise trouble.lost(error) from error

    @contextmanager
    def _watched(self, connection: http.client.HTTPConnection, check: Callable[[], None]) -> Iterator[None]:
        """Look again, while a request is under way, whether it is still allowed; if not, cut it."""
        over, refused = threading.Event(), list[UserError]()

        def watch() -> None:
            while not over.wait(LOOK_AGAIN_S):
                try:
                    check()
                except UserError as error:  # taken back elsewhere, or nobody can tell any more
                    refused.append(error)
                    _shut(connection)
                    return

        thread = threading.Thread(target=watch, name="cloud permit")
        thread.start()
        try:
            yield
        except trouble.LostError:
            over.set()
            thread.join()
            if refused:
                raise refused[0] from None
            raise
        finally:
            over.set()
            thread.join()

    def cut(self) -> None:
        """Close every connection, whatever is under way on it."""
        with self.lock:
            open_now, self._open = self._open, set()
        for connection in open_now:
            _shut(connection)


def _shut(connection: http.client.HTTPConnection) -> None:
    if (held := connection.sock) is not None:
        with suppress(OSError):
            held.shutdown(socket.SHUT_RDWR)


def connection_to(address: str, timeout_s: float) -> http.client.HTTPConnection:
    """Return a connection, not open yet. No proxy: it goes where the person allowed it to."""
    parts = urlsplit(address)
    host, port = parts.hostname or "", parts.port
    if parts.scheme == "https":
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(host, port, timeout=timeout_s, context=context)
    return http.client.HTTPConnection(host, port, timeout=timeout_s)


def _check(permit: Permit, recipient: str, photo: AssetId | None) -> None:
    for_this = permit.purpose is Purpose.CLOUD and permit.recipient == recipient
    if not for_this or (photo is not None and photo not in permit.assets):
        raise ConsentError(
            _("Connecting to this server has not been allowed."), _("Turn cloud processing on for it first.")
        )


def checked(server: str) -> str:
    """Return the address without a slash at its end, or raise UserError."""
    if not server.strip():
        raise UserError(_("No server was given."), _("Enter the address of a server."))
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
