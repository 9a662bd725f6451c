"""Starting with the system: the three systems' forms, and one file that comes and goes."""

from __future__ import annotations

import plistlib
import shlex
import sys
from pathlib import Path

import pytest

from rollsuggest.jobs import login
from rollsuggest.paths import default, under

WORDS = ["/opt/my apps/rollsuggest", "--data-dir", '/home/ana/100 %/"x"', "--behind"]


def test_the_desktop_entry_quotes_what_has_to_be() -> None:
    lines = login.desktop_entry(WORDS).splitlines()
    assert lines[0] == "[Desktop Entry]" and "Terminal=false" in lines
    value = next(line.removeprefix("Exec=") for line in lines if line.startswith("Exec="))
    value = value.replace("\\\\", "\\").replace("%%", "%")  # as the key and the field codes are read
    assert shlex.split(value) == WORDS


def test_macos_and_windows_get_the_same_words() -> None:
    told = plistlib.loads(login.launch_agent(WORDS))
    assert told["ProgramArguments"] == WORDS and told["RunAtLoad"] is True
    assert login.run_value(["C:\\Program Files\\a.exe", "--behind"]) == '"C:\\Program Files\\a.exe" --behind'
    assert login.entry(Path("/u"), "darwin", {}) == Path(
        "/u/Library/LaunchAgents/io.github.rollsuggest.plist"
    )


def test_words_name_the_library_unless_it_is_the_usual_one(tmp_path: Path) -> None:
    assert "--data-dir" not in login.command(default(), {})
    assert login.command(under(tmp_path), {})[-3:] == ["--data-dir", str(tmp_path), "--behind"]
    assert login.command(default(), {"APPIMAGE": "/home/ana/r.AppImage"})[0] == "/home/ana/r.AppImage"
    flatpak = {"FLATPAK_ID": login.NAME, "XDG_CONFIG_HOME": "/u/.var/app/io.github.rollsuggest/config"}
    assert login.command(default(), flatpak) == ["flatpak", "run", login.NAME, "--behind"]
    assert login.entry(Path("/u"), "linux", flatpak) == Path(
        "/u/.config/autostart/io.github.rollsuggest.desktop"
    )


@pytest.mark.skipif(sys.platform == "win32", reason="there it is the registry")
def test_it_comes_and_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    assert not login.is_on(WORDS, tmp_path)
    login.switch(True, WORDS, tmp_path)
    assert login.is_on(WORDS, tmp_path) and login.entry(tmp_path).is_file()
    assert not login.is_on(["another"], tmp_path)
    login.switch(False, WORDS, tmp_path)
    login.switch(False, WORDS, tmp_path)
    assert not login.entry(tmp_path).exists()
