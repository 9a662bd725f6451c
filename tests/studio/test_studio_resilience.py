"""Waiting, hogs, full and read-only disks, mistakes of ours: said plainly, and nothing is lost."""

import os
import shutil
import struct
import subprocess
import sys
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PIL import Image

from rollsuggest import paths
from rollsuggest.jobs import looking
from rollsuggest.jobs.conditions import Conditions
from rollsuggest.model import Purpose, Stage
from rollsuggest.settings import Settings
from rollsuggest.studio import Studio

PICTURES = Path(__file__).parent.parent / "pictures"
PATIENCE_S = 60.0
look = looking.look


def eventually(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def noise(folder: Path, count: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for n in range(count):
        Image.effect_noise((320, 240), 20 + n).save(folder / f"{n:03}.jpg")


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    noise(tmp_path / "roll", 6)
    with closing(Studio(paths.under(tmp_path / "data"))) as studio:
        studio.allow(Purpose.ANALYSE)
        studio.add_roll(tmp_path / "roll")
        yield studio


# --- stopping


def test_who_stops_a_run_as_it_begins_waits_for_it(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    start, stopped = threading.Thread.start, list[bool]()
    stopper = threading.Thread(target=lambda: stopped.append(studio.stop_indexing()), name="stopper")

    def slowly(thread: threading.Thread) -> None:
        if thread.name == "indexer":
            start(stopper)
            stopper.join(0.05)
        start(thread)

    monkeypatch.setattr(threading.Thread, "start", slowly)
    studio.start_indexing()
    stopper.join()
    assert stopped == [True]
    assert "indexer" not in {thread.name for thread in threading.enumerate()}


# --- waiting


def test_a_run_waits_until_it_may_and_hears_of_the_settings_at_once(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rollsuggest.jobs.conditions.ASKED_EVERY_S", 0.0)
    monkeypatch.setattr("rollsuggest.studio.indexing.Conditions", on_battery)
    studio.change_settings(Settings(only_on_mains=True))
    studio.start_indexing()
    eventually(lambda: studio.index_status().state == "waiting")
    assert studio.index_status().waiting_for == "Waiting for mains power"
    assert studio.index_status().done == 0
    studio.change_settings(Settings())
    eventually(lambda: studio.index_status().state == "done")
    assert len(studio.tiles()) == 6


def test_go_on_now_goes_on_whatever_is_waited_for(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rollsuggest.studio.indexing.Conditions", on_battery)
    studio.change_settings(Settings(only_on_mains=True))
    studio.start_indexing()
    eventually(lambda: studio.index_status().state == "waiting")
    studio.resume_indexing()
    eventually(lambda: studio.index_status().state == "done")
    assert len(studio.tiles()) == 6


def on_battery(settings: Callable[[], Settings]) -> Conditions:
    return Conditions(settings, mains=lambda: False)


def test_the_terminal_does_not_wait(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rollsuggest.studio.indexing.Conditions", on_battery)
    studio.change_settings(Settings(only_on_mains=True))
    assert studio.index(lambda status: None).state == "done"


# --- files that eat memory


def write_huge_png(out: Path, side: int) -> None:
    """Write a PNG of `side` squared pixels with alpha: a few megabytes that unpack to gigabytes."""
    packer = zlib.compressobj(1)
    rows = (b"\0" + b"\x7f\x40\x20\xff" * side) * 100
    packed = b"".join(packer.compress(rows) for _ in range(side // 100)) + packer.flush()

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0))
    out.write_bytes(b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", packed) + chunk(b"IEND", b""))


def test_a_file_that_eats_memory_costs_itself_alone(studio: Studio, tmp_path: Path) -> None:
    write_huge_png(tmp_path / "roll" / "huge.png", 19_900)
    status = studio.index(lambda status: None)
    assert status.state == "done"
    (unread,) = studio.unreadable()
    assert (unread.path, unread.reason) == ("huge.png", "Reading this file takes too much memory.")
    assert len(studio.tiles()) == 6


# --- trying again


def test_one_file_is_tried_again_and_a_repaired_one_by_itself(studio: Studio, tmp_path: Path) -> None:
    for name in ("a.jpg", "b.jpg"):
        (tmp_path / "roll" / name).touch()
    studio.index(lambda status: None)
    first, second = studio.unreadable()
    assert first.asset is not None
    shutil.copy(PICTURES / "coffee.jpg", tmp_path / "roll" / "b.jpg")
    studio.index(lambda status: None)
    assert [file.path for file in studio.unreadable()] == ["a.jpg"]
    shutil.copy(PICTURES / "coffee.jpg", tmp_path / "roll" / "c.jpg")
    studio.retry_unreadable([first.asset])
    eventually(lambda: len(studio.tiles()) == 8)
    eventually(lambda: [file.path for file in studio.unreadable()] == ["a.jpg"])
    assert second.asset in {tile.asset for tile in studio.tiles()}


def unplug(job: looking.LookJob) -> looking.Looked:
    if job.path.parent.exists():
        job.path.parent.rename(job.path.parent.with_name("away"))
    return look(job)


def test_a_drive_unplugged_during_a_run_blames_no_file(
    studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking, "look", unplug)
    studio.index(lambda status: None)
    assert studio.unreadable() == ()
    monkeypatch.undo()
    (tmp_path / "away").rename(tmp_path / "roll")
    studio.index(lambda status: None)
    assert len(studio.tiles()) == 6 and studio.unreadable() == ()


# --- mistakes of ours


def fails(job: looking.LookJob) -> looking.Looked:
    raise KeyError(job.name)


def fails_over_content(job: looking.LookJob) -> looking.Looked:
    if job.stages != {Stage.FILE}:
        raise KeyError(job.name)
    return look(job)


@pytest.mark.parametrize("mistake", [fails, fails_over_content])
def test_when_every_file_fails_by_our_mistake_the_run_stops_and_blames_none(
    studio: Studio,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    mistake: Callable[[looking.LookJob], looking.Looked],
) -> None:
    noise(tmp_path / "roll", 40)
    monkeypatch.setattr(looking, "look", mistake)
    studio.start_indexing()
    eventually(lambda: studio.index_status().state == "stopped")
    assert "fails at every file" in studio.index_status().trouble
    assert studio.unreadable() == ()
    monkeypatch.undo()
    assert studio.index(lambda status: None).state == "done"
    assert len(studio.tiles()) == 40


# --- disks: mounted for real, which takes root on Linux


def dies(job: looking.LookJob) -> looking.Looked:
    os._exit(3)


def dies_over_theirs(job: looking.LookJob) -> looking.Looked:
    """Take the worker down over every file of the roll, but not over the photo that came with us."""
    return look(job) if job.path.name == "astronaut.jpg" or job.name == "000.jpg" else dies(job)


def proves_nothing(stages: frozenset[Stage]) -> None:
    os._exit(3)


def test_where_no_worker_lives_the_run_says_so_and_blames_no_file(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(looking, "look", dies)
        broken.setattr(looking, "prove", proves_nothing)
        studio.start_indexing()
        eventually(lambda: studio.index_status().state == "stopped")
    assert "stops at once" in studio.index_status().trouble
    assert not studio.unreadable()
    studio.start_indexing()
    eventually(lambda: studio.index_status().state == "done")
    assert len(studio.tiles()) == 6 and not studio.unreadable()


def test_files_that_kill_every_reader_cost_themselves_alone(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking, "look", dies_over_theirs)
    studio.start_indexing()
    eventually(lambda: studio.index_status().state == "done")
    assert len(studio.unreadable()) == 5


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "disk"
    place.mkdir()
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root on Linux can mount a small disk")
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "none", place], capture_output=True
    ).returncode:
        pytest.skip("mounting is not allowed here")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


def rollsuggest(data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "rollsuggest", "--data-dir", str(data), *words], capture_output=True, text=True
    )


def test_a_full_disk_is_said_and_nothing_is_lost(small_disk: Path, tmp_path: Path) -> None:
    noise(tmp_path / "roll", 30)
    assert rollsuggest(small_disk, "consent", "allow", "analyse").returncode == 0
    for _ in range(4):  # as often as a person tries; no file may be blamed for it
        told = rollsuggest(small_disk, "index", str(tmp_path / "roll"))
        assert told.returncode == 1
        assert "Make room" in told.stderr and "Traceback" not in told.stderr, told.stderr
    with closing(Studio(paths.under(small_disk))) as studio:
        kept = len(studio.indexed())
        studio.start_indexing()
        eventually(lambda: studio.index_status().state == "stopped")
        assert "Make room" in studio.index_status().trouble
    assert kept == 30
    subprocess.run(["mount", "-o", "remount,size=200m", str(small_disk)], check=True)
    assert rollsuggest(small_disk, "index", str(tmp_path / "roll")).returncode == 0
    with closing(Studio(paths.under(small_disk))) as studio:
        assert len(studio.tiles()) == 30 and studio.unreadable() == ()
        assert all(studio.thumbnail(tile.asset).exists() for tile in studio.tiles())


def test_a_read_only_folder_is_said(small_disk: Path, tmp_path: Path) -> None:
    subprocess.run(["mount", "-o", "remount,size=200m", str(small_disk)], check=True)
    noise(tmp_path / "roll", 2)
    assert rollsuggest(small_disk, "consent", "allow", "analyse").returncode == 0
    assert rollsuggest(small_disk, "index", str(tmp_path / "roll")).returncode == 0
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    noise(tmp_path / "roll", 4)
    told = rollsuggest(small_disk, "index", str(tmp_path / "roll"))
    assert told.returncode == 1
    assert "cannot be" in told.stderr and "permissions" in told.stderr and "Traceback" not in told.stderr
    subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)
    assert rollsuggest(small_disk, "index", str(tmp_path / "roll")).returncode == 0
    with closing(Studio(paths.under(small_disk))) as studio:
        assert len(studio.tiles()) == 4
