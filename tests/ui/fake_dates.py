"""The fake studio's repair of dates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from fake_core import FakeCore

from rollsuggest.library import repair
from rollsuggest.library.rows import (
    DateBatch,
    DateChange,
)
from rollsuggest.model import (
    AssetId,
    Certainty,
)


class FakeDates(FakeCore):
    def _dates(self, assets: Iterable[AssetId]) -> tuple[DateChange, ...]:
        tiles = [self.photos[asset - 1] for asset in assets]
        return tuple(
            DateChange(
                t.asset, f"Prints/IMG_201404{t.asset % 28 + 1:02}.jpg",
                t.taken_at, t.certainty, t.taken_at, t.certainty,
            )
            for t in tiles
        )  # fmt: skip

    def uncertain_dates(self) -> tuple[DateChange, ...]:
        self._did("uncertain_dates")
        return self._dates(t.asset for t in self.photos if t.certainty is Certainty.UNKNOWN)

    def preview_dates(self, rule: repair.Rule, assets: Sequence[AssetId]) -> tuple[DateChange, ...]:
        self._did("preview_dates")
        return repair.preview(rule, self._dates(assets))

    def apply_dates(self, changes: Sequence[DateChange]) -> int:
        batch = len(self.batches) + 1
        self.batches[batch] = tuple(changes)
        self._date({c.asset: (c.after, c.after_certainty) for c in changes})
        self._did("apply_dates", "photos", "suggestions")
        return batch

    def undo_dates(self, batch: int) -> None:
        self._date({c.asset: (c.before, c.before_certainty) for c in self.batches.pop(batch)})
        self._did("undo_dates", "photos", "suggestions")

    def date_batches(self, most: int = 50) -> tuple[DateBatch, ...]:
        self._did("date_batches")
        newest = sorted(self.batches.items(), reverse=True)[:most]
        at = datetime(2026, 6, 14, 18, 20)
        return tuple(DateBatch(number, at, len(held), held[0].path) for number, held in newest)

    def export_date_sidecars(self, folder: Path, assets: Sequence[AssetId] | None = None) -> int:
        self._did(f"export_date_sidecars {folder.name}")
        return 3

    def _date(self, dates: Mapping[AssetId, tuple[datetime | None, Certainty]]) -> None:
        self.photos = tuple(
            replace(t, taken_at=dates[t.asset][0], certainty=dates[t.asset][1]) if t.asset in dates else t
            for t in self.photos
        )
