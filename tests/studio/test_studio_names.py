"""Names go from files into the library and out again, through the real studio with a real face."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageFilter, ImageOps, ImageStat

from rollsuggest import paths
from rollsuggest.cli.main import run
from rollsuggest.errors import CancelledError, ConsentError, UserError
from rollsuggest.library.face_regions import of_packet, turned
from rollsuggest.library.faces import overlap
from rollsuggest.library.rows import PersonRow, Reveals
from rollsuggest.library.xmp_export import as_stored
from rollsuggest.model import Box, ClusterId, Format, Make, Purpose, Recipe
from rollsuggest.studio import Studio

ASTRONAUT = paths.resources() / "pictures" / "astronaut.jpg"
XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><mwg-rs:Regions><mwg-rs:RegionList><rdf:Bag>
<rdf:li><rdf:Description mwg-rs:Name="{name}" mwg-rs:Type="Face">
<mwg-rs:Area stArea:x="{x}" stArea:y="{y}" stArea:w="{w}" stArea:h="{h}"/></rdf:Description></rdf:li>
</rdf:Bag></mwg-rs:RegionList></mwg-rs:Regions></x:xmpmeta>"""
FACE = Box(0.36, 0.11, 0.17, 0.22)  # of the astronaut, drawn by hand
TURNED = 6  # how the second photo is stored


def xmp(name: str, box: Box) -> bytes:
    x, y = box.centre
    return XMP.format(name=name, x=x, y=y, w=box.w, h=box.h).encode()


@pytest.fixture(scope="module")
def looked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two photos of one person: one says her name, one is stored turned and says it too."""
    folder = tmp_path_factory.mktemp("names")
    roll = folder / "roll"
    roll.mkdir()
    with Image.open(ASTRONAUT) as image:
        image.save(roll / "a.jpg", quality=92, xmp=xmp("Eileen &amp; Co", FACE))
        exif = Image.Exif()
        exif[0x0112] = TURNED
        stored = ImageOps.autocontrast(image).rotate(90, expand=True)
        stored.save(
            roll / "b.jpg", quality=90, exif=exif, xmp=xmp("Eileen &amp; Co", as_stored(FACE, TURNED))
        )
    with closing(Studio(paths.under(folder / "data"))) as studio:
        studio.allow(Purpose.ANALYSE, Purpose.FACES)
        studio.add_roll(roll)
        studio.index(lambda status: None)
        assert len(studio.people()) == 1
    return folder


@pytest.fixture
def studio(looked: Path) -> Iterator[Studio]:
    with closing(Studio(paths.under(looked / "data"))) as studio:
        yield studio
        if studio.grants().has(Purpose.FACES):
            for row in studio.people():
                studio.set_person(row.cluster, name="", hidden=False, favourite=False, me=False, relation="")


def the_one(studio: Studio) -> PersonRow:
    (row,) = studio.people()
    return row


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_box_turned_back_is_where_it_was(orientation: int) -> None:
    box = Box(0.1, 0.2, 0.3, 0.15)
    assert overlap(turned(as_stored(box, orientation), orientation), box) > 0.999


def test_names_in_files_are_found_taken_and_given_back(studio: Studio) -> None:
    told: list[float] = []
    (found,) = studio.names_in_files(told.append)
    assert (found.name, len(found.faces), found.cluster) == ("Eileen & Co", 2, the_one(studio).cluster)
    assert told[-1] == 1
    taken = studio.take_names([found])
    assert the_one(studio).name == "Eileen & Co"
    assert studio.names_in_files() == ()  # no news any more
    studio.give_names_back(taken)
    assert the_one(studio).name == ""
    assert studio.names_in_files() == (found,)
    with pytest.raises(CancelledError):
        studio.names_in_files(cancelled=lambda: True)


def test_a_name_for_somebody_else_becomes_a_person_of_its_own_until_it_is_given_back(studio: Studio) -> None:
    before = the_one(studio)
    studio.set_person(before.cluster, name="Rui")
    (found,) = studio.names_in_files()
    taken = studio.take_names([found])
    assert [row.name for row in studio.people()] == ["Eileen & Co"]
    studio.give_names_back(taken)
    after = the_one(studio)
    assert (after.cluster, after.name, after.photos) == (before.cluster, "Rui", 2)


def test_a_face_without_a_name_is_blurred_in_what_is_saved_and_one_with_a_name_is_not(
    studio: Studio, tmp_path: Path
) -> None:
    (asset, box), *_others = [(face.asset, face.box) for face in studio.person_faces(the_one(studio).cluster)]
    recipe = Recipe(Make.RESTYLE, (asset,), Format.SQUARE, "pop", strength=0.0, blur=True)
    (source,) = studio._sources(recipe).values()
    assert source.blurred == source.faces and len(source.faces) == 1 and not source.film
    assert studio.reveals(recipe) == Reveals(nameless=1)
    seen = detail(studio.preview(replace(recipe, blur=False), 400), box)
    assert detail(studio.preview(recipe, 400), box) < seen / 2
    studio.set_person(the_one(studio).cluster, name="Eileen")
    assert studio.reveals(recipe) == Reveals(("Eileen",))
    assert detail(studio.preview(recipe, 400), box) > seen * 0.9
    studio.set_person(the_one(studio).cluster, name="", me=True)
    assert studio.reveals(recipe) == Reveals(owner=True)


def detail(picture: Path, box: Box) -> float:
    """Return how much a face differs from itself made soft."""
    with Image.open(picture) as image:
        w, h = image.size
        edges = (box.x * w, box.y * h, (box.x + box.w) * w, (box.y + box.h) * h)
        face = image.convert("L").crop(edges)
    return ImageStat.Stat(ImageChops.difference(face, face.filter(ImageFilter.GaussianBlur(2)))).mean[0]


def test_what_goes_out_comes_in_again(studio: Studio, looked: Path, tmp_path: Path) -> None:
    cluster = the_one(studio).cluster
    studio.set_person(cluster, name='Ana "A" <Sá>')
    assert studio.export_names(tmp_path) == 2
    boxes = {studio.photo(face.asset).path.name: face.box for face in studio.person_faces(cluster)}
    for name, orientation in (("a.jpg", 1), ("b.jpg", TURNED)):
        (region,) = of_packet((tmp_path / "roll" / f"{name}.xmp").read_text("utf-8"))
        assert region.name == 'Ana "A" <Sá>'
        assert overlap(turned(region.box, orientation), boxes[name]) > 0.99
    for written in (tmp_path / "roll").iterdir():
        (looked / "roll" / written.name).write_bytes(written.read_bytes())
    try:
        studio.set_person(cluster, name="")
        assert 'Ana "A" <Sá>' in {found.name for found in studio.names_in_files()}
    finally:
        for written in (looked / "roll").glob("*.xmp"):
            written.unlink()


def test_nobody_hidden_goes_out_and_other_programs_files_stay(studio: Studio, tmp_path: Path) -> None:
    cluster = the_one(studio).cluster
    studio.set_person(cluster, name="Ana")
    other = tmp_path / "roll" / "a.jpg.xmp"
    other.parent.mkdir()
    other.write_text("of another program", "utf-8")
    assert studio.export_names(tmp_path) == 1
    assert other.read_text("utf-8") == "of another program"
    studio.set_person(cluster, hidden=True)
    assert studio.export_names(tmp_path / "more") == 0
    assert studio.names_in_files() == ()


def test_one_person_is_me_and_words_are_kept(studio: Studio) -> None:
    first = studio.person_faces(the_one(studio).cluster)[0].face
    new, act = studio.split([first])
    old = next(row.cluster for row in studio.people() if row.cluster != new)
    studio.set_person(old, me=True, favourite=True, relation="  my  sister ")
    studio.set_person(new, me=True)
    said = {row.cluster: (row.me, row.favourite, row.relation) for row in studio.people()}
    assert said == {old: (False, True, "my sister"), new: (True, False, "")}
    studio.set_person(new, hidden=True)
    with pytest.raises(UserError, match="hidden"):
        studio.merge([old, new])
    studio.set_person(new, hidden=False, me=False)
    studio.undo_people(act)
    assert ClusterId(old) == the_one(studio).cluster


def test_the_terminal_takes_names_and_lets_them_go_out(
    studio: Studio, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = ["--data-dir", str(studio.paths.data)]
    assert run([*data, "people", "--import-names", "--preview"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "names": [{"name": "Eileen & Co", "faces": 2, "guessed": 0}]
    }
    assert the_one(studio).name == ""
    assert run([*data, "people", "--import-names"]) == 0
    assert the_one(studio).name == "Eileen & Co"
    capsys.readouterr()
    assert run([*data, "people", "--export-names", str(tmp_path)]) == 0
    assert json.loads(capsys.readouterr().out) == {"written": 2}


def test_nothing_of_people_is_left_in_the_database_after_erasing(studio: Studio) -> None:
    cluster = the_one(studio).cluster
    studio.set_person(cluster, name="Zebulonia", relation="godmother-in-law")
    faces = [face.face for face in studio.person_faces(cluster)]
    new, _act = studio.split(faces[:1])
    studio.set_person(new, name="Quirinius")
    studio.not_a_face(faces[1:])

    def stored() -> bytes:
        return b"".join(file.read_bytes() for file in studio.paths.data.glob("library.sqlite*"))

    words = (b"Zebulonia", b"godmother-in-law", b"Quirinius")
    assert all(word in stored() for word in words)
    studio.erase_faces()
    assert not [word for word in words if word in stored()]
    with studio._db.read() as db:
        for table in ("face", "face_verdict", "spot", "people_act", "cluster_sum", "cluster", "person"):
            assert db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] == 0, table
    assert studio.people() == ()
    for act in (studio.names_in_files, lambda: studio.export_names(studio.paths.data)):
        with pytest.raises(ConsentError):
            act()
