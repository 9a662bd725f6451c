"""The recap's storyboard: which photos are seen when, and how the view moves. Pure, in seconds and 0..1.

Windows and places are boxes: windows 0..1 of their photo, places 0..1 of the frame. A view moves
in a straight line between two windows that both hold the faces; so does every window between them.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from types import MappingProxyType

from rollsuggest.model import Box, Source
from rollsuggest.render.chapters import NO_CHAPTERS, Chapter, captions, chapters
from rollsuggest.render.clips import Footage
from rollsuggest.render.focus import Focus, focus, lost, ratio_range, window

TITLE_S, SHORTEST_S, LONGEST_S, LAST_S = 2.6, 1.9, 2.5, 0.7
TOGETHER_S = 0.35  # longer for each photo more in a frame
PLAYED_LEAST_S = 1.2  # of a clip, however quick the film
LONGEST_FILM_S = 58.0  # a story ends at a minute
CHAPTER_S = 1.7
DISSOLVE_S, REVEAL_S, PUSH_S, WIPE_S, FADE_S = 0.4, 0.8, 0.5, 0.6, 0.9
QUICK_S, SHORT_S, LATER_S = 0.2, 0.9, 0.5  # with beats: an entry, the shortest stay, how much longer a stay
MOST_LOST = 0.36  # of a photo, to fill the frame
MOST_TOGETHER = 3
MOST_GROUPS = 2  # frames of several photos in a row: a photo alone gives the eye its rest
SEAM = 0.005  # of the frame, between photos shown together
NONE_PLAYS: Mapping[int, Footage] = MappingProxyType({})
DISSOLVE, REVEAL, PUSH, WIPE, CUT = "dissolve", "reveal", "push", "wipe", "cut"


@dataclass(frozen=True, slots=True)
class Panel:
    """A photo in a place of the frame, and the windows its view moves between."""

    photo: int  # index of the sources
    at: Box
    first: Box
    last: Box
    plays: Footage | None = None  # its film, in one window

    def seen(self, part: float) -> Box:
        """Return the window after `part` (0..1) of the shot."""
        a, b = self.first, self.last
        return Box(*(p + (q - p) * part for p, q in ((a.x, b.x), (a.y, b.y), (a.w, b.w), (a.h, b.h))))


@dataclass(frozen=True, slots=True)
class Shot:
    """Photos seen together from `begins_s` for `lasts_s`, the first `entry_s` of it over the shot before."""

    panels: tuple[Panel, ...]
    begins_s: float
    lasts_s: float
    entry: str = CUT
    entry_s: float = 0.0
    caption: str = ""
    titled: bool = False  # the title stands over the blurred first photo
    chapter: Chapter | None = None  # stands over the blurred photo that begins it
    trip: tuple[tuple[float, float], ...] = ()  # where its chapters are, by latitude and longitude
    whole: bool = False  # the photos do not fill the frame

    @property
    def ends_s(self) -> float:
        return self.begins_s + self.lasts_s

    @property
    def is_card(self) -> bool:
        """Whether words are shown rather than photos."""
        return self.titled or self.chapter is not None


@dataclass(frozen=True, slots=True)
class Storyboard:
    shots: tuple[Shot, ...]
    fade_s: float  # to black, at the end

    @property
    def seconds(self) -> float:
        return self.shots[-1].ends_s


def storyboard(
    sources: Sequence[Source],
    ratio: float,
    seed: int,
    titled: bool,
    footage: Mapping[int, Footage] = NONE_PLAYS,
    *,
    beats: Sequence[float] = (),
    chaptered: bool = False,
    captioned: bool = True,
    most_s: float = LONGEST_FILM_S,
) -> Storyboard:
    """Return the film of these photos, in order, in a frame of `ratio` (width / height).

    Those with footage (by index) play it, alone in the frame. Shots change on `beats` (seconds) where there
    are some near; their pace is such that about `most_s` are filled at most.
    """
    rng = random.Random(seed)
    found = chapters(sources) if chaptered else NO_CHAPTERS
    scenes = _scenes(sources, ratio, rng, footage, frozenset(found))
    begun = {n: found[at] for n, scene in enumerate(scenes) if (at := scene[0].photo) in found}
    captions = _captions([[sources[panel.photo] for panel in scene] for scene in scenes], begun, captioned)
    trip = tuple(chapter.at for chapter in found.values() if chapter.at)
    cards_s = TITLE_S * titled + CHAPTER_S * len(begun)
    extra_s = TOGETHER_S * (len(sources) - len(scenes)) + LAST_S
    room_s = max(most_s - cards_s - extra_s, most_s / 2)
    pace = min(1.0, room_s / (len(scenes) * (SHORTEST_S + LONGEST_S) / 2))
    shots: list[Shot] = []
    if titled:
        shots.append(Shot(scenes[0], 0.0, TITLE_S, titled=True))
    for number, (scene, caption) in enumerate(zip(scenes, captions, strict=True)):
        if number in begun:
            shots.append(
                _after(shots, Shot(scene, 0.0, CHAPTER_S, chapter=begun[number], trip=trip), rng, 1.0)
            )
        stays = rng.uniform(SHORTEST_S, LONGEST_S) * pace + TOGETHER_S * (len(scene) - 1)
        whole = sum(panel.at.area for panel in scene) < 0.97
        shots.append(_after(shots, Shot(scene, 0.0, stays, caption=caption, whole=whole), rng, pace))
    if beats:
        shots = on_beats(shots, beats)
    shots[-1] = replace(shots[-1], lasts_s=shots[-1].lasts_s + LAST_S)
    return Storyboard(tuple(shots), FADE_S)


def _captions(
    scenes: Sequence[Sequence[Source]], begun: Mapping[int, Chapter], captioned: bool
) -> Sequence[str]:
    return captions(scenes, begun) if captioned else [""] * len(scenes)


def _after(shots: Sequence[Shot], shot: Shot, rng: random.Random, pace: float) -> Shot:
    """Return the shot, which so far lasts for what it is seen alone, where it follows these."""
    entry, entry_s = _entry(shots, shot, rng)
    lasts = shot.lasts_s + entry_s
    if not shot.is_card and (plays := shot.panels[0].plays):
        lasts = max(plays.lasts_s * pace, min(plays.lasts_s, PLAYED_LEAST_S))
    begins = shots[-1].ends_s - entry_s if shots else 0.0
    return replace(shot, begins_s=begins, lasts_s=lasts, entry=entry, entry_s=entry_s)


def _entry(shots: Sequence[Shot], shot: Shot, rng: random.Random) -> tuple[str, float]:
    if not shots:
        return CUT, 0.0
    if shots[-1].is_card:
        return REVEAL, REVEAL_S
    lively = (PUSH, WIPE)
    calm = shot.is_card or len(shots) < 3 or any(s.entry in lively for s in shots[-2:])
    if calm or rng.random() > 0.4:
        return DISSOLVE, DISSOLVE_S
    return (PUSH, PUSH_S) if rng.random() < 0.5 else (WIPE, WIPE_S)


def on_beats(shots: Sequence[Shot], beats: Sequence[float]) -> list[Shot]:
    """Return the shots with each change, which is the middle of its entry, on the nearest beat in reach.

    Entries are quick. No photo is seen for less than SHORT_S or for much longer than it was, and no film
    for longer than there is of it.
    """
    quick = [replace(s, entry_s=min(s.entry_s, QUICK_S)) for s in shots]
    changes = [0.0]
    for before, shot in pairwise(shots):
        lasts = shot.begins_s + shot.entry_s / 2 - (before.begins_s + before.entry_s / 2)
        plays = None if before.is_card else before.panels[0].plays
        longest = plays.lasts_s - QUICK_S if plays else lasts + LATER_S
        shortest = min(SHORT_S, lasts)
        due = changes[-1] + lasts
        near = [b for b in beats if changes[-1] + shortest <= b <= changes[-1] + longest]
        changes.append(min(near, key=lambda b: abs(b - due), default=min(due, changes[-1] + longest)))
    placed: list[Shot] = []
    for number, (shot, at) in enumerate(zip(quick, changes, strict=True)):
        begins = at - shot.entry_s / 2 if number else 0.0
        last = number + 1 == len(quick)
        ends = changes[number + 1] + quick[number + 1].entry_s / 2 if not last else begins + shot.lasts_s
        placed.append(replace(shot, begins_s=begins, lasts_s=ends - begins))
    return placed


# --- which photos share the frame ------------------------------------------------------------------------


def _scenes(
    sources: Sequence[Source],
    ratio: float,
    rng: random.Random,
    footage: Mapping[int, Footage],
    begin: Collection[int] = (),
) -> list[tuple[Panel, ...]]:
    about = [footage[i].about if i in footage else focus(source) for i, source in enumerate(sources)]
    scenes: list[tuple[Panel, ...]] = []
    at = 0
    while at < len(about):
        if at in footage:
            scenes.append((_played(at, footage[at], ratio),))
            at += 1
            continue
        until = next((i for i in range(at + 1, len(about)) if i in footage or i in begin), len(about))
        in_row = next((n for n, scene in enumerate(reversed(scenes)) if len(scene) == 1), len(scenes))
        count = _together(about[at:until], ratio, MOST_TOGETHER if in_row < MOST_GROUPS else 1)
        inward = bool(len(scenes) % 2 == 0)
        if count:
            places = _places(count, ratio)
            scene = [
                _panel(at + i, about[at + i], places[i], ratio, rng, inward != bool(i % 2))
                for i in range(count)
            ]
        else:
            scene = [_whole(at, about[at], ratio, inward)]
        scenes.append(tuple(scene))
        at += len(scene)
    return scenes


def _together(about: Sequence[Focus], ratio: float, most: int) -> int:
    """Return how many of the next photos fill the frame, no face cut, as few as may be; 0 when none do."""
    for count in range(1, min(most, len(about)) + 1):
        if all(_fits(a, _share(count, ratio)) for a in about[:count]):
            return count
    return 0


def _fits(about: Focus, ratio: float) -> bool:
    low, high = ratio_range(about, MOST_LOST)
    return low <= ratio <= high


def _share(count: int, ratio: float) -> float:
    """Return the ratio of one of `count` places along the frame's longer side."""
    part = (1 - SEAM * (count - 1)) / count
    return ratio / part if ratio <= 1 else ratio * part


def _places(count: int, ratio: float) -> list[Box]:
    part = (1 - SEAM * (count - 1)) / count
    starts = [i * (part + SEAM) for i in range(count)]
    return [Box(0, s, 1, part) if ratio <= 1 else Box(s, 0, part, 1) for s in starts]


# --- how the view moves ----------------------------------------------------------------------------------


def _panel(photo: int, about: Focus, at: Box, frame_ratio: float, rng: random.Random, inward: bool) -> Panel:
    ratio = frame_ratio * at.w / at.h
    slack = lost(about.ratio, ratio)
    if slack > 0.12 and rng.random() < 0.5:
        return Panel(photo, at, *_pan(about, ratio, slack, inward))
    wide, near = window(about, ratio), window(about, ratio, rng.uniform(1.07, 1.12))
    return Panel(photo, at, *((wide, near) if inward else (near, wide)))


def _played(photo: int, footage: Footage, ratio: float) -> Panel:
    """Give a film the frame where no face is cut by it, else show all of it; the view stands still."""
    if _fits(footage.about, ratio):
        seen = window(footage.about, ratio)
        return Panel(photo, Box(0, 0, 1, 1), seen, seen, footage)
    panel = _whole(photo, footage.about, ratio, True)
    return replace(panel, last=panel.first, plays=footage)


def _whole(photo: int, about: Focus, frame_ratio: float, inward: bool) -> Panel:
    """Show all of a photo over its own blur, with a slight movement within its edges."""
    w, h = (
        (1.0, frame_ratio / about.ratio) if about.ratio >= frame_ratio else (about.ratio / frame_ratio, 1.0)
    )
    all_of_it, near = Box(0, 0, 1, 1), window(about, about.ratio, 1.05)
    first, last = (all_of_it, near) if inward else (near, all_of_it)
    return Panel(photo, Box((1 - w) / 2, (1 - h) / 2, w, h), first, last)


def _pan(about: Focus, ratio: float, slack: float, forward: bool) -> tuple[Box, Box]:
    """Return two windows that lie along the side which does not fit, as far apart as faces and calm allow."""
    seen = window(about, ratio, 1.03)
    reach = min(slack, 0.14) / 2
    along_x = about.ratio > ratio
    size, at = (seen.w, seen.x) if along_x else (seen.h, seen.y)
    low, high = 0.0, 1.0 - size
    if about.keep:
        begin, length = (about.keep.x, about.keep.w) if along_x else (about.keep.y, about.keep.h)
        low, high = max(low, begin + length - size), min(high, begin)
    ends = max(min(at - reach, at), low), min(max(at + reach, at), high)
    near, far = (replace(seen, x=e) if along_x else replace(seen, y=e) for e in ends)
    return (near, far) if forward else (far, near)
