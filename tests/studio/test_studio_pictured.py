"""Who is seen in a screenshot, a document or a meme is nobody of the family, unless the person says so."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from made_people import clusters, directions, put

from rollsuggest import paths
from rollsuggest.library import decisions, grouping
from rollsuggest.model import AssetId, ClusterId, FaceId, Role
from rollsuggest.studio import Studio

ANA, _SISTER, RUI = directions(0.52)


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    with closing(Studio(paths.under(tmp_path))) as studio:
        yield studio


def put_pictures(studio: Studio, photos: list[list[object]], role: str) -> None:
    """Store pictures that are no photos, as indexing does: their role is known when they are grouped."""
    with studio._db.write() as db:
        db.execute(f"CREATE TEMP TRIGGER pictured AFTER INSERT ON asset BEGIN"
                   f" UPDATE asset SET role = '{role}' WHERE id = NEW.id; END")  # fmt: skip
    try:
        put(studio, photos)  # type: ignore[arg-type]
    finally:
        with studio._db.write() as db:
            db.execute("DROP TRIGGER pictured")


def shown(studio: Studio) -> set[int]:
    return {tile.asset for tile in studio.tiles()}


@pytest.mark.parametrize("role", ["screenshot", "document", "meme"])
def test_nobody_is_founded_or_joined_by_a_picture_of_a_picture(studio: Studio, role: str) -> None:
    put(studio, [[ANA]] * 3)
    put_pictures(studio, [[RUI]] * 4 + [[ANA]], role)
    assert [(row.faces, row.photos) for row in studio.people()] == [(3, 3)]
    assert {own for face, own in clusters(studio).items() if face > 3} == {None}
    assert shown(studio) == set(range(1, 9))
    assert all(q.first.asset < 4 and q.second.asset < 4 for q in studio.review())


def test_placed_one_by_one_it_is_the_same_as_settled_together(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(studio, "_group", lambda **_how: None)
    put(studio, [[ANA]] * 3)
    put_pictures(studio, [[RUI]] * 2 + [[ANA]], "screenshot")
    monkeypatch.undo()
    from rollsuggest.jobs import grouping as work

    monkeypatch.setattr(grouping, "few", lambda _db: False)
    found = work.group(studio.paths.database)
    assert not found.settled and set(found.seen) == set(range(1, 7))
    with studio._db.write() as db:
        grouping.store(db, found)
        assert not grouping.fresh(db)
    assert [(row.faces, row.photos) for row in studio.people()] == [(3, 3)]


def test_a_picture_said_to_be_a_photo_has_people_and_back(studio: Studio) -> None:
    put(studio, [[ANA]] * 3)
    put_pictures(studio, [[RUI], [ANA]], "screenshot")
    ana = clusters(studio)[FaceId(1)]
    studio.set_role([AssetId(4), AssetId(5)], Role.PHOTO)
    placed = clusters(studio)
    assert placed[FaceId(5)] == ana and placed[FaceId(4)] not in {None, ana}
    studio.set_role([AssetId(4), AssetId(5)], None)
    assert clusters(studio)[FaceId(5)] is None and clusters(studio)[FaceId(4)] is None
    studio.set_role([AssetId(1)], Role.MEME)
    assert [row.faces for row in studio.people()] == [2]


def test_the_same_in_a_library_too_large_to_settle_at_once(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rollsuggest.jobs import grouping as work

    put(studio, [[ANA]] * 3 + [[RUI]])
    with studio._db.write() as db:
        decisions.set_role(db, [AssetId(3), AssetId(4)], Role.MEME, datetime.now())
    monkeypatch.setattr(grouping, "due", lambda _db: False)
    found = work.group(studio.paths.database)
    with studio._db.write() as db:
        grouping.store(db, found)
        assert not grouping.strayed(db)
    assert [row.faces for row in studio.people()] == [2]


def test_whom_the_person_told_of_in_a_screenshot_stays_told(studio: Studio) -> None:
    put(studio, [[ANA]] * 3)
    put_pictures(studio, [[RUI], [ANA]], "screenshot")
    ana = ClusterId(clusters(studio)[FaceId(1)] or 0)
    studio.is_person([FaceId(5)], ana)
    studio._group(whole=True)
    assert clusters(studio)[FaceId(5)] == ana and clusters(studio)[FaceId(4)] is None


def test_a_person_named_from_screenshots_alone_is_not_lost(studio: Studio) -> None:
    put(studio, [[RUI]] * 2)
    rui = ClusterId(clusters(studio)[FaceId(1)] or 0)
    studio.set_person(rui, name="Rui")
    studio.set_role([AssetId(1), AssetId(2)], Role.SCREENSHOT)
    assert [(row.name, row.faces) for row in studio.people()] == [("Rui", 2)]


@pytest.mark.parametrize("before", [True, False])
def test_a_screenshot_of_somebody_hidden_stays_away(studio: Studio, before: bool) -> None:
    put(studio, [[ANA]] * 4 + [[RUI]] * 2)
    ana = ClusterId(clusters(studio)[FaceId(1)] or 0)
    if before:
        studio.set_person(ana, hidden=True)
    put_pictures(studio, [[ANA], [RUI]], "screenshot")
    if not before:
        studio.set_person(ana, hidden=True)
    assert shown(studio) == {5, 6, 8}
    studio.set_role([AssetId(7)], Role.PHOTO)
    assert shown(studio) == {5, 6, 8}
    studio.set_role([AssetId(7), AssetId(1)], Role.SCREENSHOT)
    assert shown(studio) == {5, 6, 8}
    studio.set_person(ana, hidden=False)
    assert shown(studio) == set(range(1, 9))
