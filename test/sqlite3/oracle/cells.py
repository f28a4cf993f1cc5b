"""Values of SQLite as JSON, in which every type is told apart."""

import sqlite3
import struct


def encode(value):
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, int):
        return {"int": str(value)}
    if isinstance(value, float):
        return {"float": struct.pack(">d", value).hex()}
    if isinstance(value, (bytes, bytearray, memoryview)):
        return {"bytes": bytes(value).hex()}
    if isinstance(value, sqlite3.Row):
        return {"keys": value.keys(), "row": [encode(one) for one in value]}
    if isinstance(value, (list, tuple)):
        return [encode(one) for one in value]
    if isinstance(value, dict):
        return {"dict": [[key, encode(one)] for key, one in value.items()]}
    raise TypeError(type(value).__name__)


def decode(value):
    if isinstance(value, list):
        return tuple(decode(one) for one in value)
    if not isinstance(value, dict):
        return value
    (kind, content), = value.items()
    return DECODERS[kind](content)


DECODERS = {
    "int": int,
    "float": lambda text: struct.unpack(">d", bytes.fromhex(text))[0],
    "bytes": bytes.fromhex,
    "dict": lambda pairs: {key: decode(one) for key, one in pairs},
    "other": lambda name: type(name, (), {})(),
}
