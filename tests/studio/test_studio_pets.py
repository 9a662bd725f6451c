"""The dog has a name: in captions, in the search and on cards; hidden, it is suggested no more."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from made_people import directions, put

from rollsuggest import paths
from rollsuggest.cli.main import run
from rollsuggest.errors import UserError
from rollsuggest.library import search, search_entry, view
from rollsuggest.model import AssetId
from rollsuggest.studio import Studio
from rollsuggest.suggest.engine import suggestible

ANA = directions(0.1)[0]
DOGS = frozenset({1, 2, 3, 4})


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Four photos of a dog, one with Ana; one in which a dog is unsure, and one of a cat taken for a dog."""
    with closing(Studio(paths.under(tmp_path))) as studio:
        put(studio, [[ANA], [], [], [], [], []])
        with studio._db.write() as db:
            labels = [(n, "theme", "pets_dog", 0.8) for n in (1, 2, 3)]
            labels += [(4, "object", "dog", 0.7), (5, "object", "dog", 0.4), (6, "object", "dog", 0.7)]
            labels += [(6, "theme", "pets_cat", 0.8)]
            db.executemany(
                "INSERT INTO label (asset_id, family, name, score, x, y, w, h)"
                " VALUES (?, ?, ?, ?, 0, 0, 1, 1)",
                labels,
            )
            db.execute("INSERT INTO feature SELECT id, zeroblob(2560) FROM asset")
    return tmp_path


@pytest.fixture
def studio(data: Path) -> Iterator[Studio]:
    with closing(Studio(paths.under(data))) as studio:
        yield studio


def caption(studio: Studio, asset: int) -> str:
    with studio._db.read() as db:
        return search_entry.captions(db, [AssetId(asset)])[AssetId(asset)]


def found(studio: Studio, words: str) -> set[int]:
    search.freshen(studio._db, lambda: False)
    return {tile.asset for tile in studio.search(words, date(2026, 6, 14)).tiles}


def suggested(studio: Studio) -> set[int]:
    with studio._db.read() as db:
        return {photo.id for photo in suggestible(view.build_view(db), nudity=False).photos}


def test_a_name_is_said_wherever_the_dog_is(studio: Studio) -> None:
    assert found(studio, "rex") == set()
    assert caption(studio, 2) == "A dog, May 2024"
    studio.set_pet("dog", name="  Rex ")
    assert [(p.kind, p.name, p.photos, p.one) for p in studio.pets()] == [("dog", "Rex", 4, True)]
    assert caption(studio, 1) == "One person with Rex, May 2024"
    assert caption(studio, 2) == "Rex, May 2024"
    assert "Rex" not in caption(studio, 5) and "Rex" not in caption(studio, 6)
    assert found(studio, "rex") == found(studio, "Rex") == DOGS
    with studio._db.read() as db:
        assert view.build_view(db).pets == {"dog": "Rex"}
    studio.set_pet("dog", name="")
    assert found(studio, "rex") == set() and caption(studio, 2) == "A dog, May 2024"


def test_a_hidden_pet_is_suggested_no_more_and_its_photos_stay(studio: Studio) -> None:
    studio.set_pet("dog", name="Rex", hidden=True)
    assert suggested(studio) == {5, 6}
    assert len(studio.tiles()) == 6
    assert [p.hidden for p in studio.pets()] == [True]
    assert caption(studio, 2) == "A dog, May 2024" and found(studio, "rex") == set()
    studio.set_pet("dog", hidden=False)
    assert suggested(studio) == {1, 2, 3, 4, 5, 6}
    assert caption(studio, 2) == "Rex, May 2024"


def test_several_dogs_are_not_offered_one_name(studio: Studio) -> None:
    with studio._db.write() as db:
        db.execute(
            "INSERT INTO label (asset_id, family, name, score, x, y, w, h)"
            " VALUES (4, 'object', 'dog', .8, 0, 0, .5, .5)"
        )
    assert [p.one for p in studio.pets()] == [False]


def test_in_a_terminal(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--data-dir", str(data), "people", "pet", "dog", "--name", "Rex", "--hide"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["pets"] == [{"kind": "dog", "name": "Rex", "hidden": True, "photos": 4}]


def test_there_are_no_other_kinds(studio: Studio) -> None:
    with pytest.raises(UserError, match="cow"):
        studio.set_pet("cow", name="Bella")
