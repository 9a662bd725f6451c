"""Films made here, whose truth is known: up, time, place; and broken ones."""

from datetime import datetime, timedelta, timezone
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_films import BLUE, CLOCKWISE, COUNTER, HALF, RED, film

from rollsuggest.errors import UnreadableError
from rollsuggest.library.pixels import Rgb
from rollsuggest.library.video import poster, read_video
from rollsuggest.model import Certainty, FileFacts

NOW = datetime(2026, 6, 14, 12, tzinfo=timezone(timedelta(hours=2)))
LISBON = "+38.7223-009.1393+012.000/"


def facts(path: Path, name: str = "MOV_1.mp4", *, places: bool = True) -> FileFacts:
    return read_video(path, name, places=places, now=NOW)[0]


def near(rgb: Rgb, colour: tuple[int, int, int]) -> bool:
    return bool(np.abs(rgb.reshape(-1, 3).mean(0) - colour).max() < 12)


@pytest.mark.parametrize("suffix", [".mp4", ".mov", ".mkv", ".webm"])
def test_a_film_is_read_upright_and_in_its_colours(tmp_path: Path, suffix: str) -> None:
    path = film(tmp_path / f"film{suffix}")
    found, about, still = read_video(path, path.name, places=False, now=NOW)
    assert (found.width, found.height, about.rotation) == (320, 180, 0)
    assert found.duration_s == pytest.approx(2.0, abs=0.15)
    assert found.mime.startswith("video/")
    assert near(still.rgb[:80], RED)
    assert near(still.rgb[100:], BLUE)


@pytest.mark.parametrize(
    ("matrix", "rotation", "red"),
    [
        (CLOCKWISE, 270, np.s_[:, 100:]),  # above turns to the right
        (COUNTER, 90, np.s_[:, :80]),
        (HALF, 180, np.s_[100:, :]),
    ],
)
def test_the_display_matrix_turns_the_still(
    tmp_path: Path, matrix: tuple[int, ...], rotation: int, red: tuple[slice, slice]
) -> None:
    found, about, still = read_video(
        film(tmp_path / "film.mp4", matrix=matrix), "film.mp4", places=False, now=NOW
    )
    assert about.rotation == rotation
    assert (found.width, found.height) == ((320, 180) if rotation == 180 else (180, 320))
    assert still.rgb.shape[:2] == (found.height, found.width)
    assert near(still.rgb[red], RED)


def test_a_high_definition_film_without_colour_tags_keeps_its_colours(tmp_path: Path) -> None:
    """Untagged HD is read as BT.709; PyAV writes BT.601 here, so red must come out stronger."""
    still = poster(film(tmp_path / "film.mp4", size=(1280, 720), seconds=0.5), 640)
    assert still.rgb.shape == (360, 640, 3)
    assert (still.width, still.height) == (1280, 720)
    assert still.rgb[:100].mean((0, 1))[0] > 205  # 601 read as 709 is a stronger red


def test_a_black_beginning_is_not_the_poster(tmp_path: Path) -> None:
    still = poster(film(tmp_path / "film.mp4", seconds=4, black_s=1.2), 320)
    assert near(still.rgb[:80], RED)


def test_a_black_film_still_has_a_poster(tmp_path: Path) -> None:
    assert poster(film(tmp_path / "film.mp4", black_s=9), 320).rgb.mean() < 5


def test_apples_creation_date_is_local_and_goes_first(tmp_path: Path) -> None:
    tags = {
        "com.apple.quicktime.creationdate": "2025-07-04T23:30:10+0100",
        "creation_time": "2025-07-05T09:00:00Z",
        "com.apple.quicktime.location.ISO6709": LISBON,
        "com.apple.quicktime.make": "Apple",
        "com.apple.quicktime.model": "iPhone 13",
        "com.apple.quicktime.content.identifier": "B1E3-77",
    }
    path = film(tmp_path / "IMG_0001.MOV", tags=tags)
    found = facts(path)
    assert found.taken.at == datetime(2025, 7, 4, 23, 30, 10)
    assert (found.taken.offset_minutes, found.taken.certainty) == (60, Certainty.EXACT)
    assert found.place is not None
    assert (found.place.name, found.place.country) == ("Lisbon", "PT")
    assert found.camera == "Apple iPhone 13"
    assert found.content_identifier == "B1E3-77"


def test_utc_becomes_the_wall_clock_of_the_place(tmp_path: Path) -> None:
    tags = {"creation_time": "2025-07-04T23:30:10Z", "location": LISBON}
    taken = facts(film(tmp_path / "film.mp4", tags=tags)).taken
    assert taken.at == datetime(2025, 7, 5, 0, 30, 10)
    assert (taken.certainty, taken.offset_minutes) == (Certainty.EXACT, 60)


def test_utc_without_a_place_tells_no_more_than_the_day(tmp_path: Path) -> None:
    tags = {"creation_time": "2025-07-04T23:30:10Z", "location": LISBON}
    found = facts(film(tmp_path / "film.mp4", tags=tags), places=False)
    assert found.place is None
    assert found.taken.at is not None
    assert (
        found.taken.at.date().isoformat() == "2025-07-05"
    )  # as the person's own clock, two hours ahead, said
    assert (found.taken.certainty, found.taken.offset_minutes) == (Certainty.DAY, None)


def test_a_name_with_a_time_goes_before_utc_without_a_place(tmp_path: Path) -> None:
    path = film(tmp_path / "film.mp4", tags={"creation_time": "2025-07-04T23:30:20Z"})
    taken = facts(path, "DCIM/VID_20250704_193010.mp4").taken
    assert taken.at == datetime(2025, 7, 4, 19, 30, 10)
    assert (taken.certainty, taken.offset_minutes) == (Certainty.EXACT, -240)  # the two clocks together


@pytest.mark.parametrize("zero", ["1904-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "2031-01-01T00:00:00Z"])
def test_clocks_that_were_never_set_tell_nothing(tmp_path: Path, zero: str) -> None:
    path = film(tmp_path / "film.mp4", tags={"creation_time": zero, "location": LISBON})
    assert facts(path).taken.at is None
    assert facts(path, "VID_20250704_193010.mp4").taken.at == datetime(2025, 7, 4, 19, 30, 10)


@pytest.mark.parametrize("text", ["+00.0000+000.0000/", "+95.0000+010.0000/", "Lisbon", "+38.7"])
def test_a_place_that_is_none_is_none(tmp_path: Path, text: str) -> None:
    assert facts(film(tmp_path / "film.mp4", tags={"location": text})).place is None


def test_what_is_no_film_says_why(tmp_path: Path) -> None:
    bad = {"empty.mp4": b"", "text.mp4": b"no film" * 99, "list.mp4": b"#EXTM3U\nhttp://127.0.0.1:9/a.ts\n"}
    whole = film(tmp_path / "whole.mp4").read_bytes()
    bad["cut.mp4"] = whole[: len(whole) // 2]
    for name, data in bad.items():
        (tmp_path / name).write_bytes(data)
        with pytest.raises(UnreadableError) as error:
            facts(tmp_path / name)
        assert error.value.message
    with pytest.raises(UnreadableError):
        facts(tmp_path / "nowhere.mp4")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), min_size=1, max_size=30))
def test_damage_is_unreadable_or_read_and_nothing_else(
    tmp_path: Path, damage: list[tuple[float, int]]
) -> None:
    path = tmp_path / "whole.mp4"
    if not path.exists():
        film(path, seconds=0.5)
    data = bytearray(path.read_bytes())
    for at, value in damage:
        data[int(at * len(data))] = value
    (tmp_path / "damaged.mp4").write_bytes(data)
    try:
        found, _about, still = read_video(tmp_path / "damaged.mp4", "damaged.mp4", places=True, now=NOW)
    except UnreadableError as error:
        assert error.message
    else:
        assert max(still.rgb.shape[:2]) <= 1600
        assert found.duration_s is None or found.duration_s > 0


@pytest.mark.shared
def test_a_real_film_of_a_phone(shared: Path) -> None:
    path = shared / "data/exif/elodie/elodie/tests/files/video.mov"
    found = facts(path, "video.mov")
    assert found.taken.at == datetime(2015, 1, 19, 12, 45, 11)
    assert found.taken.offset_minutes == -480
    assert found.camera == "Apple iPhone 5"
    assert found.duration_s == pytest.approx(1.0, abs=0.05)
    assert found.place is not None
    assert (found.place.latitude, found.place.country) == (38.1893, "US")
