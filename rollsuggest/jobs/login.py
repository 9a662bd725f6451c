"""Starting with the system: one small file or registry value, written when the person asks for it."""

from __future__ import annotations

import os
import plistlib
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from rollsuggest import paths
from rollsuggest.storing import storing

NAME = "io.github.rollsuggest"
RUN_KEY = r"Software\Microsoft\Windows\CurrentVersion\Run"
BEHIND = "--behind"  # start without coming to the front


def command(where: paths.Paths, environment: Mapping[str, str] = os.environ) -> list[str]:
    """Return the words that start this program, on this library."""
    frozen = getattr(sys, "frozen", False)
    program = [sys.executable] if frozen else [sys.executable, "-m", "rollsuggest"]
    if environment.get("APPIMAGE"):  # what is inside is somewhere else each time
        program = [environment["APPIMAGE"]]
    if environment.get("FLATPAK_ID"):  # what is inside is not there for the system
        program = ["flatpak", "run", environment["FLATPAK_ID"]]
    own = [] if where == paths.default() else ["--data-dir", str(where.data)]
    return [*program, *own, BEHIND]


def desktop_entry(words: Sequence[str]) -> str:
    """Return an autostart entry (freedesktop.org). Its quoting: double quotes, and % is doubled."""
    quoted = " ".join(_quoted(word) for word in words)
    return (
        f"[Desktop Entry]\nType=Application\nName=rollsuggest\nExec={quoted}\nIcon={NAME}\nTerminal=false\n"
    )


def _quoted(word: str) -> str:
    for sign in "\\", '"', "`", "$":
        word = word.replace(sign, "\\" + sign)
    word = word.replace("\\", "\\\\")  # once more: the value of a key is a string with escapes of its own
    return f'"{word.replace("%", "%%")}"'


def launch_agent(words: Sequence[str]) -> bytes:
    """Return a property list for launchd."""
    return plistlib.dumps({"Label": NAME, "ProgramArguments": list(words), "RunAtLoad": True})


def run_value(words: Sequence[str]) -> str:
    """Return a command line as Windows splits it."""
    return subprocess.list2cmdline(words)


def entry(home: Path, system: str = sys.platform, environment: Mapping[str, str] = os.environ) -> Path:
    """Return where the file lies on Linux and macOS."""
    if system == "darwin":
        return home / "Library" / "LaunchAgents" / f"{NAME}.plist"
    config = environment.get("XDG_CONFIG_HOME") or str(home / ".config")
    if environment.get("FLATPAK_ID"):  # its own folder is no place where the system looks
        config = environment.get("HOST_XDG_CONFIG_HOME") or str(home / ".config")
    return Path(config) / "autostart" / f"{NAME}.desktop"


def is_on(words: Sequence[str], home: Path) -> bool:
    """Tell whether these words are started; another library's entry is another's."""
    if sys.platform == "win32":
        return _value() == run_value(words)
    with suppress(OSError):
        return entry(home).read_bytes() == _content(words)
    return False


def _content(words: Sequence[str]) -> bytes:
    return launch_agent(words) if sys.platform == "darwin" else desktop_entry(words).encode()


def switch(on: bool, words: Sequence[str], home: Path) -> None:
    """Write or remove it. Raises UserError when that is not possible."""
    if sys.platform == "win32":
        _set_value(run_value(words) if on else None)
        return
    file = entry(home)
    with storing(file):
        if on:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(_content(words))
        else:
            file.unlink(missing_ok=True)


if sys.platform == "win32":
    import winreg

    def _value() -> str | None:
        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, RUN_KEY) as key:
                return str(winreg.QueryValueEx(key, NAME)[0])
        except FileNotFoundError:
            return None

    def _set_value(value: str | None) -> None:
        with (
            storing(Path(RUN_KEY)),
            winreg.CreateKeyEx(winreg.HKEY_CURRENT_USER, RUN_KEY, 0, winreg.KEY_ALL_ACCESS) as key,
        ):
            if value is not None:
                winreg.SetValueEx(key, NAME, 0, winreg.REG_SZ, value)
            elif _value() is not None:
                winreg.DeleteValue(key, NAME)
