"""Before a file leaves: strangers blurred where that is asked for, and what the file still shows is said."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import replace

from rollsuggest.i18n import _
from rollsuggest.library.rows import Reveals
from rollsuggest.model import Recipe
from rollsuggest.studio.revealed import told


def words(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--blur-strangers",
        action="store_true",
        help=_("blur faces without a name; of files by name, all faces"),
    )


def blurred(recipe: Recipe, args: argparse.Namespace) -> Recipe:
    return replace(recipe, blur=recipe.blur or args.blur_strangers)


def tell(say: Callable[[str], None], found: Reveals, recipe: Recipe) -> None:
    say(_("Whoever gets the file can see:"))
    for line in told(found, recipe):
        say(f"- {line}")
    say(_("Not in the file: coordinates, serial numbers, and all else that your photos carry."))
