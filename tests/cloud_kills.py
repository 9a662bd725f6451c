"""Photos are restyled on a real server while client, server and worker are killed."""

from __future__ import annotations

import json
import os
import random
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from PIL import Image
from server_home import Home, files

from rollsuggest import paths
from rollsuggest.cli.cloud import KEY
from rollsuggest.model import Purpose
from rollsuggest.studio import Studio

PATIENCE_S = 240.0
LONGEST_S = 4.0  # of what a process lives: long enough to get somewhere, short enough to be cut off anywhere
CLIENT, SERVER, WORKER = "client", "server", "worker"


def roll_of(folder: Path, count: int) -> Path:
    """Make a folder of so many small photos."""
    folder.mkdir()
    for number in range(count):
        Image.effect_noise((480, 360), 30 + number).convert("RGB").save(folder / f"{number:03}.jpg")
    return folder


class Client:
    """The app in a terminal, in a process of its own that can be killed."""

    def __init__(self, data: Path, token: str) -> None:
        self.data = data
        self._environment = os.environ | {
            KEY: token,
            "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
        }

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "rollsuggest", "--data-dir", str(self.data), *words]

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            self.command(*words), env=self._environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )

    def run(self, *words: str) -> Any:
        done = subprocess.run(
            self.command(*words), env=self._environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout) if done.stdout.startswith(("[", "{")) else done.stdout

    def has_drafts(self) -> bool:
        """Whether a yes never came to be written: killed before it, the person has to say it again."""
        with closing(sqlite3.connect(self.data / "library.sqlite")) as db:
            return db.execute("SELECT 1 FROM parcel WHERE state = 'draft'").fetchone() is not None


def run_with_kills(
    place: Home, folder: Path, photos: int, kills: list[str], chance: random.Random
) -> dict[str, int]:
    """Restyle photos while those in `kills` die in that order; returns how often each did."""
    place.serve(workers=0)
    place.start("worker")
    token = place.account("me")
    client = Client(folder / "data", token)
    client.run("consent", "allow", "analyse")
    client.run("index", str(roll_of(folder / "roll", photos)))
    client.run("consent", "allow", "cloud", "--server", place.url)
    drafts = client.run("cloud", "prepare", str(folder / "roll"), "--style", "sketch", "--format", "square")
    assert len(drafts) == photos
    digests = {each["photo"]: each["sha256"] for each in drafts}
    yes = ("send", *[str(each["number"]) for each in drafts])
    running = client.start("cloud", *yes)
    died = dict.fromkeys((CLIENT, SERVER, WORKER), 0)
    try:
        for victim in kills:
            time.sleep(chance.uniform(0.2, LONGEST_S))
            if victim == CLIENT:
                died[CLIENT] += running.poll() is None
                running.kill()
                running.communicate()
                running = client.start("cloud", *(yes if client.has_drafts() else ["work"]))
            else:
                died[victim] += 1
                _kill(place, "serve" if victim == SERVER else "worker")
        _out, said = running.communicate(timeout=PATIENCE_S)
    finally:
        running.kill()
    if running.returncode:  # it gave up while the server was down: the person starts it again
        client.run("cloud", "work")
    _check(place, client, token, digests, said)
    return died


def _kill(place: Home, act: str) -> None:
    """End a process of the server without a word, and start another."""
    victim = next(each for each in place.running if each.poll() is None and act in each.args)  # type: ignore[operator]
    victim.kill()
    victim.wait()
    if act == "serve":
        place.serve(workers=0)
    else:
        place.start("worker")


def _check(place: Home, client: Client, token: str, digests: dict[str, str], said: bytes) -> None:
    parcels = client.run("cloud", "show")
    assert len(parcels) == len(digests)
    for each in parcels:
        assert (each["state"], each["at_the_server"]) == ("done", "confirmed"), (each, said, place.said())
        assert each["receipts"] and all(receipt["genuine"] for receipt in each["receipts"])
        assert each["sha256"] == digests[each["photo"]]
    with closing(Studio(paths.under(client.data))) as studio:
        made = [creation.path for creation in studio.creations()]
        assert len(made) == len(set(made)) == len(digests) and all(path.is_file() for path in made)
        sent = [e.sending for e in studio.cloud_entries() if e.act == "send"]
        assert {each.photo: each.sha256 for each in sent if each} == digests
        assert studio.grants().has(Purpose.CLOUD)
    assert list((client.data / "cloud-outbox").glob("*")) == []
    with place.client(token) as me:
        account = me.get("/account").json()
        assert account["jobs_today"] == len(digests), "a job was ordered twice"
        assert account["media"] == 0 and me.get("/jobs").json() == []
    deadline = time.monotonic() + 60
    while left := files(place.data):
        assert time.monotonic() < deadline, left
        time.sleep(0.5)
    for file in client.data.rglob("*"):
        assert not file.is_file() or token.encode() not in file.read_bytes(), f"the key is in {file}"
    assert token not in said.decode() and token not in place.said()
