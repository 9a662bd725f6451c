"""The recap card: a poster with one large photo, a large title, and a few small photos."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rollsuggest.library.pixels import Rgb
from rollsuggest.model import Recipe, Source
from rollsuggest.render.arrange import Page, arrange
from rollsuggest.render.focus import Focus, focus, lost, prominence, ratio_range, window
from rollsuggest.render.heading import Heading, heading
from rollsuggest.render.layouts import Layout, Rect
from rollsuggest.render.paint import Photos, backdrop, design_size, sheet, small
from rollsuggest.render.palette import deep
from rollsuggest.render.plate import on_page

MARGIN, GAP, RADIUS = 56, 14, 8
LEAST_SMALL = 150  # a small photo's shorter side that can still be read
SMALLS = (4, 3, 5)  # how many small photos, by preference
SHARES = (0.46, 0.52, 0.57, 0.62, 0.67)  # of the sheet's long side, for the hero
ALONE = 0.70
MOST_LOST_HERO, MOST_LOST_SMALL = 0.42, 0.34
FADE = 0.08  # of the hero's height, into the ground


@dataclass(frozen=True, slots=True)
class Poster:
    """Where everything lies on the sheet; `smalls` are indices of sources, one per slot."""

    hero: int
    hero_at: Rect
    words: Heading
    words_at: Rect
    smalls: tuple[int, ...]
    slots: tuple[Rect, ...]


def render(recipe: Recipe, sources: Sequence[Source], size_px: tuple[int, int], photos: Photos) -> Rgb:
    """Return the poster; raises LostPhotoError."""
    w, h, _scale = design_size(size_px)
    poster = plan(sources, (w, h), recipe.title, recipe.subtitle, recipe.seed)
    page = sheet(size_px, (0, 0, 0))
    cuts = [_hero(sources[poster.hero], page.rect(poster.hero_at), photos)]
    for i, slot in zip(poster.smalls, poster.slots, strict=True):
        at = page.rect(slot)
        cuts.append(photos.cut(sources[i], window(focus(sources[i]), slot.ratio), at.w, at.h))
    colours = deep(small(cuts))
    page = sheet(size_px, colours.ground)
    page.paste(_faded(cuts[0], colours.ground, w > h), page.rect(poster.hero_at))
    for rgb, slot in zip(cuts[1:], poster.slots, strict=True):
        page.paste(rgb, page.rect(slot), RADIUS)
    poster.words.write(page, poster.words_at.x, poster.words_at.y, poster.words_at.w, colours)
    return page.pixels()


def used(recipe: Recipe, sources: Sequence[Source], size_px: tuple[int, int]) -> list[Source]:
    """Return the few photos that the poster shows."""
    w, h, _scale = design_size(size_px)
    poster = plan(sources, (w, h), recipe.title, recipe.subtitle, recipe.seed)
    return [sources[i] for i in sorted({poster.hero, *poster.smalls})]


def _hero(source: Source, at: Rect, photos: Photos) -> Rgb:
    """Return the hero cropped, or where that would cut a face, the nearest shape over its own blur."""
    about = focus(source)
    low, high = ratio_range(about, 0.999)
    ratio = min(max(at.ratio, low), high)
    if not about.keep or abs(ratio / at.ratio - 1) < 0.01:
        return photos.cut(source, window(about, at.ratio), at.w, at.h)
    w, h = (at.w, round(at.w / ratio)) if ratio > at.ratio else (round(at.h * ratio), at.h)
    picture = photos.cut(source, window(about, ratio), max(1, w), max(1, h))
    page = backdrop(picture, at.w, at.h)
    top, left = (at.h - picture.shape[0]) // 2, (at.w - picture.shape[1]) // 2
    page[top : top + picture.shape[0], left : left + picture.shape[1]] = picture
    return page


def plan(sources: Sequence[Source], size: tuple[int, int], title: str, subtitle: str, seed: int) -> Poster:
    """Return the poster that costs least: which photo is the hero, how large, and the small ones below."""
    heroes = sorted(range(len(sources)), key=lambda i: (-prominence(sources[i]), i))[:4]
    tried: list[tuple[Poster, float]] = []
    for share in SHARES if len(sources) > 1 else (ALONE,):
        frame = _frame(size, share, title, subtitle, alone=len(sources) == 1)
        tried += [
            _poster(sources, hero, n, size, frame, seed) for hero in heroes for n in _counts(len(sources))
        ]
    return min(tried, key=lambda t: t[1])[0]


def _counts(photos: int) -> tuple[int, ...]:
    return tuple(n for n in SMALLS if n < photos)[:2] or (photos - 1,)


@dataclass(frozen=True, slots=True)
class _Frame:
    """The sheet before photos are chosen: the hero's place, the words, and what is left for small photos."""

    hero_at: Rect
    words: Heading
    words_at: Rect
    rest: Rect


def _frame(size: tuple[int, int], share: float, title: str, subtitle: str, alone: bool) -> _Frame:
    w, h = size
    if w > h:
        hero_at = Rect(0, 0, round(w * min(share, 0.62)), h)
        left, top = hero_at.right + MARGIN, MARGIN + 24
        words = heading(title, subtitle, w - left - MARGIN, 120, 3, h // 2)
    else:
        words = heading(title, subtitle, w - 2 * MARGIN, _title_px(size), 2, round(h * 0.3))
        left, air = MARGIN, _air(size)
        hero_h = h - math.ceil(words.h) - 2 * air - MARGIN if alone else round(h * share)
        hero_at = Rect(0, 0, w, hero_h)
        top = hero_h + air
    words_at = Rect(left, top, w - left - MARGIN, math.ceil(words.h))
    below = words_at.bottom + _air(size) if words.h else top
    return _Frame(hero_at, words, words_at, Rect(left, below, words_at.w, h - MARGIN - below))


def _title_px(size: tuple[int, int]) -> float:
    """Return a title's size: larger on taller sheets."""
    return min(150.0, 92 + 58 * (size[1] / size[0] - 1) / 0.78)


def _air(size: tuple[int, int]) -> int:
    return 44 if size[1] / size[0] > 1.2 else 32


def _poster(
    sources: Sequence[Source], hero: int, count: int, size: tuple[int, int], frame: _Frame, seed: int
) -> tuple[Poster, float]:
    smalls = _others(len(sources), hero, count)
    layout, harm = _strip([sources[i] for i in smalls], frame.rest, seed)
    poster = Poster(hero, frame.hero_at, frame.words, frame.words_at, smalls, layout.slots)
    tiny = sum(max(0.0, LEAST_SMALL - min(slot.w, slot.h)) / LEAST_SMALL for slot in layout.slots)
    liking = prominence(sources[hero])
    harm += _hero_cost(focus(sources[hero]), frame.hero_at, sources[hero], size) + 3 * tiny
    return poster, harm - 1.5 * liking + abs(count - SMALLS[0]) * 0.1


def _others(photos: int, hero: int, count: int) -> tuple[int, ...]:
    others = [i for i in range(photos) if i != hero]
    if count >= len(others):
        return tuple(others)
    return tuple(others[round((i + 0.5) * len(others) / count - 0.5)] for i in range(count))


def _strip(sources: Sequence[Source], rest: Rect, seed: int) -> tuple[Layout, float]:
    """Lay the small photos out in what is left below (or beside) the words."""
    if not sources:
        return Layout(rest, ()), 0.0
    if rest.w < 80 or rest.h < 80:
        return Layout(rest, tuple(Rect(rest.x, rest.y, 1, 1) for _s in sources)), 1000.0
    layout, harm = arrange(sources, Page(rest.w, rest.h, 0, GAP), seed, MOST_LOST_SMALL)
    left, top = rest.x - layout.area.x, rest.y - layout.area.y  # flush with the words
    slots = tuple(Rect(left + s.x, top + s.y, s.w, s.h) for s in layout.slots)
    filled = layout.area.w * layout.area.h / (rest.w * rest.h)
    return Layout(rest, slots), harm + 4 * (1 - filled)


def _hero_cost(about: Focus, at: Rect, source: Source, size: tuple[int, int]) -> float:
    low, high = ratio_range(about, MOST_LOST_HERO)
    beyond = max(low / at.ratio, at.ratio / high, 1.0) - 1.0  # faces would be cut
    seen = window(about, at.ratio)
    coarse = max(0.0, math.log2(at.w / max(seen.w * source.width, 1.0)))
    top = Page(*size, 0, 0).calm[0]
    wide = size[0] > size[1]
    faces = [on_page(face, seen, at) for face in about.faces]
    clear = at.right - FADE * at.w if wide else at.bottom - FADE * at.h
    bad = [f for f in faces if f.y + f.h / 2 < top or (f.right if wide else f.bottom) > clear]
    hidden = len(bad) / len(faces) if faces else 0.0
    return 20 * beyond + (lost(about.ratio, at.ratio) / 0.3) ** 2 + 0.6 * coarse + hidden


def _faded(rgb: Rgb, ground: tuple[int, int, int], wide: bool) -> Rgb:
    """Let the hero's inner edge run out into the ground."""
    length = rgb.shape[1] if wide else rgb.shape[0]
    depth = max(1, round(length * FADE))
    ramp = np.ones(length, np.float32)
    t = np.linspace(0, 1, depth, dtype=np.float32)
    ramp[-depth:] = 1 - t * t * (3 - 2 * t)
    alpha = ramp[None, :, None] if wide else ramp[:, None, None]
    return np.asarray(rgb * alpha + np.array(ground, np.float32) * (1 - alpha) + 0.5, dtype=np.uint8)
