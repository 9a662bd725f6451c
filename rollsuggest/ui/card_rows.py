"""Cards in rows that fill the width: their covers grow or shrink a little, all of a row alike. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

LEAST, MOST = 0.84, 1.14  # of the usual height; more would show that covers differ


@dataclass(frozen=True, slots=True)
class Row:
    first: int
    last: int  # one past
    scale: float  # of the usual height


def rows(widths: Sequence[int], frame: int, gap: int, room: int) -> tuple[Row, ...]:
    """Break covers of these usual widths, each in a frame that stays as wide as it is, into rows.

    A row takes what fits when shrunk, then grows to fill the room. The last one is not blown up.
    """
    made: list[Row] = []
    room = max(room, frame + 80)
    first = 0
    while first < len(widths):
        last, wide = first + 1, widths[first]
        while last < len(widths) and (
            LEAST * (wide + widths[last]) + frame * (last + 1 - first) + gap * (last - first) <= room
        ):
            wide += widths[last]
            last += 1
        fill = (room - frame * (last - first) - gap * (last - first - 1)) / wide
        end = last == len(widths)
        made.append(Row(first, last, min(fill, 1.0 if end and fill > MOST else MOST)))
        first = last
    return tuple(made)


def fitting(widths: Sequence[int], frame: int, gap: int, room: int, most: int) -> int:
    """Return how many of the covers stand in the first `most` rows."""
    made = rows(widths, frame, gap, room)
    return made[min(most, len(made)) - 1].last if made else 0
