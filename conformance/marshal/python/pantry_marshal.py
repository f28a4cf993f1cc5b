"""`marshal` as the tests of Python know it, over `pantry/marshal`.

What is to be marshalled goes to the far end as a value, which writes it. Bytes are read there and written again, and
Python's own `marshal` reads those: so it judges what the far end makes of them.
"""

import marshal
import os
import pickle
import sys

import far_end
import value_pickler

version = marshal.version

# Code objects are those of this Python.
os.environ["PANTRY_PYTHON"] = "%d.%d" % sys.version_info[:2]

_KINDS = {"EOFError": EOFError, "TypeError": TypeError, "ValueError": ValueError}
_BLOCK = 1 << 16


class Failure(BaseException):
    """The far end failed in a way that is no answer: no test may take it for one."""


def dumps(value, version=version, /, *, allow_code=True):
    return _call("dumps", value_pickler.dumps(value), version, allow_code)


def dump(value, file, version=version, /, *, allow_code=True):
    return file.write(_call("dump", value_pickler.dumps(value), version, allow_code))


def loads(bytes, /, *, allow_code=True):
    with memoryview(bytes) as view:
        return marshal.loads(_call("loads", view.tobytes(), allow_code))


def load(file, /, *, allow_code=True):
    start = file.tell()
    made, count = _call("load", _rest(file), allow_code)
    file.seek(start + count)
    return marshal.loads(made)


def _rest(file):
    """All that is left of a file."""
    found = []
    while True:
        block = bytearray(_BLOCK)
        count = file.readinto(block)
        if count > _BLOCK:
            raise ValueError(f"read() returned too much data: {_BLOCK} bytes requested, {count} returned")
        if not count:
            return b"".join(found)
        found.append(block[:count])


def _call(*message):
    far_end.send(pickle.dumps(message, 5))
    outcome, *parts = pickle.loads(far_end.receive())
    if outcome == "return":
        return parts[0]
    kind, text = parts
    raise _KINDS.get(kind, Failure)(text)
