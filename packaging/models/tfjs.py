"""NanoDet and the emotion network from TensorFlow.js graphs to ONNX; just the operators these two use."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime as ort
from graph import FLOAT, Graph
from onnx import helper

_TYPES = {"float32": np.float32, "int32": np.int32, "float16": np.float16, "bool": np.bool_}
_PLAIN = {"Add": "Add", "AddV2": "Add", "Sigmoid": "Sigmoid", "Identity": "Identity", "Relu": "Relu"}


def _weights(path: Path, manifest: list[Any]) -> dict[str, Any]:
    found = {}
    for part in manifest:
        raw, at = b"".join((path.parent / name).read_bytes() for name in part["paths"]), 0
        for entry in part["weights"]:
            stored = entry.get("quantization", entry)["dtype"]
            count = int(np.prod(entry["shape"])) if entry["shape"] else 1
            array = np.frombuffer(raw, _TYPES[stored], count, at).reshape(entry["shape"])
            at += array.nbytes
            found[entry["name"]] = array.astype(_TYPES[entry["dtype"]])
        if at != len(raw):
            raise ValueError("bytes left over")
    return found


def _attribute(node: Any, key: str, default: Any = None) -> Any:
    entry = node["attr"].get(key)
    if entry is None:
        return default
    if "s" in entry:
        return base64.b64decode(entry["s"]).decode()
    if "list" in entry:
        inner = entry["list"]
        if "i" in inner:
            return [int(v) for v in inner["i"]]
        return [base64.b64decode(v).decode() for v in inner.get("s", [])]
    for kind, cast in (("i", int), ("f", float), ("b", bool)):
        if kind in entry:
            return cast(entry[kind])
    return default


class _Converter:
    def __init__(self, path: Path) -> None:
        source = json.loads(path.read_text())
        self.nodes = source["modelTopology"]["node"]
        self.weights = _weights(path, source["weightsManifest"])
        self.by_name = {node["name"]: node for node in self.nodes}
        self.known: dict[str, Any] = {}
        self.graph = Graph(joint="_", constant="c")
        self.inputs: list[Any] = []

    def ref(self, name: str) -> str:
        stem, _, index = name.lstrip("^").rpartition(":")
        if not stem:
            return index
        return stem if index == "0" else f"{stem}:{index}"

    def value(self, name: str) -> Any:
        name = self.ref(name)
        if name not in self.known and self.by_name[name]["op"] == "Identity":
            return self.value(self.by_name[name]["input"][0])
        return self.known[name]

    def turned(self, x: str) -> str:
        return self.graph.add("Transpose", [x], perm=[0, 3, 1, 2])

    def back(self, y: str, out: str | None) -> str:
        return self.graph.add("Transpose", [y], out, perm=[0, 2, 3, 1])

    def conv(self, node: Any, x: str, weight: str, depthwise: bool, out: str, bias: str | None = None) -> str:
        w, group = self.value(weight).astype(np.float32), 1
        if depthwise:
            high, wide, channels, times = w.shape
            w, group = w.transpose(2, 3, 0, 1).reshape(channels * times, 1, high, wide), channels
        else:
            w = w.transpose(3, 2, 0, 1)
        sizes: dict[str, Any] = {
            "strides": _attribute(node, "strides")[1:3],
            "dilations": (_attribute(node, "dilations") or [1, 1, 1, 1])[1:3],
            "group": group,
            "kernel_shape": list(w.shape[2:]),
        }
        padding = _attribute(node, "padding")
        if padding == "EXPLICIT":
            p = _attribute(node, "explicit_paddings")
            sizes["pads"] = [p[2], p[4], p[3], p[5]]
        else:
            sizes["auto_pad"] = {"SAME": "SAME_UPPER", "VALID": "VALID"}[padding]
        inputs = [self.turned(x), self.graph.constant(w)]
        if bias is not None:
            inputs.append(self.graph.constant(self.value(bias).astype(np.float32).reshape(-1)))
        return self.back(self.graph.add("Conv", inputs, **sizes), out)

    def fused(self, node: Any, ins: list[str], out: str) -> None:
        fused = _attribute(node, "fused_ops", [])
        rest = [name for name in fused if name != "BiasAdd"]
        bias = ins[2] if "BiasAdd" in fused else None
        if rest not in ([], ["Relu"]):
            raise ValueError(rest)
        y = self.conv(node, ins[0], ins[1], False, self.graph.name("fc") if rest else out, bias)
        if rest:
            self.graph.add("Relu", [y], out)

    def resize(self, node: Any, ins: list[str], out: str) -> None:
        add, constant = self.graph.add, self.graph.constant
        size = self.value(ins[1]).astype(np.int64)
        x = self.turned(ins[0])
        shape = add("Shape", [x])
        start, stop = constant(np.array([0], np.int64)), constant(np.array([2], np.int64))
        shape = add("Concat", [add("Slice", [shape, start, stop]), constant(size)], axis=0)
        mode = "asymmetric"
        if _attribute(node, "half_pixel_centers", False):
            mode = "half_pixel"
        elif _attribute(node, "align_corners", False):
            mode = "align_corners"
        resized = add("Resize", [x, "", "", shape], mode="linear", coordinate_transformation_mode=mode)
        self.back(resized, out)

    def convert(self, node: Any) -> None:
        kind, out = node["op"], node["name"]
        ins = [self.ref(i) for i in node.get("input", []) if not i.startswith("^")]
        if kind == "Const":
            self.known[out] = self.weights[out]
            self.graph.constant(self.weights[out], out)
        elif kind == "Placeholder":
            sizes = [int(d["size"]) for d in node["attr"]["shape"]["shape"]["dim"]]
            dims = [size if size > 0 else "N" for size in sizes]
            self.inputs.append(helper.make_tensor_value_info(out, FLOAT, dims))
        elif kind in ("Add", "AddV2") and all(i in self.known for i in ins):
            self.known[out] = self.known[ins[0]] + self.known[ins[1]]
            self.graph.constant(self.known[out], out)
        elif kind in _PLAIN:
            self.graph.add(_PLAIN[kind], ins, out)
        else:
            self.special(kind, node, ins, out)

    def special(self, kind: str, node: Any, ins: list[str], out: str) -> None:
        add, constant = self.graph.add, self.graph.constant
        if kind in ("Conv2D", "DepthwiseConv2dNative"):
            self.conv(node, ins[0], ins[1], kind != "Conv2D", out)
        elif kind == "_FusedConv2D":
            self.fused(node, ins, out)
        elif kind == "LeakyRelu":
            add("LeakyRelu", ins, out, alpha=_attribute(node, "alpha", 0.2))
        elif kind == "Softmax":
            add("Softmax", ins, out, axis=-1)
        elif kind == "Mean":
            axes = [int(v) for v in self.value(ins[1]).reshape(-1)]
            add("ReduceMean", [ins[0]], out, keepdims=int(_attribute(node, "keep_dims", False)), axes=axes)
        elif kind == "Reshape":
            add("Reshape", [ins[0], constant(self.value(ins[1]).astype(np.int64))], out)
        elif kind == "Transpose":
            add("Transpose", [ins[0]], out, perm=[int(v) for v in self.value(ins[1])])
        elif kind in ("Pad", "PadV2"):
            pads = self.value(ins[1]).astype(np.int64)
            extra = [constant(np.float32(self.value(ins[2])))] if kind == "PadV2" else []
            flat = np.concatenate([pads[:, 0], pads[:, 1]])
            add("Pad", [ins[0], constant(flat), *extra], out, mode="constant")
        elif kind == "MaxPool":
            pad = {"SAME": "SAME_UPPER", "VALID": "VALID"}[_attribute(node, "padding")]
            kernel, strides = _attribute(node, "ksize")[1:3], _attribute(node, "strides")[1:3]
            x = self.turned(ins[0])
            self.back(add("MaxPool", [x], kernel_shape=kernel, strides=strides, auto_pad=pad), out)
        elif kind == "ConcatV2":
            add("Concat", ins[:-1], out, axis=int(self.value(ins[-1])))
        elif kind == "ResizeBilinear":
            self.resize(node, ins, out)
        elif kind == "SplitV":
            sizes = self.value(ins[1]).astype(np.int64)
            outs = [out, *(f"{out}:{i}" for i in range(1, len(sizes)))]
            axis = int(self.value(ins[2]))
            self.graph.nodes.append(helper.make_node("Split", [ins[0], constant(sizes)], outs, axis=axis))
        elif kind == "SparseToDense":
            indices, shape, values, default = (self.value(i) for i in ins)
            dense = np.full(shape, default)
            for at, index in enumerate(indices):
                dense[tuple(np.atleast_1d(index))] = values if np.ndim(values) == 0 else values[at]
            self.known[out] = dense
            constant(dense, out)
        else:
            raise ValueError(kind)


def convert(path: Path, out: Path, outputs: list[str]) -> None:
    """Write the part of the graph that `outputs` need, simplified by ONNX Runtime's basic optimiser."""
    converter = _Converter(path)
    for node in converter.nodes:
        converter.convert(node)
    g = converter.graph
    maker = {name: node for node in g.nodes for name in node.output}
    needed: set[str] = set()
    waiting = list(outputs)
    while waiting:
        name = waiting.pop()
        if name not in needed:
            needed.add(name)
            waiting += [i for i in maker[name].input if i] if name in maker else []
    nodes = [node for node in g.nodes if any(name in needed for name in node.output)]
    constants = [tensor for name, tensor in g.constants.items() if name in needed]
    ends = [helper.make_empty_tensor_value_info(name) for name in outputs]
    graph = helper.make_graph(nodes, "g", converter.inputs, ends, constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    for end in model.graph.output:
        end.type.tensor_type.elem_type = FLOAT
    plain = out.with_suffix(".plain.onnx")
    onnx.save(onnx.shape_inference.infer_shapes(model), plain)
    options = ort.SessionOptions()
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.optimized_model_filepath = str(out)
    options.log_severity_level = 3
    ort.InferenceSession(str(plain), options, providers=["CPUExecutionProvider"])
