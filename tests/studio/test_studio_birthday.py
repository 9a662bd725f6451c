"""Birthdays as they are stored, told and taken back, from the window and from a terminal."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from made_people import directions, put

from rollsuggest import paths
from rollsuggest.cli.main import run
from rollsuggest.errors import UserError
from rollsuggest.library.view import persons
from rollsuggest.model import NO_BIRTHDAY, ClusterId
from rollsuggest.studio import Studio

ANA = directions(0.1)[0]


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    with closing(Studio(paths.under(tmp_path))) as studio:
        put(studio, [[ANA]] * 4)
        yield studio


def test_a_birthday_is_kept_and_taken_back(studio: Studio) -> None:
    studio.set_person(ClusterId(1), birthday=(2, 29), birth_year=2020)
    assert [(p.birthday, p.birth_year) for p in studio.people()] == [((2, 29), 2020)]
    with studio._db.read() as db:  # and as the rules see it
        assert [(p.birthday, p.birth_year) for p in persons(db)] == [((2, 29), 2020)]
    studio.set_person(ClusterId(1), birthday=NO_BIRTHDAY)
    assert [(p.birthday, p.birth_year) for p in studio.people()] == [(None, None)]


@pytest.mark.parametrize("said", [{"birthday": (2, 30)}, {"birth_year": 9000}, {"birth_year": -1}])
def test_what_is_no_date_is_refused(studio: Studio, said: dict[str, object]) -> None:
    with pytest.raises(UserError):
        studio.set_person(ClusterId(1), **said)  # type: ignore[arg-type]


def test_in_a_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with closing(Studio(paths.under(tmp_path))) as studio:
        put(studio, [[ANA]] * 4)
    for said, birthday, year in (
        ("06-18", "06-18", None), ("2019-06-18", "06-18", 2019), ("none", None, None),
    ):  # fmt: skip
        assert run(["--data-dir", str(tmp_path), "people", "set", "1", "--birthday", said]) == 0
        row = json.loads(capsys.readouterr().out)["people"][0]
        assert (row["birthday"], row["birth_year"]) == (birthday, year)
