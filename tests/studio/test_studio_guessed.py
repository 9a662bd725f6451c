"""A name that is only guessed never takes a face away from somebody who was named."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime
from pathlib import Path

from made_people import clusters, directions, put

from rollsuggest import paths
from rollsuggest.library import taken_names
from rollsuggest.library.named_faces import NameFound
from rollsuggest.model import ClusterId, FaceId
from rollsuggest.studio import Studio

ANA, _, RUI = directions(0.1)


def test_a_guess_about_who_is_named_is_no_news(tmp_path: Path) -> None:
    with closing(Studio(paths.under(tmp_path))) as studio:
        put(studio, [[ANA]] * 3 + [[RUI]] * 3)
        ana, rui = (ClusterId(clusters(studio)[FaceId(n)] or 0) for n in (1, 4))
        studio.set_person(ana, name="Ana")
        all_six = tuple(FaceId(n) for n in range(1, 7))
        wrong = NameFound("Eva", all_six[:3], ana, 3, frozenset(all_six[:3]))
        mixed = NameFound("Rui", all_six, rui, 3, frozenset(all_six))
        with studio._db.write() as db:
            (news,) = taken_names.news(db, (wrong, mixed))
            assert (news.name, news.faces) == ("Rui", all_six[3:])
            taken_names.take(db, (news,), datetime(2026, 6, 14))
        assert [p.name for p in studio.people()] == ["Ana", "Rui"]
