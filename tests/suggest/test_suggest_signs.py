"""The cake of a birthday and the gown of a wedding are seen where they were photographed."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from suggest_worlds import face, photo, series, views

from rollsuggest.model import ClusterId, Kind, Photo, Role, View
from rollsuggest.suggest.likeness import alike
from rollsuggest.suggest.moments import time_order
from rollsuggest.suggest.selection import ALIKE_BITS, ALIKE_COSINE, BLURRED, choose
from rollsuggest.suggest.signs import with_sign

SIGNS = ("birthday", "wedding", "graduation")


def party() -> list[Photo]:
    portraits = series(1, "2025-06-18 18:00", 8, faces=[face(1)], sharpness=0.8)
    return [*portraits, photo(50, "2025-06-18 19:30:01", labels={"birthday": 0.6}, sharpness=0.4)]


def test_the_cake_takes_the_place_of_the_weakest_portrait() -> None:
    photos = sorted(party(), key=time_order)
    plain = choose(photos, 5)
    assert 50 not in {p.id for p in plain.photos}
    found = with_sign(plain, photos, "birthday", ClusterId(1))
    assert 50 in {p.id for p in found.photos} and len(found.photos) == len(plain.photos)
    assert list(found.photos) == sorted(found.photos, key=time_order)
    assert with_sign(plain, photos, "wedding", ClusterId(1)) == plain
    assert with_sign(found, photos, "birthday", ClusterId(1)) == found


def test_neither_the_only_picture_of_somebody_nor_two_alike_are_given_for_it() -> None:
    *portraits, cake = party()
    others = [replace(p, faces=(face(2),) if p.id != 3 else p.faces) for p in portraits[:5]]
    weak = [replace(p, sharpness=0.2) if p.id == 3 else p for p in others]
    found = with_sign(choose(weak, 5), [*weak, cake], "birthday", ClusterId(1))
    assert {3, 50} <= {p.id for p in found.photos}
    twin = replace(cake, features=others[0].features)
    best = [replace(p, sharpness=0.9 if p.id == 1 else 0.3) for p in others]
    assert with_sign(choose(best, 5), [*best, twin], "birthday") == choose(best, 5)


@settings(max_examples=60, deadline=None)
@given(views(), st.integers(1, 9), st.sampled_from(SIGNS), st.sampled_from([None, 1, 2]))
def test_whatever_is_chosen_stays_few_unlike_and_sharp(
    world: View, size: int, sign: str, who: int | None
) -> None:
    fit = sorted((p for p in world.photos if p.role is Role.PHOTO and p.kind is Kind.PHOTO), key=time_order)
    person = None if who is None else ClusterId(who)
    plain = choose(fit, size, person)
    found = with_sign(plain, fit, sign, person)
    before, after = ({p.id for p in chosen.photos} for chosen in (plain, found))
    assert len(found.photos) == len(plain.photos) == len(after) and after <= {p.id for p in fit}
    assert len(after - before) <= 1
    assert all(p.sharpness >= BLURRED for p in found.photos)
    for n, one in enumerate(found.photos):
        for other in found.photos[n + 1 :]:
            assert not alike(one, other, cosine_from=ALIKE_COSINE, bits_to=ALIKE_BITS)
