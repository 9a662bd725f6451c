"""What is erased is in no file of ours any more: markers are written, erased and looked for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from made_people import clusters, directions, put

from rollsuggest import paths
from rollsuggest.library import decisions, search
from rollsuggest.library.erasing import Kept
from rollsuggest.model import AssetId, FaceId, Make, Purpose, Recipe, SuggestionKey
from rollsuggest.studio import Studio

NAME, PLACE, TITLE, WORD, CARD = "Zerlinde-Mark", "Quarzhausen-Mark", "Titel-Mark", "thing-mark", "card-mark"
AT = datetime(2026, 6, 14, 12)


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    with closing(Studio(paths.under(tmp_path))) as studio:
        studio.allow(Purpose.ANALYSE, Purpose.FACES, Purpose.PLACES)
        put(studio, [[directions(0.5)[0]]] * 3)
        cluster = clusters(studio)[FaceId(1)]
        assert cluster is not None
        studio.set_person(cluster, name=NAME, relation=f"aunt {NAME}")
        recipe = Recipe(Make.COLLAGE, (AssetId(1),), title=f"{TITLE} {NAME} {PLACE}")
        with studio._db.write() as db:
            db.execute("UPDATE asset SET latitude = 1, longitude = 1, place = ?", (PLACE,))
            db.execute(
                "INSERT INTO label (asset_id, family, name, score) VALUES (1, 'object', ?, .9)", (WORD,)
            )
            body = json.dumps({"title": f"{CARD} {NAME} {PLACE}"})
            db.execute(
                "INSERT INTO suggestion (key, place, body, today) VALUES (?, 0, ?, '')",
                (CARD, body),
            )
            db.execute("INSERT INTO choice VALUES (?, 'seen', 0, NULL, ?, ?)", (CARD, body, AT.isoformat()))
            decisions.add_creation(db, SuggestionKey(CARD), recipe, tmp_path / "a.jpg", AT)
            search.prepare(db)
            search.refresh(db)
        (studio.paths.previews / "x.jpg").write_bytes(f"{NAME} {PLACE}".encode())
        yield studio


def left(studio: Studio, marker: str | bytes) -> list[Path]:
    """Return every file of ours that holds a marker."""
    raw = marker.encode() if isinstance(marker, str) else marker
    folders = (studio.paths.data, studio.paths.cache, studio.paths.logs)
    files = {file for folder in folders for file in folder.rglob("*") if file.is_file()}
    return [file for file in files if raw in file.read_bytes()]


def embedding(studio: Studio) -> bytes:
    with studio._db.read() as db:
        return bytes(db.execute("SELECT embedding FROM face").fetchone()[0])


@pytest.mark.parametrize(
    ("kind", "markers"),
    [
        (Kept.NAMES, [NAME]),
        (Kept.LOOKS, [WORD]),
        (Kept.SUGGESTIONS, [f"{CARD} {NAME}"]),
        (Kept.CREATIONS, [TITLE]),
    ],
)
def test_a_kind_is_erased_by_itself(studio: Studio, kind: Kept, markers: list[str]) -> None:
    for marker in markers:
        assert left(studio, marker)
    before, after = studio.erase_kind(kind)
    assert before > 0 and after == 0 and studio.kept()[kind] == 0
    for marker in markers:
        assert left(studio, marker) == []
    assert studio.stored().faces == 3 and studio.stored().photos == 3


def test_what_consent_is_taken_back_for_is_gone_from_every_file(studio: Studio) -> None:
    measured = embedding(studio)
    assert left(studio, measured) and left(studio, PLACE)
    studio.withdraw(Purpose.PLACES)
    assert left(studio, PLACE) == []
    studio.withdraw(Purpose.FACES)
    assert left(studio, measured) == [] and left(studio, NAME) == []


def test_everything_is_gone_from_every_file(studio: Studio) -> None:
    measured = embedding(studio)
    assert np.frombuffer(measured, np.float16).any()
    studio.erase_all()
    for marker in (NAME, PLACE, TITLE, WORD, CARD, measured):
        assert left(studio, marker) == []
