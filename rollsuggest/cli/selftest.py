"""Checks that all this app needs is there and works, on a bundled photo; the installed app must pass it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from rollsuggest import paths
from rollsuggest.errors import UserError
from rollsuggest.model import Format, Make, Purpose, Recipe
from rollsuggest.studio import Studio

PHOTO = "astronaut.jpg"  # NASA, public domain


def self_test(say: Callable[[str], None]) -> int:
    """Run in a folder of its own that is removed afterwards; returns the exit code."""
    with tempfile.TemporaryDirectory(prefix="rollsuggest-self-test-") as folder:
        roll = Path(folder) / "roll"
        roll.mkdir()
        shutil.copy(paths.resources() / "pictures" / PHOTO, roll / PHOTO)
        with closing(Studio(paths.under(Path(folder) / "data"))) as studio:
            try:
                _all(studio, roll, Path(folder), say)
            except UserError as error:
                say(f"failed: {error}")
                return 1
    say("self-test passed")
    return 0


def _all(studio: Studio, roll: Path, folder: Path, say: Callable[[str], None]) -> None:
    studio.load_all_models()
    say("ok: every model loads")
    studio.allow(Purpose.ANALYSE, Purpose.FACES, Purpose.PLACES)
    studio.add_roll(roll)
    studio.index(lambda status: None)
    found = studio.indexed()
    if len(found) != 1 or found[0].error or len(found[0].faces) != 1:
        raise UserError(f"the bundled photo was not understood: {found}")
    say("ok: the bundled photo is indexed, its one face is found")
    photos = [roll / PHOTO] * 3
    for make, name, used in (
        (Make.COLLAGE, "collage.jpg", photos),
        (Make.RECAP, "card.png", photos),
        (Make.RECAP, "film.mp4", photos),
        (Make.RESTYLE, "anime.jpg", photos[:1]),
    ):
        style = "anime" if make is Make.RESTYLE else ""
        recipe = Recipe(make=make, photos=(), format=Format.SQUARE, style=style, title="rollsuggest")
        studio.make_of_files(used, recipe, folder / name)
        if not (folder / name).stat().st_size:
            raise UserError(f"{name} is empty")
        say(f"ok: {name}")
