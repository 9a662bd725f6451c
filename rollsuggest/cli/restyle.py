"""The words of `rollsuggest restyle`."""

from __future__ import annotations

import argparse
from typing import Any

from rollsuggest.i18n import _

APARTS = ("", "background", "people", "painted")
LIGHTS = ("", "golden", "petals", "rain", "stars")
_WORDS = ("drawn", "quality", "strength", "line", "flatness", "colour", "eyes", "apart", "light", "mark")


def drawn_words(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--drawn", default="", metavar="STYLE", help=_("redraw all its photos: anime, watercolour, oil, …")
    )
    _mark(command)


def words(command: argparse.ArgumentParser) -> None:
    command.add_argument("--style", default="anime")
    command.add_argument("--quality", choices=["fast", "balanced"], default="fast")
    numbers = {
        "strength": (1.0, 1.0, _("0 is the photo, 1 the drawing")),
        "line": (1.0, 2.0, _("how strong lines are, 0 to 2")),
        "flatness": (1.0, 1.5, _("how flat areas are, 0 to 1.5")),
        "colour": (1.0, 2.0, _("how far colours are pushed, 0 to 2")),
        "eyes": (0.0, 0.2, _("how much larger eyes are drawn, 0 to 0.2")),
    }
    for name, (usual, most, text) in numbers.items():
        command.add_argument(f"--{name}", type=_up_to(most), default=usual, metavar="NUMBER", help=text)
    command.add_argument("--apart", choices=APARTS, default="", help=_("treat people and background apart"))
    _mark(command)
    command.add_argument("--light", choices=LIGHTS, default="", help=_("another light or weather"))


def _mark(command: argparse.ArgumentParser) -> None:
    command.add_argument("--mark", action="store_true", help=_("write in the corner that it is drawn"))


def chosen(args: argparse.Namespace) -> dict[str, Any]:
    """Return the fields of a recipe that were asked for; none for another make."""
    return {name: getattr(args, name) for name in _WORDS if hasattr(args, name)}


def _up_to(most: float) -> Any:
    def number(text: str) -> float:
        value = float(text)
        if not 0 <= value <= most:
            raise argparse.ArgumentTypeError(_("a number from 0 to {most}").format(most=most))
        return value

    return number
