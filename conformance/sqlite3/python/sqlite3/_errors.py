"""PEP 249's exceptions, and which exception of Python an error of the far end is."""

import re

SQLITE_NOMEM = 7


class Warning(Exception):
    pass


class Error(Exception):
    pass


class InterfaceError(Error):
    pass


class DatabaseError(Error):
    pass


class DataError(DatabaseError):
    pass


class OperationalError(DatabaseError):
    pass


class IntegrityError(DatabaseError):
    pass


class InternalError(DatabaseError):
    pass


class ProgrammingError(DatabaseError):
    pass


class NotSupportedError(DatabaseError):
    pass


CLASSES = (
    Warning, Error, InterfaceError, DatabaseError, DataError, OperationalError, IntegrityError, InternalError,
    ProgrammingError, NotSupportedError,
)  # fmt: skip
_BY_NAME = {one.__name__: one for one in CLASSES}
for _one in CLASSES:
    _one.__module__ = "sqlite3"

# JavaScript has TypeError and RangeError where Python has more. What the message says decides.
_NATIVE = (
    ("RangeError", r"64 bits|overflow", OverflowError),
    ("RangeError", r"index|No item", IndexError),
    ("RangeError", r"", ValueError),
    ("TypeError", r"method.* not defined", AttributeError),
    ("TypeError", r"embedded null", ValueError),
    ("TypeError", r"", TypeError),
)

# What is called otherwise in JavaScript.
_WORDS = (
    ("Integer too large to convert to SQLite INTEGER, which has 64 bits", "Python int too large to convert to SQLite INTEGER"),
    ("true, false, or", "True, False, or"),
    ("SEEK_SET, SEEK_CUR, or SEEK_END", "os.SEEK_SET, os.SEEK_CUR, or os.SEEK_END"),
    ("progress must be a function", "progress argument must be a callable"),
)


def made(name, message, code=None, code_name=None):
    """The exception for an error of this name, message and result code."""
    if code is not None and code & 0xFF == SQLITE_NOMEM:
        return MemoryError()
    if encoding := re.search(r"'utf-8' codec can't encode character '\\u(\w+)' in position (\d+)", message):
        at = int(encoding[2])
        text = " " * at + chr(int(encoding[1], 16))
        return UnicodeEncodeError("utf-8", text, at, at + 1, "surrogates not allowed")
    if name not in _BY_NAME:
        kinds = (kind for native, pattern, kind in _NATIVE if native == name and re.search(pattern, message))
        kind = next(kinds, RuntimeError)
        for ours, words in _WORDS:
            message = message.replace(ours, words)
        return kind(message)
    error = _BY_NAME[name](message)
    if code is not None:
        error.sqlite_errorcode = code
        error.sqlite_errorname = code_name
    return error
