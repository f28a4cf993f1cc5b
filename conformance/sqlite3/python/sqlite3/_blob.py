import operator

from ._bridge import call
from ._wire import Proxy, contiguous, makers


class Blob(Proxy):
    __module__ = "sqlite3"

    _connection = None

    def __new__(cls, *args, **kwargs):
        raise TypeError("cannot create 'sqlite3.Blob' instances")

    def _call(self, operation, *args):
        if self._connection is not None:
            self._connection._check()
        return call(f"blob.{operation}", self, *args)

    def read(self, length=-1, /):
        return self._call("read", operator.index(length))

    def write(self, data, /):
        self._call("write", contiguous(data))

    def seek(self, offset, origin=0, /):
        self._call("seek", operator.index(offset), operator.index(origin))

    def tell(self):
        return self._call("tell")

    def close(self):
        self._call("close")

    def __enter__(self):
        self._call("tell")
        return self

    def __exit__(self, type, val, tb, /):
        self._call("tell")
        self.close()

    def __len__(self):
        return self._call("length")

    def __getitem__(self, key):
        if isinstance(key, slice):
            start, stop, step = self._range(key)
            if step == 1:
                return self._call("slice", start, max(start, stop))
            return bytes(self._call("get", index) for index in range(start, stop, step))
        return self._call("get", self._index(key))

    def __setitem__(self, key, value):
        if isinstance(key, slice):
            data = contiguous(value)
            start, stop, step = self._range(key)
            places = range(start, stop, step)
            if len(places) != len(data):
                raise IndexError("Blob slice assignment is wrong size")
            if step == 1 and data:
                self._call("set", start, data)
            else:
                for index, byte in zip(places, data):
                    self._call("set", index, byte)
            return
        index = self._index(key)
        self._call("length")
        if not hasattr(type(value), "__index__"):
            raise TypeError(f"'{type(value).__name__}' object cannot be interpreted as an integer")
        # What does not fit into a C long is too much as well.
        self._call("set", index, max(-1, min(operator.index(value), 256)))

    def __delitem__(self, key):
        what = "slice" if isinstance(key, slice) else "item"
        raise TypeError(f"Blob doesn't support {what} deletion")

    # Indices do not make it iterable.
    __iter__ = None

    def _range(self, key):
        return key.indices(len(self))

    def _index(self, key):
        if not hasattr(type(key), "__index__"):
            raise TypeError("Blob indices must be integers")
        index = operator.index(key)
        if not -(2**63) <= index < 2**63:
            raise IndexError("cannot fit 'int' into an index-sized integer")
        return index


def _made(remote):
    blob = object.__new__(Blob)
    blob._adopt(remote)
    return blob


makers["Blob"] = _made
