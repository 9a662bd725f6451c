"""The fake studio's consent, record, lock and erasing."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from fake_core import FakeCore

from rollsuggest.consent.grants import Entry, Sending
from rollsuggest.errors import UserError
from rollsuggest.library.erasing import Kept
from rollsuggest.library.rows import (
    Amount,
    Erased,
    Stored,
)
from rollsuggest.model import (
    AssetId,
    Purpose,
)


class FakePrivacy(FakeCore):
    def allow(self, *purposes: Purpose) -> None:
        self.asked = True
        self.allowed.update(dict.fromkeys(purposes, datetime(2026, 6, 14)))
        self._did(f"allow {' '.join(sorted(purposes))}", "consent", "suggestions")

    def withdraw(self, *purposes: Purpose) -> None:
        for purpose in purposes:
            self.allowed.pop(purpose, None)
        self._did(f"withdraw {' '.join(sorted(purposes))}", "consent", "photos", "people", "suggestions")

    def decline(self) -> None:
        self.asked = True
        self._did("decline", "consent")

    def record(self) -> tuple[Entry, ...]:
        if self.tampered:
            raise UserError("The record was changed.", "Start anew.")
        saved = Sending(AssetId(0), "", 2048, "cd" * 32, "collage")
        at = datetime(2026, 6, 1, 9)
        return (
            *self.cloud_entries(),
            Entry(at, "export", None, "1", sending=saved),
            Entry(at, "allow", Purpose.FACES, "1", language="en"),
        )

    def export_record(self, out: Path) -> None:
        self._did(f"export_record {out.name}")

    def is_locked(self) -> bool:
        return self.locked

    def lock_library(self) -> str:
        if self.no_keyring:
            raise UserError("This system has no keyring.", "Set one up.")
        self.locked = True
        self._did("lock_library", "settings")
        return "ABCD-EFGH"

    def unlock_library(self) -> None:
        self.locked = False
        self._did("unlock_library", "settings")

    def stored(self) -> Stored:
        return Stored(len(self.photos), 210, 6, 4, 5_200_000, 31_000_000, self.paths.data, self.paths.cache)

    def kept(self) -> dict[Kept, Amount]:
        return {kind: Amount(7, None if kind is Kept.PLACES else 5_000) for kind in Kept}

    def erase_faces(self) -> None:
        self.withdraw(Purpose.FACES)

    def erase_kind(self, kind: Kept) -> tuple[int, int]:
        self._did(f"erase_kind {kind}", "photos", "people", "suggestions", "creations")
        return 7, 0

    def erase_all(self) -> Erased:
        before = self.stored()
        self.allowed, self.asked, self.photos, self.cards, self.folders = {}, False, (), {}, []
        self._did("erase_all", "consent", "photos", "people", "suggestions", "rolls", "creations")
        return Erased(before, 12, (), replace(before, photos=0, faces=0, persons=0, places=0))
