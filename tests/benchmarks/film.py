"""The film of the gate, 12 photos of 12 MP and 2 clips at 1080x1920: `cd tests && python -m benchmarks film`.

Prints wall and CPU seconds for the film with music and for 30 s of it, peak memory, whether ffprobe and the
clock agree with the storyboard, and what it takes to look at it before. A word after it is a folder to keep
the film in.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from made_films import film
from made_music import music

from benchmarks.render import _photos
from rollsuggest.jobs.worker import _face_boxes
from rollsuggest.library.reel import FPS, size_of
from rollsuggest.model import AssetId, Kind, Make, Recipe, Source
from rollsuggest.render.engine import play_film, render_film

SIZE = (1080, 1920)


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(sys.argv[2] if len(sys.argv) > 2 else name)
        sources = _photos(Path(name))
        for number, size in enumerate(((1080, 1920), (1920, 1080)), len(sources)):
            path = str(film(Path(name) / f"{number}.mp4", size=size, seconds=6, sound=True))
            at = number - len(sources) + 4
            sources.insert(at, Source(AssetId(number), path, *size, kind=Kind.VIDEO, film=path))
        song = Path(name) / "song.m4a"
        music(song, 104, 60.0)
        photos = tuple(s.asset for s in sources)
        recipe = Recipe(Make.RECAP, photos, title="May 2026", seed=3, music=str(song))
        out = folder / "film.mp4"
        began, before = time.perf_counter(), os.times()
        render_film(
            recipe, {s.asset: s for s in sources}, out, SIZE, lambda _p: None, lambda: False, "", _face_boxes
        )
        wall, after = time.perf_counter() - began, os.times()
        _tell(out, wall, after.user + after.system - before.user - before.system)
        _look(recipe, sources)


def _look(recipe: Recipe, sources: list[Source]) -> None:
    """Time the plan of the film that is looked at before it is made, its first second and all of it."""
    began = time.process_time()
    playing = play_film(recipe, {s.asset: s for s in sources}, size_of(SIZE), _face_boxes)
    planned = time.process_time()
    playing.piece(0)
    first = time.process_time()
    for number in range(1, playing.reel.pieces):
        playing.piece(number)
    whole, seconds = time.process_time() - planned, playing.reel.frames / FPS
    print(f"looked at: planned in {planned - began:.2f} s CPU, first second in {first - planned:.2f} s")
    print(f"all {seconds:.1f} s of it in {whole:.1f} s CPU ({seconds / whole:.0f} times as fast as it plays)")


def _tell(out: Path, wall: float, cpu: float) -> None:
    told = subprocess.run(
        ["ffprobe", "-v", "error", "-show_entries", "format=duration:stream=codec_name,nb_frames", "-of",
         "json", str(out)], capture_output=True, check=True, text=True,
    )  # fmt: skip
    found = json.loads(told.stdout)
    seconds, pictures = float(found["format"]["duration"]), int(found["streams"][0]["nb_frames"])
    print(f"film of {seconds:.2f} s ({pictures} pictures): {wall:.1f} s wall, {cpu:.1f} s CPU")
    print(f"for 30 s of film: {wall * 30 / seconds:.1f} s wall (at most 30), {cpu * 30 / seconds:.1f} s CPU")
    print(f"off the exact duration: {abs(seconds - pictures / 30):.3f} s; {told.stderr or 'ffprobe: ok'}")
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3:.0f} MB (at most 1000)")


if __name__ == "__main__":
    main()
