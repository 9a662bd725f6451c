"""Random kill -9 of client, server and worker: python -m benchmarks cloud_kills [--kills 50] [--photos 12].

Photos are restyled on a real server over a real socket; afterwards each must have come back once, be deleted
at the server against a genuine receipt, and no file be left in the outbox or on the server.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

from cloud_kills import CLIENT, SERVER, WORKER, run_with_kills
from server_home import home


def main() -> None:
    words = argparse.ArgumentParser(prog="benchmarks cloud_kills")
    words.add_argument("--kills", type=int, default=50)
    words.add_argument("--photos", type=int, default=12)
    words.add_argument("--seed", type=int, default=1)
    said = words.parse_args(sys.argv[2:])
    chance = random.Random(said.seed)
    kills = [chance.choice((CLIENT, CLIENT, SERVER, WORKER)) for _ in range(said.kills)]
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="rollsuggest-cloud-") as name:
        (Path(name) / "server").mkdir()
        with home(Path(name) / "server", ROLLSUGGEST_SERVER_ORPHAN_SECONDS="8") as place:
            died = run_with_kills(place, Path(name), said.photos, kills, chance)
    took = time.monotonic() - began
    told = ", ".join(f"{count} of the {victim}" for victim, count in died.items())
    print(
        f"kills: {told}; {said.photos} photos: each came back once, all deleted with receipt ({took:.0f} s)"
    )
