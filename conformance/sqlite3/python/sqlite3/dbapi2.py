"""The module `sqlite3` of Python, in which all is done by `pantry/sqlite3` at the other end of two pipes."""

import collections.abc
import datetime
import time

from ._adaptation import PrepareProtocol, adapt, adapters, converters, register_adapter, register_converter
from ._blob import Blob
from ._bridge import call
from ._connection import Connection, connect
from ._cursor import Cursor, Row
from ._errors import (
    DatabaseError, DataError, Error, IntegrityError, InterfaceError, InternalError, NotSupportedError,
    OperationalError, ProgrammingError, Warning,
)  # fmt: skip
from ._signatures import deprecated

globals().update(call("constants"))
sqlite_version_info = tuple(map(int, sqlite_version.split(".")))

Date = datetime.date
Time = datetime.time
Timestamp = datetime.datetime
Binary = memoryview

collections.abc.Sequence.register(Row)


def DateFromTicks(ticks):
    return Date(*time.localtime(ticks)[:3])


def TimeFromTicks(ticks):
    return Time(*time.localtime(ticks)[3:6])


def TimestampFromTicks(ticks):
    return Timestamp(*time.localtime(ticks)[:6])


def complete_statement(statement):
    return call("completeStatement", statement)


def enable_callback_tracebacks(enable, /):
    call("enableCallbackTracebacks", bool(enable))


_VERSIONS = {"version": "2.6.0", "version_info": (2, 6, 0)}


def __getattr__(name):
    if name not in _VERSIONS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    deprecated(f"{name} is deprecated and will be removed in Python 3.14")
    return _VERSIONS[name]
