"""The words for films: the person's own music, what is written, and as which kind of file they are made."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from rollsuggest.errors import UserError
from rollsuggest.i18n import _
from rollsuggest.jobs.exports import is_film
from rollsuggest.model import Make, Recipe

CODINGS = ("", "hevc", "av1", "moving", "cards")


def words(command: argparse.ArgumentParser) -> None:
    command.add_argument("--music", type=Path, metavar="FILE", help=_("music of your own under a film"))
    command.add_argument("--no-captions", action="store_true", help=_("without days and places in a film"))
    command.add_argument("--no-chapters", action="store_true", help=_("without cards for months and places"))
    command.add_argument(
        "--coding",
        choices=CODINGS,
        default="",
        help=_("a smaller .mp4 (hevc, av1), a .webp that moves (moving), a picture a chapter (cards)"),
    )


def chosen(recipe: Recipe, args: argparse.Namespace) -> Recipe:
    """Return the recipe as these words ask for it. Raises UserError where they are about no film."""
    asked = args.music or args.no_captions or args.no_chapters or args.coding
    if asked and not (recipe.make is Make.RECAP and (moves(args) or args.coding == "cards")):
        raise UserError(
            _("Music, captions, chapters and coding are for films."), _("Give --out a name ending in .mp4.")
        )
    return replace(
        recipe,
        music=str(args.music.expanduser().absolute()) if args.music else recipe.music,
        captions=recipe.captions and not args.no_captions,
        chapters=recipe.chapters and not args.no_chapters,
    )


def moves(args: argparse.Namespace) -> bool:
    return is_film(args.out, getattr(args, "coding", ""))
