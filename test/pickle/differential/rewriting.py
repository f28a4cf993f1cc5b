"""Reads a pickle that nobody wrote, with real classes, and what we wrote after reading it: both have to be the same.

A pickle may call what it names. So it is given classes of values alone, and nothing that could do more than make one.
"""

import _compat_pickle
import io
import pickle

import compare
import shop

NAMES = {
    "_codecs": "encode",
    "array": "array _array_reconstructor",
    "builtins": "bool bytearray bytes complex dict float frozenset int list object range set slice str tuple"
    " Exception KeyError OSError StopIteration TypeError ValueError ZeroDivisionError",
    "collections": "ChainMap Counter OrderedDict UserDict defaultdict deque",
    "copyreg": "_reconstructor __newobj__ __newobj_ex__",
    "datetime": "date datetime time timedelta timezone",
    "decimal": "Decimal",
    "fractions": "Fraction",
    "pathlib": "PurePosixPath PureWindowsPath",
    "pathlib._local": "PurePosixPath PureWindowsPath",
    "shop": " ".join(name for name, value in vars(shop).items() if isinstance(value, type)),
    "types": "SimpleNamespace",
    "uuid": "SafeUUID UUID",
}
ALLOWED = {(module, name) for module, names in NAMES.items() for name in names.split()}


class Values(pickle.Unpickler):
    """Knows the classes of values, by the names of Python 2 too."""

    def find_class(self, module, name):
        present = _compat_pickle.NAME_MAPPING.get((module, name))
        present = present or (_compat_pickle.IMPORT_MAPPING.get(module, module), name)
        if present not in ALLOWED:
            raise pickle.UnpicklingError("%s.%s is not allowed" % (module, name))
        return super().find_class(module, name)

    def persistent_load(self, pid):
        raise pickle.UnpicklingError("nothing is stored elsewhere")


def verdict(data, made, encoding):
    """["refused", why], or ["value", how what we wrote differs from it]."""
    try:
        value = Values(io.BytesIO(data), encoding=encoding).load()
    except Exception as error:
        return ["refused", "%s: %s" % (type(error).__name__, str(error)[:200])]
    try:
        again = Values(io.BytesIO(made), encoding=encoding).load()
    except MemoryError:
        return ["unjudged", None]
    except Exception as error:
        return ["value", "ours cannot be read: %s: %s" % (type(error).__name__, str(error)[:200])]
    try:
        return ["value", compare.difference(value, again)]
    except Exception as error:
        return ["unjudged", "%s: %s" % (type(error).__name__, str(error)[:200])]
