"""Shots of a storyboard as frames: photos loaded once per shot, moved and captioned per frame."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from rollsuggest.library.reel import FPS
from rollsuggest.model import Box, Recipe, Source
from rollsuggest.render.chapters import below
from rollsuggest.render.clips import Playing
from rollsuggest.render.drawn_mark import corner
from rollsuggest.render.focus import with_margin
from rollsuggest.render.fonts import Face
from rollsuggest.render.heading import heading
from rollsuggest.render.layouts import Rect
from rollsuggest.render.paint import Photos, Sheet, backdrop, cut, design_size, rounded
from rollsuggest.render.palette import Palette
from rollsuggest.render.planes import (
    OVERSAMPLED,
    Overlay,
    Planes,
    black,
    darkened,
    dissolved,
    overlay,
    planes,
    pushed,
    view,
    wiped,
)
from rollsuggest.render.plate import on_page, plate_rect
from rollsuggest.render.recap import PUSH, WIPE, Panel, Shot, Storyboard
from rollsuggest.render.text import fit
from rollsuggest.render.trip_map import Stop, drawn

WHITE = Palette((0, 0, 0), (255, 255, 255), (232, 232, 232))
CAPTION_PX, EDGE, SIDE = 40, 56, 110
CARD_BRIGHTEST = 0.5  # luma (0..1) of the blurred photo below a card's large words
READABLE = 0.44  # luma below a caption: white letters stand out 4.5 to 1 and more
SHADE_X, SHADE_Y = 34, 22  # of the sheet, that a caption's shade is larger than its words
LOOKED_AT = (0.0, 0.5, 1.0)  # of a shot: where it is looked at how bright it is below the words
MAP_W, MAP_H, MAP_AIR = 640, 400, 44
MAP_DEGREES = 7.0  # of longitude that a chapter's map shows at least: a coast is known by its shape
FADE_WORDS_S = 0.45


@dataclass(frozen=True, slots=True, eq=False)
class Moving:
    """A photo's part that a panel will show, scaled so that its nearest window is sharp."""

    panel: Panel
    at: Rect  # even pixels of the frame
    picture: Planes
    part: Box  # which part of the photo the picture is

    def frame(self, progress: float) -> Planes:
        seen = self.panel.seen(progress)
        h, w = self.picture.y.shape
        x, y = (seen.x - self.part.x) / self.part.w * w, (seen.y - self.part.y) / self.part.h * h
        return view(
            self.picture, Box(x, y, seen.w / self.part.w * w, seen.h / self.part.h * h), self.at.w, self.at.h
        )


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """A shot ready to be shown."""

    shot: Shot
    ground: Planes
    panels: tuple[Moving, ...]
    plays: Playing | None
    words: Overlay | None

    def frame(self, at_s: float) -> Planes:
        """Return the frame at `at_s` of the film."""
        since = at_s - self.shot.begins_s
        progress = min(max(since / self.shot.lasts_s, 0.0), 1.0)
        if self.plays and (shown := self.plays.at_second(since)):
            picture = self._around(shown)
        elif len(self.panels) == 1 and self.panels[0].at.w * self.panels[0].at.h == self.ground.y.size:
            picture = self.panels[0].frame(progress)
        else:
            picture = self.ground.copy()
            for panel in self.panels:
                picture.put(panel.frame(progress), panel.at)
        if self.words:
            self.words.over(picture, self._strength(since))
        return picture

    def _around(self, shown: Planes) -> Planes:
        picture = self.ground.copy()
        assert self.plays
        picture.put(shown, self.plays.at)
        return picture

    def _strength(self, since: float) -> float:
        """Words come and go softly; the title is there from the first frame, which is the film's cover."""
        left = self.shot.lasts_s - since
        come = 1.0 if self.shot.titled else (since - self.shot.entry_s) / FADE_WORDS_S
        return min(1.0, max(0.0, min(come, (left - 0.3) / FADE_WORDS_S)))


def frames(
    board: Storyboard,
    recipe: Recipe,
    sources: Sequence[Source],
    size_px: tuple[int, int],
    photos: Callable[[], Photos] = Photos,
    numbers: Iterable[int] | None = None,
) -> Iterator[Planes]:
    """Yield every frame of the film, or those of rising `numbers`; each is the same however it is asked for.

    Only the shots being seen are in memory. Raises LostPhotoError.
    """
    mark = _mark(recipe, size_px)
    ready: dict[int, Scene] = {}
    for number in range(frame_count(board)) if numbers is None else numbers:
        at_s = number / FPS
        now = [i for i, shot in enumerate(board.shots) if shot.begins_s <= at_s < shot.ends_s][-2:]
        now = now or [len(board.shots) - 1]
        ready = {i: ready.get(i) or stage(board.shots[i], recipe, sources, size_px, photos()) for i in now}
        picture = ready[now[0]].frame(at_s)
        if len(now) == 2:
            picture = _entered(picture, ready[now[1]].frame(at_s), ready[now[1]].shot, at_s)
        if mark:
            mark.over(picture, 1.0)
        left = board.seconds - at_s
        yield darkened(picture, 1 - left / board.fade_s) if left < board.fade_s else picture


def frame_count(board: Storyboard) -> int:
    return round(board.seconds * FPS)


def _mark(recipe: Recipe, size_px: tuple[int, int]) -> Overlay | None:
    """Return what says, in the corner of each frame, that the film is drawn, where that is asked for."""
    page = corner(size_px) if recipe.drawn and recipe.mark else None
    return overlay(page) if page else None


def _entered(before: Planes, after: Planes, shot: Shot, at_s: float) -> Planes:
    part = (at_s - shot.begins_s) / shot.entry_s
    eased = part * part * (3 - 2 * part)
    return {PUSH: pushed, WIPE: wiped}.get(shot.entry, dissolved)(before, after, eased)


def stage(
    shot: Shot, recipe: Recipe, sources: Sequence[Source], size_px: tuple[int, int], photos: Photos
) -> Scene:
    """Load what a shot shows."""
    w, h = size_px
    if shot.is_card:
        picture = photos.load(sources[shot.panels[0].photo], 480)
        ground = planes(backdrop(picture, w, h, 0.62, CARD_BRIGHTEST))
        return Scene(shot, ground, (), None, _card(shot, recipe, size_px))
    panels = tuple(_moving(panel, sources[panel.photo], size_px, photos) for panel in shot.panels)
    ground = black(w, h)
    if shot.whole:
        ground = planes(backdrop(photos.kept[sources[shot.panels[0].photo].asset], w, h))
    scene = Scene(shot, ground, panels, _playing(shot.panels[0], sources, size_px), None)
    return replace(scene, words=_caption(scene, sources, size_px))


def _playing(panel: Panel, sources: Sequence[Source], size_px: tuple[int, int]) -> Playing | None:
    if panel.plays is None:
        return None
    return Playing(sources[panel.photo], panel.plays, panel.first, _even(panel.at, size_px))


def _moving(panel: Panel, source: Source, size_px: tuple[int, int], photos: Photos) -> Moving:
    at = _even(panel.at, size_px)
    a, b = panel.first, panel.last
    left, top = min(a.x, b.x), min(a.y, b.y)
    part = Box(left, top, max(a.x + a.w, b.x + b.w) - left, max(a.y + a.h, b.y + b.h) - top)
    w = math.ceil(OVERSAMPLED * at.w * part.w / min(a.w, b.w) / 2) * 2
    h = math.ceil(OVERSAMPLED * at.h * part.h / min(a.h, b.h) / 2) * 2
    rgb = photos.load(source, math.ceil(max(w / part.w, h / part.h)))
    return Moving(panel, at, planes(cut(rgb, part, w, h)), part)


def _even(place: Box, size_px: tuple[int, int]) -> Rect:
    w, h = size_px
    x, y = round(place.x * w / 2) * 2, round(place.y * h / 2) * 2
    right, bottom = round((place.x + place.w) * w / 2) * 2, round((place.y + place.h) * h / 2) * 2
    return Rect(x, y, max(2, min(right, w) - x), max(2, min(bottom, h) - y))


def _card(shot: Shot, recipe: Recipe, size_px: tuple[int, int]) -> Overlay | None:
    """Set the title, or somewhat smaller a chapter, in the middle."""
    w, h, scale = design_size(size_px)
    if shot.chapter:
        words = heading(shot.chapter.title, below(shot.chapter), w - 2 * SIDE, 112, 2)
    else:
        words = heading(recipe.title, recipe.subtitle, w - 2 * SIDE, 150, 3)
    page = Sheet(Image.new("RGBA", size_px, (255, 255, 255, 0)), scale)
    mapped = MAP_H + MAP_AIR if shot.chapter and shot.chapter.at else 0
    top = h * 0.46 - (words.h + mapped) / 2
    words.write(page, SIDE, top + mapped, w - 2 * SIDE, WHITE, "centre")
    card = _shadowed(page.image, scale)
    if shot.chapter and shot.chapter.at:
        _put_map(card, shot, page.rect(Rect((w - MAP_W) // 2, round(top), MAP_W, MAP_H)), scale)
    return overlay(card)


def _put_map(card: Image.Image, shot: Shot, at: Rect, scale: float) -> None:
    """Draw where the chapter is, among the trip's other places."""
    assert shot.chapter and shot.chapter.at
    trip = [Stop("", *place) for place in dict.fromkeys(shot.trip)]
    here = Stop("", *shot.chapter.at)
    drawing, _view = drawn(trip, (at.w, at.h), scale, True, MAP_DEGREES, here)
    card.paste(drawing, (at.x, at.y), rounded(at.w, at.h, 16 * scale))


def _caption(scene: Scene, sources: Sequence[Source], size_px: tuple[int, int]) -> Overlay | None:
    """Set day and place small, low and left, off the faces; shaded as far as the photo below is bright."""
    shot = scene.shot
    w, h, scale = design_size(size_px)
    words = fit(shot.caption, Face.TEXT, w - 2 * EDGE, 120, CAPTION_PX, 24, 2)
    if not words.lines:
        return None
    page = Sheet(Image.new("RGBA", size_px, (255, 255, 255, 0)), scale)
    faces = [face for panel in shot.panels for face in _faces(panel, sources[panel.photo], w, h)]
    at = plate_rect((math.ceil(words.w), math.ceil(words.h)), faces, (w, h))
    page.write(words, at.x, at.y, at.w, (255, 255, 255))
    around = Rect(at.x - SHADE_X, at.y - SHADE_Y, at.w + 2 * SHADE_X, at.h + 2 * SHADE_Y)
    return overlay(_shadowed(page.image, scale, page.rect(around), _shade(scene, page.rect(at))))


def _shade(scene: Scene, at: Rect) -> float:
    """Return how much black (0..1) makes the brightest below the words dark enough for them."""
    if scene.plays:  # a film may become as bright as it likes
        brightest = 1.0
    else:
        seconds = (scene.shot.begins_s + part * scene.shot.lasts_s for part in LOOKED_AT)
        rows, columns = slice(at.y, at.bottom), slice(at.x, at.right)
        lumas = [float(np.percentile(scene.frame(at_s).y[rows, columns], 98)) for at_s in seconds]
        brightest = (max(lumas) - 16) / 219
    return max(0.0, 1.0 - READABLE / max(brightest, 0.01))


def _faces(panel: Panel, source: Source, w: int, h: int) -> list[Rect]:
    """Return where a panel's faces are in a w x h frame, at the start and at the end of its shot."""
    at = Rect(round(panel.at.x * w), round(panel.at.y * h), round(panel.at.w * w), round(panel.at.h * h))
    faces = panel.plays.about.faces if panel.plays else source.faces
    return [on_page(with_margin(face), seen, at) for seen in (panel.first, panel.last) for face in faces]


def _shadowed(
    words: Image.Image, scale: float, around: Rect | None = None, shade: float = 0.0
) -> Image.Image:
    """Put a soft shadow below white words, and a shade of that strength around them on a bright sky."""
    mask = words.getchannel("A")
    soft = mask.filter(ImageFilter.GaussianBlur(12 * scale)).point(
        [min(255, round(v * 1.3)) for v in range(256)]
    )
    near = mask.filter(ImageFilter.GaussianBlur(3 * scale)).point([round(v * 0.5) for v in range(256)])
    under = Image.new("RGBA", words.size, (0, 0, 0, 0))
    under.putalpha(soft.point([round(v * 0.45) for v in range(256)]))
    close = Image.new("RGBA", words.size, (0, 0, 0, 0))
    close.putalpha(near)
    if around and shade:
        plate = Image.new("L", words.size, 0)
        corners = (around.x, around.y, around.right - 1, around.bottom - 1)
        ImageDraw.Draw(plate).rounded_rectangle(corners, 14 * scale, fill=255)
        plate = plate.filter(ImageFilter.GaussianBlur(1.2 * scale))
        dark = Image.new("RGBA", words.size, (0, 0, 0, 0))
        dark.putalpha(plate.point([round(v * shade) for v in range(256)]))
        under = Image.alpha_composite(dark, under)
    return Image.alpha_composite(Image.alpha_composite(under, close), words)
