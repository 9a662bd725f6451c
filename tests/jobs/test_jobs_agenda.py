from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from rollsuggest.jobs.agenda import AHEAD, FEW, Agenda, cost
from rollsuggest.library.store import Task
from rollsuggest.model import AssetId, Stage

STAGES = st.sets(st.sampled_from(list(Stage)), min_size=1).map(frozenset)


def task(number: int, stages: frozenset[Stage]) -> Task:
    return Task(AssetId(number), Path(f"/roll/{number}.jpg"), f"{number}.jpg", stages)


@given(st.lists(STAGES, max_size=40), st.integers(1, 7))
def test_each_stage_of_each_file_is_done_once(wanted: list[frozenset[Stage]], most: int) -> None:
    agenda = Agenda(task(n, stages) for n, stages in enumerate(wanted))
    done: list[tuple[AssetId, Stage]] = []
    while agenda:
        for taken in agenda.take(most):
            done += [(taken.asset, stage) for stage in taken.stages]
            agenda.finished(taken, failed=False)
    assert sorted(done) == sorted((AssetId(n), stage) for n, stages in enumerate(wanted) for stage in stages)
    assert agenda.left == 0


@given(st.integers(1, 60))
def test_files_are_browsable_early_and_some_are_understood_meanwhile(count: int) -> None:
    agenda = Agenda(task(n, frozenset(Stage)) for n in range(count))
    order = agenda.take(2 * count)
    firsts = [n for n, taken in enumerate(order) if Stage.FILE in taken.stages]
    assert firsts[-1] <= count * 4 // 3 + 1
    assert [order[n].asset for n in firsts] == list(range(count))
    if count >= 8:
        assert any(Stage.CONTENT in taken.stages for taken in order[:5])


@given(st.integers(2, 30), st.integers(0, 29))
def test_a_file_that_cannot_be_read_is_not_tried_in_the_second_tier(count: int, bad: int) -> None:
    agenda = Agenda(task(n, frozenset(Stage)) for n in range(count))
    seconds: list[AssetId] = []
    while agenda:
        for taken in agenda.take(1):
            first = Stage.FILE in taken.stages
            agenda.finished(taken, failed=first and taken.asset == bad % count)
            if not first:
                seconds.append(taken.asset)
    assert sorted(seconds) == [n for n in range(count) if n != bad % count]
    assert agenda.left == 0


def test_a_retry_comes_at_the_end() -> None:
    agenda = Agenda([task(1, frozenset({Stage.FILE})), task(2, frozenset({Stage.FILE}))])
    (one,) = agenda.take(1)
    agenda.again(one)
    assert [taken.asset for taken in agenda.take(5)] == [2, 1]
    assert cost(one) == 1


def visits(count: int) -> list[Task]:
    return Agenda(task(n, frozenset(Stage)) for n in range(count)).take(2 * count)


def test_of_a_few_files_only_the_newest_come_first_and_the_others_are_visited_once() -> None:
    taken = visits(FEW)
    assert len(taken) == FEW + AHEAD
    twice = {each.asset for each in taken if each.stages == {Stage.FILE}}
    assert twice == set(range(AHEAD))
    assert (
        max(n for n, each in enumerate(taken) if each.asset in twice and Stage.FILE in each.stages)
        < 2 * AHEAD
    )


def test_of_many_files_all_come_first() -> None:
    assert len(visits(FEW + 1)) == 2 * (FEW + 1)
