"""A year in one colour: pictures in which it rules, from all over the last year, those of the purest colour.

The dominant colour of a photo is measured as RGB. Browns, skin and lamplight make most of any roll, so only
clear colours count: saturated enough to be named, and bright enough not to be brown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from colorsys import rgb_to_hsv

from rollsuggest.i18n import _
from rollsuggest.model import Make, Photo
from rollsuggest.suggest import keep
from rollsuggest.suggest.draft import Draft
from rollsuggest.suggest.material import Material
from rollsuggest.suggest.wording import photos_text

LEAST = 12
LEAST_MONTHS = 4
SATURATED, BRIGHT = 0.35, 0.3
PURE = 18  # pictures to choose from
HUES = (("red", 345, 12), ("yellow", 42, 68), ("green", 75, 165), ("blue", 185, 255), ("purple", 260, 335))


def drafts(material: Material) -> Iterator[Draft]:
    """Yield the colour of the last full year that has most pictures."""
    year = material.today.year - 1
    colours: dict[str, list[Photo]] = defaultdict(list)
    for photo in material.years.get(year, ()):
        if not keep.portrait(photo) and (name := colour_of(photo)):
            colours[name].append(photo)
    if not colours:
        return
    name = max(sorted(colours), key=lambda name: len(colours[name]))
    photos = sorted(colours[name], key=lambda p: (-_purity(p), p.path))[:PURE]
    if len(photos) < LEAST or len({p.day.month for p in photos if p.day}) < LEAST_MONTHS:
        return
    yield Draft(
        kind="colour",
        subject=f"{name}-{year}",
        identity=f"{name} {year}",
        title=_title(name, year),
        reason=_("{photos} of {year} in which this colour rules").format(
            photos=photos_text(len(photos)), year=year
        ),
        photos=photos,
        make=Make.COLLAGE,
        section="themes",
        score=0.5 + (0.2 if material.today.month <= 2 else 0.0),
        least=6,
    )


def colour_of(photo: Photo) -> str:
    """Return the name of the photo's ruling colour, "" when it is no clear one."""
    if photo.colour is None:
        return ""
    hue, saturation, value = rgb_to_hsv(*(part / 255 for part in photo.colour))
    degrees = hue * 360
    if saturation < SATURATED or value < BRIGHT or (value < 0.55 and (degrees < 75 or degrees > 345)):
        return ""
    for name, low, high in HUES:
        if low <= degrees <= high or (low > high and (degrees >= low or degrees <= high)):
            return name
    return ""


def _purity(photo: Photo) -> float:
    _hue, saturation, value = rgb_to_hsv(*(part / 255 for part in photo.colour or (0, 0, 0)))
    return saturation * value


def _title(name: str, year: int) -> str:
    return {
        "red": _("{year} in red"),
        "yellow": _("{year} in yellow"),
        "green": _("{year} in green"),
        "blue": _("{year} in blue"),
        "purple": _("{year} in purple"),
    }[name].format(year=year)
