"""Days that may have been sad: a funeral, a graveyard, a hospital. Pure.

[Note: Sad days] What is known is little: names of folders and files in several languages, and medical care
plainly seen in two photos of a day. So nothing is concluded: such a day is not put forward, and one question
is asked. A hospital where a baby is seen is a birth; graveyards of a journey are sights; and whoever has such
a word on many days works there, or likes old graveyards.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from typing import NamedTuple

from rollsuggest.model import Occasion, Photo
from rollsuggest.suggest.by_month import Month
from rollsuggest.suggest.material import LABEL_FROM, Material

FUNERAL = (
    "funeral", "burial", "memorial service", "beerdigung", "begräbnis", "begraebnis", "bestattung",
    "trauerfeier", "velório", "velorio", "enterro", "entierro", "velatorio", "enterrement", "obsèques",
    "obseques", "funérailles", "funerailles", "funerale", "funerali", "begrafenis", "uitvaart", "pogrzeb",
)  # fmt: skip
GRAVES = (
    "cemetery", "graveyard", "friedhof", "cemitério", "cemiterio", "cementerio", "cimetière", "cimetiere",
    "cimitero", "begraafplaats", "cmentarz",
)  # fmt: skip
HOSPITAL = ("hospital", "hospice", "krankenhaus", "hôpital", "hopital", "ospedale", "ziekenhuis", "szpital")
WORDS = (*FUNERAL, *GRAVES, *HOSPITAL)
MEDICAL, MEDICAL_PHOTOS = 0.5, 2
MOST_DAYS = 12
BABY = "baby_kids"


class _Signs(NamedTuple):
    """What is seen or named in a month: days with a word of their paths, days with babies, and treated."""

    named: frozenset[tuple[date, str]]
    births: frozenset[date]
    treated: Counter[date]


def sad_days(material: Material, every: Iterable[Month]) -> frozenset[date]:
    """Return the days of which nothing is put forward until the person says so; `every` are all months."""
    months = [
        material.memory.of(("signs", month), photos, partial(_signs, photos)) for month, photos in every
    ]
    named = {sign for month in months for sign in month.named}
    births = {day for month in months for day in month.births}
    away = {day for trip in material.trips for p in trip.photos if (day := p.day)} if named else set()
    days = {
        day
        for day, word in named
        if not (word in HOSPITAL and day in births) and not (word in GRAVES and day in away)
    }
    treated = {day for month in months for day, n in month.treated.items() if n >= MEDICAL_PHOTOS}
    days |= treated - births if named else treated
    found = {day for day in days if day <= material.today}
    if len(found) > MOST_DAYS:
        return frozenset()
    return frozenset(day for day in found if Occasion.of_photos(day) not in material.said)


def _signs(photos: Sequence[Photo]) -> _Signs:
    return _Signs(
        frozenset(_named(photos)),
        frozenset([p.day for p in photos if BABY in p.labels and p.day and p.labels[BABY] >= LABEL_FROM]),
        Counter([p.day for p in photos if p.medical >= MEDICAL and p.day]),
    )


def _named(every: Sequence[Photo]) -> set[tuple[date, str]]:
    """Return the days of which a path has one of the words, and which; one look at all paths at once."""
    text = "\n".join([p.path for p in every]).casefold()
    there = [word for word in WORDS if word in text]
    if not there:
        return set()
    whole = re.compile(rf"(?<![^\W\d_])({'|'.join(map(re.escape, there))})(?![^\W\d_])")
    return {(p.day, word) for p in every if p.day for word in whole.findall(p.path.casefold())}
