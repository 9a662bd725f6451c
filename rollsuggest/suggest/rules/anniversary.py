"""Wedding anniversaries: the one of the week to come, and those that were kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rollsuggest.i18n import _, day_of_month, day_text, ngettext
from rollsuggest.model import Make, Occasion
from rollsuggest.suggest.draft import Draft
from rollsuggest.suggest.material import Material, Photos
from rollsuggest.suggest.moments import anniversary, full_years
from rollsuggest.suggest.occasions import Feast, due, feast, weddings, who, yearly
from rollsuggest.suggest.wording import photos_text, since_text

LEAST = 4


def drafts(material: Material) -> Iterator[Draft]:
    for wedding in weddings(material):
        for day in yearly(wedding.day.month, wedding.day.day, material):
            if day <= wedding.day:
                continue
            if due(day, material.today):
                yield _to_come(material, wedding, day)
            elif day < material.today:
                yield from _kept(material, wedding, day)
    told = [o for o, yes in material.said.items() if yes and (o.kind == "anniversary" or o.called)]
    for occasion in sorted(told, key=lambda o: (o.month, o.day, o.kind)):
        yield from _told(material, occasion)


def _told(material: Material, occasion: Occasion) -> Iterator[Draft]:
    """The day of the week to come that the owner called an anniversary, or by a name, with all its years."""
    days = list(yearly(occasion.month, occasion.day, material))
    past = [day for day in days if day < material.today]
    photos = tuple(p for day in past for p in material.days.get(day, ()))
    for day in days:
        if not due(day, material.today):
            continue
        yield Draft(
            kind="anniversary",
            subject=day.isoformat(),
            identity=" ".join(filter(None, ("told", day.isoformat(), occasion.called))),
            title=occasion.called or _yours(day, (day - material.today).days),
            subtitle=_of_years(occasion, photos) if occasion.called else "",
            reason=since_text(photos),
            photos=photos,
            left=tuple(p for one in past for p in material.left_between(one, one)),
            make=Make.COLLAGE,
            section="today",
            score=0.97 - 0.01 * (day - material.today).days,
            least=LEAST,
        )


def _of_years(occasion: Occasion, photos: Photos) -> str:
    """Return the day and the years of its photos, not that to come: 16 June, 2023 to 2025."""
    years = sorted({day.year for p in photos if (day := p.day)})
    if not years:
        return ""
    first, last = str(years[0]), str(years[-1])
    said = first if first == last else _("{first} to {last}").format(first=first, last=last)
    return _("{day}, {years}").format(day=day_of_month(occasion.month, occasion.day), years=said)


def _yours(day: date, left: int) -> str:
    return (
        _("Your anniversary is today"), _("Your anniversary is tomorrow"),
        _("Your anniversary is on {day}").format(day=day_text(day)),
    )[min(left, 2)]  # fmt: skip


def _title(years: int) -> str:
    """Whose wedding it was we do not know: the person may have been a guest."""
    return ngettext("{n} year since the wedding", "{n} years since the wedding", years).format(n=years)


def _to_come(material: Material, wedding: Feast, day: date) -> Draft:
    left = (day - material.today).days
    years = full_years(wedding.day, day)
    return Draft(
        kind="anniversary",
        subject=wedding.day.isoformat(),
        identity=f"{wedding.day.isoformat()} {day.year} to come",
        title=_title(years),
        subtitle=day_text(wedding.day),
        reason=_("{photos} of the wedding; the day is {day}").format(
            photos=photos_text(len(wedding.photos)), day=day_text(day)
        ),
        photos=wedding.photos,
        left=material.left_between(wedding.days[0], wedding.days[-1]),
        make=Make.COLLAGE,
        section="today",
        score=0.98 - 0.01 * left,
        least=4,
        sign="wedding",
    )


def _kept(material: Material, wedding: Feast, day: date) -> Iterator[Draft]:
    """An earlier anniversary with photos of those who are often seen in the wedding's.

    Of a wedding of several days any may be kept.
    """
    guests = who(wedding.photos, 2)
    every = [feast(material, anniversary(one, day.year)) for one in (wedding.day, *wedding.days)]
    fit = (one for one in every if len(one.photos) >= LEAST and (not guests or guests & who(one.photos, 1)))
    if (kept := next(fit, None)) is None:
        return
    years, day = full_years(wedding.day, day), kept.day
    yield Draft(
        kind="anniversary",
        subject=day.isoformat(),
        identity=f"{wedding.day.isoformat()} {day.year}",
        title=_title(years),
        subtitle=day_text(day),
        reason=_("{photos} from {day}").format(photos=photos_text(len(kept.photos)), day=day_text(day)),
        photos=kept.photos,
        left=material.left_between(day, day),
        make=Make.COLLAGE,
        section="people",
        score=0.52,
        least=3,
    )
