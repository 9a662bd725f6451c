"""Bars that a benchmark has to reach: each is printed as MET or MISSED, and a miss is the exit code."""

from __future__ import annotations


class Bars:
    def __init__(self) -> None:
        self._missed = 0

    def least(self, what: str, value: float, bar: float) -> None:
        self._tell(what, value, f">= {bar:g}", value >= bar)

    def most(self, what: str, value: float, bar: float) -> None:
        self._tell(what, value, f"<= {bar:g}", value <= bar)

    def _tell(self, what: str, value: float, bar: str, met: bool) -> None:
        self._missed += not met
        print(f"  {'MET   ' if met else 'MISSED'} {what}: {value:.4g} ({bar})", flush=True)

    def close(self) -> None:
        """Raise SystemExit when a bar was missed."""
        if self._missed:
            print(f"{self._missed} missed")
            raise SystemExit(1)
