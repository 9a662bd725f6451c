"""First days of school: asks before it believes; a yes makes the card of all years."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from rollsuggest.i18n import _, days_text, listed
from rollsuggest.model import ClusterId, Make
from rollsuggest.suggest.draft import Draft
from rollsuggest.suggest.material import Material
from rollsuggest.suggest.rules.person_spotlight import frequent
from rollsuggest.suggest.school import KIND, first_days, has_bag, occasion
from rollsuggest.suggest.selection import BLURRED, Chosen, quality
from rollsuggest.suggest.wording import photos_text

MOST_ASKED = 1  # at a time
MOST_YEARS = 9
LEAST = 2


def drafts(material: Material) -> Iterator[Draft]:
    asked = 0
    for person in frequent(material):
        if material.persons[person].me or not (days := first_days(material, person)):
            continue
        said = material.said.get(occasion(person, days))
        if said:
            yield _card(material, person, days)
        elif said is None and asked < MOST_ASKED:
            asked += 1
            yield _question(material, person, days)


def _card(material: Material, person: ClusterId, days: Sequence[date]) -> Draft:
    name, first, last = material.name_of(person), days[0].year, days[-1].year
    title = _("First days of school, {first} to {last}").format(first=first, last=last)
    return _draft(material, person, days, kind=KIND, title=title, subtitle=name, score=0.57)


def _question(material: Material, person: ClusterId, days: Sequence[date]) -> Draft:
    name = material.name_of(person)
    years = listed([str(day.year) for day in days])
    text = _("Are these {name}'s first days of school?") if name else _("Are these first days of school?")
    title = _("Days with a school bag, {years}").format(years=years)
    return _draft(
        material, person, days, kind="found_occasion", title=title,
        subtitle=name, score=0.54, question=text.format(name=name),
    )  # fmt: skip


def _draft(
    material: Material,
    person: ClusterId,
    days: Sequence[date],
    *,
    kind: str,
    title: str,
    subtitle: str,
    score: float,
    question: str = "",
) -> Draft:
    kept = set(days)
    photos = tuple(p for p in material.of_person[person] if p.day in kept)
    return Draft(
        kind=kind,
        subject=f"{KIND} {person}",
        identity=f"{KIND} {material.identity_of(person)}",
        title=title,
        subtitle=subtitle,
        reason=_("{photos} from {days}").format(
            photos=photos_text(len(photos)), days=listed([days_text(day, day) for day in days])
        ),
        photos=photos,
        left=tuple(role for day in days for role in material.left_between(day, day)),
        make=Make.COLLAGE,
        style="filmstrip",  # one year after the other: other pages may put them the wrong way round
        section="people",
        score=score,
        least=LEAST,
        person=person,
        chosen=_one_a_year(material, person, days),
        question=question,
        asks=occasion(person, days) if question else None,
        in_time=True,
    )


def _one_a_year(material: Material, person: ClusterId, days: Sequence[date]) -> Chosen:
    """Choose the best of each year, with the bag if there is one; the latest years where there are many."""
    chosen = []
    for day in days[-MOST_YEARS:]:
        of_day = [p for p in material.of_person[person] if p.day == day and not material.spares(p)]
        sharp = [p for p in of_day if p.sharpness >= BLURRED]
        if sharp:
            chosen.append(max(sharp, key=lambda p: (has_bag(p), quality(p, person), p.path)))
    return Chosen(tuple(chosen), 0, 0)
