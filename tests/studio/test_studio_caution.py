"""Whoever may be hidden is on no page; and nobody is somebody else for having been hidden along."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from made_people import clusters, directions, put

from rollsuggest import paths
from rollsuggest.consent.grants import Agreed, Grants
from rollsuggest.model import ClusterId, FaceId, Purpose
from rollsuggest.studio import Studio

ANA, SISTER, RUI = directions(0.52)
COUSIN = directions(0.43)[1]  # less like Ana than faces must be that are put together


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    with closing(Studio(paths.under(tmp_path))) as studio:
        yield studio


def shown(studio: Studio) -> set[int]:
    return {tile.asset for tile in studio.tiles()}


def test_shown_again_everybody_is_who_they_were_before(studio: Studio) -> None:
    put(studio, [[ANA, SISTER]] * 5 + [[ANA]] * 5 + [[SISTER]] * 5 + [[RUI]] * 4)
    before, everything = clusters(studio), shown(studio)
    ana = before[FaceId(1)]
    assert ana is not None
    assert sum(own == ana for own in before.values()) == 10
    for at_once in (True, False):
        for on in (True, False):
            if at_once:
                studio.set_persons([ana], hidden=on)
            else:
                studio.set_person(ana, hidden=on)
            assert clusters(studio) == before
            # The sister's photos may show her, Rui's do not.
            assert shown(studio) == (set(range(16, 20)) if on else everything)


def test_a_photo_that_may_show_somebody_hidden_stays_away_until_it_is_said_who_it_is(studio: Studio) -> None:
    put(studio, [[ANA]] * 8 + [[COUSIN]] * 3 + [[RUI]] * 3)
    before = clusters(studio)
    ana, cousin = before[FaceId(1)], before[FaceId(9)]
    assert ana is not None and cousin is not None and ana != cousin
    studio.set_person(ana, hidden=True)
    assert shown(studio) == {12, 13, 14}
    put(studio, [[COUSIN], [RUI]])  # new photos are looked at in the same way
    assert shown(studio) == {12, 13, 14, 16}
    studio.set_person(cousin, name="Marta")
    assert shown(studio) == {*range(9, 17)}


def test_who_may_be_hidden_is_among_the_hidden_and_can_be_shown(studio: Studio) -> None:
    put(studio, [[ANA]] * 8 + [[COUSIN]] * 3)
    ana, cousin = (ClusterId(clusters(studio)[FaceId(n)] or 0) for n in (1, 9))
    studio.set_person(ana, hidden=True)
    rows = {row.cluster: row for row in studio.people()}
    assert rows[cousin].hidden and rows[cousin].perhaps and not rows[ana].perhaps
    assert rows[cousin].photos == 3
    studio.set_persons([cousin], hidden=False)
    assert shown(studio) == {9, 10, 11}
    rows = {row.cluster: row for row in studio.people()}
    assert not rows[cousin].hidden and not rows[cousin].perhaps and rows[ana].hidden


def test_one_of_many_that_are_somebody_else_stays(studio: Studio) -> None:
    put(studio, [[ANA]] * 8 + [[directions(0.40)[1]]] * 8)
    ana = clusters(studio)[FaceId(1)]
    assert ana is not None and ana != clusters(studio)[FaceId(9)]
    studio.set_person(ana, hidden=True)
    assert shown(studio) == {*range(9, 17)}


def test_no_photo_of_somebody_hidden_is_in_a_question_or_among_the_faces_of_another(studio: Studio) -> None:
    second = directions(0.40)[1]
    put(studio, [[RUI, ANA]] * 4 + [[RUI, second]] * 4)
    before = clusters(studio)
    rui, ana, other = (before[FaceId(n)] for n in (1, 2, 10))
    assert rui is not None and ana is not None and other is not None and ana != other
    assert studio.review()
    assert len(studio.person_faces(rui)) == 8
    studio.set_person(rui, hidden=True)
    assert not shown(studio)
    assert not studio.review()
    assert not studio.person_faces(ana) and not studio.person_faces(other)
    assert len(studio.person_faces(rui)) == 8  # on their own page
    studio.nobody_to_know([ana])
    assert ana not in clusters(studio).values()  # all of them, seen or not


def test_faces_that_are_not_agreed_to_under_new_terms_are_erased(studio: Studio) -> None:
    put(studio, [[ANA]] * 3)
    purposes = frozenset({Purpose.ANALYSE, Purpose.FACES})
    before = Grants((), True, "", (Agreed("1", datetime(2026, 5, 3), "en"),), "1", purposes)
    studio._forget_what_is_not([Purpose.ANALYSE, Purpose.FACES], before)
    assert studio.stored().faces == 3
    studio._forget_what_is_not([Purpose.ANALYSE], before)
    assert studio.stored().faces == 0


def test_what_is_erased_leaves_no_doubt(studio: Studio) -> None:
    put(studio, [[ANA]] * 8 + [[COUSIN]] * 3)
    studio.set_person(ClusterId(clusters(studio)[FaceId(1)] or 0), hidden=True)
    with studio._db.read() as db:
        assert db.execute("SELECT count(*) FROM caution").fetchone()[0] == 3
    studio.erase_faces()
    with studio._db.read() as db:
        assert not db.execute("SELECT * FROM caution").fetchall()


def test_who_is_said_not_to_be_the_hidden_person_is_shown(studio: Studio) -> None:
    put(studio, [[ANA]] * 8 + [[COUSIN]] * 2)
    ana = clusters(studio)[FaceId(1)]
    assert ana is not None
    studio.set_person(ana, hidden=True)
    assert shown(studio) == set()
    studio.is_person([FaceId(9)], ana)
    studio.not_this_person([FaceId(9)])
    assert shown(studio) == {9}
    studio.not_a_face([FaceId(10)])
    assert shown(studio) == {9, 10}
