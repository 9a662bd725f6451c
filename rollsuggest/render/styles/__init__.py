"""Restyle a photo on this computer: pixels and faces in, a drawing of the same size out. No network."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256

import numpy as np

from rollsuggest.errors import UserError
from rollsuggest.heap import trim
from rollsuggest.i18n import _
from rollsuggest.library.pixels import Rgb
from rollsuggest.model import DRAFT
from rollsuggest.render.styles import (
    anime,
    flatten,
    manga,
    oil,
    pop,
    sketch,
    starlit,
    storybook,
    together,
    watercolour,
)
from rollsuggest.render.styles.faces import FaceMark, enlarge_eyes
from rollsuggest.render.styles.lab import (
    REFERENCE_PX,
    Picture,
    Plane,
    blur,
    f32,
    mix,
    picture_of,
    resize,
    rgb_of,
    smoothstep,
)
from rollsuggest.render.styles.light import LIGHTS, Moment, brighter_left, lit
from rollsuggest.render.styles.likeness import Mild, Usual, faithful, known_faces
from rollsuggest.render.styles.milder import TINTED
from rollsuggest.render.styles.moving import Followed, Led
from rollsuggest.render.styles.scene import DRAFT_PX, USUAL_SIZE, Scene, Touch, fitted, scene_of
from rollsuggest.render.styles.witness import Find, FindIn, Recognise, Vectors

Style = Callable[[Scene], Picture]

_STYLES: Mapping[str, Style] = {
    "anime": anime.draw,
    "starlit": starlit.draw,
    "storybook": storybook.draw,
    "watercolour": watercolour.draw,
    "oil": oil.draw,
    "sketch": sketch.draw,
    "manga": manga.draw,
    "pop": pop.draw,
}

_GREY = ("manga", "sketch")
_WASHED = ("sketch",)  # where faces in grey need colour, all has some; ink on white paper is not to be
_DOTTED = ("manga", "pop")  # their dots are no drawing to be pulled about: they enlarge eyes below them

STYLES: tuple[str, ...] = tuple(_STYLES)
QUALITIES: tuple[str, ...] = ("fast", "balanced")
APARTS: tuple[str, ...] = (
    "",
    "background",
    "people",
    "painted",
)  # only the background drawn; only the people; people drawn before a painted background
AS_IT_IS = Touch()
Looks = tuple[object, ...]  # see _looks
MOST_EYES = 0.2
AS_USUAL = 0.75  # strength from which faces begin as in the style's own measure; below, the photo shows
AT_ONCE = 3  # steps by which a face may become milder from one frame of a film to the next
MOST_LOOKED_AT = 4  # drawings whose faces were looked at are kept of each style of a photo
MOST_SCENES = 3  # the preview, its draft and the small samples
MOST_STAGES = 40  # kept of one photo, 2 to 10 MB each: 18 of a drawing, 4 of a place of a slider


def restyle(
    rgb: Rgb,
    faces: Sequence[FaceMark],
    *,
    style: str,
    quality: str,
    seed: int,
    person: Plane | None = None,
    touch: Touch = AS_IT_IS,
    apart: str = "",
    light: str = "",
    find: Find | None = None,
    recognise: Recognise | None = None,
    find_in: FindIn | None = None,
) -> Rgb:
    """Return the photo redrawn in `style`, at its own size.

    "fast" uses filters alone; "balanced" lets a small network redraw edges as lines; DRAFT is "fast" at half
    the size, to be looked at while a handle is held. The same arguments give the same pixels.
    `person` is a mask (h, w) 0..1 of who stands in front: they keep their ink, what is behind is painted.
    `apart` treats them apart, `light` changes the light: see APARTS and LIGHTS. With `find`, faces are looked
    at again and drawn milder where they came out wrong; with `recognise` also where they are not like
    themselves any more.

    Raises UserError for a style, quality, `apart` or `light` that is not known.
    """
    _check_words(style, quality, apart, light)
    if touch.strength <= 0:
        return rgb.copy()

    looks = _looks(rgb, faces)

    def finished(touch: Touch, light: str) -> tuple[Rgb, Scene | None]:
        scene = _recalled(looks, rgb, faces, quality, seed, person, _touched(touch, style, faces))
        drawing = _lit_drawing(scene, style, apart, light)
        if not scene.small:
            trim()
        drawn = fitted(_finished(scene, drawing, touch, style, apart), rgb)
        return drawn, scene if scene.small else None  # to look at faces of a large one takes memory too

    if find is None or not faces:
        return finished(touch, light)[0]
    large = max(rgb.shape[:2]) > together.AT_ONCE * REFERENCE_PX  # there is no room for both
    (drawn, scene), known = together.both(
        lambda: finished(touch, light), lambda: _known(looks, rgb, faces, recognise), in_turn=large
    )
    grey = True if light and _in_grey(touch, style, apart) else None

    def looked_at(drawn: Rgb, usual: Usual | None = None) -> Rgb:
        return faithful(
            drawn, rgb, faces, find, recognise, person,
            find_in=find_in, usual=usual, grey=grey, known=known, washes=style in _WASHED,
        )  # fmt: skip

    if scene is None:
        trim()
        return looked_at(drawn)
    key = ("looked at", style, apart, touch.margin, find, recognise, find_in)
    before: _LookedAt = scene.stage(key, _LookedAt)
    if touch.strength < AS_USUAL:
        return before.once(drawn, lambda: looked_at(drawn))
    if before.usual is None:
        before.usual, own = Usual(), replace(AS_IT_IS, margin=touch.margin)
        plain = drawn if touch == own and not light else finished(own, "")[0]
        before.once(plain, lambda: looked_at(plain, before.usual))
    return before.once(drawn, lambda: looked_at(drawn, before.usual))


@dataclass(slots=True)
class _LookedAt:
    """What looking at the faces of a photo in one style told, and the last drawings that came of it."""

    usual: Usual | None = None
    _last: dict[bytes, Rgb] = field(default_factory=dict)

    def once(self, drawn: Rgb, look: Callable[[], Rgb]) -> Rgb:
        """Return what was made of the very same drawing; some sliders change nothing of some styles."""
        key = _digest(drawn)
        made = self._last.pop(key, None)
        self._last[key] = look() if made is None else made
        while len(self._last) > MOST_LOOKED_AT:
            self._last.pop(next(iter(self._last)))
        return self._last[key].copy()


def _in_grey(touch: Touch, style: str, apart: str) -> bool:
    """Whether a drawing is in grey but for the light laid over it; its faces are drawn milder as in grey."""
    return style in _GREY and touch.strength >= 1 and apart in ("", "painted")


def _digest(pixels: Rgb | Plane) -> bytes:
    return sha256(pixels.tobytes()).digest()


def _touched(touch: Touch, style: str, faces: Sequence[FaceMark]) -> Touch:
    """Return what the style itself is told: eyes only where they lie below dots, and somebody has any."""
    return touch if faces and style in _DOTTED else replace(touch, eyes=0.0)


def _lit_drawing(scene: Scene, style: str, apart: str, light: str) -> Picture:
    made = (style, replace(scene.touch, strength=1.0), apart)

    def drawn() -> Picture:
        return scene.stage(
            ("drawing", *made), lambda: _apart(scene, _STYLES[style](scene), apart), keep=scene.small
        )

    if not light:
        return drawn()
    return scene.stage(("lit", *made, light), lambda: lit(drawn(), scene, light), keep=scene.small)


def _finished(scene: Scene, drawing: Picture, touch: Touch, style: str, apart: str) -> Picture:
    """Return drawing and photo mixed, with eyes as large as wanted where the style did not see to it."""
    mixed = drawing if touch.strength >= 1 else mix(scene.picture, drawing, touch.strength)
    if style in _DOTTED or apart == "background":  # people stay as photographed
        return mixed
    return enlarge_eyes(mixed, scene.faces, min(MOST_EYES, touch.eyes))


@dataclass(slots=True)
class Clip:
    """Draws the frames of a clip, in order and all of one size: `restyle` without the net, that stays calm.

    Its light lies over what is led from frame to frame: rain falls and petals drift, `fps` frames a second.
    With `find` and `recognise` faces are looked at again, as in `restyle`; one that had to be drawn milder is
    led on as it is.
    Raises UserError as `restyle` does.
    """

    style: str
    seed: int
    touch: Touch = AS_IT_IS
    apart: str = ""
    light: str = ""
    find: Find | None = None
    recognise: Recognise | None = None
    fps: float = 15.0
    find_in: FindIn | None = None
    _led: Led = field(default_factory=Led)
    _faces: Followed = field(default_factory=Followed)
    _mild: list[Mild] = field(default_factory=list)
    _drawn: int = 0
    _sun_left: bool | None = None

    def __post_init__(self) -> None:
        _check_words(self.style, QUALITIES[0], self.apart, self.light)

    def draw(self, rgb: Rgb, person: Plane | None = None) -> Rgb:
        if self.touch.strength <= 0:
            return rgb
        found = self.find(rgb) if self.find else []
        faces = self._faces.seen(found)
        scene = scene_of(rgb, faces, redraws=False, seed=self.seed, person=person)
        touch = replace(self.touch, margin=False)  # it would be carried along with the film
        scene = replace(scene, touch=_touched(touch, self.style, faces), moves=True)
        drawing = _apart(scene, _STYLES[self.style](scene), self.apart)
        drawing = _finished(scene, drawing, touch, self.style, self.apart)
        led = self._led.by_the_last(rgb_of(scene.picture), drawing)
        if self.find and (found or self._led.is_mended):
            led = self._faithful(led, rgb, found, self.find, person)
        return fitted(self._in_its_light(led, scene), rgb)

    def _faithful(
        self, led: Picture, rgb: Rgb, found: Sequence[FaceMark], find: Find, person: Plane | None
    ) -> Picture:
        """Look at the faces of a frame where they are in it, not where they are steadied to."""
        shown = fitted(led, rgb)
        steps = AT_ONCE if self._drawn else len(TINTED)
        checked = faithful(shown, rgb, found, find, self.recognise, person, self._mild, self.find_in, steps)
        if checked is shown and not self._led.is_mended:
            return led
        size = (led.shape[1], led.shape[0])
        change = resize(f32(picture_of(checked) - picture_of(shown)), size)
        where = smoothstep(blur(f32(np.abs(change).max(axis=2)), 2.0), 0.0, 0.02)
        return self._led.mended(f32((led + change).clip(0, 1)), where)

    def _in_its_light(self, led: Picture, scene: Scene) -> Picture:
        if self._sun_left is None:
            self._sun_left = brighter_left(scene.picture)
        moment = Moment(self._drawn / self.fps, self._sun_left)
        self._drawn += 1
        return mix(led, lit(led, scene, self.light, moment), min(1.0, self.touch.strength))


def _check_words(style: str, quality: str, apart: str, light: str) -> None:
    _check(style, STYLES, _("There is no style “{name}”."), _("Known styles: {names}."))
    if quality != DRAFT:
        _check(quality, QUALITIES, _("There is no quality “{name}”."), _("Known qualities: {names}."))
    _check(apart, APARTS, _("There is no way “{name}” to treat people apart."), _("Known ways: {names}."))
    _check(light, LIGHTS, _("There is no light “{name}”."), _("Known lights: {names}."))


def _check(name: str, known: tuple[str, ...], what: str, advice: str) -> None:
    if name not in known:
        raise UserError(what.format(name=name), advice.format(names=", ".join(filter(None, known))))


def _apart(scene: Scene, drawing: Picture, apart: str) -> Picture:
    if scene.person is None or not apart:
        return drawing
    if apart == "background":
        return mix(drawing, scene.picture, scene.person)
    if apart == "people":
        return mix(scene.picture, drawing, scene.person)
    painted = flatten.dabbed(drawing, 9 * scene.scale)
    return mix(painted, drawing, scene.person)


_scenes: dict[tuple[object, ...], Scene] = {}  # the preview being changed, and its small samples


def _recalled(
    looks: Looks,
    rgb: Rgb,
    faces: Sequence[FaceMark],
    quality: str,
    seed: int,
    person: Plane | None,
    touch: Touch,
) -> Scene:
    """Return the scene of before when it is of the same photo, so that its stages need not be made again."""
    front = None if person is None else _digest(person)
    key = (*looks, quality, seed, front)
    redraws, size = quality == "balanced", (DRAFT_PX, DRAFT_PX) if quality == DRAFT else USUAL_SIZE
    scene = _scenes.pop(key, None) or scene_of(
        rgb, faces, redraws=redraws, seed=seed, person=person, size=size
    )
    if max(scene.picture.shape[:2]) > REFERENCE_PX:
        _scenes.clear()  # its own stages take the memory
        return replace(scene, touch=touch)
    while len(scene.stages) > MOST_STAGES:  # what was used last is last, see Scene.stage
        scene.stages.pop(next(iter(scene.stages)))
    _scenes[key] = scene
    while len(_scenes) > MOST_SCENES:
        _scenes.pop(next(iter(_scenes)))
    return replace(scene, touch=touch)


_vectors: dict[tuple[object, ...], Vectors | None] = {}  # what `known_faces` told of the last photos


def _known(looks: Looks, rgb: Rgb, faces: Sequence[FaceMark], recognise: Recognise | None) -> Vectors | None:
    """Return what tells the photo's faces from others'; a moved slider, or another style, asks no more."""
    key = (*looks, recognise)
    if key not in _vectors:
        told = known_faces(rgb, faces, recognise)
        while len(_vectors) >= MOST_SCENES:
            _vectors.pop(next(iter(_vectors)))
        _vectors[key] = told
    return _vectors[key]


def _looks(rgb: Rgb, faces: Sequence[FaceMark]) -> Looks:
    """Return what tells a photo and its faces from all others."""
    marks = tuple((face.box_px, face.points_px.tobytes()) for face in faces)
    return rgb.shape, _digest(rgb), marks


__all__ = [
    "APARTS", "DRAFT_PX", "LIGHTS", "QUALITIES", "STYLES", "Clip", "FaceMark", "Find", "FindIn", "Recognise",
    "Touch", "restyle",
]  # fmt: skip
