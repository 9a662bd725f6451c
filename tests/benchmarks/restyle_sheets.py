"""Contact sheets of all styles over twenty varied photos, to be looked at.

    python -m benchmarks restyle_sheets --out DIR [RUN …] [--photos NAME …]     (RUN: anime:fast, oil:fast, …)

In DIR: each drawing by itself at 1080 px, a sheet of each photo (itself and every style) and a sheet of each
style (every photo). They are drawn as the app draws them: who stands in front is cut out, faces are looked
at again. `--photos` takes those whose path holds one of the words. The photos are of shared/data, in which
some may not be published further: sheets are for eyes, not for the repository.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw

from benchmarks import restyle as gates
from benchmarks.analysis import SHARED
from benchmarks.restyle import measure  # type: ignore[attr-defined]
from rollsuggest.library.pixels import Rgb
from rollsuggest.render.styles import restyle

RUNS = (
    "anime:fast", "anime:balanced", "starlit:balanced", "storybook:balanced", "watercolour:fast",
    "oil:fast", "sketch:fast", "manga:fast", "pop:fast",
)  # fmt: skip
# Portraits, groups, children, old people, dark skin and fair, pets, landscapes, rooms, night; two of them are
# among the photos of the gates.
PHOTOS = (
    "people/deepface/df05/img3.jpg",
    "people/deepface/df07/img24.jpg",
    "people/groups/azure_detection5.jpg",
    "people/groups/human_group-4.jpg",
    "people/groups/facerec_two_people.jpg",
    "people/groups/bbt3.jpg",
    "themes/baby_kids/f8k_2095007523_591f255708.jpg",
    "themes/baby_kids/f8k_2060031241_a3ae7a06bb.jpg",
    "people/groups/human_group-2.jpg",
    "themes/snow/f8k_2083778090_3aecaa11cc.jpg",
    "themes/_multilabel_coco/000000219578.jpg",
    "themes/_multilabel_coco/000000000009.jpg",
    "themes/_multilabel_coco/000000252219.jpg",
    "themes/_multilabel_coco/000000522713.jpg",
    "themes/flowers/az_japanese_cherry_6.jpg",
    "themes/sunset/lg_1.jpg",
    "roll/fuji_album/DSCF0506-2.jpg",
    "roll/museum_trips_samsung/WitzXunantunich.jpg",
    "roll/nextcloud_examples/Library.jpg",
    "roll/toy_travels_iphone/IMG_1889.jpeg",
)
CELL_PX, GAP_PX, WORDS_PX = 480, 6, 24
OF_A_PHOTO, OF_A_STYLE = 4, 5  # cells across


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("runs", nargs="*", default=RUNS)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--photos", nargs="*", default=[""])
    options = parser.parse_args(sys.argv[2:])
    options.out.mkdir(parents=True, exist_ok=True)
    gates._use_cores()
    chosen = [name for name in PHOTOS if any(word in name for word in options.photos)]
    of_style: dict[str, list[tuple[str, Image.Image]]] = {run: [] for run in options.runs}
    for name in chosen:
        drawn = _drawn(SHARED / "data" / name, options.runs)
        stem = Path(name).stem
        cells = []
        for run, rgb in drawn.items():
            picture = Image.fromarray(rgb)
            picture.save(options.out / f"{stem}.{run.replace(':', '_')}.jpg", quality=95)
            picture.thumbnail((CELL_PX, CELL_PX))
            cells.append((run, picture))
            if run in of_style:
                of_style[run].append((stem, picture))
        _sheet(cells, OF_A_PHOTO).save(options.out / f"photo_{stem}.jpg", quality=90)
        print(stem, flush=True)
    for run, cells in of_style.items():
        _sheet(cells, OF_A_STYLE).save(options.out / f"style_{run.replace(':', '_')}.jpg", quality=90)


def _drawn(path: Path, runs: Sequence[str]) -> dict[str, Rgb]:
    """Return the photo and its drawings."""
    photo = measure.photo(path)
    faces = measure.faces(photo)
    person = gates._engine().cut_out(photo) if faces else None
    drawn = {"photo": photo}
    for run in runs:
        style, _colon, quality = run.partition(":")
        drawn[run] = restyle(
            photo, faces, style=style, quality=quality, seed=1, person=person,
            find=measure.faces, recognise=gates._vectors,
        )  # fmt: skip
    return drawn


def _sheet(cells: Sequence[tuple[str, Image.Image]], across: int) -> Image.Image:
    """Return pictures in rows, each under its name; a row is as high as the highest picture in it."""
    rows = [cells[n : n + across] for n in range(0, len(cells), across)]
    heights = [max(picture.height for _name, picture in row) + WORDS_PX + GAP_PX for row in rows]
    sheet = Image.new("RGB", (across * (CELL_PX + GAP_PX) + GAP_PX, sum(heights)), "white")
    pen, top = ImageDraw.Draw(sheet), 0
    for row, height in zip(rows, heights, strict=True):
        for column, (name, picture) in enumerate(row):
            left = GAP_PX + column * (CELL_PX + GAP_PX)
            pen.text((left, top + 4), name, "black", font_size=14)
            sheet.paste(picture, (left, top + WORDS_PX))
        top += height
    return sheet


if __name__ == "__main__":
    main()
