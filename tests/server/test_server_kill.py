"""Killed at random, the server and its workers lose no job, make none twice, and leave no file behind."""

from __future__ import annotations

import io
import random
import time
from pathlib import Path

import httpx
import pytest
from PIL import Image
from server_home import Home, files, finished, home, key

pytestmark = pytest.mark.loopback

KILLS = 4
JOBS = 8


def small(number: int) -> bytes:
    out = io.BytesIO()
    Image.effect_noise((320, 240), 20 + number).convert("RGB").save(out, "JPEG")
    return out.getvalue()


def patient(client: httpx.Client, method: str, path: str, **said: object) -> httpx.Response:
    """Ask until somebody answers, with the same key, as the app does."""
    deadline = time.monotonic() + 60
    while True:
        try:
            answer = client.request(method, path, **said)  # type: ignore[arg-type]
            if answer.status_code < 500:
                return answer
        except httpx.HTTPError:
            pass
        assert time.monotonic() < deadline
        time.sleep(0.2)


def ordered(client: httpx.Client, number: int) -> str:
    photo = patient(client, "POST", "/media", content=small(number), headers=key()).json()["id"]
    said = {"media": [photo], "make": "restyle", "style": "sketch", "format": "square"}
    job: str = patient(client, "POST", "/jobs", json=said, headers=key()).json()["id"]
    return job


def kill_one(place: Home, chance: random.Random) -> None:
    """End the server or a worker without a word, and start another."""
    victim = chance.choice([each for each in place.running if each.poll() is None])
    victim.kill()
    victim.wait()
    if "serve" in victim.args:  # type: ignore[operator]
        place.serve(workers=0)
    else:
        place.start("worker")


def run_with_kills(place: Home, kills: int, jobs: int, chance: random.Random) -> None:
    """Order jobs while processes die. Every job must be made, once, and nothing be left."""
    place.serve(workers=0)
    for _ in range(2):
        place.start("worker")
    with place.client(place.account("me")) as me:
        names = []
        for number in range(max(jobs, kills)):
            if number < jobs:
                names.append(ordered(me, number))
            if number < kills:
                time.sleep(chance.uniform(0, 2.5))
                kill_one(place, chance)
        for name in names:
            deadline = time.monotonic() + 180
            while patient(me, "GET", f"/jobs/{name}").json()["state"] not in ("done", "failed"):
                assert time.monotonic() < deadline, place.said()
                time.sleep(0.3)
            assert finished(me, name)["state"] == "done", (finished(me, name), place.said())
            assert patient(me, "GET", f"/jobs/{name}/result").content.startswith(b"\xff\xd8")
        assert len({each["id"] for each in me.get("/jobs").json()}) == jobs
        results = list((place.data / "objects" / "results").iterdir())
        assert {each.name.rpartition("-")[0] for each in results} >= set(names)
        me.delete("/everything")
    deadline = time.monotonic() + 30
    while left := files(place.data):
        assert time.monotonic() < deadline, left
        time.sleep(0.5)


def test_kills_cost_nothing(tmp_path: Path) -> None:
    with home(tmp_path, ROLLSUGGEST_SERVER_ORPHAN_SECONDS="8") as place:
        run_with_kills(place, KILLS, JOBS, random.Random(7))
