"""Photos and faces made many at once are those made one by one."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields

import pytest
from hypothesis import given
from suggest_worlds import views

from rollsuggest.model import Box, ClusterId, Photo, PhotoFace, View, faces_of, photos_of


@given(views())
def test_photos_made_at_once_are_those_made_one_by_one(world: View) -> None:
    names = [field.name for field in fields(Photo) if field.init]
    made = photos_of({name: [getattr(p, name) for p in world.photos] for name in names})
    assert made == list(world.photos)
    for one, other in zip(made, world.photos, strict=True):
        assert type(one) is Photo
        assert (one.day, one.order, one.score) == (other.day, other.order, None)
        with pytest.raises(FrozenInstanceError):
            one.path = ""  # type: ignore[misc]


def test_faces_made_at_once_are_those_made_one_by_one() -> None:
    corners = [(0.1, 0.2), (0.3, 0.4), (0.5, 0.5), (0.25, 0.125)]
    made = faces_of([ClusterId(1), None], corners, [(0.5, 0.25), (0.0, 1.0), (None, 0.75)])
    assert made == [
        PhotoFace(ClusterId(1), Box(0.1, 0.3, 0.5, 0.25), 0.5, 0.0, None),
        PhotoFace(None, Box(0.2, 0.4, 0.5, 0.125), 0.25, 1.0, 0.75),
    ]
    assert {type(face) for face in made} == {PhotoFace} and type(made[0].box) is Box
    with pytest.raises(FrozenInstanceError):
        made[0].quality = 1.0  # type: ignore[misc]
