import inspect
import os
import sys
import threading
import warnings

from . import _errors
from ._bridge import call, callback
from ._cursor import Cursor, sent
from ._errors import ProgrammingError
from ._signatures import keywords, positional
from ._wire import Kept, Proxy, contiguous, makers

LEGACY_TRANSACTION_CONTROL = -1

_POSITIONAL = ("timeout", "detect_types", "isolation_level", "check_same_thread", "factory", "cached_statements", "uri")


class Statement:
    """What calling a connection gives."""

    def __new__(cls, *args, **kwargs):
        raise TypeError(f"cannot create '{cls.__module__}.{cls.__name__}' instances")


class Connection(Proxy):
    __module__ = "sqlite3"

    _closed = False
    _thread = None

    @positional("_sqlite3.Connection", _POSITIONAL)
    def __init__(
        self, database, timeout=5.0, detect_types=0, isolation_level="", check_same_thread=True, factory=None,
        cached_statements=128, uri=False, *, autocommit=LEGACY_TRANSACTION_CONTROL,
    ):  # fmt: skip
        if self._remote is not None:
            # Cursors still have what was open before.
            self._former = self._remote
            self.text_factory = str
            self._remote = None
        remote = call(
            "connect", _path_of(database), timeout=timeout, detectTypes=detect_types, isolationLevel=isolation_level,
            cachedStatements=cached_statements, uri=bool(uri), autocommit=autocommit,
        )  # fmt: skip
        self._thread = threading.get_ident() if check_same_thread else None
        self._closed = False
        self._adopt(remote)

    def __del__(self):
        if self._remote is not None and not self._closed and sys.version_info >= (3, 13):
            warnings.warn(f"unclosed database in {self!r}", ResourceWarning, source=self)

    def __call__(self, *args):
        # CPython looks at the connection first.
        self._get("inTransaction")
        (sql,) = args
        self._call("prepare", sql)
        return object.__new__(Statement)

    __call__.__signature__ = inspect.Signature(
        [inspect.Parameter(name, inspect.Parameter.POSITIONAL_ONLY) for name in ("self", "sql")]
    )

    def __enter__(self):
        self._check()
        return self

    def __exit__(self, type, value, traceback, /):
        self._call("transaction", type is not None)
        return False

    def _check(self):
        if self._remote is None:
            raise ProgrammingError("Base Connection.__init__ not called.")
        if self._thread not in (None, threading.get_ident()):
            raise ProgrammingError(
                "SQLite objects created in a thread can only be used in that same thread. The object was created in "
                f"thread id {self._thread} and this is thread id {threading.get_ident()}."
            )

    def _call(self, operation, *args, **options):
        self._check()
        return call(f"connection.{operation}", self, *args, **options)

    def _get(self, name):
        self._check()
        return call("get", self, name)

    def _set(self, name, value):
        self._check()
        call("set", self, name, value)

    isolation_level = property(
        lambda self: self._get("isolationLevel"), lambda self, level: self._set("isolationLevel", level)
    )
    autocommit = property(lambda self: self._get("autocommit"), lambda self, mode: self._set("autocommit", mode))
    in_transaction = property(lambda self: self._get("inTransaction"))
    total_changes = property(lambda self: self._get("totalChanges"))
    row_factory = property(
        lambda self: self._get("rowFactory"), lambda self, factory: self._set("rowFactory", sent(factory))
    )
    text_factory = property(
        lambda self: self._get("textFactory") or str,
        lambda self, factory: self._set("textFactory", None if factory is str else Kept(factory)),
    )

    def cursor(self, factory=Cursor):
        if factory is Cursor:
            return self._cursor(self._call("cursor"))
        return self._call("cursor", sent(factory))

    def _cursor(self, cursor):
        cursor._connection = self
        return cursor

    def execute(self, sql, parameters=(), /):
        return self._cursor(self._call("execute", sql, parameters))

    def executemany(self, sql, parameters, /):
        return self._cursor(self._call("executemany", sql, iter(parameters)))

    def executescript(self, sql_script, /):
        return self._cursor(self._call("executescript", sql_script))

    def commit(self):
        self._call("commit")

    def rollback(self):
        self._call("rollback")

    def close(self):
        self._call("close")
        self._closed = True

    def interrupt(self):
        self._call("interrupt")

    @keywords("name", "narg", "func")
    def create_function(self, name, narg, func, *, deterministic=False):
        self._call("createFunction", name, narg, callback(func), deterministic=bool(deterministic))

    @keywords("name", "n_arg", "aggregate_class")
    def create_aggregate(self, name, n_arg, aggregate_class):
        self._call("createAggregate", name, n_arg, callback(aggregate_class))

    def create_window_function(self, name, num_params, aggregate_class, /):
        self._call("createWindowFunction", name, num_params, callback(aggregate_class))

    def create_collation(self, name, callable, /):
        self._call("createCollation", name, callback(callable))

    @keywords("authorizer_callback")
    def set_authorizer(self, authorizer_callback):
        self._call("setAuthorizer", callback(authorizer_callback))

    @keywords("progress_handler")
    def set_progress_handler(self, progress_handler, n):
        self._call("setProgressHandler", callback(progress_handler, bool), n)

    @keywords("trace_callback")
    def set_trace_callback(self, trace_callback):
        self._call("setTraceCallback", callback(trace_callback))

    def blobopen(self, table, column, row, /, *, readonly=False, name="main"):
        blob = self._call("blobopen", table, column, row, readonly=bool(readonly), name=name)
        blob._connection = self
        return blob

    def backup(self, target, *, pages=-1, progress=None, name="main", sleep=0.25):
        if isinstance(target, Connection):
            target._check()
        progress = Kept(progress) if callable(progress) else progress
        self._call("backup", target, pages=pages, progress=progress, name=name, sleep=sleep)

    def iterdump(self, *, filter=None):
        iterator = self._call("iterdump", filter=filter)

        def lines():
            while (line := call("iterator.next", iterator)) is not None:
                yield line

        return lines()

    def serialize(self, *, name="main"):
        return self._call("serialize", name=name)

    def deserialize(self, data, /, *, name="main"):
        self._call("deserialize", contiguous(data.encode() if isinstance(data, str) else data), name=name)

    def getlimit(self, category, /):
        return self._call("getlimit", category)

    def setlimit(self, category, limit, /):
        return self._call("setlimit", category, limit)

    def getconfig(self, op, /):
        return self._call("getconfig", op)

    def setconfig(self, op, enable=True, /):
        self._call("setconfig", op, bool(enable))


for _error in _errors.CLASSES:
    setattr(Connection, _error.__name__, _error)


def _path_of(database):
    path = os.fsencode(database)
    if b"\0" in path:
        raise ValueError("embedded null byte")
    try:
        return path.decode()
    except UnicodeDecodeError:
        return path


@positional("sqlite3.connect", _POSITIONAL)
def connect(database, *args, **kwargs):
    factory = args[4] if len(args) > 4 else kwargs.get("factory", Connection)
    return factory(database, *args, **kwargs)


makers["Connection"] = lambda remote: remote
makers["Iterator"] = lambda remote: remote
