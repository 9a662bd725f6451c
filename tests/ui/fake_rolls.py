"""The fake studio's rolls and the looking at them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from pathlib import Path

from fake_core import FakeCore

from rollsuggest.errors import UserError
from rollsuggest.library.rows import (
    IndexStatus,
    Roll,
    Unreadable,
)
from rollsuggest.model import (
    AssetId,
    RollId,
)
from rollsuggest.studio import Told


class FakeRolls(FakeCore):
    def rolls(self) -> tuple[Roll, ...]:
        self._did("rolls")
        return tuple(self.folders)

    def add_roll(self, folder: Path) -> Roll:
        roll = Roll(RollId(len(self.folders) + 1), folder, 0, False)
        self.folders.append(roll)
        self._did(f"add_roll {folder}", "rolls")
        return roll

    def remove_roll(self, roll: RollId) -> None:
        self.folders = [held for held in self.folders if held.id != roll]
        self._did(f"remove_roll {roll}", "rolls", "photos")

    def watch(self) -> None:
        self._did("watch")

    def start_indexing(self) -> None:
        self._did("start_indexing", "status")

    def look_now(self) -> None:
        self._did("look_now", "status")
        if not self.held.suggestions:
            raise UserError(
                "Suggestions are off, so photos are not looked at.", "Turn them on under Settings."
            )

    def pause_indexing(self) -> None:
        self.status = replace(self.status, state="paused")
        self._did("pause_indexing", "status")

    def resume_indexing(self) -> None:
        self.status = replace(self.status, state="looking")
        self._did("resume_indexing", "status")

    def stop_indexing(self) -> bool:
        self.status = replace(self.status, state="stopped")
        self._did("stop_indexing", "status")
        return True

    def index_status(self) -> IndexStatus:
        self._did("index_status")
        return self.status

    def unreadable(self) -> tuple[Unreadable, ...]:
        self._did("unreadable")
        return (
            Unreadable(
                "DCIM/IMG_0001.jpg", "The picture is damaged: it ends too early", Path("/photos"), AssetId(7)
            ),
        )

    def retry_unreadable(self, assets: Collection[AssetId] | None = None) -> None:
        self._did("retry_unreadable" + (f" {list(assets)}" if assets else ""), "status", "photos")

    def starts_at_login(self) -> bool:
        return self.at_login

    def start_at_login(self, on: bool) -> None:
        self.at_login = on
        self._did(f"start_at_login {on}", "settings")

    def told(self) -> Told:
        return Told(away=True, mains=False)

    def exclude(self, folder: Path) -> None:
        self._leave_out(folder, lambda held, name: tuple(sorted({*held, name})))
        self._did(f"exclude {folder.as_posix()}", "rolls", "photos")

    def include(self, folder: Path) -> None:
        self._leave_out(folder, lambda held, name: tuple(h for h in held if h != name))
        self._did(f"include {folder.as_posix()}", "rolls", "photos")

    def _leave_out(self, folder: Path, change: Callable[[tuple[str, ...], str], tuple[str, ...]]) -> None:
        self.folders = [
            replace(roll, excluded=change(roll.excluded, folder.relative_to(roll.path).as_posix()))
            for roll in self.folders
        ]
