from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from rollsuggest.jobs.agenda import FEW, TURN, Agenda, cost
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


@given(st.integers(FEW + 1, 200))
def test_files_are_browsable_early_and_some_are_understood_meanwhile(count: int) -> None:
    order = visits(count)
    firsts = [n for n, taken in enumerate(order) if Stage.FILE in taken.stages]
    assert firsts[-1] <= count * TURN // (TURN - 1) + 1
    assert [order[n].asset for n in firsts] == list(range(count))
    assert any(Stage.CONTENT in taken.stages for taken in order[:TURN])


@given(st.integers(FEW + 1, FEW + 30), st.integers(0, FEW + 29))
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


def test_a_few_files_are_visited_once() -> None:
    assert [each.stages for each in visits(FEW)] == [frozenset(Stage)] * FEW


def test_more_files_are_browsable_first() -> None:
    assert len(visits(FEW + 1)) == 2 * (FEW + 1)
