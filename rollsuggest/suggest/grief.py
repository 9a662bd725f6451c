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
from unicodedata import normalize

from rollsuggest.model import Occasion, Photo
from rollsuggest.suggest.by_month import Month
from rollsuggest.suggest.material import LABEL_FROM, Material

FUNERAL = (
    "funeral", "burial", "memorial service", "beerdigung", "begräbnis", "begraebnis", "bestattung",
    "trauerfeier", "velório", "velorio", "enterro", "entierro", "velatorio", "enterrement", "obsèques",
    "obseques", "funérailles", "funerailles", "funerale", "funerali", "begrafenis", "uitvaart", "pogrzeb",
    "begravelse", "bisettelse", "bisættelse", "begravning", "hautajaiset", "pohřeb", "pohreb", "temetés",
    "cenaze", "înmormântare", "inmormantare", "sahrana", "pogreb", "похороны", "похорон", "κηδεία",
    "葬式", "葬儀", "告別式", "お通夜", "葬礼", "葬禮", "장례식", "अंतिम संस्कार", "अंत्येष्टि", "جنازة", "הלוויה",
)  # fmt: skip
GRAVES = (
    "cemetery", "graveyard", "friedhof", "cemitério", "cemiterio", "cementerio", "cimetière", "cimetiere",
    "cimitero", "begraafplaats", "cmentarz", "kirkegård", "kyrkogård", "hautausmaa", "hřbitov", "temető",
    "mezarlık", "groblje", "кладбище", "кладовище", "νεκροταφείο",
    "墓地", "墓参り", "霊園", "墓园", "墓園", "묘지", "कब्रिस्तान", "مقبرة", "בית קברות",
)  # fmt: skip
HOSPITAL = (
    "hospital", "hospice", "krankenhaus", "hôpital", "hopital", "ospedale", "ziekenhuis", "szpital",
    "sykehus", "sygehus", "sjukhus", "sairaala", "nemocnice", "kórház", "hastane", "bolnica", "больница",
    "лікарня", "νοσοκομείο", "病院", "医院", "醫院", "병원", "अस्पताल", "مستشفى", "בית חולים",
)  # fmt: skip
WORDS = (*FUNERAL, *GRAVES, *HOSPITAL)
_LETTERS = frozenset("".join(WORDS))
MEDICAL, MEDICAL_PHOTOS = 0.5, 2
MOST_DAYS = 12
_JOINED = "\u0590"  # from here on: Hebrew and Arabic put articles before a word, Japanese no spaces
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
    text = _written("\n".join([p.path for p in every]))
    letters = {letter for letter in _LETTERS if letter in text}  # few, where cameras gave all the names
    there = [word for word in WORDS if letters.issuperset(word) and word in text]
    if not there:
        return set()
    named = re.compile("|".join(map(_whole, there)))
    return {(p.day, word) for p in every if p.day for word in named.findall(_written(p.path))}


def _written(path: str) -> str:
    """Return a path as the words are written; macOS stores an accent apart from its letter."""
    return path.casefold() if path.isascii() else normalize("NFC", path).casefold()


def _whole(word: str) -> str:
    """Return the pattern of a word; in scripts that join words to others it may stand within one."""
    if any(letter >= _JOINED for letter in word):
        return re.escape(word)
    return rf"(?<![^\W\d_]){re.escape(word)}(?![^\W\d_])"
