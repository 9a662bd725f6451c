"""The server under load and under fire: python -m benchmarks server load [--ahead] | kills [--kills 50]."""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "server"))

import httpx
import numpy as np
import psutil
from server_home import Home, home, order, send
from test_server_kill import run_with_kills

from benchmarks.analysis import machine

CLIENTS = 50


def main() -> None:
    words = argparse.ArgumentParser(prog="benchmarks server")
    words.add_argument("what", choices=["load", "kills"])
    words.add_argument("--kills", type=int, default=50)
    words.add_argument("--seconds", type=float, default=20)
    words.add_argument(
        "--ahead", action="store_true", help="server, database and clients go before all else (Linux, root)"
    )
    chosen = words.parse_args(sys.argv[2:])
    print(machine())
    with tempfile.TemporaryDirectory(prefix="rollsuggest-server-") as folder:
        if chosen.what == "kills":
            began = time.monotonic()
            with home(Path(folder), ROLLSUGGEST_SERVER_ORPHAN_SECONDS="8") as place:
                run_with_kills(place, chosen.kills, chosen.kills, random.Random())
            took = time.monotonic() - began
            print(f"{chosen.kills} kills, {chosen.kills} jobs: each made once, no file left ({took:.0f} s)")
        else:
            with home(Path(folder), ROLLSUGGEST_SERVER_ASKS_A_MINUTE="1000000") as place:
                load(place, chosen.seconds, ahead=chosen.ahead)


def load(place: Home, seconds: float, *, ahead: bool) -> None:
    """50 clients ask small things while workers render; prints the times of answers."""
    place.serve(workers=1)
    token = place.account("load")
    took: list[float] = []
    ended = threading.Event()

    def ask(client: httpx.Client, job: str) -> None:
        with client:
            while not ended.is_set():
                for path in ("/account", f"/jobs/{job}", "/receipts"):
                    began = time.perf_counter()
                    assert client.get(path).status_code == 200
                    took.append(time.perf_counter() - began)
                ended.wait(1.0)  # a person's app asks about once a second

    with place.client(token) as me:
        photos = [send(me)["id"] for _ in range(3)]
        jobs = [order(me, photos, make="recap", output="mp4")["id"] for _ in range(8)]
        clients = [threading.Thread(target=ask, args=(place.client(token), jobs[0])) for _ in range(CLIENTS)]
        if ahead:
            go_ahead(place)
        for each in clients:
            each.start()
        time.sleep(seconds)
        ended.set()
        for each in clients:
            each.join()
        states = [me.get(f"/jobs/{job}").json()["state"] for job in jobs]
    middle, late = np.percentile(np.array(took) * 1000, [50, 99])
    print(
        f"{CLIENTS} clients, {len(took)} small requests in {seconds:.0f} s while films are made ({states}):"
    )
    print(f"median {middle:.0f} ms, 99th percentile {late:.0f} ms (bar 200)")
    print(f"load of the machine (1, 5, 15 min): {', '.join(f'{each:.1f}' for each in os.getloadavg())}")


def go_ahead(place: Home) -> None:
    """Put this process, the server and its database before all others of a busy machine; not its workers.

    What is measured then is what requests cost each other, and what the rendering costs them.
    """
    now, later = os.sched_param(1), os.SCHED_RR | os.SCHED_RESET_ON_FORK
    server = psutil.Process(place.running[0].pid)
    for thread in server.threads():
        os.sched_setscheduler(thread.id, later, now)
    for process in psutil.process_iter():
        if process.name() == "postgres" and str(place.data) in " ".join(process.cmdline()):
            for each in (process, *process.children()):
                os.sched_setscheduler(each.pid, os.SCHED_RR, now)
    os.sched_setscheduler(0, os.SCHED_RR, now)
