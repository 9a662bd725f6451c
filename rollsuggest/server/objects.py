"""Where files lie: in a folder or in S3-compatible storage, always encrypted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, ObjectStore, from_url

from rollsuggest.server.keys import Keys
from rollsuggest.server.settings import ServerSettings

if TYPE_CHECKING:
    from obstore.store import RetryConfig

# Whoever waits for an answer asks again by themselves: a storage that is away is told soon.
PATIENCE: RetryConfig = {"max_retries": 3, "retry_timeout": timedelta(seconds=20)}


@dataclass(frozen=True, slots=True)
class Objects:
    """Names are ours alone: the ids of things, never a person's words. All raise OSError where the storage
    does not answer as it should.
    """

    store: ObjectStore
    keys: Keys

    async def put(self, name: str, plain: bytes) -> None:
        with _told():
            await obstore.put_async(self.store, name, self.keys.seal(plain, name))

    async def get(self, name: str) -> bytes:
        """Return what lies under this name. Raises FileNotFoundError."""
        with _told():
            answer = await obstore.get_async(self.store, name)
            return self.keys.open(bytes(await answer.bytes_async()), name)

    async def delete(self, name: str) -> None:
        """Delete it; that it is gone already is no error."""
        with _told():
            try:
                await obstore.delete_async(self.store, name)
            except FileNotFoundError:
                return

    async def older_than(self, moment: datetime) -> list[str]:
        """Return the names of all that were written before this moment."""
        found = []
        with _told():
            async for batch in obstore.list(self.store):
                found += [meta["path"] for meta in batch if meta["last_modified"] < moment]
        return found


@contextmanager
def _told() -> Iterator[None]:
    """A storage's own kinds of errors, as what they are to us: a disk that does not do what it should.

    Without what they say: they quote addresses.
    """
    try:
        yield
    except BaseError as error:
        raise OSError(f"The storage does not answer as it should ({type(error).__name__}).") from None


def objects(settings: ServerSettings, keys: Keys) -> Objects:
    """Return the storage that the settings name."""
    if settings.objects:
        return Objects(from_url(settings.objects, retry_config=PATIENCE), keys)
    return Objects(LocalStore(settings.data / "objects", mkdir=True), keys)
