"""Days that come back each year: the finder asks before it believes.

A birthday is found by a cake or a party with the same person on the same day of two years; an anniversary by
the same two people on the same day of three. A no is final; a yes makes the day one like those told.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from rollsuggest.i18n import _, day_of_month, listed
from rollsuggest.model import ClusterId, Make, Occasion, Photo
from rollsuggest.suggest.draft import Draft
from rollsuggest.suggest.material import Material, Photos, shown, span
from rollsuggest.suggest.moments import anniversary
from rollsuggest.suggest.occasions import due, festivals, weddings
from rollsuggest.suggest.rules.person_spotlight import frequent
from rollsuggest.suggest.wording import photos_text

PARTY, CAKE = "birthday", "cake"
SIGNS = 0.5  # of the detector, for a cake
LEAST_SHARE = 0.3  # of the pictures of people of that day show whose day it is
CLOSER = 2.5  # times as often in them as in all pictures of people
BIRTHDAY_YEARS, ANNIVERSARY_YEARS = 2, 3
LEAST_A_YEAR = 4
MOST_ASKED = 2  # a person is asked a little at a time

MonthDay = tuple[int, int]
Days = Mapping[MonthDay, Sequence[date]]


def drafts(material: Material) -> Iterator[Draft]:
    days: dict[MonthDay, list[date]] = defaultdict(list)
    for day in sorted(material.days):
        if len(material.days[day]) >= LEAST_A_YEAR:
            days[day.month, day.day].append(day)
    parties = Counter(p.day for p in _parties(material) if p.day)
    yield from _birthdays(material, days, parties)
    yield from _anniversaries(material, days, parties)


def _parties(material: Material) -> Iterator[Photo]:
    """Yield the photos of a party or a cake."""
    of_party = material.of_theme.get(PARTY, ())
    yield from of_party
    known = {p.id for p in of_party}
    for photo in material.with_objects:
        if photo.objects.get(CAKE, 0.0) >= SIGNS and photo.id not in known:
            yield photo


def _next_first(days: Days, today: date) -> Iterable[tuple[MonthDay, Sequence[date]]]:
    """Return what comes round next first: a yes then makes the card of that very day."""
    return sorted(days.items(), key=lambda item: _next(item[0], today))


def _next(when: MonthDay, today: date) -> date:
    day = date(2000, *when)
    of_year = anniversary(day, today.year)
    return of_year if of_year >= today else anniversary(day, today.year + 1)


def _birthdays(material: Material, days: Days, parties: Counter[date]) -> Iterator[Draft]:
    asked = 0
    often = {c: len(material.of_person[c]) for c in frequent(material) if not material.persons[c].birthday}
    usual = {c: count / max(1, material.faced) for c, count in often.items()}
    taken = {p.birthday for p in material.persons.values() if p.birthday} | _named(material)
    for when, every in _next_first(days, material.today):
        if len(every) < BIRTHDAY_YEARS or when in taken or asked == MOST_ASKED:
            continue
        kept = [day for day in every if parties[day]]
        person = _whose(material, kept, usual) if len(kept) >= BIRTHDAY_YEARS else None
        occasion = Occasion("birthday", *when, person)
        if person is None or occasion in material.said:
            continue
        asked += 1
        name = material.name_of(person)
        text = _("Is {day} {name}'s birthday?") if name else _("Is {day} this person's birthday?")
        yield _draft(material, occasion, _("A birthday on {day}"), text, kept, name)


def _named(material: Material) -> set[MonthDay]:
    """Return the days that have a name of the owner's own."""
    return {(o.month, o.day) for o, yes in material.said.items() if yes and o.called}


def _whose(material: Material, kept: Sequence[date], usual: Mapping[ClusterId, float]) -> ClusterId | None:
    """Return who is seen in most pictures of people of these days, and far more than on others."""
    of_days = [[who for p in material.days[day] if (who := shown(p))] for day in kept]
    days = Counter(c for day in of_days for c in frozenset[ClusterId]().union(*day))
    pictures = Counter(c for day in of_days for who in day for c in who)
    people = sum(map(len, of_days))
    fit = [
        c
        for c, count in pictures.items()
        if c in usual
        and days[c] >= BIRTHDAY_YEARS
        and count >= LEAST_SHARE * people
        and count >= min(0.9, CLOSER * usual[c]) * people
    ]
    return max(fit, key=lambda c: (pictures[c], -c), default=None)


def _anniversaries(material: Material, days: Days, parties: Counter[date]) -> Iterator[Draft]:
    known = {p.birthday for p in material.persons.values() if p.birthday}
    known |= _named(material)
    known |= {(day.month, day.day) for wedding in weddings(material) for day in wedding.days}
    feasts = {day for f in festivals(material) for day in span(f.first, f.last)}  # some move each year
    away = {day for trip in material.trips for p in trip.photos if (day := p.day)}
    often = frozenset(frequent(material))
    let_be = away | feasts
    asked = 0
    for when, every in _next_first(days, material.today):
        kept = [day for day in every if day not in let_be] if len(every) >= ANNIVERSARY_YEARS else []
        if len(kept) < ANNIVERSARY_YEARS or when in known or asked == MOST_ASKED:
            continue
        if any(parties[day] >= 2 for day in kept):
            continue  # it is somebody's birthday
        pair = sorted(_on_all(material, kept) & often)
        occasion = Occasion("anniversary", *when)
        if len(pair) < 2 or occasion in material.said:
            continue
        asked += 1
        names = listed([name for c in pair[:2] if (name := material.name_of(c))])
        yield _draft(
            material, occasion, _("A day you keep, {day}"), _("Is {day} an anniversary?"), kept, names
        )


def _on_all(material: Material, kept: Sequence[date]) -> frozenset[ClusterId]:
    """Return who is seen on each of the days; nobody where these are fewer than two."""
    found: frozenset[ClusterId] | None = None
    for day in kept:
        seen = frozenset(c for p in material.days[day] if p.faces for c in shown(p))
        found = seen if found is None else found & seen
        if len(found) < 2:
            return frozenset()
    return found or frozenset()


def _draft(
    material: Material, occasion: Occasion, title: str, question: str, kept: Sequence[date], name: str
) -> Draft:
    photos: Photos = tuple(p for day in kept for p in material.days[day])
    day = day_of_month(occasion.month, occasion.day)
    years = listed([str(day.year) for day in kept])
    who = material.identity_of(occasion.person) if occasion.person is not None else ""
    return Draft(
        kind="found_occasion",
        subject=f"{occasion.kind} {occasion.month:02}-{occasion.day:02}",
        identity=f"{occasion.kind} {occasion.month:02}-{occasion.day:02} {who}",
        title=title.format(day=day),
        subtitle=name,
        reason=_("{photos} on this day of {years}").format(photos=photos_text(len(photos)), years=years),
        photos=photos,
        left=tuple(p for one in kept for p in material.left_between(one, one)),
        make=Make.COLLAGE,
        section="people",
        score=0.7 if due(_next((occasion.month, occasion.day), material.today), material.today) else 0.54,
        least=4,
        person=occasion.person,
        question=question.format(day=day, name=name),
        asks=occasion,
        sign=PARTY if occasion.kind == "birthday" else "",
    )
