"""The whole index over photos of 12 megapixels against its kernels alone: decoding and the networks.

`cd tests && python -m benchmarks index [--photos N] [--folder FOLDER]`. The photos are made once from the
free pictures beside us, enlarged and grainy, 3 to 5 MB each; people are rare among them. The kernels neither
hash nor read metadata nor write thumbnails. They are timed twice: alone, in one process before the run, and
within the run itself, where all cores work at once. How soon all photos could be browsed is read from the
same run. Figures are in CPU time too, for a machine that others use at the same time.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import resource
import sys
import tempfile
import threading
import time
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
from PIL import Image

from benchmarks import _timed_look
from benchmarks.analysis import machine
from rollsuggest import paths
from rollsuggest.errors import UnreadableError
from rollsuggest.jobs import looking
from rollsuggest.library.scan import kind_of
from rollsuggest.model import Kind, Purpose, Stage
from rollsuggest.studio import Studio

SIZE = (4032, 3024)
PICTURES = Path(__file__).resolve().parents[1] / "pictures"
CACHE = Path(tempfile.gettempdir()) / "rollsuggest-benchmark"
FIRST = datetime(2026, 5, 1, 9)
SHOT = 120  # so many are made; further ones are these with other dates


def main() -> None:
    options = argparse.ArgumentParser(prog="benchmarks index")
    options.add_argument("--photos", type=int, default=1000)
    options.add_argument("--folder", type=Path, help="index these photos instead")
    chosen = options.parse_args(sys.argv[2:])
    folder = chosen.folder or made(chosen.photos)
    cores = os.cpu_count() or 1
    print(machine())
    with multiprocessing.get_context("spawn").Pool(1) as pool:  # apart, so that its memory is not counted
        count, small_s, kernels_s = pool.apply(kernels, (folder,))
    print(f"alone    {kernels_s / count * 1000:6.0f} ms CPU a photo: decoding once, networks; ", end="")
    print(f"{small_s / count * 1000:.0f} ms more for the first tier's decoding")
    spent = indexed(folder, cores)
    rate = spent.browsable / spent.browsable_s
    print(f"first    {rate:.1f} photos/s until all {spent.browsable} could be browsed")
    print(f"index    {spent.cpu_s / count * 1000:6.0f} ms CPU a photo, {count / spent.wall_s:.1f} photos/s")
    print(f"         {spent.here_s / count * 1000:6.1f} ms of it in the main process")
    print(f"within   {spent.kernels_s / count * 1000:6.0f} ms of it in the kernels, decoding once; ", end="")
    print(f"{spent.small_s / count * 1000:.0f} ms in the first tier's decoding")
    print(
        f"share of the kernels' limit, by CPU time: {spent.kernels_s / spent.cpu_s:.1%} within the run, ",
        end="",
    )
    print(f"{kernels_s / spent.cpu_s:.1%} of the kernels alone; by the clock: ", end="")
    print(f"{spent.kernels_s / cores / spent.wall_s:.1%} within the run")
    print(f"peak memory of all processes: {spent.peak_mb:.0f} MB (shared pages counted in each)")


def made(count: int) -> Path:
    """Return a folder of `count` photos of 12 megapixels, made when they are not there yet."""
    folder = CACHE / f"{count}"
    folder.mkdir(parents=True, exist_ok=True)
    sources = [*sorted(PICTURES.glob("*.jpg")), paths.resources() / "pictures" / "astronaut.jpg"]
    for number in range(count):
        out = folder / f"IMG_{number:04}.jpg"
        if out.exists():
            continue
        if number < SHOT:
            shoot(sources[number % len(sources)], out, number)
        else:
            redate(folder / f"IMG_{number % SHOT:04}.jpg", out, number)
    return folder


def redate(source: Path, out: Path, number: int) -> None:
    """Copy a photo with another date: other bytes, so that nothing is a duplicate, at no cost."""
    before, after = (stamp(each).encode() for each in (number % SHOT, number))
    out.write_bytes(source.read_bytes().replace(before, after, 1))


def stamp(number: int) -> str:
    return f"{FIRST + timedelta(hours=number):%Y:%m:%d %H:%M:%S}"


def shoot(source: Path, out: Path, number: int) -> None:
    """Enlarge a part of a picture, as sharp and grainy as a phone's, and date it."""
    rng = np.random.default_rng(number)
    with Image.open(source) as picture:
        inset = rng.uniform(0, 0.1, 2) * picture.size
        box = (inset[0], inset[1], picture.width - inset[0], picture.height - inset[1])
        large = picture.convert("RGB").resize(SIZE, Image.Resampling.BICUBIC, box=box)
    grain = rng.normal(0, 6, (SIZE[1] // 2, SIZE[0] // 2, 1)).repeat(2, 0).repeat(2, 1)
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "Apple", "iPhone 13"
    exif.get_ifd(0x8769)[0x9003] = stamp(number)
    photo = Image.fromarray((np.asarray(large) + grain).clip(0, 255).astype(np.uint8))
    beside = out.with_suffix(".new")
    photo.save(beside, "JPEG", exif=exif, quality=93)
    beside.replace(out)


def kernels(folder: Path) -> tuple[int, float, float]:
    """Return how many photos there are, and the CPU seconds of decoding small and of the rest."""
    from rollsuggest.analysis.engine import Engine
    from rollsuggest.jobs.looking import LOOK_PX, SLACK
    from rollsuggest.library import metadata, pixels

    engine, count, small, spent = Engine(), 0, 0.0, 0.0
    engine.load_all()
    for file in sorted(file for file in folder.rglob("*") if kind_of(file.name) is Kind.PHOTO):
        try:
            facts = metadata.read_facts(file, file.name, places=True, now=datetime.now())
            started = time.process_time()
            pixels.decode(file, pixels.GLANCE_PX, quick=True, slack=pixels.GLANCE_SLACK)
            small, started = small + time.process_time() - started, time.process_time()
            decoded = pixels.decode(file, LOOK_PX, quick=True, slack=SLACK)
        except UnreadableError:  # a roll may hold damaged files: no work for a network
            continue
        seen = engine.objects(decoded.rgb)
        engine.content(decoded.rgb, facts, file.name, seen)
        engine.quality(decoded.rgb)
        engine.faces(decoded.rgb, seen)
        count, spent = count + 1, spent + time.process_time() - started
    return count, small, spent


@dataclass(frozen=True, slots=True)
class Spent:
    wall_s: float
    cpu_s: float
    here_s: float  # CPU seconds of this process alone
    peak_mb: float
    browsable: int  # photos that have facts and a thumbnail
    browsable_s: float  # wall time until the last of them had
    small_s: float  # CPU seconds of the workers' first decodings, of what is decoded again
    kernels_s: float  # CPU seconds of the other decodings, and of the networks


def indexed(folder: Path, workers: int) -> Spent:
    """Index a folder into a new library, all stages allowed, and tell what it took."""
    with tempfile.TemporaryDirectory() as data, tempfile.TemporaryDirectory() as told, Memory() as memory:
        os.environ[_timed_look.FOLDER] = told
        looking.look = _timed_look.look  # what the workers are sent by its name
        before, here, started = cpu_s(), cpu_s(children=False), time.perf_counter()
        with closing(Studio(paths.under(Path(data)))) as studio:
            studio.change_settings(replace(studio.settings(), workers=workers))
            studio.allow(Purpose.ANALYSE, Purpose.FACES, Purpose.PLACES)
            studio.add_roll(folder)
            began = datetime.now()
            studio.index(lambda status: None)
            wall_s = time.perf_counter() - started
            browsable, browsable_s = leafed_through(studio, began)
        spent_s, here_s = cpu_s() - before, cpu_s(children=False) - here
        kernels_s = _timed_look.spent(Path(told))
        return Spent(wall_s, spent_s, here_s, memory.peak_mb, browsable, browsable_s, *kernels_s)


def leafed_through(studio: Studio, began: datetime) -> tuple[int, float]:
    """Return how many files have their first stage, and after how many seconds the last of them had."""
    with studio._db.read() as db:
        count, last = db.execute(
            "SELECT count(*), max(finished_at) FROM analysis WHERE stage = ? AND status = 'done'",
            [Stage.FILE],
        ).fetchone()
    return count, (datetime.fromisoformat(last) - began).total_seconds()


def cpu_s(*, children: bool = True) -> float:
    """Return the CPU seconds of this process and of the children that have ended."""
    counted = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN) if children else (resource.RUSAGE_SELF,)
    usage = [resource.getrusage(who) for who in counted]
    return sum(each.ru_utime + each.ru_stime for each in usage)


class Memory:
    """Watches the memory of this process and all below it, ten times a second; on Linux."""

    def __init__(self) -> None:
        self.peak_mb = 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Memory:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(0.1):
            self.peak_mb = max(self.peak_mb, sum(map(_resident_mb, _family(os.getpid()))))


def _family(pid: int) -> list[int]:
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        children = [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except OSError:  # it ended meanwhile
        return []
    return [pid, *(member for child in children for member in _family(child))]


def _resident_mb(pid: int) -> float:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except OSError:
        return 0.0
    return pages * resource.getpagesize() / 2**20
