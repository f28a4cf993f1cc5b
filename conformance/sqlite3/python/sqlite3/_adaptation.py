"""The tables of adapters and converters: dicts here, as Python programs know them, and the module's over there."""

import builtins
import datetime

from ._bridge import call
from ._errors import ProgrammingError
from ._signatures import deprecated
from ._wire import Kept, Type, names


class PrepareProtocol:
    __module__ = "sqlite3"


names[PrepareProtocol] = "PrepareProtocol"


class _Table(dict):
    """A dict whose changes are told."""

    def __setitem__(self, key, value):
        super().__setitem__(key, value)
        self._register(key, value)

    def __delitem__(self, key):
        super().__delitem__(key)
        self._unregister(key)

    def update(self, other):
        for key, value in other.items():
            self[key] = value

    def clear(self):
        for key in list(self):
            del self[key]


class _Adapters(_Table):
    def _register(self, key, adapter):
        type, protocol = key
        call("registerAdapter", Type(type), Kept(adapter), _kept(protocol))

    def _unregister(self, key):
        type, protocol = key
        call("unregisterAdapter", Type(type), _kept(protocol))


class _Converters(_Table):
    def _register(self, name, converter):
        call("registerConverter", name, Kept(converter))

    def _unregister(self, name):
        call("unregisterConverter", name)


def _kept(protocol):
    return protocol if protocol is PrepareProtocol or protocol is None else Kept(protocol)


adapters = _Adapters()
converters = _Converters()


def register_adapter(type, adapter, /):
    if not isinstance(type, builtins.type):
        raise TypeError(f"register_adapter() argument 1 must be type, not {builtins.type(type).__name__}")
    adapters[type, PrepareProtocol] = adapter


def register_converter(typename, converter, /):
    converters[typename.upper()] = converter


def adapt(obj, proto=PrepareProtocol, *alt):
    return call("adapt", obj, proto, *alt)


def _register_defaults():
    """The defaults of the far end, with the warning that Python gives."""

    def default(function, what):
        def adapt_or_convert(value):
            deprecated(
                f"The default {what} is deprecated as of Python 3.12; "
                "see the sqlite3 documentation for suggested replacement recipes"
            )
            return call(function, value)

        return adapt_or_convert

    register_adapter(datetime.date, default("adaptDate", "date adapter"))
    register_adapter(datetime.datetime, default("adaptTimestamp", "datetime adapter"))
    register_converter("date", default("convertDate", "date converter"))
    register_converter("timestamp", default("convertTimestamp", "timestamp converter"))


_register_defaults()
