"""No connection is opened in a whole evening: every system call that could open one is watched."""

import json
import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from PIL import Image

PICTURES = Path(__file__).parent / "pictures"


@pytest.mark.skipif(not shutil.which("strace"), reason="needs strace to watch system calls")
def test_an_evening_opens_no_connection(tmp_path: Path) -> None:
    roll = tmp_path / "roll"
    roll.mkdir()
    for number, picture in enumerate(sorted(PICTURES.glob("*.jpg"))):
        with Image.open(picture) as image:
            exif = image.getexif()
            exif.get_ifd(0x8769)[0x9003] = datetime(2026, 5, 1 + 2 * number, 10).strftime("%Y:%m:%d %H:%M:%S")
            image.save(roll / picture.name, exif=exif)
    run = Watched(tmp_path)
    run("consent", "allow", "analyse", "faces", "places")
    run("index", str(roll))
    made = json.loads(run("suggest", "--today", "2026-06-14"))["suggestions"]
    run("make", made[0]["key"], "--format", "square", "--out", str(tmp_path / "card.jpg"))
    run("restyle", str(roll / "coffee.jpg"), "--style", "anime", "--out", str(tmp_path / "anime.jpg"))
    run("erase", "--all")
    traces = list(tmp_path.glob("trace.*"))
    assert len(traces) == 6
    assert not [line for file in traces for line in file.read_text().splitlines() if "AF_INET" in line]


@pytest.mark.skipif(not shutil.which("strace"), reason="needs strace to watch system calls")
def test_the_watch_sees_a_connection(tmp_path: Path) -> None:
    """A check that cannot fail is none: the same watch over a program that does connect."""
    code = "import socket; socket.socket(type=socket.SOCK_DGRAM)"  # no connection yet: a name looked up
    trace = tmp_path / "trace"
    watch: list[str | Path] = ["strace", "-f", "-qq", "-e", "trace=%network", "-o", trace]
    subprocess.run([*watch, sys.executable, "-c", code], check=True)
    assert "AF_INET" in trace.read_text()


class Watched:
    """Runs the command line under strace."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._runs = folder, 0

    def __call__(self, *words: str) -> str:
        self._runs += 1
        trace = [
            "strace",
            "-f",
            "-qq",
            "-e",
            "trace=%network",  # a socket that is made is seen, not only one that connects
            "-o",
            str(self._folder / f"trace.{self._runs}"),
        ]
        command = [sys.executable, "-m", "rollsuggest", "--data-dir", str(self._folder / "data"), *words]
        done = subprocess.run([*trace, *command], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout
