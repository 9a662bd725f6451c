"""Made-up photos, cards and people, the same in every test; and pictures that are drawn for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter

from rollsuggest.library.rows import (
    Card,
    PersonRow,
    SortedOut,
    Tile,
)
from rollsuggest.model import (
    AssetId,
    Box,
    Certainty,
    ClusterId,
    Format,
    Make,
    Receipt,
    Recipe,
    Role,
    Suggestion,
    SuggestionKey,
    SuggestionState,
)

TODAY = date(2026, 6, 14)
SPOTS = ((41.1, -8.6), (41.5, -8.4), (53.2, -4.2), (35.0, 135.8))
PICTURES = 12  # different thumbnails; all photos share them


def fake_tiles(count: int) -> tuple[Tile, ...]:
    """Newest first, three a day, in several shapes; the last few without a date."""
    shapes = ((4032, 3024), (3024, 4032), (4000, 2250), (3000, 3000), (6000, 2400))
    start = datetime(2026, 6, 14, 18)
    undated = min(5, count // 10)
    return tuple(
        Tile(
            AssetId(n + 1),
            None if n >= count - undated else start - timedelta(hours=8 * n),
            Certainty.UNKNOWN if n >= count - undated else Certainty.EXACT,
            *shapes[n % len(shapes)],
        )
        for n in range(count)
    )


def fake_sorted_out(said: Mapping[AssetId, Role]) -> tuple[SortedOut, ...]:
    """Five files that are no photos, and what the person said of them."""
    taken_for = dict.fromkeys(map(AssetId, (1, 3, 5)), Role.SCREENSHOT)
    taken_for |= dict.fromkeys(map(AssetId, (2, 4)), Role.DOCUMENT)
    return tuple(
        SortedOut(
            asset, f"DCIM/{asset}.png", said.get(asset, role), asset in said, datetime(2026, 6, 1, asset),
            1080, 1920 if role is Role.SCREENSHOT else 1400, Certainty.EXACT,
            "shape" if role is Role.SCREENSHOT else "page",
        )
        for asset, role in taken_for.items()
    )  # fmt: skip


def fake_cards(count: int, tiles: Sequence[Tile]) -> list[Card]:
    kinds = (
        ("today", "Eight years ago", "8 years ago this week"),
        ("week", "May 2026", "62 photos of last month"),
        ("trips", "Five days in Porto", "2 to 6 May 2026, 140 km from home"),
        ("people", "Mara through the years", "First seen in 2019"),
        ("themes", "By the sea", "41 photos with water in them"),
    )
    shapes = (Format.STORY, Format.STORY, Format.SQUARE, Format.PORTRAIT, Format.LANDSCAPE)
    makes = (Make.COLLAGE, Make.RECAP, Make.COLLAGE, Make.COLLAGE, Make.RESTYLE)
    made = []
    for n in range(count if tiles else 0):
        section, title, reason = kinds[n % 5]
        photos = tuple(t.asset for t in tiles[n : n + 9])
        make = makes[n % 5]
        used = photos[: 1 if make is Make.RESTYLE else 5]
        recipe = Recipe(make, used, shapes[n % 5], seed=n, title=title)
        key = SuggestionKey(f"key{n}")
        suggestion = Suggestion(
            key, section, title, "", date(2018, 6, 12), date(2018, 6, 14), reason, photos, recipe,
            1 - n / 100, Receipt(34, {"blurred": 3, "alike": 6}), section,
        )  # fmt: skip
        made.append(Card(suggestion, SuggestionState.NEW, recipe))
    return made


def fake_people(tiles: Sequence[Tile]) -> list[PersonRow]:
    box = Box(0.4, 0.2, 0.2, 0.3)
    return [
        PersonRow(ClusterId(n), name, None, n == 5, 60 - n, 50 - n, AssetId(n), box, ((AssetId(n), box),))
        for n, name in enumerate(("Mara", "Jonas", "", "", "Somebody"), 1)
    ]


def draw(out: Path, size: QSize, seed: int) -> None:
    """Write a small JPEG: a sky over a ground, in colours by seed."""
    image = QImage(size, QImage.Format.Format_RGB32)
    sky = QLinearGradient(0, 0, 0, size.height())
    sky.setColorAt(0, QColor.fromHsv(seed * 47 % 360, 60, 235))
    sky.setColorAt(0.6, QColor.fromHsv(seed * 47 % 360, 25, 250))
    sky.setColorAt(0.61, QColor.fromHsv((seed * 47 + 120) % 360, 90, 150))
    sky.setColorAt(1, QColor.fromHsv((seed * 47 + 120) % 360, 110, 90))
    painter = QPainter(image)
    painter.fillRect(image.rect(), sky)
    painter.setBrush(QColor(255, 240, 200))
    painter.drawEllipse(size.width() // 2, size.height() // 5, size.height() // 6, size.height() // 6)
    painter.end()
    out.parent.mkdir(parents=True, exist_ok=True)
    image.save(str(out), quality=85)
