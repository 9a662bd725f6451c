"""The record is kept as a file whole, names nobody who is not to be shown, and tells when it was changed."""

from __future__ import annotations

import csv
import io
import json
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image

from rollsuggest import paths
from rollsuggest.consent.grants import Entry, Sending
from rollsuggest.errors import UserError
from rollsuggest.model import AssetId, Make, Purpose, Recipe
from rollsuggest.studio import Studio, record

AT = datetime(2026, 6, 14, 12, tzinfo=UTC)


def test_all_of_it_is_kept_as_a_file_and_what_was_changed_is_told(tmp_path: Path) -> None:
    with closing(Studio(paths.under(tmp_path))) as studio:
        studio.allow(Purpose.ANALYSE)
        out = tmp_path / "Mara.jpg"
        Image.new("RGB", (8, 8)).save(out)
        studio._note_saved(Recipe(Make.COLLAGE, ()), out)
        sent = Sending(AssetId(7), "Mara.jpg", 9, "ab", "restyle")
        studio._ledger.write("send", [Purpose.CLOUD], AT, recipient="https://a.example", sending=sent)
        entries = studio.record()
        assert [entry.act for entry in entries] == ["send", "export", "allow"]
        assert entries[1].sending and entries[1].sending.bytes == out.stat().st_size
        assert studio.cloud_entries() == entries[:1] and studio.grants().has(Purpose.ANALYSE)
        for name in ("record.json", "record.csv"):
            studio.export_record(tmp_path / name)
        assert [line["act"] for line in json.loads((tmp_path / "record.json").read_text("utf-8"))] == [
            "send", "export", "allow"
        ]  # fmt: skip
        with (tmp_path / "record.csv").open(encoding="utf-8", newline="") as file:
            assert [line["act"] for line in csv.DictReader(file)] == ["send", "export", "allow"]
        assert "Mara" not in (tmp_path / "record.csv").read_text("utf-8")  # the photo is not in the library
        ledger = studio.paths.ledger
        ledger.write_bytes(ledger.read_bytes().replace(b"collage", b"nothing"))
        for act in (studio.record, lambda: studio.export_record(tmp_path / "record.json")):
            with pytest.raises(UserError, match="was changed"):
                act()
        studio._note_saved(Recipe(Make.COLLAGE, ()), out)  # and yet it keeps nobody from saving


def test_no_cell_is_a_formula() -> None:
    told = Sending(AssetId(1), '=HYPERLINK("http://x")', 1, "ab", "restyle")
    (line,) = csv.DictReader(io.StringIO(record.as_csv([Entry(AT, "send", Purpose.CLOUD, "1", "@x", told)])))
    assert line["photo"].startswith("'=") and line["recipient"] == "'@x" and line["bytes"] == "1"
