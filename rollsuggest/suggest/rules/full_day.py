"""A day of far more photos than usual: a feast that no calendar knows, or an outing.

[Note: Far more] Three times as many photos as on half of the days on which anything is photographed. At home
they must be of people: fifty pictures of a table for sale are no memory. Scarce: one a year, of a few years.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from statistics import median

from rollsuggest.i18n import _, day_text, listed
from rollsuggest.model import Certainty, ClusterId, Make
from rollsuggest.suggest.draft import Draft
from rollsuggest.suggest.material import Material, Photos, shown
from rollsuggest.suggest.occasions import weddings
from rollsuggest.suggest.rules.around_this_day import told_days
from rollsuggest.suggest.wording import photos_text

LEAST, TIMES = 12, 3  # see Note: Far more
LASTED = timedelta(hours=2)
PEOPLE = 0.4
SETTLED = timedelta(days=30)  # before that the week and the month have cards of their own
MOST = 4
LEAST_SEEN, NAMED = 2, 2


def drafts(material: Material) -> Iterator[Draft]:
    if not material.days:
        return
    least = max(LEAST, TIMES * median([len(photos) for photos in material.days.values()]))
    full = {
        day: photos
        for day, photos in material.days.items()
        if len(photos) >= least and material.today - day >= SETTLED and _is_whole(photos)
    }
    if not full:
        return
    told = told_days(material)
    kept = {(day.month, day.day) for wedding in weddings(material) for day in wedding.days}
    kept.add((material.today.month, material.today.day))
    best: dict[int, date] = {}
    for day in sorted(full, key=lambda day: (-len(full[day]), day)):
        if day not in told and (day.month, day.day) not in kept and _is_worth(material, day, full[day]):
            best.setdefault(day.year, day)
    for day in list(best.values())[:MOST]:
        yield _draft(material, day, full[day])


def _is_whole(photos: Photos) -> bool:
    """Tell whether the photos went on for hours, by times that are known."""
    times = [p.taken_at for p in photos if p.taken_at and p.certainty is Certainty.EXACT]
    return len(times) >= LEAST and times[-1] - times[0] >= LASTED


def _is_worth(material: Material, day: date, photos: Photos) -> bool:
    """Tell whether people are seen, or it was an outing."""
    return sum(bool(p.faces) for p in photos) >= PEOPLE * len(photos) or bool(_place(material, day, photos))


def _place(material: Material, day: date, photos: Photos) -> str:
    """Return where most photos of an outing are from, "" of a day at home."""
    away = Counter(
        p.place
        for p in photos
        if p.place and p.latitude is not None and p.longitude is not None
        if not material.homes.near((p.latitude, p.longitude), day)
    )
    place, count = max(away.items(), key=lambda item: (item[1], item[0]), default=("", 0))
    return place if 2 * count > len(photos) and material.homes.at(day) else ""


def _names(material: Material, photos: Photos) -> list[str]:
    """Return who is seen most, as far as they have a name."""
    seen: Counter[ClusterId] = Counter(c for p in photos for c in shown(p))
    often = [c for c, n in seen.items() if n >= LEAST_SEEN and c != material.me and material.name_of(c)]
    often.sort(key=lambda c: (-seen[c], c))
    return [material.name_of(c) for c in often[:NAMED]]


def _draft(material: Material, day: date, photos: Photos) -> Draft:
    return Draft(
        kind="full_day",
        subject=day.isoformat(),
        identity=day.isoformat(),
        title=_title(_place(material, day, photos), _names(material, photos)),
        subtitle=day_text(day),
        reason=_("{photos} on one day, far more than usual").format(photos=photos_text(len(photos))),
        photos=photos,
        left=material.left_between(day, day),
        make=Make.COLLAGE,
        section="people",
        score=0.5 + 0.05 * min(1.0, len(photos) / 60),
        least=5,
    )


def _title(place: str, names: list[str]) -> str:
    if place:
        return _("A day in {place}").format(place=place)
    return _("A day with {names}").format(names=listed(names)) if names else _("A full day")
