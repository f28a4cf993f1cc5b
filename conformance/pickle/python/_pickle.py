"""`_pickle` as the tests of Python know it: what its classes in C write and read goes through `pantry/pickle`."""

import io

import genuine
import pickle_relay

_genuine = genuine.module("_pickle", "_compat_pickle")
globals().update({name: value for name, value in vars(_genuine).items() if not name.startswith("__")})


class _Memo:
    """The memo of a class in C, and whose it is."""

    def __init__(self, entries, relay):
        self._entries = entries
        self._relay = relay

    def clear(self):
        self._entries.clear()
        self._relay.clear()

    def __getattr__(self, name):
        return getattr(self._entries, name)


def _memo_of(descriptor):
    def get(self):
        return _Memo(descriptor.__get__(self), self._relay)

    def set(self, memo):
        if isinstance(memo, _Memo):
            descriptor.__set__(self, memo._entries)
            self._relay.prime(memo._relay)
        else:
            descriptor.__set__(self, memo)

    return property(get, set)


class Pickler(pickle_relay.Pickler, _genuine.Pickler):
    own_class = _genuine.Pickler
    memo = _memo_of(_genuine.Pickler.memo)

    def clear_memo(self):
        super().clear_memo()
        self._relay.clear()


class Unpickler(pickle_relay.Unpickler, _genuine.Unpickler):
    own_class = _genuine.Unpickler
    stack_error = _genuine.UnpicklingError
    memo = _memo_of(_genuine.Unpickler.memo)


class _Functions:
    """Bound already: as a function of C, none of them takes the object that it is an attribute of."""

    def dump(self, obj, file, protocol=None, *, fix_imports=True, buffer_callback=None):
        Pickler(file, protocol, fix_imports=fix_imports, buffer_callback=buffer_callback).dump(obj)

    def dumps(self, obj, protocol=None, *, fix_imports=True, buffer_callback=None):
        file = io.BytesIO()
        self.dump(obj, file, protocol, fix_imports=fix_imports, buffer_callback=buffer_callback)
        return file.getvalue()

    def load(self, file, *, fix_imports=True, encoding="ASCII", errors="strict", buffers=None):
        return Unpickler(
            file, fix_imports=fix_imports, encoding=encoding, errors=errors, buffers=buffers
        ).load()

    def loads(self, data, /, *, fix_imports=True, encoding="ASCII", errors="strict", buffers=None):
        buffers = buffers and list(buffers)
        data = pickle_relay.copied(data, fix_imports, encoding, errors, buffers, Unpickler.stack_error)
        return _genuine.loads(data, buffers=buffers)


_functions = _Functions()
dump = _functions.dump
dumps = _functions.dumps
load = _functions.load
loads = _functions.loads
