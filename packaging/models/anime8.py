"""The drawing network at twice instead of four times the size, in 8 bits: 4 instead of 15 µs CPU a pixel.

    python packaging/models/anime8.py EXACT_MODEL PICTURES > packaging/models/anime_ranges.json

tells the ranges of all values over the photos in a folder of yours (ours: tests/pictures and the astronaut);
`rebuild.py` needs only that file. The mean of each 2 x 2 pixels of the output is folded into the last
convolution, exactly; that one and the first stay in 32 bits; weights take 7 bits, as in int8.py. PRelu, which
onnxruntime computes value by value, is spelt in operations that it computes many values at once of: in 8 bits
as max(x, slope * x), beside those that stay in 32 bits as x + (slope - 1) * min(x, 0).
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

MICROSOFT = "com.microsoft"  # onnxruntime's own operations
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
    _write_in_8_bits(small)
    small.opset_import.append(helper.make_opsetid(MICROSOFT, 1))
    small.producer_name, small.doc_string = "rollsuggest-lab", doc
    onnx.save(small, out)


def _write_in_8_bits(model: onnx.ModelProto) -> None:
    """Write what stands between values of 8 bits in operations of 8 bits: a PRelu as Mul and Max."""
    known = {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
    made = {node.output[0]: node for node in model.graph.node}
    stored = {node.input[0]: node for node in model.graph.node if node.op_type == "QuantizeLinear"}
    written = []
    for node in model.graph.node:
        sources = [made[name] for name in node.input if name in made]
        if node.op_type == "Conv" and len(sources) == 3:  # its own numbers are of 8 bits too
            x, w, bias = (source.input for source in sources)
            _rounded, *scale = (store := stored[node.output[0]]).input
            convolution = helper.make_node("QLinearConv", [*x, *w, *scale, bias[0]], store.output)
            convolution.attribute.extend(node.attribute)
            written.append(convolution)
        elif node.op_type != "PRelu":
            written.append(node)
        elif sources[0].op_type == "DequantizeLinear" and node.output[0] in stored:
            slope = known[node.input[1]]
            written += _bent(sources[0].input, slope, stored[node.output[0]], model.graph.initializer)
        else:
            written += _spelt(node, model.graph.initializer)
    small = {name for node in written if node.op_type in ("QLinearConv", "Max") for name in node.output}
    rest = [n for n in written if n.op_type != "QuantizeLinear" or n.output[0] not in small]
    _keep(model.graph, rest)


def _bent(x: Any, slope: Any, store: onnx.NodeProto, tensors: Any) -> list[onnx.NodeProto]:
    """Return max(x, slope * x), which is PRelu where no slope is above 1 (see `_turned`), in 8 bits.

    Both are told in the steps of the result: those of x are wider.
    """
    y, (_exact, *scale) = store.output[0], store.input
    times = []
    for what, by in (("plain", np.ones(1, np.float32)), ("bent", slope)):
        step = np.float32(np.abs(by).max() / 127)
        values = (np.round(by / step) + 128).astype(np.uint8), step, np.uint8(128)
        names = [f"{y}_{what}_{part}" for part in ("by", "scale", "zero_point")]
        tensors.extend(
            numpy_helper.from_array(np.asarray(value), name)
            for value, name in zip(values, names, strict=True)
        )
        times.append(helper.make_node("QLinearMul", [*x, *names, *scale], [f"{y}_{what}"], domain=MICROSOFT))
    return [*times, helper.make_node("Max", [one.output[0] for one in times], [y])]


def _spelt(node: onnx.NodeProto, tensors: Any) -> list[onnx.NodeProto]:
    """Return the PRelu of floats as Min, Mul and Add."""
    (x, slope), y = node.input, node.output[0]
    known = {tensor.name: tensor for tensor in tensors}
    known[slope].CopyFrom(numpy_helper.from_array(numpy_helper.to_array(known[slope]) - 1, slope))
    if "zero" not in known:
        tensors.append(numpy_helper.from_array(np.zeros((), np.float32), "zero"))
    below = helper.make_node("Min", [x, "zero"], [f"{y}_below"])
    bent = helper.make_node("Mul", [f"{y}_below", slope], [f"{y}_bent"])
    return [below, bent, helper.make_node("Add", [x, f"{y}_bent"], [y])]


def _keep(graph: onnx.GraphProto, nodes: list[onnx.NodeProto]) -> None:
    """Keep those of the nodes and numbers that the output needs, in an order that runs."""
    made = {name: node for node in nodes for name in node.output}
    ordered: dict[str, onnx.NodeProto] = {}

    def need(name: str) -> None:
        if name in made and name not in ordered:
            for source in made[name].input:
                need(source)
            ordered[name] = made[name]

    for result in graph.output:
        need(result.name)
    used = {name for node in ordered.values() for name in node.input}
    tensors = [tensor for tensor in graph.initializer if tensor.name in used]
    del graph.node[:], graph.initializer[:]
    graph.node.extend(ordered.values())
    graph.initializer.extend(tensors)


def _turned(model: onnx.ModelProto) -> None:
    """Turn the sign of the channels whose slope is above 1, so that each PRelu is max(x, slope * x), exactly.

    With u = -x it is -slope * max(u, u / slope), and the next convolution multiplies by -slope.
    """
    known = {tensor.name: tensor for tensor in model.graph.initializer}

    def change(name: str, by: Any) -> None:
        old = numpy_helper.to_array(known[name])
        known[name].CopyFrom(numpy_helper.from_array((old * by).astype(np.float32), name))

    nodes = list(model.graph.node)
    for node in [node for node in nodes if node.op_type == "PRelu"]:
        before = next(other for other in nodes if node.input[0] in other.output)
        after = next(other for other in nodes if node.output[0] in other.input)
        slope = numpy_helper.to_array(known[node.input[1]]).ravel()
        steep = slope > 1
        sign = np.where(steep, -1.0, 1.0)
        change(before.input[1], sign[:, None, None, None])
        change(before.input[2], sign)
        change(after.input[1], np.where(steep, -slope, 1.0)[None, :, None, None])
        change(node.input[1], np.where(steep, 1 / slope**2, 1.0)[:, None, None])


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
    _turned(model)
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
