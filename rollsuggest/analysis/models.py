"""The vendored networks: from the manifest to bytes in memory, and from bytes to a running session.

Models are handed over as memory, never as a path: OpenCV fails on non-ASCII paths on Windows.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import onnxruntime as ort

from rollsuggest import paths

cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_ERROR)  # it warns of its own engine at each start
ort.disable_telemetry_events()  # on Windows it traces usage into the system's log
cv2.setNumThreads(1)  # one core per worker process; the pool decides how many work
for _name in ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR"):
    os.environ.pop(_name, None)  # an OpenCV with windows, if one is there, points Qt at its own old plugins

YUNET = "face_detection_yunet_2023mar.onnx"
MOBILEFACENET = "mobilefacenet_112.onnx"
EMOTION = "emotion_fer_64.onnx"
EFFICIENTNET = "efficientnet_lite0_224.onnx"
OPEN_NSFW = "open_nsfw_224_int8.onnx"
NANODET = "nanodet_g_416_int8.onnx"
SELFIE = "selfie_segmentation.tflite"
LANDMARKS = "face_landmark.tflite"
COCO_NAMES = "coco80_labels.txt"
IMAGENET_NAMES = "imagenet1k_labels.txt"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the manifest: a file and where it came from."""

    file: str
    sha256: str
    bytes: int
    package: str  # registry, name and version
    source: str  # path inside the package
    licence: str  # SPDX, of the weights
    change: str  # what we did to the file; "none" when nothing


def folder() -> Path:
    return paths.resources() / "models"


@cache
def manifest() -> tuple[Entry, ...]:
    listed = json.loads((folder() / "manifest.json").read_text(encoding="utf-8"))
    return tuple(Entry(**entry) for entry in listed["files"])


def read(file: str) -> bytes:
    """Return the bytes of a listed model. Raises KeyError for a file that the manifest does not list."""
    return _listed(file).read_bytes()


def _listed(file: str) -> Path:
    if not any(entry.file == file for entry in manifest()):
        raise KeyError(file)
    return folder() / file


def lines(file: str) -> tuple[str, ...]:
    return tuple(read(file).decode("utf-8").splitlines())


def buffer(file: str) -> npt.NDArray[np.uint8]:
    """Return a model as OpenCV takes it from memory: uint8, shape (bytes,)."""
    return np.frombuffer(read(file), np.uint8)


def session(file: str, threads: int = 1) -> Any:
    """Start an ONNX network on that many threads. Read from its file: from memory it takes 32 MB more."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    # What the others keep between two looks is worth little time; of a drawing of 12 MP it was a tenth.
    options.enable_cpu_mem_arena = file == YUNET
    options.add_session_config_entry(
        "session.intra_op.allow_spinning", "0"
    )  # who waits leaves the cores to others
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return ort.InferenceSession(str(_listed(file)), options, providers=["CPUExecutionProvider"])
