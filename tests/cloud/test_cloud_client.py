"""Saying hello to real servers on this machine, good and bad ones."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from rollsuggest.cloud.client import ServerInfo, hello
from rollsuggest.consent.grants import Permit
from rollsuggest.errors import ConsentError, UserError
from rollsuggest.model import Purpose

GOOD = {"service": "rollsuggest", "protocol": 1, "name": "Attic", "retention_hours": 24}


def _permit(server: str) -> Permit:
    return Permit(Purpose.CLOUD, server, frozenset())


@contextmanager
def _served(
    body: bytes, status: int = 200, wait_s: float = 0, location: str = ""
) -> Iterator[tuple[str, list[str]]]:
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            time.sleep(wait_s)
            self.send_response(status)
            if location:
                self.send_header("Location", location)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None: ...

    class Server(ThreadingHTTPServer):
        def handle_error(self, request: object, client_address: object) -> None: ...  # the client hung up

    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _refused(server: str, timeout_s: float = 5.0) -> UserError:
    with pytest.raises(UserError) as refused:
        hello(_permit(server), server, timeout_s=timeout_s)
    assert refused.value.advice
    return refused.value


@pytest.mark.loopback
@pytest.mark.parametrize("slash", ["", "/"])
def test_a_server_says_who_it_is(slash: str) -> None:
    with _served(json.dumps(GOOD).encode()) as (server, asked):
        assert hello(_permit(server + slash), server + slash) == ServerInfo("Attic", 1, 24)
    assert asked == ["/rollsuggest/v1/hello"]


@pytest.mark.loopback
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>It works!</html>",
        b"[]",
        b"null",
        b"[" * 10_000,
        b"\xff\xfe",
        json.dumps(GOOD).encode() + b" " * 20_000,
        json.dumps(GOOD | {"service": "immich"}).encode(),
        json.dumps(GOOD | {"name": 5}).encode(),
        json.dumps(GOOD | {"retention_hours": "24"}).encode(),
        json.dumps(GOOD | {"retention_hours": True}).encode(),
        json.dumps(GOOD | {"retention_hours": -1}).encode(),
    ],
)
def test_another_server_is_told_apart(body: bytes) -> None:
    with _served(body) as (server, _asked):
        assert "not a rollsuggest server" in _refused(server).message


@pytest.mark.loopback
def test_another_protocol_asks_for_an_update() -> None:
    with _served(json.dumps(GOOD | {"protocol": 2}).encode()) as (server, _asked):
        assert "version" in _refused(server).message


@pytest.mark.loopback
@pytest.mark.parametrize("status", [404, 500])
def test_an_error_page_is_no_hello(status: int) -> None:
    with _served(json.dumps(GOOD).encode(), status=status) as (server, _asked):
        assert "not a rollsuggest server" in _refused(server).message


@pytest.mark.loopback
def test_a_redirect_is_not_followed() -> None:
    with (
        _served(json.dumps(GOOD).encode()) as (elsewhere, asked),
        _served(b"", status=302, location=f"{elsewhere}/rollsuggest/v1/hello") as (server, _first),
    ):
        assert "not a rollsuggest server" in _refused(server).message
    assert asked == []


@pytest.mark.loopback
def test_a_proxy_from_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with _served(b"") as (proxy, asked), _served(json.dumps(GOOD).encode()) as (server, _first):
        monkeypatch.setenv("http_proxy", proxy)
        assert hello(_permit(server), server).name == "Attic"
    assert asked == []


@pytest.mark.loopback
def test_a_slow_server_is_not_waited_for() -> None:
    with _served(json.dumps(GOOD).encode(), wait_s=0.5) as (server, _asked):
        assert "in time" in _refused(server, timeout_s=0.1).message


@pytest.mark.loopback
def test_nobody_there() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert "No server is running" in _refused(f"http://127.0.0.1:{port}").message


@pytest.mark.loopback
def test_a_server_without_tls_cannot_prove_who_it_is() -> None:
    with _served(b"") as (server, _asked):
        assert "prove" in _refused(server.replace("http:", "https:")).message


@pytest.mark.loopback
def test_what_is_not_http_at_all() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer() -> None:
            connection, _address = listener.accept()
            with connection:
                connection.recv(1024)
                connection.sendall(b"220 mail ready\r\n")

        thread = threading.Thread(target=answer)
        thread.start()
        message = _refused(f"http://127.0.0.1:{listener.getsockname()[1]}").message
        thread.join()
    assert "not a rollsuggest server" in message


@pytest.mark.parametrize("server", ["", "   "])
def test_no_server_given(server: str) -> None:
    assert _refused(server).message == "No server was given."


@pytest.mark.parametrize(
    "server",
    [
        "photos.example.org",
        "ftp://photos.example.org",
        "https://",
        "https://photos.example.org:port",
        "https://[::1",
        "https://me:secret@photos.example.org",
        "https://photos.example.org/?a=b",
        "file:///etc/passwd",
    ],
)
def test_what_is_no_address(server: str) -> None:
    assert "address" in _refused(server).message


@pytest.mark.parametrize(
    "server", ["http://photos.example.org", "http://192.168.1.5:8080", "http://localhost.evil.org"]
)
def test_without_encryption_only_on_this_computer(server: str) -> None:
    assert "https" in _refused(server).message


@pytest.mark.parametrize(
    "permit",
    [
        Permit(Purpose.ANALYSE, "https://photos.example.org", frozenset()),
        Permit(Purpose.CLOUD, "https://other.example.org", frozenset()),
        Permit(Purpose.CLOUD, "", frozenset()),
    ],
)
def test_no_connection_without_a_permit_for_it(permit: Permit) -> None:
    with pytest.raises(ConsentError):
        hello(permit, "https://photos.example.org")
