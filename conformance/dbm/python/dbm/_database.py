"""What the classes of the modules have in common."""

import collections.abc
import errno
import os

import dbm_bridge


def opened(module, file, flag, mode, default=None):
    """Opens a database over there, with the umask of this process; its key and its format."""
    umask = os.umask(0)
    os.umask(umask)
    path = os.fsdecode(file)
    return dbm_bridge.call("open", module, path, flag, mode, umask, default)


def made(kind, key):
    database = object.__new__(kind)
    database._key = key
    return database


class Database(collections.abc.MutableMapping):
    #: Python's words for a database that is closed.
    closed = "DBM object has already been closed"
    error = OSError

    @classmethod
    def open(cls, file, flag, mode):
        try:
            key, _ = opened(cls.__module__.removeprefix("dbm."), file, flag, mode)
        except dbm_bridge.Failure as failure:
            raise cls.translated(failure, file) from None
        return made(cls, key)

    @classmethod
    def translated(cls, failure, file=None):
        if failure.kind == "RangeError":
            return ValueError(str(failure))
        if failure.kind == "TypeError":
            return TypeError(str(failure))
        if failure.code is None:
            return failure
        if failure.code == "closed":
            return cls.error(cls.closed)
        if failure.code == "not-found":
            return cls.error(errno.ENOENT, os.strerror(errno.ENOENT), file)
        return cls.error(str(failure))

    def coerced(self, value):
        return value

    def _call(self, method, *args):
        try:
            return dbm_bridge.call(method, self._key, *map(self.coerced, args))
        except dbm_bridge.Failure as failure:
            raise self.translated(failure) from None

    def __getitem__(self, key):
        value = self._call("get", key)
        if value is None:
            raise KeyError(key)
        return value

    def __setitem__(self, key, value):
        self._call("set", key, value)

    def __delitem__(self, key):
        if not self._call("delete", key):
            raise KeyError(key)

    def __contains__(self, key):
        return self._call("has", key)

    def __len__(self):
        return self._call("size")

    def __iter__(self):
        return self._iterate(self._call("iterate"))

    def _iterate(self, iterator):
        while True:
            try:
                key = dbm_bridge.call("next", iterator)
            except dbm_bridge.Failure as failure:
                raise self.translated(failure) from None
            if key is None:
                return
            yield key

    def keys(self):
        return self._call("keys")

    def items(self):
        return [tuple(item) for item in self._call("items")]

    def setdefault(self, key, default=b""):
        return self._call("setdefault", key, default)

    def clear(self):
        self._call("clear")

    def close(self):
        self._call("close")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def __del__(self):
        key = getattr(self, "_key", None)
        if key is not None:
            dbm_bridge.freed.append(key)


class Sealed(Database):
    """A class that C keeps to itself."""

    def __new__(cls, *args):
        raise TypeError(f"cannot create '{cls.__module__}.{cls.__name__}' instances")
