"""One picture that would stand being drawn: a large sharp face or two, else a strong scene."""

from __future__ import annotations

from collections.abc import Iterator

from rollsuggest.i18n import _, day_text
from rollsuggest.model import Make, Photo
from rollsuggest.suggest.draft import Draft
from rollsuggest.suggest.material import SHOWN_FACE, Material
from rollsuggest.suggest.selection import Chosen, quality
from rollsuggest.suggest.wording import month_text

FRESH_DAYS = 62  # a picture of these weeks is nearer to people than one of long ago
LARGE_FACE = 0.03  # of the picture's area
SHARP = 0.4
LEAST_PX = 240_000
SCENES = ("beach_sea", "city_street", "flowers", "landmarks", "mountains_hike", "sunset", "forest", "snow")


def drafts(material: Material) -> Iterator[Draft]:
    fit = [p for p in material.dated if _sharp(p) and (_portrait(p) or _scene(p))]
    if not fit:
        return
    newest = max(p.day for p in fit if p.day)
    fresh = [p for p in fit if p.day and (newest - p.day).days <= FRESH_DAYS]
    best = max(fresh, key=lambda p: (_portrait(p), round(quality(p), 3), p.path))
    assert best.day is not None
    yield Draft(
        kind="restyle",
        subject=f"{best.day.year}-{best.day.month:02}",
        identity=f"{newest.year}-{newest.month:02}",
        title=_("As a drawing, {month}").format(month=month_text(best.day)),
        reason=_("A sharp picture with a clear subject, from {day}").format(day=day_text(best.day)),
        photos=(best,),
        make=Make.RESTYLE,
        section="week",
        score=0.68,
        least=1,
        chosen=Chosen((best,), 0, 0),
    )


def _sharp(photo: Photo) -> bool:
    return photo.sharpness >= SHARP and photo.exposure >= 0.4 and photo.width * photo.height >= LEAST_PX


def _portrait(photo: Photo) -> bool:
    large = [f for f in photo.faces if f.box.area >= LARGE_FACE and f.quality >= SHOWN_FACE]
    return 1 <= len(large) <= 2 and len(photo.faces) <= 3


def _scene(photo: Photo) -> bool:
    return not photo.faces and max((photo.labels.get(s, 0.0) for s in SCENES), default=0.0) >= 0.6
