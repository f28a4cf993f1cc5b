"""Tells the far end a value that is to be marshalled: as a pickle, in which persistent ids stand for what is in none."""

import io
import marshal
import pickle
import sys
import types

#: What a pickle has as marshal does.
_PLAIN = {
    type(None), bool, int, float, complex, str, bytes, tuple, list, dict, set, frozenset,
    type(Ellipsis), type, types.BuiltinFunctionType, bytearray,
}
#: For lists that are nested as deeply as the tests of marshal have them.
_DEPTH = 20_000


class _ValuePickler(pickle._Pickler):
    """The one in Python: how deep the one in C may go is not told to every version."""

    def __init__(self, file):
        super().__init__(file, 5)
        # The same object gets the same id, so that it is one at the far end.
        self._ids = {}

    def persistent_id(self, value):
        if type(value) in _PLAIN:
            return None
        if id(value) not in self._ids:
            self._ids[id(value)] = _told(value)
        return self._ids[id(value)]


def _told(value):
    if isinstance(value, types.CodeType):
        return ("code", marshal.dumps(value))
    try:
        with memoryview(value) as view:
            return ("bytes", view.tobytes())
    except TypeError:
        return ("instance", type(value).__module__, type(value).__qualname__)


def dumps(value):
    file = io.BytesIO()
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(_DEPTH)
    try:
        _ValuePickler(file).dump(value)
    finally:
        sys.setrecursionlimit(limit)
    return file.getvalue()
