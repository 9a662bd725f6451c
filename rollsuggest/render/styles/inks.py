"""A printer's inks: of each hue four tones, from shadow to paper, that stay colours.

A dark yellow is no yellow but brown, as a dark orange is: comics print the shade of warm colours in the next
hue that is strong at that lightness, and the shade of grey in blue.
"""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np
import numpy.typing as npt

from rollsuggest.render.styles.bands import banded
from rollsuggest.render.styles.lab import Lab, Plane, blur, f32, length, mix, resize, smoothstep

EDGES = (22.0, 45.0, 68.0)  # of the four tones, in L
OF_SKIN = (25.0, 51.0, 78.0)  # in L of the photo: who is dark stays dark, who is fair is no paper
OF_FAIR_SKIN = 40.0  # in place of the second of them
Tones = tuple[tuple[float, float, float], ...]  # L, chroma, hue in degrees

# By the hue of the photo (Lab, degrees): yellow ends where grass begins.
INKS: dict[float, Tones] = {
    32.0: ((18, 32, 10), (45, 66, 33), (66, 62, 35), (89, 24, 35)),  # red
    64.0: ((21, 36, 18), (48, 66, 40), (73, 70, 66), (91, 30, 72)),  # orange
    90.0: ((21, 28, 5), (62, 66, 68), (83, 74, 90), (94, 40, 96)),  # yellow
    122.0: ((18, 24, 165), (46, 50, 142), (71, 62, 132), (92, 36, 122)),  # green
    212.0: ((18, 24, 255), (48, 38, 238), (72, 38, 226), (92, 16, 215)),  # cyan
    284.0: ((17, 34, 288), (43, 56, 290), (66, 42, 284), (90, 15, 274)),  # blue
    338.0: ((18, 30, 325), (45, 60, 348), (68, 52, 346), (90, 22, 345)),  # magenta
}
GREY: Tones = ((16, 20, 282), (46, 30, 276), (76, 15, 270), (95, 3, 95))
FLESH: Tones = ((30, 30, 42), (53, 34, 50), (77, 30, 58), (93, 22, 60))
SLOW, MODELLED = 8.0, 12.0  # L over which a tone gives way to the next, half of it: slow slopes, skin
BETWEEN = 4.0  # degrees over which one ink gives way to the next
PALE, COLOURED = 7.0, 13.0  # chroma: up to it grey, from it on a colour
WHITISH, MOST_WHITISH = 55.0, 1.6  # L from which it takes more chroma: a white dog by lamplight is white
BLUE = (0.0, 6.0)  # by which blue outweighs red and green: pale as it may be, it is sky or sea
# What is strong in the photo is printed in a deeper tone, by so much L, where lighter inks are pale ones.
DEEPER = dict(zip(INKS, (14.0, 4.0, 22.0, 8.0, 8.0, 16.0, 12.0), strict=True))
STRONG = (0.45, 0.9)  # of the chroma of the strongest ink
LEAST = 28.0  # L to which that goes: no colour becomes black
NEAR_PX = 12.0  # to skin
FADED = 0.5  # of its colour a giving ink loses at most; with all of it edges go
HUE_STEPS = 2  # in a degree
GREY_AT, FLESH_AT = 360 * HUE_STEPS + 1, 360 * HUE_STEPS + 2  # columns of the table


def printed(lab: Lab, tone: Plane, flesh: Plane, scale: float, colour: float) -> Lab:
    """Return the inks of a picture whose tones are those, 0..3, see `tones`.

    `flesh` 0..1 takes the inks of skin; `colour` multiplies how strong all are.
    """
    calm, near = blur(lab[..., 1:], 1.5 * scale), blur(flesh, NEAR_PX * scale)

    def made(rows: slice) -> Lab:
        a, b = cv2.split(calm[rows])
        chroma, hue = cv2.cartToPolar(a, b, angleInDegrees=True)
        more = (lab[rows, :, 0] * (1 / WHITISH)).clip(1, MOST_WHITISH) - 1
        needed = 1 + more * (1 - smoothstep(f32(-b - np.abs(a)), *BLUE))
        share, at = smoothstep(f32(chroma / needed), PALE, COLOURED), f32(hue * HUE_STEPS)
        away = f32(FADED * (1 - (2 * near[rows]).clip(0, 1)))  # eyes and hair tell who it is
        grey, own = _looked_up(GREY_AT, tone[rows]), _looked_up(at, tone[rows])
        inks = mix(_faded(grey, away * share), _faded(own, away * (1 - share)), share)
        if flesh[rows].any():
            inks = mix(inks, _looked_up(FLESH_AT, tone[rows]), flesh[rows])
        return f32(inks * np.array([1, colour, colour], np.float32))

    return f32(banded(made, lab))


def _faded(inks: Lab, by: Plane) -> Lab:
    """Return inks that lose their colour as they give way: half a red in half a blue would be magenta."""
    left = f32(1 - by)
    return f32(cv2.multiply(inks, cv2.merge([np.ones_like(left), left, left])))


def _looked_up(column: Plane | int, tone: Plane) -> Lab:
    """Return the inks of those columns of the table, between two tones what is between them."""
    x = column if isinstance(column, np.ndarray) else np.full_like(tone, column)
    return f32(cv2.remap(_table(), x, tone, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE))


def tones(
    lightness: Plane, flesh: Plane, scale: float, of_skin: tuple[float | Plane, ...] = OF_SKIN
) -> Plane:
    """Return 0..3, which tone. An edge is a step; a slow slope goes from one to the next, for dots to print.

    A step there would be a contour of nothing, frayed by noise. Skin has no dots: its slopes are cheeks.
    `of_skin` are the edges of its tones in this lightness.
    """
    lightness = blur(lightness, 1.5 * scale)
    slope = blur(_slope(lightness), 3 * scale)
    slow = 1 - smoothstep(slope, 0.3, 1.0)
    calm = lightness + (blur(lightness, 5 * scale) - lightness) * slow
    width = np.maximum(0.7 * _slope(f32(calm)), 0.08 + SLOW * slow + (MODELLED - SLOW * slow) * flesh)
    edges = (edge + (own - edge) * flesh for edge, own in zip(EDGES, of_skin, strict=True))
    return f32(sum(smoothstep((calm - edge) / width, -1.0, 1.0) for edge in edges))


def deepened(lab: Lab) -> Plane:
    """Return the lightness, of strong colours less: a yellow box is not cream, a blue curtain no pale violet.

    How much less is found at a half.
    """
    height, width = lab.shape[:2]
    _lightness, a, b = cv2.split(resize(lab, (max(1, width // 2), max(1, height // 2))))
    chroma, hue = cv2.cartToPolar(a, b, angleInDegrees=True)
    at = f32(hue * HUE_STEPS)
    known = cv2.remap(_deeper(), at, np.zeros_like(at), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    deeper, strongest = cv2.split(known)
    by = f32(deeper * smoothstep(f32(chroma / strongest), *STRONG))
    lightness = lab[..., 0]
    deep = lightness - cv2.resize(by, (width, height), interpolation=cv2.INTER_LINEAR)
    return f32(np.maximum(deep, np.minimum(lightness, LEAST)))


def _slope(plane: Plane) -> Plane:
    return f32(length(cv2.Sobel(plane, cv2.CV_32F, 1, 0), cv2.Sobel(plane, cv2.CV_32F, 0, 1)) / 8)


@cache
def _table() -> Lab:
    """Return the inks: a row for each tone, a column for each hue in steps, then grey, then flesh."""
    hues = np.einsum("hi,itc->thc", _share_of_inks(), np.stack([_lab_of(tones) for tones in INKS.values()]))
    return f32(np.concatenate([hues, _lab_of(GREY)[:, None], _lab_of(FLESH)[:, None]], axis=1))


@cache
def _deeper() -> npt.NDArray[np.float32]:
    """Return by how much L a hue is printed deeper, and the chroma of its strongest ink, for each step."""
    strongest = [max(chroma for _light, chroma, _hue in tones) for tones in INKS.values()]
    return f32(_share_of_inks() @ np.array([list(DEEPER.values()), strongest]).T)[None]


def _share_of_inks() -> npt.NDArray[np.float32]:
    """Return how much of each ink a hue takes, a row for each step."""
    hue = np.arange(360 * HUE_STEPS + 1, dtype=np.float32)[:, None] / HUE_STEPS
    off = np.abs((hue - np.array(list(INKS), np.float32) + 180) % 360 - 180)
    weight = np.exp(-(off - off.min(axis=1, keepdims=True)) / BETWEEN)
    return f32(weight / weight.sum(axis=1, keepdims=True))


def _lab_of(tones: Tones) -> npt.NDArray[np.float32]:
    light, chroma, hue = np.array(tones, np.float32).T
    return f32(np.stack([light, chroma * np.cos(np.radians(hue)), chroma * np.sin(np.radians(hue))], axis=-1))
