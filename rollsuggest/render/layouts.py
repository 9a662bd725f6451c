"""Slicing trees: photos joined side by side and stacked, without overlap, to fill a page exactly.

A part of width w is a·w + b tall: a photo of ratio r is w / r; stacked parts add up; parts side by side share
one height (C. B. Atkins, "Adaptive Photo Collection Page Layout", ICIP 2004: ratios add up in such trees; the
search and the crop are ours). Gaps and a block of text go into b. What is missing to the page's height is
spent as crop, within what each photo can give without cutting a face; what no crop can give stays as a wider
margin. So no face is cut.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

TEXT = -1  # the leaf that stands for the block of text; only in a stack at the root
MOST_STRETCH = 1.2  # of ln(ratio); further no photo gives


@dataclass(frozen=True, slots=True)
class Rect:
    """Pixels; x and y of the upper left corner."""

    x: int
    y: int
    w: int
    h: int

    @property
    def right(self) -> int:
        return self.x + self.w

    @property
    def bottom(self) -> int:
        return self.y + self.h

    @property
    def ratio(self) -> float:
        return self.w / self.h


@dataclass(frozen=True, slots=True)
class Piece:
    """What a layout knows of a photo: its ratio, the ratios a crop may give it, and its wished share."""

    ratio: float
    narrowest: float
    widest: float
    weight: float = 1.0  # wished area, relative
    give: float = 1.0  # how readily it is cropped, relative


@dataclass(frozen=True, slots=True)
class Join:
    """Parts stacked (`down`) or side by side, in reading order.

    `sizes` are the parts' heights (or widths) where they are settled; else the photos' ratios make them.
    """

    down: bool
    parts: tuple[Tree, ...]
    sizes: tuple[int, ...] = ()


Tree = int | Join


def leaves(tree: Tree) -> list[int]:
    """Return the photos of a tree in its order, without the words."""
    if isinstance(tree, int):
        return [] if tree == TEXT else [tree]
    return [leaf for part in tree.parts for leaf in leaves(part)]


def renamed(tree: Tree, names: Sequence[int]) -> Tree:
    """Return the tree with the photo `names[i]` in the place of photo i."""
    if isinstance(tree, int):
        return tree if tree == TEXT else names[tree]
    return Join(tree.down, tuple(renamed(part, names) for part in tree.parts), tree.sizes)


def told(tree: Tree) -> str:
    """Return a tree in words: `v(0,h(1,2),t)` is photo 0 above 1 and 2 side by side, and the text below.

    Settled sizes stand after a part: `v(0:500,1:480)`.
    """
    if isinstance(tree, int):
        return "t" if tree == TEXT else str(tree)
    sizes = [f":{size}" for size in tree.sizes] or [""] * len(tree.parts)
    parts = ",".join(told(part) + size for part, size in zip(tree.parts, sizes, strict=True))
    return ("v(" if tree.down else "h(") + parts + ")"


def heard(words: str, photos: int) -> Tree | None:
    """Return the tree that `words` tell of; None when they are none, or not of that many photos."""
    try:
        tree, rest = _heard(words)
    except (ValueError, RecursionError):
        return None
    return tree if not rest and sorted(leaves(tree)) == list(range(photos)) else None


def _heard(words: str) -> tuple[Tree, str]:
    if words[:2] not in ("v(", "h("):
        leaf, rest = _split(words, "t0123456789")
        return (TEXT if leaf == "t" else int(leaf)), rest
    parts: list[Tree] = []
    sizes: list[int] = []
    rest = "," + words[2:]
    while rest.startswith(","):
        part, rest = _heard(rest[1:])
        parts.append(part)
        if rest.startswith(":"):
            size, rest = _split(rest[1:], "0123456789")
            sizes.append(int(size))
    if not rest.startswith(")") or len(sizes) not in (0, len(parts)):
        raise ValueError(words)
    return Join(words[0] == "v", tuple(parts), tuple(sizes)), rest[1:]


def _split(words: str, signs: str) -> tuple[str, str]:
    """Part the leading signs from what follows them."""
    rest = words.lstrip(signs)
    return words[: len(words) - len(rest)], rest


def settled(tree: Tree, rects: Mapping[int, Rect]) -> Tree:
    """Return the tree with the sizes that its parts have where they lie."""
    if isinstance(tree, int):
        return tree
    around = [hull(rects[leaf] for leaf in (leaves(part) or [TEXT])) for part in tree.parts]
    sizes = tuple(rect.h if tree.down else rect.w for rect in around)
    return Join(tree.down, tuple(settled(part, rects) for part in tree.parts), sizes)


def hull(rects: Iterable[Rect]) -> Rect:
    """Return the smallest rectangle around all."""
    every = list(rects)
    x, y = min(r.x for r in every), min(r.y for r in every)
    return Rect(x, y, max(r.right for r in every) - x, max(r.bottom for r in every) - y)


def lay_settled(tree: Join, page: Rect, gap: int, text_h: int) -> Layout:
    """Return the slots of a tree whose sizes are settled, filling a page in their proportions."""
    placed: dict[int, Rect] = {}
    _place(tree, page, (), gap, text_h, placed)
    text = placed.pop(TEXT, None)
    return Layout(page, tuple(placed[i] for i in range(len(placed))), text, tree)


@dataclass(frozen=True, slots=True)
class Layout:
    """Slots by photo, on a page; `area` is what they tile with their gaps."""

    area: Rect
    slots: tuple[Rect, ...]
    text: Rect | None = None
    tree: Tree | None = None


def height_terms(tree: Tree, ratios: Sequence[float], gap: float, text_h: float) -> tuple[float, float]:
    """Return (a, b) such that the tree is a·w + b tall when it is w wide."""
    if isinstance(tree, int):
        return (0.0, text_h) if tree == TEXT else (1.0 / ratios[tree], 0.0)
    slopes, offsets = 0.0, 0.0
    if tree.down:
        for part in tree.parts:
            a, b = height_terms(part, ratios, gap, text_h)
            slopes, offsets = slopes + a, offsets + b
        return slopes, offsets + gap * (len(tree.parts) - 1)
    for part in tree.parts:
        a, b = height_terms(part, ratios, gap, text_h)
        slopes, offsets = slopes + 1.0 / a, offsets + b / a
    return 1.0 / slopes, (offsets - gap * (len(tree.parts) - 1)) / slopes


def give_way(pieces: Sequence[Piece], stretch: float) -> list[float]:
    """Return the ratios after all gave way by `stretch` (ln; positive is wider), each within its range."""
    return [
        min(max(p.ratio * math.exp(stretch * p.give), p.narrowest), p.widest) if stretch else p.ratio
        for p in pieces
    ]


def stretch_to(tree: Tree, pieces: Sequence[Piece], w: float, h: float, gap: float, text_h: float) -> float:
    """Return the stretch with which the tree is h tall at width w, or the nearest the pieces allow."""
    low, high = -MOST_STRETCH, MOST_STRETCH
    for _step in range(16):
        middle = (low + high) / 2
        a, b = height_terms(tree, give_way(pieces, middle), gap, text_h)
        low, high = (middle, high) if a * w + b > h else (low, middle)
    return (low + high) / 2


def lay_out(tree: Tree, pieces: Sequence[Piece], page: Rect, gap: int, text_h: int = 0) -> Layout:
    """Return the tree's slots on a page: as large as fits, cropped only as far as the pieces allow."""
    ratios = give_way(pieces, stretch_to(tree, pieces, page.w, page.h, gap, text_h))
    a, b = height_terms(tree, ratios, gap, text_h)
    w, h = float(page.w), a * page.w + b
    if h > page.h:
        w, h = (page.h - b) / a, float(page.h)
    w_px, h_px = (min(round(w), page.w), min(round(h), page.h))
    w_px, h_px = (page.w if page.w - w_px <= 2 else w_px), (page.h if page.h - h_px <= 2 else h_px)
    area = Rect(page.x + (page.w - w_px) // 2, page.y + (page.h - h_px) // 2, w_px, h_px)
    placed: dict[int, Rect] = {}
    _place(tree, area, ratios, gap, text_h, placed)
    text = placed.pop(TEXT, None)
    if text:  # a narrow block of photos does not narrow the words
        text = Rect(page.x, text.y, page.w, text.h)
    return Layout(area, tuple(placed[i] for i in range(len(pieces))), text, tree)


def _place(
    tree: Tree, rect: Rect, ratios: Sequence[float], gap: int, text_h: int, placed: dict[int, Rect]
) -> None:
    """Hand whole pixels down the tree, so that slots and gaps tile the rectangle exactly."""
    if isinstance(tree, int):
        placed[tree] = rect
        return
    terms = [] if tree.sizes else [height_terms(part, ratios, gap, text_h) for part in tree.parts]
    spare = gap * (len(tree.parts) - 1)
    if tree.down:
        wished = list(map(float, tree.sizes)) or [a * rect.w + b for a, b in terms]
        if tree.sizes and text_h:
            wished = [text_h if part == TEXT else size for part, size in zip(tree.parts, wished, strict=True)]
        fixed = [part == TEXT for part in tree.parts]
        sizes = _shares(wished, rect.h - spare, fixed)
    else:
        wished = list(map(float, tree.sizes)) or [(rect.h - b) / a for a, b in terms]
        sizes = _shares(wished, rect.w - spare, [False] * len(wished))
    at = rect.y if tree.down else rect.x
    for part, size in zip(tree.parts, sizes, strict=True):
        inner = Rect(rect.x, at, rect.w, size) if tree.down else Rect(at, rect.y, size, rect.h)
        _place(part, inner, ratios, gap, text_h, placed)
        at += size + gap


def _shares(wished: Sequence[float], total: int, fixed: Sequence[bool]) -> list[int]:
    """Return whole sizes that add up to `total`, in proportion to the wished; fixed ones as they are."""
    held = sum(round(size) for size, stays in zip(wished, fixed, strict=True) if stays)
    loose = sum(max(size, 1e-6) for size, stays in zip(wished, fixed, strict=True) if not stays)
    scale = (total - held) / loose if loose else 0.0
    sizes: list[int] = []
    exact, given = 0.0, 0
    for size, stays in zip(wished, fixed, strict=True):
        if stays:
            sizes.append(round(size))
            continue
        exact += max(size, 1e-6) * scale
        sizes.append(max(1, round(exact) - given))
        given += sizes[-1]
    return sizes
