"""How fast layouts, pages and films are made: `cd tests && python -m benchmarks render`."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import numpy as np
from PIL import Image

from rollsuggest.model import AssetId, Box, Make, Recipe, Source
from rollsuggest.render.arrange import Page, arrange
from rollsuggest.render.engine import render_film, render_still

PHOTOS = 12


def _photos(folder: Path) -> list[Source]:
    """Write 12-megapixel JPEGs with texture, portrait and landscape by turns."""
    rng = np.random.default_rng(0)
    sources = []
    for i in range(PHOTOS):
        w, h = (4000, 3000) if i % 3 == 0 else (3000, 4000)
        small = Image.fromarray(rng.integers(0, 256, (h // 40, w // 40, 3), dtype=np.uint8))
        path = folder / f"{i}.jpg"
        small.resize((w, h), Image.Resampling.BICUBIC).save(path, quality=88)
        faces = (Box(0.4, 0.3, 0.15, 0.2),) if i % 2 else ()
        sources.append(Source(AssetId(i), str(path), w, h, faces))
    return sources


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        sources = _photos(Path(name))
        for count in (4, 9, 12):
            began = time.perf_counter()
            arrange(sources[:count], Page(1080, 1920, 48, 16), 1, 0.22)
            print(f"layout of {count} photos: {(time.perf_counter() - began) * 1000:.0f} ms")
        by_asset = {source.asset: source for source in sources}
        for make, size in (
            (Make.COLLAGE, (360, 640)),
            (Make.COLLAGE, (1080, 1920)),
            (Make.RECAP, (1080, 1920)),
        ):
            recipe = Recipe(make, tuple(by_asset), title="May 2026", subtitle="12 photos")
            began = time.perf_counter()
            render_still(recipe, by_asset, size)
            print(f"{make} {size[0]}x{size[1]}, 12 photos of 12 MP: {time.perf_counter() - began:.2f} s")
        recipe = Recipe(Make.RECAP, tuple(by_asset), title="May 2026")
        out, began = Path(name) / "film.mp4", time.perf_counter()
        render_film(recipe, by_asset, out, (1080, 1920), lambda _part: None, lambda: False)
        print(
            f"film 1080x1920, 12 photos: {time.perf_counter() - began:.1f} s,"
            f" {out.stat().st_size / 1e6:.1f} MB"
        )


if __name__ == "__main__":
    main()
