"""One evening with the real Studio: real files, real workers, real detectors, pictures we may ship."""

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from PIL import Image

from rollsuggest import paths
from rollsuggest.errors import ConsentError, UserError
from rollsuggest.library.rows import IndexStatus
from rollsuggest.model import AssetId, Format, Make, Purpose, Recipe, SuggestionState
from rollsuggest.settings import Settings
from rollsuggest.studio import Changed, Studio

ASTRONAUT = paths.resources() / "pictures" / "astronaut.jpg"
PICTURES = Path(__file__).parent.parent / "pictures"
TODAY = date(2026, 6, 14)


def shoot(source: Path, path: Path, taken: datetime) -> None:
    """Save a photo with the date and make that a phone writes."""
    with Image.open(source) as image:
        exif = image.getexif()
        exif[0x010F], exif[0x0110] = "Apple", "iPhone 13"
        exif.get_ifd(0x8769)[0x9003] = taken.strftime("%Y:%m:%d %H:%M:%S")
        image.save(path, exif=exif, quality=90)


@pytest.fixture(scope="module")
def roll(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("roll")
    for number, picture in enumerate(sorted(PICTURES.glob("*.jpg"))):
        shoot(picture, folder / f"IMG_{number:04}.jpg", datetime(2026, 5, 1 + 2 * number, 10, number * 3))
    shutil.copy(ASTRONAUT, folder / "astronaut.jpg")
    (folder / "empty.jpg").touch()
    (folder / "text.png").write_text("no picture")
    (folder / "notes.txt").write_text("not even called one")
    return folder


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory, roll: Path) -> Iterator[Studio]:
    with closing(Studio(paths.under(tmp_path_factory.mktemp("data")))) as studio:
        studio.allow(Purpose.ANALYSE, Purpose.FACES, Purpose.PLACES)
        studio.add_roll(roll)
        before = digests(roll)
        studio.index(lambda status: None)
        assert digests(roll) == before, "an original was changed"
        yield studio


def digests(folder: Path) -> dict[str, tuple[str, int]]:
    return {
        file.name: (hashlib.sha256(file.read_bytes()).hexdigest(), file.stat().st_mtime_ns)
        for file in folder.iterdir()
    }


def test_every_photo_is_found_and_every_bad_file_listed(studio: Studio) -> None:
    assert len(studio.tiles()) == 12
    assert {file.path for file in studio.unreadable()} == {"empty.jpg", "text.png"}
    assert all(file.reason for file in studio.unreadable())
    assert studio.index_status().done == 14


def test_thumbnails_are_there_small_and_bare(studio: Studio) -> None:
    for tile in studio.tiles():
        with Image.open(studio.thumbnail(tile.asset)) as image:
            assert max(image.size) <= 480 * 1.1
            assert not image.getexif()


def test_a_photo_is_shown_whatever_its_format_and_stays_bare(studio: Studio) -> None:
    tile = studio.tiles()[0]
    copy = studio.screen_copy(tile.asset)
    with Image.open(copy) as image:
        assert image.size == (tile.width, tile.height)
        assert not image.getexif()
    assert studio.screen_copy(tile.asset) == copy


def test_the_face_is_found_and_a_person(studio: Studio) -> None:
    astronaut = next(a for a in studio.indexed() if a.path == "astronaut.jpg")
    (face,) = astronaut.faces
    assert 0.3 < face.box.centre[0] < 0.6 and face.box.centre[1] < 0.5


EVENING = """
import sys
from datetime import date
from pathlib import Path
from rollsuggest import paths
from rollsuggest.model import Purpose
from rollsuggest.studio import Changed, Studio

studio = Studio(paths.under(Path(sys.argv[1])))
studio.allow(Purpose.ANALYSE, Purpose.FACES)
studio.add_roll(Path(sys.argv[2]))
studio.index(lambda status: None)
cards = studio.suggestions(date(2026, 6, 14))
studio.preview(cards[0].recipe, 200)
studio.close()
print(sorted({"cv2", "onnxruntime", "PIL", "numpy", "av"} & set(sys.modules)))
"""


def test_the_process_of_the_window_loads_no_detector_and_no_decoder(roll: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-c", EVENING, str(tmp_path / "data"), str(roll)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_second_run_does_nothing_twice(studio: Studio) -> None:
    said: list[IndexStatus] = []
    studio.index(said.append)
    looked = [status for status in said if status.state == "looking"]
    assert all(status.done == status.total == 14 for status in looked)
    assert said[-1].state == "done"


def test_the_month_is_suggested_and_made(studio: Studio, tmp_path: Path) -> None:
    cards = {card.suggestion.kind: card for card in studio.suggestions(TODAY)}
    month = cards["month_recap"]
    assert (month.suggestion.title, month.suggestion.subject) == ("May 2026", "2026-05")
    assert month.suggestion.reason
    for shape in Format:
        out = tmp_path / f"{shape}.jpg"
        studio.make(replace(month.recipe, format=shape), out, key=month.suggestion.key)
        with Image.open(out) as image:
            assert image.size == shape.size_px
    assert {c.path for c in studio.creations()} >= {tmp_path / f"{shape}.jpg" for shape in Format}
    assert studio.card(month.suggestion.key, TODAY).state is SuggestionState.MADE


def test_two_runs_a_day_make_one_and_dismissed_stays_dismissed(studio: Studio) -> None:
    first = [card.suggestion.key for card in studio.suggestions(TODAY)]
    assert first == [card.suggestion.key for card in studio.suggestions(TODAY)]
    studio.dismiss(first[0])
    assert first[0] not in [card.suggestion.key for card in studio.suggestions(TODAY)]
    studio.undismiss(first[0])
    assert first == [card.suggestion.key for card in studio.suggestions(TODAY)]


def test_an_edit_is_kept_and_previews_are_cached(studio: Studio) -> None:
    card = studio.suggestions(TODAY)[0]
    edited = replace(card.recipe, title="Our May", format=Format.SQUARE)
    said: list[Changed] = []
    stop = studio.subscribe(said.append)
    studio.keep_recipe(card.suggestion.key, edited)
    stop()
    kept = studio.card(card.suggestion.key, TODAY)
    assert kept.recipe == edited and kept.title == "Our May" and "suggestions" in said[-1].topics
    preview = studio.preview(edited, 300)
    assert studio.preview(edited, 300) == preview
    with Image.open(preview) as image:
        assert image.size == (300, 300)


def test_a_film_called_off_leaves_nothing(studio: Studio, tmp_path: Path) -> None:
    from rollsuggest.errors import CancelledError

    recipe = Recipe(Make.RECAP, tuple(tile.asset for tile in studio.tiles()[:8]), Format.SQUARE, title="May")
    told: list[float] = []
    with pytest.raises(CancelledError):
        studio.make(recipe, tmp_path / "film.mp4", progress=told.append, cancelled=lambda: told[-1:] > [0.02])
    assert list(tmp_path.iterdir()) == []


def test_an_original_is_never_written_over(studio: Studio, roll: Path) -> None:
    recipe = Recipe(Make.COLLAGE, tuple(tile.asset for tile in studio.tiles()[:4]))
    before = digests(roll)
    with pytest.raises(UserError, match="one of your photos"):
        studio.make(recipe, roll / "IMG_0001.jpg")
    with pytest.raises(UserError, match="one of your photos"):
        studio.make_of_files([ASTRONAUT], Recipe(Make.RESTYLE, (), style="anime"), ASTRONAUT)
    assert digests(roll) == before


def test_photos_that_are_gone_are_told(studio: Studio, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="not there any more"):
        studio.make(Recipe(Make.COLLAGE, (AssetId(9999),)), tmp_path / "out.jpg")


def test_folders_inside_each_other_are_refused(studio: Studio, roll: Path) -> None:
    with pytest.raises(UserError, match="inside each other"):
        studio.add_roll(roll.parent)


def test_suggestions_off_means_none_and_no_looking(studio: Studio) -> None:
    studio.change_settings(replace(studio.settings(), suggestions=False))
    assert studio.suggestions(TODAY) == ()
    with pytest.raises(UserError, match="off"):
        studio.start_indexing()
    studio.change_settings(Settings())
    assert studio.suggestions(TODAY)


def test_withdrawing_faces_erases_them_and_nothing_else(studio: Studio) -> None:
    faces = studio.stored().faces
    assert faces
    studio.withdraw(Purpose.FACES)
    assert studio.stored().faces == 0
    assert len(studio.tiles()) == 12
    assert not list(studio.paths.previews.iterdir())
    studio.index(lambda status: None)
    assert studio.stored().faces == 0
    studio.allow(Purpose.FACES)
    studio.index(lambda status: None)
    assert studio.stored().faces == faces


def test_without_analysis_nothing_more_is_shown_or_made(studio: Studio, tmp_path: Path) -> None:
    recipe = studio.suggestions(TODAY)[0].recipe
    studio.withdraw(Purpose.ANALYSE)
    assert studio.suggestions(TODAY) == ()
    for act in (
        studio.start_indexing,
        lambda: studio.preview(recipe, 300),
        lambda: studio.make(recipe, tmp_path / "out.jpg"),
    ):
        with pytest.raises(ConsentError):
            act()
    studio.allow(Purpose.ANALYSE, Purpose.FACES, Purpose.PLACES)


def test_a_removed_folder_leaves_nothing_behind(studio: Studio, roll: Path) -> None:
    (watched,) = studio.rolls()
    studio.remove_roll(watched.id)
    assert studio.tiles() == ()
    assert studio.stored().photos == 0
    assert [file for file in studio.paths.thumbnails.rglob("*") if file.is_file()] == []
    assert len(digests(roll)) == 15


def test_erase_all_is_the_first_day(studio: Studio) -> None:
    studio.erase_all()
    assert not studio.grants().asked
    assert studio.settings() == Settings()
    assert studio.stored().photos == 0
