"""Long titles over narrow photos: as wide as the photos, whole, and still large enough to be read."""

from __future__ import annotations

import pytest
from drawn import SIZES

from rollsuggest.model import AssetId, Make, Recipe, Source
from rollsuggest.render.collage import STYLES
from rollsuggest.render.layouts import hull
from rollsuggest.render.paint import Photos

LONG = {
    "en": ("A long weekend with everyone in the mountains of Portugal", "14 to 17 June 2026"),
    "de": ("Wanderwochenende mit Großeltern im Riesengebirge", "14. bis 17. Juni 2026"),
    "ja": ("家族みんなで過ごしたポルトガルの山での長い週末", "2026年6月14日〜17日"),
    "ar": ("عطلة نهاية أسبوع طويلة مع العائلة في جبال البرتغال", "من 14 إلى 17 يونيو 2026"),
}
EDGES = {"polaroids": 0.08, "scrapbook": 0.025}  # of a print, beside its picture
UPRIGHT, TALL, WIDE = (3000, 4000), (1080, 1920), (4000, 3000)


@pytest.mark.parametrize("title", LONG)
@pytest.mark.parametrize("shapes", [(UPRIGHT,), (TALL,), (UPRIGHT, UPRIGHT), (WIDE, WIDE), (TALL, WIDE)])
@pytest.mark.parametrize("style", ["gallery", "polaroids", "scrapbook", "circles"])
def test_a_long_title_is_no_wider_than_its_photos(
    style: str, shapes: tuple[tuple[int, int], ...], title: str
) -> None:
    sources = [Source(AssetId(n), "", *shape) for n, shape in enumerate(shapes, 1)]
    said, below = LONG[title]
    recipe = Recipe(Make.COLLAGE, tuple(s.asset for s in sources), style=style, title=said, subtitle=below)
    for size in SIZES:
        design = STYLES[style].plan(recipe, sources, size, Photos({}))
        photos, at, words = hull(one.at for one in design.placed), design.words_at, design.words
        assert at is not None
        if at.right <= photos.x:  # in a column beside them
            continue
        assert words.w <= at.w and at.x > 0 and at.right < size[0]
        edge = round(photos.w * EDGES.get(style, 0.0)) + 1
        assert at.x >= photos.x - edge and at.right <= photos.right + edge, size
        assert "".join("".join(words.title.lines).split()) == "".join(said.split())
        assert words.title.size_px >= 38 and 22 <= words.subtitle.size_px < words.title.size_px
