"""Days that may have been sad: a funeral, a graveyard, a hospital. Pure.

[Note: Sad days] What is known is little: names of folders and files in several languages, and medical care
plainly seen in two photos of a day. So nothing is concluded: such a day is not put forward, and one question
is asked. A hospital where a baby is seen is a birth; graveyards of a journey are sights; and whoever has such
a word on many days works there, or likes old graveyards.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date

from rollsuggest.model import Occasion, Photo
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
BABIES = ("baby_kids",)


def sad_days(material: Material, every: Sequence[Photo]) -> frozenset[date]:
    """Return the days of which nothing is put forward until the person says so; `every` is all there is."""
    named = _named(every)
    away = {day for trip in material.trips for p in trip.photos if (day := p.day)} if named else set()
    births = {p.day for p in every if _shows_baby(p)} if named else set()
    days = {
        day
        for day, word in named
        if not (word in HOSPITAL and day in births) and not (word in GRAVES and day in away)
    }
    treated = Counter(p.day for p in [p for p in every if p.medical >= MEDICAL] if p.day)
    days |= {day for day, count in treated.items() if day and count >= MEDICAL_PHOTOS} - births
    found = {day for day in days if day <= material.today}
    if len(found) > MOST_DAYS:
        return frozenset()
    return frozenset(day for day in found if Occasion.of_photos(day) not in material.said)


def _named(every: Sequence[Photo]) -> set[tuple[date, str]]:
    """Return the days of which a path has one of the words, and which; one look at all paths at once."""
    text = "\n".join([p.path for p in every]).casefold()
    there = [word for word in WORDS if word in text]
    if not there:
        return set()
    whole = re.compile(rf"(?<![^\W\d_])({'|'.join(map(re.escape, there))})(?![^\W\d_])")
    return {(p.day, word) for p in every if p.day for word in whole.findall(p.path.casefold())}


def _shows_baby(photo: Photo) -> bool:
    return max((photo.labels.get(theme, 0.0) for theme in BABIES), default=0.0) >= LABEL_FROM
