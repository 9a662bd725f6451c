"""Sets of photos and films drawn, through the real Studio: with progress, marked, and by what is allowed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import av
import pytest
from made_films import film
from PIL import Image

from rollsuggest import paths
from rollsuggest.errors import CancelledError, ConsentError, UserError
from rollsuggest.jobs import worker
from rollsuggest.library.sample import lay_out
from rollsuggest.model import AssetId, Format, Kind, Make, Purpose, Recipe
from rollsuggest.studio import Studio

PICTURES = Path(__file__).parent.parent / "pictures"
ASTRONAUT = paths.resources() / "pictures" / "astronaut.jpg"


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    roll = tmp_path_factory.mktemp("roll")
    for picture in (PICTURES / "coffee.jpg", PICTURES / "chelsea.jpg", ASTRONAUT):
        shutil.copy(picture, roll)
    film(roll / "sea.mp4", size=(128, 72), seconds=0.5)
    with closing(Studio(paths.under(tmp_path_factory.mktemp("data")))) as studio:
        studio.allow(Purpose.ANALYSE, Purpose.FACES)
        studio.add_roll(roll)
        studio.index(lambda _status: None)
        yield studio


def _photos(studio: Studio, kind: Kind = Kind.PHOTO) -> tuple[AssetId, ...]:
    return tuple(tile.asset for tile in studio.tiles() if tile.kind is kind)


def _marked(path: Path) -> bool:
    return b"digitalsourcetype/algorithmicallyEnhanced" in path.read_bytes()


def test_a_drawn_collage_tells_its_progress_and_is_kept(studio: Studio) -> None:
    recipe = Recipe(Make.COLLAGE, _photos(studio), drawn="sketch")
    told: list[float] = []
    drawn = studio.preview(recipe, 200, told.append)
    assert told == pytest.approx([1 / 3, 2 / 3, 1])
    assert drawn != studio.preview(replace(recipe, drawn=""), 200)
    told.clear()
    assert studio.preview(recipe, 200, told.append) == drawn and not told
    with pytest.raises(CancelledError):
        studio.preview(replace(recipe, drawn="oil"), 200, told.append, lambda: len(told) == 1)
    assert len(told) == 1
    with pytest.raises(UserError, match="no style"):
        studio.preview(replace(recipe, drawn="cubism"), 200)


def test_what_is_drawn_is_marked_and_said(studio: Studio, tmp_path: Path) -> None:
    recipe = Recipe(Make.COLLAGE, _photos(studio), drawn="sketch")
    told: list[float] = []
    studio.make(recipe, tmp_path / "drawn.jpg", progress=told.append)
    studio.make(replace(recipe, drawn=""), tmp_path / "plain.jpg")
    assert _marked(tmp_path / "drawn.jpg") and not _marked(tmp_path / "plain.jpg")
    assert b"collage of 3 photos, redrawn" in (tmp_path / "drawn.jpg").read_bytes().lower()
    assert studio.caption_of(recipe).endswith("ollage of 3 photos, redrawn")
    assert studio.creations()[0].recipe == replace(recipe, drawn="") or studio.creations()[1].recipe == recipe


def test_a_photo_drawn_whole_is_seen_and_saved_uncut(studio: Studio, tmp_path: Path) -> None:
    known = (studio.photo(asset) for asset in _photos(studio))
    photo = next(one for one in known if one.width > 1.2 * one.height)
    recipe = Recipe(Make.RESTYLE, (photo.asset,), Format.SQUARE, "sketch", whole=True)
    ratio = photo.width / photo.height
    with Image.open(studio.preview(recipe, 200)) as seen:
        assert seen.height == 200 and abs(seen.width / 200 - ratio) < 0.01
    studio.make(recipe, tmp_path / "whole.jpg")
    with Image.open(tmp_path / "whole.jpg") as saved:
        assert max(saved.size) == 1080 and abs(saved.width / saved.height - ratio) < 0.01


def test_a_drawn_collage_can_be_called_off(studio: Studio, tmp_path: Path) -> None:
    recipe = Recipe(Make.COLLAGE, _photos(studio), drawn="oil")
    told: list[float] = []
    with pytest.raises(CancelledError):
        studio.make(recipe, tmp_path / "a.jpg", progress=told.append, cancelled=lambda: bool(told))
    assert not list(tmp_path.iterdir())


def test_a_video_is_drawn_in_its_shape_and_marked(studio: Studio, tmp_path: Path) -> None:
    (video,) = _photos(studio, Kind.VIDEO)
    recipe = Recipe(Make.RESTYLE, (video,), style="sketch", clip=True)
    assert studio.film_lasts_s(video) == pytest.approx(0.5, abs=0.1)
    assert studio.film_lasts_s(_photos(studio)[0]) is None
    assert studio.caption_of(recipe).endswith("rawn film")
    studio.preview(recipe, 72)
    out = tmp_path / "sea.mp4"
    studio.make(recipe, out)
    with av.open(str(out)) as made:
        assert (made.streams.video[0].width, made.streams.video[0].height) == (128, 72)
        assert made.metadata["description"].endswith("rawn film")
    assert _marked(out)


def test_whoever_is_hidden_meanwhile_is_not_drawn(studio: Studio, tmp_path: Path) -> None:
    photos = _photos(studio)
    row = next(row for row in studio.people() if studio.person_tiles(row.cluster))
    (theirs,) = (tile.asset for tile in studio.person_tiles(row.cluster))
    recipe = Recipe(Make.COLLAGE, photos, drawn="manga")
    told: list[float] = []

    def hide(share: float) -> None:
        told.append(share)
        studio.set_person(row.cluster, hidden=True)

    try:
        shown = studio.preview(recipe, 160, hide)
        others = replace(recipe, photos=tuple(photo for photo in photos if photo != theirs))
        assert shown.read_bytes() == studio.preview(others, 160).read_bytes()
        assert told[0] == pytest.approx(1 / 3)
        assert studio.film_lasts_s(theirs) is None
        with pytest.raises(UserError):
            studio.make(Recipe(Make.RESTYLE, (theirs,), clip=True), tmp_path / "a.mp4")
    finally:
        studio.set_person(row.cluster, hidden=False)
    assert not list(tmp_path.iterdir())


def test_without_consent_to_faces_nothing_looks_for_them(
    studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recipe = Recipe(Make.COLLAGE, _photos(studio), drawn="sketch")
    with_faces = studio._job(recipe, 200)
    assert with_faces.faces and any(source.faces for source in with_faces.sources.values())
    assert worker._tools(with_faces).face_marks is not None
    sent: list[worker.RenderJob] = []
    monkeypatch.setattr("rollsuggest.jobs.exports.export", lambda job, *_rest: sent.append(job))
    studio.withdraw(Purpose.FACES)
    try:
        studio.make(recipe, tmp_path / "a.jpg")
        studio.make_of_files([ASTRONAUT], Recipe(Make.RESTYLE, ()), tmp_path / "b.jpg")
        for job in (studio._job(recipe, 200), *sent):
            assert not job.faces and not any(source.faces for source in job.sources.values())
            tools = worker._tools(job)
            assert tools.face_marks is None and tools.face_vectors is None
    finally:
        studio.allow(Purpose.FACES)
    assert len(sent) == 2


def test_files_by_name_are_on_a_map_where_places_are_allowed_and_nowhere_else(
    studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    boat = lay_out(tmp_path / "roll", date(2026, 6, 14)) / "boats_01.jpg"
    sent: list[worker.RenderJob] = []
    monkeypatch.setattr("rollsuggest.jobs.exports.export", lambda job, *_rest: sent.append(job))
    on_map, plain = Recipe(Make.COLLAGE, (), style="map"), Recipe(Make.COLLAGE, ())
    with pytest.raises(ConsentError):
        studio.make_of_files([boat], on_map, tmp_path / "a.jpg")
    studio.allow(Purpose.PLACES)
    try:
        for recipe in (on_map, plain):
            studio.make_of_files([boat], recipe, tmp_path / "a.jpg")
    finally:
        studio.withdraw(Purpose.PLACES)
    (there,), (nowhere,) = (job.sources.values() for job in sent)
    assert there.place == "Lagos" and there.position == pytest.approx((37.10, -8.67), abs=0.01)
    assert nowhere.place == "" and nowhere.position is None
