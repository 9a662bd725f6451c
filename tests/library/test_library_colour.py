"""Wide and HDR pixels in sRGB: by formulas worked out here the other way round, and by real encoders."""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rollsuggest.library import colour


def pq(nits: float) -> float:
    """The code value of a light in PQ, by SMPTE ST 2084's inverse EOTF."""
    power = (nits / 10_000) ** 0.1593017578125
    return float(((0.8359375 + 18.8515625 * power) / (1 + 18.6875 * power)) ** 78.84375)


def hlg(scene: float) -> float:
    """The code value of a scene's light in HLG, by ITU-R BT.2100's OETF."""
    if scene <= 1 / 12:
        return float(np.sqrt(3 * scene))
    return float(0.17883277 * np.log(12 * scene - 0.28466892) + 0.55991073)


def pixel(*values: float) -> npt.NDArray[np.uint16]:
    return np.asarray(np.rint(np.array([[values]]) * 65535), np.uint16)


def shown(values: tuple[float, ...], primaries: int, transfer: int) -> tuple[int, ...]:
    return tuple(int(v) for v in colour.to_srgb(pixel(*values), primaries, transfer)[0, 0])


@given(st.integers(0, 255), st.integers(0, 255), st.integers(0, 255))
def test_srgb_stays_what_it_is(r: int, g: int, b: int) -> None:
    rgb = np.array([[[r, g, b]]], np.uint8)
    assert abs(colour.to_srgb(rgb, colour.BT709, colour.SRGB).astype(int) - rgb).max() <= 1


@pytest.mark.parametrize(("nits", "grey"), [(0, 0), (36.5, 118), (101.5, 188), (1000, 255), (4000, 255)])
def test_pq_keeps_faces_and_comes_to_white_at_its_peak(nits: float, grey: int) -> None:
    """18 % grey and half of paper white are those of any photo: 118 and 188 in sRGB."""
    value = shown((pq(nits),) * 3, colour.BT2020, colour.PQ)
    assert max(value) - min(value) <= 1
    assert abs(value[0] - grey) <= 1


def test_paper_white_is_bright_and_lights_are_brighter() -> None:
    levels = [shown((pq(n),) * 3, colour.BT2020, colour.PQ)[0] for n in (203, 400, 700, 1000)]
    assert levels[0] >= 225
    assert levels == sorted(set(levels))


def test_hlgs_paper_white_is_pqs() -> None:
    """75 % of HLG is 203 cd/m² on a screen of 1,000 (BT.2408)."""
    white = shown((0.75,) * 3, colour.BT2020, colour.HLG)[0]
    assert abs(white - shown((pq(203),) * 3, colour.BT2020, colour.PQ)[0]) <= 2
    assert shown((1.0,) * 3, colour.BT2020, colour.HLG)[0] == 255
    assert shown((hlg(0.0),) * 3, colour.BT2020, colour.HLG)[0] == 0


@pytest.mark.parametrize("transfer", [colour.PQ, colour.HLG])
@given(a=st.integers(0, 65535), b=st.integers(0, 65535))
def test_more_light_is_never_darker(transfer: int, a: int, b: int) -> None:
    low, high = sorted((a, b))
    grey = colour.to_srgb(np.array([[[low] * 3], [[high] * 3]], np.uint16), colour.BT2020, transfer)
    assert grey[0, 0, 0] <= grey[1, 0, 0]


def test_display_p3_is_what_a_profile_makes_of_it() -> None:
    """sRGB's own red is (234, 51, 35) in Display P3."""
    rgb = np.array([[[234, 51, 35]]], np.uint8)
    assert abs(colour.to_srgb(rgb, colour.DISPLAY_P3, colour.SRGB)[0, 0].astype(int) - (255, 0, 0)).max() <= 2


def test_only_what_is_srgb_is_left_alone() -> None:
    assert all(colour.is_srgb(1, transfer) for transfer in (1, 2, 6, 13))
    assert colour.is_srgb(2, 2) and colour.is_srgb(5, 6) and colour.is_srgb(99, 99)
    assert not any(colour.is_srgb(p, t) for p, t in ((12, 13), (9, 1), (9, 16), (2, 18), (1, 16)))
