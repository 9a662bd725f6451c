"""Files in S3-compatible storage: a small server of it, over a real socket."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from rollsuggest.server import keys
from rollsuggest.server.objects import Objects, objects
from rollsuggest.server.settings import ServerSettings

pytestmark = pytest.mark.loopback

AT = datetime(2026, 5, 4, 12, tzinfo=UTC)
LISTED = (
    "<ListBucketResult><IsTruncated>false</IsTruncated>{}</ListBucketResult>",
    "<Contents><Key>{}</Key><LastModified>2026-05-04T12:00:00Z</LastModified><ETag>x</ETag>"
    "<Size>{}</Size></Contents>",
)


class Bucket(ThreadingHTTPServer):
    """Holds files as S3 does, in memory; `away` makes it answer that it cannot."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Asked)
        self.held: dict[str, bytes] = {}
        self.away = False


class Asked(BaseHTTPRequestHandler):
    server: Bucket

    def do_PUT(self) -> None:
        self.server.held[self._name()] = self._body()
        self._say(200)

    def do_POST(self) -> None:  # several are deleted at once
        names = re.findall("<Key>(.*?)</Key>", self._body().decode())
        for name in names:
            self.server.held.pop(name, None)
        rows = "".join(f"<Deleted><Key>{name}</Key></Deleted>" for name in names)
        self._say(200, f"<DeleteResult>{rows}</DeleteResult>".encode())

    def do_GET(self) -> None:
        held, name = self.server.held, self._name()
        if not name:
            rows = "".join(LISTED[1].format(key, len(body)) for key, body in held.items())
            self._say(200, LISTED[0].format(rows).encode())
        elif name in held:
            self._say(200, held[name])
        else:
            self._say(404, b"<Error><Code>NoSuchKey</Code></Error>")

    def _name(self) -> str:
        return urlsplit(self.path).path.removeprefix("/bucket").strip("/")

    def _body(self) -> bytes:
        return self.rfile.read(int(self.headers["Content-Length"]))

    def _say(self, status: int, body: bytes = b"") -> None:
        self.send_response(403 if self.server.away else status)
        for name, value in (
            ("ETag", '"x"'),
            ("Last-Modified", format_datetime(AT, usegmt=True)),
            ("Content-Length", str(len(body))),
        ):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *_words: object) -> None:
        """Say nothing."""


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bucket]:
    made = Bucket()
    thread = threading.Thread(target=made.serve_forever, args=(0.01,))
    thread.start()
    for name, value in (
        ("ENDPOINT", f"http://127.0.0.1:{made.server_address[1]}"),
        ("ALLOW_HTTP", "true"),
        ("ACCESS_KEY_ID", "me"),
        ("SECRET_ACCESS_KEY", "SECRET"),
        ("REGION", "here"),
    ):
        monkeypatch.setenv(f"AWS_{name}", value)
    yield made
    made.shutdown()
    thread.join()
    made.server_close()


@pytest.fixture
def held(bucket: Bucket, tmp_path: Path) -> Objects:
    settings = ServerSettings(tmp_path, objects="s3://bucket/prefix")
    return objects(settings, keys.load(tmp_path / "keys"))


async def _goes_around(held: Objects, bucket: Bucket) -> None:
    await held.put("media/1", b"a photo")
    assert list(bucket.held) == ["prefix/media/1"] and b"a photo" not in bucket.held["prefix/media/1"]
    assert await held.get("media/1") == b"a photo"
    assert await held.older_than(AT) == []
    assert await held.older_than(AT + timedelta(seconds=1)) == ["media/1"]
    for _again in range(2):
        await held.delete("media/1")
    assert bucket.held == {}
    with pytest.raises(FileNotFoundError):
        await held.get("media/1")


def test_files_go_to_s3_and_back_encrypted(held: Objects, bucket: Bucket) -> None:
    asyncio.run(_goes_around(held, bucket))


async def _fails(held: Objects) -> None:
    for asked in (held.put("media/1", b""), held.get("media/1"), held.delete("media/1"), held.older_than(AT)):
        with pytest.raises(OSError, match="does not answer as it should") as told:
            await asked
        assert not isinstance(told.value, FileNotFoundError) and "127.0.0.1" not in str(told.value)


def test_a_storage_that_refuses_is_a_disk_that_fails(held: Objects, bucket: Bucket) -> None:
    bucket.away = True
    asyncio.run(_fails(held))
