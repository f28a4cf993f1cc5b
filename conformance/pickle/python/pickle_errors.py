"""Which exceptions of Python the errors of `pantry/pickle` are: a table of their codes, and of their reasons where Python has several."""

import re
import sys

import genuine

_pickle = genuine.module("_pickle", "_compat_pickle")


class _OfTheStack(Exception):
    """Stands for what a reader in C and one in Python have different ones for."""


def _undecodable(reason):
    return UnicodeDecodeError("utf-8", b"\0", 0, 1, reason)


def _not_ascii(_):
    return _pickle.UnpicklingError("persistent IDs in protocol 0 must be ASCII strings")


#: The code and a pattern of the reason, and what Python raises then. The first one counts.
_TABLE = [
    ("truncated", r"", _pickle.UnpicklingError),
    ("bad-stack", r"a tuple of arguments expected", TypeError),
    ("bad-stack", r"two strings expected|a dict of keyword arguments expected", _pickle.UnpicklingError),
    ("bad-stack", r"", _OfTheStack),
    ("bad-memo", r"", KeyError if sys.version_info < (3, 9) else _pickle.UnpicklingError),
    ("bad-target", r"nothing that can be called", TypeError),
    ("bad-argument", r"protocol (\d+) is unknown", lambda _: ValueError("unsupported pickle protocol")),
    ("bad-argument", r"UTF-8|a Python 2 str that is not", _undecodable),
    ("bad-argument", r"decimal|escape|a float expected", ValueError),
    ("bad-argument", r"a persistent id of ASCII expected", _not_ascii),
    (None, r"unknown encoding", LookupError),
]


def translated(failure, length, stack_error):
    """What Python raises where a pickle cannot be read of which there are so many bytes."""
    if failure.code == "truncated" and failure.details["offset"] == length:
        return EOFError("Ran out of input")
    for code, pattern, make in _TABLE:
        if code == failure.code and re.search(pattern, str(failure)):
            return (stack_error if make is _OfTheStack else make)(str(failure))
    return failure if failure.code is None else _pickle.UnpicklingError(str(failure))
