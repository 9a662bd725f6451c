"""Results as JSON that a person can read too."""

from __future__ import annotations

import json
from typing import Any

_text = json.JSONEncoder(ensure_ascii=False).encode


def print_json(body: Any) -> None:
    """Print the result."""
    print(laid_out(body))


def laid_out(value: Any, indent: str = "") -> str:
    """Return JSON with a line for each part; a list of plain values stands in one.

    `json` gives each of these a line too, and takes twice as long over it.
    """
    deeper = indent + " "
    if isinstance(value, dict) and value:
        parts = [f"{_text(str(name))}: {laid_out(part, deeper)}" for name, part in value.items()]
        opened, closed = "{", "}"
    elif isinstance(value, (list, tuple)) and value and isinstance(value[0], (dict, list, tuple)):
        parts = [laid_out(part, deeper) for part in value]
        opened, closed = "[", "]"
    else:
        return _text(value)
    lines = f",\n{deeper}".join(parts)
    return f"{opened}\n{deeper}{lines}\n{indent}{closed}"
