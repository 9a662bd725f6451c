"""A connection is opened under a permit for it alone, and one that is under way is cut at once."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from rollsuggest.cloud.trouble import LostError
from rollsuggest.cloud.wire import Request, Wire
from rollsuggest.consent.grants import Permit
from rollsuggest.errors import ConsentError, UserError
from rollsuggest.model import AssetId, Purpose

pytestmark = pytest.mark.loopback
LARGE = b"x" * 60_000_000  # more than any buffer between two sockets holds


class Slow:
    """A server that takes a little of a request and then reads no further until it is let."""

    def __init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        self.began, self.read_on = threading.Event(), threading.Event()
        self.got = 0

    def serve(self) -> None:
        connection, _address = self.listener.accept()
        with connection:
            self.got += len(connection.recv(65_536))
            self.began.set()
            self.read_on.wait(20)
            try:
                while part := connection.recv(1_000_000):
                    self.got += len(part)
            except ConnectionError:
                pass


@contextmanager
def slow() -> Iterator[Slow]:
    server = Slow()
    thread = threading.Thread(target=server.serve)
    with closing(server.listener):
        thread.start()
        try:
            yield server
        finally:
            server.read_on.set()
            thread.join()


def test_what_is_under_way_is_cut_and_the_rest_never_leaves() -> None:
    wire, told = Wire(), []
    with slow() as server:
        permit = Permit(Purpose.CLOUD, server.url, frozenset({AssetId(7)}))

        def send() -> None:
            try:
                wire.ask(server.url, Request("POST", "/", body=LARGE), lambda: permit, photo=AssetId(7))
            except LostError as error:
                told.append(error)

        thread = threading.Thread(target=send)
        thread.start()
        assert server.began.wait(20)
        time.sleep(0.2)  # it fills the buffers, and waits
        wire.cut()
        thread.join(10)
        assert not thread.is_alive() and len(told) == 1
    assert 0 < server.got < len(LARGE)


def test_what_another_program_forbids_meanwhile_is_cut() -> None:
    wire, told, allowed = Wire(), list[UserError](), [True]
    with slow() as server:
        permit = Permit(Purpose.CLOUD, server.url, frozenset({AssetId(7)}))

        def mint() -> Permit:
            if not allowed:
                raise ConsentError("Cloud processing is off.")
            return permit

        def send() -> None:
            try:
                wire.ask(server.url, Request("POST", "/", body=LARGE), mint, photo=AssetId(7))
            except UserError as error:
                told.append(error)

        thread = threading.Thread(target=send)
        thread.start()
        assert server.began.wait(20)
        allowed.clear()  # nobody calls `cut` here: the ledger says so
        thread.join(10)
        assert not thread.is_alive() and isinstance(told[0], ConsentError)
    assert 0 < server.got < len(LARGE)


def test_a_permit_that_ends_while_the_connection_opens_sends_nothing() -> None:
    wire, noted = Wire(), []
    with slow() as server:
        held = [Permit(Purpose.CLOUD, server.url, frozenset({AssetId(7)}))]

        def mint() -> Permit:
            if not held:
                raise ConsentError("Cloud processing is off.")
            return held.pop()  # it holds once, and not a second time

        with pytest.raises(ConsentError):
            wire.ask(
                server.url, Request("POST", "/", body=b"photo"), mint, photo=AssetId(7),
                beginning=lambda: noted.append(1),
            )  # fmt: skip
    assert server.got == 0 and noted == []


@pytest.mark.parametrize(
    ("permit", "photo"),
    [
        (Permit(Purpose.CLOUD, "http://127.0.0.1:1", frozenset()), AssetId(7)),  # to greet or to delete
        (Permit(Purpose.CLOUD, "http://127.0.0.1:1", frozenset({AssetId(8)})), AssetId(7)),
        (Permit(Purpose.CLOUD, "http://127.0.0.1:2", frozenset({AssetId(7)})), AssetId(7)),
        (Permit(Purpose.ANALYSE, "http://127.0.0.1:1", frozenset({AssetId(7)})), None),
    ],
)
def test_a_permit_for_something_else_opens_nothing(permit: Permit, photo: AssetId | None) -> None:
    opened: list[str] = []

    def connect(address: str, timeout_s: float) -> None:
        opened.append(address)

    with pytest.raises(ConsentError):
        Wire(connect).ask("http://127.0.0.1:1", Request("POST", "/"), lambda: permit, photo=photo)  # type: ignore[arg-type]
    assert opened == []
