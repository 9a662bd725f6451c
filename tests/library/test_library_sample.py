"""The sample roll: stamped by a day, its pixels untouched, with a licence for every picture."""

from __future__ import annotations

import io
import json
from datetime import date, datetime
from pathlib import Path

from PIL import Image

from rollsuggest import paths
from rollsuggest.library.sample import Shot, lay_out, shots, stamped, years_before

SAMPLE = paths.resources() / "sample"


def test_days_are_counted_back_from_the_day_it_is_tried() -> None:
    roll = [{"file": "a", "years_ago": 1, "days_ago": 2, "at": "16:30", "latitude": 1.5, "longitude": -8.5}]
    assert shots(roll, date(2026, 3, 1)) == (Shot("a", datetime(2025, 2, 27, 16, 30), 1.5, -8.5),)
    assert years_before(date(2028, 2, 29), 1) == date(2027, 2, 28)


def test_the_stamp_is_read_back_and_the_pixels_stay() -> None:
    kept = (SAMPLE / "coffee.jpg").read_bytes()
    shot = Shot("coffee.jpg", datetime(2025, 5, 4, 16, 30), -41.25, 8.5)
    made = stamped(kept, shot)
    assert made[:2] == kept[:2] and made.endswith(kept[2:])
    with Image.open(io.BytesIO(made)) as image:
        gps = image.getexif().get_ifd(0x8825)
    assert (gps[1], gps[3]) == ("S", "E") and float(gps[2][1]) == 15


def test_every_picture_is_stamped_small_and_credited(tmp_path: Path) -> None:
    lay_out(tmp_path / "photos", date(2026, 11, 28))
    roll = shots(json.loads((SAMPLE / "roll.json").read_text("utf-8")), date(2026, 11, 28))
    assert {file.name for file in (tmp_path / "photos").iterdir()} == {shot.file for shot in roll}
    assert {file.name for file in SAMPLE.glob("*.jpg")} == {shot.file for shot in roll}
    assert sum(file.stat().st_size for file in SAMPLE.iterdir()) < 6e6
    for shot in roll:
        with Image.open(tmp_path / "photos" / shot.file) as image:
            exif = image.getexif()
            assert exif.get_ifd(0x8769)[0x9003] == shot.taken.strftime("%Y:%m:%d %H:%M:%S")
            north = exif.get_ifd(0x8825)[2]
            assert abs(float(north[0]) + float(north[1]) / 60 - abs(shot.latitude)) < 1e-4
    credits = (SAMPLE / "CREDITS.md").read_text("utf-8")
    scenes = (SAMPLE.parent.parent / "packaging" / "sample" / "scenes.py").read_text("utf-8")
    for file in SAMPLE.glob("*.jpg"):
        drawn = file.stem.rpartition("_")[0]
        assert file.name in credits or f"def {drawn}(" in scenes, file.name
