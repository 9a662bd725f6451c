"""Which style suits a photo, and why: by what it shows; in turns, so that not all months look alike."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from rollsuggest.i18n import _
from rollsuggest.model import Photo

SUITING: Mapping[str, tuple[str, ...]] = {
    "face": ("anime", "starlit", "pop"),
    "pet": ("storybook", "anime", "watercolour"),
    "light": ("starlit", "oil"),
    "lines": ("sketch", "manga"),
    "nature": ("storybook", "watercolour", "oil"),
    "still": ("watercolour", "oil"),
}
OF_THEME: Mapping[str, str] = {
    "pets_cat": "pet", "pets_dog": "pet", "sunset": "light", "night": "light", "city_street": "lines",
    "landmarks": "lines", "forest": "nature", "mountains_hike": "nature", "beach_sea": "nature",
    "snow": "nature", "flowers": "still", "food": "still",
}  # fmt: skip


def subject(photo: Photo) -> str:
    """Return what a drawing of it lives on, a key of `SUITING`: its people, else its surest theme."""
    if photo.faces:
        return "face"
    known = [theme for theme in OF_THEME if theme in photo.labels]
    return OF_THEME[max(known, key=lambda theme: photo.labels[theme])] if known else "nature"


def style_of(photo: Photo, month: date) -> str:
    """Return the style whose turn it is in that month."""
    styles = SUITING[subject(photo)]
    return styles[(12 * month.year + month.month) % len(styles)]


def why(style: str, photo: Photo) -> str:
    """Return what speaks for that style here."""
    if style == "starlit":
        return (
            _("starlit, for its evening light")
            if not photo.faces
            else _("starlit, for a soft light on faces")
        )
    return {
        "anime": _("anime, as clear lines suit it"),
        "pop": _("pop art, as a strong face carries it"),
        "storybook": _("as in a storybook, with room for small things"),
        "watercolour": _("watercolour, for its soft colours"),
        "oil": _("oil, for its depth"),
        "sketch": _("a sketch, for its many lines"),
        "manga": _("manga, for its many lines in black and white"),
    }[style]
