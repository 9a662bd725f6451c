"""Photos in full rows of even height, under headings: pure, and quick enough for 100,000 of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from rollsuggest.library.rows import Tile
from rollsuggest.ui.wording import month_of

Spans = tuple[tuple[int, int], ...]
Groups = Sequence[tuple[str, int]]  # heading, index of its first photo


@dataclass(frozen=True, slots=True)
class Line:
    """One row of photos: pixels from the top of the grid, and (x, width) of each photo from `first` on."""

    top: int
    height: int
    first: int
    spans: Spans


@dataclass(frozen=True, slots=True)
class Head:
    top: int
    text: str
    first: int  # index of its first photo


@dataclass(frozen=True, slots=True)
class Arrangement:
    width: int = 0
    height: int = 0
    lines: tuple[Line, ...] = ()
    heads: tuple[Head, ...] = ()
    tops: tuple[int, ...] = field(default=())  # of the lines, for bisection
    firsts: tuple[int, ...] = field(default=())

    def line_at(self, y: int) -> int:
        """Return the index of the last line that starts at or above `y` (0 when none does)."""
        return max(0, bisect_right(self.tops, y) - 1)

    def line_of(self, index: int) -> int:
        return max(0, bisect_right(self.firsts, index) - 1)

    def lines_between(self, y: int, below: int) -> Iterator[Line]:
        """Yield the lines of which something may be seen between two heights."""
        for number in range(self.line_at(y), len(self.lines)):
            if self.lines[number].top > below:
                return
            yield self.lines[number]

    def beside(self, index: int, step: int) -> int:
        """Return the photo in the next (1) or previous (-1) line that stands closest below or above."""
        if not self.lines:
            return 0
        number = self.line_of(index)
        line = self.lines[number]
        x, width = line.spans[index - line.first]
        other = self.lines[min(max(number + step, 0), len(self.lines) - 1)]
        middle = x + width / 2
        gaps = [abs(ox + ow / 2 - middle) for ox, ow in other.spans]
        return other.first + gaps.index(min(gaps))

    def head_at(self, y: int) -> Head | None:
        found = bisect_right(self.heads, y, key=lambda head: head.top) - 1
        return self.heads[found] if found >= 0 else None


def months(tiles: Sequence[Tile]) -> list[tuple[str, int]]:
    """Return (heading, index of its first photo) for photos sorted by time."""
    found: list[tuple[str, int]] = []
    last: object = None
    for index, tile in enumerate(tiles):
        taken = tile.taken_at
        month = (taken.year, taken.month, tile.certainty) if taken else tile.certainty
        if month == last:
            continue
        last = month
        text = month_of(taken, tile.certainty)
        if not found or found[-1][0] != text:
            found.append((text, index))
    return found


def arrange(
    tiles: Sequence[Tile],
    width: int,
    row: int,
    gap: int,
    head: int,
    headings: bool = True,
    groups: Groups | None = None,
) -> Arrangement:
    """Arrange photos in rows of about `row` px height over the full width; `head` px per heading.

    They stand by month, or in the `groups` given.
    """
    width = max(width, 80)
    if groups is None:
        groups = months(tiles) if headings else [("", 0)] if tiles else []
    lines: list[Line] = []
    heads: list[Head] = []
    alike: dict[Spans, Spans] = {}  # many rows are divided in the same way
    y = 0
    for number, (text, start) in enumerate(groups):
        stop = groups[number + 1][1] if number + 1 < len(groups) else len(tiles)
        if headings:
            heads.append(Head(y, text, start))
            y += head
        y = _rows(tiles, start, stop, width, row, gap, y, lines, alike)
    return Arrangement(
        width, y, tuple(lines), tuple(heads), tuple(li.top for li in lines), tuple(li.first for li in lines)
    )


def _rows(
    tiles: Sequence[Tile],
    start: int,
    stop: int,
    width: int,
    row: int,
    gap: int,
    y: int,
    lines: list[Line],
    alike: dict[Spans, Spans],
) -> int:
    """Append the rows of one group; returns the y below them."""
    ratios: list[float] = []
    total = 0.0
    first = start
    for index in range(start, stop):
        tile = tiles[index]
        ratio = min(max(tile.width / tile.height, 0.4), 3.0) if tile.width and tile.height else 1.0
        ratios.append(ratio)
        total += ratio
        room = width - gap * (len(ratios) - 1)
        if total * row < room and index + 1 < stop:
            continue
        height = min(round(room / total), round(row * 1.15))  # a last short row keeps its height
        if total * row < room * 0.8:
            height = row
        spans = _spans(ratios, height, width, gap)
        lines.append(Line(y, height, first, alike.setdefault(spans, spans)))
        y += height + gap
        ratios, total, first = [], 0.0, index + 1
    return y


def _spans(ratios: Sequence[float], height: int, width: int, gap: int) -> tuple[tuple[int, int], ...]:
    spans: list[tuple[int, int]] = []
    x = 0
    for ratio in ratios:
        w = round(ratio * height)
        spans.append((x, w))
        x += w + gap
    over = x - gap - width
    if spans and -4 * len(spans) <= over and over != 0 and abs(over) <= 4 * len(spans):
        last_x, last_w = spans[-1]  # rounding: the last photo takes the rest
        spans[-1] = (last_x, last_w - over)
    return tuple(spans)
