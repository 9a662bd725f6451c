"""Two people together, you and somebody, and everyone at once.

Pairs need names: two clusters without one say nothing on a card. A crowd does not: that the family is on the
picture can be seen.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import combinations

from rollsuggest.i18n import _, listed
from rollsuggest.model import ClusterId, Make, Photo
from rollsuggest.suggest.draft import Draft
from rollsuggest.suggest.keep import noticed
from rollsuggest.suggest.material import Material, Photos, shown
from rollsuggest.suggest.rules.person_spotlight import frequent
from rollsuggest.suggest.wording import days_count, since_text

LEAST = 8
LEAST_DAYS = 3
MOST_PAIRS = 6
PAIR_FACES = 4  # with more faces around it is a party, not the two of them
CROWD = 4  # faces
KNOWN = 3  # of them photographed often: strangers behind one's own make no group
LEAST_CROWDS = 8
TRIO_LEAST = 6

Pair = tuple[ClusterId, ClusterId]


def drafts(material: Material) -> Iterator[Draft]:
    yield from _pairs(material)
    yield from _groups(material)


def _pairs(material: Material) -> Iterator[Draft]:
    for pair, photos in material.memory.of("pairs", _given(material), partial(_best_pairs, material)):
        yield _draft(material, "together", pair, _pair_title(material, pair), photos, 0.57)


def _given(material: Material) -> tuple[object, ...]:
    """Return all that tells who is together on which photos."""
    return material.peopled, material.persons, material.missed


def _best_pairs(material: Material) -> list[tuple[Pair, Photos]]:
    both: dict[Pair, list[Photo]] = defaultdict(list)
    for photo in material.peopled:
        if 2 <= len(photo.faces) <= PAIR_FACES:
            for pair in combinations(_named(material, photo), 2):
                both[pair].append(photo)
    pairs = [pair for pair, photos in both.items() if _enough(tuple(photos), LEAST)]
    pairs.sort(key=lambda pair: (material.me not in pair, -len(both[pair]), pair))
    return [(pair, tuple(both[pair])) for pair in pairs[:MOST_PAIRS]]


def _groups(material: Material) -> Iterator[Draft]:
    """Yield the three most seen together; where nobody is named, all pictures of a crowd."""
    many = tuple([p for p in material.peopled if len(p.faces) >= 3])
    given = many, *_given(material)[1:]
    trio, photos = material.memory.of("trio", given, partial(_best_trio, material, many))
    if trio:
        names = listed([material.name_of(c) for c in trio if c != material.me])
        title = _("You, {names}").format(names=names) if material.me in trio else names
        yield _draft(material, "group", trio, title, photos, 0.56)
    often = frequent(material)
    crowd = material.memory.of("crowd", (many, often), partial(_crowd, many, often))
    if _enough(crowd, LEAST_CROWDS):
        yield _draft(material, "group", (), _("All together"), crowd, 0.5)


def _best_trio(material: Material, many: Photos) -> tuple[tuple[ClusterId, ...], Photos]:
    """Return who is seen together most, and on what; nobody where nobody is seen together enough."""
    seen: dict[tuple[ClusterId, ...], list[Photo]] = defaultdict(list)
    for photo in many:
        for trio in combinations(_named(material, photo)[:8], 3):
            seen[trio].append(photo)
    trios = [trio for trio, photos in seen.items() if _enough(tuple(photos), TRIO_LEAST)]
    best = max(trios, key=lambda trio: (len(seen[trio]), trio), default=())
    return best, tuple(seen[best]) if best else ()


def _crowd(many: Photos, often: Iterable[ClusterId]) -> Photos:
    known = frozenset(often)
    return tuple(
        [
            p
            for p in many
            if len(p.faces) >= CROWD and len(noticed(p)) >= CROWD and len(shown(p) & known) >= KNOWN
        ]
    )


def _named(material: Material, photo: Photo) -> list[ClusterId]:
    return sorted(c for c in shown(photo) - material.missed if c == material.me or material.name_of(c))


def _enough(photos: Photos, least: int) -> bool:
    return len(photos) >= least and days_count(photos) >= LEAST_DAYS


def _pair_title(material: Material, pair: tuple[ClusterId, ClusterId]) -> str:
    names = [material.name_of(c) for c in pair if c != material.me]
    return _("You and {name}").format(name=names[0]) if material.me in pair else listed(names)


def _draft(
    material: Material, kind: str, who: tuple[ClusterId, ...], title: str, photos: Photos, score: float
) -> Draft:
    dear = Counter(material.persons[c].favourite for c in who)[True]
    subject = " ".join(map(str, who)) or "all"
    return Draft(
        kind=kind,
        subject=subject,
        identity=material.identity_of(*who) or "all",
        title=title,
        reason=since_text(photos),
        photos=photos,
        make=Make.COLLAGE,
        section="people",
        score=score + 0.04 * dear + 0.06 * min(1.0, len(photos) / 100),
        least=4,
        about=who,
    )
