"""What every test gets: shared data or an honest skip, no network, no thread left behind."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# No test is timed: an example that takes long on a busy machine is no failure.
settings.register_profile("rollsuggest", deadline=None)
settings.load_profile("rollsuggest")

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["ROLLSUGGEST_LANGUAGE"] = "en"  # whatever the machine speaks

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs the shared data where it is not there; CI requires it."""
    if SHARED.is_dir():
        return
    if os.environ.get("ROLLSUGGEST_REQUIRE_SHARED"):
        pytest.exit(f"The shared test data is required but {SHARED} is not there.", returncode=2)
    skip = pytest.mark.skip(reason="needs the shared test data beside the project (../shared)")
    for item in items:
        if "shared" in item.keywords:
            item.add_marker(skip)


@pytest.fixture
def shared() -> Path:
    """The shared test data; tests that ask for it carry the mark `shared`."""
    return SHARED


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """No test opens a connection, but for those marked `loopback`, and those only on this machine."""
    allowed = request.node.get_closest_marker("loopback") is not None
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family == getattr(socket, "AF_UNIX", None):
            return connect(self, address)
        if allowed and address[0] in ("127.0.0.1", "localhost", "::1"):
            return connect(self, address)
        raise AssertionError(f"a network connection was opened: {address!r}")

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True, scope="module")
def no_thread_left() -> Iterator[None]:
    """A module may share a pool among its tests; at its end nothing of it runs on."""
    before = set(threading.enumerate())
    yield
    left = [t for t in threading.enumerate() if t not in before and t.is_alive()]
    for thread in left:
        thread.join(timeout=5)
    left = [t for t in left if t.is_alive() and not t.name.startswith("QThread")]
    assert not left, f"threads left behind: {left}"
