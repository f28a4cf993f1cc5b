"""Imports modules from `.pyc` files as any program would, and says what came of it."""

import binascii
import os
import shutil
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "oracle"))
sys.dont_write_bytecode = True

import oracle

NAME = "sample"

try:
    import importlib.util as util
except ImportError:
    import imp

    util = None


def magic():
    return binascii.hexlify(imp.get_magic() if util is None else util.MAGIC_NUMBER).decode("ascii")


def hashes(sources):
    """The hashes of sources, in hexadecimal."""
    return [binascii.hexlify(util.source_hash(oracle.decode(source))).decode("ascii") for source in sources]


def import_pyc(pyc, source=None, mtime=0):
    """The docstring of the module, and what its `results()` gives. Where there is a source, Python may compile it anew."""
    folder = tempfile.mkdtemp()
    try:
        path = os.path.join(folder, NAME + ".py")
        target = path + "c"
        if source is not None:
            write(path, oracle.decode(source))
            os.utime(path, (mtime, mtime))
            target = path + "c" if util is None else util.cache_from_source(path)
        write(target, oracle.decode(pyc))
        return import_from(folder)
    finally:
        shutil.rmtree(folder)


def write(path, data):
    if not os.path.isdir(os.path.dirname(path)):
        os.makedirs(os.path.dirname(path))
    with open(path, "wb") as file:
        file.write(data)


def import_from(folder):
    sys.modules.pop(NAME, None)
    sys.path.insert(0, folder)
    try:
        module = __import__(NAME)
        return [module.__doc__, module.results()]
    finally:
        sys.path.remove(folder)


answer = oracle.answer
oracle.QUESTIONS.update(magic=magic, hashes=hashes, import_pyc=import_pyc)

if __name__ == "__main__":
    oracle.main()
