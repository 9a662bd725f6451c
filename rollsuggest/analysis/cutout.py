"""Who stands in front: a mask of the persons, by MediaPipe's selfie segmentation."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from rollsuggest.analysis import models
from rollsuggest.library.pixels import Rgb


class PersonSegmenter:
    def __init__(self) -> None:
        import mediapipe  # here, for it costs a second and most workers never cut anybody out
        from mediapipe.tasks.python import vision
        from mediapipe.tasks.python.core.base_options import BaseOptions

        self._mediapipe: Any = mediapipe
        options = vision.ImageSegmenterOptions(
            base_options=BaseOptions(model_asset_buffer=models.read(models.SELFIE)),
            output_confidence_masks=True,
        )
        self._task: Any = vision.ImageSegmenter.create_from_options(options)

    def __call__(self, rgb: Rgb) -> npt.NDArray[np.float32]:
        """Return for each pixel how surely it belongs to a person: (h, w), 0..1."""
        image = self._mediapipe.Image(
            image_format=self._mediapipe.ImageFormat.SRGB, data=np.ascontiguousarray(rgb)
        )
        mask = self._task.segment(image).confidence_masks[0].numpy_view()
        return np.clip(np.array(mask, np.float32).reshape(rgb.shape[:2]), 0, 1)

    def close(self) -> None:
        self._task.close()
