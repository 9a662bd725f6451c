"""The same person years apart: a pair of pictures whose eyes are set at one spot, or some of each time.

[Note: Long enough] Of two years a third would be then and a third now: grown-ups look the same eight months
later. So then is a year, now is a year, and half a year lies between; children change sooner.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import partial

from rollsuggest.i18n import _
from rollsuggest.model import ClusterId, Make, Photo
from rollsuggest.suggest.draft import Draft
from rollsuggest.suggest.likeness import alike
from rollsuggest.suggest.material import Material, Photos
from rollsuggest.suggest.rules.person_spotlight import frequent
from rollsuggest.suggest.selection import (
    ALIKE_BITS,
    ALIKE_COSINE,
    BLURRED,
    Chosen,
    choose,
    leads,
    quality,
)

YEAR = timedelta(days=365)
APART = 2 * YEAR + timedelta(days=180)  # see Note: Long enough
APART_OF_CHILD, CHILD = 2 * YEAR, 12  # the last age, at the first photo, of a child
CLEAR_FACE = 0.3
EACH = 3
LEAST_EACH = 3
TRIED = 12  # for one that is not the same picture


def drafts(material: Material) -> Iterator[Draft]:
    for cluster in frequent(material):
        if not material.name_of(cluster):  # over the years a face without a name may be two children's
            continue
        apart = _apart(material, cluster)
        sides = material.of_one(f"{apart.days} days", cluster, partial(_sides, material, cluster, apart))
        if sides is not None:
            yield _draft(material, cluster, *sides)


def _apart(material: Material, cluster: ClusterId) -> timedelta:
    """Return how much time the photos must span. See Note: Long enough."""
    born, first = material.persons[cluster].birth_year, material.of_person[cluster][0].day
    return APART_OF_CHILD if born and first and first.year - born <= CHILD else APART


def _sides(material: Material, cluster: ClusterId, apart: timedelta) -> tuple[Photos, Photos, Chosen] | None:
    """Return the photos of then, those of now, and which are chosen; None where there is no such pair."""
    dated = [(p.day, p) for p in material.of_person[cluster] if p.day and p.day <= material.today]
    clear = [day for day, p in dated if _clear(p, cluster)]
    if not clear or clear[-1] - clear[0] < apart:
        return None
    reach = min(YEAR, (clear[-1] - clear[0]) / 3)
    begin, end = clear[0] + reach, clear[-1] - reach
    then = tuple(p for day, p in dated if day < begin)
    now = tuple(p for day, p in dated if day > end)
    before, after = ([p for p in side if not material.spares(p)] for side in (then, now))
    chosen = _chosen(before, after, cluster)
    if min(len(then), len(now)) < LEAST_EACH or chosen is None:
        return None
    return then, now, chosen


def _draft(material: Material, cluster: ClusterId, then: Photos, now: Photos, chosen: Chosen) -> Draft:
    first, last = _year(then[0]), _year(now[-1])
    name = material.name_of(cluster)
    return Draft(
        kind="then_and_now",
        subject=str(cluster),
        identity=material.identity_of(cluster),
        title=_("{name}, then and now").format(name=name),
        subtitle=_("{first} and {last}").format(first=first, last=last),
        reason=_("The same face in {first} and in {last}").format(first=first, last=last),
        photos=(*then, *now),
        left=material.left_of_person.get(cluster, ()),
        make=Make.COLLAGE,
        section="people",
        score=0.58 + 0.01 * min(8, last - first),
        least=2,
        person=cluster,
        chosen=chosen,
        style="pair" if len(chosen.photos) == 2 and all(leads(p, cluster) for p in chosen.photos) else "",
        in_time=True,
    )


def _chosen(then: Sequence[Photo], now: Sequence[Photo], cluster: ClusterId) -> Chosen | None:
    """Choose one of each where they lead, else as many clear ones of each; None when there are none."""
    if (first := _most_alone(then, cluster)) and (last := _most_alone(now, cluster, first)):
        return Chosen((first, last), 0, 0)
    before = choose([p for p in then if _clear(p, cluster)], EACH, cluster)
    after = choose([p for p in now if _clear(p, cluster)], EACH, cluster)
    each = min(len(before.photos), len(after.photos))
    if not each or (each == 1 and _same(before.photos[0], after.photos[-1])):
        return None
    photos = (*before.photos[:each], *after.photos[-each:])
    return Chosen(photos, before.alike + after.alike, before.blurred + after.blurred)


def _most_alone(photos: Sequence[Photo], cluster: ClusterId, unlike: Photo | None = None) -> Photo | None:
    """Return the best picture on which theirs is the largest face, if it can be the only one.

    A picture like the other of the pair is that one again, sent or saved years later.
    """
    leading = [p for p in photos if p.sharpness >= BLURRED and _clear(p, cluster) and leads(p, cluster)]
    leading.sort(key=lambda p: (len(p.faces) > 1, -round(quality(p, cluster), 3), p.path))
    other = (p for p in leading[:TRIED] if unlike is None or not _same(p, unlike))
    return next(other, None)


def _same(one: Photo, other: Photo) -> bool:
    return alike(one, other, cosine_from=ALIKE_COSINE, bits_to=ALIKE_BITS)


def _clear(photo: Photo, cluster: ClusterId) -> bool:
    return any(f.cluster == cluster and f.quality >= CLEAR_FACE for f in photo.faces)


def _year(photo: Photo) -> int:
    day: date | None = photo.day
    assert day is not None
    return day.year
