"""The same person years apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from rollsuggest.i18n import _
from rollsuggest.model import ClusterId, Make, Photo
from rollsuggest.suggest.draft import Draft
from rollsuggest.suggest.material import Material, Photos
from rollsuggest.suggest.rules.person_spotlight import frequent
from rollsuggest.suggest.selection import Chosen, choose

APART = timedelta(days=2 * 365)
YEAR = timedelta(days=365)
CLEAR_FACE = 0.3
EACH = 3
LEAST_EACH = 3


def drafts(material: Material) -> Iterator[Draft]:
    for cluster in frequent(material):
        dated = [(p.day, p) for p in material.of_person[cluster] if p.day and p.day <= material.today]
        clear = [day for day, p in dated if _clear(p, cluster)]
        if not clear or clear[-1] - clear[0] < APART:
            continue
        reach = min(YEAR, (clear[-1] - clear[0]) / 3)
        begin, end = clear[0] + reach, clear[-1] - reach
        then = tuple(p for day, p in dated if day < begin)
        now = tuple(p for day, p in dated if day > end)
        before, after = ([p for p in side if not material.spares(p)] for side in (then, now))
        chosen = _chosen(before, after, cluster)
        if min(len(then), len(now)) < LEAST_EACH or chosen is None:
            continue
        yield _draft(material, cluster, then, now, chosen)


def _draft(material: Material, cluster: ClusterId, then: Photos, now: Photos, chosen: Chosen) -> Draft:
    first, last = _year(then[0]), _year(now[-1])
    name = material.name_of(cluster)
    title = _("{name}, then and now") if name else _("Then and now")
    return Draft(
        kind="then_and_now",
        subject=str(cluster),
        identity=material.identity_of(cluster),
        title=title.format(name=name),
        subtitle=_("{first} and {last}").format(first=first, last=last),
        reason=_("The same face in {first} and in {last}").format(first=first, last=last),
        photos=(*then, *now),
        left=material.left_of_person.get(cluster, ()),
        make=Make.COLLAGE,
        section="people",
        score=(0.58 if name else 0.42) + 0.01 * min(8, last - first),
        least=2,
        person=cluster,
        chosen=chosen,
        in_time=True,
    )


def _chosen(then: Iterable[Photo], now: Iterable[Photo], cluster: ClusterId) -> Chosen | None:
    """Choose as many clear pictures of then as of now; None when one side has none."""
    before = choose([p for p in then if _clear(p, cluster)], EACH, cluster)
    after = choose([p for p in now if _clear(p, cluster)], EACH, cluster)
    each = min(len(before.photos), len(after.photos))
    if not each:
        return None
    photos = (*before.photos[:each], *after.photos[-each:])
    return Chosen(photos, before.alike + after.alike, before.blurred + after.blurred)


def _clear(photo: Photo, cluster: ClusterId) -> bool:
    return any(f.cluster == cluster and f.quality >= CLEAR_FACE for f in photo.faces)


def _year(photo: Photo) -> int:
    day: date | None = photo.day
    assert day is not None
    return day.year
