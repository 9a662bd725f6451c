"""Words set into boxes: wrapped evenly, shrunk until they fit, at worst cut with an ellipsis."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from PIL import Image, ImageDraw, features

from rollsuggest.render.fonts import Face, shown, sized
from rollsuggest.render.palette import Colour

SHRINK = 0.94
# Of a line, in scripts that break it between letters.
NOT_FIRST = frozenset(
    "、。，．・：；！？」』）〕】〉》…ー々〜ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ"
)  # of a line
COUNTED = frozenset("年月日時分枚人回歳周")  # and the year and day of Chinese


@dataclass(frozen=True, slots=True)
class Block:
    """Set text: its lines, font, size, and the box it takes. Empty text takes none."""

    lines: tuple[str, ...]
    path: str
    size_px: float
    leading_px: float
    w: float
    h: float

    def scaled(self, scale: float) -> Block:
        """Return the same lines for a larger or smaller page, so that a preview breaks as the final does."""
        return Block(
            self.lines,
            self.path,
            self.size_px * scale,
            self.leading_px * scale,
            self.w * scale,
            self.h * scale,
        )


EMPTY = Block((), "", 0, 0, 0, 0)


def fit(text: str, face: Face, w: int, h: int, size_px: float, least_px: float, most_lines: int = 2) -> Block:
    """Set a text into w x h pixels: as near to `size_px` as it fits, not below `least_px`."""
    text, path = shown(text, face)
    if not text or w <= 0 or h <= 0:
        return EMPTY
    size = max(size_px, least_px)
    while True:
        px = max(6, round(size))
        lines = _balanced(text, w, _measure(path, px))
        room = max(1, min(most_lines, int(h / leading(px, face))))
        fits = len(lines) <= room and len(lines) * leading(px, face) <= h
        if (fits and not _splits(text, lines)) or size <= least_px or px == 6:
            if not fits:  # what is cut is cut as late as may be: lines of like length had less on them
                lines = _wrapped(text, w, _measure(path, px))
            return _block(_shortened(lines, room, w, _measure(path, px)), path, px, leading(px, face))
        size = max(size * SHRINK, least_px)


def leading(size_px: float, face: Face) -> int:
    """Return the distance of lines: titles stand closer."""
    return round(size_px * (1.08 if face is Face.TITLE else 1.35))


def draw(
    block: Block, image: Image.Image, x: float, y: float, w: float, colour: Colour, align: str = "left",
    rtl: bool | None = None,
) -> None:  # fmt: skip
    """Draw a block with its upper left at x, y; `align` at its beginning (left) or centre within w.

    `rtl` tells whether it is read from right to left, so that it begins at the right; None: as its words say.
    """
    if not block.lines:
        return
    rtl = right_to_left(block.lines[0]) if rtl is None else rtl
    pen = ImageDraw.Draw(image)
    font = sized(block.path, block.size_px)
    ascent, descent = font.getmetrics()
    direction = _direction(rtl)
    for i, line in enumerate(block.lines):
        slack = w - font.getlength(line, direction=direction)
        left = x + (slack / 2 if align == "centre" else slack if rtl else 0.0)
        base = y + i * block.leading_px + (block.leading_px + ascent * 0.86 - descent * 0.86) / 2
        pen.text((left, base), line, font=font, fill=colour, anchor="ls", direction=direction)


def _direction(rtl: bool) -> str | None:
    """Return what sets a Latin name among Arabic words where it is read; Pillow knows it only with Raqm."""
    return "rtl" if rtl and features.check("raqm") else None


def right_to_left(text: str) -> bool:
    """Tell a text's direction by its first letter that has one."""
    strong = (unicodedata.bidirectional(character) for character in text)
    return next((kind for kind in strong if kind in ("L", "R", "AL")), "L") != "L"


def _block(lines: list[str], path: str, px: int, leading_px: int) -> Block:
    widest = max(_measure(path, px)(line) for line in lines)
    return Block(tuple(lines), path, px, leading_px, round(widest), leading_px * len(lines))


def _measure(path: str, px: int) -> Callable[[str], float]:
    font = sized(path, px)
    return lambda line: float(font.getlength(line))


def _splits(text: str, lines: list[str]) -> bool:
    """Tell whether a word was broken that a smaller size keeps whole; never in scripts without spaces."""
    if _spaceless(text):
        return False
    return " ".join(lines) != text


def _spaceless(text: str) -> bool:
    """Tell whether it is in a script that breaks its lines between letters. Korean has spaces."""
    return any(
        (character > "\u2e7f" and not "\uac00" <= character <= "\ud7a3") or "\u0e00" <= character <= "\u0eff"
        for character in text
    )


def _balanced(text: str, w: float, length: Callable[[str], float]) -> list[str]:
    """Wrap into as few lines as fit, then narrow the measure so that the lines are of like length."""
    lines = _wrapped(text, w, length)
    if len(lines) == 1:
        return lines
    low, high = min(max(w / 2, _longest(text, length)), float(w)), float(w)
    for _step in range(7):
        middle = (low + high) / 2
        if len(_wrapped(text, middle, length)) <= len(lines):
            high = middle
        else:
            low = middle
    return _wrapped(text, high, length)


def _wrapped(text: str, w: float, length: Callable[[str], float]) -> list[str]:
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if length(longer) <= w:
            line = longer
            continue
        if line:
            lines.append(line)
        *full, line = _broken(word, w, length)
        lines.extend(full)
    return [*lines, line]


def _broken(word: str, w: float, length: Callable[[str], float]) -> list[str]:
    """Break a word that is wider than the line (or a script without spaces) where it must be."""
    pieces: list[str] = []
    piece = ""
    for character in word:
        if piece and length(piece + character) > w:
            kept = len(piece) - 1 if character in NOT_FIRST and len(piece) > 2 else len(piece)
            kept = _before_a_word(piece + character, _after_a_phrase(piece + character, kept))
            pieces.append(piece[:kept])
            piece = piece[kept:]
        piece += character
    return [*pieces, piece]


def _after_a_phrase(piece: str, kept: int) -> int:
    """Return where Japanese is broken better: behind the kana that end a phrase, not within a word."""
    for at in range(kept, kept // 2, -1):
        if _is_hiragana(piece[at - 1]) and not _is_hiragana(piece[at]) and piece[at] not in NOT_FIRST:
            return at
    return kept


def _before_a_word(piece: str, kept: int) -> int:
    """Return where it is broken rather than within a Latin word or a number, or before what that counts."""
    at = kept
    while at and _joined(piece[at - 1], piece[at]):
        at -= 1
    return at or kept


def _joined(before: str, after: str) -> bool:
    narrow = before.isalnum() and after.isalnum() and max(before, after) < "\u0e00"
    return narrow or (before.isdigit() and after in COUNTED)


def _longest(text: str, length: Callable[[str], float]) -> float:
    """Return how wide a line must be so that no word is broken."""
    if not _spaceless(text):
        return max(length(word) for word in text.split(" "))
    starts = [0, *(at for at in range(1, len(text)) if not _joined(text[at - 1], text[at])), len(text)]
    return max(length(text[a:b]) for a, b in pairwise(starts))


def _is_hiragana(character: str) -> bool:
    return "\u3041" <= character <= "\u309f"


def _shortened(lines: list[str], room: int, w: float, length: Callable[[str], float]) -> list[str]:
    if len(lines) <= room:
        return lines
    last = " ".join(lines[room - 1 :])
    while last and length(last.rstrip() + "…") > w:
        last = last[:-1]
    return [*lines[: room - 1], last.rstrip(" ,.;:-–") + "…"]
