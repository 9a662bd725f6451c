"""MobileFaceNet from TFLite to ONNX. TFLite spells PReLU as relu(x) + slope * (x - |x|); we fuse it again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from ai_edge_litert import schema_py_generated as schema
from graph import Graph, same_padding, value, write
from onnx import helper

_NAMES = {v: k for k, v in vars(schema.BuiltinOperator).items() if isinstance(v, int)}


class _Reader:
    def __init__(self, path: Path) -> None:
        root = schema.Model.GetRootAsModel(bytearray(path.read_bytes()), 0)
        self.model = schema.ModelT.InitFromObj(root)
        self.net = self.model.subgraphs[0]
        self.graph = Graph()
        self.name: dict[int, str] = {self.net.inputs[0]: "input"}
        self.side: dict[int, int] = {self.net.inputs[0]: 112}
        self.relu: dict[int, int] = {}
        self.absolute: dict[int, int] = {}
        self.negative: dict[int, int] = {}
        self.sloped: dict[int, tuple[int, Any]] = {}

    def data(self, index: int) -> Any:
        tensor = self.net.tensors[index]
        raw = self.model.buffers[tensor.buffer].data
        if raw is None or len(raw) == 0:
            return None
        return np.frombuffer(bytes(raw), {0: np.float32, 2: np.int32}[tensor.type]).reshape(tensor.shape)

    def constant(self, array: Any) -> str:
        return self.graph.constant(np.ascontiguousarray(array, dtype=np.float32))

    def conv(self, operator: Any, depthwise: bool) -> None:
        x, weight, bias = operator.inputs
        w, options = self.data(weight), operator.builtinOptions
        stride, side = options.strideH, self.side[x]
        high, wide = w.shape[1], w.shape[2]
        pads, out = same_padding(side, stride, high)
        if options.padding != schema.Padding.SAME:
            pads, out = [0, 0, 0, 0], (side - high) // stride + 1
        turned = w.transpose(3, 0, 1, 2) if depthwise else w.transpose(0, 3, 1, 2)
        inputs = [self.name[x], self.constant(turned), self.constant(self.data(bias))]
        group = turned.shape[0] if depthwise else 1
        sizes = {"kernel_shape": [high, wide], "strides": [stride] * 2, "group": group, "pads": pads}
        y = self.graph.add("Conv", inputs, **sizes)
        if options.fusedActivationFunction == schema.ActivationFunctionType.RELU:
            y = self.graph.add("Relu", [y])
        self.name[operator.outputs[0]], self.side[operator.outputs[0]] = y, out

    def add(self, a: int, b: int, out: int) -> None:
        if a not in self.sloped and b not in self.sloped:
            self.name[out], self.side[out] = self.graph.add("Add", [self.name[a], self.name[b]]), self.side[a]
            return
        sloped, other = (a, b) if a in self.sloped else (b, a)
        x, slope = self.sloped[sloped]
        if self.relu[other] != x:
            raise ValueError("not a PReLU")
        inputs = [self.name[x], self.constant(2 * slope.reshape(-1, 1, 1))]
        self.name[out], self.side[out] = self.graph.add("PRelu", inputs), self.side[x]

    def operator(self, operator: Any) -> None:
        code = self.model.operatorCodes[operator.opcodeIndex]
        kind = _NAMES[max(code.builtinCode, code.deprecatedBuiltinCode)]
        ins, out = list(operator.inputs), operator.outputs[0]
        if kind in ("CONV_2D", "DEPTHWISE_CONV_2D"):
            self.conv(operator, kind.startswith("DEPTH"))
        elif kind == "RELU":
            self.relu[out] = ins[0]
        elif kind == "ABS":
            self.absolute[out] = ins[0]
        elif kind == "SUB" and self.absolute.get(ins[1]) == ins[0]:
            self.negative[out] = ins[0]
        elif kind == "MUL":
            known = next(i for i in ins if self.data(i) is not None)
            other = ins[0] if known == ins[1] else ins[1]
            self.sloped[out] = (self.negative[other], self.data(known))
        elif kind == "ADD":
            self.add(ins[0], ins[1], out)
        elif kind == "RESHAPE":
            self.name[out] = self.graph.add("Flatten", [self.name[ins[0]]])
        else:
            raise ValueError(kind)


def convert(path: Path, out: Path) -> None:
    reader = _Reader(path)
    for operator in reader.net.operators:
        reader.operator(operator)
    g = reader.graph
    g.nodes[-1].output[0] = "embedding"
    inputs, outputs = [value("input", ["N", 3, 112, 112])], [value("embedding", ["N", 192])]
    write(helper.make_graph(g.nodes, "mobilefacenet", inputs, outputs, list(g.constants.values())), out, 13)
