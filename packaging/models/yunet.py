"""YuNet as OpenCV ships it takes 640 x 640; its layers would take any multiple of 32. So say that."""

from __future__ import annotations

from pathlib import Path

import onnx


def free_size(source: Path, out: Path) -> None:
    """Name height and width instead of fixing them; weights and layers stay as they are."""
    model = onnx.load(source)
    height, width = model.graph.input[0].type.tensor_type.shape.dim[2:]
    height.dim_param, width.dim_param = "height", "width"
    for tensor in model.graph.output:
        tensor.type.tensor_type.shape.dim[1].dim_param = f"cells_{tensor.name.rpartition('_')[2]}"
    del model.graph.value_info[:]
    onnx.checker.check_model(model)
    onnx.save(model, out)
