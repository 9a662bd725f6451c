"""Pictures that would stand being drawn: a large sharp face or two, a strong scene, a pet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta

from rollsuggest.i18n import _, day_text
from rollsuggest.model import Make, Photo, PhotoFace
from rollsuggest.suggest import restyles
from rollsuggest.suggest.draft import Draft
from rollsuggest.suggest.material import SHOWN_FACE, Material
from rollsuggest.suggest.selection import Chosen, quality
from rollsuggest.suggest.wording import month_text

FRESH_DAYS = 62  # a picture of these weeks is nearer to people than one of long ago
LARGE_FACE = 0.03  # of the picture's area
LARGE_PX = 600_000  # of two as good, the larger has more to draw
SHARP = 0.4
LEAST_PX = 120_000  # 400 x 300: below it a drawing is made of guesses
SCENES = (
    "beach_sea", "city_street", "flowers", "landmarks", "mountains_hike", "sunset", "forest", "snow", "night",
)  # fmt: skip
STILL_LIFES = ("food",)  # where there is no scene
PETS = ("pets_cat", "pets_dog")


def drafts(material: Material) -> Iterator[Draft]:
    """Yield at most one portrait, one scene and one pet, of the newest weeks that have any."""
    for subject, suits in (("portrait", _portrait), ("scene", _scene), ("pet", _pet)):
        fresh = _newest(material, suits)
        if subject == "scene":
            fresh = fresh or _newest(material, _still_life)
        yield from _best(subject, fresh)


def _newest(material: Material, suits: Callable[[Photo], bool]) -> list[Photo]:
    """Return those that suit of the newest weeks that have any; of years gone by nothing is looked at."""
    found: list[Photo] = []
    since = date.min
    for photo in reversed(material.dated):
        assert photo.day is not None
        if photo.day < since:
            break
        if _sharp(photo) and suits(photo) and not material.spares(photo):
            since = since if found else photo.day - timedelta(days=FRESH_DAYS)
            found.append(photo)
    return found


def _best(subject: str, fresh: Sequence[Photo]) -> Iterator[Draft]:
    if not fresh:
        return
    newest = max(p.day for p in fresh if p.day)
    best = max(fresh, key=lambda p: (p.width * p.height >= LARGE_PX, round(quality(p), 3), p.path))
    assert best.day is not None
    style = restyles.style_of(best, newest)
    yield Draft(
        kind="restyle",
        subject=subject,
        identity=f"{subject} {newest.year}-{newest.month:02}",
        title=_title(subject).format(month=month_text(best.day)),
        reason=_("{what}; {why}").format(
            what=_what(subject, best).format(day=day_text(best.day)), why=restyles.why(style, best)
        ),
        photos=(best,),
        make=Make.RESTYLE,
        style=style,
        section="week",
        score=0.68,
        least=1,
        chosen=Chosen((best,), 0, 0),
        about=sorted({f.cluster for f in _large(best) if f.cluster is not None}),
    )


def _title(subject: str) -> str:
    """The three of a month are told apart."""
    return {
        "portrait": _("A portrait as a drawing, {month}"),
        "pet": _("An animal as a drawing, {month}"),
    }.get(subject, _("As a drawing, {month}"))


def _what(subject: str, photo: Photo) -> str:
    """Say what in the picture a drawing would live on."""
    if subject == "portrait" and len(_large(photo)) == 2:
        return _("Two large, clear faces, from {day}")
    if subject == "portrait":
        return _("A large, clear face, from {day}")
    if subject == "pet":
        return _("A sharp picture of an animal, from {day}")
    return _("A sharp scene without people, with much to draw, from {day}")


def _sharp(photo: Photo) -> bool:
    return photo.sharpness >= SHARP and photo.exposure >= 0.4 and photo.width * photo.height >= LEAST_PX


def _portrait(photo: Photo) -> bool:
    return 1 <= len(_large(photo)) <= 2 and len(photo.faces) <= 3


def _large(photo: Photo) -> list[PhotoFace]:
    return [f for f in photo.faces if f.box.area >= LARGE_FACE and f.quality >= SHOWN_FACE]


def _scene(photo: Photo) -> bool:
    return not photo.faces and _shows(photo, SCENES)


def _still_life(photo: Photo) -> bool:
    return not photo.faces and _shows(photo, STILL_LIFES)


def _pet(photo: Photo) -> bool:
    return not photo.faces and _shows(photo, PETS)


def _shows(photo: Photo, themes: Iterable[str]) -> bool:
    return max(photo.labels.get(theme, 0.0) for theme in themes) >= 0.6
