"""Title and subtitle as one block of words, measured on the sheet and written with one call."""

from __future__ import annotations

from dataclasses import dataclass

from rollsuggest.render.fonts import Face
from rollsuggest.render.paint import Sheet
from rollsuggest.render.palette import Palette
from rollsuggest.render.text import EMPTY, Block, fit, right_to_left

SUBTITLE = 0.41  # of the title's size


@dataclass(frozen=True, slots=True)
class Heading:
    """Set words: a title, a subtitle below it, and the space between; sizes in the sheet's pixels."""

    title: Block
    subtitle: Block
    between: float

    @property
    def h(self) -> float:
        return self.title.h + self.between + self.subtitle.h

    @property
    def w(self) -> float:
        return max(self.title.w, self.subtitle.w)

    @property
    def rtl(self) -> bool:
        """One direction for both: figures have none, and a title may begin with a name in other letters."""
        return any(right_to_left(block.lines[0]) for block in (self.title, self.subtitle) if block.lines)

    def write(
        self, sheet: Sheet, x: float, y: float, w: float, colours: Palette, align: str = "left"
    ) -> None:
        rtl = self.rtl
        sheet.write(self.title, x, y, w, colours.ink, align, rtl)
        sheet.write(self.subtitle, x, y + self.title.h + self.between, w, colours.quiet, align, rtl)


NONE = Heading(EMPTY, EMPTY, 0.0)


def heading(title: str, subtitle: str, w: int, size_px: float, lines: int = 2, h: int = 10_000) -> Heading:
    """Set title and subtitle into w x h. Without a title there is none, whatever the subtitle."""
    if not title.strip():
        return NONE
    subtitle_px = max(size_px * SUBTITLE, 28.0)
    below = fit(subtitle, Face.TEXT, w, max(1, h // 3), subtitle_px, 22.0, 2)
    between = size_px * 0.14 if below.lines else 0.0
    above = fit(title, Face.TITLE, w, round(h - below.h - between), size_px, size_px * 0.5, lines)
    return Heading(above, below, between)
