"""Calls the far end: what is tested does not carry the message, which is JSON and then bytes."""

import json
import struct
import threading

import far_end

_lock = threading.RLock()


class Failure(BaseException):
    """What the far end raised: the class there, its code, and more about it. No test takes it for an error of Python's."""

    def __init__(self, kind, code, message, **details):
        super().__init__(message)
        self.kind = kind
        self.code = code
        self.details = details


def call(operation, fields, parts=(), read=None):
    """The answer and the bytes that come with it. `read` gives bytes that the far end asks for in the midst of the call."""
    with _lock:
        _send({"operation": operation, **fields}, parts)
        answer, answered = _receive()
        while "read" in answer:
            _send({}, _read(read, answer["read"]))
            answer, answered = _receive()
    if "failure" in answer:
        raise Failure(**answer["failure"])
    return answer, answered


def _read(read, count):
    """The bytes; none at all, not even empty ones, end the call over there."""
    try:
        return [read(count)]
    except Exception:
        return []


def _send(header, parts):
    parts = [bytes(part) for part in parts]
    text = json.dumps({**header, "lengths": [len(part) for part in parts]}).encode()
    far_end.send(b"".join([struct.pack(">I", len(text)), text, *parts]))


def _receive():
    message = far_end.receive()
    start = 4 + struct.unpack_from(">I", message)[0]
    header = json.loads(message[4:start])
    parts = []
    for length in header.pop("lengths"):
        parts.append(message[start:start + length])
        start += length
    return header, parts
