"""What strangers send: refused with a reason, or drawn anew; others are served meanwhile."""

from __future__ import annotations

import asyncio
import io
import platform
import struct
import subprocess
import sys
import threading
import tracemalloc
import zlib
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from server_home import PHOTO, Home, key, send

import rollsuggest
from rollsuggest.errors import UserError
from rollsuggest.server.cleaning import clean, redrawn
from rollsuggest.server.fence import CALLS

pytestmark = pytest.mark.loopback
ZEROS = bytes(1_000_000)  # behind a picture they change nothing of it


@pytest.fixture(scope="module")
def me(served: Home) -> Iterator[httpx.Client]:
    with served.client(served.account(f"hostile-{uuid4().hex[:8]}")) as client:
        yield client


def bomb(side: int) -> bytes:
    """Return a PNG that unfolds to side x side pixels of nothing."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0))
    lines = zlib.compress(b"\0" * (side + 1) * 64) * 2
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


def polyglot() -> bytes:
    """Return a JPEG with a place, a comment and an archive behind it."""
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    exif[0x010F] = "SecretCamera"
    out = io.BytesIO()
    with Image.open(PHOTO) as image:
        image.save(out, "JPEG", exif=exif, comment=b"<script>alert(1)</script>")
    return out.getvalue() + b"PK\x03\x04 secret archive"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (bomb(50_000), 415),
        (bomb(9_000), 415),
        (PHOTO.read_bytes()[:2000], 415),
        (b"", 415),
        (b"GIF89a" + b"\0" * 100, 415),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", 415),
        (b"\0" * 100_000_000, 413),
    ],
    ids=["bomb", "large", "truncated", "empty", "gif", "svg", "100 MB"],
)
def test_hostile_pictures_are_refused_with_a_reason(me: httpx.Client, body: bytes, status: int) -> None:
    answer = me.post("/media", content=body, headers=key())
    assert answer.status_code == status and answer.json()["error"]
    assert me.get("/account").json()["media"] == 0


def test_a_stream_without_a_length_is_cut_off(me: httpx.Client) -> None:
    parts = (b"\0" * 1_000_000 for _ in range(60))
    assert me.post("/media", content=parts, headers=key()).status_code == 413


def test_what_is_sent_is_handed_on_and_never_held() -> None:
    async def parts() -> AsyncIterator[bytes]:
        yield Path(PHOTO).read_bytes()
        for _ in range(35):
            yield ZEROS

    tracemalloc.start()
    try:
        assert asyncio.run(clean(parts())).width == 512
        assert tracemalloc.get_traced_memory()[1] < 8_000_000, "of 35 MB"
    finally:
        tracemalloc.stop()


def test_others_are_served_meanwhile(served: Home, me: httpx.Client) -> None:
    token = served.account(f"other-{uuid4().hex[:8]}")
    ended = threading.Event()

    def flood() -> None:
        with served.client(me.headers["Authorization"].removeprefix("Bearer ")) as hostile:
            while not ended.is_set():
                hostile.post("/media", content=bomb(9_000), headers=key())

    floods = [threading.Thread(target=flood) for _ in range(4)]
    for each in floods:
        each.start()
    try:
        with served.client(token) as you:
            for _ in range(5):
                assert send(you)["width"] == 512
    finally:
        ended.set()
        for each in floods:
            each.join()


FENCED = """
import ctypes, errno, io, os, socket, sys
sys.path.insert(0, sys.argv[2])
from PIL import Image
from rollsuggest.server import cleaning
cleaning._confine()
acts = {
    "connect": socket.socket, "program": lambda: os.execv("/bin/true", ["true"]),
    "folder": lambda: os.mkdir(sys.argv[1] + "/made"), "remove": lambda: os.unlink(sys.argv[1] + "/mine"),
    "rename": lambda: os.rename(sys.argv[1] + "/mine", sys.argv[1] + "/theirs"),
    "write": lambda: open(sys.argv[1] + "/mine", "r+b", buffering=0).write(b"theirs"),
}
for name, act in acts.items():
    try:
        act()
        print("allowed", name)
    except OSError as error:
        assert error.errno in (errno.EPERM, errno.EFBIG), (name, error)
libc = ctypes.CDLL(None, use_errno=True)
libc.syscall(0x40000000 | 39)
print(ctypes.get_errno() == errno.EPERM, "PATH" in os.environ)
Image.new("RGB", (8, 8)).save(io.BytesIO(), "JPEG")
"""


@pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() not in CALLS,
    reason="the fence is Linux's, on these machines",
)
def test_who_reads_a_picture_can_do_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "mine").write_bytes(b"mine")
    words = [sys.executable, "-I", "-c", FENCED, str(tmp_path), str(Path(rollsuggest.__file__).parents[1])]
    done = subprocess.run(words, capture_output=True, text=True, check=False, env={})
    assert done.stdout == "True False\n", done.stdout + done.stderr
    assert (tmp_path / "mine").read_bytes() == b"mine"


def test_what_is_kept_is_the_picture_alone() -> None:
    kept = redrawn(polyglot()).jpeg
    for secret in (b"SecretCamera", b"script", b"archive", b"Exif"):
        assert secret in polyglot() and secret not in kept
    with Image.open(io.BytesIO(kept)) as image:
        assert image.size == (512, 512) and not image.getexif()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_damaged_picture_is_read_or_refused(data: st.DataObject) -> None:
    sent = bytearray(Path(PHOTO).read_bytes())
    for _ in range(data.draw(st.integers(1, 20))):
        sent[data.draw(st.integers(0, len(sent) - 1))] = data.draw(st.integers(0, 255))
    try:
        assert redrawn(bytes(sent)).jpeg.startswith(b"\xff\xd8")
    except UserError as error:
        assert str(error)
