"""Calls the far end, and is called back by it: strictly nested."""

import sys
import threading
import traceback
import types

from . import _errors, _wire

_lock = threading.RLock()
_depth = 0


def call(operation, *args, **options):
    """Does something over there, and answers what it asks meanwhile."""
    global _depth
    with _lock:
        freed = _wire.freed[:]
        _depth += 1
        try:
            _wire.send("call", operation, args, options, freed)
            del _wire.freed[: len(freed)]
            while True:
                match _wire.receive():
                    case ("return", value):
                        return value
                    case ("raise", _, _, _, _, origin) if origin is not None:
                        raise origin
                    case ("raise", name, message, code, code_name, None):
                        raise _errors.made(name, message, code, code_name)
                    case ("callback", target, method, args, by_reference):
                        _answer(target, method, args, by_reference)
        finally:
            _depth -= 1
            if _depth == 0:
                _wire.passing.clear()


def _answer(target, method, args, by_reference):
    try:
        result = (getattr(target, method) if method else target)(*args)
        # Nobody else may have it until it comes back.
        _wire.passing.append(result)
        is_value = type(result) in (type(None), bool, int, float, str, bytes)
        _wire.send("return", _wire.Kept(result) if by_reference and not is_value else result)
    except BaseException as error:
        _wire.send("raise", _wire.Reference(error), _kind_of(error), str(error))


def _kind_of(error):
    return next(one.__name__ for one in type(error).__mro__ if one.__module__ == "builtins")


class Callback:
    """A callback of SQLite's. What it raises ends there, and is told to the unraisable hook on request."""

    def __init__(self, function, convert=None):
        self._function = function
        self._convert = convert

    def __call__(self, *args):
        result = self._function(*args)
        return result if self._convert is None else self._convert(result)

    def start(self):
        """For an aggregate: one run, and the methods that it has."""
        run = self._function()
        methods = ("step", "inverse", "value", "finalize")
        return _wire.Kept(run), [method for method in methods if hasattr(run, method)]

    def report(self, error, name, message):
        if error is None:
            error = _errors.made(name, message)
        if sys.unraisablehook is sys.__unraisablehook__:
            traceback.print_exception(error)
            return
        told = {"exc_type": type(error), "exc_value": error, "exc_traceback": error.__traceback__}
        sys.unraisablehook(types.SimpleNamespace(**told, err_msg=None, object=self._function))


def callback(function, convert=None):
    """What stands for a callback over there. What cannot be called is sent as it is, to be refused."""
    return _wire.Kept(Callback(function, convert)) if callable(function) else function
