"""A super-resolution net that was trained on drawings, used as a prior: what it enlarges, it redraws.

Shrinking a photo and enlarging it again with the net turns edges to line and drops texture. The net is the
SRVGG of Real-ESRGAN (X. Wang et al. 2021), "anime video v3", in 8 bits: RGB 0..1, NCHW, twice the size out.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from rollsuggest import paths
from rollsuggest.errors import UserError
from rollsuggest.heap import trim
from rollsuggest.i18n import _
from rollsuggest.render.styles import together
from rollsuggest.render.styles.lab import Picture, f32, resize

MODEL = "anime_prior_x2_int8.onnx"
STRIP_PX = 150_000  # pixels of a strip: larger ones read less twice, and take more memory
SPARE_PX = 60_000  # of a strip where memory is short: 120 MB at most instead of 290, for a sixth of the time
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
    options.intra_op_num_threads = max(1, together.threads())  # the worker's limit holds for the net too
    options.enable_cpu_mem_arena = False  # memory goes back between tiles
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # waiting is no work
    return onnxruntime.InferenceSession(path.read_bytes(), options, providers=["CPUExecutionProvider"])


def redraw(picture: Picture, shrink: float = 2.0, sparing: bool = False) -> Picture:
    """Shrink the picture and let the net draw it again, strip by strip; the result has the picture's size.

    More than 2 takes less time and draws with a wider pen. `sparing` takes less memory.
    """
    height, width = picture.shape[:2]
    small = resize(picture, (max(4, math.ceil(width / shrink)), max(4, math.ceil(height / shrink))))
    drawn = np.empty((small.shape[0] * 2, small.shape[1] * 2, 3), np.float32)
    strip_px = SPARE_PX if sparing else STRIP_PX
    for cut in _cuts(small.shape[0], -(-small.shape[0] * small.shape[1] // strip_px)):
        drawn[cut.written] = _run(small[cut.read])[cut.kept]
        if sparing:
            trim()
    if drawn.shape == picture.shape:
        return drawn
    drawn = resize(drawn, (width, height))
    return drawn.clip(0, 1, out=drawn)


@dataclass(frozen=True, slots=True)
class _Cut:
    """The rows of one strip: what is read of the picture, kept of the drawing, and where it goes."""

    read: slice
    kept: slice
    written: slice


def _cuts(length: int, parts: int) -> list[_Cut]:
    """Cut into equal strips that read PAD_PX of their neighbours; the net pads the picture itself."""
    ends = [length * part // parts for part in range(parts + 1)]
    cuts = []
    for start, end in itertools.pairwise(ends):
        before, after = max(0, start - PAD_PX), min(length, end + PAD_PX)
        kept = slice(2 * (start - before), 2 * (end - before))
        cuts.append(_Cut(slice(before, after), kept, slice(2 * start, 2 * end)))
    return cuts


def _run(strip: Picture) -> Picture:
    planes = np.ascontiguousarray(strip.transpose(2, 0, 1)[None])
    return f32(_session().run(None, {"x": planes})[0][0].transpose(1, 2, 0)).clip(0, 1)
