"""Yahoo's open_nsfw in 8 bits: 8 instead of 22 ms CPU, and a fourth of the size.

    python packaging/models/opennsfw.py MODEL PICTURES > packaging/models/opennsfw_ranges.json

tells the ranges of all values over the photos in a folder of yours; `rebuild.py` needs only that file. The
weights do not change by it, so nothing of the photos is in the model but two numbers a layer.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import onnx
from onnx import version_converter
from onnxruntime.quantization import CalibrationDataReader, CalibrationMethod, QuantType
from onnxruntime.quantization.calibrate import TensorsData, create_calibrator
from onnxruntime.quantization.qdq_quantizer import QDQQuantizer
from onnxruntime.quantization.shape_inference import quant_pre_process

RANGES = Path(__file__).with_name("opennsfw_ranges.json")
_QUANTISED = ["Conv", "Add", "MaxPool", "AveragePool"]
_OPSET = 13  # the first that knows a scale for each channel
_MEAN = np.array([104, 117, 123], np.float32)  # BGR


def convert(source: Path, out: Path, doc: str) -> None:
    """Quantise the network by the recorded ranges; weights take 7 bits, as in int8.py."""
    told = json.loads(RANGES.read_text(encoding="utf-8"))
    ranges = {name: tuple(np.float32(value) for value in pair) for name, pair in told.items()}
    quantiser = QDQQuantizer(
        onnx.load(_prepared(source)),
        per_channel=True,
        reduce_range=True,
        weight_qType=QuantType.QInt8,
        activation_qType=QuantType.QUInt8,
        tensors_range=TensorsData(CalibrationMethod.MinMax, ranges),
        nodes_to_quantize=[],
        nodes_to_exclude=[],
        op_types_to_quantize=_QUANTISED,
        extra_options={},
    )
    quantiser.quantize_model()
    model = quantiser.model.model
    model.producer_name, model.doc_string = "rollsuggest-lab", doc
    onnx.save(model, out)


def _prepared(source: Path) -> Path:
    folder = Path(tempfile.mkdtemp())
    onnx.save(version_converter.convert_version(onnx.load(source), _OPSET), folder / "newer.onnx")
    quant_pre_process(str(folder / "newer.onnx"), str(folder / "prepared.onnx"), skip_symbolic_shape=True)
    return folder / "prepared.onnx"


class Pictures(CalibrationDataReader):
    def __init__(self, name: str, paths: list[Path]) -> None:
        self._each = self._inputs(name, paths)

    def get_next(self) -> dict[str, Any] | None:
        return next(self._each, None)

    def _inputs(self, name: str, paths: list[Path]) -> Iterator[dict[str, Any]]:
        for path in paths:
            bgr = cv2.resize(cv2.imread(str(path)), (256, 256), interpolation=cv2.INTER_AREA)
            yield {name: (bgr[16:240, 16:240].astype(np.float32) - _MEAN)[None]}


def ranges(source: Path, pictures: list[Path]) -> dict[str, list[float]]:
    """Return the least and greatest value of each tensor over the pictures."""
    prepared = _prepared(source)
    calibrator = create_calibrator(
        prepared,
        _QUANTISED,
        calibrate_method=CalibrationMethod.MinMax,
        augmented_model_path=str(prepared.with_name("augmented.onnx")),
    )
    calibrator.collect_data(Pictures(onnx.load(prepared).graph.input[0].name, pictures))
    found = calibrator.compute_data().data
    return {
        name: [np.asarray(value).item() for value in data.range_value] for name, data in sorted(found.items())
    }


if __name__ == "__main__":
    network, folder = (Path(word) for word in sys.argv[1:])
    print(json.dumps(ranges(network, sorted(folder.iterdir())), indent=0))
