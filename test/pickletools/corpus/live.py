"""Shows what unpicklers do with pickles while nothing real is imported or called.

    python live.py FOLDER < manifest.json > events.json

Every global that a pickle asks for is looked up by the unpickler's own `find_class`, in modules that are not there: their
members are stand-ins that write down what happens to them. Only a few functions are the real ones (`REAL`): they move
values about, and what they call are stand-ins again. The same text for CPython 2.7 and 3.
"""

import base64
import binascii
import io
import json
import os
import sys
import warnings

PY2 = sys.version_info[0] == 2
VERSION = "%d.%d" % sys.version_info[:2]

if PY2:
    import copy_reg as copyreg
    import cPickle
    import pickle
else:
    import _compat_pickle
    import copyreg
    import pickle

REAL_BUILTINS = (
    "bytearray bytes chr dict filter float format frozenset getattr int iter list "
    "map max next object reduce reversed set sorted str sum tuple zip apply"
)
REAL = {
    "_codecs": "decode encode",
    "_operator": "attrgetter getitem itemgetter methodcaller",
    "base64": "b64decode",
    "binascii": "unhexlify",
    "codecs": "decode encode",
    "collections": "OrderedDict defaultdict deque",
    "copyreg": "_reconstructor __newobj__ __newobj_ex__ add_extension",
    "functools": "partial reduce",
    "itertools": "imap repeat starmap",
    "operator": "add attrgetter concat getitem itemgetter methodcaller",
    "types": "SimpleNamespace",
    "zlib": "decompress",
    "builtins": REAL_BUILTINS,
}
EXTENSIONS = {1: ("os", "system"), 300: ("subprocess", "getoutput"), 70000: ("builtins", "eval")}
# Attributes that every class has, and that lead away from it.
WALKED = {"__base__", "__class__", "__init__", "__init_subclass__", "__subclasses__"}
MUTATORS = {"append": "append", "extend": "append", "add": "add", "update": "add"}

FORMER = {"builtins": "__builtin__", "copyreg": "copy_reg"}


def gather():
    """The real functions that this Python has, by module and name."""
    found = {}
    for module, names in REAL.items():
        try:
            real = __import__(FORMER.get(module, module) if PY2 else module)
        except ImportError:
            continue
        for name in names.split():
            if hasattr(real, name):
                found[module, name] = found[real.__name__, name] = getattr(real, name)
    return found


real_functions = gather()
events = []


def record(kind, path):
    event = kind + " " + (path.decode("latin-1") if isinstance(path, bytes) else path)
    if event not in events:
        events.append(event)


class SetState(object):
    """`__setstate__` of a stand-in and of its instances: does what BUILD does without it, and says so."""

    def __get__(self, instance, owner):
        path = owner.standing_for if instance is None else owner.standing_for + "()"

        def set_state(state):
            record("build", path)
            slots = None
            if isinstance(state, tuple) and len(state) == 2:
                state, slots = state
            if instance is not None and isinstance(state, dict):
                instance.__dict__.update(state)
            if isinstance(slots, dict):
                for key in slots:
                    record("setattr", path + "." + key)

        return set_state


class Recorder(type):
    """The class of stand-ins, which are classes themselves, since NEWOBJ takes nothing else."""

    def __call__(cls, *args, **kwargs):
        record("call", cls.standing_for)
        return object.__new__(cls)

    def __getattribute__(cls, name):
        if name in WALKED:
            return stand_in(cls.standing_for + "." + name)
        return type.__getattribute__(cls, name)

    def __getattr__(cls, name):
        if name in ("__path__", "__spec__", "__name__", "__getinitargs__"):
            raise AttributeError(name)
        if name in MUTATORS:
            return lambda *args: record(MUTATORS[name], cls.standing_for)
        return stand_in(cls.standing_for + "." + name)

    def __setitem__(cls, key, value):
        record("setitem", cls.standing_for)

    def __getitem__(cls, key):
        return stand_in("%s[%r]" % (cls.standing_for, key))

    def __iter__(cls):
        return iter(())


def new(cls, *args, **kwargs):
    record("new", cls.standing_for)
    return object.__new__(cls)


def instance_attribute(self, name):
    if name.startswith("__"):
        raise AttributeError(name)
    if name in MUTATORS:
        return lambda *args: record(MUTATORS[name], type(self).standing_for + "()")
    return stand_in(type(self).standing_for + "()." + name)


class Call(object):
    """`__call__` of a stand-in, as an attribute, and of its instances."""

    def __get__(self, instance, owner):
        if instance is None:
            return stand_in(owner.standing_for + ".__call__")

        def call(*args, **kwargs):
            record("call", owner.standing_for + "()")
            return instance

        return call


def instance_set_item(self, key, value):
    record("setitem", type(self).standing_for + "()")


made = {}


def stand_in(path):
    """The one stand-in for a path."""
    if path not in made:
        made[path] = Recorder(
            "StandIn",
            (object,),
            {
                "standing_for": path,
                "__new__": new,
                "__setstate__": SetState(),
                "__call__": Call(),
                "__getattr__": instance_attribute,
                "__setitem__": instance_set_item,
                "__iter__": lambda self: iter(()),
                "__hash__": object.__hash__,
            },
        )
    return made[path]


class Module(object):
    """A module that is not there."""

    def __init__(self, name):
        object.__setattr__(self, "_name", name)

    def __getattribute__(self, name):
        module = object.__getattribute__(self, "_name")
        if name in ("__path__", "__spec__", "__name__"):
            raise AttributeError(name)
        record("import", module + "." + name)
        if (module, name) in real_functions:
            return real_functions[module, name]
        return stand_in(module + "." + name)


def find(real, module, name):
    """What `real`, an unpickler's own `find_class`, finds in modules that are not there."""
    names = {module}
    if not PY2:
        names.add(_compat_pickle.IMPORT_MAPPING.get(module, module))
        names.add(_compat_pickle.NAME_MAPPING.get((module, name), (module,))[0])
    for one in list(names):
        parts = one.split(".")
        names.update(".".join(parts[:length]) for length in range(1, len(parts)))
    kept = dict((one, sys.modules[one]) for one in names if one in sys.modules)
    for one in names:
        sys.modules[one] = Module(one)
    try:
        return real(module, name)
    finally:
        for one in names:
            if one in kept:
                sys.modules[one] = kept[one]
            else:
                del sys.modules[one]


def persistent(key):
    record("persistent", "id")
    return stand_in("persistent")()


def python2_find(module, name):
    """As Python 2's C unpickler does it, which leaves no way to call its own."""
    return find(lambda module, name: getattr(sys.modules[module], name), module, name)


class Pure(pickle.Unpickler if PY2 else pickle._Unpickler):
    if PY2:

        def find_class(self, module, name):
            return python2_find(module, name)

    else:

        def find_class(self, module, name):
            return find(super(Pure, self).find_class, module, name)

    def persistent_load(self, key):
        return persistent(key)


def c_unpickler(file):
    if PY2:
        unpickler = cPickle.Unpickler(file)
        unpickler.find_global = python2_find
        unpickler.persistent_load = persistent
        return unpickler
    return Fast(file)


if not PY2:

    class Fast(pickle.Unpickler):
        def find_class(self, module, name):
            return find(super(Fast, self).find_class, module, name)

        def persistent_load(self, key):
            return persistent(key)


# Reader: how it opens bytes. A file that can't be peeked into is read opcode by opcode; one that can, ahead.
READERS = {
    VERSION: lambda data: (io.BytesIO(data), c_unpickler),
    VERSION + " pure": lambda data: (io.BytesIO(data), Pure),
}
if not PY2:
    READERS[VERSION + " ahead"] = lambda data: (io.BufferedReader(io.BytesIO(data)), c_unpickler)

UNWRAP = {
    "base64": base64.b64decode,
    "hex": binascii.unhexlify,
    "latin1": lambda data: data.decode("utf-8").encode("latin-1"),
}


def watch(reader, data, case):
    """The events of one reader."""
    del events[:]
    copyreg.clear_extension_cache()
    unpickler = None
    modules = set(sys.modules)
    shared = case.get("shared", False)
    for start in case.get("starts", [0]):
        file, make = READERS[reader](data if shared else data[start:])
        if unpickler is None or not shared:
            unpickler = make(file)
        try:
            unpickler.load()
        except Exception as error:
            record("error", type(error).__name__)
    imported = sorted(name for name in set(sys.modules) - modules if not name.startswith("encodings."))
    if imported:
        raise SystemExit("%s imported %s." % (case["file"], ", ".join(imported)))
    return list(events)


def main():
    warnings.simplefilter("ignore")
    for code, (module, name) in EXTENSIONS.items():
        copyreg.add_extension(module, name, code)
    answers = {}
    for case in json.load(sys.stdin):
        with open(os.path.join(sys.argv[1], case["file"]), "rb") as file:
            data = file.read()
        if "inner" in case:
            kind, start, end = case["inner"]
            data = UNWRAP[kind](data[start:end])
        answers[case["file"]] = dict((reader, watch(reader, data, case)) for reader in READERS)
    json.dump(answers, sys.stdout)


if __name__ == "__main__":
    main()
