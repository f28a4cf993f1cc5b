from ._bridge import call
from ._errors import ProgrammingError
from ._wire import Kept, Proxy, makers, names


class Cursor(Proxy):
    __module__ = "sqlite3"

    _connection = None

    def __init__(self, connection, /):
        from ._connection import Connection

        if not issubclass(type(connection), Connection):
            raise TypeError(f"Cursor() argument 1 must be sqlite3.Connection, not {type(connection).__name__}")
        if self._remote is not None:
            self._call("close")
        connection._check()
        self._connection = connection
        self._adopt(call("cursor", connection)._remote)

    def _check(self):
        if self._remote is None:
            raise ProgrammingError("Base Cursor.__init__ not called.")
        self._connection._check()

    def _call(self, operation, *args):
        self._check()
        return call(f"cursor.{operation}", self, *args)

    def _get(self, name):
        return None if self._remote is None else call("get", self, name)

    def _set(self, name, value):
        if self._remote is not None:
            call("set", self, name, value)

    connection = property(lambda self: self._connection)
    description = property(lambda self: self._get("description"))
    rowcount = property(lambda self: self._get("rowcount"))
    lastrowid = property(lambda self: self._get("lastrowid"))
    arraysize = property(lambda self: self._get("arraysize"), lambda self, size: self._set("arraysize", size))
    row_factory = property(
        lambda self: self._get("rowFactory"), lambda self, factory: self._set("rowFactory", sent(factory))
    )

    def execute(self, sql, parameters=(), /):
        self._call("execute", sql, parameters)
        return self

    def executemany(self, sql, seq_of_parameters, /):
        self._call("executemany", sql, iter(seq_of_parameters))
        return self

    def executescript(self, sql_script, /):
        self._call("executescript", sql_script)
        return self

    def fetchone(self):
        return self._call("fetchone")

    def fetchmany(self, size=None):
        return self._call("fetchmany", self.arraysize if size is None else size)

    def fetchall(self):
        return self._call("fetchall")

    def __iter__(self):
        return self

    def __next__(self):
        match self._call("next"):
            case (row,):
                return row
        raise StopIteration

    def setinputsizes(self, sizes, /):
        self._call("setinputsizes", sizes)

    def setoutputsize(self, size, column=None, /):
        self._call("setoutputsize", size, column)

    def close(self):
        self._call("close")


class Row(Proxy):
    __module__ = "sqlite3"

    def __new__(cls, cursor, data, /):
        if not issubclass(type(cursor), Cursor):
            raise TypeError(f"Row() argument 1 must be sqlite3.Cursor, not {type(cursor).__name__}")
        if not isinstance(data, tuple):
            raise TypeError(f"Row() argument 2 must be tuple, not {type(data).__name__}")
        row = super().__new__(cls)
        row._adopt(call("row", cursor, data)._remote)
        return row

    def __getitem__(self, key):
        if isinstance(key, slice):
            if key.step is None:
                return call("row.slice", self, *key.indices(len(self))[:2])
            return tuple(self)[key]
        if not isinstance(key, int | str):
            raise IndexError("Index must be int or string")
        if isinstance(key, int) and not -(2**63) <= key < 2**63:
            raise IndexError("cannot fit 'int' into an index-sized integer")
        return call("row.get", self, key)

    def keys(self):
        return call("row.keys", self)

    def __len__(self):
        return call("row.length", self)

    def __iter__(self):
        return iter(call("row.values", self))

    def __eq__(self, other):
        return call("row.equals", self, other) if isinstance(other, Row) else NotImplemented

    def __hash__(self):
        return hash((tuple(self.keys()), tuple(self)))


def sent(factory):
    """A row factory as the far end has it: by its name if it is its own, to be called back otherwise."""
    known = isinstance(factory, type) and factory in names
    return Kept(factory) if callable(factory) and not known else factory


def _made(kind):
    def make(remote):
        proxy = object.__new__(kind)
        proxy._adopt(remote)
        return proxy

    return make


names[Row] = "Row"
makers.update(Cursor=_made(Cursor), Row=_made(Row))
