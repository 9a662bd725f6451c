"""Once new photos came, comparing only what hangs together with them finds what comparing all does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from suggest_worlds import photo, views

from rollsuggest.model import Certainty, Photo, View
from rollsuggest.suggest import again
from rollsuggest.suggest.again import stand_ins_again
from rollsuggest.suggest.moments import time_order
from rollsuggest.suggest.sameness import stand_ins


def sorted_(photos: Sequence[Photo]) -> tuple[Photo, ...]:
    return tuple(sorted(photos, key=time_order))


@settings(max_examples=100, deadline=None)
@given(views(), st.data())
def test_only_what_hangs_together_with_the_new_ones_is_told_otherwise(
    world: View, data: st.DataObject
) -> None:
    assume(world.photos)
    some = data.draw(st.sets(st.sampled_from([p.id for p in world.photos]), min_size=1, max_size=4))
    came = [p for p in world.photos if p.id in some]
    before = stand_ins(p for p in world.photos if p.id not in some)
    found = stand_ins_again(sorted_(world.photos), before, came)
    assert set(found) == set(stand_ins(world.photos))
    assert len(found) == len(set(found))


OLD = replace(photo(1, "2025-07-01 12:00:01", path="DCIM/IMG_1.JPG"), phash=0b1011 << 40)
FAR = photo(2, "2025-01-01 12:00:01", path="other/IMG_2.JPG")
NEW = replace(photo(3, "2025-08-01 12:00:01", path="new/IMG_3.JPG"), phash=0b1110 << 20)
CROWD = tuple(
    replace(photo(n, f"2024-07-01 12:{n % 60:02}:01", path=f"DCIM/IMG_{n}.JPG"), phash=(n * 2654435761) << 9)
    for n in range(10, 50)
)


EVERY, PAIR, ITSELF = 43, 2, 1


@pytest.mark.parametrize(
    ("new", "compared", "changes"),
    [
        (replace(NEW, taken_at=OLD.taken_at, features=OLD.features, phash=OLD.phash), PAIR, True),
        (replace(NEW, content_hash=OLD.content_hash), PAIR, True),
        (replace(NEW, taken_at=OLD.taken_at, path="DCIM/IMG_1 (1).JPG", phash=OLD.phash), PAIR, True),
        (replace(NEW, phash=OLD.phash ^ 1, certainty=Certainty.DAY, features=OLD.features), PAIR, True),
        (NEW, ITSELF, False),
    ],
    ids=["burst", "copy", "edit", "same picture", "of its own"],
)
def test_each_way_to_be_more_of_the_same_is_found(
    new: Photo, compared: int, changes: bool, counted: list[int]
) -> None:
    others = (FAR, OLD, *CROWD)
    before = stand_ins(others)
    found = stand_ins_again(sorted_([*others, new]), before, [new])
    assert set(found) == set(stand_ins([*others, new]))
    assert (set(found) != set(before)) == changes
    assert counted == [compared]


@pytest.mark.parametrize("kept", [False, True])
def test_all_are_compared_where_another_copy_may_be_the_original_now(kept: bool, counted: list[int]) -> None:
    copy = replace(photo(4, "2025-07-05 12:00:01", path="third/b.JPG"), content_hash=FAR.content_hash)
    others = (FAR, OLD, *CROWD, replace(copy, kept=kept))
    new = replace(NEW, path="third/a.JPG")
    found = stand_ins_again(sorted_([*others, new]), stand_ins(others), [new])
    assert set(found) == set(stand_ins([*others, new]))
    assert counted == [EVERY + 1]


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many photos were compared with each other, each time."""
    counts: list[int] = []

    def counting(photos: Iterable[Photo], folders: Callable[[], Counter[str]] | None = None) -> object:
        every = tuple(photos)
        counts.append(len(every))
        return stand_ins(every, folders)

    monkeypatch.setattr(again, "stand_ins", counting)
    return counts


def test_where_many_hang_together_all_are_compared() -> None:
    party = [photo(n, f"2025-07-01 12:{n // 2:02}:{n % 2 * 30:02}", looks=n // 3) for n in range(1, 100)]
    party = [replace(p, path=f"DCIM/IMG_{p.id}.JPG") for p in party]
    before = stand_ins(party[:-1])
    assert set(stand_ins_again(sorted_(party), before, [party[-1]])) == set(stand_ins(party))


def test_nothing_new_tells_nothing_new() -> None:
    before = stand_ins(CROWD)
    assert stand_ins_again(CROWD, before, ()) is before
