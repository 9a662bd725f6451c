"""kill -9 in the middle of indexing: nothing is lost, nothing is done twice, originals stay as they are."""

import hashlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from rollsuggest.library import carried

COUNT = 60


def rollsuggest(data: Path, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "rollsuggest", "--data-dir", str(data), *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(process: subprocess.Popen[str]) -> str:
    out, err = process.communicate(timeout=300)
    assert process.returncode == 0, err
    return out


def looked_at(data: Path) -> dict[str, Any]:
    """Return asset -> when it was finished, read from the file itself as another program would."""
    with closing(sqlite3.connect(data / "library.sqlite", timeout=30)) as db:
        rows = db.execute(
            "SELECT asset_id, finished_at FROM analysis WHERE stage = 'content' AND status = 'done'"
        )
        return dict(rows.fetchall())


def digests(roll: Path) -> dict[str, tuple[str, int]]:
    return {
        file.name: (hashlib.sha256(file.read_bytes()).hexdigest(), file.stat().st_mtime_ns)
        for file in sorted(roll.iterdir())
    }


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no kill -9")
def test_a_killed_run_goes_on_where_it_was(tmp_path: Path) -> None:
    roll, data = tmp_path / "roll", tmp_path / "data"
    roll.mkdir()
    for n in range(COUNT):
        Image.effect_noise((320, 240), 20 + n).save(roll / f"{n:03}.jpg")
    before = digests(roll)
    finish(rollsuggest(data, "consent", "allow", "analyse", "faces"))

    killed = rollsuggest(data, "index", str(roll))
    deadline = time.monotonic() + 120
    while not (data / "library.sqlite").exists() or len(looked_at(data)) < 5:
        assert time.monotonic() < deadline and killed.poll() is None
        time.sleep(0.05)
    os.kill(killed.pid, signal.SIGKILL)
    killed.communicate()
    first = looked_at(data)
    assert 5 <= len(first) < COUNT
    left = carried.path(data / "cache" / "previews", 7)
    left.write_bytes(b"pixels that a killed run left")

    finish(rollsuggest(data, "index", str(roll)))
    second = looked_at(data)
    assert len(second) == COUNT
    assert {asset: second[asset] for asset in first} == first, "a finished photo was looked at again"
    exported = json.loads(finish(rollsuggest(data, "export-index")))["assets"]
    assert [asset["path"] for asset in exported] == list(before)
    assert digests(roll) == before
    assert not left.exists()
    wait_for_orphans()


def wait_for_orphans() -> None:
    """The workers of a killed parent see that their pipe is gone and end by themselves."""
    if not Path("/proc").is_dir():
        return
    deadline = time.monotonic() + 30
    while left := [pid for pid in children_of_nobody() if "spawn_main" in command(pid)]:
        assert time.monotonic() < deadline, f"workers outlive their parent: {left}"
        time.sleep(0.2)


def children_of_nobody() -> list[str]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (entry / "stat").exists():
            try:
                if (entry / "stat").read_text().rpartition(")")[2].split()[1] == "1":
                    found.append(entry.name)
            except (FileNotFoundError, ProcessLookupError):
                continue
    return found


def command(pid: str) -> str:
    try:
        return (Path("/proc") / pid / "cmdline").read_bytes().decode(errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return ""
