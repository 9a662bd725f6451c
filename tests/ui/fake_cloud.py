"""The fake studio's cloud: drafts and parcels that go nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from fake_core import FakeCore
from fake_things import draw
from PySide6.QtCore import QSize

from rollsuggest.consent.grants import Entry, Sending
from rollsuggest.errors import UserError
from rollsuggest.library.outbox import Parcel, State
from rollsuggest.model import (
    AssetId,
    Meant,
    Purpose,
    Recipe,
    Service,
    Statement,
)


class FakeCloud(FakeCore):
    def turn_on_cloud(
        self,
        server: str,
        service: str = Service.ROLLSUGGEST,
        key: str = "",
        model: str = "",
        workflow: str = "",
    ) -> bool:
        self._did(f"turn_on_cloud {server}")
        if not server:
            raise UserError("No server is given.", "Type its address.")
        self.allow(Purpose.CLOUD)
        return True

    def cloud_statement(self, service: str) -> Statement:
        return Statement(f"{service} receives the picture.", "It keeps nothing.", "It signs receipts.")

    def cloud_draft(self, recipe: Recipe, *, masked: bool = False) -> Parcel:
        self._did(f"cloud_draft masked={masked}")
        number = next(self._draft_numbers)
        out = self.paths.previews / f"draft-{number}.jpg"
        draw(out, QSize(480, 320), number)
        self.drafts[number] = Parcel(
            number, f"{number:032}", recipe.photos[0], "DCIM/IMG_0001.jpg", Service.ROLLSUGGEST,
            "https://photos.example.org", recipe, '{"style": "anime"}', int(masked), out.stat().st_size,
            "ab" * 32, 480, 320, datetime(2026, 6, 14, 12), retention_hours=24,
        )  # fmt: skip
        return self.drafts[number]

    def cloud_choose(self, meant: Meant) -> tuple[AssetId, ...]:
        self._did(f"cloud_choose {meant}")
        return () if meant.place == "Kyoto" else tuple(t.asset for t in self.photos[:3])

    def cloud_picture(self, parcel: Parcel) -> Path:
        return self.paths.previews / f"draft-{parcel.id}.jpg"

    def cloud_send(self, parcels: Sequence[int]) -> None:
        for number in parcels:
            self.parcels.insert(0, replace(self.drafts.pop(number), state=State.WAITING))
        self._did(f"cloud_send {list(parcels)}", "cloud")

    def cloud_call_off(self, parcels: Sequence[int]) -> None:
        for number in parcels:
            self.drafts.pop(number, None)
        off = {"state": State.CANCELLED}
        self.parcels = [replace(p, **off) if p.id in parcels else p for p in self.parcels]  # type: ignore[arg-type]
        self._did(f"cloud_call_off {list(parcels)}", "cloud")

    def cloud_again(self, parcel: int) -> None:
        self._did(f"cloud_again {parcel}", "cloud")

    def cloud_pause(self, paused: bool) -> None:
        self.held = replace(self.held, cloud_paused=paused)
        self._did(f"cloud_pause {paused}", "settings", "cloud")

    def cloud_delete_all(self) -> None:
        self._did("cloud_delete_all", "cloud")

    def cloud_parcels(self) -> tuple[Parcel, ...]:
        self._did("cloud_parcels")
        return tuple(self.parcels)

    def cloud_entries(self) -> tuple[Entry, ...]:
        self._did("cloud_entries")
        return tuple(
            Entry(p.sent_at, "send", Purpose.CLOUD, "1", p.recipient,
                  Sending(AssetId(1), p.photo, p.bytes, p.sha256, "restyle: anime"))
            for p in self.parcels if p.sent_at
        )  # fmt: skip

    def cloud_waits_for(self) -> str:
        return "Waiting for mains power." if self.held.cloud_on_mains else ""

    def know_network(self, costly: bool | None) -> None:
        self._did(f"know_network {costly}")

    def resume_cloud(self) -> None:
        self._did("resume_cloud")

    def turn_off_cloud(self) -> None:
        self.allowed.pop(Purpose.CLOUD, None)
        self._did("turn_off_cloud", "consent", "settings")
