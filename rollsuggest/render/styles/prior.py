"""A super-resolution net that was trained on drawings, used as a prior: what it enlarges, it redraws.

Shrinking a photo and enlarging it again with the net turns edges to line and drops texture. The net is the
SRVGG of Real-ESRGAN (X. Wang et al. 2021), "anime video v3", in 8 bits: RGB 0..1, NCHW, twice the size out.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

import cv2
import numpy as np

from rollsuggest import paths
from rollsuggest.errors import UserError
from rollsuggest.i18n import _
from rollsuggest.render.styles.lab import Picture, f32, resize

MODEL = "anime_prior_x2_int8.onnx"
TILE_PX = 384  # larger ones cost no less a pixel, and memory
PAD_PX = 10


@lru_cache(maxsize=1)
def _session() -> Any:
    """Return the net, loaded once a process; `onnxruntime` is imported only when it is wanted."""
    import onnxruntime

    path = paths.resources() / "models" / MODEL
    if not path.is_file():
        raise UserError(
            _("The drawing network is missing."),
            _("Choose the quality “fast”, or install rollsuggest again."),
        )
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = max(1, cv2.getNumThreads())  # the worker's limit holds for the net too
    options.enable_cpu_mem_arena = False  # memory goes back between tiles
    return onnxruntime.InferenceSession(path.read_bytes(), options, providers=["CPUExecutionProvider"])


def redraw(picture: Picture, shrink: float = 2.0) -> Picture:
    """Shrink the picture and let the net draw it again, tile by tile; the result has the picture's size.

    More than 2 takes less time and draws with a wider pen.
    """
    height, width = picture.shape[:2]
    small = resize(picture, (max(4, math.ceil(width / shrink)), max(4, math.ceil(height / shrink))))
    rows, columns = (-(-side // TILE_PX) for side in small.shape[:2])
    padded = f32(cv2.copyMakeBorder(small, PAD_PX, PAD_PX, PAD_PX, PAD_PX, cv2.BORDER_REFLECT))
    drawn = np.empty((small.shape[0] * 2, small.shape[1] * 2, 3), np.float32)
    for y0, y1 in _cuts(small.shape[0], rows):
        for x0, x1 in _cuts(small.shape[1], columns):
            tile = _run(padded[y0 : y1 + 2 * PAD_PX, x0 : x1 + 2 * PAD_PX])
            drawn[2 * y0 : 2 * y1, 2 * x0 : 2 * x1] = tile[2 * PAD_PX : -2 * PAD_PX, 2 * PAD_PX : -2 * PAD_PX]
    return drawn if drawn.shape == picture.shape else resize(drawn, (width, height)).clip(0, 1)


def _cuts(length: int, parts: int) -> list[tuple[int, int]]:
    return [(length * part // parts, length * (part + 1) // parts) for part in range(parts)]


def _run(tile: Picture) -> Picture:
    planes = np.ascontiguousarray(tile.transpose(2, 0, 1)[None])
    return f32(_session().run(None, {"x": planes})[0][0].transpose(1, 2, 0)).clip(0, 1)
