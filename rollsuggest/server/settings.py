"""What whoever runs the server decides; each has an environment variable ROLLSUGGEST_SERVER_<NAME>."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from rollsuggest.errors import UserError

PREFIX = "ROLLSUGGEST_SERVER_"
MOST_RETENTION_HOURS = 24


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """Sizes are in bytes. An empty `database` is a PostgreSQL of our own below `data`, an empty `objects`
    a folder there; both may be elsewhere, so that many machines share them.
    """

    data: Path
    name: str = "rollsuggest"
    database: str = ""  # postgresql://…
    objects: str = ""  # s3://bucket/prefix; its keys come from the environment, as S3 clients read them
    retention_hours: int = MOST_RETENTION_HOURS  # after that nothing of what was sent or made is left
    upload_bytes: int = 40_000_000
    stored_bytes: int = 2_000_000_000  # for each account, at a time
    jobs_a_day: int = 200  # for each account
    asks_a_minute: int = 1200  # for each account
    orphan_seconds: int = 600  # so long a file may lie without a row: it is being stored

    def __post_init__(self) -> None:
        if not 1 <= self.retention_hours <= MOST_RETENTION_HOURS:
            raise UserError(
                f"Things cannot be kept for {self.retention_hours} hours.",
                f"Choose 1 to {MOST_RETENTION_HOURS}: the app promises people that nothing is kept longer.",
            )


def from_environment(data: Path, environment: Mapping[str, str] = os.environ) -> ServerSettings:
    """Return the settings as the environment has them. Raises UserError for a number that is none."""
    found: dict[str, str | int] = {}
    for each in fields(ServerSettings):
        said = environment.get(PREFIX + each.name.upper())
        if said is None or each.name == "data":
            continue
        found[each.name] = _number(each.name, said) if each.type == "int" else said
    return ServerSettings(data=data, **found)  # type: ignore[arg-type]


def _number(name: str, said: str) -> int:
    try:
        return int(said)
    except ValueError:
        raise UserError(f"{PREFIX}{name.upper()} is “{said}”.", "It must be a whole number.") from None
