"""realesr-animevideov3 (SRVGGNetCompact) from ncnn to ONNX: 3 x 3 convolutions, PReLU, pixel shuffle."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import numpy as np
from graph import value, write
from onnx import helper, numpy_helper

_HALF = 0x01306B47  # ncnn's tag of fp16 weights
_SCALE = 4


def layers(param: Path, binary: Path) -> list[tuple[Any, ...]]:
    raw, at = binary.read_bytes(), 0
    found: list[tuple[Any, ...]] = []
    for line in param.read_text().splitlines()[2:]:
        words = line.split()
        if not words:
            continue
        options = dict(w.split("=") for w in words[4 + int(words[2]) + int(words[3]) :] if "=" in w)
        if words[0] == "Convolution":
            channels, kernel, count = int(options["0"]), int(options.get("1", 1)), int(options["6"])
            (tag,) = struct.unpack_from("<I", raw, at)
            at += 4
            if tag not in (0, _HALF):
                raise ValueError(hex(tag))
            kind = np.dtype(np.float16 if tag == _HALF else np.float32)
            weight = np.frombuffer(raw, kind, count, at).astype(np.float32)
            at += -(-count * kind.itemsize // 4) * 4
            bias = np.frombuffer(raw, np.float32, channels, at)
            at += 4 * channels
            found.append((weight.reshape(channels, -1, kernel, kernel), bias))
        elif words[0] == "PReLU":
            channels = int(options["0"])
            found.append((np.frombuffer(raw, np.float32, channels, at),))
            at += 4 * channels
    if at != len(raw):
        raise ValueError(f"{len(raw) - at} bytes left over")
    return found


def convert(param: Path, binary: Path, out: Path) -> None:
    nodes, constants, x = [], [], "x"
    for i, layer in enumerate(layers(param, binary)):
        y = f"t{i}"
        if len(layer) == 2:
            constants += [numpy_helper.from_array(layer[0].copy(), f"w{i}")]
            constants += [numpy_helper.from_array(layer[1].copy(), f"b{i}")]
            sizes = {"kernel_shape": [3, 3], "pads": [1, 1, 1, 1]}
            nodes.append(helper.make_node("Conv", [x, f"w{i}", f"b{i}"], [y], **sizes))
        else:
            constants.append(numpy_helper.from_array(layer[0].reshape(-1, 1, 1).copy(), f"s{i}"))
            nodes.append(helper.make_node("PRelu", [x, f"s{i}"], [y]))
        x = y
    nodes.append(helper.make_node("DepthToSpace", [x], ["d"], blocksize=_SCALE, mode="CRD"))
    constants.append(numpy_helper.from_array(np.array([1, 1, _SCALE, _SCALE], np.float32), "sc"))
    nearest = {"coordinate_transformation_mode": "asymmetric", "nearest_mode": "floor", "mode": "nearest"}
    nodes.append(helper.make_node("Resize", ["x", "", "sc"], ["u"], **nearest))
    nodes.append(helper.make_node("Add", ["d", "u"], ["y"]))
    inputs, outputs = [value("x", [1, 3, "h", "w"])], [value("y", [1, 3, None, None])]
    write(helper.make_graph(nodes, "srvgg", inputs, outputs, constants), out, 13)
