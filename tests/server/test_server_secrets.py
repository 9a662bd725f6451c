"""Keys, storage and receipts: sealed things open only as themselves."""

from __future__ import annotations

import asyncio
import os
import stat
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given, settings
from hypothesis import strategies as st

from rollsuggest.cloud.receipts import genuine
from rollsuggest.errors import UserError
from rollsuggest.server import keys, objects
from rollsuggest.server.receipts import public_key, receipt
from rollsuggest.server.settings import ServerSettings, from_environment
from rollsuggest.server.tokens import digest, new_token

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> keys.Keys:
    return keys.load(tmp_path_factory.mktemp("keys"))


def test_keys_are_made_once_and_are_nobody_elses(tmp_path: Path) -> None:
    first, second = keys.load(tmp_path / "keys"), keys.load(tmp_path / "keys")
    assert second.open(first.seal(b"a photo", "media/1"), "media/1") == b"a photo"
    assert public_key(first) == public_key(second)
    if sys.platform != "win32":
        for path in (tmp_path / "keys").iterdir():
            assert stat.S_IMODE(path.stat().st_mode) == 0o600
    (tmp_path / "keys" / "storage.key").write_bytes(b"short")
    with pytest.raises(UserError, match="no key"):
        keys.load(tmp_path / "keys")


@settings(deadline=None)
@given(st.binary(max_size=200), st.integers(0, 10_000), st.text(min_size=1, max_size=20))
def test_what_is_sealed_opens_only_whole_and_under_its_name(
    held: keys.Keys, plain: bytes, at: int, name: str
) -> None:
    sealed = held.seal(plain, name)
    assert held.open(sealed, name) == plain
    broken = bytearray(sealed)
    broken[at % len(broken)] ^= 1
    for other, called in ((bytes(broken), name), (sealed, name + "x")):
        with pytest.raises(InvalidTag):
            held.open(other, called)


@settings(deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_a_receipt_is_good_for_what_it_says_alone(held: keys.Keys, why: str, added: str) -> None:
    signed = receipt(held, "Attic", "media", UUID(int=5), why, NOW)
    assert genuine(signed.body, signed.signature, public_key(held))
    assert not genuine(signed.body + added + " ", signed.signature, public_key(held))
    assert not genuine(signed.body, "AAAA", public_key(held))


def test_storage_keeps_deletes_and_tells_what_is_old(held: keys.Keys, tmp_path: Path) -> None:
    async def run() -> None:
        store = objects.objects(ServerSettings(tmp_path), held)
        await store.put("media/1", b"a photo")
        assert await store.get("media/1") == b"a photo"
        assert b"a photo" not in (tmp_path / "objects" / "media" / "1").read_bytes()
        assert await store.older_than(datetime.now(UTC) + timedelta(minutes=1)) == ["media/1"]
        assert await store.older_than(datetime.now(UTC) - timedelta(minutes=1)) == []
        await store.delete("media/1")
        await store.delete("media/1")
        with pytest.raises(FileNotFoundError):
            await store.get("media/1")

    asyncio.run(run())


def test_tokens_are_long_and_kept_as_digests() -> None:
    tokens = {new_token() for _ in range(100)}
    assert len(tokens) == 100 and all(len(token) > 40 for token in tokens)
    assert len({digest(token) for token in tokens}) == 100


def test_settings_come_from_the_environment(tmp_path: Path) -> None:
    found = from_environment(
        tmp_path, {"ROLLSUGGEST_SERVER_NAME": "Attic", "ROLLSUGGEST_SERVER_JOBS_A_DAY": "5"}
    )
    assert (found.name, found.jobs_a_day, found.retention_hours) == ("Attic", 5, 24)
    for wrong in ({"ROLLSUGGEST_SERVER_JOBS_A_DAY": "many"}, {"ROLLSUGGEST_SERVER_RETENTION_HOURS": "48"}):
        with pytest.raises(UserError):
            from_environment(tmp_path, wrong)
    assert "ROLLSUGGEST_SERVER_NAME" not in os.environ
