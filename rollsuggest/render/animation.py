"""A short film as an animated picture, for where films are not taken: WebP and GIF, without sound."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from PIL import Image

from rollsuggest.library.reel import FPS
from rollsuggest.model import Recipe
from rollsuggest.render.export import ENHANCED, SOFTWARE, xmp
from rollsuggest.render.planes import Planes, rgb

MOST_S = 13.0  # about; longer ones would be larger than the film
COLOURS = 255  # of GIF; one is left for what stays as it was
Pictures = Iterator[Planes]


@dataclass(frozen=True, slots=True)
class Kind:
    name: str  # as Pillow calls it
    long_side_px: int
    every: int  # of the film's frames one is kept
    most_s: float = MOST_S

    def size(self, whole: tuple[int, int]) -> tuple[int, int]:
        """Return the even size of the animation of a film of this size."""
        scale = min(1.0, self.long_side_px / max(whole))
        return max(2, round(whole[0] * scale / 2) * 2), max(2, round(whole[1] * scale / 2) * 2)

    @property
    def frame_ms(self) -> int:
        return round(1000 * self.every / FPS)


KINDS: Mapping[str, Kind] = MappingProxyType(
    {".webp": Kind("WEBP", 960, 2), ".gif": Kind("GIF", 480, 3)}  # GIF counts in 1/100 s: ten a second
)


def write(pictures: Iterable[Planes], path: Path, kind: Kind, recipe: Recipe, alt: str) -> None:
    """Write the animation, which begins anew when it ends."""
    images = (Image.fromarray(rgb(picture)) for picture in pictures)
    if kind.name == "GIF":
        images = (image.quantize(COLOURS, Image.Quantize.MEDIANCUT) for image in images)
        said: dict[str, Any] = {"comment": f"{SOFTWARE} {recipe.title}".strip().encode()}
    else:
        said = {"quality": 78, "method": 2, "minimize_size": False,
                "xmp": xmp(recipe.title, alt, ENHANCED if recipe.drawn else "").encode()}  # fmt: skip
    first = next(images)
    first.save(path, kind.name, save_all=True, append_images=images, duration=kind.frame_ms, loop=0, **said)
