"""EfficientNet-Lite0 from PyTorch's legacy file to ONNX, without torch; batch norm is folded in."""

from __future__ import annotations

import collections
import io
import pickle
import struct
from pathlib import Path
from typing import Any

import numpy as np
from graph import Graph, value, write
from onnx import helper

_STRIDES = (1, 2, 2, 2, 1, 2, 1)
_EPSILON = 1e-3


class _Storage:
    def __init__(self, kind: str, count: int) -> None:
        self.kind, self.count = kind, count
        self.array = np.zeros(0)


class _Unpickler(pickle.Unpickler):
    """Reads tensors and nothing else: any other class in the pickle is refused."""

    def __init__(self, file: io.BytesIO, storages: dict[str, _Storage]) -> None:
        super().__init__(file)
        self._storages = storages

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("collections", "OrderedDict"):
            return collections.OrderedDict
        if name == "_rebuild_parameter":
            return lambda data, *_: data
        if name.startswith("_rebuild_tensor"):
            return lambda storage, offset, size, stride, *_: (storage, offset, size, stride)
        if module == "torch" and name.endswith("Storage"):
            return name
        raise pickle.UnpicklingError(f"{module}.{name}")

    def persistent_load(self, pid: Any) -> _Storage:
        _, kind, key, _, count, *_ = pid
        return self._storages.setdefault(key, _Storage(kind, count))


def weights(path: Path) -> dict[str, Any]:
    """Read a legacy .pth: magic, protocol, system, the tensors, then the storages' bytes by key."""
    file = io.BytesIO(path.read_bytes())
    for _ in range(3):
        pickle.load(file)
    storages: dict[str, _Storage] = {}
    tensors = _Unpickler(file, storages).load()
    for key in pickle.load(file):
        (count,) = struct.unpack("<q", file.read(8))
        kind = np.dtype({"FloatStorage": np.float32, "LongStorage": np.int64}[storages[key].kind])
        storages[key].array = np.frombuffer(file.read(count * kind.itemsize), kind)
    return {name: _tensor(*parts) for name, parts in tensors.items()}


def _tensor(storage: _Storage, offset: int, size: tuple[int, ...], stride: tuple[int, ...]) -> Any:
    flat = storage.array
    if not size:
        return np.asarray(flat[offset])
    steps = [step * flat.itemsize for step in stride]
    return np.lib.stride_tricks.as_strided(flat[offset:], size, steps).copy()


class _Net:
    def __init__(self, tensors: dict[str, Any], side: int) -> None:
        self.w, self.graph = tensors, Graph()
        self.six = self.graph.constant(np.float32(6))
        self.zero = self.graph.constant(np.float32(0))
        self.side = side

    def conv(self, x: str, weight: str, norm: str, stride: int, group: int, act: bool) -> str:
        w = self.w[weight]
        gain = self.w[norm + ".weight"] / np.sqrt(self.w[norm + ".running_var"] + _EPSILON)
        folded = (w * gain[:, None, None, None]).astype(np.float32)
        bias = (self.w[norm + ".bias"] - self.w[norm + ".running_mean"] * gain).astype(np.float32)
        kernel = w.shape[2]
        out = -(-self.side // stride)
        total = max((out - 1) * stride + kernel - self.side, 0)
        pads = [total // 2, total // 2, total - total // 2, total - total // 2]
        inputs = [x, self.graph.constant(folded), self.graph.constant(bias)]
        sizes = {"kernel_shape": [kernel, kernel], "strides": [stride] * 2, "group": group, "pads": pads}
        y = self.graph.add("Conv", inputs, **sizes)
        self.side = out
        return self.graph.add("Clip", [y, self.zero, self.six]) if act else y

    def block(self, x: str, index: int, stride: int, channels: int) -> tuple[str, int]:
        name = f"_blocks.{index}."
        y = x
        if name + "_expand_conv.weight" in self.w:
            y = self.conv(y, name + "_expand_conv.weight", name + "_bn0", 1, 1, True)
        depthwise = name + "_depthwise_conv.weight"
        y = self.conv(y, depthwise, name + "_bn1", stride, self.w[depthwise].shape[0], True)
        y = self.conv(y, name + "_project_conv.weight", name + "_bn2", 1, 1, False)
        out = self.w[name + "_project_conv.weight"].shape[0]
        return (self.graph.add("Add", [y, x]) if stride == 1 and out == channels else y), out


def convert(path: Path, out: Path, side: int = 224) -> None:
    net = _Net(weights(path), side)
    x = net.conv("image", "_conv_stem.weight", "_bn0", 2, 1, True)
    channels = net.w["_conv_stem.weight"].shape[0]
    blocks = max(int(key.split(".")[1]) for key in net.w if key.startswith("_blocks.")) + 1
    stage, previous = -1, None
    for index in range(blocks):
        width = net.w[f"_blocks.{index}._project_conv.weight"].shape[0]
        new = width != previous
        stage, previous = stage + new, width
        x, channels = net.block(x, index, _STRIDES[stage] if new else 1, channels)
    x = net.conv(x, "_conv_head.weight", "_bn1", 1, 1, True)
    g = net.graph
    features = g.add("Flatten", [g.add("GlobalAveragePool", [x])], "features")
    dense = [features, g.constant(net.w["_fc.weight"]), g.constant(net.w["_fc.bias"])]
    g.add("Softmax", [g.add("Gemm", dense, transB=1)], "probs", axis=1)
    inputs, outputs = [value("image", [1, 3, side, side])], [value("probs", [1, 1000])]
    outputs.append(value("features", [1, 1280]))
    write(helper.make_graph(g.nodes, "efflite", inputs, outputs, list(g.constants.values())), out, 13)
