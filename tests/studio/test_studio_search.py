"""Captions and searching with the real Studio: real files, real workers, pictures we may ship."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import av
import pytest
from PIL import Image

from rollsuggest import paths
from rollsuggest.cli.main import run
from rollsuggest.library import search
from rollsuggest.library.rows import Tile
from rollsuggest.model import AssetId, Make, Purpose, Recipe
from rollsuggest.studio import Studio

PICTURES = Path(__file__).parent.parent / "pictures"
TODAY = date(2026, 6, 14)
Capture = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def studio(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    folder = tmp_path_factory.mktemp("roll")
    for month, name in enumerate(("chelsea", "coffee", "astronaut"), 5):
        source = paths.resources() / "pictures" if name == "astronaut" else PICTURES
        with Image.open(source / f"{name}.jpg") as image:
            exif = image.getexif()
            exif.get_ifd(0x8769)[0x9003] = f"2024:{month:02}:14 12:00:00"
            exif.get_ifd(0x8825).update({1: "N", 2: (41.0, 9.0, 0.0), 3: "W", 4: (8.0, 37.0, 0.0)})
            image.save(folder / f"{name}.jpg", exif=exif)
    with closing(Studio(paths.under(data))) as studio:
        studio.allow(Purpose.ANALYSE, Purpose.FACES, Purpose.PLACES)
        studio.add_roll(folder)
        studio.index(lambda status: None)
        yield studio


def asset(studio: Studio, name: str) -> AssetId:
    return next(a.id for a in studio.indexed() if a.path == name)


def found(studio: Studio, text: str) -> list[str]:
    tiles = studio.search(text, TODAY, patient=True).tiles
    return sorted(studio.names(tile.asset for tile in tiles).values())


def test_a_run_leaves_everything_ready_to_be_found(studio: Studio) -> None:
    with studio._db.read() as db:
        assert db.execute("SELECT count(*) FROM stale").fetchone()[0] == 0
        assert db.execute("SELECT count(*) FROM search").fetchone()[0] == 3


def test_an_index_that_is_dropped_during_a_search_is_still_read(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    matching = search._matching

    def dropped(db: sqlite3.Connection, asked: str) -> tuple[Tile, ...]:
        with studio._db.write() as other:
            search.forget(other)
        return matching(db, asked)

    monkeypatch.setattr(search, "_matching", dropped)
    assert len(studio.search("cat", TODAY, patient=True).tiles) == 1
    monkeypatch.undo()
    assert found(studio, "cat") == ["chelsea.jpg"]


def test_photos_are_found_by_what_is_known_of_them(studio: Studio) -> None:
    assert found(studio, "cat") == ["chelsea.jpg"]
    assert found(studio, "june 2024") == ["coffee.jpg"]
    assert found(studio, "porto person") == ["astronaut.jpg"]
    person = next(p.cluster for p in studio.people())
    studio.set_person(person, name="Eileen")
    assert found(studio, "eileen") == ["astronaut.jpg"]
    eileen = asset(studio, "astronaut.jpg")
    assert studio.captions([eileen]) == {eileen: "Eileen in Porto, July 2024"}
    recipe = Recipe(Make.COLLAGE, (eileen, eileen))
    assert studio.caption_of(recipe) == "Eileen in Porto, July 2024: collage of 2 photos"
    assert set(studio.search_hints()) >= {"Eileen", "Porto", "2024"}


@pytest.mark.parametrize("suffix", [".jpg", ".mp4"])
def test_what_leaves_the_computer_says_neither_who_nor_where(
    studio: Studio, tmp_path: Path, suffix: str
) -> None:
    studio.set_person(next(p.cluster for p in studio.people()), name="Eileen")
    out = tmp_path / f"made{suffix}"
    eileen, cat, coffee = (asset(studio, f"{name}.jpg") for name in ("astronaut", "chelsea", "coffee"))
    photos = (eileen,) if suffix == ".jpg" else (eileen, cat, coffee)
    make = Make.COLLAGE if suffix == ".jpg" else Make.RECAP
    studio.make(Recipe(make, photos), out)
    if suffix == ".jpg":
        with Image.open(out) as image:
            assert "One person: collage of 1 photo" in image.info["xmp"].decode()
    else:
        with av.open(str(out)) as film:
            assert film.metadata["description"] == "Film of 3 photos"
    assert not [word for word in (b"Eileen", b"Porto", b"2024") if word in out.read_bytes()]


def test_withdrawing_consent_takes_names_and_places_out_of_search(
    studio: Studio, data: Path, capsys: Capture
) -> None:
    studio.set_person(next(p.cluster for p in studio.people()), name="Eileen")
    assert found(studio, "eileen porto") == ["astronaut.jpg"]
    assert run(["--data-dir", str(data), "search", "eileen"]) == 0
    assert capsys.readouterr().out == "astronaut.jpg\tEileen in Porto, July 2024\n"
    studio.withdraw(Purpose.FACES, Purpose.PLACES)
    for file in data.glob("library.sqlite*"):
        assert not [word for word in (b"Eileen", b"eileen", b"Porto", b"porto") if word in file.read_bytes()]
    assert found(studio, "eileen") == found(studio, "porto") == []
    assert run(["--data-dir", str(data), "search", "--json", "july", "2024"]) == 0
    (photo,) = json.loads(capsys.readouterr().out)["photos"]
    assert photo["path"] == "astronaut.jpg" and photo["caption"].endswith("July 2024")
    assert "person" not in photo["caption"]
    assert run(["--data-dir", str(data), "search", "eileen"]) == 0
    assert "Nothing found" in capsys.readouterr().err
