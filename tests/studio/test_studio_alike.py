"""Once the rules have spoken, a copy stands behind its original, and who shows tiles hears of it."""

from __future__ import annotations

import shutil
from contextlib import closing
from datetime import date
from pathlib import Path

from rollsuggest import paths
from rollsuggest.library import simhashes
from rollsuggest.model import Purpose
from rollsuggest.studio import Changed, Studio
from rollsuggest.suggest.simhash import FORM

PICTURES = Path(__file__).parent.parent / "pictures"
TODAY = date(2026, 6, 14)


def test_tiles_know_their_best_as_soon_as_the_rules_have_spoken(tmp_path: Path) -> None:
    roll = tmp_path / "roll"
    roll.mkdir()
    for name in ("chelsea.jpg", "chelsea (1).jpg"):
        shutil.copy(PICTURES / "chelsea.jpg", roll / name)
    said: list[Changed] = []
    with closing(Studio(paths.under(tmp_path / "data"))) as studio:
        studio.allow(Purpose.ANALYSE)
        studio.add_roll(roll)
        studio.index(lambda _status: None)
        with studio._db.read() as db:  # so that the rules need not read all features
            assert len(list(simhashes.read(db, FORM))) == 1
        assert [tile.best for tile in studio.tiles()] == [None, None]
        studio.subscribe(said.append)
        studio.suggestions(TODAY)
        assert [change.topics for change in said] == [{"alike"}]
        names = {tile.asset: studio.photo(tile.asset).path.name for tile in studio.tiles()}
        stands = {names[tile.asset]: names[tile.best] for tile in studio.tiles() if tile.best}
        assert stands == {"chelsea (1).jpg": "chelsea.jpg"}
        studio.suggestions(date(2026, 6, 15))  # asked again, nothing is new
        assert len(said) == 1
