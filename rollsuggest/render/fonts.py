"""Which font file can show a text: ours first, then the system's, by the letters they lack."""

from __future__ import annotations

import os
import sys
import unicodedata
from enum import StrEnum
from functools import cache, lru_cache
from itertools import chain
from pathlib import Path

from PIL import ImageFont

from rollsuggest import paths


class Face(StrEnum):
    """What a text is: the word that carries a page, or what is read beside it."""

    TITLE = "EBGaramond-Medium.ttf"
    TEXT = "Inter-Medium.ttf"


# Ours for what those two lack, so that a title looks the same everywhere: kana, the kanji of JIS X 0208 and
# joyo, the first level of GB 2312, the syllables of KS X 1001, Devanagari, Arabic. For pure Han the first.
BESIDE = (
    "NotoSerifJP-Medium.ttf", "NotoSerifSC-Medium.ttf", "NotoSerifKR-Medium.ttf",
    "NotoSerifDevanagari-Medium.ttf", "NotoNaskhArabic-Medium.ttf",
)  # fmt: skip
# Fonts of wide reach, as Windows, macOS and Linux carry them; any other is tried after these.
KNOWN = (
    "NotoSerifCJK-Regular.ttc", "NotoSansCJK-Regular.ttc", "NotoSans-Regular.ttf", "DejaVuSerif.ttf",
    "DejaVuSans.ttf",
    # By weight too: a collection's first file by name is its black one.
    "NotoNaskhArabic-Regular.ttf", "NotoSansArabic-Regular.ttf", "NotoSerifDevanagari-Regular.ttf",
    "NotoSansDevanagari-Regular.ttf", "tahoma.ttf", "GeezaPro.ttc", "DevanagariMT.ttc",
    "DroidSansFallbackFull.ttf", "FreeSerif.ttf", "FreeSans.ttf", "wqy-microhei.ttc", "wqy-zenhei.ttc",
    "segoeui.ttf", "YuGothM.ttc", "msyh.ttc", "malgun.ttf", "Nirmala.ttf", "Nirmala.ttc",
    "LeelawUI.ttf", "ebrima.ttf",
    "Arial Unicode.ttf", "PingFang.ttc", "Hiragino Sans GB.ttc", "AppleSDGothicNeo.ttc",
    "Kohinoor.ttc", "Thonburi.ttc",
)  # fmt: skip
ALIKE = {"～": "〜–", "〜": "～–"}  # from a day to another, as Japanese writes it
MOST_SHOWN = 0.6  # share of letters and figures below which a text is a riddle
MOST_TRIED = 400  # files of a large collection; beyond this the text is not worth the wait


@lru_cache(maxsize=64)
def sized(path: str, size_px: float) -> ImageFont.FreeTypeFont:
    """Return a font at a size; shaped by Raqm where Pillow has it."""
    return ImageFont.truetype(path, size_px)


def shown(text: str, face: Face) -> tuple[str, str]:
    """Return (text, font file): the file that lacks the fewest letters, and the text without what it lacks.

    Better a title without its little picture than one with an empty box; none at all when most of it lacks.
    """
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    path = _best(frozenset(text), face)
    kept = "".join(c if has(path, c) else _alike(path, c) for c in text)
    readable = sum(map(str.isalnum, kept)) >= MOST_SHOWN * sum(map(str.isalnum, text))
    return (" ".join(kept.split()) if readable else ""), path


def _alike(path: str, character: str) -> str:
    """Return what a font has in place of a sign that only some have; "" for what is left out."""
    return next((c for c in ALIKE.get(character, "") if has(path, c)), "")


@lru_cache(maxsize=256)
def _best(characters: frozenset[str], face: Face) -> str:
    ours = str(paths.resources() / "fonts" / face.value)
    letters = {c for c in characters if unicodedata.category(c)[0] in "LMN"}
    fewest, best = sum(not has(ours, c) for c in letters), ours
    if fewest:
        for path in chain((str(paths.resources() / "fonts" / name) for name in BESIDE), _system_fonts()):
            lacking = sum(not has(path, c) for c in letters)
            if lacking < fewest:
                fewest, best = lacking, path
            if not fewest:
                break
    return best


@lru_cache(maxsize=4096)
def has(path: str, character: str) -> bool:
    """Tell whether a font draws a character as more than its sign for a missing one."""
    if character.isspace():
        return True
    if unicodedata.category(character) in ("Cc", "Cs", "Co", "Cn") or "\ufe00" <= character <= "\ufe0f":
        return False  # controls, private and variation signs: nothing to see
    if unicodedata.category(character) == "Cf":
        return character in "\u200c\u200d\u200e\u200f"  # joiners and directions, which shaping uses up
    try:
        drawn = sized(path, 24).getmask(character)
    except (OSError, ValueError):
        return False
    return (drawn.size, bytes(drawn)) != _missing_sign(path)


@cache
def _missing_sign(path: str) -> tuple[tuple[int, int], bytes]:
    try:
        drawn = sized(path, 24).getmask("\U0010fffe")
    except (OSError, ValueError):
        return (0, 0), b""
    return drawn.size, bytes(drawn)


@cache
def _system_fonts() -> tuple[str, ...]:
    """Return the installed font files, the known ones first, each group in a fixed order."""
    files = sorted(
        (path for folder in _folders() if folder.is_dir() for path in folder.rglob("*")),
        key=lambda path: (path.name, str(path)),
    )
    fonts = [p for p in files if p.suffix.lower() in (".ttf", ".otf", ".ttc") and "Emoji" not in p.name]
    rank = {name: i for i, name in enumerate(KNOWN)}
    fonts.sort(key=lambda path: rank.get(path.name, len(rank)))
    return tuple(str(path) for path in fonts[:MOST_TRIED])


def _folders() -> tuple[Path, ...]:
    home = Path.home()
    if sys.platform == "win32":
        local = Path(os.environ.get("LOCALAPPDATA", home / "AppData" / "Local"))
        windows = Path(os.environ.get("WINDIR", "C:/Windows"))
        return windows / "Fonts", local / "Microsoft" / "Windows" / "Fonts"
    if sys.platform == "darwin":
        return Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library" / "Fonts"
    return Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".local" / "share" / "fonts"
