"""Films made here, whose truth is known: up, time, place; and broken ones."""

from datetime import datetime, timedelta, timezone
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_films import BLUE, CLOCKWISE, COUNTER, HALF, RED, film

from rollsuggest.errors import UnreadableError
from rollsuggest.library import camcorder
from rollsuggest.library.frames import turned
from rollsuggest.library.pixels import Rgb
from rollsuggest.library.video import poster, read_video
from rollsuggest.model import Certainty, FileFacts

NOW = datetime(2026, 6, 14, 12, tzinfo=timezone(timedelta(hours=2)))
LISBON = "+38.7223-009.1393+012.000/"

SUFFIXES = (
    ".mp4",
    ".mov",
    ".mkv",
    ".webm",
    ".mts",
    ".m2ts",
    ".mpg",
    ".mpeg",
    ".wmv",
    ".asf",
    ".avi",
    ".3g2",
    ".flv",
)


def facts(path: Path, name: str = "MOV_1.mp4", *, places: bool = True) -> FileFacts:
    return read_video(path, name, places=places, now=NOW)[0]


def near(rgb: Rgb, colour: tuple[int, int, int]) -> bool:
    return bool(np.abs(rgb.reshape(-1, 3).mean(0) - colour).max() < 12)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_film_is_read_upright_and_in_its_colours(tmp_path: Path, suffix: str) -> None:
    path = film(tmp_path / f"film{suffix}")
    found, about, still = read_video(path, path.name, places=False, now=NOW)
    assert (found.width, found.height, about.rotation) == (320, 180, 0)
    assert found.duration_s == pytest.approx(2.0, abs=0.4 if suffix == ".mpg" else 0.15)  # it is estimated
    assert found.mime.startswith("video/")
    assert near(still.rgb[:80], RED)
    assert near(still.rgb[100:], BLUE)


def test_a_camcorders_film_of_one_key_frame_still_has_a_picture(tmp_path: Path) -> None:
    path = tmp_path / "00001.MTS"
    with av.open(str(path), "w", format="mpegts") as container:
        stream = container.add_stream("libx264", rate=25)
        stream.width, stream.height, stream.pix_fmt = 320, 180, "yuv420p"
        for _n in range(50):
            container.mux(stream.encode(av.VideoFrame.from_ndarray(np.full((180, 320, 3), RED, np.uint8))))
        container.mux(stream.encode())
    found, _about, still = read_video(path, path.name, places=False, now=NOW)
    assert found.mime == "video/mp2t"
    assert near(still.rgb, RED)
    assert found.taken.at is None


def mdpm(zone: int = 0x04) -> bytes:
    """Return an AVCHD camera's message as exiftool's documentation has it: 4 July 2015, 18:30:59."""
    mark = bytes.fromhex("17ee8c60f84d11d98cd60800200c9a66") + b"MDPM"
    return b"\0\0\1\x06\x05" + mark + bytes([2, 0x18, zone, 0x20, 0x15, 0x07, 0x19, 0x04, 0x18, 0x30, 0x59])


@pytest.mark.parametrize(
    ("zone", "told"), [(0x04, "+02:00"), (0x2B, "-05:30"), (0x80, ""), (0x40, "+00:00"), (0x52, "+09:00")]
)
def test_a_camcorders_stream_tells_the_wall_clock(zone: int, told: str) -> None:
    assert camcorder.date_in(b"\0\0\1\x09" + mdpm(zone) + bytes(99)) == f"2015-07-04T18:30:59{told}"


@pytest.mark.parametrize("cut", [0, 20, 26, 30, 35])
def test_a_camcorders_message_that_is_cut_short_tells_nothing(cut: int) -> None:
    assert camcorder.date_in(mdpm()[:cut]) == ""


def test_a_camcorders_film_is_dated_by_its_stream(tmp_path: Path) -> None:
    plain = film(tmp_path / "plain.mts")
    path = tmp_path / "00002.MTS"
    with av.open(str(plain)) as whole, av.open(str(path), "w", format="mpegts") as container:
        source = whole.streams.video[0]
        stream = container.add_stream_from_template(source)
        for packet in whole.demux(source):
            if packet.size:
                told = av.Packet(mdpm() + bytes(packet))
                told.pts, told.dts, told.time_base = packet.pts, packet.dts, packet.time_base
                told.stream = stream
                container.mux(told)
    taken = facts(path, "AVCHD/BDMV/STREAM/00002.MTS", places=False).taken
    assert (taken.at, taken.certainty) == (datetime(2015, 7, 4, 18, 30, 59), Certainty.EXACT)
    assert taken.offset_minutes == 120


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


MIRRORED: dict[
    tuple[int, ...], tuple[slice, slice]
] = {  # matrix -> where red, above in the stored frame, is seen
    (-1, 0, 0, 0, 1, 0): np.s_[:80, :],  # left and right: selfies
    (1, 0, 0, 0, -1, 0): np.s_[100:, :],  # above and below
    (0, 1, 0, 1, 0, 0): np.s_[:, :80],  # along the diagonals
    (0, -1, 0, -1, 0, 0): np.s_[:, 100:],
}


@pytest.mark.parametrize("matrix", MIRRORED)
def test_the_display_matrix_mirrors_the_still(tmp_path: Path, matrix: tuple[int, ...]) -> None:
    still = poster(film(tmp_path / "film.mp4", matrix=matrix), 320)
    assert (still.width, still.height) == ((320, 180) if matrix[0] else (180, 320))
    assert near(still.rgb[MIRRORED[matrix]], RED)


@given(st.sampled_from([(1, 0, 0, 1), (0, 1, -1, 0), (-1, 0, 0, 1), (0, -1, -1, 0), (0.02, 0.99, 0.99, 0)]))
def test_a_matrix_moves_points_as_it_says(matrix: tuple[float, float, float, float]) -> None:
    a, b, c, d = (round(v) for v in matrix)
    rgb = np.arange(4 * 3 * 3, dtype=np.uint8).reshape(4, 3, 3)
    out = turned(rgb, matrix)
    xs, ys = [a * x + c * y for x in (0, 2) for y in (0, 3)], [b * x + d * y for x in (0, 2) for y in (0, 3)]
    for x in range(3):
        for y in range(4):
            assert (out[b * x + d * y - min(ys), a * x + c * y - min(xs)] == rgb[y, x]).all()


@pytest.mark.parametrize("transfer", [16, 18])
def test_an_hdr_film_is_neither_washed_out_nor_dark(tmp_path: Path, transfer: int) -> None:
    """Grey of 26 cd/m² and paper white of 203, in PQ and HLG by BT.2408, come as grey and near white."""
    code = {16: (96, 148), 18: (96, 191)}[transfer]  # 0.376 and 0.58 of PQ, 0.376 and 0.75 of HLG
    path = film(tmp_path / "film.mp4", colours=((code[0],) * 3, (code[1],) * 3), transfer=transfer)
    still = poster(path, 320)
    assert abs(float(still.rgb[:80].mean()) - 100) < 4
    assert 222 < float(still.rgb[100:].mean()) < 240
    assert still.rgb[:80].reshape(-1, 3).mean(0).std() < 3  # grey is grey


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


@pytest.mark.parametrize(
    ("text", "at", "certainty", "offset"),
    [
        ("2019-07-04 12:13:14+0200", datetime(2019, 7, 4, 12, 13, 14), Certainty.EXACT, 120),
        ("2019-07-04T12:13:14", datetime(2019, 7, 4, 12, 13, 14), Certainty.EXACT, None),
        ("2019:07:04 12:13:14", datetime(2019, 7, 4, 12, 13, 14), Certainty.EXACT, None),
        ("2019-07-04", datetime(2019, 7, 4, 12), Certainty.DAY, None),
        ("2019", datetime(2019, 7, 1, 12), Certainty.YEAR, None),
        ("last summer", None, Certainty.UNKNOWN, None),
    ],
)
def test_a_date_that_a_program_wrote_is_read_as_far_as_it_goes(
    tmp_path: Path, text: str, at: datetime | None, certainty: Certainty, offset: int | None
) -> None:
    taken = facts(film(tmp_path / "film.mp4", tags={"date": text})).taken
    assert (taken.certainty, taken.offset_minutes) == (certainty, offset)
    assert taken.at == at if certainty is not Certainty.YEAR else taken.at and taken.at.year == 2019


def test_the_time_in_a_name_goes_before_a_date_without_a_zone(tmp_path: Path) -> None:
    path = film(tmp_path / "film.mp4", tags={"date": "2019-07-05"})
    assert facts(path, "VID_20190704_193010.mp4").taken.at == datetime(2019, 7, 4, 19, 30, 10)


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


def test_a_film_without_pictures_says_so(tmp_path: Path) -> None:
    path = tmp_path / "memo.mp4"
    with av.open(str(path), "w") as container:
        sound = container.add_stream("aac", rate=44_100)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), "fltp", "mono")
        frame.rate = 44_100
        container.mux(sound.encode(frame))
        container.mux(sound.encode(None))
    with pytest.raises(UnreadableError, match="no picture in this film"):
        facts(path)


def test_a_recording_that_broke_off_before_its_index_says_so(tmp_path: Path) -> None:
    """The index, `moov`, is written last: a phone that ran out of power leaves a film without one."""
    data = film(tmp_path / "whole.mp4").read_bytes()
    assert data.index(b"mdat") < data.index(b"moov")
    (tmp_path / "cut.mp4").write_bytes(data[: data.index(b"moov") - 4])
    with pytest.raises(UnreadableError, match="damaged"):
        facts(tmp_path / "cut.mp4")


def test_uneven_frames_are_no_obstacle(tmp_path: Path) -> None:
    ticks = [0, 1, 2, 7, 8, 20, 21, 22, 40, 41]
    found, _about, still = read_video(
        film(tmp_path / "film.mp4", seconds=1, ticks=ticks), "film.mp4", places=False, now=NOW
    )
    assert found.duration_s == pytest.approx(4.2, abs=0.2)
    assert near(still.rgb[:80], RED)


@pytest.mark.parametrize("suffix", [".mkv", ".webm", ".3gp", ".mov"])
def test_every_container_tells_its_date(tmp_path: Path, suffix: str) -> None:
    path = film(tmp_path / f"film{suffix}", tags={"creation_time": "2025-07-04T10:30:10Z"})
    taken = facts(path, path.name, places=False).taken
    assert taken.at == datetime(2025, 7, 4, 12, 30, 10)
    assert (taken.certainty, taken.source) == (Certainty.DAY, "film:creation_time")


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
