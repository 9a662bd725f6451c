"""Certificates that prove nothing are told apart, over a real TLS connection, and nothing is sent."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from rollsuggest.cloud.trouble import UnreachedError
from rollsuggest.cloud.wire import Request, Wire
from rollsuggest.consent.grants import permit_greeting

pytestmark = pytest.mark.loopback
DAY = timedelta(days=1)


def certificate(folder: Path, name: str, *, days: int, issuer: str = "") -> Path:
    """Write a key and its certificate, signed by itself or by somebody nobody knows."""
    key, other = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    start = datetime.now(UTC) - 10 * DAY
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    signer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer or name)])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(signer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(datetime.now(UTC) + days * DAY)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=not issuer, path_length=None), critical=True)
        .sign(other if issuer else key, hashes.SHA256())
    )
    out = folder / "server.pem"
    plain = serialization.NoEncryption()
    out.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return out


@contextmanager
def served(pem: Path) -> Iterator[tuple[str, list[str]]]:
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None: ...

    class Server(ThreadingHTTPServer):
        def handle_error(self, request: object, client_address: object) -> None: ...  # the client hung up

    server = Server(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"https://localhost:{server.server_address[1]}", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize(
    ("name", "days", "issuer", "trusted", "words"),
    [
        ("localhost", 9, "", False, "made its certificate itself"),
        ("localhost", 9, "Nobody", False, "vouches"),
        ("localhost", -2, "", True, "expired"),
        ("photos.example.org", 9, "", True, "belongs to another server"),
    ],
)
def test_what_is_wrong_with_a_certificate_is_said(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    days: int,
    issuer: str,
    trusted: bool,
    words: str,
) -> None:
    pem = certificate(tmp_path, name, days=days, issuer=issuer)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    with served(pem) as (server, asked), pytest.raises(UnreachedError, match=words) as told:
        Wire().ask(server, Request("GET", "/secret"), lambda: permit_greeting(server))
    assert "Nothing was sent." in told.value.advice
    assert asked == []


def test_one_that_this_computer_trusts_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pem = certificate(tmp_path, "localhost", days=9)
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    with served(pem) as (server, asked):
        assert Wire().ask(server, Request("GET", "/"), lambda: permit_greeting(server)).status == 200
    assert asked == ["/"]
