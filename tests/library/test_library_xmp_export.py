"""What goes out beside photos: dates and faces, each without costing the other."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from rollsuggest.library.face_regions import NamedRegion, of_packet
from rollsuggest.library.xmp_export import Outgoing, write
from rollsuggest.model import AssetId, Box, Certainty

ANA = NamedRegion("Ana", Box(0.25, 0.25, 0.25, 0.5))
NAMED = Outgoing(AssetId(1), "roll/a.jpg", Path("/roll/a.jpg"), 400, 300, faces=(ANA,))
DATED = replace(NAMED, at=datetime(2019, 5, 3), certainty=Certainty.DAY, faces=())


def test_a_date_that_goes_out_later_leaves_the_faces(tmp_path: Path) -> None:
    out = tmp_path / "roll" / "a.jpg.xmp"
    for photo in (NAMED, DATED, DATED):
        assert write(tmp_path, [(photo, 1)]) == 1
    text = out.read_text("utf-8")
    assert text.count('DateTimeOriginal="2019-05-03"') == text.count("<mwg-rs:Regions") == 1
    assert [region.name for region in of_packet(text)] == ["Ana"]
    write(tmp_path, [(replace(NAMED, faces=(replace(ANA, name="Bea"),)), 1)])
    assert "Ana" not in out.read_text("utf-8")


def test_what_another_program_wrote_is_left(tmp_path: Path) -> None:
    out = tmp_path / "roll" / "a.jpg.xmp"
    out.parent.mkdir()
    out.write_text("<x/>")
    assert write(tmp_path, [(DATED, 1)]) == 0
    assert out.read_text() == "<x/>"
