"""A Python that reads pickles and tells what they asked for: nothing is imported, what is called only takes note.

A message is a length (four bytes, big-endian) and that much JSON. The request is {"kind": which reader, "data": [pickles in
base64]}; the answer has for each pickle [imports, touched, end]: the names that were asked for, those that were then called
or changed, and why it ended. Runs under CPython 2.7 and 3.6 onwards.
"""

import base64
import io
import json
import os
import pickle
import resource
import struct
import sys
import warnings

PY2 = sys.version_info[0] == 2
if PY2:
    import cPickle
    import copy_reg as copyreg
else:
    import copyreg

MEMORY = 1 << 28
# A memo of that many entries would be made by a pickle of seven bytes.
resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
sys.dont_write_bytecode = True
warnings.simplefilter("ignore")

EXTENSIONS = {1: ("ext", "One"), 2: ("ext.two", "Two"), 300: ("ext", "Three"), 70000: ("ext", "Four")}
copyreg._inverted_registry.update(EXTENSIONS)
# What a pickle may read out of band.
BUFFERS = 8


class Log(object):
    """What one pickle has asked for."""

    def __init__(self):
        self.imports = []
        self.touched = []

    def find(self, module, name):
        pair = [text(module), text(name)]
        self.imports.append(pair)
        return stub(self, pair)

    def outside(self, pid):
        return stub(self, None)

    def touch(self, pair):
        if pair is not None and pair not in self.touched:
            self.touched.append(pair)


class Method(object):
    """A method that takes note, of an instance as of the class itself."""

    def __get__(self, instance, owner):
        def method(*args, **kwargs):
            owner.log.touch(owner.pair)

        return method


class Meta(type):
    def __call__(cls, *args, **kwargs):
        cls.log.touch(cls.pair)
        return object.__new__(cls)

    def __setitem__(cls, key, value):
        cls.log.touch(cls.pair)


def make(cls, *args, **kwargs):
    # The readers in Python call __new__ of whatever they find.
    real = cls if isinstance(cls, type) else type(cls)
    real.log.touch(real.pair)
    return object.__new__(real)


METHODS = ["__init__", "__setstate__", "__setitem__", "append", "extend", "add", "update"]


def stub(log, pair):
    fields = dict((name, Method()) for name in METHODS)
    fields.update(log=log, pair=pair, __new__=staticmethod(make), __call__=lambda self, *args, **kwargs: make(self))
    return Meta("Stub", (object,), fields)


def text(name):
    if isinstance(name, bytes):
        try:
            decoded = name.decode("utf-8")
        except UnicodeDecodeError:
            return name.decode("latin-1")
        # Python 2 decodes surrogates too.
        return name.decode("latin-1") if any(u"\ud800" <= one <= u"\udfff" for one in decoded) else decoded
    return name


class Raw(object):
    """A file that has nothing but what it must have."""

    def __init__(self, data):
        file = io.BytesIO(data)
        self.read, self.readline, self.readinto = file.read, file.readline, file.readinto


def unpickler(base, log):
    class Unpickler(base):
        def find_class(self, module, name):
            return log.find(module, name)

        def persistent_load(self, pid):
            return log.outside(pid)

    def create(file):
        if sys.version_info < (3, 8):
            return Unpickler(file)
        return Unpickler(file, buffers=iter([bytearray(b"buffer") for _ in range(BUFFERS)]))

    return create


def c_unpickler(log):
    if not PY2:
        return unpickler(pickle.Unpickler, log)

    def create(file):
        made = cPickle.Unpickler(file)
        made.find_global = log.find
        made.persistent_load = log.outside
        return made

    return create


def python_unpickler(log):
    return unpickler(pickle.Unpickler if PY2 else pickle._Unpickler, log)


def buffered(size):
    return lambda data: io.BufferedReader(io.BytesIO(data), size)


# How each kind of reader is made, and the file that it reads.
KINDS = {
    "c": (c_unpickler, io.BytesIO),
    "c-raw": (c_unpickler, Raw),
    "c-ahead": (c_unpickler, buffered(1 << 20)),
    "c-blocks": (c_unpickler, buffered(4096)),
    "c-again": (c_unpickler, io.BytesIO),
    "python": (python_unpickler, io.BytesIO),
}


def read(kind, data):
    """Reads the pickles in a row, until one fails."""
    log = Log()
    copyreg._extension_cache.clear()
    make_unpickler, make_file = KINDS[kind]
    create = make_unpickler(log)
    file = make_file(data)
    reader = create(file)
    try:
        for _ in range(20):
            reader.load()
            if kind != "c-again":
                reader = create(file)
        end = "many pickles"
    except Exception as error:
        end = "%s: %s" % (type(error).__name__, ascii_of(error))
    return [log.imports, log.touched, end[:200]]


def ascii_of(error):
    try:
        return str(error).encode("ascii", "replace").decode("ascii")
    except Exception:
        return ""


def main():
    source = getattr(sys.stdin, "buffer", sys.stdin)
    target = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    while True:
        header = source.read(4)
        if len(header) < 4:
            return
        request = json.loads(source.read(struct.unpack(">I", header)[0]).decode("utf-8"))
        answer = [read(request["kind"], base64.b64decode(data)) for data in request["data"]]
        data = json.dumps(answer).encode("ascii")
        target.write(struct.pack(">I", len(data)) + data)
        target.flush()


if __name__ == "__main__":
    main()
