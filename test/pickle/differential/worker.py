"""A Python that says what it makes of pickles that nobody wrote, in the messages of `test/oracle/oracle.py`.

Runs under CPython 2.7 and 3.6 onwards.
"""

import io
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, os.pardir, os.pardir, "oracle")]

import description  # noqa: E402
import fork  # noqa: E402
import oracle  # noqa: E402
import stand_ins  # noqa: E402

PY2 = sys.version_info[0] == 2
# Deep enough for what the tests make up, and shallow enough for the stack of every Python.
sys.setrecursionlimit(4000)
getattr(sys, "set_int_max_str_digits", lambda limit: None)(4300)

if PY2:
    import copy_reg as copyreg
    import cPickle as pickle
    from cStringIO import StringIO
else:
    import copyreg
    import pickle

# As in `judge.ts`.
EXTENSIONS = {1: ("ext", "One"), 200: ("ext", "Byte"), 0x1234: ("ext", "Two"), 0x12345: ("ext", "Four")}
for code, (module, name) in EXTENSIONS.items():
    copyreg.add_extension(module, name, code)


class Whole(io.BytesIO):
    """A file that shows all that is left of it, so that it is read as bytes in memory are."""

    def peek(self, size):
        return self.getvalue()[self.tell() :]


def read(data, encoding):
    names = stand_ins.Names()
    if PY2:
        unpickler = pickle.Unpickler(StringIO(data))
        unpickler.find_global = names.find_class
        unpickler.persistent_load = names.persistent_load
        return unpickler.load()
    options = {"encoding": encoding}
    if sys.version_info >= (3, 8):
        options["buffers"] = [pickle.PickleBuffer(bytearray(b"one")), pickle.PickleBuffer(bytearray(b"two"))]

    class Unpickler(pickle.Unpickler):
        find_class = staticmethod(names.find_class)
        persistent_load = staticmethod(names.persistent_load)

    # What an extension code stands for is kept from one pickle to the next.
    copyreg._extension_cache.clear()
    return Unpickler(Whole(data), **options).load()


def verdicts(cases):
    """For each [pickle, encoding, what we take its value for or None] what this Python makes of it: [kind, text]."""
    return fork.each(cases, verdict)


def verdict(case):
    data, encoding, ours = case
    try:
        value = read(oracle.decode(data), encoding)
    except Exception as error:
        return [type(error).__name__, said_by(error)[:200]]
    try:
        text, certain = description.describe(value)
    except (RuntimeError, MemoryError):
        return ["unjudged", "too deep or too large for the judge"]
    if not certain:
        return ["uncertain", text if text != ours else None]
    return ["value", text if text != ours else None]


def said_by(error):
    """The text of an exception, which to Python 2 is bytes."""
    return str(error).decode("latin-1") if PY2 else str(error)


def rewritten(cases):
    """For each [pickle, what we wrote after reading it, encoding] whether this Python takes them for the same."""
    return fork.each(cases, rewritten_verdict)


def rewritten_verdict(case):
    import rewriting

    data, made, encoding = case
    return rewriting.verdict(oracle.decode(data), oracle.decode(made), encoding)


oracle.QUESTIONS.update(pickle_verdicts=verdicts, pickle_rewritten=rewritten)
# For the one who calls this file as a module.
answer = oracle.answer

if __name__ == "__main__":
    oracle.main()
