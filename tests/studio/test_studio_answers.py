"""One answer has its whole effect at once: whoever stands beside the two faces is looked at again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from made_people import clusters, directions, put

from rollsuggest import paths
from rollsuggest.library import grouping, questions
from rollsuggest.library.rows import Question
from rollsuggest.model import FaceId
from rollsuggest.studio import Studio

ANA, SISTER, _ = directions(0.52)


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    """Two sisters of six photos each, taken for one."""
    with closing(Studio(paths.under(tmp_path))) as studio:
        put(studio, [[ANA]] * 6 + [[SISTER]] * 6)
        assert len(set(clusters(studio).values())) == 1
        yield studio


def asked(studio: Studio, first: int, second: int) -> Question:
    with studio._db.read() as db:
        found = questions.question(db, FaceId(first), FaceId(second), 0.5)
    assert found is not None
    return found


def test_two_that_are_said_to_be_different_take_their_likes_along(studio: Studio) -> None:
    before = clusters(studio)
    act = studio.answer(asked(studio, 1, 12), "different")
    after = clusters(studio)
    assert sorted(Counter(after.values()).values()) == [6, 6]
    assert len({after[FaceId(n)] for n in range(1, 7)}) == 1
    studio.undo_people(act)
    assert clusters(studio) == before


def test_an_unsure_answer_changes_nothing(studio: Studio) -> None:
    before = clusters(studio)
    studio.answer(asked(studio, 1, 12), "unsure")
    assert clusters(studio) == before


@pytest.mark.parametrize(("up_to", "at_once"), [(12, True), (11, False)])
def test_a_larger_library_waits_for_the_end_of_a_run(
    studio: Studio, monkeypatch: pytest.MonkeyPatch, up_to: int, at_once: bool
) -> None:
    monkeypatch.setattr(grouping, "ALWAYS_UP_TO", up_to)
    wholly: list[bool] = []
    monkeypatch.setattr(studio, "_group", lambda whole: wholly.append(whole))
    studio.answer(asked(studio, 1, 12), "different")
    assert wholly == [at_once]
    with studio._db.read() as db:
        assert grouping.due(db)  # a word of the person: whatever the size
