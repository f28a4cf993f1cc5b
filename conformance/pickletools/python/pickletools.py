"""`pickletools` as the tests of Python know it, over `pantry/pickletools`. The table of opcodes is Python's."""

import base64 as _base64
import functools as _functools
import itertools as _itertools
import struct as _struct
import sys as _sys

import far_call as _far_call
import genuine as _genuine

_genuine.run("pickletools", globals())

_opcodes_by_name = {opcode.name: opcode for opcode in opcodes}
#: The memos that were given to `dis`, each with its key at the far end.
_memos = []
_keys = _itertools.count()


def genops(pickle):
    data, start = _opened(pickle)
    answer, _ = _far_call.call("genops", {"offset": start or 0}, [data])
    for name, argument, offset in answer["operations"]:
        yield _opcodes_by_name[name], _value(argument), None if start is None else offset
    if "reason" in answer:
        reason = answer["reason"]
        if start is None:
            # Only Python reads streams that do not know where they are.
            reason = re.sub(r"position \d+", "position <unknown>", reason)
        raise ValueError(reason)
    _go_behind(pickle, offset + 1)


def optimize(p):
    answer, parts = _far_call.call("optimize", {}, [p])
    _check(answer)
    return parts[0]


def dis(pickle, out=None, memo=None, indentlevel=4, annotate=0):
    data, start = _opened(pickle)
    options = {"offset": start or 0, "indentlevel": indentlevel, "annotate": annotate}
    answer, _ = _far_call.call("dis", {"memo": _key_of(memo), "options": options}, [data])
    (out or _sys.stdout).write(answer["text"])
    _check(answer)
    _go_behind(pickle, answer["end"])


def _reading(reader):
    """A reader of arguments. What it is documented with are its tests."""

    @_functools.wraps(reader)
    def read(f, **options):
        if options:
            # Steps of Python's own readers.
            return reader(f, **options)
        start = f.tell()
        answer, _ = _far_call.call("read", {"name": reader.__name__[len("read_"):]}, [f.read()])
        _check(answer)
        f.seek(start + answer["end"])
        return _value(answer["argument"])

    return read


for _name in [name for name in globals() if name.startswith("read_")]:
    globals()[_name] = _reading(globals()[_name])


def _opened(pickle):
    """All of the data, and where in it the pickle begins; `None` where that is not known."""
    if isinstance(pickle, bytes_types):
        return pickle, 0
    if not hasattr(pickle, "tell"):
        return pickle.read(_sys.maxsize), None
    start = pickle.tell()
    pickle.seek(0)
    return pickle.read(), start


def _go_behind(pickle, end):
    """Leaves a file where the pickle ends."""
    if hasattr(pickle, "tell"):
        pickle.seek(end)


def _key_of(memo):
    if memo is None:
        return None
    for known, key in _memos:
        if known is memo:
            return key
    _memos.append((memo, next(_keys)))
    return _memos[-1][1]


def _check(answer):
    if "reason" in answer:
        raise ValueError(answer["reason"])


def _value(told):
    if not isinstance(told, dict):
        return told
    [(kind, value)] = told.items()
    return _KINDS[kind](value)


_KINDS = {
    "int": int,
    "float": lambda text: _struct.unpack(">d", bytes.fromhex(text))[0],
    "points": lambda points: "".join(map(chr, points)),
    "bytes": _base64.b64decode,
    "bytearray": lambda text: bytearray(_base64.b64decode(text)),
}
