"""After the computer slept, the rolls are looked at: what came meanwhile was told to nobody."""

from __future__ import annotations

from rollsuggest.jobs.watcher import slept


def test_a_gap_between_two_looks_is_a_sleep() -> None:
    assert not slept(1000.0, 1001.2)
    assert slept(1000.0, 1000.0 + 8 * 3600)
    assert not slept(1000.0, 400.0)  # the clock was set back
