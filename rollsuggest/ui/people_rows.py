"""In which order people stand on their page, and under which heading. Pure."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from functools import cache

from rollsuggest.i18n import _, ngettext
from rollsuggest.library.rows import PersonRow, PetRow
from rollsuggest.model import Box
from rollsuggest.ui import wording
from rollsuggest.ui.desk import face_key
from rollsuggest.ui.face_tiles import Mark, Section

POOR = 0.30  # quality of a face below which it stands for nobody: people.cluster.FOUNDS_FROM
BLURRED = 0.45  # nobody has a clearer face: too dark or blurred to be asked about, a drawing, a helmet
OTHERS = "others"  # the tile that unfolds them
WHOLE = Box(0, 0, 1, 1)


def is_other(row: PersonRow) -> bool:
    """Return whether somebody came by once, or never clearly, and nothing was said of them."""
    said = row.name or row.favourite or row.me or row.hidden
    return not said and (row.photos < 2 or row.cover_quality < BLURRED)


def steady(rows: Sequence[PersonRow], before: Sequence[PersonRow]) -> tuple[PersonRow, ...]:
    """Return the rows with those that stood there before in that order, and new ones after them."""
    places = {row.cluster: place for place, row in enumerate(before)}
    return tuple(sorted(rows, key=lambda row: places.get(row.cluster, len(places))))


def sections(
    rows: Sequence[PersonRow], pets: Sequence[PetRow], *, hidden: bool, unfolded: bool
) -> tuple[Section, ...]:
    """Return named ones (favourites first), pets, then who has no name yet, then the others."""
    photos = cache(wording.photos)  # thousands of people, and most have two photos or three
    shown = [row for row in rows if hidden or not row.hidden]
    named = sorted((row for row in shown if row.name), key=lambda row: not (row.favourite or row.me))
    others = [row for row in shown if is_other(row)]
    unnamed = [row for row in shown if not row.name and not is_other(row)]
    unnamed.sort(key=lambda row: not row.favourite)
    made = [
        Section("", tuple(mark(row, photos) for row in named)),
        Section(_("Who is this?"), tuple(mark(row, photos) for row in unnamed)),
        Section(_("Others"), tuple(_others(others, unfolded, photos))),
    ]
    made.insert(
        1 if named else 2, Section(_("Pets"), tuple(pet(row) for row in pets if hidden or not row.hidden))
    )
    return tuple(section for section in made if section.marks)


def mark(row: PersonRow, photos: Callable[[int], str]) -> Mark:
    if row.hidden:
        line = _("May be somebody hidden") if row.perhaps else _("Hidden")
    else:
        line = wording.facts(_("You") if row.me else "", photos(row.photos))
    return Mark(
        row.cluster, row.name or _("Add a name"), line, cover(row), unnamed=not row.name, faint=row.hidden,
        star=row.favourite,
    )  # fmt: skip


def cover(row: PersonRow) -> tuple[Hashable, ...]:
    """Return the crop that stands for somebody; none where every face is poor."""
    return (face_key(row.cover, row.cover_box),) if row.cover_quality >= POOR else ()


def pet(row: PetRow) -> Mark:
    key = face_key(row.cover, row.cover_box or WHOLE)
    line = _("Hidden") if row.hidden else wording.photos(row.photos)
    return Mark(("pet", row.kind), pet_name(row), line, (key,), person=False, faint=row.hidden)


def pet_name(row: PetRow) -> str:
    return row.name or (_("Cats") if row.kind == "cat" else _("Dogs"))


def _others(rows: Sequence[PersonRow], unfolded: bool, photos: Callable[[int], str]) -> list[Mark]:
    if not rows:
        return []
    many = ngettext("{n} person", "{n} people", len(rows)).format(n=wording.count(len(rows)))
    name = _("Show fewer") if unfolded else _("Show them")
    faces = tuple(key for row in rows[:4] for key in cover(row))
    fold = Mark(OTHERS, name, many, faces, person=False)
    return [fold, *(mark(row, photos) for row in rows)] if unfolded else [fold]


def names(rows: Sequence[PersonRow]) -> list[str]:
    """Return the names to choose from while typing."""
    return sorted({row.name for row in rows if row.name and not row.hidden}, key=str.casefold)


def of_name(rows: Sequence[PersonRow], name: str) -> PersonRow | None:
    """Return who bears a name, however it is written."""
    wanted = name.strip().casefold()
    return next((row for row in rows if wanted and row.name.casefold() == wanted and not row.hidden), None)


def called(row: PersonRow) -> str:
    return row.name or _("this person")
