"""Values of the domain as JSON and back, for windows of running doors."""

import base64
import json
import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import Enum
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

import numpy as np

from gatekeeper.domain import Frame, Image
from gatekeeper.messages import Message, restored, stored


def to_json(value: Any) -> Any:
    """A value as JSON. A picture's pixels are left out: they are sent as JPEG."""
    match value:
        case Message():
            return {"message": stored(value)}
        case Enum():
            return value.value
        case bytes():
            return base64.b64encode(value).decode()
        case datetime():
            return value.isoformat()
        case np.ndarray() | np.generic():
            return value.tolist()
        case Frame():
            return {"taken_at": value.taken_at, "index": value.index, "camera": value.camera}
        case Mapping():
            return {str(key): to_json(item) for key, item in value.items()}
        case tuple() | list() | set() | frozenset():
            return [to_json(item) for item in value]
    if is_dataclass(value):
        return {field_.name: to_json(getattr(value, field_.name)) for field_ in fields(value)}
    return value


def from_json(kind: Any, value: Any) -> Any:
    """The value of this type from the JSON of `to_json`. Raises ValueError, TypeError or KeyError for invalid JSON."""
    origin, arguments = get_origin(kind), get_args(kind)
    # An alias made by `type`, as numpy's NDArray is since 2.5, where Python has them (3.12); and an alias of that.
    while hasattr(origin, "__value__"):
        origin = get_origin(origin.__value__)
    if origin in (Union, types.UnionType):
        if value is None:
            return None
        (kind,) = (argument for argument in arguments if argument is not type(None))
        return from_json(kind, value)
    if origin is np.ndarray:
        return np.asarray(value, np.float32)
    if origin is tuple:
        return tuple(from_json(arguments[0], item) for item in value)
    if origin is dict:
        return {arguments[0](key): from_json(arguments[1], item) for key, item in value.items()}
    if kind is str:
        return restored(value["message"]) if isinstance(value, dict) else str(value)
    if kind is bytes:
        return base64.b64decode(value)
    if kind is datetime:
        return datetime.fromisoformat(value)
    if kind is Message:
        return restored(value["message"])
    if kind is Frame:
        return Frame(_NOTHING, float(value["taken_at"]), int(value["index"]), str(value["camera"]))
    if isinstance(kind, type) and is_dataclass(kind):
        return kind(**{name: from_json(type_, value[name]) for name, type_ in _hints(kind).items() if name in value})
    return kind(value)


def packed(head: Any, picture: bytes = b"") -> bytes:
    """One message of a camera: the data about a picture, and the picture."""
    text = json.dumps(head).encode()
    return len(text).to_bytes(4, "big") + text + picture


def unpacked(message: bytes) -> tuple[Any, bytes]:
    """The two parts of a message of `packed`. Raises ValueError for anything else."""
    end = 4 + int.from_bytes(message[:4], "big")
    return json.loads(message[4:end]), message[end:]


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


_NOTHING: Image = np.zeros((0, 0, 3), np.uint8)
