"""A new photo said to be alone changes nothing of what comparing all photos finds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from suggest_worlds import photo, views

from rollsuggest.model import AssetId, Certainty, Extra, Photo, Role, View
from rollsuggest.suggest.alone import alone
from rollsuggest.suggest.moments import time_order
from rollsuggest.suggest.sameness import stand_ins


def copies(stand_ins: Iterable[Extra]) -> set[AssetId]:
    return {extra.asset for extra in stand_ins if extra.role is Role.DUPLICATE}


@settings(max_examples=200, deadline=None)
@given(views(), st.data())
def test_what_is_alone_leaves_all_others_as_they_are(world: View, data: st.DataObject) -> None:
    assume(world.photos)
    new = data.draw(st.sampled_from(world.photos))
    if data.draw(st.booleans()):  # a picture and a moment of its own, so that some are alone
        new = replace(new, features=photo(900, None).features, phash=0, content_hash=b"own")
    others = tuple(sorted((p for p in world.photos if p.id != new.id), key=time_order))
    before = set(stand_ins(others))
    if alone(new, others, copies(before)):
        assert set(stand_ins([*others, new])) == before


OLD = replace(photo(1, "2025-07-01 12:00:01", path="DCIM/IMG_1.JPG"), phash=0b1011 << 40)
FAR = photo(2, "2025-01-01 12:00:01", path="other/IMG_2.JPG")
NEW = replace(photo(3, "2025-08-01 12:00:01", path="new/IMG_3.JPG"), phash=0b1110 << 20)


@pytest.mark.parametrize(
    "new",
    [
        replace(NEW, taken_at=OLD.taken_at),
        replace(NEW, content_hash=OLD.content_hash),
        replace(NEW, path="DCIM/IMG_1 (1).JPG"),
        replace(NEW, phash=OLD.phash ^ 1, certainty=Certainty.DAY),
        replace(NEW, path="third/a.JPG"),
        replace(NEW, path="third/a.JPG", kept=True),
    ],
    ids=["burst", "copy", "edit", "same picture", "as many in a folder", "kept there"],
)
def test_what_may_be_more_of_the_same_is_not_alone(new: Photo) -> None:
    others: tuple[Photo, ...] = (FAR, OLD)
    if new.path == "third/a.JPG":
        there = replace(photo(4, "2025-07-05 12:00:01", path="third/b.JPG"), content_hash=OLD.content_hash)
        others = (*others, replace(there, kept=new.kept))
    assert not alone(replace(new, kept=False), others, copies(stand_ins(others)))


def test_a_photo_of_its_own_is_alone() -> None:
    crowd = tuple(photo(n, f"2025-07-01 12:{n % 60:02}:01", path=f"DCIM/IMG_{n}.JPG") for n in range(10, 20))
    assert alone(NEW, crowd, copies(stand_ins(crowd)))
