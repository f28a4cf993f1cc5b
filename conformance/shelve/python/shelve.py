"""`shelve` as the tests of Python know it, over `pantry/shelve`."""

import collections.abc
import itertools
import os

import dbm
import shelve_bridge

__all__ = ["Shelf", "DbfilenameShelf", "open"]

_keys = itertools.count()
_missing = object()


class Shelf(collections.abc.MutableMapping):
    def __init__(self, dict, protocol=None, writeback=False, keyencoding="utf-8"):
        self._open(protocol, writeback, keyencoding, dict=dict)

    def _open(self, protocol, writeback, keyencoding, dict=None, path=None, flag=None):
        key = next(_keys)
        shelve_bridge.dicts[key] = dict
        self.writeback = writeback
        self.keyencoding = keyencoding
        #: The lists that were given away, or taken: Python changes them, and tells the cache of it.
        self._lists = {}
        format = dbm._defaultmod and dbm._defaultmod.__name__.removeprefix("dbm.")
        arguments = (protocol, writeback, keyencoding, path, flag, format)
        self._protocol = shelve_bridge.call("open", key, *arguments)
        self._key = key

    def _call(self, operation, *args):
        try:
            return shelve_bridge.call(operation, self._key, *args)
        except shelve_bridge.Failure as failure:
            raise self._translated(failure, *args) from None

    def _translated(self, failure, key="", *_):
        if failure.code == "closed":
            return ValueError(str(failure))
        if failure.code == "bad-key":
            return UnicodeEncodeError(self.keyencoding, key, 0, len(key), str(failure))
        return failure

    def _kept(self, key, value):
        if self.writeback and isinstance(value, list):
            return self._lists.setdefault(key, value)
        return value

    def __getitem__(self, key):
        value, found = self._call("get", key)
        if not found:
            raise KeyError(key)
        return self._kept(key, value)

    def __setitem__(self, key, value):
        self._call("set", key, value)
        self._lists.pop(key, None)
        self._kept(key, value)

    def __delitem__(self, key):
        if not self._call("delete", key):
            raise KeyError(key)
        self._lists.pop(key, None)

    def __contains__(self, key):
        return self._call("has", key)

    def __len__(self):
        return self._call("size")

    def __iter__(self):
        return iter(self.keys())

    def keys(self):
        return self._call("keys")

    def values(self):
        return self._call("values")

    def items(self):
        return [tuple(item) for item in self._call("items")]

    def get(self, key, default=None):
        value, found = self._call("get", key)
        return self._kept(key, value) if found else default

    def setdefault(self, key, default=None):
        return self._kept(key, self._call("setdefault", key, default))

    def pop(self, key, default=_missing):
        value, found = self._call("pop", key)
        self._lists.pop(key, None)
        if not found and default is _missing:
            raise KeyError(key)
        return value if found else default

    def popitem(self):
        item = self._call("popitem")
        if item is None:
            raise KeyError("the shelf is empty")
        self._lists.pop(item[0], None)
        return tuple(item)

    def update(self, *args, **kwargs):
        entries = {}
        # What it takes, and how it fails, is Python's.
        collections.abc.MutableMapping.update(entries, *args, **kwargs)
        self._call("update", list(entries.items()))

    def clear(self):
        self._call("clear")
        self._lists.clear()

    def sync(self):
        self._tell()
        self._call("sync")

    def close(self):
        self._tell()
        self._call("close")
        self._lists.clear()

    def _tell(self):
        for key, value in self._lists.items():
            self._call("change", key, value)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def __del__(self):
        if hasattr(self, "_key"):
            shelve_bridge.freed.append(self._key)


class DbfilenameShelf(Shelf):
    def __init__(self, filename, flag="c", protocol=None, writeback=False):
        self._open(protocol, writeback, "utf-8", path=os.fsdecode(filename), flag=flag)


def open(filename, flag="c", protocol=None, writeback=False):
    return DbfilenameShelf(filename, flag, protocol, writeback)
