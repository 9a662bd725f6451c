"""Choosing the few: spread, unlike one another, best first."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from suggest_worlds import face, photo, series, view, views

from rollsuggest.model import ClusterId, Role, View
from rollsuggest.suggest.likeness import alike
from rollsuggest.suggest.moments import time_order
from rollsuggest.suggest.selection import (
    ALIKE_BITS,
    ALIKE_COSINE,
    choose,
    collage_size,
    hero_first,
    recap_size,
)


@settings(max_examples=80, deadline=None)
@given(views(), st.integers(1, 20))
def test_chosen_ones_are_few_unlike_and_sharp(world: View, size: int) -> None:
    pool = sorted((p for p in world.photos if p.role is Role.PHOTO), key=time_order)
    chosen = choose(pool, size)
    assert len(chosen.photos) <= size and {p.id for p in chosen.photos} <= {p.id for p in pool}
    for n, one in enumerate(chosen.photos):
        for other in chosen.photos[n + 1 :]:
            assert not alike(one, other, cosine_from=ALIKE_COSINE, bits_to=ALIKE_BITS)
    assert len(chosen.photos) + chosen.alike + chosen.blurred <= len(pool)


def test_a_busy_afternoon_does_not_fill_the_year() -> None:
    afternoon = series(1, "2025-07-01 12:00", 60, step_minutes=2, sharpness=0.9)
    rest = [photo(100 + n, f"2025-{n + 1:02}-15 10:00:03", sharpness=0.5) for n in range(12)]
    chosen = choose(sorted([*afternoon, *rest], key=time_order), 12)
    assert sum(p.id >= 100 for p in chosen.photos) >= 10


def test_blurred_ones_stay_out_even_when_too_few_are_left() -> None:
    chosen = choose([photo(1, "2025-07-01 12:00:01", sharpness=0.01), photo(2, "2025-07-01 13:00:01")], 5)
    assert [p.id for p in chosen.photos] == [2] and chosen.blurred == 1


def test_a_clear_face_leads() -> None:
    photos = [*series(1, "2025-07-01 12:00", 4), photo(9, "2025-07-01 18:00:01", faces=[face(1, area=0.1)])]
    assert hero_first(photos)[0].id == 9


def test_a_card_about_somebody_is_led_by_a_picture_of_them() -> None:
    alone = photo(1, "2025-01-01 10:00:01", faces=[face(1)], sharpness=0.6)
    behind = photo(2, "2025-01-02 10:00:01", faces=[face(1), face(2, area=0.09)], sharpness=0.7)
    blurred = photo(3, "2025-01-03 10:00:01", faces=[face(1)], sharpness=0.13)
    assert hero_first([behind, alone], ClusterId(1)) == (alone, behind)
    assert hero_first([behind, alone], ClusterId(2))[0] is behind
    assert hero_first([behind, blurred], ClusterId(1))[0] is behind
    assert hero_first([behind, alone])[0] is behind


def test_both_orientations_where_there_are_both() -> None:
    upright = [photo(3 * n + 1, f"2025-07-{n + 1:02} 12:00:01", sharpness=0.8) for n in range(8)]
    lying = [photo(3 * n, f"2025-07-{n + 1:02} 13:00:01", sharpness=0.75) for n in range(1, 5)]
    chosen = choose(sorted([*upright, *lying], key=time_order), 6)
    assert len({p.height > p.width for p in chosen.photos}) == 2


def test_sizes() -> None:
    assert [collage_size(n) for n in (0, 3, 4, 10, 30, 100, 5000)] == [0, 3, 4, 5, 7, 9, 9]
    assert [recap_size(n) for n in (0, 5, 8, 24, 60, 5000)] == [0, 5, 8, 12, 20, 20]


def test_an_empty_pool() -> None:
    assert choose(view([]).photos, 5).photos == ()
