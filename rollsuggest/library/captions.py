"""A caption in plain words for a photo, and for what is made of several. Pure, and says only what is certain.

[Note: Whole sentences]
A language orders its words its own way. So a caption is filled into whole templates, one for each
combination of what is known, and the only parts put into them are names, nouns and dates.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from rollsuggest import i18n
from rollsuggest.i18n import _, listed, ngettext, number_word
from rollsuggest.library.vocabulary import Noun, objects, people, setting, themes
from rollsuggest.model import Certainty, Kind, Make, Role

MOST_NAMES = 3  # more are counted
LONGEST_NAME = 40
LONGEST = 300  # what a caption can reach: names and a place at their longest
ANIMALS = frozenset({"dog", "cat", "horse", "bird", "sheep", "cow", "elephant", "bear", "zebra", "giraffe"})
PETS = {"pets_dog": "dog", "pets_cat": "cat"}
SHARED = 0.5  # of a creation's photos must agree on what its caption says of all


@dataclass(frozen=True, slots=True)
class Facts:
    """What is surely known of one photo. Whoever fills it sees to it that nobody hidden is in `names`."""

    names: tuple[str, ...] = ()
    others: int = 0  # faces that have no name
    theme: str = ""  # the surest
    things: tuple[str, ...] = ()  # COCO names, surest first
    place: str = ""
    country: str = ""  # a name, not a code
    taken_at: datetime | None = None
    certainty: Certainty = Certainty.UNKNOWN
    role: Role = Role.PHOTO
    kind: Kind = Kind.PHOTO
    pets: tuple[tuple[str, str], ...] = ()  # animal -> what the person's own is called


def caption(facts: Facts) -> str:
    """Return such as "Ana and Rui by the sea in Faro, August 2024"; never empty, at most LONGEST letters."""
    return _whole(_what(facts), facts)


def caption_of_many(photos: Sequence[Facts], make: Make, *, redrawn: bool = False, clip: bool = False) -> str:
    """Return such as "Ana and Rui in Faro, August 2024: collage of 6 photos, redrawn"."""
    made = _("a drawn film") if clip else _made(make, len(photos))
    if redrawn:
        made = _("{made}, redrawn").format(made=made)
    shared = _shared(photos) if photos else Facts()
    if _whole(_what(shared), shared) == caption(Facts()):  # nothing is known of all of them
        return _tidy(made)
    what = _what(shared)
    if what == _("photo"):  # nothing but where and when
        what = ngettext("{n} photo", "{n} photos", len(photos)).format(n=number_word(len(photos)))
    return _tidy(_("{caption}: {made}").format(caption=_whole(what, shared), made=made))


def for_strangers(facts: Facts) -> Facts:
    """Return the facts without who, where and when: for files that leave the computer."""
    people_in_it = facts.others + len(facts.names)
    return Facts(
        others=people_in_it, theme=facts.theme, things=facts.things, role=facts.role, kind=facts.kind
    )


def month_text(taken: datetime | None, certainty: Certainty) -> str:
    """Return "August 2024", "2024" or "", as precisely as it is known."""
    if taken is None or certainty is Certainty.UNKNOWN:
        return ""
    if certainty is Certainty.YEAR:
        return str(taken.year)
    return i18n.month_text(taken.year, taken.month)


def _whole(what: str, facts: Facts) -> str:
    where = _clean(facts.place) or _clean(facts.country)
    when = month_text(facts.taken_at, facts.certainty)
    if where and when:
        said = _("{what} in {where}, {when}").format(what=what, where=where, when=when)
    elif where:
        said = _("{what} in {where}").format(what=what, where=where)
    elif when:
        said = _("{what}, {when}").format(what=what, when=when)
    else:
        said = what
    return _tidy(said)


def _what(facts: Facts) -> str:
    if facts.role is Role.SCREENSHOT:
        return _("screenshot")
    if facts.role is Role.DOCUMENT:
        return _("document")
    if facts.role is Role.MEME:  # whose faces are anybody's
        return _("meme or card")
    scene = _scene(facts)
    if facts.kind is Kind.VIDEO:
        return _("video of {what}").format(what=scene) if scene else _("video")
    return scene or _("photo")


def _scene(facts: Facts) -> str:
    """Return who or what is in the picture, and in what surroundings; "" when nothing is known of it."""
    who = _who(facts)
    animal = PETS.get(facts.theme) or next((thing for thing in facts.things if thing in ANIMALS), "")
    known = objects()
    if animal:
        one = _clean(dict(facts.pets).get(animal, "")) or known[animal].one
        who = _("{who} with {animal}").format(who=who, animal=one) if who else one
    if who:
        return setting(facts.theme, who)
    noun: Noun | None = themes().get(facts.theme)
    if noun is None:
        noun = next((known[thing] for thing in facts.things if thing in known), None)
    return noun.one if noun else ""


def _who(facts: Facts) -> str:
    names = [cleaned for name in facts.names if (cleaned := _clean(name))]
    rest = facts.others + len(facts.names) - len(names[:MOST_NAMES])
    names = names[:MOST_NAMES]
    if not names:
        return people(rest) if rest else ""
    if not rest:
        return listed(names)
    more = (
        _("one other person")
        if rest == 1
        else ngettext("{n} other person", "{n} other people", rest).format(n=number_word(rest))
    )
    return listed([*names, more])


def _made(make: Make, count: int) -> str:
    if make is Make.RESTYLE:
        return _("a drawing")
    if make is Make.RECAP:
        return ngettext("film of {n} photo", "film of {n} photos", count).format(n=count)
    return ngettext("collage of {n} photo", "collage of {n} photos", count).format(n=count)


# --- what several photos share ---------------------------------------------------------------------------


def _shared(photos: Sequence[Facts]) -> Facts:
    """Return what half of the photos or more have in common, dates as far as all agree."""
    often = Counter(name for facts in photos for name in dict.fromkeys(facts.names))
    names = tuple(name for name, count in often.most_common() if count >= SHARED * len(photos))
    place = _common(facts.place for facts in photos)
    at, certainty = _common_date(photos)
    return Facts(
        names=names,
        others=0 if names else int(_common(str(facts.others) for facts in photos) or 0),
        theme=_common(facts.theme for facts in photos),
        things=(thing,) if (thing := _common((*facts.things, "")[0] for facts in photos)) else (),
        place=place,
        country=_common(facts.country for facts in photos),
        taken_at=at,
        certainty=certainty,
        pets=tuple(dict.fromkeys(pet for facts in photos for pet in facts.pets)),
    )


def _common(values: Iterable[str]) -> str:
    """Return what more than half say."""
    counted = Counter(values)
    value, count = counted.most_common(1)[0]
    return value if count > SHARED * counted.total() else ""


def _common_date(photos: Sequence[Facts]) -> tuple[datetime | None, Certainty]:
    said = {month_text(facts.taken_at, facts.certainty) for facts in photos}
    first = photos[0]
    if len(said) == 1:
        return first.taken_at, first.certainty
    known = all(facts.taken_at and facts.certainty is not Certainty.UNKNOWN for facts in photos)
    years = {facts.taken_at.year for facts in photos if facts.taken_at}
    return (first.taken_at, Certainty.YEAR) if known and len(years) == 1 else (None, Certainty.UNKNOWN)


# --- tidying ---------------------------------------------------------------------------------------------


def _clean(name: str) -> str:
    """Return a name as one line with no stray commas, shortened when it is longer than names are."""
    one_line = re.sub(r"\s*,[\s,]*", ", ", " ".join(name.split())).strip(" ,")
    return one_line if len(one_line) <= LONGEST_NAME else one_line[: LONGEST_NAME - 1].rstrip(" ,") + "…"


def _tidy(text: str) -> str:
    """Begin with a capital."""
    return text[:1].upper() + text[1:]
