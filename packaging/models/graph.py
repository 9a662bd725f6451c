"""Builds ONNX graphs for the converters. Names are counted, so equal input gives equal bytes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

FLOAT = TensorProto.FLOAT


class Graph:
    def __init__(self, joint: str = "", constant: str = "k") -> None:
        self.nodes: list[Any] = []
        self.constants: dict[str, Any] = {}
        self._count = 0
        self._joint = joint
        self._constant = constant

    def name(self, stem: str) -> str:
        self._count += 1
        return f"{stem}{self._joint}{self._count}"

    def constant(self, array: Any, name: str | None = None) -> str:
        name = name or self.name(self._constant)
        self.constants[name] = numpy_helper.from_array(np.ascontiguousarray(array), name)
        return name

    def add(self, kind: str, inputs: list[str], out: str | None = None, **attributes: Any) -> str:
        out = out or self.name(kind)
        self.nodes.append(helper.make_node(kind, inputs, [out], **attributes))
        return out


def value(name: str, shape: list[Any]) -> Any:
    return helper.make_tensor_value_info(name, FLOAT, shape)


def write(graph: Any, out: Path, opset: int) -> None:
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=8)
    onnx.checker.check_model(model)
    onnx.save(model, out)


def round_weights(source: Path, out: Path, doc: str) -> None:
    """Round weights to what fp16 can hold; they stay fp32 for every runtime and pack to half."""
    model = onnx.load(source)
    for tensor in model.graph.initializer:
        array = numpy_helper.to_array(tensor)
        if array.dtype == np.float32 and array.size >= 64:
            rounded = array.astype(np.float16).astype(np.float32)
            tensor.CopyFrom(numpy_helper.from_array(rounded, tensor.name))
    del model.opset_import[1:]
    model.producer_name = "rollsuggest-lab"
    model.doc_string = doc
    onnx.checker.check_model(model)
    onnx.save(model, out)


def same_padding(side: int, stride: int, kernel: int) -> tuple[list[int], int]:
    """Return TensorFlow's SAME padding for a square input, and the output's side."""
    out = -(-side // stride)
    total = max((out - 1) * stride + kernel - side, 0)
    return [total // 2, total // 2, total - total // 2, total - total // 2], out


def fold_pads(source: Path, out: Path) -> None:
    """Let each Conv and MaxPool pad for itself: a Pad of its own costs a copy and a change of layout."""
    model = onnx.load(source)
    values = {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
    pads = {node.output[0]: node for node in model.graph.node if node.op_type == "Pad"}
    for node in model.graph.node:
        pad = pads.pop(node.input[0], None) if node.op_type in ("Conv", "MaxPool") else None
        if pad is not None:
            node.input[0] = pad.input[0]
            _set_pads(node, values[pad.input[1]].tolist())
            model.graph.node.remove(pad)
    if pads:
        raise ValueError(f"unfolded: {sorted(pads)}")
    used = {name for node in model.graph.node for name in node.input}
    for tensor in [tensor for tensor in model.graph.initializer if tensor.name not in used]:
        model.graph.initializer.remove(tensor)
    onnx.checker.check_model(model)
    onnx.save(model, out)


def _set_pads(node: Any, pads: list[int]) -> None:
    kept = [each for each in node.attribute if each.name not in ("auto_pad", "pads")]
    del node.attribute[:]
    node.attribute.extend([*kept, helper.make_attribute("pads", pads[2:4] + pads[6:8])])
