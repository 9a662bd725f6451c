from __future__ import annotations

import os
import sys
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollsuggest.library.scan import Found, Known, diff, is_watched, kind_of, walk
from rollsuggest.model import Kind

PATHS = st.text("ab/", min_size=1, max_size=4).map(lambda text: f"{text.strip('/')}x.jpg")
NUMBERS = st.integers(0, 2)  # size, time, that of the sidecar
STATES = st.dictionaries(PATHS, st.tuples(NUMBERS, NUMBERS, NUMBERS), max_size=8)
States = dict[str, tuple[int, int, int]]


def make(root: Path, *paths: str) -> None:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(b"x")


def paths(root: Path, **options: object) -> list[str]:
    return [file.path for file in walk(root, **options)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "name", ["a.jpg", "a.JPEG", "a.Jpe", "a.jfif", "a.png", "a.webp", "a.avif", "a.HEIC"]
)
def test_photos_are_known_by_extension_in_any_case(name: str) -> None:
    assert kind_of(name) is Kind.PHOTO


def test_videos_and_other_files_are_told_apart() -> None:
    films = "mp4 MOV qt m4v 3gp 3gpp 3g2 mkv webm avi wmv asf MTS m2ts tod mpg mpeg dv flv"
    assert {kind_of(f"a.{x}") for x in films.split()} == {Kind.VIDEO}
    assert [kind_of(x) for x in ("a.json", "jpg", ".jpg", "a.jpg.json", "Thumbs.db")] == [None] * 5


def test_the_raws_of_every_maker_are_photos() -> None:
    raws = (
        "dng CR2 cr3 crw NEF nrw arw sr2 srf orf rw2 rwl raf pef srw 3fr fff gpr mrw X3F kdc dcr k25 mef mos"
    )
    assert {kind_of(f"a.{x}") for x in f"{raws} iiq cap erf".split()} == {Kind.PHOTO}


def test_walk_finds_photos_and_skips_what_is_not_the_persons(tmp_path: Path) -> None:
    make(tmp_path, "b.jpg", "a/c.HEIC", "a/d/e.mp4", "ü/ñ.png")
    make(
        tmp_path,
        ".hidden/x.jpg",
        ".x.jpg",
        "._b.jpg",
        "a/.thumbnails/x.jpg",
        "@eaDir/b.jpg/SYNO.jpg",
        "Thumbs.db",
    )
    make(tmp_path, "$RECYCLE.BIN/x.jpg", "ours/thumb.jpg", "P.photoslibrary/resources/x.jpg")
    make(tmp_path, "P.photoslibrary/originals/0/y.heic")
    found = {file.path: file for file in walk(tmp_path, skip=[tmp_path / "ours", tmp_path / "not there"])}
    assert set(found) == {"b.jpg", "a/c.HEIC", "a/d/e.mp4", "ü/ñ.png", "P.photoslibrary/originals/0/y.heic"}
    assert found["a/d/e.mp4"].kind is Kind.VIDEO
    assert found["b.jpg"].size == 1
    assert found["b.jpg"].mtime_ns == (tmp_path / "b.jpg").stat().st_mtime_ns


def test_walk_yields_in_the_same_order_each_time(tmp_path: Path) -> None:
    make(tmp_path, "b/2.jpg", "b/1.jpg", "a/3.jpg", "0.jpg", "c/d/4.jpg")
    assert paths(tmp_path) == ["0.jpg", "a/3.jpg", "b/1.jpg", "b/2.jpg", "c/d/4.jpg"]


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_walk_follows_links_once_and_is_not_caught_in_a_loop(tmp_path: Path) -> None:
    roll, outside = tmp_path / "roll", tmp_path / "outside"
    make(roll, "real/a.jpg")
    make(outside, "b.jpg")
    (roll / "again").symlink_to(roll / "real")  # sorts before the real one
    (roll / "real" / "loop").symlink_to(roll)
    (roll / "elsewhere").symlink_to(outside)
    (roll / "broken.jpg").symlink_to(roll / "nothing")
    (roll / ".hidden").symlink_to(roll / "nothing")
    (tmp_path / "unplugged").mkdir()
    (roll / "real" / "drive").symlink_to(tmp_path / "unplugged")
    lost: list[str] = []
    assert sorted(paths(roll, lost=lost.append)) == ["elsewhere/b.jpg", "real/a.jpg"]
    assert sorted(lost) == ["broken.jpg", "real/drive"]


@pytest.mark.skipif(sys.platform == "win32", reason="no such files there")
def test_walk_skips_what_is_no_file_and_tells_of_names_that_are_no_text(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jpg")
    try:
        (tmp_path / os.fsdecode(b"caf\xe9.jpg")).write_bytes(b"x")
    except OSError:
        pytest.skip("this file system refuses such names")
    told: list[str] = []
    assert paths(tmp_path, unreadable=lambda path, reason: told.append(path)) == []
    assert told == ["caf?.jpg"]


def test_a_folder_that_cannot_be_listed_costs_that_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path, "a/x.jpg", "locked/y.jpg", "z.jpg")
    scandir = os.scandir

    def refusing(path: Path) -> object:
        if Path(path).name == "locked":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    told: list[tuple[str, str]] = []
    assert paths(tmp_path, unreadable=lambda *args: told.append(args)) == ["z.jpg", "a/x.jpg"]
    assert told == [("locked", "Permission denied")]


def test_sidecars_count_for_their_photo_alone(tmp_path: Path) -> None:
    make(
        tmp_path,
        "a.jpg",
        "b.jpg",
        "c.JPG",
        "d(1).jpg",
        "film.mp4",
        "sub/a.jpg",
        "metadata.json",
        ".b.jpg.xmp",
    )
    assert {file.sidecar_ns for file in walk(tmp_path)} == {0}
    make(tmp_path, "a.xmp", "c.jpg.supplemental-metad.json", "d.jpg(1).json", "film.mp4.json", "e.jpg.json")
    times = {"a.xmp": 10, "c.jpg.supplemental-metad.json": 20, "d.jpg(1).json": 30, "film.mp4.json": 40}
    for name, at in times.items():
        os.utime(tmp_path / name, ns=(at * 10**9, at * 10**9))
    told = {file.path: file.sidecar_ns // 10**9 for file in walk(tmp_path)}
    assert told == {"a.jpg": 10, "b.jpg": 0, "c.JPG": 20, "d(1).jpg": 30, "film.mp4": 40, "sub/a.jpg": 0}


@pytest.mark.parametrize(
    ("name", "watched"), [("a.jpg", True), ("a.XMP", True), ("a.json", True), ("a.aae", False)]
)
def test_what_is_listened_for(name: str, watched: bool) -> None:
    assert is_watched(name) is watched


def test_a_roll_that_is_not_there_is_told(tmp_path: Path) -> None:
    told: list[str] = []
    assert paths(tmp_path / "no", unreadable=lambda path, _: told.append(path)) == []
    assert told == [""]


@given(STATES, STATES)
def test_diff_puts_every_file_in_one_place(before: States, now: States) -> None:
    known = {path: Known(*state) for path, state in before.items()}
    found = [Found(path, size, at, Kind.PHOTO, told) for path, (size, at, told) in now.items()]
    result = diff(found, known)
    assert Counter(found) == Counter(result.new + result.changed + result.retold + result.same)
    assert {f.path for f in result.new} == now.keys() - before.keys()
    both = now.keys() & before.keys()
    assert {f.path for f in result.changed} == {p for p in both if now[p][:2] != before[p][:2]}
    assert {f.path for f in (*result.changed, *result.retold)} == {p for p in both if now[p] != before[p]}
    assert set(result.gone) == before.keys() - now.keys()


@given(STATES)
def test_nothing_is_gone_when_nobody_could_look(before: States) -> None:
    known = {path: Known(*state) for path, state in before.items()}
    assert diff([], known, unlisted=[""]).gone == ()
    assert set(diff([], known, unlisted=["a"]).gone) == {p for p in known if not p.startswith("a/")}


def test_a_renamed_file_is_found_again(tmp_path: Path) -> None:
    make(tmp_path, "DCIM/a.jpg", "b.jpg")
    before = {f.path: Known(f.size, f.mtime_ns) for f in walk(tmp_path)}
    (tmp_path / "Albums").mkdir()
    (tmp_path / "DCIM/a.jpg").rename(tmp_path / "Albums/a.jpg")
    result = diff(walk(tmp_path), before)
    assert [f.path for f in result.new] == ["Albums/a.jpg"]
    assert result.gone == ("DCIM/a.jpg",)
