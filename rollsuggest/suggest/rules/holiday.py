"""Christmas, New Year, and the public holidays of home that somebody took photos of."""

from __future__ import annotations

from collections.abc import Iterator

from rollsuggest.i18n import _, days_text
from rollsuggest.model import Make
from rollsuggest.suggest.draft import Draft
from rollsuggest.suggest.material import Material, Photos
from rollsuggest.suggest.moments import anniversary
from rollsuggest.suggest.occasions import Festival, festivals
from rollsuggest.suggest.wording import photos_text

LEAST = 6
LEAST_PUBLIC = 10  # many a public holiday is only a day off; one kept in some year needs no more than `LEAST`
PEOPLE = 0.2  # and without people it is scenery
WORLD = ("christmas", "new-year")


def drafts(material: Material) -> Iterator[Draft]:
    held = [(one, photos) for one in festivals(material) if len(photos := _photos(one, material)) >= LEAST]
    kept = {one.slug for one, photos in held if one.slug in WORLD or len(photos) >= LEAST_PUBLIC}
    for one, photos in held:
        if one.slug not in kept:
            continue
        yield Draft(
            kind="holiday",
            subject=f"{one.slug}-{one.first.year}",
            identity=f"{one.slug} {one.first.year}",
            title=_("{name} {year}").format(name=one.name, year=one.last.year),
            subtitle=days_text(one.first, one.last),
            reason=_("{photos} from {days}").format(
                photos=photos_text(len(photos)), days=days_text(one.first, one.last)
            ),
            photos=photos,
            left=material.left_between(one.first, one.last),
            make=Make.COLLAGE,
            section="themes",
            score=_score(one, material),
            least=4,
            sign="christmas_halloween" if one.slug == "christmas" else "",
        )


def _photos(one: Festival, material: Material) -> Photos:
    """Return the photos of a holiday; () of a public one on a journey, or without people."""
    photos = material.on(one.first, one.last)
    if one.slug in WORLD:
        return photos
    on_trip = any(trip.first <= one.first and one.last <= trip.last for trip in material.trips)
    peopled = sum(bool(p.faces) for p in photos) >= PEOPLE * len(photos)
    return photos if peopled and not on_trip else ()


def _score(one: Festival, material: Material) -> float:
    """Better in the weeks around the same holiday of this year."""
    today = material.today
    years = (today.year - 1, today.year, today.year + 1)
    near = min(abs((anniversary(one.first, year) - today).days) for year in years)
    return 0.46 + 0.25 * max(0.0, 1 - near / 14) - 0.01 * min(10, today.year - one.first.year)
