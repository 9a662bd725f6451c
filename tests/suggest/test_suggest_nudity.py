"""Photos that may show somebody naked or being treated are suggested only when the person wants it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from rollsuggest.model import AssetId, Certainty, Photo, Role, View
from rollsuggest.suggest.engine import MEDICAL, NUDE, suggest

DAY = date(2026, 6, 14)


def view(nudity: float, medical: float = 0.0) -> View:
    first = datetime(2024, 6, 14, 9)
    photos = tuple(
        Photo(
            AssetId(n), f"DCIM/{n}.jpg", first + timedelta(minutes=20 * n), Certainty.EXACT, 4000, 3000,
            Role.PHOTO, sharpness=0.7, exposure=0.9, contrast=0.7, phash=0x0F0F << (3 * n),
            content_hash=bytes([n]) * 16,
        )
        for n in range(12)
    )  # fmt: skip
    return View((*photos[:4], replace(photos[4], nudity=nudity, medical=medical), *photos[5:]), {})


def suggested(nudity: float, *, wanted: bool) -> set[AssetId]:
    return {photo for s in suggest(view(nudity), DAY, nudity=wanted) for photo in s.photos}


def test_it_stays_out_unless_wanted() -> None:
    assert AssetId(4) in suggested(NUDE - 0.01, wanted=False)
    assert AssetId(4) not in suggested(NUDE, wanted=False)
    assert AssetId(3) in suggested(NUDE, wanted=False)
    assert AssetId(4) in suggested(NUDE, wanted=True)


def test_medical_care_stays_out_by_the_same_switch() -> None:
    treated, hardly = view(0.0, MEDICAL), view(0.0, MEDICAL - 0.01)
    for seen, wanted, there in ((treated, False, False), (treated, True, True), (hardly, False, True)):
        photos = {photo for s in suggest(seen, DAY, nudity=wanted) for photo in s.photos}
        assert (AssetId(4) in photos) is there
