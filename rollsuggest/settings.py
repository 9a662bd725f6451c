"""The person's settings: declared once, stored as JSON, unknown keys of newer versions kept."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from rollsuggest.errors import UserError
from rollsuggest.i18n import _
from rollsuggest.storing import storing

VERSION = 1


@dataclass(frozen=True, slots=True)
class Settings:
    suggestions: bool = True  # off: nothing is suggested, indexing stops
    nudity: bool = False  # on: photos that may show somebody naked or being treated are suggested too
    cloud_server: str = ""  # the address the person gave; cloud itself is a grant, not a setting
    cloud_service: str = "rollsuggest"  # what kind of server it is, a model.Service
    cloud_model: str = ""  # openai: which of its models; "" is gpt-image-1
    cloud_workflow: str = ""  # comfyui: the file of the workflow that the person gave
    cloud_retention_hours: int = -1  # what the server said of itself; -1: nothing
    cloud_receipt_key: str = ""  # what its receipts are checked with, base64; kept from the first greeting
    cloud_a_day: int = 20  # pictures sent in a day, at most
    cloud_paused: bool = False
    cloud_on_mains: bool = False  # nothing is sent on battery
    cloud_unmetered: bool = False  # nothing is sent over a network that costs by use
    language: str = ""  # one of i18n.LANGUAGES; "" is the system's
    appearance: str = "system"  # system, light, dark, contrast
    workers: int = 0  # worker processes; 0 leaves one core to the person
    text_size: int = 100  # per cent: 100, 115, 130 or 150
    reduced_motion: bool = False
    notifications: bool = False  # at most one a day
    background: bool = False  # closing the window leaves the program in the tray, looking on
    notification_titles: bool = False  # whoever looks at the screen could read them
    holidays_of: str = ""  # an ISO 3166 alpha-2 code; "" is the country of the home learned
    only_when_away: bool = False  # look at photos only while nobody uses the computer
    only_on_mains: bool = False  # and only while it is plugged in
    all_alike: bool = False  # the Library shows each photo of a burst, not the best alone


def looks(settings: Settings) -> Settings:
    """Return the defaults, but for how the window looks and speaks."""
    return Settings(
        language=settings.language,
        appearance=settings.appearance,
        text_size=settings.text_size,
        reduced_motion=settings.reduced_motion,
    )


class DamagedError(UserError):
    """The settings file holds no settings."""


def load(path: Path) -> Settings:
    """Read the settings; a missing file means the defaults.

    Raises DamagedError when there is nonsense in it (see `set_aside`), UserError when it cannot be opened.
    """
    try:
        return _known(_stored(path))
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        raise UserError(
            _("The settings file {path} cannot be opened: {reason}.").format(
                path=path, reason=error.strerror or error
            ),
            _("Check that you may read it."),
        ) from error


def set_aside(path: Path) -> Path | None:
    """Move a damaged file out of the way, under a name of its own; None when it is gone already."""
    number = 1
    while (aside := path.with_name(f"{path.stem}.damaged-{number}{path.suffix}")).exists():
        number += 1
    with storing(aside):
        try:
            return path.rename(aside)
        except FileNotFoundError:
            return None


def _stored(path: Path) -> dict[str, Any]:
    """Raises OSError, DamagedError."""
    try:
        stored = json.loads(path.read_text("utf-8"))
    except (ValueError, RecursionError) as error:
        raise DamagedError(_("The settings file {path} is damaged.").format(path=path)) from error
    if not isinstance(stored, dict):
        raise DamagedError(_("The settings file {path} is damaged.").format(path=path))
    return stored


def _known(values: dict[str, Any]) -> Settings:
    """Take what we know, of the right type, from what is stored; the rest keeps its default."""
    defaults = Settings()
    good = {
        f.name: values[f.name]
        for f in fields(Settings)
        if f.name in values and type(values[f.name]) is type(getattr(defaults, f.name))
    }
    return replace(defaults, **good)


def save(path: Path, settings: Settings) -> None:
    """Write atomically: a crash or a full disk (UserError) leaves the old file, or the new one."""
    kept: dict[str, Any] = {}
    with suppress(OSError, DamagedError):
        kept = _stored(path)
    merged = kept | asdict(settings) | {"version": VERSION}
    beside = path.with_suffix(".new")
    with storing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            beside.write_text(json.dumps(merged, indent=1), "utf-8")
            beside.replace(path)
        except OSError:
            with suppress(OSError):
                beside.unlink(missing_ok=True)
            raise
