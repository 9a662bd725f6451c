"""The numbers of a look that is drawn as anime is: its lines, its flatness, its light and colours."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from rollsuggest.render.styles import tone
from rollsuggest.render.styles.calm import USUAL
from rollsuggest.render.styles.scene import Touch


@dataclass(frozen=True, slots=True)
class Look:
    """The numbers of one drawn look; the widths are in px at 1080."""

    flatness: float = 0.65
    line_width: float = 1.0
    line_reach: float = 3.2
    ink: float = 0.95  # how opaque
    ink_depth: float = 0.2  # the ink is this share of the local colour
    steps: int = 6
    step_share: float = 0.6
    redraws: int = 2  # passes of the net
    usual: float = USUAL  # see calm
    lost: tuple[float, float] = 0.03, 0.10  # by so much large dabs differ where they hide what is to stay
    grade: tone.Grade = field(default_factory=tone.Grade)

    def touched(self, touch: Touch) -> Look:
        return replace(
            self,
            flatness=min(1.0, self.flatness * touch.flatness),
            ink=min(1.0, self.ink * touch.line),
            grade=self.grade.by(touch.colour),
        )
