"""What holds, as the page of settings shows it; and how a setting is changed there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rollsuggest.consent.grants import Grants
from rollsuggest.library.rows import Roll, Unreadable
from rollsuggest.settings import Settings
from rollsuggest.studio import Studio, Told

Edit = Callable[[Settings], Settings]
Change = Callable[[Edit], None]


@dataclass(frozen=True, slots=True)
class Now:
    settings: Settings
    grants: Grants
    rolls: tuple[Roll, ...]
    unreadable: tuple[Unreadable, ...]
    data: Path
    told: Told
    at_login: bool


def read_now(studio: Studio) -> Now:
    return Now(
        studio.settings(), studio.grants(), studio.rolls(), studio.unreadable(), studio.paths.data,
        studio.told(), studio.starts_at_login(),
    )  # fmt: skip
