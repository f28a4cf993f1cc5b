"""What CPython deprecates of its signatures, which is Python's own affair."""

import functools
import os
import sys
import warnings

#: The first version that warns of old signatures.
_WARNS = sys.version_info >= (3, 13)
_HERE = (os.path.dirname(__file__),)


def deprecated(message):
    """Warns, in the name of whoever called into this package."""
    if sys.version_info >= (3, 12):
        warnings.warn(message, DeprecationWarning, skip_file_prefixes=_HERE)


def positional(owner, names):
    """Warns of more than one positional argument (and `self`)."""
    listed = _listed(names)

    def decorate(function):
        offset = 1 if function.__name__ == "__init__" else 0

        @functools.wraps(function)
        def wrapper(*args, **kwargs):
            if _WARNS and len(args) - offset > 1:
                deprecated(
                    f"Passing more than 1 positional argument to {owner}() is deprecated. "
                    f"Parameters {listed} will become keyword-only parameters in Python 3.15."
                )
            return function(*args, **kwargs)

        return wrapper

    return decorate


def keywords(*names):
    """Warns of arguments that are given by these names."""
    many = "s" if len(names) > 1 else ""
    listed = _listed(names)

    def decorate(function):
        @functools.wraps(function)
        def wrapper(*args, **kwargs):
            if _WARNS and any(name in kwargs for name in names):
                deprecated(
                    f"Passing keyword argument{many} {listed} to _sqlite3.Connection.{function.__name__}() "
                    f"is deprecated. Parameter{many} {listed} will become positional-only in Python 3.15."
                )
            return function(*args, **kwargs)

        return wrapper

    return decorate


def _listed(names):
    *most, last = (repr(name) for name in names)
    return f"{', '.join(most)} and {last}" if most else last
