"""A real server in processes of its own, over a real socket, with a real PostgreSQL."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

BASE = "/rollsuggest/v1"
PATIENCE_S = 90.0
PHOTO = Path(__file__).resolve().parents[1] / "resources" / "pictures" / "astronaut.jpg"


def key() -> dict[str, str]:
    return {"Idempotency-Key": uuid.uuid4().hex}


@dataclass
class Home:
    """A data folder, and the processes that work on it."""

    data: Path
    environment: dict[str, str] = field(default_factory=dict)
    port: int = 0
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def __post_init__(self) -> None:
        with closing(socket.socket()) as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "rollsuggest.server", "--data", str(self.data), *words]

    def start(self, *words: str, before: tuple[str, ...] = (), log: str = "") -> subprocess.Popen[bytes]:
        """Start a process; `before` are words of a command that it runs under."""
        written = (self.data.parent / f"{log or words[0]}.log").open("ab")
        with written:
            process = subprocess.Popen(
                [*before, *self.command(*words)],
                env=os.environ | self.environment,
                stdout=written,
                stderr=written,
            )
        self.running.append(process)
        return process

    def serve(self, workers: int = 1) -> subprocess.Popen[bytes]:
        process = self.start("serve", "--port", str(self.port), "--workers", str(workers))
        deadline = time.monotonic() + PATIENCE_S
        while True:
            try:
                if httpx.get(f"{self.url}/health", timeout=2).status_code == 200:
                    return process
            except httpx.HTTPError:
                pass
            assert process.poll() is None, self.said()
            assert time.monotonic() < deadline, self.said()
            time.sleep(0.1)

    def account(self, name: str, *, admin: bool = False) -> str:
        words = ["account", name, *(["--admin"] if admin else [])]
        done = subprocess.run(
            self.command(*words),
            env=os.environ | self.environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.strip()

    def client(self, token: str) -> httpx.Client:
        return httpx.Client(
            base_url=self.url + BASE,
            headers={"Authorization": f"Bearer {token}"},
            timeout=60,
            trust_env=False,
        )

    def said(self) -> str:
        return "\n".join(path.read_text() for path in self.data.parent.glob("*.log"))

    def stop(self) -> None:
        for process in self.running:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        for process in self.running:
            process.wait(PATIENCE_S)


@contextmanager
def home(folder: Path, **environment: str) -> Iterator[Home]:
    made = Home(folder / "data", environment)
    try:
        yield made
    finally:
        made.stop()


def send(client: httpx.Client, body: bytes | None = None) -> dict[str, Any]:
    answer = client.post("/media", content=PHOTO.read_bytes() if body is None else body, headers=key())
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def order(client: httpx.Client, media: list[str], **said: object) -> dict[str, Any]:
    answer = client.post("/jobs", json={"media": media, **said}, headers=key())
    assert answer.status_code == 202, answer.text
    found: dict[str, Any] = answer.json()
    return found


def finished(client: httpx.Client, job: str) -> dict[str, Any]:
    deadline = time.monotonic() + PATIENCE_S
    while True:
        found: dict[str, Any] = client.get(f"/jobs/{job}").json()
        if found["state"] in ("done", "failed"):
            return found
        assert time.monotonic() < deadline, found
        time.sleep(0.2)


def gone(client: httpx.Client, path: str) -> bool:
    """Wait until the server knows nothing there any more: it deletes after it has answered."""
    deadline = time.monotonic() + PATIENCE_S
    while client.get(path).status_code != 404:
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def files(data: Path) -> list[Path]:
    """Return what lies in the storage and in the workers' folders."""
    return [each for name in ("objects", "work") for each in (data / name).rglob("*") if each.is_file()]
