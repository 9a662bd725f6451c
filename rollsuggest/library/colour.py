"""Pixels of other primaries and of high dynamic range -> sRGB, by the code points of ITU-T H.273.

What has an ICC profile is converted by it, in `pixels`; here is what films, AVIF and HEIC say with numbers.

[Note: Tone curve] Light is measured in what a sheet of white paper gives: 203 cd/m² of PQ and HLG (ITU-R
BT.2408). Up to `KNEE` of paper white it stays as it is, so that faces look as in any photo; beyond, a
hyperbola with the same slope at the knee comes to white at 1,000 cd/m², the peak that HLG is defined for
and that most films are graded to. The strongest of the three channels is bent and takes the others along,
so that hues stay.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt

Light = npt.NDArray[np.float32]

BT709, BT2020, DCI_P3, DISPLAY_P3 = 1, 9, 11, 12
ADOBE_RGB = 256  # of our own: H.273, whose codes are bytes, does not know it
GAMMA_22, LINEAR, SRGB, PQ, HLG = 4, 8, 13, 16, 18
PAPER_WHITE, PEAK = 203.0, 1000.0  # cd/m²
KNEE = 0.6
_HEADROOM = PEAK / PAPER_WHITE
_XY = {  # red, green, blue; all with D65, as phones use DCI-P3 too
    BT709: ((0.640, 0.330), (0.300, 0.600), (0.150, 0.060)),
    BT2020: ((0.708, 0.292), (0.170, 0.797), (0.131, 0.046)),
    ADOBE_RGB: ((0.640, 0.330), (0.210, 0.710), (0.150, 0.060)),
    DISPLAY_P3: ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060)),
}
_XY[DCI_P3] = _XY[DISPLAY_P3]
_D65 = (0.3127, 0.3290)


def is_srgb(primaries: int, transfer: int) -> bool:
    """Tell whether pixels may be shown as they are; BT.709's and unknown ones are, as everywhere."""
    return (primaries not in _XY or primaries == BT709) and not is_hdr(transfer) and transfer != LINEAR


def is_hdr(transfer: int) -> bool:
    return transfer in (PQ, HLG)


def to_srgb(
    rgb: npt.NDArray[np.uint8] | npt.NDArray[np.uint16], primaries: int, transfer: int
) -> npt.NDArray[np.uint8]:
    """Return sRGB pixels (h, w, 3) of full-range ones, 8 or 16 bit, in other primaries or as HDR."""
    light = _decoded(transfer, 2 ** (8 * rgb.dtype.itemsize))[rgb]
    if transfer == HLG:
        light = _displayed(light)
    light = light @ _to_bt709(primaries).T
    if is_hdr(transfer):
        light = _bent(light)
    return np.rint(_encoded(np.clip(light, 0, 1)) * 255).astype(np.uint8)


@lru_cache(maxsize=8)
def _decoded(transfer: int, levels: int) -> Light:
    """Return the light of each code value: paper whites in PQ, the scene's 0..1 in HLG, else 0..1."""
    code = np.linspace(0, 1, levels)
    if transfer == PQ:  # SMPTE ST 2084
        power = code ** (1 / 78.84375)
        light = np.maximum(power - 0.8359375, 0) / (18.8515625 - 18.6875 * power)
        return (10_000 / PAPER_WHITE * light ** (1 / 0.1593017578125)).astype(np.float32)
    if transfer == HLG:  # ITU-R BT.2100
        high = (np.exp((code - 0.55991073) / 0.17883277) + 0.28466892) / 12
        return np.where(code <= 0.5, code**2 / 3, high).astype(np.float32)
    if transfer == GAMMA_22:
        return np.asarray(code**2.2, np.float32)
    if transfer == LINEAR:
        return code.astype(np.float32)
    return np.where(code <= 0.04045, code / 12.92, ((code + 0.055) / 1.055) ** 2.4).astype(np.float32)


def _displayed(scene: Light) -> Light:
    """Return the light of a screen of 1,000 cd/m² in paper whites: HLG's opto-optical transfer, BT.2100."""
    luminance = scene @ np.array([0.2627, 0.678, 0.0593], np.float32)
    return np.asarray(scene * luminance[..., None] ** 0.2 * _HEADROOM, np.float32)


def _bent(light: Light) -> Light:
    """Bend high light into 0..1, see [Note: Tone curve]."""
    strongest = np.maximum(light.max(-1, keepdims=True), 1e-6)
    over = np.clip(strongest, KNEE, _HEADROOM) - KNEE
    room, reach = 1 - KNEE, _HEADROOM - KNEE
    bend = 1 / room - 1 / reach  # chosen so that the peak comes to white
    bent = np.where(strongest <= KNEE, strongest, KNEE + over / (1 + bend * over))
    return np.asarray(light * (bent / strongest), np.float32)


def _encoded(light: Light) -> Light:
    high = 1.055 * np.power(light, np.float32(1 / 2.4)) - 0.055
    return np.where(light <= 0.0031308, light * 12.92, high)


@lru_cache(maxsize=8)
def _to_bt709(primaries: int) -> Light:
    matrix = np.linalg.inv(_to_xyz(BT709)) @ _to_xyz(primaries if primaries in _XY else BT709)
    return np.asarray(matrix, np.float32)


def _to_xyz(primaries: int) -> npt.NDArray[np.float64]:
    """Return the matrix from linear RGB to CIE XYZ: columns of the primaries, scaled to give white."""
    columns = np.array([(x / y, 1.0, (1 - x - y) / y) for x, y in _XY[primaries]]).T
    white = np.array([_D65[0] / _D65[1], 1.0, (1 - sum(_D65)) / _D65[1]])
    return np.asarray(columns * np.linalg.solve(columns, white), np.float64)
