"""Photos made many at once are those made one by one."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields

import pytest
from hypothesis import given
from suggest_worlds import views

from rollsuggest.model import Photo, View, photos_of


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
