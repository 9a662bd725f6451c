"""The words that the window is opened with. Read alone, before anything of the terminal's is loaded."""

from __future__ import annotations

import argparse
from pathlib import Path

from rollsuggest import paths
from rollsuggest.i18n import _
from rollsuggest.paths import Paths


def where(words: argparse.ArgumentParser) -> None:
    words.add_argument("--data-dir", type=Path, default=argparse.SUPPRESS, metavar="DIR",
                       help=_("keep everything of ours in this folder"))  # fmt: skip


def behind(words: argparse.ArgumentParser) -> None:
    words.add_argument(
        "--behind", action="store_true", help=_("open the window behind others, or in the tray")
    )


def parser() -> argparse.ArgumentParser:
    """Return what knows these words alone; whatever else is said is for the terminal."""
    words = argparse.ArgumentParser("rollsuggest", add_help=False, allow_abbrev=False)
    where(words)
    behind(words)
    return words


def folders(args: argparse.Namespace) -> Paths:
    return paths.under(args.data_dir) if "data_dir" in args else paths.default()
