"""When photos may be looked at. The systems are asked for real once; else their answers are made up."""

import pytest

from rollsuggest.jobs.conditions import ASKED_EVERY_S, AWAY_AFTER_S, Conditions, told
from rollsuggest.jobs.idleness import idle_seconds, mutter_seconds
from rollsuggest.jobs.power import on_mains
from rollsuggest.settings import Settings

BOTH = Settings(only_when_away=True, only_on_mains=True)


def waits(settings: Settings, idle: float | None, mains: bool | None) -> str:
    return Conditions(lambda: settings, lambda: idle, lambda: mains)()


def test_the_real_system_is_asked_without_harm() -> None:
    idle = idle_seconds()
    assert idle is None or idle >= 0
    assert on_mains() in (None, True, False)
    assert told().away is (idle_seconds() is not None)


@pytest.mark.parametrize(
    ("settings", "idle", "mains", "said"),
    [
        (Settings(), 0.0, False, ""),
        (BOTH, 0.0, True, "Waiting until you are away from the computer"),
        (BOTH, AWAY_AFTER_S, True, ""),
        (BOTH, AWAY_AFTER_S, False, "Waiting for mains power"),
        (BOTH, 0.0, False, "Waiting for mains power"),
        (BOTH, None, None, ""),  # what cannot be told has no effect
        (Settings(only_when_away=True), AWAY_AFTER_S, False, ""),
        (Settings(only_on_mains=True), 0.0, True, ""),
    ],
)
def test_what_is_waited_for(settings: Settings, idle: float | None, mains: bool | None, said: str) -> None:
    assert waits(settings, idle, mains) == said


def test_the_systems_are_asked_now_and_then_only() -> None:
    now, asked = [0.0], []

    def idle() -> float:
        asked.append(now[0])
        return 0.0 if len(asked) == 1 else AWAY_AFTER_S

    conditions = Conditions(lambda: BOTH, idle, lambda: True, lambda: now[0])
    assert [conditions(), conditions()] == ["Waiting until you are away from the computer"] * 2
    now[0] += ASKED_EVERY_S
    assert conditions() == ""
    assert len(asked) == 2


def test_gnomes_answer_is_understood() -> None:
    assert mutter_seconds("(uint64 123456,)\n") == 123.456
    with pytest.raises(ValueError, match="invalid literal"):
        mutter_seconds("()\n(nothing)")
