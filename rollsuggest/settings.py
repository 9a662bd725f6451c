"""The person's settings: declared once, stored as JSON, unknown keys of newer versions kept."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from rollsuggest.errors import UserError

VERSION = 1


@dataclass(frozen=True, slots=True)
class Settings:
    suggestions: bool = True  # off: nothing is suggested, indexing stops
    nudity: bool = False  # on: photos that may show somebody naked are suggested too
    cloud_server: str = ""  # the address the person gave; cloud itself is a grant, not a setting
    appearance: str = "system"  # system, light, dark, contrast
    workers: int = 0  # worker processes; 0 leaves one core to the person
    reduced_motion: bool = False
    notifications: bool = False  # at most one a day
    notification_titles: bool = False  # whoever looks at the screen could read them
    only_when_away: bool = False  # look at photos only while nobody uses the computer
    only_on_mains: bool = False  # and only while it is plugged in


def load(path: Path) -> Settings:
    """Read the settings; a missing file means the defaults, a damaged one is set aside and said."""
    try:
        stored = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return Settings()
    except (ValueError, OSError) as error:
        raise UserError(
            f"The settings file {path} cannot be read ({error}).",
            "Delete or repair it; your photos and names are stored elsewhere and are not touched.",
        ) from error
    return _known(stored)


def _known(stored: Any) -> Settings:
    """Take what we know, of the right type, from what is stored; the rest keeps its default."""
    values = stored if isinstance(stored, dict) else {}
    defaults = Settings()
    good = {
        f.name: values[f.name]
        for f in fields(Settings)
        if f.name in values and type(values[f.name]) is type(getattr(defaults, f.name))
    }
    return replace(defaults, **good)


def save(path: Path, settings: Settings) -> None:
    """Write atomically: a crash leaves the old file or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        kept = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        kept = {}
    merged = (kept if isinstance(kept, dict) else {}) | asdict(settings) | {"version": VERSION}
    beside = path.with_suffix(".new")
    beside.write_text(json.dumps(merged, indent=1), "utf-8")
    beside.replace(path)
