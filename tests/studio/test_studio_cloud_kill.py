"""Killed without a word, the app loses nothing that it was to send, and has nothing made twice."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from cloud_kills import CLIENT, SERVER, run_with_kills
from server_home import home

pytestmark = pytest.mark.loopback


def test_kills_of_client_and_server_cost_nothing(tmp_path: Path) -> None:
    (tmp_path / "server").mkdir()
    with home(tmp_path / "server", ROLLSUGGEST_SERVER_ORPHAN_SECONDS="8") as place:
        died = run_with_kills(
            place, tmp_path, photos=4, kills=[CLIENT, CLIENT, SERVER, CLIENT], chance=random.Random(8)
        )
    assert died[CLIENT] >= 1 and died[SERVER] == 1
