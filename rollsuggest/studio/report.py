"""Help > Report a problem: what helps to find it, and nothing of whose library it is. Nothing is sent."""

from __future__ import annotations

import getpass
import json
import os
import platform
import re
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

import rollsuggest
from rollsuggest.settings import Settings

LINES = 80  # of the log
LONG = 4  # letters of a name that is looked for inside words too, as in Annas; a short one is in many
TELLING = ("appearance", "language", "cloud_service")  # texts of the settings that are one of a few words
_OURS = re.compile(r"[^\s\"']*[/\\](rollsuggest[/\\][\w/\\]+\.py)")
_PATH = re.compile(r"(\"|')(?:[A-Za-z]:)?[/\\~].*?\1|(?:[A-Za-z]:)?[~\w.@%+-]*[/\\][^\"'\n:]*|\\\\[^\"'\n]*")
_ADDRESS = re.compile(r"\b[a-z][a-z0-9+.-]*://\S+|\b[\w.+-]+@[\w-]+\.[\w.]+\b|\b\d{1,3}(?:\.\d{1,3}){3}\b")
_PLACE = re.compile(r"-?\b\d{1,3}\.\d{3,}\b")
_FILE = re.compile(
    r"[^\s\"'()]+\.(?:jpe?g|png|heic|heif|webp|avif|gif|tiff?|dng|mp4|mov|mkv|xmp|json)\b", re.I
)
_KEPT = "\0{}\0"  # stands for a name of our own code meanwhile


def redacted(text: str, names: Iterable[str] = ()) -> str:
    """Return a text without paths but those of our code, addresses, positions, file names and these names."""
    code: list[str] = []
    text = _ADDRESS.sub("<address>", text)

    def keep(found: re.Match[str]) -> str:
        code.append(found[1].replace("\\", "/"))
        return _KEPT.format(len(code) - 1)

    for name in sorted({name for name in names if len(name) > 1}, key=len, reverse=True):
        before, after = (r"(?<!\w)", r"(?!\w)") if len(name) < LONG else ("", "")
        text = re.sub(before + re.escape(name) + after, "<name>", text, flags=re.I)
    text = _OURS.sub(keep, text)
    text = _PATH.sub("<path>", text)
    text = _PLACE.sub("<number>", _FILE.sub("<file>", text))
    for number, name in enumerate(code):
        text = text.replace(_KEPT.format(number), name)
    return text


def settings_told(settings: Settings) -> dict[str, object]:
    """Return the settings; of texts that a person typed only whether there are any."""
    return {
        name: value if not isinstance(value, str) or name in TELLING else bool(value)
        for name, value in asdict(settings).items()
    }


def built() -> str:
    """Return which build this is; "" from a clone."""
    beside = Path(sys.executable).parent
    for folder in (beside, beside.parent / "Resources"):  # the second: in an app of macOS
        with suppress(OSError, ValueError, KeyError):
            return str(json.loads((folder / "build.json").read_text("utf-8"))["commit"])
    return ""


def log_lines(logs: Path) -> str:
    """Return the end of the log of crashes; "" where there is none."""
    with suppress(OSError):
        return "\n".join((logs / "crashes.log").read_text("utf-8", "replace").splitlines()[-LINES:])
    return ""


def own_names() -> set[str]:
    """Return what this computer and its user are called."""
    found = {platform.node(), Path.home().name}
    with suppress(OSError, KeyError, ImportError):
        found.add(getpass.getuser())
    return found - {"root", "localhost"}


def written(settings: Settings, counts: dict[str, int], log: str, names: Iterable[str]) -> str:
    """Return the report, as a person reads it before giving it to anyone."""
    of_system = {
        "rollsuggest": f"{rollsuggest.__version__} {built()}".strip(),
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "python": platform.python_version(),
        "cores": os.cpu_count(),
    }
    parts = [
        *(f"{name}: {value}" for name, value in of_system.items()),
        "",
        *(f"{name}: {value}" for name, value in counts.items()),
        "",
        *(f"{name}: {value}" for name, value in settings_told(settings).items()),
        "",
        redacted(log, {*names, *own_names()}),
    ]
    return "\n".join(parts).strip() + "\n"
