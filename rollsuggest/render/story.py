"""A recap as story cards, one picture after the other: the whole, then each of its chapters."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from PIL import Image

from rollsuggest.errors import UserError
from rollsuggest.i18n import _
from rollsuggest.library.pixels import Rgb
from rollsuggest.model import Recipe, Source
from rollsuggest.render.chapters import below, chapters
from rollsuggest.render.export import FORMATS, check_folder, save
from rollsuggest.storing import storing

Part = tuple[Recipe, Sequence[Source]]


def parts(recipe: Recipe, sources: Sequence[Source]) -> Iterator[Part]:
    """Yield what each card is made of: first all photos, then those of each chapter with its words."""
    yield recipe, sources
    found = chapters(sources)
    begins = [*found, len(sources)]
    for number, (at, chapter) in enumerate(found.items()):
        shown = sources[at : begins[number + 1]]
        words = replace(recipe, title=chapter.title, subtitle=below(chapter), seed=recipe.seed + number + 1)
        yield replace(words, photos=tuple(source.asset for source in shown)), shown


def write(pages: Sequence[Rgb], titles: Sequence[str], out: Path, alt: str, source: str) -> None:
    """Write the first page to `out` and the others beside it, numbered from 2: all of them or none.

    Raises UserError where a numbered name is taken, for the suffix, and for the disk.
    """
    kind = FORMATS.get(out.suffix.lower())
    if kind is None or kind == "PDF":
        raise UserError(
            _("We cannot write story cards as “{suffix}”.").format(suffix=out.suffix),
            _("Choose a name that ends in .jpg, .png or .webp."),
        )
    check_folder(out)
    places = [out, *(out.with_name(f"{out.stem} {n}{out.suffix}") for n in range(2, len(pages) + 1))]
    if taken := next((place for place in places[1:] if place.exists()), None):
        raise UserError(_("{name} is there already.").format(name=taken.name), _("Choose another name."))
    beside = [out.with_name(f"{out.name}.part{os.getpid()}-{n}") for n in range(len(pages))]
    with storing(out):
        try:
            for page, title, path in zip(pages, titles, beside, strict=True):
                save(Image.fromarray(page), path, kind, title, alt, source)
            for path, place in zip(beside, places, strict=True):
                path.replace(place)
        finally:
            for path in beside:
                path.unlink(missing_ok=True)
