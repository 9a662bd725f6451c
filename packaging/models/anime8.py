"""The drawing network at twice instead of four times the size, in 8 bits: 5 instead of 18 µs CPU a pixel.

    python packaging/models/anime8.py EXACT_MODEL PICTURES > packaging/models/anime_ranges.json

tells the ranges of all values over the photos in a folder of yours (ours: tests/pictures and the astronaut);
`rebuild.py` needs only that file. The mean of each 2 x 2 pixels of the output is folded into the last
convolution, exactly; that one and the first stay in 32 bits; weights take 7 bits, as in int8.py. PRelu, which
onnxruntime computes value by value in half of the network's time, is spelt in three operations that it
computes many values at once of: x + (slope - 1) * min(x, 0).
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
from onnx import helper, numpy_helper
from onnxruntime.quantization import CalibrationDataReader, CalibrationMethod, QuantType
from onnxruntime.quantization.calibrate import TensorsData, create_calibrator
from onnxruntime.quantization.qdq_quantizer import QDQQuantizer

RANGES = Path(__file__).with_name("anime_ranges.json")
_TILE, _LONG_SIDE = 128, 540


def convert(exact: Path, out: Path, doc: str) -> None:
    """Fold and quantise the network by the recorded ranges."""
    model = halved(exact)
    told = json.loads(RANGES.read_text(encoding="utf-8"))
    ranges = {name: tuple(np.float32(value) for value in pair) for name, pair in told.items()}
    convolutions = [node.name for node in model.graph.node if node.op_type == "Conv"]
    quantiser = QDQQuantizer(
        model,
        per_channel=True,
        reduce_range=True,
        weight_qType=QuantType.QInt8,
        activation_qType=QuantType.QUInt8,
        tensors_range=TensorsData(CalibrationMethod.MinMax, ranges),
        nodes_to_quantize=[],
        nodes_to_exclude=[convolutions[0], convolutions[-1]],
        op_types_to_quantize=["Conv"],
        extra_options={},
    )
    quantiser.quantize_model()
    small = quantiser.model.model
    _spell_activations(small)
    small.producer_name, small.doc_string = "rollsuggest-lab", doc
    onnx.save(small, out)


def _spell_activations(model: onnx.ModelProto) -> None:
    """Write each PRelu as Min, Mul and Add."""
    known = {tensor.name: tensor for tensor in model.graph.initializer}
    zero = numpy_helper.from_array(np.zeros((), np.float32), "zero")
    model.graph.initializer.append(zero)
    spelt = []
    for node in model.graph.node:
        if node.op_type != "PRelu":
            spelt.append(node)
            continue
        (x, slope), y = node.input, node.output[0]
        known[slope].CopyFrom(numpy_helper.from_array(numpy_helper.to_array(known[slope]) - 1, slope))
        below = helper.make_node("Min", [x, zero.name], [f"{y}_below"])
        bent = helper.make_node("Mul", [f"{y}_below", slope], [f"{y}_bent"])
        spelt += [below, bent, helper.make_node("Add", [x, f"{y}_bent"], [y])]
    del model.graph.node[:]
    model.graph.node.extend(spelt)


def halved(exact: Path) -> onnx.ModelProto:
    """Return the network with twice the size as output: what four times the size would give, averaged."""
    model = onnx.load(exact)
    nodes, known = model.graph.node, {tensor.name: tensor for tensor in model.graph.initializer}
    for number, node in enumerate(nodes):
        node.name = f"n{number}"
    last = [node for node in nodes if node.op_type == "Conv"][-1]
    for name in last.input[1:3]:
        old = numpy_helper.to_array(known[name])
        blocks = old.reshape(3, 2, 2, 2, 2, *old.shape[1:]).mean(axis=(2, 4), dtype=np.float64)
        new = np.ascontiguousarray(blocks.reshape(12, *old.shape[1:]), dtype=np.float32)
        known[name].CopyFrom(numpy_helper.from_array(new, name))
    known["sc"].CopyFrom(numpy_helper.from_array(np.array([1, 1, 2, 2], np.float32), "sc"))
    shuffle = next(node for node in nodes if node.op_type == "DepthToSpace")
    next(a for a in shuffle.attribute if a.name == "blocksize").i = 2
    return model


class Pictures(CalibrationDataReader):
    def __init__(self, paths: list[Path]) -> None:
        self._each = self._tiles(paths)

    def get_next(self) -> dict[str, Any] | None:
        return next(self._each, None)

    def _tiles(self, paths: list[Path]) -> Iterator[dict[str, Any]]:
        for path in paths:
            bgr = cv2.imread(str(path))
            factor = _LONG_SIDE / max(bgr.shape[:2])
            rgb = cv2.resize(bgr, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)[..., ::-1]
            planes = (cv2.bilateralFilter(rgb.copy(), 7, 25, 5) / np.float32(255)).transpose(2, 0, 1)[None]
            for y in range(0, planes.shape[2] - _TILE, 3 * _TILE // 2):
                for x in range(0, planes.shape[3] - _TILE, 3 * _TILE // 2):
                    yield {"x": np.ascontiguousarray(planes[:, :, y : y + _TILE, x : x + _TILE])}


def ranges(exact: Path, pictures: list[Path]) -> dict[str, list[float]]:
    """Return the least and greatest value of each tensor over the pictures."""
    folder = Path(tempfile.mkdtemp())
    onnx.save(halved(exact), folder / "halved.onnx")
    calibrator = create_calibrator(
        folder / "halved.onnx",
        ["Conv"],
        calibrate_method=CalibrationMethod.MinMax,
        augmented_model_path=str(folder / "augmented.onnx"),
    )
    calibrator.collect_data(Pictures(pictures))
    found = calibrator.compute_data().data
    return {
        name: [np.asarray(value).item() for value in data.range_value] for name, data in sorted(found.items())
    }


if __name__ == "__main__":
    network, folder = (Path(word) for word in sys.argv[1:])
    print(json.dumps(ranges(network, sorted(folder.glob("*.jpg"))), indent=0))
