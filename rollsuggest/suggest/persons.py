"""One person may have several clusters: whoever gave two of them the same name says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from rollsuggest.model import ClusterId, Occasion, Person, Photo, PhotoFace, View

Alias = Mapping[ClusterId, ClusterId]


def joined_persons(view: View) -> tuple[View, Alias]:
    """Return the view with clusters of the same name under the lowest cluster id of that name.

    Its photos are as they were: they are renamed by the alias, see `renamed`.
    """
    first: dict[str, ClusterId] = {}
    alias: dict[ClusterId, ClusterId] = {}
    persons: dict[ClusterId, Person] = {}
    for cluster in sorted(view.persons):
        person = view.persons[cluster]
        name = person.name.strip().casefold()
        main = first.setdefault(name, cluster) if name else cluster
        if main == cluster:
            persons[cluster] = person
            continue
        alias[cluster] = main
        known = persons[main]
        persons[main] = replace(
            known,
            birthday=known.birthday or person.birthday,
            birth_year=known.birth_year or (person.birth_year if _same_day(known, person) else None),
            faces=known.faces + person.faces,
            favourite=known.favourite or person.favourite,
            me=known.me or person.me,
            relation=known.relation or person.relation,
            id=min(known.id or person.id, person.id or known.id),
        )
    if not alias:
        return view, alias
    said = {_of(occasion, alias): yes for occasion, yes in view.occasions.items()}
    return replace(view, persons=persons, occasions=said), alias


def renamed(photos: tuple[Photo, ...], alias: Alias) -> tuple[Photo, ...]:
    """Return the photos with their faces' clusters under the one of their name."""
    return tuple(_renamed(p, alias) for p in photos) if alias else photos


def identity(persons: Mapping[ClusterId, Person], cluster: ClusterId) -> str:
    """Return what somebody is known by for good, as far as anything was said of them; else by their faces."""
    person = persons.get(cluster)
    return f"person {person.id}" if person and person.id else str(cluster)


def born(view: View) -> Mapping[ClusterId, Person]:
    """Return the persons with the birthdays that the owner said yes to when asked."""
    told = {o.person: (o.month, o.day) for o, yes in view.occasions.items() if yes and o.kind == "birthday"}
    if not told:
        return view.persons
    return {c: replace(p, birthday=p.birthday or told.get(c)) for c, p in view.persons.items()}


def _same_day(known: Person, other: Person) -> bool:
    return known.birthday in (None, other.birthday)


def _of(occasion: Occasion, alias: Alias) -> Occasion:
    if occasion.person not in alias or occasion.person is None:
        return occasion
    return replace(occasion, person=alias[occasion.person])


def _renamed(photo: Photo, alias: Alias) -> Photo:
    if not any(f.cluster in alias for f in photo.faces):
        return photo
    return replace(photo, faces=tuple(_told(f, alias) for f in photo.faces))


def _told(face: PhotoFace, alias: Alias) -> PhotoFace:
    main = alias.get(face.cluster) if face.cluster is not None else None
    return face if main is None else replace(face, cluster=main)
