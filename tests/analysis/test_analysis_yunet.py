"""Our running of YuNet against OpenCV's own."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from PIL import Image

from rollsuggest import paths
from rollsuggest.analysis import models
from rollsuggest.analysis.classifier import resize
from rollsuggest.analysis.yunet import YuNet
from rollsuggest.library.pixels import Rgb, decode

THRESHOLD, OVERLAP = 0.7, 0.3


@pytest.fixture(scope="module")
def astronaut() -> Rgb:
    return decode(paths.resources() / "pictures" / "astronaut.jpg").rgb


@pytest.mark.parametrize("size", [(512, 512), (333, 401), (640, 480)])
def test_it_finds_what_opencv_finds(astronaut: Rgb, size: tuple[int, int]) -> None:
    picture = np.asarray(Image.fromarray(astronaut).resize(size))
    opencv = cv2.FaceDetectorYN.create(
        "onnx", models.buffer(models.YUNET), np.zeros(0, np.uint8), size, THRESHOLD, OVERLAP, 500
    )
    theirs = opencv.detect(cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))[1]
    ours = YuNet(THRESHOLD, OVERLAP)(picture)
    assert len(ours) == len(theirs) == 1
    assert np.abs(ours - theirs).max() < 0.01


def test_where_nobody_is_it_finds_nobody() -> None:
    assert YuNet(THRESHOLD, OVERLAP)(np.full((97, 130, 3), 90, np.uint8)).shape == (0, 15)


@pytest.mark.parametrize("side", [2016, 1601, 640, 40])
def test_shrinking_by_halves_keeps_the_brightness_of_every_part(side: int) -> None:
    ramp = np.linspace(0, 255, side).astype(np.uint8)
    picture = np.repeat(np.repeat(ramp[None, :, None], side, 0), 3, 2)
    small = resize(picture, 20, 20)
    expected = np.interp((np.arange(20) + 0.5) * side / 20 - 0.5, np.arange(side), ramp)
    assert np.abs(small[10, :, 0] - expected).max() <= 2
