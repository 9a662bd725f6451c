"""Two stages at the same time: as many threads as there may be, none left behind, mistakes told."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import cv2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollsuggest.render.styles.together import both, threads


@pytest.fixture(params=[1, 2, 3], autouse=True)
def allowed(request: pytest.FixtureRequest) -> Iterator[int]:
    before = cv2.getNumThreads()
    cv2.setNumThreads(request.param)
    yield request.param
    assert cv2.getNumThreads() == request.param
    cv2.setNumThreads(before)


def _sum(numbers: range) -> tuple[int, set[int]]:
    """Return the sum and the threads that worked on it, split until it cannot be."""
    if len(numbers) < 2:
        return sum(numbers), {threading.get_ident()}
    middle = len(numbers) // 2
    (left, some), (right, others) = both(lambda: _sum(numbers[:middle]), lambda: _sum(numbers[middle:]))
    return left + right, some | others


@pytest.mark.parametrize("_again", range(20))
def test_parts_of_parts_are_all_done_by_no_more_threads_than_may_be(allowed: int, _again: int) -> None:
    total, workers = _sum(range(300))
    assert total == sum(range(300)) and len(workers) <= allowed
    assert threading.active_count() == 1


def test_both_are_at_work_at_the_same_time(allowed: int) -> None:
    if allowed < 2:
        return
    met = threading.Barrier(2)
    assert both(lambda: met.wait(60) >= 0, lambda: met.wait(60) >= 0) == (True, True)


def test_opencv_has_one_thread_beside_others_and_who_asks_is_told_how_many_there_are(allowed: int) -> None:
    counts = both(lambda: (cv2.getNumThreads(), threads()), lambda: (cv2.getNumThreads(), threads()))
    assert counts == ((1, allowed), (1, allowed)) and threads() == allowed


def test_who_waits_does_what_is_put_off_meanwhile(allowed: int) -> None:
    """What the other put off is done by who waits for the other: nobody is idle."""
    if allowed < 2:
        return
    begun, met = threading.Event(), threading.Barrier(2)

    def parted() -> bool:
        begun.set()
        return all(both(lambda: met.wait(60) >= 0, lambda: met.wait(60) >= 0))

    assert both(lambda: begun.wait(60), parted) == (True, True)


@pytest.mark.parametrize("failing", [0, 1, 2])
def test_a_mistake_in_either_is_told_when_none_is_at_work_any_more(failing: int) -> None:
    ended = []

    def act(number: int) -> None:
        ended.append(number)
        if number == failing or failing == 2:
            raise ValueError(number)

    with pytest.raises(ValueError, match=r"\d"):
        both(lambda: act(0), lambda: act(1))
    assert threading.active_count() == 1 and failing in (*ended, 2)


@given(st.lists(st.booleans(), max_size=6))
def test_in_turn_or_not_the_same_is_made(turns: list[bool]) -> None:
    def made(left: list[bool]) -> int:
        if not left:
            return 1
        first, second = both(lambda: made(left[1:]), lambda: made(left[1:]), in_turn=left[0])
        return first + second

    assert made(turns) == 2 ** len(turns)


def test_two_who_draw_at_once_leave_opencv_its_threads(allowed: int) -> None:
    drawn = [threading.Thread(target=_sum, args=(range(200),)) for _ in range(4)]
    for one in drawn:
        one.start()
    for one in drawn:
        one.join()
    assert threads() == allowed
