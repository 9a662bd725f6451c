"""One person may have several clusters: whoever gave two of them the same name says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from rollsuggest.model import ClusterId, Person, Photo, PhotoFace, View


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
            known, birthday=known.birthday or person.birthday, faces=known.faces + person.faces
        )
    if not alias:
        return view
    return View(tuple(_renamed(p, alias) for p in view.photos), persons, view.homes)


def _renamed(photo: Photo, alias: Mapping[ClusterId, ClusterId]) -> Photo:
    if not any(f.cluster in alias for f in photo.faces):
        return photo
    return replace(photo, faces=tuple(_told(f, alias) for f in photo.faces))


def _told(face: PhotoFace, alias: Mapping[ClusterId, ClusterId]) -> PhotoFace:
    main = alias.get(face.cluster) if face.cluster is not None else None
    return face if main is None else replace(face, cluster=main)
