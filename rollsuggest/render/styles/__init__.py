"""Restyle a photo on this computer: pixels and faces in, a drawing of the same size out. No network."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from rollsuggest.errors import UserError
from rollsuggest.i18n import _
from rollsuggest.library.pixels import Rgb
from rollsuggest.render.styles import anime, manga, sketch, storybook
from rollsuggest.render.styles.faces import FaceMark
from rollsuggest.render.styles.lab import Picture, Plane
from rollsuggest.render.styles.scene import Scene, fitted, scene_of

Style = Callable[[Scene], Picture]

_STYLES: Mapping[str, Style] = {
    "anime": anime.draw,
    "storybook": storybook.draw,
    "sketch": sketch.draw,
    "manga": manga.draw,
}

STYLES: tuple[str, ...] = tuple(_STYLES)
QUALITIES: tuple[str, ...] = ("fast", "balanced")


def restyle(
    rgb: Rgb,
    faces: Sequence[FaceMark],
    *,
    style: str,
    quality: str,
    seed: int,
    person: Plane | None = None,
) -> Rgb:
    """Return the photo redrawn in `style`, at its own size.

    `person` is a mask (h, w) 0..1 of who stands in front: they keep their ink, what is behind is painted.

    "fast" uses filters alone; "balanced" lets a small network redraw edges as lines. The same arguments give
    the same pixels. Raises UserError for a style or quality that is not known.
    """
    if style not in _STYLES:
        message = _("There is no style “{style}”.").format(style=style)
        raise UserError(message, _("Known styles: {names}.").format(names=", ".join(STYLES)))
    if quality not in QUALITIES:
        message = _("There is no quality “{quality}”.").format(quality=quality)
        raise UserError(message, _("Known qualities: {names}.").format(names=", ".join(QUALITIES)))
    scene = scene_of(rgb, faces, redraws=quality == "balanced", seed=seed, person=person)
    return fitted(_STYLES[style](scene), rgb)


__all__ = ["QUALITIES", "STYLES", "FaceMark", "restyle"]
