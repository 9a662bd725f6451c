"""The last day with somebody not seen for a year, in the week in which it comes round.

Whoever may be missed for a sadder reason is not shown at all: suggest.quiet sees to that.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from rollsuggest.i18n import _, day_text
from rollsuggest.model import Make
from rollsuggest.suggest.draft import Draft
from rollsuggest.suggest.material import Material
from rollsuggest.suggest.moments import anniversary
from rollsuggest.suggest.occasions import due
from rollsuggest.suggest.rules.person_spotlight import frequent

LEAST = 4
YEAR = timedelta(days=364)


def drafts(material: Material) -> Iterator[Draft]:
    today = material.today
    for cluster in frequent(material):
        name = material.name_of(cluster)
        if not name or cluster == material.me:
            continue
        days = (day for p in material.of_person[cluster] if (day := p.day) and day <= today)
        last = max(days, default=today)
        if today - last < YEAR:
            continue
        near = any(due(anniversary(last, year), today) for year in (today.year, today.year + 1))
        photos = tuple(p for p in material.of_person[cluster] if p.day == last)
        if not near or len(photos) < LEAST:
            continue
        yield Draft(
            kind="last_time",
            subject=str(cluster),
            identity=f"{material.identity_of(cluster)} {last.isoformat()}",
            title=_("The last time with {name}").format(name=name),
            subtitle=day_text(last),
            reason=_("No photo of {name} since {day}").format(name=name, day=day_text(last)),
            photos=photos,
            left=material.left_between(last, last),
            make=Make.COLLAGE,
            section="people",
            score=0.6,
            least=3,
            person=cluster,
        )
