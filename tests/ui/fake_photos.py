"""The fake studio's photos: found, shown, where they are, and what is none."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from fake_core import FakeCore
from fake_things import PICTURES, SPOTS, fake_sorted_out

from rollsuggest.library.rows import (
    NamedFace,
    PhotoDetail,
    PlaceRow,
    SortedOut,
    Tile,
)
from rollsuggest.library.search import Found
from rollsuggest.model import (
    AssetId,
    Box,
    ClusterId,
    Journey,
    Place,
    Recipe,
    Role,
    UsualPlace,
)


class FakePhotos(FakeCore):
    def sorted_out(self) -> tuple[SortedOut, ...]:
        self._did("sorted_out")
        return fake_sorted_out(self.roles)

    def set_role(self, assets: Iterable[AssetId], role: Role | None) -> None:
        for asset in assets:
            self.roles.pop(asset, None)
            if role is not None:
                self.roles[asset] = role
        self._did(f"set_role {role}", "photos", "people", "suggestions")

    def tiles(self) -> tuple[Tile, ...]:
        self._did("tiles")
        return self.photos

    def search(self, text: str, today: date, *, patient: bool = False) -> Found:
        """Find every third photo for "beach", and nothing for other words."""
        self._did(f"search {text}")
        return Found(self.photos[::3] if "beach" in text else (), self.behind)

    def search_hints(self) -> tuple[str, ...]:
        return "Mara", "Jonas", "Porto", "2026", "beach"

    def captions(self, assets: Iterable[AssetId]) -> dict[AssetId, str]:
        return {asset: f"Mara with a dog in Porto, photo {asset}" for asset in assets}

    def caption_of(self, recipe: Recipe) -> str:
        return f"Mara in Porto: collage of {len(recipe.photos)} photos"

    def usual_places(self) -> tuple[UsualPlace, ...]:
        home = self.homes.get("Porto") is not False
        return (UsualPlace("Porto", "PT", 0.8, date(2023, 6, 1), date(2026, 6, 1), home),)

    def journeys(self) -> tuple[Journey, ...]:
        way = (Place(41.1, -8.6, "Porto", "PT"), Place(53.2, -4.2, "Llanfair", "GB"))
        photos = tuple(tile.asset for tile in self.photos[1:9])
        days = date(2025, 5, 3), date(2025, 5, 9)
        return (Journey(*days, ("Llanfair",), ("GB",), way, photos),) if photos else ()

    def tiles_of(self, assets: Iterable[AssetId]) -> tuple[Tile, ...]:
        wanted = set(assets)
        return tuple(tile for tile in self.photos if tile.asset in wanted)

    def files(self, assets: Iterable[AssetId]) -> tuple[Path, ...]:
        self._did("files")
        return tuple(self.thumbnail(asset) for asset in assets)

    def set_home(self, name: str, country: str, home: bool | None) -> None:
        self.homes[name] = home
        self._did(f"set home {name} {home}", "photos", "suggestions")

    def photo(self, asset: AssetId) -> PhotoDetail:
        self._did("photo")
        tile = self.photos[asset - 1]
        face = NamedFace(Box(0.4, 0.2, 0.2, 0.3), ClusterId(1), "Mara")
        return PhotoDetail(
            asset, self.thumbnail(asset), 4032, 3024, tile.taken_at, tile.certainty, "exif:DateTimeOriginal",
            "Fairphone 5", "Porto", "PT", 41.1, -8.6, self._role(asset), {"beach_sea": 0.8}, {"dog": 0.7},
            (face,), came_out="sharp, well lit, faces clear",
        )  # fmt: skip

    def _role(self, asset: AssetId) -> Role:
        return next((file.role for file in fake_sorted_out(self.roles) if file.asset == asset), Role.PHOTO)

    def thumbnail(self, asset: AssetId) -> Path:
        return self.paths.thumbnails / f"{asset % PICTURES}.jpg"

    def thumbnail_again(self, asset: AssetId) -> bytes:
        return b""

    def screen_copy(self, asset: AssetId, long_side_px: int = 2400) -> Path:
        return self.thumbnail(asset)

    def places(self) -> tuple[PlaceRow, ...]:
        names = ("Porto", "Braga", "Llanfair", "Kyoto")
        return tuple(
            PlaceRow(n, "PT", 120 - 20 * i, date(2021, 3, 1), date(2026, 5, 1), AssetId(i + 1), *spot)
            for i, (n, spot) in enumerate(zip(names, SPOTS, strict=True))
            if self.photos
        )

    def place_tiles(self, name: str, country: str) -> tuple[Tile, ...]:
        return self.photos[::4]
