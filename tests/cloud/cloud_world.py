"""A library with one photo, an outbox, and servers at the socket that remember what reached them."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from rollsuggest.cloud.choosing import provider_of
from rollsuggest.cloud.folder import OutboxFolder, digest
from rollsuggest.cloud.sender import Means, Sender
from rollsuggest.cloud.wire import Wire
from rollsuggest.consent.ledger import Ledger
from rollsuggest.library import outbox
from rollsuggest.library.database import Database, connect
from rollsuggest.library.outbox import ACTIVE, Parcel, State, There
from rollsuggest.model import AssetId, Make, Purpose, Recipe, Service
from rollsuggest.settings import Settings

ASSET = AssetId(7)
RECIPE = Recipe(Make.RESTYLE, (ASSET,), style="sketch")
BASE = "/rollsuggest/v1"
START = datetime(2026, 6, 14, 12, tzinfo=UTC)
ADDRESSES = {"https://attic.example": Service.ROLLSUGGEST, "https://models.example": Service.OPENAI}

LIBRARY = """
INSERT INTO roll (id, path, added_at) VALUES (1, '/photos', '2026-11-22T10:00:00');
INSERT INTO asset (id, roll_id, path, kind, size, mtime_ns, content_hash, taken_at, certainty)
    VALUES (7, 1, 'a.jpg', 'photo', 10, 20, x'01', '2026-06-01T12:00:00', 'exact');
INSERT INTO analysis VALUES (7, 'file', 1, 'done', 1, NULL, '2026-11-22T10:00:00');
"""


class Killed(BaseException):
    """kill -9 at this very point."""


@dataclass
class Reached:
    """A request as it reached a server."""

    address: str
    method: str
    path: str
    key: str
    body: bytes


@dataclass
class Servers:
    """All servers of this world; `fault` is told each point of a request and may raise there."""

    reached: list[Reached] = field(default_factory=list)
    media: dict[str, str] = field(default_factory=dict)  # key -> sha256
    jobs: dict[str, bool] = field(default_factory=dict)  # key -> made yet
    made: list[str] = field(default_factory=list)  # keys, each time something was made
    deleted: set[str] = field(default_factory=set)
    fault: Callable[[str], None] = lambda point: None
    signing: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)

    def connect(self, address: str, timeout_s: float) -> Any:
        return Connection(self, address)

    def public_key(self) -> str:
        raw = self.signing.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return base64.b64encode(raw).decode()

    def answer(self, asked: Reached) -> tuple[int, Any]:
        self.reached.append(asked)
        if ADDRESSES[asked.address] is Service.OPENAI:
            self.made.append(asked.key)
            return 200, {"data": [{"b64_json": base64.b64encode(b"made").decode()}]}
        if asked.method == "DELETE":
            return 200, [self._delete(asked.path.rpartition("/")[2])]
        if asked.key in self.deleted:
            return 410, {"error": "It was deleted."}
        if asked.path == f"{BASE}/media":
            self.media[asked.key] = hashlib.sha256(asked.body).hexdigest()
            return 201, {"id": asked.key, "sha256": self.media[asked.key]}
        if asked.path == f"{BASE}/jobs":
            self.jobs.setdefault(asked.key, False)
            return 202, {"id": asked.key}
        key = asked.path.removeprefix(f"{BASE}/jobs/").removesuffix("/result")
        if key not in self.jobs:
            return 404, {"error": "There is no such job."}
        if asked.path.endswith("/result"):
            return 200, b"made"
        if not self.jobs[key]:
            self.jobs[key] = True
            self.made.append(key)
        return 200, {"id": key, "state": "done"}

    def _delete(self, key: str) -> dict[str, str]:
        what = "media" if self.media.pop(key, None) else "nothing"
        self.jobs.pop(key, None)
        self.deleted.add(key)
        body = json.dumps({"deleted": what, "id": key, "why": "asked", "at": START.isoformat()})
        return {"body": body, "signature": base64.b64encode(self.signing.sign(body.encode())).decode()}


class Connection:
    """What http.client's connection does, without a socket."""

    auto_open = 1

    def __init__(self, servers: Servers, address: str) -> None:
        self._servers, self._address = servers, address
        self.sock = Socket()

    def connect(self) -> None:
        self._servers.fault("connect")

    def request(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> None:
        self._servers.fault("before")
        if self.sock.shut:
            raise BrokenPipeError
        key = headers.get("Idempotency-Key", "") or headers.get("Content-Type", "").partition("boundary=")[2]
        self._answer = self._servers.answer(Reached(self._address, method, path, key, body or b""))
        self._servers.fault("after")

    def getresponse(self) -> Any:
        status, said = self._answer
        body = said if isinstance(said, bytes) else json.dumps(said).encode()
        return Response(status, body)

    def close(self) -> None: ...


class Socket:
    shut = False

    def shutdown(self, _how: int) -> None:
        self.shut = True


class Response:
    headers: dict[str, str]

    def __init__(self, status: int, body: bytes) -> None:
        self.status, self._body, self.headers = status, body, {}

    def __enter__(self) -> Response:
        return self

    def __exit__(self, *_args: object) -> None: ...

    def read(self, _most: int) -> bytes:
        return self._body


class World:
    """One person, one photo, one clock that is set by hand."""

    def __init__(self, folder: Path) -> None:
        self.now = START
        self.db = Database(folder / "library.sqlite")
        with closing(connect(folder / "library.sqlite")) as db:
            db.executescript(LIBRARY)
        self.ledger = Ledger(folder / "consent.jsonl")
        self.ledger.write("allow", [Purpose.ANALYSE], self.now)
        self.folder = OutboxFolder(folder / "cloud-outbox")
        (folder / "cloud-outbox").mkdir()
        self.servers = Servers()
        self.settings = Settings(cloud_a_day=1000)
        self.handed: list[str] = []  # keys of what was handed to the person
        self.start()

    def start(self) -> None:
        """Start the program (again)."""
        self.wire = Wire(self.servers.connect)
        self.sender = Sender(
            Means(
                db=self.db, ledger=self.ledger, wire=self.wire, folder=self.folder,
                settings=lambda: self.settings, secret=lambda _recipient: "rs_secret",
                provider=lambda parcel: provider_of(self.settings, parcel.provider),
                finish=self._finish, hindered=lambda: "", changed=lambda: None,
                tell=lambda _text: None, now=lambda: self.now,
            )
        )  # fmt: skip
        self.sender.recover()

    def _finish(self, parcel: Parcel) -> str:
        assert self.folder.came(parcel.key).read_bytes() == b"made"
        if parcel.key not in self.handed:  # as creations are told apart by their file
            self.handed.append(parcel.key)
        self.servers.fault("finish")
        return f"{parcel.key}.jpg"

    def allow(self, address: str) -> None:
        self.ledger.write("allow", [Purpose.CLOUD], self.now, recipient=address)

    def withdraw(self) -> None:
        """Do as the studio does."""
        with self.wire.lock:
            self.ledger.write("withdraw", [Purpose.CLOUD], self.now)
            self.wire.cut()
        with self.db.write() as db:
            for parcel in outbox.parcels(db):
                if parcel.state in (*ACTIVE, State.UNSURE):
                    outbox.change(db, parcel.id, state=State.CANCELLED)
                if parcel.there is There.HELD:
                    outbox.change(db, parcel.id, there=There.WANTED, attempts=0, next_at=None)

    def enqueue(self, address: str) -> Parcel:
        """Have a photo prepared, shown, and say yes to it."""
        key = hashlib.sha256(str(len(self.parcels())).encode()).hexdigest()[:32]
        picture = b"\xff\xd8 the photo " + key[::-1].encode()
        self.folder.picture(key).write_bytes(picture)
        service = ADDRESSES[address]
        words = provider_of(self.settings, service).words(RECIPE, key, faces=False)
        parcel = Parcel(
            0, key, ASSET, "a.jpg", service, address, RECIPE, words, 0, len(picture), digest(picture), 4, 3,
            self.now, self.servers.public_key(), retention_hours=24,
        )  # fmt: skip
        with self.db.write() as db:
            number = outbox.add(db, parcel)
            outbox.change(db, number, state=State.WAITING)
        return replace(parcel, id=number)

    def parcels(self) -> tuple[Parcel, ...]:
        with self.db.read() as db:
            return outbox.parcels(db)

    def work_off(self, most: int = 500) -> None:
        """Step until nothing waits, with the clock set to when something does."""
        for _step in range(most):
            wait = self.sender.step()
            if wait is None:
                return
            self.now += timedelta(seconds=wait)
        raise AssertionError(self.parcels())

    def close(self) -> None:
        self.db.close()
