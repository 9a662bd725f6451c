"""Where files lie: in a folder or in S3-compatible storage, always encrypted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import obstore
from obstore.store import LocalStore, ObjectStore, from_url

from rollsuggest.server.keys import Keys
from rollsuggest.server.settings import ServerSettings


@dataclass(frozen=True, slots=True)
class Objects:
    """Names are ours alone: the ids of things, never a person's words."""

    store: ObjectStore
    keys: Keys

    async def put(self, name: str, plain: bytes) -> None:
        await obstore.put_async(self.store, name, self.keys.seal(plain, name))

    async def get(self, name: str) -> bytes:
        """Return what lies under this name. Raises FileNotFoundError."""
        answer = await obstore.get_async(self.store, name)
        return self.keys.open(bytes(await answer.bytes_async()), name)

    async def delete(self, name: str) -> None:
        """Delete it; that it is gone already is no error."""
        try:
            await obstore.delete_async(self.store, name)
        except FileNotFoundError:
            return

    async def older_than(self, moment: datetime) -> list[str]:
        """Return the names of all that were written before this moment."""
        found = []
        async for batch in obstore.list(self.store):
            found += [meta["path"] for meta in batch if meta["last_modified"] < moment]
        return found


def objects(settings: ServerSettings, keys: Keys) -> Objects:
    """Return the storage that the settings name."""
    if settings.objects:
        return Objects(from_url(settings.objects), keys)
    return Objects(LocalStore(settings.data / "objects", mkdir=True), keys)
