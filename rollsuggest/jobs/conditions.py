"""When photos may be looked at: always, or only while nobody needs the computer or its battery."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from rollsuggest.i18n import _
from rollsuggest.jobs.idleness import idle_seconds
from rollsuggest.jobs.power import on_mains
from rollsuggest.settings import Settings

AWAY_AFTER_S = 120.0
ASKED_EVERY_S = 2.0


@dataclass(frozen=True, slots=True)
class Told:
    """What this computer can tell. What it cannot has no effect, and the person hears so."""

    away: bool
    mains: bool


def told() -> Told:
    return Told(away=idle_seconds() is not None, mains=on_mains() is not None)


class Conditions:
    """Call it: it returns what is waited for, in words; "" to go on. What cannot be told does not count."""

    def __init__(
        self,
        settings: Callable[[], Settings],
        idle: Callable[[], float | None] = idle_seconds,
        mains: Callable[[], bool | None] = on_mains,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings, self._idle, self._mains, self._clock = settings, idle, mains, clock
        self._asked, self._answer = float("-inf"), ""

    def __call__(self) -> str:
        if self._clock() - self._asked >= ASKED_EVERY_S:
            self._asked, self._answer = self._clock(), self._ask()
        return self._answer

    def _ask(self) -> str:
        settings = self._settings()
        if settings.only_on_mains and self._mains() is False:
            return _("Waiting for mains power")
        if settings.only_when_away:
            idle = self._idle()
            if idle is not None and idle < AWAY_AFTER_S:
                return _("Waiting until you are away from the computer")
        return ""
