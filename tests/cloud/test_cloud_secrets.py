"""A server's key is in the system's keyring, or in memory, and never in a plain file."""

from __future__ import annotations

import pytest
from fake_keyring import Ring

from rollsuggest.cloud.secrets import FROM_ENVIRONMENT, KEYRINGS, SERVICE, Secrets, system_keyring
from rollsuggest.cloud.wire import Request

HOME = "https://photos.example.org"


def test_it_is_there_after_the_next_start_and_gone_when_forgotten() -> None:
    ring = Ring()
    assert Secrets(lambda: ring).keep(HOME, "rs_key")
    assert ring.held == {(SERVICE, HOME): "rs_key"}
    assert Secrets(lambda: ring).of(HOME) == "rs_key"
    assert Secrets(lambda: ring).of("https://other.example") == ""
    Secrets(lambda: ring).forget(HOME)
    assert ring.held == {} and Secrets(lambda: ring).of(HOME) == ""


@pytest.mark.parametrize("ring", [None, Ring(shut=True)])
def test_without_a_keyring_it_is_held_until_the_end_and_that_is_said(ring: Ring | None) -> None:
    secrets = Secrets(lambda: ring)
    assert not secrets.keep(HOME, "rs_key")
    assert secrets.of(HOME) == "rs_key"
    assert Secrets(lambda: ring).of(HOME) == ""
    secrets.forget(HOME)
    assert secrets.of(HOME) == ""


def test_a_terminal_can_give_it_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FROM_ENVIRONMENT, "rs_key")
    assert Secrets(lambda: None).of(HOME) == "rs_key"


def test_a_request_does_not_print_its_key() -> None:
    assert "rs_key" not in repr(Request("GET", "/", {"Authorization": "Bearer rs_key"}, b"rs_key"))


def test_a_keyring_that_is_a_plain_file_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    backend = pytest.importorskip("keyring.backend", reason="keyring is not installed here")

    class Plain(Ring):
        priority = 99

    Plain.__module__ = "keyrings.alt.file"

    class Own(Ring):
        priority = 5

    Own.__module__ = KEYRINGS[0]
    monkeypatch.setattr(backend, "get_all_keyring", lambda: [Plain(), Own()])
    assert isinstance(system_keyring(), Own)
    monkeypatch.setattr(backend, "get_all_keyring", lambda: [Plain()])
    assert system_keyring() is None
