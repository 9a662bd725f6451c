"""A folder as phones leave it, through the real Studio: photos, a video, a Live Photo, a broken film."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

import pytest
from made_films import CLOCKWISE, film
from PIL import Image

from rollsuggest import paths
from rollsuggest.cli.results import export_index
from rollsuggest.library.rows import IndexStatus, Tile
from rollsuggest.model import Kind, Purpose, Role
from rollsuggest.studio import Studio

PICTURES = Path(__file__).parent.parent / "pictures"
LISBON = "+38.7223-009.1393/"


def _motion_photo(path: Path, mp4: bytes) -> None:
    """Write a photo with a film behind it, as Google's phones do."""
    xmp = f'<rdf:Description GCamera:MicroVideo="1" GCamera:MicroVideoOffset="{len(mp4)}"/>'
    with Image.open(PICTURES / "rocket.jpg") as image:
        image.save(path, xmp=xmp.encode())
    path.write_bytes(path.read_bytes() + mp4)


@pytest.fixture(scope="module")
def roll(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("roll")
    shutil.copy(PICTURES / "coffee.jpg", folder / "IMG_0001.JPG")
    film(folder / "IMG_0001.MOV", seconds=2.5)
    shutil.copy(PICTURES / "chelsea.jpg", folder / "IMG_0002.JPG")
    tags = {"creation_time": "2025-07-04T23:30:10Z", "location": LISBON}
    film(folder / "IMG_0002.mp4", seconds=7, tags=tags, matrix=CLOCKWISE)
    motion = film(folder / "motion.mp4", seconds=1.5).rename(folder / "motion.bin")
    _motion_photo(folder / "PXL_0003.MP.jpg", motion.read_bytes())
    motion.unlink()
    (folder / "broken.mov").write_bytes(b"no film" * 100)
    return folder


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory, roll: Path) -> Iterator[Studio]:
    with closing(Studio(paths.under(tmp_path_factory.mktemp("data")))) as studio:
        studio.allow(Purpose.ANALYSE, Purpose.PLACES)
        studio.add_roll(roll)
        studio.index(lambda _status: None)
        yield studio


def the_video(studio: Studio) -> Tile:
    (tile,) = [tile for tile in studio.tiles() if tile.kind is Kind.VIDEO]
    return tile


def test_photos_and_the_long_film_are_shown_and_the_live_photos_film_is_not(studio: Studio) -> None:
    shown = {studio.photo(tile.asset).path.name for tile in studio.tiles()}
    assert shown == {"IMG_0001.JPG", "IMG_0002.JPG", "IMG_0002.mp4", "PXL_0003.MP.jpg"}
    assert [file.path for file in studio.unreadable()] == ["broken.mov"]
    status = studio.index_status()
    assert (status.done, status.total, status.failed) == (6, 6, 1)


def test_a_photo_tells_of_its_film(studio: Studio, roll: Path) -> None:
    clips = {detail.path.name: detail.clip for detail in map(studio.photo, (t.asset for t in studio.tiles()))}
    assert all(tile.film == (studio.photo(tile.asset).clip is not None) for tile in studio.tiles())
    live, motion = clips["IMG_0001.JPG"], clips["PXL_0003.MP.jpg"]
    assert live is not None and motion is not None
    assert (live.path, live.offset) == (roll / "IMG_0001.MOV", 0)
    assert live.duration_s == pytest.approx(2.5, abs=0.15)
    assert motion.path == roll / "PXL_0003.MP.jpg"
    assert motion.duration_s == pytest.approx(1.5, abs=0.15)
    assert motion.path.read_bytes()[motion.offset + 4 : motion.offset + 8] == b"ftyp"
    assert clips["IMG_0002.JPG"] is None and clips["IMG_0002.mp4"] is None


def test_a_photo_tells_how_it_came_out(studio: Studio) -> None:
    words = {tile.kind: studio.photo(tile.asset).came_out for tile in studio.tiles()}
    assert words[Kind.VIDEO] == ""
    names = {
        detail.path.name: detail.came_out for detail in map(studio.photo, (t.asset for t in studio.tiles()))
    }
    assert "sharp" in names["IMG_0002.JPG"].split(", ")


def test_a_video_is_dated_placed_and_upright(studio: Studio) -> None:
    tile = the_video(studio)
    assert (tile.width, tile.height) == (180, 320)
    assert tile.duration_s == pytest.approx(7, abs=0.2)
    detail = studio.photo(tile.asset)
    assert (detail.taken_at, detail.place) == (datetime(2025, 7, 5, 0, 30, 10), "Lisbon")
    for picture in (studio.thumbnail(tile.asset), studio.screen_copy(tile.asset)):
        with Image.open(picture) as image:
            assert image.size == (180, 320)
            red, _green, blue = image.convert("RGB").getpixel((150, 160))  # type: ignore[misc]
            assert red > blue + 80, "what was above lies on the right"


def test_videos_are_in_no_suggestion_but_in_the_index_export(studio: Studio) -> None:
    videos = {the_video(studio).asset}
    for card in studio.suggestions(date(2026, 7, 4)):
        assert not videos & {*card.suggestion.photos, *card.recipe.photos}
    told = {asset["path"]: asset for asset in export_index(studio)["assets"]}
    photos = {"IMG_0001.JPG", "IMG_0002.JPG", "PXL_0003.MP.jpg"}
    assert {name for name, asset in told.items() if asset["kind"] == "photo"} == photos
    assert {name for name, asset in told.items() if asset["kind"] == "video"} == {
        "IMG_0002.mp4",
        "broken.mov",
    }
    assert told["IMG_0002.mp4"]["duration_s"] == pytest.approx(7, abs=0.2)
    assert told["IMG_0002.mp4"]["place"] == "Lisbon" and not told["IMG_0002.mp4"]["place_inferred"]
    assert told["IMG_0001.JPG"]["duration_s"] is None


def test_a_recording_of_the_screen_is_no_video_to_remember(tmp_path: Path) -> None:
    roll = tmp_path / "roll"
    roll.mkdir()
    film(roll / "Screen_Recording_20240501_101010.mp4", seconds=3)
    film(roll / "VID_20240501_101112.mp4", seconds=4)
    with closing(Studio(paths.under(tmp_path / "data"))) as studio:
        studio.allow(Purpose.ANALYSE)
        studio.add_roll(roll)
        studio.index(lambda _status: None)
        (out,) = studio.sorted_out()
        assert (out.path, out.role, out.why) == (
            "Screen_Recording_20240501_101010.mp4",
            Role.SCREENSHOT,
            "name",
        )
        assert out.kind is Kind.VIDEO and out.duration_s == pytest.approx(3, abs=0.2)
        studio.set_role([out.asset], Role.PHOTO)
        assert [(file.by_you, file.role) for file in studio.sorted_out()] == [(True, Role.PHOTO)]


def test_a_second_run_finds_nothing_to_do(studio: Studio) -> None:
    said: list[IndexStatus] = []
    before = studio.tiles()
    studio.index(said.append)
    assert studio.tiles() == before
    assert all(status.done == status.total for status in said if status.state == "looking")


def test_a_film_whose_photo_went_away_is_shown(studio: Studio, roll: Path) -> None:
    (roll / "IMG_0001.JPG").unlink()
    studio.index(lambda _status: None)
    shown = {studio.photo(tile.asset).path.name for tile in studio.tiles()}
    assert shown == {"IMG_0001.MOV", "IMG_0002.JPG", "IMG_0002.mp4", "PXL_0003.MP.jpg"}
