"""A figure as plain dictionaries and lists, packed arrays unpacked, to read and change it."""

from __future__ import annotations

from base64 import b64decode
from typing import Any

import numpy as np

Json = dict[str, Any]


def plain(value: Any) -> Any:
    """What ``to_plotly_json`` gave, with every array as a list."""
    if isinstance(value, dict):
        if "bdata" in value:
            return np.frombuffer(b64decode(value["bdata"]), dtype=value["dtype"]).tolist()
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, np.ndarray):
        if value.dtype.kind == "M":
            return [str(one) for one in value]
        return [plain(one) for one in value.tolist()]
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return value
