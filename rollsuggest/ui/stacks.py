"""Photos alike behind one tile: that of the best, as the rules last chose it. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rollsuggest.library.rows import Tile
from rollsuggest.model import AssetId

Members = Mapping[AssetId, tuple[Tile, ...]]


@dataclass(frozen=True, slots=True)
class Stacks:
    """What a grid shows, and the photos alike behind a tile (its own among them), oldest first."""

    tiles: tuple[Tile, ...] = ()
    members: Members = field(default_factory=dict)
    counts: Mapping[AssetId, int] = field(default_factory=dict)  # photos of each stack
    behind: int = 0  # photos that are behind another, or would be

    @property
    def photos(self) -> int:
        """How many there are, those behind others counted too."""
        return len(self.tiles) + sum(self.counts.values()) - len(self.counts)

    def whole(self, tiles: Iterable[Tile]) -> tuple[Tile, ...]:
        """Return these and all that are behind them."""
        return tuple(photo for tile in tiles for photo in self.members.get(tile.asset, (tile,)))


def stacked(tiles: tuple[Tile, ...], *, apart: bool = False) -> Stacks:
    """Return the tiles with photos alike in stacks, or each `apart`; none is ever lost from view.

    A photo goes only behind one that is shown itself: where the best is hidden or gone, the others stay.
    """
    standing = {tile.asset for tile in tiles if tile.best is None}
    bests = {tile.best for tile in tiles if tile.best in standing}
    if apart or not bests:
        return Stacks(tiles, behind=sum(tile.best in bests for tile in tiles) if bests else 0)
    groups: dict[AssetId, list[Tile]] = defaultdict(list)
    for tile in reversed(tiles):
        key = tile.best if tile.best in bests else tile.asset
        if key in bests:
            groups[key].append(tile)
    shown = tuple(tile for tile in tiles if tile.best not in bests)
    members = {asset: tuple(group) for asset, group in groups.items()}
    counts = {asset: len(group) for asset, group in groups.items()}
    return Stacks(shown, members, counts, len(tiles) - len(shown))
