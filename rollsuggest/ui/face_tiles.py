"""Where the tiles of a grid of faces stand: sections of round pictures with two lines below them. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from rollsuggest.ui import tokens

EDGE = 6  # around a picture, for its rings
HEAD_PX = 48


@dataclass(frozen=True, slots=True)
class Mark:
    """One tile. `pictures` are keys of crops, one or (for a bundle) up to four; none is a silhouette."""

    identity: Hashable
    name: str
    line: str = ""
    pictures: tuple[Hashable, ...] = ()
    unnamed: bool = False
    faint: bool = False
    star: bool = False
    person: bool = True  # may be chosen, named, dragged; a bundle or a pet may not


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """What every tile of a grid measures, in pixels."""

    picture: int
    text: int
    gap: int
    words: int = 0  # the least room for a line of words, which grow and pictures do not

    @property
    def width(self) -> int:
        return max(self.picture + 2 * EDGE, self.words)

    @property
    def inset(self) -> int:
        """How far into the cell the picture begins: wide words stand out at both its sides."""
        return (self.width - self.picture) // 2

    @property
    def height(self) -> int:
        return self.picture + 2 * EDGE + self.text


class Arrangement:
    """Tiles in rows, section below section. Knows any tile's place without a list of all of them."""

    def __init__(self, sections: Sequence[Section], width: int, cell: Cell) -> None:
        self.cell = cell
        self.columns = max(1, (width + cell.gap) // (cell.width + cell.gap))
        self._counts = [len(section.marks) for section in sections]
        self._firsts = [0, *accumulate(self._counts)]
        self._heads = [tokens.px(HEAD_PX) if section.title else 0 for section in sections]
        tall = [
            head + -(-count // self.columns) * self._step
            for head, count in zip(self._heads, self._counts, strict=True)
        ]
        self.tops = [0, *accumulate(tall)]

    @property
    def height(self) -> int:
        return self.tops[-1]

    @property
    def _step(self) -> int:
        return self.cell.height + tokens.S

    def place(self, index: int) -> tuple[int, int]:
        """Return x and y of a tile."""
        section = self.section_of(index)
        down, across = divmod(index - self._firsts[section], self.columns)
        y = self.tops[section] + self._heads[section] + down * self._step
        return across * (self.cell.width + self.cell.gap), y

    def section_of(self, index: int) -> int:
        return max(0, bisect_right(self._firsts, index) - 1)

    def at(self, x: int, y: int) -> int | None:
        """Return the tile at a point."""
        section = bisect_right(self.tops, y) - 1
        if not 0 <= section < len(self._counts) or x < 0:
            return None
        down, into = divmod(y - self.tops[section] - self._heads[section], self._step)
        across, along = divmod(x, self.cell.width + self.cell.gap)
        number = down * self.columns + across
        inside = into < self.cell.height and along < self.cell.width and across < self.columns
        return self._firsts[section] + number if inside and 0 <= number < self._counts[section] else None

    def between(self, top: int, bottom: int) -> Iterator[int]:
        """Yield the tiles that stand in a strip of the page."""
        for section, count in enumerate(self._counts):
            start = self.tops[section] + self._heads[section]
            first = max(0, (top - start) // self._step) * self.columns
            last = min(count, (max(0, bottom - start) // self._step + 1) * self.columns)
            if start < bottom and self.tops[section + 1] > top:
                yield from range(self._firsts[section] + first, self._firsts[section] + last)

    def beside(self, index: int, step: int) -> int:
        """Return the tile a row below (1) or above (-1), in the next section where this one ends."""
        section = self.section_of(index)
        first, count = self._firsts[section], self._counts[section]
        down, across = divmod(index - first, self.columns)
        down += step
        if 0 <= down <= (count - 1) // self.columns:
            return first + min(down * self.columns + across, count - 1)
        other = section + step
        while 0 <= other < len(self._counts) and not self._counts[other]:
            other += step
        if not 0 <= other < len(self._counts):
            return index
        rows = (self._counts[other] - 1) // self.columns
        number = across if step > 0 else rows * self.columns + across
        return self._firsts[other] + min(number, self._counts[other] - 1)
