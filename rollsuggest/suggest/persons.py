"""One person may have several clusters: whoever gave two of them the same name says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from rollsuggest.model import ClusterId, Occasion, Person, Photo, PhotoFace, View


def joined(view: View) -> View:
    """Return the view with clusters of the same name under the lowest cluster id of that name."""
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
        return view
    said = {_of(occasion, alias): yes for occasion, yes in view.occasions.items()}
    photos = tuple(_renamed(p, alias) for p in view.photos)
    return replace(view, photos=photos, persons=persons, occasions=said)


def identity(persons: Mapping[ClusterId, Person], cluster: ClusterId) -> str:
    """Return what somebody is known by for good, as far as anything was said of them; else by their faces."""
    person = persons.get(cluster)
    return f"person {person.id}" if person and person.id else str(cluster)


def born(view: View) -> View:
    """Return the view with the birthdays that the person said yes to when asked."""
    told = {o.person: (o.month, o.day) for o, yes in view.occasions.items() if yes and o.kind == "birthday"}
    persons = {c: replace(p, birthday=p.birthday or told.get(c)) for c, p in view.persons.items()}
    return replace(view, persons=persons) if told else view


def _same_day(known: Person, other: Person) -> bool:
    return known.birthday in (None, other.birthday)


def _of(occasion: Occasion, alias: Mapping[ClusterId, ClusterId]) -> Occasion:
    if occasion.person not in alias or occasion.person is None:
        return occasion
    return replace(occasion, person=alias[occasion.person])


def _renamed(photo: Photo, alias: Mapping[ClusterId, ClusterId]) -> Photo:
    if not any(f.cluster in alias for f in photo.faces):
        return photo
    return replace(photo, faces=tuple(_told(f, alias) for f in photo.faces))


def _told(face: PhotoFace, alias: Mapping[ClusterId, ClusterId]) -> PhotoFace:
    main = alias.get(face.cluster) if face.cluster is not None else None
    return face if main is None else replace(face, cluster=main)
